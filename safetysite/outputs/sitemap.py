"""The sitemap: the addresses worth indexing, each with the day its content last changed; an index and its parts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple
from xml.etree import ElementTree

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.joined import CompoundPage, ConditionPage
from safetysite.outputs import metadata
from safetysite.outputs.metadata import Address

_NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"

#: Addresses in one part. The limits are 50,000 and 50 MB; a small part is cheap to make and to read again.
PART = 10_000


class Entry(NamedTuple):
    """An address and the day its content last changed, where the content tells."""

    path: str
    changed: date | None


def part_path(number: int) -> str:
    """The address of a part; the first is 1."""
    return f"/sitemap-{number}.xml"


def entries(site: Catalogue) -> list[Entry]:
    """Each page for search engines; sections, terms and composed pairs are not among them."""
    answers = [Entry(paths.pair(*answer.slugs), metadata.stands_since(answer)) for answer in site.answers.values()]
    newest = _newest(answers)
    compounds = [
        Entry(paths.compound(slug), _newest_day(site, compound, slug))
        for slug in site.compounds
        if (compound := site.compound_page(slug))
    ]
    conditions = [
        Entry(paths.condition(slug), _newest_day(site, condition, slug))
        for slug in site.conditions
        if (condition := site.condition_page(slug))
    ]
    references = [Entry(paths.reference(one.id), one.seen_on) for one in site.references.values()]
    pages = [Entry(paths.page(page.slug), page.updated) for page in site.pages.values()]
    return [
        Entry("/", newest),
        Entry("/compounds/", _newest(compounds)),
        Entry("/conditions/", _newest(conditions)),
        Entry("/map/", newest),
        Entry("/changes/", site.ledger[0].change.date if site.ledger else None),
        Entry(paths.EXPORT, newest),
        Entry(paths.GLOSSARY, None),
        Entry(paths.REFERENCES, _newest(references)),
        *compounds,
        *conditions,
        *answers,
        *references,
        *pages,
    ]


def index(site: Catalogue, address: Address) -> str:
    """The index: every part with its newest day."""
    parts = _parts(entries(site))
    return _render(
        "sitemapindex", "sitemap", [Entry(part_path(at), _newest(part)) for at, part in enumerate(parts, 1)], address
    )


def part(site: Catalogue, number: int, address: Address) -> str | None:
    """One part, the first being 1; None for a number that the index does not name."""
    parts = _parts(entries(site))
    return _render("urlset", "url", parts[number - 1], address) if 1 <= number <= len(parts) else None


def _parts(found: list[Entry]) -> list[list[Entry]]:
    return [found[at : at + PART] for at in range(0, len(found), PART)]


def _newest_day(site: Catalogue, page: CompoundPage | ConditionPage, slug: str) -> date | None:
    """The newest day of a page, or of what it says of its answers."""
    days = (metadata.changed_page(site, page), *map(metadata.stands_since, site.answers_of(slug)))
    return max(filter(None, days), default=None)


def _newest(found: Iterable[Entry]) -> date | None:
    return max((entry.changed for entry in found if entry.changed), default=None)


def _render(root_name: str, name: str, found: Iterable[Entry], address: Address) -> str:
    root = ElementTree.Element(root_name, xmlns=_NAMESPACE)
    for path, changed in found:
        entry = ElementTree.SubElement(root, name)
        ElementTree.SubElement(entry, "loc").text = address(path)
        if changed:
            ElementTree.SubElement(entry, "lastmod").text = changed.isoformat()
    ElementTree.indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"
