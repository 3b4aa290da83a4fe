"""Page or fragment: one address serves reader, crawler and swap.

A fragment is the part that a swap puts in place: ``main`` with the title, or the one part
that the address is about. What decides stands in request headers alone, so every such
response names them in ``Vary``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, make_response, render_template, request

#: The one file from elsewhere: pinned, and run only if it is byte for byte the one that was tested.
SCRIPT = "https://cdn.jsdelivr.net/npm/htmx.org@4.0.1/dist/htmx.min.js"
INTEGRITY = "sha384-Qp9rdC8H7EqOoX+nR0P3RPG2Noji+qdwJlGpfzwQJsfOpp3sGwIdSP9xO3+UlEhn"

#: Request headers that decide between page and fragment.
VARY = ("HX-Request", "HX-History-Restore-Request", "HX-Boosted", "HX-Request-Type")


def wants_fragment() -> bool:
    """True when the request is a swap."""
    return is_swap(request.environ)


def is_swap(environ: Mapping[str, object]) -> bool:
    """True for a swap; going back in history, a boosted link and ``HX-Request-Type: full`` get the page."""
    return (
        environ.get("HTTP_HX_REQUEST") == "true"
        and "HTTP_HX_HISTORY_RESTORE_REQUEST" not in environ
        and "HTTP_HX_BOOSTED" not in environ
        and environ.get("HTTP_HX_REQUEST_TYPE") != "full"
    )


def respond(page: str, fragment: str | None = None, /, **context: Any) -> Response:
    """The page, or for a swap its fragment: the named template, else the page's own ``main`` with its title."""
    if wants_fragment():
        response = make_response(render_template(fragment or page, layout="fragment.html", **context))
        response.headers["X-Robots-Tag"] = "noindex"
    else:
        response = make_response(render_template(page, **context))
    response.vary.update(VARY)
    return response
