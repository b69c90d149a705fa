"""Marks, locks and wishes in the text field: they lie under the words, follow what is typed, and never hold it up."""

import io
import json

import pytest
from PIL import Image, ImageChops, ImageFilter

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser

LOCKED = "这一段已锁定，要改请先解锁。"


@pytest.fixture
def visit(page, editor_server):
    """Open the test page with a marked section in its first field."""

    def go(query="report"):
        page.goto(f"{editor_server.url}/?{query}")
        expect(page.locator("textarea")).to_have_count(2)
        expect(page.locator(".mark").first).to_be_attached()
        return page

    return go


def field(page):
    return page.locator("textarea[aria-label='first']")


def part(page, name):
    return page.locator(".text-editor", has=field(page)).locator(f".{name}")


def press(page, name):
    page.get_by_role("button", name=name, exact=True).click()


def marked(page, state):
    """The words drawn in one state, joined where a mark is drawn in pieces."""
    return "|".join(part(page, state).all_inner_texts())


def put(page, words, *, after=0, to=""):
    """Select from ``after`` characters into the first place of ``words`` to the end of ``to``; a caret without it."""
    field(page).evaluate(
        """(area, [words, after, to]) => {
        area.focus();
        const start = area.value.indexOf(words) + after;
        area.setSelectionRange(start, to ? area.value.indexOf(to, start) + to.length : start);
    }""",
        [words, after, to],
    )


def asked(page, *messages):
    """Wait until the page has been asked exactly this."""
    expect(page.locator(".asked")).to_have_text(json.dumps(list(messages), ensure_ascii=False))


def saved(page):
    expect(part(page, "status")).to_have_text("已保存 14:02")


def on_server(page, text):
    expect(page.get_by_test_id("stCode")).to_contain_text(text)


def test_each_state_is_drawn_on_its_words_also_after_a_sign_of_two_units(visit):
    page = visit()
    assert marked(page, "fact") == "1028条|未收到|16件"
    assert marked(page, "note") == "36条|4次"
    assert marked(page, "person") == "2件|100%"
    assert marked(page, "contradicted") == "12.5%|增加"
    assert marked(page, "untied") == "3件|220人次"
    assert marked(page, "no-basis") == "下一步将继续加强队伍建设，不断提高政府信息公开工作水平。"
    assert marked(page, "doubt").replace("|", "") == "全年未收到行政复议申请，各项工作均已办结。"
    looks = page.evaluate("""() => {
        const root = [...document.querySelectorAll("*")].find((node) => node.shadowRoot?.querySelector(".mark")).shadowRoot;
        return ["fact", "note", "person", "untied", "contradicted"].map((state) =>
            getComputedStyle(root.querySelector("." + state)).textDecorationStyle);
    }""")
    assert looks == ["solid", "dashed", "dotted", "wavy", "double"]  # colour is not the only sign


@pytest.mark.parametrize("width", [1366, 1093, 740])
def test_the_marks_lie_exactly_under_the_words(visit, width):
    page = visit("long")
    page.set_viewport_size({"width": width, "height": 768})
    put(page, "下一步")
    page.keyboard.insert_text("Wi-Fi、AVATAR “引用” ……（附注）")
    saved(page)  # else the answer would draw the marks anew between the two pictures
    page.mouse.move(5, 5)
    bare = "caret-color: transparent; box-shadow: none; outline: none; background: none; text-decoration: none; border-color: transparent;"

    def picture(area, back):
        field(page).evaluate(f"area => area.style = '{bare} color: {area}'")
        part(page, "backdrop").evaluate(f"""back => {{
            back.style = '{bare} color: {back}';
            for (const span of back.querySelectorAll(".mark")) span.style = '{bare}';
        }}""")
        shot = page.screenshot(animations="disabled", clip={"x": 0, "y": 150, "width": width, "height": 600})
        return Image.open(io.BytesIO(shot)).convert("L")

    above, below = picture("black", "transparent"), picture("transparent", "black")
    assert sum(above.histogram()[:100]) > 1000
    assert astray(above, below) == astray(below, above) == 0
    assert part(page, "backdrop").evaluate("back => back.offsetHeight") == field(page).evaluate(
        "area => area.scrollHeight + area.offsetHeight - area.clientHeight"
    )


def astray(ink, other):
    """How many dark pixels of ``ink`` have no grey one of ``other`` beside them."""
    dark, grey = ink.point(lambda shade: 255 * (shade < 100)), other.point(lambda shade: 255 * (shade < 200))
    return ImageChops.subtract(dark, grey.filter(ImageFilter.MaxFilter(3))).histogram()[255]


