"""The official table in a browser: layout, keyboard, paste, live sums and relations, and the way to the server."""

import json
import re
from decimal import Decimal

import pytest
from grid_hands import Hands
from grid_help import cell, figure, in_hand, module, shown

from drafting.errors import InputError
from drafting.form import edition
from drafting.ui.components.grid import WORDS, described, refusals
from drafting.values import MAX_DECIMALS, MAX_DIGITS, parse, printed, with_totals

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser

FORM = edition("2021")
NEW, IN, GRANTED = "requests.new_received", "requests.carried_in", "requests.granted"


@pytest.fixture
def visit(page, grid_server):
    """Open the test page; ``visit("requests", "last_year=1")``."""

    def go(table="requests", query=""):
        page.goto(f"{grid_server.url}/?table={table}&{query}")
        cells = page.locator("td[data-key]")
        count = sum(bool(cell.key) for cell in FORM.table(table).cells)
        cells.nth(count - 1).wait_for()  # looks more often than expect
        assert cells.count() == count
        return page

    return go


def type_in(page, key, text):
    cell(page, key).click()
    page.keyboard.type(text)


def paste(page, key, text):
    page.evaluate("text => navigator.clipboard.writeText(text)", text)
    cell(page, key).click()
    page.keyboard.press("Control+V")


def on_server(page, key, text):
    """Wait until the server has ``text`` for ``key``."""
    page.get_by_test_id("stCode").filter(has_text=f'"{key}": "{text}"').wait_for()


def values_on_server(page):
    return json.loads(page.get_by_test_id("stCode").inner_text())


@pytest.mark.parametrize("table", ["disclosure", "requests", "proceedings"])
def test_the_table_stands_exactly_as_printed(visit, table):
    page = visit(table)
    shown = page.eval_on_selector_all(
        "th, td",
        """cells => cells.map(cell => [
        cell.parentElement.rowIndex, cell.rowSpan, cell.colSpan, cell.dataset.key ?? cell.textContent, cell.scope || null,
        cell.ariaReadOnly === "true"])""",
    )
    specs = described(FORM, table)["cells"]
    assert shown == [
        [
            spec["row"],
            spec["rowspan"],
            spec["colspan"],
            spec.get("key") or spec["text"],
            spec.get("scope"),
            spec.get("computed", False),
        ]
        for spec in specs
    ]


@pytest.mark.parametrize("table", ["disclosure", "requests", "proceedings"])
def test_the_whole_width_is_visible_on_a_small_screen(visit, page, table):
    page.set_viewport_size({"width": 1210, "height": 768})
    visit(table, "last_year=1&filled=1")
    box = page.locator("table[data-table]").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 1210
    assert page.evaluate("document.documentElement.scrollWidth") <= 1210
    assert page.eval_on_selector_all("td[data-key]", "all => all.every(each => each.scrollWidth <= each.clientWidth)")


@pytest.mark.parametrize("digits", [8, 12])
def test_a_long_figure_is_seen_whole_in_a_narrow_cell(visit, page, digits):
    page.set_viewport_size({"width": 900, "height": 614})
    visit("proceedings")
    type_in(page, "proceedings.review.upheld", "1" * digits)
    page.keyboard.press("Tab")
    assert page.eval_on_selector_all(
        "td[data-key]", "all => all.every(each => each.querySelector('.figure').offsetWidth <= each.clientWidth)"
    )


def test_totals_follow_each_keystroke(visit):
    page = visit()
    type_in(page, f"{GRANTED}.natural_person", "1")
    assert shown(page, f"{GRANTED}.total") == "1"
    page.keyboard.type("2")
    assert shown(page, f"{GRANTED}.total") == "12"
    assert shown(page, "requests.total.natural_person") == "12"
    assert shown(page, "requests.total.total") == "12"


def test_fifteen_digits_add_up_exactly(visit):
    page = visit()
    paste(page, f"{GRANTED}.natural_person", "999999999999999\t999999999999998")
    assert shown(page, f"{GRANTED}.total") == "1999999999999997"
    on_server(page, f"{GRANTED}.business", "999999999999998")


def test_a_blank_cell_is_not_zero(visit):
    page = visit()
    assert shown(page, f"{GRANTED}.total") == ""
    assert page.locator("td.wrong").count() == 0
    type_in(page, f"{GRANTED}.other", "0")
    assert shown(page, f"{GRANTED}.total") == "0"
    assert shown(page, f"{GRANTED}.business") == ""
    page.keyboard.press("Enter")
    on_server(page, f"{GRANTED}.other", "0")
    cell(page, f"{GRANTED}.other").click()
    page.keyboard.press("Delete")
    assert shown(page, f"{GRANTED}.total") == ""
    expect(page.get_by_test_id("stCode")).to_have_text("{}")


def test_enter_and_tab_go_over_input_cells_and_arrows_over_all(visit):
    page = visit()
    cell(page, f"{NEW}.legal_service").click()
    for key, expected in (
        ("Tab", f"{NEW}.other"),
        ("Tab", f"{IN}.natural_person"),
        ("Shift+Tab", f"{NEW}.other"),
        ("Enter", f"{IN}.other"),
        ("Shift+Enter", f"{NEW}.other"),
        ("ArrowRight", f"{NEW}.total"),
        ("ArrowDown", f"{IN}.total"),
        ("Tab", f"{GRANTED}.natural_person"),
        ("Control+ArrowRight", f"{GRANTED}.total"),
        ("Home", f"{GRANTED}.natural_person"),
        ("End", f"{GRANTED}.total"),
        ("Control+Home", f"{NEW}.natural_person"),
        ("Control+End", "requests.carried_out.total"),
        ("ArrowLeft", "requests.carried_out.other"),
        ("Enter", "requests.carried_out.other"),
    ):
        page.keyboard.press(key)
        assert in_hand(page) == expected, key


