"""What programs read: sitemap, robots.txt, llms.txt, feeds, the health of the site."""

from __future__ import annotations

from flask import Blueprint, Response, abort, request

from safetysite.outputs import feed, llms, sitemap
from safetysite.web.state import catalogue, unknown_count
from safetysite.web.views import address

bp = Blueprint("crawlers", __name__)


@bp.get("/sitemap.xml")
def sitemap_index() -> Response:
    """The parts of the sitemap."""
    return _for_programs(sitemap.index(catalogue(), address), "application/xml")


@bp.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> Response:
    """The addresses worth indexing; a part has one address, not one for each way to write its number."""
    if request.path != sitemap.part_path(number):
        abort(404)
    return _for_programs(sitemap.part(catalogue(), number, address) or abort(404), "application/xml")


@bp.get("/feed.xml")
def feed_of_site() -> Response:
    """The newest changes of verdicts."""
    return _for_programs(feed.of_site(catalogue(), address), feed.TYPE)


@bp.get("/compounds/<slug>/feed.xml")
def feed_of_compound(slug: str) -> Response:
    """The changes of a compound's verdicts."""
    if slug not in catalogue().compounds:
        abort(404)
    return _for_programs(feed.of_compound(catalogue(), slug, address), feed.TYPE)


@bp.get("/conditions/<slug>/feed.xml")
def feed_of_condition(slug: str) -> Response:
    """The changes of verdicts for a condition."""
    if slug not in catalogue().conditions:
        abort(404)
    return _for_programs(feed.of_condition(catalogue(), slug, address), feed.TYPE)


@bp.get("/robots.txt")
def robots() -> Response:
    """Everything may be read; pages that should not be indexed say so themselves."""
    return Response(f"User-agent: *\nAllow: /\n\nSitemap: {address('/sitemap.xml')}\n", mimetype="text/plain")


@bp.get("/llms.txt")
def llms_txt() -> Response:
    """What the site is, for programs that read for people."""
    return _for_programs(llms.render(catalogue(), address), "text/plain")


@bp.get("/healthz")
def healthz() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> Response:
    """The content that is served, by its digest, and how many questions named what it lacks."""
    text = f"ready {catalogue().digest}\nquestions not in the catalogue: {unknown_count()}\n"
    return Response(text, mimetype="text/plain")


def _for_programs(text: str, mimetype: str) -> Response:
    """Read by programs, and no result of a search by itself."""
    return Response(text, mimetype=mimetype, headers={"X-Robots-Tag": "noindex"})
