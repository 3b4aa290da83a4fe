"""What HTTP asks of every reply: encodings, tags, 304, HEAD, lifetimes, types."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from datetime import date
from typing import Any, cast

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from flask import Flask
from flask.testing import FlaskClient

from safetysite.web.negotiation import Reply, encode, encoding_for
from safetysite.web.page_cache import PageCache
from tests.conftest import CheckedClient

ANSWER = "/safety/examplin/sampleitis/"
HTML = "text/html; charset=utf-8"
#: One address of each kind, and its type.
KINDS = {
    "/": HTML,
    "/compounds/": HTML,
    "/compounds/examplin/": HTML,
    "/conditions/": HTML,
    "/conditions/sampleitis/": HTML,
    ANSWER: HTML,
    f"{ANSWER}?reading=clinical": HTML,
    f"{ANSWER}literature/?order=newest": HTML,
    "/safety/examplin/illness/": HTML,
    "/references/": HTML,
    "/references/doe2021examplin/": HTML,
    "/glossary/": HTML,
    "/map/": HTML,
    "/map/?verdict=avoid": HTML,
    "/changes/": HTML,
    "/methods/": HTML,
    "/index.json": "application/json",
    f"{ANSWER[:-1]}.json": "application/json",
    f"{ANSWER[:-1]}.md": "text/markdown; charset=utf-8",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/sitemap-1.xml": "application/xml; charset=utf-8",
    "/feed.xml": "application/atom+xml; charset=utf-8",
    "/opensearch.xml": "application/opensearchdescription+xml; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/llms.txt": "text/plain; charset=utf-8",
    "/static/site.css": "text/css; charset=utf-8",
    "/static/site.js": "text/javascript; charset=utf-8",
    "/static/icon.svg": "image/svg+xml; charset=utf-8",
    "/static/cards/avoid.png": "image/png",
    # Never kept, but otherwise like the rest.
    "/search/?q=examplin": HTML,
    "/suggest.json?q=exa": "application/json",
    "/healthz": "text/plain; charset=utf-8",
}
UNKEPT = ("/search/", "/suggest.json", "/healthz")
SECURITY = ("Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy")
DECODE: dict[str, Callable[[bytes], bytes]] = {"br": brotli.decompress, "gzip": gzip.decompress, "identity": bytes}


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        (None, "identity"),
        ("", "identity"),
        ("gzip, deflate, br, zstd", "br"),
        ("gzip, deflate", "gzip"),
        ("x-gzip", "gzip"),
        ("GZip", "gzip"),
        ("deflate", "identity"),
        ("*", "br"),
        ("br;q=0.5, gzip;q=0.8", "gzip"),
        ("br;q=0, *", "gzip"),
        ("br;q=0,gzip;q=0.000", "identity"),
        ("identity;q=0", "identity"),
        ("identity;q=0, gzip;q=0.1", "gzip"),
        ("identity;q=0, *;q=0.3", "br"),
        ("*;q=0", "identity"),
        ("gzip;q=0.1, *;q=0", "gzip"),
        ("identity, gzip;q=0.5", "identity"),
        ("gzip ; q=1.0 , br ; q=0.9", "gzip"),
        ("br;q=x, gzip;q=2, ;;,", "identity"),
    ],
)
def test_the_encoding_is_the_one_a_reader_wants_most(accepted: str | None, encoding: str) -> None:
    """RFC 9110, 12.5.3; what cannot be read is not asked for."""
    assert encoding_for(accepted) == encoding


@pytest.mark.parametrize(("path", "kind"), KINDS.items())
def test_every_kind_of_address_has_its_type_tag_and_lifetime(client: CheckedClient, path: str, kind: str) -> None:
    """Twice: as Flask rendered it, and as it was kept."""
    for _ in range(2):
        with client.get(path, headers={"Accept-Encoding": "gzip"}) as reply:
            assert reply.status_code == 200
            assert reply.content_type == kind
            assert reply.headers["ETag"].startswith('"')
            lifetimes = ("no-cache", "private, no-cache", "no-store")
            kept = path.split("?")[0] not in UNKEPT
            if kept and not path.startswith("/static/"):
                assert reply.headers["Cache-Control"] == "max-age=0, must-revalidate"
            else:
                assert reply.headers["Cache-Control"] in lifetimes
            if kept:
                assert reply.headers["Last-Modified"].endswith(" GMT")
            if kind != "image/png":
                assert "Accept-Encoding" in reply.headers["Vary"].split(", ")
            if kind == HTML:
                assert "HX-Request" in reply.headers["Vary"].split(", ")
            assert "Set-Cookie" not in reply.headers
            assert reply.headers["Content-Length"] == str(len(reply.data))
            for name in SECURITY:
                assert len(reply.headers.getlist(name)) == 1, name


@pytest.mark.parametrize("path", KINDS)
def test_each_encoding_has_its_tag_and_a_304_to_it(client: CheckedClient, path: str) -> None:
    """A cache that holds gzip must never be told that its bytes are the br ones."""
    tags, contents = {}, set()
    for encoding, decode in DECODE.items():
        asked = {"Accept-Encoding": encoding}
        with client.get(path, headers=asked) as reply:
            tags[encoding] = reply.headers["ETag"]
            assert reply.headers.get("Content-Encoding", "identity") in (encoding, "identity")
            contents.add(decode(reply.data) if "Content-Encoding" in reply.headers else reply.data)
        known = client.get(path, headers=asked | {"If-None-Match": tags[encoding]})
        assert (known.status_code, known.data) == (304, b"")
        assert known.headers["ETag"] == tags[encoding]
        assert known.headers["Cache-Control"] == reply.headers["Cache-Control"]
        assert known.headers.get("Vary") == reply.headers.get("Vary")
        assert known.headers["Content-Security-Policy"] == reply.headers["Content-Security-Policy"]
        assert not {"Content-Type", "Content-Length", "Content-Encoding"} & set(known.headers.keys())
    assert len(contents) == 1
    if "Content-Encoding" in reply.headers:
        assert len(set(tags.values())) == 3


def test_what_is_large_enough_is_compressed(client: CheckedClient) -> None:
    """A phone's page is a fifth of its text."""
    sizes = {one: len(client.get(ANSWER, headers={"Accept-Encoding": one}).data) for one in DECODE}
    assert sizes["br"] < sizes["gzip"] < sizes["identity"] / 3


