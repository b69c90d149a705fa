"""One keystroke in 表三 of the sample town, on the real 填报 page with its three tables and last year's figures, beside
a page with one field that sends and takes the same messages and does nothing else; both servers run throughout. Taken
inside the page: from the keystroke's own time stamp to the moment after the frame that shows the new total
(`requestAnimationFrame`), and from the WebSocket's `send` to the component showing that the edit is saved, so with the
database and all rules in between. Most of the bare page's round trip is the garbage collection Streamlit ends every run
with; the program's own is shortened by `gc.freeze` (`ui/session.py`).
"""

from __future__ import annotations

from contextlib import ExitStack

from playwright.sync_api import Browser, Locator, Page

from drafting.testing.app_server import serve

from . import browser as chrome
from .outcome import ROOT, Outcome, Row, Series, Target, in_turn

TITLE = "a cell, its totals, and the way to the server and back"
REPEAT = 60
TARGET = 2.0
MOST_KB = 20
CELL, TOTAL = "requests.granted.natural_person", "requests.total.total"

SOCKET = """
window.bench = { seq: 0, bytes: 0 };
window.WebSocket = class extends WebSocket {
  constructor(...given) {
    super(...given);
    this.addEventListener("message", ({ data }) => { bench.bytes += data.byteLength ?? data.size; });
  }
  send(data) {
    const numbers = new TextDecoder().decode(data).matchAll(/"seq":(\\d+)/g);
    const newest = Math.max(0, ...[...numbers].map(([, number]) => Number(number)));
    if (newest > bench.seq) Object.assign(bench, { seq: newest, sent: performance.now(), bytes: 0 });
    super.send(data);
  }
};
"""
"""Put before the page's own scripts: when a message with a new number left, and how many bytes came since."""

WATCH = """
([total, status]) => {
  window.addEventListener("keydown", (event) => {
    if (event.key.length === 1) Object.assign(bench, { key: event.timeStamp, before: (total.value ?? total.textContent), frames: 0, painted: 0 });
  }, true);
  const frame = () => {
    bench.frames++;
    if ((total.value ?? total.textContent) === bench.before && bench.frames < 60) return requestAnimationFrame(frame);
    const { port1, port2 } = new MessageChannel();  // its message is served after the frame has been painted
    port1.onmessage = () => { bench.painted = performance.now(); };
    port2.postMessage(0);
  };
  window.addEventListener("input", () => { bench.handled = performance.now(); requestAnimationFrame(frame); });
  new MutationObserver(() => {
    if (bench.sent && !bench.saved && status.classList.contains("saved")) bench.saved = performance.now();
  }).observe(status, { attributes: true, childList: true, characterData: true, subtree: true });
}
"""
"""Put on a cell's total and the component's status once the page stands."""

STORY = """() => ({
  handled: bench.handled - bench.key, painted: bench.painted - bench.key, frames: bench.frames,
  trip: bench.saved - bench.sent, bytes: bench.bytes })"""


class Typist:
    """Types one digit after another into one cell."""

    def __init__(self, page: Page, cell: Locator, total: Locator, status: Locator):
        self._page, self._cell = page, cell
        self._digits = 0
        for shown in (cell, total):
            shown.wait_for(timeout=chrome.WAIT)
        page.evaluate(WATCH, [total.element_handle(), status.element_handle()])

    def edit(self) -> dict[str, float]:
        """One edit, from the keystroke to the answer; its story in milliseconds, frames and bytes."""
        self._digits = self._digits % 9 + 1
        self._cell.click()
        self._page.evaluate("() => { bench.sent = bench.saved = bench.painted = 0; }")
        self._page.keyboard.press(str(self._digits))
        self._page.wait_for_function("() => bench.painted", polling=20, timeout=chrome.WAIT)
        self._page.keyboard.press("Enter")
        self._page.wait_for_function("() => bench.saved", polling=20, timeout=chrome.WAIT)
        self._page.wait_for_timeout(900)  # the rest of the run, and the page drawn anew where it is, reaches the page
        return self._page.evaluate(STORY)


def visited(browser: Browser, url: str) -> Page:
    """A page with the socket watched, at ``url``."""
    page = browser.new_context(viewport={"width": 1366, "height": 768}).new_page()
    page.add_init_script(SOCKET)
    page.goto(url, timeout=chrome.WAIT)
    return page


def entry(browser: Browser, url: str, id: str) -> Typist:
    """At 表三 of the report ``id``."""
    page = visited(browser, f"{url}/entry?report={id}")
    page.get_by_role("tab", name="表三").click(timeout=chrome.WAIT)
    status = page.locator("[data-table=requests]").locator("xpath=../..").locator(".status")
    return Typist(page, page.locator(f"td[data-key='{CELL}']"), page.locator(f"td[data-key='{TOTAL}'] .figure"), status)


def bare(browser: Browser, url: str) -> Typist:
    """At the bare field."""
    page = visited(browser, url)
    return Typist(page, page.locator("[data-key=field]"), page.locator("[data-key=total]"), page.locator(".status"))


def measure(repeat: int) -> Outcome:
    """Both pages in turn, after two edits each that do not count."""
    with ExitStack() as stack:
        browser = stack.enter_context(chrome.opened())
        folder, id = stack.enter_context(chrome.shelf())
        app = stack.enter_context(serve(chrome.APP, folder=ROOT, env=chrome.alone(folder)))
        page = stack.enter_context(serve(chrome.PAGES / "field.py", folder=ROOT))
        typists = {"program": entry(browser, app.url, id), "baseline": bare(browser, page.url)}
        in_turn(2, {side: typist.edit for side, typist in typists.items()})
        taken = in_turn(repeat, {side: typist.edit for side, typist in typists.items()})

    def row(what: str, name: str, unit: str = "ms", scale: float = 1) -> Row:
        return Row(
            what, *(Series([story[name] / scale for story in taken[side]]) for side in ("program", "baseline")), unit
        )

    trip = row("round trip: sent to saved", "trip")
    most = max(story["bytes"] for story in taken["program"]) / 1000
    frames = max(story["frames"] for story in taken["program"])
    return Outcome(
        (
            row("keystroke to all totals computed", "handled"),
            row("keystroke to painted", "painted"),
            trip,
            row("sent by the server in a round trip", "bytes", "KB", 1000),
        ),
        (
            Target(
                "the dependent total is painted in the frame of the keystroke",
                f"New total at the {'first' if frames == 1 else f'{frames:.0f}th'} frame after the keystroke, at the latest",
                frames == 1,
            ),
            Target(
                f"the p95 of the round trip is under {TARGET} × the bare field's",
                f"{trip.p95_ratio:.2f} ×",
                trip.p95_ratio < TARGET,
            ),
            Target(
                f"the server sends at most {MOST_KB} KB for an edit, also where the page is drawn anew after it",
                f"{most:.1f} KB at the most",
                most <= MOST_KB,
            ),
        ),
    )
