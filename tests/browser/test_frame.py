"""The frame in Chromium: messages move nothing, a rerun dims nothing, the state line stays in sight."""

import re
from pathlib import Path

import pytest

from drafting import times

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
PATIENCE = 60_000
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


@pytest.mark.own_tab
def test_an_edit_that_has_the_page_drawn_anew_sends_at_most_20_kb_and_the_page_keeps_its_look(page, app):
    received = []
    page.on("websocket", lambda socket: socket.on("framereceived", lambda frame: received.append(len(frame))))
    with_a_sample(page, app)
    cell, field = (
        page.locator("td[data-key='disclosure.licences']"),
        page.locator(".official-grid .field:visible").first,
    )
    cell.click()
    expect(page.get_by_test_id("stSidebar").get_by_text("✓ 已填齐")).to_be_visible()
    page.wait_for_timeout(1500)  # the page stands, and what it sends once is here
    received.clear()
    field.press("Delete")
    expect(page.get_by_test_id("stSidebar").get_by_text("1 填报　◐")).to_be_visible(timeout=PATIENCE)
    page.wait_for_timeout(500)
    assert 2_000 < sum(received) <= 20_000
    assert page.locator(".st-key-nb-messages").evaluate("(box) => getComputedStyle(box).position") == "fixed"


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
    page.get_by_text(re.compile(r"✓ (\d+)/\1$")).wait_for(timeout=PATIENCE * 3)
    go(page, "1 填报")
    cell = page.locator("td[data-key='disclosure.licences']")
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
    assert bottom["height"] < 60 and bottom["y"] < 20
    edge = bottom["x"] + bottom["width"]
    for part in right.locator("a, .nb-quiet").all():
        box = part.bounding_box()
        assert abs(box["x"] + box["width"] - edge) < 12


STEPS = ("1 填报", "2 素材", "3 起草", "4 校核", "5 导出", "上年对照", "汇总", "读入文件", "设置", "使用手册")


def faults(page) -> list[str]:
    """What axe-core finds wrong with the page as it stands."""
    axe = Path(pytest.importorskip("axe_playwright_python").__file__).with_name("axe.min.js")
    page.evaluate(axe.read_text("utf-8"))
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]


def settled(page):
    """Wait until no run is under way, and each editor that has come has been told what it is for."""
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')", timeout=PATIENCE)
    page.wait_for_function("!document.querySelector('[data-stale=true]')", timeout=PATIENCE)
    expect(page.locator("textarea[spellcheck=false]:not([aria-label])")).to_have_count(0)


def test_axe_finds_nothing_wrong_on_any_page_with_or_without_a_drafted_report(page, app):
    page.goto(app.url)
    page.get_by_role("button", name="用示例体验").wait_for(timeout=PATIENCE)
    settled(page)
    found = {"空的报告": faults(page)}
    with_a_sample(page, app)
    go(page, "3 起草")
    page.get_by_role("button", name="一键起草全部").click()
    page.get_by_text(re.compile(r"✓ (\d+)/\1$")).wait_for(timeout=PATIENCE * 3)
    for name in STEPS:
        go(page, name)
        page.get_by_role("heading", level=1).wait_for(state="attached", timeout=PATIENCE)
        settled(page)
        found[name] = faults(page)
    go(page, "报告")
    page.get_by_role("button", name="放回报告文件").wait_for(timeout=PATIENCE)
    settled(page)
    found["报告"] = faults(page)
    assert not {name: each for name, each in found.items() if each}


ENGLISH = r"""() => [...document.querySelectorAll('[aria-label], [placeholder]')]
  .flatMap((e) => [e.getAttribute('aria-label'), e.getAttribute('placeholder')])
  .filter((words) => words && /[A-Za-z]{3}/.test(words) && !/[一-鿿]/.test(words))"""


def test_streamlits_own_words_are_chinese_and_its_marks_do_not_cover_ours(page, app):
    with_a_sample(page, app)
    assert page.evaluate("document.documentElement.lang") == "zh-CN"
    expect(page.get_by_test_id("stSkipToContent")).to_have_text("跳到正文")
    page.get_by_text("机关与公文要素").first.click()
    expect(page.get_by_role("button", name="选择日期").first).to_be_visible()
    assert page.evaluate(ENGLISH) == []
    page.get_by_role("button", name="选择日期").first.click()
    calendar = page.get_by_test_id("stDateInputCalendar")
    expect(calendar.locator("thead")).to_have_text("日一二三四五六")
    assert page.evaluate(ENGLISH) == [] and not re.search("[A-Za-z]{4}", calendar.inner_text())
    page.keyboard.press("Escape")
    expect(page).to_have_title(f"填报 · 青石镇人民政府 {times.today().year - 1} · 年报起草")
    cost = page.evaluate("""async () => {
      const box = document.createElement('div');
      box.innerHTML = '<p aria-label="Close">x</p>'.repeat(200);
      document.body.append(box);
      const start = performance.now();
      await Promise.resolve();
      const cost = performance.now() - start;
      const said = box.firstChild.getAttribute('aria-label');
      box.remove();
      return [said, cost];
    }""")
    assert cost[0] == "关闭" and cost[1] < 50, "200 labels in one batch; about 1 ms on an idle machine"


def test_a_refused_file_is_said_in_chinese_and_its_buttons_carry_their_own_words(page, app):
    page.goto(app.url)
    go(page, "读入文件")
    field = page.get_by_test_id("stFileUploader")
    expect(field.get_by_role("button", name="选择文件，或把文件拖到这里")).to_be_visible()
    page.locator("input[type=file]").set_input_files(
        {"name": "照片.exe", "mimeType": "application/octet-stream", "buffer": b"123"}
    )
    expect(field.get_by_role("alert")).to_contain_text("不能用这种格式的文件")
    expect(field.get_by_role("button", name="移除照片.exe")).to_be_visible()
    contents = "e => getComputedStyle(e, '::after').content"
    assert all("选择" not in button.evaluate(contents) for button in field.get_by_role("button").all())


def test_the_closed_sidebar_gives_its_room_to_the_page(page, app):
    with_a_sample(page, app)
    main, sidebar = page.get_by_test_id("stMain"), page.get_by_test_id("stSidebar")
    assert sidebar.bounding_box()["width"] == 210 and main.bounding_box()["x"] == 210
    sidebar.hover()
    page.get_by_role("button", name="收起侧栏").click()
    page.wait_for_function("document.querySelector('[data-testid=stMain]').getBoundingClientRect().x < 1")
    arrow, line = (
        page.get_by_role("button", name="展开侧栏").bounding_box(),
        page.locator(".st-key-nb-state").bounding_box(),
    )
    assert arrow["x"] + arrow["width"] <= line["x"] or arrow["y"] + arrow["height"] <= line["y"]


def test_a_new_report_needs_its_name_and_enter(page, app):
    page.goto(app.url)
    page.get_by_role("button", name="新建", exact=True).click()
    expect(page.get_by_label("机关全称")).to_be_focused()
    page.keyboard.type("云溪县自然资源局")
    page.keyboard.press("Tab")
    expect(page.get_by_label("正文中的自称")).to_have_value("我局")
    page.get_by_label("机关全称").fill("云溪县白沙乡人民政府")
    page.keyboard.press("Enter")
    expect(page.get_by_text("云溪县白沙乡人民政府 · ")).to_be_visible()
    page.get_by_text("机关与公文要素").first.click()
    expect(page.get_by_label("正文中的自称")).to_have_value("我乡")