def test_arrows_leave_a_cell_that_is_typed_over_and_move_within_one_that_is_edited(visit):
    page = visit()
    type_in(page, f"{NEW}.business", "12")
    page.keyboard.press("ArrowRight")
    assert in_hand(page) == f"{NEW}.research"
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    assert in_hand(page) == f"{NEW}.business"
    page.keyboard.type("9")
    assert shown(page, f"{NEW}.business") == "192"


def test_typing_replaces_in_the_cell_that_a_key_led_to_and_a_click_confirmed(visit):
    page = visit()
    paste(page, f"{NEW}.natural_person", "1\n2\n")
    cell(page, f"{NEW}.natural_person").click()
    page.keyboard.press("Enter")
    cell(page, f"{IN}.natural_person").click()
    page.keyboard.type("12")
    page.keyboard.press("Enter")
    assert shown(page, f"{IN}.natural_person") == "12"


def test_typing_replaces_a_zero_that_was_clicked_twice(visit):
    page = visit()
    type_in(page, f"{NEW}.business", "0")
    page.keyboard.press("Enter")
    for _ in range(2):
        cell(page, f"{NEW}.business").click(position={"x": 8, "y": 12}, delay=30)
        page.wait_for_timeout(600)  # no double click
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    assert shown(page, f"{NEW}.business") == "5"


def test_a_double_click_and_a_third_click_put_the_caret_into_the_text(visit):
    page = visit()
    type_in(page, f"{NEW}.business", "34")
    page.keyboard.press("Enter")
    cell(page, f"{NEW}.business").dblclick()
    page.keyboard.type("5")
    page.keyboard.press("Enter")
    assert shown(page, f"{NEW}.business") == "345"


def drag(page, start, end):
    """Press the mouse over one cell and let it go over another."""
    boxes = [cell(page, key).bounding_box() for key in (start, end)]
    (x, y), (to_x, to_y) = ((box["x"] + box["width"] / 2, box["y"] + box["height"] / 2) for box in boxes)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(to_x, to_y, steps=6)
    page.mouse.up()


def chosen(page):
    """The keys of the cells in the range."""
    return page.eval_on_selector_all("td[aria-selected=true]", "all => all.map(each => each.dataset.key)")


def test_dragging_selects_and_never_moves_a_number(visit):
    page = visit()
    paste(page, f"{NEW}.natural_person", "1\t2\n3\t4\n")
    drag(page, f"{NEW}.natural_person", f"{IN}.business")
    assert chosen(page) == [f"{row}.{column}" for row in (NEW, IN) for column in ("natural_person", "business")]
    assert [shown(page, key) for key in chosen(page)] == ["1", "2", "3", "4"]
    cell(page, f"{NEW}.business").dblclick()
    page.keyboard.press("Control+A")
    drag(page, f"{NEW}.business", f"{IN}.research")
    assert [shown(page, f"{row}.{column}") for row in (NEW, IN) for column in ("business", "research")] == [
        "2",
        "",
        "4",
        "",
    ]


def test_a_range_is_copied_for_word_and_excel_cut_and_filled(visit):
    page = visit()
    paste(page, f"{NEW}.natural_person", "1\t2\n3\t4\n")
    cell(page, f"{NEW}.natural_person").click()
    cell(page, f"{IN}.business").click(modifiers=["Shift"])
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()").replace("\r", "") == "1\t2\n3\t4"
    assert (
        page.evaluate(
            """async () => (await (await navigator.clipboard.read())[0].getType("text/html")).text()"""
        ).count("<td>")
        == 4
    )
    page.keyboard.press("Control+X")
    assert [shown(page, key) for key in chosen(page)] == [""] * 4
    cell(page, f"{GRANTED}.business").click()
    page.keyboard.press("Control+V")
    assert shown(page, "requests.partially_granted.research") == "4"
    page.keyboard.press("Shift+ArrowDown")
    page.keyboard.press("Control+D")
    assert shown(page, "requests.partially_granted.business") == "1"
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("Control+R")
    on_server(page, "requests.partially_granted.research", "1")
    page.keyboard.press("Delete")
    for _ in range(3):
        page.keyboard.press("Control+Z")
    pasted = [
        f"requests.{row}.{column}" for row in ("granted", "partially_granted") for column in ("business", "research")
    ]
    assert [shown(page, key) for key in pasted] == ["1", "2", "3", "4"]
    for _ in range(2):
        page.keyboard.press("Control+Z")
    assert shown(page, f"{IN}.business") == "4"


def test_one_figure_fills_the_whole_range_and_the_range_is_said(visit):
    page = visit()
    page.evaluate("navigator.clipboard.writeText('0')")
    cell(page, f"{NEW}.natural_person").click()
    page.keyboard.press("Control+Shift+ArrowRight")
    page.keyboard.press("Control+V")
    first, last = FORM.name(f"{NEW}.natural_person"), FORM.name(f"{NEW}.total")
    expect(page.locator(".below .told")).to_have_text(f"已填入“{first}”至“{last}”，改动 6 格，按 Ctrl+Z 可以一次撤销。")
    on_server(page, f"{NEW}.other", "0")


