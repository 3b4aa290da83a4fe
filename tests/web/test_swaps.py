"""Every swap in a real browser: what is put in place, where the focus goes, what is said, and what happens without htmx."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from tests.web.test_browser import ANSWER, RULES

Open = Callable[..., Page]
ANSWER_TITLE = "Is Examplin safe for people with sampleitis? · safetysite"


def ready(page: Page) -> Page:
    """The page once htmx has taken it over, with a mark that a reload would wipe out."""
    page.wait_for_selector("[data-htmx-powered]", state="attached")
    page.evaluate("window.sameDocument = true")
    return page


def is_same_document(page: Page) -> bool:
    return bool(page.evaluate("window.sameDocument === true"))


def is_clean(page: Page, what: str) -> None:
    """No finding of axe and no sideways scrolling."""
    # From the top: whatever the contents' line, which stays in sight, covers while scrolling would count as too small.
    page.evaluate("scrollTo({top: 0, behavior: 'instant'})")
    found = Axe().run(page, options=RULES)
    assert found.violations_count == 0, f"{what}: {found.generate_report()}"
    width = page.viewport_size
    assert width
    assert page.evaluate("document.documentElement.scrollWidth") <= width["width"], what


NARROW = {"viewport": {"width": 320, "height": 800}}


def test_one_section_turns_to_the_other_reading(open_page: Open) -> None:
    """The section takes its own place; title and address stay the answer's."""
    page = ready(open_page(ANSWER, **NARROW))
    section = page.locator("#short-answer")
    section.get_by_role("link", name="Clinical text first").click()
    expect(section.locator("> .clinical")).to_be_visible()
    expect(section).to_be_focused()
    expect(page.locator("#status")).to_have_text("Short answer, for clinicians")
    assert page.url.endswith(ANSWER)
    assert page.title() == ANSWER_TITLE
    assert page.locator("#literature > [data-plain]").count() == 1  # the others stay as they were
    is_clean(page, "turned section")
    section.get_by_role("link", name="Plain words first").click()
    expect(section.locator("> [data-plain]")).to_be_visible()
    assert is_same_document(page)


def test_the_whole_page_turns_and_back_and_forward_lead_through_it(open_page: Open) -> None:
    """The reading is an address; the history holds it."""
    page = ready(open_page(ANSWER))
    page.get_by_role("link", name="For clinicians", exact=True).click()
    expect(page.locator("#literature > .clinical")).to_be_visible()
    expect(page.locator("#reading")).to_be_focused()
    assert "?reading=clinical" in page.url
    assert is_same_document(page)
    # The reading is kept while reading on.
    expect(page.get_by_role("link", name="Glossary")).to_have_attribute("href", "/glossary/?reading=clinical")
    page.go_back()
    expect(page.locator("#literature > [data-plain]")).to_be_visible()
    assert page.url.endswith(ANSWER)
    page.go_forward()
    expect(page.locator("#literature > .clinical")).to_be_visible()
    page.reload()
    expect(page.locator("#literature > .clinical")).to_be_visible()
    is_clean(page, "clinical reading")


def test_another_pair_takes_all_of_main_with_verdict_title_and_address(open_page: Open) -> None:
    """A verdict never stands over another pair's text."""
    page = ready(open_page(ANSWER, **NARROW))
    page.get_by_text("Another compound or condition").click()
    page.locator(".elsewhere select[name=compound]").select_option("Examplon")
    page.locator(".elsewhere select[name=condition]").select_option("Mockosis")
    page.get_by_role("button", name="Show the answer").click()
    page.wait_for_url("**/safety/examplon/mockosis/")
    expect(page.locator("h1")).to_be_focused()
    expect(page.locator("#status")).to_contain_text("Examplon")
    assert is_same_document(page)
    assert page.title().startswith(page.locator("h1").inner_text())
    expect(page.locator(".verdict__class").first).to_have_text("Unknown")
    is_clean(page, "other pair")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Is Examplin safe for people with sampleitis?")
    assert page.title() == ANSWER_TITLE


