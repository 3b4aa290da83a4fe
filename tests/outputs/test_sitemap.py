"""The sitemap: its parts, its limits, its days."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
import xmlschema

from safetysite.content import catalogue
from safetysite.content.catalogue import Catalogue
from safetysite.outputs import sitemap
from tests.conftest import GOOD

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


def address(path: str) -> str:
    return f"https://site.example{path}"


def locs(xml: str | None, root: str, entry: str) -> list[str]:
    """The addresses of a part or of the index, which must have its own root."""
    assert xml is not None
    tree = ElementTree.fromstring(xml)
    assert tree.tag == SITEMAP + root
    assert {child.tag for child in tree} == {SITEMAP + entry}
    return [loc.text or "" for loc in tree.iter(f"{SITEMAP}loc")]


def test_index_and_parts_are_as_their_schema_says(tiny: Catalogue, real: Catalogue) -> None:
    """A search engine reads nothing of a file with a slip in it."""
    schema = xmlschema.XMLSchema(Path(__file__).parent / "sitemap.xsd")
    for site in (tiny, real):
        index = sitemap.index(site, address)
        schema.validate(index)
        parts = [sitemap.part(site, at, address) for at in range(1, index.count("<sitemap>") + 1)]
        for xml in parts:
            assert xml
            schema.validate(xml)
    for right, slip in (("<lastmod>20", "<lastmod>on 20"), ("<loc>https", "<loc>ftp"), ("</loc>", "</loc><title/>")):
        assert schema.is_valid(index)
        assert not schema.is_valid(index.replace(right, slip, 1)), slip


def test_the_limits_are_kept(tiny: Catalogue) -> None:
    """50,000 addresses and 50 MB a part, 50,000 parts (sitemaps.org); an address has less than 2,048 characters."""
    assert sitemap.PART <= 50_000
    xml = sitemap.part(tiny, 1, address)
    assert xml is not None
    longest = max(map(len, xml.split("</url>")))
    assert longest * sitemap.PART < 50_000_000
    assert sitemap.part(tiny, 0, address) is None
    assert sitemap.part(tiny, 2, address) is None


def test_the_parts_hold_everything_once(tiny: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that grew past one part loses no address."""
    whole = locs(sitemap.part(tiny, 1, address), "urlset", "url")
    monkeypatch.setattr(sitemap, "PART", 5)
    index = locs(sitemap.index(tiny, address), "sitemapindex", "sitemap")
    assert index == [address(f"/sitemap-{at}.xml") for at in range(1, -(-len(whole) // 5) + 1)]
    parts = [locs(sitemap.part(tiny, at, address), "urlset", "url") for at in range(1, len(index) + 1)]
    assert [loc for part in parts for loc in part] == whole
    assert len(set(whole)) == len(whole)


def test_the_day_is_of_the_content(tiny: Catalogue) -> None:
    """An answer's own, a compound's newest source or answer, a list's newest entry; none is of today."""
    days = dict(sitemap.entries(tiny))
    assert days["/safety/examplin/sampleitis/"] == date(2026, 1, 20)
    assert days["/compounds/examplin/"] == date(2026, 1, 20)
    assert days["/conditions/illness/"] == date(2026, 1, 10)
    assert days["/changes/"] == days["/"] == days["/compounds/"] == date(2026, 1, 20)
    assert "<lastmod>2026-01-20</lastmod>" in sitemap.index(tiny, address)


def test_an_answer_past_its_review_is_read_again() -> None:
    """A search engine must not go on showing a class that the page has withdrawn."""
    late = dict(sitemap.entries(catalogue.load(GOOD, date(2026, 12, 1))))
    assert late["/safety/examplin/sampleitis/"] == date(2026, 7, 21)
    assert late["/compounds/examplin/"] == late["/"] == date(2026, 7, 21)
