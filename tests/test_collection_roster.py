"""The roster: read from any file offices keep it in, refused in a sentence that names the row."""

from datetime import date

import pytest
from county import COUNTY, county, unit
from openpyxl import Workbook

from drafting.collection import roster_file
from drafting.collection.matching import match
from drafting.collection.roster import MAX_UNITS, roster
from drafting.errors import FileError, InputError
from drafting.organ import Kind, Level
from drafting.organs import named

HEAD = "序号\t单位名称\t简称\t类别\t层级\t上级单位\t联系人\t报送期限\t别名\t曾用名"


def told(*rows: str, head: str = HEAD, encoding: str = "utf-8"):
    return roster_file.loads("\n".join([head, *rows]).encode(encoding), "名单.tsv")


def refusal(*rows: str, head: str = HEAD) -> str:
    with pytest.raises(FileError) as refused:
        told(*rows, head=head)
    return str(refused.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_table_of_text_is_read_in_any_usual_encoding(encoding):
    found = told(
        "3\t青石镇人民政府\t青石镇\t人民政府\t乡镇\t云溪县人民政府\t王某\t2025-01-20\t青石\t青石乡人民政府",
        encoding=encoding,
    )
    (only,) = found.units
    assert (only.order, only.name, only.short_name) == (3, "青石镇人民政府", "青石镇")
    assert (only.kind, only.level, only.deadline) == (Kind.GOVERNMENT, Level.TOWNSHIP, date(2025, 1, 20))
    assert only.aliases == ("青石",) and only.former_names == ("青石乡人民政府",)


def test_commas_part_columns_too_and_only_the_name_is_needed():
    found = roster_file.loads("单位\n云溪县教育局\n城关街道办事处\n".encode(), "a.csv")
    assert [(each.order, each.kind) for each in found.units] == [(1, Kind.DEPARTMENT), (2, Kind.SUBDISTRICT_OFFICE)]


def test_a_workbook_is_read_and_its_days_too(tmp_path):
    book = Workbook()
    book.active.append(["云溪县政务公开单位名单"])
    book.active.append(["序号", "单位名称", "报送期限"])
    book.active.append([7, "云溪县教育局", date(2025, 1, 20)])
    book.save(tmp_path / "a.xlsx")
    (only,) = roster_file.read(tmp_path / "a.xlsx").units
    assert (only.order, only.deadline) == (7, date(2025, 1, 20))


def test_the_template_can_be_read_as_it_is():
    found = roster_file.loads(roster_file.template(), "模板.xlsx")
    assert found.government.name == COUNTY and len(found.units) == 3


@pytest.mark.parametrize(
    "rows, said",
    [
        (["1\t云溪县教育局", "2\t云溪县教育局"], "第 3 行的“云溪县教育局”与第 2 行重复"),
        (["1\t云溪县教育局", "2\t  ", "3\t\t教育"], "第 4 行没有写单位名称"),
        (["1\t云溪县教育局", "1\t云溪县民政局"], "第 3 行的序号 1 与第 2 行相同"),
        (["一\t云溪县教育局"], "第 2 行的序号“一”不是正整数"),
        (["1\t云溪县教育局\t\t学校"], "第 2 行的类别“学校”不认识"),
        (["1\t云溪县教育局\t\t\t\t\t\t下个月"], "第 2 行的报送期限“下个月”不是日期"),
        (["1\t云溪县教育局\t教育局", "2\t云溪县教育体育局\t教育局"], "第 3 行与第 2 行都叫“教育局”"),
        ([f"{at}\t云溪县第{at}局" for at in range(1, 5_001)], f"有 5000 行，一份名单最多 {MAX_UNITS} 个单位"),
        ([], "没有单位"),
    ],
)
def test_what_cannot_be_used_is_a_sentence_that_names_the_row(rows, said):
    assert said in refusal(*rows) and refusal(*rows).endswith("。")


def test_every_fault_is_named_at_once_up_to_eight():
    said = refusal(*(f"{at}\t云溪县{'甲乙丙丁戊己庚辛壬癸'[at - 1]}局\t\t学校" for at in range(1, 11)))
    assert "有 10 处需要改正" in said and "第 9 行" in said and "第 10 行" not in said and "另外还有 2 处" in said


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xfe\x00", b"PK\x03\x04nothing", "没有表头".encode(), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"]
)
def test_a_file_that_is_no_roster_is_one_sentence(data):
    with pytest.raises(FileError) as refused:
        roster_file.loads(data, "名单")
    assert "名单" in str(refused.value)


