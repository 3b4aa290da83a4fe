"""The table of pages that also come as JSON and as Markdown: addresses, openapi.json and routes follow it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from safetysite.outputs import data, plaintext, shapes


@dataclass(frozen=True)
class Form:
    """One kind of page; ``path`` has its parameters in braces, and both functions take them by name."""

    name: str
    path: str
    says: str
    shape: type
    as_json: Callable[..., Mapping[str, Any] | None]
    as_markdown: Callable[..., str | None]

    @property
    def parameters(self) -> tuple[str, ...]:
        """The names of the path's parameters."""
        return tuple(re.findall(r"{(\w+)}", self.path))


FORMS = (
    Form("home", "/", "The way in: how much there is, and where.", shapes.Home, data.home, plaintext.home),
    Form("compounds", "/compounds/", "All compounds.", shapes.Listing, data.compounds, plaintext.compounds),
    Form("conditions", "/conditions/", "All conditions.", shapes.Listing, data.conditions, plaintext.conditions),
    Form("glossary", "/glossary/", "Every word that is explained.", shapes.Glossary, data.glossary, plaintext.glossary),
    Form(
        "references",
        "/references/",
        "Every source, from A to Z.",
        shapes.References,
        data.references,
        plaintext.references,
    ),
    Form("map", "/map/", "Every compound with every condition.", shapes.Map, data.map, plaintext.map),
    Form("changes", "/changes/", "Every change of a verdict.", shapes.Ledger, data.changes, plaintext.changes),
    Form("compound", "/compounds/{compound}/", "A compound.", shapes.Compound, data.compound, plaintext.compound),
    Form(
        "condition", "/conditions/{condition}/", "A condition.", shapes.Condition, data.condition, plaintext.condition
    ),
    Form(
        "answer",
        "/safety/{compound}/{condition}/",
        "The answer for a pair, or what is composed for a pair that nobody assessed.",
        shapes.Answer,
        data.answer,
        plaintext.answer,
    ),
    Form(
        "section",
        "/safety/{compound}/{condition}/{section}/",
        "One section of an answer.",
        shapes.SectionDocument,
        data.section,
        plaintext.section,
    ),
    Form(
        "reference",
        "/references/{id}/",
        "A reference and everything that cites it.",
        shapes.ReferenceDocument,
        data.reference,
        plaintext.reference,
    ),
    Form("term", "/glossary/{term}/", "One word of the glossary.", shapes.TermDocument, data.term, plaintext.term),
    Form("page", "/{page}/", "One of the site’s own pages.", shapes.PageDocument, data.page, plaintext.page),
)
