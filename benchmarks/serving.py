"""How the site is served: ``python -m benchmarks.serving``.

One frozen copy of the content; the servers take turns within each round, and every figure is a
median over rounds, so that what else the machine does meets all of them. Needs nginx and wrk.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple, cast

from flask import Flask

from benchmarks.bare import prepared
from safetysite import create_app
from safetysite.content import catalogue, paths
from safetysite.content.catalogue import Catalogue
from safetysite.export_site import page_paths
from safetysite.search import documents, whoosh_index
from safetysite.settings import ROOT, Settings
from safetysite.web.negotiation import Reply, fetch
from safetysite.web.page_cache import PageCache, Question
from tests.nginx import PROGRAM, ask, free_port, user, wait_for

FLAGSHIP = paths.pair("ketamine", "stage-iv-cancer")

_NGINX = """\
daemon off;
{user}
worker_processes 2;
pid {folder}/nginx.pid;
error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
    access_log off;
    sendfile on;
    tcp_nopush on;
    keepalive_requests 10000000;
    server {{
        listen 127.0.0.1:{port};
        root {folder};
        location / {{
            default_type "text/html; charset=utf-8";
            {headers}
            try_files /page =404;
        }}
    }}
}}
"""


class Running(NamedTuple):
    """A server that answers: its port, and the process that was started."""

    port: int
    pid: int


@dataclass(frozen=True)
class Frozen:
    """A copy of the content that nobody edits, with its index and one application on it."""

    settings: Settings
    site: Catalogue
    app: Flask

    @property
    def environ(self) -> dict[str, str]:
        """The environment in which a server serves it."""
        return {
            **os.environ,
            "SAFETYSITE_CONTENT": str(self.settings.content),
            "SAFETYSITE_INDEX": str(self.settings.search_index),
            "ORIGIN": self.settings.origin,
        }


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=9, help="how often the servers take turns")
    parser.add_argument("--seconds", type=int, default=2, help="how long each is asked in a turn")
    args = parser.parse_args()
    for tool in (PROGRAM, "wrk"):
        if not shutil.which(tool):
            sys.exit(f"{tool} is needed: apt-get install nginx-light wrk")
    with tempfile.TemporaryDirectory(prefix="benchmark-") as name:
        folder = Path(name)
        frozen = freeze(folder)
        print(f"\n{len(frozen.site.answers)} answers, {len(page_paths(frozen.site))} pages; {load()}\n", flush=True)
        rendering(frozen)
        throughput(frozen, folder, args.rounds, args.seconds)
        memory(frozen)
        starting(frozen, args.rounds)
        print(f"\nAt the end: {load()}")


def load() -> str:
    """How busy the machine is."""
    return f"{os.cpu_count()} cores, load {', '.join(f'{one:.1f}' for one in os.getloadavg())}"


def freeze(folder: Path) -> Frozen:
    """Copy the content, build its index, load it."""
    given = Settings.from_environ()
    shutil.copytree(given.content, folder / "content")
    settings = replace(given, content=folder / "content", search_index=folder / "index", cache_url="")
    today = datetime.now(UTC).date()
    site = catalogue.load(settings.content, today)
    whoosh_index.build(settings.search_index, site.digest, documents.documents(site))
    return Frozen(settings, site, create_app(settings, today))


# ---------------------------------------------------------------- many requests


def throughput(frozen: Frozen, folder: Path, rounds: int, seconds: int) -> None:
    """Requests a second of the flagship, gzip, and of its 304: ours, a bare WSGI application, nginx."""
    reply = reply_of(frozen, FLAGSHIP, "gzip")
    (folder / "reply").write_bytes(reply.pack())
    with ExitStack() as running:
        servers = {
            "safetysite": running.enter_context(granian("wsgi:app", frozen.environ)),
            "bare WSGI": running.enter_context(
                granian("benchmarks.bare:app", {**os.environ, "BENCH_REPLY": str(folder / "reply")})
            ),
            "nginx": running.enter_context(nginx(reply, folder)),
        }
        tags = {name: same(server.port, reply) for name, server in servers.items()}
        for server in servers.values():
            pressed(server, 1)
        print(f"Body: {len(reply.body):,} bytes.\n")
        print("| request | | safetysite | bare WSGI | nginx | of bare WSGI | of nginx |\n|---|---|---|---|---|---|---|")
        own = {}
        for kind in ("200", "304"):
            found: dict[str, list[Pressed]] = {name: [] for name in servers}
            for turn in range(rounds):
                for name in list(servers) if turn % 2 else reversed(servers):
                    found[name].append(pressed(servers[name], seconds, tags[name] if kind == "304" else ""))
            rates = {name: [one.rate for one in turns] for name, turns in found.items()}
            work = {name: [1e6 / one.work for one in turns] for name, turns in found.items()}
            row(f"{kind} | requests/s by the clock", rates)
            row(f"{kind} | requests/s of the server’s own work", work)
            own[kind] = work["safetysite"]
        print(f"\nOur 304 against our 200: {ratio(own['304'], own['200']):.2f} times as many for the same work.")


def row(name: str, figures: dict[str, list[float]]) -> None:
    """Medians, and ours as part of the others'."""
    ours, *others = figures.values()
    ratios = " | ".join(f"{ratio(ours, other):.2f}" for other in others)
    print(f"| {name} | {' | '.join(f'{median(one):,.0f}' for one in figures.values())} | {ratios} |", flush=True)


