"""How search engines, link previews and programs meet the tiny site."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import Safety, Section
from safetysite.outputs import feed, metadata
from tests.conftest import CheckedClient
from tests.outputs import schemaorg
from tests.web.found import ORIGIN, listed, properties, repeated, structured, too_long, unseen

ANSWER = "/safety/examplin/sampleitis/"
COMPOSED = "/safety/examplin/illness/"


# ---------------------------------------------------------------- what is for an index


def test_no_two_pages_look_the_same_in_a_result_list(client: CheckedClient, tiny: Catalogue) -> None:
    """All addresses: sections, references, terms and lists too."""
    pages = [client.page(path) for path in sorted(paths.known_paths(tiny))]
    indexed = [page for page in pages if page.robots == "index"]
    assert len(indexed) > 30
    assert repeated(indexed) == []


@pytest.mark.parametrize(
    ("path", "robots", "canonical"),
    [
        ("/", "index", "/"),
        ("/compounds/", "index", "/compounds/"),
        ("/conditions/", "index", "/conditions/"),
        ("/compounds/examplin/", "index", "/compounds/examplin/"),
        ("/conditions/sampleitis/", "index", "/conditions/sampleitis/"),
        ("/references/doe2021examplin/", "index", "/references/doe2021examplin/"),
        ("/glossary/", "index", "/glossary/"),
        ("/glossary/receptor/", "index", "/glossary/"),
        ("/methods/", "index", "/methods/"),
        ("/changes/", "index", "/changes/"),
        ("/map/", "index", "/map/"),
        (ANSWER, "index", ANSWER),
        (f"{ANSWER}monitoring/", "index", ANSWER),
        # What a parameter makes is no page of its own.
        (f"{ANSWER}?reading=clinical", "noindex", ANSWER),
        (f"{ANSWER}monitoring/?reading=clinical", "noindex", ANSWER),
        (f"{ANSWER}literature/?order=newest", "noindex", ANSWER),
        (f"{ANSWER}literature/?outcome=no-serious-harm", "noindex", ANSWER),
        ("/map/?verdict=avoid", "noindex", "/map/"),
        ("/compounds/examplin/?reading=clinical", "noindex", "/compounds/examplin/"),
        # What nobody assessed, and what a reader searched for.
        (COMPOSED, "noindex", COMPOSED),
        ("/search/", "noindex", "/search/"),
        ("/search/?q=examplin", "noindex", "/search/"),
        # What is no parameter of the site changes nothing.
        ("/?utm_source=mail", "index", "/"),
        (f"{ANSWER}?utm_source=mail&reading=plain", "index", ANSWER),
        (f"{ANSWER}literature/?order=nonsense", "index", ANSWER),
        ("/map/?verdict=nonsense&fbclid=1", "index", "/map/"),
        ("/glossary/?page=2", "index", "/glossary/"),
    ],
)
def test_what_an_index_may_hold(client: CheckedClient, path: str, robots: str, canonical: str) -> None:
    """One address for each content; nothing endless."""
    page = client.page(path)
    assert (page.robots, page.canonical) == (robots, ORIGIN + canonical)


def test_a_composed_pair_has_no_section_addresses(client: CheckedClient, tiny: Catalogue) -> None:
    """Each pair times each section would be thousands of empty pages."""
    assert [kind for kind in Section if client.get(f"{COMPOSED}{kind.value}/").status_code != 404] == []
    links = client.page(COMPOSED).links
    assert not [link for link in links if link.startswith(COMPOSED) and link.partition("?")[0] != COMPOSED]


def test_no_link_leads_to_a_filter(client: CheckedClient, tiny: Catalogue) -> None:
    """Filters are forms: a crawler that follows links finds no address that a filter makes."""
    filters = {"verdict", "kind", "category", "design", "directness", "outcome", "order", "safety", "certainty", "year"}
    for path in sorted(paths.known_paths(tiny)):
        page = client.page(path)
        for link in page.links:
            names = {part.partition("=")[0] for part in link.partition("?")[2].split("&")}
            assert not names & filters, (path, link)
        assert [attrs["method"] for tag, attrs in page.tags if tag == "form" and attrs["method"] != "get"] == []


def test_the_sitemap_holds_what_is_for_an_index(client: CheckedClient, tiny: Catalogue) -> None:
    """Every page that is its own canonical address, each once, and no other."""
    own = {
        path
        for path in paths.known_paths(tiny)
        if (page := client.page(path)).robots == "index" and page.canonical == ORIGIN + path
    }
    found = listed(client)
    assert set(found) == own
    assert len(set(found)) == len(found)
    assert f"Sitemap: {ORIGIN}/sitemap.xml" in client.get("/robots.txt").text
    assert client.get("/sitemap-2.xml").status_code == 404


def test_every_reference_is_in_the_list(client: CheckedClient, tiny: Catalogue) -> None:
    """By first author, else by title; a source of a medicine alone is cited by no page."""
    page = client.page("/references/")
    linked = [link for link in page.links if link.startswith(paths.REFERENCES) and link != paths.REFERENCES]
    assert linked == [paths.reference(id) for id in ("doe2021examplin", "label2020examplin", "roe2022examplon")]
    assert set(tiny.references) == {link.split("/")[2] for link in linked}
    assert "Doe JQ et al. Examplin for sampleitis" in page.text
    assert 'href="/references/">References</a>' in client.page("/references/doe2021examplin/").html


def test_a_source_named_like_a_compound_has_a_heading_of_its_own(client_of: Callable[..., CheckedClient]) -> None:
    """Readers and search engines tell them apart."""
    client = client_of(("references/label2020examplin.yaml", "title: Examplin label", "title: Examplin"))
    headings = [client.page(f"{path}examplin/").heading for path in ("/compounds/", "/references/label2020")]
    assert headings == ["Examplin", "Examplin (label2020examplin)"]


def test_long_titles_are_cut_for_result_lists(client_of: Callable[..., CheckedClient]) -> None:
    """The heading keeps every word."""
    long = "title: " + "Very long words " * 30
    client = client_of(("references/label2020examplin.yaml", "title: Examplin label", long))
    page = client.page("/references/label2020examplin/")
    assert too_long({"/": page}) == []
    assert page.heading.count("Very") == 30
    assert properties(page)["og:title"].endswith("Very long … (label2020examplin)")


# ---------------------------------------------------------------- link previews


def test_a_shared_link_shows_the_page(client: CheckedClient) -> None:
    """Title, description and address are the page's own; the picture is the verdict's."""
    page = client.page(f"{ANSWER}monitoring/")
    found = properties(page)
    assert f"{found['og:title']} · safetysite" == page.title
    assert found["og:description"] == page.description
    assert found["og:url"] == ORIGIN + ANSWER
    assert found["og:image"].startswith(f"{ORIGIN}/static/cards/specialist-only.png?v=")
    assert found["og:image:alt"] == "safetysite, cited safety answers: Specialist only"
    assert (found["og:image:width"], found["og:image:height"]) == ("1200", "630")
    assert (found["og:site_name"], found["og:type"]) == ("safetysite", "article")
    assert found["twitter:card"] == "summary_large_image"
    with client.get(found["og:image"].removeprefix(ORIGIN)) as picture:
        assert picture.content_type == "image/png"


@pytest.mark.parametrize(
    ("path", "card"),
    [
        ("/", "general"),
        ("/compounds/examplin/", "general"),
        ("/safety/examplon/mockosis/", "unknown"),
        (COMPOSED, "not-assessed"),
    ],
)
def test_the_picture_says_no_more_than_the_page(client: CheckedClient, path: str, card: str) -> None:
    """A compound has no class of its own."""
    assert f"/static/cards/{card}.png" in properties(client.page(path))["og:image"]


@pytest.mark.parametrize("safety", [None, *Safety])
def test_each_class_has_its_picture(root: Path, safety: Safety | None) -> None:
    """Of the size that previews ask for, and light; ``python -m tools.cards`` draws them."""
    card = metadata.card(safety)
    png = (root / "safetysite/static" / card.file).read_bytes()
    assert struct.unpack(">II", png[16:24]) == (card.width, card.height) == (1200, 630)
    assert len(png) <= 60_000


# ---------------------------------------------------------------- structured data


def test_structured_data_is_valid_and_says_what_the_page_says(client: CheckedClient, tiny: Catalogue) -> None:
    """Every page that is for an index, sections and terms too, and what has a breadcrumb."""
    known = paths.known_paths(tiny)
    for path in sorted(known - {"/search/"}):
        page = client.page(path)
        data = structured(page)
        assert schemaorg.problems(data) == [], path
        assert unseen(data, page, known) == [], path


@pytest.mark.parametrize(
    ("kind", "name", "wrong"),
    [
        ("MedicalWebPage", "abstract", "Caution. People with this very condition."),
        ("MedicalWebPage", "dateModified", "2026-01-21"),
        ("MedicalWebPage", "lastReviewed", "2025-01-01"),
        ("MedicalWebPage", "description", "A safe compound."),
        ("MedicalWebPage", "reviewedBy", {"@type": "Person", "name": "A. Clinician"}),
        ("MedicalWebPage", "citation", [{"@type": "Report", "name": "A report that nobody cites"}]),
        ("MedicalWebPage", "url", f"{ORIGIN}/nowhere/"),
    ],
)
def test_what_the_page_does_not_say_is_seen(
    client: CheckedClient, tiny: Catalogue, kind: str, name: str, wrong: object
) -> None:
    """The comparison above finds a wrong verdict, day, name, reference or address."""
    page = client.page(ANSWER)
    data = structured(page)
    thing = next(one for one in data["@graph"] if one["@type"] == kind)
    thing[name] = wrong
    assert len(unseen(data, page, paths.known_paths(tiny))) == 1


def test_a_breadcrumb_is_the_one_that_is_shown(client: CheckedClient, tiny: Catalogue) -> None:
    """The same steps in the same order, then the page."""
    for path in sorted(paths.known_paths(tiny)):
        page = client.page(path)
        if 'class="crumbs"' not in page.html:
            continue
        data = structured(page)
        (breadcrumb,) = [one for one in data.get("@graph", [data]) if one["@type"] == "BreadcrumbList"]
        nav = page.html.partition('class="crumbs"')[2].partition("</nav>")[0]
        steps = [step for step in breadcrumb["itemListElement"][:-1]]
        for step in steps:
            assert f'href="{step["item"]["@id"].removeprefix(ORIGIN)}">{step["name"]}<' in nav, path
        assert len(steps) == nav.count("<a "), path
        assert breadcrumb["itemListElement"][-1]["item"]["@id"] == ORIGIN + path


def test_structured_data_cannot_end_its_script(client_of: Callable[..., CheckedClient]) -> None:
    """A title from a publisher may hold anything."""
    client = client_of(("references/doe2021examplin.yaml", "title: Examplin for", "title: </script><b>Examplin for"))
    page = client.page("/references/doe2021examplin/")
    work = structured(page)["@graph"][0]["mainEntity"]
    assert work["name"].startswith("</script><b>Examplin")
    assert "<b>" not in page.html


def test_the_home_page_says_how_to_search(client: CheckedClient) -> None:
    """The address that the template gives answers."""
    website = next(one for one in structured(client.page("/"))["@graph"] if one["@type"] == "WebSite")
    template = website["potentialAction"]["target"]["urlTemplate"]
    path = template.removeprefix(ORIGIN).replace("{search_term_string}", "examplin")
    assert "Examplin" in client.page(path).text


# ---------------------------------------------------------------- feeds, ledger, llms.txt


@pytest.mark.parametrize(
    ("page", "feeds"),
    [
        ("/", ["/feed.xml"]),
        ("/compounds/examplin/", ["/feed.xml", "/compounds/examplin/feed.xml"]),
        ("/conditions/mockosis/", ["/feed.xml", "/conditions/mockosis/feed.xml"]),
    ],
)
def test_a_page_names_its_feeds(client: CheckedClient, page: str, feeds: list[str]) -> None:
    """And they are there, as Atom."""
    links = [attrs["href"] for tag, attrs in client.page(page).tags if tag == "link" and attrs.get("type") == feed.TYPE]
    assert links == feeds
    for path in feeds:
        response = client.get(path)
        assert response.content_type == "application/atom+xml; charset=utf-8"
        root = ElementTree.fromstring(response.data)
        assert root.findtext("{*}id") == ORIGIN + path


def test_a_feed_of_nothing_is_missing(client: CheckedClient) -> None:
    """No feed for what the catalogue lacks."""
    assert client.get("/compounds/nothing/feed.xml").status_code == 404
    assert client.get("/conditions/nothing/feed.xml").status_code == 404


def test_the_ledger_holds_every_change(client: CheckedClient, tiny: Catalogue) -> None:
    """Old verdict, new verdict, day, reason and the reference that moved it; each feed entry leads to its row."""
    page = client.page("/changes/")
    rows = page.html.partition("<tbody>")[2].split("</tr>")
    assert len(tiny.ledger) == 3
    for entry, row in zip(tiny.ledger, rows, strict=False):
        assert f'id="{feed.anchor(entry)}"' in row
        assert (entry.change.from_.label if entry.change.from_ else "none") in row
        for words in (entry.change.to.label, entry.change.why, metadata.day(entry.change.date)):
            assert words in row
        if entry.change.reference:
            assert f'href="{paths.reference(entry.change.reference)}"' in row
    for element in ElementTree.fromstring(client.get("/feed.xml").data).iterfind("{*}entry"):
        assert (element.findtext("{*}id") or "").partition("#")[2] in page.ids


def test_llms_txt_tells_programs_what_they_need(client: CheckedClient, tiny: Catalogue) -> None:
    """What it is, how to read and cite it, its limits, its licence; every address it names is there."""
    response = client.get("/llms.txt")
    assert response.content_type == "text/plain; charset=utf-8"
    text = response.text
    assert text.startswith("# safetysite\n\n> ")
    for words in (metadata.LICENCE, tiny.digest, "not medical advice", "never mean safe", "No clinician has signed"):
        assert words in text
    addresses = [part.partition(")")[0] for part in text.split("](")[1:]]
    assert len(addresses) > len(tiny.compounds) + len(tiny.conditions) + len(tiny.pages)
    assert [one for one in addresses if client.get(one.removeprefix(ORIGIN)).status_code != 200] == []


@pytest.mark.parametrize(
    "path",
    ["/sitemap.xml", "/sitemap-1.xml", "/feed.xml", "/llms.txt", "/search.json?q=examplin", "/suggest.json?q=examplin"],
)
def test_what_programs_read_is_no_search_result(client: CheckedClient, path: str) -> None:
    """A person who searches wants the page."""
    assert client.get(path).headers["X-Robots-Tag"] == "noindex"


def test_a_fragment_is_no_search_result(client: CheckedClient) -> None:
    """Should a crawler ever send the header of a swap."""
    response = client.get(f"{ANSWER}monitoring/", headers={"HX-Request": "true"})
    assert "<html" not in response.text
    assert response.headers["X-Robots-Tag"] == "noindex"
    assert "X-Robots-Tag" not in client.get(ANSWER).headers
