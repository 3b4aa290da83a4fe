"""What tests ask of pages as search engines and link previews see them."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple
from urllib.parse import urlsplit
from xml.etree import ElementTree

from safetysite.outputs import metadata
from tests.conftest import CheckedClient, Page

ORIGIN = "https://site.example"
_DATA = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


def listed(client: CheckedClient) -> list[str]:
    """The paths of the sitemap, from its index and all its parts."""
    return [path for part in _locs(client, "/sitemap.xml") for path in _locs(client, part)]


def _locs(client: CheckedClient, path: str) -> list[str]:
    response = client.get(path)
    assert response.status_code == 200, path
    return [
        (loc.text or "").removeprefix(ORIGIN) for loc in ElementTree.fromstring(response.data).iterfind(".//{*}loc")
    ]


def repeated(pages: Iterable[Page]) -> list[str]:
    """Titles and descriptions that more than one page has."""
    found = Counter(words for page in pages for words in (f"title {page.title}", f"description {page.description}"))
    return [words for words, times in found.items() if times > 1]


def too_long(pages: Mapping[str, Page]) -> list[str]:
    """The paths of pages of which a result list or a shared link would show a torn title or description."""
    return [
        path
        for path, page in pages.items()
        if max(len(page.description), len(properties(page)["og:title"])) > metadata.LONG
    ]


class Link(NamedTuple):
    """A link within the site."""

    on: str
    to: str
    fragment: str
    is_followed: bool


@dataclass(frozen=True)
class Crawl:
    """What following every link came to: the pages by path, the links to pages, the files linked to."""

    pages: dict[str, Page]
    links: set[Link]
    files: set[str]

    def ids(self, path: str) -> Set[str]:
        """The ids on a page."""
        return self._ids[path]

    @cached_property
    def _ids(self) -> dict[str, Set[str]]:
        return {path: set(page.ids) for path, page in self.pages.items()}


def crawl(client: CheckedClient) -> Crawl:
    """Follow every link within the site from the home page on, in the reading that pages have by themselves."""
    found = Crawl({}, set(), set())
    waiting = ["/"]
    while waiting:
        if (path := waiting.pop()) in found.pages:
            continue
        found.pages[path] = page = client.page(path)
        for attrs in (attrs for tag, attrs in page.tags if tag == "a" and "href" in attrs):
            href = urlsplit(attrs["href"])
            if href.scheme or not href.path.startswith("/"):
                continue
            if not href.path.endswith("/"):
                found.files.add(href.path)
                continue
            found.links.add(Link(path, href.path, href.fragment, "nofollow" not in attrs.get("rel", "")))
            waiting.append(href.path)
    return found


def structured(page: Page) -> dict[str, Any]:
    """The page's one block of structured data."""
    (block,) = _DATA.findall(page.html)
    data: dict[str, Any] = json.loads(block)
    return data


def properties(page: Page) -> dict[str, str]:
    """The page's Open Graph and card properties."""
    metas = (attrs for tag, attrs in page.tags if tag == "meta")
    return {
        name: attrs["content"]
        for attrs in metas
        if (name := attrs.get("property") or attrs.get("name", "")).startswith(("og:", "twitter:"))
    }


def unseen(data: dict[str, Any], page: Page, paths: Set[str]) -> list[str]:
    """The facts of the structured data that a reader of the page does not find on it."""
    shown = Page(_DATA.sub("", page.html))
    return [f"{name}: {value}" for name, value in _facts(data) if not _is_shown(name, value, shown, paths)]


def _facts(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Every property with a string, at every depth."""
    if isinstance(value, dict):
        for key, one in value.items():
            yield from _facts(one, key)
    elif isinstance(value, list):
        for one in value:
            yield from _facts(one, name)
    elif isinstance(value, str):
        yield name, value


def _is_shown(name: str, value: str, page: Page, paths: Set[str]) -> bool:
    match name:
        case "@context" | "@type" | "inLanguage" | "medicalAudience" | "query-input" | "encodingFormat":
            return True  # Not facts of the page, but of its kind.
        case "license":
            return any(attrs.get("rel") == "license" and attrs["href"] == value for tag, attrs in page.tags)
        case "contentUrl":
            return value.removeprefix(ORIGIN) in page.links
        case "@id" | "url" | "item" | "urlTemplate" | "warning":
            path, _, fragment = value.partition("?")[0].removeprefix(ORIGIN).partition("#")
            return value in page.links or (path in paths and (name != "warning" or fragment in page.ids))
        case "description":
            return _squeezed(value) in (_squeezed(page.description), *_sentences(page, value))
        case "abstract":
            return value.startswith(_headlines(page)) and all(
                _squeezed(one) in _squeezed(page.text) for one in value.removesuffix(".").split(". ")
            )
        case "dateModified" | "datePublished" | "lastReviewed":
            return any(form in page.text for form in _days(value))
        case _:
            return _squeezed(value) in _squeezed(f"{page.text} {page.title}")


def _headlines(page: Page) -> tuple[str, str]:
    """How a verdict in one breath may begin: with the class of the headline; rows have classes too."""
    found = re.search(r'class="verdict__class">.*?<span>(.*?)</span>', page.html, re.DOTALL)
    label = found[1] if found else ""
    return f"{label}. ", f"“{label}” is the most cautious class that can apply. "


def _sentences(page: Page, value: str) -> list[str]:
    return [_squeezed(value)] if _squeezed(value) in _squeezed(page.text) else []


def _days(value: str) -> list[str]:
    """A day as the pages write it, or as a citation does."""
    year, month, day = (*value.split("-"), "", "")[:3]
    cited = " ".join(filter(None, (year, month and _MONTHS[int(month) - 1], day.lstrip("0"))))
    return [cited, *([metadata.day(date.fromisoformat(value))] if day else [])]


def _squeezed(text: str) -> str:
    """Without the spaces that markup may set around words."""
    return re.sub(r"\s", "", text)
