"""Chromium for the browser tests, and the servers they visit."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from drafting.testing.app_server import AppServer, serve

ROOT = Path(__file__).parents[2]
PAGES = Path(__file__).parent / "pages"
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The shell draws pages alone and needs a third less of the processor."""
ARGUMENTS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")

PATIENCE = 20_000
"""Milliseconds a page may take to show what is expected: a first run imports the whole program."""


def chromium() -> str | None:
    """The browser to drive: NIANBAO_CHROMIUM, else the first known name on the path."""
    named = os.environ.get("NIANBAO_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


def pytest_collection_modifyitems(items):
    """A second try for what drives a browser: a machine may halt for longer than a page waits.

    pytest's closing lines name each test that needed it: one that does so twice has a race, here or in the page.
    """
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.flaky(reruns=1))


@pytest.fixture(scope="session")
def browser():
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = chromium()
    if not path:
        missing = pytest.fail if os.environ.get("NIANBAO_REQUIRE_BROWSER") else pytest.skip
        missing(f"no Chromium: set NIANBAO_CHROMIUM or install one of {', '.join(NAMES)}")
    api.expect.set_options(timeout=PATIENCE)
    with api.sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, headless=True, args=list(ARGUMENTS))
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def context(browser):
    """One browser profile for all tests: what a page loads once, the next need not."""
    opened = browser.new_context(
        viewport={"width": 1366, "height": 768}, permissions=["clipboard-read", "clipboard-write"]
    )
    yield opened
    opened.close()


@pytest.fixture
def page(context):
    """A fresh tab, and so a fresh Streamlit session, on the screen most offices have."""
    opened = context.new_page()
    yield opened
    with suppress(api_error()):  # what a test left in the browser, words not yet saved too, is nothing to the next
        opened.evaluate("""async () => {
            localStorage.clear();
            for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name); }""")
    opened.close()


def api_error() -> type[Exception]:
    """What a page raises that is gone, or never was at an address."""
    from playwright.sync_api import Error

    return Error


@pytest.fixture(scope="session")
def grid_server(browser) -> Iterator[AppServer]:
    with serve(PAGES / "grid_page.py", folder=ROOT, warm=True) as server:
        yield server


@pytest.fixture(scope="session")
def editor_server(browser) -> Iterator[AppServer]:
    with serve(PAGES / "editor_page.py", folder=ROOT, warm=True) as server:
        yield server


@pytest.fixture
def app(browser, tmp_path) -> Iterator[AppServer]:
    """The program itself over an empty data folder of its own, without a model."""
    from program import program  # where only pytest looks

    with program(tmp_path) as server:
        yield server
