"""A client of a changed copy of the tiny site, for what the tiny site itself does not hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from safetysite import create_app
from safetysite.content import catalogue
from safetysite.search import documents, whoosh_index
from safetysite.settings import Settings
from tests.conftest import TODAY, CheckedClient, Edit, edit


@pytest.fixture
def client_of(site: Path, tmp_path: Path, tiny_settings: Settings) -> Callable[..., CheckedClient]:
    """Change the tiny site by edits (a file with nothing old and nothing new goes away) and open it on a day."""

    def client(*edits: Edit, today: date = TODAY) -> CheckedClient:
        for name, old, new in edits:
            if old or new:
                edit(site / name, old, new)
            else:
                (site / name).unlink()
        settings = replace(tiny_settings, content=site, search_index=tmp_path / "search_index")
        loaded = catalogue.load(site, today)
        whoosh_index.build(settings.search_index, loaded.digest, documents.documents(loaded))
        app = create_app(settings, today)
        return CheckedClient(app, app.response_class)

    return client
