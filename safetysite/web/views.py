"""What every template may use: addresses, the reading, dates, citations, what a page says of itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

from flask import Flask, request

from safetysite.content import paths, studies
from safetysite.content.model import Mention
from safetysite.content.names import slug_of
from safetysite.content.vocabulary import (
    DO_NOT_STOP,
    Category,
    Certainty,
    CompoundKind,
    Directness,
    Provenance,
    Safety,
    Section,
)
from safetysite.outputs import feed, jsonld, metadata, pictures, vancouver
from safetysite.search import FACETS
from safetysite.web import htmx, state


def reading() -> str:
    """The reading a visitor chose: ``plain``, unless the address says ``clinical``."""
    return "clinical" if request.args.get("reading") == "clinical" else "plain"


def link(path: str) -> str:
    """A link within the site that keeps the chosen reading; ``path`` may have a fragment."""
    if reading() == "plain":
        return path
    bare, _, fragment = path.partition("#")
    return f"{bare}?reading=clinical" + (f"#{fragment}" if fragment else "")


def address(path: str) -> str:
    """The full address of a path of the site, of the configured origin and never of the Host header."""
    return state.settings().origin + quote(path)


#: Facet -> value -> what readers read; a year stands for itself.
_FACET_LABELS = {
    "kind": {
        "answer": "Answer",
        "compound": "Compound",
        "condition": "Condition",
        "reference": "Reference",
        "page": "About this site",
    },
    "safety": {word.value: word.label for word in Safety},
    "directness": {word.value: word.label for word in Directness},
    "certainty": {word.value: word.label for word in Certainty},
    "class": {word.value: word.label for word in CompoundKind},
    "category": {word.value: word.label for word in Category},
}


def is_facet_value(name: str) -> Callable[[str], bool]:
    """Tells whether a value can be one of that facet's: a vocabulary word, or a year."""
    labels = _FACET_LABELS.get(name)
    return (lambda value: value in labels) if labels else (lambda value: bool(re.fullmatch(r"\d{4}", value)))


def facet_label(name: str, value: str) -> str:
    """A facet's value as readers read it."""
    return _FACET_LABELS.get(name, {}).get(value, value)


def attach(app: Flask) -> None:
    """Make the helpers known to every template."""
    app.jinja_env.filters["day"] = metadata.day
    app.jinja_env.filters["slug"] = slug_of
    app.jinja_env.tests["mention"] = lambda part: isinstance(part, Mention)
    app.jinja_env.globals.update(
        paths=paths,
        htmx=htmx,
        studies=studies,
        vancouver=vancouver,
        pictures=pictures,
        metadata=metadata,
        jsonld=jsonld,
        feed=feed,
        address=address,
        Section=Section,
        Safety=Safety,
        Provenance=Provenance,
        DO_NOT_STOP=DO_NOT_STOP,
        link=link,
        facets=FACETS,
        facet_label=facet_label,
    )

    @app.context_processor
    def context() -> dict[str, Any]:
        settings = state.settings()
        return {
            "site": state.catalogue(),
            "settings": settings,
            "reading": reading(),
            "layout": "layout.html",
            # Where the page's references stand: on itself, unless it shows one section of another page.
            "base": "",
            "canonical": address(request.path),
            # Parameters that change nothing, such as utm_source, must not take a page out of an index.
            "robots": "index" if reading() == "plain" else "noindex",
        }
