"""How a question is read: exact names resolve, slips suggest, nothing else is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from safetysite.content import catalogue
from safetysite.content.catalogue import Catalogue
from safetysite.search.question import MOST_CANDIDATES, Chosen, Question, Reader
from tests.conftest import TODAY, edit


def read(site: Catalogue, text: str, known: str = "", **chosen: str) -> Question:
    """The question as read, where the pages hold the words of ``known`` and the names' own."""
    return Reader(site).read(text, Chosen(**chosen), lambda word: word.lower() in known.split())


def reading(question: Question) -> dict[str, str]:
    """What was read, by kind."""
    parts = {"compound": question.compound, "condition": question.condition, "medicine": question.medicine}
    return {kind: part.id for kind, part in parts.items() if part}


def candidates(question: Question) -> list[list[str]]:
    """What is offered for each guess."""
    return [[one.id for one in guess.candidates] for guess in question.guesses]


BOTH = {"compound": "examplin", "condition": "sampleitis"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("examplin sampleitis", BOTH),
        ("sampleitis examplin", BOTH),
        ("EXAMPLIN with SAMPLEITIS", BOTH),
        ("éxamplîn sämpleitis", BOTH),
        ("examplins, sampleitis!", BOTH),
        ("exa-7 sampleitis", BOTH),
        ("EXA 7 sampleitis", BOTH),
        ("sample dust and sample diseases", BOTH),
        ("Exemplum inventum muestritis", BOTH),
        ("examplina / SD", BOTH),
        ("Is Examplin safe for people with Sampleitis?", BOTH),
        ("examplin's sampleitis’", BOTH),
        ("examplin", {"compound": "examplin"}),
        ("mock-fever", {"condition": "mockosis"}),
        ("coumadin", {"medicine": "warfarin"}),
        ("blood thinners", {"medicine": "blood thinner"}),
        ("doublin with examplin", {"compound": "examplin", "medicine": "Doublin"}),
        ("examplon and Coumadin", {"compound": "examplon", "medicine": "warfarin"}),
        ("examplon vitamin k antagonist", {"compound": "examplon", "medicine": "vitamin K antagonist"}),
        ("", {}),
        ("  ?!  ", {}),
        ("examplinesque", {}),
        ("preexamplin", {}),
    ],
)
def test_an_exact_name_resolves_however_it_is_written(text: str, expected: dict[str, str], tiny: Catalogue) -> None:
    """Case, accents, hyphens, apostrophes, plural, order; whole words only."""
    assert reading(read(tiny, text)) == expected


def test_a_brand_names_its_product(tiny: Catalogue) -> None:
    """The row of the verdict is about the tablet, not about the drip."""
    question = read(tiny, "examplex sampleitis")
    assert question.compound is not None
    assert (question.compound.id, question.compound.product) == ("examplin", "tablet")
    assert question.compound
    assert question.condition


def test_the_longest_name_is_read(site: Path) -> None:
    """ "mild mock fever" is not "mock fever"."""
    edit(site / "conditions/sampleitis.md", "aliases: [sample disease, SD]", "aliases: [mild mock fever, SD]")
    changed = catalogue.load(site, TODAY)
    assert reading(read(changed, "mild mock fever")) == {"condition": "sampleitis"}
    assert reading(read(changed, "very mock fever")) == {"condition": "mockosis"}


def test_a_second_compound_that_is_a_medicine_stands_as_the_medicine(site: Path) -> None:
    """ "examplon and examplin" asks about what one does to the other."""
    edit(site / "medicines.yaml", "medicines:\n", "medicines:\n  - {name: examplin, references: [label2020examplin]}\n")
    changed = catalogue.load(site, TODAY)
    assert reading(read(changed, "examplon and examplin")) == {"compound": "examplon", "medicine": "examplin"}
    assert reading(read(changed, "examplin")) == {"compound": "examplin"}


def test_of_two_names_of_one_kind_neither_is_chosen(tiny: Catalogue) -> None:
    """Nothing that was typed is silently dropped, and no verdict is shown before the reader chooses."""
    question = read(tiny, "examplin examplon sampleitis mockosis")
    assert reading(question) == {}
    assert candidates(question) == [["examplin", "examplon"], ["sampleitis", "mockosis"]]
    chosen = read(tiny, "examplin examplon sampleitis", compound="examplon")
    assert reading(chosen) == {"compound": "examplon", "condition": "sampleitis"}


