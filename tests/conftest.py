"""Fixtures: the tiny invented site, a changed copy of it, the real site; each page fetched is checked."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from safetysite import create_app
from safetysite.content import catalogue, draft, rules
from safetysite.content.catalogue import Catalogue
from safetysite.search import documents, whoosh_index
from safetysite.settings import ROOT, Settings

GOOD = Path(__file__).parent / "sites" / "good"
#: The day on which the tiny site is read: after its reviews, before they fall due.
TODAY = date(2026, 2, 1)

#: (file, what stands there, what stands there instead)
Edit = tuple[str, str, str]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A copy of the tiny site, to be changed."""
    folder = tmp_path / "content"
    shutil.copytree(GOOD, folder)
    return folder


@pytest.fixture
def problems_after(site: Path) -> Callable[..., list[str]]:
    """Change the tiny site by edits and say what the check prints then."""

    def check(*edits: Edit) -> list[str]:
        for name, old, new in edits:
            edit(site / name, old, new)
        return [str(problem) for problem in rules.problems(draft.read_folder(site), TODAY)]

    return check


def edit(file: Path, old: str, new: str) -> None:
    """Replace the first ``old`` in a file; an empty ``old`` writes the file anew."""
    if not old:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(new, encoding="utf-8")
        return
    text = file.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.fixture(scope="session")
def tiny() -> Catalogue:
    """The catalogue of the tiny site."""
    return catalogue.load(GOOD, TODAY)


@pytest.fixture(scope="session")
def tiny_settings(tiny: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings of the tiny site, its index built."""
    return _built(
        Settings(content=GOOD, origin="https://site.example", contact="desk@site.example"), tiny, tmp_path_factory
    )


@pytest.fixture(scope="session")
def tiny_app(tiny_settings: Settings) -> Flask:
    """The application on the tiny site."""
    return create_app(tiny_settings, TODAY)


@pytest.fixture(scope="session")
def real() -> Catalogue:
    """The catalogue as it would be served today."""
    return catalogue.load(Settings().content, datetime.now(UTC).date())


@pytest.fixture(scope="session")
def real_app(real: Catalogue, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application on the real content, as of today."""
    settings = _built(Settings(origin="https://site.example"), real, tmp_path_factory)
    return create_app(settings, datetime.now(UTC).date())


def _built(settings: Settings, site: Catalogue, folders: pytest.TempPathFactory) -> Settings:
    """The settings with an index folder of their own, in which the site's index is built."""
    root = folders.mktemp("search_index")
    whoosh_index.build(root, site.digest, documents.documents(site))
    return replace(settings, search_index=root)


@pytest.fixture
def client(tiny_app: Flask) -> CheckedClient:
    """A client of the tiny site that checks each page it fetches."""
    return CheckedClient(tiny_app, tiny_app.response_class)


@pytest.fixture
def real_client(real_app: Flask) -> CheckedClient:
    """A client of the real site that checks each page it fetches."""
    return CheckedClient(real_app, real_app.response_class)


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


class CheckedClient(FlaskClient):
    """Fetches pages; a whole HTML page must have what each page of the site has."""

    def page(self, path: str, status: int = 200) -> Page:
        """The page at ``path``, checked: title, one h1, description, canonical unless an error, ids, links."""
        response: TestResponse = self.get(path)
        assert response.status_code == status, f"{path}: {response.status}"
        page = Page(response.text)
        assert page.title, path
        assert page.count("h1") == 1, f"{path} has {page.count('h1')} h1"
        assert page.description, path
        assert page.canonical.startswith("https://site.example/") == (status == 200), path
        repeated = {id for id in page.ids if page.ids.count(id) > 1}
        assert not repeated, f"{path} repeats ids {repeated}"
        for href in page.links:
            if href.startswith("#"):
                assert href[1:] in page.ids, f"{path} links to {href}, which is not on the page"
        return page


class Page(HTMLParser):
    """What a test asks of a page: its tags, ids, links, text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.html = html
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.words: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self.words))

    @property
    def title(self) -> str:
        found = re.search(r"<title>(.*?)</title>", self.html, re.DOTALL)
        return found[1] if found else ""

    @property
    def heading(self) -> str:
        """The words of its h1."""
        found = re.search(r"<h1.*?>(.*?)</h1>", self.html, re.DOTALL)
        return " ".join(re.sub(r"<.*?>", " ", found[1]).split()) if found else ""

    @property
    def description(self) -> str:
        return self._meta("description")

    @property
    def robots(self) -> str:
        return self._meta("robots")

    @property
    def canonical(self) -> str:
        links = (attrs["href"] for tag, attrs in self.tags if tag == "link" and attrs.get("rel") == "canonical")
        return next(links, "")

    @property
    def ids(self) -> list[str]:
        return [attrs["id"] for _, attrs in self.tags if "id" in attrs]

    @property
    def links(self) -> list[str]:
        return [attrs["href"] for tag, attrs in self.tags if tag == "a" and "href" in attrs]

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)

    def _meta(self, name: str) -> str:
        metas: Iterator[str] = (
            attrs["content"] for tag, attrs in self.tags if tag == "meta" and attrs.get("name") == name
        )
        return next(metas, "")
