"""Reading in a file in Chromium: our own Word export as last year's report, a question answered, 上年结转 filled."""

import io
from contextlib import suppress

import pytest
from docx import Document
from grid_help import figure

from drafting.publishing import export
from drafting.report import Report
from drafting.samples import sample
from drafting.values import printed

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = playwright.expect
pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def last_year() -> Report:
    """The sample town's report on 2023."""
    return sample("town").load()[1]


@pytest.fixture(scope="module")
def word(last_year) -> bytes:
    """It as a Word file in which the number of penalties was left out."""
    document = Document(io.BytesIO(export(last_year, "docx")))
    row = next(row for table in document.tables for row in table.rows if row.cells[0].text == "行政处罚")
    for paragraph in row.cells[1].paragraphs:
        for run in paragraph.runs:
            run.text = ""
    kept = io.BytesIO()
    document.save(kept)
    return kept.getvalue()


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def hand_in(page, name, data):
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": data}
    )


def test_last_years_word_file_is_read_answered_taken_and_its_open_requests_are_carried_in(page, app, last_year, word):
    page.goto(app.url)
    button(page, "读入文件").click()
    expect(page.get_by_role("heading", name="读入文件")).to_be_visible()
    hand_in(page, "去年的报告.docx", word)
    expect(page.get_by_text("请先答复 1 格")).to_be_visible()
    expect(page.get_by_text("请填 0，不清楚的请留空")).to_be_visible()

    button(page, "看出处").click()  # from the question to the cell and what it rests on
    asked = page.locator("td[data-cell='disclosure.penalties']")
    expect(asked).to_have_class("asked picked")
    expect(page.locator(".nb-snippet")).to_contain_text("行政处罚")
    page.locator("td[data-cell='disclosure.licences']").click()  # and to another by hand
    expect(page.locator(".nb-snippet mark")).to_have_text(printed(last_year.values["disclosure.licences"]))
    page.locator("td[data-cell='disclosure.licences']").press("ArrowDown")
    page.keyboard.press("Enter")
    expect(asked).to_have_class("asked picked")

    page.reload()
    button(page, "填 0").click()
    expect(page.get_by_text("需要答复的 1 格都已答复。")).to_be_visible()
    expect(asked).to_have_text("0答")

    page.get_by_text("上年报告", exact=True).click()
    expect(page.get_by_text("建立青石镇人民政府 2023 年度报告")).to_be_visible()
    button(page, "取用").click()
    expect(page.get_by_text("青石镇人民政府 · 2024 年度")).to_be_visible()
    expect(page.get_by_text("作为上年报告取用")).to_be_visible()
    page.get_by_role("tab", name="表三").click()
    for key, value in last_year.values.items():
        if key.startswith("requests.carried_out."):
            expect(figure(page, key.replace("carried_out", "carried_in"))).to_have_text(printed(value))


def test_a_file_that_is_no_report_is_said_and_the_next_is_read(page, app, word):
    page.goto(f"{app.url}/importing?new=1")
    hand_in(page, "通知.txt", "关于召开会议的通知。".encode())
    expect(page.get_by_text("没有改动任何报告，可以另选文件再试。")).to_be_visible()
    hand_in(page, "去年的报告.docx", word)
    expect(page.get_by_text("请先答复 1 格")).to_be_visible()
    assert "Traceback" not in app.printed()


WORDS = """2024年青石镇人民政府政府信息公开工作年度报告
一、总体情况
（一）组织保障
成立领导小组，专人负责。
（二）关于本报告的说明
本报告由党政办编写。
（三）健全机制
实行三审三校。
五、存在的主要问题及改进情况
解读形式单一，下一步每季度发布图解。
六、其他需要报告的事项
2024年未收取信息处理费。
"""


def choose(page, box, name):
    """Choose ``name`` in the list of ``box``, which a page that is being drawn may have closed again."""
    option = page.get_by_role("option", name=name)
    for _ in range(4):
        box.click()
        with suppress(playwright.Error):
            return option.click(timeout=5_000)
        page.keyboard.press("Escape")
    raise AssertionError(f"no list with {name} opens")


def test_what_was_taken_for_a_heading_is_seen_said_otherwise_undone_and_kept_over_a_reload(page, app):
    page.goto(f"{app.url}/importing?new=1")
    hand_in(page, "去年的报告.txt", WORDS.encode())
    words = page.get_by_text("读出的正文（")
    read_as = page.get_by_role("listitem").filter(has_text="关于本报告的说明")
    words.click()
    expect(read_as).to_contain_text("一、总体情况：标题“关于本报告的说明”")
    chosen = page.get_by_role("combobox", name="要改的章节")
    choose(page, chosen, "关于本报告的说明")
    button(page, "这不是标题").click()
    expect(page.get_by_text("已读作正文。")).to_be_visible()
    expect(read_as).to_have_count(0)
    expect(chosen).to_have_value("")
    expect(page.locator("p", has_text="（二）关于本报告的说明").last.locator("strong")).to_have_count(0)

    button(page, "撤销").click()
    expect(read_as).to_have_count(1)
    choose(page, chosen, "关于本报告的说明")
    page.get_by_role("textbox", name="标题").fill("编写说明")
    page.get_by_role("textbox", name="标题").press("Enter")
    button(page, "保存这一节").click()
    renamed = page.get_by_role("listitem").filter(has_text="标题“编写说明”")
    expect(renamed).to_contain_text("由您改定")
    page.reload()
    words.click()
    expect(renamed).to_be_visible()
