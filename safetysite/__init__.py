"""safetysite: is this compound safe with this condition? Cited, dated answers."""

from __future__ import annotations

from datetime import UTC, date, datetime

from flask import Flask
from jinja2 import StrictUndefined

from safetysite.content import catalogue
from safetysite.search.whoosh_index import open_search
from safetysite.settings import Settings
from safetysite.web import (
    answers,
    browse,
    crawlers,
    data,
    errors,
    map,
    page_cache,
    search,
    security,
    state,
    static_files,
    views,
)


def create_app(settings: Settings, today: date | None = None) -> Flask:
    """The site as a Flask application: load the content, open its index, wire the parts, return.

    Raises ContentError, with file and line of each problem, if the content fails the check,
    and SearchIndexError if nobody has built its index.
    """
    app = Flask(__name__, template_folder=settings.templates, static_folder="static")
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.url_map.strict_slashes = True
    app.config["MAX_CONTENT_LENGTH"] = 64 * 1024
    site = catalogue.load(settings.content, today or datetime.now(UTC).date())
    state.attach(app, settings, site, open_search(settings.search_index, site.digest, site.synonyms))
    views.attach(app)
    static_version = static_files.attach(app)
    for blueprint in (browse.bp, answers.bp, search.bp, map.bp, crawlers.bp, data.bp):
        app.register_blueprint(blueprint)
    errors.attach(app)
    security.attach(app)
    page_cache.attach(app, settings, lambda: state.catalogue_of(app), static_version)
    return app
