"""Addresses that moved, lack their last slash, are forged or are missing; what each response tells caches and crawlers."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from safetysite import create_app
from safetysite.settings import Settings
from tests.conftest import TODAY, CheckedClient

ANSWER = "/safety/examplin/sampleitis/"
MOVED = (
    "redirects.yaml",
    "- {from: /compounds/badname/",
    "- {from: /conditions/old-itis/, to: /conditions/sampleitis/, why: It was renamed.}\n"
    "- {from: /conditions/no-itis/, why: It is no illness.}\n"
    "- {from: /compounds/badname/",
)
FORGED = {"Host": "evil.example"}


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/compounds/examplin", "/compounds/examplin/"),
        ("/safety/examplin/sampleitis?reading=clinical", f"{ANSWER}?reading=clinical"),
        ("/compounds//examplin/", "/compounds/examplin/"),
        ("/references", "/references/"),
        ("/search?q=examplin", "/search/?q=examplin"),
    ],
)
def test_a_missing_slash_is_added_within_the_site(client: CheckedClient, path: str, location: str) -> None:
    """A Location made from the Host header sends readers of a shared cache to whoever forged it."""
    response = client.get(f"http://site.example{path}", headers=FORGED)
    assert (response.status_code, response.headers["Location"]) == (308, location)
    assert "evil.example" not in response.text


@pytest.mark.parametrize(
    "path", ["/favicon.ico", "/index.html", "/nowhere", "/compounds/nowhere", "/safety", "/%5Cevil.example"]
)
def test_what_is_nowhere_is_missing_at_once(client: CheckedClient, path: str) -> None:
    """A redirect says that there is a page."""
    client.page(path, status=404)


def test_a_path_never_becomes_a_host(client: CheckedClient) -> None:
    """Location: //evil.example/ would leave the site."""
    for path, status, location in (("//evil.example", 404, None), ("//compounds", 308, "/compounds/")):
        response = client.get("/", environ_overrides={"PATH_INFO": path})
        assert (response.status_code, response.headers.get("Location")) == (status, location)


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/compounds/old-examplin", "/compounds/examplin/"),
        ("/compounds/old-examplin/?reading=clinical", "/compounds/examplin/?reading=clinical"),
        ("/safety/old-examplin/sampleitis/", ANSWER),
        ("/safety/examplin/old-itis/", ANSWER),
        ("/safety/old-examplin/old-itis", ANSWER),
        ("/safety/old-examplin/old-itis/monitoring?reading=clinical", f"{ANSWER}monitoring/?reading=clinical"),
        ("/safety/old-examplin/illness/", "/safety/examplin/illness/"),
        ("/safety/old-examplin/illness/monitoring/", "/safety/examplin/illness/"),
        ("/safety/old-examplin/sampleitis/nowhere/", ANSWER),
    ],
)
def test_a_renamed_slug_moves_its_pairs_in_one_step(
    client_of: Callable[..., CheckedClient], path: str, location: str
) -> None:
    """Slugs never die, and one entry of the table is enough for all pages of a name."""
    client = client_of(MOVED)
    response = client.get(path)
    assert (response.status_code, response.headers["Location"]) == (301, location)
    assert client.get(location).status_code == 200


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/compounds/badname", "It never existed."),
        ("/safety/badname/sampleitis/", "It never existed."),
        ("/safety/badname/sampleitis/monitoring", "It never existed."),
        ("/safety/old-examplin/no-itis/", "It is no illness."),
    ],
)
def test_a_retired_slug_takes_its_pairs_along(client_of: Callable[..., CheckedClient], path: str, why: str) -> None:
    """Gone, with the reason, rather than mistyped."""
    assert why in client_of(MOVED).page(path, status=410).text


def test_a_pair_with_an_unknown_side_is_missing(client: CheckedClient) -> None:
    """A moved compound does not make a condition."""
    assert client.get("/safety/old-examplin/nowhere/").status_code == 404


def test_the_form_with_two_lists_keeps_the_reading(client: CheckedClient) -> None:
    """One reading stays chosen through the site."""
    response = client.get("/safety/?compound=examplin&condition=sampleitis&reading=clinical")
    assert response.headers["Location"] == f"{ANSWER}?reading=clinical"
    assert '<input type="hidden" name="reading" value="clinical">' in client.get("/?reading=clinical").text


def test_an_error_keeps_its_headers(client: CheckedClient) -> None:
    """405 must name the methods that are allowed (RFC 9110, 15.5.6)."""
    response = client.post(ANSWER)
    assert response.status_code == 405
    assert {"GET", "HEAD"} <= set(response.headers["Allow"].split(", "))
    assert "<h1>Method Not Allowed</h1>" in response.text


def test_an_error_page_has_no_address_of_its_own(client: CheckedClient) -> None:
    """No canonical address, and nothing of a path that anyone may have made up."""
    page = client.page("/" + "x" * 3000 + "/", status=404)
    assert "xxx" not in page.html
    assert page.robots == "noindex"


def test_only_the_reading_takes_a_page_out_of_an_index(client: CheckedClient) -> None:
    """A link with a campaign's name in it is the same page."""
    for query, robots in (("?utm_source=mail", "index"), ("?reading=plain", "index"), ("?reading=clinical", "noindex")):
        page = client.page(ANSWER + query)
        assert (page.robots, page.canonical) == (robots, f"https://site.example{ANSWER}")


def test_the_error_page_comes_even_if_the_context_is_broken(tiny_settings: Settings) -> None:
    """What broke the page may break the page that says so."""
    app = create_app(tiny_settings, TODAY)

    @app.context_processor
    def broken() -> dict[str, str]:
        raise ZeroDivisionError

    response = app.test_client().get(ANSWER)
    assert response.status_code == 500
    assert "on our side" in response.text
    assert response.content_type == "text/html; charset=utf-8"
    assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_static_file_is_kept_for_ever_under_its_hash_only(client: CheckedClient, tiny_app: Flask) -> None:
    """Another version asked for during an upgrade must not be kept under this content."""
    with tiny_app.test_request_context():
        address = tiny_app.jinja_env.globals["static"]("site.css")  # type: ignore[operator]
    for asked, kept in (
        (address, "max-age=31536000, immutable"),
        ("/static/site.css", "no-cache"),
        ("/static/site.css?v=000000000000", "no-cache"),
    ):
        with client.get(asked) as response:
            assert response.headers["Cache-Control"] == kept, asked
    assert client.get("/static/nothing.css?v=1").status_code == 404


def test_security_headers_come_once(client: CheckedClient) -> None:
    """Two policies would both hold, and a view's own value would be doubled."""
    headers = client.get("/").headers
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "Permissions-Policy"):
        assert len(headers.getlist(name)) == 1
    assert "data:" not in headers["Content-Security-Policy"]
