"""Every page in a narrow window and at a large zoom, in Chromium: nothing is cut off, covered or out of reach."""

import re

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
PATIENCE = 90_000
"""Milliseconds a page may take to show what is expected on a busy machine."""

SIZES = {"1024": (1024, 768), "125 %": (1093, 614), "200 %": (683, 384)}
BUTTONS = {
    "entry": "空白填零",
    "notes": "添加一条",
    "draft": "一键起草全部",
    "review": "送审",
    "export": "生成文件",
    "years": "只看有变化的单元格",
    "collecting": "用示例县体验",
    "importing": "选择文件，或把文件拖到这里",
    "options": "测试连接",
    "manual": "两分钟看一遍",
    "shelf": "新建",
}
"""What is done on each page, by the page's address."""

WIDE = "document.documentElement.scrollWidth - innerWidth"
SIDEWAYS = "main => main.scrollWidth - main.clientWidth"


def within(page, part):
    """Whether ``part`` is inside the window's width."""
    box = part.bounding_box()
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= page.viewport_size["width"]


def sized(page, size):
    """Give the window a size, and wait until the page's own room follows."""
    page.set_viewport_size(dict(zip(("width", "height"), size)))
    page.wait_for_function(
        "() => Math.abs(document.querySelector('[data-testid=stMain]').getBoundingClientRect().right - innerWidth) < 1",
        timeout=PATIENCE,
    )


def test_every_page_keeps_inside_the_window_at_every_size(page, app):
    page.goto(app.url)
    page.get_by_role("button", name="用示例体验").click(timeout=PATIENCE)
    page.get_by_role("button", name="青石镇").first.click()
    page.get_by_role("button", name="空白填零").wait_for(timeout=PATIENCE)
    report = re.search(r"report=(\w+)", page.url)[1]
    main, wrong = page.get_by_test_id("stMain"), []
    for name, words in BUTTONS.items():
        page.goto(f"{app.url}/{'' if name == 'shelf' else name}?report={report}")
        button = main.get_by_text(words, exact=True).first
        button.wait_for(timeout=PATIENCE)
        for size in SIZES:
            sized(page, SIZES[size])
            if page.evaluate(WIDE) > 1 or main.evaluate(SIDEWAYS) > 1:
                wrong.append(f"{name} at {size} scrolls sideways")
            if not within(page, button):
                wrong.append(f"{name} at {size}: {words} is out of sight")
            for tab in ("表二", "表三", "表四") if name == "entry" else ():
                page.get_by_role("tab", name=tab).click()
                table = page.locator("table[data-table]:visible")
                for part in (
                    table.locator("th").first,
                    table.locator("td").last,
                    *table.locator("tbody th[scope=row]").all(),
                ):
                    if not within(page, part):
                        wrong.append(f"{tab} at {size}: a label or the last cell is out of sight")
    assert not wrong


def test_at_a_large_zoom_the_sidebar_leaves_the_page_that_was_chosen_and_its_arrow_covers_nothing(page, app):
    page.set_viewport_size({"width": 683, "height": 384})
    page.goto(app.url)
    page.get_by_role("button", name="用示例体验").click(timeout=PATIENCE)
    page.get_by_role("button", name="青石镇").first.click()
    page.get_by_role("button", name="空白填零").wait_for(timeout=PATIENCE)
    opens = page.get_by_role("button", name="展开侧栏")
    opens.click()
    page.get_by_test_id("stSidebar").get_by_role("link", name="2 素材").click()
    add = page.get_by_role("button", name="添加一条").first
    add.wait_for(timeout=PATIENCE)
    expect(page.get_by_test_id("stSidebar")).not_to_be_in_viewport()
    page.get_by_role("button", name="添加一条").last.scroll_into_view_if_needed()
    page.get_by_test_id("stMain").evaluate("main => main.scrollTo(0, main.scrollHeight)")
    arrow, line = opens.bounding_box(), page.locator(".st-key-nb-state").bounding_box()
    assert arrow["x"] + arrow["width"] <= line["x"] or arrow["y"] + arrow["height"] <= line["y"]