def test_marks_move_with_what_is_typed_and_those_touched_go_at_once(visit):
    page = visit()
    press(page, "不应答")
    put(page, "本机关")
    page.keyboard.insert_text("截至年底，")
    assert marked(page, "fact") == "1028条|未收到|16件"
    put(page, "1028条", after=2)
    page.keyboard.insert_text("9")
    assert marked(page, "fact") == "未收到|16件"
    put(page, "16件", after=3)
    page.keyboard.insert_text("，")
    assert marked(page, "fact") == "未收到|16件"
    page.keyboard.press("Backspace")
    page.keyboard.insert_text("多")
    assert marked(page, "fact") == "未收到"
    put(page, "参训")
    page.keyboard.press("Enter")
    assert marked(page, "untied") == "3件|220人次"
    put(page, "220")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    assert marked(page, "untied") == "3件"
    assert part(page, "backdrop").evaluate(
        "back => [...back.children].map((line) => line.textContent).join('\\n')"
    ) == (field(page).input_value())


def test_new_marks_come_with_the_save_and_blank_lines_do_not_shift_them(visit):
    page = visit()
    put(page, "（二）")
    page.keyboard.press("Enter")
    page.keyboard.insert_text("  ")
    put(page, "其中")
    page.keyboard.insert_text("新增36条，")
    assert marked(page, "note") == "36条|4次"
    expect(part(page, "note")).to_have_text(["36条", "36条", "4次"])
    assert marked(page, "fact") == "1028条|未收到|16件"
    saved(page)
    assert "\n  （二）" in field(page).input_value()


def test_marks_can_be_hidden(visit):
    page = visit()
    page.get_by_text("标注").click()
    expect(part(page, "mark")).to_have_count(0)
    page.get_by_text("标注").click()
    expect(part(page, "fact")).to_have_count(3)


def test_pointing_at_a_mark_says_why_as_text(visit):
    page = visit()
    expect(part(page, "card")).to_be_hidden()
    page.mouse.move(*middle(part(page, "contradicted").first))
    expect(part(page, "card")).to_have_text("contradicted：<b>12.5%</b>")
    page.mouse.move(*middle(part(page, "doubt").filter(has_text="未收到")))
    expect(part(page, "card")).to_have_text(
        "fact：<b>未收到</b>\ndoubt：<b>全年未收到行政复议申请，各项工作均已办结。</b>"
    )
    page.mouse.move(5, 5)
    expect(part(page, "card")).to_be_hidden()
    assert page.locator(".card b").count() == 0


def middle(place):
    box = place.bounding_box()
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_the_caret_in_a_mark_says_why_under_the_field(visit):
    page = visit()
    put(page, "16件", after=-1)
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    expect(part(page, "said")).to_have_text("fact：<b>16件</b>")
    put(page, "政府信息公开申请")
    expect(part(page, "said")).to_be_empty()


def test_a_click_on_a_mark_picks_the_narrowest(visit):
    page = visit()
    page.mouse.click(*middle(part(page, "doubt").filter(has_text="未收到")))
    asked(page, ["picked", "fact:未收到"])
    page.mouse.click(*middle(part(page, "untied").last))
    asked(page, ["picked", "fact:未收到"], ["picked", "untied:220人次"])


def lock_second(page):
    put(page, "（二）")
    press(page, "锁定")
    expect(part(page, "locked")).to_contain_text("（二）")


def test_a_locked_paragraph_cannot_be_edited_and_can_be_unlocked(visit):
    page = visit()
    before = field(page).input_value()
    lock_second(page)
    put(page, "16件", after=1)
    page.keyboard.type("7")
    expect(part(page, "card")).to_have_text(LOCKED)
    expect(part(page, "said")).to_have_text(LOCKED)
    for key in ("Backspace", "Delete", "Enter", "Control+Backspace", "Control+V", "Control+X"):
        page.keyboard.press(key)
    put(page, "（二）")
    page.keyboard.press("Backspace")
    put(page, "已办结", to="（三）监督")
    page.keyboard.press("Delete")
    assert field(page).input_value() == before
    put(page, "（二）", after=1)
    press(page, "解锁")
    asked(page, ["lock", 1, True], ["lock", 1, False])
    put(page, "16件", after=1)
    page.keyboard.type("7")
    on_server(page, "申请176件")


def test_a_refusal_stays_when_the_browser_tells_late_of_the_move_before_it(visit):
    page = visit()
    lock_second(page)
    put(page, "16件", after=1)
    page.keyboard.type("7")
    expect(part(page, "said")).to_have_text(LOCKED)
    page.evaluate("document.dispatchEvent(new Event('selectionchange'))")
    expect(part(page, "card")).to_have_text(LOCKED)
    expect(part(page, "said")).to_have_text(LOCKED)
    page.keyboard.press("ArrowRight")
    expect(part(page, "said")).to_have_text("fact：<b>16件</b>")
    expect(part(page, "card")).to_be_hidden()


