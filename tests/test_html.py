"""Valid HTML: the W3C's checker over each kind of page, of the tiny site and of the flagship."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

from flask import Flask

from safetysite import create_app
from safetysite.settings import Settings
from tests.conftest import TODAY

JAR = Path(__file__).parent / "node_modules/vnu-jar/build/dist/vnu.jar"

#: Address -> the status its page must have; a page that fell over is valid HTML too.
TINY = {
    "/": 200, "/?reading=clinical": 200, "/compounds/": 200, "/conditions/": 200,
    "/compounds/examplin/": 200, "/compounds/examplin/?reading=clinical": 200, "/conditions/sampleitis/": 200,
    "/safety/examplin/sampleitis/": 200, "/safety/examplin/sampleitis/?reading=clinical": 200,
    "/safety/examplin/sampleitis/monitoring/": 200, "/safety/examplin/sampleitis/monitoring/?reading=clinical": 200,
    "/safety/examplin/sampleitis/questions/": 200, "/safety/examplin/mockosis/": 200,
    "/safety/examplon/sampleitis/": 200, "/safety/examplin/illness/?reading=clinical": 200,
    "/references/": 200, "/references/doe2021examplin/": 200, "/references/label2020examplin/": 200,
    "/glossary/": 200, "/glossary/blinded/": 200, "/methods/": 200, "/changes/": 200,
    "/safety/examplin/sampleitis/literature/?order=newest": 200,
    "/map/": 200, "/map/?verdict=unknown": 200, "/map/?verdict=avoid": 200,
    "/search/": 200, "/search/?q=examplin+sampleitis": 200, "/search/?q=Examplex+sampleitis": 200,
    "/search/?q=exampln": 200, "/search/?q=examplin+warfarin": 200, "/search/?q=zzyzx+sampleitis": 200,
    "/search/?q=examplin&kind=answer&safety=unknown": 200, "/search/?q=examplin+examplon+sampleitis": 200,
    "/nowhere/": 404, "/compounds/exampln/": 404, "/compounds/badname/": 410, "/broken/now/": 500,
}  # fmt: skip
REAL = {
    "/": 200, "/safety/ketamine/stage-iv-cancer/": 200, "/safety/ketamine/stage-iv-cancer/?reading=clinical": 200,
    "/safety/ketamine/stage-iv-cancer/drug-interactions/": 200, "/compounds/ketamine/": 200,
    "/conditions/stage-iv-cancer/": 200, "/glossary/": 200, "/references/": 200, "/methods/": 200, "/map/": 200,
    "/search/?q=ketamine+stage+4+cancer": 200,
}  # fmt: skip


def test_each_kind_of_page_is_valid_html(tiny_settings: Settings, real_app: Flask, tmp_path: Path) -> None:
    """Old browsers and screen readers get what the standard promises."""
    tiny_app = create_app(tiny_settings, TODAY)

    @tiny_app.get("/broken/now/")
    def broken() -> str:
        raise ZeroDivisionError

    for name, app, pages in (("tiny", tiny_app, TINY), ("real", real_app, REAL)):
        for number, (path, status) in enumerate(pages.items()):
            response = app.test_client().get(path)
            assert response.status_code == status, f"{name} {path}: {response.status}"
            (tmp_path / f"{name}-{number}.html").write_bytes(response.data)
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
