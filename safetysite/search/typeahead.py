"""Names as one types, from an in-memory table: prefixes first, then one slip away."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from safetysite.content.catalogue import Catalogue
from safetysite.content.names import NameTable, fold, words
from safetysite.search.question import Meaning, all_names

MOST = 8
#: From so many letters on, a slip is forgiven.
FORGIVES_FROM = 4
_ORDER = {"compound": 0, "condition": 1, "medicine": 2, "class": 3}


#: The folded name from one of its words on, which word that is, the name as written, its meaning.
Row = tuple[str, int, str, Meaning]


@dataclass(frozen=True)
class Suggestion:
    """A name to choose: ``value`` is the whole question with the name filled in."""

    name: str
    kind: str
    note: str
    value: str


class Typeahead:
    """Suggestions for the name that is being typed at the end of a question."""

    def __init__(self, site: Catalogue) -> None:
        entries = [(name, meaning) for name, meaning in all_names(site) if meaning.kind in _ORDER]
        self._names = NameTable((name, True) for name, _ in entries)
        rows: list[Row] = []
        for name, meaning in entries:
            forms = [word.form for word in words(name)]
            # Each word of a name may be its beginning: "iv cancer" finds stage IV cancer.
            rows += [(" ".join(forms[at:]), at, name, meaning) for at in range(len(forms))]
        rows.sort(key=lambda row: (row[0], row[1], _ORDER[row[3].kind]))
        self._rows = rows
        self._keys = [row[0] for row in rows]
        self._beginnings = lru_cache(maxsize=64)(self._cut)
        self.suggest = lru_cache(maxsize=4096)(self._suggest)

    def _suggest(self, text: str) -> tuple[Suggestion, ...]:
        """At most ``MOST`` suggestions for the end of ``text``; none for an empty one.

        What begins so anywhere comes before what is one slip away.
        """
        row = words(text)
        done = max((found.end for found in self._names.find(text)), default=0)
        # The whole question, what follows its last name, its last word: each once.
        places = dict.fromkeys((0, next((at for at, word in enumerate(row) if word.start >= done), 0), len(row) - 1))
        for look in (self._beginning, self._near):
            for at in places:
                prefix = " ".join(filter(None, (word.form for word in row[at:])))
                if prefix and (rows := look(prefix)):
                    return self._shown(rows, text[: row[at].start])
        return ()

    def _beginning(self, prefix: str) -> list[Row]:
        """Rows that begin with what was typed."""
        first = bisect_left(self._keys, prefix)
        return list(takewhile(lambda row: row[0].startswith(prefix), islice(self._rows, first, None)))

    def _shown(self, rows: list[Row], before: str) -> tuple[Suggestion, ...]:
        found: dict[tuple[str, str], Suggestion] = {}
        rows.sort(key=_rank)
        names: set[str] = set()
        for _, _, name, meaning in rows:
            # One line for each thing, and one thing for each name (ketamine is a medicine too).
            if fold(name) in names:
                continue
            names.add(fold(name))
            note = meaning.note if name == meaning.name else f"{meaning.name}; {meaning.note}"
            found.setdefault((meaning.kind, meaning.id), Suggestion(name, meaning.kind, note, f"{before}{name} "))
            if len(found) == MOST:
                break
        return tuple(found.values())

    def _near(self, prefix: str) -> list[Row]:
        """Rows whose beginning is one slip away from what was typed."""
        if len(prefix) < FORGIVES_FROM:
            return []
        # A wrong letter or an exchange first, then one left out, then one too many.
        for length in (len(prefix), len(prefix) + 1, len(prefix) - 1):
            beginnings = self._beginnings(length)
            near = process.extract(prefix, beginnings.keys(), scorer=OSA.distance, score_cutoff=1, limit=MOST)
            if near:
                return [row for beginning, _, _ in near for row in beginnings[beginning]]
        return []

    def _cut(self, length: int) -> dict[str, list[Row]]:
        """The rows by their first ``length`` characters; kept, for there are few lengths."""
        beginnings: dict[str, list[Row]] = {}
        for row in self._rows:
            beginnings.setdefault(row[0][:length], []).append(row)
        return beginnings


def _rank(row: Row) -> tuple[bool, int, bool, int, str]:
    """Names that begin so before names that hold it, compounds and conditions first, own names before aliases."""
    form, at, name, meaning = row
    return at > 0, _ORDER[meaning.kind], name != meaning.name, len(form), form
