"""The shape of every document of the read-only JSON: its keys, their types, what each holds.

The types hold ``data.py`` to it, the OpenAPI description and the data dictionary are made from
it. A key is always there; what is not known is null, or an empty list. No text holds HTML.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import Field

# pydantic reads typing's own TypedDict from Python 3.12 on only.
from typing_extensions import TypedDict

from safetysite.content.vocabulary import Provenance, Safety, Section, Word


def is_(description: str, words: type[Word] | None = None) -> Any:
    """What a key holds, and the words it may be."""
    if words:
        return Field(description=description, json_schema_extra={"enum": [word.value for word in words]})
    return Field(description=description)


Day = Annotated[str, Field(json_schema_extra={"format": "date"})]
Address = Annotated[str, Field(json_schema_extra={"format": "uri"})]


# ---------------------------------------------------------------- parts that occur in many documents


class ListedWord(TypedDict):
    """A word of a closed list."""

    value: Annotated[str, is_("The word as the content has it; stable.")]
    label: Annotated[str, is_("The word as readers read it; may be reworded.")]


class Licence(TypedDict):
    """What may be done with this."""

    content: Annotated[str, is_("Licence of texts and data, as an SPDX identifier.")]
    content_url: Annotated[Address, is_("Where that licence stands.")]
    code: Annotated[str, is_("Licence of the program, as an SPDX identifier.")]
    terms: Annotated[Address, is_("What the site asks of those who use its texts again.")]


class Document(TypedDict):
    """What every document begins with."""

    schema: Annotated[Address, is_("Where the shape of this document is described.")]
    version: Annotated[
        str, is_("Version of the shapes; its first number changes when a key goes or changes its sense.")
    ]
    digest: Annotated[str, is_("Digest of the content that this was made from.")]
    date: Annotated[Day, is_("When what the document holds was last compared with its sources, or last changed.")]
    url: Annotated[Address, is_("The page that this is a form of.")]
    markdown: Annotated[Address, is_("The same as Markdown.")]
    title: Annotated[str, is_("Title of the page.")]
    citation: Annotated[str, is_("How to cite the page.")]
    licence: Annotated[Licence, is_("Under which licences texts and program stand.")]
    disclaimer: Annotated[str, is_("What this is not.")]


class Named(TypedDict):
    """A compound or condition by name."""

    slug: Annotated[str, is_("Its identity.")]
    name: Annotated[str, is_("Its name.")]
    url: Annotated[Address, is_("Its page.")]


Verdict = TypedDict(
    "Verdict",
    {
        "class": Annotated[str, is_("How cautious to be. ``not-assessed`` and ``unknown`` never mean safe.", Safety)],
        "label": Annotated[str, is_("The class as readers read it.")],
        "basis": Annotated[ListedWord | None, is_("What the class follows from.")],
        "why": Annotated[str, is_("Why, in one or two sentences.")],
        "references": Annotated[list[str], is_("Ids of the references that the reason cites.")],
        "not_started": Annotated[str, is_("What to do if it is not started yet.")],
        "already_taking": Annotated[str, is_("What to do if it is already taken.")],
    },
)
Verdict.__doc__ = "A safety class, its reason, and what to do."


class Headline(Verdict):
    """The verdict of the pair: the most cautious row that can apply."""

    depends_on: Annotated[str | None, is_("What it depends on whether this class or a row holds.")]
    always: Annotated[str, is_("What stands with every class.")]


class Row(Verdict):
    """The verdict for one product, route or situation."""

    name: Annotated[str, is_("What the row is about.")]
    product: Annotated[str | None, is_("Id of the product it holds for; null for all.")]
    applies_if: Annotated[list[ListedWord], is_("It holds for people of whom one of these is true; empty for all.")]
    treatments: Annotated[list[str], is_("It holds for people who take one of these; empty for all.")]


class Certainty(TypedDict):
    """How sure the safety statement is, in GRADE's words."""

    value: Annotated[str, is_("The word as the content has it; stable.")]
    label: Annotated[str, is_("The word as readers read it.")]
    outcome: Annotated[str, is_("The outcome that is rated.")]
    why: Annotated[str, is_("Why it is rated so.")]


