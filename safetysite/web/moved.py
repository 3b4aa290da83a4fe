"""Where an address moved: the table of redirects, which also holds for the pairs and the feed of a renamed slug."""

from __future__ import annotations

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.model import Redirect
from safetysite.outputs import feed


def find(site: Catalogue, path: str) -> Redirect | None:
    """The redirect that holds for an address: its own, else what became of its pair; None if it never moved.

    ``to`` is the last address at once, so that a reader is sent on once only.
    """
    if own := site.redirects.get(path):
        return own
    match path.strip("/").split("/"):
        case ["compounds" | "conditions" as kind, slug, "feed.xml"]:
            return _feed(site, f"/{kind}/{slug}/")
        case ["safety", compound, condition]:
            return _pair(site, compound, condition)
        case ["safety", compound, condition, kind]:
            pair = site.redirects.get(paths.pair(compound, condition)) or _pair(site, compound, condition)
            section = f"{pair.to}{kind}/" if pair and pair.to else ""
            # A pair without an answer has no section pages; its own page is the nearest.
            return Redirect(from_=path, to=section, why=pair.why) if pair and section in site.addresses else pair
    return None


def _pair(site: Catalogue, compound: str, condition: str) -> Redirect | None:
    """What became of a pair whose compound or condition was renamed or retired."""
    sides = [site.redirects.get(paths.compound(compound)), site.redirects.get(paths.condition(condition))]
    if retired := next((side for side in sides if side and not side.to), None):
        return retired
    new = [
        _slug(side.to) if side and side.to else slug for side, slug in zip(sides, (compound, condition), strict=True)
    ]
    if not any(sides) or not site.pair(*new):
        return None
    return Redirect(from_=paths.pair(compound, condition), to=paths.pair(*new), why="A slug of the pair was renamed.")


def _feed(site: Catalogue, page: str) -> Redirect | None:
    """What became of the feed of a page; where the new page has none, that of the whole site goes on."""
    found = site.redirects.get(page)
    if not found or not found.to:
        return found
    has_feed = _slug(found.to) in {*site.compounds, *site.conditions}
    return Redirect(from_=feed.path(page), to=feed.path(found.to if has_feed else "/"), why=found.why)


def _slug(path: str) -> str:
    return path.rstrip("/").rpartition("/")[2]
