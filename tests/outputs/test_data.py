"""Every page as data and as Markdown: what stands on the page stands there too, in the documented shape."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markupsafe import Markup

from safetysite.content import catalogue
from safetysite.content.catalogue import Catalogue
from safetysite.content.markdown import parse_page
from safetysite.content.model import Answer
from safetysite.content.vocabulary import DO_NOT_STOP, Safety, Section
from safetysite.outputs import data, dictionary, openapi, plaintext
from safetysite.outputs.export import Export
from safetysite.outputs.forms import FORMS, Form
from safetysite.outputs.marked import escaped, markdown, numbers_of
from safetysite.outputs.shapes import ExportDocument
from tests.conftest import GOOD, TODAY, edit

ORIGIN = "https://site.example"
#: Keys of CSL that no reference of the tiny site has; those that are left out where they are not known.
RARE = {("Csl", key) for key in ("publisher", "PMCID", "ISBN")}
EXAMPLIN = ("examplin", "sampleitis")


def slugs_of(site: Catalogue, form: Form) -> Iterator[dict[str, str]]:
    """The parameters of each page of a kind."""
    names = {"compound": site.compounds, "condition": site.conditions, "id": site.references, "term": site.terms}
    match form.name:
        case "answer":
            yield from ({"compound": one, "condition": other} for one in site.compounds for other in site.conditions)
        case "section":
            for compound, condition in site.answers:
                pair = site.pair(compound, condition)
                for part in pair.sections if pair else ():
                    yield {"compound": compound, "condition": condition, "section": part.section.value}
        case "page":
            yield from ({"page": slug} for slug in site.pages)
        case _ if form.parameters:
            (name,) = form.parameters
            yield from ({name: slug} for slug in names[name])
        case _:
            yield {}


def documents(site: Catalogue) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every document of the site, with the name of its shape."""
    for form in FORMS:
        for slugs in slugs_of(site, form):
            found = form.as_json(site, ORIGIN, **slugs)
            assert found is not None, (form.name, slugs)
            yield form.shape.__name__, dict(found)
    yield "ExportDocument", dict(Export(site, ORIGIN).as_json())


def texts(value: Any) -> Iterator[str]:
    """Every text in a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for one in value.values():
            yield from texts(one)
    elif isinstance(value, list):
        for one in value:
            yield from texts(one)


def schemas() -> dict[str, Any]:
    return openapi.schemas([*(form.shape for form in FORMS), ExportDocument])


def keys_seen(schema: dict[str, Any], value: Any, all_schemas: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Each key that occurs in a document, with the shape it belongs to."""
    if value is None:
        return
    for option in schema.get("anyOf", ()):
        yield from keys_seen(option, value, all_schemas)
    if "items" in schema:
        for one in value:
            yield from keys_seen(schema["items"], one, all_schemas)
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        for key, one in value.items():
            yield name, key
            yield from keys_seen(all_schemas[name]["properties"][key], one, all_schemas)


@pytest.mark.parametrize("which", ["tiny", "real"])
def test_each_document_has_its_documented_shape_and_no_html(which: str, request: pytest.FixtureRequest) -> None:
    """Programs rely on keys and types; markup in a text would be shown to readers as it is."""
    site: Catalogue = request.getfixturevalue(which)
    components = {"components": {"schemas": schemas()}}
    validators = {
        name: jsonschema_rs.Draft202012Validator({"$ref": f"#/components/schemas/{name}", **components})
        for name in {form.shape.__name__ for form in FORMS} | {"ExportDocument"}
    }
    for shape, document in documents(site):
        validators[shape].validate(document)
        assert document["digest"] == site.digest
        assert document["url"].startswith(f"{ORIGIN}/")
        for text in texts(document):
            assert not re.search(r"</?[a-z][a-z0-9]*[ >]|&[a-z]+;|\[@", text), text


def test_each_key_of_the_dictionary_occurs_and_each_that_occurs_is_in_it(tiny: Catalogue, root: Path) -> None:
    """A dictionary of keys that nobody sends, or one that lacks some, misleads whoever writes a program by it."""
    all_schemas = schemas()
    seen = {
        found
        for shape, document in documents(tiny)
        for found in keys_seen({"$ref": f"#/{shape}"}, document, all_schemas)
    }
    described = {(name, key) for name, schema in all_schemas.items() for key in schema["properties"]}
    assert described - seen <= RARE
    assert seen <= described
    text = (root / "docs/data.md").read_text(encoding="utf-8")
    written = set()
    for part in re.split(r"^### ", text, flags=re.MULTILINE)[1:]:
        name = part.split("\n", 1)[0]
        written |= {(name, key) for key in re.findall(r"^\| `([^`]+)` \|", part, re.MULTILINE)}
    assert described <= written


