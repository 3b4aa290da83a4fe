"""Structured data (schema.org, JSON-LD): the page's own facts for machines, as one graph for each page.

Nothing stands here that the page does not show. ``lastReviewed`` and ``reviewedBy`` come
only with a signature: that a text was compared with its sources is ``dateModified``.
Codes of drugs and illnesses are left out as long as the content has none.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.joined import CompoundPage, ConditionPage, Joined, Pair
from safetysite.content.model import Answer, Compound, Condition, Page, Reference, Term
from safetysite.content.vocabulary import CompoundKind, CslType, Safety
from safetysite.outputs import metadata, vancouver
from safetysite.outputs.metadata import Address, Crumb, Head

#: A schema.org thing, or a page's whole graph.
Thing = dict[str, Any]

#: What each kind of compound is for schema.org. What is sold as food is no ``Drug``.
KINDS = {
    CompoundKind.MEDICINE: "Drug",
    CompoundKind.CONTROLLED: "Drug",
    CompoundKind.SUPPLEMENT: "DietarySupplement",
    CompoundKind.HERB: "DietarySupplement",
}

#: A registry entry is no ``Dataset`` that anyone could download from here.
WORKS = {
    CslType.ARTICLE: "ScholarlyArticle",
    CslType.PREPRINT: "ScholarlyArticle",
    CslType.CONFERENCE: "ScholarlyArticle",
    CslType.REPORT: "Report",
    CslType.WEBPAGE: "WebPage",
    CslType.BOOK: "Book",
    CslType.CHAPTER: "Chapter",
    CslType.LEGISLATION: "Legislation",
    CslType.THESIS: "Thesis",
    CslType.DATASET: "CreativeWork",
}

#: The pages speak to patients in plain words and to clinicians in theirs; ``Clinician`` is a value, not a type.
AUDIENCE = [{"@type": "Patient"}, "https://schema.org/Clinician"]


# ---------------------------------------------------------------- pages


def answer(site: Catalogue, pair: Pair, address: Address) -> Thing:
    """An answer: what it is about, for whom, from which sources, and who reviewed it, if anyone did."""
    found = pair.answer
    assert found is not None, "a composed pair has no structured data but its breadcrumb"
    path, head = paths.pair(*found.slugs), metadata.of_pair(pair)
    page = _page("MedicalWebPage", path, head, address, changed=metadata.changed(found)) | {
        "abstract": _verdict(pair.safety, found),
        "datePublished": found.history[0].date.isoformat(),
        "medicalAudience": AUDIENCE,
        "about": [_compound(pair.compound, address), _condition(pair.condition, address)],
        "citation": _citations(site, pair, address),
    }
    if found.reviewed_by:
        page["lastReviewed"] = found.reviewed.isoformat()
        page["reviewedBy"] = [{"@type": "Person", "name": name} for name in found.reviewed_by]
    return _graph(page, path, head.title, metadata.way_to_pair(pair), address)


def compound(site: Catalogue, page: CompoundPage, address: Address) -> Thing:
    """A compound's page and the compound itself."""
    found, head = page.compound, metadata.of_compound(site, page)
    thing = _compound(found, address) | _with(
        alternateName=[*found.aliases, *found.botanical, *found.foreign, *found.street],
    )
    if thing["@type"] == "Drug":
        warning = address(paths.compound(found.slug)) + "#boxed" if found.boxed_warnings else None
        thing |= _with(drugClass={"@type": "DrugClass", "name": found.class_}, warning=warning)
    return _medical(site, page, paths.compound(found.slug), head, thing, metadata.WAYS["compound"], address)


def condition(site: Catalogue, page: ConditionPage, address: Address) -> Thing:
    """A condition's page and the condition itself."""
    found, head = page.condition, metadata.of_condition(site, page)
    thing = _condition(found, address) | _with(alternateName=[*found.aliases, *found.foreign])
    return _medical(site, page, paths.condition(found.slug), head, thing, metadata.WAYS["condition"], address)


