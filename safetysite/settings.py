"""Where things lie and what the site is called, read once from the environment."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

ROOT = Path(__file__).resolve().parent.parent

_ORIGIN = re.compile(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\])(?::\d{1,5})?")
_MAIL = re.compile(r"[^\s@:/?&%]+@[A-Za-z0-9.-]+")
_CACHE = re.compile(r"(?:rediss?://|unix:///)\S+")
_HTTPS = re.compile(r"https://[^\s/]+(?:/\S*)?")


class SettingsError(ValueError):
    """A setting that no site can run with; the message names the variable and what it may hold."""


@dataclass(frozen=True)
class Settings:
    """``origin`` is scheme and host as readers see them, without a closing slash.

    ``contact`` is a mail address or an https address for reports of errors; without it
    the pages say that none is set. ``cache_url`` is a Redis or Valkey that keeps rendered
    pages for many processes; without it each process keeps its own.
    """

    content: Path = ROOT / "content"
    templates: Path = ROOT / "templates"
    search_index: Path = ROOT / "search_index"
    origin: str = "http://127.0.0.1:8000"
    contact: str = ""
    cache_url: str = ""

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> Settings:
        """Settings from ``SAFETYSITE_CONTENT``, ``SAFETYSITE_INDEX``, ``ORIGIN``, ``CONTACT`` and ``CACHE_URL``.

        Raises SettingsError for an origin or a contact that would make every page's
        canonical address or report link wrong, and for a cache of an unknown kind.
        """
        origin = (environ.get("ORIGIN") or cls.origin).rstrip("/")
        if not _ORIGIN.fullmatch(origin):
            raise SettingsError(
                f'ORIGIN is "{origin}"; write http:// or https:// and a host without a path, '
                "such as https://safety.example"
            )
        contact = environ.get("CONTACT", cls.contact).strip()
        if contact and not _MAIL.fullmatch(contact) and not _HTTPS.fullmatch(contact):
            raise SettingsError(
                f'CONTACT is "{contact}"; write a mail address such as desk@safety.example '
                "or an address that begins with https://"
            )
        cache_url = environ.get("CACHE_URL", cls.cache_url).strip()
        if cache_url and not _CACHE.fullmatch(cache_url):
            # The value may hold a password, so it is not told.
            raise SettingsError(
                "CACHE_URL is no address of a cache; write redis://host:6379/0, rediss://… or unix:///path "
                "(Valkey has the same ones)"
            )
        return cls(
            content=Path(environ.get("SAFETYSITE_CONTENT") or cls.content),
            search_index=Path(environ.get("SAFETYSITE_INDEX") or cls.search_index),
            origin=origin,
            contact=contact,
            cache_url=cache_url,
        )

    def contact_href(self, subject: str) -> str | None:
        """Where a report of an error goes: a mail with that subject, or the address as it is."""
        if not self.contact:
            return None
        if self.contact.startswith("https://"):
            return self.contact
        return f"mailto:{self.contact}?subject={quote(subject)}"
