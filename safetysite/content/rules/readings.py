"""The two readings: whole in the clinical text, easy and complete in plain words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from safetysite.content import plain
from safetysite.content.draft import Draft
from safetysite.content.model import Answer, Claim, Compound, Condition, SectionText
from safetysite.content.rules.looking import deciding, inherited, verdicts
from safetysite.content.vocabulary import SEVERITY_FLOOR, Safety, Section
from safetysite.problems import Problem, unknown

#: Severities whose claim must also stand in the plain reading: all that set a safety floor.
_GRAVE = frozenset(SEVERITY_FLOOR)
#: Markdown, citations and HTML, which are printed as they stand where plain text is meant.
_MARKS = re.compile(r"\*\*|\[@|</?[a-z]|\{[#=a-z]|&#?\w+;")


def answers_are_whole(site: Draft) -> Iterator[Problem]:
    """Each section of an answer is filled; its own sections by itself; a negative's only where it must."""
    for answer in site.answers.values():
        if answer.compound not in site.compounds or answer.condition not in site.conditions:
            continue  # told where that file is missing or cannot be read
        brought = {section for text in inherited(site, answer) for section in text.text.sections}
        for section in Section:
            if section is Section.QUESTIONS:
                if not answer.questions:
                    yield Problem(answer.path, 1, f'section "{section.label}" is empty')
            elif section in answer.text.sections and answer.text.sections[section].claims:
                continue
            elif section.own or section not in brought:
                message = f'section "{section.label}" is empty; write it, or a dated negative'
                yield Problem(answer.path, 1, message)


def answers_have_claims_of_their_own(site: Draft) -> Iterator[Problem]:
    """An answer has at least three cited claims of its own, or is a dated negative."""
    for answer in site.answers.values():
        own = [claim for claim in answer.text.claims if claim.references]
        if len(own) < 3 and answer.verdict.safety is not Safety.UNKNOWN:
            yield Problem(answer.path, 1, f"has {len(own)} claims of its own; three, or a dated negative")


def sections_have_a_plain_reading(site: Draft) -> Iterator[Problem]:
    """Each section with claims has a plain reading, and a plain reading has claims."""
    for document in site.documents:
        for part in document.text.sections.values():
            if part.claims and not part.plain:
                yield Problem(document.path, part.line, f'"{part.section.label}" has no plain reading')
            if not part.claims:
                yield Problem(document.path, part.line, f'"{part.section.label}" has no claims')


def plain_items_say_claims(site: Draft) -> Iterator[Problem]:
    """What a plain item says again is a claim of the same section."""
    for document in site.documents:
        for part in document.text.sections.values():
            ids = {claim.id for claim in part.claims}
            for item in part.plain:
                for id in item.says:
                    if id not in ids:
                        message = unknown("claim in this section", id, ids)
                        yield Problem(document.path, item.line, message)


def plain_reading_is_easy(site: Draft) -> Iterator[Problem]:
    """The plain reading of each section stands at grade 8 or below."""
    names = site.names()
    for document in site.documents:
        for part in document.text.sections.values():
            if part.plain:
                found = plain.grade((item.text for item in part.plain), names)
                if found > plain.MAX_GRADE:
                    message = f'plain reading of "{part.section.label}" is grade {found:.1f}; at most 8'
                    yield Problem(document.path, part.plain[0].line, message)


def plain_reading_has_no_number_of_its_own(site: Draft) -> Iterator[Problem]:
    """A plain item holds no number that the claims it says again lack."""
    for document in site.documents:
        for part in document.text.sections.values():
            said = {claim.id: plain.numbers(claim.text) for claim in part.claims}
            for item in part.plain:
                clinical = set[str]().union(*(said.get(id, set()) for id in item.says))
                for number in sorted(plain.numbers(item.text) - clinical):
                    message = f"plain reading has the number {number}, which the claims it says again lack"
                    yield Problem(document.path, item.line, message)


def questions_are_easy(site: Draft) -> Iterator[Problem]:
    """The questions to ask stand at grade 8 or below too."""
    names = site.names()
    for answer in site.answers.values():
        if answer.questions:
            found = plain.grade((item.text for item in answer.questions), names)
            if found > plain.MAX_GRADE:
                yield Problem(answer.path, answer.questions[0].line, f"the questions are grade {found:.1f}; at most 8")


