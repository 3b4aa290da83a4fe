"""The file of real questions: nothing wrongly jumped to, little missed; and the machine form."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask

from tests.search.relevance import QUERIES, Verdict, judge, judge_all, report

#: So much of the file may be missed; a wrong jump may never be.
MOST_MISSED = 0.01


@pytest.fixture(scope="module")
def verdicts(real_app: Flask) -> list[Verdict]:
    """Every question of the file, judged."""
    if not QUERIES.exists():
        pytest.skip("no file of questions")
    return judge_all(real_app)


def test_the_file_has_enough_questions(verdicts: list[Verdict]) -> None:
    """A report over a handful says nothing."""
    assert len(verdicts) >= 150


def test_nothing_is_wrongly_jumped_to(verdicts: list[Verdict]) -> None:
    """To read metformin where metronidazole was meant could hurt someone."""
    wrong = [verdict for verdict in verdicts if verdict.result == "wrong"]
    assert not wrong, report(wrong)


def test_little_is_missed(verdicts: list[Verdict]) -> None:
    """People write as they write, and are understood."""
    missed = [verdict for verdict in verdicts if verdict.result == "missed"]
    assert len(missed) <= MOST_MISSED * len(verdicts), report(missed)


def _answer(**reading: str | None) -> dict[str, Any]:
    whole = {"compound": None, "condition": None, "medicine": None, **reading}
    return {"reading": whole, "suggestions": [{"kind": "compound", "slug": "ketamine"}], "unknown": ["Foo bar"]}


@pytest.mark.parametrize(
    ("entry", "result"),
    [
        ({"reads": {"compound": "metformin"}}, "right"),
        ({"reads": {"compound": "metformin"}, "suggests": {"compound": ["ketamine"]}}, "suggested"),
        ({"reads": {"compound": "metformin"}, "unknown": ["bar"]}, "right"),
        ({"reads": {"compound": "metformin"}, "unknown": ["baz"]}, "missed"),
        ({"reads": {"compound": "metformin"}, "suggests": {"condition": ["ketamine"]}}, "missed"),
        ({"reads": {"compound": "metformin", "condition": "ptsd"}}, "missed"),
        ({"reads": {}}, "wrong"),
        ({"reads": {"compound": "ketamine"}}, "wrong"),
        ({"reads": {"compound": "metformin"}, "never": ["ketamine"]}, "wrong"),
    ],
)
def test_the_judge_judges(entry: dict[str, Any], result: str) -> None:
    """A judge that lets everything pass would prove nothing."""
    assert judge({"q": "anything", **entry}, _answer(compound="metformin")).result == result


# ---------------------------------------------------------------- the machine form, on the tiny site


def ask(app: Flask, **args: str | list[str]) -> Any:
    """What ``/search.json`` answers."""
    return app.test_client().get("/search.json", query_string=args).json


def test_the_machine_form_has_the_promised_keys(tiny_app: Flask) -> None:
    """Programs rely on them; ``unknown`` is said besides."""
    answer = ask(tiny_app, q="examplin sampleitis")
    promised = {"query", "reading", "guessed", "suggestions", "total", "facets", "results"}
    assert promised <= set(answer) <= promised | {"unknown", "page", "pages"}
    assert answer["query"] == "examplin sampleitis"
    assert answer["reading"] == {"compound": "examplin", "condition": "sampleitis", "medicine": None}
    assert answer["guessed"] == answer["suggestions"] == []
    for result in answer["results"]:
        assert set(result) == {"kind", "url", "title", "snippet", "safety", "directness"}


@pytest.mark.parametrize("text", ["sampleitis examplin", "is examplin safe for someone with sample disease?"])
def test_an_exactly_read_pair_comes_first(text: str, tiny_app: Flask) -> None:
    """Its page, once, with both axes of the verdict; then what matches."""
    urls = [result["url"] for result in ask(tiny_app, q=text)["results"]]
    assert urls[0] == "/safety/examplin/sampleitis/"
    assert len(set(urls)) == len(urls)
    first = ask(tiny_app, q=text)["results"][0]
    assert (first["safety"], first["directness"]) == ("specialist-only", "direct")


def test_a_pair_that_nobody_assessed_is_said_to_be_so(tiny_app: Flask) -> None:
    """It stands first too, in no class's colour."""
    first = ask(tiny_app, q="examplon sampleitis")["results"][0]
    assert first["url"] == "/safety/examplon/sampleitis/"
    assert (first["safety"], first["directness"]) == ("not-assessed", "")


