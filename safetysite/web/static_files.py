"""Static files: their addresses carry a hash of the content, so browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from flask import Flask, Response, request, url_for

#: A year, the longest that caches honour. A changed file has another address.
_FOR_EVER = "public, max-age=31536000, immutable"


def attach(app: Flask) -> None:
    """Give templates ``static(name)``, and say how long each file may be kept."""
    folder = Path(app.static_folder or "")

    @cache
    def hashed(name: str, _changed: int) -> str:
        return hashlib.sha256((folder / name).read_bytes()).hexdigest()[:12]

    def version(name: str) -> str:
        return hashed(name, (folder / name).stat().st_mtime_ns if app.debug else 0)

    def static(name: str) -> str:
        """The address of a static file, with its content's hash as version."""
        return url_for("static", filename=name, v=version(name))

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code < 400:
            name = (request.view_args or {})["filename"]
            # Any other version is of another release: kept, it would outlive the upgrade.
            is_current = request.args.get("v") == version(name)
            response.headers["Cache-Control"] = _FOR_EVER if is_current else "no-cache"
        return response

    app.jinja_env.globals["static"] = static
