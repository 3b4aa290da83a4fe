"""One address serves reader, crawler and swap: when a fragment is answered, and what it is."""

from __future__ import annotations

import re

import pytest

from safetysite.web import htmx
from tests.conftest import CheckedClient

ANSWER = "/safety/examplin/sampleitis/"
SWAP = {"HX-Request": "true"}

#: Address -> how its fragment begins.
FRAGMENTS = {
    "/": "<title>",
    ANSWER: "<title>",
    f"{ANSWER}?reading=clinical": "<title>",
    f"{ANSWER}monitoring/": '<section class="part part--condition" id="monitoring"',
    f"{ANSWER}literature/?order=newest": '<section class="part" id="literature"',
    "/safety/examplin/illness/": "<title>",
    "/compounds/examplin/": "<title>",
    "/conditions/": "<title>",
    "/references/doe2021examplin/": '<aside class="popcard"',
    "/glossary/blinded/": '<aside class="popcard"',
    "/search/?q=examplin": "<title>",
    "/map/?kind=medicine": '<section class="map" id="map"',
    "/methods/": "<title>",
    "/changes/": "<title>",
}


@pytest.mark.parametrize("path", FRAGMENTS)
def test_a_fragment_is_the_same_html_as_in_the_page(client: CheckedClient, path: str) -> None:
    """Readers with and without JavaScript get the same safety text."""
    page = client.get(path).text
    fragment = client.get(path, headers=SWAP).text
    body = re.sub(r"^<title>.*?</title>\s*", "", fragment.strip())
    assert "<html" not in fragment
    assert fragment.lstrip().startswith(FRAGMENTS[path]), fragment[:200]
    if not body.startswith("<aside"):  # a card has no place on its own page, which says more
        assert body in page


@pytest.mark.parametrize("path", FRAGMENTS)
@pytest.mark.parametrize(
    "header",
    [{}, {"HX-History-Restore-Request": "true"}, {"HX-Boosted": "true"}, {"HX-Request-Type": "full"}],
    ids=["reader", "history", "boosted", "full"],
)
def test_everyone_else_gets_the_page(client: CheckedClient, path: str, header: dict[str, str]) -> None:
    """Going back must never show a bare fragment as the page."""
    response = client.get(path, headers=SWAP | header if header else {})
    assert "<html" in response.text
    assert set(htmx.VARY) <= set(response.vary)


def test_a_fragment_says_what_decided(client: CheckedClient) -> None:
    """A cache between must keep page and fragment apart."""
    for path in FRAGMENTS:
        assert set(htmx.VARY) <= set(client.get(path, headers=SWAP).vary)


def test_a_citation_card_says_what_its_kind_of_study_can_show(client: CheckedClient) -> None:
    """Who, design, people, dose, harm, what it can and cannot show, links."""
    card = client.get("/references/doe2021examplin/", headers=SWAP).text
    for words in ("Trial without a control group, 40 people", "adults with sampleitis; 10 mg a day, by mouth"):
        assert words in card
    for words in ("Nobody was seriously harmed", "it cannot tell", 'href="/references/doe2021examplin/"'):
        assert words in card


def test_the_studies_are_narrowed_by_address(client: CheckedClient) -> None:
    """What no list has is passed over; what is narrowed is not indexed and has the answer as its canonical page."""
    page = client.page(f"{ANSWER}literature/?outcome=worse&design=nonsense")
    assert "0 of 1 in all" in page.text
    assert page.robots == "noindex"
    assert page.canonical == f"https://site.example{ANSWER}"
    assert "Studies, 1 in all" in client.page(f"{ANSWER}literature/?design=nonsense").text


def test_a_term_has_an_address_that_points_to_the_glossary(client: CheckedClient) -> None:
    """The glossary is the page to find; the term alone is where its card leads without a script."""
    page = client.page("/glossary/blinded/")
    assert page.canonical == "https://site.example/glossary/"
    assert client.get("/glossary/nowhere/").status_code == 404


def test_terms_are_marked_once_in_a_section_and_never_in_a_link(client: CheckedClient) -> None:
    """Too many lines under words hide the one that is needed."""
    html = client.get(ANSWER).text
    sections = re.split(r'<section class="part', html)
    for section in sections:
        terms = re.findall(r'<a class="term" href="([^"]+)"', section.split('class="clinical"')[0])
        assert len(terms) == len(set(terms))
    assert 'href="/glossary/#blinded"' in html
    assert not re.search(r"<a [^>]*>[^<]*<a ", html)


def test_a_name_half_typed_is_not_called_missing(client: CheckedClient) -> None:
    """Results come as one types: who has typed "mocko" must not be told that it is not in the catalogue."""
    page = client.page("/search/?q=examplin+mocko")
    assert "Names that begin with “mocko” :" in page.text
    assert "mocko : not in the catalogue" not in page.text
    assert "zzyzx : not in the catalogue" in client.page("/search/?q=examplin+zzyzx").text
