"""HTTP as ``httplint`` (the checks of REDbot) reads it: every kind of reply of the tiny site, from a socket."""

from __future__ import annotations

from http.client import HTTPConnection, HTTPResponse
from urllib.parse import urlsplit

from flask import Flask
from httplint import HttpRequestLinter, HttpResponseLinter, levels

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from tests.web.test_http import KINDS

#: What is not here: nowhere, moved, retired, without its slash, no machine form, the pair of a form.
OTHERS = {
    "/nowhere/": 404,
    "/nowhere": 404,
    "/favicon.ico": 404,
    "/nowhere.json": 404,
    "/export/0.zip": 404,
    "/compounds/old-examplin/": 301,
    "/compounds/badname/": 410,
    "/compounds/badname.json": 410,
    "/compounds/examplin": 308,
    "/safety/?compound=examplin&condition=sampleitis": 303,
}
#: Complaints that we live with, each with the reason.
ALLOWED = {
    "VARY_COMPLEX": "four headers of a swap decide between page and fragment, the fifth is the encoding",
    "FRESHNESS_NO_CACHE_NO_VALIDATOR": "errors and redirects are to be asked for anew, and have no tag on purpose",
}


def complaints(
    address: str, path: str, method: str = "GET", status: int = 200, **headers: str
) -> list[tuple[str, str]]:
    """What the linter holds against the reply to one request: the complaint's name, and its words."""
    asked = {"Host": urlsplit(address).netloc, "User-Agent": "test", "Accept-Encoding": "br"}
    asked |= {name.replace("_", "-"): value for name, value in headers.items()}
    request = HttpRequestLinter()
    request.process_request_topline(method.encode(), f"{address}{path}".encode(), b"1.1")
    request.process_headers([(name.encode(), value.encode()) for name, value in asked.items()])
    request.finish_content(True)
    reply, body = ask(address, method, path, asked)
    assert reply.status == status, f"{path}: {reply.status}"
    response = HttpResponseLinter(no_content=method == "HEAD", _related=request)
    response.is_head_response = method == "HEAD"
    response.process_response_topline(b"1.1", str(reply.status).encode(), reply.reason.encode())
    response.process_headers([(name.encode(), value.encode()) for name, value in reply.getheaders()])
    response.feed_content(body)
    response.finish_content(True)
    return [
        (type(note).__name__, f"{method} {path} {status}: {note.summary}")
        for note in response.notes
        if note.level in (levels.WARN, levels.BAD)
    ]


def ask(address: str, method: str, path: str, headers: dict[str, str]) -> tuple[HTTPResponse, bytes]:
    """One request and its reply with the body as it came."""
    connection = HTTPConnection(urlsplit(address).netloc)
    try:
        connection.request(method, path, headers=headers)
        reply = connection.getresponse()
        return reply, reply.read()
    finally:
        connection.close()


def test_httplint_finds_nothing(address: str, tiny: Catalogue, tiny_app: Flask) -> None:
    """Pages, fragments, data, feeds, files; whole, as HEAD, plain, and as 304."""
    with tiny_app.test_request_context():
        static = tiny_app.jinja_env.globals["static"]("site.css")  # type: ignore[operator]
    kinds = [*KINDS, "/references.json", "/references.md", "/export.json", "/openapi.json"]
    kinds += [static, paths.archive(tiny.digest), "/search/", "/compounds/examplin/feed.xml"]
    found: list[tuple[str, str]] = []
    for path in kinds:
        found += complaints(address, path)
        found += complaints(address, path, Accept_Encoding="identity")
        found += complaints(address, path, "HEAD")
        tag = ask(address, "GET", path, {"Accept-Encoding": "br"})[0].getheader("ETag")
        found += complaints(address, path, status=304, If_None_Match=tag or "")
    for path in ("/compounds/examplin/", "/references/doe2021examplin/"):
        found += complaints(address, path, HX_Request="true")
    for path, status in OTHERS.items():
        found += complaints(address, path, status=status)
        found += complaints(address, path, "HEAD", status)
    found += complaints(address, "/", "POST", 405)
    assert {words for name, words in found if name not in ALLOWED} == set()
    assert {name for name, _ in found} == set(ALLOWED)