def test_tags_are_compared_as_lists_weakly_and_by_star(client: CheckedClient) -> None:
    """RFC 9110, 13.1.2; a list of tags outranks a date."""
    first = client.get(ANSWER)
    tag, day = first.headers["ETag"], first.headers["Last-Modified"]
    for known in (tag, f'"other", {tag}', f"W/{tag}", "*", f'W/"a,b" ,{tag}'):
        assert client.get(ANSWER, headers={"If-None-Match": known}).status_code == 304, known
    for unknown in ('"other"', "", tag.strip('"'), tag.replace('"', '"x', 1)):
        headers = {"If-None-Match": unknown, "If-Modified-Since": day}
        assert client.get(ANSWER, headers=headers).status_code == 200, unknown


@pytest.mark.parametrize(
    ("since", "status"),
    [
        (None, 304),
        ("Fri, 01 Jan 2100 00:00:00 GMT", 304),
        ("Mon, 19 Jan 2026 23:59:59 GMT", 200),
        ("yesterday", 200),
    ],
)
def test_a_date_is_compared_too(client: CheckedClient, since: str | None, status: int) -> None:
    """Readers of feeds send dates only."""
    since = since or client.get(ANSWER).headers["Last-Modified"]
    assert client.get(ANSWER, headers={"If-Modified-Since": since}).status_code == status


def test_the_date_is_that_of_the_content(client_of: Callable[..., CheckedClient], client: CheckedClient) -> None:
    """Not of the clock; and a page that went past its review day has changed on the day after."""
    before = client.get(ANSWER).headers["Last-Modified"]
    later = client_of(today=date(2026, 12, 1)).get(ANSWER).headers["Last-Modified"]
    assert before.endswith("2026 00:00:00 GMT")
    assert later == "Tue, 21 Jul 2026 00:00:00 GMT"
    assert before != later


@pytest.mark.parametrize("path", [*KINDS, "/nowhere/", "/compounds/old-examplin/", "/compounds/examplin"])
def test_head_is_get_without_the_body(client: CheckedClient, path: str) -> None:
    """The same headers to the last one, kept or not."""
    for encoding in DECODE:
        headers = {"Accept-Encoding": encoding}
        got, head = client.get(path, headers=headers), client.head(path, headers=headers)
        assert (head.status_code, head.data) == (got.status_code, b"")
        assert sorted(head.headers) == sorted(got.headers)
        got.close()


