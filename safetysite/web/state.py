"""What belongs to one application: its settings, its catalogue, its search."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from safetysite.content.catalogue import Catalogue
from safetysite.search import Search
from safetysite.search.question import Reader
from safetysite.search.typeahead import Typeahead
from safetysite.settings import Settings


@dataclass(frozen=True)
class Desk:
    """Where questions are answered: reading, type-ahead, full text."""

    reader: Reader
    typeahead: Typeahead
    search: Search


@dataclass
class _State:
    settings: Settings
    catalogue: Catalogue
    desk: Desk
    #: How many questions named something in no catalogue; their text is kept nowhere.
    unknown: int = 0


def attach(app: Flask, settings: Settings, catalogue: Catalogue, search: Search) -> None:
    """Give the application its settings, its catalogue and its search."""
    desk = Desk(Reader(catalogue), Typeahead(catalogue), search)
    app.extensions["safetysite"] = _State(settings, catalogue, desk)


def _state() -> _State:
    return cast(_State, current_app.extensions["safetysite"])


def catalogue() -> Catalogue:
    """The catalogue that this application serves."""
    return _state().catalogue


def catalogue_of(app: Flask) -> Catalogue:
    """The same outside a request of that application."""
    return cast(_State, app.extensions["safetysite"]).catalogue


def settings() -> Settings:
    """The settings of this application."""
    return _state().settings


def desk() -> Desk:
    """Where this application answers questions."""
    return _state().desk


def count_unknown() -> None:
    """Count a question that named something in no catalogue."""
    _state().unknown += 1


def unknown_count() -> int:
    """How many such questions this process has met."""
    return _state().unknown
