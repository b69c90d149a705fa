"""Notes in a browser: written from the keyboard alone, moved with mouse and keys, nothing typed in between lost."""

import pytest

from drafting.samples import sample

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser

PATIENCE = 60_000
"""Milliseconds for a first run or for many runs one after the other, on a machine that is busy."""


@pytest.fixture
def service(tmp_path, monkeypatch):
    """The store of the served program."""
    from drafting import settings
    from drafting.service import Service

    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path))
    opened = Service(settings.load())
    yield opened
    opened.close()


@pytest.fixture
def id(service, town):
    return service.library.create(town, 2024)


def visit(page, app, id):
    page.goto(f"{app.url}/notes?report={id}")
    expect(page.get_by_role("button", name="添加一条")).to_have_count(1, timeout=PATIENCE)


def fields(page, aspect="主动公开"):
    return page.get_by_role("textbox", name=f"{aspect}素材")


def kept(page, service, id, *texts, aspect="proactive"):
    """Wait until the store has these notes in this order."""
    for _ in range(PATIENCE // 100):
        found = [note.text for note in service.library.open(id).report.notes_on([aspect])]
        if found == list(texts):
            return
        page.wait_for_timeout(100)
    assert found == list(texts)


def test_ten_notes_are_written_without_the_mouse_and_without_waiting(page, app, id, service):
    visit(page, app, id)
    page.get_by_role("button", name="添加一条").click()
    expect(fields(page)).to_be_focused()
    told = [f"第{at}件事，办了{at}次。" for at in range(1, 11)]
    for text in told[:-1]:
        page.keyboard.type(text)
        page.keyboard.press("Control+Enter")
    page.keyboard.type(told[-1])
    kept(page, service, id, *told)
    expect(fields(page).last).to_be_focused()
    page.keyboard.press("Control+Enter")
    expect(fields(page)).to_have_count(11)
    expect(fields(page).last).to_be_focused()
    page.keyboard.press("Control+Enter")  # in the blank one: on to the next aspect
    expect(fields(page, "依申请公开")).to_be_focused()
    page.keyboard.type("没有收到申请。")
    kept(page, service, id, "没有收到申请。", aspect="on_request")
    kept(page, service, id, *told)


def test_words_an_input_method_makes_up_while_the_next_field_comes_are_not_cut(page, app, id, service):
    visit(page, app, id)
    page.get_by_role("button", name="添加一条").click()
    expect(fields(page)).to_be_focused()
    page.keyboard.type("甲")
    page.keyboard.press("Control+Enter")
    ime = page.context.new_cdp_session(page)
    ime.send("Input.imeSetComposition", {"text": "gong'kai", "selectionStart": 8, "selectionEnd": 8})
    page.wait_for_timeout(1500)  # the next field has come meanwhile
    ime.send("Input.insertText", {"text": "公开"})
    page.keyboard.type("乙")
    kept(page, service, id, "甲", "公开乙")


def test_a_note_is_dragged_by_its_handle_and_moved_by_keys(page, app, service):
    id = service.library.add_sample(sample("town"))
    visit(page, app, id)
    one, two = [note.text for note in service.library.open(id).report.notes_on(["proactive"])]
    expect(page.locator("html.nb-sorting .nb-handle")).to_have_count(2, timeout=PATIENCE)
    page.locator(".nb-handle").last.hover()
    page.mouse.down()
    box = page.locator("[class*='st-key-row_']").first.bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 4, steps=4)
    page.mouse.up()
    kept(page, service, id, two, one)
    expect(fields(page).first).to_have_value(two)
    fields(page).first.focus()
    page.keyboard.press("Alt+ArrowDown")
    kept(page, service, id, one, two)
    expect(fields(page).last).to_be_focused()
    expect(fields(page).last).to_have_value(two)
    other = service.library.open(id).report.notes_on(["oversight"])[0].text
    page.locator(".nb-handle").first.hover()
    page.mouse.down()
    box = page.locator(".st-key-group_oversight").bounding_box()
    page.mouse.move(box["x"] + 80, box["y"] + 10, steps=4)
    page.mouse.up()
    kept(page, service, id, other, one, aspect="oversight")
    expect(fields(page, "监督保障")).to_have_count(2)
