"""What the page has shown as saved is there after a reload, in a second tab, after a restart and after kill -9."""

import os
import re
import signal

import pytest
from program import program

from drafting.testing.endpoint import Reply, ScriptedEndpoint

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
EXPECT = 30_000
CELL = "td[data-key='disclosure.licences']"
TEXT = "全年主动公开政府信息318条。[1]" * 300


def path_of(page, server) -> str:
    """The address of the open page without the server, to open it again elsewhere."""
    return page.url.removeprefix(server.url)


def type_until_saved(page, server) -> str:
    """Open a sample, type a cell and a note, wait until both are shown as saved; the address of the notes page."""
    page.goto(server.url)
    page.get_by_role("button", name="用示例体验").click()
    page.get_by_role("button", name="青石镇").click()
    page.locator(CELL).click(timeout=EXPECT)
    page.keyboard.type("4711")
    page.keyboard.press("Enter")
    page.locator("[data-table=disclosure]").locator("xpath=../..").get_by_text("已保存").wait_for(timeout=EXPECT)
    page.get_by_test_id("stSidebar").get_by_role("link", name="2 素材").click()
    note = page.get_by_role("textbox", name="主动公开素材").first
    note.click(timeout=EXPECT)
    page.keyboard.press("Control+End")
    page.keyboard.type("另有图解三期。")
    page.get_by_text("已保存", exact=False).nth(1).wait_for(timeout=EXPECT)
    page.wait_for_url("**report=**")
    return path_of(page, server)


def assert_there(page, server, notes: str) -> None:
    """Both texts are on the pages of ``server``."""
    page.goto(server.url + notes)
    note = page.get_by_role("textbox", name="主动公开素材").first
    note.wait_for(timeout=EXPECT)
    expect(note).to_have_value(re.compile("另有图解三期。$"))
    page.goto(server.url + notes.replace("notes", "entry"))
    page.locator(CELL).wait_for(timeout=EXPECT)
    expect(page.locator(f"{CELL} .figure")).to_have_text("4711")


def test_what_was_saved_is_there_after_a_reload_and_in_a_second_tab(page, browser, tmp_path):
    with program(tmp_path) as server:
        notes = type_until_saved(page, server)
        page.reload()
        assert_there(page, server, notes)
        second = browser.new_context().new_page()
        assert_there(second, server, notes)
        second.context.close()


def test_what_was_saved_is_there_after_kill_9_and_after_the_server_is_started_anew(page, tmp_path):
    with program(tmp_path) as server:
        notes = type_until_saved(page, server)
        os.kill(server.process.pid, signal.SIGKILL)
        server.process.wait()
    for _ in range(2):  # the first is stopped as usual
        with program(tmp_path) as server:
            assert_there(page, server, notes)


def open_draft_page(page, server) -> None:
    page.goto(server.url)
    page.get_by_role("button", name="用示例体验").click()
    page.get_by_role("button", name="青石镇").click()
    page.locator(CELL).wait_for(timeout=EXPECT)
    page.get_by_test_id("stSidebar").get_by_role("link", name="3 起草").click()
    page.locator(".st-key-nb-section-overview-proactive").get_by_role("button", name="起草", exact=True).click(
        timeout=EXPECT
    )


def test_a_reload_and_a_closed_tab_do_not_stop_a_draft_and_stopping_keeps_what_came(page, browser, tmp_path):
    with ScriptedEndpoint(Reply(TEXT, chunk=5, delay=0.05)) as model, program(tmp_path, model=model.url) as server:
        open_draft_page(page, server)
        box = ".st-key-nb-section-overview-proactive"
        page.locator(box).get_by_text("318条").first.wait_for(timeout=EXPECT)
        page.reload()
        page.locator(box).get_by_text("318条").first.wait_for(timeout=EXPECT)
        address = page.url
        page.close()
        again = browser.new_context().new_page()
        again.goto(address)
        again.locator(box).get_by_text("正在写").wait_for(timeout=EXPECT)
        assert not model.requests[0].disconnected.is_set()
        again.locator(box).get_by_role("button", name="停止").click()
        text = again.locator(box).get_by_role("textbox")
        text.wait_for(timeout=EXPECT)
        expect(text).to_have_value(re.compile("318条"))
        assert len(text.input_value()) < len(TEXT)
        assert model.requests[0].disconnected.wait(10)
        again.context.close()


def test_a_draft_that_dies_with_the_server_keeps_what_came(page, tmp_path):
    with ScriptedEndpoint(Reply(TEXT, chunk=5, delay=0.05)) as model:
        with program(tmp_path, model=model.url) as server:
            open_draft_page(page, server)
            page.locator(".st-key-nb-section-overview-proactive").get_by_text("318条").first.wait_for(timeout=EXPECT)
            address = path_of(page, server)
            os.kill(server.process.pid, signal.SIGKILL)
            server.process.wait()
        with program(tmp_path, model=model.url) as server:
            page.goto(server.url + address)
            page.get_by_text("程序在起草中途退出").wait_for(timeout=60_000)
            text = page.locator(".st-key-nb-section-overview-proactive").get_by_role("textbox")
            expect(text).to_have_value(re.compile("^全年主动公开政府信息318条。"))
