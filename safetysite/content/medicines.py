"""Which medicines a class, a role or a usual treatment covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from safetysite.content.model import Condition, Formulary, Medicine, Partner, Treatment
from safetysite.content.vocabulary import Strength


class MedicineIndex:
    """Look-ups over the formulary: ancestry of classes, ingredients of combinations, roles of medicines."""

    def __init__(self, formulary: Formulary) -> None:
        self.medicines: Mapping[str, Medicine] = {medicine.name: medicine for medicine in formulary.medicines}
        self.classes = {group.name: group for group in formulary.classes}
        self.combinations = {combination.brand: combination for combination in formulary.combinations}

    def __contains__(self, name: str) -> bool:
        return name in self.medicines or name in self.classes

    def kinds(self, name: str) -> frozenset[str]:
        """The medicine's, class's or combination's own name, its ingredients, and every class these belong to."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            kind = waiting.pop()
            if kind in found:
                continue
            found.add(kind)
            waiting.extend(self.ingredients(kind))
            if kind in self.medicines:
                waiting.extend(self.medicines[kind].classes)
            elif kind in self.classes and self.classes[kind].broader:
                waiting.append(self.classes[kind].broader or "")
        return frozenset(found)

    def covers(self, partner: Partner, name: str) -> bool:
        """True when everyone who takes the medicine, class or combination ``name`` meets the partner."""
        if ingredients := self.ingredients(name):
            return any(self.covers(partner, one) for one in ingredients)
        if partner.enzyme:
            medicine = self.medicines.get(name)
            return medicine is not None and any(
                role.target is partner.enzyme
                and role.role is partner.role
                and (partner.strength in (None, role.strength) or role.strength is Strength.UNSPECIFIED)
                for role in medicine.roles
            )
        return partner.label in self.kinds(name)

    def ingredients(self, name: str) -> tuple[str, ...]:
        """What a combination holds; nothing for any other name."""
        return self.combinations[name].ingredients if name in self.combinations else ()

    def can_meet(self, partner: Partner, name: str) -> bool:
        """True when someone who takes ``name``, or a medicine of that class, can meet the partner."""
        if self.covers(partner, name) or (not partner.enzyme and name in self.kinds(partner.label)):
            return True
        return bool(partner.enzyme) and any(self.covers(partner, member) for member in self.members(name))

    def members(self, name: str) -> Iterator[str]:
        """The medicines of a class."""
        if name in self.classes:
            yield from (medicine for medicine in self.medicines if name in self.kinds(medicine))


def treatments_of(condition: Condition, broader: Condition | None) -> tuple[Treatment, ...]:
    """The usual treatments of a condition, with those of the broader one."""
    return (*condition.usual_treatments, *(broader.usual_treatments if broader else ()))
