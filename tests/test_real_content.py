"""The whole real content: every page rendered, every link followed, every citation resolved."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import Flask

from safetysite.content import draft, paths, rules
from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import Safety, Section
from safetysite.settings import Settings
from tests.conftest import CheckedClient
from tests.outputs import schemaorg
from tests.web.found import listed, repeated, structured, unseen

FLAGSHIP = ("ketamine", "stage-iv-cancer")


def test_the_content_passes_the_check() -> None:
    """What is committed can be served."""
    found = rules.problems(draft.read_folder(Settings().content), datetime.now(UTC).date())
    assert [str(problem) for problem in found] == []


def test_every_page_is_whole_and_every_link_leads_somewhere(real: Catalogue, real_app: Flask) -> None:
    """Crawled from the home page, composed pairs included; fragments are on their page."""
    client = CheckedClient(real_app, real_app.response_class)
    waiting, seen = {"/"} | paths.known_paths(real), set[str]()
    anchors: dict[str, set[str]] = {}
    targets: set[tuple[str, str, str]] = set()
    files: set[str] = set()
    while waiting - seen:
        path = (waiting - seen).pop()
        seen.add(path)
        page = client.page(path)
        anchors[path] = set(page.ids)
        for href in page.links:
            parts = urlsplit(href)
            if parts.scheme or not parts.path.startswith("/"):
                continue
            if not parts.path.endswith("/"):
                files.add(parts.path)
                continue
            waiting.add(parts.path)
            if parts.fragment:
                targets.add((path, parts.path, parts.fragment))
    assert len(seen) > 400
    missing = [one for one in targets if one[2] not in anchors[one[1]]]
    assert not missing
    assert [file for file in files if client.get(file).status_code != 200] == []


def test_titles_and_descriptions_are_unique(real: Catalogue, real_client: CheckedClient) -> None:
    """Of every page that search engines may index; the sitemap lists just those that are their own canonical address."""
    composed = {paths.pair(c, d) for c in real.compounds for d in real.conditions if (c, d) not in real.answers}
    pages = {path: real_client.page(path) for path in paths.known_paths(real) - composed}
    indexed = {path: page for path, page in pages.items() if page.robots == "index"}
    assert repeated(indexed.values()) == []
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
    """Six compounds, every condition, fourteen answers with every section filled."""
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
