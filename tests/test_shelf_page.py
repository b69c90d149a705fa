"""报告: the way from an empty shelf, what a name tells in 新建, and how far each report is."""

import pytest
from test_pages import APP, healthy, opened

from drafting import times
from drafting.report import Kind, Level, due_year
from drafting.samples import sample
from drafting.testing.app_test import AppTest
from drafting.ui import shelf as shelf_page


def shelf() -> AppTest:
    return healthy(AppTest.from_file(APP, default_timeout=60).run())


def test_the_empty_shelf_shows_the_way_in_three_steps_that_can_be_begun(service):
    at = shelf()
    assert [button.label for button in at.button if button.key and button.key.startswith("way_")] == [
        "开始新建",
        "读入已有的文件",
        "两分钟看一遍示例",
    ]
    healthy(at.button(key="way_3").click().run())
    years = {row.year for row in service.library.rows()}
    assert years == {times.today().year - 1, times.today().year - 2}


def test_a_field_follows_the_name_until_a_person_chooses(monkeypatch):
    state: dict = {}
    monkeypatch.setattr(shelf_page.st, "session_state", state)
    shelf_page.follow_name("new_called", "我局")
    shelf_page.follow_name("new_called", "我镇")
    assert state["new_called"] == "我镇"
    state["new_called"] = "本镇"
    shelf_page.follow_name("new_called", "我县")
    assert state["new_called"] == "本镇"


def test_the_new_report_is_offered_the_year_that_is_due_first():
    at = shelf()
    at.button[0].click().run()
    assert at.selectbox(key="new_year").value == due_year(times.today())


@pytest.mark.parametrize("words", ["填报 ✓ 已填齐", "素材 ◐ 14 条", "起草 ○ 未写", "校核 ● 3 处"])
def test_a_row_of_the_shelf_shows_how_far_the_report_is(service, words):
    service.library.add_sample(sample("town"))
    assert any(words in element.value for element in shelf().markdown)


def test_a_new_report_on_the_next_year_is_offered_with_its_year(service):
    id = service.library.add_sample(sample("town"))
    assert shelf().button(key=f"copy_{id}").label == "以此为上年，新建 2025 年度"


def test_a_changed_name_offers_what_it_says_about_the_organ_and_changes_nothing_by_itself(service):
    id = service.library.add_sample(sample("town"))
    at = opened("entry", report=id)
    at.session_state[f"particulars_open_{id}"] = True
    field(healthy(at.run()), "机关全称").input("云溪县自然资源局").run()
    organ = service.library.open(id).report.organ
    assert (organ.name, organ.kind, organ.self_reference) == ("云溪县自然资源局", Kind.GOVERNMENT, "我镇")
    assert any("自称“我局”" in element.value for element in at.markdown)
    healthy(at.button(key=f"by_name_{id}").click().run())
    organ = service.library.open(id).report.organ
    assert (organ.kind, organ.level, organ.self_reference) == (Kind.DEPARTMENT, Level.COUNTY, "我局")
    assert f"by_name_{id}" not in [button.key for button in at.button]


def field(at, label):
    return next(each for each in at.text_input if each.label == label)