def test_a_guess_is_null_until_it_is_chosen(tiny_app: Flask) -> None:
    """No verdict before the reader says what was meant; the exact part is read all the same."""
    guess = ask(tiny_app, q="exampln sampleitis")
    assert guess["reading"] == {"compound": None, "condition": "sampleitis", "medicine": None}
    assert guess["guessed"] == ["compound"]
    assert {one["slug"] for one in guess["suggestions"]} == {"examplin", "examplon"}
    assert all(set(one) == {"kind", "slug", "name", "note"} for one in guess["suggestions"])
    assert all(not result["url"].startswith("/safety/examplon/") for result in guess["results"])
    chosen = ask(tiny_app, q="exampln sampleitis", compound="examplin")
    assert chosen["reading"]["compound"] == "examplin"
    assert chosen["guessed"] == chosen["suggestions"] == []
    assert chosen["results"][0]["url"] == "/safety/examplin/sampleitis/"


def test_what_is_in_no_catalogue_is_named_and_still_searched(tiny_app: Flask) -> None:
    """Not listed does not mean safe; the words around it are searched."""
    answer = ask(tiny_app, q="zyxomab sampleitis")
    assert answer["unknown"] == ["zyxomab"]
    assert answer["reading"]["condition"] == "sampleitis"
    assert answer["total"]


def test_the_page_says_what_the_machine_form_says(tiny_app: Flask) -> None:
    """A reader must see that a name is unknown, and choose from the same names."""
    page = tiny_app.test_client().get("/search/?q=zyxomab+exampln+sampleitis").text
    assert "Not listed does not mean safe" in page
    for slug in ("examplin", "examplon"):
        assert f"compound={slug}" in page
    assert 'class="verdict class-' not in page


def test_only_the_number_of_unknown_questions_is_kept(tiny_app: Flask) -> None:
    """What people fear is written down nowhere."""
    before = tiny_app.extensions["safetysite"].unknown
    ask(tiny_app, q="zyxomab")
    ask(tiny_app, q="examplin")
    state = tiny_app.extensions["safetysite"]
    assert state.unknown == before + 1
    assert "zyxomab" not in repr(vars(state))


def test_facets_count_what_choosing_them_shows(tiny_app: Flask) -> None:
    """Counts hold when clicked, together with what is chosen already."""
    answer = ask(tiny_app, q="people")
    assert answer["total"] == sum(answer["facets"]["kind"].values())
    for name, values in answer["facets"].items():
        for value, count in values.items():
            assert ask(tiny_app, q="people", **{name: value})["total"] == count, (name, value)
    kinds = list(answer["facets"]["kind"])
    assert ask(tiny_app, q="people", kind=kinds)["total"] == answer["total"]


def test_odd_parameters_are_no_error(tiny_app: Flask) -> None:
    """Addresses are edited by hand and by scanners."""
    client = tiny_app.test_client()
    for query in ("", "?q=", "?page=x", "?q=a&page=-1", "?q=a&page=99999999999999999999", "?kind=%00&q=a", "?q=%ff"):
        for path in ("/search/", "/search.json", "/suggest.json"):
            assert client.get(path + query).status_code == 200, path + query
    for kind in ("compound", "condition", "medicine"):
        assert client.get(f"/search/?q=examplin&{kind}=no-such").status_code == 200
