"""Whole pages and fragments before Flask: rendered once, compressed once, answered from bytes.

A page is a function of the catalogue, its path, the parameters it knows, and page or
fragment. That is its key, and Flask is asked with these alone: no other header and no
other parameter can get into a page that is kept. How a reply is encoded and compared is
the business of ``negotiation``, where it is kept of ``page_store``; views know nothing of these.
"""

from __future__ import annotations

import hashlib
import io
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

from flask import Flask
from werkzeug.http import http_date

from safetysite.content.catalogue import Catalogue
from safetysite.content.studies import StudyOrder
from safetysite.content.vocabulary import Category, CompoundKind, Design, Directness, Safety, SafetyOutcome, Word
from safetysite.outputs import metadata
from safetysite.settings import Settings
from safetysite.web import htmx
from safetysite.web.negotiation import BEST, ENCODINGS, QUICK, Reply, encode, encoding_for, fetch
from safetysite.web.page_store import Flights, Store, open_store

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

#: Browsers and shared caches ask each time, which costs a 304 without a body. A verdict may turn to
#: "avoid": nobody is to read yesterday's for an hour, nor even once while a cache looks for news.
PAGES = "max-age=0, must-revalidate"
#: What is not kept here: kept elsewhere only to be compared.
_ASKED = "no-cache"
#: Answers to what a reader typed: in no shared cache.
_PRIVATE = "private, no-cache"

#: Paths that are never kept, each with its lifetime: unbounded questions, the reader's own list, the state of the process.
PASSED = {
    **dict.fromkeys(("/search/", "/search.json", "/suggest.json", "/safety/"), _PRIVATE),
    **dict.fromkeys(("/sheet/", "/sheet.json", "/healthz", "/readyz"), "no-store"),
}

STATIC = "/static/"

#: Longer paths and queries are none that the site links to.
LONGEST = 400
#: More words than this in a query: combinations of the map's filters, more than any cache holds and each asked for once.
MOST_WORDS = 5


# ---------------------------------------------------------------- what a page is known by


@dataclass(frozen=True)
class Parameter:
    """A query parameter that a kind of page reads: the words that change the page; ``repeats`` if it may hold several."""

    name: str
    words: tuple[str, ...]
    repeats: bool = False


