"""What a page says of itself in search results and shared links: title, description, the way to it, card picture.

The page shows the same words as its title, its ``h1`` and its breadcrumb; JSON-LD and
feeds take them from here too. Canonical addresses and robots are the views' own.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.joined import CompoundPage, ConditionPage, Pair
from safetysite.content.model import Answer, Reference, Term
from safetysite.content.vocabulary import Safety, Section

#: Path within the site -> full address, of the configured origin.
Address = Callable[[str], str]

#: What the site is called.
NAME = "safetysite"

#: What the site is, in one sentence.
PURPOSE = (
    "Cited, dated answers for people with a serious illness: is this medicine, supplement or herb "
    "safe with this condition, who was studied, and what is not known."
)

#: The licence of texts and data (``content/pages/licence.md``).
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

#: Titles and descriptions are cut between words at this length; search engines show little more.
LONG = 160


class Head(NamedTuple):
    """Title (without the site's name) and description of a page."""

    title: str
    description: str


class Crumb(NamedTuple):
    """One step of the way from the home page."""

    name: str
    path: str


@dataclass(frozen=True)
class Card:
    """The picture that a shared link shows: a static file, and the words on it beside the site's name."""

    file: str
    words: str
    width: int = 1200
    height: int = 630

    @property
    def alt(self) -> str:
        """The picture in words."""
        return f"{NAME}, cited safety answers: {self.words}"


def card(safety: Safety | None = None) -> Card:
    """The card of a class, or the general one; no card ever names a compound."""
    if safety is None:
        return Card("cards/general.png", "Is this compound safe with this condition?")
    return Card(f"cards/{safety.value}.png", safety.label)


# ---------------------------------------------------------------- titles and descriptions


def of_pair(pair: Pair) -> Head:
    """An answer, or what is composed where nobody assessed the pair."""
    compound, condition, answer = pair.compound.name, pair.condition.plain_name, pair.answer
    if not answer:
        return _head(
            f"{compound} with {condition}: not assessed",
            f"Nobody has assessed {compound} with {condition} here yet. Boxed warnings, "
            f"contraindications and interactions of {compound}, each cited.",
        )
    depends = f"; it depends on {depends_on(answer)}" if depends_on(answer) else ""
    return _head(
        answer.question,
        f"{compound} with {condition}: {_lowered(pair.safety.label)}{depends}. Studied: {_lowered(answer.directness.label)}. "
        f"{_counted(len(pair.references), 'reference')}, compared with its sources {day(answer.reviewed)}.",
    )


def depends_on(answer: Answer) -> str:
    """What the class depends on, without the sentences that explain it further; empty if on nothing."""
    return (answer.verdict.depends_on or "").partition(". ")[0].removesuffix(".")


def of_section(pair: Pair, answer: Answer, section: Section) -> Head:
    """One section of an answer."""
    both = f"{pair.compound.name} with {pair.condition.plain_name}"
    return _head(
        f"{section.label}: {both}",
        f"{section.label} for {both}, part of a cited answer compared with its sources {day(answer.reviewed)}.",
    )


def of_compound(site: Catalogue, page: CompoundPage) -> Head:
    """A compound's own page."""
    compound = page.compound
    return _head(
        f"{compound.name}: safety, interactions and conditions",
        f"{compound.name} ({compound.class_}): general safety, boxed warnings, interactions, monitoring and products, "
        f"with answers for {_counted(len(site.answers_of(compound.slug)), 'condition')}, each claim cited.",
    )


def of_condition(site: Catalogue, page: ConditionPage) -> Head:
    """A condition's own page."""
    condition = page.condition
    return _head(
        f"{condition.name}: which compounds were assessed",
        f"{condition.name}: how it changes the handling of drugs, its usual treatments, when to get help, "
        f"and cited safety answers for {_counted(len(site.answers_of(condition.slug)), 'compound')}.",
    )


def of_reference(reference: Reference) -> Head:
    """A reference's page; two documents may have one title, so the id stands with it."""
    told, said = f" ({reference.id})", f": {_lowered(reference.design.label)}, read {day(reference.seen_on)}."
    return Head(_cut(reference.title, told), _cut(reference.title, told + said))


def of_term(term: Term) -> Head:
    """A glossary term by itself."""
    name = term.term[0].upper() + term.term[1:]
    return _head(f"{name}: what the word means here", f"{name}: {term.definition}")


# ---------------------------------------------------------------- the way to a page

HOME = Crumb("Home", "/")


def way_to_pair(pair: Pair) -> tuple[Crumb, ...]:
    """Home, the compound, the condition: both sides lead to the pair."""
    compound, condition = pair.compound, pair.condition
    return (
        HOME,
        Crumb(compound.name, paths.compound(compound.slug)),
        Crumb(condition.name, paths.condition(condition.slug)),
    )


#: Kind of page -> the way to each of them.
WAYS = {
    "compound": (HOME, Crumb("Compounds", "/compounds/")),
    "condition": (HOME, Crumb("Conditions", "/conditions/")),
    "reference": (HOME, Crumb("References", paths.REFERENCES)),
    "term": (HOME, Crumb("Glossary", paths.GLOSSARY)),
}


# ---------------------------------------------------------------- when a page last changed


def changed(answer: Answer) -> date:
    """The newest day of an answer: compared with its sources, or its verdict moved."""
    return max(answer.reviewed, *(change.date for change in answer.history))


def stands_since(answer: Answer) -> date:
    """The day since which its page reads as it does: past its review a banner stands, and comfort is withdrawn."""
    return max(changed(answer), answer.review_due + timedelta(days=1)) if answer.overdue else changed(answer)


def changed_page(site: Catalogue, page: CompoundPage | ConditionPage) -> date | None:
    """The newest day of a compound's or condition's page: a source of its text was read, or one of its answers changed."""
    slug = page.compound.slug if isinstance(page, CompoundPage) else page.condition.slug
    read = (site.references[id].seen_on for id in page.references)
    return max((*read, *map(changed, site.answers_of(slug))), default=None)


def day(when: date) -> str:
    """A date as people read it: 22 November 2026."""
    return f"{when.day} {when:%B} {when.year}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _lowered(label: str) -> str:
    return label[0].lower() + label[1:]


def _head(title: str, description: str) -> Head:
    return Head(_cut(title), _cut(description))


def _cut(text: str, ending: str = "") -> str:
    """The text with its ending; both together too long, the text is cut between words."""
    room = LONG - len(ending)
    return (text if len(text) <= room else f"{text[: room - 1].rsplit(' ', 1)[0]} …") + ending
