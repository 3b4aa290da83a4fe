"""References in NLM's style, against golden lines."""

from __future__ import annotations

from datetime import date

import pytest

from safetysite.content.model import Author, Reference
from safetysite.content.vocabulary import Design, SourceTier
from safetysite.outputs.vancouver import authors, cite, links


def reference(**fields: object) -> Reference:
    base: dict[str, object] = {
        "id": "x",
        "type": "article-journal",
        "title": "A trial of something",
        "URL": "https://journal.example/x/",
        "design": Design.RCT,
        "tier": SourceTier.PRIMARY,
        "seen_at": "https://journal.example/x/",
        "seen_on": date(2026, 11, 22),
    }
    return Reference(**{**base, **fields})  # type: ignore[arg-type]


HARDY = (Author(family="Hardy", given="Janet"), Author(family="Currow", given="David C"))


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (
            {
                "author": HARDY,
                "container_title": "J Clin Oncol",
                "issued": "2012-10-10",
                "volume": "30",
                "issue": "29",
                "page": "3611-7",
            },
            "Hardy J, Currow DC. A trial of something. J Clin Oncol. 2012 Oct 10;30(29):3611-7.",
        ),
        (
            {"author": HARDY, "container_title": "J Clin Oncol", "issued": "2012-10", "title": "Is it safe?"},
            "Hardy J, Currow DC. Is it safe? J Clin Oncol. 2012 Oct.",
        ),
        (
            {"author": HARDY, "container_title": "J Clin Oncol", "issued": "2012", "page": "e12"},
            "Hardy J, Currow DC. A trial of something. J Clin Oncol. 2012:e12.",
        ),
        (
            {
                "type": "report",
                "author": (Author(literal="Some Agency"),),
                "publisher": "Some Agency",
                "issued": "2020-05",
            },
            "Some Agency. A trial of something. 2020 May. Read 2026 Nov 22.",
        ),
        (
            {"type": "webpage", "publisher": "Some Agency"},
            "A trial of something. Some Agency. Read 2026 Nov 22.",
        ),
    ],
)
def test_golden_lines(given: dict[str, object], line: str) -> None:
    """The style clinicians know."""
    assert cite(reference(**given)) == line


@pytest.mark.parametrize(
    ("given", "initials"),
    [("Janet", "J"), ("David C.", "DC"), ("JA", "JA"), ("J.-P.", "JP"), ("Jean-Pierre", "JP"), ("J S", "JS"), ("", "")],
)
def test_initials(given: str, initials: str) -> None:
    """Sources write given names in many ways."""
    assert authors((Author(family="Doe", given=given),)) == f"Doe {initials}".strip()


def test_more_than_six_authors_are_cut() -> None:
    """NLM lists six."""
    names = tuple(Author(family=f"A{n}", given="B") for n in range(8))
    assert authors(names) == "A0 B, A1 B, A2 B, A3 B, A4 B, A5 B, et al"


def test_identifiers_link_to_their_homes() -> None:
    """DOI, PMID, PMCID and NCT each lead to the record; the plain address only without them."""
    full = reference(DOI="10.1/x", PMID="1", PMCID="PMC2", NCT="NCT00000003")
    assert [link.href for link in links(full)] == [
        "https://doi.org/10.1/x",
        "https://pubmed.ncbi.nlm.nih.gov/1/",
        "https://pmc.ncbi.nlm.nih.gov/articles/PMC2/",
        "https://clinicaltrials.gov/study/NCT00000003",
    ]
    assert [(link.label, link.href) for link in links(reference())] == [
        ("journal.example/x", "https://journal.example/x/")
    ]
