"""What must hold between files and across a file; one generator a rule.

A rule's docstring states it. What one file alone can show (unknown keys, uncited
claims, headings) is found while reading it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from safetysite.content.draft import Draft
from safetysite.content.rules import identity, pointers, readings, references, verdicts
from safetysite.problems import Problem

Rule = Callable[[Draft], Iterator[Problem]]

RULES: tuple[Rule, ...] = (
    identity.slugs_are_words,
    identity.slugs_are_unique,
    identity.names_mean_one_thing,
    identity.names_are_listed_once,
    identity.look_alikes_are_mutual,
    pointers.answers_have_both_sides,
    pointers.conditions_point_to_conditions,
    pointers.references_exist,
    pointers.references_are_cited,
    pointers.searches_exist,
    pointers.claims_named_exist,
    pointers.products_exist,
    pointers.medicines_exist,
    pointers.partners_are_one_thing,
    pointers.conditions_of_contraindications_exist,
    pointers.links_lead_somewhere,
    pointers.redirects_lead_somewhere,
    verdicts.verdicts_are_explained,
    verdicts.headlines_are_most_cautious,
    verdicts.classes_follow_the_method,
    verdicts.no_concern_is_earned,
    verdicts.classes_fit_their_basis,
    verdicts.unknown_is_dated,
    verdicts.verdicts_match_their_history,
    verdicts.milder_classes_have_new_evidence,
    verdicts.review_dates_are_in_order,
    references.identifiers_are_well_formed,
    references.addresses_are_the_publishers,
    references.references_are_complete,
    references.each_document_stands_once,
    references.claims_have_a_first_hand_source,
    readings.answers_are_whole,
    readings.answers_have_claims_of_their_own,
    readings.sections_have_a_plain_reading,
    readings.plain_items_say_claims,
    readings.plain_reading_is_easy,
    readings.plain_reading_has_no_number_of_its_own,
    readings.questions_are_easy,
    readings.actions_are_plain,
    readings.studied_has_no_number_of_its_own,
    readings.plain_reading_keeps_key_claims,
    readings.plain_reading_permits_nothing_forbidden,
)


def problems(site: Draft, today: date) -> list[Problem]:
    """Every problem of the content: those met in reading and those of each rule, sorted."""
    found = set(site.problems)
    for rule in RULES:
        found.update(rule(site))
    found.update(verdicts.dates_are_not_in_the_future(site, today))
    return sorted(found)
