"""The site's addresses: which there are, and what each is made from."""

from __future__ import annotations

from collections.abc import Mapping, Set
from typing import Protocol

from safetysite.content.vocabulary import Section

#: Every term; each has its own address below it.
GLOSSARY = "/glossary/"

#: Every source; each has its own address below it.
REFERENCES = "/references/"

#: Where everything can be had as one archive.
EXPORT = "/export/"

#: Pages that are there whatever the content holds.
FIXED = ("/", "/compounds/", "/conditions/", GLOSSARY, REFERENCES, "/search/", "/map/", "/changes/", EXPORT)

#: First parts of addresses that are the site's own, now or by its design; no page may take one.
RESERVED = frozenset(
    "compounds conditions glossary search changes safety references map quality sheet static index export feed"
    " openapi suggest".split()
)


def compound(slug: str) -> str:
    """A compound’s page."""
    return f"/compounds/{slug}/"


def condition(slug: str) -> str:
    """A condition’s page."""
    return f"/conditions/{slug}/"


def pair(compound: str, condition: str) -> str:
    """The answer for a pair, or what is composed for it."""
    return f"/safety/{compound}/{condition}/"


def section(compound: str, condition: str, section: Section) -> str:
    """One section of an answer."""
    return f"/safety/{compound}/{condition}/{section.value}/"


def reference(id: str) -> str:
    """A reference’s page."""
    return f"{REFERENCES}{id}/"


def term(slug: str) -> str:
    """A term of the glossary by itself."""
    return f"{GLOSSARY}{slug}/"


def page(slug: str) -> str:
    """A page of the site’s own."""
    return f"/{slug}/"


def machine(path: str, ending: str) -> str:
    """The address of a page's form for programs: ``.json`` or ``.md`` in place of its last slash."""
    return ("/index" if path == "/" else path.removesuffix("/")) + ending


def archive(digest: str) -> str:
    """Everything that the content of that digest holds, as one archive."""
    return f"{EXPORT}safetysite-{digest}.zip"


class Listing(Protocol):
    """What has addresses: the slugs of each kind, and the pairs that have an answer."""

    @property
    def slugs(self) -> Mapping[str, Set[str]]: ...

    @property
    def answers(self) -> Mapping[tuple[str, str], object]: ...


def known_paths(site: Listing) -> set[str]:
    """Every address of the content, composed pairs included."""
    slugs = site.slugs
    paths = set(FIXED)
    paths |= {compound(slug) for slug in slugs["compounds"]}
    paths |= {condition(slug) for slug in slugs["conditions"]}
    paths |= {pair(c, d) for c in slugs["compounds"] for d in slugs["conditions"]}
    paths |= {section(*answer, kind) for answer in site.answers for kind in Section}
    paths |= {reference(id) for id in slugs["references"]}
    paths |= {term(slug) for slug in slugs["terms"]}
    paths |= {page(slug) for slug in slugs["pages"]}
    return paths
