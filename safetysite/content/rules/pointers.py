"""What points to what: every id, product, medicine and link that is named exists."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Protocol
from urllib.parse import urlsplit

from safetysite.content.draft import Draft
from safetysite.content.frontmatter import Where
from safetysite.content.medicines import MedicineIndex
from safetysite.content.model import Contraindication, RowMatter
from safetysite.content.paths import known_paths
from safetysite.content.rules.looking import (
    citations,
    claims_of,
    deciding,
    named_claims,
    path_of,
    unread,
    with_interactions,
)
from safetysite.problems import Problem, unknown


class HasProduct(Protocol):
    """An entry that may name a product."""

    @property
    def product(self) -> str | None: ...


def answers_have_both_sides(site: Draft) -> Iterator[Problem]:
    """Each answer's compound and condition have files."""
    for answer in site.answers.values():
        if answer.compound not in site.slugs["compounds"]:
            message = unknown("compound", answer.compound, site.slugs["compounds"])
            yield Problem(answer.path, site.line(answer.path, "compound"), message)
        if answer.condition not in site.slugs["conditions"]:
            message = unknown("condition", answer.condition, site.slugs["conditions"])
            yield Problem(answer.path, site.line(answer.path, "condition"), message)


def conditions_point_to_conditions(site: Draft) -> Iterator[Problem]:
    """``broader`` and ``when_spread`` name other conditions, and ``broader`` goes one step up."""
    for condition in site.conditions.values():
        for name in ("broader", "when_spread"):
            target = getattr(condition, name)
            line = site.line(condition.path, name)
            if target and target not in site.slugs["conditions"] - {condition.slug}:
                others = site.slugs["conditions"] - {condition.slug}
                yield Problem(condition.path, line, unknown("other condition", target, others))
        above = site.conditions.get(condition.broader or "")
        if above and above.broader:
            line = site.line(condition.path, "broader")
            yield Problem(condition.path, line, f'"{above.slug}" has a broader condition itself; name that one')


def references_exist(site: Draft) -> Iterator[Problem]:
    """Everything that is cited is a reference of the site."""
    for path, place, id in citations(site):
        if id not in site.slugs["references"]:
            line = place if isinstance(place, int) else site.line(path, *place)
            yield Problem(path, line, unknown("reference", id, site.slugs["references"]))


def references_are_cited(site: Draft) -> Iterator[Problem]:
    """Each reference is cited somewhere."""
    cited = {id for _, _, id in citations(site)}
    if site.unread:
        return  # an unread file may cite what seems uncited
    for reference in site.references.values():
        if reference.id not in cited:
            yield Problem(path_of(site, f"references/{reference.id}.yaml"), 1, "is never cited; cite it or remove it")


def searches_exist(site: Draft) -> Iterator[Problem]:
    """Each cited search record stands in the file's ``searches``, once, with its queries."""
    for document in site.documents:
        names = [record.name for record in document.searches]
        for claim in document.text.claims:
            for name in claim.searches:
                if name not in names:
                    yield Problem(document.path, claim.line, unknown("search record", name, names))
        for name, count in Counter(names).items():
            if count > 1:
                line = site.line(document.path, "searches")
                yield Problem(document.path, line, f'duplicate search record "{name}"')
        for at, record in enumerate(document.searches):
            if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", record.name):
                line = site.line(document.path, "searches", at)
                yield Problem(document.path, line, f'search record "{record.name}" must be named by lower-case words')
            if not all(record.queries) or not record.queries:
                line = site.line(document.path, "searches", at)
                yield Problem(document.path, line, f'search record "{record.name}" has no queries')


def claims_named_exist(site: Draft) -> Iterator[Problem]:
    """Each claim that front matter names exists."""
    for document in site.documents:
        ids = {claim.id for claim in document.text.claims}
        for id, where in named_claims(document):
            if id not in ids:
                line = site.line(document.path, *where)
                yield Problem(document.path, line, unknown("claim", id, ids))
    for answer in site.answers.values():
        for id, where in deciding(answer):
            owner, _, local = id.rpartition("#")
            known = claims_of(site, answer, owner)
            if local not in known and not unread(site, owner):
                line = site.line(answer.path, *where)
                yield Problem(answer.path, line, unknown("claim", id, (f"{owner}#{k}" if owner else k for k in known)))


def products_exist(site: Draft) -> Iterator[Problem]:
    """Each product named is one of the compound's, and product ids are unique."""
    for compound in site.compounds.values():
        ids = [product.id for product in compound.products]
        if len(set(ids)) < len(ids):
            yield Problem(compound.path, site.line(compound.path, "products"), "duplicate product id")
        for listed in ("regulatory", "boxed_warnings", "contraindications", "interactions"):
            yield from _products(site, compound.path, listed, getattr(compound, listed), ids)
    for answer in site.answers.values():
        if owner := site.compounds.get(answer.compound):
            ids = [product.id for product in owner.products]
            yield from _products(site, answer.path, "rows", answer.rows, ids)
            yield from _products(site, answer.path, "interactions", answer.interactions, ids)


