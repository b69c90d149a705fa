"""The made-up county's January in Chromium: roster, forms, what came back, a question, the roll-call, the sum."""

from io import BytesIO
from zipfile import ZipFile

import pytest

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

    page.get_by_text("名单上有 12 个单位").wait_for(timeout=PATIENCE)
    forms = ZipFile(BytesIO(downloaded(page, "下载各单位的填报表"))).namelist()
    assert len(forms) == 13 and "08-青石镇-2024.xlsx" in forms

    go(page, "收回")
    page.get_by_text("各单位交回的文件").wait_for(timeout=PATIENCE)
    other = (sample.files / "04-县教育局-2024.html").read_text("utf-8").replace("云溪县教育局", "松江县财政局")
    nobodys = tmp_path / "松江县财政局.html"
    nobodys.write_text(other, "utf-8")
    page.locator("input[type=file][multiple]").set_input_files([*sorted(sample.files.iterdir()), nobodys])
    page.get_by_role("button", name="读取这 12 个文件").click(timeout=PATIENCE)
    page.get_by_text("请核对 1 个文件").wait_for(timeout=PATIENCE)
    expect(page.get_by_text("已收 11 个，等待核对 1 个")).to_be_visible()
    page.reload()
    page.get_by_text("请核对 1 个文件").wait_for(timeout=PATIENCE)
    page.get_by_role("combobox", name="松江县财政局.html 是哪个单位的").click()
    page.get_by_role("option", name="不取用").click()
    page.get_by_role("button", name="按所选处理").click()
    expect(page.get_by_text("请核对 1 个文件")).to_have_count(0, timeout=PATIENCE)

    go(page, "点名")
    page.get_by_text("全部 12").wait_for(timeout=PATIENCE)
    expect(page.get_by_role("radio", name="未报 1")).to_be_visible()
    table = page.get_by_test_id("stDataFrame").first
    assert table.bounding_box()["height"] > 13 * 30, "every unit stands, without pages"
    page.get_by_role("radio", name="有错 3").click()
    page.get_by_text("催报文字（3 个单位）").click(timeout=PATIENCE)
    expect(page.get_by_text("云溪县民政局：你单位第 1 次报来的2024年政府信息公开工作年度报告")).to_be_visible()

    go(page, "汇总")
    page.get_by_text("云溪县民政局：有 2 处错误，没有汇总。").wait_for(timeout=PATIENCE)
    expect(page.get_by_text("未报：红石乡人民政府。")).to_be_visible()
    page.get_by_role("radio", name="表二").click()
    page.locator("[aria-rowcount='11']").wait_for(state="attached", timeout=PATIENCE)
    box = page.get_by_test_id("stDataFrame").first.bounding_box()
    page.mouse.click(box["x"] + box["width"] - 40, box["y"] + 36 + 6 * 33 + 16)  # 行政许可
    expect(page.get_by_text("表二“行政许可”本年处理决定数量合计 2014，由 10 个单位相加：")).to_be_visible(
        timeout=PATIENCE
    )
    page.get_by_role("button", name="生成本级政府年报").click()
    page.get_by_role("link", name="打开本级政府年报").click(timeout=PATIENCE)
    expect(page.locator("td[data-key='disclosure.licences']")).to_contain_text("2014", timeout=PATIENCE)
    expect(page.locator(".st-key-nb-state")).to_contain_text("云溪县人民政府 · 2024 年度")
