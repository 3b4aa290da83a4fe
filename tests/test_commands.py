"""The commands as an editor or operator runs them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from click.testing import CliRunner

from safetysite.cli import main
from tests.conftest import GOOD, edit

BROKEN = GOOD.parent / "broken"


def test_check_of_good_content_is_silent_but_for_its_count() -> None:
    """The counts go to standard error, so that a pipe sees problems alone."""
    result = CliRunner().invoke(main, ["check", str(GOOD)])
    assert (result.exit_code, result.stdout) == (0, "")
    assert "2 compounds, 3 conditions, 2 answers, 36 claims (10 about a pair), 3 references" in result.stderr


def test_check_prints_every_problem_and_exits_1() -> None:
    """A folder with every mistake in it, against the exact list."""
    result = CliRunner().invoke(main, ["check", str(BROKEN)])
    assert result.exit_code == 1
    assert result.stdout.splitlines() == (BROKEN.parent / "broken.expected").read_text().splitlines()


def test_schema_writes_a_file_for_each_kind(tmp_path: Path) -> None:
    """Editors' programs complete keys and words from them."""
    CliRunner().invoke(main, ["schema", str(tmp_path)], catch_exceptions=False)
    names = {file.name for file in tmp_path.iterdir()}
    assert names == {
        f"{kind}.schema.json"
        for kind in (
            "answer",
            "compound",
            "condition",
            "glossary",
            "medicines",
            "page",
            "redirects",
            "reference",
        )
    }
    assert json.loads((tmp_path / "answer.schema.json").read_text())["required"]


def newcomer() -> dict[str, str]:
    """The environment of somebody who has set nothing, though these tests may run under make."""
    ours = ("MAKEFLAGS", "MAKELEVEL", "MFLAGS", "ORIGIN", "PORT", "CONTACT", "SAFETYSITE_CONTENT", "SAFETYSITE_INDEX")
    return {name: value for name, value in os.environ.items() if name not in ours}


def free_port() -> int:
    """A port on the loopback that nobody listens on."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        return int(server.getsockname()[1])


def test_serve_answers_and_ends_on_sigterm(root: Path, tmp_path: Path) -> None:
    """The README's first command: the production server in the foreground."""
    port = free_port()
    environ = newcomer() | {"PORT": str(port), "SAFETYSITE_CONTENT": str(GOOD), "SAFETYSITE_INDEX": str(tmp_path)}
    with subprocess.Popen(["make", "--silent", "serve"], cwd=root, env=environ, stderr=subprocess.DEVNULL) as server:
        try:
            page = wait_for(f"http://127.0.0.1:{port}/safety/examplin/sampleitis/")
            assert "Is Examplin safe for people with sampleitis?" in page
            assert f'<link rel="canonical" href="http://127.0.0.1:{port}/safety/examplin/sampleitis/">' in page
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(20)
    with socket.socket() as client:
        assert client.connect_ex(("127.0.0.1", port)) != 0


def wait_for(address: str) -> str:
    """What the address answers, as soon as it does; a minute at most."""
    for _ in range(300):
        try:
            with urllib.request.urlopen(address) as response:
                return str(response.read().decode())
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer")


def test_broken_content_is_named_and_nothing_starts(site: Path, root: Path) -> None:
    """The command says what is wrong, by file and line, and exits."""
    edit(site / "compounds/examplin.md", "kind: medicine", "kind: medicin")
    environ = newcomer() | {"SAFETYSITE_CONTENT": str(site)}
    for command in (["make", "--silent", "serve"], [sys.executable, "-c", "import wsgi"]):
        run = subprocess.run(command, cwd=root, env=environ, capture_output=True, text=True, timeout=60, check=False)
        assert run.returncode != 0
        assert 'content/compounds/examplin.md:3: unknown word for "kind" "medicin"; did you mean "medicine"?' in (
            run.stdout + run.stderr
        )
        assert "Traceback" not in run.stderr
