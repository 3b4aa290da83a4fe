"""Each kind of page of the tiny site, as a reader without JavaScript gets it."""

from __future__ import annotations

from datetime import date
from xml.etree import ElementTree

import pytest

from safetysite import create_app
from safetysite.content import catalogue
from safetysite.content.vocabulary import DO_NOT_STOP, Section
from safetysite.search import documents, whoosh_index
from safetysite.settings import Settings
from tests.conftest import GOOD, TODAY, CheckedClient

ANSWER = "/safety/examplin/sampleitis/"


def test_the_answer_holds_everything(client: CheckedClient) -> None:
    """The page is the product: verdict, rows, urgent help, every section, references, disclaimer."""
    page = client.page(ANSWER)
    assert page.title == "Is Examplin safe for people with sampleitis? · safetysite"
    for words in (
        "Specialist only",
        "People with this very condition",
        "Low certainty",
        "Not yet reviewed by a clinician",
        "5 of 20 claims on this page (25%) are about this very pair",
        "invented receptor blocker",
        "20 January 2026",
        "20 July 2026",
        "Drip in hospital",
        "Tablets with warfarin",
        "The drip must not be given at home.",
        "Call for help at once if breathing is slow or stops.",
        "poison line",
        "not medical advice",
        "Doe JQ, Roe RR. Examplin for sampleitis, an invented open trial.",
        "examplin sampleitis interactions",
        "Do I need an extra blood test?",
        DO_NOT_STOP,
    ):
        assert words in page.text, words
    for section in Section:
        assert section.value in page.ids
    assert "https://doi.org/10.1234/invented.2021.1" in page.links
    assert any(link.startswith("mailto:desk@site.example?subject=") for link in page.links)


def test_the_safety_facts_stand_before_the_sections(client: CheckedClient) -> None:
    """Verdict, boxed warning, help and review date come in the first HTML, above what can be swapped."""
    text = client.page(ANSWER).html
    sections = text.index('<section class="part"')
    for mark in ('class="verdict', 'class="boxed"', 'id="get-help-now"', "next due"):
        assert text.index(mark) < sections


def test_claims_are_marked_with_whose_they_are(client: CheckedClient) -> None:
    """A reader can tell what was studied in people like them."""
    html = client.page(ANSWER).html
    for provenance in ("pair", "compound", "condition"):
        assert f'data-provenance="{provenance}"' in html
    assert 'id="pair-nobody-harmed"' in html
    assert 'id="examplin-sleepiness"' in html
    assert 'id="illness-falls"' in html


def test_the_plain_reading_is_open_and_the_clinical_one_below(client: CheckedClient) -> None:
    """Patients first; the address turns it round, and links keep it."""
    plain, clinical = client.page(ANSWER), client.page(f"{ANSWER}?reading=clinical")
    assert "<div data-plain>" in plain.html
    assert "<details><summary>For clinicians" in plain.html
    assert "<details><summary>In plain words" in clinical.html
    assert (plain.robots, clinical.robots) == ("index", "noindex")
    assert clinical.canonical == plain.canonical == f"https://site.example{ANSWER}"
    assert f"{ANSWER}monitoring/?reading=clinical" in clinical.links


def test_each_section_has_a_page_that_points_to_the_answer(client: CheckedClient) -> None:
    """A section's address opened directly is the full page with that section."""
    for section in Section:
        page = client.page(f"{ANSWER}{section.value}/")
        assert page.canonical == f"https://site.example{ANSWER}"
        assert "Specialist only" in page.text
        assert section.value in page.ids
    assert client.get(f"{ANSWER}nowhere/").status_code == 404


def test_a_negative_says_when_and_how_it_was_searched(client: CheckedClient) -> None:
    """Nothing found is never an empty page and never read as safe."""
    page = client.page("/safety/examplin/mockosis/")
    for words in ("Unknown", "That does not mean it is safe", "15 January 2026", "“EXA-7 mock fever”"):
        assert words in page.text