def test_a_sum_is_reckoned_when_it_is_left(visit):
    page = visit()
    type_in(page, f"{NEW}.business", "=50+")
    assert page.locator("td.wrong").count() == 0
    page.keyboard.type("6*(3-1)")
    page.keyboard.press("Enter")
    assert shown(page, f"{NEW}.business") == "62"
    on_server(page, f"{NEW}.business", "62")
    type_in(page, f"{NEW}.business", "=7/3")
    page.keyboard.press("Enter")
    expect(cell(page, f"{NEW}.business")).to_have_attribute("title", WORDS["inexact"].replace("{text}", "=7/3"))


@pytest.mark.parametrize(("typed", "figure_"), [("1.2万", "12000"), ("约10", "10"), ("１０件", "10")])
def test_what_was_probably_meant_is_offered_and_taken_by_a_key(visit, typed, figure_):
    page = visit()
    type_in(page, f"{NEW}.business", typed)
    page.keyboard.press("Enter")
    name = FORM.name(f"{NEW}.business")
    expect(page.locator(".asks p")).to_contain_text(f"{name}：“{typed}”是 {figure_} 吗？")
    assert shown(page, f"{NEW}.business") == typed
    page.keyboard.press("Alt+Enter")
    expect(page.locator(".asks p")).to_have_count(0)
    on_server(page, f"{NEW}.business", figure_)


def test_an_absurd_size_is_asked_about_and_never_refused(visit):
    page = visit(query="last_year=1")
    type_in(page, f"{GRANTED}.business", "99999999")
    page.keyboard.press("Enter")
    on_server(page, f"{GRANTED}.business", "99999999")
    page.get_by_role("button", name="改回").click()
    assert shown(page, f"{GRANTED}.business") == ""
    type_in(page, f"{GRANTED}.business", "1000")  # last year 1
    page.keyboard.press("Enter")
    expect(page.locator(".asks p")).to_contain_text("填了 1000，上年是 1，相差过大，请核对。")
    page.get_by_role("button", name="确是如此").click()
    expect(page.locator(".asks p")).to_have_count(0)
    on_server(page, f"{GRANTED}.business", "1000")


@pytest.mark.parametrize(("answer", "stands"), [("用我的", "5"), ("用现在的", "77")])
def test_a_cell_changed_elsewhere_meanwhile_is_shown_with_both_values(visit, answer, stands):
    page = visit()
    page.get_by_role("button", name="未告知的改动").click()
    expect(page.get_by_test_id("stCode")).to_contain_text("77")
    type_in(page, f"{NEW}.natural_person", "5")
    page.keyboard.press("Enter")
    expect(page.locator(".asks p")).to_contain_text("在别处已改为 77，您这里填的是 5，还没有保存。")
    expect(page.locator(".status")).to_have_text("有内容未能保存")
    on_server(page, f"{NEW}.natural_person", "77")
    page.get_by_role("button", name=answer).click()
    expect(page.locator(".status")).to_have_text("已保存")
    on_server(page, f"{NEW}.natural_person", stands)
    assert shown(page, f"{NEW}.natural_person") == stands


def test_the_history_of_a_cell_is_one_key_away_and_an_earlier_value_comes_back(visit):
    page = visit()
    type_in(page, f"{NEW}.other", "12")
    page.keyboard.press("Enter")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Alt+H")
    box = page.get_by_role("dialog", name=FORM.name(f"{NEW}.other"))
    expect(box.locator("li").first).to_contain_text("11月2日 09:30　填写　16 → 12")
    box.get_by_role("button", name="恢复为 16").click()
    on_server(page, f"{NEW}.other", "16")
    expect(box).to_be_hidden()
    page.keyboard.press("Control+Z")
    assert shown(page, f"{NEW}.other") == "12"


def test_a_sealed_table_is_selected_and_copied_and_says_why_it_is_not_changed(visit):
    page = visit(query="sealed=1&filled=1")
    before = shown(page, f"{NEW}.business")
    type_in(page, f"{NEW}.business", "5")
    expect(page.locator(".below .told")).to_have_text("报告已审定，不能再改。")
    page.keyboard.press("Delete")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == before == shown(page, f"{NEW}.business")
    page.keyboard.press("Control+V")
    expect(page.get_by_text("messages=0")).to_be_visible()


def test_a_computed_cell_is_copied_and_says_why_it_is_not_typed_in(visit):
    page = visit(query="filled=1")
    before = shown(page, f"{NEW}.total")
    type_in(page, f"{NEW}.total", "5")
    assert shown(page, f"{NEW}.total") == before
    expect(page.locator(".below .told")).to_have_text("这一格由程序自动合计，不能直接填写。")
    page.keyboard.press("Control+C")
    assert page.evaluate("navigator.clipboard.readText()") == before


def test_what_is_said_moves_no_cell(visit):
    page = visit(query="filled=1&last_year=1")
    box = cell(page, f"{GRANTED}.business").bounding_box()
    type_in(page, f"{GRANTED}.business", "99999999")
    page.keyboard.press("Enter")
    expect(page.locator(".asks p")).to_have_count(1)
    paste_whole(page, f"{GRANTED}.business", copied("requests", some("requests")))
    expect(page.locator(".ask p")).to_be_visible()
    assert cell(page, f"{GRANTED}.business").bounding_box() == box