def test_a_static_file_is_kept_for_ever_in_each_encoding(client: CheckedClient, tiny_app: Flask) -> None:
    """Compressed once at the highest level; the wrong version stays unkept."""
    with tiny_app.test_request_context():
        address = tiny_app.jinja_env.globals["static"]("site.css")  # type: ignore[operator]
    for encoding, decode in DECODE.items():
        with (
            client.get(address, headers={"Accept-Encoding": encoding}) as reply,
            client.get("/static/site.css?v=0") as old,
        ):
            assert reply.headers["Cache-Control"] == "max-age=31536000, immutable"
            assert decode(reply.data) == old.data
            assert old.headers["Cache-Control"] == "no-cache"


def test_what_a_reader_typed_stays_out_of_shared_caches(client: CheckedClient) -> None:
    """Questions tell of illnesses."""
    for path in ("/search/?q=examplin", "/search?q=examplin", "/search.json?q=x", "/safety/?compound=examplin"):
        assert client.get(path).headers["Cache-Control"] == "private, no-cache"
    assert client.get("/healthz").headers["Cache-Control"] == "no-store"


def test_errors_and_redirects_are_compared_with_nothing(client: CheckedClient) -> None:
    """A 404 that a cache could renew with 304 would outlive its cause."""
    for path in (
        "/nowhere/",
        "/nowhere.json",
        "/compounds/badname/",
        "/compounds/old-examplin/",
        "/compounds/examplin",
    ):
        reply = client.get(path, headers={"If-None-Match": "*", "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"})
        assert reply.status_code in (301, 308, 404, 410)
        assert "ETag" not in reply.headers
        assert "Last-Modified" not in reply.headers
        assert reply.headers["Cache-Control"] == "no-cache"
        assert "Content-Security-Policy" in reply.headers


@pytest.mark.parametrize(
    "options",
    [
        {"method": "POST"},
        {"method": "DELETE"},
        {"method": "GET", "data": b"body"},
        {"method": "GET", "headers": {"Range": "bytes=0-9"}},
        {"method": "GET", "headers": {"Authorization": "Basic eDp5"}},
    ],
)
def test_other_requests_go_to_flask_as_they_are(
    client: CheckedClient, tiny_app: Flask, options: dict[str, Any]
) -> None:
    """What the page cache does not know it does not touch."""
    behind = FlaskClient(_Behind(tiny_app), tiny_app.response_class)
    for path in (ANSWER, "/static/site.css"):
        cached, bare = client.open(path, buffered=True, **options), behind.open(path, buffered=True, **options)
        assert (cached.status_code, cached.data) == (bare.status_code, bare.data)
        assert cached.headers.get("ETag") == bare.headers.get("ETag")
        assert "Content-Encoding" not in cached.headers
        if cached.status_code == 405:
            assert {"GET", "HEAD"} <= set(cached.headers["Allow"].split(", "))


def test_a_part_of_a_file_can_be_asked_for(client: CheckedClient) -> None:
    """Flask answers ranges of static files."""
    reply = client.get("/static/site.css", headers={"Range": "bytes=0-9"}, buffered=True)
    assert (reply.status_code, len(reply.data)) == (206, 10)


class _Behind:
    """An application as its test client wants it, without the page cache."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def __getattr__(self, name: str) -> object:
        return getattr(self._app, name)

    def __call__(self, environ: dict[str, object], start_response: Callable[..., object]) -> object:
        return cast(PageCache, self._app.wsgi_app).flask(environ, start_response)  # type: ignore[arg-type]


def test_a_packed_reply_comes_back_whole_or_not_at_all() -> None:
    """A shared cache may hold what others left, or what was cut short; none of it is ever run."""
    headers = (("Content-Type", HTML), ("Last-Modified", "Tue, 20 Jan 2026 00:00:00 GMT"))
    reply = encode("200 OK", headers, "täxt\n".encode() * 100, "br")
    assert Reply.unpack(reply.pack()) == reply
    for other in (b"", b"!\x80\x05N.", b"{}\nx", b"[]", b"7", reply.pack()[:-1], b"\xff" + reply.pack()):
        assert Reply.unpack(other) is None
