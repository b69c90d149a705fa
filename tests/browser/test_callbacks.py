"""What is clicked while the act before it is still at work: both are done, each whole, in their order."""

from pathlib import Path

import pytest

from drafting.testing.app_server import serve

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser

PAGES = Path(__file__).parent / "pages"
PRESS = "(short, [long, pause]) => { long.click(); pause === null ? short.click() : setTimeout(() => short.click(), pause); }"


@pytest.mark.parametrize("pause", [None, 0, 3, 10])
def test_two_acts_within_milliseconds_are_both_done_to_their_end(page, browser, pause):
    with serve(PAGES / "acts_page.py", folder=Path(__file__).parents[2], warm=True) as server:
        page.goto(server.url)
        long, short = (page.get_by_role("button", name=name, exact=True) for name in ("长", "短"))
        for time in range(1, 6):
            short.evaluate(PRESS, [long.element_handle(), pause])
            expect(page.get_by_text(f"{time} 次开始，{time} 次做完，{time} 次旁边")).to_be_visible()
