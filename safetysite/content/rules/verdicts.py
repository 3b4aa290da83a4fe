"""Verdicts: the class follows from what is published, is explained, and keeps its history."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from safetysite.content.draft import Draft
from safetysite.content.model import RowMatter, references_in
from safetysite.content.rules.floors import Floors
from safetysite.content.rules.looking import claim_of, path_of, verdicts
from safetysite.content.vocabulary import Basis, Certainty, Directness, Safety
from safetysite.problems import Problem


def verdicts_are_explained(site: Draft) -> Iterator[Problem]:
    """Each class has both actions, a cited sentence that explains it, and the claims that decide it."""
    for answer in site.answers.values():
        for at, (verdict, where) in enumerate(verdicts(answer)):
            line = site.line(answer.path, *where)
            if verdict.basis is not Basis.NOTHING_FOUND:
                if not references_in(answer.why[at]):
                    line = site.line(answer.path, *where, "why")
                    yield Problem(answer.path, line, "the sentence that explains a class cites what it follows from")
                if not verdict.because:
                    yield Problem(answer.path, line, 'class without the claims that decide it ("because")')
                for at_claim, id in enumerate(verdict.because):
                    claim = claim_of(site, answer, id)
                    if claim and not claim.references:
                        line = site.line(answer.path, *where, "because", at_claim)
                        yield Problem(answer.path, line, f'"{id}" is a dated negative; a class rests on what was found')
            if verdict.safety is Safety.NOT_ASSESSED:
                yield Problem(answer.path, line, "not-assessed is for pairs without an answer")


def headlines_are_most_cautious(site: Draft) -> Iterator[Problem]:
    """The headline is at least as cautious as each of its rows, and says what it depends on."""
    for answer in site.answers.values():
        line = site.line(answer.path, "verdict", "safety")
        for row in answer.rows:
            if row.safety.rank > answer.verdict.safety.rank:
                message = f'headline "{answer.verdict.safety.value}" is milder than the row "{row.name}"'
                yield Problem(answer.path, line, message)
        if any(row.safety is not answer.verdict.safety for row in answer.rows) and not answer.verdict.depends_on:
            yield Problem(answer.path, line, 'rows differ: say what the headline depends on ("depends_on")')


def classes_follow_the_method(site: Draft) -> Iterator[Problem]:
    """No headline or row is milder than a contraindication, boxed warning or serious interaction with the treatment allows."""
    for answer in site.answers.values():
        floors = Floors(site, answer)
        for verdict, where in verdicts(answer):
            of = f' of "{verdict.name}"' if isinstance(verdict, RowMatter) else ""
            found = floors.of_row(verdict) if isinstance(verdict, RowMatter) else floors.of_headline()
            for floor, reason in found:
                if verdict.safety.rank < floor.rank:
                    message = f'class "{verdict.safety.value}"{of} contradicts {reason}: at least "{floor.value}"'
                    yield Problem(answer.path, site.line(answer.path, *where, "safety"), message)


def classes_fit_their_basis(site: Draft) -> Iterator[Problem]:
    """What a class rests on can carry it: a label's contraindication means avoid, a boxed warning at least caution."""
    least = {Basis.LABEL_CONTRAINDICATION: Safety.AVOID, Basis.BOXED_WARNING: Safety.CAUTION}
    for answer in site.answers.values():
        for verdict, where in verdicts(answer):
            line = site.line(answer.path, *where, "basis")
            floor = least.get(verdict.basis)
            if floor and verdict.safety.rank < floor.rank:
                message = f'basis "{verdict.basis.value}" means at least "{floor.value}"'
                yield Problem(answer.path, line, message)
            if (verdict.safety is Safety.UNKNOWN) != (verdict.basis is Basis.NOTHING_FOUND):
                yield Problem(answer.path, line, "unknown and basis nothing-found belong together")


