"""The least cautious class that a compound's warnings allow, for a headline and for each row."""

from __future__ import annotations

from collections.abc import Iterator

from safetysite.content.draft import Draft
from safetysite.content.medicines import MedicineIndex, treatments_of
from safetysite.content.model import Answer, Contraindication, Interaction, RowMatter
from safetysite.content.vocabulary import SEVERITY_FLOOR, Safety, Situation

#: A class and the reason that no milder one will do.
Floor = tuple[Safety, str]


class Floors:
    """What holds for one answer; empty where compound or condition cannot be read."""

    def __init__(self, site: Draft, answer: Answer) -> None:
        self.medicines = MedicineIndex(site.formulary)
        self.compound = site.compounds.get(answer.compound)
        condition = site.conditions.get(answer.condition)
        broader = site.conditions.get(condition.broader or "") if condition else None
        both = [one for one in (condition, broader) if one]
        self.slugs = {one.slug for one in both}
        self.situations: set[Situation] = {situation for one in both for situation in one.situations}
        self.treatments = {treatment.label for treatment in treatments_of(condition, broader)} if condition else set()
        self.interactions: list[Interaction] = [
            *(self.compound.interactions if self.compound else ()),
            *answer.interactions,
        ]

    def of_headline(self) -> Iterator[Floor]:
        """Everything that can apply to someone with the condition."""
        if not self.compound or not self.slugs:
            return
        for entry in self.compound.contraindications:
            if self.forbids(entry, self.situations, self.treatments):
                yield Safety.AVOID, f'the contraindication "{entry.claim}"'
        for warning in self.compound.boxed_warnings:
            yield Safety.CAUTION, f'the boxed warning "{warning.claim}"'
        for interaction in self.interactions:
            yield from self.of_interaction(interaction, self.treatments, ", a usual treatment")

    def of_row(self, row: RowMatter) -> Iterator[Floor]:
        """Everything that applies to whom the row is about: its product, situations and treatments."""
        if not self.compound or not self.slugs:
            return
        for entry in self.compound.contraindications:
            about = row.product is None or entry.product in (None, row.product)
            if about and self.forbids(entry, set(row.applies_if), set(row.treatments)):
                yield Safety.AVOID, f'the contraindication "{entry.claim}"'
        for warning in self.compound.boxed_warnings:
            if row.product is None or warning.product in (None, row.product):
                yield Safety.CAUTION, f'the boxed warning "{warning.claim}"'
        for interaction in self.interactions:
            # What is known of one product alone is that product's row.
            if interaction.product in (None, row.product):
                yield from self.of_interaction(interaction, set(row.treatments), "")

    def forbids(self, entry: Contraindication, situations: set[Situation], treatments: set[str]) -> bool:
        """True when a contraindication concerns someone in these situations, on these treatments."""
        everyone = not (entry.conditions or entry.applies_if or entry.treatments)
        on_treatment = any(name in self.medicines.kinds(taken) for name in entry.treatments for taken in treatments)
        return bool(
            everyone or self.slugs & set(entry.conditions) or situations & set(entry.applies_if) or on_treatment
        )

    def of_interaction(self, interaction: Interaction, treatments: set[str], as_what: str) -> Iterator[Floor]:
        """The floor that an interaction sets for people on these treatments.

        A treatment that is a class meets an interaction with that class or a wider one: one
        member's interaction is a row for people on that member.
        """
        if floor := SEVERITY_FLOOR.get(interaction.severity):
            for name in sorted(treatments):
                if self.medicines.covers(interaction.with_, name):
                    yield floor, f'the interaction "{interaction.claim}" with {name}{as_what}'
