"""The whole real content: every page rendered, every link followed, every citation resolved."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime

import pytest
from flask import Flask

from safetysite.content import draft, paths, rules
from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import Safety, Section
from safetysite.settings import Settings
from tests.conftest import CheckedClient
from tests.outputs import schemaorg
from tests.web.found import Crawl, crawl, listed, repeated, structured, too_long, unseen

FLAGSHIP = ("ketamine", "stage-iv-cancer")


def test_the_content_passes_the_check() -> None:
    """What is committed can be served."""
    found = rules.problems(draft.read_folder(Settings().content), datetime.now(UTC).date())
    assert [str(problem) for problem in found] == []


@pytest.fixture(scope="module")
def crawled(real_app: Flask) -> Crawl:
    """The real site, crawled from the home page."""
    return crawl(CheckedClient(real_app, real_app.response_class))


def test_every_link_leads_somewhere(crawled: Crawl, real_client: CheckedClient) -> None:
    """Composed pairs included; fragments are on their page, files are there."""
    assert len(crawled.pages) > 1000
    assert [link for link in crawled.links if link.fragment and link.fragment not in crawled.ids(link.to)] == []
    assert [file for file in crawled.files if real_client.get(file).status_code != 200] == []


def test_no_page_is_an_orphan(crawled: Crawl, real_client: CheckedClient) -> None:
    """What the sitemap names can be reached by links alone, without those that tell crawlers not to follow."""
    followed = {link.to for link in crawled.links if link.is_followed}
    assert set(listed(real_client)) - followed == set()


def test_no_two_pages_have_one_heading(crawled: Crawl, real_client: CheckedClient) -> None:
    """A reader with many tabs tells a compound from the source of that title."""
    found = Counter(crawled.pages[path].heading for path in listed(real_client))
    assert [heading for heading, times in found.items() if times > 1] == []


def test_only_terms_by_themselves_are_linked_from_nowhere(
    real: Catalogue, crawled: Crawl, real_client: CheckedClient
) -> None:
    """The glossary holds them; a swap opens them where the word stands, and they may be opened from elsewhere."""
    rest = real.addresses - set(crawled.pages) - {"/search/"}  # forms lead there
    assert [path for path in rest if not path.startswith(paths.GLOSSARY)] == []
    for path in rest:
        real_client.page(path)


def test_titles_and_descriptions_are_unique(real: Catalogue, real_client: CheckedClient) -> None:
    """Of every page that search engines may index; the sitemap lists just those that are their own canonical address."""
    composed = {paths.pair(c, d) for c in real.compounds for d in real.conditions if (c, d) not in real.answers}
    pages = {path: real_client.page(path) for path in paths.known_paths(real) - composed}
    indexed = {path: page for path, page in pages.items() if page.robots == "index"}
    assert repeated(indexed.values()) == []
    assert too_long(indexed) == []
    assert set(listed(real_client)) == {
        path for path, page in indexed.items() if page.canonical == f"https://site.example{path}"
    }


def test_structured_data_is_valid_and_says_what_the_page_says(real: Catalogue, real_client: CheckedClient) -> None:
    """Every page of the sitemap: words of schema.org only, and no fact that a reader cannot see."""
    for path in listed(real_client):
        page = real_client.page(path)
        data = structured(page)
        assert schemaorg.problems(data) == [], path
        assert unseen(data, page, paths.known_paths(real)) == [], path


def test_the_first_content_is_whole(real: Catalogue) -> None:
    """The first six compounds, every condition, at least fourteen answers with every section filled."""
    assert {"ketamine", "cannabidiol", "st-johns-wort", "metformin", "curcumin", "vitamin-c-iv"} <= set(real.compounds)
    assert len(real.conditions) >= 34
    assert len(real.answers) >= 14
    for slugs in real.answers:
        pair = real.pair(*slugs)
        assert pair is not None
        assert [part.section for part in pair.sections] == list(Section), slugs


def test_the_flagship_is_what_it_must_be(real: Catalogue) -> None:
    """Ketamine with stage IV cancer: its references, its rows by product, its two large trials."""
    pair = real.pair(*FLAGSHIP)
    assert pair is not None
    assert pair.answer is not None
    assert len(pair.references) >= 25
    assert {row.product for row in pair.answer.rows if row.product} == {"infusion", "spray", "home"}
    sizes = {real.references[study.reference].n for study in pair.answer.studies}
    assert {185, 214} <= sizes
    assert {entry.product for entry in pair.compound.contraindications} >= {"infusion", "spray"}


def test_no_answer_is_softer_than_its_inherited_warnings(real: Catalogue) -> None:
    """The clause that the check keeps, seen on the real verdicts."""
    for answer in real.answers.values():
        assert answer.safety is not Safety.NOT_ASSESSED or answer.overdue
        assert all(row.safety.rank <= answer.verdict.safety.rank for row in answer.rows)


def test_every_reference_was_read(real: Catalogue) -> None:
    """Where and when stands with each; identifiers or an agency's page carry it."""
    for reference in real.references.values():
        assert reference.seen_at
        assert reference.URL.startswith("https://")
