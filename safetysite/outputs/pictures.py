"""What the pictures of an answer show: places, sizes and words, ready to be drawn.

Each picture is a pure function of the model. The same facts stand in ``words``, so that nobody
needs to see it. How it is drawn is left to ``templates/components/pictures.html``, its colours
to the style sheet.

All pictures are ``WIDTH`` units wide: on the narrowest phone a unit is a little less than a CSS
pixel. SVG text does not wrap, so each line is cut here.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from textwrap import wrap

from safetysite.content.joined import Pair
from safetysite.content.model import Answer, Change, Reference, Study
from safetysite.content.vocabulary import Design, Directness, Safety, SafetyOutcome

WIDTH = 280
#: From one line of text to the next.
LINE = 17
#: Characters that fit beside a spine, plain and strong, even in a wide typeface.
_CHARACTERS, _STRONG_CHARACTERS = 36, 31


@dataclass(frozen=True)
class Label:
    """Lines of text, the first with its baseline at ``y``; ``anchor`` is SVG's ``text-anchor``."""

    x: float
    y: float
    lines: tuple[str, ...]
    anchor: str = "start"
    strong: bool = False


@dataclass(frozen=True, kw_only=True)
class Picture:
    """What every picture has: its height, its name, one sentence of description, the same facts as text."""

    height: float
    title: str
    description: str
    words: tuple[str, ...]


def _below(label: Label, lines: tuple[str, ...]) -> Label:
    """Lines under a label."""
    return Label(label.x, label.y + LINE * len(label.lines), lines)


# ---------------------------------------------------------------- words


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def _day(when: date) -> str:
    return f"{when.day} {when:%B} {when.year}"


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


# ---------------------------------------------------------------- the verdict on its two axes

#: The classes from top to bottom: a scale of caution, and below it two that are no part of a scale.
_SCALE = (Safety.AVOID, Safety.SPECIALIST_ONLY, Safety.CAUTION, Safety.NO_SPECIFIC_CONCERN)
_APART = (Safety.UNKNOWN, Safety.NOT_ASSESSED)
_BAND_LINES = {
    Safety.AVOID: ("Avoid",),
    Safety.SPECIALIST_ONLY: ("Specialist", "only"),
    Safety.CAUTION: ("Caution",),
    Safety.NO_SPECIFIC_CONCERN: ("No specific", "concern"),
    Safety.UNKNOWN: ("Unknown",),
    Safety.NOT_ASSESSED: ("Not assessed",),
}
#: Directness from farthest to nearest: the steps of both pictures that show them.
STEPS = (Directness.NONE, Directness.PRECLINICAL, Directness.INDIRECT, Directness.PARTIAL, Directness.DIRECT)
_STEP_WORDS = {
    Directness.NONE: "Nobody",
    Directness.PRECLINICAL: "Cells or animals",
    Directness.INDIRECT: "Other people",
    Directness.PARTIAL: "Same disease",
    Directness.DIRECT: "This condition",
}
_LEFT = 92
_COLUMN = (WIDTH - 4 - _LEFT) / len(STEPS)
_MARK = 26
_SMALL = 10
_SMALL_A_LINE = 3
_APART_GAP = 14


@dataclass(frozen=True)
class Band:
    """The strip of one safety class; ``apart`` for a class that is no degree of caution."""

    safety: Safety
    y: float
    height: float
    label: Label
    here: bool
    apart: bool


@dataclass(frozen=True)
class Step:
    """One step of directness as a bar of the lower axis; ``reached`` up to the answer's own."""

    directness: Directness
    x: float
    y: float
    width: float
    height: float
    reached: bool


@dataclass(frozen=True)
class Mark:
    """A class's icon in the square at ``x``, ``y``."""

    safety: Safety
    x: float
    y: float
    size: float


@dataclass(frozen=True, kw_only=True)
class VerdictPicture(Picture):
    """Safety upwards, who was studied to the right, the answer's place, other classes of its rows smaller.

    ``guide`` is where a line leads from the mark down to its step.
    """

    guide: float | None
    bands: tuple[Band, ...]
    steps: tuple[Step, ...]
    mark: Mark
    smaller: tuple[Mark, ...]
    labels: tuple[Label, ...]


