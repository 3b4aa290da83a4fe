"""Our search against SQLite's FTS5 behind the same server: ``python -m benchmarks.search``.

Each engine is served by granian (one worker) with the site's own application; requests
alternate between the two, so that a ratio is of one run. Every question is asked first of
a process that has not met its words (cold), then again (warm).
"""

from __future__ import annotations

import argparse
import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from urllib.parse import urlencode

from benchmarks import fts5
from benchmarks.corpus import Corpus, Questions, names_of, questions
from benchmarks.served import DIGEST
from safetysite.content import catalogue
from safetysite.content.catalogue import Catalogue
from safetysite.search import whoosh_index
from safetysite.settings import Settings

#: Questions of each kind, and how often each is asked again.
QUESTIONS, AGAIN = 60, 4
#: Ratio to FTS5 that each kind may have at most.
TARGETS = {
    "one term": 3.0,
    "one term, in over a tenth of the pages": 3.0,
    "OR": 3.0,
    "misspelt name": 3.0,
    "AND": 6.0,
    "phrase": 6.0,
    "facets": 6.0,
}


@dataclass
class Times:
    """Milliseconds of one kind of question with one engine."""

    cold: list[float] = field(default_factory=list)
    warm: list[float] = field(default_factory=list)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, nargs="+", default=[1000, 10_000], help="generated ones")
    for generated in parser.parse_args().documents:
        site = catalogue.load(Settings.from_environ().content, datetime.now(UTC).date())
        with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
            measure(site, generated, Path(folder))


def measure(site: Catalogue, generated: int, folder: Path) -> None:
    """All figures for one number of generated documents, as Markdown."""
    corpus = Corpus(site, generated)
    print(f"\n## {generated:,} generated documents beside {len(corpus.real)} real ones\n", flush=True)
    building(site, corpus, folder)
    asked = questions(corpus, site, QUESTIONS, fts5.Fts5Search(folder / "fts5.db", site.synonyms).matches_all)
    with served("whoosh", folder) as ours, served("fts5", folder) as theirs, served("hello", folder) as hello:
        searching(asked, ours, theirs)
        typing(site, ours, hello)


# ---------------------------------------------------------------- building


