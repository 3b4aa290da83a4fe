"""The machine forms as programs fetch them: types, headers, what is missing, the description by its tester."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import schemathesis
from flask import Flask
from schemathesis import engine

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import Section
from safetysite.outputs.forms import FORMS
from tests.conftest import CheckedClient
from tests.web.test_addresses import MOVED

ORIGIN = "https://site.example"
ANSWER = "/safety/examplin/sampleitis"
TYPES = {".json": "application/json", ".md": "text/markdown; charset=utf-8"}


def pages(site: Catalogue) -> set[str]:
    """Every page that has machine forms: sections only where there is something to say."""
    empty = {
        paths.section(*slugs, section)
        for slugs in site.answers
        for section in Section
        if (pair := site.pair(*slugs)) and not pair.section(section)
    }
    return paths.known_paths(site) - {"/search/"} - empty


def test_every_page_has_both_forms_and_names_them(client: CheckedClient, tiny: Catalogue) -> None:
    """Programs find the data from the page, and search engines show the page, not the data."""
    for path in sorted(pages(tiny)):
        page = client.page(path)
        links = [attrs for tag, attrs in page.tags if tag == "link" and attrs.get("rel") == "alternate"]
        for ending, kind in TYPES.items():
            form = paths.machine(path, ending)
            assert {"rel": "alternate", "type": kind.split(";")[0], "href": form} in links, path
            response = client.get(form)
            assert (response.status_code, response.content_type) == (200, kind), form
            assert response.headers["X-Robots-Tag"] == "noindex"
            assert response.headers["Link"] == f'<{ORIGIN}{path}>; rel="canonical"'
            head = client.head(form)
            assert (head.status_code, head.data, head.content_length) == (200, b"", len(response.data))
            if ending == ".json":
                assert json.loads(response.data)["url"] == f"{ORIGIN}{path}"
            else:
                assert response.text.startswith("# ")


@pytest.mark.parametrize("path", ["/search/?q=examplin", "/nowhere/", "/compounds/nowhere/"])
def test_searches_and_errors_have_no_forms(client: CheckedClient, path: str) -> None:
    """A link to what is not there would be a dead one; a search has its own JSON."""
    assert 'type="application/json"' not in client.get(path).text


@pytest.mark.parametrize(
    "path",
    [
        "/nowhere.json", "/nowhere.md", "/compounds/nowhere.json", "/safety/examplin/nowhere.md", "/x/y/z.json",
        f"{ANSWER}/nowhere.json", "/safety/examplin/illness/monitoring.json", "/references/nowhere.json",
        "/search.md", "/compounds/examplin.zip", "/export/safetysite-0000000000000000.zip", "/compounds//examplin.json",
    ],
)  # fmt: skip
def test_what_is_not_there_is_a_problem_as_data(client: CheckedClient, path: str) -> None:
    """A program that asked for data must not have to read a page."""
    response = client.get(path)
    assert (response.status_code, response.content_type) == (404, "application/problem+json")
    found = json.loads(response.data)
    assert (found["status"], found["title"], found["type"]) == (404, "Not Found", "about:blank")


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/compounds/old-examplin.json", "/compounds/examplin.json"),
        ("/safety/old-examplin/old-itis.md", f"{ANSWER}.md"),
        ("/safety/old-examplin/old-itis/monitoring.json", f"{ANSWER}/monitoring.json"),
        ("/compounds/old-examplin/feed.xml", "/compounds/examplin/feed.xml"),
    ],
)
def test_the_forms_move_with_their_page(client_of: Callable[..., CheckedClient], path: str, location: str) -> None:
    """Slugs never die, in no form."""
    client = client_of(MOVED)
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (301, location)
    assert client.get(location).status_code == 200
    gone = client.get("/compounds/badname.md")
    assert (gone.status_code, json.loads(gone.data)["detail"]) == (410, "It never existed.")
    assert client.get("/compounds/badname/feed.xml").status_code == 410
    assert client.get("/compounds/old-examplin.zip").status_code == 404


@pytest.mark.parametrize(
    ("path", "policy", "origins"),
    [
        (f"{ANSWER}.json", "cross-origin", "*"),
        (f"{ANSWER}.md", "cross-origin", "*"),
        ("/nowhere.json", "cross-origin", "*"),
        ("/search.json?q=examplin", "cross-origin", "*"),
        ("/compounds/examplin/feed.xml", "cross-origin", "*"),
        ("/static/cards/avoid.png", "cross-origin", "*"),
        (f"{ANSWER}/", "same-origin", None),
        ("/static/site.js", "same-origin", None),
    ],
)
def test_other_sites_may_fetch_data_and_pictures_only(
    client: CheckedClient, path: str, policy: str, origins: str | None
) -> None:
    """A browser refuses open data and a preview's picture to other sites unless it is told otherwise."""
    with client.get(path) as response:
        assert response.headers["Cross-Origin-Resource-Policy"] == policy
        assert response.headers.get("Access-Control-Allow-Origin") == origins


