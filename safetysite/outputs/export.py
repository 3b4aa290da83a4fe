"""The whole catalogue as files and as one archive: tables in JSON lines and CSV, dictionary, licence, checksums.

The bytes depend on the content and the origin alone.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.outputs import data, dictionary, metadata, shapes
from safetysite.outputs.tables import TABLES

#: How a CSV cell holds several values.
SEPARATOR = " | "
#: No date is earlier in a ZIP; the real one would change the bytes.
_ZIP_EPOCH = (1980, 1, 1, 0, 0, 0)
LICENCE_TEXT = f"""Licence of the content

The texts and tables of {metadata.NAME} are licensed under the Creative Commons Attribution 4.0 International
licence (CC BY 4.0): https://creativecommons.org/licenses/by/4.0/legalcode

You may copy, adapt and share them, also commercially, if you name {metadata.NAME} as the source, link to the
licence, say what you changed, and keep each claim's date and citation with it. The cited works belong to
their owners. The program is licensed under the MIT licence.

{data.DISCLAIMER}
"""


@dataclass(frozen=True)
class Export:
    """The files of one catalogue, made when first asked for; ``origin`` begins the addresses in them."""

    site: Catalogue
    origin: str

    @cached_property
    def files(self) -> Mapping[str, bytes]:
        """Name -> bytes: two files for each table, then what explains them; ``checksums.txt`` covers all others."""
        found: dict[str, bytes] = {}
        for name, rows in self._tables.items():
            found[f"{name}.jsonl"] = _json_lines(rows)
            found[f"{name}.csv"] = _csv(dictionary.columns(name), rows)
        found["data.md"] = dictionary.render().encode()
        found["LICENSE"] = LICENCE_TEXT.encode()
        found["version.json"] = (json.dumps(self._version, indent=2) + "\n").encode()
        sums = (f"{hashlib.sha256(content).hexdigest()}  {name}\n" for name, content in sorted(found.items()))
        return {**found, "checksums.txt": "".join(sums).encode()}

    @cached_property
    def archive(self) -> bytes:
        """The files as one ZIP."""
        folder = f"{metadata.NAME}-{self.site.digest}"
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in sorted(self.files.items()):
                entry = zipfile.ZipInfo(f"{folder}/{name}", _ZIP_EPOCH)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                archive.writestr(entry, content)
        return buffer.getvalue()

    @property
    def tables(self) -> list[shapes.TableNote]:
        """What there is, table by table."""
        return [
            {"name": table.name, "rows": len(self._tables[table.name]), "holds": str(table.shape.__doc__)}
            for table in TABLES
        ]

    def as_json(self) -> shapes.ExportDocument:
        """The page on the archive, as data."""
        return {
            **data.document(self.site, self.origin, "ExportDocument", paths.EXPORT, "All data as one archive"),
            "archive": self.origin + paths.archive(self.site.digest),
            "size": len(self.archive),
            "sha256": hashlib.sha256(self.archive).hexdigest(),
            "tables": self.tables,
        }

    @cached_property
    def _tables(self) -> Mapping[str, list[Mapping[str, Any]]]:
        return {table.name: list(table.rows(self.site, self.origin)) for table in TABLES}

    @property
    def _version(self) -> dict[str, Any]:
        return {
            "digest": self.site.digest,
            "date": data.content_date(self.site).isoformat(),
            "version": data.VERSION,
            "origin": self.origin,
            "licence": data.licence(self.origin),
            "tables": {name: len(rows) for name, rows in self._tables.items()},
        }


def as_markdown(site: Catalogue, origin: str) -> str:
    """The page on the archive, as Markdown: where it is, and the data dictionary."""
    return (
        f"# All data as one archive\n\n{data.DISCLAIMER}\n\nContent version: `{site.digest}`\n\n"
        f"The archive: <{origin}{paths.archive(site.digest)}>\n\n"
        f"Description of the JSON addresses: <{origin}/openapi.json>\n\n{dictionary.render(level=2)}"
    )


def _json_lines(rows: Iterable[Mapping[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def _csv(columns: list[str], rows: Iterable[Mapping[str, Any]]) -> bytes:
    """Rows under their heads (RFC 4180); several values in one cell stand between ``SEPARATOR``."""
    buffer = io.StringIO(newline="")
    writer = csv.DictWriter(buffer, columns)
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    return buffer.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return SEPARATOR.join(value)
    return str(value).lower() if isinstance(value, bool) else value
