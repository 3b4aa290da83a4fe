"""Every page as Markdown: catalogue, origin and slugs -> text, or None where there is no such page.

For people and for programs that read for people: the verdict stands first, then what can harm
soonest, then both readings with the numbers of their references.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue, LedgerEntry
from safetysite.content.joined import Joined, JoinedSection, Pair, PlacedInteraction, Voice
from safetysite.content.model import (
    Answer,
    Compound,
    Condition,
    Interaction,
    Prose,
    Reference,
    RowMatter,
    Term,
    VerdictMatter,
)
from safetysite.content.vocabulary import DO_NOT_STOP, Provenance, Safety, Section
from safetysite.outputs import data, metadata, vancouver
from safetysite.outputs.marked import Numbers, cited, escaped, markdown, numbers_of

#: What stands with a class that is easily read as comfort.
_STILL = {
    Safety.NO_SPECIFIC_CONCERN: "No specific concern was found in the people studied. Still tell your team.",
    Safety.UNKNOWN: "We looked and found nothing on this pair. That does not mean it is safe.",
}
#: Whom to call, in the words of the pages.
CALL = (
    "Call your emergency number: 112 in the EU, 911 in the US and Canada, 999 in the UK, 000 in Australia. "
    "Taken too much, or not sure? Call your poison line: 1-800-222-1222 in the US. "
    "Under cancer treatment or in palliative care, call your team’s own line at any hour."
)


# ---------------------------------------------------------------- what documents have in common


def _document(
    site: Catalogue, origin: str, path: str, lines: Iterable[str], title: str, updated: date | None = None
) -> str:
    """Title, text, and what closes every document: what it is not, how to cite it, what may be done with it."""
    ending = (
        "## About this text",
        "",
        f"{data.DISCLAIMER}",
        "",
        f"- Page: <{origin}{path}>",
        f"- The same as data: <{origin}{paths.machine(path, '.json')}>",
        f"- Cite as: {escaped(data.cite_page(site, title, updated, origin + path))}",
        f"- Content version: `{site.digest}`",
        f"- Licence of texts and data: CC BY 4.0 <{metadata.LICENCE}>; of the program: {data.CODE_LICENCE}",
    )
    return "\n".join((f"# {escaped(title)}", "", *lines, *ending)) + "\n"


def _link(name: str, address: str) -> str:
    return f"[{escaped(name)}]({address})"


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    heads = list(heads)
    yield f"| {' | '.join(heads)} |"
    yield "|" + " --- |" * len(heads)
    for row in rows:
        yield f"| {' | '.join(row)} |"
    yield ""


def _block(title: str, items: Iterable[str], level: int = 2) -> Iterator[str]:
    """A heading with a list below it; nothing where the list is empty."""
    items = list(items)
    if items:
        yield from (f"{'#' * level} {title}", "", *(f"- {item}" for item in items), "")


def _references(site: Catalogue, numbered: Iterable[tuple[int, str]], origin: str) -> Iterator[str]:
    """References with their numbers on the page, which a Markdown list would count anew."""
    items = []
    for number, id in numbered:
        reference = site.references[id]
        people = f", {reference.n:,} people" if reference.n else ""
        items.append(
            f"[{number}] {escaped(vancouver.cite(reference))} {_links(reference)}. "
            f"{reference.design.label}{people}. <{origin}{paths.reference(id)}>"
        )
    yield from _block("References", items)


def _links(reference: Reference) -> str:
    return ", ".join(_link(one.label, one.href) for one in vancouver.links(reference))


# ---------------------------------------------------------------- the text of a page


def _sections(site: Catalogue, page: Joined, parts: Iterable[JoinedSection]) -> Iterator[str]:
    """Sections in both readings, the plain one first."""
    for part in parts:
        yield from (f"## {part.section.label}", "")
        if part.section is Section.QUESTIONS:
            yield from (*(f"- {escaped(one.item.text)}" for one in part.plain), "")
            continue
        yield from _plain(site, page, part)
        yield from _clinical(site, page, part)
        if part.section is Section.INTERACTIONS and page.interactions:
            yield from _interactions(page)
        if part.section is Section.LITERATURE and page.answer and page.answer.studies:
            yield from _studies(site, page, page.answer)


def _plain(site: Catalogue, page: Joined, part: JoinedSection) -> Iterator[str]:
    if part.plain:
        yield from ("### In plain words", "")
        for voice in part.voices:
            items = (
                f"- {_prose(page, one.item.prose)} {cited(one.citation.ids, _numbers(page))}".rstrip()
                for one in voice.plain
            )
            yield from _voice(site, voice, items)


def _clinical(site: Catalogue, page: Joined, part: JoinedSection) -> Iterator[str]:
    if part.claims:
        yield from ("### For clinicians", "")
        for voice in part.voices:
            yield from _voice(site, voice, (f"- {_prose(page, one.claim.prose)}" for one in voice.claims))


def _voice(site: Catalogue, voice: Voice, items: Iterable[str]) -> Iterator[str]:
    """Whose words they are, and the words."""
    if items := list(items):
        yield from (f"{_whose(site, voice)}:", "", *items, "")


def _whose(site: Catalogue, voice: Voice) -> str:
    if voice.provenance is Provenance.PAIR:
        return "About this very pair"
    if voice.provenance is Provenance.COMPOUND:
        return f"About {escaped(site.compounds[voice.owner].name)} in general"
    return f"About {escaped(site.conditions[voice.owner].plain_name)} in general"


def _prose(page: Joined, prose: Prose) -> str:
    return markdown(prose, _numbers(page))


def _numbers(page: Joined) -> Numbers:
    return numbers_of(page.references)


def _interactions(page: Joined) -> Iterator[str]:
    yield from ("Not listed does not mean safe.", "")
    yield from _table(
        ("With", "How serious", "What happens", "What to do", "Known from"),
        (
            (
                _partner(page, one),
                one.interaction.severity.label,
                _happens(one.interaction),
                escaped(one.interaction.action),
                one.interaction.evidence.label,
            )
            for one in page.interactions
        ),
    )


def _partner(page: Joined, one: PlacedInteraction) -> str:
    """What it is with, and what narrows it: for whom it is usual, the route, the product."""
    route, id = one.interaction.route, one.interaction.product
    product = page.compound.product(id) if page.compound else None
    notes = ("usual treatment" if one.usual else "", route.label if route else "", product.name if product else "")
    narrowed = "; ".join(filter(None, notes))
    return escaped(one.interaction.with_.label) + (f" ({escaped(narrowed)})" if narrowed else "")


def _happens(one: Interaction) -> str:
    text = f"{one.effect.label}. {one.direction.label}."
    for words, value in (("Studied at", one.dose), ("Begins:", one.onset), ("Ends:", one.offset)):
        if value:
            text += f" {words} {escaped(value)}."
    return text


def _studies(site: Catalogue, page: Joined, answer: Answer) -> Iterator[str]:
    yield from _table(
        ("Study", "People", "n", "Dose and route", "Harm seen", "How near"),
        (
            (
                f"{site.references[study.reference].design.label} [{page.number(study.reference)}]",
                escaped(study.people),
                f"{site.references[study.reference].n:,}" if site.references[study.reference].n else "not shown",
                ", ".join(filter(None, (escaped(study.dose or ""), study.route.label if study.route else "")))
                or "not shown",
                f"{study.outcome.label}. {escaped(study.safety)}",
                study.directness.label,
            )
            for study in answer.studies
        ),
    )


def _searches(page: Joined) -> Iterator[str]:
    yield from _block(
        "What was searched for",
        (
            f"{metadata.day(one.record.on)}, {escaped(one.record.where)}: "
            + ", ".join(f"“{escaped(query)}”" for query in one.record.queries)
            + f". {escaped(one.record.found)}"
            for one in page.searches
        ),
    )


def _boxed(page: Joined, compound: Compound) -> Iterator[str]:
    """Boxed warnings, in plain words where they exist, and as the claim has them."""
    items = []
    for warning in compound.boxed_warnings:
        product = compound.product(warning.product)
        whose = escaped(", ".join((warning.jurisdiction.label, *([product.name] if product else ()))))
        items.append(f"**{whose}.** {_restated(page, compound.slug, warning.claim)}")
    yield from _block("Boxed warnings", items)


def _restated(page: Joined, owner: str, id: str) -> str:
    claim, plain = page.placed(owner, id), page.plainly(owner, id)
    texts = (
        _prose(page, plain.item.prose) if plain else "",
        _prose(page, claim.claim.prose) if claim else "",
    )
    return " ".join(filter(None, texts))


# ---------------------------------------------------------------- pairs


def answer(site: Catalogue, origin: str, compound: str, condition: str) -> str | None:
    """The answer for a pair, or what is composed for a pair that nobody assessed."""
    if not (pair := site.pair(compound, condition)):
        return None
    lines = [
        *_verdict(pair),
        *_boxed(pair, pair.compound),
        *_help(site, pair),
        *([] if pair.answer else _composed(pair)),
        *_sections(site, pair, (part for part in pair.sections if part.section is not Section.HELP)),
        *_history(pair.answer),
        *_references(site, enumerate(pair.references, 1), origin),
        *_searches(pair),
    ]
    return _document(site, origin, paths.pair(compound, condition), lines, *data.cited_as(site, pair))


def section(site: Catalogue, origin: str, compound: str, condition: str, section: str) -> str | None:
    """One section of an answer, under its verdict; the numbers of its references are the answer's."""
    pair = site.pair(compound, condition)
    part = next((part for part in pair.sections if part.section.value == section), None) if pair else None
    if not pair or not pair.answer or not part:
        return None
    shown = data.section(site, origin, compound, condition, section)
    cited_here = {one["id"] for one in shown["references"]} if shown else set()
    title = f"{part.section.label}: {pair.compound.name} with {pair.condition.plain_name}"
    lines = [
        *_verdict(pair),
        f"The whole answer: <{origin}{paths.machine(paths.pair(compound, condition), '.md')}>",
        "",
        *_sections(site, pair, [part]),
        *_references(site, ((pair.number(id), id) for id in pair.references if id in cited_here), origin),
    ]
    path = paths.section(compound, condition, part.section)
    return _document(site, origin, path, lines, title, metadata.changed(pair.answer))


