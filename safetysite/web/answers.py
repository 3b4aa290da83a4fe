"""The answer for a pair, and each of its sections."""

from __future__ import annotations

from flask import Blueprint, abort, render_template

from safetysite.content import paths
from safetysite.web.state import catalogue, settings

bp = Blueprint("answers", __name__, url_prefix="/safety")


@bp.get("/<compound>/<condition>/")
def answer(compound: str, condition: str) -> str:
    """Everything about the pair; composed from both sides where nobody assessed it."""
    pair = catalogue().pair(compound, condition) or abort(404)
    if pair.answer is None:
        return render_template("answers/composed.html", pair=pair, robots="noindex")
    return render_template("answers/answer.html", pair=pair)


@bp.get("/<compound>/<condition>/<kind>/")
def section(compound: str, condition: str, kind: str) -> str:
    """One section of an answer; its canonical address is the answer's."""
    pair = catalogue().pair(compound, condition)
    if pair is None or pair.answer is None:
        abort(404)
    part = next((part for part in pair.sections if part.section.value == kind), None) or abort(404)
    shown = [one.section for one in pair.sections]
    at = shown.index(part.section)
    return render_template(
        "answers/section.html",
        pair=pair,
        part=part,
        before=shown[at - 1] if at else None,
        after=shown[at + 1] if at + 1 < len(shown) else None,
        canonical=settings().origin + paths.pair(compound, condition),
    )
