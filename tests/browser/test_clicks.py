"""How many clicks a report takes beside typing: a clerk with the keyboard in hand goes the whole way in Chromium.

The town is the first sample's, its year all zeros; its notes are typed anew, one after the other. Clicks are counted by
the page itself; a Tab or Enter is typing.
"""

import io
import re

import pytest
from docx import Document

from drafting.form import ASPECTS
from drafting.samples import sample

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = [pytest.mark.browser, pytest.mark.own_tab]
COUNT = (
    "window.clicks = 0; document.addEventListener('click', (event) => { if (event.isTrusted) window.clicks++; }, true);"
)
HAND = 70
"""Milliseconds a hand holds the mouse down: what was being typed is sent when it goes down, before the page changes."""
WAY = 40
"""Clicks from the first page to the final Word document, at most."""
CHECKED = 12
"""Clicks from the first page to a checked draft of the sample town, at most."""
REWRITTEN = {
    "主动公开": "我镇全年通过县政府网站公开政府信息，主要为工作动态、惠农补贴和财政预决算信息。",
    "平台建设": "依托县政府网站公开信息，在便民服务中心设立查阅点，每月更新村务公开栏。",
}
"""What the clerk writes anew, by section."""


@pytest.fixture
def counted(page):
    """A page that counts the clicks of the hand, over all its steps (no step loads the page anew)."""
    page.add_init_script(COUNT)
    return page


def clicks(page):
    return page.evaluate("window.clicks")


def step(page, name):
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click(delay=HAND)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def test_a_town_of_zeros_goes_from_launch_to_the_final_word_document_in_forty_clicks(counted, app):
    page, (report, _) = counted, sample("zeros").load()
    page.goto(app.url)
    button(page, "新建").click()
    expect(page.get_by_label("机关全称")).to_be_focused()
    page.keyboard.type(report.organ.name)
    page.keyboard.press("Enter")

    button(page, "空白填零").click()
    button(page, "全部填零").click()
    page.get_by_text("各格均已填写").wait_for()
    page.get_by_text("机关与公文要素").click()
    for label, text in (
        ("文号", report.document.number),
        ("抄送", report.document.copied_to),
        ("印发机关", report.document.issuing_office),
    ):
        page.get_by_label(label).click()
        page.keyboard.type(text)
    year = int(re.search(r"(\d{4}) 年度", page.get_by_test_id("stMain").inner_text())[1])
    page.get_by_role("spinbutton", name="成文日期：年").click()
    page.keyboard.type(f"{year + 1}0120")
    page.keyboard.press("Escape")  # closes the calendar that a click on a date opens
    page.keyboard.press("Tab")
    page.get_by_text(f"成文日期已改为“{year + 1}-01-20”").first.wait_for()

    step(page, "2 素材")
    button(page, "添加一条").first.click()
    for aspect in ASPECTS:
        for text in [note.text for note in report.notes_on([aspect])]:
            field = page.get_by_role("textbox", name=f"{ASPECTS[aspect].label}素材").last
            expect(field).to_be_focused()
            expect(field).to_have_value("")
            page.keyboard.type(text)
            page.keyboard.press("Control+Enter")
        if aspect != list(ASPECTS)[-1]:
            empty = page.get_by_role("textbox", name=f"{ASPECTS[aspect].label}素材").last
            expect(empty).to_be_focused()
            expect(empty).to_have_value("")
            page.keyboard.press("Control+Enter")  # in an empty note: the next aspect
    page.get_by_text(f"{len(report.notes)} 条").first.wait_for()

    step(page, "3 起草")
    button(page, "一键起草全部").click()
    page.get_by_text(re.compile(r"✓ (\d+)/\1$")).first.wait_for()
    for label, words in REWRITTEN.items():
        page.get_by_role("textbox", name=label, exact=True).click()
        page.keyboard.press("Control+A")
        page.keyboard.type(words)

    step(page, "4 校核")
    page.locator(".st-key-nb-workflow").get_by_role("button", name="全部批准").click()
    expect(page.get_by_label("姓名")).to_be_focused()
    page.keyboard.type("张三")
    page.keyboard.press("Enter")
    page.get_by_text("✓ 可导出").first.wait_for()

    step(page, "5 导出")
    page.get_by_text("红头公文", exact=True).click()
    button(page, "生成文件").click()
    page.get_by_role("dialog").get_by_role("button", name="张三").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^下载")).click()
    counted_clicks = clicks(page)
    name = download.value.suggested_filename
    words = "\n".join(
        paragraph.text for paragraph in Document(io.BytesIO(download.value.path().read_bytes())).paragraphs
    )
    assert re.fullmatch(r"兑镇镇人民政府\d{4}年政府信息公开工作年度报告\.docx", name)
    assert (
        report.document.number in words
        and f"{year + 1}年1月20日" in words
        and all(text in words for text in REWRITTEN.values())
    )
    assert counted_clicks <= WAY, f"{counted_clicks} clicks"


def test_the_sample_town_is_a_checked_draft_after_a_few_clicks(counted, app):
    page = counted
    page.goto(app.url)
    button(page, "用示例体验").click()
    page.get_by_role("button", name="青石镇").first.click()
    button(page, "空白填零").wait_for()
    step(page, "3 起草")
    button(page, "一键起草全部").click()
    page.get_by_text(re.compile(r"✓ (\d+)/\1$")).first.wait_for()
    step(page, "4 校核")
    page.get_by_text(re.compile("错误 0")).first.wait_for()
    assert clicks(page) <= CHECKED
