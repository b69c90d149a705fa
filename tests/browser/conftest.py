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

SCREEN = {"width": 1366, "height": 768}

PATIENCE = 20_000
"""Milliseconds a page may take to show what is expected: a first run imports the whole program."""


def chromium() -> str | None:
    """The browser to drive: NIANBAO_CHROMIUM, else the first known name on the path."""
    named = os.environ.get("NIANBAO_CHROMIUM")
    return named or next(filter(None, map(shutil.which, NAMES)), None)


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
    opened = browser.new_context(viewport=SCREEN, permissions=["clipboard-read", "clipboard-write"])
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def standing() -> list:
    """The tab that tests use one after the other, if there is one; empty after a test that failed in it."""
    return []


@pytest.fixture
def page(context, standing, request):
    """A tab with nothing in it, on the screen most offices have; each page loaded there is a Streamlit session of its
    own. It is the tab of the test before, which keeps the scripts compiled, unless this test is marked ``own_tab``.
    """
    if request.node.get_closest_marker("own_tab"):
        opened = context.new_page()
        yield opened
        clear(opened)
        opened.close()
        return
    if not standing:
        opened = context.new_page()
        for name in LASTING:
            setattr(opened, name, refuse)
        standing.append(opened)
    opened = standing.pop()
    opened.set_viewport_size(SCREEN)
    opened.set_default_timeout(30_000)  # Playwright's own
    yield opened
    if opened.is_closed():
        return
    if request.node.stash.get(FAILED, False) or not clear(opened):
        opened.close()
        return
    standing.append(opened)


LASTING = ("on", "once", "route", "add_init_script", "expose_function", "expose_binding", "emulate_media")
"""What would stay with a tab beyond its test."""
FAILED = pytest.StashKey[bool]()


def refuse(*args, **kwargs):
    """In the place of what would stay with the tab."""
    raise AssertionError("This would stay with the tab for the tests to come: mark the test own_tab.")


def pytest_exception_interact(node):
    """Remember that the test failed: nobody knows what its tab is left with."""
    node.stash[FAILED] = True


def clear(page) -> bool:
    """Leave the tab's page and take away what it keeps in the browser, words not yet saved too; whether that was
    done.
    """
    with suppress(api_error()):
        page.mouse.move(0, 0)
        page.evaluate("""async () => {
            localStorage.clear();
            sessionStorage.clear();
            for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name); }""")
        page.goto("about:blank")
        return True
    return False


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
