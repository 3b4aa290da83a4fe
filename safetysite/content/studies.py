"""The table of studies of an answer: which lines a reader wants to see, and in what order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from safetysite.content.model import Reference, Study
from safetysite.content.vocabulary import Design, Directness, SafetyOutcome, Word


class StudyOrder(Word):
    """How the table is sorted."""

    WRITTEN = "written", "as the text goes"
    NEAREST = "nearest", "nearest to the question first"
    LARGEST = "largest", "most people first"
    NEWEST = "newest", "newest first"


@dataclass(frozen=True)
class StudyView:
    """What of the table is asked for; None asks for all."""

    design: Design | None = None
    directness: Directness | None = None
    outcome: SafetyOutcome | None = None
    order: StudyOrder = StudyOrder.WRITTEN

    @property
    def is_narrowed(self) -> bool:
        return self != StudyView()

    def of(self, studies: tuple[Study, ...], references: Mapping[str, Reference]) -> list[Study]:
        """The lines wanted, sorted; an unknown number of people or year comes last."""
        wanted = [study for study in studies if self._wants(study, references[study.reference])]
        match self.order:
            case StudyOrder.NEAREST:
                return sorted(wanted, key=lambda study: list(Directness).index(study.directness))
            case StudyOrder.LARGEST:
                return sorted(wanted, key=lambda study: -(references[study.reference].n or 0))
            case StudyOrder.NEWEST:
                return sorted(wanted, key=lambda study: references[study.reference].issued or "", reverse=True)
            case _:
                return wanted

    def _wants(self, study: Study, reference: Reference) -> bool:
        return (
            self.design in (None, reference.design)
            and self.directness in (None, study.directness)
            and self.outcome in (None, study.outcome)
        )


def designs(studies: tuple[Study, ...], references: Mapping[str, Reference]) -> list[Design]:
    """The designs that occur, in the vocabulary's order."""
    found = {references[study.reference].design for study in studies}
    return [design for design in Design if design in found]


def nearness(studies: tuple[Study, ...]) -> list[Directness]:
    """How near the studies are to the question, as far as it occurs."""
    found = {study.directness for study in studies}
    return [directness for directness in Directness if directness in found]


def outcomes(studies: tuple[Study, ...]) -> list[SafetyOutcome]:
    """What the studies saw of harm, as far as it occurs."""
    found = {study.outcome for study in studies}
    return [outcome for outcome in SafetyOutcome if outcome in found]
