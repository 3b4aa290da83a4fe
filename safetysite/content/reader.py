"""One content file -> one model object, as far as it can be read, and its problems.

The front matter's rules are the field types of ``model``: pydantic checks them and
reports every fault at once; this module turns each fault into a line an editor can act on.
Rules between files are not here but in ``rules``.
"""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cache
from types import UnionType
from typing import Any, Generic, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter, ValidationError

from safetysite.content import markdown
from safetysite.content.frontmatter import Parsed, Where, parse_front_matter, parse_yaml
from safetysite.content.model import (
    Answer,
    AnswerMatter,
    Compound,
    CompoundMatter,
    Condition,
    ConditionMatter,
    Formulary,
    Page,
    PageMatter,
    Redirect,
    Reference,
    Term,
)
from safetysite.problems import Problem, unknown

T = TypeVar("T")
#: A file's text, or why it could not be read.
Source = str | Problem
#: What was read, as far as it could be, and every problem met.
Read = tuple[T | None, list[Problem]]

#: Editors' keys that are no Python names, and the field each fills.
_FIELDS = {"class": "class_", "with": "with_", "from": "from_", "container-title": "container_title"}
_KEYS = {name: key for key, name in _FIELDS.items()}
#: Marks a field's own spelling, which is no key; no editor can type it.
_NO_KEY = "\x00"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_COUNT = re.compile(r"[1-9]\d*")


def read_compound(text: Source, path: str, slug: str) -> Read[Compound]:
    """The compound of ``content/compounds/<slug>.md``."""
    read = _read_document(text, path, CompoundMatter)
    if read.matter is None:
        return None, read.problems
    return Compound(**vars(read.matter), slug=slug, path=path, text=read.body.text), read.problems


def read_condition(text: Source, path: str, slug: str) -> Read[Condition]:
    """The condition of ``content/conditions/<slug>.md``."""
    read = _read_document(text, path, ConditionMatter)
    if read.matter is None:
        return None, read.problems
    return Condition(**vars(read.matter), slug=slug, path=path, text=read.body.text), read.problems


def read_answer(text: Source, path: str, slugs: tuple[str, str]) -> Read[Answer]:
    """The answer of ``content/answers/<compound>/<condition>.md``; path and keys must agree."""
    read = _read_document(text, path, AnswerMatter)
    matter = read.matter
    if matter is None:
        return None, read.problems
    for key, slug in zip(("compound", "condition"), slugs, strict=True):
        if getattr(matter, key) != slug:
            line = read.parsed.line((key,))
            return None, [*read.problems, Problem(path, line, f'{key} must be "{slug}", as the file’s place says')]
    answer = Answer(
        **vars(matter),
        path=path,
        text=read.body.text,
        questions=read.body.questions,
        why=tuple(markdown.render_sentence(verdict.why) for verdict in (matter.verdict, *matter.rows)),
    )
    return answer, read.problems


def read_page(text: Source, path: str, slug: str) -> Read[Page]:
    """A page of ``content/pages/<slug>.md``."""
    if isinstance(text, Problem):
        return None, [text]
    parsed = parse_front_matter(text, path)
    matter = _shape(parsed, PageMatter)
    if matter is None:
        return None, parsed.problems
    page = markdown.parse_page(parsed.body, path, parsed.body_line)
    rendered = Page(
        **vars(matter),
        slug=slug,
        path=path,
        prose=page.prose,
        references=markdown.cited_ids(page.prose),
        links=page.links,
    )
    return rendered, [*parsed.problems, *page.problems]


def read_reference(text: Source, path: str, id: str) -> Read[Reference]:
    """The reference of ``content/references/<id>.yaml``; file name and id must agree."""
    reference, problems = read_table(text, path, Reference)
    if reference and reference.id != id:
        return None, [Problem(path, 1, f'id must be "{id}", as the file name says')]
    return reference, problems


def read_table(text: Source, path: str, shape: type[T]) -> Read[T]:
    """A YAML file of one shape, such as ``medicines.yaml``."""
    if isinstance(text, Problem):
        return None, [text]
    parsed = parse_yaml(text, path)
    return _shape(parsed, shape), parsed.problems


def key_lines(text: Source, path: str) -> Parsed:
    """Values and line numbers of a file's front matter, for messages of rules between files."""
    if isinstance(text, Problem):
        return Parsed(path)
    return parse_yaml(text, path) if path.endswith(".yaml") else parse_front_matter(text, path)


@dataclass(frozen=True)
class _Document(Generic[T]):
    """A Markdown file with claims: its front matter (None if it has problems) and its body."""

    parsed: Parsed
    matter: T | None
    body: markdown.Body

    @property
    def problems(self) -> list[Problem]:
        return [*self.parsed.problems, *self.body.problems]


def _read_document(text: Source, path: str, shape: type[T]) -> _Document[T]:
    if isinstance(text, Problem):
        return _Document(Parsed(path, problems=[text]), None, markdown.Body())
    parsed = parse_front_matter(text, path)
    body = markdown.parse_body(parsed.body, path, parsed.body_line)
    return _Document(parsed, _shape(parsed, shape), body)


