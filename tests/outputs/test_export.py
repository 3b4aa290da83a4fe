"""The archive of everything: whole, joinable, checkable, the same bytes from the same content."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from safetysite.cli import main
from safetysite.content.catalogue import Catalogue
from safetysite.content.model import Answer, Compound, Condition
from safetysite.outputs import dictionary
from safetysite.outputs.export import SEPARATOR, Export
from safetysite.outputs.tables import TABLES
from tests.conftest import GOOD

ORIGIN = "https://site.example"


@pytest.fixture(scope="module")
def export(tiny: Catalogue) -> Export:
    """The archive of the tiny site."""
    return Export(tiny, ORIGIN)


def rows(export: Export, table: str) -> list[dict[str, Any]]:
    """A table as its JSON lines have it."""
    return [json.loads(line) for line in export.files[f"{table}.jsonl"].decode().splitlines()]


def cells(export: Export, table: str) -> list[dict[str, str]]:
    """A table as its CSV file has it."""
    return list(csv.DictReader(io.StringIO(export.files[f"{table}.csv"].decode(), newline="")))


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_both_forms_of_a_table_hold_the_same(table: str, real: Catalogue) -> None:
    """Whoever opens the CSV in a spreadsheet must not see less, nor cells torn at a comma or a line's end."""
    export = Export(real, ORIGIN)

    def cell(value: Any) -> str:
        if isinstance(value, list):
            return SEPARATOR.join(value)
        return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)

    lines = rows(export, table)
    assert lines
    assert [{key: cell(value) for key, value in row.items()} for row in lines] == cells(export, table)
    assert all(
        SEPARATOR not in one for row in lines for value in row.values() if isinstance(value, list) for one in value
    )


@pytest.mark.parametrize("table", TABLES, ids=lambda table: str(table.name))
def test_each_column_is_in_the_dictionary(table: Any, export: Export) -> None:
    """Every row has exactly the documented columns, each described in the archive's own dictionary."""
    columns = dictionary.columns(table.name)
    assert all(set(row) == set(columns) for row in rows(export, table.name))
    part = export.files["data.md"].decode().split(f"### Table `{table.name}`\n")[1].split("\n### ")[0]
    assert [line.split("`")[1] for line in part.splitlines() if line.startswith("| `")] == columns


def test_the_tables_join(real: Catalogue) -> None:
    """No row names a reference, claim, product, compound or condition that its table lacks."""
    export = Export(real, ORIGIN)
    references = {row["id"] for row in rows(export, "references")}
    claims = {(row["owner"], row["id"]) for row in rows(export, "claims")}
    slugs = {table: {row["slug"] for row in rows(export, table)} for table in ("compounds", "conditions")}
    products = {(row["compound"], row["id"]) for row in rows(export, "products")}
    for table in TABLES:
        for row in rows(export, table.name):
            cited = {*row.get("references", ()), *row.get("why_references", ())} | {row.get("reference")} - {None}
            assert cited <= references, (table.name, row)
            assert row.get("compound") in {None, *slugs["compounds"]}
            assert row.get("condition") in {None, *slugs["conditions"]}
            if row.get("product") and "compound" in row:
                assert (row["compound"], row["product"]) in products
            if "claim" in row:
                owner = row.get("owner") or row.get("compound") or row["condition"]
                assert (owner, row["claim"]) in claims, (table.name, row)


def test_nothing_of_the_catalogue_is_missing(real: Catalogue) -> None:
    """As many rows as there are things."""
    export = Export(real, ORIGIN)
    documents: list[Answer | Compound | Condition] = [
        *real.answers.values(),
        *real.compounds.values(),
        *real.conditions.values(),
    ]
    for table, count in {
        "answers": len(real.answers),
        "rows": sum(len(answer.rows) for answer in real.answers.values()),
        "claims": sum(len(document.text.claims) for document in documents),
        "searches": sum(len(document.searches) for document in documents),
        "references": len(real.references),
        "medicines": len(real.formulary.medicines),
        "look_alikes": sum(len(one.look_alikes) for one in documents if not isinstance(one, Answer)),
        "changes": len(real.ledger),
        "glossary": len(real.glossary),
    }.items():
        assert len(rows(export, table)) == count, table
    plain = {item.text for document in documents for part in document.text.sections.values() for item in part.plain}
    assert plain == {text for row in rows(export, "claims") for text in row["plain"]}


def test_the_checksums_are_right_and_cover_every_other_file(export: Export) -> None:
    """`sha256sum -c checksums.txt` tells a torn download."""
    lines = (line.split("  ") for line in export.files["checksums.txt"].decode().splitlines())
    sums = {name: found for found, name in lines}
    assert set(sums) == set(export.files) - {"checksums.txt"}
    assert all(hashlib.sha256(export.files[name]).hexdigest() == found for name, found in sums.items())


def test_the_archive_says_what_it_is(export: Export, tiny: Catalogue) -> None:
    """Version, licence and dictionary travel with the data."""
    version = json.loads(export.files["version.json"])
    assert (version["digest"], version["date"], version["version"]) == (tiny.digest, "2026-01-20", "1.0")
    assert version["licence"]["content"] == "CC-BY-4.0"
    licence = export.files["LICENSE"].decode()
    assert "https://creativecommons.org/licenses/by/4.0/legalcode" in licence
    assert "not medical advice" in licence
    assert export.files["data.md"].decode() == dictionary.render()


def test_the_licence_is_the_one_of_the_documents(export: Export, root: Path) -> None:
    """One wording in the repository, the same in the archive."""
    ours = (root / "docs/content-licence.md").read_text(encoding="utf-8").split()
    text = " ".join(export.files["LICENSE"].decode().split())
    assert " ".join(ours[ours.index("You") :]) in text


def test_the_archive_holds_the_files_and_the_same_bytes_each_time(export: Export, tiny: Catalogue) -> None:
    """Its address may be cached for ever, and two copies of the site answer alike."""
    assert export.archive == Export(tiny, ORIGIN).archive
    with zipfile.ZipFile(io.BytesIO(export.archive)) as archive:
        assert archive.testzip() is None
        found = {name.removeprefix(f"safetysite-{tiny.digest}/"): archive.read(name) for name in archive.namelist()}
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert found == dict(export.files)


def test_the_command_writes_the_files_of_the_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One way to make them, from the command line and at the address."""
    monkeypatch.setenv("SAFETYSITE_CONTENT", str(GOOD))
    monkeypatch.setenv("ORIGIN", ORIGIN)
    result = CliRunner().invoke(main, ["export-data", str(tmp_path / "out")], catch_exceptions=False)
    assert result.exit_code == 0
    written = {file.name: file.read_bytes() for file in (tmp_path / "out").iterdir()}
    assert sorted(result.stdout.split()) == sorted(str(tmp_path / "out" / name) for name in written)
    # The tiny site is past its reviews today, so its digest and dates may differ from those of the fixture.
    version = json.loads(written["version.json"])
    assert version["origin"] == ORIGIN
    assert set(written) >= {"answers.csv", "claims.jsonl", "checksums.txt", "LICENSE", "data.md"}


def test_broken_content_is_not_exported(site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command names the problem and writes nothing."""
    (site / "compounds/examplin.md").write_text("---\nname: Examplin\n---\n", encoding="utf-8")
    monkeypatch.setenv("SAFETYSITE_CONTENT", str(site))
    result = CliRunner().invoke(main, ["export-data", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "the content does not pass the check" in result.output
    assert not (tmp_path / "out").exists()
