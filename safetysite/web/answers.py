"""The answer for a pair, and each of its sections."""

from __future__ import annotations

from typing import TypeVar

from flask import Blueprint, Response, abort, request

from safetysite.content import paths
from safetysite.content.studies import StudyOrder, StudyView
from safetysite.content.vocabulary import Design, Directness, SafetyOutcome, Word
from safetysite.web.htmx import respond
from safetysite.web.state import catalogue, settings
from safetysite.web.views import link

W = TypeVar("W", bound=Word)

bp = Blueprint("answers", __name__, url_prefix="/safety")


@bp.get("/<compound>/<condition>/")
def answer(compound: str, condition: str) -> Response:
    """Everything about the pair; composed from both sides where nobody assessed it."""
    pair = catalogue().pair(compound, condition) or abort(404)
    if pair.answer is None:
        return respond("answers/composed.html", pair=pair, robots="noindex")
    return respond("answers/answer.html", pair=pair, view=StudyView())


@bp.get("/<compound>/<condition>/<kind>/")
def section(compound: str, condition: str, kind: str) -> Response:
    """One section of an answer; its canonical address is the answer's. For a swap, the section alone."""
    pair = catalogue().pair(compound, condition)
    if pair is None or pair.answer is None:
        abort(404)
    part = next((part for part in pair.sections if part.section.value == kind), None) or abort(404)
    shown = [one.section for one in pair.sections]
    at = shown.index(part.section)
    view = study_view()
    return respond(
        "answers/section.html",
        "answers/_section.html",
        pair=pair,
        part=part,
        base=link(paths.pair(compound, condition)),
        view=view,
        before=shown[at - 1] if at else None,
        after=shown[at + 1] if at + 1 < len(shown) else None,
        canonical=settings().origin + paths.pair(compound, condition),
        **({"robots": "noindex"} if view.is_narrowed else {}),
    )


def study_view() -> StudyView:
    """What of the table of studies the address asks for; words that no list has are passed over."""
    return StudyView(
        design=_word(Design, "design"),
        directness=_word(Directness, "directness"),
        outcome=_word(SafetyOutcome, "outcome"),
        order=_word(StudyOrder, "order") or StudyOrder.WRITTEN,
    )


def _word(words: type[W], name: str) -> W | None:
    """The word of a list that a parameter names, or None."""
    return next((word for word in words if word.value == request.args.get(name)), None)
