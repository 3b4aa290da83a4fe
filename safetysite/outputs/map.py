"""The map: every compound with every condition as a table, as far as a choice of filters lets it through.

Computes only; words, addresses and the form are the template's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from safetysite.content.catalogue import Catalogue
from safetysite.content.model import Answer, Compound, Condition
from safetysite.content.vocabulary import Category, CompoundKind, Safety

#: From so many columns on, their names stand upright where the screen is wide enough for all.
MANY = 11
#: The order of the signs, most cautious first.
VERDICTS = tuple(sorted(Safety, key=lambda safety: -safety.rank))


@dataclass(frozen=True)
class Choice:
    """What the map is narrowed to; an empty set lets everything of its kind through."""

    kinds: frozenset[CompoundKind] = frozenset()
    categories: frozenset[Category] = frozenset()
    verdicts: frozenset[Safety] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.kinds or self.categories or self.verdicts)


@dataclass(frozen=True)
class Cell:
    """A pair on the map; ``answer`` is None where nobody assessed it."""

    condition: Condition
    answer: Answer | None

    @property
    def safety(self) -> Safety:
        """The class a reader is shown."""
        return self.answer.safety if self.answer else Safety.NOT_ASSESSED


@dataclass(frozen=True)
class Row:
    """A compound with a cell for each column, None where the filter by verdict leaves the pair out."""

    compound: Compound
    cells: tuple[Cell | None, ...]


@dataclass(frozen=True)
class Map:
    """The table: columns grouped by category, rows from A to Z, and what the counting sentence says.

    ``pairs`` is how many there are unfiltered.
    """

    columns: Mapping[Category, tuple[Condition, ...]]
    rows: tuple[Row, ...]
    pairs: int

    @property
    def width(self) -> int:
        """How many conditions there are columns for."""
        return sum(map(len, self.columns.values()))

    @property
    def is_wide(self) -> bool:
        return self.width >= MANY

    @property
    def counts(self) -> Mapping[Safety, int]:
        """How many of the shown pairs each class has, most cautious first."""
        found = Counter(cell.safety for row in self.rows for cell in row.cells if cell)
        return {safety: found[safety] for safety in VERDICTS if found[safety]}

    @property
    def shown(self) -> int:
        return sum(self.counts.values())

    @property
    def unassessed(self) -> int:
        """How many of the shown pairs have no class; one that was withdrawn with age is among them."""
        return self.counts.get(Safety.NOT_ASSESSED, 0)

    @property
    def assessed(self) -> int:
        return self.shown - self.unassessed

    @property
    def overdue(self) -> int:
        """How many of the shown pairs are past their review date."""
        return sum(1 for row in self.rows for cell in row.cells if cell and cell.answer and cell.answer.overdue)


def draw(site: Catalogue, choice: Choice) -> Map:
    """The map as the choice narrows it: a row or column without any pair left is left out."""
    conditions = [
        condition
        for category in Category
        if not choice.categories or category in choice.categories
        for condition in site.conditions.values()
        if condition.category is category
    ]
    compounds = [one for one in site.compounds.values() if not choice.kinds or one.kind in choice.kinds]
    rows = [Row(compound, tuple(_cell(site, compound, one, choice) for one in conditions)) for compound in compounds]
    kept = [at for at in range(len(conditions)) if any(row.cells[at] for row in rows)]
    columns: dict[Category, tuple[Condition, ...]] = {}
    for condition in (conditions[at] for at in kept):
        columns[condition.category] = (*columns.get(condition.category, ()), condition)
    return Map(
        columns=columns,
        rows=tuple(Row(row.compound, tuple(row.cells[at] for at in kept)) for row in rows if any(row.cells)),
        pairs=len(site.compounds) * len(site.conditions),
    )


def _cell(site: Catalogue, compound: Compound, condition: Condition, choice: Choice) -> Cell | None:
    cell = Cell(condition, site.answers.get((compound.slug, condition.slug)))
    return cell if not choice.verdicts or cell.safety in choice.verdicts else None
