"""Names in text, medicines and their classes, and what counts as plain."""

from __future__ import annotations

import pytest

from safetysite.content import plain
from safetysite.content.catalogue import Catalogue
from safetysite.content.medicines import MedicineIndex
from safetysite.content.model import Partner
from safetysite.content.names import NameTable, key
from safetysite.content.vocabulary import Role, Safety, Strength, Target


def test_names_are_found_as_whole_words_longest_first() -> None:
    """ "stage IV cancer" is not "cancer", and "cancerous" is neither."""
    table = NameTable([("cancer", 1), ("stage IV cancer", 2), ("St John's wort", 3)])
    text = "Stage iv CANCER, st johns wort; cancerous cancers"
    found = [(one.meaning, text[one.start : one.end]) for one in table.find(text)]
    assert found == [(2, "Stage iv CANCER"), (3, "st johns wort"), (1, "cancers")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("Métastases", "metastase"), ("St. John's Wort", "st johns wort"), ("low-dose naltrexone", "Low Dose Naltrexone")],
)
def test_spellings_that_are_one_name(one: str, other: str) -> None:
    """Case, accents, apostrophes, hyphens and a plural s do not make a new name."""
    assert key(one) == key(other)


def test_a_medicine_belongs_to_its_classes_upwards(tiny: Catalogue) -> None:
    """A warning about blood thinners is one about warfarin, not the other way round."""
    index: MedicineIndex = tiny.medicines
    assert index.kinds("warfarin") == {"warfarin", "vitamin K antagonist", "blood thinner"}
    assert index.covers(Partner(class_="blood thinner"), "warfarin")
    assert not index.covers(Partner(medicine="warfarin"), "blood thinner")
    strong = Partner(enzyme=Target.CYP3A4, role=Role.INHIBITOR, strength=Strength.STRONG)
    assert index.covers(strong, "clarithromycin")
    assert not index.covers(strong, "warfarin")


def test_a_name_counts_as_one_short_word() -> None:
    """A page about a long name is not hard for that."""
    hard = "Take pentosanpolysulfatesodium with your hydroxychloroquine."
    names = NameTable([("pentosanpolysulfatesodium", 1), ("hydroxychloroquine", 1)])
    assert plain.grade([hard], names) < plain.MAX_GRADE < plain.grade([hard], NameTable([]))


def test_numbers_are_compared_by_value_as_written() -> None:
    """Thousands separators do not matter; figures inside a name are no figures."""
    assert plain.numbers("1,148 people, 12.5% and vitamin B12; CYP3A4, .9 mg, ½, 3 days.") == {
        "1148",
        "12.5",
        ".9",
        "½",
        "3",
    }


@pytest.mark.parametrize(
    "text",
    [
        "Do not take it.",
        "Never alone.",
        "You can’t.",
        "It is contraindicated.",
        "The label forbids it.",
        "without food",
    ],
)
def test_negations_are_seen(text: str) -> None:
    """A warning without its "not" is the opposite."""
    assert plain.has_negation(text)


@pytest.mark.parametrize("text", ["Take it with food.", "Note the knots.", "Another notable cannon."])
def test_words_that_only_look_like_negations(text: str) -> None:
    """A rule that sees a "not" everywhere holds nothing."""
    assert not plain.has_negation(text)


@pytest.mark.parametrize(
    "text", ["Do not worry: use it.", "It is fine in pregnancy.", "You may take it.", "Do not call for help."]
)
def test_permissions_are_seen(text: str) -> None:
    """A negation elsewhere in the sentence does not make a permission a warning."""
    assert plain.permission(text)


def test_the_order_of_caution() -> None:
    """Nothing found is no comfort, and any stated caution outranks it."""
    order = sorted(Safety, key=lambda safety: safety.rank)
    assert order[0] is Safety.NOT_ASSESSED
    assert order[-1] is Safety.AVOID
    assert Safety.CAUTION.rank > Safety.UNKNOWN.rank > Safety.NO_SPECIFIC_CONCERN.rank
