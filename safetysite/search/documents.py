"""The catalogue as flat documents: what is searched, shown and counted, and nothing else."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.model import Answer, Compound, Condition, Page, Reference, Text


@dataclass(frozen=True)
class Document:
    """One page as the index sees it.

    ``names`` are what a person would call it and weigh most; ``sentences`` are the text
    that snippets are cut from; ``facets`` hold vocabulary words; ``version`` names the state
    of the files it is made from, where that is known.
    """

    path: str
    title: str
    kind: str
    names: tuple[str, ...]
    sentences: tuple[str, ...]
    facets: dict[str, str] = field(default_factory=dict)
    version: str = ""

    @property
    def fingerprint(self) -> str:
        """Changes when anything of the document does."""
        return self.version or hashlib.sha256(repr(self).encode()).hexdigest()[:16]


def documents(site: Catalogue) -> Iterator[Document]:
    """Every page worth finding; composed pairs are not among them."""
    versions = site.versions
    for answer in site.answers.values():
        compound, condition = site.compounds[answer.compound], site.conditions[answer.condition]
        made_from = (versions[answer.path], versions[compound.path], versions[condition.path], str(answer.overdue))
        yield replace(of_answer(answer, compound, condition), version=" ".join(made_from))
    for one in site.compounds.values():
        yield replace(of_compound(one), version=versions[one.path])
    for another in site.conditions.values():
        yield replace(of_condition(another), version=versions[another.path])
    yield from map(of_reference, site.references.values())
    yield from map(of_page, site.pages.values())


def of_answer(answer: Answer, compound: Compound, condition: Condition) -> Document:
    """An answer: its question, its own claims in both readings, its verdict as facets."""
    return Document(
        path=paths.pair(*answer.slugs),
        title=answer.question,
        kind="answer",
        names=(*compound.names, *condition.names),
        sentences=(answer.studied, *_sentences(answer.text), *(item.text for item in answer.questions)),
        facets={
            "safety": answer.safety.value,
            "directness": answer.directness.value,
            "certainty": answer.certainty.value,
            "class": compound.kind.value,
            "category": condition.category.value,
            "year": str(answer.reviewed.year),
        },
    )


def of_compound(compound: Compound) -> Document:
    """A compound: all its names and brands, all its claims."""
    brands = tuple(brand for product in compound.products for brand in product.brands)
    return Document(
        path=paths.compound(compound.slug),
        title=compound.name,
        kind="compound",
        names=(*compound.names, *brands),
        sentences=(f"{compound.class_}.", *_sentences(compound.text)),
        facets={"class": compound.kind.value},
    )


def of_condition(condition: Condition) -> Document:
    """A condition: all its names, all its claims."""
    return Document(
        path=paths.condition(condition.slug),
        title=condition.name,
        kind="condition",
        names=condition.names,
        sentences=tuple(_sentences(condition.text)),
        facets={"category": condition.category.value},
    )


def of_reference(reference: Reference) -> Document:
    """A reference: title, authors, journal, identifiers."""
    authors = (name.family or name.literal or "" for name in reference.author)
    numbers = (reference.DOI, reference.PMID, reference.PMCID, reference.NCT)
    return Document(
        path=paths.reference(reference.id),
        title=reference.title,
        kind="reference",
        names=(*authors, *filter(None, numbers)),
        sentences=(". ".join(filter(None, (reference.container_title, reference.publisher, reference.design.label))),),
    )


def of_page(page: Page) -> Document:
    """A page of the site's own, sentence by paragraph."""
    text = " ".join(part.striptags() for part in page.prose if isinstance(part, Markup))
    return Document(
        path=paths.page(page.slug),
        title=page.title,
        kind="page",
        names=(),
        sentences=(page.description, *text.split(". ")),
    )


def _sentences(text: Text) -> Iterator[str]:
    for part in text.sections.values():
        yield from (item.text for item in part.plain)
        yield from (claim.text for claim in part.claims)
