"""Is the plain reading plain? Its school grade, its numbers, its negations.

The grade is Flesch–Kincaid as textstat counts it; names of compounds, conditions,
medicines and glossary terms count as one short word, since they cannot be replaced.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterable
from functools import cache
from typing import Any

from safetysite.content.names import NameTable
from safetysite.content.vocabulary import NEGATIONS, PERMISSIONS

#: The hardest a section's plain reading may be (US school grade).
MAX_GRADE = 8.0

_NUMBER = re.compile(r"(?<![\w.])(?:\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)|[¼-¾⅐-⅞]")
_NEGATION = re.compile(NEGATIONS, re.IGNORECASE)
_PERMISSION = re.compile(PERMISSIONS, re.IGNORECASE)


def grade(items: Iterable[str], names: NameTable[Any]) -> float:
    """The Flesch–Kincaid grade of the items read one after the other."""
    sentences = " ".join(text if text.endswith((".", "!", "?")) else f"{text}." for text in items)
    return float(_textstat().flesch_kincaid_grade(_with_names_short(sentences, names)))


def _with_names_short(text: str, names: NameTable[Any]) -> str:
    parts, last = [], 0
    for found in names.find(text):
        parts += [text[last : found.start], "drug"]
        last = found.end
    return "".join([*parts, text[last:]])


def numbers(text: str) -> set[str]:
    """The figures in a text, without thousands separators; those inside words (B12) left out."""
    return {found.replace(",", "") for found in _NUMBER.findall(text)}


def has_negation(text: str) -> bool:
    """True where a text denies or forbids something."""
    return _NEGATION.search(text) is not None


def permission(text: str) -> str | None:
    """The words of a text that permit or calm, or None."""
    found = _PERMISSION.search(text)
    return found[0] if found else None


@cache
def _textstat() -> Any:
    with warnings.catch_warnings():
        # textstat 0.7.4 finds its word list by pkg_resources, which warns that it is old.
        warnings.simplefilter("ignore")
        from textstat import textstat
    return textstat
