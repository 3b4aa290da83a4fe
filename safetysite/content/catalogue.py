"""The content that passed the check: complete, immutable, with everything derived from it.

``load`` is the only way to a catalogue. Pages, index and JSON are made from it alone.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from markupsafe import Markup

from safetysite.content import draft as drafts
from safetysite.content import paths, rules
from safetysite.content.joined import CompoundPage, ConditionPage, Pair, PlacedClaim, PlacedInteraction, Speaker, join
from safetysite.content.medicines import MedicineIndex, treatments_of
from safetysite.content.mentions import Glossed
from safetysite.content.model import (
    Answer,
    Change,
    Claim,
    Compound,
    Condition,
    Formulary,
    Medicine,
    Page,
    Redirect,
    Reference,
    Term,
    VerdictMatter,
    medicine_references,
    references_in,
)
from safetysite.content.vocabulary import Provenance, Safety, Severity
from safetysite.problems import ContentError

T = TypeVar("T", Compound, Condition)
V = TypeVar("V", bound=VerdictMatter)


def load(folder: Path, today: date) -> Catalogue:
    """The catalogue of a content folder as of ``today`` (UTC).

    Raises ContentError with every problem if the content does not pass the check.
    """
    draft = drafts.read_folder(folder)
    if found := rules.problems(draft, today):
        raise ContentError(found)
    answers = {
        slugs: _overdue(answer) if answer.review_due < today else answer for slugs, answer in draft.answers.items()
    }
    overdue = ",".join(sorted("/".join(slugs) for slugs, answer in answers.items() if answer.overdue))
    glossed = Glossed(draft.glossary)
    return Catalogue(
        compounds=MappingProxyType(_by_name(draft.compounds, glossed)),
        conditions=MappingProxyType(_by_name(draft.conditions, glossed)),
        answers=MappingProxyType(
            {
                slugs: replace(answer, text=glossed.text(answer.text), questions=glossed.items(answer.questions))
                for slugs, answer in answers.items()
            }
        ),
        references=MappingProxyType(draft.references),
        pages=MappingProxyType(draft.pages),
        formulary=draft.formulary,
        glossary=tuple(sorted(draft.glossary, key=lambda term: term.term.casefold())),
        synonyms=draft.synonyms,
        question_words=draft.question_words,
        redirects=MappingProxyType({redirect.from_: redirect for redirect in draft.redirects}),
        versions=MappingProxyType(draft.versions),
        digest=hashlib.sha256(f"{draft.sources}:{overdue}".encode()).hexdigest()[:16],
    )


def _by_name(documents: Mapping[str, T], glossed: Glossed) -> dict[str, T]:
    """From A to Z, the terms in their plain reading marked."""
    by_name = sorted(documents.items(), key=lambda entry: entry[1].name.casefold())
    return {slug: replace(document, text=glossed.text(document.text)) for slug, document in by_name}


#: What a withdrawn "no specific concern" says in place of its own words.
_WITHDRAWN = "An earlier “no specific concern” is past its review date and no longer counts."


def _overdue(answer: Answer) -> Answer:
    """The answer past its review: warnings stay, each ``no-specific-concern`` is withdrawn with its comfort."""
    verdict, rows = _withdrawn(answer.verdict), tuple(map(_withdrawn, answer.rows))
    why = tuple(
        (Markup(_WITHDRAWN),) if shown.safety is Safety.NOT_ASSESSED else prose
        for shown, prose in zip((verdict, *rows), answer.why, strict=True)
    )
    return replace(answer, verdict=verdict, rows=rows, why=why, overdue=True)


def _withdrawn(verdict: V) -> V:
    if verdict.safety is not Safety.NO_SPECIFIC_CONCERN:
        return verdict
    return replace(
        verdict,
        safety=Safety.NOT_ASSESSED,
        why=_WITHDRAWN,
        not_started="Ask your team before you start. This page is out of date.",
        already_taking="Tell your team that you take it. This page is out of date.",
    )


@dataclass(frozen=True)
class CitedBy:
    """What cites a reference: a document with its claims, and the other places in it, in words."""

    document: Compound | Condition | Answer | Page | Medicine | Term
    claims: tuple[Claim, ...] = ()
    places: tuple[str, ...] = ()


def _citations(document: Answer | Compound | Condition) -> dict[str, CitedBy]:
    """Reference -> what of the document cites it."""
    claims: dict[str, list[Claim]] = {}
    for claim in document.text.claims:
        for id in claim.references:
            claims.setdefault(id, []).append(claim)
    places = _places(document) if isinstance(document, Answer) else {}
    return {
        id: CitedBy(document, tuple(claims.get(id, ())), tuple(places.get(id, ())))
        for id in dict.fromkeys((*claims, *places))
    }


def _places(answer: Answer) -> dict[str, list[str]]:
    """Reference -> where an answer cites it beside its claims."""
    places: dict[str, list[str]] = {}
    for prose in answer.why:
        for id in references_in(prose):
            places.setdefault(id, []).append("verdict")
    for study in answer.studies:
        places.setdefault(study.reference, []).append("table of studies")
    for change in answer.history:
        if change.reference:
            places.setdefault(change.reference, []).append("history of the verdict")
    return {id: list(dict.fromkeys(named)) for id, named in places.items()}


@dataclass(frozen=True)
class LedgerEntry:
    """One change of a verdict and whose it is."""

    answer: Answer
    change: Change


@dataclass(frozen=True)
class Catalogue:
    """Everything the site knows.

    Mappings are by slug, compounds and conditions in A–Z order; ``versions`` is a digest of
    each content file by path.
    """

    compounds: Mapping[str, Compound]
    conditions: Mapping[str, Condition]
    answers: Mapping[tuple[str, str], Answer]
    references: Mapping[str, Reference]
    pages: Mapping[str, Page]
    formulary: Formulary
    glossary: tuple[Term, ...]
    synonyms: tuple[tuple[str, ...], ...]
    question_words: tuple[str, ...]
    redirects: Mapping[str, Redirect]
    versions: Mapping[str, str]
    digest: str

    def answers_of(self, slug: str) -> tuple[Answer, ...]:
        """The answers of a compound or of a condition, in A–Z order of the other side."""
        return self._answers_of.get(slug, ())

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """The glossary by slug."""
        return {term.slug: term for term in self.glossary}

    def cited_by(self, reference: str) -> tuple[CitedBy, ...]:
        """Every document that cites the reference in its claims, verdicts or studies."""
        return self._cited_by.get(reference, ())

    @cached_property
    def slugs(self) -> Mapping[str, set[str]]:
        """The identities by kind, as ``paths.known_paths`` asks for them."""
        return {
            "compounds": set(self.compounds),
            "conditions": set(self.conditions),
            "references": set(self.references),
            "pages": set(self.pages),
            "terms": set(self.terms),
        }

    @cached_property
    def addresses(self) -> frozenset[str]:
        """The address of every page, composed pairs included."""
        return frozenset(paths.known_paths(self))

    @cached_property
    def medicines(self) -> MedicineIndex:
        return MedicineIndex(self.formulary)

    @cached_property
    def ledger(self) -> tuple[LedgerEntry, ...]:
        """Every change of verdict, newest first."""
        entries = [LedgerEntry(answer, change) for answer in self.answers.values() for change in answer.history]
        return tuple(sorted(entries, key=lambda entry: (entry.change.date, entry.answer.slugs), reverse=True))

    @cached_property
    def _answers_of(self) -> Mapping[str, tuple[Answer, ...]]:
        found: dict[str, list[Answer]] = {}
        for compound in self.compounds:
            for condition in self.conditions:
                if answer := self.answers.get((compound, condition)):
                    found.setdefault(compound, []).append(answer)
                    found.setdefault(condition, []).append(answer)
        return {slug: tuple(answers) for slug, answers in found.items()}

    @cached_property
    def _cited_by(self) -> Mapping[str, tuple[CitedBy, ...]]:
        found: dict[str, list[CitedBy]] = {}
        documents: list[Answer | Compound | Condition] = [
            *self.answers.values(),
            *self.compounds.values(),
            *self.conditions.values(),
        ]
        for document in documents:
            for id, cited in _citations(document).items():
                found.setdefault(id, []).append(cited)
        others: list[tuple[Page | Medicine | Term, Iterable[str]]] = [
            *((page, page.references) for page in self.pages.values()),
            *((medicine, medicine_references(medicine)) for medicine in self.formulary.medicines),
            *((term, term.references) for term in self.glossary),
        ]
        for other, ids in others:
            for id in dict.fromkeys(ids):
                found.setdefault(id, []).append(CitedBy(other))
        return {id: tuple(entries) for id, entries in found.items()}

    # ------------------------------------------------------------ pages

    def compound_page(self, slug: str) -> CompoundPage | None:
        """What the page of a compound shows; None for an unknown slug."""
        if not (compound := self.compounds.get(slug)):
            return None
        return CompoundPage(compound=compound, **join([Speaker(compound, slug, Provenance.COMPOUND)]))

    def condition_page(self, slug: str) -> ConditionPage | None:
        """What the page of a condition shows; None for an unknown slug."""
        if not (condition := self.conditions.get(slug)):
            return None
        return ConditionPage(condition=condition, **join(list(self._condition_speakers(condition))))

    def pair(self, compound_slug: str, condition_slug: str) -> Pair | None:
        """What the page of a pair shows, composed where there is no answer; None for an unknown slug."""
        compound, condition = self.compounds.get(compound_slug), self.conditions.get(condition_slug)
        if not compound or not condition:
            return None
        answer = self.answers.get((compound_slug, condition_slug))
        speakers = [
            *([Speaker(answer, "pair", Provenance.PAIR)] if answer else []),
            Speaker(compound, compound_slug, Provenance.COMPOUND),
            *self._condition_speakers(condition),
        ]
        return Pair(
            compound=compound,
            condition=condition,
            answer=answer,
            interactions=tuple(self._interactions(speakers, condition)),
            **join(speakers),
        )

    def interactions_with(self, compound_slug: str, medicine: str) -> list[PlacedInteraction]:
        """What the compound's page says of a medicine, combination or class: named first, then by class or role.

        Interactions with a wider class or an enzyme role that the medicine has hold for its
        class only; ``usual`` is False in all.
        """
        compound = self.compounds[compound_slug]
        order = list(Severity)
        names = {medicine, *self.medicines.ingredients(medicine)}
        found = [
            PlacedInteraction(interaction, PlacedClaim(claim, Provenance.COMPOUND, compound_slug), False)
            for interaction in compound.interactions
            if self.medicines.covers(interaction.with_, medicine) and (claim := compound.text.claim(interaction.claim))
        ]
        return sorted(
            found, key=lambda one: (one.interaction.with_.label not in names, order.index(one.interaction.severity))
        )

    def _condition_speakers(self, condition: Condition) -> Iterator[Speaker]:
        yield Speaker(condition, condition.slug, Provenance.CONDITION)
        if broader := self.conditions.get(condition.broader or ""):
            yield Speaker(broader, broader.slug, Provenance.CONDITION)

    def _interactions(self, speakers: list[Speaker], condition: Condition) -> Iterator[PlacedInteraction]:
        """Interactions of the pair and the compound: usual treatments first, then the most serious."""
        treatments = treatments_of(condition, self.conditions.get(condition.broader or ""))
        order = list(Severity)
        found = [
            PlacedInteraction(
                interaction,
                PlacedClaim(claim, speaker.provenance, speaker.owner),
                any(self.medicines.can_meet(interaction.with_, treatment.label) for treatment in treatments),
            )
            for speaker in speakers
            if isinstance(speaker.document, Answer | Compound)
            for interaction in speaker.document.interactions
            if (claim := speaker.document.text.claim(interaction.claim))
        ]
        yield from sorted(found, key=lambda one: (not one.usual, order.index(one.interaction.severity)))
