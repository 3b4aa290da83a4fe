"""What every template may use: addresses, the reading, dates, citations, static files."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, request, url_for

from safetysite.content import paths
from safetysite.content.markdown import slug_of
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
from safetysite.outputs import vancouver
from safetysite.search import FACETS
from safetysite.web import state

READINGS = ("plain", "clinical")


def reading() -> str:
    """The reading a visitor chose: ``plain``, unless the address says ``clinical``."""
    return "clinical" if request.args.get("reading") == "clinical" else "plain"


def link(path: str) -> str:
    """A link within the site that keeps the chosen reading; ``path`` may have a fragment."""
    if reading() == "plain":
        return path
    bare, _, fragment = path.partition("#")
    return f"{bare}?reading=clinical" + (f"#{fragment}" if fragment else "")


def day(when: date) -> str:
    """A date as people read it: 22 November 2026."""
    return f"{when.day} {when:%B} {when.year}"


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


def facet_label(name: str, value: str) -> str:
    """A facet's value as readers read it."""
    return _FACET_LABELS.get(name, {}).get(value, value)


def attach(app: Flask) -> None:
    """Make the helpers known to every template."""
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["slug"] = slug_of
    app.jinja_env.globals.update(
        paths=paths,
        vancouver=vancouver,
        Section=Section,
        Safety=Safety,
        Provenance=Provenance,
        DO_NOT_STOP=DO_NOT_STOP,
        link=link,
        static=_static(app),
        facets=FACETS,
        facet_label=facet_label,
    )

    @app.context_processor
    def context() -> dict[str, Any]:
        site, settings = state.catalogue(), state.settings()
        return {
            "site": site,
            "settings": settings,
            "reading": reading(),
            "canonical": settings.origin + request.path,
            "robots": "noindex" if request.args else "index",
        }


def _static(app: Flask) -> Any:
    """``static(name)``: the address of a static file, with its content's hash as version."""
    folder = Path(app.static_folder or "")

    @cache
    def version(name: str, _changed: int) -> str:
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]

    def static(name: str) -> str:
        changed = (folder / name).stat().st_mtime_ns if app.debug else 0
        return url_for("static", filename=name, v=version(name, changed))

    return static
