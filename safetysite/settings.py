"""Where things lie and what the site is called, read once from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """``origin`` is scheme and host as readers see them, without a closing slash.

    ``contact`` is a mail address or an https address for reports of errors; without it
    the pages say that none is set.
    """

    content: Path = ROOT / "content"
    templates: Path = ROOT / "templates"
    search_index: Path = ROOT / "search_index"
    origin: str = "http://127.0.0.1:8000"
    contact: str = ""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Settings from ``SAFETYSITE_CONTENT``, ``SAFETYSITE_INDEX``, ``ORIGIN`` and ``CONTACT``."""
        return cls(
            content=Path(environ.get("SAFETYSITE_CONTENT") or cls.content),
            search_index=Path(environ.get("SAFETYSITE_INDEX") or cls.search_index),
            origin=(environ.get("ORIGIN") or cls.origin).rstrip("/"),
            contact=environ.get("CONTACT", cls.contact),
        )

    def contact_href(self, subject: str) -> str | None:
        """Where a report of an error goes: a mail with that subject, or the address as it is."""
        if not self.contact:
            return None
        if "@" in self.contact and "://" not in self.contact:
            from urllib.parse import quote

            return f"mailto:{self.contact}?subject={quote(subject)}"
        return self.contact
