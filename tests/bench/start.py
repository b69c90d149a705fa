"""From starting the server process to the page standing in the browser: the program's first page with its 新建 button,
over a fresh data folder, beside a Streamlit page with nothing but one `st.table`, under the same configuration. A new
process and a new browser context each time; Chromium itself runs already, and the system's file cache is warm.
"""

from __future__ import annotations

import re
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, Page

from drafting.testing.app_server import serve

from . import browser as chrome
from .outcome import ROOT, Outcome, Row, Series, Target, in_turn

TITLE = "the first page of a cold start"
REPEAT = 10
TARGET = 1.5
LATE = ("openai", "langchain", "langchain_core", "langchain_openai", "langsmith")
"""Packages the first page must not wait for."""


def first_page(browser: Browser, script: Path, *, env: dict[str, str] | None = None) -> tuple[float, float, str]:
    """Milliseconds until the server is healthy, until the page stands, and what the server had printed by then."""
    with TemporaryDirectory(prefix="nianbao-bench-") as folder:
        page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
        try:
            started = time.perf_counter()
            with serve(script, folder=ROOT, env={**chrome.alone(folder), **(env or {})}) as server:
                healthy = time.perf_counter()
                page.goto(server.url, wait_until="commit", timeout=chrome.WAIT)
                stands(page, script)
                return 1000 * (healthy - started), 1000 * (time.perf_counter() - started), server.printed()
        finally:
            page.context.close()


def stands(page: Page, script: Path) -> None:
    """Wait until the first page of ``script`` can be used."""
    shown = page.get_by_role("button", name="新建", exact=True) if script == chrome.APP else page.get_by_text("结转")
    shown.wait_for(timeout=chrome.WAIT)


def measure(repeat: int) -> Outcome:
    """Both pages in turn, then once more with Python's record of imports."""
    with chrome.opened() as browser:
        taken = in_turn(
            repeat,
            {
                "program": lambda: first_page(browser, chrome.APP),
                "baseline": lambda: first_page(browser, chrome.PAGES / "table.py"),
            },
        )
        _, _, printed = first_page(browser, chrome.APP, env={"PYTHONPROFILEIMPORTTIME": "1"})
    healthy, whole, inside = (
        Row(what, *(Series([value(take) for take in taken[side]]) for side in ("program", "baseline")))
        for what, value in (
            ("server healthy", lambda take: take[0]),
            ("page usable", lambda take: take[1]),
            ("from healthy to usable", lambda take: take[1] - take[0]),
        )
    )
    imported = set(re.findall(r"^import time:.*\|\s+(\w+)", printed, re.MULTILINE))
    early = sorted(imported & set(LATE))
    return Outcome(
        (whole, healthy, inside),
        (
            Target(
                f"the first page stands within {TARGET} × an empty Streamlit page",
                f"{whole.ratio:.2f} ×",
                whole.ratio <= TARGET,
            ),
            Target(
                "the model libraries are not imported by then",
                f"Imported: {', '.join(early)}" if early else f"None of {', '.join(f'`{name}`' for name in LATE)} is",
                bool(imported) and not early,
            ),
        ),
    )
