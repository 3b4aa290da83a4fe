"""404 with near names, 410 for retired pages, moved addresses, 500."""

from __future__ import annotations

from difflib import get_close_matches

from flask import Flask, redirect, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError, NotFound
from werkzeug.wrappers import Response

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.names import words
from safetysite.web.state import catalogue

#: How many near pages a 404 offers.
NEAR = 5


def attach(app: Flask) -> None:
    """Answer errors with pages of the site."""
    app.register_error_handler(NotFound, not_found)
    app.register_error_handler(HTTPException, other)


def not_found(error: HTTPException) -> tuple[str, int] | Response:
    """A moved address redirects, a retired one is gone, any other is not here; near names are offered."""
    moved = catalogue().redirects.get(request.path)
    if moved and moved.to:
        return redirect(moved.to, 301)
    if moved:
        return _page(410, "This page was taken down", moved.why), 410
    text = "There is no page at this address. It may have been mistyped."
    return _page(404, "Page not found", text, near_pages(catalogue(), request.path)), 404


def other(error: HTTPException) -> tuple[str, int] | Response:
    """Any other error: what it means and a way on. A redirect passes through."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    if isinstance(error, InternalServerError):
        text = "Something went wrong on our side. Nothing you did caused it. Please try again in a moment."
        return _page(500, "Something went wrong", text), 500
    return _page(code, error.name, error.description or ""), code


def near_pages(site: Catalogue, path: str) -> list[tuple[str, str]]:
    """Compounds and conditions whose names are near a word of the path: (address, name)."""
    names = {slug: (paths.compound(slug), entry.name) for slug, entry in site.compounds.items()}
    names |= {slug: (paths.condition(slug), entry.name) for slug, entry in site.conditions.items()}
    near: dict[str, None] = {}
    for part in path.strip("/").split("/")[:4]:
        guess = "-".join(word.form for word in words(part))[:80]
        near |= dict.fromkeys(get_close_matches(guess, names, n=3, cutoff=0.6))
    return [names[slug] for slug in near][:NEAR]


def _page(code: int, title: str, text: str, near: list[tuple[str, str]] | None = None) -> str:
    return render_template("errors/error.html", code=code, title=title, text=text, near=near or [], robots="noindex")
