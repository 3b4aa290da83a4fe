"""References: well-formed identifiers, the publisher’s own address, nothing missing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from safetysite.content.draft import Draft
from safetysite.content.rules.looking import path_of
from safetysite.content.vocabulary import MIRROR_HOSTS, CslType, SourceTier
from safetysite.problems import Problem

_IDENTIFIERS = {
    "DOI": (re.compile(r"10\.\d{4,9}/[^\s\"]+[^\s\".,;]"), "10.1000/xyz"),
    "PMID": (re.compile(r"[1-9]\d{0,7}"), "22965960"),
    "PMCID": (re.compile(r"PMC[1-9]\d{0,8}"), "PMC1234567"),
    "NCT": (re.compile(r"NCT\d{8}"), "NCT01234567"),
}
_ISSUED = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")


def identifiers_are_well_formed(site: Draft) -> Iterator[Problem]:
    """DOI, PMID, PMCID, NCT and ISBN have their form; dates are as CSL has them."""
    for reference in site.references.values():
        path = path_of(site, f"references/{reference.id}.yaml")
        for name, (form, example) in _IDENTIFIERS.items():
            value = getattr(reference, name)
            if value and not form.fullmatch(value):
                yield Problem(path, site.line(path, name), f'malformed {name} "{value}"; as in {example}')
        if reference.ISBN and not _is_isbn(reference.ISBN):
            yield Problem(path, site.line(path, "ISBN"), f'malformed ISBN "{reference.ISBN}"')
        if reference.issued and not _ISSUED.fullmatch(reference.issued):
            line = site.line(path, "issued")
            yield Problem(path, line, f'malformed issued "{reference.issued}"; as in 2012, 2012-10 or 2012-10-10')


def addresses_are_the_publishers(site: Draft) -> Iterator[Problem]:
    """A reference's address is https and names the publisher, PubMed, the agency or the registry: no mirror, no bare number."""
    for reference in site.references.values():
        path = path_of(site, f"references/{reference.id}.yaml")
        line = site.line(path, "URL")
        try:
            parts = urlsplit(reference.URL)
            host = parts.hostname or ""
        except ValueError:
            yield Problem(path, line, f'malformed address "{reference.URL}"')
            continue
        host = host.rstrip(".")
        if parts.scheme != "https" or not host:
            yield Problem(path, line, f'address "{reference.URL}" must begin with https://')
        elif re.fullmatch(r"(?:0x)?[\da-f.]*\d[\da-f.]*|[0-9a-f:]+", host) and not re.search(r"\.[a-z]{2,}$", host):
            yield Problem(path, line, f'address "{reference.URL}" is a bare number, not a publisher')
        elif "@" in parts.netloc or "." not in host or re.search(r"\s", reference.URL):
            yield Problem(path, line, f'malformed address "{reference.URL}"')
        elif any(host == mirror or host.endswith(f".{mirror}") for mirror in MIRROR_HOSTS):
            yield Problem(path, line, f"{host} is a mirror or secondary page; give the publisher’s address")


def references_are_complete(site: Draft) -> Iterator[Problem]:
    """A reference says who and where: an author or publisher, a container for articles."""
    for reference in site.references.values():
        path = path_of(site, f"references/{reference.id}.yaml")
        if not reference.author and not reference.publisher:
            yield Problem(path, 1, "has neither author nor publisher")
        if reference.type is CslType.ARTICLE and not (reference.container_title and reference.issued):
            yield Problem(path, 1, "an article needs its journal (container-title) and issued")
        if any(not (name.family or name.literal) for name in reference.author):
            yield Problem(path, site.line(path, "author"), "an author is a person (family, given) or a body (literal)")
        # A web page may have none: Citing Medicine then puts a description of it in square brackets.
        if reference.title.startswith("[") and reference.type is not CslType.WEBPAGE:
            yield Problem(path, site.line(path, "title"), "the title is a description; give the document’s own")


def each_document_stands_once(site: Draft) -> Iterator[Problem]:
    """No document has two references: the same PMID or PMCID, or the same DOI and title.

    The abstracts of a congress share one DOI, so a DOI alone says nothing.
    """
    first: dict[tuple[str, ...], str] = {}
    for reference in site.references.values():
        signs = {"PMID": (reference.PMID,), "PMCID": (reference.PMCID,), "DOI": (reference.DOI, reference.title)}
        for name, sign in signs.items():
            if not all(sign):
                continue
            other = first.setdefault((name, *(str(part).casefold() for part in sign)), reference.id)
            if other != reference.id:
                path = path_of(site, f"references/{reference.id}.yaml")
                yield Problem(path, site.line(path, name), f'is the same document as "{other}"; cite that one')
                break


def claims_have_a_first_hand_source(site: Draft) -> Iterator[Problem]:
    """No claim rests on a news item or another secondary page alone."""
    secondary = {id for id, reference in site.references.items() if reference.tier is SourceTier.SECONDARY}
    for document in site.documents:
        for claim in document.text.claims:
            if claim.references and secondary.issuperset(claim.references):
                yield Problem(document.path, claim.line, f'claim "{claim.id}" rests on a secondary page alone')


def _is_isbn(text: str) -> bool:
    digits = text.replace("-", "").upper()
    if len(digits) == 13 and digits.isdigit():
        return sum(int(d) * (3 if at % 2 else 1) for at, d in enumerate(digits)) % 10 == 0
    if re.fullmatch(r"\d{9}[\dX]", digits):
        return sum((10 if d == "X" else int(d)) * (10 - at) for at, d in enumerate(digits)) % 11 == 0
    return False