class Claim(TypedDict):
    """One paragraph of clinical text with its citations."""

    id: Annotated[str, is_("Its id on the page, also the fragment of its address there; stable.")]
    section: Annotated[str, is_("The section it stands in.", Section)]
    text: Annotated[str, is_("Its wording.")]
    provenance: Annotated[
        str, is_("Whose claim it is: about the pair, from the compound, from the condition.", Provenance)
    ]
    owner: Annotated[str, is_("Slug of the compound or condition whose file has it; ``pair`` for the answer.")]
    references: Annotated[list[str], is_("Ids of the references it cites.")]
    searches: Annotated[list[str], is_("Ids of the searches it cites; with no reference, that is all it rests on.")]


class PlainItem(TypedDict):
    """One paragraph in plain words."""

    section: Annotated[str, is_("The section it stands in.", Section)]
    text: Annotated[str, is_("Its wording.")]
    restates: Annotated[list[str], is_("Ids of the claims that it says again in plain words.")]
    provenance: Annotated[str, is_("Whose it is.", Provenance)]
    owner: Annotated[str, is_("Slug of the compound or condition whose file has it; ``pair`` for the answer.")]
    references: Annotated[list[str], is_("Ids of the references that those claims cite.")]


class SectionName(TypedDict):
    """A section of the page, in reading order."""

    id: Annotated[str, is_("Its id, also the last part of its address.")]
    label: Annotated[str, is_("Its heading.")]


class Study(TypedDict):
    """One line of the table of studies."""

    reference: Annotated[str, is_("Id of the reference that reports it.")]
    design: Annotated[ListedWord, is_("What kind of study it is.")]
    n: Annotated[int | None, is_("How many people; null where the source does not show it.")]
    people: Annotated[str, is_("Who was studied.")]
    dose: Annotated[str | None, is_("The dose studied.")]
    route: Annotated[ListedWord | None, is_("How it was taken.")]
    outcome: Annotated[ListedWord, is_("What was seen of harm, as a word.")]
    safety: Annotated[str, is_("What was seen of harm, in a sentence.")]
    directness: Annotated[ListedWord, is_("How near the studied people are to the question.")]


Partner = TypedDict(
    "Partner",
    {
        "label": Annotated[str, is_("How readers read it.")],
        "medicine": Annotated[str | None, is_("Name of a medicine.")],
        "class": Annotated[str | None, is_("Name of a class of medicines.")],
        "enzyme": Annotated[str | None, is_("An enzyme or transporter: all medicines with that role at it.")],
        "role": Annotated[str | None, is_("The role at the enzyme or transporter.")],
        "strength": Annotated[str | None, is_("How strong that role must be.")],
    },
)
Partner.__doc__ = "The other side of an interaction: a medicine, a class, or all with a role at an enzyme."


class Interaction(TypedDict):
    """One interaction as data; its wording is the claim."""

    partner: Annotated[Partner, is_("What the compound interacts with.")]
    severity: Annotated[ListedWord, is_("How serious it is.")]
    effect: Annotated[ListedWord, is_("What it does.")]
    direction: Annotated[ListedWord, is_("Which of the two is changed by the other.")]
    evidence: Annotated[ListedWord, is_("How it is known.")]
    action: Annotated[str, is_("What to do.")]
    claim: Annotated[str, is_("Id of the claim that says it.")]
    usual_treatment: Annotated[bool, is_("True when it concerns a usual treatment of the page’s condition.")]
    route: Annotated[ListedWord | None, is_("It holds for this route; null for all.")]
    product: Annotated[str | None, is_("It holds for the product of this id; null for all.")]
    dose: Annotated[str | None, is_("The dose studied.")]
    onset: Annotated[str | None, is_("When it begins.")]
    offset: Annotated[str | None, is_("When it ends.")]


class Search(TypedDict):
    """A dated search, cited where it found nothing."""

    id: Annotated[str, is_("Its id on the page.")]
    on: Annotated[Day, is_("When it was done.")]
    where: Annotated[str, is_("Where was searched.")]
    queries: Annotated[list[str], is_("What was asked.")]
    found: Annotated[str, is_("What came of it.")]


class LabelFact(TypedDict):
    """What an authority or its label says of the compound or of one product."""

    jurisdiction: Annotated[ListedWord, is_("Whose it is.")]
    product: Annotated[str | None, is_("Id of the product; null for all.")]
    claim: Annotated[str, is_("Id of the claim that says it.")]