def test_the_dictionary_is_what_the_code_says(root: Path) -> None:
    """It is made from the shapes: `safetysite export-data FOLDER` writes it, docs/data.md is a copy."""
    assert (root / "docs/data.md").read_text(encoding="utf-8") == dictionary.render()


def test_an_answer_holds_what_its_page_holds(tiny: Catalogue) -> None:
    """Verdict, rows, both readings, studies, interactions, history, references: nothing is page only."""
    found = data.answer(tiny, ORIGIN, *EXAMPLIN)
    pair = tiny.pair(*EXAMPLIN)
    assert found
    assert pair
    assert (found["verdict"]["class"], found["verdict"]["label"]) == ("specialist-only", "Specialist only")
    assert found["verdict"]["why"] == "The drip carries a boxed warning."
    assert found["verdict"]["references"] == ["label2020examplin"]
    assert found["verdict"]["always"] == DO_NOT_STOP
    assert [row["name"] for row in found["rows"]] == ["Drip in hospital", "Tablets with warfarin"]
    assert [claim["id"] for claim in found["claims"]] == [claim.anchor for claim in pair.claims]
    assert {claim["provenance"] for claim in found["claims"]} == {"pair", "compound", "condition"}
    assert [reference["id"] for reference in found["references"]] == list(pair.references)
    assert found["references"][1]["csl"]["DOI"] == "10.1234/invented.2021.1"
    assert found["references"][1]["csl"]["issued"] == {"date-parts": [[2021, 3, 9]]}
    assert found["history"][1]["from"] == "caution"
    assert found["questions"] == [item.text for item in pair.answer.questions] if pair.answer else False
    ids = {claim["id"] for claim in found["claims"]}
    assert {id for item in found["plain"] for id in item["restates"]} <= ids
    assert {one["claim"] for one in (*found["interactions"], *found["boxed_warnings"])} <= ids
    assert {id for claim in found["claims"] for id in claim["searches"]} <= {one["id"] for one in found["searches"]}


def test_a_pair_that_nobody_assessed_says_so_first(tiny: Catalogue) -> None:
    """A program must not take what is composed for a verdict."""
    found, text = (
        data.answer(tiny, ORIGIN, "examplin", "illness"),
        plaintext.answer(tiny, ORIGIN, "examplin", "illness"),
    )
    assert found
    assert text
    assert (found["assessed"], found["verdict"]["class"], found["reviewed"]) == (False, "not-assessed", None)
    assert text.index("**Not assessed**") < text.index("## Boxed warnings") < text.index("## Contraindications")
    assert data.section(tiny, ORIGIN, "examplin", "illness", "monitoring") is None


def test_an_answer_past_its_review_says_so() -> None:
    """What is withdrawn on the page is withdrawn in its forms."""
    late = catalogue.load(GOOD, date(2026, 12, 1))
    found, text = data.answer(late, ORIGIN, *EXAMPLIN), plaintext.answer(late, ORIGIN, *EXAMPLIN)
    assert found
    assert found["overdue"] is True
    assert "past its review date" in str(text)
    assert all(one["overdue"] for one in data.map(late, ORIGIN)["pairs"] if one["assessed"])
    assert all(one["overdue"] for one in data.changes(late, ORIGIN)["changes"])
    assert plaintext.changes(late, ORIGIN).count("Past its review date.") == len(late.ledger)


def test_a_section_brings_its_verdict_and_only_what_it_cites(tiny: Catalogue) -> None:
    """No part of an answer goes anywhere without the verdict."""
    found = data.section(tiny, ORIGIN, *EXAMPLIN, "monitoring")
    assert found
    assert found["verdict"]["class"] == "specialist-only"
    assert {claim["section"] for claim in found["claims"]} == {"monitoring"}
    text = plaintext.section(tiny, ORIGIN, *EXAMPLIN, "monitoring")
    assert "**Specialist only**" in str(text)
    for section, key in ((Section.INTERACTIONS, "interactions"), (Section.LITERATURE, "studies")):
        assert dict(data.section(tiny, ORIGIN, *EXAMPLIN, section.value) or {})[key]
        assert not dict(found)[key]