def _products(site: Draft, path: str, listed: str, entries: Iterable[HasProduct], ids: list[str]) -> Iterator[Problem]:
    for at, entry in enumerate(entries):
        if entry.product and entry.product not in ids:
            yield Problem(path, site.line(path, listed, at), unknown("product", entry.product, ids))


def medicines_exist(site: Draft) -> Iterator[Problem]:
    """Each medicine and class named anywhere stands in medicines.yaml."""
    if path_of(site, "medicines.yaml") in site.unread or not site.formulary.medicines:
        return  # told where the table cannot be read
    known = MedicineIndex(site.formulary)
    kinds: dict[str, Collection[str]] = {
        "medicine": known.medicines,
        "class": known.classes,
        "medicine or class": (*known.medicines, *known.classes),
    }
    for path, where, kind, name in _medicine_names(site):
        if name and name not in kinds[kind]:
            yield Problem(path, site.line(path, *where), unknown(kind, name, kinds[kind]))


def partners_are_one_thing(site: Draft) -> Iterator[Problem]:
    """An interaction is with a medicine, or a class, or an enzyme role; a usual treatment is a medicine or a class."""
    for document in with_interactions(site):
        for at, interaction in enumerate(document.interactions):
            partner = interaction.with_
            given = [partner.medicine, partner.class_, partner.enzyme]
            if sum(bool(one) for one in given) != 1 or (partner.enzyme is None) != (partner.role is None):
                line = site.line(document.path, "interactions", at, "with")
                yield Problem(document.path, line, "with: name a medicine, or a class, or an enzyme and its role")
    for condition in site.conditions.values():
        for at, treatment in enumerate(condition.usual_treatments):
            if (treatment.medicine is None) == (treatment.class_ is None):
                line = site.line(condition.path, "usual_treatments", at)
                yield Problem(condition.path, line, "name a medicine or a class")


def _medicine_names(site: Draft) -> Iterator[tuple[str, Where, str, str | None]]:
    """Every name of a medicine or class: path, place, which of the two, the name."""
    for document in with_interactions(site):
        for at, interaction in enumerate(document.interactions):
            yield document.path, ("interactions", at, "with"), "medicine", interaction.with_.medicine
            yield document.path, ("interactions", at, "with"), "class", interaction.with_.class_
    for condition in site.conditions.values():
        for at, treatment in enumerate(condition.usual_treatments):
            yield condition.path, ("usual_treatments", at), "medicine", treatment.medicine
            yield condition.path, ("usual_treatments", at), "class", treatment.class_
    for compound in site.compounds.values():
        yield from _listed(compound.path, "contraindications", compound.contraindications)
    for answer in site.answers.values():
        yield from _listed(answer.path, "rows", answer.rows)
    yield from _formulary_names(site)


def _listed(
    path: str, listed: str, entries: Sequence[Contraindication | RowMatter]
) -> Iterator[tuple[str, Where, str, str | None]]:
    for at, entry in enumerate(entries):
        yield from ((path, (listed, at), "medicine or class", name) for name in entry.treatments)


def _formulary_names(site: Draft) -> Iterator[tuple[str, Where, str, str | None]]:
    path = path_of(site, "medicines.yaml")
    for at, group in enumerate(site.formulary.classes):
        yield path, ("classes", at), "class", group.broader
    for at, medicine in enumerate(site.formulary.medicines):
        yield from ((path, ("medicines", at), "class", name) for name in medicine.classes)
    for at, combination in enumerate(site.formulary.combinations):
        yield from ((path, ("combinations", at), "medicine", name) for name in combination.ingredients)


def conditions_of_contraindications_exist(site: Draft) -> Iterator[Problem]:
    """Each condition that a contraindication names has a file."""
    for compound in site.compounds.values():
        for at, entry in enumerate(compound.contraindications):
            for slug in entry.conditions:
                if slug not in site.slugs["conditions"]:
                    line = site.line(compound.path, "contraindications", at)
                    yield Problem(compound.path, line, unknown("condition", slug, site.slugs["conditions"]))


def links_lead_somewhere(site: Draft) -> Iterator[Problem]:
    """Each link within the site leads to a page that is there."""
    paths = known_paths(site)
    linked = [(page.path, link) for page in site.pages.values() for link in page.links]
    linked += [(document.path, link) for document in site.documents for link in document.text.links]
    for path, (href, line) in linked:
        target = urlsplit(href).path
        if href.startswith("/") and not href.startswith("//") and target not in paths:
            yield Problem(path, line, unknown("page", target, paths))
        elif href.startswith("//") or not href.startswith(("/", "https://", "mailto:")):
            yield Problem(path, line, f'link "{href}" must begin with / or https://')


def redirects_lead_somewhere(site: Draft) -> Iterator[Problem]:
    """A moved address leads to a page in one step, and no living address is moved."""
    paths = known_paths(site)
    moved = {redirect.from_ for redirect in site.redirects}
    path = path_of(site, "redirects.yaml")
    for at, redirect in enumerate(site.redirects):
        line = site.line(path, at)
        if redirect.from_ in paths:
            yield Problem(path, line, f'"{redirect.from_}" is a page that is there')
        if redirect.to and (redirect.to not in paths or redirect.to in moved):
            yield Problem(path, line, unknown("page", redirect.to, paths))
