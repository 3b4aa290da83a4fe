"""The whole site as files that a web server serves by itself: pages, fragments, data, errors, moved addresses.

Each file holds the bytes that the running site answers, and is compressed once. Which file
answers which request is written in ``deploy/nginx-static.conf``; what of that depends on the
content is written beside the files. The operator's guide is ``docs/static.md``.
"""

from __future__ import annotations

import fcntl
import gzip
import hashlib
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import NamedTuple

import brotli  # type: ignore[import-untyped]  # it has no types
from flask import Flask, Response

from safetysite import create_app
from safetysite.content import paths
from safetysite.content.catalogue import Catalogue
from safetysite.content.model import Redirect
from safetysite.content.vocabulary import Section
from safetysite.outputs import feed, sitemap
from safetysite.settings import Settings
from safetysite.web import moved, page_cache, security, state
from safetysite.web.htmx import respond

#: What answers now: a link to one edition, so that a reader meets the old site or the new one.
CURRENT = "current"
SEARCH = "/search/"
#: Levels of br and gzip: what is made once and sent often may take its time.
LEVELS = (11, 9)
#: An address that no page has and that is near no name.
_NOWHERE = "/0"


class Ask(NamedTuple):
    """One request, the file that keeps its answer, and the status that the answer must have."""

    address: str
    file: str
    is_fragment: bool = False
    status: int = 200


class Kept(NamedTuple):
    """A written file: its name, the hash of its content, its bytes with both compressed forms."""

    file: str
    digest: str
    size: int


class Exported(NamedTuple):
    """What an export came to; ``is_new`` is False where the same files were there already."""

    folder: Path
    is_new: bool
    pages: int
    files: int
    size: int
    seconds: float


class ExportError(RuntimeError):
    """The site did not answer as it must, or another export is at work; nothing was put in place."""


def export(settings: Settings, folder: Path, search_at: str = "", today: date | None = None) -> Exported:
    """Write the site into ``folder`` beside what is there, then put it in place at one stroke.

    ``search_at`` is the address of a running site's search, for the page that says where searching is possible.
    """
    start = time.monotonic()
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise ExportError(f"another export is writing into {folder}") from None
        new = folder / ".new"
        shutil.rmtree(new, ignore_errors=True)  # what a killed run left
        try:
            run = _Run(replace(settings, cache_url=""), today or datetime.now(UTC).date(), search_at, new, _now(folder))
            desk = _open(run)
            groups = desk.groups()
            kept = sorted([*_written(run, groups), *desk.write_rules(groups)])
            edition = _edition(kept)
            is_new = not (folder / edition).exists()
            if is_new:
                new.rename(folder / edition)
            _put_in_place(folder, edition)
        finally:
            _OPENED.clear()
            shutil.rmtree(new, ignore_errors=True)
    pages = sum(ask.file.endswith("/index.html") or ask.file == "index.html" for group in groups for ask in group)
    size = sum(one.size for one in kept)
    return Exported(folder / edition, is_new, pages, len(kept), size, time.monotonic() - start)


def _now(folder: Path) -> int:
    """The time that all files get: later than that of any edition that is here.

    nginx makes its entity tags of time and length, and two texts may be equally long.
    """
    last = max((int(page.stat().st_mtime) for page in folder.glob("*/site/index.html")), default=0)
    return max(int(time.time()), last + 1)


def _edition(kept: Iterable[Kept]) -> str:
    """The name of a set of files, made of their names and contents: the same site has the same name."""
    digest = hashlib.sha256()
    for one in kept:
        digest.update(f"{one.file} {one.digest}\n".encode())
    return digest.hexdigest()[:16]


def _put_in_place(folder: Path, edition: str) -> None:
    """Turn the link to the edition; the one before stays for requests under way and for going back."""
    current = folder / CURRENT
    before = os.readlink(current) if current.is_symlink() else edition
    if before != edition:
        for old in folder.iterdir():
            if old.is_dir() and not old.is_symlink() and old.name not in (before, edition):
                shutil.rmtree(old)
    turned = folder / ".current"
    turned.unlink(missing_ok=True)
    turned.symlink_to(edition)
    turned.replace(current)


# ---------------------------------------------------------------- what there is to ask for


def page_paths(site: Catalogue) -> list[str]:
    """Every address of a page: composed pairs, sections, references and terms too; only what is asked for is left out."""
    shown = {
        paths.section(*slugs, part.section)
        for slugs in site.answers
        if (pair := site.pair(*slugs))
        for part in pair.sections
    }
    absent = {paths.section(*slugs, kind) for slugs in site.answers for kind in Section} - shown
    return sorted((paths.known_paths(site) - absent - set(page_cache.PASSED)) | {SEARCH})