class Contraindication(LabelFact):
    """A contraindication of a label; without conditions, situations and treatments it concerns everyone."""

    conditions: Annotated[list[str], is_("Slugs of the conditions it concerns.")]
    applies_if: Annotated[list[ListedWord], is_("The situations it concerns.")]
    treatments: Annotated[list[str], is_("The treatments it concerns.")]


Change = TypedDict(
    "Change",
    {
        "compound": Annotated[str, is_("Slug of the compound.")],
        "condition": Annotated[str, is_("Slug of the condition.")],
        "url": Annotated[Address, is_("The answer.")],
        "date": Annotated[Day, is_("When the verdict was given or changed.")],
        "from": Annotated[str | None, is_("The class before; null for the first.")],
        "to": Annotated[str, is_("The class from then on.", Safety)],
        "why": Annotated[str, is_("Why.")],
        "reference": Annotated[str | None, is_("Id of the reference that moved it.")],
        "overdue": Annotated[bool, is_("True when the answer is past its review, so that the class may be withdrawn.")],
    },
)
Change.__doc__ = "One entry of the ledger of verdicts."


class Author(TypedDict, total=False):
    """A person (family, given) or an organisation (literal)."""

    family: Annotated[str, is_("Family name.")]
    given: Annotated[str, is_("Given names or initials.")]
    literal: Annotated[str, is_("An organisation.")]


CslDate = TypedDict(
    "CslDate", {"date-parts": Annotated[list[list[int]], is_("Year, month and day, as far as the source shows them.")]}
)
CslDate.__doc__ = "A date in CSL-JSON."

Csl = TypedDict(
    "Csl",
    {
        "id": Annotated[str, is_("The reference’s id.")],
        "type": Annotated[str, is_("CSL’s kind of document.")],
        "title": Annotated[str, is_("Its title.")],
        "author": Annotated[list[Author], is_("Who wrote it.")],
        "container-title": Annotated[str, is_("Journal or book that holds it.")],
        "publisher": Annotated[str, is_("Who published it.")],
        "issued": Annotated[CslDate, is_("When it was published.")],
        "volume": Annotated[str, is_("Volume.")],
        "issue": Annotated[str, is_("Issue.")],
        "page": Annotated[str, is_("Pages.")],
        "DOI": Annotated[str, is_("Digital object identifier.")],
        "PMID": Annotated[str, is_("PubMed identifier.")],
        "PMCID": Annotated[str, is_("PubMed Central identifier.")],
        "ISBN": Annotated[str, is_("Book number.")],
        "URL": Annotated[str, is_("Where it stands.")],
        "accessed": Annotated[CslDate, is_("When it was read.")],
    },
    total=False,
)
Csl.__doc__ = "A reference in CSL-JSON, as citation programs read it; a key that the source does not show is left out."


class Reference(TypedDict):
    """A reference in full."""

    id: Annotated[str, is_("Its identity.")]
    url: Annotated[Address, is_("Its page, with everything here that cites it.")]
    text: Annotated[str, is_("The reference as one line, in Vancouver style.")]
    csl: Annotated[Csl, is_("The reference in CSL-JSON.")]
    NCT: Annotated[str | None, is_("Trial registration number.")]
    design: Annotated[ListedWord, is_("What kind of document or study it is.")]
    tier: Annotated[ListedWord, is_("How near it is to the facts it reports.")]
    n: Annotated[int | None, is_("How many people; null where that is not shown or not fitting.")]
    seen_at: Annotated[str, is_("Address at which it was read.")]
    seen_on: Annotated[Day, is_("When it was read.")]


# ---------------------------------------------------------------- documents


class Readings(TypedDict):
    """Both readings of a page."""

    sections: Annotated[list[SectionName], is_("The sections, in reading order.")]
    claims: Annotated[list[Claim], is_("The clinical text, claim by claim.")]
    plain: Annotated[list[PlainItem], is_("The text in plain words.")]


class Texts(Readings):
    """Both readings of a page, and what they rest on."""

    searches: Annotated[list[Search], is_("The searches whose result the page tells.")]
    references: Annotated[list[Reference], is_("What the page cites, in the order of its numbers there.")]


