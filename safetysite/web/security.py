"""Headers that every response carries. The policy is static: no inline code, one pinned file from elsewhere."""

from __future__ import annotations

from flask import Flask, Response

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

_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


def attach(app: Flask) -> None:
    """Send the headers with every response."""

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(_HEADERS)
        return response
