"""Names as one types: useful from the first letter, forgiving of one slip, never in the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from safetysite.content import catalogue
from safetysite.content.catalogue import Catalogue
from safetysite.search.typeahead import MOST, Suggestion, Typeahead
from tests.conftest import TODAY, edit
from tests.search.made import HOSTILE


@pytest.fixture(scope="module")
def typeahead(tiny: Catalogue) -> Typeahead:
    """The names of the tiny site."""
    return Typeahead(tiny)


def names(found: tuple[Suggestion, ...]) -> list[str]:
    """What is offered, in order."""
    return [one.name for one in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("e", "Examplin"),
        ("s", "Sampleitis"),
        ("m", "Mockosis"),
        ("w", "warfarin"),
        ("EX", "Examplin"),
        ("é", "Examplin"),
        ("exa-", "Examplin"),
        ("sample d", "sample disease"),
        ("dis", "sample disease"),
        ("fev", "mock fever"),
        ("coum", "Coumadin"),
        ("blood th", "blood thinner"),
    ],
)
def test_a_name_is_offered_from_its_first_letter(text: str, name: str, typeahead: Typeahead) -> None:
    """Any name, alias or brand; a word inside a name may begin it."""
    assert name in names(typeahead.suggest(text))


def test_compounds_and_conditions_come_before_medicines(site: Path) -> None:
    """They are what the site is about."""
    edit(site / "medicines.yaml", "  - name: clarithromycin", "  - name: examine\n  - name: clarithromycin")
    text = (site / "medicines.yaml").read_text(encoding="utf-8")
    edit(site / "medicines.yaml", "", text.replace("examine\n", "examine\n    references: [label2020examplin]\n"))
    kinds = [one.kind for one in Typeahead(catalogue.load(site, TODAY)).suggest("exam")]
    assert kinds == ["compound", "compound", "medicine"]


def test_each_thing_is_offered_once_with_what_it_is(typeahead: Typeahead) -> None:
    """Class or category beside each name; an alias says whose it is."""
    found = typeahead.suggest("s")
    assert len({(one.kind, one.value) for one in found}) == len(found)
    (alias,) = typeahead.suggest("muestritis")
    assert (alias.name, alias.kind, alias.note) == ("muestritis", "condition", "Sampleitis; Pain")
    (own,) = typeahead.suggest("sampleitis")
    assert own.note == "Pain"
    (brand,) = typeahead.suggest("coumadin")
    assert brand.note == "warfarin; vitamin K antagonist"


@pytest.mark.parametrize("text", ["exmplin", "exampiln", "examplim", "eexamplin", "wxamplin", "exmpl", "ecampl"])
def test_one_slip_is_forgiven(text: str, typeahead: Typeahead) -> None:
    """Also in the beginning of a name that is not typed to its end."""
    assert "Examplin" in names(typeahead.suggest(text))


@pytest.mark.parametrize("text", ["xqz", "qq", "exzzzplin", "zyxomab"])
def test_what_is_near_nothing_offers_nothing(text: str, typeahead: Typeahead) -> None:
    """An empty list is better than a wrong one."""
    assert typeahead.suggest(text) == ()


@pytest.mark.parametrize("text", ["", "  ", "?!", "😭"])
def test_nothing_typed_offers_nothing(text: str, typeahead: Typeahead) -> None:
    """The list opens with the first letter."""
    assert typeahead.suggest(text) == ()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("examplin sampl", "examplin Sampleitis "),
        ("sampleitis exampli", "sampleitis Examplin "),
        ("is examplin safe with mocko", "is examplin safe with Mockosis "),
        ("mock fever and exampli", "mock fever and Examplin "),
        ("examplin with warf", "examplin with warfarin "),
        ("examplin smapleitis", "examplin Sampleitis "),
    ],
)
def test_both_sides_of_a_pair_are_completed(text: str, value: str, typeahead: Typeahead) -> None:
    """What stands before the name that is being typed stays as it is."""
    assert value in [one.value for one in typeahead.suggest(text)]


def test_a_choice_is_read_exactly(typeahead: Typeahead, tiny_app: Flask) -> None:
    """What is filled in resolves, so choosing is never a dead end."""
    client = tiny_app.test_client()
    for text in ("e", "s", "m", "i", "b", "c", "examplin s", "exmplin"):
        for one in typeahead.suggest(text):
            answer = client.get("/search.json", query_string={"q": one.value}).json
            assert answer is not None
            assert any(answer["reading"].values()), one
            assert answer["guessed"] == []


def test_at_most_eight_are_offered(site: Path) -> None:
    """A list that one can read while typing."""
    rows = "".join(f"  - {{name: exmed{letter}, references: [label2020examplin]}}\n" for letter in "abcdefghijkl")
    edit(site / "medicines.yaml", "medicines:\n", f"medicines:\n{rows}")
    many = Typeahead(catalogue.load(site, TODAY))
    assert len(many.suggest("ex")) == MOST == 8
    assert len(many.suggest("exmeddd")) <= MOST
    assert {one.kind for one in many.suggest("ex")[:2]} == {"compound"}


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_harmless_here_too(text: str, tiny_app: Flask) -> None:
    """The address is open to anyone."""
    response = tiny_app.test_client().get("/suggest.json", query_string={"q": text})
    assert response.status_code == 200
    assert isinstance(response.json, list)


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_completed_or_not(typeahead: Typeahead, text: str) -> None:
    """Never an error, never more than the cap, never without a name."""
    found = typeahead.suggest(text)
    assert len(found) <= MOST
    assert all(one.name and one.value.endswith(f"{one.name} ") for one in found)