def actions_are_plain(site: Draft) -> Iterator[Problem]:
    """What a verdict tells a reader to do stands at grade 8 or below, in plain text without marks."""
    names = site.names()
    for answer in site.answers.values():
        for verdict, where in verdicts(answer):
            for key in ("not_started", "already_taking"):
                text, line = getattr(verdict, key), site.line(answer.path, *where, key)
                if found := _MARKS.search(text):
                    yield Problem(answer.path, line, f'"{key}" is plain text; take out {found[0]}')
                if (grade := plain.grade([text], names)) > plain.MAX_GRADE:
                    yield Problem(answer.path, line, f'"{key}" is grade {grade:.1f}; at most 8')


def studied_has_no_number_of_its_own(site: Draft) -> Iterator[Problem]:
    """The sentences on who was studied and how sure that is hold no number that the answer's claims and studies lack."""
    for answer in site.answers.values():
        texts = [claim.text for claim in answer.text.claims] + [study.safety for study in answer.studies]
        sizes = (site.references[study.reference].n for study in answer.studies if study.reference in site.references)
        known = plain.numbers(" ".join(texts)) | {str(n) for n in sizes if n}
        for key in ("studied", "certainty_why"):
            for number in sorted(plain.numbers(getattr(answer, key)) - known):
                message = f'"{key}" has the number {number}, which the answer’s claims lack'
                yield Problem(answer.path, site.line(answer.path, key), message)


def plain_reading_keeps_key_claims(site: Draft) -> Iterator[Problem]:
    """Every claim that decides, warns, forbids or sends for help is said again in plain words, with its negation."""
    keys = {document.path: set(_key_claims(document)) for document in site.documents}
    for answer in site.answers.values():
        owners = {text.slug: text.path for text in inherited(site, answer)} | {"": answer.path}
        for id, _ in deciding(answer):
            owner, _, local = id.rpartition("#")
            if owner in owners:
                keys[owners[owner]].add(local)
    for document in site.documents:
        for part in document.text.sections.values():
            for claim in part.claims:
                if part.plain and claim.id in keys[document.path]:
                    yield from _kept(document.path, part, claim)


def _kept(path: str, part: SectionText, claim: Claim) -> Iterator[Problem]:
    said = [item for item in part.plain if claim.id in item.says]
    if not said:
        message = f'plain reading lacks the claim "{claim.id}", which decides, warns or forbids'
        yield Problem(path, claim.line, message)
    elif plain.has_negation(claim.text) and not any(plain.has_negation(item.text) for item in said):
        yield Problem(path, said[0].line, f'plain reading of the claim "{claim.id}" drops its negation')


def plain_reading_permits_nothing_forbidden(site: Draft) -> Iterator[Problem]:
    """What restates a boxed warning, a contraindication, a forbidden combination or a call for help neither permits nor calms."""
    for document in site.documents:
        forbidden = set(_forbidding_claims(document))
        for part in document.text.sections.values():
            for item in part.plain:
                if forbidden.intersection(item.says) and (words := plain.permission(item.text)):
                    message = f'"{words}" permits or calms where a claim warns or forbids'
                    yield Problem(document.path, item.line, message)


def _key_claims(document: Compound | Condition | Answer) -> Iterator[str]:
    """The ids of claims that warn, forbid or send for help."""
    yield from _forbidding_claims(document)
    if not isinstance(document, Condition):
        yield from (one.claim for one in document.interactions if one.severity in _GRAVE)


def _forbidding_claims(document: Compound | Condition | Answer) -> Iterator[str]:
    """The ids of claims that forbid or send for help."""
    if help_now := document.text.sections.get(Section.HELP):
        yield from (claim.id for claim in help_now.claims)
    if isinstance(document, Compound):
        yield from (warning.claim for warning in document.boxed_warnings)
        yield from (entry.claim for entry in document.contraindications)
    if not isinstance(document, Condition):
        yield from (one.claim for one in document.interactions if SEVERITY_FLOOR.get(one.severity) is Safety.AVOID)
