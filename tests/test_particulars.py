"""机关与公文要素: each field is saved by itself when it is left, and nothing is overwritten that was not shown."""

from datetime import date

import pytest

from drafting import resources
from drafting.errors import Conflict, InputError, Settled
from drafting.report import Kind
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named
from drafting.service.particulars import LABELS, standing
from drafting.testing.app_test import AppTest

APP = str(resources.app())


@pytest.fixture
def id(service):
    return service.library.add_sample(sample("town"))


def report(service, id):
    return service.library.open(id).report


def approved(service, id):
    """Let the report be approved as a whole."""
    given = service.library.open(id)
    made = draft_report(given.report, sections_named(given.report, ()), None, last_year=given.last_year).report
    for name, section in made.sections.items():
        service.prose.save(id, name, section, by="composer")
    for part in report(service, id).parts:
        service.documents.approve(id, part, "张三", digest=report(service, id).digest(part))
    service.review.submit(id, "李四")
    service.review.approve(id, "王五")


def opened(id):
    """填报 of the report in a session of its own, 机关与公文要素 unfolded."""
    at = AppTest.from_file(APP, default_timeout=60).run()
    at._page_hash = next(hash for hash, info in at._registered_pages.items() if info["url_pathname"] == "entry")
    at.query_params["report"] = id
    healthy(at.run())
    return fold(at, id, True)


def fold(at, id, open):
    at.session_state[f"particulars_open_{id}"] = open
    return healthy(at.run())


def healthy(at):
    assert not at.exception, at.exception
    return at


def field(at, label):
    return next(each for each in (*at.text_input, *at.date_input, *at.selectbox, *at.checkbox) if each.label == label)


def press(at, label):
    return healthy(next(each for each in at.button if each.label == label).click().run())


def messages(at):
    return [element.value for element in at.success]


def no_save_button(at):
    return all(each.label != "保存" for each in at.button)


NEW = {
    "name": "云溪县白沙镇人民政府",
    "kind": Kind.DEPARTMENT,
    "level": "county",
    "makes_rules": True,
    "year": "2026",
    "short_name": "白沙镇",
    "self_reference": "我局",
    "superior": "白沙县人民政府",
    "number": "白政发〔2025〕7号",
    "issued_on": date(2025, 1, 9),
    "copied_to": "县政府办。",
    "issuing_office": "白沙镇党政办公室",
    "printed_on": date(2025, 1, 10),
    "index_number": "0001",
    "signed": False,
}


# The verb


@pytest.mark.parametrize("name", LABELS)
def test_a_field_is_changed_alone(service, id, name):
    before = report(service, id)
    assert standing(before, name) != NEW[name]
    service.editing.save_particular(id, name, NEW[name], was=(standing(before, name),))
    after = report(service, id)
    assert str(standing(after, name)) == str(NEW[name])
    assert all(standing(after, other) == standing(before, other) for other in LABELS if other != name)
    numbers = service.library.open(id).stored.numbers
    service.editing.save_particular(id, name, NEW[name], was=())  # it stands already: no version more
    assert service.library.open(id).stored.numbers == numbers


@pytest.mark.parametrize(
    "name, value, said",
    [
        ("year", "1999", "年度 1999 不在可编制的范围内"),
        ("year", "两千", "报告年度要填四位数字"),
        ("year", "", "报告年度要填四位数字"),
        ("name", "　 ", "机关全称不能为空"),
        ("number", "号" * 101, "文号最多 100 字，现有 101 字，没有保存"),
        ("self_reference", "我" * 21, "正文中的自称最多 20 字"),
        ("issued_on", "昨天", "成文日期的格式不对"),
        ("colour", "红", "没有名为“colour”的要素"),
    ],
)
def test_what_a_field_cannot_hold_is_said_in_chinese_and_not_saved(service, id, name, value, said):
    before = report(service, id)
    with pytest.raises(InputError, match=said):
        service.editing.save_particular(id, name, value)
    assert report(service, id) == before


def test_a_year_is_read_as_clerks_write_it(service, id):
    for typed in ("２０２６", "2026年", " 2026 年度 "):
        service.editing.save_particular(id, "year", 2024)
        service.editing.save_particular(id, "year", typed)
        assert report(service, id).year == 2026


def test_a_field_changed_elsewhere_is_not_overwritten_and_both_values_are_said(service, id):
    service.editing.save_particular(id, "number", "甲〔2025〕1号")
    with pytest.raises(Conflict, match="文号已在别处改为“甲〔2025〕1号”，您填的“乙〔2025〕2号”没有保存。"):
        service.editing.save_particular(id, "number", "乙〔2025〕2号", was=("",))
    assert report(service, id).document.number == "甲〔2025〕1号"


def test_a_field_of_an_approved_report_is_not_changed(service, id):
    approved(service, id)
    with pytest.raises(Settled):
        service.editing.save_particular(id, "number", "甲〔2025〕1号")


# The page


