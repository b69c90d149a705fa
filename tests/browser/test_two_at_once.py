"""Two people in one report at once, each in a browser of their own: they see each other, and what each of them saves."""

import pytest
from grid_help import cell, figure, in_hand
from program import environment, program

from drafting.samples import sample
from drafting.service import Service
from drafting.service.files import draft_report, sections_named
from drafting.settings import load

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = [pytest.mark.browser, pytest.mark.own_tab]
MINE, THEIRS = "requests.granted.other", "requests.granted.natural_person"


@pytest.fixture
def two(browser, tmp_path, monkeypatch):
    """Two browsers, the address of the program and the id of a report in which every section is written."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    service = Service(load())
    id = service.library.add_sample(sample("town"))
    given = service.library.open(id)
    made = draft_report(given.report, sections_named(given.report, ()), None, last_year=given.last_year).report
    for name, section in made.sections.items():
        service.prose.save(id, name, section, by="composer")
    service.close()
    contexts = [browser.new_context(viewport={"width": 1366, "height": 768}) for _ in range(2)]
    with program(tmp_path) as server:
        yield *(each.new_page() for each in contexts), server.url, id
    for each in contexts:
        each.close()


def field(page, name):
    return page.get_by_role("textbox", name=name, exact=True)


def test_two_people_in_one_report_see_each_other_and_what_each_saves(two):
    first, second, url, id = two
    first.goto(f"{url}/draft?report={id}")
    field(first, "其他事项").wait_for()
    second.goto(f"{url}/draft?report={id}")
    expect(second.locator(".nb-others")).to_have_text("另一个窗口在看“起草”")

    # one writes: the other sees where, and the words
    before, box = field(first, "其他事项").input_value(), second.locator(".st-key-nb-section-other")
    field(first, "其他事项").press("Control+End")
    first.keyboard.type("今年新设了办事公开栏。")
    expect(field(second, "其他事项")).to_have_value(f"{before}今年新设了办事公开栏。")
    expect(box.get_by_text("另一个窗口正在编辑本节")).to_be_visible()

    # what is approved is what was shown when the question was asked
    box.get_by_role("button", name="批准").click()
    second.get_by_role("dialog").get_by_label("姓名").fill("王五")
    first.keyboard.type("又添一句。")
    expect(first.locator(".st-key-nb-section-other").get_by_text("已保存")).to_be_visible()
    second.get_by_role("dialog").get_by_role("button", name="批准").click()
    expect(second.get_by_role("dialog")).to_contain_text("刚刚有改动，没有批准")

    # two cells: both stay, and the hand stays where it is
    first.goto(f"{url}/entry?report={id}&cell={MINE}")
    second.goto(f"{url}/entry?report={id}&cell={THEIRS}")
    cell(first, MINE).click()
    cell(second, THEIRS).click()
    second.keyboard.type("7\n")
    first.keyboard.type("1")
    expect(figure(first, THEIRS)).to_have_text("7")
    assert in_hand(first) == MINE
    first.keyboard.type("2\n")
    expect(figure(second, MINE)).to_have_text("12")
