"""A few kills of ``tests.search.drill_kill``; the whole drill is run by hand."""

from __future__ import annotations

from pathlib import Path

from tests.conftest import GOOD
from tests.search.drill_kill import Drill


def test_a_killed_build_leaves_the_old_index_in_use(tmp_path: Path) -> None:
    """Five kills at random moments: the old index answers, the next build succeeds, nothing is left over."""
    drill = Drill(GOOD, tmp_path)
    for _ in range(5):
        drill.kill_once()
    assert drill.counts["checked"] == 5
