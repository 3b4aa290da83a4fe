"""llms.txt: what programs that read for people should know of the site, and where its pages are (llmstxt.org)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.vocabulary import DO_NOT_STOP, Directness, Safety
from safetysite.outputs import feed, metadata
from safetysite.outputs.metadata import Address


def render(site: Catalogue, address: Address) -> str:
    """The file as Markdown, from the catalogue and the words of its lists."""
    return "\n".join(_lines(site, address)) + "\n"


def _lines(site: Catalogue, address: Address) -> Iterator[str]:
    yield f"# {metadata.NAME}"
    yield ""
    yield f"> {metadata.PURPOSE}"
    yield ""
    yield (
        f"{len(site.answers):,} answers on {len(site.compounds):,} compounds and {len(site.conditions):,} conditions, "
        f"each claim with its source. Content version {site.digest}. This is information, not medical advice."
    )
    yield from _passage("How to read a verdict", _reading())
    yield from _passage("How to cite", _citing(site))
    yield from _passage("Addresses", _addresses(address))
    yield from _section(
        "About this site",
        (_link(one.title, paths.page(one.slug), address, one.description) for one in site.pages.values()),
    )
    yield from _section(
        "Compounds", (_link(one.name, paths.compound(one.slug), address, one.class_) for one in site.compounds.values())
    )
    yield from _section(
        "Conditions", (_link(one.name, paths.condition(one.slug), address) for one in site.conditions.values())
    )
    yield from _section("Optional", _lists(address))


def _passage(title: str, items: Iterable[str]) -> Iterator[str]:
    """Words about the site; under a heading the form has lists of links only."""
    yield from ("", f"**{title}**", "")
    yield from (f"- {item}" for item in items)


def _section(title: str, items: Iterable[str]) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    yield from (f"- {item}" for item in items)


def _link(name: str, path: str, address: Address, note: str = "") -> str:
    return f"[{name}]({address(path)})" + (f": {note}" if note else "")


def _reading() -> Iterator[str]:
    classes = sorted(set(Safety) - {Safety.UNKNOWN, Safety.NOT_ASSESSED}, key=lambda word: -word.rank)
    yield "Safety, most cautious first: " + _words(classes)
    yield (
        f"“{Safety.UNKNOWN.label}” (we looked and found nothing) and “{Safety.NOT_ASSESSED.label}” (nobody has looked) "
        "never mean safe. What is not listed is not thereby safe."
    )
    yield "Who was studied, nearest first: " + _words(Directness)
    yield "The two are separate, and neither says whether a treatment helps."
    yield "The headline is the most cautious class that can apply; the rows below it say for which product or situation another one holds."
    yield f"With every class stands: {DO_NOT_STOP}"


def _words(words: Iterable[Safety | Directness]) -> str:
    return "; ".join(word.label for word in words) + "."


def _citing(site: Catalogue) -> Iterator[str]:
    yield "Name the site, the page's title, its address, the day its text was compared with its sources, and the content version."
    yield "Keep a verdict together with its reason, its certainty and its date."
    yield "For a medical fact cite the source itself, too: each claim names it."
    yield f"Texts and data: CC BY 4.0, {metadata.LICENCE}"
    if not any(answer.reviewed_by for answer in site.answers.values()):
        yield "No clinician has signed any answer yet; each page says so."


def _addresses(address: Address) -> Iterator[str]:
    yield f"A compound with a condition: {address('/safety/')}<compound>/<condition>/, with the last parts of their pages' addresses."
    yield "Every page is also there as `.json` and as `.md` in place of its last slash."
    yield _link(
        "All data as one archive", paths.EXPORT, address, "tables as JSON lines and CSV, data dictionary, licence"
    )
    yield _link("Description of the JSON", "/openapi.json", address, "OpenAPI")
    yield _link("Feed of changed verdicts", feed.path("/"), address, "Atom; each compound and condition has its own")
    yield _link("Sitemap", "/sitemap.xml", address)


def _lists(address: Address) -> Iterator[str]:
    yield _link("Map", "/map/", address, "every compound with every condition")
    yield _link("Changes of verdicts", "/changes/", address)
    yield _link("Glossary", paths.GLOSSARY, address)
    yield _link("References", paths.REFERENCES, address, "every source, from A to Z")
