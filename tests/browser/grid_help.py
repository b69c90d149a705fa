"""The official table in a browser test: a cell, what it shows, and which one is in hand."""

from typing import Any

from playwright.sync_api import Locator, Page

from drafting.ui.components import asset


def cell(page: Page, key: str) -> Locator:
    """The cell called ``key``."""
    return page.locator(f"td[data-key='{key}']")


def figure(page: Page, key: str) -> Locator:
    """What stands in the cell called ``key``."""
    return cell(page, key).locator(".figure")


def shown(page: Page, key: str) -> str:
    """The text in the cell called ``key`` at this moment."""
    return figure(page, key).text_content()


def in_hand(page: Page) -> str | None:
    """The key of the cell that a key would go to; None when the table has not the focus."""
    return page.evaluate("""() => { let at = document.activeElement;
        while (at?.shadowRoot) at = at.shadowRoot.activeElement;
        return at?.closest(".frame")?.querySelector("td.hand")?.dataset.key ?? null; }""")


def module(page: Page, expression: str, value: Any, *names: str) -> Any:
    """The value of ``expression`` over ``module`` (the scripts called ``names``, which import nothing) and ``value``,
    in the browser.
    """
    return page.evaluate(
        """async ([text, expression, value]) => {
        const url = URL.createObjectURL(new Blob([text], { type: "text/javascript" }));
        return new Function("module", "value", `return ${expression}`)(await import(url), value); }""",
        [asset(*names), expression.strip(), value],
    )