def test_heads_and_group_labels_stay_in_sight(visit):
    page = visit(query="filled=1")
    cell(page, "requests.carried_out.business").click()
    page.mouse.move(600, 500)
    page.mouse.wheel(0, 120)
    for text in ("商业企业", "三、本年度办理结果"):
        expect(page.locator("th", has_text=text).locator("span")).to_be_in_viewport(ratio=0.8)
    head, first = page.locator("thead").bounding_box(), page.locator(".above").bounding_box()
    assert abs(head["y"] - first["y"] - first["height"]) < 2


def test_enter_passes_the_headings_inside_table_two(visit):
    page = visit("disclosure")
    cell(page, "disclosure.normative_documents.repealed").click()
    page.keyboard.press("Enter")
    assert in_hand(page) == "disclosure.licences"
    page.keyboard.press("Enter")
    assert in_hand(page) == "disclosure.penalties"


def test_escape_restores_what_the_cell_held(visit):
    page = visit()
    type_in(page, f"{NEW}.business", "5")
    page.keyboard.press("Tab")
    type_in(page, f"{NEW}.business", "77")
    page.keyboard.press("Escape")
    assert shown(page, f"{NEW}.business") == "5"
    assert shown(page, f"{NEW}.total") == "5"
    on_server(page, f"{NEW}.business", "5")


def test_a_broken_relation_is_red_at_once_with_its_sentence(visit):
    page = visit()
    paste(page, f"{NEW}.natural_person", "15\n")
    assert page.locator("td.wrong").count() == 0  # the other side is not filled: unknown, not zero
    type_in(page, "requests.carried_out.natural_person", "0")
    relation = next(each for each in FORM.relations if each.id == "A2:natural_person")
    sentence = FORM.breach(relation).format(left="15", right="0", difference="15")
    for key in (NEW, IN, "requests.total", "requests.carried_out"):
        shown = cell(page, f"{key}.natural_person")
        expect(shown).to_have_attribute("aria-invalid", "true")
        expect(shown).to_have_attribute("title", sentence)
        expect(shown).to_have_attribute("aria-description", sentence)
    assert page.locator("td.wrong").count() == 8  # the total column too
    expect(page.locator(".lines")).to_contain_text(sentence)
    type_in(page, f"{GRANTED}.natural_person", "15")
    assert page.locator("td.wrong").count() == 0
    expect(page.locator(".lines")).to_be_empty()


def test_many_broken_relations_are_counted_and_the_focused_one_comes_first(visit):
    page = visit()
    paste(page, "requests.carried_out.natural_person", "0\t0\t0\t0\t0\t0")
    paste(page, f"{NEW}.natural_person", "1000\t2\t3\t4\t5\t6")
    cell(page, f"{NEW}.other").click()
    lines = page.locator(".lines p")
    expect(lines).to_have_count(4)
    expect(lines.first).to_contain_text("表三“其他”列")
    expect(lines.last).to_have_text("共有 7 处不符，其余见表中红色单元格。")
    sentence = FORM.breach(next(each for each in FORM.relations if each.id == "A2:total"))
    expect(cell(page, f"{NEW}.total")).to_have_attribute(
        "title", sentence.format(left="1,020", right="0", difference="1,020")
    )


def test_full_width_digits_and_separators_are_tidied_on_leaving(visit):
    page = visit("disclosure")
    type_in(page, "disclosure.licences", "１，５７３ ,179")
    page.keyboard.press("Enter")
    assert shown(page, "disclosure.licences") == "1573179"
    type_in(page, "disclosure.fees_wan_yuan", "007．50")
    page.keyboard.press("Enter")
    assert shown(page, "disclosure.fees_wan_yuan") == "7.5"
    on_server(page, "disclosure.licences", "1573179")
    on_server(page, "disclosure.fees_wan_yuan", "7.5")


def test_what_is_not_a_number_stays_red_and_is_not_sent(visit):
    page = visit()
    type_in(page, f"{NEW}.business", "3件")
    page.keyboard.press("Tab")
    type_in(page, f"{NEW}.research", "4")
    page.keyboard.press("Tab")
    on_server(page, f"{NEW}.research", "4")
    page.get_by_role("button", name="再运行").click()
    refused = cell(page, f"{NEW}.business")
    assert shown(page, f"{NEW}.business") == "3件"
    expect(refused).to_have_attribute("title", refusals()["not_a_number"].replace("{text}", "3件"))
    refused.click()
    expect(page.locator(".lines p").first).to_contain_text("“3件”不是数字")
    expect(page.locator(".status")).to_have_text("有内容未能保存")
    page.get_by_role("button", name="别处改动").click()
    expect(figure(page, f"{NEW}.natural_person")).to_have_text("77")
    assert shown(page, f"{NEW}.business") == "3件"
    assert f"{NEW}.business" not in values_on_server(page)
    type_in(page, f"{NEW}.business", "3")
    page.keyboard.press("Enter")
    on_server(page, f"{NEW}.business", "3")
    expect(page.locator(".status")).to_have_text("已保存")


def test_a_value_the_server_refuses_stays_with_its_sentence(visit):
    page = visit()
    type_in(page, f"{NEW}.business", "666")
    page.keyboard.press("Enter")
    expect(cell(page, f"{NEW}.business")).to_have_attribute("title", re.compile("^服务器不接受这个数。"))
    expect(page.locator(".status")).to_have_text("有内容未能保存")
    page.get_by_role("button", name="别处改动").click()
    expect(figure(page, f"{NEW}.natural_person")).to_have_text("77")
    assert shown(page, f"{NEW}.business") == "666"
    type_in(page, f"{NEW}.business", "6")
    page.keyboard.press("Enter")
    on_server(page, f"{NEW}.business", "6")