def test_two_units_of_one_name_under_two_parents_are_told_apart():
    found = told("1\t规划站\t\t\t\t云溪县自然资源局", "2\t规划站\t\t\t\t云溪县住房和城乡建设局")
    assert set(found.labels.values()) == {"规划站（云溪县自然资源局）", "规划站（云溪县住房和城乡建设局）"}
    assert [found.stem(each, 2024) for each in found.units] == [
        "01-规划站（云溪县自然资源局）-2024",
        "02-规划站（云溪县住房和城乡建设局）-2024",
    ]
    with pytest.raises(InputError, match="2 个单位叫"):
        found.unit("规划站")
    assert found.unit("规划站（云溪县自然资源局）").order == 1


@pytest.mark.parametrize(
    "rows",
    [
        ["1\t云溪县教育局\t\t\t\t云溪县教育局"],
        ["1\t云溪县教育局\t\t\t\t云溪县民政局", "2\t云溪县民政局\t\t\t\t云溪县教育局"],
        ["1\t甲站\t\t\t\t乙站", "2\t乙站\t\t\t\t丙站", "3\t丙站\t\t\t\t乙站"],
    ],
)
def test_units_that_are_over_one_another_would_be_added_up_nowhere_and_are_refused(rows):
    assert "上级单位" in refusal(*rows) and "又是它自己或它的下属" in refusal(*rows)


def test_neither_the_government_nor_what_its_parent_reports_is_added():
    told_of = roster(
        [
            *county().units,
            unit("云溪县不动产登记中心", 20, parent="云溪县自然资源局"),
        ]
    )
    assert told_of.government.name == COUNTY
    assert {each.name for each in told_of.units} - {each.name for each in told_of.summed} == {
        COUNTY,
        "云溪县不动产登记中心",
    }


def test_a_city_adds_its_counties_governments():
    city = roster(
        [
            unit("岳阳市人民政府", 1, ""),
            unit("云溪县人民政府", 2, "岳阳市人民政府"),
            unit("临江县人民政府", 3, "岳阳市人民政府"),
        ]
    )
    assert city.government.name == "岳阳市人民政府" and len(city.summed) == 2


@pytest.mark.parametrize(
    "written, unit_name",
    [
        ("云溪县青石镇人民政府", "青石镇人民政府"),
        ("岳阳市云溪县青石镇人民政府", "青石镇人民政府"),
        ("青石镇", "青石镇人民政府"),
        ("自然资源局", "云溪县自然资源局"),
        ("县自然资源局", "云溪县自然资源局"),
        ("岳阳市云溪县自然资源局", "云溪县自然资源局"),
        ("云溪县政府办公室", "云溪县人民政府办公室"),
        ("云溪县城关街道办事处", "城关街道办事处"),
        ("云溪县政府", "云溪县人民政府"),
    ],
)
def test_a_name_written_in_another_usual_way_is_the_same_unit(written, unit_name):
    assert match(county(), named(written)).unit.name == unit_name


@pytest.mark.parametrize(
    "written, said",
    [
        ("临江县青石镇人民政府", "不在一处"),
        ("临江县自然资源局", "不在一处"),
        ("云溪县税务局", "名单里没有这个单位"),
        ("红石镇人民政府", "名单里没有这个单位"),
    ],
)
def test_another_place_and_an_unknown_name_are_questions(written, said):
    found = match(county(), named(written))
    assert found.unit is None and said in found.why


def test_a_former_name_and_an_alias_are_the_unit_too():
    units = roster([unit("青石镇人民政府", 1, former_names=("青石乡人民政府",), aliases=("青石镇机关",))])
    assert match(units, named("青石乡人民政府")).unit and match(units, named("青石镇机关")).unit


def test_a_name_that_two_places_have_is_a_question_unless_the_place_is_written():
    city = roster([unit("云溪县教育局", 1, "云溪县人民政府"), unit("临江县教育局", 2, "临江县人民政府")])
    assert match(city, named("临江县教育局")).unit.order == 2
    found = match(city, named("教育局"))
    assert found.unit is None and len(found.candidates) == 2


def test_the_number_of_a_form_decides_between_two_of_one_name_and_never_against_a_name():
    units = roster([unit("规划站", 1, "云溪县自然资源局"), unit("规划站", 2, "云溪县教育局"), unit("云溪县民政局", 3)])
    assert match(units, named("规划站"), form="云溪县教育局/规划站").unit.order == 2
    assert match(units, None, form="云溪县教育局/规划站").unit.order == 2
    found = match(units, named("云溪县民政局"), form="云溪县教育局/规划站")
    assert found.unit is None and "写的却是“云溪县民政局”" in found.why and len(found.candidates) == 2


def test_the_name_of_a_file_alone_is_a_hint_and_no_more():
    found = match(county(), None, file="青石镇年报.docx")
    assert found.unit is None and [each.name for each in found.candidates] == ["青石镇人民政府"]
    assert match(county(), None, file="3.docx").candidates == ()
