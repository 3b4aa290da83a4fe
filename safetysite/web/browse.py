"""Ways in: home, compounds and conditions, references, glossary, changes, the site's own pages."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from flask import Blueprint, abort, redirect, render_template, request
from werkzeug.wrappers import Response

from safetysite.content import paths
from safetysite.content.catalogue import CitedBy
from safetysite.content.markdown import slug_of
from safetysite.content.model import Answer, Compound, Condition, Page, Term
from safetysite.content.vocabulary import Category
from safetysite.web.state import catalogue
from safetysite.web.views import link

bp = Blueprint("browse", __name__)

#: How many changes of verdict the home page shows.
NEWEST = 6


@bp.get("/")
def home() -> str:
    """The question, the ways to browse, what changed last."""
    return render_template("browse/home.html", newest=catalogue().ledger[:NEWEST])


@bp.get("/compounds/")
def compounds() -> str:
    """All compounds, from A to Z and by kind."""
    found = list(catalogue().compounds.values())
    by_letter = groupby(found, key=lambda compound: compound.name[0].upper())
    kinds = sorted({compound.kind for compound in found}, key=lambda kind: kind.label)
    return render_template(
        "browse/compounds.html",
        letters=[(letter, list(group)) for letter, group in by_letter],
        kinds=[(kind, [compound for compound in found if compound.kind is kind]) for kind in kinds],
    )


@bp.get("/conditions/")
def conditions() -> str:
    """All conditions, by category."""
    found = list(catalogue().conditions.values())
    by_category = [
        (category, [condition for condition in found if condition.category is category]) for category in Category
    ]
    return render_template("browse/conditions.html", categories=[entry for entry in by_category if entry[1]])


@bp.get("/compounds/<slug>/")
def compound(slug: str) -> str:
    """A compound: its own sections, and every condition it was assessed for."""
    found = catalogue().compound_page(slug) or abort(404)
    return render_template("browse/compound.html", pair=found, compound=found.compound)


@bp.get("/conditions/<slug>/")
def condition(slug: str) -> str:
    """A condition: how it changes the handling of drugs, and every compound assessed for it."""
    found = catalogue().condition_page(slug) or abort(404)
    return render_template("browse/condition.html", pair=found, condition=found.condition)


@bp.get("/safety/")
def pair_form() -> Response:
    """Where the form with two lists leads: the chosen pair's own address, in the chosen reading."""
    compound, condition = request.args.get("compound", ""), request.args.get("condition", "")
    known = catalogue().pair(compound, condition) is not None
    return redirect(link(paths.pair(compound, condition) if known else "/"), 303)


@bp.get("/references/<id>/")
def reference(id: str) -> str:
    """A reference and everything that cites it."""
    found = catalogue().references.get(id) or abort(404)
    citing = [citing_page(cited) for cited in catalogue().cited_by(id)]
    return render_template("browse/reference.html", reference=found, citing=citing)


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
    """What cites a reference, as its page shows it: an answer's claims stand under ``pair-``, others under the slug."""
    path, title, owner = _address(cited)
    rows: Iterator[Row] = (Row(f"{path}#{owner}-{claim.id}", claim.section.label, claim.text) for claim in cited.claims)
    return CitingPage(path, title, (*rows, *(Row(path, place.capitalize(), "") for place in cited.places)))


def _address(cited: CitedBy) -> tuple[str, str, str]:
    """The page on which a document stands, its title, and whose claims its own are there."""
    match cited.document:
        case Answer() as answer:
            return paths.pair(*answer.slugs), answer.question, "pair"
        case Compound(slug=slug, name=name):
            return paths.compound(slug), name, slug
        case Condition(slug=slug, name=name):
            return paths.condition(slug), name, slug
        case Page(slug=slug, title=title):
            return paths.page(slug), title, slug
        case Term(term=term):
            return f"/glossary/#{slug_of(term)}", f"Glossary: {term}", ""
        case medicine:
            return "", f"Table of medicines: {medicine.name}", ""


@bp.get("/glossary/")
def glossary() -> str:
    """The terms, each explained in a sentence or two."""
    return render_template("browse/glossary.html")


@bp.get("/changes/")
def changes() -> str:
    """Every change of a verdict, newest first."""
    return render_template("browse/changes.html")


@bp.get("/<slug>/")
def page(slug: str) -> str:
    """One of the site's own pages, such as the methods."""
    found = catalogue().pages.get(slug) or abort(404)
    return render_template("pages/page.html", page=found)
