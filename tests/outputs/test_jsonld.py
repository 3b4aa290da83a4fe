"""Structured data from the tiny site: valid words, honest review, nothing that the content lacks."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from safetysite.content.catalogue import Catalogue
from safetysite.content.joined import Pair
from safetysite.content.vocabulary import CompoundKind, CslType
from safetysite.outputs import jsonld, metadata
from tests.outputs import schemaorg


def address(path: str) -> str:
    return f"https://site.example{path}"


@pytest.fixture
def pair(tiny: Catalogue) -> Pair:
    found = tiny.pair("examplin", "sampleitis")
    assert found is not None
    return found


def the(data: dict[str, Any], kind: str) -> dict[str, Any]:
    """The thing of that type in a page's graph."""
    return next(thing for thing in data["@graph"] if thing["@type"] == kind)


def signed(pair: Pair, *names: str) -> Pair:
    assert pair.answer is not None
    return replace(pair, answer=replace(pair.answer, reviewed_by=names))


def test_an_answer_that_nobody_signed_was_not_reviewed(tiny: Catalogue, pair: Pair) -> None:
    """A text that a program compared with its sources must not look as if a clinician had read it."""
    page = the(jsonld.answer(tiny, pair, address), "MedicalWebPage")
    assert "lastReviewed" not in page
    assert "reviewedBy" not in page
    assert page["dateModified"] == "2026-01-20"
    assert page["datePublished"] == "2026-01-12"


def test_a_signed_answer_says_who_and_when(tiny: Catalogue, pair: Pair) -> None:
    """Both come with the signature, and are valid."""
    data = jsonld.answer(tiny, signed(pair, "A. Clinician"), address)
    page = the(data, "MedicalWebPage")
    assert page["lastReviewed"] == "2026-01-20"
    assert page["reviewedBy"] == [{"@type": "Person", "name": "A. Clinician"}]
    assert schemaorg.problems(data) == []


def test_an_answer_says_what_it_is_about_and_for_whom(tiny: Catalogue, pair: Pair) -> None:
    """Compound and condition are the same things as on their own pages."""
    page = the(jsonld.answer(tiny, pair, address), "MedicalWebPage")
    compound, condition = page["about"]
    own = tiny.compound_page("examplin")
    assert own is not None
    assert the(jsonld.compound(tiny, own, address), "MedicalWebPage")["mainEntity"]["@id"] == compound["@id"]
    assert (compound["@type"], condition["@type"]) == (jsonld.KINDS[own.compound.kind], "MedicalCondition")
    assert page["medicalAudience"] == [{"@type": "Patient"}, "https://schema.org/Clinician"]
    assert page["abstract"] == (
        "“Specialist only” is the most cautious class that can apply. It depends on the product. "
        "People with this very condition. Low certainty about serious harm within 8 weeks. Not yet reviewed by a clinician."
    )
    assert [cited["name"] for cited in page["citation"]] == [tiny.references[id].title for id in pair.references]


def test_every_kind_of_compound_and_document_has_a_type(tiny: Catalogue) -> None:
    """A new word in a list must not break pages, nor go out as something that schema.org does not know."""
    own = tiny.compound_page("examplin")
    assert own is not None
    for kind in CompoundKind:
        page = replace(own, compound=replace(own.compound, kind=kind))
        assert schemaorg.problems(jsonld.compound(tiny, page, address)) == []
    for document in CslType:
        reference = replace(next(iter(tiny.references.values())), type=document, container_title="A journal")
        assert schemaorg.problems(jsonld.reference(reference, address)) == []


def test_the_way_ends_at_the_page(pair: Pair) -> None:
    """Positions count from one."""
    data = jsonld.way("/safety/examplin/sampleitis/", "It", metadata.way_to_pair(pair), address)
    steps = data["itemListElement"]
    assert [step["position"] for step in steps] == [1, 2, 3, 4]
    assert steps[-1]["item"]["@id"] == "https://site.example/safety/examplin/sampleitis/"
    reference = jsonld.way("/references/x/", "X", metadata.WAYS["reference"], address)
    assert [step["name"] for step in reference["itemListElement"]] == ["Home", "References", "X"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"@type": "MedicalAnswer", "name": "x"},
        {"@type": "MedicalWebPage", "verdict": "x"},
        {"@type": "MedicalCondition", "drugClass": {"@type": "DrugClass", "name": "x"}},
        {"@type": "MedicalWebPage", "reviewedBy": "A. Clinician"},
        {"@type": "MedicalWebPage", "dateModified": "20 January 2026"},
        {"@type": "MedicalWebPage", "breadcrumb": {"@id": "https://site.example/#nothing"}},
        {"@type": "MedicalWebPage", "medicalAudience": "https://schema.org/Patients"},
        {"@type": "MedicalWebPage", "citation": []},
    ],
)
def test_the_checker_sees_what_is_wrong(wrong: dict[str, Any]) -> None:
    """Unknown words, a property of another type, a value of another kind, an empty one."""
    assert len(schemaorg.problems({"@context": "https://schema.org", **wrong})) == 1


def test_a_page_changes_with_its_verdict(pair: Pair) -> None:
    """A verdict that moved after the last comparison makes the page newer."""
    assert pair.answer is not None
    moved = replace(pair.answer.history[-1], date=date(2026, 1, 25))
    assert metadata.changed(replace(pair.answer, history=(*pair.answer.history, moved))) == date(2026, 1, 25)
