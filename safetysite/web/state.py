"""What belongs to one application: its settings and its catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from flask import Flask, current_app

from safetysite.content.catalogue import Catalogue
from safetysite.settings import Settings


@dataclass
class _State:
    settings: Settings
    catalogue: Catalogue


def attach(app: Flask, settings: Settings, catalogue: Catalogue) -> None:
    """Give the application its settings and its catalogue."""
    app.extensions["safetysite"] = _State(settings, catalogue)


def _state() -> _State:
    return cast(_State, current_app.extensions["safetysite"])


def catalogue() -> Catalogue:
    """The catalogue that this application serves."""
    return _state().catalogue


def settings() -> Settings:
    """The settings of this application."""
    return _state().settings
