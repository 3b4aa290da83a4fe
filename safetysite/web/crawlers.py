"""What programs read: the sitemap, robots.txt, the health of the site."""

from __future__ import annotations

from flask import Blueprint, Response

from safetysite.outputs import sitemap
from safetysite.web.state import catalogue, settings, unknown_count

bp = Blueprint("crawlers", __name__)


@bp.get("/sitemap.xml")
def sitemap_xml() -> Response:
    """The addresses worth indexing."""
    return Response(sitemap.render(catalogue(), settings().origin), mimetype="application/xml")


@bp.get("/robots.txt")
def robots() -> Response:
    """Everything may be read; pages that should not be indexed say so themselves."""
    return Response(f"User-agent: *\nAllow: /\n\nSitemap: {settings().origin}/sitemap.xml\n", mimetype="text/plain")


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> Response:
    """The content that is served, by its digest, and how many questions named what it lacks."""
    text = f"ready {catalogue().digest}\nquestions not in the catalogue: {unknown_count()}\n"
    return Response(text, mimetype="text/plain")
