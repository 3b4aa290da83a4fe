"""Reading a question: which compound, condition or medicine it names, what is a slip, what is unknown.

Exact names resolve, slips suggest, nothing else is guessed. All names come from the
catalogue, the words that merely surround them from ``content/question-words.yaml``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from rapidfuzz import process
from rapidfuzz.distance import OSA

from safetysite.content.catalogue import Catalogue
from safetysite.content.model import Compound, Condition
from safetysite.content.names import Found, NameTable, Word, fold, words

#: Shorter names and words are never guessed: too much is one letter away from them.
SHORTEST_GUESS = 5
#: Names this long may be two slips away; shorter ones only one.
TWO_SLIPS_FROM = 9
#: At most so many names are offered for one slip, and so many slips looked at.
MOST_CANDIDATES = 5
MOST_SLIPS = 4
#: A slip may stretch over so many words ("st jons wort").
LONGEST_SLIP = 4


@dataclass(frozen=True)
class Meaning:
    """One thing that a name means: a compound (perhaps one product of it), a condition, a medicine,
    a class of medicines, or a look-alike that the site has no page for.

    ``id`` is the slug, or the medicine's or class's own name.
    """

    kind: str
    id: str
    name: str
    note: str = ""
    product: str | None = None


@dataclass(frozen=True)
class Guess:
    """Words that are no name but near some: what was typed, and the names to choose from."""

    typed: str
    candidates: tuple[Meaning, ...]


@dataclass(frozen=True)
class Question:
    """A question as it was read. ``also`` are further names in it that the reading did not use."""

    text: str
    compound: Meaning | None = None
    condition: Meaning | None = None
    medicine: Meaning | None = None
    also: tuple[Meaning, ...] = ()
    look_alikes: tuple[Meaning, ...] = ()
    guesses: tuple[Guess, ...] = ()
    unknown: tuple[str, ...] = ()

    @property
    def is_pair(self) -> bool:
        """True when compound and condition were both named exactly (or chosen)."""
        return self.compound is not None and self.condition is not None


@dataclass(frozen=True)
class Chosen:
    """What the reader chose for slips: slugs, or the name of a medicine or class."""

    compound: str | None = None
    condition: str | None = None
    medicine: str | None = None


@dataclass
class _Slots:
    """The reading as it fills, name by name."""

    compound: Meaning | None = None
    condition: Meaning | None = None
    medicine: Meaning | None = None
    also: list[Meaning] = field(default_factory=list)
    look_alikes: list[Meaning] = field(default_factory=list)

    def take(self, meanings: tuple[Meaning, ...]) -> None:
        """Give a name's first meaning that has a free place its place.

        "metformin and St John's wort" names two compounds, the second of which is also a
        medicine people take: it then stands as the medicine.
        """
        for meaning in meanings:
            if meaning.kind == "look-alike":
                self.look_alikes.append(meaning)
                return
            slot = "medicine" if meaning.kind == "class" else meaning.kind
            if getattr(self, slot) is None:
                setattr(self, slot, meaning)
                return
            if getattr(self, slot).id == meaning.id:
                return
        self.also.append(meanings[0])


class Reader:
    """Reads questions against one catalogue; immutable after it is made, and safe to share."""

    def __init__(self, site: Catalogue) -> None:
        meanings: dict[str, list[Meaning]] = {}
        for name, meaning in all_names(site):
            meanings.setdefault(name, []).append(meaning)
        merged: dict[tuple[str, ...], list[Meaning]] = {}
        for name, found in meanings.items():
            # A name is known without its spaces too ("stjohnswort").
            for spelling in {tuple(word.form for word in words(name)), (fold("".join(name.split())),)}:
                entry = merged.setdefault(spelling, [])
                entry += [meaning for meaning in found if meaning not in entry]
        self._names: NameTable[tuple[Meaning, ...]] = NameTable(
            (" ".join(spelling), tuple(found)) for spelling, found in merged.items()
        )
        self._fillers = NameTable((word, True) for word in site.question_words)
        guessable = {
            "".join(spelling): tuple(one for one in found if one.kind != "look-alike")
            for spelling, found in merged.items()
            if len("".join(spelling)) >= SHORTEST_GUESS
        }
        self._guessable = {spelling: found for spelling, found in guessable.items() if found}
        self._by_id = {(one.kind, one.id): one for _, one in all_names(site) if one.product is None}

    def read(self, text: str, chosen: Chosen, knows: Callable[[str], bool]) -> Question:
        """The reading of a question; ``knows`` says whether any page holds a word."""
        slots = _Slots(
            compound=self._by_id.get(("compound", chosen.compound or "")),
            condition=self._by_id.get(("condition", chosen.condition or "")),
            medicine=self._by_id.get(("medicine", chosen.medicine or ""))
            or self._by_id.get(("class", chosen.medicine or "")),
        )
        named = list(self._names.find(text))
        for found in named:
            slots.take(found.meaning)
        left = [word for word in words(text) if not _inside(word, named)]
        fillers = [word for word in left if _is_filler(word.form, self._fillers)]
        strange = [word for word in left if word not in fillers and not knows(text[word.start : word.end])]
        guesses = list(self._guesses(text, left, strange))
        open_guesses = tuple(guess for guess in guesses if not _is_chosen(guess, slots))
        guessed = {word for guess in guesses for word in guess.typed.casefold().split()}
        return Question(
            text=text,
            compound=slots.compound,
            condition=slots.condition,
            medicine=slots.medicine,
            also=tuple(dict.fromkeys(slots.also)),
            look_alikes=tuple(dict.fromkeys(slots.look_alikes)),
            guesses=open_guesses,
            unknown=tuple(
                dict.fromkeys(
                    typed
                    for word in strange
                    if (typed := text[word.start : word.end]).casefold() not in guessed and any(map(str.isalpha, typed))
                )
            ),
        )

    def without_fillers(self, text: str) -> str:
        """The question without the words that only surround its names; unchanged where nothing else is left."""
        kept = [word for word in text.split() if not _is_filler(word, self._fillers)]
        return " ".join(kept) or text

    def _guesses(self, text: str, left: list[Word], strange: list[Word]) -> Iterator[Guess]:
        """Names near the words that nothing knows; the widest run of words that is near a name wins."""
        runs = _runs(left)
        done: set[Word] = set()
        for word in strange[:MOST_SLIPS]:
            if word in done:
                continue
            for run in _windows(word, runs):
                if candidates := self._near("".join(one.form for one in run)):
                    done.update(run)
                    yield Guess(text[run[0].start : run[-1].end], candidates)
                    break

    def _near(self, typed: str) -> tuple[Meaning, ...]:
        if len(typed) < SHORTEST_GUESS:
            return ()
        slips = 2 if len(typed) >= TWO_SLIPS_FROM else 1
        near = process.extract(typed, self._guessable.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
        found: dict[str, Meaning] = {}
        for spelling, distance, _ in sorted(near, key=lambda entry: (entry[1], entry[0])):
            # A short name stays one slip away even from a longer word.
            if distance == 1 or len(spelling) >= TWO_SLIPS_FROM:
                for meaning in self._guessable[spelling]:
                    # What is a compound here is not offered as a medicine of the same name too.
                    found.setdefault(fold(meaning.name), meaning)
        return tuple(found.values())[:MOST_CANDIDATES]


def all_names(site: Catalogue) -> Iterator[tuple[str, Meaning]]:
    """Every name that a question may use and what it means; compounds before medicines."""
    for compound in site.compounds.values():
        yield from _compound_names(compound)
    for condition in site.conditions.values():
        yield from _condition_names(condition)
    for medicine in site.formulary.medicines:
        note = ", ".join(medicine.classes) or "medicine"
        meaning = Meaning("medicine", medicine.name, medicine.name, note)
        yield from ((name, meaning) for name in (medicine.name, *medicine.aliases, *medicine.brands))
    for group in site.formulary.classes:
        meaning = Meaning("class", group.name, group.name, "class of medicines")
        yield from ((name, meaning) for name in (group.name, *group.aliases))
    yield from _look_alikes(site)


def _look_alikes(site: Catalogue) -> Iterator[tuple[str, Meaning]]:
    """Names that are taken for one of ours and have no page, so that none is guessed in their place."""
    documents: list[Compound | Condition] = [*site.compounds.values(), *site.conditions.values()]
    for document in documents:
        for other in document.look_alikes:
            if other.slug is None:
                yield other.name, Meaning("look-alike", other.name, other.name, f"not {document.name}")


def _compound_names(compound: Compound) -> Iterator[tuple[str, Meaning]]:
    meaning = Meaning("compound", compound.slug, compound.name, compound.class_)
    yield from ((name, meaning) for name in compound.names)
    for product in compound.products:
        branded = Meaning("compound", compound.slug, compound.name, product.name, product.id)
        yield from ((brand, branded) for brand in product.brands)


def _condition_names(condition: Condition) -> Iterator[tuple[str, Meaning]]:
    meaning = Meaning("condition", condition.slug, condition.name, condition.category.label)
    yield from ((name, meaning) for name in condition.names)


def _inside(word: Word, named: Iterable[Found[tuple[Meaning, ...]]]) -> bool:
    return any(found.start <= word.start and word.end <= found.end for found in named)


def _runs(left: list[Word]) -> list[list[Word]]:
    """The words that are in no name, in runs that nothing else breaks."""
    runs: list[list[Word]] = [left[:1]] if left else []
    for before, word in pairwise(left):
        if word.start - before.end <= 2:
            runs[-1].append(word)
        else:
            runs.append([word])
    return runs


def _windows(word: Word, runs: list[list[Word]]) -> Iterator[list[Word]]:
    """Every stretch of words around ``word``, widest first."""
    run = next(run for run in runs if word in run)
    at = run.index(word)
    for length in range(min(LONGEST_SLIP, len(run)), 0, -1):
        for start in range(max(0, at - length + 1), min(at, len(run) - length) + 1):
            yield run[start : start + length]


def _is_chosen(guess: Guess, slots: _Slots) -> bool:
    """True when the reader has chosen one of the guess's candidates."""
    chosen = {(one.kind, one.id) for one in (slots.compound, slots.condition, slots.medicine) if one}
    return any((candidate.kind, candidate.id) in chosen for candidate in guess.candidates)


def _is_filler(word: str, fillers: NameTable[bool]) -> bool:
    return any(fillers.find(word))