def no_concern_is_earned(site: Draft) -> Iterator[Problem]:
    """``no-specific-concern`` needs direct or partial evidence, certainty above very low, a dated search for interactions."""
    for answer in site.answers.values():
        if Safety.NO_SPECIFIC_CONCERN not in {verdict.safety for verdict, _ in verdicts(answer)}:
            continue
        line = site.line(answer.path, "verdict", "safety")
        if answer.directness not in (Directness.DIRECT, Directness.PARTIAL):
            yield Problem(answer.path, line, "no-specific-concern needs directness direct or partial")
        if answer.certainty is Certainty.VERY_LOW:
            yield Problem(answer.path, line, "no-specific-concern needs a certainty above very-low")
        if not any(record.name == "interactions" for record in answer.searches):
            message = 'no-specific-concern needs a search record named "interactions"'
            yield Problem(answer.path, line, message)


def unknown_is_dated(site: Draft) -> Iterator[Problem]:
    """``unknown`` means that someone looked: it has search records."""
    for answer in site.answers.values():
        for verdict, where in verdicts(answer):
            if verdict.safety is Safety.UNKNOWN and not answer.searches:
                line = site.line(answer.path, *where, "safety")
                yield Problem(answer.path, line, "unknown needs a search record with date and queries")


def verdicts_match_their_history(site: Draft) -> Iterator[Problem]:
    """The verdict is what the last history entry moved to, and the entries join up in order."""
    for answer in site.answers.values():
        line = site.line(answer.path, "history")
        if not answer.history:
            yield Problem(answer.path, line, "history is empty; record the first assessment")
            continue
        if answer.history[-1].to is not answer.verdict.safety:
            message = f'verdict "{answer.verdict.safety.value}" differs from the last history entry'
            yield Problem(answer.path, line, f'{message} "{answer.history[-1].to.value}"')
        for at, (before, change) in enumerate(zip(answer.history, answer.history[1:], strict=False), 1):
            if change.from_ is not before.to or change.date < before.date:
                line = site.line(answer.path, "history", at)
                yield Problem(answer.path, line, "history does not follow on from the entry before")


def milder_classes_have_new_evidence(site: Draft) -> Iterator[Problem]:
    """A move to a less cautious class names a reference that no earlier entry had."""
    for answer in site.answers.values():
        seen: set[str | None] = {None}
        for at, change in enumerate(answer.history):
            if change.from_ and change.to.rank < change.from_.rank and change.reference in seen:
                line = site.line(answer.path, "history", at)
                yield Problem(answer.path, line, "a milder class needs a new reference")
            seen.add(change.reference)


def review_dates_are_in_order(site: Draft) -> Iterator[Problem]:
    """A review falls due after it was done, within a year, and nothing was done in the future."""
    for answer in site.answers.values():
        line = site.line(answer.path, "review_due")
        if answer.review_due <= answer.reviewed:
            yield Problem(answer.path, line, "review_due must be after reviewed")
        elif (answer.review_due - answer.reviewed).days > 366:
            yield Problem(answer.path, line, "review_due must be within a year of reviewed")
        if answer.history and answer.history[-1].date > answer.reviewed:
            yield Problem(answer.path, line, "the last change of verdict is later than reviewed")


def dates_are_not_in_the_future(site: Draft, today: date) -> Iterator[Problem]:
    """Nobody reviewed, searched or read anything after today."""
    for answer in site.answers.values():
        if answer.reviewed > today:
            yield Problem(answer.path, site.line(answer.path, "reviewed"), "reviewed is in the future")
    for document in site.documents:
        for at, record in enumerate(document.searches):
            if record.on > today:
                yield Problem(document.path, site.line(document.path, "searches", at), "search is in the future")
    for reference in site.references.values():
        if reference.seen_on > today:
            path = path_of(site, f"references/{reference.id}.yaml")
            yield Problem(path, site.line(path, "seen_on"), "seen_on is in the future")
