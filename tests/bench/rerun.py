"""起草 drawn anew with nine written sections of the sample town, as every edit and click does, beside a page with one
line of text. Both in Streamlit's own test runner, so without network and browser: the script's run, what it sends taken
apart again. Processor time counts, since it is what many clerks on one machine share.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from tempfile import TemporaryDirectory
from unittest.mock import patch

from drafting import settings
from drafting.samples import sample
from drafting.service import Service
from drafting.service.files import draft_report, sections_named
from drafting.testing.app_test import AppTest

from .outcome import ROOT, Outcome, Row, Series, Target, in_turn

TITLE = "the drafting page with nine written sections, drawn anew"
REPEAT = 30
BEFORE = 21.5
"""Ratio of medians of the processor time before the page read like the document (4a2a459), the least of three times 25.
"""
WAIT = 60


def measure(repeat: int) -> Outcome:
    """Both pages in turn; the first runs, which import and load, do not count."""
    with TemporaryDirectory() as folder, patch.dict(os.environ, NIANBAO_DATA_DIR=folder, NIANBAO_DATABASE_URL=""):
        page, empty = (
            drafting_page(),
            AppTest.from_string("import streamlit as st\nst.text('一行字')", default_timeout=WAIT),
        )
        for at in (page, empty):
            for _ in range(3):
                at.run()
                if at.exception:
                    raise RuntimeError(f"the page does not open: {at.exception}")
        taken = in_turn(repeat, {"program": lambda: timed(page.run), "baseline": lambda: timed(empty.run)})
    rows = [
        Row(what, *(Series([each[at] for each in taken[name]]) for name in ("program", "baseline")))
        for at, what in enumerate(("a run", "its processor time"))
    ]
    ratio = rows[1].ratio
    return Outcome(
        rows,
        (
            Target(
                f"not above the {BEFORE:.1f} × of the page before it read like the document",
                f"{ratio:.1f} ×",
                ratio <= BEFORE,
            ),
        ),
    )


def drafting_page() -> AppTest:
    """起草 on the sample town's report, every section drafted offline, as a browser has opened it."""
    service = Service(settings.load())
    id = service.library.add_sample(sample("town"))
    given = service.library.open(id)
    made = draft_report(given.report, sections_named(given.report, ()), None, last_year=given.last_year).report
    for name, section in made.sections.items():
        service.prose.save(id, name, section, by="composer")
    service.close()
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=WAIT).run()
    at._page_hash = next(  # no public verb for it
        hash for hash, info in at._registered_pages.items() if info["url_pathname"] == "draft"
    )
    at.query_params["report"] = id
    return at.run()


def timed(run: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds a run takes, and of the processor."""
    began, worked = time.perf_counter(), time.process_time()
    run()
    return 1000 * (time.perf_counter() - began), 1000 * (time.process_time() - worked)
