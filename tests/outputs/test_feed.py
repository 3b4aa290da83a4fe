"""Atom feeds: what RFC 4287 demands of a feed and of an entry, and ids that stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

import feedparser  # type: ignore[import-untyped]  # it has no types
import pytest

from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import Safety
from safetysite.outputs import feed

ATOM = "{http://www.w3.org/2005/Atom}"
MOMENT = r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z"


def address(path: str) -> str:
    return f"https://site.example{path}"


def text(element: ElementTree.Element, name: str) -> str:
    """The one child of that name; RFC 4287 allows no second of those asked for here."""
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text or ""


@pytest.mark.parametrize(
    ("xml", "number"),
    [
        (lambda site: feed.of_site(site, address), 3),
        (lambda site: feed.of_compound(site, "examplin", address), 2),
        (lambda site: feed.of_condition(site, "mockosis", address), 1),
        (lambda site: feed.of_condition(site, "illness", address), 0),
    ],
)
def test_a_feed_has_what_the_standard_demands(tiny: Catalogue, xml, number: int) -> None:  # type: ignore[no-untyped-def]
    """Section 4.1: id, title, updated, author, a link to itself; each entry id, title, updated, link, summary."""
    root = ElementTree.fromstring(xml(tiny))
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert len(entries) == number
    assert [author.findtext(f"{ATOM}name") for author in root.findall(f"{ATOM}author")] == ["safetysite"]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links["self"] == text(root, "id")
    assert links["alternate"]
    for one in (root, *entries):
        assert re.fullmatch(MOMENT, text(one, "updated"))
        assert text(one, "title")
        assert text(one, "id").startswith("https://site.example/")
    for entry in entries:
        assert text(entry, "summary")
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")].count("alternate") == 1
    assert len({text(entry, "id") for entry in entries}) == number
    assert text(root, "updated") == max((text(one, "updated") for one in entries), default="2026-01-20T00:00:00Z")


def feeds(site: Catalogue) -> Iterator[tuple[str, str, int]]:
    """Every feed: its address, itself, how many entries it has."""
    yield "/feed.xml", feed.of_site(site, address), min(len(site.ledger), feed.NEWEST)
    for slug in site.compounds:
        yield f"/compounds/{slug}/feed.xml", feed.of_compound(site, slug, address), changes(site, slug)
    for slug in site.conditions:
        yield f"/conditions/{slug}/feed.xml", feed.of_condition(site, slug, address), changes(site, slug)


def changes(site: Catalogue, slug: str) -> int:
    return min(sum(len(answer.history) for answer in site.answers_of(slug)), feed.NEWEST)


def test_a_feed_reader_reads_every_feed(tiny: Catalogue, real: Catalogue) -> None:
    """Without mending anything, and every entry with what a reader shows of it."""
    for site in (tiny, real):
        for path, xml, number in feeds(site):
            found = feedparser.parse(xml.encode(), response_headers={"content-type": f"{feed.TYPE}; charset=utf-8"})
            assert found.bozo == 0, (path, found.get("bozo_exception"))
            assert (found.version, found.feed.id, len(found.entries)) == ("atom10", address(path), number), path
            for entry in found.entries:
                assert entry.title, path
                assert entry.summary, path
                assert entry.updated_parsed, path
                assert entry.link.startswith(address("/")), path


def test_an_entry_says_what_changed_and_what_moved_it(tiny: Catalogue) -> None:
    """Old class, new class, reason, reference."""
    root = ElementTree.fromstring(feed.of_site(tiny, address))
    entry = root.findall(f"{ATOM}entry")[0]
    assert text(entry, "title") == "Examplin with sampleitis: Caution → Specialist only"
    assert text(entry, "summary") == "The label was read. Moved by: Examplin label"
    assert text(entry, "id") == "https://site.example/changes/#examplin/sampleitis/2"


def test_a_new_change_leaves_the_old_ids(tiny: Catalogue) -> None:
    """A reader must not see every entry again."""
    answer = tiny.answers["examplin", "sampleitis"]
    before = [feed.anchor(entry) for entry in tiny.ledger]
    moved = replace(answer.history[-1], date=date(2026, 1, 30), from_=Safety.SPECIALIST_ONLY, to=Safety.AVOID)
    later = replace(tiny, answers={**tiny.answers, answer.slugs: replace(answer, history=(*answer.history, moved))})
    assert [feed.anchor(entry) for entry in later.ledger] == ["examplin/sampleitis/3", *before]


def test_a_site_without_answers_has_a_valid_feed(tiny: Catalogue) -> None:
    """On its first day, too."""
    root = ElementTree.fromstring(feed.of_site(replace(tiny, answers={}), address))
    assert re.fullmatch(MOMENT, text(root, "updated"))


def test_a_feed_is_short(tiny: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest only: it is fetched again and again."""
    monkeypatch.setattr(feed, "NEWEST", 2)
    root = ElementTree.fromstring(feed.of_site(tiny, address))
    assert len(root.findall(f"{ATOM}entry")) == 2
