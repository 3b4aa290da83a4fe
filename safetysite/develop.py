"""The application for ``make run``: builds the index anew when the content has changed.

In production only ``safetysite index`` writes indexes; here the reloading server is the one builder.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from flask import Flask, Response

from safetysite import create_app
from safetysite.content import catalogue
from safetysite.problems import ContentError
from safetysite.search import documents, whoosh_index
from safetysite.settings import Settings, SettingsError


def app() -> Flask:
    """The site on the content as it stands now; where that has problems, an application that only tells them.

    The server must live on, for the reloader watches the files and starts it again at the next save.
    """
    try:
        settings = Settings.from_environ()
    except SettingsError as error:
        sys.exit(str(error))
    try:
        site = catalogue.load(settings.content, datetime.now(UTC).date())
    except ContentError as error:
        return _problems(str(error))
    whoosh_index.build(settings.search_index, site.digest, documents.documents(site))
    return create_app(settings)


def _problems(text: str) -> Flask:
    broken = Flask(__name__)

    @broken.route("/", defaults={"path": ""})
    @broken.route("/<path:path>")
    def problems(path: str) -> Response:
        return Response(f"The content has problems; mend them and save.\n\n{text}\n", 503, mimetype="text/plain")

    return broken
