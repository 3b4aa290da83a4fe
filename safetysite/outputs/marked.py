"""Our rendered prose back as Markdown, its citations as numbers in brackets.

The prose comes from ``content/markdown.py`` alone, so only what that renders is known here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser

from safetysite.content.model import Citation, Mention, Prose

#: What a citation reads as, by its ids: a number for a reference, a word for a search.
Numbers = Callable[[str], str]

_SPECIAL = re.compile(r"([\\`*_<>\[\]|]|&(?=#?\w+;))")
#: The same mark opens and closes these.
_INLINE = {"strong": "**", "em": "*", "code": "`", "br": " "}
#: What a block begins with.
_OPENINGS = {**{f"h{level}": "#" * level + " " for level in range(2, 7)}, "blockquote": "> "}
_BLOCKS = {*_OPENINGS, "p", "li"}
_OPENS_BLOCK = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+#~=])")


def escaped(text: str) -> str:
    """Plain text that Markdown shows as it is, on one line."""
    line = _SPECIAL.sub(r"\\\1", " ".join(text.split()))
    return _OPENS_BLOCK.sub(lambda found: f"{found[1] or ''}\\{found[2] or found[3]}", line)


def numbers_of(references: Iterable[str]) -> Numbers:
    """Numbers by place in a list, from 1; searches have none."""
    places = {id: str(at) for at, id in enumerate(references, 1)}
    return lambda id: places.get(id, "search")


def cited(ids: Iterable[str], numbers: Numbers) -> str:
    """``[1, 3]``; nothing where nothing is cited."""
    shown = ", ".join(dict.fromkeys(numbers(id) for id in ids))
    return f"[{shown}]" if shown else ""


def markdown(prose: Prose, numbers: Numbers, origin: str = "") -> str:
    """Prose as Markdown; links within the site begin with ``origin``."""
    reader = _Reader(origin)
    for part in prose:
        if isinstance(part, Citation):
            reader.write(cited(part.ids, numbers))
        else:
            reader.feed(str(part.words if isinstance(part, Mention) else part))
    reader.close()
    return reader.text


class _Reader(HTMLParser):
    """Takes HTML apart into blocks of Markdown."""

    def __init__(self, origin: str) -> None:
        super().__init__()
        self._origin = origin
        self._blocks: list[str] = []
        self._line = ""
        self._opening = ""
        self._lists: list[str] = []
        self._cells: list[str] = []
        self._href = ""
        self._tight = False

    @property
    def text(self) -> str:
        """Everything read."""
        self._end_block()
        return "\n".join(self._blocks).strip()

    def write(self, text: str) -> None:
        """Add text that is Markdown already."""
        self._line += text

    def handle_data(self, data: str) -> None:
        self._line += _SPECIAL.sub(r"\\\1", re.sub(r"\s+", " ", data))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._line += _INLINE.get(tag, "")
        match tag:
            case "a":
                href = dict(attrs).get("href") or ""
                self._href = self._origin + href if href.startswith("/") else href
                self._line += "["
            case "p" if not self._opening:
                self._begin("")
            case "ul" | "ol":
                self._end_block()
                self._lists.append("- " if tag == "ul" else "1. ")
            case "li":
                self._begin("   " * (len(self._lists) - 1) + self._lists[-1], tight=True)
            case "tr":
                self._cells = []
            case _ if tag in _OPENINGS:
                self._begin(_OPENINGS[tag])

    def handle_endtag(self, tag: str) -> None:
        self._line += _INLINE.get(tag, "")
        match tag:
            case "a":
                self._line += f"]({self._href})"
            case "ul" | "ol":
                self._end_block()
                self._lists.pop()
                self._blocks.append("")
            case "td" | "th":
                self._cells.append(" ".join(self._line.split()))
                self._line = ""
            case "tr":
                self._blocks.append(f"| {' | '.join(self._cells)} |")
            case "thead":
                self._blocks.append("|" + " --- |" * len(self._cells))
            case "table":
                self._blocks.append("")
            case _ if tag in _BLOCKS:
                self._end_block()

    def _begin(self, opening: str, tight: bool = False) -> None:
        self._end_block()
        self._opening, self._tight = opening, tight

    def _end_block(self) -> None:
        if line := " ".join(self._line.split()):
            self._blocks += [self._opening + line] if self._tight else [self._opening + line, ""]
        self._line, self._opening, self._tight = "", "", False
