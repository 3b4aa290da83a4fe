"""Every page as data: catalogue, origin and slugs -> the document, or None where there is no such page.

The shapes stand in ``shapes.py``. Text is plain: no markup and no citation marks; what is cited
stands beside it as ids. Addresses are absolute, beginning with ``origin`` (scheme and host).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from markupsafe import Markup

from safetysite.content import model, paths
from safetysite.content.catalogue import Catalogue, CitedBy, LedgerEntry
from safetysite.content.joined import (
    CompoundPage,
    ConditionPage,
    Joined,
    JoinedSection,
    Pair,
    PlacedClaim,
    PlacedInteraction,
    PlacedPlain,
    PlacedSearch,
)
from safetysite.content.model import Answer, Citation, Mention, Prose, references_in
from safetysite.content.vocabulary import DO_NOT_STOP, Provenance, Safety, Section, Word
from safetysite.outputs import metadata, shapes, vancouver
from safetysite.outputs.marked import markdown, numbers_of

#: Version of the shapes.
VERSION = "1.0"
CONTENT_LICENCE = "CC-BY-4.0"
CODE_LICENCE = "MIT"
DISCLAIMER = (
    "This is information, not medical advice. It does not know you, and it can be incomplete, wrong or out of date. "
    "What is not listed is not thereby safe. Talk to your care team before you start, stop or change anything. "
    + DO_NOT_STOP
)
COMPOSED_WHY = (
    "Nobody has looked at this pair for this site yet. That says nothing about whether it is safe. "
    "What follows is known about each side by itself."
)
COMPOSED_ACTIONS = (
    "Do not start on the strength of this page. Show it to your team and ask.",
    "Tell your team this week.",
)
#: How many changes of verdict the home page and its forms show.
NEWEST = 6


# ---------------------------------------------------------------- what documents have in common


def content_date(site: Catalogue) -> date:
    """The newest day on which something was compared with its sources, read or changed."""
    return max(
        (
            *(answer.reviewed for answer in site.answers.values()),
            *(entry.change.date for entry in site.ledger),
            *(reference.seen_on for reference in site.references.values()),
            *(page.updated for page in site.pages.values()),
        ),
        default=date.min,
    )


def cite_page(site: Catalogue, title: str, updated: date | None, url: str) -> str:
    """A page of this site as a reference in Vancouver style; whoever cites adds the day of reading."""
    when = updated or content_date(site)
    ended = title if title.endswith(("?", ".", "!")) else f"{title}."
    return f"{metadata.NAME} [Internet]. {ended} [updated {when.year} {when:%b} {when.day}; content version {site.digest}]. Available from: {url}"


def cited_as(site: Catalogue, page: Joined) -> tuple[str, date | None]:
    """Title of a page, and when it was last compared with its sources or changed; None for the newest day of all."""
    match page:
        case Pair(answer=Answer() as answer):
            return answer.question, metadata.changed(answer)
        case Pair():
            return f"{page.compound.name} with {page.condition.plain_name}: not assessed", None
        case CompoundPage():
            return page.compound.name, metadata.changed_page(site, page)
        case ConditionPage():
            return page.condition.name, metadata.changed_page(site, page)
    raise TypeError(page)


def licence(origin: str) -> shapes.Licence:
    """What may be done with the texts and the program."""
    return {
        "content": CONTENT_LICENCE,
        "content_url": metadata.LICENCE,
        "code": CODE_LICENCE,
        "terms": f"{origin}/licence/",
    }


def plain_text(prose: Prose) -> str:
    """Prose without markup, citations left out."""
    html = "".join(str(part.words if isinstance(part, Mention) else part) for part in prose if not _is_citation(part))
    text = " ".join(Markup(html).striptags().split())
    for stop in ".,;":
        text = text.replace(f" {stop}", stop)
    return text


def _is_citation(part: Markup | Citation | Mention) -> bool:
    return isinstance(part, Citation)


def document(
    site: Catalogue, origin: str, shape: str, path: str, title: str, updated: date | None = None
) -> shapes.Document:
    """What every document begins with; without a day of its own it has the newest of all."""
    url = origin + path
    return {
        "schema": f"{origin}/openapi.json#/components/schemas/{shape}",
        "version": VERSION,
        "digest": site.digest,
        "date": (updated or content_date(site)).isoformat(),
        "url": url,
        "markdown": origin + paths.machine(path, ".md"),
        "title": title,
        "citation": cite_page(site, title, updated, url),
        "licence": licence(origin),
        "disclaimer": DISCLAIMER,
    }


def _word(word: Word) -> shapes.ListedWord:
    return {"value": word.value, "label": word.label}


def _word_or_none(word: Word | None) -> shapes.ListedWord | None:
    return _word(word) if word else None


def _words(words: Iterable[Word]) -> list[shapes.ListedWord]:
    return [_word(word) for word in words]


# ---------------------------------------------------------------- texts and references


def _texts(site: Catalogue, origin: str, page: Joined) -> shapes.Texts:
    """Both readings of a page, with what they cite."""
    return {
        **_readings(page.sections),
        "searches": [_search(placed) for placed in page.searches],
        "references": [reference_of(site.references[id], origin) for id in page.references],
    }


def _readings(parts: Iterable[JoinedSection]) -> shapes.Readings:
    """The sections with both readings; questions stand elsewhere."""
    parts = tuple(parts)
    return {
        "sections": [{"id": part.section.value, "label": part.section.label} for part in parts],
        "claims": [_claim(claim) for part in parts for claim in part.claims],
        "plain": [
            _plain(part.section, item) for part in parts if part.section is not Section.QUESTIONS for item in part.plain
        ],
    }


def _plain(section: Section, placed: PlacedPlain) -> shapes.PlainItem:
    return {
        "section": section.value,
        "text": placed.item.text,
        "restates": [f"{placed.owner}-{id}" for id in placed.item.says],
        "provenance": placed.provenance.value,
        "owner": placed.owner,
        "references": [id for id in placed.citation.ids if not id.startswith("search:")],
    }


def _search(placed: PlacedSearch) -> shapes.Search:
    return {
        "id": placed.anchor,
        "on": placed.record.on.isoformat(),
        "where": placed.record.where,
        "queries": list(placed.record.queries),
        "found": placed.record.found,
    }


def _search_id(owner: str, name: str) -> str:
    return f"search-{owner}-{name}"


def _claim(placed: PlacedClaim) -> shapes.Claim:
    return {
        "id": placed.anchor,
        "section": placed.claim.section.value,
        "text": placed.claim.text,
        "provenance": placed.provenance.value,
        "owner": placed.owner,
        "references": list(placed.claim.references),
        "searches": [_search_id(placed.owner, name) for name in placed.claim.searches],
    }


def reference_of(reference: model.Reference, origin: str) -> shapes.Reference:
    """A reference in full."""
    return {
        "id": reference.id,
        "url": origin + paths.reference(reference.id),
        "text": vancouver.cite(reference),
        "csl": csl(reference),
        "NCT": reference.NCT,
        "design": _word(reference.design),
        "tier": _word(reference.tier),
        "n": reference.n,
        "seen_at": reference.seen_at,
        "seen_on": reference.seen_on.isoformat(),
    }


def csl(reference: model.Reference) -> shapes.Csl:
    """A reference in CSL-JSON; what the source does not show is left out."""
    found: dict[str, object] = {
        "id": reference.id,
        "type": reference.type.value,
        "title": reference.title,
        "author": [_author(author) for author in reference.author],
        "container-title": reference.container_title,
        "publisher": reference.publisher,
        "issued": _csl_date(reference.issued) if reference.issued else None,
        "volume": reference.volume,
        "issue": reference.issue,
        "page": reference.page,
        "DOI": reference.DOI,
        "PMID": reference.PMID,
        "PMCID": reference.PMCID,
        "ISBN": reference.ISBN,
        "URL": reference.URL,
        "accessed": _csl_date(reference.seen_on.isoformat()),
    }
    return {key: value for key, value in found.items() if value}  # type: ignore[return-value]  # keys of Csl, by the line above


def _author(author: model.Author) -> dict[str, str]:
    found = {"family": author.family, "given": author.given, "literal": author.literal}
    return {key: value for key, value in found.items() if value}


def _csl_date(day: str) -> shapes.CslDate:
    return {"date-parts": [[int(part) for part in day.split("-")]]}


# ---------------------------------------------------------------- pairs


def answer(site: Catalogue, origin: str, compound: str, condition: str) -> shapes.Answer | None:
    """The answer for a pair, or what is composed for a pair that nobody assessed."""
    if not (pair := site.pair(compound, condition)):
        return None
    found = pair.answer
    return {
        **document(site, origin, "Answer", paths.pair(compound, condition), *cited_as(site, pair)),
        "compound": named(pair.compound, origin),
        "condition": named(pair.condition, origin),
        "assessed": found is not None,
        "verdict": _headline(pair),
        "rows": [_row(found, row) for row in found.rows] if found else [],
        "directness": _word(found.directness) if found else None,
        "studied": found.studied if found else None,
        "certainty": _certainty(found) if found else None,
        "boxed_warnings": _boxed(pair.compound),
        "contraindications": _contraindications(pair.compound),
        "interactions": [_interaction(one) for one in pair.interactions],
        "studies": _studies(site, found),
        "questions": _questions(found),
        "history": [_change(site, origin, LedgerEntry(found, change)) for change in found.history] if found else [],
        "reviewed": found.reviewed.isoformat() if found else None,
        "review_due": found.review_due.isoformat() if found else None,
        "reviewed_by": list(found.reviewed_by) if found else [],
        "overdue": bool(found and found.overdue),
        **_texts(site, origin, pair),
    }


def section(site: Catalogue, origin: str, compound: str, condition: str, section: str) -> shapes.SectionDocument | None:
    """One section of an answer; None where nobody assessed the pair, or there is nothing to say."""
    pair = site.pair(compound, condition)
    part = next((part for part in pair.sections if part.section.value == section), None) if pair else None
    if not pair or not pair.answer or not part:
        return None
    kind, path = part.section, paths.section(compound, condition, part.section)
    title = f"{kind.label}: {pair.compound.name} with {pair.condition.plain_name}"
    verdict = _headline(pair)
    studies = _studies(site, pair.answer) if kind is Section.LITERATURE else []
    readings = _readings([part])
    cited = {
        *verdict["references"],
        *(study["reference"] for study in studies),
        *(id for claim in readings["claims"] for id in claim["references"]),
    }
    searched = {id for claim in readings["claims"] for id in claim["searches"]}
    return {
        **document(site, origin, "SectionDocument", path, title, metadata.changed(pair.answer)),
        "compound": named(pair.compound, origin),
        "condition": named(pair.condition, origin),
        "answer": origin + paths.pair(compound, condition),
        "verdict": verdict,
        "overdue": pair.answer.overdue,
        "section": kind.value,
        "questions": _questions(pair.answer) if kind is Section.QUESTIONS else [],
        "interactions": [_interaction(one) for one in pair.interactions] if kind is Section.INTERACTIONS else [],
        "studies": studies,
        **readings,
        "searches": [_search(placed) for placed in pair.searches if placed.anchor in searched],
        "references": [reference_of(site.references[id], origin) for id in pair.references if id in cited],
    }


def named(of: model.Compound | model.Condition, origin: str) -> shapes.Named:
    """A compound or condition by name, with its page."""
    path = paths.compound(of.slug) if isinstance(of, model.Compound) else paths.condition(of.slug)
    return {"slug": of.slug, "name": of.name, "url": origin + path}


def _headline(pair: Pair) -> shapes.Headline:
    if not pair.answer:
        not_started, already_taking = COMPOSED_ACTIONS
        return {
            "class": pair.safety.value,
            "label": pair.safety.label,
            "basis": None,
            "why": COMPOSED_WHY,
            "references": [],
            "not_started": not_started,
            "already_taking": already_taking,
            "depends_on": None,
            "always": DO_NOT_STOP,
        }
    verdict = pair.answer.verdict
    return {**_verdict(verdict, pair.answer.why[0]), "depends_on": verdict.depends_on, "always": DO_NOT_STOP}


def _verdict(verdict: model.VerdictMatter, why: Prose) -> shapes.Verdict:
    return {
        "class": verdict.safety.value,
        "label": verdict.safety.label,
        "basis": _word(verdict.basis),
        "why": plain_text(why),
        "references": list(dict.fromkeys(references_in(why))),
        "not_started": verdict.not_started,
        "already_taking": verdict.already_taking,
    }


def _row(answer: model.Answer, row: model.RowMatter) -> shapes.Row:
    return {
        **_verdict(row, answer.why_row(row)),
        "name": row.name,
        "product": row.product,
        "applies_if": _words(row.applies_if),
        "treatments": list(row.treatments),
    }


def _certainty(answer: model.Answer) -> shapes.Certainty:
    return {**_word(answer.certainty), "outcome": answer.outcome, "why": answer.certainty_why}


def _questions(answer: model.Answer | None) -> list[str]:
    return [item.text for item in answer.questions] if answer else []


def _studies(site: Catalogue, answer: model.Answer | None) -> list[shapes.Study]:
    return [
        {
            "reference": study.reference,
            "design": _word(site.references[study.reference].design),
            "n": site.references[study.reference].n,
            "people": study.people,
            "dose": study.dose,
            "route": _word_or_none(study.route),
            "outcome": _word(study.outcome),
            "safety": study.safety,
            "directness": _word(study.directness),
        }
        for study in (answer.studies if answer else ())
    ]


def _interaction(placed: PlacedInteraction) -> shapes.Interaction:
    one, partner = placed.interaction, placed.interaction.with_
    return {
        "partner": {
            "label": partner.label,
            "medicine": partner.medicine,
            "class": partner.class_,
            "enzyme": partner.enzyme.value if partner.enzyme else None,
            "role": partner.role.value if partner.role else None,
            "strength": partner.strength.value if partner.strength else None,
        },
        "severity": _word(one.severity),
        "effect": _word(one.effect),
        "direction": _word(one.direction),
        "evidence": _word(one.evidence),
        "action": one.action,
        "claim": placed.claim.anchor,
        "usual_treatment": placed.usual,
        "route": _word_or_none(one.route),
        "product": one.product,
        "dose": one.dose,
        "onset": one.onset,
        "offset": one.offset,
    }


def _change(site: Catalogue, origin: str, entry: LedgerEntry) -> shapes.Change:
    change = entry.change
    return {
        "compound": entry.answer.compound,
        "condition": entry.answer.condition,
        "url": origin + paths.pair(*entry.answer.slugs),
        "date": change.date.isoformat(),
        "from": change.from_.value if change.from_ else None,
        "to": change.to.value,
        "why": change.why,
        "reference": change.reference,
        "overdue": entry.answer.overdue,
    }


# ---------------------------------------------------------------- compounds and conditions


def compound(site: Catalogue, origin: str, compound: str) -> shapes.Compound | None:
    """A compound."""
    if not (page := site.compound_page(compound)):
        return None
    found = page.compound
    return {
        **document(site, origin, "Compound", paths.compound(found.slug), *cited_as(site, page)),
        **_names(site, origin, found),
        "kind": _word(found.kind),
        "class": found.class_,
        "botanical": list(found.botanical),
        "street": list(found.street),
        "products": [
            {"id": one.id, "name": one.name, "routes": _words(one.routes), "brands": list(one.brands)}
            for one in found.products
        ],
        "regulatory": [{**_label_fact(found, one), "status": _word(one.status)} for one in found.regulatory],
        "boxed_warnings": _boxed(found),
        "contraindications": _contraindications(found),
        "interactions": [_interaction(one) for one in own_interactions(found)],
        "effects": _words(found.effects),
        "roles": [
            {
                "target": one.target.value,
                "role": one.role.value,
                "strength": one.strength.value,
                "claim": f"{found.slug}-{one.claim}",
            }
            for one in found.roles
        ],
        **_texts(site, origin, page),
    }


def condition(site: Catalogue, origin: str, condition: str) -> shapes.Condition | None:
    """A condition, with what holds for the broader one."""
    if not (page := site.condition_page(condition)):
        return None
    found = page.condition
    return {
        **document(site, origin, "Condition", paths.condition(found.slug), *cited_as(site, page)),
        **_names(site, origin, found),
        "plain_name": found.plain_name,
        "category": _word(found.category),
        "broader": found.broader,
        "when_spread": found.when_spread,
        "situations": _words(found.situations),
        "usual_treatments": [
            {"medicine": one.medicine, "class": one.class_, "claim": f"{found.slug}-{one.claim}"}
            for one in found.usual_treatments
        ],
        **_texts(site, origin, page),
    }


def _names(site: Catalogue, origin: str, of: model.Compound | model.Condition) -> shapes.Names:
    return {
        "slug": of.slug,
        "name": of.name,
        "aliases": list(of.aliases),
        "foreign": list(of.foreign),
        "look_alikes": [{"name": one.name, "slug": one.slug, "note": one.note} for one in of.look_alikes],
        "answers": [_assessed(site, origin, *one.slugs) for one in site.answers_of(of.slug)],
    }


def _assessed(site: Catalogue, origin: str, compound: str, condition: str) -> shapes.Assessed:
    found = site.answers.get((compound, condition))
    safety = found.safety if found else Safety.NOT_ASSESSED
    return {
        "compound": compound,
        "condition": condition,
        "url": origin + paths.pair(compound, condition),
        "class": safety.value,
        "label": safety.label,
        "assessed": found is not None,
        "overdue": bool(found and found.overdue),
    }


def _label_fact(
    compound: model.Compound, one: model.BoxedWarning | model.Contraindication | model.Regulatory
) -> shapes.LabelFact:
    return {
        "jurisdiction": _word(one.jurisdiction),
        "product": one.product,
        "claim": f"{compound.slug}-{one.claim}",
    }


def _boxed(compound: model.Compound) -> list[shapes.LabelFact]:
    return [_label_fact(compound, one) for one in compound.boxed_warnings]


def _contraindications(compound: model.Compound) -> list[shapes.Contraindication]:
    return [
        {
            **_label_fact(compound, one),
            "conditions": list(one.conditions),
            "applies_if": _words(one.applies_if),
            "treatments": list(one.treatments),
        }
        for one in compound.contraindications
    ]


def own_interactions(compound: model.Compound) -> Iterator[PlacedInteraction]:
    """The interactions of a compound by itself, as its file has them."""
    for one in compound.interactions:
        if claim := compound.text.claim(one.claim):
            yield PlacedInteraction(one, PlacedClaim(claim, Provenance.COMPOUND, compound.slug), False)


# ---------------------------------------------------------------- references, words, pages


def reference(site: Catalogue, origin: str, id: str) -> shapes.ReferenceDocument | None:
    """A reference and everything that cites it."""
    if not (found := site.references.get(id)):
        return None
    return {
        **document(site, origin, "ReferenceDocument", paths.reference(id), found.title, found.seen_on),
        "reference": reference_of(found, origin),
        "cited_by": [citing(cited, origin) for cited in site.cited_by(id)],
    }


def references(site: Catalogue, origin: str) -> shapes.References:
    """Every source."""
    return {
        **document(site, origin, "References", paths.REFERENCES, "References"),
        "references": [
            {
                "id": one.id,
                "text": vancouver.cite(one),
                "design": _word(one.design),
                "issued": one.issued,
                "url": origin + paths.reference(one.id),
                "json": origin + paths.machine(paths.reference(one.id), ".json"),
                "citing": len(site.cited_by(one.id)),
            }
            for _, group in vancouver.in_order(site.references.values())
            for one in group
        ],
    }


def citing(cited: CitedBy, origin: str) -> shapes.Citing:
    """What cites a reference, its claims by the ids that they have on its page."""
    place = place_of(cited)
    return {
        "kind": place.kind,
        "title": place.title,
        "url": origin + place.path if place.path else None,
        "claims": [place.anchor(claim) for claim in cited.claims],
        "places": list(cited.places),
    }


class Place(NamedTuple):
    """Where a document stands: its page (empty for a medicine), and whose claims its own are there."""

    kind: str
    title: str
    path: str
    owner: str = ""

    def anchor(self, claim: model.Claim) -> str:
        """The id that a claim of the document has on the page."""
        return f"{self.owner}-{claim.id}"


def place_of(cited: CitedBy) -> Place:
    """Where what cites a reference stands; a term stands in the glossary."""
    match cited.document:
        case model.Answer() as answer:
            return Place("answer", answer.question, paths.pair(*answer.slugs), "pair")
        case model.Compound(slug=slug, name=name):
            return Place("compound", name, paths.compound(slug), slug)
        case model.Condition(slug=slug, name=name):
            return Place("condition", name, paths.condition(slug), slug)
        case model.Page(slug=slug, title=title):
            return Place("page", title, paths.page(slug))
        case model.Term() as term:
            return Place("term", f"Glossary: {term.term}", f"{paths.GLOSSARY}#{term.slug}")
        case medicine:
            return Place("medicine", f"Table of medicines: {medicine.name}", "")


def term(site: Catalogue, origin: str, term: str) -> shapes.TermDocument | None:
    """One word of the glossary."""
    if not (found := site.terms.get(term)):
        return None
    return {
        **document(site, origin, "TermDocument", paths.term(term), found.term),
        **_term(found),
        "references": [reference_of(site.references[id], origin) for id in found.references],
    }


def _term(term: model.Term) -> shapes.GlossaryTerm:
    return {
        "slug": term.slug,
        "term": term.term,
        "aliases": list(term.aliases),
        "definition": term.definition,
        "sources": list(term.references),
    }


def glossary(site: Catalogue, origin: str) -> shapes.Glossary:
    """Every word that is explained."""
    return {
        **document(site, origin, "Glossary", paths.GLOSSARY, "Glossary"),
        "terms": [_term(term) for term in site.glossary],
    }


# ---------------------------------------------------------------- lists


def home(site: Catalogue, origin: str) -> shapes.Home:
    """The way in."""
    lists = ("/compounds/", "/conditions/", paths.GLOSSARY, paths.REFERENCES, "/map/", "/changes/", paths.EXPORT)
    return {
        **document(site, origin, "Home", "/", "Is this compound safe with this condition?"),
        "compounds": len(site.compounds),
        "conditions": len(site.conditions),
        "answers": len(site.answers),
        "references": len(site.references),
        "documents": [origin + paths.machine(path, ".json") for path in lists],
        "openapi": f"{origin}/openapi.json",
        "archive": origin + paths.archive(site.digest),
        "newest": [_change(site, origin, entry) for entry in site.ledger[:NEWEST]],
    }


def compounds(site: Catalogue, origin: str) -> shapes.Listing:
    """All compounds."""
    return {
        **document(site, origin, "Listing", "/compounds/", "Compounds"),
        "entries": [
            _entry(site, origin, paths.compound(slug), slug, one.name, one.kind) for slug, one in site.compounds.items()
        ],
    }


def conditions(site: Catalogue, origin: str) -> shapes.Listing:
    """All conditions."""
    return {
        **document(site, origin, "Listing", "/conditions/", "Conditions"),
        "entries": [
            _entry(site, origin, paths.condition(slug), slug, one.name, one.category)
            for slug, one in site.conditions.items()
        ],
    }


def _entry(site: Catalogue, origin: str, path: str, slug: str, name: str, kind: Word) -> shapes.Entry:
    return {
        "slug": slug,
        "name": name,
        "kind": _word(kind),
        "url": origin + path,
        "json": origin + paths.machine(path, ".json"),
        "assessed": len(site.answers_of(slug)),
    }


def page(site: Catalogue, origin: str, page: str) -> shapes.PageDocument | None:
    """One of the site's own pages."""
    if not (found := site.pages.get(page)):
        return None
    return {
        **document(site, origin, "PageDocument", paths.page(page), found.title, found.updated),
        "description": found.description,
        "text": markdown(found.prose, numbers_of(found.references), origin),
        "references": [reference_of(site.references[id], origin) for id in found.references],
    }


def changes(site: Catalogue, origin: str) -> shapes.Ledger:
    """Every change of a verdict, newest first."""
    return {
        **document(site, origin, "Ledger", "/changes/", "Changes of verdicts"),
        "changes": [_change(site, origin, entry) for entry in site.ledger],
    }


def map(site: Catalogue, origin: str) -> shapes.Map:
    """Every compound with every condition."""
    return {
        **document(site, origin, "Map", "/map/", "Map of compounds and conditions"),
        "pairs": [
            _assessed(site, origin, compound, condition) for compound in site.compounds for condition in site.conditions
        ],
    }
