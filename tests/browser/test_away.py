"""Words typed while the connection is gone: saved by themselves when it is back, also where the server knows nothing
any more of the page that is open.
"""

import os
import re
import signal
import socket
import threading
import time
from contextlib import contextmanager, suppress

import pytest
from program import program

from drafting.samples import sample
from drafting.testing.app_server import free_port

api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
expect = api.expect
pytestmark = pytest.mark.browser
WAIT = 60_000
"""Milliseconds; a server's first run imports the whole program, and several may do so at once."""
FIELDS = {
    "entry": "td[data-key='disclosure.licences']",
    "notes": "[class*=st-key-note_] textarea",
    "draft": ".st-key-nb-section-overview-proactive textarea",
}
TYPED = {"entry": ("4711", "4712"), "notes": ("。先前写的", "。断开时写的"), "draft": ("先前写的。", "断开时写的。")}


class Line:
    """A way to the server at ``to`` that can be cut, as when a laptop sleeps: the server stays up."""

    def __init__(self, to: int):
        self.to, self.cut, self.open, self.threads = to, False, [], []
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.begin(self.accept)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        """Ends every connection and waits for those who passed on what came."""
        self.cut = True
        for end in (self.listener, *self.open):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(5)
        for end in (self.listener, *self.open):
            end.close()

    def begin(self, work, *given):
        self.threads.append(threading.Thread(target=work, args=given, daemon=True))
        self.threads[-1].start()

    def accept(self):
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                if self.cut:
                    near.close()
                    continue
                self.open.append(near)
                far = socket.create_connection(("127.0.0.1", self.to))
                self.open.append(far)
                self.begin(self.pass_on, near, far)
                self.begin(self.pass_on, far, near)

    @staticmethod
    def pass_on(one, other):
        with suppress(OSError):
            while data := one.recv(65536):
                other.sendall(data)
        for end in (one, other):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    @contextmanager
    def away(self, seconds: float):
        """Without a connection for the block, and for ``seconds`` at least."""
        until = time.monotonic() + seconds
        self.cut = True
        for end in self.open:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        yield
        time.sleep(max(0, until - time.monotonic()))
        self.cut = False


@pytest.fixture
def id(service):
    return service.library.add_sample(sample("town"))


def field(page, step: str):
    return page.locator(FIELDS[step]).first


def status(page, step: str):
    """What the field says of its words."""
    return field(page, step).locator(
        "xpath=ancestor::div[contains(@class,'text-editor') or contains(@class,'official-grid')]"
        "//span[contains(@class,'status')]"
    )


def write(page, step: str, words: str) -> None:
    """Type ``words`` at the end of the field; in a cell, instead of what stands there."""
    field(page, step).click(timeout=WAIT)
    page.keyboard.press("Control+A" if step == "entry" else "Control+End")
    page.keyboard.type(words)


def open_step(page, port: int, id: str, step: str) -> None:
    page.goto(f"http://127.0.0.1:{port}/{step}?report={id}")
    field(page, step).wait_for(timeout=WAIT)


def stands(service, id: str, step: str) -> str:
    """The field's content in the store."""
    report = service.library.open(id).report
    return {
        "entry": str(report.values.get("disclosure.licences")),
        "notes": report.notes[0].text,
        "draft": report.text("overview.proactive"),
    }[step]


def lost(page) -> None:
    """Wait until the page knows that the connection is gone."""
    expect(page.get_by_test_id("stApp")).not_to_have_attribute("data-test-connection-state", "CONNECTED", timeout=WAIT)


def test_what_is_typed_while_the_server_is_down_is_saved_when_it_is_started_anew(context, service, id, tmp_path):
    port = free_port()
    pages = {step: context.new_page() for step in FIELDS}
    try:
        with program(tmp_path / "data", port=port) as server:
            for step, page in pages.items():
                open_step(page, port, id, step)
                write(page, step, TYPED[step][0])
                expect(status(page, step)).to_contain_text("已保存", timeout=WAIT)
            os.kill(server.process.pid, signal.SIGKILL)
            server.process.wait()
        for step, page in pages.items():
            lost(page)
            write(page, step, TYPED[step][1])
            expect(status(page, step)).to_have_text("连接已断开，连上后自动保存")
        expect(pages["notes"].get_by_text("与程序的连接已断开")).to_be_visible()
        with program(tmp_path / "data", port=port):
            for step, page in pages.items():
                expect(status(page, step)).to_contain_text("已保存", timeout=WAIT)
                assert stands(service, id, step).endswith(
                    TYPED[step][1].strip("。") + ("。" if step == "draft" else "")
                )
            expect(pages["notes"].get_by_text("与程序的连接已断开")).to_be_hidden()
            write(pages["notes"], "notes", "。后来写的")
            expect(status(pages["notes"], "notes")).to_contain_text("已保存", timeout=WAIT)
            pages["notes"].wait_for_timeout(1000)
            assert stands(service, id, "notes").endswith("。先前写的。断开时写的。后来写的")
    finally:
        for page in pages.values():
            page.close()


