"""The pictures: where things stand, what they say in words, and that the drawn SVG is named and unique."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import pairwise

import pytest
from flask import Flask, render_template_string

from safetysite.content.catalogue import Catalogue
from safetysite.content.joined import Pair
from safetysite.content.model import Answer, Change, Reference, Study
from safetysite.content.vocabulary import Design, Directness, Safety, SafetyOutcome
from safetysite.outputs import pictures

DRAWN = """{% from "components/pictures.html" import verdict_picture, nearness_picture, studies_picture, history_picture with context %}
{{ verdict_picture(pair) }}{{ nearness_picture(pair) }}{{ studies_picture(pair, base) }}{% if pair.answer %}{{ history_picture(pair.answer) }}{% endif %}"""

#: Design, people, how near, what was seen.
Line = tuple[Design, int | None, Directness, SafetyOutcome]
RCT: Line = (Design.RCT, 100, Directness.DIRECT, SafetyOutcome.WORSE)


@pytest.fixture
def pair(tiny: Catalogue) -> Pair:
    """The answer of the tiny site with rows, one study and two entries in its history."""
    return found(tiny, "examplin", "sampleitis")


def found(site: Catalogue, compound: str, condition: str) -> Pair:
    """The pair, which must be there."""
    pair = site.pair(compound, condition)
    assert pair
    return pair


def the_answer(pair: Pair) -> Answer:
    """Its answer, which must be there."""
    assert pair.answer
    return pair.answer


@pytest.fixture
def table(tiny: Catalogue, pair: Pair) -> Callable[..., tuple[Answer, dict[str, Reference]]]:
    """An answer with the given lines as its table of studies, and their references."""

    def table(*lines: Line) -> tuple[Answer, dict[str, Reference]]:
        model = tiny.references["doe2021examplin"]
        references = {
            f"r{at}": replace(model, id=f"r{at}", design=design, n=n) for at, (design, n, _, _) in enumerate(lines)
        }
        studies = (
            Study(reference=f"r{at}", people="people", outcome=outcome, safety="", directness=directness)
            for at, (_, _, directness, outcome) in enumerate(lines)
        )
        return replace(the_answer(pair), studies=tuple(studies)), references

    return table


def test_the_mark_stands_where_class_and_step_meet(pair: Pair) -> None:
    """The picture is the verdict; a mark in the wrong place is a wrong verdict."""
    picture = pictures.verdict(pair)
    band = next(band for band in picture.bands if band.here)
    assert band.safety is picture.mark.safety is Safety.SPECIALIST_ONLY
    assert band.y < picture.mark.y < picture.mark.y + picture.mark.size < band.y + band.height
    step = next(step for step in picture.steps if step.directness is Directness.DIRECT)
    assert picture.guide
    assert step.x < picture.guide < step.x + step.width
    assert all(step.reached for step in picture.steps)


def test_caution_rises_and_the_two_that_are_no_degree_stand_apart(pair: Pair) -> None:
    """“Unknown” under “no specific concern” must not read as still less cautious."""
    bands = pictures.verdict(pair).bands
    ranks = [band.safety.rank for band in bands if not band.apart]
    assert ranks == sorted(ranks, reverse=True)
    assert [band.safety for band in bands if band.apart] == [Safety.UNKNOWN, Safety.NOT_ASSESSED]
    for above, below in pairwise(bands):
        assert (below.y > above.y + above.height) == below.apart


def test_rows_of_another_class_are_smaller_marks_inside_their_band(pair: Pair) -> None:
    """The reader sees that the class depends on something, however many rows there are."""
    picture = pictures.verdict(pair)
    assert [mark.safety for mark in picture.smaller] == [Safety.CAUTION]
    assert "Caution: Tablets with warfarin." in picture.words
    answer = the_answer(pair)
    row = next(row for row in answer.rows if row.safety is Safety.CAUTION)
    many = pictures.verdict(replace(pair, answer=replace(answer, rows=(row,) * 12)))
    assert len(many.smaller) == 12
    band = next(band for band in many.bands if band.safety is Safety.CAUTION)
    for mark in many.smaller:
        assert band.y <= mark.y
        assert mark.y + mark.size <= band.y + band.height
        assert mark.x + mark.size <= pictures.WIDTH


def test_a_pair_that_nobody_assessed_has_a_place_on_neither_axis(tiny: Catalogue) -> None:
    """Not assessed is said as plainly as any class, and never as a low one."""
    picture = pictures.verdict(found(tiny, "examplin", "illness"))
    assert picture.mark.safety is Safety.NOT_ASSESSED
    assert picture.guide is None
    assert not any(step.reached for step in picture.steps)
    assert any("says nothing about whether it is safe" in words for words in picture.words)


def test_unknown_says_that_nothing_found_is_not_safe(tiny: Catalogue) -> None:
    """A dated negative is never read as safe."""
    picture = pictures.verdict(found(tiny, "examplon", "mockosis"))
    assert picture.mark.safety is Safety.UNKNOWN
    assert any("That does not mean it is safe." in words for words in picture.words)


def test_studies_and_people_are_counted_on_their_step(
    table: Callable[..., tuple[Answer, dict[str, Reference]]],
) -> None:
    """A register's plan and cells in a dish are studies without people."""
    none = SafetyOutcome.NO_RESULTS
    picture = pictures.nearness(
        *table(
            RCT,
            (Design.COHORT, None, Directness.DIRECT, none),
            (Design.REGISTRATION, 500, Directness.DIRECT, none),
            (Design.ANIMAL, 60, Directness.PRECLINICAL, none),
            (Design.CASE_REPORT, 1, Directness.PARTIAL, none),
            (Design.REGISTRATION, 500, Directness.INDIRECT, none),
        )
    )
    assert [rung.directness for rung in picture.rungs] == list(Directness)
    assert [" ".join(rung.detail.lines) for rung in picture.rungs] == [
        "3 studies, 100 people in 1 of them",
        "1 study, 1 person",
        "1 study, number of people not known",
        "1 study, no people",
        "no study",
    ]
    assert [len(rung.dots) for rung in picture.rungs] == [3, 1, 1, 1, 0]
    assert [rung.directness for rung in picture.rungs if rung.here] == [Directness.DIRECT]


