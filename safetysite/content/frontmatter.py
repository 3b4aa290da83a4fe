"""YAML with line numbers: file text -> plain values, the line of each, and the body.

Every scalar stays the text that the editor wrote (only an empty one and ``null`` are
None): what becomes a number or a date is decided by the field it is for, so that no
``no`` turns into False and no ``012`` into 10. Values are built from the parser's events,
which keeps hostile nesting off the stack; anchors, aliases, tags and repeated keys are refused.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path as FilePath
from typing import Any

import yaml

from safetysite.problems import Problem

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # libyaml is optional; the pure loader reads the same YAML, slower
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

#: Larger files are refused before they are read.
MAX_BYTES = 1_000_000
MAX_DEPTH = 12

#: Where a value stands: keys and list positions from the top.
Where = tuple[str | int, ...]

#: Control, format (bidirectional overrides, zero widths) and separator characters: unseen, so never meant.
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_ASCII_UNSEEN = re.compile(r"[^\t\n\x20-\x7e\xa0-\U0010ffff]")


@dataclass
class Parsed:
    """Values of a YAML text, with the line of each, or the problems met."""

    path: str
    values: Any = None
    lines: dict[Where, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    body: str = ""
    body_line: int = 1

    def line(self, where: Where) -> int:
        """The line of a value, or of the nearest thing around it."""
        while where not in self.lines and where:
            where = where[:-1]
        return self.lines.get(where, 1)

    def problem(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.path, line, message))


def read_text(file: FilePath, path: str) -> str | Problem:
    """The file's text in Unicode's composed form, or why it cannot be read."""
    try:
        if not file.is_file() or file.is_symlink():
            return Problem(path, 1, "is no ordinary file; links and devices are not content")
        if file.stat().st_size > MAX_BYTES:
            return Problem(path, 1, f"is larger than {MAX_BYTES:,} bytes")
        raw = file.read_bytes()
    except OSError as error:
        return Problem(path, 1, f"cannot be read: {error.strerror}")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        return Problem(path, line, "is not UTF-8; save the file as UTF-8")
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    for number, line_text in enumerate(text.split("\n"), 1):
        if unseen := _unseen(line_text):
            name = unicodedata.name(unseen, "control character")
            return Problem(path, number, f"has the unseen character U+{ord(unseen):04X} ({name}); remove it")
        if line_text.startswith(("<<<<<<<", ">>>>>>>")):
            return Problem(path, number, "has a merge marker; finish the merge")
    return text


def _unseen(line: str) -> str | None:
    if line.isascii():
        found = _ASCII_UNSEEN.search(line)
        return found[0] if found else None
    return next((char for char in line if char != "\t" and unicodedata.category(char) in _UNSEEN), None)


def parse_front_matter(text: str, path: str) -> Parsed:
    """A Markdown file's front matter between two ``---`` lines, and its body."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return Parsed(path, problems=[Problem(path, 1, "must begin with front matter: a line ---")])
    end = next((at for at, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if end is None:
        return Parsed(path, problems=[Problem(path, 1, "front matter has no closing line ---")])
    parsed = parse_yaml("\n".join(lines[1:end]), path, first_line=2)
    parsed.body = "\n".join(lines[end + 1 :])
    parsed.body_line = end + 2
    return parsed


def parse_yaml(text: str, path: str, first_line: int = 1) -> Parsed:
    """The values of a YAML text; ``first_line`` is the line of its first line in the file."""
    parsed = Parsed(path, values={})
    try:
        _Builder(parsed, first_line, yaml.parse(text, Loader)).build()
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", "cannot be read")
        parsed.problem(first_line + (mark.line if mark else 0), f"YAML: {said}")
    except _Unusable as error:
        parsed.problem(error.line, f"YAML: {error}")
    return parsed


class _Unusable(Exception):
    """YAML that is valid and means nothing here; reading stops at its line."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class _Builder:
    """Builds values from events, one level of Python's stack for each level of the text."""

    def __init__(self, parsed: Parsed, first_line: int, events: Iterator[yaml.Event]) -> None:
        self.parsed, self.first_line, self.events = parsed, first_line, events

    def build(self) -> None:
        documents = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.problem(event, "one document a file; remove the second ---")
                    return
            elif isinstance(event, yaml.NodeEvent):
                self.parsed.values = self.value(event, ())

    def value(self, event: yaml.Event, where: Where) -> Any:
        line = self.line(event)
        self.parsed.lines.setdefault(where, line)
        if len(where) > MAX_DEPTH:
            raise _Unusable(line, f"nested deeper than {MAX_DEPTH}")
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            self.problem(event, "anchors and aliases (& and *) are not used here; write it out")
        elif tag := getattr(event, "tag", None):
            self.problem(event, f"tags such as {tag} are not used here")
        if isinstance(event, yaml.ScalarEvent):
            return None if not event.style and event.value in ("", "null", "~") else event.value
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.value(child, (*where, at)) for at, child in enumerate(self.children())]
        if isinstance(event, yaml.MappingStartEvent):
            return self.mapping(where)
        return None

    def mapping(self, where: Where) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for event in self.children():
            if not isinstance(event, yaml.ScalarEvent):
                raise _Unusable(self.line(event), "a key must be a word")
            value_event = next(self.events)
            if event.value in found:
                self.problem(event, f'duplicate key "{event.value}"', "")
            self.parsed.lines.setdefault((*where, event.value), self.line(event))
            value = self.value(value_event, (*where, event.value))
            found.setdefault(event.value, value)
        return found

    def children(self) -> Iterator[yaml.Event]:
        for event in self.events:
            if isinstance(event, yaml.CollectionEndEvent):
                return
            yield event

    def line(self, event: yaml.Event) -> int:
        return (event.start_mark.line if event.start_mark else 0) + self.first_line

    def problem(self, event: yaml.Event, message: str, prefix: str = "YAML: ") -> None:
        self.parsed.problem(self.line(event), f"{prefix}{message}")
