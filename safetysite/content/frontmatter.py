"""YAML with line numbers: file text -> plain values, the line of each, and the body.

Every scalar stays the text that the editor wrote (only an empty one and ``null`` are
None): what becomes a number or a date is decided by the field it is for, so that no
``no`` turns into False and no ``012`` into 10. Aliases, tags and repeated keys are
refused; the depth is bounded.
"""

from __future__ import annotations

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

#: Larger files are refused before they are parsed.
MAX_BYTES = 1_000_000
MAX_DEPTH = 12
_TAGS = {f"tag:yaml.org,2002:{name}" for name in "str int float bool null timestamp seq map".split()}

#: Where a value stands: keys and list positions from the top.
Where = tuple[str | int, ...]


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
    """The file's text, or why it cannot be read: too large, not UTF-8, a link, a control character."""
    if file.is_symlink():
        return Problem(path, 1, "is a link; content files are files")
    try:
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
    text = text.replace("\r\n", "\n")
    for number, line_text in enumerate(text.split("\n"), 1):
        if any(ord(char) < 32 and char != "\t" for char in line_text):
            return Problem(path, number, "has a control character")
        if line_text.startswith(("<<<<<<<", ">>>>>>>")):
            return Problem(path, number, "has a merge marker; finish the merge")
    return text


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
    parsed = Parsed(path)
    try:
        node = yaml.compose(text, Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        said = getattr(error, "problem", None) or getattr(error, "reason", "cannot be read")
        parsed.problem(first_line + (mark.line if mark else 0), f"YAML: {said}")
        return parsed
    except RecursionError:
        parsed.problem(first_line, f"YAML: nested deeper than {MAX_DEPTH}")
        return parsed
    if node is None:
        parsed.values = {}
        return parsed
    parsed.values = _value(node, (), parsed, first_line, set())
    return parsed


def _value(node: yaml.Node, where: Where, parsed: Parsed, first_line: int, seen: set[int]) -> Any:
    line = node.start_mark.line + first_line
    parsed.lines.setdefault(where, line)
    if id(node) in seen:
        parsed.problem(line, "YAML: anchors and aliases (& and *) are not used here; write it out")
        return None
    seen.add(id(node))
    if len(where) > MAX_DEPTH:
        parsed.problem(line, f"YAML: nested deeper than {MAX_DEPTH}")
        return None
    if node.tag not in _TAGS:
        parsed.problem(line, f"YAML: tags such as {node.tag} are not used here")
        return None
    if isinstance(node, yaml.ScalarNode):
        return None if not node.style and node.value in ("", "null", "~") else node.value
    if isinstance(node, yaml.SequenceNode):
        return [_value(child, (*where, at), parsed, first_line, seen) for at, child in enumerate(node.value)]
    assert isinstance(node, yaml.MappingNode)  # YAML has no fourth kind
    return dict(_entries(node, where, parsed, first_line, seen))


def _entries(
    node: yaml.MappingNode, where: Where, parsed: Parsed, first_line: int, seen: set[int]
) -> Iterator[tuple[str, Any]]:
    keys: set[str] = set()
    for key_node, value_node in node.value:
        line = key_node.start_mark.line + first_line
        if not isinstance(key_node, yaml.ScalarNode):
            parsed.problem(line, "YAML: a key must be a word")
            continue
        key = key_node.value
        if key in keys:
            parsed.problem(line, f'duplicate key "{key}"')
            continue
        keys.add(key)
        parsed.lines[*where, key] = line
        yield key, _value(value_node, (*where, key), parsed, first_line, seen)
