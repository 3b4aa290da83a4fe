"""The catalogue as tables: flat rows that a spreadsheet or a database takes; keys of other tables join them.

How they become files is left to ``export.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from typing_extensions import TypedDict

from safetysite.content import model, paths
from safetysite.content.catalogue import Catalogue
from safetysite.outputs import data, vancouver
from safetysite.outputs.shapes import is_

# ---------------------------------------------------------------- the tables


_Verdict = TypedDict(
    "_Verdict",
    {
        "class": Annotated[str, is_("How cautious to be.")],
        "basis": Annotated[str, is_("What the class follows from.")],
        "why": Annotated[str, is_("Why.")],
        "why_references": Annotated[list[str], is_("Ids of the references that the reason cites.")],
        "not_started": Annotated[str, is_("What to do if it is not started yet.")],
        "already_taking": Annotated[str, is_("What to do if it is already taken.")],
    },
)


class _Pair(TypedDict):
    compound: Annotated[str, is_("Slug of the compound.")]
    condition: Annotated[str, is_("Slug of the condition.")]


class AnswerRow(_Pair, _Verdict):
    """The answer for a pair; a pair that has none was not assessed."""

    question: Annotated[str, is_("The question it answers.")]
    depends_on: Annotated[str | None, is_("What it depends on whether this class or a row holds.")]
    directness: Annotated[str, is_("Who was studied, as a word.")]
    studied: Annotated[str, is_("Who was studied, in a sentence.")]
    certainty: Annotated[str, is_("How sure the safety statement is.")]
    outcome: Annotated[str, is_("The outcome whose certainty is rated.")]
    certainty_why: Annotated[str, is_("Why it is rated so.")]
    questions: Annotated[list[str], is_("Questions to ask the team.")]
    reviewed: Annotated[str, is_("When it was last compared with its sources.")]
    review_due: Annotated[str, is_("When that is due again.")]
    reviewed_by: Annotated[list[str], is_("Clinicians who signed.")]
    overdue: Annotated[bool, is_("True when it is past its review.")]
    url: Annotated[str, is_("Its page.")]


class VerdictRow(_Pair, _Verdict):
    """The verdict of an answer for one product, route or situation."""

    name: Annotated[str, is_("What the row is about.")]
    product: Annotated[str | None, is_("Id of the product it holds for.")]
    applies_if: Annotated[list[str], is_("Situations it holds for.")]
    treatments: Annotated[list[str], is_("Treatments it holds with.")]


class _Owned(TypedDict):
    document: Annotated[str, is_("``answer``, ``compound`` or ``condition``: whose it is.")]
    owner: Annotated[str, is_("Slug of that document; both slugs with a slash for an answer.")]


class ClaimRow(_Owned):
    """One paragraph of clinical text with its citations."""

    id: Annotated[str, is_("Its identity within its owner; stable.")]
    section: Annotated[str, is_("The section it stands in.")]
    text: Annotated[str, is_("Its wording.")]
    plain: Annotated[list[str], is_("What says it again in plain words.")]
    references: Annotated[list[str], is_("Ids of the references it cites.")]
    searches: Annotated[list[str], is_("Names of its owner’s searches it cites.")]


class StudyRow(_Pair):
    """One line of an answer’s table of studies."""

    reference: Annotated[str, is_("Id of the reference that reports it.")]
    people: Annotated[str, is_("Who was studied.")]
    dose: Annotated[str | None, is_("The dose studied.")]
    route: Annotated[str | None, is_("How it was taken.")]
    outcome: Annotated[str, is_("What was seen of harm, as a word.")]
    safety: Annotated[str, is_("What was seen of harm, in a sentence.")]
    directness: Annotated[str, is_("How near the studied people are to the question.")]


_PartnerClass = TypedDict("_PartnerClass", {"class": Annotated[str | None, is_("A class of medicines.")]})


class InteractionRow(_Owned, _PartnerClass):
    """One interaction of a compound, or of a pair."""

    medicine: Annotated[str | None, is_("A medicine.")]
    enzyme: Annotated[str | None, is_("An enzyme or transporter: all medicines with that role at it.")]
    role: Annotated[str | None, is_("The role at the enzyme or transporter.")]
    strength: Annotated[str | None, is_("How strong that role must be.")]
    severity: Annotated[str, is_("How serious it is.")]
    effect: Annotated[str, is_("What it does.")]
    direction: Annotated[str, is_("Which of the two is changed by the other.")]
    evidence: Annotated[str, is_("How it is known.")]
    action: Annotated[str, is_("What to do.")]
    claim: Annotated[str, is_("Id of its owner’s claim that says it.")]
    route: Annotated[str | None, is_("It holds for this route.")]
    product: Annotated[str | None, is_("It holds for the product of this id.")]
    dose: Annotated[str | None, is_("The dose studied.")]
    onset: Annotated[str | None, is_("When it begins.")]
    offset: Annotated[str | None, is_("When it ends.")]


class SearchRow(_Owned):
    """A dated search, cited where it found nothing."""

    name: Annotated[str, is_("Its identity within its owner.")]
    on: Annotated[str, is_("When it was done.")]
    where: Annotated[str, is_("Where was searched.")]
    queries: Annotated[list[str], is_("What was asked.")]
    found: Annotated[str, is_("What came of it.")]


class _NamesRow(TypedDict):
    slug: Annotated[str, is_("Its identity.")]
    name: Annotated[str, is_("Its name.")]
    aliases: Annotated[list[str], is_("Other names.")]
    foreign: Annotated[list[str], is_("Names in other languages.")]
    url: Annotated[str, is_("Its page.")]


_CompoundClass = TypedDict("_CompoundClass", {"class": Annotated[str, is_("Pharmacological class.")]})


class CompoundRow(_NamesRow, _CompoundClass):
    """A compound."""

    kind: Annotated[str, is_("What it is sold as.")]
    botanical: Annotated[list[str], is_("Botanical names.")]
    street: Annotated[list[str], is_("Street names.")]
    effects: Annotated[list[str], is_("Effects that add up with other medicines.")]


class LookAlikeRow(_Owned):
    """A name easily taken for a compound or a condition."""

    name: Annotated[str, is_("The other name.")]
    slug: Annotated[str | None, is_("Slug of its page, if there is one.")]
    note: Annotated[str | None, is_("How they differ.")]


class _OfCompound(TypedDict):
    compound: Annotated[str, is_("Slug of the compound.")]


class ProductRow(_OfCompound):
    """A form in which a compound is sold or given."""

    id: Annotated[str, is_("Its identity within the compound.")]
    name: Annotated[str, is_("Its name.")]
    routes: Annotated[list[str], is_("How it is taken.")]
    brands: Annotated[list[str], is_("Brands.")]


class LabelRow(_OfCompound):
    """What an authority or its label says: a status, a boxed warning or a contraindication."""

    kind: Annotated[str, is_("``regulatory``, ``boxed-warning`` or ``contraindication``.")]
    jurisdiction: Annotated[str, is_("Whose it is.")]
    product: Annotated[str | None, is_("Id of the product; empty for all.")]
    status: Annotated[str | None, is_("What it may be sold or used for.")]
    conditions: Annotated[list[str], is_("Slugs of the conditions a contraindication concerns.")]
    applies_if: Annotated[list[str], is_("The situations it concerns.")]
    treatments: Annotated[list[str], is_("The treatments it concerns.")]
    claim: Annotated[str, is_("Id of the compound’s claim that says it.")]


class CompoundRoleRow(_OfCompound):
    """What a compound does at an enzyme or transporter."""

    target: Annotated[str, is_("The enzyme or transporter.")]
    role: Annotated[str, is_("What it does there.")]
    strength: Annotated[str, is_("How strongly.")]
    claim: Annotated[str, is_("Id of the compound’s claim that says it.")]


class ConditionRow(_NamesRow):
    """A condition."""

    plain_name: Annotated[str, is_("Its name in plain words.")]
    category: Annotated[str, is_("Its group.")]
    broader: Annotated[str | None, is_("Slug of the condition that it is part of.")]
    when_spread: Annotated[str | None, is_("Slug of the condition that holds once it has spread.")]
    situations: Annotated[list[str], is_("Situations that it can bring.")]


_TreatmentClass = TypedDict("_TreatmentClass", {"class": Annotated[str | None, is_("A class of medicines.")]})


class TreatmentRow(_TreatmentClass):
    """A usual treatment of a condition."""

    condition: Annotated[str, is_("Slug of the condition.")]
    medicine: Annotated[str | None, is_("A medicine.")]
    claim: Annotated[str, is_("Id of the condition’s claim that says it.")]


class ReferenceRow(TypedDict):
    """A reference."""

    id: Annotated[str, is_("Its identity.")]
    type: Annotated[str, is_("CSL’s kind of document.")]
    title: Annotated[str, is_("Its title.")]
    authors: Annotated[list[str], is_("Who wrote it.")]
    container_title: Annotated[str | None, is_("Journal or book that holds it.")]
    publisher: Annotated[str | None, is_("Who published it.")]
    issued: Annotated[str | None, is_("When it was published, as far as the source shows it.")]
    volume: Annotated[str | None, is_("Volume.")]
    issue: Annotated[str | None, is_("Issue.")]
    page: Annotated[str | None, is_("Pages.")]
    DOI: Annotated[str | None, is_("Digital object identifier.")]
    PMID: Annotated[str | None, is_("PubMed identifier.")]
    PMCID: Annotated[str | None, is_("PubMed Central identifier.")]
    NCT: Annotated[str | None, is_("Trial registration number.")]
    ISBN: Annotated[str | None, is_("Book number.")]
    URL: Annotated[str, is_("Where it stands.")]
    design: Annotated[str, is_("What kind of document or study it is.")]
    tier: Annotated[str, is_("How near it is to the facts it reports.")]
    n: Annotated[int | None, is_("How many people.")]
    seen_at: Annotated[str, is_("Address at which it was read.")]
    seen_on: Annotated[str, is_("When it was read.")]
    url: Annotated[str, is_("Its page here.")]


class MedicineRow(TypedDict):
    """A medicine that a reader may take."""

    name: Annotated[str, is_("Its name, by which the other tables name it.")]
    aliases: Annotated[list[str], is_("Other names.")]
    brands: Annotated[list[str], is_("Brands.")]
    classes: Annotated[list[str], is_("Classes it belongs to.")]
    narrow_index: Annotated[bool, is_("True when little more than the right dose harms.")]
    activated_by: Annotated[list[str], is_("Enzymes that turn it into its active form.")]
    references: Annotated[list[str], is_("Ids of all references that its facts cite.")]


class _OfMedicine(TypedDict):
    medicine: Annotated[str, is_("Name of the medicine.")]
    references: Annotated[list[str], is_("Ids of the references that say it.")]


class MedicineRoleRow(_OfMedicine):
    """What a medicine does at an enzyme or transporter."""

    target: Annotated[str, is_("The enzyme or transporter.")]
    role: Annotated[str, is_("What it does there.")]
    strength: Annotated[str, is_("How strongly.")]


class MedicineEffectRow(_OfMedicine):
    """An effect of a medicine that adds up with others."""

    effect: Annotated[str, is_("The effect.")]


class MedicineClassRow(TypedDict):
    """A class of medicines."""

    name: Annotated[str, is_("Its name.")]
    aliases: Annotated[list[str], is_("Other names.")]
    broader: Annotated[str | None, is_("The class it belongs to.")]


class CombinationRow(TypedDict):
    """A brand that holds several medicines."""

    brand: Annotated[str, is_("The brand.")]
    ingredients: Annotated[list[str], is_("The medicines in it.")]
    references: Annotated[list[str], is_("Ids of the references that say it.")]


ChangeRow = TypedDict(
    "ChangeRow",
    {
        "compound": Annotated[str, is_("Slug of the compound.")],
        "condition": Annotated[str, is_("Slug of the condition.")],
        "date": Annotated[str, is_("When the verdict was given or changed.")],
        "from": Annotated[str | None, is_("The class before; empty for the first.")],
        "to": Annotated[str, is_("The class from then on.")],
        "why": Annotated[str, is_("Why.")],
        "reference": Annotated[str | None, is_("Id of the reference that moved it.")],
    },
)
ChangeRow.__doc__ = "One change of a verdict, newest first."


class GlossaryRow(TypedDict):
    """A word of the glossary."""

    term: Annotated[str, is_("The word.")]
    aliases: Annotated[list[str], is_("Other words for the same.")]
    definition: Annotated[str, is_("What it means.")]
    references: Annotated[list[str], is_("Ids of the references that it follows.")]


# ---------------------------------------------------------------- their rows


def _answers(site: Catalogue, origin: str) -> Iterator[AnswerRow]:
    for answer in _in_order(site):
        yield {
            "compound": answer.compound,
            "condition": answer.condition,
            **_verdict(answer.verdict, answer.why[0]),
            "question": answer.question,
            "depends_on": answer.verdict.depends_on,
            "directness": answer.directness.value,
            "studied": answer.studied,
            "certainty": answer.certainty.value,
            "outcome": answer.outcome,
            "certainty_why": answer.certainty_why,
            "questions": [item.text for item in answer.questions],
            "reviewed": answer.reviewed.isoformat(),
            "review_due": answer.review_due.isoformat(),
            "reviewed_by": list(answer.reviewed_by),
            "overdue": answer.overdue,
            "url": origin + paths.pair(*answer.slugs),
        }


def _in_order(site: Catalogue) -> list[model.Answer]:
    return [answer for _, answer in sorted(site.answers.items())]


def _verdict(verdict: model.VerdictMatter, why: model.Prose) -> _Verdict:
    return {
        "class": verdict.safety.value,
        "basis": verdict.basis.value,
        "why": data.plain_text(why),
        "why_references": list(dict.fromkeys(model.references_in(why))),
        "not_started": verdict.not_started,
        "already_taking": verdict.already_taking,
    }


def _rows(site: Catalogue, _origin: str) -> Iterator[VerdictRow]:
    for answer in _in_order(site):
        for row in answer.rows:
            yield {
                "compound": answer.compound,
                "condition": answer.condition,
                **_verdict(row, answer.why_row(row)),
                "name": row.name,
                "product": row.product,
                "applies_if": _values(row.applies_if),
                "treatments": list(row.treatments),
            }


def _documents(site: Catalogue) -> Iterator[tuple[_Owned, model.Answer | model.Compound | model.Condition]]:
    for answer in _in_order(site):
        yield {"document": "answer", "owner": "/".join(answer.slugs)}, answer
    for slug, compound in sorted(site.compounds.items()):
        yield {"document": "compound", "owner": slug}, compound
    for slug, condition in sorted(site.conditions.items()):
        yield {"document": "condition", "owner": slug}, condition


def _claims(site: Catalogue, _origin: str) -> Iterator[ClaimRow]:
    for owner, document in _documents(site):
        for section, part in document.text.sections.items():
            for claim in part.claims:
                yield {
                    **owner,
                    "id": claim.id,
                    "section": section.value,
                    "text": claim.text,
                    "plain": [item.text for item in part.plain if claim.id in item.says],
                    "references": list(claim.references),
                    "searches": list(claim.searches),
                }


def _studies(site: Catalogue, _origin: str) -> Iterator[StudyRow]:
    for answer in _in_order(site):
        for study in answer.studies:
            yield {
                "compound": answer.compound,
                "condition": answer.condition,
                "reference": study.reference,
                "people": study.people,
                "dose": study.dose,
                "route": _value(study.route),
                "outcome": study.outcome.value,
                "safety": study.safety,
                "directness": study.directness.value,
            }


def _interactions(site: Catalogue, _origin: str) -> Iterator[InteractionRow]:
    for owner, document in _documents(site):
        if isinstance(document, model.Condition):
            continue
        for one in document.interactions:
            yield {
                **owner,
                "medicine": one.with_.medicine,
                "class": one.with_.class_,
                "enzyme": _value(one.with_.enzyme),
                "role": _value(one.with_.role),
                "strength": _value(one.with_.strength),
                "severity": one.severity.value,
                "effect": one.effect.value,
                "direction": one.direction.value,
                "evidence": one.evidence.value,
                "action": one.action,
                "claim": one.claim,
                "route": _value(one.route),
                "product": one.product,
                "dose": one.dose,
                "onset": one.onset,
                "offset": one.offset,
            }


def _searches(site: Catalogue, _origin: str) -> Iterator[SearchRow]:
    for owner, document in _documents(site):
        for record in document.searches:
            yield {
                **owner,
                "name": record.name,
                "on": record.on.isoformat(),
                "where": record.where,
                "queries": list(record.queries),
                "found": record.found,
            }


def _names(of: model.Compound | model.Condition, origin: str) -> _NamesRow:
    return {
        "slug": of.slug,
        "name": of.name,
        "aliases": list(of.aliases),
        "foreign": list(of.foreign),
        "url": data.named(of, origin)["url"],
    }


def _compounds(site: Catalogue, origin: str) -> Iterator[CompoundRow]:
    for _, compound in sorted(site.compounds.items()):
        yield {
            **_names(compound, origin),
            "class": compound.class_,
            "kind": compound.kind.value,
            "botanical": list(compound.botanical),
            "street": list(compound.street),
            "effects": _values(compound.effects),
        }


def _look_alikes(site: Catalogue, _origin: str) -> Iterator[LookAlikeRow]:
    for owner, document in _documents(site):
        if isinstance(document, model.Answer):
            continue
        for one in document.look_alikes:
            yield {**owner, "name": one.name, "slug": one.slug, "note": one.note}


def _products(site: Catalogue, _origin: str) -> Iterator[ProductRow]:
    for slug, compound in sorted(site.compounds.items()):
        for one in compound.products:
            yield {
                "compound": slug,
                "id": one.id,
                "name": one.name,
                "routes": _values(one.routes),
                "brands": list(one.brands),
            }


def _labels(site: Catalogue, _origin: str) -> Iterator[LabelRow]:
    for slug, compound in sorted(site.compounds.items()):
        for regulatory in compound.regulatory:
            yield _label(slug, "regulatory", regulatory, status=regulatory.status.value)
        for warning in compound.boxed_warnings:
            yield _label(slug, "boxed-warning", warning)
        for one in compound.contraindications:
            yield {
                **_label(slug, "contraindication", one),
                "conditions": list(one.conditions),
                "applies_if": _values(one.applies_if),
                "treatments": list(one.treatments),
            }


def _label(
    compound: str,
    kind: str,
    one: model.Regulatory | model.BoxedWarning | model.Contraindication,
    status: str | None = None,
) -> LabelRow:
    return {
        "compound": compound,
        "kind": kind,
        "jurisdiction": one.jurisdiction.value,
        "product": one.product,
        "status": status,
        "conditions": [],
        "applies_if": [],
        "treatments": [],
        "claim": one.claim,
    }


def _compound_roles(site: Catalogue, _origin: str) -> Iterator[CompoundRoleRow]:
    for slug, compound in sorted(site.compounds.items()):
        for one in compound.roles:
            yield {
                "compound": slug,
                "target": one.target.value,
                "role": one.role.value,
                "strength": one.strength.value,
                "claim": one.claim,
            }


def _conditions(site: Catalogue, origin: str) -> Iterator[ConditionRow]:
    for _, condition in sorted(site.conditions.items()):
        yield {
            **_names(condition, origin),
            "plain_name": condition.plain_name,
            "category": condition.category.value,
            "broader": condition.broader,
            "when_spread": condition.when_spread,
            "situations": _values(condition.situations),
        }


def _treatments(site: Catalogue, _origin: str) -> Iterator[TreatmentRow]:
    for slug, condition in sorted(site.conditions.items()):
        for one in condition.usual_treatments:
            yield {"condition": slug, "medicine": one.medicine, "class": one.class_, "claim": one.claim}


def _references(site: Catalogue, origin: str) -> Iterator[ReferenceRow]:
    for id, one in sorted(site.references.items()):
        yield {
            "id": id,
            "type": one.type.value,
            "title": one.title,
            "authors": [vancouver.authors((author,)) for author in one.author],
            "container_title": one.container_title,
            "publisher": one.publisher,
            "issued": one.issued,
            "volume": one.volume,
            "issue": one.issue,
            "page": one.page,
            "DOI": one.DOI,
            "PMID": one.PMID,
            "PMCID": one.PMCID,
            "NCT": one.NCT,
            "ISBN": one.ISBN,
            "URL": one.URL,
            "design": one.design.value,
            "tier": one.tier.value,
            "n": one.n,
            "seen_at": one.seen_at,
            "seen_on": one.seen_on.isoformat(),
            "url": origin + paths.reference(id),
        }


def _by_name(site: Catalogue) -> list[model.Medicine]:
    return sorted(site.formulary.medicines, key=lambda medicine: medicine.name.casefold())


def _medicines(site: Catalogue, _origin: str) -> Iterator[MedicineRow]:
    for one in _by_name(site):
        yield {
            "name": one.name,
            "aliases": list(one.aliases),
            "brands": list(one.brands),
            "classes": list(one.classes),
            "narrow_index": one.narrow_index is not None,
            "activated_by": [activation.target.value for activation in one.prodrug_activated_by],
            "references": list(dict.fromkeys(model.medicine_references(one))),
        }


def _medicine_roles(site: Catalogue, _origin: str) -> Iterator[MedicineRoleRow]:
    for medicine in _by_name(site):
        for one in medicine.roles:
            yield {
                "medicine": medicine.name,
                "target": one.target.value,
                "role": one.role.value,
                "strength": one.strength.value,
                "references": list(one.references),
            }


def _medicine_effects(site: Catalogue, _origin: str) -> Iterator[MedicineEffectRow]:
    for medicine in _by_name(site):
        for one in medicine.effects:
            yield {"medicine": medicine.name, "effect": one.effect.value, "references": list(one.references)}


def _medicine_classes(site: Catalogue, _origin: str) -> Iterator[MedicineClassRow]:
    for one in sorted(site.formulary.classes, key=lambda one: one.name.casefold()):
        yield {"name": one.name, "aliases": list(one.aliases), "broader": one.broader}


def _combinations(site: Catalogue, _origin: str) -> Iterator[CombinationRow]:
    for one in sorted(site.formulary.combinations, key=lambda one: one.brand.casefold()):
        yield {"brand": one.brand, "ingredients": list(one.ingredients), "references": list(one.references)}


def _changes(site: Catalogue, _origin: str) -> Iterator[ChangeRow]:
    for entry in site.ledger:
        yield {
            "compound": entry.answer.compound,
            "condition": entry.answer.condition,
            "date": entry.change.date.isoformat(),
            "from": _value(entry.change.from_),
            "to": entry.change.to.value,
            "why": entry.change.why,
            "reference": entry.change.reference,
        }


def _glossary(site: Catalogue, _origin: str) -> Iterator[GlossaryRow]:
    for term in site.glossary:
        yield {
            "term": term.term,
            "aliases": list(term.aliases),
            "definition": term.definition,
            "references": list(term.references),
        }


def _value(word: Any) -> str | None:
    return word.value if word else None


def _values(words: Iterable[Any]) -> list[str]:
    return [word.value for word in words]


@dataclass(frozen=True)
class Table:
    """A table: its name, what a row holds, and its rows."""

    name: str
    shape: type
    rows: Callable[[Catalogue, str], Iterable[Mapping[str, Any]]]


TABLES = (
    Table("answers", AnswerRow, _answers),
    Table("rows", VerdictRow, _rows),
    Table("claims", ClaimRow, _claims),
    Table("studies", StudyRow, _studies),
    Table("interactions", InteractionRow, _interactions),
    Table("searches", SearchRow, _searches),
    Table("changes", ChangeRow, _changes),
    Table("compounds", CompoundRow, _compounds),
    Table("look_alikes", LookAlikeRow, _look_alikes),
    Table("products", ProductRow, _products),
    Table("labels", LabelRow, _labels),
    Table("compound_roles", CompoundRoleRow, _compound_roles),
    Table("conditions", ConditionRow, _conditions),
    Table("treatments", TreatmentRow, _treatments),
    Table("references", ReferenceRow, _references),
    Table("medicines", MedicineRow, _medicines),
    Table("medicine_roles", MedicineRoleRow, _medicine_roles),
    Table("medicine_effects", MedicineEffectRow, _medicine_effects),
    Table("medicine_classes", MedicineClassRow, _medicine_classes),
    Table("combinations", CombinationRow, _combinations),
    Table("glossary", GlossaryRow, _glossary),
)