def building(site: Catalogue, corpus: Corpus, folder: Path) -> None:
    """How long a full build and one edited answer take."""
    whoosh_index.build(folder, site.digest, corpus.real)
    # The real index is not the previous one of the generated index: that is built whole.
    elsewhere = folder / "whole"
    ours = timed(lambda: whoosh_index.build(elsewhere, DIGEST, corpus.documents))
    whoosh_index.folder_of(elsewhere, DIGEST).rename(whoosh_index.folder_of(folder, DIGEST))
    theirs = timed(lambda: fts5.build(folder / "fts5.db", corpus.documents))
    changed = corpus.edited()
    ours_edit = timed(lambda: whoosh_index.build(folder, f"{DIGEST}-edited", changed))
    theirs_edit = timed(lambda: fts5.edit(folder / "fts5.db", changed[-1]))
    count = len(corpus.documents)
    print("| building | whoosh | FTS5 | ratio | target |\n|---|---|---|---|---|")
    print(
        f"| all, documents a second | {count / ours[0]:,.0f} | {count / theirs[0]:,.0f} "
        f"| {ours[0] / theirs[0]:.1f} times as long | - |"
    )
    print(
        f"| one edited answer, ms of work (and by the clock) | {ours_edit[1] * 1000:,.0f} ({ours_edit[0] * 1000:,.0f}) "
        f"| {theirs_edit[1] * 1000:,.0f} ({theirs_edit[0] * 1000:,.0f}) | {ours_edit[1] / theirs_edit[1]:.0f} | 150 ms |"
    )
    size = sum(file.stat().st_size for file in whoosh_index.folder_of(folder, DIGEST).iterdir())
    print(f"| size, MB | {size / 1e6:,.0f} | {(folder / 'fts5.db').stat().st_size / 1e6:,.0f} | - | - |", flush=True)


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds by the clock, and of work."""
    clock, cpu = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - cpu


# ---------------------------------------------------------------- asking


def searching(asked: Questions, ours: Client, theirs: Client) -> None:
    """Each kind of question, cold and warm, both engines in turn."""
    print(
        "\n| request | whoosh p50 cold | warm | p99 warm | FTS5 p50 cold | warm | p99 warm "
        "| ratio cold | ratio warm | target |\n|---|---|---|---|---|---|---|---|---|---|"
    )
    for word in ("warming", "server", "measure", "nothing else"):
        for _ in range(10):
            ours.get("/search/", {"q": word})
            theirs.get("/search/", {"q": word})
    for kind, queries in asked.kinds.items():
        mine, other = Times(), Times()
        for turn in range(AGAIN + 1):
            for number, query in enumerate(queries):
                order = [(ours, mine), (theirs, other)]
                for client, times in order if (turn + number) % 2 else reversed(order):
                    spent = client.get("/search/", query)
                    (times.warm if turn else times.cold).append(spent)
        cold, warm = median(mine.cold) / median(other.cold), median(mine.warm) / median(other.warm)
        target = "p99 100 ms" if kind == "hostile" else f"{TARGETS[kind]:.0f}"
        print(
            f"| {kind} | {median(mine.cold):.1f} | {median(mine.warm):.1f} | {p99(mine.warm):.1f} "
            f"| {median(other.cold):.1f} | {median(other.warm):.1f} | {p99(other.warm):.1f} "
            f"| {cold:.2f} | {warm:.2f} | {target} |",
            flush=True,
        )
        if kind == "hostile":
            print(
                f"\nHostile, cold: p99 {p99(mine.cold):.1f} ms (FTS5 {p99(other.cold):.1f}); worst {max(mine.cold):.1f}."
            )
    print(f"\nStatus codes met: {dict(sorted(ours.codes.items()))}, FTS5 {dict(sorted(theirs.codes.items()))}.")


def typing(site: Catalogue, ours: Client, hello: Client) -> None:
    """The type-ahead's request against a Flask application that says hello."""
    names = names_of(site)
    typed = list(dict.fromkeys(name[:length].lower() for name in names for length in (1, 2, 3, 5, 8)))[:600]
    slips = list(dict.fromkeys(f"{name[:2]}{name[3:7]}".lower() for name in names if len(name) > 7))[:100]
    print("\n| type-ahead request | p50 ms | p99 ms | ratio to a Flask hello | target |\n|---|---|---|---|---|")
    for kind, texts, turns in (("cold", typed, [0]), ("warm", typed, [1, 2]), ("a slip, cold", slips, [0])):
        mine, other = [], []
        for _ in turns:
            for text in texts:
                mine.append(ours.get("/suggest.json", {"q": text}))
                other.append(hello.get("/", {}))
        print(
            f"| {kind} | {median(mine):.2f} | {p99(mine):.2f} | {median(mine) / median(other):.2f} "
            f"({median(other):.2f} ms) | 1.5 |",
            flush=True,
        )


def p99(times: list[float]) -> float:
    """The 99th percentile."""
    return sorted(times)[min(len(times) - 1, int(len(times) * 0.99))]


# ---------------------------------------------------------------- serving


class Client:
    """Asks one server over a connection that stays open."""

    def __init__(self, port: int) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        self.codes: dict[int, int] = {}

    def get(self, path: str, args: dict[str, str]) -> float:
        """Milliseconds of one request, to the last byte of its answer; a fault of the server's ends the run."""
        address = f"{path}?{urlencode(args, errors='replace')}" if args else path
        start = time.perf_counter()
        self._connection.request("GET", address)
        response = self._connection.getresponse()
        response.read()
        spent = (time.perf_counter() - start) * 1000
        self.codes[response.status] = self.codes.get(response.status, 0) + 1
        if response.status >= 500:
            sys.exit(f"{response.status} for {address[:300]}")
        return spent


@contextmanager
def served(engine: str, folder: Path) -> Iterator[Client]:
    """The application with an engine, served on a free port of the loopback."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environ = {**os.environ, "BENCH_ENGINE": engine, "BENCH_FOLDER": str(folder)}
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "1", "--no-ws"]
    command += ["--host", "127.0.0.1", "--port", str(port), "--log-level", "error", "benchmarks.served:app"]
    with subprocess.Popen(command, env=environ) as server:
        try:
            wait_for(port)
            yield Client(port)
        finally:
            server.terminate()


def wait_for(port: int) -> None:
    """Until something listens on the port; two minutes at most."""
    for _ in range(1200):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit(f"nothing listens on {port}")


if __name__ == "__main__":
    main()