def page_files(path: str) -> list[Ask]:
    """A page's four forms: both readings, each as a page and as the fragment for a swap."""
    return [
        Ask(f"{path}{query}", f"{path[1:]}index{reading}{part}.html", is_fragment=bool(part))
        for reading, query in _READINGS
        for part in ("", ".part")
    ]


_READINGS = (("", ""), (".clinical", "?reading=clinical"))


def _forms(path: str) -> list[Ask]:
    """The page's forms for programs."""
    return [_same(paths.machine(path, ending)) for ending in (".json", ".md")]


def _same(path: str) -> Ask:
    """An address whose file has its name."""
    return Ask(path, path[1:].partition("?")[0])


def files_for_programs(site: Catalogue) -> list[str]:
    """What is no form of one page: sitemap, feeds, texts, descriptions. None of them searches."""
    parts = -(-len(sitemap.entries(site)) // sitemap.PART)
    feeds = ["/", *map(paths.compound, site.compounds), *map(paths.condition, site.conditions)]
    return [
        "/sitemap.xml",
        *(sitemap.part_path(number) for number in range(1, parts + 1)),
        *map(feed.path, feeds),
        "/robots.txt",
        "/llms.txt",
        "/openapi.json",
    ]


def error_files(site: Catalogue) -> list[Ask]:
    """What is answered where there is nothing, and the reason for each page that was taken down."""
    retired = [one for one in site.redirects.values() if not one.to]
    pages = [(f"{_NOWHERE}/", "errors/404", 404), *((one.from_, gone_stem(one)[1:], 410) for one in retired)]
    return [
        *(
            Ask(f"{path}{query}", f"{stem}{reading}.html", status=status)
            for path, stem, status in pages
            for reading, query in _READINGS
        ),
        *(Ask(paths.machine(path, ".json"), f"{stem}.json", status=status) for path, stem, status in pages),
        Ask(f"{paths.EXPORT}0.zip", "errors/archive.json", status=404),
    ]


def gone_stem(retired: Redirect) -> str:
    """The name, without ending, of the files that say why a page was taken down."""
    return f"/errors/gone{_bare(retired.from_)}"


def moved_paths(site: Catalogue) -> dict[str, Redirect]:
    """Every address that moved or is gone, the pairs of renamed and retired slugs with their sections included."""
    old = {path.strip("/").partition("/")[::2] for path in site.redirects}
    sides = {
        kind: {*known, *(slug for folder, slug in old if folder == kind)}
        for kind, known in (("compounds", site.compounds), ("conditions", site.conditions))
    }
    pairs = [
        (compound, condition)
        for compound in sides["compounds"]
        for condition in sides["conditions"]
        if ("compounds", compound) in old or ("conditions", condition) in old
    ]
    asked = set(site.redirects)
    asked |= {paths.pair(*slugs) for slugs in pairs}
    asked |= {paths.section(*slugs, kind) for slugs in pairs for kind in Section}
    asked |= {f"{path}{kind.value}/" for path in site.redirects if path.startswith("/safety/") for kind in Section}
    return {path: found for path in sorted(asked) if (found := moved.find(site, path))}


# ---------------------------------------------------------------- asking and writing


@dataclass(frozen=True)
class _Run:
    """What every process of one export is told."""

    settings: Settings
    today: date
    search_at: str
    folder: Path
    stamp: int


class _Desk:
    """The application, and where its answers are written."""

    def __init__(self, run: _Run, app: Flask) -> None:
        self.run = run
        self.app = app
        self.site = state.catalogue_of(app)
        self._client = app.test_client()

    def groups(self) -> list[list[Ask]]:
        """Everything to ask for; what one process should ask for together is in one group."""
        static = Path(self.app.static_folder or "")
        names = sorted(file.relative_to(static).as_posix() for file in static.rglob("*") if file.is_file())
        with self.app.test_request_context():
            versioned = [self.app.jinja_env.globals["static"](name) for name in names]  # type: ignore[operator]
        single = [
            *map(_same, files_for_programs(self.site)),
            *map(_same, versioned),
            *error_files(self.site),
        ]
        pages = [
            [*page_files(path), *(_forms(path) if path != SEARCH else [])]
            for path in page_paths(self.site)
            if path != paths.EXPORT
        ]
        # The archive is made once in a process, for all that tell of it.
        archive = [*page_files(paths.EXPORT), *_forms(paths.EXPORT), _same(paths.archive(self.site.digest))]
        return [archive, *pages, *([one] for one in single)]

    def write(self, group: list[Ask]) -> list[Kept]:
        """Ask for each and keep what is answered."""
        return [self._write(ask) for ask in group]

    def _write(self, ask: Ask) -> Kept:
        headers = {"HX-Request": "true"} if ask.is_fragment else {}
        with self._client.get(ask.address, headers=headers, base_url=self.run.settings.origin) as response:
            if response.status_code != ask.status:
                raise ExportError(f"{ask.address} answered {response.status_code}, not {ask.status}")
            kind = response.mimetype or ""
            is_text = kind.startswith("text/") or kind.endswith(("json", "xml"))
            return self._keep(f"site/{ask.file}", response.data, is_text)

    def _keep(self, name: str, content: bytes, is_text: bool) -> Kept:
        forms = {"": content}
        if is_text:
            forms[".br"] = brotli.compress(content, mode=brotli.MODE_TEXT, quality=LEVELS[0])
            forms[".gz"] = gzip.compress(content, LEVELS[1], mtime=0)
        file = self.run.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        for ending, form in forms.items():
            one = file.with_name(file.name + ending)
            one.write_bytes(form)
            os.utime(one, (self.run.stamp, self.run.stamp))
        return Kept(name, hashlib.sha256(content).hexdigest(), sum(map(len, forms.values())))

    def write_rules(self, groups: list[list[Ask]]) -> list[Kept]:
        """What the web server must know of this content."""
        rules = {"maps.conf": "".join(self._maps(groups)), "headers.conf": "".join(_headers())}
        return [self._keep(f"nginx/{name}", text.encode(), is_text=False) for name, text in rules.items()]

    def _maps(self, groups: list[list[Ask]]) -> Iterator[str]:
        yield "# Written by safetysite export.\n"
        yield "map_hash_bucket_size 512;\nmap_hash_max_size 65536;\n"
        yield f'map $host $safetysite_origin {{\n    default "{self.run.settings.origin}";\n}}\n'
        found = moved_paths(self.site).items()
        to = ((_bare(path), _bare(one.to)) for path, one in found if one.to)
        yield _map("$safetysite_name", "$safetysite_moved", to)
        gone = ((_bare(path), gone_stem(one)) for path, one in found if not one.to)
        yield _map("$safetysite_name", "$safetysite_gone", gone)
        yield _map("$request_uri", "$safetysite_kept", self._lifetimes(groups))

    def _lifetimes(self, groups: list[list[Ask]]) -> Iterator[tuple[str, str]]:
        """How long each static file may be kept under the address that has its version."""
        for ask, *_ in groups:
            if ask.address.startswith(page_cache.STATIC):
                with self._client.get(ask.address) as response:
                    yield ask.address, response.headers["Cache-Control"]


def _bare(path: str) -> str:
    """An address without what stands at its end: the slash of a page or the ending of another form."""
    return path.rstrip("/") or "/"


def _map(of: str, variable: str, rows: Iterable[tuple[str, str]]) -> str:
    lines = "".join(f'    "{key}" "{value}";\n' for key, value in rows)
    return f"map {of} {variable} {{\n{lines}}}\n"


def _headers() -> Iterator[str]:
    for name, value in security.HEADERS.items():
        yield f'add_header {name} "{value}" always;\n'


def _say_where_search_is(app: Flask, search_at: str) -> None:
    """A page in place of the search, which no file can do."""

    def page() -> Response:
        return respond("search/elsewhere.html", search_at=search_at, robots="noindex")

    app.view_functions["search.page"] = page


# ---------------------------------------------------------------- both cores

#: The applications of this process. A pool hands its processes tasks, not objects; a forked process has its parent's.
_OPENED: dict[_Run, _Desk] = {}


def _open(run: _Run) -> _Desk:
    """Load the site, once in a process."""
    if run not in _OPENED:
        app = create_app(run.settings, run.today)
        _say_where_search_is(app, run.search_at)
        _OPENED[run] = _Desk(run, app)
    return _OPENED[run]


def _write_group(run: _Run, group: list[Ask]) -> list[Kept]:
    return _OPENED[run].write(group)


def _written(run: _Run, groups: list[list[Ask]]) -> list[Kept]:
    """Every group's files, written by as many processes as there are cores."""
    with ProcessPoolExecutor(os.cpu_count(), initializer=_open, initargs=(run,)) as pool:
        return [kept for found in pool.map(partial(_write_group, run), groups, chunksize=4) for kept in found]
