"""Headers that every response carries. The policy is static: no inline code, one pinned file from elsewhere.

Pages are for this site alone; what is made for programs may be fetched from any other.
"""

from __future__ import annotations

from flask import Flask, Response

from safetysite.outputs import feed
from safetysite.web import htmx

_POLICY = "; ".join(
    (
        "default-src 'none'",
        f"script-src 'self' {htmx.SCRIPT}",
        "style-src 'self'",
        "img-src 'self'",
        "font-src 'self'",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

#: Also what a web server that serves the exported files is told to send.
HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}

#: Data, feeds and the pictures of shared links. Nothing in them depends on who asks, so any site may read them.
_OPEN = {
    "application/json",
    "application/problem+json",
    "application/zip",
    "image/png",
    "text/markdown",
    feed.TYPE,
}


def attach(app: Flask) -> None:
    """Send the headers with every response."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(HEADERS)
        is_open = response.mimetype in _OPEN
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin" if is_open else "same-origin"
        if is_open:
            response.headers["Access-Control-Allow-Origin"] = "*"
        return response
