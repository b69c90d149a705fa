"""起草 in a browser: widths, what stays in sight, ways within the page, and the Enter key of 对话."""

import pytest
from program import environment, program

from drafting.samples import sample
from drafting.service import Service
from drafting.service.files import draft_report, sections_named
from drafting.settings import load
from drafting.testing.endpoint import ScriptedEndpoint

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
PATIENCE = 20_000
"""Milliseconds a page may take to show what a click leads to on a busy machine."""
PLATFORM = "overview.platform"
SECTION = ".st-key-nb-section-overview-platform"


@pytest.fixture(scope="module")
def written(browser, tmp_path_factory):
    """The program over the sample town, every section written, one with a proposal; the address of its draft page."""
    folder = tmp_path_factory.mktemp("written")
    with ScriptedEndpoint("好。") as model, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(folder, model.url).items():
            patch.setenv(name, value)
        service = Service(load())
        id = service.library.add_sample(sample("town"))
        given = service.library.open(id)
        made = draft_report(given.report, sections_named(given.report, ()), None, last_year=given.last_year).report
        for name, section in made.sections.items():
            service.prose.save(id, name, section, by="composer")
        standing = service.library.open(id).report.sections[PLATFORM]
        changed = standing.paragraphs[0].model_copy(
            update={"text": standing.paragraphs[0].text.replace("专栏", "政务专栏")}
        )
        run = service.store.generations.create(id, PLATFORM, "", "m", state="running")
        new = standing.model_copy(update={"paragraphs": (changed, *standing.paragraphs[1:])})
        service.store.generations.set(run.id, state="done", text=new.text, content=new.model_dump(mode="json"))
        service.close()
        with program(folder, model=model.url) as server:
            yield f"{server.url}/draft?report={id}"


@pytest.fixture
def visit(page, written):
    """Open the page in a window of that size, with more in the address."""

    def go(query="", width=1366, height=768):
        page.set_viewport_size({"width": width, "height": height})
        page.goto(written + query)
        expect(field(page, "其他事项")).not_to_have_value("", timeout=3 * PATIENCE)
        return page

    return go


def field(page, name):
    return page.get_by_role("textbox", name=name, exact=True)


def text_width(page):
    """The pixels of a line of text."""
    return field(page, "前言").evaluate("""area => {
        const { paddingLeft, paddingRight } = getComputedStyle(area);
        return area.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
    }""")


def chosen(page, name):
    return field(page, name).evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")


def test_the_text_has_the_width_of_the_document_and_the_field_of_the_conversation_is_in_sight(visit):
    page = visit()
    assert text_width(page) >= 560
    ask = page.locator(".st-key-nb-chat textarea")
    expect(ask).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="发送")).to_be_in_viewport(ratio=1)
    page.locator(".st-key-beside_shut").get_by_role("button").click()
    expect(ask).to_have_count(0)
    page.locator(".st-key-nb-beside-ways").get_by_role("button", name="对话").click()
    expect(ask).to_be_visible()


def test_at_125_percent_the_panel_gives_way_and_comes_when_asked(visit):
    page = visit(width=1093, height=614)
    assert text_width(page) >= 480
    ask = page.locator(".st-key-nb-chat textarea")
    expect(ask).to_be_hidden()
    page.locator(".st-key-nb-beside-ways").get_by_role("button", name="对话").click()
    expect(ask).to_be_in_viewport(ratio=1)
    assert text_width(page) >= 480
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_the_outline_stays_in_sight_and_leads_to_a_section_by_click_and_key(visit):
    page = visit()
    outline = page.locator(".nb-outline")
    assert (
        len(
            {round(line["height"]) for line in map(lambda link: link.bounding_box(), outline.get_by_role("link").all())}
        )
        == 1
    )
    outline.get_by_role("link", name="其他事项").click()
    expect(page.locator(".st-key-nb-section-other")).to_be_focused()
    expect(field(page, "其他事项")).to_be_in_viewport()
    expect(outline).to_be_in_viewport()
    outline.get_by_role("link", name="前言").press("Enter")
    expect(field(page, "前言")).to_be_in_viewport()
    expect(page).to_have_url(page.url.split("#")[0])


def test_the_next_change_is_gone_to_from_anywhere(visit):
    page = visit()
    change = page.locator(f"{SECTION} .nb-change")
    expect(change).not_to_be_in_viewport()
    page.locator(".nb-steps").get_by_text("下一处").click()
    expect(change).to_be_in_viewport()
    expect(change).to_be_focused()


def test_words_named_in_the_address_are_brought_into_view_and_selected(visit):
    page = visit("&section=problems&span=0-6")
    expect(field(page, "问题及改进")).to_be_focused()
    assert chosen(page, "问题及改进") == field(page, "问题及改进").input_value()[:6]
    expect(field(page, "问题及改进")).to_be_in_viewport()


def test_enter_sends_shift_enter_makes_a_line_and_an_enter_that_composes_does_neither(visit):
    page = visit()
    ask, said = page.locator(".st-key-nb-chat textarea"), page.locator(".nb-said-person")
    ask.click()
    page.keyboard.type("一")
    page.keyboard.press("Shift+Enter")
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "er", "selectionStart": 2, "selectionEnd": 2})
    ime.send("Input.dispatchKeyEvent", {"type": "rawKeyDown", "key": "Process", "windowsVirtualKeyCode": 229})
    ask.dispatch_event("keydown", {"key": "Enter", "isComposing": True, "bubbles": True})
    ime.send("Input.insertText", {"text": "二"})
    expect(ask).to_have_value("一\n二")
    expect(said).to_have_count(0)
    page.keyboard.press("Enter")
    expect(said).to_have_text(["一二"])
    expect(ask).to_have_value("")
    expect(ask).to_be_focused()
