"""Data that newer data overtakes on its way: Streamlit then calls a component's function once more and ends that call
at once, while the component stands on the page and somebody types in it.
"""

import pytest
from grid_help import figure, in_hand

pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
pytestmark = [pytest.mark.browser, pytest.mark.own_tab]
NOTICE = """
const get = WeakMap.prototype.get;
WeakMap.prototype.get = function (key) {
  const found = get.call(this, key);
  if (found?.render && found.data) globalThis.standing = { root: key, data: found.data, send: found.send, trigger: found.trigger };
  return found;
};
"""
OVERTAKEN = """async (name) => {
  const { root, data, send, trigger } = globalThis.standing;
  const script = [...document.querySelectorAll("script")].find(({ src }) => src.includes(name));
  const { default: mount } = await import(script.src);
  mount({ parentElement: root, data, setStateValue: send, setTriggerValue: trigger })();
}"""


def overtake(page, script):
    """What Streamlit does, with the data that ``script`` was called with last."""
    page.wait_for_function("globalThis.standing")
    page.evaluate(OVERTAKEN, script)


def test_the_table_keeps_the_cell_in_hand_and_the_focus(page, grid_server):
    page.add_init_script(NOTICE)
    page.goto(f"{grid_server.url}/?table=requests")
    key = "requests.granted.other"
    page.locator(f"td[data-key='{key}']").click()
    page.keyboard.type("1")
    page.get_by_test_id("stCode").filter(has_text=f'"{key}": "1"').wait_for()
    overtake(page, "grid.js")
    page.keyboard.type("2")
    assert (in_hand(page), figure(page, key).text_content()) == (key, "12")
    page.get_by_test_id("stCode").filter(has_text=f'"{key}": "12"').wait_for()


def test_a_text_keeps_the_caret_and_what_is_typed(page, editor_server):
    page.add_init_script(NOTICE)
    page.goto(editor_server.url)
    field = page.locator("textarea").last
    field.click()
    page.keyboard.press("Control+End")
    page.keyboard.type("甲")
    page.get_by_test_id("stCode").filter(has_text="甲").wait_for()
    overtake(page, "editor.js")
    page.keyboard.type("乙")
    page.get_by_test_id("stCode").filter(has_text="甲乙").wait_for()
