"""The description of the read-only JSON (OpenAPI 3.1), made from the table of forms and the shapes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import TypeAdapter

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import Section
from safetysite.outputs import data, metadata, shapes
from safetysite.outputs.forms import FORMS

_REF = "#/components/schemas/{model}"
_SLUG = {"type": "string", "pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": 200}
#: Of what kind each parameter of a path is.
_KINDS = {"compound": "compounds", "condition": "conditions", "id": "references", "term": "terms"}
#: Documents that no form describes.
_OTHERS = (shapes.ExportDocument, shapes.Found, shapes.Completion, shapes.Trouble)


def schemas(types: Iterable[type]) -> dict[str, Any]:
    """The JSON Schema of each type and of those it is made of, by name; no key beyond those is allowed."""
    inputs: list[tuple[type, Any, TypeAdapter[Any]]] = [(shape, "serialization", TypeAdapter(shape)) for shape in types]
    _, found = TypeAdapter.json_schemas(inputs, ref_template=_REF)
    schemas = {name: _bare(schema) for name, schema in sorted(found["$defs"].items())}
    for schema in schemas.values():
        schema["additionalProperties"] = False
    return schemas


def _bare(schema: Any) -> Any:
    """The schema without the titles that repeat each key's name."""
    if isinstance(schema, list):
        return [_bare(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        key: {name: _bare(part) for name, part in value.items()} if key == "properties" else _bare(value)
        for key, value in schema.items()
        if key != "title" or not isinstance(value, str)
    }


def describe(site: Catalogue, origin: str, facets: Iterable[str]) -> dict[str, Any]:
    """The description; its examples are addresses that this catalogue has."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": metadata.NAME,
            "summary": metadata.PURPOSE,
            "description": f"{data.DISCLAIMER} Every page is also there as Markdown: `.md` in place of `.json`. "
            f"Everything as one archive: {origin}{paths.EXPORT}",
            "version": data.VERSION,
            "license": {"name": data.CONTENT_LICENCE, "url": metadata.LICENCE},
        },
        "servers": [{"url": origin}],
        "paths": dict(_paths(site, facets)),
        "components": {"schemas": schemas([*dict.fromkeys(form.shape for form in FORMS), *_OTHERS])},
    }


def _paths(site: Catalogue, facets: Iterable[str]) -> Iterator[tuple[str, Any]]:
    for form in FORMS:
        if form.name == "page":
            # As one address with a parameter they would take in all others, such as /search.json.
            for slug, page in sorted(site.pages.items()):
                path = paths.machine(paths.page(slug), ".json")
                yield path, _operation(f"page_{slug}", page.description, _ref(form.shape))
            continue
        parameters = [_parameter(site, name) for name in form.parameters]
        yield (
            paths.machine(form.path, ".json"),
            _operation(form.name, form.says, _ref(form.shape), parameters, can_miss=bool(parameters)),
        )
    yield (
        paths.machine(paths.EXPORT, ".json"),
        _operation("export", "The archive of everything.", _ref(shapes.ExportDocument)),
    )
    yield "/openapi.json", _operation("openapi", "This description.", {"type": "object"})
    question = _query("q", "The question, in plain words.", "ketamine stage IV cancer")
    reading = [
        _query(name, f"The {name} that the reader chose among those guessed.")
        for name in ("compound", "condition", "medicine")
    ]
    narrowing = [_query(name, f"Only pages with this {name}; may be repeated.") for name in facets]
    number = _query("page", "Which page of results; what is no number means the first.", "1")
    yield (
        "/search.json",
        _operation("search", "Search.", _ref(shapes.Found), [question, *reading, *narrowing, number]),
    )
    yield (
        "/suggest.json",
        _operation(
            "suggest",
            "Names for the end of what is being typed.",
            {"type": "array", "items": _ref(shapes.Completion)},
            [question],
        ),
    )


def _ref(shape: type) -> dict[str, str]:
    return {"$ref": _REF.format(model=shape.__name__)}


def _operation(
    name: str, says: str, schema: Any, parameters: Iterable[Any] = (), can_miss: bool = False
) -> dict[str, Any]:
    """One address that answers GET; ``can_miss`` if its parameters may name nothing."""
    responses = {"200": {"description": says, "content": {"application/json": {"schema": schema}}}}
    if can_miss:
        trouble = {"application/problem+json": {"schema": _ref(shapes.Trouble)}}
        responses["404"] = {"description": "There is no such page.", "content": trouble}
        responses["410"] = {"description": "The page was taken down.", "content": trouble}
        responses["301"] = {"description": "The page moved; Location names the new address."}
    return {"get": {"operationId": name, "summary": says, "parameters": list(parameters), "responses": responses}}


def _parameter(site: Catalogue, name: str) -> dict[str, Any]:
    """A parameter of a path, with the first name of its kind as example."""
    first = min(site.answers, default=("", ""))
    known = {"compound": first[0], "condition": first[1]}.get(name) or min(
        site.slugs.get(_KINDS.get(name, ""), ()), default=""
    )
    schema: dict[str, Any] = {**_SLUG, **({"examples": [known]} if known else {})}
    if name == "section":
        schema = {"type": "string", "enum": [section.value for section in Section]}
    return {"name": name, "in": "path", "required": True, "schema": schema}


def _query(name: str, says: str, example: str | None = None) -> dict[str, Any]:
    """A parameter of a query; any text is read, and what means nothing is passed over."""
    schema: dict[str, Any] = {"type": "string", **({"examples": [example]} if example else {})}
    return {"name": name, "in": "query", "description": says, "schema": schema}
