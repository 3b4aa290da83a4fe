"""The WSGI application that the benchmark serves: ``BENCH_ENGINE`` is whoosh, fts5 or hello.

Both engines stand behind the site's own application with its templates and facets; only
the search of its desk is another one, over the documents that the benchmark built.
"""

from __future__ import annotations

import os
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask

from benchmarks.fts5 import Fts5Search
from safetysite import create_app
from safetysite.content import catalogue
from safetysite.search import Search
from safetysite.search.whoosh_index import open_search
from safetysite.settings import Settings
from safetysite.web import state

#: The digests under which the benchmark builds the real and the generated index.
DIGEST = "generated"


def make(engine: str, folder: Path) -> Flask:
    """The application with the engine."""
    if engine == "hello":
        hello = Flask("hello")
        hello.add_url_rule("/", view_func=lambda: "hello")
        return hello
    settings = replace(Settings.from_environ(), search_index=folder)
    today = datetime.now(UTC).date()
    app = create_app(settings, today)
    site = catalogue.load(settings.content, today)
    search: Search = (
        Fts5Search(folder / "fts5.db", site.synonyms)
        if engine == "fts5"
        else open_search(folder, DIGEST, site.synonyms)
    )
    state.attach(app, settings, site, search)
    return app


app = make(os.environ.get("BENCH_ENGINE", "hello"), Path(os.environ.get("BENCH_FOLDER", ".")))
