"""The text as printed, until it is in hand: indents, and how a press on the printed text becomes a caret or selection."""

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser

INDENT = 34
"""Pixels: two characters of 17."""


@pytest.fixture
def visit(page, editor_server):
    """Open the test page with a section of three paragraphs in its first field."""

    def go(query="report"):
        page.goto(f"{editor_server.url}/?{query}")
        expect(field(page)).not_to_have_value("")
        return page

    return go


def field(page):
    return page.locator("textarea[aria-label='first']")


def sheet(page):
    return page.locator(".sheet", has=field(page))


def beside(page, part):
    return page.locator(".text-editor", has=field(page)).locator(f".{part}")


def indents(page):
    """How far each paragraph's first character stands from the left edge of its line, in pixels."""
    return (
        sheet(page)
        .locator(".line")
        .evaluate_all("""lines => lines.map((line) => {
        const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), range = document.createRange();
        range.setStart(texts.nextNode(), 0);
        range.setEnd(texts.currentNode, 1);
        return Math.round(range.getBoundingClientRect().left - line.getBoundingClientRect().left);
    })""")
    )


def place(page, words, after=0):
    """Where the middle of a character of the text as printed is on the screen."""
    return sheet(page).evaluate(
        """(sheet, [words, after]) => {
        const texts = document.createTreeWalker(sheet.querySelector(".backdrop"), NodeFilter.SHOW_TEXT);
        const range = document.createRange();
        let skip = [...sheet.querySelectorAll(".line")].map((line) => line.textContent).join("").indexOf(words) + after;
        while (texts.nextNode() && skip >= texts.currentNode.length) skip -= texts.currentNode.length;
        range.setStart(texts.currentNode, skip);
        range.setEnd(texts.currentNode, skip + 1);
        const { left, top, width, height } = range.getBoundingClientRect();
        return [left + width / 4, top + height / 2];
    }""",
        [words, after],
    )


def selected(page):
    """The words selected in the field and what stands before them."""
    return field(page).evaluate(
        "area => [area.value.slice(area.selectionStart, area.selectionEnd), area.value.slice(0, area.selectionStart)]"
    )


def test_every_paragraph_is_indented_as_printed_until_the_text_is_in_hand(visit):
    page = visit()
    assert indents(page) == [INDENT, INDENT, INDENT]
    height = sheet(page).evaluate("sheet => sheet.offsetHeight")
    field(page).focus()
    assert indents(page) == [INDENT, 0, 0]
    assert sheet(page).evaluate("sheet => sheet.offsetHeight") == height  # what is below stays where it is
    field(page).blur()
    assert indents(page) == [INDENT, INDENT, INDENT]


@pytest.mark.parametrize("words", ["（一）主", "12.5%", "上年结转", "不断提高", "平。"])
def test_a_press_on_the_printed_text_puts_the_caret_at_these_words(visit, words):
    page = visit()
    page.mouse.click(*place(page, words))
    chosen, before = selected(page)
    assert chosen == "" and field(page).input_value()[len(before) :].startswith(words)
    expect(page.locator(".sheet.editing")).to_have_count(1)


def test_a_drag_over_the_printed_text_selects_what_was_drawn_over(visit):
    page = visit()
    page.mouse.move(*place(page, "上年结转2件"))
    page.mouse.down()
    page.mouse.move(*place(page, "已全部办理"), steps=4)
    expect(beside(page, "chosen").first).to_be_visible()
    page.mouse.up()
    assert selected(page)[0] == "上年结转2件，"
    expect(beside(page, "tools")).to_be_visible()


def test_two_presses_on_the_printed_text_select_the_word(visit):
    page = visit()
    page.mouse.dblclick(*place(page, "队伍", after=1))
    assert selected(page)[0] == "队伍"


def test_a_mark_pressed_in_the_printed_text_is_the_one_that_is_picked(visit):
    page = visit()
    page.mouse.click(*place(page, "220人次"))
    expect(page.locator(".asked")).to_have_text('[["picked", "untied:220人次"]]')


def test_a_sign_in_the_margin_says_what_it_means(visit):
    page = visit()
    expect(sheet(page).locator(".line").first).to_have_attribute("title", "这一段由人写过或改过")


@pytest.mark.parametrize("sealed", ["", "&sealed"])
def test_words_named_on_arrival_are_selected_once(visit, sealed):
    page = visit(f"report{sealed}&select=增加3件")
    expect(field(page)).to_be_focused()
    assert selected(page)[0] == "增加3件"
    field(page).evaluate("area => area.setSelectionRange(0, 0)")
    page.get_by_role("button", name="再运行").click()
    expect(page.get_by_text("messages=")).to_be_visible()
    field(page).focus()
    assert selected(page)[0] == ""


def test_what_is_pasted_from_word_loses_its_indents_and_tabs_and_nothing_else(visit):
    page = visit("")
    field(page).focus()
    page.keyboard.press("Control+End")
    pasted = "\u3000\u3000第一段。\r\n\u3000\u3000第二段。\r\n项目\t数量\t备注\r\n公开\t12\t网站"
    page.evaluate("text => navigator.clipboard.writeText(text)", pasted)
    page.keyboard.press("Control+V")
    expect(field(page)).to_have_value("first原文。第一段。\n第二段。\n项目 数量 备注\n公开 12 网站")
    page.keyboard.press("Control+Z")
    expect(field(page)).to_have_value("first原文。")
