"""What is derived from the content: pairs, provenance, the review clock, the digest."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest

from safetysite.content import catalogue
from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import Provenance, Safety, Section
from safetysite.problems import ContentError
from tests.conftest import GOOD, TODAY, edit


def test_content_with_problems_is_never_loaded(site: Path) -> None:
    """A slip keeps a page off the site; it never drops a warning in silence."""
    edit(site / "compounds/examplin.md", "[@label2020examplin] {#boxed-drip}", "{#boxed-drip}")
    with pytest.raises(ContentError, match=r"content/compounds/examplin\.md:71: uncited claim"):
        catalogue.load(site, TODAY)


def test_a_pair_says_whose_each_claim_is(tiny: Catalogue) -> None:
    """The share about this very pair is counted, not felt."""
    pair = tiny.pair("examplin", "sampleitis")
    assert pair is not None
    owners = {(claim.owner, claim.provenance) for claim in pair.claims}
    assert owners == {
        ("pair", Provenance.PAIR),
        ("examplin", Provenance.COMPOUND),
        ("sampleitis", Provenance.CONDITION),
        ("illness", Provenance.CONDITION),
    }
    assert (pair.own_claims, len(pair.claims), pair.share) == (5, 20, 25)


def test_an_answer_fills_every_section(tiny: Catalogue) -> None:
    """No heading is missing from the product."""
    for pair in (tiny.pair("examplin", "sampleitis"), tiny.pair("examplon", "mockosis")):
        assert pair is not None
        assert [part.section for part in pair.sections] == list(Section)


def test_a_composed_pair_claims_nothing_of_its_own(tiny: Catalogue) -> None:
    """Nobody looked: no class, no claim about the pair."""
    pair = tiny.pair("examplon", "sampleitis")
    assert pair is not None
    assert (pair.safety, pair.own_claims, pair.answer) == (Safety.NOT_ASSESSED, 0, None)
    assert tiny.pair("examplin", "nowhere") is None


def test_claims_do_not_pass_from_a_later_stage_to_an_earlier_one(site: Path) -> None:
    """when_spread is a link, not an inheritance."""
    edit(site / "conditions/mockosis.md", "situations: [child]", "situations: [child]\nwhen_spread: sampleitis")
    pair = catalogue.load(site, TODAY).pair("examplin", "mockosis")
    assert pair is not None
    assert "sampleitis" not in {claim.owner for claim in pair.claims}


def test_interactions_with_usual_treatments_come_first(tiny: Catalogue) -> None:
    """A patient on the usual treatment meets its interaction first."""
    pair = tiny.pair("examplin", "sampleitis")
    assert pair is not None
    assert [(one.interaction.with_.label, one.usual) for one in pair.interactions] == [
        ("warfarin", True),
        ("strong CYP3A4 inhibitors", False),
    ]


def test_references_are_numbered_in_the_order_of_reading(tiny: Catalogue) -> None:
    """Vancouver style; a section's page has the same numbers as the whole."""
    pair = tiny.pair("examplin", "sampleitis")
    assert pair is not None
    assert pair.references == ("label2020examplin", "doe2021examplin")
    assert [pair.number(id) for id in pair.references] == [1, 2]


def test_plain_items_cite_what_their_claims_cite(tiny: Catalogue) -> None:
    """Two readings, one set of claims."""
    pair = tiny.pair("examplin", "sampleitis")
    assert pair is not None
    item = pair.plainly("examplin", "before-surgery")
    assert item is not None
    assert item.citation.ids == ("search:surgery",)
    assert [one.anchor for one in pair.searches] == ["search-pair-interactions", "search-examplin-surgery"]