def test_lines_before_and_after_a_locked_paragraph_can_be_edited(visit):
    page = visit()
    lock_second(page)
    put(page, "（二）")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.insert_text("新的一段。")
    put(page, "办理完毕。", after=5)
    page.keyboard.press("Enter")
    page.keyboard.insert_text("又一段。")
    saved(page)
    on_server(page, r"均已办结。\n新的一段。\n（二）")
    on_server(page, r"办理完毕。\n又一段。\n（三）")


def test_what_cannot_be_stopped_is_undone_with_its_marks(visit):
    page = visit()
    before = field(page).input_value()
    lock_second(page)
    put(page, "16件", after=1)
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "gong", "selectionStart": 4, "selectionEnd": 4})
    ime.send("Input.insertText", {"text": "共"})
    expect(field(page)).to_have_value(before)
    assert marked(page, "fact") == "1028条|未收到|16件"
    assert field(page).evaluate("area => area.value.slice(0, area.selectionStart)").endswith("申请1")
    expect(part(page, "status")).to_be_empty()


def test_signs_stand_in_the_margin(visit):
    page = visit()
    lock_second(page)
    signs = part(page, "line").evaluate_all("lines => lines.map((line) => line.dataset.sign)")
    assert signs == ["改", "锁", ""]


def test_a_chosen_passage_is_saved_before_it_is_sent_with_a_wish(visit):
    page = visit()
    expect(part(page, "tools")).to_be_hidden()
    put(page, "组织业务")
    page.keyboard.insert_text("认真")
    put(page, "认真组织", to="4次")
    expect(part(page, "chosen").first).to_have_text("认真组织业务培训")
    press(page, "缩短")
    asked(page, ["rewrite", "认真组织业务培训4次", "缩短", True])
    expect(part(page, "tools")).to_be_hidden()


def test_a_wish_waits_while_the_text_cannot_be_saved(visit):
    page = visit()
    press(page, "不应答")
    put(page, "组织业务")
    page.keyboard.insert_text("认真")
    put(page, "认真组织", to="4次")
    press(page, "缩短")
    expect(part(page, "status")).to_have_text("正在保存…")
    expect(page.get_by_text("messages=1")).to_be_visible()
    asked(page)
    press(page, "不应答")
    asked(page, ["rewrite", "认真组织业务培训4次", "缩短", True])  # with the text, when it is sent again


def test_a_wish_can_be_typed_without_a_mouse(visit):
    page = visit()
    put(page, "不断提高", to="水平")
    expect(part(page, "tools")).to_be_visible()
    for _ in range(6):
        page.keyboard.press("Tab")
    page.keyboard.insert_text(" 写得平实些 ")
    page.keyboard.press("Enter")
    asked(page, ["rewrite", "不断提高政府信息公开工作水平", "写得平实些", True])
    assert field(page).evaluate("area => area.getRootNode().activeElement === area")


def test_escape_closes_the_wishes(visit):
    page = visit()
    put(page, "不断提高", to="水平")
    expect(part(page, "tools")).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(part(page, "tools")).to_be_hidden()
    assert field(page).evaluate("area => area.getRootNode().activeElement === area")
    put(page, "继续加强", to="队伍")
    expect(part(page, "tools")).to_be_visible()


def test_no_wish_is_offered_over_two_paragraphs_or_for_a_locked_one(visit):
    page = visit()
    put(page, "办理完毕", to="（三）")
    expect(part(page, "tools")).to_be_hidden()
    put(page, "。", to="。")
    expect(part(page, "tools")).to_be_hidden()
    lock_second(page)
    put(page, "全年收到", to="16件")
    expect(part(page, "lock")).to_have_text("解锁")
    expect(part(page, "tools")).to_be_hidden()


def test_a_figure_changed_by_the_server_leaves_the_caret_where_it_is(visit):
    page = visit()
    put(page, "上年结转")
    press(page, "数字更新")
    expect(field(page)).to_have_value(field(page).input_value().replace("16件", "18件"))
    field(page).focus()
    page.keyboard.insert_text("此外，")
    on_server(page, "申请18件，比上年增加3件；此外，上年结转2件")


def test_typing_in_a_long_section_goes_on_over_runs(visit):
    page = visit("long")
    put(page, "组织业务")
    for at in range(8):
        page.keyboard.type(str(at), delay=150)
    page.keyboard.type("r")  # a shortcut of the page elsewhere
    on_server(page, "01234567r组织业务")
    assert marked(page, "note").startswith("36条|4次")


def test_typing_without_marks_or_wishes_is_as_before(visit):
    page = visit()
    second = page.locator(".text-editor", has=page.locator("textarea[aria-label='second']"))
    page.locator("textarea[aria-label='second']").select_text()
    expect(second.locator(".tools")).to_be_hidden()
    expect(second.locator(".lock")).to_be_hidden()
