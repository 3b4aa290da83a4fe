"""The content folder as read: every file that could be, the problems of those that could not.

A draft is complete enough for the rules to look at and is never served.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from safetysite.content import reader
from safetysite.content.frontmatter import Where
from safetysite.content.model import (
    Answer,
    Compound,
    Condition,
    Formulary,
    Page,
    Redirect,
    Reference,
    Term,
)
from safetysite.content.names import NameTable
from safetysite.problems import Problem, unknown

K = TypeVar("K")
T = TypeVar("T")

_FOLDERS = ("compounds", "conditions", "answers", "references", "pages")
_TABLES = ("medicines.yaml", "glossary.yaml", "synonyms.yaml", "question-words.yaml", "redirects.yaml")


@dataclass
class Draft:
    """What the files say. Dictionaries hold what could be read, with its problems kept; ``slugs`` every file there is."""

    folder: Path
    compounds: dict[str, Compound] = field(default_factory=dict)
    conditions: dict[str, Condition] = field(default_factory=dict)
    answers: dict[tuple[str, str], Answer] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    pages: dict[str, Page] = field(default_factory=dict)
    formulary: Formulary = field(default_factory=lambda: Formulary(classes=(), medicines=()))
    glossary: tuple[Term, ...] = ()
    synonyms: tuple[tuple[str, ...], ...] = ()
    question_words: tuple[str, ...] = ()
    redirects: tuple[Redirect, ...] = ()
    slugs: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in _FOLDERS})
    sources: str = ""
    problems: list[Problem] = field(default_factory=list)
    _lines: dict[str, Callable[[Where], int]] = field(default_factory=dict)

    @property
    def documents(self) -> Iterator[Compound | Condition | Answer]:
        """Everything with clinical text."""
        yield from self.compounds.values()
        yield from self.conditions.values()
        yield from self.answers.values()

    def line(self, path: str, *where: str | int) -> int:
        """The line of a front matter value, for a message; files are parsed again only when needed."""
        if path not in self._lines:
            file = self.folder.parent / path
            self._lines[path] = reader.key_lines(file, path).line
        return self._lines[path](where)

    def names(self) -> NameTable[str]:
        """Every name of the catalogue and glossary, for the plain reading's grade."""

        def all_names() -> Iterator[str]:
            for compound in self.compounds.values():
                yield from compound.names
                for product in compound.products:
                    yield from product.brands
            for condition in self.conditions.values():
                yield from condition.names
            for medicine in self.formulary.medicines:
                yield from (medicine.name, *medicine.aliases, *medicine.brands)
            for group in self.formulary.classes:
                yield from (group.name, *group.aliases)
            for term in self.glossary:
                yield from (term.term, *term.aliases)

        return NameTable((name, name) for name in all_names())


def read_folder(folder: Path) -> Draft:
    """Read every content file below ``folder``; never raises for what a file holds."""
    draft = Draft(folder)
    digest = hashlib.sha256()
    if not folder.is_dir():
        draft.problems.append(Problem(str(folder), 1, "there is no content folder here"))
        return draft
    files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.name.startswith("."))
    for file in files:
        digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
        if not file.is_symlink():
            digest.update(hashlib.sha256(file.read_bytes()).digest())
    for file in files:
        path = file.relative_to(folder.parent).as_posix()
        _read(draft, file, path, file.relative_to(folder).parts)
    draft.sources = digest.hexdigest()
    return draft


def _read(draft: Draft, file: Path, path: str, parts: tuple[str, ...]) -> None:
    slug = file.stem
    match (*parts[:-1], file.suffix):
        case ("compounds", ".md"):
            _keep(draft, draft.compounds, slug, reader.read_compound(file, path))
        case ("conditions", ".md"):
            _keep(draft, draft.conditions, slug, reader.read_condition(file, path))
        case ("answers", compound, ".md"):
            _keep(draft, draft.answers, (compound, slug), reader.read_answer(file, path))
        case ("references", ".yaml"):
            _keep(draft, draft.references, slug, reader.read_reference(file, path))
        case ("pages", ".md"):
            _keep(draft, draft.pages, slug, reader.read_page(file, path))
        case (_,):
            _read_table(draft, file, path)
        case (folder, *_) if folder in _FOLDERS:
            draft.problems.append(Problem(path, 1, f"has no place in {folder}/"))
            return
        case (folder, *_):
            draft.problems.append(Problem(path, 1, unknown("folder", str(folder), _FOLDERS)))
            return
    if len(parts) > 1:
        draft.slugs[parts[0]].add("/".join((*parts[1:-1], slug)))


def _read_table(draft: Draft, file: Path, path: str) -> None:
    match file.name:
        case "medicines.yaml":
            draft.formulary = _table(draft, reader.read_table(file, path, Formulary), draft.formulary)
        case "glossary.yaml":
            draft.glossary = _table(draft, reader.read_table(file, path, tuple[Term, ...]), ())
        case "synonyms.yaml":
            draft.synonyms = _table(draft, reader.read_table(file, path, tuple[tuple[str, ...], ...]), ())
        case "question-words.yaml":
            draft.question_words = _table(draft, reader.read_table(file, path, tuple[str, ...]), ())
        case "redirects.yaml":
            draft.redirects = _table(draft, reader.read_table(file, path, tuple[Redirect, ...]), ())
        case name:
            draft.problems.append(Problem(path, 1, unknown("file", name, _TABLES)))


def _keep(draft: Draft, into: dict[K, T], key: K, read: reader.Read[T]) -> None:
    found, problems = read
    draft.problems.extend(problems)
    if found is not None:
        into[key] = found


def _table(draft: Draft, read: reader.Read[T], otherwise: T) -> T:
    found, problems = read
    draft.problems.extend(problems)
    return otherwise if found is None else found