def test_a_verdict_past_its_review_loses_only_its_comfort(site: Path) -> None:
    """no-specific-concern becomes not-assessed; a warning stays."""
    due = date(2026, 7, 20)
    assert catalogue.load(site, due).answers["examplin", "sampleitis"].overdue is False
    late = catalogue.load(site, due + timedelta(days=1))
    assert late.answers["examplin", "sampleitis"].overdue
    assert late.answers["examplin", "sampleitis"].safety is Safety.SPECIALIST_ONLY
    edit(
        site / "compounds/examplin.md",
        "boxed_warnings:\n  - {jurisdiction: US, product: drip, claim: boxed-drip}\n",
        "",
    )
    edit(site / "compounds/examplin.md", "severity: needs-a-plan", "severity: monitor")
    answer = site / "answers/examplin/sampleitis.md"
    for old in ("safety: specialist-only", "safety: specialist-only", "safety: caution"):
        edit(answer, old, "safety: no-specific-concern")
    for old in ("basis: boxed-warning", "basis: boxed-warning"):
        edit(answer, old, "basis: trial")
    edit(answer, "to: specialist-only, why", "to: no-specific-concern, why")
    assert catalogue.load(site, due).answers["examplin", "sampleitis"].safety is Safety.NO_SPECIFIC_CONCERN
    withdrawn = catalogue.load(site, due + timedelta(days=1)).answers["examplin", "sampleitis"]
    assert {verdict.safety for verdict in (withdrawn.verdict, *withdrawn.rows)} == {Safety.NOT_ASSESSED}
    assert "past its review date" in "".join(map(str, withdrawn.why[0]))


def test_the_digest_names_what_is_served(site: Path) -> None:
    """A day on which nothing falls due changes nothing; an edit or a review date does."""
    first = catalogue.load(site, TODAY).digest
    assert catalogue.load(site, TODAY + timedelta(days=1)).digest == first
    assert catalogue.load(site, date(2026, 7, 16)).digest != first
    edit(site / "pages/methods.md", "reads every file", "reads each file")
    assert catalogue.load(site, TODAY).digest != first


def test_a_reference_knows_what_cites_it(tiny: Catalogue) -> None:
    """A reader of a study finds every claim that rests on it."""
    cited = {(type(one.document).__name__, len(one.claims)) for one in tiny.cited_by("doe2021examplin")}
    assert cited == {("Answer", 4), ("Compound", 6), ("Condition", 1)}


def test_the_ledger_is_newest_first(tiny: Catalogue) -> None:
    """What changed last stands on the home page."""
    assert [(entry.change.date.day, entry.change.to) for entry in tiny.ledger] == [
        (20, Safety.SPECIALIST_ONLY),
        (15, Safety.UNKNOWN),
        (12, Safety.CAUTION),
    ]


def test_reading_twice_gives_the_same_catalogue() -> None:
    """A page is a function of the content alone."""
    assert catalogue.load(GOOD, TODAY) == catalogue.load(GOOD, TODAY)


def test_an_empty_folder_is_not_content(tmp_path: Path) -> None:
    """A wrong mount must not replace the site by nothing."""
    with pytest.raises(ContentError, match="is this the content folder"):
        catalogue.load(tmp_path, TODAY)
    (tmp_path / "file").touch()
    with pytest.raises(ContentError, match="there is no content folder here"):
        catalogue.load(tmp_path / "file", TODAY)


def test_links_and_odd_files_are_told(site: Path) -> None:
    """Content that is a link to elsewhere is seen, not followed and not passed over."""
    (site / "answers" / "elsewhere").symlink_to("/etc")
    (site / "compounds" / "gone.md").symlink_to("/nowhere")
    (site / "pages" / "folder.md").mkdir()
    (site / "pages" / "folder.md" / "x.md").touch()
    with pytest.raises(ContentError) as caught:
        catalogue.load(site, TODAY)
    told = {problem.path for problem in caught.value.problems}
    assert {"content/answers/elsewhere", "content/compounds/gone.md", "content/pages/folder.md/x.md"} <= told


def test_a_broken_file_does_not_flood(site: Path) -> None:
    """One slip is told once, without advice to delete what the broken file cites."""
    edit(site / "compounds/examplin.md", "kind: medicine", "kind: medicin")
    with pytest.raises(ContentError) as caught:
        catalogue.load(site, TODAY)
    assert [str(problem) for problem in caught.value.problems] == [
        'content/compounds/examplin.md:3: unknown word for "kind" "medicin"; did you mean "medicine"?'
    ]


def test_a_combination_meets_what_each_of_its_ingredients_meets(tiny: Catalogue) -> None:
    """A brand of two medicines must lose the warning of neither."""
    found = [one.interaction.with_.label for one in tiny.interactions_with("examplin", "Doublin")]
    assert found == ["warfarin", "strong CYP3A4 inhibitors"]
