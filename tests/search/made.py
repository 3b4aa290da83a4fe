"""Tiny documents for the index's tests, and what would break a careless parser."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from safetysite.search import whoosh_index
from safetysite.search.documents import Document

SYNONYMS = (("tummy", "stomach", "belly"), ("stage IV cancer", "advanced cancer"))

HOSTILE = [
    "*",
    "?*?*?*",
    "a*",
    "(" * 300,
    "[a TO z]",
    "slug:*",
    "~2 ^5",
    '"',
    '""',
    '"' * 99,
    "AND OR NOT",
    "\0",
    "kind=answer\0",
    "\u202e" * 50,
    "\ufdd0",
    "e" + "\u0301" * 500,
    "😭" * 500,
    "癌症 姜黄",
    "с раком можно куркуму",
    "ﷺ" * 300,
    "<script>alert(1)</script>",
    "a" * 10_000,
    "a b " * 5_000,
    "ﬁ ß İ ŉ",
    "'’'’",
]


def document(slug: str, *sentences: str, kind: str = "answer", names: tuple[str, ...] = (), **facets: str) -> Document:
    """A document with the sentences."""
    return Document(
        path=f"/{slug}/",
        title=f"Title of {slug}",
        kind=kind,
        names=names,
        sentences=sentences or (f"A sentence of {slug}.",),
        facets=facets,
    )


def build(root: Path, digest: str, documents: Iterable[Document]) -> whoosh_index.WhooshSearch:
    """Build an index and open it."""
    whoosh_index.build(root, digest, documents)
    return whoosh_index.open_search(root, digest, SYNONYMS)


def paths(search: whoosh_index.WhooshSearch, text: str, page: int = 1, **filters: str) -> list[str]:
    """The addresses found, without their strokes, in order."""
    chosen = {name: frozenset(value.split(",")) for name, value in filters.items()}
    return [hit.path.strip("/") for hit in search.run(text, chosen, page).hits]
