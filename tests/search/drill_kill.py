"""Kill index builds at random moments: ``python -m tests.search.drill_kill [--kills 50] [--content folder]``.

Content changes, ``safetysite index`` starts, SIGKILL comes: every other time anywhere between
start and the usual end, else while the new index is being written. After each kill the index of before must still open and answer, and the
build that follows must succeed and answer with the change. Not part of ``make test``, save
five kills on the tiny site.
"""

from __future__ import annotations

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from safetysite.content import catalogue
from safetysite.search.whoosh_index import folder_of, open_search
from safetysite.settings import Settings

#: Words that an edit may put into a page; the build that has them must find them.
_EDIT = "The drill wrote drillword{} here."


class Drill:
    """A copy of a content folder, an index folder, and what happened to their builds."""

    def __init__(self, content: Path, folder: Path, seed: int = 1) -> None:
        self.content, self.index = folder / "content", folder / "index"
        shutil.copytree(content, self.content)
        self._page = sorted((self.content / "pages").glob("*.md"))[0]
        self._page_before = self._page.read_text(encoding="utf-8")
        self._random = random.Random(seed)
        self._edits = 0
        self.counts: Counter[str] = Counter()
        self._build()
        self._check(self._digest())
        self._edit()
        #: Seconds of an edit's build, and how many of them it writes.
        self.duration, self.writing = self._timed()

    def kill_once(self) -> None:
        """One edit, one build that is killed, then what must hold."""
        before, word = self._digest(), self._edits
        self._edit()
        after = self._digest()
        process = self._start()
        if self._edits % 2:
            time.sleep(self._random.uniform(0, self.duration))
        else:
            self._wait_for_writing(process)
            time.sleep(self._random.uniform(0, self.writing))
        process.kill()
        ended = process.wait() == 0
        self.counts["kills that came after the end" if ended else "kills in the middle"] += 1
        self.counts["left something half built"] += bool(list(self.index.glob(".building-*")))
        self.counts["new index already in place"] += folder_of(self.index, after).is_dir()
        self._check(before, word)
        if folder_of(self.index, after).is_dir():
            # What is in place under its name must be whole, however the build ended.
            self._check(after, self._edits)
        self._build()
        self._check(after, self._edits)
        left = [entry.name for entry in self.index.iterdir() if entry.name.startswith(".building-")]
        assert not left, f"left behind: {left}"
        self.counts["checked"] += 1

    def _edit(self) -> None:
        self._edits += 1
        self._page.write_text(f"{self._page_before}\n\n{_EDIT.format(self._edits)}\n", encoding="utf-8")

    def _digest(self) -> str:
        return catalogue.load(self.content, datetime.now(UTC).date()).digest

    def _check(self, digest: str, edit: int = 0) -> None:
        """The index of a digest opens, and finds the edit that it was built with and no later one."""
        search = open_search(self.index, digest)
        assert search.run("the", {}).total
        assert not edit or search.run(f"drillword{edit}", {}).total == 1
        assert not search.run(f"drillword{edit + 1}", {}).total

    def _start(self) -> subprocess.Popen[bytes]:
        environ = {**os.environ, "SAFETYSITE_CONTENT": str(self.content), "SAFETYSITE_INDEX": str(self.index)}
        command = [sys.executable, "-c", "from safetysite.cli import main; main()", "index"]
        return subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)

    def _timed(self) -> tuple[float, float]:
        start = time.perf_counter()
        process = self._start()
        self._wait_for_writing(process)
        written = time.perf_counter()
        assert process.wait() == 0
        return time.perf_counter() - start, time.perf_counter() - written

    def _wait_for_writing(self, process: subprocess.Popen[bytes]) -> None:
        while process.poll() is None and not list(self.index.glob(".building-*")):
            time.sleep(0.001)

    def _build(self) -> None:
        assert self._start().wait(600) == 0, "the build failed"


def main() -> None:
    """Drill and print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--content", type=Path, default=Settings.from_environ().content)
    parser.add_argument("--seed", type=int, default=1)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="drill-") as folder:
        drill = Drill(chosen.content, Path(folder), chosen.seed)
        print(f"an edit's build takes {drill.duration:.2f} s and writes for {drill.writing:.2f} s of them")
        for _ in range(chosen.kills):
            drill.kill_once()
        for what, count in sorted(drill.counts.items()):
            print(f"{what}: {count}")


if __name__ == "__main__":
    main()
