"""What the benchmark compares serving with: ready bytes as a bare WSGI application, and a plain Flask page."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response, render_template_string
from markupsafe import Markup

from safetysite.web.negotiation import Reply

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><main>{% for part in parts %}{{ part }}{% endfor %}</main></body>
</html>"""


def answering(reply: Reply) -> WSGIApplication:
    """Always the same reply, or a 304 for who names its tag: the least that a WSGI application can do."""
    headers = list(reply.headers)
    of_the_body = ("Content-Type", "Content-Length", "Content-Encoding")
    unchanged = [one for one in headers if one[0] not in of_the_body]
    tag = f'"{reply.tag}"'

    def app(environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        if environ.get("HTTP_IF_NONE_MATCH") == tag:
            start_response("304 Not Modified", unchanged)
            return ()
        start_response("200 OK", headers)
        return (reply.body,)

    return app


def prepared(parts: list[str]) -> Flask:
    """A Flask application that puts prepared pieces of HTML into one template."""
    app = Flask("prepared")
    ready = [Markup(part) for part in parts]

    @app.get("/")
    def page() -> Response:
        return Response(render_template_string(_PAGE, title="Prepared", parts=ready))

    return app


if folder := os.environ.get("BENCH_REPLY"):
    kept = Reply.unpack(Path(folder).read_bytes())
    if kept is None:
        raise SystemExit(f"{folder} is no reply")
    app = answering(kept)