def test_a_pasted_block_keeps_its_place_over_total_columns(visit):
    page = visit()
    paste(page, f"{NEW}.social_welfare", "1\t2\t3\t999\n4\t5\t6\t999\n")
    columns = ("social_welfare", "legal_service", "other", "total")
    assert [shown(page, f"{NEW}.{column}") for column in columns] == ["1", "2", "3", "6"]
    assert shown(page, f"{IN}.other") == "6"
    on_server(page, f"{IN}.other", "6")
    assert f"{NEW}.total" not in values_on_server(page)


def test_a_pasted_block_is_undone_and_redone_as_one_step(visit):
    page = visit()
    type_in(page, f"{NEW}.natural_person", "9")
    page.keyboard.press("Tab")
    paste(page, f"{NEW}.natural_person", "1\t2\n3\t4")
    on_server(page, f"{IN}.business", "4")  # undo outlives the round trip
    page.keyboard.press("Control+Z")
    assert [shown(page, f"{row}.{at}") for row in (NEW, IN) for at in ("natural_person", "business")] == [
        "9",
        "",
        "",
        "",
    ]
    page.keyboard.press("Control+Y")
    assert shown(page, f"{IN}.business") == "4"
    page.keyboard.press("Control+Z")
    page.keyboard.press("Control+Z")
    assert shown(page, f"{NEW}.natural_person") == ""
    page.keyboard.press("Control+Shift+Z")
    assert shown(page, f"{NEW}.natural_person") == "9"
    on_server(page, f"{NEW}.natural_person", "9")
    assert f"{IN}.business" not in values_on_server(page)


def test_a_paste_that_does_not_fit_says_so(visit):
    page = visit()
    paste(page, "requests.carried_out.legal_service", "1\t2\t3\t4\n5\t一件")
    expect(page.locator(".lines p").first).to_contain_text("改动 2 格")
    expect(page.locator(".lines p").nth(1)).to_have_text("粘贴的内容有 3 项超出可填写的单元格，没有填入。")
    paste(page, f"{NEW}.legal_service", "1\t一件\n2\t/")
    expect(page.locator(".lines p").nth(1)).to_have_text("粘贴的内容有 2 项不能作为数字，已标红并保留原文，没有保存。")
    assert shown(page, f"{NEW}.other") == "一件"
    assert shown(page, f"{IN}.other") == "/"
    on_server(page, f"{IN}.legal_service", "2")


def test_focus_and_caret_stay_over_reruns(visit):
    page = visit()
    type_in(page, f"{NEW}.business", "123")
    page.keyboard.press("F2")
    page.keyboard.press("ArrowLeft")
    on_server(page, f"{NEW}.business", "123")
    expect(page.locator(".status")).to_have_text("已保存")
    assert in_hand(page) == f"{NEW}.business"
    page.keyboard.type("9")
    assert shown(page, f"{NEW}.business") == "1293"
    on_server(page, f"{NEW}.business", "1293")


def test_nothing_typed_during_slow_saves_is_lost(visit):
    page = visit(query="slow=1")
    for at, column in enumerate(("natural_person", "business", "research", "social_welfare", "legal_service", "other")):
        type_in(page, f"{NEW}.{column}", str(at + 1))
        page.wait_for_timeout(400)  # longer than the pause before sending: several messages overlap
    page.keyboard.press("Enter")
    for at, column in enumerate(("natural_person", "business", "research", "social_welfare", "legal_service", "other")):
        on_server(page, f"{NEW}.{column}", str(at + 1))
    expect(page.locator(".status")).to_have_text("已保存")
    assert shown(page, f"{NEW}.total") == "21"


def test_a_change_made_elsewhere_reloads_all_but_what_waits(visit):
    page = visit()
    page.get_by_role("button", name="不应答").click()
    type_in(page, f"{NEW}.natural_person", "5")
    page.keyboard.press("Enter")
    expect(page.get_by_text("messages=1")).to_be_visible()
    page.get_by_role("button", name="别处改动").click()
    expect(figure(page, f"{IN}.natural_person")).to_have_text("88")
    assert shown(page, f"{NEW}.natural_person") == "5"
    assert shown(page, f"{NEW}.total") == "5"


def test_unanswered_changes_are_sent_again_with_the_next(visit):
    page = visit()
    page.get_by_role("button", name="不应答").click()
    type_in(page, f"{NEW}.natural_person", "5")
    page.keyboard.press("Tab")
    expect(page.get_by_text("messages=1")).to_be_visible()
    expect(page.locator(".status")).to_have_text("正在保存…")
    page.get_by_role("button", name="不应答").click()
    type_in(page, f"{NEW}.business", "6")
    page.keyboard.press("Tab")
    on_server(page, f"{NEW}.business", "6")
    on_server(page, f"{NEW}.natural_person", "5")
    expect(page.locator(".status")).to_have_text("已保存")


def test_unanswered_changes_are_sent_again_without_help(visit):
    page = visit()
    page.get_by_role("button", name="不应答").click()
    type_in(page, f"{NEW}.natural_person", "5")
    page.keyboard.press("Tab")
    expect(page.get_by_text("messages=1")).to_be_visible()
    page.get_by_role("button", name="不应答").click()
    expect(page.get_by_test_id("stCode")).to_contain_text(f'"{NEW}.natural_person": "5"')


