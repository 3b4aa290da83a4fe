"""safetysite: the commands that need no running site."""

from __future__ import annotations

import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from safetysite.content import draft, rules
from safetysite.problems import ContentError
from safetysite.settings import Settings, SettingsError

if TYPE_CHECKING:
    from safetysite.content.catalogue import Catalogue


@click.group()
def main() -> None:
    """Check the content and what is made from it."""


@main.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path, exists=True, file_okay=False))
def check(folder: Path | None) -> None:
    """Check a content FOLDER (default: the site's own); print one line for each problem, exit 1 if any."""
    read = draft.read_folder(folder or _settings().content)
    found = rules.problems(read, datetime.now(UTC).date())
    for problem in found:
        click.echo(problem)
    claims = sum(len(document.text.claims) for document in read.documents)
    own = sum(len(answer.text.claims) for answer in read.answers.values())
    click.echo(
        f"{len(read.compounds)} compounds, {len(read.conditions)} conditions, {len(read.answers)} answers, "
        f"{claims} claims ({own} about a pair), {len(read.references)} references, "
        f"{len(read.formulary.medicines)} medicines; {len(found)} problems",
        err=True,
    )
    sys.exit(bool(found))


@main.command()
def index() -> None:
    """Build the search index of the content, unless it is there; print its folder."""
    from safetysite.search import documents, whoosh_index

    settings = _settings()
    site = _catalogue(settings)
    click.echo(whoosh_index.build(settings.search_index, site.digest, documents.documents(site)))


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def schema(folder: Path) -> None:
    """Write the JSON Schema of each kind of front matter into FOLDER, for editors."""
    from safetysite.content.reader import json_schemas

    folder.mkdir(parents=True, exist_ok=True)
    for name, content in json_schemas().items():
        (folder / f"{name}.schema.json").write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")
        click.echo(f"{folder / name}.schema.json")


@main.command("export-data")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
def export_data(folder: Path) -> None:
    """Write the whole catalogue as tables into FOLDER: JSON lines and CSV, dictionary, licence, checksums."""
    from safetysite.outputs.export import Export

    settings = _settings()
    site = _catalogue(settings)
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in Export(site, settings.origin).files.items():
        (folder / name).write_bytes(content)
        click.echo(folder / name)


@main.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.option(
    "--search-at", default="", metavar="ADDRESS", help="Where a running site can be searched, told on the search page."
)
def export(folder: Path, search_at: str) -> None:
    """Write the whole site into FOLDER as files that nginx serves by itself (docs/static.md)."""
    from safetysite import export_site
    from safetysite.search.whoosh_index import SearchIndexError

    if search_at and not search_at.startswith(("https://", "http://")):
        raise click.BadParameter("write the whole address, such as https://safety.example/search/")
    try:
        done = export_site.export(_settings(), folder, search_at)
    except ContentError as error:
        raise click.ClickException(f"the content does not pass the check\n{error}") from None
    except (SearchIndexError, export_site.ExportError) as error:
        raise click.ClickException(str(error)) from None
    click.echo(done.folder)
    click.echo(
        f"{done.pages:,} pages, {done.files:,} files, {done.size:,} bytes with their compressed forms, "
        f"{done.seconds:.1f} seconds" + ("" if done.is_new else "; the same files were there already"),
        err=True,
    )


def _catalogue(settings: Settings) -> Catalogue:
    """The catalogue as of today; content with problems ends the command with all of them."""
    from safetysite.content import catalogue

    try:
        return catalogue.load(settings.content, datetime.now(UTC).date())
    except ContentError as error:
        raise click.ClickException(f"the content does not pass the check\n{error}") from None


def _settings() -> Settings:
    """The settings; a mistake in them ends the command with its message."""
    try:
        return Settings.from_environ()
    except SettingsError as error:
        raise click.ClickException(str(error)) from None
