"""The pictures in ``docs/images``: every page with the sample town's report, taken in Chromium at an office's screen
size.

Run by hand after a page has changed, and look at what it made: ``python -m tests.browser.screenshots``.
"""

from __future__ import annotations

import re
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from drafting.publishing import export
from drafting.samples import sample
from drafting.testing.app_server import serve
from drafting.testing.endpoint import ScriptedEndpoint

from .conftest import ARGUMENTS, ROOT, chromium

IMAGES = ROOT / "docs" / "images"
WAIT = 60_000
"""Milliseconds a page may take."""
PAGES = {
    "entry": "1 填报",
    "notes": "2 素材",
    "draft": "3 起草",
    "review": "4 校核",
    "export": "5 导出",
    "options": "设置",
}
"""Picture (and page) name -> the link that leads there."""


def main() -> None:
    """Take every picture."""
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        ScriptedEndpoint() as model,
        serve(
            ROOT / "app.py",
            env={
                "NIANBAO_DATA_DIR": folder,
                "NIANBAO_DATABASE_URL": "",
                "OPENAI_API_KEY": "k",
                "OPENAI_BASE_URL": model.url,
                "NIANBAO_MODEL": "qwen3",
            },
        ) as server,
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium(), headless=True, args=list(ARGUMENTS))
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        page.set_default_timeout(WAIT)
        page.goto(server.url)
        page.get_by_role("button", name="用示例体验").click()
        page.get_by_role("button", name="青石镇").first.click()
        page.get_by_role("button", name="空白填零").wait_for()
        draft(page)
        for name, link in PAGES.items():
            page.get_by_test_id("stSidebar").get_by_role("link", name=link).click()
            page.wait_for_load_state("networkidle")
            page.wait_for_timeout(2500)
            page.mouse.move(700, 4)
            if name == "entry":
                page.get_by_role("tab", name="表三").click()
                page.locator("td[data-key='requests.granted.natural_person']").click()
                page.wait_for_timeout(1500)
            shoot(page, name)
        page.get_by_test_id("stSidebar").get_by_role("link", name="报告").click()
        page.wait_for_timeout(2500)
        shoot(page, "shelf")
        page.get_by_role("button", name="读入文件").click()
        page.locator("input[type=file]").set_input_files(
            {"name": "青石镇2023年年度报告.docx", "mimeType": "application/octet-stream", "buffer": last_years_file()}
        )
        page.get_by_text("请先答复").wait_for()
        page.get_by_role("button", name="看出处").first.click()
        page.wait_for_timeout(2500)
        shoot(page, "importing")
        county(page)
        browser.close()


def county(page: Page) -> None:
    """The sample county: where its units stand, and the sum of their tables."""
    page.get_by_test_id("stSidebar").get_by_role("link", name="汇总").click()
    page.get_by_role("button", name="用示例县体验").click()
    page.get_by_test_id("stMain").get_by_role("radio", name="收回", exact=True).click()
    page.get_by_text(re.compile("已收 11 个")).first.wait_for(timeout=2 * WAIT)
    for name, step, seen in (("rollcall", "点名", "催报文字"), ("rollup", "汇总", "下载汇总表")):
        page.get_by_test_id("stMain").get_by_role("radio", name=step, exact=True).click()
        page.get_by_text(seen).first.wait_for()
        page.wait_for_timeout(2500)
        shoot(page, name)


def last_years_file() -> bytes:
    """The sample town's report on the year before as a Word file, one figure left out."""
    last_year = sample("town").load()[1]
    last_year.values.pop("disclosure.penalties")
    return export(last_year, "docx")


def draft(page: Page) -> None:
    """Let every section be drafted."""
    page.get_by_test_id("stSidebar").get_by_role("link", name="3 起草").click()
    page.get_by_role("button", name="一键起草全部").click()
    page.get_by_text(re.compile(r"✓ (\d+)/\1$")).wait_for()


def shoot(page: Page, name: str) -> None:
    """Keep a picture of the page as it stands."""
    page.screenshot(path=Path(IMAGES / f"{name}.png"))
    print(f"{name}.png")


if __name__ == "__main__":
    main()