def test_a_composed_pair_says_not_assessed_first(client: CheckedClient) -> None:
    """Nobody looked: no class's colour, all the compound's warnings, out of the index and the sitemap."""
    edited = client.page("/safety/examplin/illness/")
    assert edited.robots == "noindex"
    assert "class-not-assessed" in edited.html
    for words in ("Not assessed", "it must not be given outside a hospital", "must not be used in pregnancy"):
        assert words in edited.text
    assert client.get("/safety/examplin/illness/monitoring/").status_code == 404
    assert "/safety/examplin/illness/" not in client.get("/sitemap.xml").text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "Examplin with sampleitis"),
        ("/compounds/", "Examplon"),
        ("/conditions/", "Illness of any kind"),
        ("/compounds/examplin/", "Exemplum inventum"),
        ("/conditions/sampleitis/", "sample disease"),
        ("/references/doe2021examplin/", "Is Examplin safe for people with sampleitis?"),
        ("/glossary/", "A switch on a cell."),
        ("/methods/", "What outranks what"),
        ("/changes/", "The label was read."),
    ],
)
def test_every_other_kind_of_page(client: CheckedClient, path: str, words: str) -> None:
    """Each page has its title, one h1, a description, a canonical address and its content."""
    assert words in client.page(path).text


def test_descriptions_and_titles_are_unique(client: CheckedClient) -> None:
    """A result list with twice the same line helps nobody."""
    paths = [url.text or "" for url in ElementTree.fromstring(client.get("/sitemap.xml").data).iter("{*}loc")]
    pages = [client.page(path.removeprefix("https://site.example")) for path in paths]
    assert len({page.title for page in pages}) == len(pages)
    assert len({page.description for page in pages}) == len(pages)


def test_a_missing_page_offers_near_names(client: CheckedClient) -> None:
    """A mistyped address is a question too."""
    page = client.page("/compounds/exampln/", status=404)
    assert "/compounds/examplin/" in page.links
    assert "/compounds/examplon/" in page.links


def test_moved_and_retired_addresses(client: CheckedClient) -> None:
    """Slugs never die: 301 in one step, or 410 with the reason."""
    moved = client.get("/compounds/old-examplin/")
    assert (moved.status_code, moved.headers["Location"]) == (301, "/compounds/examplin/")
    assert "It never existed." in client.page("/compounds/badname/", status=410).text


def test_an_error_of_ours_is_a_page(tiny_settings: Settings) -> None:
    """500 says that it is not the reader's fault, and shows no inside."""
    app = create_app(tiny_settings, TODAY)

    @app.get("/broken/now/")
    def broken() -> str:
        raise ZeroDivisionError

    response = app.test_client().get("/broken/now/")
    assert response.status_code == 500
    assert "on our side" in response.text
    assert "ZeroDivisionError" not in response.text


def test_other_methods_are_refused(client: CheckedClient) -> None:
    """GET is safe, and there is nothing to POST."""
    assert client.post(ANSWER).status_code == 405


def test_the_form_with_two_lists_leads_to_the_pair(client: CheckedClient) -> None:
    """Works without a search and without JavaScript."""
    response = client.get("/safety/?compound=examplin&condition=sampleitis")
    assert (response.status_code, response.headers["Location"]) == (303, ANSWER)
    assert client.get("/safety/?compound=../x&condition=y").headers["Location"] == "/"


def test_crawlers_find_the_sitemap(client: CheckedClient) -> None:
    """Every address of it is there."""
    assert "Sitemap: https://site.example/sitemap.xml" in client.get("/robots.txt").text
    root = ElementTree.fromstring(client.get("/sitemap.xml").data)
    for loc in root.iter("{*}loc"):
        assert client.get((loc.text or "").removeprefix("https://site.example")).status_code == 200


def test_the_host_header_is_never_believed(client: CheckedClient) -> None:
    """A forged Host must not reach a canonical address."""
    response = client.get(ANSWER, headers={"Host": "evil.example"})
    assert "evil.example" not in response.text


def test_an_overdue_answer_wears_a_banner(tiny_settings: Settings) -> None:
    """A reader sees that newer evidence may exist."""
    late = date(2026, 12, 1)
    site = catalogue.load(GOOD, late)
    whoosh_index.build(tiny_settings.search_index, site.digest, documents.documents(site))
    assert "past its review date" in create_app(tiny_settings, late).test_client().get(ANSWER).text


def test_no_page_loads_anything_from_elsewhere(client: CheckedClient) -> None:
    """No cookie, no third party, a policy without unsafe words."""
    response = client.get(ANSWER)
    assert "Set-Cookie" not in response.headers
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    for tag, attrs in client.page(ANSWER).tags:
        assert not attrs.get("src", "").startswith("http"), (tag, attrs)
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
