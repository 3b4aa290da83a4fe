"""A client of a changed copy of the tiny site; the tiny site in a real browser, with the CDN's file from its npm package."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from safetysite import create_app
from safetysite.content import catalogue
from safetysite.search import documents, whoosh_index
from safetysite.settings import ROOT, Settings
from safetysite.web.htmx import SCRIPT
from tests.conftest import TODAY, CheckedClient, Edit, edit

#: The very file that the CDN serves, from the npm package of that version.
HTMX = (ROOT / "tests/node_modules/htmx.org/dist/htmx.min.js").read_bytes()


@pytest.fixture
def client_of(site: Path, tmp_path: Path, tiny_settings: Settings) -> Callable[..., CheckedClient]:
    """Change the tiny site by edits (a file with nothing old and nothing new goes away) and open it on a day."""

    def client(*edits: Edit, today: date = TODAY) -> CheckedClient:
        for name, old, new in edits:
            if old or new:
                edit(site / name, old, new)
            else:
                (site / name).unlink()
        settings = replace(tiny_settings, content=site, search_index=tmp_path / "search_index")
        loaded = catalogue.load(site, today)
        whoosh_index.build(settings.search_index, loaded.digest, documents.documents(loaded))
        app = create_app(settings, today)
        return CheckedClient(app, app.response_class)

    return client


class _Silent(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Requests are not what a failing test needs to show."""


@pytest.fixture(scope="session")
def address(tiny_app: Flask) -> Iterator[str]:
    """Where the tiny site is served while these tests run."""
    server = make_server("127.0.0.1", 0, tiny_app, threaded=True, request_handler=_Silent)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Chromium, once for all these tests."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        yield browser
        browser.close()


def _answer(script: bytes) -> Callable[[Route], None]:
    headers = {"Content-Type": "text/javascript", "Access-Control-Allow-Origin": "*"}
    return lambda route: route.fulfill(body=script, headers=headers)


@pytest.fixture
def open_page(chromium: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the site in a window with the given options, such as ``java_script_enabled=False``.

    ``script`` is what the CDN answers, htmx itself unless told; None is a CDN that is down.
    """
    contexts = []

    def open_page(path: str, *, script: bytes | None = HTMX, **options: object) -> Page:
        contexts.append(chromium.new_context(**options))  # type: ignore[arg-type]
        page = contexts[-1].new_page()
        page.set_default_timeout(6000)
        # Asked for last: a window closed meanwhile would leave the server with an open file.
        page.route("**/icon.svg*", lambda route: route.fulfill(body="<svg/>", content_type="image/svg+xml"))
        page.route(SCRIPT, (lambda route: route.abort()) if script is None else _answer(script))
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
