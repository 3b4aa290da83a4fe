"""The application for ``make run``: builds the index anew when the content has changed.

In production only ``safetysite index`` writes indexes; here the reloading server is the one builder.
"""

from __future__ import annotations

import sys
from datetime import UTC, datetime

from flask import Flask

from safetysite import create_app
from safetysite.content import catalogue
from safetysite.problems import ContentError
from safetysite.search import documents, whoosh_index
from safetysite.settings import Settings, SettingsError


def app() -> Flask:
    """The site on the content as it stands now; ends with the problems where it has some."""
    try:
        settings = Settings.from_environ()
        site = catalogue.load(settings.content, datetime.now(UTC).date())
    except SettingsError as error:
        sys.exit(str(error))
    except ContentError as error:
        sys.exit(f"{error}\nMend it and save; the server starts again by itself.")
    whoosh_index.build(settings.search_index, site.digest, documents.documents(site))
    return create_app(settings)
