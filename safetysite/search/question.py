"""Reading a question: which compound, condition or medicine it names, what is a slip, what is unknown.

Exact names resolve, slips suggest, nothing else is guessed. All names come from the
catalogue, the words that merely surround them from ``content/question-words.yaml``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from safetysite.content.catalogue import Catalogue
from safetysite.content.model import Compound, Condition
from safetysite.content.names import Found, NameTable, Word, fold, words
from safetysite.content.vocabulary import Section

#: Shorter names and words are never guessed: too much is one letter away from them.
SHORTEST_GUESS = 5
#: Names this long may be two slips away; shorter ones only one.
TWO_SLIPS_FROM = 9
#: Conditions named by so few letters are read in capitals, or where the whole question is understood.
SHORTEST_ALONE = 3
#: At most so many names are offered for one slip, and so many slips looked at.
MOST_CANDIDATES = 5
MOST_SLIPS = 8
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
    """What is not read until the reader chooses: what was typed, and the names it may mean."""

    typed: str
    candidates: tuple[Meaning, ...]


@dataclass(frozen=True)
class Question:
    """A question as it was read; what ``guesses`` offers is in none of the three places until it is chosen."""

    text: str
    compound: Meaning | None = None
    condition: Meaning | None = None
    medicine: Meaning | None = None
    look_alikes: tuple[Meaning, ...] = ()
    guesses: tuple[Guess, ...] = ()
    unknown: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()


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
    chosen: frozenset[tuple[str, str]] = frozenset()
    rivals: list[Meaning] = field(default_factory=list)
    #: The compound whose name was taken for a medicine, since another compound stood before it.
    second: Meaning | None = None
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
            slot = _slot(meaning)
            if getattr(self, slot) is None:
                setattr(self, slot, meaning)
                if slot == "medicine" and meanings[0].kind == "compound":
                    self.second = meanings[0]
                return
            if getattr(self, slot).id == meaning.id:
                return
        self.rivals.append(meanings[0])

    def part(self) -> list[Guess]:
        """Two compounds, or two conditions, in one question: neither is read, both are offered."""
        parted = []
        if self.second and self.condition and ("compound", self.compound and self.compound.id) not in self.chosen:
            # Which of the two is asked about with the condition, nobody can tell from the order.
            self.rivals.append(self.second)
            self.medicine = None
        for kind in ("compound", "condition", "medicine"):
            rivals = [one for one in self.rivals if _slot(one) == kind]
            first: Meaning | None = getattr(self, kind)
            if first and rivals and (kind, first.id) not in self.chosen:
                parted.append(Guess(" / ".join(one.name for one in (first, *rivals)), (first, *rivals)))
                setattr(self, kind, None)
        return parted


def _slot(meaning: Meaning) -> str:
    """The place that a meaning takes: a class of medicines stands where a medicine would."""
    return "medicine" if meaning.kind == "class" else meaning.kind


class Reader:
    """Reads questions against one catalogue; immutable after it is made, and safe to share."""

    def __init__(self, site: Catalogue) -> None:
        meanings: dict[str, list[Meaning]] = {}
        for name, meaning in all_names(site):
            meanings.setdefault(name, []).append(meaning)
        merged: dict[tuple[str, ...], list[Meaning]] = {}
        for name, found in meanings.items():
            entry = merged.setdefault(tuple(word.form for word in words(name)), [])
            entry += [meaning for meaning in found if meaning not in entry]
        self._names: NameTable[tuple[Meaning, ...]] = NameTable(
            (" ".join(spelling), tuple(found)) for spelling, found in merged.items()
        )
        self._fillers = NameTable((word, True) for word in site.question_words)
        #: Words that pages speak of without being names: beside a compound they ask about a topic.
        self._topics = {word.form for text in _topics(site) for word in words(text)}
        #: Spelling without spaces -> the words of the name and its meanings.
        self._guessable: dict[str, tuple[tuple[str, ...], tuple[Meaning, ...]]] = {}
        for name, found in meanings.items():
            spelling = fold("".join(name.split()))
            if len(spelling) >= SHORTEST_GUESS:
                self._guessable.setdefault(spelling, (tuple(word.form for word in words(name)), tuple(found)))
        self._by_id = {(one.kind, one.id): one for _, one in all_names(site) if one.product is None}

    def read(self, text: str, chosen: Chosen, knows: Callable[[str], bool]) -> Question:
        """The reading of a question; ``knows`` says whether any page holds a word."""
        slots = _Slots(
            chosen=frozenset(
                (kind, id) for kind in ("compound", "condition", "medicine") if (id := getattr(chosen, kind))
            ),
            compound=self._by_id.get(("compound", chosen.compound or "")),
            condition=self._by_id.get(("condition", chosen.condition or "")),
            medicine=self._by_id.get(("medicine", chosen.medicine or ""))
            or self._by_id.get(("class", chosen.medicine or "")),
        )
        named = list(self._names.find(text))
        row = words(text)
        strange = [word for word in row if self._is_strange(text, word, named, knows)]
        guesses, taken = self._guesses(text, row, strange, named)
        for found in named:
            if any(start <= found.start and found.end <= end for start, end in taken):
                continue
            typed = text[found.start : found.end]
            is_condition = found.meaning[0].kind == "condition"
            if strange and is_condition and len(typed) <= SHORTEST_ALONE and not typed.isupper():
                # "als" in a sentence of words that nothing knows need not be the illness.
                guesses.append(Guess(typed, found.meaning))
            else:
                slots.take(found.meaning)
        slots.look_alikes += [one for guess in guesses for one in guess.candidates if one.kind == "look-alike"]
        guesses = [guess for guess in guesses if guess.candidates[0].kind != "look-alike"]
        open_guesses = [*slots.part(), *(guess for guess in guesses if not _is_chosen(guess, slots))]
        rest = [
            word
            for word in row
            if not _inside(word, named)
            and not _is_filler(word.form, self._fillers)
            and not any(start <= word.start and word.end <= end for start, end in taken)
            and any(map(str.isalpha, word.form))
        ]
        # Beside one name the rest must be the other: what it names is in no catalogue.
        half = (slots.compound is None) != (slots.condition is None and slots.medicine is None)
        looked_at = strange[:MOST_SLIPS]
        unknown = [
            word for word in rest if word in looked_at or (half and not guesses and word.form not in self._topics)
        ]
        return Question(
            text=text,
            compound=slots.compound,
            condition=slots.condition,
            medicine=slots.medicine,
            look_alikes=tuple(dict.fromkeys(slots.look_alikes)),
            guesses=tuple(open_guesses),
            unknown=tuple(dict.fromkeys(_typed(text, word) for word in unknown)),
            rest=tuple(dict.fromkeys(_typed(text, word) for word in rest if word not in unknown)),
        )

    def without_fillers(self, text: str) -> str:
        """The question without the words that only surround its names; a "phrase" keeps all of its words.

        Unchanged where nothing else is left.
        """
        pieces = re.findall(r'"[^"]*"|[^\s"]+', text)
        kept = [piece for piece in pieces if piece.startswith('"') or not _is_filler(piece, self._fillers)]
        return " ".join(kept) or text

    def _is_strange(
        self, text: str, word: Word, named: list[Found[tuple[Meaning, ...]]], knows: Callable[[str], bool]
    ) -> bool:
        """True for a word that is in no name, surrounds none, and stands on no page."""
        return not (_inside(word, named) or _is_filler(word.form, self._fillers) or knows(_typed(text, word)))

    def _guesses(
        self, text: str, row: list[Word], strange: list[Word], named: list[Found[tuple[Meaning, ...]]]
    ) -> tuple[list[Guess], list[tuple[int, int]]]:
        """Names near the words that nothing knows, and the stretches of text that they cover.

        The widest stretch that is near a name wins, even over a name inside it: in "brest
        cancer" no cancer is read.
        """
        guesses: list[Guess] = []
        taken: list[tuple[int, int]] = []
        for word in strange[:MOST_SLIPS]:
            if any(start <= word.start < end for start, end in taken):
                continue
            for window in _windows(word, row):
                start, end = window[0].start, window[-1].end
                if any(found.start < start < found.end or found.start < end < found.end for found in named):
                    continue
                inside = {meaning for found in named if start <= found.start < end for meaning in found.meaning}
                candidates = self._near([one.form for one in window], text[start:end])
                if candidates and inside.isdisjoint(candidates):
                    taken.append((start, end))
                    guesses.append(Guess(text[start:end], candidates))
                    break
        return guesses, taken

    def _near(self, forms: list[str], typed_text: str) -> tuple[Meaning, ...]:
        typed = fold("".join(typed_text.split()))
        if len(typed) < SHORTEST_GUESS:
            return ()
        slips = 2 if len(typed) >= TWO_SLIPS_FROM - 2 else 1
        near = process.extract(typed, self._guessable.keys(), scorer=OSA.distance, score_cutoff=slips, limit=None)
        found: dict[str, Meaning] = {}
        for spelling, distance, _ in sorted(near, key=lambda entry: (entry[1], entry[0])):
            name, meanings = self._guessable[spelling]
            # A short name stays one slip away even from a longer word.
            if (distance < 2 or len(spelling) >= TWO_SLIPS_FROM) and _differ_in_long_words(forms, name):
                for meaning in meanings:
                    # What is a compound here is not offered as a medicine of the same name too.
                    found.setdefault(fold(meaning.name), meaning)
        near_first = tuple(found.values())[:MOST_CANDIDATES]
        # What is nearest to a look-alike is that look-alike, not the name that it is taken for.
        return near_first[:1] if near_first and near_first[0].kind == "look-alike" else near_first


def _topics(site: Catalogue) -> Iterator[str]:
    """Glossary terms, search synonyms and the headings of answers."""
    yield from (section.label for section in Section)
    yield from (name for term in site.glossary for name in (term.term, *term.aliases))
    yield from (word for group in site.synonyms for word in group)


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
    for combination in site.formulary.combinations:
        note = " with ".join(combination.ingredients)
        yield combination.brand, Meaning("medicine", combination.brand, combination.brand, note)
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


def _windows(word: Word, row: list[Word]) -> Iterator[list[Word]]:
    """Every stretch of words around ``word``, widest first."""
    at = row.index(word)
    for length in range(min(LONGEST_SLIP, len(row)), 0, -1):
        for start in range(max(0, at - length + 1), min(at, len(row) - length) + 1):
            yield row[start : start + length]


def _differ_in_long_words(typed: list[str], name: tuple[str, ...]) -> bool:
    """False where a short word is another one: vitamin D is no slip of vitamin C."""
    if len(typed) != len(name):
        return True
    return all(
        one == other or min(len(one), len(other)) > SHORTEST_GUESS - 2 for one, other in zip(typed, name, strict=True)
    )


def _typed(text: str, word: Word) -> str:
    return text[word.start : word.end]


def _is_chosen(guess: Guess, slots: _Slots) -> bool:
    """True when the reader has chosen one of the guess's candidates."""
    chosen = {(one.kind, one.id) for one in (slots.compound, slots.condition, slots.medicine) if one}
    return any((candidate.kind, candidate.id) in chosen for candidate in guess.candidates)


def _is_filler(word: str, fillers: NameTable[bool]) -> bool:
    return any(fillers.find(word))