def test_each_field_is_saved_by_itself_when_it_is_left_and_can_be_undone(service, id):
    was = report(service, id).document.number
    at = opened(id)
    assert no_save_button(at)
    healthy(field(at, "文号").input(" 青政发〔2025〕77号 ").run())
    assert report(service, id).document.number == field(at, "文号").value == "青政发〔2025〕77号"
    assert any("文号已改为“青政发〔2025〕77号”" in said.replace("\\", "") for said in messages(at))
    healthy(field(at, "成文日期").set_value(date(2025, 1, 9)).run())
    assert len(messages(at)) == 1  # the newer takes the place of the older: they do not cover the fields
    healthy(field(at, "机关类型").set_value(Kind.SUBDISTRICT_OFFICE).run())
    assert report(service, id).document.issued_on == date(2025, 1, 9)
    assert report(service, id).organ.kind is Kind.SUBDISTRICT_OFFICE
    press(at, "撤销")
    assert report(service, id).organ.kind is Kind.GOVERNMENT and field(at, "机关类型").value is Kind.GOVERNMENT
    healthy(field(at, "文号").input("").run())
    assert report(service, id).document.number == "" and report(service, id).document.issued_on == date(2025, 1, 9)
    press(at, "撤销")
    assert report(service, id).document.number == field(at, "文号").value == "青政发〔2025〕77号" != was


def test_a_wrong_year_is_said_at_the_field_keeps_the_words_and_saves_nothing(service, id):
    before = report(service, id)
    at = opened(id)
    healthy(field(at, "报告年度").input("1999").run())
    assert ["1999" in error.value for error in at.error] == [True] and field(at, "报告年度").value == "1999"
    healthy(field(at, "简称").input("青石").run())  # another field is saved all the same
    assert report(service, id).organ.short_name == "青石" and report(service, id).year == before.year
    assert field(at, "报告年度").value == "1999" and len(at.error) == 1
    fold(fold(at, id, False), id, True)
    assert field(at, "报告年度").value == "1999" and len(at.error) == 1
    healthy(field(at, "报告年度").input("2026").run())
    assert report(service, id).year == 2026 and not at.error


def test_folding_loses_nothing(service, id):
    at = opened(id)
    healthy(field(at, "抄送").input("县政府办").run())
    at.session_state[f"particulars_open_{id}"] = False
    healthy(field(at, "索引号").input("A-1").run())  # left by the click that folds
    assert not any(each.label == "索引号" for each in at.text_input)
    fold(at, id, True)
    assert (field(at, "抄送").value, field(at, "索引号").value) == ("县政府办", "A-1")
    assert report(service, id).document.index_number == "A-1"


def test_two_windows_on_two_fields_both_stand(service, id):
    one, other = opened(id), opened(id)
    healthy(field(one, "文号").input("甲〔2025〕1号").run())
    healthy(field(other, "抄送").input("县政府办").run())
    healthy(field(one, "简称").input("青石").run())
    now = report(service, id)
    assert (now.document.number, now.document.copied_to, now.organ.short_name) == ("甲〔2025〕1号", "县政府办", "青石")
    assert field(other, "文号").value == "甲〔2025〕1号" and field(one, "抄送").value == "县政府办"


@pytest.mark.parametrize("choice, stands", [("用我这边的", "乙〔2025〕2号"), ("用那边的", "甲〔2025〕1号")])
def test_two_windows_on_one_field_show_both_values_to_choose_from(service, id, choice, stands):
    one, other = opened(id), opened(id)
    healthy(field(one, "文号").input("甲〔2025〕1号").run())
    healthy(field(other, "文号").input("乙〔2025〕2号").run())
    said = [warning.value.replace("\\", "") for warning in other.warning]
    assert said == ["文号已在别处改为“甲〔2025〕1号”，您填的“乙〔2025〕2号”没有保存。"]
    assert field(other, "文号").value == "乙〔2025〕2号" and report(service, id).document.number == "甲〔2025〕1号"
    press(other, choice)
    assert report(service, id).document.number == field(other, "文号").value == stands and not other.warning


def test_an_undo_does_not_take_back_what_another_window_wrote_since(service, id):
    at = opened(id)
    healthy(field(at, "文号").input("甲〔2025〕1号").run())
    service.editing.save_particular(id, "number", "乙〔2025〕2号")
    press(at, "撤销")
    assert report(service, id).document.number == "乙〔2025〕2号"
    assert any("文号已在别处改为" in error.value for error in at.error)


def test_what_a_new_name_says_is_offered_and_taken_by_a_click(service, id):
    at = opened(id)
    healthy(field(at, "机关全称").input("云溪县自然资源局").run())
    assert report(service, id).organ.kind is Kind.GOVERNMENT
    press(at, "照此修改")
    assert report(service, id).organ.kind is Kind.DEPARTMENT and field(at, "正文中的自称").value == "我局"
    assert not any(each.label == "照此修改" for each in at.button)
    service.editing.save_particular(id, "number", "乙〔2025〕2号")
    press(at, "撤销")
    organ = report(service, id).organ
    assert (organ.name, organ.kind, field(at, "正文中的自称").value) == ("云溪县自然资源局", Kind.GOVERNMENT, "我镇")
    assert report(service, id).document.number == "乙〔2025〕2号"


def test_what_becomes_of_the_comparison_with_last_year_is_said_with_the_new_year(service, id):
    at = opened(id)
    healthy(field(at, "报告年度").input("2026").run())
    assert any("正文中的同比请核对" in warning.value for warning in at.warning)
    press(at, "撤销")
    assert field(at, "报告年度").value == str(report(service, id).year) != "2026"


def test_the_fields_of_an_approved_report_are_read_only(service, id):
    approved(service, id)
    at = opened(id)
    labels = list(LABELS.values())
    assert all(field(at, label).disabled for label in labels)
