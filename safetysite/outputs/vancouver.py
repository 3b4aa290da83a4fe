"""References in the style of the National Library of Medicine (Vancouver)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from safetysite.content import names
from safetysite.content.model import Author, Reference

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
#: NLM lists six authors and then "et al."
MOST_AUTHORS = 6


@dataclass(frozen=True)
class Link:
    """An identifier and the address it leads to."""

    label: str
    href: str


def cite(reference: Reference) -> str:
    """The reference as one line of text, without its links.

    >>> cite(hardy)  # doctest: +SKIP
    'Hardy J, Quinn S, Fazekas B. Randomized … pain. Journal of Clinical Oncology. 2012 Oct 10;30(29):3611-3617.'
    """
    parts = [authors(reference.author), reference.title]
    if reference.container_title:
        parts += [reference.container_title, _where(reference)]
    else:
        publisher = reference.publisher if reference.publisher != authors(reference.author) else None
        parts.append("; ".join(filter(None, (publisher, _date(reference.issued)))))
        year, month, day = reference.seen_on.year, reference.seen_on.month, reference.seen_on.day
        parts.append(f"Read {year} {_MONTHS[month - 1]} {day}")
    return " ".join(_stopped(part) for part in parts if part)


def in_order(references: Iterable[Reference]) -> list[tuple[str, list[Reference]]]:
    """By letter, from A to Z as they are cited: by the first author, else by the title."""
    cited = sorted(references, key=lambda one: (names.key(cite(one)), one.id))
    return [(letter, list(group)) for letter, group in groupby(cited, key=_letter)]


def _letter(reference: Reference) -> str:
    return names.key(cite(reference))[0][0].upper()


def links(reference: Reference) -> tuple[Link, ...]:
    """The identifiers as links; the plain address where it says more than they do."""
    found = []
    if reference.DOI:
        found.append(Link(f"doi:{reference.DOI}", f"https://doi.org/{reference.DOI}"))
    if reference.PMID:
        found.append(Link(f"PMID {reference.PMID}", f"https://pubmed.ncbi.nlm.nih.gov/{reference.PMID}/"))
    if reference.PMCID:
        found.append(Link(reference.PMCID, f"https://pmc.ncbi.nlm.nih.gov/articles/{reference.PMCID}/"))
    if reference.NCT:
        found.append(Link(reference.NCT, f"https://clinicaltrials.gov/study/{reference.NCT}"))
    if not found:
        found.append(Link(reference.URL.removeprefix("https://").rstrip("/"), reference.URL))
    return tuple(found)


def authors(names: tuple[Author, ...]) -> str:
    """``Hardy J, Quinn S, et al`` — surnames and initials, six at most."""
    shown = [_author(name) for name in names[:MOST_AUTHORS]]
    if len(names) > MOST_AUTHORS:
        shown.append("et al")
    return ", ".join(shown)


def _author(name: Author) -> str:
    if name.literal:
        return name.literal
    return " ".join(filter(None, (name.family, _initials(name.given or ""))))


def _initials(given: str) -> str:
    """``Janet`` -> J, ``David C.`` -> DC, ``J-P`` -> JP; capitals alone are initials already."""
    if given.isupper() and "." not in given and " " not in given and "-" not in given:
        return given
    return "".join(word[0].upper() for word in re.split(r"[\s.\-‐]+", given) if word)


def _where(reference: Reference) -> str:
    issue = f"({reference.issue})" if reference.issue else ""
    volume = f"{reference.volume or ''}{issue}"
    text = _date(reference.issued)
    if volume:
        text += f";{volume}"
    if reference.page:
        text += f":{reference.page}"
    return text


def _date(issued: str | None) -> str:
    """``2012-10-10`` -> ``2012 Oct 10``."""
    if not issued:
        return ""
    year, month, day = (*issued.split("-"), "", "")[:3]
    return " ".join(filter(None, (year, month and _MONTHS[int(month) - 1], day.lstrip("0"))))


def _stopped(part: str) -> str:
    return part if part.endswith((".", "?", "!")) else f"{part}."
