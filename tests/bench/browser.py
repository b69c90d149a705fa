"""Chromium and the servers it visits: the program over a data folder of its own, and bare Streamlit pages."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from drafting.samples import sample
from drafting.service.library import Library
from drafting.store import Store
from tests.browser.conftest import ARGUMENTS, chromium

from .outcome import ROOT

APP = ROOT / "app.py"
PAGES = Path(__file__).parent / "pages"
WAIT = 90_000
"""Milliseconds anything on a page may take before the measurement is given up."""


@contextmanager
def opened() -> Iterator[Browser]:
    """A headless Chromium. Ends the program with a sentence when there is none."""
    path = chromium()
    if not path:
        raise SystemExit("No Chromium found: install one or set NIANBAO_CHROMIUM.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, headless=True, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()


def alone(folder: str | Path) -> dict[str, str]:
    """The environment of a server that keeps its data in ``folder`` and knows no model."""
    return {
        "NIANBAO_DATA_DIR": str(folder),
        "NIANBAO_DATABASE_URL": "",
        "OPENAI_API_KEY": "",
        "OPENAI_BASE_URL": "",
        "NIANBAO_MODEL": "",
    }


@contextmanager
def shelf() -> Iterator[tuple[str, str]]:
    """A data folder that holds the sample town's reports, and the id of the newer one."""
    with TemporaryDirectory(prefix="nianbao-bench-") as folder:
        store = Store(f"sqlite:///{folder}/nianbao.db")
        id = Library(store).add_sample(sample("town"))
        store.close()
        yield folder, id
