"""The made-up county's January in Chromium: roster, forms, what came back, questions, the roll-call, sent back and mended, the
sum, the government's report held against it, the bulletin.
"""

from io import BytesIO
from zipfile import ZipFile

import pytest

from drafting import publishing, reading
from drafting.samples import county

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
PATIENCE = 120_000
"""Milliseconds a page may take to show what a click leads to on a busy machine."""


def go(page, step):
    page.get_by_test_id("stMain").get_by_role("radio", name=step, exact=True).click()


def downloaded(page, button: str) -> bytes:
    with page.expect_download(timeout=PATIENCE) as told:
        page.get_by_role("button", name=button).click()
    return told.value.path().read_bytes()


def test_the_whole_january_of_the_sample_county(page, app, tmp_path):
    sample = county()
    page.goto(f"{app.url}/collecting")
    page.get_by_role("button", name="用示例县体验").wait_for(timeout=PATIENCE)
    page.locator("input[type=file]").set_input_files(sample.roster)
    year = page.get_by_role("combobox", name="报告年度")
    year.fill("2024")
    page.get_by_role("option", name="2024").click()
    page.get_by_role("button", name="开始收集").click()

    page.get_by_text("名单上有 12 个单位").first.wait_for(timeout=PATIENCE)
    forms = ZipFile(BytesIO(downloaded(page, "下载各单位的填报表"))).namelist()
    assert len(forms) == 13 and "08-青石镇-2024.xlsx" in forms

    go(page, "收回")
    page.get_by_text("各单位交回的文件").first.wait_for(timeout=PATIENCE)
    other = (sample.files / "04-县教育局-2024.html").read_text("utf-8").replace("云溪县教育局", "松江县财政局")
    nobodys = tmp_path / "松江县财政局.html"
    nobodys.write_text(other, "utf-8")
    page.locator("input[type=file][multiple]").set_input_files([*with_a_blank(sample, tmp_path), nobodys])
    page.get_by_role("button", name="读取这 12 个文件").click(timeout=PATIENCE)
    page.get_by_text("请核对 1 个文件").first.wait_for(timeout=PATIENCE)
    expect(page.get_by_text("已收 11 个，等待核对 1 个")).to_be_visible()
    page.reload()
    page.get_by_text("请核对 1 个文件").first.wait_for(timeout=PATIENCE)
    page.get_by_role("combobox", name="松江县财政局.html 是哪个单位的").click()
    page.get_by_role("option", name="不取用").click()
    page.get_by_role("button", name="按所选处理").click()
    expect(page.get_by_text("请核对 1 个文件")).to_have_count(0, timeout=PATIENCE)

    expect(page.get_by_text("请答复")).to_have_count(1, timeout=PATIENCE)  # twice while the page is drawn anew
    page.get_by_role("button", name="填 0", exact=True).click()
    page.get_by_text("已答复 1 个单位").first.wait_for(timeout=PATIENCE)

    go(page, "点名")
    page.get_by_text("全部 12").first.wait_for(timeout=PATIENCE)
    expect(page.get_by_role("radio", name="未报 1")).to_be_visible()
    table = page.get_by_test_id("stDataFrame").first
    assert table.bounding_box()["height"] > 13 * 30, "every unit stands, without pages"
    page.get_by_role("radio", name="有错 3").click()
    page.get_by_text("催报文字（3 个单位）").click(timeout=PATIENCE)
    expect(page.get_by_text("云溪县民政局：你单位第 1 次报来的2024年政府信息公开工作年度报告")).to_be_visible()
    pick(page, row=1)  # 民政局, the second of the three
    page.get_by_text("已选 1 个单位").first.wait_for(timeout=PATIENCE)
    page.get_by_role("button", name="退回", exact=True).click()
    page.get_by_role("radio", name="退回 1").wait_for(timeout=PATIENCE)

    go(page, "校核")
    slips = ZipFile(BytesIO(downloaded(page, "下载退回单"))).namelist()
    assert "07-县民政局-2024-退回单.docx" in slips

    go(page, "收回")
    page.locator("input[type=file][multiple]").set_input_files(mended(sample, tmp_path))
    page.get_by_role("button", name="读取这 1 个文件").click(timeout=PATIENCE)
    page.get_by_text("云溪县民政局第 2 次报送改了").click(timeout=PATIENCE)
    expect(page.get_by_text("由 2 改为 1").first).to_be_visible()

    go(page, "汇总")
    page.get_by_text("汇总了 11 个单位").first.wait_for(timeout=PATIENCE)
    expect(page.get_by_text("未报：红石乡人民政府。")).to_be_visible()
    page.get_by_role("button", name="生成本级政府年报").click()
    page.get_by_text("本级政府年报的三张表与各单位之和一致").first.wait_for(timeout=PATIENCE)
    page.get_by_role("radio", name="表二").click()
    page.locator("[aria-rowcount='11']").wait_for(state="attached", timeout=PATIENCE)
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 36 + 6 * 33 + 16)  # 行政许可
    expect(page.get_by_text("由 11 个单位相加：")).to_be_visible(timeout=PATIENCE)
    summed = int(page.get_by_text("由 11 个单位相加：").inner_text().partition("合计 ")[2].partition("，")[0])
    page.get_by_role("button", name="调整这一格").click()
    page.get_by_label("增减多少").fill("-2")
    page.get_by_label("原因").fill("与县司法局联合发文，只计一次")
    page.get_by_role("dialog").get_by_role("button", name="保存").click()
    page.get_by_text("本级政府年报有 1 格与各单位之和不同").first.wait_for(timeout=PATIENCE)

    page.get_by_role("link", name="打开本级政府年报").click()
    cell = page.locator("td[data-key='disclosure.licences']")
    expect(cell).to_contain_text(str(summed), timeout=PATIENCE)
    expect(page.locator(".st-key-nb-state")).to_contain_text("云溪县人民政府 · 2024 年度")
    page.get_by_role("link", name="校核").click()
    expect(page.get_by_text(f"各单位相加为{summed - 2}，多2")).to_be_visible(timeout=PATIENCE)

    page.get_by_role("link", name="汇总", exact=True).click()
    page.get_by_text("换一次收集").first.wait_for(timeout=PATIENCE)
    go(page, "汇总")
    page.get_by_role("button", name="更新本级政府年报").click(timeout=PATIENCE)
    page.get_by_role("dialog").get_by_role("button", name="更新", exact=True).click(timeout=PATIENCE)
    page.get_by_text("本级政府年报的三张表与各单位之和一致").first.wait_for(timeout=PATIENCE)

    go(page, "通报")
    words = ZipFile(BytesIO(downloaded(page, "下载通报（Word）"))).read("word/document.xml").decode()
    assert "应报单位 12 个，已收到 11 个单位的报告" in words and "退回修改的单位 1 个" in words


def pick(page, row: int):
    """Tick a row of the first table."""
    page.wait_for_timeout(500)  # the table has no sign of having drawn its rows
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + 16, box["y"] + 36 + row * 33 + 16)


def mended(sample, folder):
    """The faulty report of 民政局 once it is mended, in a file of its own."""
    path = next(sample.files.glob("07-*.docx"))
    read = reading.read(path.read_bytes(), path.name)
    report = read.report(read.organ, 2024)
    report.values["requests.granted.natural_person"] -= 1
    report.stated = {}
    again = folder / "民政局改好.docx"
    again.write_bytes(publishing.export(report, "docx"))
    return again


def with_a_blank(sample, folder):
    """The files that the county's units sent, one of them with a cell left blank."""
    path = next(sample.files.glob("10-*.html"))
    read = reading.read(path.read_bytes(), path.name)
    report = read.report(read.organ, 2024)
    del report.values["requests.partially_granted.natural_person"]
    blank = folder / path.name
    blank.write_bytes(publishing.export(report, "html"))
    return [blank if each == path else each for each in sorted(sample.files.iterdir())]