def ratio(ours: list[float], theirs: list[float]) -> float:
    """The median of the rounds' ratios."""
    return median(mine / other for mine, other in zip(ours, theirs, strict=True))


def reply_of(frozen: Frozen, path: str, encoding: str) -> Reply:
    """What the site answers, as the page cache keeps it."""
    status, headers, body = fetch(frozen.app.wsgi_app, {**asked(frozen, path), "HTTP_ACCEPT_ENCODING": encoding})
    found = dict(headers)
    return Reply(status, headers, body, found["ETag"].strip('"'))


def asked(frozen: Frozen, path: str) -> dict[str, Any]:
    """A request for a page."""
    return Question(path, "", False).environ(frozen.settings.origin)


def same(port: int, reply: Reply) -> str:
    """The tag that a server gives; first it must answer the very bytes, and 304 to that tag."""
    status, headers, body = ask(port, FLAGSHIP, Accept_Encoding="gzip")
    tag = headers["etag"]
    unchanged = ask(port, FLAGSHIP, Accept_Encoding="gzip", If_None_Match=tag)[0]
    if (status, body, unchanged) != (200, reply.body, 304):
        sys.exit(f"port {port} answers {status} with {len(body)} bytes, and {unchanged} to its own tag")
    return tag


class Pressed(NamedTuple):
    """Requests a second by the clock, and the server's microseconds of work for each."""

    rate: float
    work: float


def pressed(server: Running, seconds: int, tag: str = "") -> Pressed:
    """What wrk counts over 32 connections; an answer that is an error ends the run."""
    command = ["wrk", "-t", "1", "-c", "32", "-d", f"{seconds}s", "-H", "Accept-Encoding: gzip"]
    command += ["-H", f"If-None-Match: {tag}"] if tag else []
    before = work_so_far(server.pid)
    address = f"http://127.0.0.1:{server.port}{FLAGSHIP}"
    said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
    spent = work_so_far(server.pid) - before
    rate, count = re.search(r"Requests/sec:\s+([\d.]+)", said), re.search(r"(\d+) requests in", said)
    if not rate or not count or "Non-2xx" in said or "Socket errors" in said:
        sys.exit(said)
    return Pressed(float(rate[1]), spent * 1e6 / int(count[1]))


