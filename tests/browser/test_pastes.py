"""What people paste in Chromium: far more than there is room for, merged cells, and where the page may not use the
clipboard.
"""

import json
from contextlib import contextmanager

import pytest
from grid_help import cell, shown

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser

NEW, IN, GRANTED = "requests.new_received", "requests.carried_in", "requests.granted"
LINES = 5_000
WORK = 1.0
"""Seconds of the browser's own work that a paste may take; waiting for other programs is not counted."""


@pytest.fixture
def shut(browser):
    """A page in a browser that gives no page the clipboard, as over http from another computer."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, permissions=[])
    context.add_init_script("Object.defineProperty(Navigator.prototype, 'clipboard', { get: () => undefined })")
    yield context.new_page()
    context.close()


def table(page, server):
    page.goto(f"{server.url}/?table=requests")
    cell(page, f"{NEW}.natural_person").wait_for()


def fields(page, server, query=""):
    page.goto(f"{server.url}/?{query}")
    expect(page.locator(".text-editor.ready")).to_have_count(2)
    return page.locator("textarea")


def on_server(page):
    return json.loads(page.get_by_test_id("stCode").inner_text())


@contextmanager
def at_most(page, seconds):
    """Let the page's main thread work no longer than that."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})

    def spent():
        return {each["name"]: each["value"] for each in session.send("Performance.getMetrics")["metrics"]}[
            "TaskDuration"
        ]

    before = spent()
    yield
    after = spent()
    assert 0 < after - before < seconds
    session.detach()


def drop(page, html, text):
    """A paste event where the focus is, with what a browser or a spreadsheet puts on the clipboard."""
    page.evaluate(
        """([html, text]) => {
        let field = document.activeElement;
        while (field.shadowRoot?.activeElement) field = field.shadowRoot.activeElement;
        const clipboardData = new DataTransfer();
        clipboardData.setData("text/html", html);
        clipboardData.setData("text/plain", text);
        field.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true, composed: true }));
    }""",
        [html, text],
    )


def test_five_thousand_rows_fill_the_cells_they_meet_at_once_and_the_rest_is_counted(page, grid_server):
    table(page, grid_server)
    rows = [(at + 1, at + 2, "" if at % 7 else at + 3) for at in range(LINES)]
    page.evaluate("text => navigator.clipboard.writeText(text)", "\n".join("\t".join(map(str, row)) for row in rows))
    cell(page, f"{NEW}.business").click()
    lines = page.locator(".lines p")
    with at_most(page, WORK):
        page.keyboard.press("Control+V")
        expect(lines.first).to_contain_text("已填入“")
        expect(lines.nth(1)).to_contain_text("项超出可填写的单元格，没有填入。")
    assert [shown(page, f"{NEW}.{column}") for column in ("natural_person", "business", "research")] == ["", "1", "2"]
    assert shown(page, f"{IN}.business") == "2" and shown(page, f"{IN}.social_welfare") == ""
    page.keyboard.press("Control+Z")
    assert shown(page, f"{NEW}.business") == shown(page, f"{IN}.business") == ""


def test_five_thousand_lines_pasted_into_a_text_are_saved_whole_or_the_limit_is_said(page, editor_server):
    text = "".join(f"第{at}行，公开信息{at % 90}条。\n" for at in range(LINES)).rstrip()
    for query, fits in (("report", True), ("max=1000", False)):
        area = fields(page, editor_server, query).nth(1)
        area.fill("")
        page.evaluate("text => navigator.clipboard.writeText(text)", text)
        area.focus()
        foot = page.locator(".text-editor").nth(1).locator(".foot")
        with at_most(page, WORK):
            page.keyboard.press("Control+V")
            expect(foot).to_contain_text(f"{len(text) - LINES + 1} 字")
        expect(foot).to_contain_text("已保存" if fits else f"最多 1000 字，已超出 {len(text) - 1000} 字")
        assert area.input_value() == text
        if fits:
            assert on_server(page)[1].rstrip() == text


def test_merged_cells_neither_double_nor_shift_the_figures_beside_them(page, grid_server):
    table(page, grid_server)
    html = (
        "<table><tr><td rowspan=2>1</td><td>2</td><td>3</td></tr><tr><td>4</td><td>5</td></tr>"
        "<tr><td colspan=2>6</td><td>7</td></tr></table>"
    )
    wanted = {
        f"{NEW}.natural_person": "1",
        f"{NEW}.business": "2",
        f"{NEW}.research": "3",
        f"{IN}.business": "4",
        f"{IN}.research": "5",
        f"{GRANTED}.natural_person": "6",
        f"{GRANTED}.research": "7",
    }
    texts = {"a browser": "1\t2\t3\n4\t5\n6\t7\n", "a spreadsheet": "1\t2\t3\r\n\t4\t5\r\n6\t\t7\r\n"}
    columns = ("natural_person", "business", "research")
    for program, text in texts.items():
        cell(page, f"{NEW}.natural_person").click()
        drop(page, html, text)
        found = {f"{row}.{column}": shown(page, f"{row}.{column}") for row in (NEW, IN, GRANTED) for column in columns}
        assert {key: figure for key, figure in found.items() if figure} == wanted, program
        page.keyboard.press("Control+Z")


def test_keys_copy_cut_and_paste_where_the_page_may_not_use_the_clipboard(shut, grid_server, editor_server):
    table(shut, grid_server)
    cell(shut, f"{NEW}.natural_person").click()
    shut.keyboard.type("12")
    shut.keyboard.press("Tab")
    shut.keyboard.type("34")
    shut.keyboard.press("Enter")
    cell(shut, f"{NEW}.natural_person").click()
    shut.keyboard.press("Shift+ArrowRight")
    shut.keyboard.press("Control+X")
    cell(shut, f"{IN}.business").click()
    shut.keyboard.press("Control+V")
    assert [shown(shut, f"{IN}.{column}") for column in ("natural_person", "business", "research")] == ["", "12", "34"]
    assert shown(shut, f"{NEW}.natural_person") == ""
    shut.keyboard.press("Control+C")

    areas = fields(shut, editor_server)
    areas.nth(1).fill("")
    shut.keyboard.press("Control+V")
    expect(areas.nth(1)).to_have_value("12 34")
    shut.keyboard.press("Control+A")
    shut.keyboard.press("Control+X")
    expect(areas.nth(1)).to_have_value("")
    areas.nth(0).focus()
    shut.keyboard.press("Control+A")
    shut.keyboard.press("Control+V")
    expect(areas.nth(0)).to_have_value("12 34")
    expect(shut.get_by_test_id("stCode")).to_contain_text('["12 34", ""]')
