"""Atom feeds (RFC 4287): each change of a verdict as an entry, for the site, a compound or a condition.

An entry's id is its row in the ledger, which is never rewritten: a new change is a new entry.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue, LedgerEntry
from safetysite.outputs import metadata
from safetysite.outputs.metadata import Address

TYPE = "application/atom+xml"
CHANGES = "/changes/"

#: How many changes a feed holds; a reader that comes weekly misses none.
NEWEST = 50

#: When nothing was ever assessed, a feed still must say when it was last updated.
_NEVER = date(1970, 1, 1)


def path(page: str) -> str:
    """The feed of a page: ``/`` -> ``/feed.xml``, ``/compounds/x/`` -> ``/compounds/x/feed.xml``."""
    return f"{page}feed.xml"


def anchor(entry: LedgerEntry) -> str:
    """The change's id within the ledger: whose it is, and which in the order of that answer's history."""
    return "/".join((*entry.answer.slugs, str(entry.answer.history.index(entry.change) + 1)))


def of_site(site: Catalogue, address: Address) -> str:
    """The newest changes of all verdicts."""
    return _render("Changes of verdicts", CHANGES, "/", site.ledger, site, address)


def of_compound(site: Catalogue, slug: str, address: Address) -> str:
    """The changes of a compound's verdicts."""
    page, name = paths.compound(slug), site.compounds[slug].name
    ledger = [entry for entry in site.ledger if entry.answer.compound == slug]
    return _render(f"{name}: changes of verdicts", page, page, ledger, site, address)


def of_condition(site: Catalogue, slug: str, address: Address) -> str:
    """The changes of verdicts for a condition."""
    page, name = paths.condition(slug), site.conditions[slug].name
    ledger = [entry for entry in site.ledger if entry.answer.condition == slug]
    return _render(f"{name}: changes of verdicts", page, page, ledger, site, address)


def title(site: Catalogue, entry: LedgerEntry) -> str:
    """``Ketamine with stage IV cancer: Caution → Avoid``."""
    compound, condition = site.compounds[entry.answer.compound], site.conditions[entry.answer.condition]
    before = f"{entry.change.from_.label} → " if entry.change.from_ else ""
    return f"{compound.name} with {condition.plain_name}: {before}{entry.change.to.label}"


def summary(site: Catalogue, entry: LedgerEntry) -> str:
    """Why the verdict was given, and the reference that moved it."""
    if not entry.change.reference:
        return entry.change.why
    return f"{entry.change.why} Moved by: {site.references[entry.change.reference].title}"


def _render(name: str, page: str, owner: str, ledger: Iterable[LedgerEntry], site: Catalogue, address: Address) -> str:
    """The feed as XML; ``page`` shows the same to people, ``owner`` is the page whose feed it is."""
    entries = list(ledger)[:NEWEST]
    newest = (entries or site.ledger)[0].change.date if site.ledger else _NEVER
    feed = Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _add(feed, "id", address(path(owner)))
    _add(feed, "title", f"{name} · {metadata.NAME}")
    _add(feed, "updated", _moment(newest))
    _add(feed, "rights", f"Texts and data: {metadata.LICENCE}")
    author = SubElement(feed, "author")
    _add(author, "name", metadata.NAME)
    _add(author, "uri", address("/"))
    SubElement(feed, "link", rel="self", type=TYPE, href=address(path(owner)))
    SubElement(feed, "link", rel="alternate", type="text/html", href=address(page))
    for entry in entries:
        feed.append(_entry(entry, site, address))
    ElementTree.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ElementTree.tostring(feed, encoding="unicode") + "\n"


def _entry(entry: LedgerEntry, site: Catalogue, address: Address) -> Element:
    found = Element("entry")
    _add(found, "id", f"{address(CHANGES)}#{anchor(entry)}")
    _add(found, "title", title(site, entry))
    _add(found, "updated", _moment(entry.change.date))
    _add(found, "published", _moment(entry.change.date))
    SubElement(found, "link", rel="alternate", type="text/html", href=address(paths.pair(*entry.answer.slugs)))
    if entry.change.reference:
        SubElement(
            found, "link", rel="related", type="text/html", href=address(paths.reference(entry.change.reference))
        )
    SubElement(found, "category", term=entry.change.to.value, label=entry.change.to.label)
    _add(found, "summary", summary(site, entry))
    return found


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = text


def _moment(day: date) -> str:
    """The ledger knows days only; the day begins."""
    return f"{day.isoformat()}T00:00:00Z"
