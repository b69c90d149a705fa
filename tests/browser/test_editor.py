"""The text field in a browser: it saves while one types, and no answer of the server replaces what was typed."""

import json

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser

MOVED = "这段文字已在别处改动，您未保存的内容保留在此。"


@pytest.fixture
def visit(page, editor_server):
    """Open the test page with its two fields."""

    def go(query=""):
        page.goto(f"{editor_server.url}/?{query}")
        expect(page.locator("textarea")).to_have_count(2)
        return page

    return go


def field(page, name="first"):
    return page.locator(f"textarea[aria-label='{name}']")


def beside(page, part, name="first"):
    return page.locator(".text-editor", has=field(page, name)).locator(f".{part}")


def press(page, name):
    page.get_by_role("button", name=name).click()


def on_server(page, first, second="second原文。"):
    """Wait until the server has these texts."""
    expect(page.get_by_test_id("stCode")).to_have_text(json.dumps([first, second], ensure_ascii=False))


def append(page, text, name="first"):
    field(page, name).focus()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def test_what_is_typed_is_saved_after_a_pause(visit):
    page = visit()
    append(page, "全年公开 12 条。")
    expect(beside(page, "status")).to_have_text("未保存")
    on_server(page, "first原文。全年公开 12 条。")
    expect(beside(page, "status")).to_have_text("已保存 14:02")
    expect(beside(page, "count")).to_have_text("16 字")
    expect(beside(page, "status", "second")).to_have_text("")


def test_what_is_pasted_is_said_to_be_and_what_is_typed_is_not(visit):
    page = visit()
    append(page, "接待来访3次。")
    on_server(page, "first原文。接待来访3次。")
    expect(page.locator(".pasted")).to_have_text("[]")
    page.evaluate("navigator.clipboard.writeText('走访企业88家。')")
    page.keyboard.press("Control+V")
    on_server(page, "first原文。接待来访3次。走访企业88家。")
    expect(page.locator(".pasted")).to_have_text('["走访企业88家。"]')
    append(page, "完。")
    on_server(page, "first原文。接待来访3次。走访企业88家。完。")
    expect(page.locator(".pasted")).to_have_text("[]")


def test_leaving_the_field_saves_at_once(visit):
    page = visit()
    append(page, "甲")
    field(page, "second").focus()
    append(page, "乙", "second")
    press(page, "再运行")
    on_server(page, "first原文。甲", "second原文。乙")


def test_typing_goes_on_over_reruns_with_the_caret_in_place(visit):
    page = visit()
    append(page, "尾")
    page.keyboard.press("ArrowLeft")
    expect(beside(page, "status")).to_have_text("已保存 14:02")
    page.keyboard.type("1")
    expect(beside(page, "status")).to_have_text("未保存")
    on_server(page, "first原文。1尾")
    page.keyboard.type("2")
    on_server(page, "first原文。12尾")
    page.keyboard.press("Control+Z")  # the browser's own undo outlives the round trips
    on_server(page, "first原文。1尾")


def test_an_unanswered_text_stays_over_reruns_and_is_sent_with_the_next(visit):
    page = visit()
    press(page, "不应答")
    append(page, "甲")
    expect(beside(page, "status")).to_have_text("正在保存…")
    press(page, "再运行")
    press(page, "不应答")
    expect(field(page)).to_have_value("first原文。甲")
    append(page, "乙")
    on_server(page, "first原文。甲乙")


def test_a_change_elsewhere_replaces_a_text_that_is_saved(visit):
    page = visit()
    append(page, "甲")
    on_server(page, "first原文。甲")
    press(page, "别处改动")
    expect(field(page)).to_have_value("别处写的。")
    expect(beside(page, "moved")).to_be_empty()
    append(page, "再接着写。")
    on_server(page, "别处写的。再接着写。")


def test_a_change_elsewhere_never_replaces_unsaved_typing(visit):
    page = visit()
    press(page, "不应答")
    append(page, "我的话。")
    expect(beside(page, "status")).to_have_text("正在保存…")
    press(page, "别处改动")
    expect(beside(page, "moved")).to_have_text(MOVED)
    expect(field(page)).to_have_value("first原文。我的话。")
    press(page, "不应答")
    append(page, "又一句。")
    expect(beside(page, "trouble")).to_contain_text("另一个窗口已改过这段文字。")
    expect(field(page)).to_have_value("first原文。我的话。又一句。")
    on_server(page, "别处写的。")
    press(page, "用那边的")
    expect(field(page)).to_have_value("别处写的。")
    expect(beside(page, "moved")).to_be_empty()
    append(page, "好。")
    on_server(page, "别处写的。好。")