def test_sections_follow_each_other(open_page: Open) -> None:
    """The pager of a section's page puts the next one in place, with its title and address."""
    page = ready(open_page(f"{ANSWER}literature/"))
    page.get_by_role("navigation", name="Sections").get_by_role("link").last.click()
    page.wait_for_url(lambda url: "literature" not in url)
    expect(page.locator(f"section#{page.url.partition('#')[2]}")).to_be_focused()
    assert is_same_document(page)
    assert page.title().split(":")[0] in page.locator(".part__head").first.inner_text()
    is_clean(page, "next section")


def test_the_table_of_studies_is_narrowed_and_sorted(open_page: Open) -> None:
    """Only the section is fetched; what is left says how many there are in all."""
    page = ready(open_page(ANSWER, **NARROW))
    page.get_by_text("Narrow or sort the studies").click()
    page.get_by_label("Harm seen").select_option("No serious harm seen")
    page.get_by_label("Order").select_option("newest first")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("#literature caption")).to_contain_text("1 of 1 in all")
    expect(page.locator("#literature")).to_be_focused()
    assert is_same_document(page)
    is_clean(page, "narrowed studies")
    page.get_by_role("link", name="Show all").click()
    expect(page.locator("#literature caption")).to_have_text("Studies, 1 in all")


def test_a_citation_opens_its_card_at_the_claim(open_page: Open) -> None:
    """By keyboard: Enter opens, Escape closes and leads back; one card at a time; the page stays where it is."""
    page = ready(open_page(ANSWER, **NARROW))
    link = page.locator("#short-answer [data-plain] .cite a").first
    link.focus()
    page.keyboard.press("Enter")
    card = page.locator(".popcard")
    expect(card).to_be_focused()
    expect(card).to_contain_text("40 people")
    expect(card).to_contain_text("adults with sampleitis; 10 mg a day, by mouth")
    expect(card).to_contain_text("Without a comparison it cannot tell")
    expect(link).to_have_attribute("aria-expanded", "true")
    assert "#" not in page.url
    is_clean(page, "card")
    page.keyboard.press("Escape")
    expect(card).to_have_count(0)
    expect(link).to_be_focused()
    link.click()
    page.locator("#literature [data-plain] .cite a").first.click()
    expect(page.locator("#literature .popcard")).to_be_visible()
    expect(card).to_have_count(1)
    card.get_by_role("button", name="Close").click()
    expect(card).to_have_count(0)
    link.click()
    expect(card).to_be_visible()
    link.click()
    expect(card).to_have_count(0)


def test_a_glossary_term_opens_its_card_where_it_stands(open_page: Open) -> None:
    """A hard word is explained without leaving the sentence."""
    page = ready(open_page(ANSWER))
    term = page.locator("a.term").first
    word = term.inner_text()
    term.click()
    expect(page.locator(".popcard")).to_contain_text(word, ignore_case=True)
    is_clean(page, "term")


def test_results_come_as_one_types(open_page: Open) -> None:
    """The field keeps the focus, the address follows, how many pages is said."""
    page = ready(open_page("/search/", **NARROW))
    before = page.evaluate("history.length")
    field = page.get_by_role("combobox", name="Is this safe with my condition?")
    field.press_sequentially("examplin sampleitis")
    expect(page.locator("#card")).to_have_text("Is Examplin safe for people with sampleitis?")
    expect(field).to_be_focused()
    expect(page.locator("#status")).to_contain_text("with these words")
    page.wait_for_url("**/search/?q=examplin+sampleitis")
    assert page.evaluate("history.length") == before
    assert is_same_document(page)
    page.keyboard.press("Escape")
    is_clean(page, "typed search")


