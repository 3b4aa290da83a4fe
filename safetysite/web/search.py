"""The search page, its machine form, the names as one types, and what a browser needs to search here."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, jsonify, render_template, request
from werkzeug.datastructures import MultiDict

from safetysite.content import paths
from safetysite.content.joined import Pair, PlacedInteraction
from safetysite.content.model import Partner
from safetysite.search import FACETS, Filters, Hits, clean
from safetysite.search.question import Chosen, Meaning, Question
from safetysite.search.typeahead import Suggestion
from safetysite.web.htmx import respond
from safetysite.web.state import catalogue, count_unknown, desk, settings
from safetysite.web.views import is_facet_value, reading

bp = Blueprint("search", __name__)


@bp.get("/search/")
def page() -> Response:
    """How the question was read, its card, and everything that matches its words; for a swap, these alone."""
    asked = Asked(request.args)
    return respond("search/search.html", "search/_found.html", asked=asked, robots="noindex")


@bp.get("/search.json")
def machine() -> Response:
    """The same as data; keys as in the documentation."""
    return _for_programs(Asked(request.args).as_json())


@bp.get("/suggest.json")
def suggest() -> Response:
    """Names for the end of what is being typed: name, kind, note, and the question with the name filled in."""
    found = desk().typeahead.suggest(clean(request.args.get("q", "")))
    return _for_programs([{"name": one.name, "kind": one.kind, "note": one.note, "value": one.value} for one in found])


def _for_programs(found: object) -> Response:
    """As data; what was typed here is no result of another search."""
    response = jsonify(found)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/opensearch.xml")
def opensearch() -> Response:
    """Lets a browser search this site from its address bar."""
    text = render_template("search/opensearch.xml", origin=settings().origin)
    return Response(text, mimetype="application/opensearchdescription+xml")


class Asked:
    """A question with everything its page shows; reading is lenient, nothing in it can fail."""

    def __init__(self, args: MultiDict[str, str]) -> None:
        self.text = clean(args.get("q", ""))
        self.chosen = Chosen(args.get("compound"), args.get("condition"), args.get("medicine"))
        #: Values that no page can have are left out: a slip in an address must not empty the results.
        chosen = {name: frozenset(filter(is_facet_value(name), args.getlist(name))) for name in FACETS}
        self.filters: Filters = {name: values for name, values in chosen.items() if values}
        self.reading = reading()
        search = desk().search
        self.question: Question = desk().reader.read(self.text, self.chosen, search.knows)
        self.hits: Hits = search.run(
            desk().reader.without_fillers(self.text), self.filters, args.get("page", 1, type=int)
        )
        if self.question.unknown:
            count_unknown()

    @property
    def pair(self) -> Pair | None:
        """The pair that the question names exactly, or None."""
        compound, condition = self.question.compound, self.question.condition
        return catalogue().pair(compound.id, condition.id) if compound and condition else None

    @property
    def begun(self) -> list[Suggestion]:
        """Names that begin with the question's last word, where nothing else is known of it: it may be half typed."""
        last = self.question.unknown[-1] if self.question.unknown else ""
        if not last or not self.text.endswith(last):
            return []
        return [one for one in desk().typeahead.suggest(self.text) if one.name.casefold().startswith(last.casefold())]

    @property
    def class_level(self) -> list[PlacedInteraction]:
        """What the compound's page says of the medicine, by name, class or enzyme; most serious first."""
        compound, medicine = self.question.compound, self.question.medicine
        if not compound or not medicine:
            return []
        return catalogue().interactions_with(compound.id, medicine.id)

    def names_medicine(self, partner: Partner) -> bool:
        """True when the interaction is with the medicine itself or an ingredient, not with its class or enzyme."""
        medicine = self.question.medicine
        return medicine is not None and partner.label in (
            medicine.id,
            *catalogue().medicines.ingredients(medicine.id),
        )

    def choices(self, facet: str) -> list[tuple[str, int]]:
        """A facet's values with how many pages each would show; chosen ones stay even at none."""
        counts = self.hits.counts[facet]
        return [*counts.items(), *((value, 0) for value in sorted(self.filters.get(facet, ())) if value not in counts)]

    def address(self, **changes: str | int | None) -> str:
        """This search's address with some parameters changed; None leaves one out."""
        fixed: dict[str, Any] = {
            "q": self.text,
            "compound": self.chosen.compound,
            "condition": self.chosen.condition,
            "medicine": self.chosen.medicine,
            **{name: sorted(values) for name, values in self.filters.items()},
            "reading": "clinical" if self.reading == "clinical" else None,
        }
        fixed |= changes
        return "/search/?" + urlencode({key: value for key, value in fixed.items() if value}, doseq=True)

    def as_json(self) -> dict[str, Any]:
        """The machine form; guessed parts stay null until they are chosen."""
        question = self.question
        # The best of each guess first, so that none hides another.
        ranks = zip_longest(*(guess.candidates for guess in question.guesses))
        candidates = [candidate for rank in ranks for candidate in rank if candidate]
        return {
            "query": self.text,
            "reading": {
                "compound": question.compound.id if question.compound else None,
                "condition": question.condition.id if question.condition else None,
                "medicine": question.medicine.id if question.medicine else None,
            },
            "guessed": sorted({_part(one) for guess in question.guesses for one in guess.candidates}),
            "unknown": [*(one.id for one in question.look_alikes), *question.unknown],
            "suggestions": [
                {"kind": one.kind, "slug": one.id, "name": one.name, "note": one.note} for one in candidates[:5]
            ],
            "total": self.hits.total,
            "page": self.hits.page,
            "pages": self.hits.pages,
            "facets": self.hits.counts,
            "results": list(self._results()),
        }

    def _results(self) -> Iterator[dict[str, str]]:
        """The exactly read pair's page first, then what matches."""
        own = paths.pair(self.pair.compound.slug, self.pair.condition.slug) if self.pair else None
        if self.pair and self.hits.page == 1 and not self.filters:
            answer = self.pair.answer
            yield {
                "kind": "answer",
                "url": str(own),
                "title": answer.question if answer else f"{self.pair.compound.name} with {self.pair.condition.name}",
                "snippet": answer.studied if answer else "Nobody has assessed this pair here yet.",
                "safety": self.pair.safety.value,
                "directness": answer.directness.value if answer else "",
            }
        for hit in self.hits.hits:
            if hit.path != own or self.filters:
                yield {
                    "kind": hit.kind,
                    "url": hit.path,
                    "title": hit.title,
                    "snippet": hit.snippet.text,
                    "safety": hit.safety,
                    "directness": hit.directness,
                }


def _part(meaning: Meaning) -> str:
    """The part of a reading that a meaning would fill."""
    return "medicine" if meaning.kind == "class" else meaning.kind