def _verdict(pair: Pair) -> Iterator[str]:
    yield from ("## Verdict", "", f"**{pair.safety.label}**", "")
    if not pair.answer:
        not_started, already_taking = data.COMPOSED_ACTIONS
        yield from (data.COMPOSED_WHY, "", *_actions(not_started, already_taking), "")
        return
    answer = pair.answer
    if answer.overdue:
        due = metadata.day(answer.review_due)
        yield from (f"**This page is past its review date** ({due}). Newer evidence may exist.", "")
    if answer.verdict.depends_on:
        depends = f"It depends on {escaped(answer.verdict.depends_on)}."
        yield from (f"“{pair.safety.label}” is the most cautious class that can apply. {depends}", "")
    if pair.safety in _STILL:
        yield from (_STILL[pair.safety], "")
    yield from (*_actions(answer.verdict.not_started, answer.verdict.already_taking), "")
    yield from (f"Why: {_prose(pair, answer.why[0])}", "", f"Rests on {answer.verdict.basis.label}.", "")
    yield from _studied(answer)
    share = f"{pair.own_claims} of {len(pair.claims)} claims on this page ({pair.share}%) are about this very pair."
    yield from (share, "")
    yield from _block("By product or situation", (_row(pair, answer, row) for row in _most_cautious(answer)), 3)