def test_many_studies_never_run_out_of_the_picture(table: Callable[..., tuple[Answer, dict[str, Reference]]]) -> None:
    """Dots and marks begin a new line, and marks keep the room a thumb needs."""
    answer, references = table(*[RCT] * 40)
    near = pictures.nearness(answer, references)
    assert all(
        x + near.dot <= pictures.WIDTH and y + near.dot < near.height for rung in near.rungs for x, y in rung.dots
    )
    picture = pictures.studies(answer, references)
    marks = picture.rows[0].marks
    assert len({(mark.x, mark.y) for mark in marks}) == len(marks) == 40
    for mark in marks:
        assert mark.x + picture.cell / 2 <= pictures.WIDTH
        assert mark.y + picture.cell / 2 <= picture.height
        for other in marks:
            assert mark is other or max(abs(mark.x - other.x), abs(mark.y - other.y)) >= picture.cell - 0.1


def test_studies_stand_by_design_and_nearness(table: Callable[..., tuple[Answer, dict[str, Reference]]]) -> None:
    """Stronger designs above, nearer people to the right; designs that do not occur take no room."""
    picture = pictures.studies(
        *table(
            (Design.CASE_REPORT, 1, Directness.DIRECT, SafetyOutcome.HARM_SEEN),
            (Design.RCT, 90, Directness.INDIRECT, SafetyOutcome.HARM_SEEN),
            (Design.RCT, None, Directness.DIRECT, SafetyOutcome.MIXED),
        )
    )
    assert [row.design for row in picture.rows] == [Design.RCT, Design.CASE_REPORT]
    indirect, direct = picture.rows[0].marks
    assert indirect.x < direct.x
    assert (indirect.hollow, direct.hollow) == (False, True)
    assert [(key.outcome, key.number) for key in picture.key] == [
        (SafetyOutcome.HARM_SEEN, 2),
        (SafetyOutcome.MIXED, 1),
    ]
    assert picture.words[0] == (
        "Randomised trial, 2021, 90 people. Other patients or healthy people. Harm seen, no comparison."
    )


def test_every_design_has_a_row_and_every_outcome_a_shape_of_its_own(
    table: Callable[..., tuple[Answer, dict[str, Reference]]],
) -> None:
    """A word added to the vocabulary may not drop a study from the picture."""
    lines = [(design, 10, Directness.DIRECT, outcome) for design in Design for outcome in SafetyOutcome]
    picture = pictures.studies(*table(*lines))
    assert {row.design for row in picture.rows} == set(Design)
    assert len(picture.words) == len(lines)
    assert len({key.path for key in picture.key}) == len(SafetyOutcome)