def verdict(pair: Pair) -> VerdictPicture:
    """The pair's place on both axes; one that nobody assessed has a place on neither."""
    directness = pair.answer.directness if pair.answer else None
    others = Counter(row.safety for row in pair.answer.rows) if pair.answer else Counter[Safety]()
    del others[pair.safety]
    bands = _bands(pair.safety, others)
    middle = _LEFT + (_COLUMN * (STEPS.index(directness) + 0.5) if directness else _COLUMN * len(STEPS) / 2)
    axis = bands[-1].y + bands[-1].height + 30
    labels = _axis_labels(directness, middle, axis + 16)
    return VerdictPicture(
        height=labels[-1].y + 8,
        title="How cautious, and who was studied",
        description=_verdict_described(pair),
        words=tuple(_verdict_words(pair)),
        guide=round(middle, 1) if directness else None,
        bands=bands,
        steps=tuple(_steps(directness, axis)),
        mark=next(
            Mark(band.safety, round(middle - _MARK / 2, 1), round(band.y + (band.height - _MARK) / 2, 1), _MARK)
            for band in bands
            if band.here
        ),
        smaller=tuple(mark for band in bands for mark in _small_marks(band, others[band.safety], middle)),
        labels=labels,
    )


def _bands(here: Safety, others: Counter[Safety]) -> tuple[Band, ...]:
    """The strips from top to bottom, each high enough for its small marks."""
    bands, y = [], 2.0
    for safety in (*_SCALE, *_APART):
        apart = safety in _APART
        y += _APART_GAP if apart else 0
        lines = _BAND_LINES[safety]
        height = max(30 if apart else 42, 12 + math.ceil(others[safety] / _SMALL_A_LINE) * (_SMALL + 2))
        baseline = y + height / 2 + 5 - (len(lines) - 1) * LINE / 2
        label = Label(6, round(baseline, 1), lines, strong=safety is here)
        bands.append(Band(safety, y, height, label, safety is here, apart))
        y += height
    return tuple(bands)


def _steps(reached: Directness | None, bottom: float) -> Iterable[Step]:
    """Rising bars along the lower axis."""
    last = STEPS.index(reached) if reached else -1
    for at, directness in enumerate(STEPS):
        height = 4 + at * 4
        x = round(_LEFT + at * _COLUMN + 3, 1)
        yield Step(directness, x, bottom - height, round(_COLUMN - 6, 1), height, at <= last)


def _axis_labels(here: Directness | None, middle: float, y: float) -> tuple[Label, ...]:
    """The name of the lower axis, its ends, and right under its bar the step where the answer stands."""
    first, last = STEPS[0], STEPS[-1]
    name = Label(6, y - LINE, ("Who was", "studied"))
    if here in (None, first, last):
        return (
            name,
            Label(_LEFT, y, (_STEP_WORDS[first],), strong=here is first),
            Label(WIDTH - 4, y, (_STEP_WORDS[last],), "end", strong=here is last),
        )
    return (
        name,
        Label(round(middle, 1), y, (_STEP_WORDS[here],), "middle", strong=True),
        Label(_LEFT, y + LINE + 2, (f"← {_lowered(_STEP_WORDS[first])}",)),
        Label(WIDTH - 4, y + LINE + 2, (f"{_lowered(_STEP_WORDS[last])} →",), "end"),
    )


def _small_marks(band: Band, number: int, middle: float) -> Iterable[Mark]:
    """As many small marks as rows have this class, three a line, in the middle of the strip."""
    lines = math.ceil(number / _SMALL_A_LINE)
    pitch = _SMALL + 2
    top = band.y + (band.height - lines * pitch + 2) / 2
    for at in range(number):
        line, place = divmod(at, _SMALL_A_LINE)
        in_line = min(_SMALL_A_LINE, number - line * _SMALL_A_LINE)
        x = middle - (in_line * pitch - 2) / 2 + place * pitch
        yield Mark(band.safety, round(x, 1), round(top + line * pitch, 1), _SMALL)


