"""``kill -9`` at random moments while one types in 填报, 素材 and 起草, the server each time started anew over the same
data.

A character counts as *shown as saved* when the field showed 已保存 with the character in it before the kill; it is
*lost* when the store has not got it after the server is back. Characters not shown as saved count as *back* when the
store has them within the time given in the row, without anybody touching the page. In every fourth round the page is
reloaded while the server is down, so that only the browser still has them. In 起草 half the rounds kill while all other
sections are being drafted. Each text typed is one that was not there before, each figure too.
"""

from __future__ import annotations

import os
import random
import signal
import time
from contextlib import suppress

from playwright.sync_api import Error, Page

from drafting.report import Paragraph, Section
from drafting.service.library import Library
from drafting.store import Store
from drafting.testing.app_server import free_port, serve

from . import browser as chrome
from .outcome import Outcome, Row, Series, Target

TITLE = "what is left after kill -9"
REPEAT = 40
WITHIN = 60.0
"""Seconds in which unsaved characters have to be back."""
MOST = 6
"""Digits typed into a cell."""
FIELDS = {
    "entry": "td[data-key='disclosure.licences']",
    "notes": "[class*=st-key-note_] textarea",
    "draft": ".st-key-nb-section-problems textarea",
}
STATUS = """(field) => {
  const said = field.getRootNode().querySelector(".status").textContent;
  return [said.startsWith("已保存"), field.value ?? field.querySelector(".figure").textContent];
}"""


def measure(repeat: int) -> Outcome:
    """Kill ``repeat`` times, in the three places by turns."""
    moments = random.Random(12)
    shown = typed = lost = back = 0
    times = []
    with chrome.shelf() as (folder, id), chrome.opened() as browser:
        store = Store(f"sqlite:///{folder}/nianbao.db")
        store.save(
            id, "section:problems", Section(paragraphs=(Paragraph(id="p1", text="一是"),)).model_dump(mode="json")
        )
        library = Library(store)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.set_default_timeout(chrome.WAIT)
        port = free_port()
        env = chrome.alone(folder)
        server = serve(chrome.APP, env=env, port=port)
        running = server.__enter__()
        for at in range(repeat):
            step = list(FIELDS)[at % len(FIELDS)]
            page.goto(f"http://127.0.0.1:{port}/{step}?report={id}")
            page.locator(FIELDS[step]).first.wait_for()
            if step == "draft" and at % 2:
                with suppress(Error):
                    page.get_by_role("button", name="起草其余").first.click(timeout=2000)
            saved, whole = _typed(page, step, at, moments)
            os.kill(running.process.pid, signal.SIGKILL)
            running.process.wait()
            server.__exit__(None, None, None)
            if at % 4 == 3:
                with suppress(Error):
                    page.reload()
            server = serve(chrome.APP, env=env, port=port)
            running = server.__enter__()
            shown, typed = shown + len(saved), typed + len(whole)
            lost += len(saved) - _kept(library, id, step, saved)
            began = time.monotonic()
            if at % 4 == 3:
                page.goto(f"http://127.0.0.1:{port}/{step}?report={id}")
            while _kept(library, id, step, whole) < len(whole) and time.monotonic() < began + WITHIN:
                page.wait_for_timeout(100)
            times.append((time.monotonic() - began) * 1000)
            back += _kept(library, id, step, whole)
        server.__exit__(None, None, None)
        store.close()
    said = f"{shown} characters shown as saved, {lost} lost; {typed} typed, {typed - back} not back"
    return Outcome(
        rows=[Row("from the server's answer to the last character's being saved", Series(times))],
        targets=[
            Target(
                "no character that was shown as saved is lost, and all others come back",
                said,
                not lost and back == typed,
            )
        ],
        notes=["The first run of a server imports the whole program and is part of the time."],
    )


def _typed(page: Page, step: str, at: int, moments: random.Random) -> tuple[str, str]:
    """Type until a random moment: what was shown as saved last, and all that was typed."""
    field = page.locator(FIELDS[step]).first
    field.click()
    if step != "entry":
        page.keyboard.press("Control+End")
    until = time.monotonic() + moments.uniform(0.3, 5)
    saved, whole = (
        "",
        str(at // 3 % 8 + 2) if step == "entry" else f"。第{at + 1}次：",
    )  # begins otherwise than the last
    page.keyboard.type(whole)
    while time.monotonic() < until:
        shown, value = field.evaluate(STATUS)
        if shown and value.endswith(whole):
            saved = whole
        if step != "entry" or len(whole) < MOST:
            one = moments.choice("123456789") if step == "entry" else "写"
            page.keyboard.type(one)
            whole += one
        page.wait_for_timeout(moments.choice((30, 60, 1200)))
    return saved, whole


def _kept(library: Library, id: str, step: str, words: str) -> int:
    """How many of the characters ``words`` the store has."""
    report = library.open(id).report
    text = {
        "entry": str(report.values.get("disclosure.licences", "")),
        "draft": report.text("problems"),
        "notes": report.notes[0].text,
    }[step]
    while words and not (text.startswith(words) if step == "entry" else words in text):
        words = words[:-1]
    return len(words)