def test_marks_grow_with_people_up_to_a_cap() -> None:
    """One review of 300,000 must not cover the trial beside it."""
    areas = [pictures.area(people) for people in (1, 10, 100, 1000, 10_000)]
    assert areas == sorted(set(areas))
    assert pictures.area(303_540) == areas[-1]


@pytest.mark.parametrize("outcome", list(SafetyOutcome))
def test_the_largest_mark_stays_in_its_cell(outcome: SafetyOutcome) -> None:
    """Shapes of the same area reach out differently; none may touch its neighbour."""
    path = pictures.shape(outcome, 0, 0, pictures.area(10**9))
    reach = max(abs(float(number)) for number in re.findall(r"-?\d+\.\d", path.split("a")[0]))
    assert reach <= 27 / 2


def test_a_change_says_its_direction_and_why(pair: Pair) -> None:
    """The ledger is how readers learn that an answer is kept."""
    picture = pictures.history(the_answer(pair))
    assert [moment.mark.safety for moment in picture.moments] == [Safety.CAUTION, Safety.SPECIALIST_ONLY]
    assert picture.words[:2] == (
        "First published 12 January 2026 as caution. First assessment.",
        "20 January 2026: from caution to specialist only, more cautious. The label was read.",
    )
    assert picture.description == "1 change since it was first published."


def test_a_verdict_that_never_changed_is_one_calm_point(tiny: Catalogue) -> None:
    """Nothing happened, and that is said."""
    picture = pictures.history(the_answer(found(tiny, "examplon", "mockosis")))
    (moment,) = picture.moments
    assert (moment.when.lines, moment.what.lines) == (("First published 15 January 2026",), ("as Unknown",))
    assert "The class has not changed since it was first published." in picture.words
    assert picture.due.lines == ("Next review due 15 July 2026",)


def test_an_answer_past_its_review_says_what_it_is_shown_as(pair: Pair) -> None:
    """A withdrawn comfort is part of how the verdict changed."""
    answer = the_answer(pair)
    verdict = replace(answer.verdict, safety=Safety.NOT_ASSESSED)
    change = Change(date=date(2026, 1, 12), to=Safety.NO_SPECIFIC_CONCERN, why="Studied.")
    overdue = replace(answer, overdue=True, verdict=verdict, history=(change,))
    assert pictures.history(overdue).due.lines == ("Review was due 20 July 2026", "Shown since as Not assessed")
    words = pictures.verdict(replace(pair, answer=overdue)).words
    assert any("past its review date" in one for one in words)


@pytest.mark.parametrize("slugs", ["examplin/sampleitis", "examplon/mockosis", "examplin/illness"])
def test_each_drawing_is_named_unique_and_told_in_words(slugs: str, tiny_app: Flask, tiny: Catalogue) -> None:
    """Who cannot see a picture gets its name, its sense and the same facts; nothing is styled inline."""
    with tiny_app.test_request_context():
        html = render_template_string(DRAWN, pair=found(tiny, *slugs.split("/")), base="")
        again = render_template_string(DRAWN, pair=found(tiny, *slugs.split("/")), base="")
    assert html == again
    ids = re.findall(r' id="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    for name in re.findall(r'aria-(?:labelledby|describedby)="([^"]+)"', html):
        assert name in ids
    assert html.count("<figure") == html.count("<figcaption>") == html.count("The same in words") >= 1
    assert "style=" not in html


def test_each_study_leads_to_its_reference_also_from_another_page(tiny_app: Flask, pair: Pair) -> None:
    """On a section's own page the references stand on the answer's page."""
    base = "/safety/examplin/sampleitis/"
    with tiny_app.test_request_context():
        html = render_template_string(DRAWN, pair=pair, base=base)
    assert f'href="{base}#ref-doe2021examplin"><title>Trial without a control group, 2021, 40 people.' in html


def test_no_line_is_wider_than_its_picture(real: Catalogue) -> None:
    """SVG text does not wrap; longer lines than these run out of the picture in a wide typeface."""
    for answer in real.answers.values():
        near, seen = pictures.nearness(answer, real.references), pictures.studies(answer, real.references)
        labels = [
            *(label for rung in near.rungs for label in (rung.label, rung.detail)),
            *(row.label for row in seen.rows),
            *(moment.what for moment in pictures.history(answer).moments),
        ]
        for label in labels:
            for line in label.lines:
                assert len(line) <= (31 if label.strong else 36), line
