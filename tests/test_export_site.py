"""The exported files are what the running site answers, and nginx serves them as the running site would."""

from __future__ import annotations

import gzip
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import brotli  # type: ignore[import-untyped]  # it has no types
import pytest
from click.testing import CliRunner
from flask import Flask

from safetysite import create_app, export_site
from safetysite.cli import main
from safetysite.content import catalogue, paths
from safetysite.content.catalogue import Catalogue
from safetysite.export_site import CURRENT, SEARCH, Ask, Exported, export
from safetysite.search import documents, whoosh_index
from safetysite.settings import Settings
from tests import nginx
from tests.conftest import GOOD, TODAY, edit

ANSWER = "/safety/examplin/sampleitis/"
#: What a reply says of time, connection and the very bytes; tags and lengths are looked at by themselves.
OF_THE_MOMENT = {"date", "server", "connection", "accept-ranges", "etag", "last-modified", "content-length"}
SWAP = {"HX-Request": "true"}
KINDS = ["", "clinical", "swap", "clinical swap"]


@pytest.fixture(scope="module", autouse=True)
def quickly() -> Iterator[None]:
    """Compressed as little as can be: what is tested is what comes out again."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export_site, "LEVELS", (1, 1))
        yield


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The tiny site with slugs that were renamed and retired."""
    root = tmp_path_factory.mktemp("changed")
    shutil.copytree(GOOD, root / "content")
    edit(
        root / "content/redirects.yaml",
        "- {from: /compounds/badname/",
        "- {from: /conditions/old-itis/, to: /conditions/sampleitis/, why: It was renamed.}\n"
        "- {from: /start/, to: /, why: It was renamed.}\n"
        "- {from: /conditions/no-itis/, why: It is no illness.}\n"
        "- {from: /compounds/badname/",
    )
    return built(Settings(content=root / "content", origin="https://site.example", contact="desk@site.example"), root)


def built(settings: Settings, root: Path) -> Settings:
    """The settings with a folder of their own for the index, built."""
    site = catalogue.load(settings.content, TODAY)
    whoosh_index.build(root / "search_index", site.digest, documents.documents(site))
    return replace(settings, search_index=root / "search_index")


@pytest.fixture(scope="module")
def app(changed: Settings) -> Flask:
    """The running site, which is asked for comparison."""
    return create_app(changed, TODAY)


@pytest.fixture(scope="module")
def site(changed: Settings) -> Catalogue:
    """Its catalogue."""
    return catalogue.load(changed.content, TODAY)


