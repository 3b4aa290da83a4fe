"""The file of questions against the site: what each is read as, and whether that is right."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from flask import Flask

from safetysite.content.names import fold

QUERIES = Path(__file__).parent / "queries.yaml"
KINDS = ("compound", "condition", "medicine")


@dataclass(frozen=True)
class Verdict:
    """How one question went: right, suggested (right, by names to choose from), missed, or wrong."""

    text: str
    result: str
    why: str = ""


def judge_all(app: Flask) -> list[Verdict]:
    """Each question of the file, asked of ``/search.json``."""
    client = app.test_client()
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    verdicts = []
    for entry in yaml.safe_load(QUERIES.read_text(encoding="utf-8")):
        response = client.get("/search.json", query_string={"q": entry["q"]})
        assert response.status_code == 200, entry
        verdicts.append(judge(entry, response.json))
    return verdicts


def judge(entry: dict[str, Any], answer: Any) -> Verdict:
    """Wrong: read what was not meant, or read or offered what must not be. Missed: not read, offered or named."""
    text = entry["q"]
    if wrong := "; ".join(_wrong(entry, answer)):
        return Verdict(text, "wrong", wrong)
    if missed := "; ".join(_missed(entry, answer)):
        return Verdict(text, "missed", missed)
    return Verdict(text, "suggested" if entry.get("suggests") else "right")


def _wrong(entry: dict[str, Any], answer: Any) -> Iterator[str]:
    reads, never = entry["reads"], {str(one) for one in entry.get("never", ())}
    for kind, value in answer["reading"].items():
        if value is not None and value != reads.get(kind):
            yield f"read {kind} {value}"
    for one in answer["suggestions"]:
        if one["slug"] in never:
            yield f"suggested {one['slug']}"


def _missed(entry: dict[str, Any], answer: Any) -> Iterator[str]:
    for kind, value in entry["reads"].items():
        if answer["reading"][kind] != value:
            yield f"did not read {kind} {value}"
    offered = {(one["kind"], one["slug"]) for one in answer["suggestions"]}
    for kind, values in entry.get("suggests", {}).items():
        for value in values:
            if (kind, value) not in offered:
                yield f"did not offer {kind} {value}"
    named = {fold(word) for phrase in answer["unknown"] for word in phrase.split()}
    for word in entry.get("unknown", ()):
        if fold(str(word)) not in named:
            yield f"did not say that {word} is unknown"


def report(verdicts: list[Verdict]) -> str:
    """The counts, then each question that is wrong or missed."""
    results = ("right", "suggested", "missed", "wrong")
    counts = {result: sum(verdict.result == result for verdict in verdicts) for result in results}
    lines = [f"{len(verdicts)} questions: " + ", ".join(f"{count} {result}" for result, count in counts.items())]
    for result in ("wrong", "missed"):
        lines += [f"{result}: {one.text!r}: {one.why}" for one in verdicts if one.result == result]
    return "\n".join(lines)
