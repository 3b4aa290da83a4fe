"""Valid HTML: the W3C's checker over each kind of page, of the tiny site and of the flagship."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from flask import Flask

JAR = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"

TINY = (
    "/", "/compounds/", "/conditions/", "/compounds/examplin/", "/conditions/sampleitis/",
    "/safety/examplin/sampleitis/", "/safety/examplin/sampleitis/?reading=clinical",
    "/safety/examplin/sampleitis/monitoring/", "/safety/examplin/mockosis/", "/safety/examplon/sampleitis/",
    "/references/doe2021examplin/", "/glossary/", "/methods/", "/changes/", "/nowhere/", "/compounds/badname/",
)  # fmt: skip
REAL = ("/", "/safety/ketamine/stage-iv-cancer/", "/compounds/ketamine/", "/conditions/stage-iv-cancer/", "/glossary/")


def test_each_kind_of_page_is_valid_html(tiny_app: Flask, real_app: Flask, tmp_path: Path) -> None:
    """Old browsers and screen readers get what the standard promises."""
    for name, app, pages in (("tiny", tiny_app, TINY), ("real", real_app, REAL)):
        for number, path in enumerate(pages):
            file = tmp_path / f"{name}-{number}.html"
            file.write_bytes(app.test_client().get(path).data)
    run = subprocess.run(
        ["java", "-jar", str(JAR), "--format", "json", "--stdout", *map(str, sorted(tmp_path.glob("*.html")))],
        capture_output=True,
        text=True,
        check=False,
    )
    messages = [
        f"{Path(one['url']).name}:{one.get('lastLine')}: {one['message']}" for one in json.loads(run.stdout)["messages"]
    ]
    assert messages == []