@pytest.mark.parametrize("which", ["tiny", "real"])
def test_markdown_holds_every_claim_and_its_numbers(which: str, request: pytest.FixtureRequest) -> None:
    """Verdict first, then what harms soonest, then all the text; numbers lead to the right reference."""
    site: Catalogue = request.getfixturevalue(which)
    for answer in site.answers.values():
        pair, text = site.pair(*answer.slugs), str(plaintext.answer(site, ORIGIN, *answer.slugs))
        assert pair
        shown = plain(text)
        order = ["## Verdict", "## Get help now if …", "## Short answer", "## Bottom line", "## About this text"]
        assert sorted(order, key=text.index) == order
        assert f"**{answer.safety.label}**" in text
        assert "not medical advice" in text
        assert f"{ORIGIN}/safety/{'/'.join(answer.slugs)}/" in text
        assert site.digest in text
        for words in said(answer):
            assert squeezed(words) in shown, words
        for number, id in enumerate(pair.references, 1):
            assert f"- [{number}] " in text
            assert f"<{ORIGIN}/references/{id}/>" in text


def said(answer: Answer) -> Iterator[str]:
    """What a reader of an answer must not miss."""
    yield from (answer.verdict.not_started, answer.verdict.already_taking, answer.studied, answer.certainty_why)
    yield from (study.safety for study in answer.studies)
    yield from (one.action for one in answer.interactions)
    yield from (claim.text for claim in answer.text.claims)
    yield from (item.text for part in answer.text.sections.values() for item in part.plain)
    yield from (item.text for item in answer.questions)


def plain(text: str) -> str:
    """Markdown as a reader sees it, without citation numbers and spaces."""
    return squeezed(Markup(MarkdownIt("commonmark").enable("table").render(text)).striptags())


def squeezed(text: str) -> str:
    return re.sub(r"\s|\[[\d, search]+\]", "", text)


@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1))
def test_no_text_turns_into_markup(text: str) -> None:
    """ "<5" or "*" in a dose must read as it is written."""
    shown = Markup(MarkdownIt("commonmark").render(f"- {escaped(text)}")).striptags()
    assert shown == " ".join(text.split())


def test_a_page_comes_back_as_the_markdown_it_was() -> None:
    """Tables, lists, quotes, links and strong words survive; links become absolute."""
    source = (
        "## Head\n\nText with **strong**, *soft* and `code`, and a [link](/map/). [@doe2021]\n\n"
        "- one\n- two\n\n1. first\n\n> A quotation.\n\n| A | B |\n| --- | --- |\n| 1 \\< 2 | **b** |\n"
    )
    shown = markdown(parse_page(source, "page.md", 1).prose, numbers_of(["doe2021"]), ORIGIN)
    assert shown == source.strip().replace("(/map/)", f"({ORIGIN}/map/)").replace("[@doe2021]", "[1]")


def test_the_date_of_a_page_is_of_its_content(tiny: Catalogue) -> None:
    """Citations must not change with the day on which somebody looks."""
    found = data.answer(tiny, ORIGIN, *EXAMPLIN)
    assert found
    assert found["citation"] == (
        "safetysite [Internet]. Is Examplin safe for people with sampleitis? [updated 2026 Jan 20; "
        f"content version {tiny.digest}]. Available from: {ORIGIN}/safety/examplin/sampleitis/"
    )
    assert data.content_date(tiny) == date(2026, 1, 20)


def test_forms_depend_on_the_content_alone(site: Path) -> None:
    """The same content gives the same bytes; an edit gives others."""
    one, again = catalogue.load(site, TODAY), catalogue.load(site, TODAY)
    assert list(documents(one)) == list(documents(again))
    edit(site / "answers/examplin/sampleitis.md", "Nobody was seriously harmed.", "No harm was seen.")
    assert list(documents(catalogue.load(site, TODAY))) != list(documents(one))


def test_unknown_slugs_give_nothing(tiny: Catalogue) -> None:
    """Neither a document nor an error."""
    for form in FORMS:
        if form.parameters:
            nowhere = dict.fromkeys(form.parameters, "nowhere")
            assert form.as_json(tiny, ORIGIN, **nowhere) is None
            assert form.as_markdown(tiny, ORIGIN, **nowhere) is None


def test_every_class_of_the_vocabulary_may_stand_in_a_verdict() -> None:
    """A class that is added must not make documents that break their own description."""
    assert schemas()["Headline"]["properties"]["class"]["enum"] == [word.value for word in Safety]