def test_data_is_read_only(client: CheckedClient) -> None:
    """405 names the methods that are allowed, in the form that was asked."""
    response = client.post(f"{ANSWER}.json")
    assert (response.status_code, response.content_type) == (405, "application/problem+json")
    assert {"GET", "HEAD"} <= set(response.headers["Allow"].split(", "))


def test_the_archive_is_at_its_address(client: CheckedClient, tiny: Catalogue) -> None:
    """The page links it; its name holds the digest, so that a new catalogue has a new address."""
    page = client.page("/export/")
    address = f"/export/safetysite-{tiny.digest}.zip"
    assert address in page.links
    response = client.get(address)
    assert (response.status_code, response.content_type) == (200, "application/zip")
    assert response.data.startswith(b"PK")
    assert len(response.data) == json.loads(client.get("/export.json").data)["size"]
    assert client.head(address).content_length == len(response.data)
    for words in ("CC BY 4.0", "MIT", "JSON lines", json.loads(client.get("/export.json").data)["sha256"]):
        assert words in page.text
    assert "# Data dictionary" in client.get("/export.md").text


@pytest.mark.parametrize(
    ("path", "title"),
    [
        (f"{ANSWER}/", "Is Examplin safe for people with sampleitis? [updated 2026 Jan 20;"),
        (f"{ANSWER}/monitoring/", "Is Examplin safe for people with sampleitis? [updated 2026 Jan 20;"),
        ("/safety/examplin/illness/", "Examplin with any illness: not assessed. [updated"),
        ("/compounds/examplin/", "Examplin. [updated"),
        ("/conditions/sampleitis/", "Sampleitis. [updated"),
    ],
)
def test_a_page_says_how_to_cite_it(client: CheckedClient, tiny: Catalogue, path: str, title: str) -> None:
    """Title, date, version and address; the licence and both forms beside it."""
    page = client.page(path)
    cited = page.text[page.text.index("Cite this page") :]
    for words in ("safetysite [Internet]. " + title, f"content version {tiny.digest}", page.canonical, "CC BY 4.0"):
        assert words in cited
    assert {f"{path.rstrip('/')}.json", f"{path.rstrip('/')}.md"} <= set(page.links)


def test_every_page_names_the_licences(client: CheckedClient) -> None:
    """Whoever wants to use a text again need not search."""
    for path in ("/", f"{ANSWER}/", "/references/doe2021examplin/", "/export/"):
        page = client.page(path)
        assert "CC BY 4.0" in page.text
        assert "program: MIT" in page.text


def test_the_description_names_every_address_of_data(client: CheckedClient, tiny_app: Flask) -> None:
    """A route without a description is one that no program finds."""
    described = set(json.loads(client.get("/openapi.json").data)["paths"])
    routes = {rule.rule.replace("<", "{").replace(">", "}") for rule in tiny_app.url_map.iter_rules()}
    data = {rule for rule in routes if rule.endswith(".json")}
    assert described == data - {"/{page}.json"} | {"/methods.json"}


def test_schemathesis_finds_no_fault(tiny_app: Flask) -> None:
    """Whatever a program sends, right or wrong: a documented status, type and shape, never a server error."""
    # It asks for compressed answers but does not unpack them through WSGI.
    plain = {"headers": {"Accept-Encoding": "identity"}}
    config = schemathesis.Config.from_dict(plain | {"generation": {"max-examples": 20, "database": "none"}, "seed": 1})
    schema = schemathesis.openapi.from_wsgi("/openapi.json", tiny_app, config=config)
    events = list(engine.from_schema(schema).execute())
    assert not [event for event in events if isinstance(event, engine.events.NonFatalError | engine.events.FatalError)]
    finished = [event for event in events if isinstance(event, engine.events.ScenarioFinished)]
    checks = [check for event in finished for found in event.recorder.checks.values() for check in found]
    assert [check.failure_info for check in checks if check.failure_info] == []
    assert {"response_schema_conformance", "negative_data_rejection"} <= {check.name for check in checks}
    assert len({event.label for event in finished}) > len(FORMS)
