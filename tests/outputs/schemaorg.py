"""Checks structured data against the vocabulary of schema.org, as far as ``schemaorg.json`` holds it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TABLE = json.loads((Path(__file__).parent / "schemaorg.json").read_text(encoding="utf-8"))

#: What each of schema.org's data types looks like as a string.
_LOOKS = {
    "Text": r".+",
    "URL": r"https?://\S+",
    "Date": r"\d{4}(-\d{2}(-\d{2})?)?",
    "DateTime": r"\d{4}-\d{2}-\d{2}T\S+",
}
_VALUE = "https://schema.org/"


def problems(data: dict[str, Any]) -> list[str]:
    """What is wrong with a page's structured data; a word that is missing from the table is wrong too."""
    if data.get("@context") != "https://schema.org":
        return ["no context"]
    things = data["@graph"] if "@graph" in data else [{key: data[key] for key in data if key != "@context"}]
    known = {thing["@id"]: thing for thing in _nodes(things) if "@type" in thing and "@id" in thing}
    return [problem for thing in things for problem in _thing(thing, known)]


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Every thing, at every depth."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _nodes(one)


def _thing(thing: dict[str, Any], known: dict[str, Any]) -> Iterator[str]:
    kind = str(thing.get("@type"))
    if kind not in TABLE["types"]:
        yield f"no type {kind}; if schema.org has it, add it to tools/schemaorg.py and run that"
        return
    for name, value in thing.items():
        if name.startswith("@"):
            continue
        # schema.org's way to say what a query must hold: a property's name with "-input".
        if name == "query-input":
            if not re.fullmatch(r"(required )?name=\w+", value):
                yield f"{kind}.{name}: {value}"
            continue
        yield from _property(kind, name, value, known)


def _property(kind: str, name: str, value: Any, known: dict[str, Any]) -> Iterator[str]:
    if not (found := TABLE["properties"].get(name)):
        yield f"no property {name}; if schema.org has it, add it to tools/schemaorg.py and run that"
        return
    if not set(found["domain"]) & set(TABLE["types"][kind]):
        yield f"{kind} has no {name}"
    if value in ([], "", None):
        yield f"{kind}.{name} is empty"
    for one in value if isinstance(value, list) else [value]:
        if not _fits(one, found["range"], known):
            yield f"{kind}.{name} cannot be {one!r}"
        if isinstance(one, dict) and "@type" in one:
            yield from _thing(one, known)


def _fits(value: Any, range_: list[str], known: dict[str, Any]) -> bool:
    if isinstance(value, dict):
        found = value if "@type" in value else known.get(value["@id"], {})
        return bool(set(TABLE["types"].get(found.get("@type"), [])) & set(range_))
    if isinstance(value, int):
        return "Integer" in range_
    if value.startswith(_VALUE):
        return TABLE["values"].get(value.removeprefix(_VALUE)) in range_
    return any(re.fullmatch(_LOOKS[kind], value) for kind in range_ if kind in _LOOKS)
