"""What several rules look up: paths, verdicts, citations, whose claims stand on a page."""

from __future__ import annotations

from collections.abc import Iterator

from safetysite.content.draft import Draft
from safetysite.content.frontmatter import Where
from safetysite.content.model import (
    Answer,
    Claim,
    Compound,
    Condition,
    VerdictMatter,
    medicine_references,
    references_in,
)

#: A line of a file, or the place of a value in its front matter.
Place = int | Where


def sides(site: Draft) -> Iterator[Compound | Condition]:
    """Every compound and condition."""
    yield from site.compounds.values()
    yield from site.conditions.values()


def with_interactions(site: Draft) -> Iterator[Compound | Answer]:
    """Every document that lists interactions."""
    yield from site.compounds.values()
    yield from site.answers.values()


def path_of(site: Draft, name: str) -> str:
    """A content file's path as messages print it."""
    return f"{site.folder.name}/{name}"


def verdicts(answer: Answer) -> Iterator[tuple[VerdictMatter, Where]]:
    """The headline and its rows, each with where it stands."""
    yield answer.verdict, ("verdict",)
    for at, row in enumerate(answer.rows):
        yield row, ("rows", at)


def deciding(answer: Answer) -> Iterator[tuple[str, Where]]:
    """The claims that decide a class, each with where it is named."""
    for verdict, where in verdicts(answer):
        for at, id in enumerate(verdict.because):
            yield id, (*where, "because", at)


def inherited(site: Draft, answer: Answer) -> Iterator[Compound | Condition]:
    """The files whose claims stand on the answer's page."""
    if compound := site.compounds.get(answer.compound):
        yield compound
    if condition := site.conditions.get(answer.condition):
        yield condition
        if broader := site.conditions.get(condition.broader or ""):
            yield broader


def claim_of(site: Draft, answer: Answer, id: str) -> Claim | None:
    """The claim that ``id`` or ``slug#id`` names on an answer's page, or None."""
    owner, _, local = id.rpartition("#")
    if not owner:
        return answer.text.claim(local)
    return next((text.text.claim(local) for text in inherited(site, answer) if text.slug == owner), None)


def unread(site: Draft, slug: str) -> bool:
    """True for a compound or condition whose file is there but could not be read."""
    files = site.slugs["compounds"] | site.slugs["conditions"]
    return slug in files and slug not in site.compounds and slug not in site.conditions


def claims_of(site: Draft, answer: Answer, owner: str) -> list[str]:
    """The ids of the answer's own claims, or of one inherited file's."""
    if not owner:
        return [claim.id for claim in answer.text.claims]
    return [claim.id for text in inherited(site, answer) if text.slug == owner for claim in text.text.claims]


def named_claims(
    document: Compound | Condition | Answer,
) -> Iterator[tuple[str, Where]]:
    """Claims that the file's own front matter names, each with where."""
    if isinstance(document, Compound):
        yield document.class_claim, ("class_claim",)
        for listed in ("regulatory", "boxed_warnings", "contraindications", "roles"):
            for at, entry in enumerate(getattr(document, listed)):
                yield entry.claim, (listed, at, "claim")
    if isinstance(document, Condition):
        for at, treatment in enumerate(document.usual_treatments):
            yield treatment.claim, ("usual_treatments", at, "claim")
    else:
        for at, interaction in enumerate(document.interactions):
            yield interaction.claim, ("interactions", at, "claim")


def citations(site: Draft) -> Iterator[tuple[str, Place, str]]:
    """Every citation of a reference: path, place, id."""
    for document in site.documents:
        for claim in document.text.claims:
            yield from ((document.path, claim.line, id) for id in claim.references)
    for answer in site.answers.values():
        for at, (_, where) in enumerate(verdicts(answer)):
            yield from ((answer.path, (*where, "why"), id) for id in references_in(answer.why[at]))
        for at, study in enumerate(answer.studies):
            yield answer.path, ("studies", at, "reference"), study.reference
        for at, change in enumerate(answer.history):
            if change.reference:
                yield answer.path, ("history", at, "reference"), change.reference
    for page in site.pages.values():
        yield from ((page.path, 1, id) for id in page.references)
    yield from table_citations(site)


def table_citations(site: Draft) -> Iterator[tuple[str, Place, str]]:
    """Every citation of the medicines and the glossary."""
    path = path_of(site, "medicines.yaml")
    for at, medicine in enumerate(site.formulary.medicines):
        yield from ((path, ("medicines", at), id) for id in medicine_references(medicine))
    for at, combination in enumerate(site.formulary.combinations):
        yield from ((path, ("combinations", at), id) for id in combination.references)
    path = path_of(site, "glossary.yaml")
    for at, term in enumerate(site.glossary):
        yield from ((path, (at,), id) for id in term.references)
