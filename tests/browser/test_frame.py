"""The frame in Chromium: messages move nothing, a rerun dims nothing, the state line stays in sight."""

import pytest

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
PATIENCE = 20_000
"""Milliseconds a page may take to show what a click leads to on a busy machine."""

DIMMEST = """() => {
  window.dimmest = 1;
  const look = () => {
    for (const e of document.querySelectorAll('[data-testid=stMain] [data-testid=stElementContainer]'))
      if (e.querySelector('table, textarea, input')) window.dimmest = Math.min(window.dimmest, +getComputedStyle(e).opacity);
    requestAnimationFrame(look);
  };
  look();
}"""


def go(page, name):
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()


def with_a_sample(page, app, name="青石镇"):
    page.goto(app.url)
    page.get_by_role("button", name="用示例体验").click()
    page.get_by_role("button", name=name).first.click()
    page.get_by_role("button", name="空白填零").wait_for(timeout=PATIENCE)


def test_a_message_moves_nothing_is_read_where_one_works_and_its_undo_outlives_it(page, app):
    with_a_sample(page, app)
    go(page, "2 素材")
    deletes = page.get_by_role("button", name="删除")
    deletes.first.wait_for(timeout=PATIENCE)
    page.evaluate(DIMMEST)
    expect(page.get_by_text("◐ 14 条")).to_be_visible()
    deletes.last.scroll_into_view_if_needed()
    deletes.last.click()
    box = page.locator("[class*=st-key-nb-message-undo-]")
    expect(box).to_be_in_viewport()
    expect(box.get_by_role("status")).to_contain_text("已删除素材")
    expect(page.get_by_text("◐ 13 条")).to_be_visible()
    expect(page.locator(".st-key-nb-state")).to_be_in_viewport()
    assert page.evaluate("window.dimmest") == 1

    heading = page.get_by_text("监督保障", exact=True)
    before = heading.bounding_box()
    box.get_by_role("button", name="知道了").click()
    expect(box).to_have_count(0)
    assert heading.bounding_box() == before

    go(page, "5 导出")
    go(page, "2 素材")
    page.get_by_test_id("stSidebar").get_by_role("button", name="消息").click()
    page.get_by_role("button", name="撤销").click()
    expect(page.get_by_text("◐ 14 条")).to_be_visible()


def test_a_figure_that_the_prose_follows_is_told_without_moving_the_table(page, app):
    with_a_sample(page, app)
    go(page, "3 起草")
    page.get_by_role("button", name="一键起草全部").click()
    page.get_by_text("✓ 9/9").wait_for(timeout=PATIENCE * 3)
    go(page, "1 填报")
    cell = page.locator("input[data-key='disclosure.licences']")
    cell.click()
    before = cell.bounding_box()
    page.keyboard.type("127")
    page.keyboard.press("Enter")
    expect(page.locator("[class*=st-key-nb-message-undo-]")).to_contain_text("已随之更新")
    assert cell.bounding_box() == before


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1024, 768), (1093, 614)])
def test_the_state_line_is_thin_aligned_and_stays_in_sight(page, app, width, height):
    page.set_viewport_size({"width": width, "height": height})
    with_a_sample(page, app)
    go(page, "2 素材")
    page.get_by_role("button", name="删除").last.scroll_into_view_if_needed()
    line, right = page.locator(".st-key-nb-state"), page.locator(".st-key-nb-state-right")
    expect(line).to_be_in_viewport()
    bottom = line.bounding_box()
    assert bottom["height"] < 60 and bottom["y"] < 12
    edge = bottom["x"] + bottom["width"]
    for part in right.locator("a, .nb-quiet").all():
        box = part.bounding_box()
        assert abs(box["x"] + box["width"] - edge) < 12
