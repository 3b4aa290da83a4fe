"""Identity: one slug, one name, one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from safetysite.content.draft import Draft
from safetysite.content.frontmatter import Where
from safetysite.content.model import Answer, Compound, Condition
from safetysite.content.names import key
from safetysite.content.paths import RESERVED
from safetysite.content.rules.looking import path_of, sides
from safetysite.problems import Problem, unknown

_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


def slugs_are_words(site: Draft) -> Iterator[Problem]:
    """Each file name is lower-case words joined by hyphens; a page is not named like an address of the site."""
    for document in site.documents:
        slug = document.condition if isinstance(document, Answer) else document.slug
        yield from _word(document.path, slug)
    for id in site.references:
        yield from _word(path_of(site, f"references/{id}.yaml"), id)
    for page in site.pages.values():
        yield from _word(page.path, page.slug)
        if page.slug in RESERVED:
            yield Problem(page.path, 1, f'"/{page.slug}/" is an address of the site itself; name the page otherwise')


def _word(path: str, slug: str) -> Iterator[Problem]:
    if not _SLUG.fullmatch(slug):
        yield Problem(path, 1, f'file name "{slug}" must be lower-case words joined by hyphens')


def slugs_are_unique(site: Draft) -> Iterator[Problem]:
    """No compound and condition share a slug."""
    for slug in sorted(site.compounds.keys() & site.conditions.keys()):
        yield Problem(site.conditions[slug].path, 1, f'duplicate slug "{slug}": a compound has it too')


def names_mean_one_thing(site: Draft) -> Iterator[Problem]:
    """No name, alias or brand means two things; a compound may be a medicine of the same name, brands included."""
    owners: dict[tuple[str, ...], str] = {}
    compounds = {key(compound.name): compound.slug for compound in site.compounds.values()}
    # Names come before aliases, so that a clash is told where the alias stands.
    for name, owner, path, where in sorted(_names(site), key=lambda entry: entry[3][-1] != "name"):
        if not key(name):
            yield Problem(path, site.line(path, *where), f'the name "{name}" has no letter')
            continue
        first = owners.setdefault(key(name), compounds.get(key(owner), owner))
        if first not in (owner, compounds.get(key(owner))):
            yield Problem(path, site.line(path, *where), f'"{name}" is also a name of {first}')


def _names(site: Draft) -> Iterator[tuple[str, str, str, Where]]:
    """Every name of a compound, condition, medicine or class: the name, whose, path, place."""
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
    yield from _formulary_names(site)


def _formulary_names(site: Draft) -> Iterator[tuple[str, str, str, Where]]:
    path = path_of(site, "medicines.yaml")
    for listed in ("medicines", "classes"):
        for at, entry in enumerate(getattr(site.formulary, listed)):
            yield entry.name, entry.name, path, (listed, at, "name")
            for name in (*entry.aliases, *getattr(entry, "brands", ())):
                yield name, entry.name, path, (listed, at)
    for at, combination in enumerate(site.formulary.combinations):
        yield combination.brand, combination.brand, path, ("combinations", at, "name")


def names_are_listed_once(site: Draft) -> Iterator[Problem]:
    """No compound, condition, medicine, term or moved address is listed twice, and no document repeats a name."""
    for document in sides(site):
        seen = {key(document.name)}
        for listed in ("aliases", "botanical", "foreign", "street"):
            for at, name in enumerate(getattr(document, listed, ())):
                if key(name) in seen:
                    yield Problem(document.path, site.line(document.path, listed, at), f'duplicate name "{name}"')
                seen.add(key(name))
    tables: tuple[tuple[str, tuple[str | int, ...], Sequence[str]], ...] = (
        ("medicines.yaml", ("medicines",), [medicine.name for medicine in site.formulary.medicines]),
        ("medicines.yaml", ("classes",), [group.name for group in site.formulary.classes]),
        ("glossary.yaml", (), [name for term in site.glossary for name in (term.term,)]),
        ("redirects.yaml", (), [redirect.from_ for redirect in site.redirects]),
    )
    for file, where, names in tables:
        seen_names: set[str] = set()
        for at, name in enumerate(names):
            if name.casefold() in seen_names:
                path = path_of(site, file)
                yield Problem(path, site.line(path, *where, at), f'duplicate "{name}"')
            seen_names.add(name.casefold())


def look_alikes_are_mutual(site: Draft) -> Iterator[Problem]:
    """A look-alike that the site has a page for lists this one too."""
    for document in sides(site):
        kind = "compounds" if isinstance(document, Compound) else "conditions"
        others: Mapping[str, Compound | Condition] = site.compounds if kind == "compounds" else site.conditions
        for at, other in enumerate(document.look_alikes):
            line = site.line(document.path, "look_alikes", at)
            if other.slug and other.slug not in site.slugs[kind]:
                yield Problem(
                    document.path, line, unknown("look-alike", other.slug, site.slugs[kind] - {document.slug})
                )
            elif (
                other.slug
                and other.slug in others
                and document.slug not in {back.slug for back in others[other.slug].look_alikes}
            ):
                message = f'look-alike "{other.slug}" does not list "{document.slug}" in turn'
                yield Problem(document.path, line, message)