def test_a_text_that_is_too_long_is_kept_whole_and_not_sent(visit):
    page = visit("max=12")
    append(page, "一二三四五六七")
    expect(beside(page, "trouble")).to_contain_text("最多 12 字，已超出 3 字，超出时不保存。")
    expect(beside(page, "status")).to_have_text("未保存")
    press(page, "再运行")
    expect(field(page)).to_have_value("first原文。一二三四五六七")
    on_server(page, "first原文。")
    field(page).focus()
    page.keyboard.press("Control+End")
    for _ in range(3):
        page.keyboard.press("Backspace")
    on_server(page, "first原文。一二三四")
    expect(beside(page, "trouble")).to_be_empty()


def test_control_characters_and_broken_surrogates_do_no_harm(visit):
    page = visit()
    field(page).evaluate(r"""area => { area.value += "甲\ud83d乙\u0000\u0007丙\u{20BB7}";
        area.dispatchEvent(new InputEvent("input", { bubbles: true })); }""")
    on_server(page, "first原文。甲\ufffd乙丙\U00020bb7")
    expect(beside(page, "status")).to_have_text("已保存 14:02")


def test_a_field_hidden_and_shown_again_keeps_what_waits(visit):
    page = visit()
    press(page, "不应答")
    append(page, "甲")
    expect(beside(page, "status")).to_have_text("正在保存…")
    page.get_by_text("显示").click()
    expect(field(page)).to_have_count(0)
    press(page, "不应答")
    page.get_by_text("显示").click()
    expect(field(page)).to_have_value("first原文。甲")
    on_server(page, "first原文。甲")


@pytest.mark.own_tab
def test_the_page_asks_before_it_is_left_only_while_something_is_unsaved(visit):
    page = visit()
    append(page, "甲")
    on_server(page, "first原文。甲")
    expect(beside(page, "status")).to_have_text("已保存 14:02")
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.type), dialog.dismiss()))
    page.reload()
    expect(page.locator("textarea")).to_have_count(2)
    assert not dialogs
    press(page, "不应答")
    append(page, "乙")
    with page.expect_event("dialog"):
        page.evaluate("setTimeout(() => location.reload())")
    assert dialogs == ["beforeunload"]
    assert field(page).input_value() == "first原文。乙"


def test_composed_input_is_sent_when_it_ends(visit):
    page = visit()
    field(page).focus()
    page.keyboard.press("Control+End")
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "gongkai", "selectionStart": 7, "selectionEnd": 7})
    expect(beside(page, "status")).to_have_text("")
    ime.send("Input.insertText", {"text": "公开"})
    on_server(page, "first原文。公开")


def test_the_field_grows_with_its_text(visit):
    page = visit()
    before = field(page).bounding_box()["height"]
    append(page, "\n".join("甲乙丙丁戊"))
    after = field(page).bounding_box()["height"]
    assert after > before
    assert field(page).evaluate("area => area.scrollHeight <= area.clientHeight")


def test_markup_in_a_text_is_only_text(visit):
    page = visit()
    append(page, "</textarea><img src=x onerror=alert(1)>")
    press(page, "再运行")
    expect(field(page)).to_have_value("first原文。</textarea><img src=x onerror=alert(1)>")
    assert page.locator("img").count() == 0


def test_a_sealed_text_can_be_read_and_copied_and_says_why_it_cannot_be_changed(visit):
    page = visit("report&sealed")
    text = field(page).input_value()
    field(page).focus()
    page.keyboard.press("Control+A")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == text
    expect(beside(page, "tools")).to_be_hidden()
    expect(beside(page, "card")).to_be_hidden()
    page.keyboard.press("Delete")
    page.keyboard.insert_text("甲")
    page.keyboard.press("Control+V")
    page.keyboard.type("a")
    expect(beside(page, "card")).to_have_text("报告已审定，要修改请先撤回。")
    expect(field(page)).to_have_value(text)
    expect(field(page)).to_have_attribute("readonly", "")
