"""What the site knows: compounds, conditions, answers, references, medicines.

The ``…Matter`` classes are the front matter that editors write: their fields are its
keys, their types its rules, and the JSON Schema for editors is made from them. The
classes without ``Matter`` add the identity and the text. All are frozen.

Two keys are no Python names: ``class`` is ``class_`` here, ``with`` is ``with_``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from safetysite.content.names import slug_of
from safetysite.content.vocabulary import (
    Basis,
    Category,
    Certainty,
    CompoundKind,
    CslType,
    Design,
    Direction,
    Directness,
    Effect,
    InteractionEffect,
    InteractionEvidence,
    Jurisdiction,
    RegulatoryStatus,
    Role,
    Route,
    Safety,
    SafetyOutcome,
    Section,
    Severity,
    Situation,
    SourceTier,
    Strength,
    Target,
)

# ---------------------------------------------------------------- text and claims


@dataclass(frozen=True)
class Citation:
    """The ids of one ``[@a; @b]``; those of a search record begin with ``search:``."""

    ids: tuple[str, ...]


@dataclass(frozen=True)
class Mention:
    """A glossary term where a text uses it: the words as they stand there, and the term's slug."""

    words: Markup
    slug: str


#: Rendered HTML, cut where something is cited or a term is met.
Prose = tuple[Markup | Citation | Mention, ...]


def references_in(prose: Prose) -> tuple[str, ...]:
    """The references cited in the prose, in order; search records are not among them."""
    ids = (id for part in prose if isinstance(part, Citation) for id in part.ids)
    return tuple(id for id in ids if not id.startswith("search:"))


@dataclass(frozen=True)
class Claim:
    """One paragraph or list item of clinical text with its citations.

    ``id`` is unique within its file; ``text`` is the wording without markup.
    """

    id: str
    section: Section
    prose: Prose
    text: str
    references: tuple[str, ...]
    searches: tuple[str, ...]
    line: int

    @property
    def is_negative(self) -> bool:
        """True when only searches are cited: something was looked for and not found."""
        return bool(self.searches) and not self.references


@dataclass(frozen=True)
class PlainItem:
    """One paragraph or list item in plain words; ``says`` names the claims it restates."""

    prose: Prose
    text: str
    says: tuple[str, ...]
    line: int


@dataclass(frozen=True)
class SectionText:
    """Both readings of one section as one file has them."""

    section: Section
    line: int
    claims: tuple[Claim, ...] = ()
    plain: tuple[PlainItem, ...] = ()


@dataclass(frozen=True)
class Text:
    """The body of a compound, condition or answer, by section, in reading order; links with their lines."""

    sections: Mapping[Section, SectionText] = field(default_factory=dict)
    links: tuple[tuple[str, int], ...] = ()

    @property
    def claims(self) -> tuple[Claim, ...]:
        return tuple(claim for part in self.sections.values() for claim in part.claims)

    def claim(self, id: str) -> Claim | None:
        """The claim of that id, or None."""
        return next((claim for claim in self.claims if claim.id == id), None)


@dataclass(frozen=True, kw_only=True)
class SearchRecord:
    """A dated search, cited as ``[@search:name]`` where it found nothing."""

    name: str
    on: date
    where: str
    queries: tuple[str, ...]
    found: str


# ---------------------------------------------------------------- compounds


@dataclass(frozen=True, kw_only=True)
class LookAlike:
    """A name easily taken for this one; ``slug`` if the site has a page for it."""

    name: str
    slug: str | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Product:
    """A form in which the compound is sold or given."""

    id: str
    name: str
    routes: tuple[Route, ...] = ()
    brands: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Regulatory:
    """What one authority says of the compound or of one product."""

    jurisdiction: Jurisdiction
    status: RegulatoryStatus
    claim: str
    product: str | None = None


@dataclass(frozen=True, kw_only=True)
class BoxedWarning:
    """A boxed warning of a label, for one product or for all."""

    jurisdiction: Jurisdiction
    claim: str
    product: str | None = None


@dataclass(frozen=True, kw_only=True)
class Contraindication:
    """A contraindication of a label and whom it concerns; without any of them, everyone."""

    jurisdiction: Jurisdiction
    claim: str
    product: str | None = None
    conditions: tuple[str, ...] = ()
    applies_if: tuple[Situation, ...] = ()
    treatments: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Partner:
    """The other side of an interaction: a medicine, a class, or all with a role at a target."""

    medicine: str | None = None
    class_: str | None = None
    enzyme: Target | None = None
    role: Role | None = None
    strength: Strength | None = None

    @property
    def label(self) -> str:
        """How a reader reads it."""
        if self.enzyme and self.role:
            strength = f"{self.strength.label} " if self.strength else ""
            return f"{strength}{self.enzyme.value} {self.role.value}s"
        return self.medicine or self.class_ or ""