def test_of_a_medicine_and_a_class_neither_is_chosen(tiny: Catalogue) -> None:
    """They are one kind to a reader: what else is taken."""
    question = read(tiny, "examplin warfarin blood thinner")
    assert reading(question) == {"compound": "examplin"}
    assert candidates(question) == [["warfarin", "blood thinner"]]


def test_a_name_said_twice_is_one_name(tiny: Catalogue) -> None:
    """By the same or by another of its names."""
    question = read(tiny, "examplin EXA-7 Examplex sampleitis SD")
    assert (reading(question), question.guesses) == (BOTH, ())


@pytest.mark.parametrize("text", ["exampln", "Exampln", "examplan", "éxampln", "eaxmplin", "examplln", "exmplin"])
def test_a_slip_suggests_and_never_jumps(text: str, tiny: Catalogue) -> None:
    """One letter left out, wrong, doubled or swapped: names to choose from, with what they are."""
    question = read(tiny, f"{text} sampleitis")
    assert reading(question) == {"condition": "sampleitis"}
    assert not (question.compound and question.condition)
    (guess,) = question.guesses
    assert guess.typed == text
    assert "examplin" in {one.id for one in guess.candidates}
    assert all(one.note for one in guess.candidates)


def test_both_of_two_near_names_are_offered(tiny: Catalogue) -> None:
    """ "exampln" may be either; the reader knows which."""
    (found,) = candidates(read(tiny, "exampln"))
    assert found[:2] == ["examplin", "examplon"] or set(found[:2]) == {"examplin", "examplon"}


@pytest.mark.parametrize(
    ("text", "slug"), [("wxamplin", "examplin"), ("zampleitis", "sampleitis"), ("nockosis", "mockosis")]
)
def test_the_first_letter_may_be_wrong(text: str, slug: str, tiny: Catalogue) -> None:
    """People write what they hear."""
    (found,) = candidates(read(tiny, text))
    assert slug in found


def test_a_slip_may_stretch_over_words(tiny: Catalogue) -> None:
    """A whole name is compared, so that part of it is not taken for another."""
    (guess,) = read(tiny, "exemplum inventm").guesses
    assert guess.typed == "exemplum inventm"
    assert [one.id for one in guess.candidates] == ["examplin"]


@pytest.mark.parametrize(
    ("text", "slug"), [("sampledisease", "sampleitis"), ("mockfever", "mockosis"), ("bloodthinners", "blood thinner")]
)
def test_a_missing_space_is_a_slip(text: str, slug: str, tiny: Catalogue) -> None:
    """Offered, not read: what was typed is not the name."""
    question = read(tiny, text)
    assert reading(question) == {}
    assert candidates(question) == [[slug]]


def test_a_slip_hides_the_name_inside_it(site: Path) -> None:
    """In "brest cancer" no cancer is read: the whole was meant."""
    edit(site / "conditions/sampleitis.md", "aliases: [sample disease, SD]", "aliases: [breast fever, SD]")
    edit(site / "conditions/mockosis.md", "aliases: [mock fever]", "aliases: [fever]")
    changed = catalogue.load(site, TODAY)
    question = read(changed, "examplin brest fever")
    assert reading(question) == {"compound": "examplin"}
    assert candidates(question) == [["sampleitis"]]
    assert reading(read(changed, "breast fever")) == {"condition": "sampleitis"}


def test_two_slips_are_forgiven_in_long_names_only(tiny: Catalogue) -> None:
    """The shorter a name, the more words are two letters away from it."""
    assert candidates(read(tiny, "smpleitiz")) == [["sampleitis"]]
    assert candidates(read(tiny, "moccossis")) == []


@pytest.mark.parametrize("text", ["SB", "XD", "sd1", "exb", "EX-8", "exa"])
def test_short_names_are_never_guessed(text: str, tiny: Catalogue) -> None:
    """Everything is one letter away from an abbreviation."""
    question = read(tiny, text)
    assert (reading(question), question.guesses) == ({}, ())


