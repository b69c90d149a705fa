"""Random sequences of clicks, double clicks, drags, keys, pastes, undo and reruns on 表三 in Chromium, each act also
done by the model of the table (``tests/browser/grid_model.py``): after each sequence every cell, the cell in hand and
the selection must be the model's, so that no cell changed which was not selected or in edit at that moment.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from drafting.testing.app_server import serve

from . import browser as chrome
from .outcome import ROOT, Outcome, Row, Series, Target

TITLE = "a clerk's hands at random"
REPEAT = 2_000
"""Sequences."""
BROWSER_TESTS = Path(__file__).parents[1] / "browser"


def measure(repeat: int) -> Outcome:
    """Do ``repeat`` sequences on one page, one after the other, until one ends otherwise than the model says."""
    sys.path.insert(0, str(BROWSER_TESTS))
    from grid_hands import LENGTH, Hands

    times, unlike = [], ""
    with serve(BROWSER_TESTS / "pages" / "grid_page.py", folder=ROOT) as server, chrome.opened() as browser:
        page = browser.new_page()
        page.set_default_timeout(chrome.WAIT)
        page.goto(f"{server.url}/?table=requests")
        page.locator("td[data-key]").first.wait_for()
        hands = Hands(page, 12)
        while len(times) < repeat and not unlike:
            began = time.monotonic()
            try:
                hands.sequence()
            except AssertionError as error:
                unlike = str(error)[:300]
            times.append((time.monotonic() - began) * 1000)
    return Outcome(
        rows=[Row(f"a sequence of at most {LENGTH} acts and its look at the whole table", Series(times))],
        targets=[
            Target(
                "no sequence changes a cell that was not in hand",
                f"{len(times)} sequences, {'one unlike' if unlike else '0 unmeant changes'}",
                not unlike,
            )
        ],
        notes=[f"The one that was unlike: {unlike}"] if unlike else [],
    )
