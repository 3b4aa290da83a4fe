"""What an operator sets: mistakes are told before anything starts."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from safetysite.cli import main
from safetysite.settings import Settings, SettingsError


@pytest.mark.parametrize(
    "origin", ["https://safety.example", "https://safety.example/", "http://127.0.0.1:8000", "http://[::1]:8000"]
)
def test_an_origin_is_scheme_and_host(origin: str) -> None:
    """It begins each canonical address."""
    assert Settings.from_environ({"ORIGIN": origin}).origin == origin.rstrip("/")


@pytest.mark.parametrize(
    "origin",
    [
        "safety.example",
        "ftp://safety.example",
        "https://",
        "https://a.example/path",
        "https://a@b.example",
        "http://a b",
    ],
)
def test_any_other_origin_is_refused(origin: str) -> None:
    """A wrong one would be in every page, the sitemap and robots.txt."""
    with pytest.raises(SettingsError, match=r'^ORIGIN is "'):
        Settings.from_environ({"ORIGIN": origin})


@pytest.mark.parametrize(
    ("contact", "href"),
    [
        ("desk@safety.example", "mailto:desk@safety.example?subject=An%20error"),
        ("https://safety.example/report", "https://safety.example/report"),
        ("", None),
    ],
)
def test_a_contact_is_a_mail_or_https_address(contact: str, href: str | None) -> None:
    """Where readers report errors; none is allowed and said on the page."""
    assert Settings.from_environ({"CONTACT": contact}).contact_href("An error") == href


@pytest.mark.parametrize(
    "contact", ["desk", "http://safety.example", "mailto:desk@a.example", "a@b.example?cc=c", "javascript:x"]
)
def test_any_other_contact_is_refused(contact: str) -> None:
    """A dead link is worse than none."""
    with pytest.raises(SettingsError, match=r'^CONTACT is "'):
        Settings.from_environ({"CONTACT": contact})


def test_commands_and_server_print_the_mistake(root: Path) -> None:
    """One line, no traceback, and nothing starts."""
    environ = {"ORIGIN": "safety.example"}
    command = CliRunner().invoke(main, ["index"], env=environ)
    assert command.exit_code == 1
    assert command.output.startswith('Error: ORIGIN is "safety.example"')
    server = subprocess.run(
        [sys.executable, "-c", "import wsgi"], cwd=root, env=os.environ | environ, capture_output=True, text=True
    )
    assert server.returncode == 1
    assert server.stderr.startswith('ORIGIN is "safety.example"')