def _verdict_described(pair: Pair) -> str:
    if pair.answer is None:
        return f"{pair.safety.label}: the pair has a place on neither axis."
    rows = [row for row in pair.answer.rows if row.safety is not pair.safety]
    marks = "A smaller mark stands" if len(rows) == 1 else "Smaller marks stand"
    number = _counted(len(rows), "product or situation", "products or situations")
    smaller = f" {marks} for {number} of another class." if rows else ""
    return f"{pair.safety.label}. Studied: {_lowered(pair.answer.directness.label)}.{smaller}"


def _verdict_words(pair: Pair) -> Iterable[str]:
    answer = pair.answer
    yield f"Safety: {_lowered(pair.safety.label)}."
    if pair.safety is Safety.UNKNOWN:
        yield "“Unknown” stands apart from the scale: we looked and found nothing. That does not mean it is safe."
    if pair.safety is Safety.NOT_ASSESSED and answer:
        yield "An earlier “no specific concern” is past its review date and no longer counts."
    if answer is None:
        yield "“Not assessed” stands apart from the scale: nobody has looked at this pair for this site. That says nothing about whether it is safe."
        return
    yield f"Who was studied: {_lowered(answer.directness.label)}."
    if answer.verdict.depends_on:
        yield f"The class depends on {answer.verdict.depends_on.rstrip('.')}."
    rows = [row for row in answer.rows if row.safety is not pair.safety]
    for row in sorted(rows, key=lambda row: -row.safety.rank):
        yield f"{row.safety.label}: {row.name}."
    if rows:
        yield "Who was studied is stated for the answer as a whole, so all marks stand above the same step."


# ---------------------------------------------------------------- who was studied

_SPINE = 12
_TEXT = 28
_DOT = 9
_DOTS_A_LINE = (WIDTH - _TEXT) // (_DOT + 3)


@dataclass(frozen=True)
class Rung:
    """One step of directness with its studies, a dot for each; ``people`` where a number is known."""

    directness: Directness
    y: float
    label: Label
    detail: Label
    dots: tuple[tuple[float, float], ...]
    studies: int
    people: int
    here: bool


@dataclass(frozen=True, kw_only=True)
class NearnessPicture(Picture):
    """The steps as a ladder, nearest to the asked patients on top."""

    spine: float
    dot: float
    rungs: tuple[Rung, ...]
    labels: tuple[Label, ...]


def nearness(answer: Answer, references: Mapping[str, Reference]) -> NearnessPicture:
    """How near to the asked patients those studied were, from the answer's table of studies."""
    rungs, y = [], 40.0
    for directness in reversed(STEPS):
        rung = _rung(directness, answer, references, y)
        rungs.append(rung)
        y = max([_below(rung.detail, ()).y - LINE, *(dot + _DOT / 2 for _, dot in rung.dots)]) + 30
    return NearnessPicture(
        height=y + 2,
        title="Who was studied",
        description=(
            f"Where this answer stands: {_lowered(answer.directness.label)}. "
            f"{_counted(len(answer.studies), 'study stands', 'studies stand')} in its table."
        ),
        words=tuple(_nearness_words(answer, rungs)),
        spine=_SPINE,
        dot=_DOT / 2,
        rungs=tuple(rungs),
        labels=(Label(_TEXT, 14, ("Nearest to those who ask",)), Label(_TEXT, y - 6, ("Farthest from them",))),
    )