def work_so_far(pid: int) -> float:
    """Seconds that a server's processes have worked: another program's work beside them does not count."""
    ticks = 0
    for one in (pid, *children_of(pid)):
        after_name = Path(f"/proc/{one}/stat").read_text().rpartition(")")[2].split()
        ticks += int(after_name[11]) + int(after_name[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def children_of(pid: int) -> list[int]:
    """The processes that one started."""
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def options() -> list[str]:
    """Granian's options as ``make serve`` gives them."""
    line = next(line for line in (ROOT / "Makefile").read_text().splitlines() if "/granian " in line)
    return re.sub(r".*/granian |--host \S+|--port \S+| \S+:app\s*$", " ", line).split()


@contextmanager
def granian(app: str, environ: dict[str, str], workers: str = "") -> Iterator[Running]:
    """An application under granian as in the Makefile, or with another number of workers."""
    port = free_port()
    given = options()
    if workers:
        given[given.index("--workers") + 1] = workers
    command = [sys.executable, "-m", "granian", *given, "--host", "127.0.0.1", "--port", str(port), app]
    with subprocess.Popen(command, env=environ, cwd=ROOT, stderr=subprocess.PIPE) as server:
        try:
            until_answered(server, port)
            yield Running(port, server.pid)
        finally:
            end(server)


def end(server: subprocess.Popen[bytes]) -> None:
    """Stop granian; told to while a worker is still starting, it may wait for that one for ever."""
    workers = children_of(server.pid)
    server.terminate()
    try:
        server.wait(5)
    except subprocess.TimeoutExpired:
        for one in (server.pid, *workers):
            os.kill(one, signal.SIGKILL)


def until_answered(server: subprocess.Popen[bytes], port: int) -> None:
    """Until the flagship is answered; a minute at most."""
    end = time.monotonic() + 60
    while time.monotonic() < end and server.poll() is None:
        try:
            ask(port, FLAGSHIP)
            return
        except OSError:
            time.sleep(0.005)
    sys.exit(f"nothing answers on {port}")


@contextmanager
def nginx(reply: Reply, folder: Path) -> Iterator[Running]:
    """The same body as a file, with the same headers."""
    port = free_port()
    (folder / "page").write_bytes(reply.body)
    own = ("Content-Type", "Content-Length", "ETag", "Last-Modified")
    headers = "\n".join(f'add_header {name} "{value}";' for name, value in reply.headers if name not in own)
    (folder / "nginx.conf").write_text(
        _NGINX.format(folder=folder, port=port, user=user(), headers=headers), encoding="utf-8"
    )
    command = [PROGRAM, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as server:
        try:
            wait_for(server, port)
            yield Running(port, server.pid)
        finally:
            server.terminate()


# ---------------------------------------------------------------- one render


def rendering(frozen: Frozen) -> None:
    """The work of a first render, without cache and compression, against prepared HTML of the same size."""
    sizes = {slugs: len(frozen.app.test_client().get(paths.pair(*slugs)).data) for slugs in frozen.site.answers}
    middle = sorted(sizes, key=lambda slugs: sizes[slugs])[len(sizes) // 2]
    print("| answer | bytes | ours, ms of work | prepared HTML by section | ratio | by tag | ratio | target |")
    print("|---|---|---|---|---|---|---|---|")
    for name, slugs in (("median", middle), ("flagship", ("ketamine", "stage-iv-cancer"))):
        path = paths.pair(*slugs)
        page = frozen.app.test_client().get(path).text
        ours = work_of(cast(PageCache, frozen.app.wsgi_app).flask, asked(frozen, path))
        # The same page cut before each section, and before each tag that has text of its own.
        by_section = work_of(prepared(re.split(r"(?=<section)", page)).wsgi_app, asked(frozen, "/"))
        by_tag = work_of(prepared(re.split(r"(?=<(?:p|li|td|th|a|dt|dd|h\d)\b)", page)).wsgi_app, asked(frozen, "/"))
        found: list[list[float]] = [[], [], []]
        for turn in range(33):
            for at in (0, 1, 2) if turn % 2 else (2, 1, 0):
                found[at].append((ours, by_section, by_tag)[at]())
        mine, sections, tags = (one[3:] for one in found)
        print(
            f"| {name} | {len(page.encode()):,} | {median(mine):.1f} | {median(sections):.1f} | {ratio(mine, sections):.1f} "
            f"| {median(tags):.1f} | {ratio(mine, tags):.1f} | 1.3 |"
        )
    print(flush=True)


def work_of(app: Any, environ: dict[str, Any]) -> Callable[[], float]:
    """Milliseconds of work of one request."""

    def once() -> float:
        start = time.process_time()
        status, _, _ = fetch(app, dict(environ))
        spent = (time.process_time() - start) * 1000
        if not status.startswith("200"):
            sys.exit(status)
        return spent

    return once


# ---------------------------------------------------------------- memory and start


def memory(frozen: Frozen) -> None:
    """What a worker holds after the flagship alone, and after every page was asked for in both readings and three encodings."""
    with granian("wsgi:app", frozen.environ, workers="1") as (port, pid):
        worker = worker_of(pid)
        first = resident(worker)
        pages = page_paths(frozen.site)
        for path in pages:
            for query in ("", "?reading=clinical"):
                for encoding in ("br", "gzip", ""):
                    ask(port, path + query, Accept_Encoding=encoding)
        after = resident(worker)
        for path in pages:
            ask(port, path, Accept_Encoding="br", HX_Request="true")
        print(
            f"\n| memory of a worker, MB | first answer | all {len(pages):,} pages | and all fragments | target at 1,000 answers |"
        )
        print("|---|---|---|---|---|")
        print(f"| resident | {first:.0f} | {after:.0f} | {resident(worker):.0f} | 100 |", flush=True)


def worker_of(pid: int) -> int:
    """The process that answers, of those that granian started."""
    return max(children_of(pid), key=resident)


def resident(pid: int) -> float:
    """MB of memory that a process holds."""
    found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text())
    return int(found[1]) / 1024 if found else 0.0


def starting(frozen: Frozen, rounds: int) -> None:
    """From the command to the first answer, everything built, against importing the two libraries."""
    ours, imports = [], []
    for _ in range(rounds):
        start = time.perf_counter()
        with granian("wsgi:app", frozen.environ):
            ours.append(time.perf_counter() - start)
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", "import flask, whoosh.index, whoosh.qparser"], check=True)
        imports.append(time.perf_counter() - start)
    allowed = 2 * median(imports) + 0.5
    print(
        "\n| start to first answer, s | ours | import flask, whoosh | allowed (2 × + 0.5) | ours of it |\n|---|---|---|---|---|"
    )
    print(
        f"| {len(frozen.site.answers)} answers | {median(ours):.2f} | {median(imports):.2f} | {allowed:.2f} | {median(ours) / allowed:.1f} |"
    )


if __name__ == "__main__":
    main()
