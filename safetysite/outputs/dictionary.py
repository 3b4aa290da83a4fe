"""The data dictionary: every document and table, key by key, as Markdown, made from their shapes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from safetysite.content import paths
from safetysite.outputs import data, openapi, shapes
from safetysite.outputs.forms import FORMS
from safetysite.outputs.tables import TABLES

_INTRODUCTION = f"""# Data dictionary

Every page is also there as JSON and as Markdown, with `.json` or `.md` in place of the last slash of its address
(home: `/index.json`). The whole catalogue comes as tables in one archive, linked from `/export/`; the command
`safetysite export-data FOLDER` writes the same files. This is version {data.VERSION} of both: its first number
changes when a key goes or changes its sense. This page is made from the code; the archive holds it too.

- Keys are always there; what is not known is `null` (an empty cell in CSV) or an empty list. Only `Csl` leaves keys out.
- Text is plain UTF-8 without HTML. Dates are `YYYY-MM-DD`.
- In CSV, several values in one cell stand between ` | `, and true and false are words.
- Ids and slugs are stable. Labels are wording and may change.
- `unknown` and `not-assessed` never mean safe. What is not listed is not thereby safe.
- Licence of texts and data: CC BY 4.0. Keep a verdict together with its reason, its certainty and its date.
"""


def render(level: int = 1) -> str:
    """The dictionary, its title a heading of that level."""
    text = "\n".join((_INTRODUCTION, *_documents(), *_tables())).rstrip() + "\n"
    return re.sub("^#", "#" * level, text, flags=re.MULTILINE)


def columns(table: str) -> list[str]:
    """The keys of a table's rows, in order."""
    shape = next(one.shape for one in TABLES if one.name == table)
    return list(openapi.schemas([shape])[shape.__name__]["properties"])


def _documents() -> Iterator[str]:
    yield from ("## Addresses", "", "| Address | What it holds | Document |", "| --- | --- | --- |")
    for form in FORMS:
        path = paths.machine(form.path, ".json")
        yield f"| `{path}` | {form.says} | {_link(form.shape.__name__)} |"
    yield f"| `/export.json` | The archive of everything. | {_link(shapes.ExportDocument.__name__)} |"
    yield "| `/openapi.json` | The description of these addresses. | OpenAPI 3.1 |"
    yield f"| `/search.json?q=…` | What a search finds. | {_link(shapes.Found.__name__)} |"
    yield f"| `/suggest.json?q=…` | Names for the end of what is typed. | list of {_link(shapes.Completion.__name__)} |"
    yield ""
    yield from ("## Documents and their parts", "")
    types = [*dict.fromkeys(form.shape for form in FORMS), shapes.ExportDocument, shapes.Found, shapes.Completion]
    for name, schema in openapi.schemas([*types, shapes.Trouble]).items():
        yield from _keys(f"### {name}", schema)


def _tables() -> Iterator[str]:
    yield from ("## Tables of the archive", "")
    for table in TABLES:
        name = table.shape.__name__
        yield from _keys(f"### Table `{table.name}`", openapi.schemas([table.shape])[name])


def _keys(heading: str, schema: dict[str, Any]) -> Iterator[str]:
    yield from (heading, "", str(schema.get("description", "")), "", "| Key | Type | What it holds |")
    yield "| --- | --- | --- |"
    for key, one in schema["properties"].items():
        words = f" One of: {', '.join(f'`{word}`' for word in one['enum'])}." if "enum" in one else ""
        yield f"| `{key}` | {_type(one)} | {one['description'].replace('``', '`')}{words} |"
    yield ""


def _type(schema: dict[str, Any]) -> str:
    match schema:
        case {"$ref": ref}:
            return _link(str(ref).rpartition("/")[2])
        case {"anyOf": [one, *_]}:
            return f"{_type(one)} or null"
        case {"type": "array", "items": items}:
            return f"list of {_type(items)}"
        case {"format": "date"}:
            return "date"
        case {"format": "uri"}:
            return "address"
        case {"type": "object", "additionalProperties": values}:
            return f"mapping to {_type(values)}"
    return {"string": "text", "integer": "number", "boolean": "true or false"}[schema["type"]]


def _link(name: str) -> str:
    return f"[{name}](#{name.lower()})"
