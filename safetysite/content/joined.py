"""What a page shows: the texts of answer, compound and condition joined, each claim marked with whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypedDict

from safetysite.content.model import (
    Answer,
    Citation,
    Claim,
    Compound,
    Condition,
    Interaction,
    PlainItem,
    SearchRecord,
    references_in,
)
from safetysite.content.vocabulary import Provenance, Safety, Section


@dataclass(frozen=True)
class PlacedClaim:
    """A claim on a pair's page, with whose it is; ``owner`` is ``slug`` of that file."""

    claim: Claim
    provenance: Provenance
    owner: str

    @property
    def anchor(self) -> str:
        """The claim's id on the page."""
        return f"{self.owner}-{self.claim.id}"


@dataclass(frozen=True)
class PlacedPlain:
    """A plain item on a pair's page, with the references of the claims it restates."""

    item: PlainItem
    provenance: Provenance
    owner: str
    citation: Citation


@dataclass(frozen=True)
class Voice:
    """What one file says in one section; ``owner`` is its slug, or ``pair`` for the answer's own."""

    owner: str
    provenance: Provenance
    claims: tuple[PlacedClaim, ...]
    plain: tuple[PlacedPlain, ...]


@dataclass(frozen=True)
class JoinedSection:
    """One section of a page: the voices of answer, compound and condition, in that order."""

    section: Section
    voices: tuple[Voice, ...]

    @property
    def claims(self) -> tuple[PlacedClaim, ...]:
        return tuple(claim for voice in self.voices for claim in voice.claims)

    @property
    def plain(self) -> tuple[PlacedPlain, ...]:
        return tuple(item for voice in self.voices for item in voice.plain)


@dataclass(frozen=True)
class PlacedInteraction:
    """An interaction on a pair's page; ``usual`` when it concerns a usual treatment."""

    interaction: Interaction
    claim: PlacedClaim
    usual: bool


@dataclass(frozen=True)
class PlacedSearch:
    """A search record on a pair's page, with whose it is."""

    record: SearchRecord
    owner: str

    @property
    def anchor(self) -> str:
        """The record's id on the page."""
        return f"search-{self.owner}-{self.record.name}"


@dataclass(frozen=True, kw_only=True)
class Joined:
    """The text of a page, joined from its files, with one numbering of its references.

    ``compound``, ``condition``, ``answer`` and ``interactions`` are empty where the page is about none.
    """

    sections: tuple[JoinedSection, ...]
    references: tuple[str, ...]
    searches: tuple[PlacedSearch, ...]
    compound: Compound | None = None
    condition: Condition | None = None
    answer: Answer | None = None
    interactions: tuple[PlacedInteraction, ...] = ()

    @cached_property
    def claims(self) -> tuple[PlacedClaim, ...]:
        return tuple(claim for part in self.sections for claim in part.claims)

    @cached_property
    def _numbers(self) -> Mapping[str, int]:
        return {id: at for at, id in enumerate(self.references, 1)}

    def number(self, reference: str) -> int:
        """The reference's number on this page, from 1."""
        return self._numbers[reference]

    def section(self, section: Section) -> JoinedSection | None:
        """That section, or None where there is nothing to say."""
        return next((part for part in self.sections if part.section is section), None)

    def placed(self, owner: str, id: str) -> PlacedClaim | None:
        """That claim of that owner, or None."""
        return next((one for one in self.claims if (one.owner, one.claim.id) == (owner, id)), None)

    def plainly(self, owner: str, id: str) -> PlacedPlain | None:
        """The plain item of that owner that restates the claim, or None."""
        items = (item for part in self.sections for item in part.plain)
        return next((one for one in items if one.owner == owner and id in one.item.says), None)


@dataclass(frozen=True, kw_only=True)
class CompoundPage(Joined):
    """What a compound's page shows."""

    compound: Compound


@dataclass(frozen=True, kw_only=True)
class ConditionPage(Joined):
    """What a condition's page shows, with what holds for the broader condition."""

    condition: Condition


@dataclass(frozen=True, kw_only=True)
class Pair(Joined):
    """What a pair's page shows; ``answer`` is None where nobody assessed the pair."""

    compound: Compound
    condition: Condition

    @property
    def safety(self) -> Safety:
        """The class a reader is shown."""
        return self.answer.safety if self.answer else Safety.NOT_ASSESSED

    @property
    def own_claims(self) -> int:
        """How many claims are about this very pair."""
        return sum(claim.provenance is Provenance.PAIR for claim in self.claims)

    @property
    def share(self) -> int:
        """Percentage of the page's claims that are about this very pair."""
        return round(100 * self.own_claims / len(self.claims)) if self.claims else 0


@dataclass(frozen=True)
class Speaker:
    """A file whose claims stand on a page, and the name under which they stand there."""

    document: Answer | Compound | Condition
    owner: str
    provenance: Provenance

    def voice(self, section: Section) -> Voice | None:
        """What this file says in one section, or None."""
        if section is Section.QUESTIONS and isinstance(self.document, Answer):
            questions = (self._plain(item, ()) for item in self.document.questions)
            return Voice(self.owner, self.provenance, (), tuple(questions))
        if not (part := self.document.text.sections.get(section)):
            return None
        return Voice(
            self.owner,
            self.provenance,
            tuple(PlacedClaim(claim, self.provenance, self.owner) for claim in part.claims),
            tuple(self._plain(item, part.claims) for item in part.plain),
        )

    def _plain(self, item: PlainItem, claims: Iterable[Claim]) -> PlacedPlain:
        """A plain item with everything that the claims cite which it says again."""
        said = [claim for claim in claims if claim.id in item.says]
        cited = [
            *(id for claim in said for id in claim.references),
            *(f"search:{name}" for claim in said for name in claim.searches),
        ]
        return PlacedPlain(item, self.provenance, self.owner, Citation(tuple(dict.fromkeys(cited))))


class JoinedText(TypedDict):
    """The fields of ``Joined``."""

    sections: tuple[JoinedSection, ...]
    references: tuple[str, ...]
    searches: tuple[PlacedSearch, ...]


def join(speakers: list[Speaker]) -> JoinedText:
    """The sections, references and searches of a page, from the files that speak on it."""
    sections = tuple(
        JoinedSection(section, voices)
        for section in Section
        if (voices := tuple(filter(None, (speaker.voice(section) for speaker in speakers))))
    )
    claims = [claim for section in sections for claim in section.claims]
    cited = {(placed.owner, name) for placed in claims for name in placed.claim.searches}
    answer = next((speaker.document for speaker in speakers if isinstance(speaker.document, Answer)), None)
    references = [
        *(id for prose in (answer.why if answer else ()) for id in references_in(prose)),
        *(id for placed in claims for id in placed.claim.references),
        *(study.reference for study in (answer.studies if answer else ())),
        *(change.reference for change in (answer.history if answer else ()) if change.reference),
    ]
    return {
        "sections": sections,
        "references": tuple(dict.fromkeys(references)),
        "searches": tuple(
            PlacedSearch(record, speaker.owner)
            for speaker in speakers
            for record in speaker.document.searches
            if speaker.document is answer or (speaker.owner, record.name) in cited
        ),
    }
