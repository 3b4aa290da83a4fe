"""Each kind of page of the tiny site, as a reader without JavaScript gets it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import pairwise

import pytest

from safetysite import create_app
from safetysite.content.vocabulary import DO_NOT_STOP, Section
from safetysite.settings import Settings
from safetysite.web import htmx
from tests.conftest import TODAY, CheckedClient

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
    assert '<details class="other"><summary>For clinicians' in plain.html
    assert '<details class="other"><summary>In plain words' in clinical.html
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
    page = client.page("/safety/examplon/mockosis/")
    for words in ("Unknown", "That does not mean it is safe", "15 January 2026", "“examplon mock fever”"):
        assert words in page.text


def test_sections_stand_under_headings_of_the_right_level(client: CheckedClient) -> None:
    """Screen readers move by heading: what is considered for the condition is a part of its own."""
    for path in (ANSWER, f"{ANSWER}?reading=clinical", f"{ANSWER}monitoring/", "/safety/examplin/illness/", "/"):
        levels = [int(tag[1]) for tag, _ in client.page(path).tags if tag in ("h1", "h2", "h3", "h4")]
        assert all(after <= before + 1 for before, after in pairwise(levels)), (path, levels)
    html = client.page(ANSWER).html
    assert html.count('<h2 class="considerations" id="considerations">') == 1
    assert '<h3 id="monitoring-title">' in html
    assert '<h2 id="literature-title">' in html


def test_warnings_come_in_the_reading_that_was_chosen(client_of: Callable[..., CheckedClient]) -> None:
    """A patient reads boxed warning, contraindication and interaction in plain words; a claim without them stays."""
    client = client_of(("answers/examplin/sampleitis.md", "", ""))
    path = "/safety/examplin/sampleitis/"
    plain, clinical = client.page(path), client.page(f"{path}?reading=clinical")
    top, clinical_top = (page.html[: page.html.index('aria-label="Reading"')] for page in (plain, clinical))
    for words in ("The drip must not be given at home.", "Do not use it when you are", "warfarin 20% stronger"):
        assert words in top
        assert words not in clinical_top
    for words in (
        "must not be given outside a hospital",
        "must not be used in pregnancy",
        "Warfarin levels rose by 20%",
    ):
        assert words in clinical_top
        assert words not in top


def test_a_claim_without_plain_words_is_shown_as_it_is(client_of: Callable[..., CheckedClient]) -> None:
    """A missing plain sentence must never make a warning vanish."""
    client = client_of(
        ("answers/examplin/sampleitis.md", "", ""),
        ("compounds/examplin.md", "enzyme: CYP3A4, role: inhibitor, strength: strong}", "medicine: warfarin}"),
    )
    html = client.page("/safety/examplin/sampleitis/").html
    assert "expected to raise examplin levels" in html[: html.index('aria-label="Reading"')]


def test_a_composed_pair_says_not_assessed_first(client: CheckedClient) -> None:
    """Nobody looked: no class's colour, all the compound's warnings, out of the index and the sitemap."""
    edited = client.page("/safety/examplin/illness/")
    assert edited.robots == "noindex"
    assert "class-not-assessed" in edited.html
    for words in ("Not assessed", "it must not be given outside a hospital", "must not be used in pregnancy"):
        assert words in edited.text
    assert client.get("/safety/examplin/illness/monitoring/").status_code == 404
    assert "/safety/examplin/illness/" not in client.get("/sitemap-1.xml").text


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


def test_the_form_with_two_lists_leads_to_the_pair(client: CheckedClient) -> None:
    """Works without a search and without JavaScript."""
    response = client.get("/safety/?compound=examplin&condition=sampleitis")
    assert (response.status_code, response.headers["Location"]) == (303, ANSWER)
    assert client.get("/safety/?compound=../x&condition=y").headers["Location"] == "/"


def test_the_host_header_is_never_believed(client: CheckedClient) -> None:
    """A forged Host must not reach a canonical address."""
    response = client.get(ANSWER, headers={"Host": "evil.example"})
    assert "evil.example" not in response.text


def test_an_overdue_answer_wears_a_banner_wherever_its_verdict_stands(client_of: Callable[..., CheckedClient]) -> None:
    """A reader sees that newer evidence may exist, on the answer, its sections and in lists."""
    client = client_of(today=date(2026, 12, 1))
    for path in (ANSWER, f"{ANSWER}monitoring/"):
        assert "This page is past its review date" in client.page(path).text
    for path in ("/", "/compounds/examplin/", "/conditions/sampleitis/", "/search/?q=examplin"):
        assert "past its review date" in client.page(path).text, path


def test_a_section_page_says_how_sure_and_how_old(client: CheckedClient) -> None:
    """Who comes from a search engine to one section sees what the whole answer says of itself."""
    text = client.page(f"{ANSWER}monitoring/").text
    for words in (
        "Low certainty",
        "serious harm within 8 weeks",
        "20 January 2026",
        "20 July 2026",
        "Not yet reviewed",
    ):
        assert words in text
    assert "past its review date" not in text


def test_a_reference_names_every_place_that_cites_it(client: CheckedClient) -> None:
    """Claims with their words, tables by name, and other kinds of page."""
    page = client.page("/references/doe2021examplin/")
    assert f"{ANSWER}#pair-nobody-harmed" in page.links
    assert "/compounds/examplin/#examplin-sleepiness" in page.links
    assert "/conditions/mockosis/#mockosis-liver" in page.links
    assert "In 40 people with sampleitis nobody was seriously harmed." in page.text
    assert "Table of studies" in page.text
    assert "/methods/" in client.page("/references/label2020examplin/").html


def test_a_wide_table_of_a_page_can_be_scrolled_by_keyboard(client: CheckedClient) -> None:
    """On a phone's width it scrolls in its own box, which must take the focus (WCAG 2.1.1)."""
    assert '<table class="plain-table" tabindex="0">' in client.page("/methods/").html


def test_the_lists_choose_nothing_by_themselves(client: CheckedClient) -> None:
    """A preselected compound would be an answer that nobody asked for."""
    html = client.page("/").html
    assert html.count('<option value="">choose a ') == 2
    assert " selected" not in html
    assert html.count(" required>") == 2


def test_one_pinned_file_comes_from_elsewhere(client: CheckedClient) -> None:
    """No cookie, no other third party, a policy without unsafe words; the CDN is not told which page is read."""
    response = client.get(ANSWER)
    assert "Set-Cookie" not in response.headers
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    for tag, attrs in client.page(ANSWER).tags:
        if attrs.get("src", "").startswith("http"):
            wanted = {"src": htmx.SCRIPT, "integrity": htmx.INTEGRITY, "referrerpolicy": "no-referrer"}
            assert wanted.items() <= attrs.items(), (tag, attrs)
        assert "style" not in attrs
        assert not [name for name in attrs if name.startswith("on")]