def _most_cautious(answer: Answer) -> list[RowMatter]:
    return sorted(answer.rows, key=lambda row: -row.safety.rank)


def _actions(not_started: str, already_taking: str) -> tuple[str, str]:
    return (
        f"- Not started yet? {escaped(not_started)}",
        f"- Already taking it? {escaped(already_taking)} {DO_NOT_STOP}",
    )


def _studied(answer: Answer) -> Iterator[str]:
    certainty = f"{answer.certainty.label} about {escaped(answer.outcome)}: {escaped(answer.certainty_why)}"
    yield from (f"Who was studied: {answer.directness.label}. {escaped(answer.studied)} {certainty}", "")
    signed = (
        f"Reviewed by {escaped(', '.join(answer.reviewed_by))}."
        if answer.reviewed_by
        else "Not yet reviewed by a clinician."
    )
    compared = f"Compared with its sources {metadata.day(answer.reviewed)}; next due {metadata.day(answer.review_due)}."
    yield from (f"{compared} {signed}", "")


def _row(pair: Pair, answer: Answer, row: RowMatter) -> str:
    holds = ""
    if row.applies_if:
        holds += f" For you if: {'; '.join(word.label for word in row.applies_if)}."
    if row.treatments:
        holds += f" For you if you take: {escaped(', '.join(row.treatments))}."
    return (
        f"**{row.safety.label}: {escaped(row.name)}.**{holds} {_prose(pair, answer.why_row(row))} {_row_actions(row)}"
    )


