"""The site's addresses: which there are, and what each is made from."""

from __future__ import annotations

from typing import TYPE_CHECKING

from safetysite.content.vocabulary import Section

if TYPE_CHECKING:
    from safetysite.content.catalogue import Catalogue
    from safetysite.content.draft import Draft

#: Pages that are there whatever the content holds.
FIXED = ("/", "/compounds/", "/conditions/", "/glossary/", "/search/", "/changes/")


def compound(slug: str) -> str:
    return f"/compounds/{slug}/"


def condition(slug: str) -> str:
    return f"/conditions/{slug}/"


def pair(compound: str, condition: str) -> str:
    return f"/safety/{compound}/{condition}/"


def section(compound: str, condition: str, section: Section) -> str:
    return f"/safety/{compound}/{condition}/{section.value}/"


def reference(id: str) -> str:
    return f"/references/{id}/"


def page(slug: str) -> str:
    return f"/{slug}/"


def known_paths(site: Draft | Catalogue) -> set[str]:
    """Every address of the content, composed pairs included."""
    paths = set(FIXED)
    paths |= {compound(slug) for slug in site.compounds}
    paths |= {condition(slug) for slug in site.conditions}
    paths |= {pair(c, d) for c in site.compounds for d in site.conditions}
    paths |= {section(*slugs, kind) for slugs in site.answers for kind in Section}
    paths |= {reference(id) for id in site.references}
    paths |= {page(slug) for slug in site.pages}
    return paths
