"""The documents name what there is: every key, section, setting and command."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from safetysite.cli import main
from safetysite.content.reader import json_schemas
from safetysite.content.vocabulary import Section


def keys(schema: Any) -> set[str]:
    """Every key of a JSON Schema, at any depth."""
    if isinstance(schema, dict):
        own = set(schema.get("properties", {})) if isinstance(schema.get("properties"), dict) else set()
        return own.union(*(keys(value) for value in schema.values()))
    if isinstance(schema, list):
        return set[str]().union(*map(keys, schema))
    return set()


@pytest.mark.parametrize("kind", sorted(json_schemas()))
def test_each_key_is_in_the_editors_guide(kind: str, root: Path) -> None:
    """A key that the guide does not name is a key that nobody fills."""
    guide = (root / "docs/editing.md").read_text(encoding="utf-8")
    missing = [key for key in sorted(keys(json_schemas()[kind])) if not re.search(rf"\b{re.escape(key)}\b", guide)]
    assert missing == []


def test_each_section_is_in_the_editors_guide(root: Path) -> None:
    """Headings are written exactly."""
    guide = (root / "docs/editing.md").read_text(encoding="utf-8")
    for section in Section:
        assert f"`## {section.label}` | {section.value} | {'own' if section.own else ''}" in guide


def test_each_make_target_is_in_the_help_and_the_readme(root: Path) -> None:
    """`make help` and the README name the same commands."""
    targets = set(re.findall(r"^([a-z]+):.*##", (root / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    readme = (root / "README.md").read_text(encoding="utf-8")
    assert {target for target in targets if target not in readme} == set()


def test_each_command_and_setting_is_in_the_readme(root: Path) -> None:
    """What can be set or run is written down once."""
    readme = (root / "README.md").read_text(encoding="utf-8")
    for name in (
        "ORIGIN",
        "CONTACT",
        "CACHE_URL",
        "SAFETYSITE_CONTENT",
        "SAFETYSITE_INDEX",
        *(f"safetysite {one}" for one in main.commands),
    ):
        assert name in readme, name
