"""The map of compounds and conditions, and the form that narrows it."""

from __future__ import annotations

from typing import Any, TypeVar

from flask import Blueprint, Response, request

from safetysite.content.vocabulary import Category, CompoundKind, Safety, Word
from safetysite.outputs.map import VERDICTS, Choice, draw
from safetysite.web.htmx import respond
from safetysite.web.state import catalogue

W = TypeVar("W", bound=Word)

bp = Blueprint("map", __name__)


@bp.get("/map/")
def page() -> Response:
    """Every pair with its class, as far as the filters let it through; a swap gets the table alone."""
    choice = Choice(_chosen("kind", CompoundKind), _chosen("category", Category), _chosen("verdict", Safety))
    context: dict[str, Any] = {"robots": "noindex"} if choice else {}
    return respond(
        "map/map.html",
        "map/_map.html",
        map=draw(catalogue(), choice),
        choice=choice,
        verdicts=VERDICTS,
        kinds=sorted({one.kind for one in catalogue().compounds.values()}, key=lambda kind: kind.label),
        categories=[word for word in Category if any(one.category is word for one in catalogue().conditions.values())],
        **context,
    )


def _chosen(parameter: str, words: type[W]) -> frozenset[W]:
    """The words that the address names; what is none of them is ignored."""
    named = set(request.args.getlist(parameter))
    return frozenset(word for word in words if word.value in named)
