"""sitemap.xml: the addresses worth indexing, with the date their text last changed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from xml.etree import ElementTree

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def entries(site: Catalogue) -> Iterator[tuple[str, date | None]]:
    """Path and last change of each page for search engines; composed pairs are not among them."""
    newest = max((answer.reviewed for answer in site.answers.values()), default=None)
    yield "/", newest
    yield "/compounds/", newest
    yield "/conditions/", newest
    yield "/glossary/", None
    for slug in (*site.compounds, *site.conditions):
        reviewed = [answer.reviewed for answer in site.answers_of(slug)]
        path = paths.compound(slug) if slug in site.compounds else paths.condition(slug)
        yield path, max(reviewed, default=None)
    for answer in site.answers.values():
        yield paths.pair(*answer.slugs), answer.reviewed
    for reference in site.references.values():
        yield paths.reference(reference.id), reference.seen_on
    for page in site.pages.values():
        yield paths.page(page.slug), page.updated


def render(site: Catalogue, origin: str) -> str:
    """The sitemap as XML; ``origin`` is scheme and host without a closing slash."""
    root = ElementTree.Element("urlset", xmlns=_NAMESPACE)
    for path, changed in entries(site):
        url = ElementTree.SubElement(root, "url")
        ElementTree.SubElement(url, "loc").text = origin + path
        if changed:
            ElementTree.SubElement(url, "lastmod").text = changed.isoformat()
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