def _rung(directness: Directness, answer: Answer, references: Mapping[str, Reference], y: float) -> Rung:
    studies = [study for study in answer.studies if study.directness is directness]
    counts = [_people(study, references[study.reference]) for study in studies]
    here = directness is answer.directness
    label = Label(_TEXT, y, tuple(wrap(directness.label, _STRONG_CHARACTERS if here else _CHARACTERS)), strong=here)
    detail = _below(label, tuple(wrap(_studies_and_people(directness, counts), _CHARACTERS)))
    top, pitch = _below(detail, ()).y, _DOT + 3
    dots = tuple(
        (_TEXT + at % _DOTS_A_LINE * pitch + _DOT / 2, top - 3 + at // _DOTS_A_LINE * pitch)
        for at in range(len(studies))
    )
    people = sum(count for count in counts if count)
    return Rung(directness, y, label, detail, dots, len(studies), people, here)


def _people(study: Study, reference: Reference) -> int | None:
    """How many people were studied; a register tells only how many it was meant for."""
    if reference.design is Design.REGISTRATION or study.directness in (Directness.PRECLINICAL, Directness.NONE):
        return None
    return reference.n


def _studies_and_people(directness: Directness, counts: Sequence[int | None]) -> str:
    """``4 studies, 320 people in 3 of them``."""
    if not counts:
        return "no study"
    studies = _counted(len(counts), "study", "studies")
    known = [count for count in counts if count]
    if directness in (Directness.PRECLINICAL, Directness.NONE):
        return f"{studies}, no people"
    if not known:
        return f"{studies}, number of people not known"
    people = _counted(sum(known), "person", "people")
    return f"{studies}, {people}" + (f" in {len(known)} of them" if len(known) < len(counts) else "")


def _nearness_words(answer: Answer, rungs: Iterable[Rung]) -> Iterable[str]:
    for rung in rungs:
        here = " This is where the answer stands." if rung.here else ""
        yield f"{' '.join(rung.label.lines)}: {' '.join(rung.detail.lines)}.{here}"
    if sum(rung.studies for rung in rungs) > 1:
        yield "Reviews and reports on the same trial may count the same people twice."
    if not answer.studies:
        yield "No study stands in this answer’s table."


# ---------------------------------------------------------------- the studies

#: Strongest first; what is no study itself stands below them all.
_STRENGTH = (
    Design.SYSTEMATIC_REVIEW,
    Design.RCT,
    Design.CROSSOVER,
    Design.PHARMACOKINETIC,
    Design.SINGLE_ARM,
    Design.COHORT,
    Design.CASE_CONTROL,
    Design.CROSS_SECTIONAL,
    Design.CASE_SERIES,
    Design.CASE_REPORT,
    Design.ANIMAL,
    Design.IN_VITRO,
    Design.REGISTRATION,
    Design.LABEL,
    Design.AGENCY,
    Design.GUIDELINE,
    Design.REVIEW,
    Design.MONOGRAPH,
    Design.NEWS,
)
_COLUMN_LINES = {
    Directness.NONE: ("Nobody",),
    Directness.PRECLINICAL: ("Cells or", "animals"),
    Directness.INDIRECT: ("Other", "people"),
    Directness.PARTIAL: ("Same", "disease"),
    Directness.DIRECT: ("This", "condition"),
}
#: A mark is a link, so it has 24 CSS pixels to itself on the narrowest phone.
_CELL = 27
_LEAST, _MOST = 56, 230
_HOLLOW = 80
_HEAD = 40

Point = tuple[float, float]
#: Corners of each outcome's shape around its middle, at whatever size; a circle is marked by none.
_SHAPES: dict[SafetyOutcome, tuple[Point, ...]] = {
    SafetyOutcome.WORSE: ((0, -0.9), (1, 0.83), (-1, 0.83)),
    SafetyOutcome.NO_DIFFERENCE: ((-1, -1), (1, -1), (1, 1), (-1, 1)),
    SafetyOutcome.NO_SERIOUS: (),
    SafetyOutcome.HARM_SEEN: ((0, -1), (1, 0), (0, 1), (-1, 0)),
    SafetyOutcome.MIXED: ((-1, -1), (0, 0), (1, -1), (1, 1), (0, 0), (-1, 1)),
    SafetyOutcome.NOT_REPORTED: (
        (-1, -0.5), (-0.5, -1), (0, -0.5), (0.5, -1), (1, -0.5), (0.5, 0),
        (1, 0.5), (0.5, 1), (0, 0.5), (-0.5, 1), (-1, 0.5), (-0.5, 0),
    ),
    SafetyOutcome.NO_RESULTS: ((-1, -0.4), (1, -0.4), (1, 0.4), (-1, 0.4)),
}  # fmt: skip


@dataclass(frozen=True)
class StudyMark:
    """One study: its shape as an SVG path around ``x``, ``y``; ``hollow`` where the number of people is not known."""

    reference: str
    x: float
    y: float
    path: str
    hollow: bool
    title: str


@dataclass(frozen=True)
class DesignRow:
    """The studies of one design; ``y`` is the line above it."""

    design: Design
    y: float
    label: Label
    marks: tuple[StudyMark, ...]


@dataclass(frozen=True)
class Key:
    """What a shape means, and how many studies have it; the path is for a box of 20 by 20."""

    outcome: SafetyOutcome
    path: str
    number: int


@dataclass(frozen=True, kw_only=True)
class StudiesPicture(Picture):
    """The studies by how near (columns) and design (rows), sized by people, shaped by what harm was seen."""

    cell: float
    columns: tuple[Label, ...]
    lines: tuple[float, ...]
    rows: tuple[DesignRow, ...]
    key: tuple[Key, ...]


def studies(answer: Answer, references: Mapping[str, Reference]) -> StudiesPicture:
    """The answer's table of studies as a picture; ``words`` has one entry for each study."""
    shown = [step for step in STEPS if step is not Directness.NONE or _any_of(answer.studies, step)]
    width = WIDTH / len(shown)
    rows, y = [], float(_HEAD)
    for design in _STRENGTH:
        those = [study for study in answer.studies if references[study.reference].design is design]
        if those:
            row, y = _design_row(design, those, references, shown, y)
            rows.append(row)
    outcomes = Counter(study.outcome for study in answer.studies)
    return StudiesPicture(
        height=y + 2,
        title="The studies of this answer",
        description=(
            f"{_counted(len(answer.studies), 'study', 'studies')}. To the right: nearer to this condition. "
            "Upwards: stronger design; documents that are no studies stand last. Larger: more people. Shape: what harm was seen."
        ),
        words=tuple(mark.title for row in rows for mark in row.marks),
        cell=_CELL,
        columns=tuple(
            Label(round(width * (at + 0.5), 1), 14, _COLUMN_LINES[step], "middle") for at, step in enumerate(shown)
        ),
        lines=tuple(round(width * at, 1) for at in range(1, len(shown))),
        rows=tuple(rows),
        key=tuple(
            Key(outcome, shape(outcome, 10, 10, 110), outcomes[outcome])
            for outcome in SafetyOutcome
            if outcome in outcomes
        ),
    )


def _any_of(studies: Iterable[Study], step: Directness) -> bool:
    return any(study.directness is step for study in studies)


def _design_row(
    design: Design, those: list[Study], references: Mapping[str, Reference], shown: list[Directness], y: float
) -> tuple[DesignRow, float]:
    """The row that begins at ``y``, and where it ends."""
    lines = tuple(wrap(design.label, _CHARACTERS))
    top = y + 8 + LINE * len(lines)
    width = WIDTH / len(shown)
    in_line = int(width // _CELL)
    marks, deepest = [], 1
    for column, step in enumerate(shown):
        in_cell = [study for study in those if study.directness is step]
        for at, study in enumerate(in_cell):
            line, place = divmod(at, in_line)
            here = min(in_line, len(in_cell) - line * in_line)
            x = width * (column + 0.5) + (place - (here - 1) / 2) * _CELL
            marks.append(_study_mark(study, references[study.reference], x, top + (line + 0.5) * _CELL))
            deepest = max(deepest, line + 1)
    row = DesignRow(design, y, Label(0, y + 18, lines), tuple(marks))
    return row, top + deepest * _CELL + 6


def _study_mark(study: Study, reference: Reference, x: float, y: float) -> StudyMark:
    people = _people(study, reference)
    path = shape(study.outcome, x, y, area(people))
    return StudyMark(
        study.reference, round(x, 1), round(y, 1), path, people is None, _study_words(study, reference, people)
    )


def _study_words(study: Study, reference: Reference, people: int | None) -> str:
    """``Randomised trial, 2012, 185 people. Same disease, other stage or setting. More harm.``"""
    parts = [reference.design.label]
    if reference.issued:
        parts.append(reference.issued[:4])
    if people is not None:
        parts.append(_counted(people, "person", "people"))
    elif reference.design is Design.REGISTRATION and reference.n:
        parts.append(f"registered for {_counted(reference.n, 'person', 'people')}")
    elif study.directness is not Directness.PRECLINICAL:
        parts.append("number of people not known")
    return f"{', '.join(parts)}. {study.directness.label}. {study.outcome.label}."


def area(people: int | None) -> float:
    """The area of a mark: one step more for each tenfold of people, up to ten thousand."""
    if people is None:
        return _HOLLOW
    share = min(math.log10(max(people, 1)) / 4, 1)
    return _LEAST + (_MOST - _LEAST) * share


def shape(outcome: SafetyOutcome, x: float, y: float, area: float) -> str:
    """The outcome's shape of that area around a point, as an SVG path."""
    corners = _SHAPES[outcome]
    if not corners:
        radius = round(math.sqrt(area / math.pi), 1)
        half = f"a{radius} {radius} 0 1 0"
        return f"M{x - radius:.1f} {y:.1f}{half} {2 * radius:.1f} 0{half} {-2 * radius:.1f} 0z"
    scale = math.sqrt(area / _area_of(corners))
    return "M" + "L".join(f"{x + scale * dx:.1f} {y + scale * dy:.1f}" for dx, dy in corners) + "z"


def _area_of(corners: Sequence[Point]) -> float:
    """The area of a polygon, by the shoelace formula."""
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise((*corners, corners[0])))) / 2