@pytest.fixture(scope="module")
def exported(changed: Settings, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an export."""
    folder = tmp_path_factory.mktemp("exported")
    export(changed, folder, "https://search.example/search/", TODAY)
    return folder


@pytest.fixture(scope="module")
def port(exported: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where a real nginx serves it."""
    with nginx.serving(exported, tmp_path_factory.mktemp("nginx")) as port:
        yield port


@contextmanager
def answer(app: Flask, path: str, **headers: str) -> Iterator[tuple[int, dict[str, str], bytes]]:
    """Status, headers and body of the running site."""
    with app.test_client().get(path, headers=headers, base_url="https://site.example") as response:
        yield response.status_code, {name.lower(): value for name, value in response.headers}, response.data


def steady(headers: dict[str, str]) -> dict[str, str]:
    """What is said of the content; that a file is shown and not kept is so without being said."""
    return {
        name: value
        for name, value in headers.items()
        if name not in OF_THE_MOMENT and not (name == "content-disposition" and value.startswith("inline"))
    }


def file_of(folder: Path, name: str) -> Path:
    """A file that answers now."""
    return folder / CURRENT / "site" / name


def all_asks(site: Catalogue) -> list[Ask]:
    """Every page in its four forms, but for the search page, which is another one."""
    return [ask for path in export_site.page_paths(site) if path != SEARCH for ask in export_site.page_files(path)]


# ---------------------------------------------------------------- the files


def test_every_page_fragment_and_reading_is_the_running_sites(site: Catalogue, app: Flask, exported: Path) -> None:
    """Byte for byte: readers of a copy read the same verdicts."""
    asks = all_asks(site)
    assert {ask.address for ask in asks} >= paths.known_paths(site) - {SEARCH} - export_absent(site)
    for ask in asks:
        with answer(app, ask.address, **(SWAP if ask.is_fragment else {})) as (status, _, body):
            assert (status, body) == (200, file_of(exported, ask.file).read_bytes()), ask


def export_absent(site: Catalogue) -> set[str]:
    """Sections that an answer does not have, so that there is no page."""
    return {path for path in paths.known_paths(site) if path.count("/") == 5} - set(export_site.page_paths(site))


def test_a_sample_of_the_real_site_is_the_running_sites(real: Catalogue, real_app: Flask, tmp_path: Path) -> None:
    """The real templates meet real content: long pages, many references."""
    asks = all_asks(real)
    run = export_site._Run(Settings(origin="https://site.example"), datetime.now(UTC).date(), "", tmp_path, 1)
    desk = export_site._Desk(run, real_app)
    for ask in asks[:: len(asks) // 60]:
        desk.write([ask])
        with answer(real_app, ask.address, **(SWAP if ask.is_fragment else {})) as (status, _, body):
            assert (status, body) == (200, (tmp_path / "site" / ask.file).read_bytes()), ask


def test_every_text_is_there_in_both_compressed_forms(exported: Path) -> None:
    """A missing one would be a 404 for most readers."""
    for file in file_of(exported, "").rglob("*"):
        if file.is_file() and file.suffix in (".html", ".json", ".md", ".xml", ".txt", ".css", ".js", ".svg"):
            content = file.read_bytes()
            assert brotli.decompress(Path(f"{file}.br").read_bytes()) == content
            assert gzip.decompress(Path(f"{file}.gz").read_bytes()) == content


def test_the_same_site_is_the_same_files_and_nothing_is_touched(changed: Settings, exported: Path) -> None:
    """Readers' caches stay good, and two machines agree on what they serve."""
    before = os.readlink(exported / CURRENT), file_of(exported, "index.html").stat().st_mtime
    done = export(changed, exported, "https://search.example/search/", TODAY)
    assert not done.is_new
    assert (os.readlink(exported / CURRENT), file_of(exported, "index.html").stat().st_mtime) == before


def test_a_new_edition_takes_the_place_of_the_old_at_one_stroke(changed: Settings, tmp_path: Path) -> None:
    """Never half of each; the edition before stays, older ones go; times rise even within one second."""
    editions: list[Exported] = []
    for address in ("https://one.example/", "https://two.example/", "https://three.example/"):
        editions.append(export(changed, tmp_path, address, TODAY))
        assert (tmp_path / CURRENT).resolve() == editions[-1].folder
    assert {one.folder.exists() for one in editions[1:]} == {True}
    assert not editions[0].folder.exists()
    second, third = ((one.folder / "site/index.html").stat().st_mtime for one in editions[1:])
    assert third > second
    assert sorted(path.name for path in tmp_path.iterdir() if not path.is_dir()) == [".lock"]


def test_a_failed_export_leaves_what_is_there(
    changed: Settings, exported: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One page that cannot be made must not put a hole into the site."""
    before = os.readlink(exported / CURRENT)
    monkeypatch.setattr(export_site, "files_for_programs", lambda site: ["/compounds/nothing/feed.xml"])
    with pytest.raises(export_site.ExportError, match=r"/compounds/nothing/feed\.xml answered 404, not 200"):
        export(changed, exported, today=TODAY)
    assert os.readlink(exported / CURRENT) == before
    assert not (exported / ".new").exists()


def test_the_command_says_what_it_wrote(changed: Settings, tmp_path: Path) -> None:
    """Pages, bytes and seconds, as an operator's log wants them."""
    environ = {
        "SAFETYSITE_CONTENT": str(changed.content),
        "SAFETYSITE_INDEX": str(changed.search_index),
        "ORIGIN": "https://site.example",
    }
    result = CliRunner().invoke(main, ["export", str(tmp_path / "www")], env=environ)
    if result.exit_code:
        # The content falls due with time: then the index of that day is another one.
        assert "safetysite index" in result.output
    else:
        assert "pages" in result.stderr
        assert "seconds" in result.stderr
    wrong = CliRunner().invoke(main, ["export", str(tmp_path), "--search-at", "search.example"], env=environ)
    assert wrong.exit_code == 2


# ---------------------------------------------------------------- nginx alone


@pytest.mark.parametrize("kind", KINDS)
def test_nginx_answers_every_page_as_the_running_site_does(kind: str, site: Catalogue, app: Flask, port: int) -> None:
    """HTML and every header that speaks of it: type, Vary, security, robots, lifetime."""
    query = "?reading=clinical" if "clinical" in kind else ""
    headers = SWAP if "swap" in kind else {}
    for path in export_site.page_paths(site):
        if path == SEARCH:
            continue
        with answer(app, path + query, **headers) as (status, said, body):
            found = nginx.ask(port, path + query, **headers)
            assert (found[0], steady(found[1]), found[2]) == (status, steady(said), body), path


def test_nginx_answers_programs_as_the_running_site_does(site: Catalogue, app: Flask, port: int) -> None:
    """JSON, Markdown, feeds, sitemap, archive, robots, descriptions, static files."""
    asked = [
        paths.machine(path, end) for path in export_site.page_paths(site) if path != SEARCH for end in (".json", ".md")
    ]
    asked += [*export_site.files_for_programs(site), paths.archive(site.digest)]
    with app.test_request_context():
        static = app.jinja_env.globals["static"]
        asked += [static(name) for name in ("site.css", "site.js", "icon.svg", "cards/avoid.png")]  # type: ignore[operator]
    asked += ["/static/site.css", "/static/site.css?v=000000000000", "/compounds.json?reading=clinical"]
    for path in asked:
        with answer(app, path) as (status, said, body):
            found = nginx.ask(port, path)
            assert (found[0], steady(found[1]), found[2]) == (status, steady(said), body), path


@pytest.mark.parametrize(
    "path",
    [
        "/compounds/old-examplin/",
        "/compounds/old-examplin",
        "/compounds/old-examplin/?reading=clinical",
        "/compounds/old-examplin.json",
        "/compounds/old-examplin.md?reading=clinical",
        "/safety/old-examplin/old-itis/monitoring/?reading=clinical",
        "/safety/old-examplin/sampleitis.json",
        "/safety/old-examplin/illness/monitoring/",
        "/start",
        "/start.json",
        "/compounds/examplin",
        "/compounds/examplin?reading=clinical&a=%41",
        "/safety/examplin/sampleitis",
        "/safety/?compound=examplin&condition=sampleitis&reading=clinical",
        "/safety/?compound=examplin&condition=nothing",
        "/safety/?compound=../../x&condition=",
        "/safety/",
    ],
)
def test_nginx_sends_readers_where_the_running_site_does(path: str, app: Flask, port: int) -> None:
    """Slugs never die, in any form and reading; the form with two lists works without a program."""
    with answer(app, path) as (status, said, _):
        found = nginx.ask(port, path)
        assert (found[0], found[1]["location"]) == (status, said["location"])
        assert found[1]["cache-control"] == said["cache-control"]


@pytest.mark.parametrize(
    "path",
    [
        "/compounds/badname/",
        "/compounds/badname?reading=clinical",
        "/compounds/badname.json",
        "/safety/badname/sampleitis/monitoring.md",
        "/safety/old-examplin/no-itis/",
        "/0/",
        "/0/?reading=clinical",
        "/0.json",
        "/compounds/0.md",
        "/export/safetysite-0.zip",
        "/static/nothing.css",
    ],
)
@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_nginx_answers_errors_as_the_running_site_does(path: str, encoding: str, app: Flask, port: int) -> None:
    """The reason why a page is gone, as a page or as data."""
    with answer(app, path) as (status, said, body):
        found = nginx.ask(port, path, Accept_Encoding=encoding)
        content = gzip.decompress(found[2]) if found[1].pop("content-encoding", "") else found[2]
        assert (found[0], steady(found[1]), content) == (status, steady(said), body)


@pytest.mark.parametrize(
    "path",
    [
        "/index.html",
        "/index.part.html",
        "/compounds.json.gz",
        "/compounds/index.html.br",
        "/errors/404.html",
        "/errors/gone/compounds/badname.json",
        "/nginx/maps.conf",
        "/../nginx/maps.conf",
        "//evil.example",
        "/%0d%0aX:%20y",
        "/%5Cevil",
    ],
)
def test_nginx_shows_no_file_under_another_name(path: str, port: int) -> None:
    """One address for each page, and no Location that leads out of the site."""
    status, headers, _ = nginx.ask(port, path)
    assert status in (400, 404)
    assert "location" not in headers
    assert "x" not in headers


@pytest.mark.parametrize(
    ("accepted", "encoding"),
    [
        ("", ""),
        ("br", "br"),
        ("gzip, deflate, br, zstd", "br"),
        ("GZIP", "gzip"),
        ("gzip;q=1.0, br;q=0", "gzip"),
        ("br;q=0.0,gzip;q=0", ""),
        ("br; q=0.5", "br"),
        ("bro, brx, xgzip", ""),
        ("identity", ""),
    ],
)
def test_nginx_sends_an_encoding_that_the_reader_takes(accepted: str, encoding: str, app: Flask, port: int) -> None:
    """Compressed once, and never what was refused."""
    status, headers, body = nginx.ask(port, ANSWER, Accept_Encoding=accepted)
    assert (status, headers.get("content-encoding", "")) == (200, encoding)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[encoding]
    with answer(app, ANSWER) as (_, _, whole):
        assert unpack(body) == whole


@pytest.mark.parametrize(
    ("headers", "is_fragment"),
    [
        ({"HX-Request": "true"}, True),
        ({"HX-Request": "true", "HX-Request-Type": "partial"}, True),
        ({"HX-Request": "true", "HX-Request-Type": "full"}, False),
        ({"HX-Request": "true", "HX-Boosted": "true"}, False),
        ({"HX-Request": "true", "HX-History-Restore-Request": "true"}, False),
        ({"HX-Request": "false"}, False),
        ({"HX-Request-Type": "partial"}, False),
    ],
)
def test_nginx_tells_swaps_as_the_running_site_does(
    headers: dict[str, str], is_fragment: bool, app: Flask, port: int
) -> None:
    """A fragment if and only if it is a swap."""
    found = nginx.ask(port, ANSWER, **headers)
    with answer(app, ANSWER, **headers) as (_, _, body):
        assert found[2] == body
    assert (b"<html" not in found[2]) is is_fragment


@pytest.mark.parametrize("encoding", ["", "gzip", "br"])
def test_nginx_knows_what_the_reader_has(encoding: str, port: int) -> None:
    """A tag for each form, a 304 to each, and to no other's."""
    tags = {}
    for form in ("", "swap"):
        headers = {"Accept-Encoding": encoding, **(SWAP if form else {})}
        _, said, _ = nginx.ask(port, ANSWER, **headers)
        tags[form] = said["etag"]
        status, again, body = nginx.ask(port, ANSWER, **headers, **{"If-None-Match": said["etag"]})
        assert (status, body) == (304, b"")
        assert (again["etag"], again["vary"], again["cache-control"]) == (
            said["etag"],
            said["vary"],
            "max-age=0, must-revalidate",
        )
        assert "content-encoding" not in again
    assert len(set(tags.values())) == 2


def test_the_search_page_says_that_it_cannot_search(port: int) -> None:
    """No dead form: the lists work, and a running site's search is named."""
    for query in ("", "?q=examplin", "?q=examplin&reading=clinical"):
        status, _, body = nginx.ask(port, f"/search/{query}")
        assert status == 200
        assert b"This copy of the site has no search." in body
        assert b'href="https://search.example/search/"' in body
        assert b'action="/safety/"' in body
        assert b'action="/search/"' not in body
    for path in ("/search.json?q=x", "/suggest.json?q=x", "/opensearch.xml"):
        assert nginx.ask(port, path)[0] == 404


def test_nothing_can_be_sent_to_the_files(port: int) -> None:
    """They are read only."""
    assert nginx.ask(port, ANSWER, "POST", Content_Length="0")[0] == 405
    assert nginx.ask(port, ANSWER, "HEAD")[::2] == (200, b"")
