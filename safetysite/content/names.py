"""Finding names in text: whole words, longest first, however they are written.

One table of names serves the check (a name counts as one short word), the search (which
compound, condition or medicine a question means) and uniqueness (two things, one name).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+(?:['’ʼ`´][^\W_]+)*")


@dataclass(frozen=True)
class Word:
    """A word of a text: its folded form, and where it stands."""

    form: str
    start: int
    end: int


def words(text: str) -> list[Word]:
    """The words of a text in composed form (NFC), folded: no case, accents, apostrophes or plural s."""
    return [Word(fold(found[0]), found.start(), found.end()) for found in _WORD.finditer(text)]


@lru_cache(maxsize=1 << 16)
def fold(word: str) -> str:
    """One word without case, accents, apostrophes and plural s (``Statins`` -> ``statin``)."""
    decomposed = unicodedata.normalize("NFKD", word.casefold())
    form = "".join(char for char in decomposed if char.isalnum())
    if len(form) > 4 and form.endswith("s") and not form.endswith(("ss", "us", "is")):
        form = form[:-1]
    return form


def key(name: str) -> tuple[str, ...]:
    """The folded words of a name; two names with one key are the same name."""
    return tuple(word.form for word in words(name))


def slug_of(text: str) -> str:
    """A heading's or name's address: lower-case ASCII words joined by hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


@dataclass(frozen=True)
class Found(Generic[T]):
    """A name met in a text: what it names, and the characters it covers."""

    meaning: T
    start: int
    end: int


class NameTable(Generic[T]):
    """Names and what each means; look-up is exact on folded whole words."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._meanings: dict[tuple[str, ...], T] = {}
        for name, meaning in entries:
            if folded := key(name):
                self._meanings.setdefault(folded, meaning)
        #: First word -> words in the longest name that begins with it; most words of a text begin none.
        self._longest: dict[str, int] = {}
        for folded in self._meanings:
            self._longest[folded[0]] = max(len(folded), self._longest.get(folded[0], 0))

    @property
    def meanings(self) -> Mapping[tuple[str, ...], T]:
        return self._meanings

    def find(self, text: str) -> Iterator[Found[T]]:
        """The names in a text from left to right, the longest at each place, none overlapping."""
        row = words(text)
        at = 0
        while at < len(row):
            for length in range(min(self._longest.get(row[at].form, 0), len(row) - at), 0, -1):
                piece = tuple(word.form for word in row[at : at + length])
                if piece in self._meanings:
                    yield Found(self._meanings[piece], row[at].start, row[at + length - 1].end)
                    at += length
                    break
            else:
                at += 1
