"""Files become model objects, or problems with a line; nothing in a file can do more than that."""

from __future__ import annotations

import os
import re
from pathlib import Path

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from safetysite.content import markdown, reader
from safetysite.content.frontmatter import MAX_BYTES, parse_front_matter, parse_yaml, read_text
from safetysite.content.model import Citation
from safetysite.content.vocabulary import Section
from tests.conftest import GOOD


def test_scalars_stay_what_the_editor_wrote() -> None:
    """YAML 1.1 would read no as False, 012 as 10 and 3.10 as 3.1; a dose must not change."""
    text = "a: no\nb: 012\nc: 3.10\nd: 12:30:45\ne: 1e3\nf: 1_000\ng:\nh: 2026-01-02"
    values = parse_yaml(text, "x").values
    assert values == {
        "a": "no",
        "b": "012",
        "c": "3.10",
        "d": "12:30:45",
        "e": "1e3",
        "f": "1_000",
        "g": None,
        "h": "2026-01-02",
    }


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a: 1\na: 2", 'x:2: duplicate key "a"'),
        ("a: &x [1]\nb: *x", "x:1: YAML: anchors and aliases (& and *) are not used here; write it out"),
        ("a: &x\n  - *x", "x:1: YAML: anchors and aliases (& and *) are not used here; write it out"),
        (
            "a: !!python/object/apply:os.system [ls]",
            "x:1: YAML: tags such as tag:yaml.org,2002:python/object/apply:os.system are not used here",
        ),
        ("a: !mine 1", "x:1: YAML: tags such as !mine are not used here"),
        ("a: [1", "x:2: YAML: did not find expected ',' or ']'"),
        ("a: b: c", "x:1: YAML: mapping values are not allowed in this context"),
        ("\ta: 1", "x:1: YAML: found character that cannot start any token"),
        ("[a]: 1", "x:1: YAML: a key must be a word"),
        ("a: " + "[" * 40 + "]" * 40, "x:1: YAML: nested deeper than 12"),
    ],
)
def test_yaml_tricks_are_refused(text: str, message: str) -> None:
    """A content file holds plain values; anything cleverer is a slip or an attack."""
    assert message in [str(problem) for problem in parse_yaml(text, "x").problems]


def test_unreadable_files_are_told(tmp_path: Path) -> None:
    """Encodings, control characters, merge markers, links and huge files each have their message."""
    cases = {
        b"---\nname: caf\xe9\n": "x:2: is not UTF-8; save the file as UTF-8",
        b"---\nname: a\x00b\n": "x:2: has the unseen character U+0000 (control character); remove it",
        "---\n\nmust \u202enot\u202c".encode(): "x:3: has the unseen character U+202E (RIGHT-TO-LEFT OVERRIDE); remove it",
        b"---\n<<<<<<< HEAD\n": "x:2: has a merge marker; finish the merge",
        b"x" * (MAX_BYTES + 1): "x:1: is larger than 1,000,000 bytes",
    }
    for content, message in cases.items():
        (tmp_path / "x").write_bytes(content)
        assert str(read_text(tmp_path / "x", "x")) == message
    os.symlink("/etc/hostname", tmp_path / "link")
    assert str(read_text(tmp_path / "link", "x")) == "x:1: is no ordinary file; links and devices are not content"


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    """Editors on Windows write the same files."""
    file = tmp_path / "examplin.md"
    file.write_bytes(b"\xef\xbb\xbf" + (GOOD / "compounds/examplin.md").read_bytes().replace(b"\n", b"\r\n"))
    compound, problems = reader.read_compound(read_text(file, "x"), "x", "examplin")
    assert not problems
    assert compound is not None
    assert compound.name == "Examplin"


@pytest.mark.parametrize(
    "text", ["", "name: x", "---\nname: x\n", "---\n---\n", "---\n- a\n---\n", "---\njust words\n---\n"]
)
def test_a_file_without_proper_front_matter_is_told(text: str) -> None:
    """Never a traceback for a content mistake."""
    compound, problems = reader.read_compound(text, "x.md", "x")
    assert compound is None
    assert problems
    assert all(problem.line >= 1 for problem in problems)


