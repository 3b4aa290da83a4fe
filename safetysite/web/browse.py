"""Ways in: home, compounds and conditions, references, glossary, changes, the site's own pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, Response, abort, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from safetysite.content import paths
from safetysite.content.catalogue import CitedBy
from safetysite.content.model import Answer, Study
from safetysite.content.vocabulary import Category
from safetysite.outputs import data, vancouver
from safetysite.web.htmx import respond
from safetysite.web.state import catalogue, settings
from safetysite.web.views import link

bp = Blueprint("browse", __name__)


@bp.get("/")
def home() -> Response:
    """The question, the ways to browse, what changed last."""
    return respond("browse/home.html", newest=catalogue().ledger[: data.NEWEST])


@bp.get("/compounds/")
def compounds() -> Response:
    """All compounds, from A to Z and by kind."""
    found = list(catalogue().compounds.values())
    by_letter = groupby(found, key=lambda compound: compound.name[0].upper())
    kinds = sorted({compound.kind for compound in found}, key=lambda kind: kind.label)
    return respond(
        "browse/compounds.html",
        letters=[(letter, list(group)) for letter, group in by_letter],
        kinds=[(kind, [compound for compound in found if compound.kind is kind]) for kind in kinds],
    )


@bp.get("/conditions/")
def conditions() -> Response:
    """All conditions, by category."""
    found = list(catalogue().conditions.values())
    by_category = [
        (category, [condition for condition in found if condition.category is category]) for category in Category
    ]
    return respond("browse/conditions.html", categories=[entry for entry in by_category if entry[1]])


@bp.get("/compounds/<slug>/")
def compound(slug: str) -> Response:
    """A compound: its own sections, and every condition it was assessed for."""
    found = catalogue().compound_page(slug) or abort(404)
    return respond("browse/compound.html", pair=found, compound=found.compound)


@bp.get("/conditions/<slug>/")
def condition(slug: str) -> Response:
    """A condition: how it changes the handling of drugs, and every compound assessed for it."""
    found = catalogue().condition_page(slug) or abort(404)
    return respond("browse/condition.html", pair=found, condition=found.condition)


@bp.get("/safety/")
def pair_form() -> BaseResponse:
    """Where the form with two lists leads: the chosen pair's own address, in the chosen reading."""
    compound, condition = request.args.get("compound", ""), request.args.get("condition", "")
    known = catalogue().pair(compound, condition) is not None
    return redirect(link(paths.pair(compound, condition) if known else "/"), 303)


@bp.get("/references/")
def references() -> Response:
    """All references, from A to Z."""
    return respond("browse/references.html", letters=vancouver.in_order(catalogue().references.values()))


@bp.get("/references/<id>/")
def reference(id: str) -> Response:
    """A reference and everything that cites it; for a swap, the card that opens at a claim."""
    found = catalogue().references.get(id) or abort(404)
    cited_by = catalogue().cited_by(id)
    return respond(
        "browse/reference.html",
        "browse/_reference_card.html",
        reference=found,
        citing=[citing_page(cited) for cited in cited_by],
        studies=studies_of(id, cited_by),
    )


def studies_of(id: str, cited_by: tuple[CitedBy, ...]) -> list[Study]:
    """What the tables of studies say of a reference: whom it studied, at which dose, with what harm."""
    answers = (cited.document for cited in cited_by if isinstance(cited.document, Answer))
    studies = {study for answer in answers for study in answer.studies if study.reference == id}
    return sorted(studies, key=lambda study: (study.people, study.safety))


class Row(NamedTuple):
    """One place on a page that cites: its address, its name, and what it says there (empty for a table)."""

    path: str
    place: str
    text: str


class CitingPage(NamedTuple):
    """A page that cites a reference; ``path`` is empty for a medicine, which has none."""

    path: str
    title: str
    rows: tuple[Row, ...]


def citing_page(cited: CitedBy) -> CitingPage:
    """What cites a reference, as its page shows it."""
    place = data.place_of(cited)
    path = place.path
    rows: Iterator[Row] = (
        Row(f"{path}#{place.anchor(claim)}", claim.section.label, claim.text) for claim in cited.claims
    )
    return CitingPage(path, place.title, (*rows, *(Row(path, name.capitalize(), "") for name in cited.places)))


@bp.get("/glossary/")
def glossary() -> Response:
    """The terms, each explained in a sentence or two."""
    return respond("browse/glossary.html")


@bp.get("/glossary/<slug>/")
def term(slug: str) -> Response:
    """One term by itself; the glossary holds it too. For a swap, the card that opens at the word."""
    found = catalogue().terms.get(slug) or abort(404)
    canonical = settings().origin + paths.GLOSSARY
    return respond("browse/term.html", "browse/_term_card.html", term=found, canonical=canonical)


@bp.get("/changes/")
def changes() -> Response:
    """Every change of a verdict, newest first."""
    return respond("browse/changes.html")


@bp.get("/<slug>/")
def page(slug: str) -> Response:
    """One of the site's own pages, such as the methods."""
    found = catalogue().pages.get(slug) or abort(404)
    return respond("pages/page.html", page=found)