class Answer(Document, Texts):
    """The answer for a pair, or what is composed for a pair that nobody assessed."""

    compound: Annotated[Named, is_("The compound.")]
    condition: Annotated[Named, is_("The condition.")]
    assessed: Annotated[bool, is_("False when nobody looked at this pair: what follows is about each side by itself.")]
    verdict: Annotated[Headline, is_("How cautious to be. Benefit is never part of it.")]
    rows: Annotated[list[Row], is_("The verdict by product, route and situation, where they differ.")]
    directness: Annotated[ListedWord | None, is_("Who was studied, as a word.")]
    studied: Annotated[str | None, is_("Who was studied, in a sentence.")]
    certainty: Annotated[Certainty | None, is_("How sure the safety statement is.")]
    boxed_warnings: Annotated[list[LabelFact], is_("Boxed warnings of the compound.")]
    contraindications: Annotated[list[Contraindication], is_("Contraindications of the compound.")]
    interactions: Annotated[list[Interaction], is_("Interactions: usual treatments first, then the most serious.")]
    studies: Annotated[list[Study], is_("The table of studies.")]
    questions: Annotated[list[str], is_("Questions to ask the team.")]
    history: Annotated[list[Change], is_("Each change of the verdict, oldest first.")]
    reviewed: Annotated[Day | None, is_("When it was last compared with its sources.")]
    review_due: Annotated[Day | None, is_("When that is due again.")]
    reviewed_by: Annotated[list[str], is_("Clinicians who signed; empty until one did.")]
    overdue: Annotated[bool, is_("True when it is past its review: newer evidence may exist.")]


class SectionDocument(Document, Texts):
    """One section of an answer; the references keep the numbers' order of the answer."""

    compound: Annotated[Named, is_("The compound.")]
    condition: Annotated[Named, is_("The condition.")]
    answer: Annotated[Address, is_("The whole answer; read no section without its verdict.")]
    verdict: Annotated[Headline, is_("The verdict of the answer.")]
    overdue: Annotated[bool, is_("True when the answer is past its review.")]
    section: Annotated[str, is_("The section’s id.", Section)]
    questions: Annotated[list[str], is_("Questions to ask the team, in their section only.")]
    interactions: Annotated[list[Interaction], is_("Interactions, in their section only.")]
    studies: Annotated[list[Study], is_("The table of studies, in the section on the literature only.")]


class Product(TypedDict):
    """A form in which the compound is sold or given."""

    id: Annotated[str, is_("Its identity within the compound.")]
    name: Annotated[str, is_("Its name.")]
    routes: Annotated[list[ListedWord], is_("How it is taken.")]
    brands: Annotated[list[str], is_("Brands.")]


class Regulatory(LabelFact):
    """What one authority says of the compound or of one product."""

    status: Annotated[ListedWord, is_("What it may be sold or used for.")]


class LookAlike(TypedDict):
    """A name easily taken for this one."""

    name: Annotated[str, is_("The other name.")]
    slug: Annotated[str | None, is_("Slug of its page, if there is one.")]
    note: Annotated[str | None, is_("How they differ.")]


class EnzymeRole(TypedDict):
    """What the compound does at an enzyme or transporter."""

    target: Annotated[str, is_("The enzyme or transporter.")]
    role: Annotated[str, is_("What it does there.")]
    strength: Annotated[str, is_("How strongly.")]
    claim: Annotated[str, is_("Id of the claim that says it.")]


Assessed = TypedDict(
    "Assessed",
    {
        "compound": Annotated[str, is_("Slug of the compound.")],
        "condition": Annotated[str, is_("Slug of the condition.")],
        "url": Annotated[Address, is_("The pair’s page.")],
        "class": Annotated[str, is_("How cautious to be.", Safety)],
        "label": Annotated[str, is_("The class as readers read it.")],
        "assessed": Annotated[bool, is_("False when nobody looked at this pair.")],
        "overdue": Annotated[bool, is_("True when the answer is past its review.")],
    },
)
Assessed.__doc__ = "A pair and its class."


class Names(TypedDict):
    """The names of a compound or condition."""

    slug: Annotated[str, is_("Its identity.")]
    name: Annotated[str, is_("Its name.")]
    aliases: Annotated[list[str], is_("Other names.")]
    foreign: Annotated[list[str], is_("Names in other languages.")]
    look_alikes: Annotated[list[LookAlike], is_("Names easily taken for it.")]
    answers: Annotated[list[Assessed], is_("What was assessed with it.")]


_CompoundClass = TypedDict("_CompoundClass", {"class": Annotated[str, is_("Pharmacological class.")]})