def test_a_table_hidden_and_shown_again_keeps_what_waits(visit):
    page = visit()
    page.get_by_role("button", name="不应答").click()
    type_in(page, f"{NEW}.natural_person", "5")
    page.keyboard.press("Tab")
    page.keyboard.type("六")
    page.get_by_text("显示").click()
    expect(page.locator("td[data-key]")).to_have_count(0)
    page.get_by_role("button", name="不应答").click()
    page.get_by_text("显示").click()
    expect(figure(page, f"{NEW}.natural_person")).to_have_text("5")
    assert shown(page, f"{NEW}.business") == "六"
    on_server(page, f"{NEW}.natural_person", "5")


@pytest.mark.own_tab
def test_the_page_asks_before_it_is_left_with_unsaved_cells(visit):
    page = visit()
    page.get_by_role("button", name="不应答").click()
    type_in(page, f"{NEW}.natural_person", "5")
    page.on("dialog", lambda dialog: dialog.dismiss())
    with page.expect_event("dialog") as asked:
        page.evaluate("setTimeout(() => location.reload())")
    assert asked.value.type == "beforeunload"
    assert shown(page, f"{NEW}.natural_person") == "5"


def test_a_total_stated_otherwise_is_shown_until_a_part_is_edited(visit):
    page = visit(query="stated=1")
    total = cell(page, f"{GRANTED}.total")
    expect(total.locator(".figure")).to_have_text("18")
    expect(total).to_have_attribute("aria-invalid", "true")
    assert "文件中的总计与各项之和不符。" in total.get_attribute("title")
    assert "各类申请人之和为15，总计为18，相差3" in total.get_attribute("title")
    type_in(page, f"{GRANTED}.other", "1")
    assert total.locator(".figure").text_content() == "16"
    assert "文件" not in total.get_attribute("title")
    on_server(page, f"{GRANTED}.other", "1")
    expect(total.locator(".figure")).to_have_text("16")


def test_the_line_above_names_the_cell_with_hint_and_last_year(visit):
    page = visit(query="last_year=1")
    cell(page, f"{IN}.research").click()
    above = page.locator(".above")
    expect(above.locator("b")).to_have_text(FORM.name(f"{IN}.research"))
    expect(above.locator(".hint")).to_contain_text("口径提示：上年 12 月 31 日尚未办结的申请")
    last = cell(page, f"{IN}.research").locator("small").inner_text()
    expect(above.locator(".last")).to_have_text(f"上年：{last}")


def test_another_last_year_is_shown_at_once(visit):
    page = visit(query="last_year=1")
    page.get_by_role("button", name="换上年").click()
    expect(cell(page, f"{IN}.research").locator("small")).to_have_text("41")


def test_a_wanted_cell_is_in_hand_at_first_and_never_again(visit):
    page = visit(query=f"cell={GRANTED}.other")
    expect(page.locator(".above b")).to_have_text(FORM.name(f"{GRANTED}.other"))
    assert in_hand(page) == f"{GRANTED}.other"
    type_in(page, f"{NEW}.business", "3")
    on_server(page, f"{NEW}.business", "3")
    assert in_hand(page) == f"{NEW}.business"


def test_composed_input_is_left_alone_until_it_ends(visit):
    page = visit()
    cell(page, f"{NEW}.business").click()
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "yi", "selectionStart": 2, "selectionEnd": 2})
    assert page.locator("td.wrong").count() == 0
    ime.send("Input.insertText", {"text": "１２"})
    assert shown(page, f"{NEW}.total") == "12"


def test_two_tables_on_one_page_do_not_mix(visit, page, grid_server):
    page.goto(f"{grid_server.url}/?table=disclosure&twice=1")
    expect(page.locator("td[data-key]")).to_have_count(25)
    type_in(page, "disclosure.penalties", "4")
    type_in(page, "proceedings.review.pending", "2")
    page.keyboard.press("Enter")
    on_server(page, "disclosure.penalties", "4")
    on_server(page, "proceedings.review.pending", "2")
    assert shown(page, "proceedings.review.total") == "2"


TYPED = [
    "",
    " ",
    "0",
    "00",
    "7",
    "007",
    "12",
    "１２",
    " 1 2 ",
    "1,234",
    "1，234",
    "1 234",
    "12.0",
    "12.50",
    "0.1",
    ".5",
    "5.",
    "1.5",
    "0.000001",
    "0.0000001",
    "0.10000000",
    "-3",
    "－3",
    "—3",
    "——",
    "-",
    "/",
    "三",
    "3件",
    "1e5",
    "1_0",
    "²",
    "2²",
    "①",
    "１．５",
    "½",
    "٣",
    "-٣",
    "999999999999999",
    "9999999999999999",
    "0009999999999999999",
    "123456789012345.6",
    "1.2.3",
    "+5",
    "0x1f",
    "NaN",
    "∞",
    "12\n",
    "\t12",
    "1\u00a02",
    "甲" * 30,
    "100%",
    "（12）",
    "$&",
    "0.0",
]


@pytest.mark.parametrize("kind", ["count", "wan_yuan"])
def test_the_browser_reads_figures_as_the_server_does(page, kind):
    limits = {"digits": MAX_DIGITS, "decimals": MAX_DECIMALS, "refusals": refusals()}
    each = "value[0].map((text) => module.parse(text, value[1], value[2]))"
    read = module(page, each, [TYPED, kind, limits], "figures.js")

    def expected(text):
        try:
            return {"value": printed(parse(text, kind))}
        except InputError as error:
            return {"refusal": str(error)}

    assert dict(zip(TYPED, read)) == {text: expected(text) for text in TYPED}


