"""The pages in a real browser: accessible, narrow screens, keyboard, print, no JavaScript, text browser."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

ANSWER = "/safety/examplin/sampleitis/"
#: One page of each kind that differs in how it looks.
PAGES = {
    "home": "/",
    "answer": ANSWER,
    "composed": "/safety/examplin/illness/",
    "search": "/search/?q=examplin+sampleitis",
    "compound": "/compounds/examplin/",
    "page": "/methods/",
    "map": "/map/",
}
#: Looked at on a narrow light screen only: their parts stand on the pages above too.
MORE = {
    "clinical": f"{ANSWER}?reading=clinical",
    "section": f"{ANSWER}drug-interactions/",
    "slip": "/search/?q=exampln",
    "changes": "/changes/",
    "references": "/references/",
    "reference": "/references/doe2021examplin/",
    "glossary": "/glossary/",
    "term": "/glossary/blinded/",
    "condition": "/conditions/sampleitis/",
    "compounds": "/compounds/",
    "conditions": "/conditions/",
    "export": "/export/",
}
#: ``target-size`` is WCAG 2.2, which axe leaves out unless asked.
RULES = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
#: Links that stand alone, outside any sentence.
ALONE = ".card h3 a, .verdicts a, .index a, .links a, .pager a, .crumbs a, .more a, .references a, .citing a"


def unfold(page: Page, address: str) -> None:
    """Go to a page of the site, which must be there, and open all that is folded on it."""
    response = page.goto(address)
    assert response
    assert response.ok, f"{address}: {response.status}"
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1280])
def test_pages_are_accessible_and_never_wider_than_the_screen(
    open_page: Callable[..., Page], address: str, width: int, scheme: str
) -> None:
    """Readers are ill, use phones, screen readers and dark screens."""
    page = open_page("/", viewport={"width": width, "height": 800}, color_scheme=scheme)
    for name, path in (PAGES | MORE if (width, scheme) == (320, "light") else PAGES).items():
        unfold(page, address + path)
        found = Axe().run(page, options=RULES)
        assert found.violations_count == 0, f"{name}: {found.generate_report()}"
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name


@pytest.mark.parametrize(("path", "status"), [("/compounds/exampln/", 404), ("/compounds/badname/", 410)])
def test_pages_of_errors_are_accessible_too(open_page: Callable[..., Page], path: str, status: int) -> None:
    """Who mistyped an address needs the way on most."""
    page = open_page("/", viewport={"width": 320, "height": 800})
    response = page.goto(page.url.rstrip("/") + path)
    assert response
    assert response.status == status
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, found.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_links_that_stand_alone_are_large_enough_for_a_thumb(open_page: Callable[..., Page], address: str) -> None:
    """24 CSS pixels at least (WCAG 2.2, 2.5.8), citation numbers in both directions."""
    page = open_page("/", viewport={"width": 360, "height": 800})
    sizes = "links => links.map(one => [one.innerText, one.offsetWidth, one.offsetHeight])"
    for name, path in (PAGES | MORE).items():
        unfold(page, address + path)
        for text, _, height in page.locator(ALONE).evaluate_all(sizes):
            assert height >= 24, f"{name}: {text} is {height} px high"
        for text, width, height in page.locator(".cite a").evaluate_all(sizes):
            assert min(width, height) >= 24, f"{name}: citation {text} is {width} by {height} px"


def test_the_search_field_stands_high_on_a_phone(open_page: Callable[..., Page]) -> None:
    """The question comes before anything we say of ourselves."""
    box = open_page("/", viewport={"width": 360, "height": 640}).locator("#q").bounding_box()
    assert box
    assert box["y"] + box["height"] < 400


def test_names_are_chosen_by_keyboard(open_page: Callable[..., Page]) -> None:
    """Arrow, Enter fills the name; Enter again searches, and one step back leads home."""
    page = open_page("/")
    field = page.get_by_role("combobox", name="Is this safe with my condition?")
    options = page.get_by_role("option")
    before = page.evaluate("history.length")
    field.press_sequentially("exa")
    expect(options.first).to_be_visible()
    field.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    field.press("Enter")
    expect(field).to_have_value("Examplin ")  # with the space that the next name needs
    expect(page.get_by_role("listbox")).to_be_hidden()
    field.press("Enter")
    page.wait_for_url("**/search/?q=Examplin*")
    assert page.evaluate("history.length") == before + 1


def test_escape_closes_the_names_and_keeps_what_was_typed(open_page: Callable[..., Page]) -> None:
    """Escape in a search field would empty it otherwise."""
    page = open_page("/")
    field = page.get_by_role("combobox", name="Is this safe with my condition?")
    field.press_sequentially("exa")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(field).to_have_attribute("aria-expanded", "false")
    expect(field).to_have_value("exa")


def test_everything_works_without_javascript(open_page: Callable[..., Page]) -> None:
    """A form is a form, a link is a link; the correction's link leads to a form that is open."""
    page = open_page("/", java_script_enabled=False)
    page.get_by_label("Is this safe with my condition?").fill("examplin sampleitis")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("heading", name="Is Examplin safe for people with sampleitis?").first).to_be_visible()
    page.get_by_role("link", name="Not what you meant?").click()
    page.locator("select[name=condition]").select_option("Mockosis")
    page.get_by_role("button", name="Show the answer").click()
    page.wait_for_url("**/safety/examplin/mockosis/")