@cache
def _adapter(shape: Any) -> TypeAdapter[Any]:
    """The validator of a shape; unknown keys are refused at every level."""
    for part in _shapes(shape):
        part.__pydantic_config__ = {"extra": "forbid", "str_strip_whitespace": True, "str_min_length": 1}
    return TypeAdapter(shape)


def _shapes(shape: Any) -> set[Any]:
    """Every dataclass that a shape is made of."""
    found: set[Any] = set()
    waiting = [shape]
    while waiting:
        kind = waiting.pop()
        if get_origin(kind) is not None:
            waiting.extend(get_args(kind))
        elif hasattr(kind, "__dataclass_fields__") and kind not in found:
            found.add(kind)
            waiting.extend(get_type_hints(kind).values())
    return found


def _shape(parsed: Parsed, shape: type[T]) -> T | None:
    if parsed.problems:
        return None
    try:
        found = cast(T, _adapter(cast(Any, shape)).validate_python(_named(parsed.values)))
    except ValidationError as error:
        for fault in error.errors():
            _report(parsed, shape, fault)
        return None
    _check_spelling(parsed, found, parsed.values, ())
    return None if parsed.problems else found


def _check_spelling(parsed: Parsed, found: Any, written: Any, where: Where) -> None:
    """Dates and whole numbers are written plainly; pydantic would also take 1768867200 for a day."""
    if hasattr(found, "__dataclass_fields__") and isinstance(written, Mapping):
        for key, value in written.items():
            _check_spelling(parsed, getattr(found, str(_FIELDS.get(key, key))), value, (*where, key))
    elif isinstance(found, tuple) and isinstance(written, list):
        for at, (one, value) in enumerate(zip(found, written, strict=True)):
            _check_spelling(parsed, one, value, (*where, at))
    elif isinstance(found, date) and not _DATE.fullmatch(written):
        parsed.problem(parsed.line(where), f'"{where[-1]}": write the date as 2026-01-31, not {written!r}')
    elif isinstance(found, int) and not _COUNT.fullmatch(written):
        parsed.problem(parsed.line(where), f'"{where[-1]}": write a whole number such as 185, not {written!r}')


def _named(value: Any) -> Any:
    """The values with editors' keys as field names; a field's own spelling is no key."""
    if isinstance(value, Mapping):
        return {
            _FIELDS.get(key, f"{key}{_NO_KEY}" if key in _KEYS or keyword.iskeyword(key) else key): _named(entry)
            for key, entry in value.items()
        }
    if isinstance(value, list):
        return [_named(entry) for entry in value]
    return value


def _report(parsed: Parsed, shape: type[Any], fault: Mapping[str, Any]) -> None:
    where: Where = tuple(
        _KEYS.get(part, part.removesuffix(_NO_KEY)) if isinstance(part, str) else part for part in fault["loc"]
    )
    key = ".".join(str(part) for part in where if isinstance(part, str)) or "the file"
    line = parsed.line(where)
    match fault["type"]:
        case "unexpected_keyword_argument" | "extra_forbidden":
            known = [_KEYS.get(f.name, f.name) for f in fields(_at(shape, fault["loc"][:-1]))]
            parsed.problem(line, unknown("key", str(where[-1]), known))
        case "missing" | "missing_argument" | "missing_keyword_only_argument":
            parsed.problem(line, f'missing key "{where[-1]}"')
        case "enum":
            words = _at(shape, fault["loc"])
            known = [member.value for member in words]
            parsed.problem(line, unknown(f'word for "{key}"', str(fault["input"]), known))
        case "string_too_short":
            parsed.problem(line, f'"{key}" must not be empty')
        case _:
            parsed.problem(line, f'"{key}": {_sentence(fault)}')


def _sentence(fault: Mapping[str, Any]) -> str:
    said = str(fault["msg"]).removeprefix("Input should be ").replace("a valid tuple", "a list")
    said = re.sub("a dictionary or an instance of .*", "keys with values", said)
    return f"should be {said}, not {fault['input']!r}" if said[0].islower() else said


def _at(shape: Any, loc: tuple[str | int, ...]) -> Any:
    """The dataclass or enum that stands at a place of a shape."""
    for part in loc:
        shape = _inner(shape)
        if isinstance(part, str):
            shape = get_type_hints(shape)[part]
    return _inner(shape)


def _inner(kind: Any) -> Any:
    """What a container or an optional holds."""
    while get_origin(kind) in (tuple, Union, UnionType):
        kind = next(arg for arg in get_args(kind) if arg not in (type(None), Ellipsis))
    return kind


def json_schemas() -> dict[str, dict[str, Any]]:
    """JSON Schema of each kind of file (front matter or table), for editors, by kind."""
    shapes: dict[str, Any] = {
        "compound": CompoundMatter,
        "condition": ConditionMatter,
        "answer": AnswerMatter,
        "reference": Reference,
        "page": PageMatter,
        "medicines": Formulary,
        "glossary": tuple[Term, ...],
        "redirects": tuple[Redirect, ...],
    }
    return {name: _keyed(_adapter(shape).json_schema()) for name, shape in shapes.items()}


def _keyed(schema: Any) -> Any:
    if isinstance(schema, dict):
        return {_KEYS.get(key, key): _keyed(value) for key, value in schema.items()}
    if isinstance(schema, list):
        return [_KEYS.get(value, value) if isinstance(value, str) else _keyed(value) for value in schema]
    return schema
