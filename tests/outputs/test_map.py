"""The map as a table: what is a row, what a column, what is counted."""

from __future__ import annotations

from dataclasses import replace

from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import Category, CompoundKind, Safety
from safetysite.outputs.map import Choice, Map, draw


def names(drawn: Map) -> tuple[list[str], list[str]]:
    """The rows and the columns."""
    columns = [condition.name for group in drawn.columns.values() for condition in group]
    return [row.compound.name for row in drawn.rows], columns


def test_conditions_stand_by_category_and_compounds_from_a_to_z(tiny: Catalogue) -> None:
    """The order of the lists, so that one finds a name where one knows it."""
    drawn = draw(tiny, Choice())
    assert list(drawn.columns) == [Category.METABOLIC, Category.PAIN, Category.RESPIRATORY]
    assert names(drawn) == (["Examplin", "Examplon"], ["Illness of any kind", "Sampleitis", "Mockosis"])
    for row in drawn.rows:
        assert [cell.condition.name for cell in row.cells if cell] == names(drawn)[1]


def test_rows_and_columns_without_a_pair_are_left_out(tiny: Catalogue) -> None:
    """A filter by verdict keeps what crosses, and only that."""
    both = draw(tiny, Choice(verdicts=frozenset({Safety.UNKNOWN, Safety.SPECIALIST_ONLY})))
    assert names(both) == (["Examplin", "Examplon"], ["Sampleitis", "Mockosis"])
    assert [[bool(cell) for cell in row.cells] for row in both.rows] == [[True, False], [False, True]]
    assert (both.shown, both.pairs) == (2, 6)
    assert names(draw(tiny, Choice(kinds=frozenset({CompoundKind.CONTROLLED})))) == ([], [])


def test_a_verdict_withdrawn_with_age_counts_as_not_assessed(tiny: Catalogue) -> None:
    """It has a page, past its review date, and no comfort left."""
    answers = {
        slugs: replace(answer, overdue=True, verdict=replace(answer.verdict, safety=Safety.NOT_ASSESSED))
        for slugs, answer in tiny.answers.items()
    }
    drawn = draw(replace(tiny, answers=answers), Choice())
    assert drawn.counts == {Safety.NOT_ASSESSED: 6}
    assert (drawn.assessed, drawn.unassessed, drawn.overdue) == (0, 6, 2)


def test_counts_stand_most_cautious_first(tiny: Catalogue) -> None:
    """The legend begins with what matters most."""
    assert list(draw(tiny, Choice()).counts.items()) == [
        (Safety.SPECIALIST_ONLY, 1),
        (Safety.UNKNOWN, 1),
        (Safety.NOT_ASSESSED, 4),
    ]