def _row_actions(row: VerdictMatter) -> str:
    return f"Not started: {escaped(row.not_started)} Already taking it: {escaped(row.already_taking)}"


def _help(site: Catalogue, pair: Pair) -> Iterator[str]:
    yield from ("## Get help now if …", "")
    if part := pair.section(Section.HELP):
        yield from _plain(site, pair, part)
        yield from _clinical(site, pair, part)
    yield from (CALL, "")


def _composed(pair: Pair) -> Iterator[str]:
    """What stands above the sections where nobody assessed the pair."""
    compound = pair.compound
    contraindications = []
    for entry in compound.contraindications:
        product = compound.product(entry.product)
        whose = escaped(", ".join((entry.jurisdiction.label, *([product.name] if product else ()))))
        contraindications.append(f"**{whose}.** {_restated(pair, compound.slug, entry.claim)}")
    yield from _block("Contraindications", contraindications)
    yield from _block(
        f"With the usual treatments of {escaped(pair.condition.plain_name)}",
        (
            f"**{escaped(one.interaction.with_.label)}: {one.interaction.severity.label}.** "
            f"{_restated(pair, one.claim.owner, one.claim.claim.id)}"
            for one in pair.interactions
            if one.usual
        ),
    )


def _history(answer: Answer | None) -> Iterator[str]:
    yield from _block(
        "History of the verdict",
        (
            f"{metadata.day(change.date)}: {f'{change.from_.label} → ' if change.from_ else ''}{change.to.label}. "
            f"{escaped(change.why)}"
            for change in (answer.history if answer else ())
        ),
    )


# ---------------------------------------------------------------- compounds and conditions


def compound(site: Catalogue, origin: str, compound: str) -> str | None:
    """A compound."""
    if not (page := site.compound_page(compound)):
        return None
    found = page.compound
    lines = [
        f"{found.kind.label}. {escaped(found.class_)}.",
        "",
        *_facts(
            ("Also called", found.aliases),
            ("Botanical names", found.botanical),
            ("In other languages", found.foreign),
            ("Street names", found.street),
            ("Products", [_product(one.name, one.brands) for one in found.products]),
            ("Not to be confused with", [one.name for one in found.look_alikes]),
        ),
        *_boxed(page, found),
        *_answers(site, origin, found),
        *_sections(site, page, page.sections),
        *_references(site, enumerate(page.references, 1), origin),
        *_searches(page),
    ]
    return _document(site, origin, paths.compound(compound), lines, *data.cited_as(site, page))


