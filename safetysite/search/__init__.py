"""All that the rest of the site knows about searching: what is asked, what comes back.

``Search`` is small on purpose, so that another engine can stand behind it when a local
index no longer serves. ``question`` reads what a person typed; ``documents`` says what is
searched; ``whoosh_index`` is the engine.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

#: Longer questions are cut: nobody types more, and each word costs time.
MAX_QUERY = 200
PAGE_SIZE = 10

#: The facets, in the order in which they are shown, with their headings.
FACETS = {
    "kind": "Kind of page",
    "safety": "Safety",
    "directness": "Who was studied",
    "certainty": "Certainty",
    "class": "Class of compound",
    "category": "Category of condition",
    "year": "Year of review",
}

#: Facet -> chosen values; values of one facet are alternatives, facets combine.
Filters = Mapping[str, frozenset[str]]
#: Facet -> value -> how many of the matching documents have it.
Counts = Mapping[str, Mapping[str, int]]


@dataclass(frozen=True)
class Snippet:
    """A sentence of a document, cut into (text, is a word that was searched for)."""

    parts: tuple[tuple[str, bool], ...]

    @property
    def text(self) -> str:
        return "".join(part for part, _ in self.parts)


@dataclass(frozen=True)
class Hit:
    """One document found. ``safety`` and ``directness`` are vocabulary words, empty where there are none."""

    path: str
    title: str
    kind: str
    safety: str
    directness: str
    snippet: Snippet


@dataclass(frozen=True)
class Hits:
    """One page of what was found; ``total`` counts all pages."""

    hits: tuple[Hit, ...]
    total: int
    page: int
    counts: Counts

    @property
    def pages(self) -> int:
        return max(1, -(-self.total // PAGE_SIZE))


class Search(Protocol):
    """A full-text search over the documents of one catalogue."""

    def run(self, text: str, filters: Filters, page: int = 1) -> Hits:
        """The documents that match plain words (and "phrases"), best first; any text is valid."""

    def knows(self, word: str) -> bool:
        """True when some document holds the word, whatever its case, accents or plural s."""


def clean(text: str) -> str:
    """A question as it is searched: no control characters, single spaces, cut to ``MAX_QUERY``."""
    composed = unicodedata.normalize("NFC", text[: 4 * MAX_QUERY])
    seen = (char for char in composed if unicodedata.category(char) != "Cf")  # soft hyphens, zero widths
    printable = "".join(char if char.isprintable() else " " for char in seen)
    return " ".join(printable.split())[:MAX_QUERY]
