"""What is wrong with the content: where it stands, what it is, what right looks like."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

#: Up to this many allowed words are listed in full after an unknown one.
FEW = 9


@dataclass(frozen=True, order=True)
class Problem:
    """One fault in one file; sorts in file order and prints as ``path:line: message``."""

    path: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.message}"


class ContentError(Exception):
    """The content has problems; ``problems`` holds every one of them, sorted."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(set(problems)))
        super().__init__("\n".join(map(str, self.problems)))


def unknown(kind: str, word: str, known: Iterable[str]) -> str:
    """Say that ``word`` is no known ``kind``, with the nearest known one or, if few, all."""
    choices = sorted(known)
    near = get_close_matches(word, choices, n=1, cutoff=0.6)
    if near:
        return f'unknown {kind} "{word}"; did you mean "{near[0]}"?'
    if choices and len(choices) <= FEW:
        return f'unknown {kind} "{word}"; one of: {", ".join(choices)}'
    return f'unknown {kind} "{word}"'
