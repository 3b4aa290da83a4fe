"""Static files: their addresses carry a hash of the content, so browsers may keep them for ever."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from flask import Flask, Response, request, url_for

#: A year, the longest that caches honour. A changed file has another address.
_FOR_EVER = "max-age=31536000, immutable"


def attach(app: Flask) -> Callable[[str], str | None]:
    """Give templates ``static(name)``, and say how long each file may be kept.

    Returns what tells a file's version by its name: the hash of its content, None for what is no file.
    """
    folder = Path(app.static_folder or "")
    hashes = _versions(folder)

    def version(name: str) -> str | None:
        # In development files change under the running site.
        return (_versions(folder) if app.debug else hashes).get(name)

    def static(name: str) -> str:
        """The address of a static file, with its content's hash as version."""
        if (found := version(name)) is None:
            raise FileNotFoundError(name)
        return url_for("static", filename=name, v=found)

    @app.after_request
    def keep(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code < 400:
            name = (request.view_args or {})["filename"]
            # Any other version is of another release: kept, it would outlive the upgrade.
            is_current = request.args.get("v") == version(name)
            response.headers["Cache-Control"] = _FOR_EVER if is_current else "no-cache"
        return response

    app.jinja_env.globals["static"] = static
    return version


def _versions(folder: Path) -> dict[str, str]:
    """The hash of each file by its name."""
    return {
        file.relative_to(folder).as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()[:12]
        for file in folder.rglob("*")
        if file.is_file()
    }