# ---------------------------------------------------------------- how the verdict changed

_LASTED = "The class has not changed since it was first published."


@dataclass(frozen=True)
class Moment:
    """One entry of the history: the class it moved to, when, and from what."""

    mark: Mark
    y: float
    when: Label
    what: Label
    change: Change


@dataclass(frozen=True, kw_only=True)
class HistoryPicture(Picture):
    """The classes an answer has had, oldest on top; ``due`` says when it is looked at again."""

    spine: float
    moments: tuple[Moment, ...]
    due: Label


def history(answer: Answer) -> HistoryPicture:
    """How the verdict changed; one that never did is a single point."""
    moments, y = [], 22.0
    for at, change in enumerate(answer.history):
        moments.append(_moment(change, y, first=at == 0))
        y = moments[-1].what.y + LINE * (len(moments[-1].what.lines) - 1) + 44
    changed, due = len(moments) - 1, _due(answer)
    return HistoryPicture(
        height=y + LINE * len(due) + 4,
        title="How the verdict changed",
        description=f"{_counted(changed, 'change', 'changes')} since it was first published." if changed else _LASTED,
        words=(*map(_change_words, answer.history), *(() if changed else (_LASTED,)), f"{'. '.join(due)}."),
        spine=_SPINE,
        moments=tuple(moments),
        due=Label(_TEXT, y + 5, due),
    )


