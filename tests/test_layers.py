"""Imports point one way: problems <- content <- outputs, search <- web <- create_app."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

#: What each part may import of the site and of the outside frameworks.
ALLOWED = {
    "problems": set(),
    "content": {"problems", "content"},
    "outputs": {"content", "outputs", "problems"},
    "search": {"content", "search", "problems", "whoosh"},
    "settings": set(),
    "web": {"content", "outputs", "search", "web", "settings", "problems", "flask", "flask_caching", "werkzeug"},
    "cli": {"content", "outputs", "search", "settings", "problems", "export_site"},
    "export_site": {"create_app", "content", "outputs", "settings", "web", "flask"},
    "develop": {"create_app", "content", "search", "settings", "problems", "flask"},
    "__init__": {"content", "search", "web", "settings", "flask", "jinja2"},
}
FRAMEWORKS = {"flask", "whoosh", "werkzeug", "flask_caching"}


def imported(file: Path) -> set[str]:
    """The parts of the site and the frameworks that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        for name in names:
            parts = name.split(".")
            if parts[0] == "safetysite":
                found.add(parts[1])
            elif parts[0] in FRAMEWORKS:
                found.add(parts[0])
    return found


def test_imports_point_one_way(root: Path) -> None:
    """Content can be checked without a server, and searched without Flask."""
    package = root / "safetysite"
    for file in package.rglob("*.py"):
        part = file.relative_to(package).parts[0].removesuffix(".py")
        extra = imported(file) - ALLOWED[part] - {"jinja2"}
        assert not extra, f"{file} imports {extra}"


@pytest.mark.parametrize("word", ["|safe", "| safe", "autoescape false"])
def test_no_template_declares_html_safe(word: str, root: Path) -> None:
    """Only the Markdown module makes safe HTML."""
    for file in (root / "templates").rglob("*.html"):
        assert word not in file.read_text(encoding="utf-8"), file