class Compound(Document, Names, _CompoundClass, Texts):
    """A compound."""

    kind: Annotated[ListedWord, is_("What it is sold as.")]
    botanical: Annotated[list[str], is_("Botanical names.")]
    street: Annotated[list[str], is_("Street names.")]
    products: Annotated[list[Product], is_("Forms in which it is sold or given.")]
    regulatory: Annotated[list[Regulatory], is_("What authorities say of it.")]
    boxed_warnings: Annotated[list[LabelFact], is_("Boxed warnings.")]
    contraindications: Annotated[list[Contraindication], is_("Contraindications.")]
    interactions: Annotated[list[Interaction], is_("Interactions. Not listed does not mean safe.")]
    effects: Annotated[list[ListedWord], is_("Effects that add up with other medicines.")]
    roles: Annotated[list[EnzymeRole], is_("What it does at enzymes and transporters.")]


_TreatmentClass = TypedDict("_TreatmentClass", {"class": Annotated[str | None, is_("Name of a class of medicines.")]})


class Treatment(_TreatmentClass):
    """A usual treatment of a condition."""

    medicine: Annotated[str | None, is_("Name of a medicine.")]
    claim: Annotated[str, is_("Id of the claim that says it.")]


class Condition(Document, Names, Texts):
    """A condition."""

    plain_name: Annotated[str, is_("Its name in plain words.")]
    category: Annotated[ListedWord, is_("Its group.")]
    broader: Annotated[str | None, is_("Slug of the condition that it is part of.")]
    when_spread: Annotated[str | None, is_("Slug of the condition that holds once it has spread.")]
    situations: Annotated[list[ListedWord], is_("Situations that it can bring.")]
    usual_treatments: Annotated[list[Treatment], is_("Usual treatments named here.")]


class Citing(TypedDict):
    """What cites a reference."""

    kind: Annotated[str, is_("``answer``, ``compound``, ``condition``, ``page``, ``term`` or ``medicine``.")]
    title: Annotated[str, is_("Its title.")]
    url: Annotated[Address | None, is_("Its page; null for a medicine, which has none.")]
    claims: Annotated[list[str], is_("Ids, on that page, of the claims that cite it.")]
    places: Annotated[list[str], is_("The other places there that cite it.")]


class ReferenceDocument(Document):
    """A reference and everything that cites it."""

    reference: Annotated[Reference, is_("The reference.")]
    cited_by: Annotated[list[Citing], is_("What cites it here.")]


class Entry(TypedDict):
    """A compound or condition in a list."""

    slug: Annotated[str, is_("Its identity.")]
    name: Annotated[str, is_("Its name.")]
    kind: Annotated[ListedWord, is_("What a compound is sold as; the group of a condition.")]
    url: Annotated[Address, is_("Its page.")]
    json: Annotated[Address, is_("The same as JSON.")]
    assessed: Annotated[int, is_("How many pairs were assessed with it.")]


class Listing(Document):
    """All compounds or all conditions."""

    entries: Annotated[list[Entry], is_("One for each, from A to Z.")]


class ListedReference(TypedDict):
    """A source in the list of all."""

    id: Annotated[str, is_("Its identity.")]
    text: Annotated[str, is_("The reference in Vancouver style, without its links.")]
    design: Annotated[ListedWord, is_("Kind of study or document.")]
    issued: Annotated[
        str | None, is_("When it was published: YYYY, YYYY-MM or YYYY-MM-DD, as far as the source shows.")
    ]
    url: Annotated[Address, is_("Its page here.")]
    json: Annotated[Address, is_("The same as JSON.")]
    citing: Annotated[int, is_("How many documents here cite it.")]


class References(Document):
    """Every source."""

    references: Annotated[list[ListedReference], is_("One for each, from A to Z by first author, else by title.")]


class Home(Document):
    """The way in: how much there is, and where."""

    compounds: Annotated[int, is_("How many compounds there are.")]
    conditions: Annotated[int, is_("How many conditions there are.")]
    answers: Annotated[int, is_("How many pairs were assessed.")]
    references: Annotated[int, is_("How many references there are.")]
    documents: Annotated[list[Address], is_("Lists to go on from.")]
    openapi: Annotated[Address, is_("Description of all addresses.")]
    archive: Annotated[Address, is_("Everything as one archive.")]
    newest: Annotated[list[Change], is_("What changed last, newest first.")]


