"""404 with near names, 410 for retired pages, moved addresses, a missing last slash, 500."""

from __future__ import annotations

from difflib import get_close_matches
from urllib.parse import quote, unquote, urlsplit

from flask import Flask, abort, current_app, redirect, render_template, request
from werkzeug.exceptions import Gone, HTTPException, InternalServerError, NotFound
from werkzeug.routing import RequestRedirect
from werkzeug.wrappers import Response

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.model import Redirect
from safetysite.content.names import words
from safetysite.web import moved
from safetysite.web.state import catalogue
from safetysite.web.views import link

#: How many near pages a 404 offers.
NEAR = 5

_BROKEN = "Something went wrong"
_OURS = "Something went wrong on our side. Nothing you did caused it. Please try again in a moment."
#: What is sent when even the error page cannot be made.
_BARE = (
    f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{_BROKEN}</title>'
    f'<h1>{_BROKEN}</h1><p>{_OURS}</p><p><a href="/">Home</a></p></html>'
)


def attach(app: Flask) -> None:
    """Answer errors with pages of the site."""
    app.before_request(add_slash)
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(InternalServerError, broken)
    app.register_error_handler(HTTPException, other)


def add_slash() -> Response | None:
    """An address without its last slash: one step to the right one, if there is a page.

    Flask would answer by itself, but with the Host header in Location, which anyone may forge.
    """
    if not isinstance(request.routing_exception, RequestRedirect):
        return None
    path = "/" + unquote(urlsplit(request.routing_exception.new_url).path).lstrip("/")
    if found := moved.find(catalogue(), path):
        return _moved(found)
    if path not in catalogue().addresses:
        abort(404)
    query = request.query_string.decode("latin-1")
    return redirect(quote(path) + (f"?{query}" if query else ""), 308)


def not_found(error: NotFound) -> Response:
    """A moved address redirects, a retired one is gone, any other is not here; near names are offered."""
    if found := moved.find(catalogue(), request.path):
        return _moved(found)
    text = "There is no page at this address. It may have been mistyped."
    return _page(error, "Page not found", text, near_pages(catalogue(), request.path))


def broken(error: InternalServerError) -> Response:
    """500: not the reader's fault. What broke the request may break the page's own context too."""
    try:
        return _page(error, _BROKEN, _OURS)
    except Exception:
        current_app.logger.exception("the error page failed too")
        response = error.get_response()
        response.set_data(_BARE)
        return response


def other(error: HTTPException) -> Response:
    """Any other error: what it means and a way on."""
    return _page(error, error.name, error.description or "")


def near_pages(site: Catalogue, path: str) -> list[tuple[str, str]]:
    """Compounds and conditions whose names are near a word of the path: (address, name)."""
    names = {slug: (paths.compound(slug), entry.name) for slug, entry in site.compounds.items()}
    names |= {slug: (paths.condition(slug), entry.name) for slug, entry in site.conditions.items()}
    near: dict[str, None] = {}
    for part in path.strip("/").split("/")[:4]:
        guess = "-".join(word.form for word in words(part))[:80]
        near |= dict.fromkeys(get_close_matches(guess, names, n=3, cutoff=0.6))
    return [names[slug] for slug in near][:NEAR]


def _moved(found: Redirect) -> Response:
    """On to the new address in the chosen reading, or the reason why there is none."""
    if found.to:
        return redirect(link(found.to), 301)
    return _page(Gone(), "This page was taken down", found.why)


def _page(error: HTTPException, title: str, text: str, near: list[tuple[str, str]] | None = None) -> Response:
    """The error's own response, which has its headers (405 names the allowed methods), with a page of the site.

    The page has no canonical address: it is no page of its own, and the path may be anything.
    """
    response = error.get_response()
    page = render_template(
        "errors/error.html", title=title, text=text, near=near or [], robots="noindex", canonical=None
    )
    response.set_data(page)
    return response
