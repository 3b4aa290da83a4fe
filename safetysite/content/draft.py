"""The content folder as read: every file that could be, the problems of those that could not.

A draft is complete enough for the rules to look at and is never served.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TypeVar

from safetysite.content import reader
from safetysite.content.frontmatter import Where, read_text
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
    """What the files say. Dictionaries hold what could be read, with its problems kept; ``slugs`` every file there is,
    ``versions`` a digest of each by path, ``sources`` one of all, ``unread`` the paths of those that could not be understood at all."""

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
    slugs: dict[str, set[str]] = field(default_factory=lambda: {name: set() for name in (*_FOLDERS, "terms")})
    sources: str = ""
    versions: dict[str, str] = field(default_factory=dict)
    unread: set[str] = field(default_factory=set)
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
            text = read_text(self.folder.parent / path, path)
            self._lines[path] = reader.key_lines(text, path).line
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
    """Read every content file below ``folder``; what cannot be read is among the problems."""
    folder = folder.resolve()
    draft = Draft(folder)
    if not folder.is_dir():
        draft.problems.append(Problem(folder.name, 1, "there is no content folder here"))
        return draft
    digest = hashlib.sha256()
    for file in _files(folder):
        name = file.relative_to(folder).as_posix()
        path = f"{folder.name}/{name.encode(errors='backslashreplace').decode()}"
        text = read_text(file, path)
        draft.versions[path] = hashlib.sha256(str(text).encode()).hexdigest()[:16]
        digest.update(os.fsencode(name) + b"\0" + draft.versions[path].encode())
        _read(draft, path, file.relative_to(folder).parts, text)
    draft.sources = digest.hexdigest()
    for what in ("compounds", "conditions"):
        if not draft.slugs[what]:
            draft.problems.append(Problem(f"{folder.name}/{what}", 1, "holds nothing; is this the content folder?"))
    if not (folder / "medicines.yaml").exists():
        draft.problems.append(Problem(f"{folder.name}/medicines.yaml", 1, "is missing; no interaction can be matched"))
    return draft


def _files(folder: Path) -> Iterator[Path]:
    """Every entry that is no folder, in order; hidden ones (an editor's own) are left out."""
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir() and not entry.is_symlink():
            yield from _files(entry)
        else:
            yield entry


#: Folder -> (ending, parts in the path below the content folder) of its files.
_FORMS = {
    "compounds": (".md", "compounds/<slug>.md"),
    "conditions": (".md", "conditions/<slug>.md"),
    "answers": (".md", "answers/<compound>/<condition>.md"),
    "references": (".yaml", "references/<id>.yaml"),
    "pages": (".md", "pages/<slug>.md"),
}


def _read(draft: Draft, path: str, parts: tuple[str, ...], text: str | Problem) -> None:
    if len(parts) == 1:
        _read_table(draft, parts[0], path, text)
        return
    kind, slug = parts[0], PurePath(parts[-1]).stem
    if kind not in _FORMS:
        draft.problems.append(Problem(path, 1, unknown("folder", kind, _FORMS)))
        return
    ending, form = _FORMS[kind]
    if PurePath(parts[-1]).suffix != ending or len(parts) != form.count("/") + 1:
        draft.problems.append(Problem(path, 1, f"has no place in {kind}/; a file there is {form}"))
        return
    draft.slugs[kind].add("/".join((*parts[1:-1], slug)))
    match kind:
        case "compounds":
            _keep(draft, path, draft.compounds, slug, reader.read_compound(text, path, slug))
        case "conditions":
            _keep(draft, path, draft.conditions, slug, reader.read_condition(text, path, slug))
        case "answers":
            _keep(draft, path, draft.answers, (parts[1], slug), reader.read_answer(text, path, (parts[1], slug)))
        case "references":
            _keep(draft, path, draft.references, slug, reader.read_reference(text, path, slug))
        case "pages":
            _keep(draft, path, draft.pages, slug, reader.read_page(text, path, slug))


def _read_table(draft: Draft, name: str, path: str, text: str | Problem) -> None:
    match name:
        case "medicines.yaml":
            draft.formulary = _table(draft, path, reader.read_table(text, path, Formulary), draft.formulary)
        case "glossary.yaml":
            draft.glossary = _table(draft, path, reader.read_table(text, path, tuple[Term, ...]), ())
            draft.slugs["terms"] = {term.slug for term in draft.glossary}
        case "synonyms.yaml":
            draft.synonyms = _table(draft, path, reader.read_table(text, path, tuple[tuple[str, ...], ...]), ())
        case "question-words.yaml":
            draft.question_words = _table(draft, path, reader.read_table(text, path, tuple[str, ...]), ())
        case "redirects.yaml":
            draft.redirects = _table(draft, path, reader.read_table(text, path, tuple[Redirect, ...]), ())
        case _:
            draft.problems.append(Problem(path, 1, unknown("file", name, _TABLES)))


def _keep(draft: Draft, path: str, into: dict[K, T], key: K, read: reader.Read[T]) -> None:
    found, problems = read
    draft.problems.extend(problems)
    if found is None:
        draft.unread.add(path)
    else:
        into[key] = found


def _table(draft: Draft, path: str, read: reader.Read[T], otherwise: T) -> T:
    found, problems = read
    draft.problems.extend(problems)
    if found is None:
        draft.unread.add(path)
        return otherwise
    return found