def reference(found: Reference, address: Address) -> Thing:
    """A reference's page and the document that it is about."""
    path, head = paths.reference(found.id), metadata.of_reference(found)
    page = _page("WebPage", path, head, address, changed=found.seen_on) | {"mainEntity": _work(found, address)}
    return _graph(page, path, found.title, metadata.WAYS["reference"], address)


def glossary(terms: Iterable[Term], head: Head, address: Address) -> Thing:
    """The glossary as a set of terms."""
    here = address(paths.GLOSSARY)
    defined = [
        {"@type": "DefinedTerm", "@id": f"{here}#{term.slug}", "name": term.term, "description": term.definition}
        | _with(alternateName=list(term.aliases))
        for term in terms
    ]
    page = _page("WebPage", paths.GLOSSARY, head, address) | {
        "mainEntity": {"@type": "DefinedTermSet", "@id": f"{here}#terms", "name": head.title, "hasDefinedTerm": defined}
    }
    return _graph(page, paths.GLOSSARY, head.title, (), address)


def home(head: Head, address: Address) -> Thing:
    """The site itself with its search, and its first page."""
    website = _website(address) | {
        "description": head.description,
        "publisher": _publisher(address),
        "inLanguage": "en",
        "license": metadata.LICENCE,
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": address("/search/") + "?q={search_term_string}"},
            "query-input": "required name=search_term_string",
        },
    }
    return {"@context": "https://schema.org", "@graph": [_page("WebPage", "/", head, address), website]}


def page(found: Page, address: Address) -> Thing:
    """One of the site's own pages."""
    head = Head(found.title, found.description)
    kind = "AboutPage" if found.slug == "about" else "WebPage"
    thing = _page(kind, paths.page(found.slug), head, address, changed=found.updated)
    return _graph(thing, paths.page(found.slug), found.title, (), address)


def listing(path: str, head: Head, address: Address, changed: date | None = None) -> Thing:
    """A page that lists others: compounds, conditions, map, changes."""
    return _graph(_page("CollectionPage", path, head, address, changed), path, head.title, (), address)


def archive(digest: str, head: Head, address: Address) -> Thing:
    """All data to download, as of this version of the content."""
    found = _page("WebPage", paths.EXPORT, head, address) | {
        "mainEntity": {
            "@type": "Dataset",
            "@id": address(paths.EXPORT) + "#data",
            "name": head.title,
            "description": head.description,
            "license": metadata.LICENCE,
            "version": digest,
            "creator": _publisher(address),
            "distribution": {
                "@type": "DataDownload",
                "contentUrl": address(paths.archive(digest)),
                "encodingFormat": "application/zip",
            },
        }
    }
    return _graph(found, paths.EXPORT, head.title, (metadata.HOME,), address)


def way(path: str, title: str, crumbs: Sequence[Crumb], address: Address) -> Thing:
    """A page that is not for an index by itself: only the way to it."""
    return {"@context": "https://schema.org"} | _breadcrumb(path, title, crumbs, address)


# ---------------------------------------------------------------- parts


def _graph(page: Thing, path: str, title: str, crumbs: Sequence[Crumb], address: Address) -> Thing:
    """The page with the way to it, where it shows one."""
    if not crumbs:
        return {"@context": "https://schema.org", "@graph": [page]}
    breadcrumb = _breadcrumb(path, title, crumbs, address)
    return {
        "@context": "https://schema.org",
        "@graph": [page | {"breadcrumb": {"@id": breadcrumb["@id"]}}, breadcrumb],
    }


def _page(kind: str, path: str, head: Head, address: Address, changed: date | None = None) -> Thing:
    return {
        "@type": kind,
        "@id": address(path),
        "url": address(path),
        "name": head.title,
        "description": head.description,
        "inLanguage": "en",
        "isPartOf": _website(address),
        "publisher": _publisher(address),
        "license": metadata.LICENCE,
    } | _with(dateModified=changed and changed.isoformat())