def test_the_browser_adds_decimals_exactly(page):
    texts = ["0.1", "0.2", "", "-3", "999999999999999", "0.000001"]
    assert Decimal(module(page, "module.total(value)", texts, "figures.js")) == sum(map(Decimal, filter(None, texts)))
    assert module(page, "module.total(value)", ["", ""], "figures.js") == ""
    assert module(page, "module.total(value)", ["-0.5", "0.5"], "figures.js") == "0"


def test_a_copied_block_is_split_as_spreadsheets_write_it(page):
    text = '1\t"二\n行"\t"说""是"""\r\n\t4\t\r\n'
    assert module(page, "module.block(value)", text, "figures.js") == [["1", "二\n行", '说"是"'], ["", "4", ""]]
    assert module(page, "module.block(value)", "12\r\n", "figures.js") == [["12"]]


# A whole table, pasted


def copied(table, values):
    """``table`` with ``values`` by cell key as a page or a word processor copies it."""
    rows = [""] * FORM.table(table).rows
    for each in FORM.table(table).cells:
        shown = each.text or values.get(each.key, "")
        rows[each.row] += f'<td rowspan="{each.rowspan}" colspan="{each.colspan}"><p>{shown}</p></td>'
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def paste_whole(page, key, html="", text=""):
    """A paste event over a cell, with what Word, Excel or a page puts on the clipboard."""
    cell(page, key).click()
    page.locator(".field").evaluate(
        """(input, [html, text]) => {
        const clipboardData = new DataTransfer();
        if (html) clipboardData.setData("text/html", html);
        if (text) clipboardData.setData("text/plain", text);
        input.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
    }""",
        [html, text],
    )


def some(table):
    """A figure for each cell of ``table``, totals right."""
    values = {key: at % 9 for at, key in enumerate(FORM.inputs) if key.startswith(table)}
    return {key: printed(value) for key, value in with_totals(FORM, values).items() if key.startswith(table)}


@pytest.mark.parametrize("table", ["disclosure", "requests", "proceedings"])
def test_a_whole_table_lands_in_its_cells_wherever_it_is_pasted(visit, table):
    page, values = visit(table), some(table)
    inputs = [key for key in FORM.inputs if key.startswith(table)]
    paste_whole(page, inputs[-1], copied(table, values))
    expect(page.locator(".below .told")).to_have_text(f"已填入 {len(inputs)} 格，按 Ctrl+Z 可以一次撤销。")
    for key, value in values.items():
        assert shown(page, key) == value, key
    on_server(page, inputs[0], values[inputs[0]])
    on_server(page, inputs[-1], values[inputs[-1]])
    assert values_on_server(page) == {key: values[key] for key in inputs}


def test_a_table_copied_as_text_lands_in_its_cells(visit):
    page, values = visit("disclosure"), some("disclosure")
    text = "\n".join(
        "\t".join(values.get(each.key) or each.text for each in FORM.table("disclosure").cells if each.row == row)
        for row in range(FORM.table("disclosure").rows)
    )
    paste_whole(page, "disclosure.penalties", text=text)
    expect(figure(page, "disclosure.rules.made")).to_have_text(values["disclosure.rules.made"])
    on_server(page, "disclosure.fees_wan_yuan", values["disclosure.fees_wan_yuan"])


def test_a_pasted_table_is_undone_as_one_step(visit):
    page = visit("proceedings")
    type_in(page, "proceedings.review.upheld", "0")
    page.keyboard.press("Tab")
    values = some("proceedings") | {"proceedings.review.upheld": "0"}
    paste_whole(page, "proceedings.review.pending", copied("proceedings", values))
    on_server(
        page, "proceedings.litigation_after_review.pending", values["proceedings.litigation_after_review.pending"]
    )
    expect(page.locator(".below .told")).to_contain_text("已填入 11 格，按 Ctrl+Z 可以一次撤销。有 1 格与表中相同。")
    page.keyboard.press("Control+Z")
    expect(page.get_by_test_id("stCode")).to_have_text('{ "proceedings.review.upheld": "0" }', use_inner_text=True)
    assert shown(page, "proceedings.review.corrected") == ""
    page.keyboard.press("Control+Y")
    assert shown(page, "proceedings.review.corrected") == values["proceedings.review.corrected"]


@pytest.fixture
def differing(visit):
    """Table four with two figures typed, and another table pasted over them."""
    page = visit("proceedings")
    for key in ("proceedings.review.upheld", "proceedings.review.other"):
        type_in(page, key, "77")
        page.keyboard.press("Tab")
    paste_whole(page, "proceedings.review.pending", copied("proceedings", some("proceedings")))
    expect(page.locator(".ask p")).to_have_text("粘贴的表格有 2 格与已填的不同，请选择怎样填：")
    return page, some("proceedings")


def test_other_figures_are_shown_beside_the_pasted_and_nothing_is_filled_yet(differing):
    page, values = differing
    name = FORM.name("proceedings.review.upheld")
    expect(page.locator(".ask li").first).to_have_text(f"{name}：现有 77，粘贴 {values['proceedings.review.upheld']}")
    assert shown(page, "proceedings.review.corrected") == ""
    assert (
        page.evaluate("""() => { let at = document.activeElement;
        while (at?.shadowRoot) at = at.shadowRoot.activeElement; return at.className; }""")
        == "panel ask"
    )
    page.keyboard.press("Escape")
    expect(page.locator(".ask")).to_be_hidden()
    expect(page.locator(".below .told")).to_have_text("没有填入，表中数字未改动。")
    assert in_hand(page) == "proceedings.review.pending"
    assert shown(page, "proceedings.review.upheld") == "77"


