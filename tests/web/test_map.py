"""The map: every pair a plain link, honest about what nobody assessed, narrowed by a form."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from hashlib import sha256
from itertools import cycle, product

import pytest

from safetysite import create_app
from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import Safety
from safetysite.outputs import sitemap
from safetysite.settings import Settings
from tests.conftest import TODAY, CheckedClient

SWAP = {"HX-Request": "true"}
#: A pair's link; ``<i>`` is the sign of those that nobody assessed.
CELL = re.compile(
    r'<td><a href="(?P<path>[^"]+)"(?P<nofollow> rel="nofollow")?>(?:<i class="hollow"></i>|<svg.*?#sign-(?P<sign>[a-z-]+)".*?</svg>)'
    r"<span>(?P<words>[^<]+)</span></a></td>"
)


def cells(html: str) -> dict[str, tuple[bool, str, str]]:
    """Address -> is a crawler told not to follow, the sign, the words."""
    return {
        found["path"]: (bool(found["nofollow"]), found["sign"] or "not-assessed", found["words"])
        for found in CELL.finditer(html)
    }


def test_every_pair_is_one_plain_link_with_its_class_in_words(client: CheckedClient) -> None:
    """Who cannot see the signs, or has no script, gets the same map."""
    page = client.page("/map/")
    assert cells(page.html) == {
        "/safety/examplin/mockosis/": (True, "not-assessed", "Examplin with mockosis: not assessed"),
        "/safety/examplin/illness/": (True, "not-assessed", "Examplin with any illness: not assessed"),
        "/safety/examplin/sampleitis/": (
            False,
            "specialist-only",
            "Examplin with sampleitis: specialist only for some",
        ),
        "/safety/examplon/mockosis/": (False, "unknown", "Examplon with mockosis: unknown"),
        "/safety/examplon/illness/": (True, "not-assessed", "Examplon with any illness: not assessed"),
        "/safety/examplon/sampleitis/": (True, "not-assessed", "Examplon with sampleitis: not assessed"),
    }
    for sign in ("specialist-only", "unknown"):
        assert f"sign-{sign}" in page.ids


def test_it_counts_what_was_assessed_and_what_was_not(client: CheckedClient) -> None:
    """Two assessed pairs must not look like a finished map."""
    text = client.page("/map/").text
    assert "6 of 6 pairs shown 2 of them were assessed, 4 were not." in text
    for words in ("Specialist only: 1", "Unknown: 1", "Not assessed: 4"):
        assert words in text
    assert "Avoid: " not in text


def test_each_row_can_be_skipped(client: CheckedClient) -> None:
    """By keyboard a row is many stops long; where each link leads is checked for every page."""
    page = client.page("/map/")
    for words, target in (
        ("Skip the names of the conditions", "#row-examplin"),
        ("Skip the conditions of Examplin", "#row-examplon"),
        ("Skip the conditions of Examplon", "#map-end"),
    ):
        assert f'<a class="skip" href="{target}">{words}</a>' in page.html


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("kind=herb", ["examplon/mockosis", "examplon/illness", "examplon/sampleitis"]),
        ("category=pain", ["examplin/sampleitis", "examplon/sampleitis"]),
        ("verdict=unknown", ["examplon/mockosis"]),
        ("verdict=unknown&verdict=specialist-only", ["examplin/sampleitis", "examplon/mockosis"]),
        ("verdict=not-assessed&category=pain", ["examplon/sampleitis"]),
        ("kind=herb&verdict=avoid", []),
    ],
)
def test_the_filters_narrow_the_map(client: CheckedClient, query: str, shown: list[str]) -> None:
    """A narrowed map says so, shows the ticks, and stays out of search engines."""
    page = client.page(f"/map/?{query}")
    assert sorted(cells(page.html)) == sorted(f"/safety/{pair}/" for pair in shown)
    assert f"{len(shown)} of 6 pairs shown" in page.text
    assert (page.robots, page.canonical) == ("noindex", "https://site.example/map/")
    assert ("Empty fields are pairs with another verdict." in page.text) == bool(shown and "verdict" in query)
    ticked = [attrs["value"] for tag, attrs in page.tags if tag == "input" and "checked" in attrs]
    assert sorted(ticked) == sorted(part.split("=")[1] for part in query.split("&"))


def test_what_no_filter_knows_is_ignored(client: CheckedClient) -> None:
    """A slip in an address must not empty the map."""
    page = client.page("/map/?kind=potion&verdict=&category=<b>")
    assert page.html == client.page("/map/").html
    assert page.robots == "index"


def test_a_filter_that_nothing_fits_says_so(client: CheckedClient) -> None:
    """An empty table would read as nothing to fear."""
    page = client.page("/map/?verdict=avoid")
    assert "No pair fits all that was chosen." in page.text
    assert "/map/" in page.links
    assert page.count("table") == 0


def test_a_swap_gets_the_table_that_the_page_has(client: CheckedClient) -> None:
    """With and without script the same pairs; the form keeps its own state outside the swap."""
    address = "/map/?category=pain&verdict=not-assessed"
    page, swapped = client.get(address).text, client.get(address, headers=SWAP).text
    assert swapped.strip() in page
    assert swapped.lstrip().startswith('<section class="map" id="map"')
    assert 'data-announce="1 of 6 pairs shown"' in swapped
    assert "<form" not in swapped
    assert "HX-Request" in client.get(address).headers["Vary"]


def test_the_chosen_reading_is_kept(client: CheckedClient) -> None:
    """On the links and through the form."""
    page = client.page("/map/?reading=clinical&verdict=unknown")
    assert "/safety/examplon/mockosis/?reading=clinical" in page.links
    assert '<input type="hidden" name="reading" value="clinical">' in page.html


def test_an_overdue_verdict_is_marked(client_of: Callable[..., CheckedClient]) -> None:
    """A class that may no longer hold must not look like a fresh one."""
    page = client_of(today=date(2026, 12, 1)).page("/map/")
    assert "Examplin with sampleitis: specialist only for some, past its review date" in page.text
    assert 'href="#sign-overdue"' in page.html
    assert "Past its review date: 2" in page.text


def test_a_full_map_is_light(tiny: Catalogue, tiny_settings: Settings) -> None:
    """42 compounds by 35 conditions, every class among them, in half of what a first view may weigh (60 kB)."""
    answer = tiny.answers["examplin", "sampleitis"]
    compounds = {slug: replace(tiny.compounds["examplin"], slug=slug, name=slug) for slug in invented(42)}
    conditions = {slug: replace(tiny.conditions["mockosis"], slug=slug, plain_name=slug) for slug in invented(35)}
    verdicts = cycle(replace(answer.verdict, safety=safety) for safety in Safety)
    answers = {
        slugs: replace(answer, compound=slugs[0], condition=slugs[1], verdict=next(verdicts))
        for number, slugs in enumerate(product(compounds, conditions))
        if number % 5 == 0
    }
    app = create_app(tiny_settings, TODAY)
    app.extensions["safetysite"].catalogue = replace(tiny, compounds=compounds, conditions=conditions, answers=answers)
    page = app.test_client().get("/map/")
    assert "1,470 of 1,470 pairs shown" in page.text
    assert len(gzip.compress(page.data, 6)) < 30_000


def invented(many: int) -> list[str]:
    """Names that share nothing which a compressor could use."""
    return [sha256(f"{many} {number}".encode()).hexdigest()[:16] for number in range(many)]


def test_the_map_is_found(client: CheckedClient, tiny: Catalogue) -> None:
    """From home, from every footer, and by crawlers."""
    assert "See everything on the map" in client.page("/").text
    assert "/map/" in client.page("/methods/").links
    assert "/map/" in [path for path, _ in sitemap.entries(tiny)]
    assert "/map/" in paths.known_paths(tiny)
