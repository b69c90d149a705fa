"""Resident memory of the server process (`VmRSS`, Linux): after its first page stands in the browser, and after the
same browser session has opened 填报 on the sample town's report, beside a server of a Streamlit page with one
`st.table`.
"""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser

from drafting.testing.app_server import AppServer, serve

from . import browser as chrome
from .outcome import ROOT, Outcome, Row, Series, in_turn
from .start import stands

TITLE = "resident memory of the server"
REPEAT = 3


def resident(server: AppServer) -> float:
    """Megabytes (10⁶ bytes) of the server process in memory."""
    status = Path(f"/proc/{server.process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status)[1]) * 1024 / 1e6


def visit(browser: Browser, script: Path) -> list[float]:
    """Megabytes idle, after the first page, and, for the program, after 填报."""
    with chrome.shelf() as (folder, id), serve(script, folder=ROOT, env=chrome.alone(folder)) as server:
        found = [resident(server)]
        page = browser.new_context().new_page()
        page.goto(server.url, timeout=chrome.WAIT)
        stands(page, script)
        page.wait_for_timeout(1000)
        found.append(resident(server))
        if script == chrome.APP:
            page.goto(f"{server.url}/entry?report={id}", timeout=chrome.WAIT)
            page.locator("[data-table=proceedings]").wait_for(state="attached", timeout=chrome.WAIT)
            page.wait_for_timeout(1000)
            found.append(resident(server))
        page.context.close()
        return found


def measure(repeat: int) -> Outcome:
    """Both servers in turn."""
    with chrome.opened() as browser:
        taken = in_turn(
            repeat,
            {
                "program": lambda: visit(browser, chrome.APP),
                "baseline": lambda: visit(browser, chrome.PAGES / "table.py"),
            },
        )

    def series(side: str, at: int) -> Series:
        return Series([found[at] for found in taken[side]])

    return Outcome(
        (
            Row("idle, before any page", series("program", 0), series("baseline", 0), "MB"),
            Row("after the first page", series("program", 1), series("baseline", 1), "MB"),
            Row("after 填报 (baseline: its only page)", series("program", 2), series("baseline", 1), "MB"),
        ),
        (),
    )
