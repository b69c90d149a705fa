"""What an organ's name tells: type, level, how it calls itself; and which year's report is due."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from drafting.organs import named
from drafting.report import Kind, Level, due_year
from tests.published import known, names

G, D, S = Kind.GOVERNMENT, Kind.DEPARTMENT, Kind.SUBDISTRICT_OFFICE


@pytest.mark.parametrize(
    ("name", "kind", "level", "called"),
    [
        ("青石镇人民政府", G, Level.TOWNSHIP, "我镇"),
        ("云溪县青石镇人民政府", G, Level.TOWNSHIP, "我镇"),
        ("云溪县白沙乡人民政府", G, Level.TOWNSHIP, "我乡"),
        ("云溪县人民政府", G, Level.COUNTY, "我县"),
        ("江城市东湖区人民政府", G, Level.COUNTY, "我区"),
        ("江城市人民政府", G, Level.CITY, "我市"),
        ("某某省人民政府", G, Level.PROVINCE, "我省"),
        ("江城市东湖区新华街道办事处", S, Level.SUBDISTRICT, "我街道"),
        ("云溪县自然资源局", D, Level.COUNTY, "我局"),
        ("江城市教育局", D, Level.CITY, "我局"),
        ("江城市东湖区财政局", D, Level.COUNTY, "我局"),
        ("江城市发展和改革委员会", D, Level.CITY, "我委"),
        ("江城市人民政府办公室", D, Level.CITY, "我办"),
        ("某某省财政厅", D, Level.PROVINCE, "我厅"),
        ("某某省人民政府办公厅", D, Level.PROVINCE, "我厅"),
        ("云溪县公共资源交易中心", D, Level.COUNTY, "我中心"),
        ("云溪县人民医院", D, Level.COUNTY, "我院"),
    ],
)
def test_the_name_tells_type_level_and_how_the_organ_calls_itself(name, kind, level, called):
    told = named(name)
    assert (told.kind, told.level, told.self_reference) == (kind, level, called)


@pytest.mark.parametrize("report", names(narrative=False))
def test_the_names_of_published_reports_tell_something_that_fits(report):
    name = known(report)["organ"]
    if not name or "（" in name:
        pytest.skip("the file names no organ")
    told = named(name)
    assert told.name == name and told.self_reference.startswith("我")
    assert (told.kind is G) == name.endswith(("人民政府", "管理委员会"))


@given(some.text(min_size=1, max_size=100).filter(str.strip))
def test_any_name_gives_an_organ(name):
    told = named(name)
    assert told.name and len(told.self_reference) <= 20


@given(some.sampled_from(["青石", "白沙", "东湖", "柳林"]), some.sampled_from(["镇", "乡", "县", "区", "市"]))
def test_a_government_calls_itself_by_its_place(place, end):
    told = named(f"{place}{end}人民政府")
    assert told.kind is G and told.self_reference == f"我{end}"


@pytest.mark.parametrize(
    ("today", "year"),
    [
        (date(2026, 10, 31), 2025),
        (date(2026, 11, 1), 2026),
        (date(2026, 12, 31), 2026),
        (date(2027, 1, 1), 2026),
        (date(2027, 1, 31), 2026),
        (date(2027, 3, 31), 2026),
        (date(2027, 10, 31), 2026),
    ],
)
def test_the_year_that_is_due_is_the_one_whose_january_comes_next_or_has_just_been(today, year):
    assert due_year(today) == year