def _medical(
    site: Catalogue,
    page: CompoundPage | ConditionPage,
    path: str,
    head: Head,
    thing: Thing,
    crumbs: Sequence[Crumb],
    address: Address,
) -> Thing:
    """A page about one compound or condition."""
    # Neither page shows a day of its own, so none is said.
    found = _page("MedicalWebPage", path, head, address) | {
        "medicalAudience": AUDIENCE,
        "mainEntity": thing,
        "citation": _citations(site, page, address),
    }
    return _graph(found, path, thing["name"], crumbs, address)


def _verdict(safety: Safety, found: Answer) -> str:
    """The verdict in one breath, with what it depends on: a class alone says more than is known."""
    depends = metadata.depends_on(found)
    headline = (
        f"“{safety.label}” is the most cautious class that can apply. It depends on {depends}"
        if depends
        else safety.label
    )
    reviewed = "" if found.reviewed_by else " Not yet reviewed by a clinician."
    return f"{headline}. {found.directness.label}. {found.certainty.label} about {found.outcome}.{reviewed}"


def _website(address: Address) -> Thing:
    return {"@type": "WebSite", "@id": address("/") + "#website", "name": metadata.NAME, "url": address("/")}


def _publisher(address: Address) -> Thing:
    return {"@type": "Organization", "@id": address("/") + "#publisher", "name": metadata.NAME, "url": address("/")}


def _compound(found: Compound, address: Address) -> Thing:
    url = address(paths.compound(found.slug))
    return {"@type": KINDS[found.kind], "@id": f"{url}#compound", "name": found.name, "url": url}


def _condition(found: Condition, address: Address) -> Thing:
    url = address(paths.condition(found.slug))
    return {"@type": "MedicalCondition", "@id": f"{url}#condition", "name": found.name, "url": url}


def _citations(site: Catalogue, page: Joined, address: Address) -> list[Thing]:
    """The page's references in their order: name, day, identifiers; the rest stands on their own pages."""
    return [_cited(site.references[id], address) for id in page.references]


def _cited(found: Reference, address: Address) -> Thing:
    links = vancouver.links(found)
    return {
        "@type": WORKS[found.type],
        "@id": f"{address(paths.reference(found.id))}#work",
        "name": found.title,
        "url": links[0].href,
    } | _with(
        datePublished=found.issued,
        identifier=[link.label for link in links] if found.DOI or found.PMID or found.PMCID or found.NCT else None,
    )


def _work(found: Reference, address: Address) -> Thing:
    """The document with its authors as they are cited, and where it was published."""
    return _cited(found, address) | _with(
        author=[
            {"@type": "Organization" if author.literal else "Person", "name": vancouver.authors((author,))}
            for author in found.author[: vancouver.MOST_AUTHORS]
        ],
        isPartOf=found.container_title
        and {"@type": "Periodical" if found.type is CslType.ARTICLE else "CreativeWork", "name": found.container_title},
        # As in the citation: the publisher of a journal goes unsaid.
        publisher=found.publisher and not found.container_title and {"@type": "Organization", "name": found.publisher},
    )


def _breadcrumb(path: str, title: str, crumbs: Sequence[Crumb], address: Address) -> Thing:
    """The way as the page shows it, and the page itself at its end."""
    steps = [*crumbs, Crumb(title, path)]
    return {
        "@type": "BreadcrumbList",
        "@id": f"{address(path)}#breadcrumb",
        "itemListElement": [
            {"@type": "ListItem", "position": at, "name": crumb.name, "item": _step(crumb, address)}
            for at, crumb in enumerate(steps, 1)
        ],
    }


def _step(crumb: Crumb, address: Address) -> Thing:
    """A page as a thing: the bare address is no value that a ListItem may have."""
    return {"@type": "WebPage", "@id": address(crumb.path)}


def _with(**properties: object) -> Thing:
    """Those that hold something."""
    return {name: value for name, value in properties.items() if value}