def test_look_alikes_are_never_substituted(site: Path) -> None:
    """A name that is known to be taken for ours is said to be another, and nothing is read in its place."""
    edit(
        site / "compounds/examplin.md",
        "  - {name: Examplon, slug: examplon, note: a different invented medicine}",
        "  - {name: Examplon, slug: examplon, note: a different invented medicine}\n"
        "  - {name: Examplan, note: an invented weed killer}",
    )
    changed = catalogue.load(site, TODAY)
    question = read(changed, "examplan sampleitis")
    assert reading(question) == {"condition": "sampleitis"}
    assert question.guesses == ()
    assert [one.name for one in question.look_alikes] == ["Examplan"]


def test_a_name_of_ours_is_read_though_it_looks_like_another(tiny: Catalogue) -> None:
    """Examplon and Examplin name each other as look-alikes; each is itself."""
    for name in ("examplin", "examplon"):
        question = read(tiny, name)
        assert reading(question) == {"compound": name}
        assert (question.guesses, question.look_alikes) == ((), ())


def test_a_choice_fills_its_place_and_closes_the_guess(tiny: Catalogue) -> None:
    """Chosen from the list, it counts as named."""
    question = read(tiny, "exampln sampleitis", compound="examplon")
    assert reading(question) == {"compound": "examplon", "condition": "sampleitis"}
    assert question.compound
    assert question.condition
    assert (question.guesses, question.unknown) == ((), ())


def test_one_choice_leaves_other_guesses_open(tiny: Catalogue) -> None:
    """Two slips are two questions to the reader."""
    question = read(tiny, "exampln mockosiz", compound="examplin")
    assert reading(question) == {"compound": "examplin"}
    assert candidates(question) == [["mockosis"]]


def test_a_choice_that_is_no_name_is_ignored(tiny: Catalogue) -> None:
    """Addresses are edited by hand."""
    question = read(tiny, "sampleitis", compound="../../etc", medicine="\0")
    assert reading(question) == {"condition": "sampleitis"}


@pytest.mark.parametrize(
    "text", ["is it safe for someone with sampleitis", "people who have sampleitis", "with sampleitis is it for people"]
)
def test_the_words_around_a_name_do_no_harm(text: str, tiny: Catalogue) -> None:
    """They are neither read, nor guessed, nor unknown."""
    question = read(tiny, text)
    assert reading(question) == {"condition": "sampleitis"}
    assert (question.guesses, question.unknown) == ((), ())


def test_what_surrounds_names_is_not_searched(tiny: Catalogue) -> None:
    """Unless there is nothing else."""
    reader = Reader(tiny)
    assert reader.without_fillers("is it safe for sampleitis") == "sampleitis"
    assert reader.without_fillers("is it safe") == "is it safe"


def test_a_phrase_keeps_its_words_and_its_quotes(tiny: Catalogue) -> None:
    """Quotation marks say that each word is meant."""
    assert Reader(tiny).without_fillers('is "safe for people" examplin') == '"safe for people" examplin'


def test_what_nothing_knows_is_named_once_as_it_was_typed(tiny: Catalogue) -> None:
    """The page must be able to say: not in the catalogue."""
    question = read(tiny, "Zyxomab with examplin for sampleitis, zyxomab tablets", known="tablets")
    assert {word.casefold() for word in question.unknown} == {"zyxomab"}
    assert question.unknown[0] == "Zyxomab"


def test_a_word_that_some_page_holds_is_neither_guessed_nor_unknown(tiny: Catalogue) -> None:
    """It is searched as the word it is."""
    question = read(tiny, "exampln", known="exampln")
    assert (question.guesses, question.unknown) == ((), ())


def test_numbers_alone_are_not_unknown_names(tiny: Catalogue) -> None:
    """ "400 mg" names nothing that could be missing."""
    assert read(tiny, "400 2024 sampleitis").unknown == ()


def test_a_guess_offers_few_names(tiny: Catalogue) -> None:
    """A long list is no help; many slips cost bounded time."""
    for guess in read(
        tiny, " ".join(["exampln", "mockosiz", "sampleitus", "examplun", "warferin", "mokosis"] * 5)
    ).guesses:
        assert len(guess.candidates) <= MOST_CANDIDATES


def test_a_misspelt_medicine_is_offered_not_read(tiny: Catalogue) -> None:
    """It would lead to interactions with a medicine that nobody takes."""
    question = read(tiny, "examplon clarithromicin")
    assert reading(question) == {"compound": "examplon"}
    assert candidates(question) == [["clarithromycin"]]
