"""Identity: one slug, one name, one thing."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from safetysite.content.draft import Draft
from safetysite.content.frontmatter import Where
from safetysite.content.model import Answer, Compound, Condition
from safetysite.content.names import key
from safetysite.content.rules.looking import path_of, sides
from safetysite.problems import Problem, unknown

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*$")


def slugs_are_words(site: Draft) -> Iterator[Problem]:
    """Each file name is lower-case words joined by hyphens."""
    for document in site.documents:
        slug = document.condition if isinstance(document, Answer) else document.slug
        if not _SLUG.match(slug):
            yield Problem(document.path, 1, f'file name "{slug}" must be lower-case words joined by hyphens')


def slugs_are_unique(site: Draft) -> Iterator[Problem]:
    """No compound and condition share a slug."""
    for slug in sorted(site.compounds.keys() & site.conditions.keys()):
        yield Problem(site.conditions[slug].path, 1, f'duplicate slug "{slug}": a compound has it too')


def names_mean_one_thing(site: Draft) -> Iterator[Problem]:
    """No name, alias or brand means two compounds, two conditions, or one of each."""
    owners: dict[tuple[str, ...], str] = {}
    # Names come before aliases, so that a clash is told where the alias stands.
    for name, slug, path, where in sorted(_names(site), key=lambda entry: entry[3][0] != "name"):
        first = owners.setdefault(key(name), slug)
        if first != slug:
            yield Problem(path, site.line(path, *where), f'"{name}" is also a name of {first}')


def _names(site: Draft) -> Iterator[tuple[str, str, str, Where]]:
    """Every name of a compound or condition: the name, whose, path, place."""
    for document in sides(site):
        yield document.name, document.slug, document.path, ("name",)
        for listed in ("aliases", "botanical", "foreign", "street"):
            for at, name in enumerate(getattr(document, listed, ())):
                yield name, document.slug, document.path, (listed, at)
    for condition in site.conditions.values():
        yield condition.plain_name, condition.slug, condition.path, ("plain_name",)
    for compound in site.compounds.values():
        for at, product in enumerate(compound.products):
            for brand in product.brands:
                yield brand, compound.slug, compound.path, ("products", at, "brands")


def aliases_are_listed_once(site: Draft) -> Iterator[Problem]:
    """No list of names holds the same name twice."""
    for document in sides(site):
        for listed in ("aliases", "foreign"):
            counts = Counter(key(name) for name in getattr(document, listed))
            for at, name in enumerate(getattr(document, listed)):
                if counts[key(name)] > 1:
                    counts[key(name)] = 0
                    line = site.line(document.path, listed, at)
                    yield Problem(document.path, line, f'duplicate alias "{name}"')


def medicine_names_are_unique(site: Draft) -> Iterator[Problem]:
    """No name or brand means two medicines."""
    path = path_of(site, "medicines.yaml")
    owners: dict[tuple[str, ...], str] = {}
    for at, medicine in enumerate(site.formulary.medicines):
        for name in (medicine.name, *medicine.aliases, *medicine.brands):
            first = owners.setdefault(key(name), medicine.name)
            if first != medicine.name:
                line = site.line(path, "medicines", at)
                yield Problem(path, line, f'"{name}" of {medicine.name} is also a name of {first}')
    counts = Counter(medicine.name for medicine in site.formulary.medicines)
    for name, count in counts.items():
        if count > 1:
            yield Problem(path, 1, f'duplicate medicine "{name}"')


def look_alikes_are_mutual(site: Draft) -> Iterator[Problem]:
    """A look-alike that the site has a page for lists this one too."""
    kinds: tuple[Mapping[str, Compound] | Mapping[str, Condition], ...] = (site.compounds, site.conditions)
    for kind in kinds:
        for slug, document in kind.items():
            for at, other in enumerate(document.look_alikes):
                if other.slug is None:
                    continue
                line = site.line(document.path, "look_alikes", at)
                if other.slug not in kind:
                    yield Problem(document.path, line, unknown("look-alike", other.slug, kind))
                elif slug not in {back.slug for back in kind[other.slug].look_alikes}:
                    message = f'look-alike "{other.slug}" does not list "{slug}" in turn'
                    yield Problem(document.path, line, message)