class GlossaryTerm(TypedDict):
    """A word and what it means here."""

    slug: Annotated[str, is_("Its identity.")]
    term: Annotated[str, is_("The word.")]
    aliases: Annotated[list[str], is_("Other words for the same.")]
    definition: Annotated[str, is_("What it means.")]
    sources: Annotated[list[str], is_("Ids of the references that it follows.")]


class Glossary(Document):
    """Every word that is explained."""

    terms: Annotated[list[GlossaryTerm], is_("The words, from A to Z.")]


class TermDocument(Document, GlossaryTerm):
    """One word of the glossary."""

    references: Annotated[list[Reference], is_("Those references in full.")]


class Ledger(Document):
    """Every change of a verdict."""

    changes: Annotated[list[Change], is_("Newest first.")]


class Map(Document):
    """Every compound with every condition."""

    pairs: Annotated[list[Assessed], is_("The pairs, compounds from A to Z and conditions within them.")]


class PageDocument(Document):
    """One of the site’s own pages."""

    description: Annotated[str, is_("What it is about.")]
    text: Annotated[str, is_("Its text as Markdown; numbers in brackets count the references.")]
    references: Annotated[list[Reference], is_("What it cites.")]


class TableNote(TypedDict):
    """A table of the archive."""

    name: Annotated[str, is_("Its name; the files are ``<name>.csv`` and ``<name>.jsonl``.")]
    rows: Annotated[int, is_("How many rows it has.")]
    holds: Annotated[str, is_("What one row is.")]


class ExportDocument(Document):
    """The archive of everything."""

    archive: Annotated[Address, is_("The archive; its address changes with the content.")]
    size: Annotated[int, is_("Its size in bytes.")]
    sha256: Annotated[str, is_("Its SHA-256.")]
    tables: Annotated[list[TableNote], is_("The tables in it.")]


class Reading(TypedDict):
    """How a question was read: slugs and a name, null where nothing was named exactly."""

    compound: Annotated[str | None, is_("Slug of the compound.")]
    condition: Annotated[str | None, is_("Slug of the condition.")]
    medicine: Annotated[str | None, is_("Name of the medicine or class.")]


class Suggestion(TypedDict):
    """What a slip may have meant."""

    kind: Annotated[str, is_("What it names.")]
    slug: Annotated[str, is_("Its identity.")]
    name: Annotated[str, is_("Its name.")]
    note: Annotated[str, is_("What tells it from its like.")]


class Result(TypedDict):
    """A page that was found."""

    kind: Annotated[str, is_("What kind of page it is.")]
    url: Annotated[str, is_("Its path.")]
    title: Annotated[str, is_("Its title.")]
    snippet: Annotated[str, is_("What of it fits.")]
    safety: Annotated[str, is_("The class, if it is a pair’s page.")]
    directness: Annotated[str, is_("Who was studied, if it is an answer.")]


class Found(TypedDict):
    """What a search found."""

    query: Annotated[str, is_("What was asked, cleaned.")]
    reading: Annotated[Reading, is_("How it was read.")]
    guessed: Annotated[list[str], is_("Parts that were only guessed and wait for a choice.")]
    unknown: Annotated[list[str], is_("Words that name nothing in the catalogue.")]
    suggestions: Annotated[list[Suggestion], is_("What a slip may have meant.")]
    total: Annotated[int, is_("How many pages fit.")]
    page: Annotated[int, is_("Which page of results this is, from 1.")]
    pages: Annotated[int, is_("How many pages of results there are.")]
    facets: Annotated[dict[str, dict[str, int]], is_("Facet, value, how many pages have it.")]
    results: Annotated[list[Result], is_("The pages found, best first.")]


class Completion(TypedDict):
    """A name that ends what is being typed."""

    name: Annotated[str, is_("The name.")]
    kind: Annotated[str, is_("What it names.")]
    note: Annotated[str, is_("What tells it from its like.")]
    value: Annotated[str, is_("The question with the name filled in.")]


class Trouble(TypedDict):
    """Why there is no document (RFC 9457)."""

    type: Annotated[str, is_("Always ``about:blank``: the status says it all.")]
    title: Annotated[str, is_("The status in words.")]
    status: Annotated[int, is_("The status.")]
    detail: Annotated[str, is_("What is known about it.")]