def test_facets_narrow_the_results_and_keep_the_focus(open_page: Open) -> None:
    """A tick is no journey: the box that was ticked is still under the finger."""
    page = ready(open_page("/search/?q=examplin", **NARROW))
    page.get_by_text("Narrow the results").click()
    box = page.get_by_role("checkbox", name=re.compile("^Answer"))
    box.check()
    page.wait_for_url("**kind=answer**")
    expect(page.get_by_role("checkbox", name=re.compile("^Answer"))).to_be_focused()
    expect(page.get_by_role("checkbox", name=re.compile("^Answer"))).to_be_checked()
    expect(page.locator(".hits__kind", has_text="Reference")).to_have_count(0)
    assert is_same_document(page)
    is_clean(page, "facets")
    page.go_back()
    expect(page.locator("#kind-answer")).not_to_be_checked()


def test_the_filters_of_the_map_swap_the_map(open_page: Open) -> None:
    """The form stays, the map changes, the focus goes to it."""
    page = ready(open_page("/map/", **NARROW))
    page.get_by_text("Narrow the map").click()
    page.get_by_role("checkbox", name="Unknown").check()
    page.get_by_role("button", name=re.compile("Show|Narrow")).click()
    page.wait_for_url("**verdict=unknown**")
    expect(page.locator("#map")).to_be_focused()
    expect(page.locator("#map a[href='/safety/examplin/sampleitis/']")).to_have_count(0)
    assert is_same_document(page)
    is_clean(page, "filtered map")


def test_the_names_come_alive_again_after_going_back(open_page: Open) -> None:
    """A page from the history is as good as a fresh one."""
    page = ready(open_page("/search/?q=examplin"))
    page.get_by_text("Narrow the results").click()
    page.get_by_role("checkbox", name=re.compile("^Answer")).check()
    page.wait_for_url("**kind=answer**")
    page.go_back()
    page.wait_for_url("**/search/?q=examplin")
    expect(page.locator("#kind-answer")).not_to_be_checked()
    field = page.get_by_role("combobox", name="Is this safe with my condition?")
    field.fill("mock")
    expect(page.get_by_role("option").first).to_be_visible()


def test_a_double_click_opens_a_card_and_leaves_it_open(open_page: Open) -> None:
    """Many click twice out of habit, or with a hand that shakes."""
    page = ready(open_page(ANSWER))
    link = page.locator("#short-answer [data-plain] .cite a").first
    link.dblclick()
    expect(page.locator(".popcard")).to_be_focused()
    page.wait_for_timeout(300)
    expect(page.locator(".popcard")).to_have_count(1)
    link.focus()
    page.keyboard.press("Escape")
    expect(page.locator(".popcard")).to_have_count(0)


def test_ticks_in_quick_succession_all_count(open_page: Open) -> None:
    """A tick that is lost on the way narrows to something nobody asked for."""
    page = ready(open_page("/search/?q=examplin"))
    page.get_by_text("Narrow the results").click()
    delay(page, {"/search/": 400})
    page.locator("#kind-answer").click()
    page.locator("#safety-specialist-only").click()
    page.wait_for_url("**kind=answer&safety=specialist-only**")
    expect(page.locator("#kind-answer")).to_be_checked()
    expect(page.locator("#safety-specialist-only")).to_be_checked()
    assert page.locator(".failed").count() == 0


def test_a_name_chosen_from_the_list_is_searched_for(open_page: Open) -> None:
    """What stands below the field belongs to what stands in it."""
    page = ready(open_page("/search/"))
    field = page.get_by_role("combobox", name="Is this safe with my condition?")
    field.press_sequentially("exampli")
    expect(page.get_by_role("option").first).to_be_visible()
    field.press("ArrowDown")
    field.press("Enter")
    page.wait_for_url("**/search/?q=Examplin*")
    expect(page.locator("#found")).to_contain_text("Read as: compound Examplin")
    expect(field).to_be_focused()


def test_results_never_take_the_focus_from_the_button(open_page: Open) -> None:
    """Who has gone on from the field is about to press Search."""
    page = ready(open_page("/search/"))
    delay(page, {"/search/": 400})
    page.get_by_role("combobox", name="Is this safe with my condition?").fill("sampleitis")
    page.keyboard.press("Tab")
    expect(page.locator("#results")).to_be_visible()
    expect(page.get_by_role("button", name="Search")).to_be_focused()