@pytest.mark.parametrize("step", ["entry", "draft"])
def test_what_is_typed_while_away_is_saved_although_the_session_was_dropped_meanwhile(
    page, service, id, step, tmp_path
):
    port = free_port()
    with program(tmp_path / "data", "--server.disconnectedSessionTTL=1", port=port), Line(port) as line:
        open_step(page, line.port, id, step)
        write(page, step, TYPED[step][0])
        expect(status(page, step)).to_contain_text("已保存", timeout=WAIT)
        with line.away(1.5):
            lost(page)
            write(page, step, TYPED[step][1])
        expect(status(page, step)).to_contain_text("已保存", timeout=WAIT)
        assert TYPED[step][1].strip("。") in stands(service, id, step)


def test_what_was_typed_while_the_server_was_down_outlives_a_reload(context, service, id, tmp_path):
    port = free_port()
    pages = {step: context.new_page() for step in ("notes", "entry")}
    try:
        with program(tmp_path / "data", port=port) as server:
            for step, page in pages.items():
                open_step(page, port, id, step)
            os.kill(server.process.pid, signal.SIGKILL)
            server.process.wait()
        for step, page in pages.items():
            lost(page)
            write(page, step, TYPED[step][1])
            with suppress(api.Error):  # nobody answers
                page.reload()
        service.editing.enter(id, {"disclosure.licences": "99"})  # meanwhile, elsewhere
        with program(tmp_path / "data", port=port):
            for step, page in pages.items():
                open_step(page, port, id, step)
            expect(status(pages["notes"], "notes")).to_contain_text("已保存", timeout=WAIT)
            assert stands(service, id, "notes").endswith(TYPED["notes"][1])
            offer = pages["entry"].get_by_role("region").filter(has_text="上次没有来得及保存的内容")
            expect(offer).to_contain_text("4712", timeout=WAIT)
            expect(field(pages["entry"], "entry").locator(".figure")).to_have_text("99")
            offer.get_by_role("button", name="用上次填的").click()
            expect(status(pages["entry"], "entry")).to_have_text("已保存", timeout=WAIT)
            assert stands(service, id, "entry") == "4712"
            expect(offer).to_be_hidden(timeout=WAIT)
    finally:
        for page in pages.values():
            page.close()


def test_words_of_a_note_that_was_deleted_elsewhere_are_offered_and_become_another(page, service, id, tmp_path):
    with program(tmp_path / "data", port=(port := free_port())):
        open_step(page, port, id, "notes")
        service.notes.delete(id, service.library.open(id).report.notes[0].id)
        write(page, "notes", "。不能丢的话")
        offer = page.get_by_role("region").filter(has_text="上次没有来得及保存的内容")
        expect(offer).to_contain_text("原来的位置已在别处删除", timeout=WAIT)
        offer.get_by_role("button", name="另建一条").click()
        expect(offer).to_be_hidden(timeout=WAIT)
        assert any(note.text.endswith("。不能丢的话") for note in service.library.open(id).report.notes)


def test_going_back_at_once_loses_nothing(page, context, service, id, tmp_path):
    with program(tmp_path / "data", port=(port := free_port())):
        open_step(page, port, id, "entry")
        page.get_by_test_id("stSidebar").get_by_role("link", name="2 素材").click()
        write(page, "notes", "。退回前写的")
        page.go_back()
        field(page, "entry").wait_for(timeout=WAIT)
        page.close()
        again = context.new_page()
        open_step(again, port, id, "notes")
        expect(field(again, "notes")).to_have_value(re.compile("。退回前写的$"), timeout=WAIT)
        again.close()


def test_a_second_tab_leaves_the_first_what_it_holds_and_takes_it_over_when_that_is_closed(
    context, service, id, tmp_path
):
    first, second = context.new_page(), context.new_page()
    with program(tmp_path / "data", port=(port := free_port())):
        open_step(first, port, id, "notes")
        field(first, "notes").fill("长" * 6000)  # more than is saved
        expect(first.get_by_text("超出时不保存").first).to_be_visible()
        open_step(second, port, id, "notes")
        second.wait_for_timeout(1500)
        assert len(field(second, "notes").input_value()) < 6000
        first.close()
        second.reload()
        expect(field(second, "notes")).to_have_value("长" * 6000, timeout=WAIT)
        second.close()
