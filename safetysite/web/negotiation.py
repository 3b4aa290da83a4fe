"""What HTTP asks of a reply: an encoding the reader takes, an entity tag for each, 304, HEAD, ``Vary``.

Where replies come from and which are kept is the business of ``page_cache``.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import brotli  # type: ignore[import-untyped]  # it has no types
from werkzeug.http import parse_date

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication

Headers = tuple[tuple[str, str], ...]

#: Every kind of encoding, the one we rather send first; ``identity`` is none.
ENCODINGS = ("br", "gzip", "identity")

#: Levels for what is made in a request (br, gzip) and for a file that is compressed once in a process's life.
QUICK, BEST = (5, 6), (11, 9)

#: Below this many bytes compression saves nothing that a reader would feel.
_SMALL = 200

_TEXT = re.compile(r"(?:text/|application/(?:[\w.-]+\+)?(?:json|xml)\b|image/svg\+xml|application/javascript)")
_TAG = re.compile(r'(?:W/)?"([^"]*)"')
_CODING = re.compile(r"\s*([\w*.+-]+)\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")

#: What Flask says of the bytes it sent; of the bytes that we send it is said anew.
_OF_THE_BYTES = frozenset(("content-length", "content-encoding", "etag", "date", "accept-ranges", "vary"))
#: What describes a body, which a 304 does not have.
_OF_THE_BODY = frozenset(("content-type", "content-length", "content-encoding", "content-disposition"))


@lru_cache(maxsize=256)
def encoding_for(accepted: str | None) -> str:
    """The encoding to send for an ``Accept-Encoding`` header (RFC 9110, 12.5.3).

    The highest q wins, among equals the one we rather send. ``identity`` counts as worse
    than anything asked for unless the header names it. If nothing that the header takes
    can be had, the bytes go out plain: an answer helps more than a 406.
    """
    if not accepted:
        return "identity"
    asked: dict[str, float] = {}
    for part in accepted.lower().split(","):
        if found := _CODING.fullmatch(part):
            asked[found[1].removeprefix("x-")] = float(found[2] or 1)
    rest = asked.get("*", 0.0)
    weights = {encoding: asked.get(encoding, rest) for encoding in ENCODINGS}
    if "identity" not in asked:
        # With "*;q=0" it is refused like the others; else it is the last resort.
        weights["identity"] = 0.0 if asked.get("*") == 0 else 0.0001
    best = max(ENCODINGS, key=lambda encoding: weights[encoding])
    return best if weights[best] > 0 else "identity"


@dataclass(frozen=True, slots=True)
class Reply:
    """A whole answer of the site in one encoding; ``tag`` is empty where nothing may be compared (errors)."""

    status: str
    headers: Headers
    body: bytes
    tag: str = ""
    modified: int | None = None

    def send(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        """Answer a GET or HEAD: whole, without body, or 304."""
        if self.tag and self._is_known_to(environ):
            start_response("304 Not Modified", [one for one in self.headers if one[0].lower() not in _OF_THE_BODY])
            return ()
        start_response(self.status, list(self.headers))
        return () if environ["REQUEST_METHOD"] == "HEAD" else (self.body,)

    def _is_known_to(self, environ: dict[str, Any]) -> bool:
        """True when the reader holds these very bytes; a list of tags outranks a date (RFC 9110, 13.2.2)."""
        if (tags := environ.get("HTTP_IF_NONE_MATCH")) is not None:
            # Weak comparison: a proxy that compressed again has weakened the tag, not changed the text.
            return tags == f'"{self.tag}"' or tags.strip() == "*" or self.tag in _TAG.findall(tags)
        since = environ.get("HTTP_IF_MODIFIED_SINCE")
        if since is None or self.modified is None or (day := parse_date(since)) is None:
            return False
        return self.modified <= day.timestamp()

    def header(self, name: str) -> str:
        """The value of a header, empty if there is none; repeated ones joined by commas."""
        return ", ".join(value for key, value in self.headers if key.lower() == name)

    def recoded(self, encoding: str, levels: tuple[int, int]) -> Reply:
        """The same content in another encoding, without rendering it again."""
        return encode(self.status, self.headers, _plain(self.body, self.header("content-encoding")), encoding, levels)

    def pack(self) -> bytes:
        """The reply as bytes of our own format: a line of JSON, then the body."""
        head = {"status": self.status, "headers": self.headers, "tag": self.tag, "modified": self.modified}
        return json.dumps(head).encode() + b"\n" + self.body

    @classmethod
    def unpack(cls, packed: bytes) -> Reply | None:
        """What ``pack`` made; None for anything else, such as what another program left or cut short."""
        head, _, body = packed.partition(b"\n")
        try:
            found = json.loads(head)
            headers = tuple((str(name), str(value)) for name, value in found["headers"])
            modified = None if found["modified"] is None else int(found["modified"])
            reply = cls(str(found["status"]), headers, body, str(found["tag"]), modified)
        except (ValueError, TypeError, KeyError):
            return None
        return reply if reply.header("content-length") == str(len(body)) else None


def fetch(app: WSGIApplication, environ: dict[str, Any]) -> tuple[str, Headers, bytes]:
    """Status, headers and whole body of what an application answers."""
    said: list[tuple[str, Headers]] = []

    def start_response(
        status: str, headers: list[tuple[str, str]], exc_info: object = None
    ) -> Callable[[bytes], object]:
        said.append((status, tuple(headers)))
        return lambda _: None  # The old way to write, which Flask never takes.

    parts = app(environ, start_response)
    try:
        body = b"".join(parts)
    finally:
        if close := getattr(parts, "close", None):
            close()
    return *said[-1], body


def encode(
    status: str, headers: Headers, content: bytes, encoding: str, levels: tuple[int, int] = QUICK, **extra: str
) -> Reply:
    """The reply in an encoding, with what depends on it: length, tag, ``Vary``.

    ``extra`` are headers for where the reply has none of its own (``Cache_Control=…``).
    Pictures and archives are compressed already, so they go out as they are.
    """
    own = {name.lower(): value for name, value in headers}
    is_text = _TEXT.match(own.get("content-type", "")) is not None
    compresses = is_text and len(content) >= _SMALL and encoding != "identity"
    body = _compressed(content, encoding, levels) if compresses else content
    kept = [(name, value) for name, value in headers if name.lower() not in _OF_THE_BYTES]
    kept += [
        (name.replace("_", "-"), value) for name, value in extra.items() if name.replace("_", "-").lower() not in own
    ]
    vary = [value for name, value in headers if name.lower() == "vary"]
    named = [one for value in vary for part in value.split(",") if (one := part.strip()) and one != "Accept-Encoding"]
    if is_text:
        named.insert(0, "Accept-Encoding")
    if named:
        kept.append(("Vary", ", ".join(dict.fromkeys(named))))
    if compresses:
        kept.append(("Content-Encoding", encoding))
    tag = ""
    if status.startswith("200 "):
        tag = hashlib.sha256(content).hexdigest()[:20] + (f"-{encoding}" if compresses else "")
        kept.append(("ETag", f'"{tag}"'))
    kept.append(("Content-Length", str(len(body))))
    day = parse_date(next((value for name, value in kept if name == "Last-Modified"), None))
    return Reply(status, tuple(kept), body, tag, int(day.timestamp()) if day else None)


def _compressed(content: bytes, encoding: str, levels: tuple[int, int]) -> bytes:
    if encoding == "br":
        return bytes(brotli.compress(content, mode=brotli.MODE_TEXT, quality=levels[0]))
    return gzip.compress(content, levels[1], mtime=0)  # No time in it: the same content is the same bytes.


def _plain(body: bytes, encoding: str) -> bytes:
    match encoding:
        case "br":
            return bytes(brotli.decompress(body))
        case "gzip":
            return zlib.decompress(body, wbits=31)
        case _:
            return body