def _product(name: str, brands: Iterable[str]) -> str:
    shown = ", ".join(brands)
    return f"{name} ({shown})" if shown else name


def condition(site: Catalogue, origin: str, condition: str) -> str | None:
    """A condition, with what holds for the broader one."""
    if not (page := site.condition_page(condition)):
        return None
    found = page.condition
    lines = [
        *_facts(
            ("In plain words", [found.plain_name]),
            ("Also called", found.aliases),
            ("In other languages", found.foreign),
            ("Part of", [site.conditions[found.broader].name] if found.broader else []),
            ("If it has spread", [site.conditions[found.when_spread].name] if found.when_spread else []),
            ("Usual treatments named here", [one.label for one in found.usual_treatments]),
            ("Not to be confused with", [one.name for one in found.look_alikes]),
        ),
        *_answers(site, origin, found),
        *_sections(site, page, page.sections),
        *_references(site, enumerate(page.references, 1), origin),
        *_searches(page),
    ]
    return _document(site, origin, paths.condition(condition), lines, *data.cited_as(site, page))


def _facts(*facts: tuple[str, Iterable[str]]) -> Iterator[str]:
    for name, words in facts:
        if shown := ", ".join(words):
            yield f"- {name}: {escaped(shown)}"
    yield ""


def _answers(site: Catalogue, origin: str, of: Compound | Condition) -> Iterator[str]:
    found = [_answer_line(site, origin, answer) for answer in site.answers_of(of.slug)]
    yield from _block("Assessed", found or ["None yet. That says nothing about safety."])


def _answer_line(site: Catalogue, origin: str, answer: Answer) -> str:
    link = _link(_pair_name(site, answer), origin + paths.machine(paths.pair(*answer.slugs), ".md"))
    return f"{link}: {answer.safety.label}.{_due(answer)}"


def _due(answer: Answer) -> str:
    """Said beside a class wherever no banner stands."""
    return " Past its review date." if answer.overdue else ""


def _pair_name(site: Catalogue, answer: Answer) -> str:
    return f"{site.compounds[answer.compound].name} with {site.conditions[answer.condition].plain_name}"


# ---------------------------------------------------------------- references, words, pages, lists


def reference(site: Catalogue, origin: str, id: str) -> str | None:
    """A reference and everything that cites it."""
    if not (found := site.references.get(id)):
        return None
    people = f", {found.n:,} people" if found.n else ""
    citing = [data.citing(one, origin) for one in site.cited_by(id)]
    lines = [
        f"{escaped(vancouver.cite(found))} {_links(found)}.",
        "",
        f"- Kind: {found.design.label}{people} ({found.tier.label})",
        f"- Address: <{found.URL}>",
        f"- Read on: {metadata.day(found.seen_on)}" + (f" at <{found.seen_at}>" if found.seen_at != found.URL else ""),
        f"- What such a source can and cannot show: {found.design.limits}",
        "",
        *_block(
            "What cites it here",
            (f"{_link(one['title'], one['url']) if one['url'] else escaped(one['title'])}" for one in citing),
        ),
    ]
    return _document(site, origin, paths.reference(id), lines, found.title, found.seen_on)


def references(site: Catalogue, origin: str) -> str:
    """Every source."""
    lines = [
        line
        for letter, group in vancouver.in_order(site.references.values())
        for line in _block(letter, (_listed(one, origin) for one in group))
    ]
    return _document(site, origin, paths.REFERENCES, lines, "References")


def _listed(reference: Reference, origin: str) -> str:
    path = paths.machine(paths.reference(reference.id), ".md")
    return f"{escaped(vancouver.cite(reference))} {reference.design.label}. {_link(reference.id, origin + path)}"


def term(site: Catalogue, origin: str, term: str) -> str | None:
    """One word of the glossary."""
    if not (found := site.terms.get(term)):
        return None
    lines = [escaped(found.definition), "", *_references(site, enumerate(found.references, 1), origin)]
    return _document(site, origin, paths.term(term), lines, found.term)