@dataclass(frozen=True, kw_only=True)
class Interaction:
    """One interaction as data; the wording is the claim."""

    with_: Partner
    severity: Severity
    effect: InteractionEffect
    direction: Direction
    evidence: InteractionEvidence
    action: str
    claim: str
    route: Route | None = None
    product: str | None = None
    dose: str | None = None
    onset: str | None = None
    offset: str | None = None


@dataclass(frozen=True, kw_only=True)
class CompoundRole:
    """What the compound does at an enzyme or transporter, and the claim that says so."""

    target: Target
    role: Role
    claim: str
    strength: Strength = Strength.UNSPECIFIED


@dataclass(frozen=True, kw_only=True)
class CompoundMatter:
    """Front matter of ``content/compounds/<slug>.md``."""

    name: str
    kind: CompoundKind
    class_: str
    class_claim: str
    products: tuple[Product, ...]
    aliases: tuple[str, ...] = ()
    botanical: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    street: tuple[str, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    regulatory: tuple[Regulatory, ...] = ()
    boxed_warnings: tuple[BoxedWarning, ...] = ()
    contraindications: tuple[Contraindication, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    effects: tuple[Effect, ...] = ()
    roles: tuple[CompoundRole, ...] = ()
    searches: tuple[SearchRecord, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Compound(CompoundMatter):
    """A compound; identity is the slug."""

    slug: str
    path: str
    text: Text

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, its own first; brands are not among them."""
        return (self.name, *self.aliases, *self.botanical, *self.foreign, *self.street)

    def product(self, id: str | None) -> Product | None:
        """The product of that id, or None."""
        return next((product for product in self.products if product.id == id), None)


# ---------------------------------------------------------------- conditions


@dataclass(frozen=True, kw_only=True)
class Treatment:
    """A usual treatment of a condition: a medicine or a class, and the claim that says so."""

    claim: str
    medicine: str | None = None
    class_: str | None = None

    @property
    def label(self) -> str:
        return self.medicine or self.class_ or ""


@dataclass(frozen=True, kw_only=True)
class ConditionMatter:
    """Front matter of ``content/conditions/<slug>.md``."""

    name: str
    plain_name: str
    category: Category
    aliases: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    look_alikes: tuple[LookAlike, ...] = ()
    broader: str | None = None
    when_spread: str | None = None
    situations: tuple[Situation, ...] = ()
    usual_treatments: tuple[Treatment, ...] = ()
    searches: tuple[SearchRecord, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Condition(ConditionMatter):
    """A condition; identity is the slug."""

    slug: str
    path: str
    text: Text

    @property
    def names(self) -> tuple[str, ...]:
        """Every name it goes by, its own first."""
        return tuple(dict.fromkeys((self.name, self.plain_name, *self.aliases, *self.foreign)))


# ---------------------------------------------------------------- answers


@dataclass(frozen=True, kw_only=True)
class VerdictMatter:
    """A safety class, what it follows from, and what to do.

    ``why`` is one Markdown sentence with its citation; ``because`` names the claims
    that decide, as ``id`` or ``slug#id``.
    """

    safety: Safety
    basis: Basis
    why: str
    because: tuple[str, ...]
    not_started: str
    already_taking: str
    depends_on: str | None = None


@dataclass(frozen=True, kw_only=True)
class RowMatter(VerdictMatter):
    """The verdict for one product, route or situation."""

    name: str
    product: str | None = None
    applies_if: tuple[Situation, ...] = ()
    treatments: tuple[str, ...] = ()

    @property
    def is_conditional(self) -> bool:
        """True when it holds for some readers only, by their situation or treatment."""
        return bool(self.applies_if or self.treatments)


@dataclass(frozen=True, kw_only=True)
class Study:
    """One line of the table of studies; design and n stand in the reference."""

    reference: str
    people: str
    outcome: SafetyOutcome
    safety: str
    directness: Directness
    dose: str | None = None
    route: Route | None = None


@dataclass(frozen=True, kw_only=True)
class Change:
    """One entry of the ledger of verdicts; the first has no ``from``."""

    date: date
    to: Safety
    why: str
    from_: Safety | None = None
    reference: str | None = None


@dataclass(frozen=True, kw_only=True)
class AnswerMatter:
    """Front matter of ``content/answers/<compound>/<condition>.md``."""

    compound: str
    condition: str
    question: str
    verdict: VerdictMatter
    directness: Directness
    studied: str
    certainty: Certainty
    outcome: str
    certainty_why: str
    reviewed: date
    review_due: date
    history: tuple[Change, ...]
    rows: tuple[RowMatter, ...] = ()
    studies: tuple[Study, ...] = ()
    interactions: tuple[Interaction, ...] = ()
    searches: tuple[SearchRecord, ...] = ()
    reviewed_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Answer(AnswerMatter):
    """The answer for a pair; ``why`` holds the rendered sentence of headline and rows."""

    path: str
    text: Text
    questions: tuple[PlainItem, ...]
    why: tuple[Prose, ...]
    overdue: bool = False

    @property
    def slugs(self) -> tuple[str, str]:
        return self.compound, self.condition

    def why_row(self, row: RowMatter) -> Prose:
        """The rendered sentence that explains a row."""
        return self.why[self.rows.index(row) + 1]

    @property
    def safety(self) -> Safety:
        """The class of the headline."""
        return self.verdict.safety


# ---------------------------------------------------------------- references


@dataclass(frozen=True, kw_only=True)
class Author:
    """A person (family, given) or an organisation (literal), as CSL has it."""

    family: str | None = None
    given: str | None = None
    literal: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A reference in CSL-JSON's shape, with what was read, where and when.

    ``issued`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``, as far as the source shows it.
    """

    id: str
    type: CslType
    title: str
    URL: str
    design: Design
    tier: SourceTier
    seen_at: str
    seen_on: date
    author: tuple[Author, ...] = ()
    container_title: str | None = None
    publisher: str | None = None
    issued: str | None = None
    volume: str | None = None
    issue: str | None = None
    page: str | None = None
    DOI: str | None = None
    PMID: str | None = None
    PMCID: str | None = None
    NCT: str | None = None
    ISBN: str | None = None
    n: int | None = None


# ---------------------------------------------------------------- medicines and tables


@dataclass(frozen=True, kw_only=True)
class MedicineClass:
    """A class of medicines, with the class it belongs to."""

    name: str
    aliases: tuple[str, ...] = ()
    broader: str | None = None


@dataclass(frozen=True, kw_only=True)
class MedicineEffect:
    """An effect of a medicine and where it is said."""

    effect: Effect
    references: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MedicineRole:
    """What a medicine does at an enzyme or transporter, and where it is said."""

    target: Target
    role: Role
    strength: Strength
    references: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Cited:
    """A fact that is stated by being there, with where it is said."""

    references: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Activation:
    """The enzyme that turns a prodrug into its active form."""

    target: Target
    references: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Medicine:
    """A medicine that a reader may take."""

    name: str
    aliases: tuple[str, ...] = ()
    brands: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    effects: tuple[MedicineEffect, ...] = ()
    roles: tuple[MedicineRole, ...] = ()
    narrow_index: Cited | None = None
    prodrug_activated_by: tuple[Activation, ...] = ()
    references: tuple[str, ...] = ()


def medicine_references(medicine: Medicine) -> Iterator[str]:
    """Every reference that a medicine's facts cite."""
    facts = (medicine, *medicine.effects, *medicine.roles, *medicine.prodrug_activated_by)
    for fact in (*facts, *((medicine.narrow_index,) if medicine.narrow_index else ())):
        yield from fact.references


@dataclass(frozen=True, kw_only=True)
class Combination:
    """A brand that holds several medicines."""

    brand: str
    ingredients: tuple[str, ...]
    references: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Formulary:
    """``content/medicines.yaml``."""

    classes: tuple[MedicineClass, ...]
    medicines: tuple[Medicine, ...]
    combinations: tuple[Combination, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Term:
    """A glossary entry; the definition is plain text."""

    term: str
    definition: str
    aliases: tuple[str, ...] = ()
    references: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        return slug_of(self.term)


@dataclass(frozen=True, kw_only=True)
class Redirect:
    """A renamed address (``to``) or a retired one (no ``to``); both begin and end with a slash."""

    from_: str
    why: str
    to: str | None = None


@dataclass(frozen=True, kw_only=True)
class PageMatter:
    """Front matter of ``content/pages/<slug>.md``."""

    title: str
    description: str
    updated: date


@dataclass(frozen=True, kw_only=True)
class Page(PageMatter):
    """A page of the site's own, such as the methods."""

    slug: str
    path: str
    prose: Prose
    references: tuple[str, ...]
    links: tuple[tuple[str, int], ...]