def test_hostile_nesting_is_told() -> None:
    """A file of brackets must not bring the check down."""
    assert [str(one) for one in parse_yaml("n: " + "[" * 400_000, "x").problems] == ["x:1: YAML: nested deeper than 12"]


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("reviewed", '"1768867200"', "\"reviewed\": write the date as 2026-01-31, not '1768867200'"),
        ("question", '" "', '"question" must not be empty'),
    ],
)
def test_values_are_written_plainly(key: str, value: str, message: str) -> None:
    """A seconds count is no day, and a blank is no question."""
    text = re.sub(rf"^{key}: .*$", f"{key}: {value}", (GOOD / "answers/examplin/sampleitis.md").read_text(), flags=re.M)
    _, problems = reader.read_answer(text, "x", ("examplin", "sampleitis"))
    assert message in [problem.message for problem in problems]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("text", "text before the first section; begin with a heading such as ## Short answer"),
        ("## Monitoring\n\nx [@a]\n\n## Monitoring\n\ny [@a]", 'duplicate section "Monitoring"'),
        (
            "## Monitoring\n\n- x [@a]\n  - y [@a]",
            "a list within a list has no place here; write paragraphs or a plain list",
        ),
        ("## Monitoring\n\n```\nx\n```", "a code block has no place here; write paragraphs or a plain list"),
        ("## Monitoring\n\n> x [@a]", "a quotation block has no place here; write paragraphs or a plain list"),
        ("## Monitoring\n\n***", "a rule (---) has no place here; write paragraphs or a plain list"),
        ("## Monitoring\n\nx [@a] {says=y}", '{says=…} belongs under "### In plain words"; a claim ends with {#id}'),
        ("## Monitoring\n\nx [@a]\n\n### In plain words\n\ny {#y}", "plain text ends with {says=id}, not with {#id}"),
        (
            "## Monitoring\n\nx [@a]\n\n### In plain words\n\ny [@b] {says=x}",
            "plain text cites nothing; it shows what the claims cite that it says again",
        ),
        (
            "## Questions to ask your team\n\n- Why? [@b]",
            "plain text cites nothing; it shows what the claims cite that it says again",
        ),
        (
            "## Monitoring\n\nx {#a} y [@a] {#b}",
            "{#a} has no place here; one mark in braces ends a claim or a plain item",
        ),
        ("## Monitoring\n\n[Warning]: never", "uncited claim; add a citation such as [@id]: “[Warning]: never…”"),
        ("## Monitoring\n\nx &#x3c; y [@a]", "raw HTML &#x3c; is not used; write Markdown"),
    ],
)
def test_what_has_no_place_in_a_body_is_told(body: str, message: str) -> None:
    """Claims and plain items are paragraphs and list items, and nothing vanishes from a page."""
    assert message in [problem.message for problem in markdown.parse_body(body, "x", 1).problems]


@given(st.text(max_size=400))
def test_any_yaml_text_is_read_or_told(text: str) -> None:
    """No text can make the reader raise."""
    parsed = parse_yaml(text, "x")
    assert parsed.problems or isinstance(parsed.values, dict | list | str | None)


@given(st.text(alphabet=st.sampled_from("-# \n*[]@;:{}=|&!<>'\"`abc123."), max_size=300))
def test_any_body_is_read_or_told(text: str) -> None:
    """No body can make the reader raise, and each claim has a place."""
    body = markdown.parse_body(text, "x", 1)
    for claim in body.text.claims:
        assert claim.id
        assert claim.line >= 1


@given(st.text(alphabet=st.sampled_from("<>script=\"'/ onload:javascript&;#()[]![]{}*_`\\@"), max_size=120))
def test_no_body_can_put_script_on_a_page(text: str) -> None:
    """What a hostile file renders is what a sanitiser would let through."""
    body = markdown.parse_body(f"## Monitoring\n\nx {text} [@a]", "x", 1)
    for claim in body.text.claims:
        html = "".join(part for part in claim.prose if isinstance(part, Markup))
        assert _tags(html) <= _tags(nh3.clean(html, link_rel=None))
        assert not re.search(r"<[^>]*(?:javascript:|\son\w+=)", html, re.IGNORECASE)


def _tags(html: str) -> set[str]:
    return set(re.findall(r"<(\w+)", html))


def test_a_claim_keeps_its_citations_in_place() -> None:
    """A reader sees which half of a sentence a source carries."""
    body = markdown.parse_body("## Monitoring\n\nLiver *tests* [@a; @b] and blood [@search:c]. {#tests}", "x", 7)
    (claim,) = body.text.claims
    assert claim.prose == ("Liver <em>tests</em> ", Citation(("a", "b")), " and blood ", Citation(("search:c",)), ".")
    assert (claim.id, claim.line, claim.section) == ("tests", 9, Section.MONITORING)
    assert (claim.references, claim.searches) == (("a", "b"), ("c",))
    assert claim.text == "Liver tests and blood."


def test_a_claim_without_an_id_gets_one_from_its_section_and_words() -> None:
    """An id stays when the text around the claim changes."""
    first = markdown.parse_body("## Monitoring\n\nLiver tests. [@a]", "x", 1).text.claims[0]
    again = markdown.parse_body("## Monitoring\n\nOther. [@b]\n\nLiver tests. [@a]", "x", 1).text.claims[1]
    assert first.id == again.id
    assert first.id.startswith("monitoring-")


def test_citations_in_code_are_left_alone() -> None:
    """Documentation may show the syntax."""
    assert markdown.parse_page("`[@a]` and [@b]", "x", 1).prose[-1] == "</p>\n"
    assert markdown.cited_ids(markdown.parse_page("`[@a]` and [@b]", "x", 1).prose) == ("b",)


def test_front_matter_and_body_keep_their_lines() -> None:
    """An editor is sent to the right line in a file of any length."""
    parsed = parse_front_matter("---\na: 1\nb:\n  - c: 2\n---\nbody", "x")
    assert (parsed.line(("b", 0, "c")), parsed.line(("b", 0, "missing")), parsed.body_line) == (4, 4, 6)


def test_the_json_schema_has_the_editors_keys() -> None:
    """An editor's program knows class, with, from and container-title as they are written."""
    schemas = reader.json_schemas()
    assert "class" in schemas["compound"]["properties"]
    assert "with" in schemas["compound"]["$defs"]["Interaction"]["properties"]
    assert "from" in schemas["answer"]["$defs"]["Change"]["properties"]
    assert "container-title" in schemas["reference"]["properties"]
    assert schemas["answer"]["additionalProperties"] is False
    assert schemas["answer"]["$defs"]["Safety"]["enum"][0] == "no-specific-concern"