def delay(page: Page, by: dict[str, int]) -> None:
    """Let answers whose address holds one of these words come later, by so many milliseconds."""
    page.evaluate(
        """(by) => {
          const real = window.fetch;
          window.fetch = async (address, options) => {
            const response = await real(address, options);
            const held = Object.entries(by).find(([words]) => String(address).includes(words));
            if (held) await new Promise((done) => setTimeout(done, held[1]));
            return response;
          };
        }""",
        by,
    )


OTHER = "/safety/examplon/mockosis/"


def go_on(page: Page) -> None:
    """Choose the other pair."""
    page.get_by_text("Another compound or condition").click()
    page.locator(".elsewhere select[name=compound]").select_option("Examplon")
    page.locator(".elsewhere select[name=condition]").select_option("Mockosis")
    page.get_by_role("button", name="Show the answer").click()


def test_what_comes_after_going_back_comes_too_late(open_page: Open) -> None:
    """The address is never another pair's than the verdict under it, however slow the network."""
    page = ready(open_page(ANSWER))
    go_on(page)
    page.wait_for_url(f"**{OTHER}")
    delay(page, {"?compound": 500, ANSWER: 1000})
    page.get_by_text("Another compound or condition").click()
    page.locator(".elsewhere select[name=condition]").select_option("illness")
    page.get_by_role("button", name="Show the answer").click()
    page.evaluate("history.back()")
    expect(page.locator("h1")).to_have_text("Is Examplin safe for people with sampleitis?")
    page.wait_for_timeout(300)
    assert (page.url.endswith(ANSWER), page.title()) == (True, ANSWER_TITLE)


def test_going_back_that_fails_leaves_no_verdict_under_a_wrong_address(open_page: Open) -> None:
    """The browser has changed the address already; what belongs to it is loaded as a page."""
    page = ready(open_page(ANSWER))
    go_on(page)
    page.wait_for_url(f"**{OTHER}")
    page.route(
        f"**{ANSWER}",
        lambda route: route.abort() if "hx-history-restore-request" in route.request.headers else route.continue_(),
    )
    page.evaluate("history.back()")
    expect(page.locator("h1")).to_have_text("Is Examplin safe for people with sampleitis?")
    assert page.url.endswith(ANSWER)
    assert not is_same_document(page)


def test_the_head_does_not_go_on_about_the_page_before(open_page: Open) -> None:
    """A phone shares the canonical address: it must not lead to another pair's verdict."""
    page = ready(open_page(ANSWER))
    former = page.locator("link[rel=canonical], link[rel=alternate], script[type='application/ld+json']")
    expect(former).not_to_have_count(0)
    go_on(page)
    page.wait_for_url(f"**{OTHER}")
    expect(former).to_have_count(0)


@pytest.mark.parametrize("path", [ANSWER, "/search/?q=examplin"])
def test_the_busy_sign_takes_no_room(open_page: Open, path: str) -> None:
    """A page that jumps at each key is hard to read."""
    page = ready(open_page(path, **NARROW))
    moved = page.evaluate(
        """() => {
          const height = () => document.documentElement.scrollHeight;
          const before = height();
          document.querySelectorAll("form, .cite a, .turn").forEach((one) => one.classList.add("htmx-request"));
          return height() - before;
        }"""
    )
    assert moved == 0


def slow(route: Route) -> None:
    """Answer after a second."""
    response = route.fetch()
    route.request.frame.page.wait_for_timeout(1000)
    route.fulfill(response=response)


def test_a_busy_sign_shows_only_when_it_takes_long(open_page: Open) -> None:
    """What comes at once needs no sign; what takes longer than 150 ms has one."""
    page = ready(open_page(ANSWER))
    page.route("**/short-answer/*", slow)
    link = page.locator("#short-answer .turn")
    seen = page.evaluate(
        """async () => {
          const link = document.querySelector("#short-answer .turn");
          const sign = () => getComputedStyle(link, "::after").opacity;
          const wait = (ms) => new Promise((done) => setTimeout(done, ms));
          link.click();
          await wait(50);
          const early = sign();
          await wait(350);
          return [early, sign()];
        }"""
    )
    assert seen == ["0", "1"]
    expect(link).to_have_text(re.compile("Plain words first"))


