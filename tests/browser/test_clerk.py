"""A clerk's whole job in Chromium: new report, tables, notes, drafts, edits, and a Word file read back cell by cell."""

import io
import re

import pytest
from docx import Document
from grid_help import cell, figure
from program import program

from drafting.form import edition
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful
from drafting.values import printed, with_totals

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
FORM = edition("2021")
HAND = 70
"""Milliseconds a hand holds the mouse down: what was being typed is sent when it goes down, before the page changes."""
EXPECT = 20_000
"""Milliseconds a page may take to show what a click leads to on a busy machine."""


@pytest.fixture
def served(browser, tmp_path):
    """The program over an empty data folder, with a scripted model that copies its materials faithfully, slowly."""

    def slowly(request):
        return Reply(faithful(request).text, chunk=6, delay=0.02)

    with ScriptedEndpoint(slowly) as model, program(tmp_path, model=model.url) as server:
        yield server


def step(page, name):
    """Go to a step by its link on the left."""
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click(delay=HAND)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def wait_saved(page, table):
    page.locator(f"[data-table={table}]").locator("xpath=../..").get_by_text("已保存").wait_for(timeout=EXPECT)


def test_a_clerk_goes_from_an_empty_page_to_a_word_file_with_the_statutory_tables(page, served):
    page.goto(served.url)
    button(page, "新建").click()
    button(page, "建立").click()
    page.get_by_text("请填写机关全称。").wait_for(timeout=EXPECT)
    page.get_by_label("机关全称").fill("白沙镇人民政府")
    page.keyboard.press("Tab")
    expect(page.get_by_label("正文中的自称")).to_have_value("我镇")
    button(page, "建立").click()

    # 填报: type in place, paste a block from a spreadsheet, see the balance break and hold
    button(page, "空白填零").wait_for(timeout=EXPECT)
    cell(page, "disclosure.licences").click()
    page.keyboard.type("１，２６０")
    page.keyboard.press("Enter")
    wait_saved(page, "disclosure")
    expect(figure(page, "disclosure.licences")).to_have_text("1260")
    page.get_by_role("tab", name="表三").click()
    page.evaluate("navigator.clipboard.writeText('5\\t2\\n1\\t0\\n')")
    cell(page, "requests.new_received.natural_person").click()
    page.keyboard.press("Control+V")
    cell(page, "requests.granted.natural_person").click()
    page.keyboard.type("4")
    page.keyboard.press("Enter")
    wait_saved(page, "requests")
    expect(figure(page, "requests.new_received.total")).to_have_text("7")
    button(page, "空白填零").click()
    button(page, "全部填零").click()
    page.get_by_text("各格均已填写").wait_for(timeout=EXPECT)
    broken = cell(page, "requests.new_received.natural_person")
    assert broken.get_attribute("aria-invalid") == "true" and "相差2" in broken.get_attribute("title").replace(" ", "")
    for key, amount in (("requests.partially_granted.natural_person", "2"), ("requests.carried_out.business", "2")):
        cell(page, key).click()
        page.keyboard.type(amount)
        page.keyboard.press("Enter")
    page.get_by_text("错误 3").first.wait_for(timeout=EXPECT)  # only the three chapters still to be written
    assert broken.get_attribute("aria-invalid") != "true"

    # 素材: a reminder becomes a note
    step(page, "2 素材")
    button(page, "全年主动公开了多少条信息？").wait_for(timeout=EXPECT)  # the first aspect is unfolded
    for aspect, reminder, text in (
        ("主动公开", "全年主动公开了多少条信息？", "全年主动公开政府信息318条。"),
        ("政府信息管理", "信息发布如何审核（三审三校、保密审查）？", "落实三审三校，发布前逐条做保密审查。"),
        (
            "平台建设",
            "网站专栏、政务新媒体有哪些，关停或整合了哪些？",
            "关停1个不再更新的微信公众号，集中到县政府网站专栏公开。",
        ),
        ("监督保障", "开展了几次培训，多少人参加？", "组织信息员培训2次，46人次参加。"),
        (
            "考核评议追责",
            "社会评议怎样开展，结果如何？",
            "政务公开纳入年度考核，请20名群众代表评议，没有责任追究情形。",
        ),
        ("本年问题", "自查、上级检查指出了哪些具体问题？", "村级公开栏更新不及时，有3个村超过两个月没有更新。"),
        ("改进措施", "每个问题准备怎么改？", "每季度逐村检查公开栏并通报结果，由党政办负责。"),
        ("信息处理费", "是否发出收费通知，几件、多少元？", "全年没有发出收费通知，没有收取信息处理费。"),
    ):
        if not button(page, reminder).is_visible():
            page.get_by_role("button", name=aspect).first.click()
        button(page, reminder).click()
        expect(page.get_by_placeholder(reminder)).to_be_focused(timeout=EXPECT)
        page.keyboard.type(text)
        page.mouse.click(700, 5)
    page.get_by_text("◐ 8 条").wait_for(timeout=EXPECT)

    # 起草: every section, text while it is written, then an edit and a rewrite
    step(page, "3 起草")
    button(page, "一键起草全部").click()
    page.get_by_text("正在写").first.wait_for(timeout=EXPECT)
    page.get_by_text(re.compile(r"✓ (\d+)/\1$")).wait_for(timeout=EXPECT * 3)
    proactive = page.get_by_role("textbox", name="主动公开", exact=True)
    expect(proactive).to_have_value(re.compile("318条"))
    proactive.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("公开内容归档备查。")
    page.mouse.click(700, 5)
    box = page.locator(".st-key-nb-section-overview-proactive")
    box.get_by_text("已保存").wait_for(timeout=EXPECT)
    box.get_by_role("button", name="重写").click()
    page.get_by_role("button", name="更短些").click()
    page.get_by_role("button", name="更短些").wait_for(state="hidden", timeout=EXPECT)
    box.get_by_text("修改提案").wait_for(timeout=EXPECT)
    assert proactive.input_value().endswith(
        "公开内容归档备查。"
    )  # the person's words stand until the proposal is taken
    expect(box.locator("del, ins")).not_to_have_count(0)
    box.get_by_role("button", name="采用").click()
    page.wait_for_function(
        """() => !document.querySelector('.st-key-nb-section-overview-proactive del')""", timeout=EXPECT
    )

    # 校核 and 导出: nothing stands in the way, the final copy is taken
    step(page, "4 校核")
    page.get_by_text(re.compile("错误 0")).first.wait_for(timeout=EXPECT)
    step(page, "5 导出")
    page.get_by_text("正式稿").first.wait_for(timeout=EXPECT)
    button(page, "生成文件").click()
    with page.expect_download(timeout=EXPECT) as download:
        page.get_by_role("button", name=re.compile("^下载")).click()
    assert re.fullmatch(
        r"白沙镇人民政府\d{4}年政府信息公开工作年度报告（草稿）\.docx", download.value.suggested_filename
    )
    with open(download.value.path(), "rb") as file:
        document = Document(io.BytesIO(file.read()))
    typed = {key: 0 for key in FORM.inputs} | {
        "disclosure.licences": 1260,
        "requests.new_received.natural_person": 5,
        "requests.new_received.business": 2,
        "requests.carried_in.natural_person": 1,
        "requests.granted.natural_person": 4,
        "requests.partially_granted.natural_person": 2,
        "requests.carried_out.business": 2,
    }
    expected = with_totals(FORM, typed)
    for table, read in zip(FORM.tables, document.tables, strict=True):
        rows = [row.cells for row in read.rows]
        for at in table.cells:
            assert rows[at.row][at.col].text == (at.text or printed(expected[at.key])), at.key or at.text
    words = "\n".join(paragraph.text for paragraph in document.paragraphs)
    assert "318条" in words and "信息处理费" in words and "（一）主动公开情况" in words
    assert "Traceback" not in served.printed() and "Exception" not in served.printed()