def glossary(site: Catalogue, origin: str) -> str:
    """Every word that is explained."""
    lines = [*(f"- {_term(term)}" for term in site.glossary), ""]
    return _document(site, origin, paths.GLOSSARY, lines, "Glossary")


def _term(term: Term) -> str:
    also = f" ({escaped(', '.join(term.aliases))})" if term.aliases else ""
    return f"**{escaped(term.term)}**{also}: {escaped(term.definition)}"


def page(site: Catalogue, origin: str, page: str) -> str | None:
    """One of the site's own pages."""
    if not (found := site.pages.get(page)):
        return None
    text = markdown(found.prose, numbers_of(found.references), origin)
    lines = [text, "", *_references(site, enumerate(found.references, 1), origin)]
    return _document(site, origin, paths.page(page), lines, found.title, found.updated)


def home(site: Catalogue, origin: str) -> str:
    """The way in."""
    lists = {
        "All compounds": "/compounds/",
        "All conditions": "/conditions/",
        "Every pair": "/map/",
        "Changes of verdicts": "/changes/",
        "Glossary": paths.GLOSSARY,
        "References": paths.REFERENCES,
        "Everything as one archive": paths.EXPORT,
    }
    lines = [
        metadata.PURPOSE,
        "",
        *(f"- {_link(name, origin + paths.machine(path, '.md'))}" for name, path in lists.items()),
        "",
        *_block("Newest verdicts", (_change(site, origin, entry) for entry in site.ledger[: data.NEWEST])),
    ]
    return _document(site, origin, "/", lines, "Is this compound safe with this condition?")


def compounds(site: Catalogue, origin: str) -> str:
    """All compounds."""
    lines = [
        f"- {_link(one.name, origin + paths.machine(paths.compound(slug), '.md'))}: {escaped(one.class_)}; "
        f"{len(site.answers_of(slug))} conditions assessed"
        for slug, one in site.compounds.items()
    ]
    return _document(site, origin, "/compounds/", [*lines, ""], "Compounds")


def conditions(site: Catalogue, origin: str) -> str:
    """All conditions."""
    lines = [
        f"- {_link(one.name, origin + paths.machine(paths.condition(slug), '.md'))}: {one.category.label}; "
        f"{len(site.answers_of(slug))} compounds assessed"
        for slug, one in site.conditions.items()
    ]
    return _document(site, origin, "/conditions/", [*lines, ""], "Conditions")


def changes(site: Catalogue, origin: str) -> str:
    """Every change of a verdict, newest first."""
    lines = [*(f"- {_change(site, origin, entry)}" for entry in site.ledger), ""]
    return _document(site, origin, "/changes/", lines, "Changes of verdicts")


def _change(site: Catalogue, origin: str, entry: LedgerEntry) -> str:
    change = entry.change
    link = _link(_pair_name(site, entry.answer), origin + paths.machine(paths.pair(*entry.answer.slugs), ".md"))
    was = f"{change.from_.label} → " if change.from_ else ""
    moved = f" {_link(change.reference, origin + paths.reference(change.reference))}" if change.reference else ""
    return (
        f"{metadata.day(change.date)}: {link}: {was}{change.to.label}.{_due(entry.answer)} {escaped(change.why)}{moved}"
    )


def map(site: Catalogue, origin: str) -> str:
    """Every compound with its assessed conditions; all other pairs are named as not assessed."""
    lines = ["Pairs that are not named here are not assessed. That says nothing about whether they are safe.", ""]
    for slug, compound in site.compounds.items():
        found = [_answer_line(site, origin, answer) for answer in site.answers_of(slug)]
        lines += _block(escaped(compound.name), found or ["Not assessed with any condition."])
    return _document(site, origin, "/map/", lines, "Map of compounds and conditions")
