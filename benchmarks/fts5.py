"""The yardstick: SQLite's FTS5 behind the same ``Search`` protocol, written to be fast.

Ranking by bm25 with weighted columns and matching happen in C, in one query that returns
every matching row in order; facets are counted on bits as ours are; snippets are FTS5's.
It does not weigh kinds of page, which would cost it a join.
"""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator
from functools import reduce
from itertools import islice
from operator import and_, or_
from pathlib import Path

from safetysite.content.names import NameTable, words
from safetysite.search import FACETS, PAGE_SIZE, Counts, Filters, Hit, Hits, Snippet, clean
from safetysite.search.documents import Document

#: The same weights as ours, and the same bound on words.
WEIGHTS = "bm25(4.0, 2.0, 1.0)"
MOST_WORDS = 24
_PHRASE = re.compile(r'"([^"]*)"')
_MARK = re.compile("\x02([^\x03]*)\x03")


def build(file: Path, documents: Iterable[Document]) -> None:
    """Write the database of some documents."""
    with sqlite3.connect(file) as base:
        base.execute("CREATE TABLE shown (id INTEGER PRIMARY KEY, path TEXT UNIQUE, title TEXT, facets TEXT)")
        base.execute(
            "CREATE VIRTUAL TABLE found USING fts5(title, names, body, "
            "tokenize = 'porter unicode61 remove_diacritics 2')"
        )
        base.execute("INSERT INTO found(found, rank) VALUES ('rank', ?)", [WEIGHTS])
        for number, document in enumerate(documents):
            _insert(base, number, document)
    base.close()


def edit(file: Path, document: Document) -> None:
    """Replace one document."""
    with sqlite3.connect(file) as base:
        (number,) = base.execute("SELECT id FROM shown WHERE path = ?", [document.path]).fetchone()
        base.execute("DELETE FROM shown WHERE id = ?", [number])
        base.execute("DELETE FROM found WHERE rowid = ?", [number])
        _insert(base, number, document)
    base.close()


def _insert(base: sqlite3.Connection, number: int, document: Document) -> None:
    facets = {"kind": document.kind, **document.facets}
    base.execute("INSERT INTO shown VALUES (?, ?, ?, ?)", [number, document.path, document.title, json.dumps(facets)])
    body = "\n".join(document.sentences)
    base.execute(
        "INSERT INTO found(rowid, title, names, body) VALUES (?, ?, ?, ?)",
        [number, document.title, "\n".join(document.names), body],
    )


class Fts5Search:
    """The search over one database; each thread has a connection of its own."""

    def __init__(self, file: Path, synonyms: Iterable[tuple[str, ...]] = ()) -> None:
        self._file = file
        self._local = threading.local()
        self._synonyms = NameTable((name, group) for group in synonyms for name in group)
        rows: dict[str, dict[str, list[int]]] = {name: {} for name in FACETS}
        self._size = 0
        for number, facets in self._base.execute("SELECT id, facets FROM shown"):
            self._size = max(self._size, number + 1)
            for name, value in json.loads(facets).items():
                rows[name].setdefault(value, []).append(number)
        self._facets = {
            name: {value: self._bits(numbers) for value, numbers in sorted(values.items())}
            for name, values in rows.items()
        }
        self._all = reduce(or_, self._facets["kind"].values(), 0)

    def run(self, text: str, filters: Filters, page: int = 1) -> Hits:
        """See ``Search``."""
        groups = list(dict.fromkeys(islice(self._groups(clean(text)), MOST_WORDS)))
        query, rows = "", list[int]()
        for joiner in (" AND ", " OR "):
            query = joiner.join(groups)
            rows = self._matching(query)
            if rows or len(groups) < 2:
                break
        allowed = {
            name: reduce(or_, (self._facets[name].get(value, 0) for value in chosen), 0)
            if (chosen := filters.get(name))
            else self._all
            for name in FACETS
        }
        matched = self._bits(rows)
        if filters:
            shown = reduce(and_, allowed.values(), matched)
            rows = [number for number in rows if shown >> number & 1]
        page = min(max(page, 1), max(1, -(-len(rows) // PAGE_SIZE)))
        best = rows[(page - 1) * PAGE_SIZE : page * PAGE_SIZE]
        hits = tuple(self._hit(number, query) for number in best)
        return Hits(hits, len(rows), page, self._counts(matched, allowed))

    def knows(self, word: str) -> bool:
        """See ``Search``."""
        query = " AND ".join(f'"{one.form}"' for one in words(word))
        row = self._base.execute("SELECT 1 FROM found WHERE found MATCH ? LIMIT 1", [query]).fetchone()
        return bool(query) and row is not None

    def matches_all(self, text: str) -> bool:
        """True when one document holds all words of the text."""
        return bool(self._matching(" AND ".join(self._groups(text))))

    def _matching(self, query: str) -> list[int]:
        if not query:
            return []
        found = self._base.execute("SELECT rowid FROM found WHERE found MATCH ? ORDER BY rank", [query])
        return [number for (number,) in found]

    def _groups(self, text: str) -> Iterator[str]:
        """The words and phrases of a question in FTS5's language, each with its synonyms."""
        for phrase in _PHRASE.findall(text):
            if words(phrase):
                yield _quoted(phrase)
        rest = _PHRASE.sub(" ", text)
        last = 0
        for synonym in self._synonyms.find(rest):
            yield from (_quoted(one.form) for one in words(rest[last : synonym.start]) if one.form)
            yield "(" + " OR ".join(map(_quoted, synonym.meaning)) + ")"
            last = synonym.end
        yield from (_quoted(one.form) for one in words(rest[last:]) if one.form)

    def _hit(self, number: int, query: str) -> Hit:
        path, title, facets = self._base.execute(
            "SELECT path, title, facets FROM shown WHERE id = ?", [number]
        ).fetchone()
        (snippet,) = self._base.execute(
            "SELECT snippet(found, 2, char(2), char(3), '…', 32) FROM found WHERE found MATCH ? AND rowid = ?",
            [query, number],
        ).fetchone()
        parts = tuple((part, bool(at % 2)) for at, part in enumerate(_MARK.split(snippet)) if part)
        known = json.loads(facets)
        return Hit(path, title, known["kind"], known.get("safety", ""), known.get("directness", ""), Snippet(parts))

    def _counts(self, matched: int, allowed: dict[str, int]) -> Counts:
        counts: dict[str, dict[str, int]] = {}
        for name, values in self._facets.items():
            others = reduce(and_, (bits for other, bits in allowed.items() if other != name), matched)
            counts[name] = {value: count for value, bits in values.items() if (count := (others & bits).bit_count())}
        return counts

    def _bits(self, numbers: Iterable[int]) -> int:
        found = bytearray(self._size // 8 + 1) if self._size else bytearray(1 << 16)
        for number in numbers:
            found[number >> 3] |= 1 << (number & 7)
        return int.from_bytes(found, "little")

    @property
    def _base(self) -> sqlite3.Connection:
        """This thread's connection."""
        if not hasattr(self._local, "base"):
            self._local.base = sqlite3.connect(f"file:{self._file}?mode=ro&immutable=1", uri=True)
            self._local.base.execute("PRAGMA mmap_size = 1000000000")
            self._local.base.execute("PRAGMA cache_size = -64000")
        base: sqlite3.Connection = self._local.base
        return base


def _quoted(text: str) -> str:
    return '"' + text.replace('"', " ") + '"'