def test_the_lists_choose_nothing_by_themselves(open_page: Callable[..., Page], address: str) -> None:
    """A preselected compound is an answer nobody asked for."""
    page = open_page("/", java_script_enabled=False)
    page.get_by_role("button", name="Show the answer").click()
    assert page.url == f"{address}/"


def test_print_holds_what_is_folded_on_the_screen(open_page: Callable[..., Page]) -> None:
    """The printed letter has both actions of every row, on white paper even from a dark screen."""
    page = open_page(ANSWER, color_scheme="dark")
    action = page.locator(".row__body", has_text="Ask for an INR test now.")
    shown = "one => one.checkVisibility() && one.getBoundingClientRect().height > 0"
    assert not action.evaluate(shown)
    page.emulate_media(media="print", color_scheme="dark")
    assert action.evaluate(shown)
    colour = "name => getComputedStyle(document.documentElement).getPropertyValue(name)"
    assert [page.evaluate(colour, name) for name in ("--paper", "--avoid")] == ["#fff", "#a3160f"]


def test_the_printed_verdict_stands_on_the_first_page(open_page: Callable[..., Page]) -> None:
    """A verdict longer than a page must not be kept whole: it would leave the first page empty."""
    page = open_page(ANSWER)
    page.emulate_media(media="print")
    for part in (".verdict", ".urgent"):
        assert page.locator(part).evaluate("one => getComputedStyle(one).breakInside") == "auto"


def test_the_active_name_is_seen_without_the_sites_colours(open_page: Callable[..., Page]) -> None:
    """Forced colours take backgrounds away, and with them what is chosen."""
    page = open_page("/", forced_colors="active")
    page.get_by_role("combobox", name="Is this safe with my condition?").press_sequentially("exa")
    expect(page.get_by_role("option").nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    background = "one => getComputedStyle(one).backgroundColor"
    active, other = (page.get_by_role("option").nth(at).evaluate(background) for at in (0, 1))
    assert active != other


def test_a_text_browser_gets_verdict_and_disclaimer(address: str) -> None:
    """The first HTML is the product; nothing waits for a script or a style."""
    dump = subprocess.run(["w3m", "-dump", address + ANSWER], capture_output=True, text=True, check=True, timeout=20)
    assert "Specialist only" in dump.stdout
    assert "not medical advice" in dump.stdout