def _words(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(word.value for word in words)


READING = Parameter("reading", ("clinical",))
OF_PAGES = (READING,)
OF_SECTIONS = (
    READING,
    Parameter("design", _words(Design)),
    Parameter("directness", _words(Directness)),
    Parameter("outcome", _words(SafetyOutcome)),
    Parameter("order", _words(order for order in StudyOrder if order is not StudyOrder.WRITTEN)),
)
OF_MAP = (
    READING,
    Parameter("kind", _words(CompoundKind), repeats=True),
    Parameter("category", _words(Category), repeats=True),
    Parameter("verdict", _words(Safety), repeats=True),
)


def parameters_of(path: str) -> tuple[Parameter, ...]:
    """What the page at a path reads of its query; forms for programs and files read nothing."""
    if not path.endswith("/"):
        return ()
    if path == "/map/":
        return OF_MAP
    return OF_SECTIONS if path.startswith("/safety/") and path.count("/") == 5 else OF_PAGES


def known_query(query: str, parameters: tuple[Parameter, ...]) -> str | None:
    """The query with what the page reads of it, in one order, each word once; None if it is one to pass by."""
    if len(query) > LONGEST:
        return None
    given = parse_qs(query, keep_blank_values=True)
    kept: list[tuple[str, str]] = []
    for parameter in parameters:
        # As the views read it: of a repeated parameter that holds one word, the first.
        values = given.get(parameter.name, [])
        values = values if parameter.repeats else values[:1]
        kept += [(parameter.name, word) for word in parameter.words if word in values]
    return urlencode(kept) if len(kept) <= MOST_WORDS else None


class Question(NamedTuple):
    """What is asked for: everything that a kept page may depend on, beside the catalogue."""

    path: str
    query: str
    is_fragment: bool

    def environ(self, origin: str) -> dict[str, Any]:
        """A request for it that holds nothing else of whoever asked first."""
        address = urlsplit(origin)
        asked = {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": self.path,
            "QUERY_STRING": self.query,
            "SERVER_NAME": address.hostname or "",
            "SERVER_PORT": str(address.port or (443 if address.scheme == "https" else 80)),
            "SERVER_PROTOCOL": "HTTP/1.1",
            "HTTP_HOST": address.netloc,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": address.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        return asked | {"HTTP_HX_REQUEST": "true"} if self.is_fragment else asked


def page_key(edition: str, question: Question, encoding: str) -> str:
    """The key of a reply: edition (release and digest of the catalogue), path, query, page or fragment, encoding."""
    return f"{edition}:{question.path}?{question.query}#{'f' if question.is_fragment else 'p'}:{encoding}"


# ---------------------------------------------------------------- the middleware


class PageCache:
    """The WSGI application around Flask's: answers GET and HEAD, hands everything else on.

    Without a store nothing is kept.
    """

    def __init__(
        self,
        app: Flask,
        settings: Settings,
        site: Callable[[], Catalogue],
        static_version: Callable[[str], str | None],
        store: Store | None,
    ) -> None:
        self.flask = app.wsgi_app
        self.store = store
        self._origin = settings.origin
        self._site = site
        self._static_version = static_version
        self._release = release(app, settings) if settings.cache_url else ""
        self._flights = Flights()
        self._changed = ("", "")

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD") or _is_special(environ):
            return self.flask(environ, start_response)
        encoding = encoding_for(environ.get("HTTP_ACCEPT_ENCODING"))
        question = self.question(environ)
        reply = self._passed(environ, encoding) if question is None else self._answer(question, encoding)
        return reply.send(environ, start_response)

    def question(self, environ: Mapping[str, Any]) -> Question | None:
        """What is asked for, if it is something that may be kept."""
        path: str = environ.get("PATH_INFO") or "/"
        query: str = environ.get("QUERY_STRING") or ""
        # An address without slash or ending redirects to one with a slash, or is none.
        if path in PASSED or len(path) > LONGEST or not (path.endswith("/") or "." in path.rpartition("/")[2]):
            return None
        if path.startswith(STATIC):
            version = self._static_version(path.removeprefix(STATIC))
            if version is None:
                return None
            return Question(path, query if query == f"v={version}" else "", False)
        known = known_query(query, parameters_of(path)) if query else ""
        if known is None:
            return None
        return Question(path, known, path.endswith("/") and htmx.is_swap(environ))

    def _answer(self, question: Question, encoding: str) -> Reply:
        """The kept reply, else one that is made once for all that ask meanwhile."""
        store = self.store
        if store is None:
            return self._rendered(question, encoding)
        # Read before the page is made: a page of newer content may stand under an old digest, never the reverse.
        edition = f"{self._release}{self._site().digest}"
        key = page_key(edition, question, encoding)
        return store.get(key) or self._flights.reply(key, lambda: self._made(store, edition, question, encoding))

    def _made(self, store: Store, edition: str, question: Question, encoding: str) -> Reply:
        """The reply, from one kept in another encoding or else rendered; kept if it may be."""
        # Its own encoding first: who was just too late for a flight finds what it left.
        encodings = sorted(ENCODINGS, key=lambda one: one != encoding)
        kept = next(filter(None, (store.get(page_key(edition, question, one)) for one in encodings)), None)
        reply = kept.recoded(encoding, _levels(question)) if kept else self._rendered(question, encoding)
        if _may_be_kept(reply):
            store.set(page_key(edition, question, encoding), reply)
        return reply

    def _rendered(self, question: Question, encoding: str) -> Reply:
        status, headers, content = fetch(self.flask, question.environ(self._origin))
        extra = {"Cache_Control": _ASKED}
        if status.startswith("200 "):
            extra = {"Cache_Control": PAGES, "Last_Modified": self._last_modified()}
        return encode(status, headers, content, encoding, _levels(question), **extra)

    def _passed(self, environ: dict[str, Any], encoding: str) -> Reply:
        """What Flask answers to the request as it is; comparing is left to the reply."""
        path = environ.get("PATH_INFO") or "/"
        asked = {name: value for name, value in environ.items() if not name.startswith("HTTP_IF_")}
        lifetime = PASSED.get(path) or PASSED.get(f"{path}/", _ASKED)
        return encode(*fetch(self.flask, asked | {"REQUEST_METHOD": "GET"}), encoding, Cache_Control=lifetime)

    def _last_modified(self) -> str:
        site = self._site()
        if self._changed[0] != site.digest:
            self._changed = (site.digest, http_date(newest(site)))
        return self._changed[1]


def attach(
    app: Flask, settings: Settings, site: Callable[[], Catalogue], static_version: Callable[[str], str | None]
) -> None:
    """Put the page cache before an application; ``site`` tells the catalogue that is served now.

    In debug nothing is kept: templates change under the running application.
    """
    store = None if app.debug else open_store(app, settings.cache_url)
    app.wsgi_app = PageCache(app, settings, site, static_version, store)  # type: ignore[method-assign]


def release(app: Flask, settings: Settings) -> str:
    """A digest of what makes pages beside the content; two releases, or two sites, may share one Redis."""
    made = hashlib.sha256(f"{settings.origin}\n{settings.contact}".encode())
    for folder in (Path(app.root_path), settings.templates):
        for file in sorted(folder.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts:
                made.update(f"\n{file.relative_to(folder)}\n".encode() + file.read_bytes())
    return made.hexdigest()[:16]


def newest(site: Catalogue) -> datetime:
    """The newest day of the content, as its first moment (UTC): ``Last-Modified`` of every page.

    One for all, because pages hold parts of one another. Days are coarse: of two changes on
    one day only the tag tells.
    """
    days = (
        *(page.updated for page in site.pages.values()),
        *(reference.seen_on for reference in site.references.values()),
        *map(metadata.stands_since, site.answers.values()),
    )
    return datetime.combine(max(days, default=date(1970, 1, 1)), datetime.min.time(), UTC)


def _is_special(environ: Mapping[str, Any]) -> bool:
    """True for a request with a body, a range or a name and password."""
    return (
        "HTTP_RANGE" in environ
        or "HTTP_AUTHORIZATION" in environ
        or "HTTP_TRANSFER_ENCODING" in environ
        or environ.get("CONTENT_LENGTH") not in (None, "", "0")
    )


def _may_be_kept(reply: Reply) -> bool:
    """Whole answers only, that hold for everyone who asks the same question."""
    lifetime = reply.header("cache-control")
    vary = {name.strip() for name in reply.header("vary").split(",")}
    return (
        bool(reply.tag)
        and not reply.header("set-cookie")
        and "no-store" not in lifetime
        and "private" not in lifetime
        and vary <= {"", "Accept-Encoding", *htmx.VARY}
    )


def _levels(question: Question) -> tuple[int, int]:
    """Static files are few, and compressed once in a process's life."""
    return BEST if question.path.startswith(STATIC) else QUICK
