"""Which medicines a class, a role or a usual treatment covers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from safetysite.content.model import Condition, Formulary, Medicine, Partner, Treatment
from safetysite.content.vocabulary import Strength


class MedicineIndex:
    """Look-ups over the formulary: ancestry of classes, roles of medicines."""

    def __init__(self, formulary: Formulary) -> None:
        self.medicines: Mapping[str, Medicine] = {medicine.name: medicine for medicine in formulary.medicines}
        self.classes = {group.name: group for group in formulary.classes}

    def __contains__(self, name: str) -> bool:
        return name in self.medicines or name in self.classes

    def kinds(self, name: str) -> frozenset[str]:
        """The medicine's or class's own name and every class it belongs to."""
        found: set[str] = set()
        waiting = [name]
        while waiting:
            kind = waiting.pop()
            if kind in found:
                continue
            found.add(kind)
            if kind in self.medicines:
                waiting.extend(self.medicines[kind].classes)
            elif kind in self.classes and self.classes[kind].broader:
                waiting.append(self.classes[kind].broader or "")
        return frozenset(found)

    def covers(self, partner: Partner, name: str) -> bool:
        """True when everyone who takes the medicine (or class) ``name`` meets the partner."""
        if partner.enzyme:
            medicine = self.medicines.get(name)
            return medicine is not None and any(
                role.target is partner.enzyme
                and role.role is partner.role
                and (partner.strength in (None, role.strength) or role.strength is Strength.UNSPECIFIED)
                for role in medicine.roles
            )
        return partner.label in self.kinds(name)

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