@pytest.mark.parametrize("fault", ["down", "broken"])
def test_a_swap_that_fails_says_so_in_place(open_page: Open, fault: str) -> None:
    """Nothing that was there is lost, the address stays, and the plain link leads on."""
    page = ready(open_page(ANSWER, **NARROW))
    broken = {"status": 500, "body": "<p>broken</p>", "content_type": "text/html"}
    page.route("**/short-answer/*", lambda route: route.abort() if fault == "down" else route.fulfill(**broken))
    section = page.locator("#short-answer")
    section.locator(".turn").click()
    expect(section.get_by_role("alert")).to_contain_text("could not be loaded")
    expect(section.locator("> [data-plain]")).to_be_visible()
    assert page.url.endswith(ANSWER)
    is_clean(page, f"failed swap: {fault}")
    page.unroute("**/short-answer/*")
    section.get_by_role("link", name="Open it as a page").click()
    page.wait_for_url("**/short-answer/?reading=clinical")


@pytest.mark.parametrize("script", [None, b"window.hacked = true"], ids=["cdn down", "another file"])
def test_without_htmx_every_swap_is_a_link_or_a_form(open_page: Open, script: bytes | None) -> None:
    """A CDN that is down, or that sends another file, costs comfort only."""
    page = open_page(ANSWER, script=script)
    assert page.evaluate("window.hacked === undefined && window.htmx === undefined")
    page.locator("#short-answer [data-plain] .cite a").first.click()
    page.wait_for_url("**#ref-doe2021examplin")
    page.locator("a.term").first.click()
    page.wait_for_url("**/glossary/#*")
    page.go_back()
    page.locator("#short-answer .turn").click()
    page.wait_for_url("**/short-answer/?reading=clinical")
    page.get_by_role("navigation", name="Sections").get_by_role("link").last.click()
    page.wait_for_url(lambda url: "short-answer" not in url)
    page.get_by_text("Another compound or condition").click()
    page.locator(".elsewhere select[name=condition]").select_option("Mockosis")
    page.get_by_role("button", name="Show the answer").click()
    page.wait_for_url("**/safety/examplin/mockosis/?reading=clinical")
    page.goto(page.url.split("/safety/")[0] + f"{ANSWER}literature/")
    page.get_by_text("Narrow or sort the studies").click()
    page.get_by_label("Harm seen").select_option("No serious harm seen")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**outcome=no-serious-harm**")


def test_the_policy_lets_nothing_be_evaluated(open_page: Open) -> None:
    """htmx runs under the strict policy without one complaint from the browser."""
    page = open_page("/methods/")
    complaints: list[str] = []
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.goto(page.url.replace("/methods/", ANSWER))
    ready(page)
    page.locator("#short-answer .turn").click()
    expect(page.locator("#short-answer > .clinical")).to_be_visible()
    assert complaints == []


@pytest.mark.parametrize("width", [360, 1280])
def test_the_contents_show_where_one_is(open_page: Open, width: int) -> None:
    """On a long page one loses the thread; the contents hold it, on a phone in one line."""
    page = ready(open_page(ANSWER, viewport={"width": width, "height": 700}))
    page.evaluate("document.querySelector('#disclaimer').scrollIntoView({behavior: 'instant'})")
    here = page.locator(".contents a[aria-current=location]")
    expect(here).to_have_count(1)
    expect(here).to_have_text(re.compile("Disclaimer|References"))
    if width == 360:
        expect(page.locator(".contents__here")).to_be_in_viewport()
        page.locator(".contents summary").click()
        page.locator(".contents").get_by_role("link", name="Short answer").click()
        expect(page.locator("#short-answer-title")).to_be_in_viewport()
        expect(page.locator(".contents ol")).to_be_hidden()
    else:
        expect(here).to_be_in_viewport()
