"""Draw the pictures that shared links show: one for each class, and a general one.

``python -m tools.cards`` writes ``safetysite/static/cards/*.png`` with Chromium. The icons
are the ones of the pages. No card names a compound: a picture outlives its verdict.
"""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from playwright.sync_api import sync_playwright

from safetysite.content.vocabulary import Safety
from safetysite.outputs import metadata
from safetysite.settings import ROOT

CHROMIUM = "/usr/bin/chromium"

#: Class -> its colour and its soft ground, as the light style sheet has them.
COLOURS = {
    None: ("#0b5a6b", "#e3f0f2"),
    Safety.AVOID: ("#a3160f", "#fcebe9"),
    Safety.SPECIALIST_ONLY: ("#6b2d86", "#f5ecf9"),
    Safety.CAUTION: ("#804a00", "#fcf1de"),
    Safety.NO_SPECIFIC_CONCERN: ("#1f5b3a", "#e6f2ea"),
    Safety.UNKNOWN: ("#44505a", "#eceff1"),
    Safety.NOT_ASSESSED: ("#4c565d", "#fdfcfa"),
}

_CARD = """<!doctype html><html lang="en"><meta charset="utf-8"><title>card</title>
<style>
  * { box-sizing: border-box; margin: 0 }
  body { width: {{ card.width }}px; height: {{ card.height }}px; padding: 72px 80px; display: flex; flex-direction: column;
    justify-content: space-between; background: {{ soft }}; color: #1c2226; border-left: 28px solid {{ colour }};
    font-family: "Liberation Sans", "DejaVu Sans", sans-serif }
  .name, .kind { display: flex; align-items: center; gap: 22px; font-size: 44px }
  .name { color: #0b5a6b; font-weight: 700 }
  .name svg { width: 64px; height: 64px }
  .class { display: flex; align-items: center; gap: 44px; color: {{ colour }}; font-weight: 700; line-height: 1.1;
    font-size: {{ 76 if card.words | length > 16 else 104 }}px }
  .class svg { flex: none; width: 200px; height: 200px; fill: {{ colour }} }
  .icon__mark { fill: none; stroke: #fff; stroke-width: 2.2; stroke-linecap: round }
  .icon__hollow { fill: none; stroke: {{ colour }}; stroke-width: 2; stroke-dasharray: 4 3 }
  .kind { color: #4c565d }
</style>
{% from "components/verdict.html" import icon %}
<p class="name"><svg viewBox="0 0 24 24"><path fill="#0b5a6b" d="M12 2 3.5 5.5v6c0 5 3.6 8.9 8.5 10.5 4.9-1.6 8.5-5.5 8.5-10.5v-6z"/><path stroke="#fff" stroke-width="2" d="M8 12h8M12 8v8"/></svg>{{ name }}</p>
<p class="class">{% if safety %}{{ icon(safety) }}{% endif %}<span>{{ card.words }}</span></p>
<p class="kind">Cited safety answers</p>
</html>"""


def main() -> None:
    """Write every card."""
    templates = Environment(
        loader=FileSystemLoader(ROOT / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    templates.filters["day"] = metadata.day
    folder = ROOT / "safetysite/static"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        for safety, (colour, soft) in COLOURS.items():
            card = metadata.card(safety)
            page = browser.new_page(viewport={"width": card.width, "height": card.height})
            page.set_content(
                templates.from_string(_CARD).render(
                    card=card,
                    safety=safety,
                    name=metadata.NAME,
                    colour=colour,
                    soft=soft,
                )
            )
            (folder / card.file).parent.mkdir(exist_ok=True)
            page.screenshot(path=folder / card.file)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