def covered(page, box, keys):
    """Those of the cells ``keys`` over which ``box`` lies."""
    over = page.locator(box).bounding_box()
    places = {key: cell(page, key).bounding_box() for key in keys}
    return [
        key
        for key, place in places.items()
        if place["y"] < over["y"] + over["height"]
        and over["y"] < place["y"] + place["height"]
        and place["x"] < over["x"] + over["width"]
        and over["x"] < place["x"] + place["width"]
    ]


def test_the_question_after_a_paste_covers_none_of_its_cells(differing):
    page, values = differing
    assert covered(page, ".ask", ["proceedings.review.upheld", "proceedings.review.other"]) == []
    page.get_by_role("button", name="全部替换").click()
    on_server(page, "proceedings.review.upheld", values["proceedings.review.upheld"])


def test_questions_about_pasted_cells_lie_beside_them_and_can_be_answered_with_the_mouse(visit):
    page = visit("proceedings")
    keys = [key for key in FORM.inputs if key.startswith("proceedings.review.")]
    paste(page, keys[0], "\t".join(["99999999"] * len(keys)))
    expect(page.locator(".asks p")).to_have_count(4)
    assert covered(page, ".below .words", keys) == []
    page.get_by_role("button", name="改回").first.click(delay=120)
    assert shown(page, keys[0]) == ""
    page.mouse.wheel(0, 200)
    assert covered(page, ".below .words", keys) == []


def test_blanks_alone_can_be_filled(differing):
    page, values = differing
    page.get_by_role("button", name="只填空白").press("Enter")
    expect(page.locator(".below .told")).to_contain_text(
        "已填入 10 格，按 Ctrl+Z 可以一次撤销。有 2 格已有其他数字，没有改动。"
    )
    on_server(page, "proceedings.review.corrected", values["proceedings.review.corrected"])
    on_server(page, "proceedings.review.upheld", "77")


def test_everything_can_be_replaced_and_is_undone_at_once(differing):
    page, values = differing
    page.get_by_role("button", name="全部替换").click()
    on_server(page, "proceedings.review.upheld", values["proceedings.review.upheld"])
    assert shown(page, "proceedings.review.other") == values["proceedings.review.other"]
    page.keyboard.press("Control+Z")
    on_server(page, "proceedings.review.upheld", "77")
    on_server(page, "proceedings.review.other", "77")
    assert shown(page, "proceedings.review.corrected") == ""


def test_what_is_typed_while_the_choice_is_open_is_kept_and_shown_in_it(differing):
    page, values = differing
    page.locator(".field").focus()  # back to the cell in hand, by the keyboard
    page.keyboard.type("55")
    expect(page.locator(".ask li")).to_have_count(3)
    page.get_by_role("button", name="只填空白").click()
    on_server(page, "proceedings.review.pending", "55")
    on_server(page, "proceedings.litigation_direct.upheld", values["proceedings.litigation_direct.upheld"])


def test_what_was_not_read_is_said(visit):
    page = visit("proceedings")
    values = some("proceedings") | {"proceedings.review.upheld": "/", "proceedings.review.other": ""}
    paste_whole(page, "proceedings.review.pending", copied("proceedings", values))
    expect(page.locator(".below .told")).to_have_text(
        "已填入 10 格，按 Ctrl+Z 可以一次撤销。有 2 格是空白、“/”或者不能读作一个数，没有填入。"
    )
    assert shown(page, "proceedings.review.upheld") == ""


def test_figures_with_their_drawing_but_without_labels_are_pasted_as_a_block(visit):
    page = visit()
    paste_whole(page, f"{NEW}.natural_person", "<table><tr><td>1<td>2<tr><td>3<td>4</table>", "1\t2\n3\t4\n")
    assert shown(page, f"{IN}.business") == "4"
    on_server(page, f"{IN}.business", "4")


def test_a_row_that_the_spreadsheet_hides_does_not_shift_those_below_it(visit):
    page = visit()
    row = '<tr height=19><td class=xl65 x:num="{}" x:fmla="=A1*1000">{}</td><td align=right>{}</td></tr>'
    html = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><!--StartFragment--><col width=72 span=2>'
        + row.format(1200, "1,200", "２")
        + row.format(7, "7", "8").replace("height=19", "height=0 style='display:none'")
        + row.format(3, "3", "4")
        + "<!--EndFragment--><tr height=0 style='display:none'><td width=72></td></tr></table>"
    )
    paste_whole(page, f"{NEW}.natural_person", html, "1,200\t２\r\n7\t8\r\n3\t4\r\n")
    on_server(page, f"{IN}.business", "4")
    assert values_on_server(page) == {
        f"{NEW}.natural_person": "1200",
        f"{NEW}.business": "2",
        f"{IN}.natural_person": "3",
        f"{IN}.business": "4",
    }


def test_a_paste_larger_than_any_table_is_refused_in_a_sentence(visit):
    page = visit()
    paste_whole(page, f"{NEW}.natural_person", text="自然人\t1\t2\n" * 400_000)
    expect(page.locator(".below .told")).to_have_text(WORDS["too_large"])


def test_no_sequence_of_clicks_drags_keys_pastes_and_reruns_changes_a_cell_that_is_not_in_hand(visit):
    """A hundred sequences, one after the other on one page."""
    hands = Hands(visit(), seed=12)
    for _ in range(100):
        hands.sequence()
