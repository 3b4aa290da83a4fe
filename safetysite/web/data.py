"""Every page as JSON and Markdown, the archive of everything, and the description of both.

What they hold is made in ``outputs``. An address of a machine form that does not exist is
answered with a problem as data (RFC 9457), never with a page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cached_property
from typing import Any, cast
from urllib.parse import quote

from flask import Blueprint, Response, current_app, redirect, request
from flask.blueprints import BlueprintSetupState
from werkzeug.exceptions import Gone, HTTPException, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response as BaseResponse

from safetysite.content import paths
from safetysite.content.joined import Joined
from safetysite.outputs import data, openapi
from safetysite.outputs.export import Export, as_markdown
from safetysite.outputs.forms import FORMS, Form
from safetysite.outputs.shapes import ExportDocument
from safetysite.search import FACETS
from safetysite.web import moved
from safetysite.web.htmx import respond
from safetysite.web.state import catalogue, settings

bp = Blueprint("data", __name__)

JSON, MARKDOWN, ZIP = "application/json", "text/markdown", "application/zip"
_PROBLEM = "application/problem+json"
_ENDING = re.compile(r"\.(?:json|md|zip)$")
_PARAMETER = re.compile(r"<[^>]*>|{[^}]*}")


# ---------------------------------------------------------------- one page as data


def _serve(form: Form, **slugs: str) -> BaseResponse:
    """The form that the address ends with."""
    page = form.path.format(**slugs)
    if request.path.endswith(".md"):
        text = form.as_markdown(catalogue(), settings().origin, **slugs)
        return _machine(text, MARKDOWN, page) if text is not None else missing()
    found = form.as_json(catalogue(), settings().origin, **slugs)
    return _machine(_json(found), JSON, page) if found is not None else missing()


def _add(form: Form) -> None:
    """Routes for both forms of one kind of page."""

    def view(**slugs: str) -> BaseResponse:
        return _serve(form, **slugs)

    for ending in (".json", ".md"):
        rule = paths.machine(form.path, ending).replace("{", "<").replace("}", ">")
        bp.add_url_rule(rule, f"{form.name}{ending.replace('.', '_')}", view)


for _form in FORMS:
    _add(_form)


def _json(found: Mapping[str, Any]) -> str:
    return json.dumps(found, ensure_ascii=False) + "\n"


def _machine(body: str | bytes, mimetype: str, page: str | None = None) -> Response:
    """A form for programs: out of search engines, its page named as the one to show."""
    response = Response(body, mimetype=mimetype)
    if mimetype == MARKDOWN:
        response.content_type = f"{MARKDOWN}; charset=utf-8"
    response.headers["X-Robots-Tag"] = "noindex"
    if page:
        response.headers["Link"] = f'<{settings().origin}{quote(page)}>; rel="canonical"'
    return response


# ---------------------------------------------------------------- everything at once


class _Shelf:
    """What is made once for the catalogue, when first asked for."""

    @cached_property
    def archive(self) -> tuple[ExportDocument, bytes]:
        """The archive with what is said of it; the tables it was made from are let go."""
        made = Export(catalogue(), settings().origin)
        return made.as_json(), made.archive

    @cached_property
    def openapi(self) -> str:
        return _json(openapi.describe(catalogue(), settings().origin, FACETS))


@bp.record_once
def _put_up(setup: BlueprintSetupState) -> None:
    setup.app.extensions["safetysite-data"] = _Shelf()


def _shelf() -> _Shelf:
    return cast(_Shelf, current_app.extensions["safetysite-data"])


@bp.get("/openapi.json")
def description() -> Response:
    """The addresses of the JSON, and what each answers."""
    return _machine(_shelf().openapi, JSON)


@bp.get(paths.EXPORT)
def export() -> Response:
    """What the archive holds, and where it is."""
    return respond("data/export.html", export=_shelf().archive[0])


@bp.get("/export.json")
def export_json() -> Response:
    """The same as data."""
    return _machine(_json(_shelf().archive[0]), JSON, paths.EXPORT)


@bp.get("/export.md")
def export_markdown() -> Response:
    """The same as Markdown, with the data dictionary."""
    return _machine(as_markdown(catalogue(), settings().origin), MARKDOWN, paths.EXPORT)


@bp.get(f"{paths.EXPORT}<name>.zip")
def archive(name: str) -> BaseResponse:
    """The archive of this content; that of another content is not kept."""
    if request.path != paths.archive(catalogue().digest):
        return problem(NotFound(), f"Only the newest archive is kept: {settings().origin}{paths.EXPORT}")
    response = _machine(_shelf().archive[1], ZIP, paths.EXPORT)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.zip"'
    return response


# ---------------------------------------------------------------- what pages say of their forms


@bp.app_template_global("alternates")
def alternates() -> list[tuple[str, str]]:
    """Type and path of each form that the page of this request has; none for searches and errors."""
    rule = _PARAMETER.sub("", request.url_rule.rule) if request.url_rule else ""
    if rule not in _PAGES:
        return []
    return [(JSON, paths.machine(request.path, ".json")), (MARKDOWN, paths.machine(request.path, ".md"))]


_PAGES = {_PARAMETER.sub("", path) for path in (*(form.path for form in FORMS), paths.EXPORT)}


@bp.app_template_global("cite")
def cite(page: Joined, url: str) -> str:
    """The page as a reference, for its foot."""
    return data.cite_page(catalogue(), *data.cited_as(catalogue(), page), url)


# ---------------------------------------------------------------- what there is not


@bp.before_app_request
def refuse() -> BaseResponse | None:
    """An address that ends like a machine form and belongs to none."""
    error = request.routing_exception
    if not isinstance(error, HTTPException) or not _ENDING.search(request.path):
        return None
    # A slash at the end of such an address would not make it a page.
    return missing() if isinstance(error, NotFound | RequestRedirect) else problem(error)


def missing() -> BaseResponse:
    """A moved page's form moved with it, a retired one is gone, any other is not here."""
    path, ending = request.path.rpartition(".")[::2]
    # No page has an archive of its own, so none moved.
    if ending == "zip" or not (found := moved.find(catalogue(), f"{path}/")):
        return problem(NotFound(), "There is nothing at this address.")
    if not found.to:
        return problem(Gone(), found.why)
    return redirect(paths.machine(found.to, f".{ending}"), 301)


def problem(error: HTTPException, detail: str | None = None) -> BaseResponse:
    """The error's own response, which has its headers, with a problem as data."""
    response = error.get_response()
    body = {"type": "about:blank", "title": error.name, "status": error.code, "detail": detail or error.description}
    response.set_data(_json(body))
    response.content_type = _PROBLEM
    response.headers["X-Robots-Tag"] = "noindex"
    return response