def _moment(change: Change, y: float, first: bool) -> Moment:
    size = 22
    when = f"First published {_day(change.date)}" if first else _day(change.date)
    what = (f"as {change.to.label}",) if first else _moved(change)
    return Moment(
        Mark(change.to, _SPINE - size / 2, y - size / 2, size),
        y,
        Label(_TEXT, y, (when,)),
        Label(_TEXT, y + LINE, what, strong=True),
        change,
    )


def _moved(change: Change) -> tuple[str, ...]:
    """The two classes in one line, or in two where one line does not hold them."""
    if change.from_ is None or change.from_ is change.to:
        return (f"still {change.to.label}",)
    return tuple(wrap(f"{change.from_.label} → {change.to.label}", _STRONG_CHARACTERS))


def _change_words(change: Change) -> str:
    if change.from_ is None:
        return f"First published {_day(change.date)} as {_lowered(change.to.label)}. {change.why}"
    if change.from_ is change.to:
        return f"{_day(change.date)}: still {_lowered(change.to.label)}. {change.why}"
    way = ""
    if change.from_ in _SCALE and change.to in _SCALE:
        way = ", more cautious" if change.to.rank > change.from_.rank else ", less cautious"
    return f"{_day(change.date)}: from {_lowered(change.from_.label)} to {_lowered(change.to.label)}{way}. {change.why}"


def _due(answer: Answer) -> tuple[str, ...]:
    """When it is looked at again; past that day, that it should have been, and what it is shown as since."""
    if not answer.overdue:
        return (f"Next review due {_day(answer.review_due)}",)
    withdrawn = answer.safety is not answer.history[-1].to
    return (
        f"Review was due {_day(answer.review_due)}",
        *((f"Shown since as {answer.safety.label}",) if withdrawn else ()),
    )
