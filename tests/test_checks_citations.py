"""Rules Y-03, Y-05, Y-06, Y-07: the date of issue, cited documents, their brackets, political wording by year."""

from datetime import date

import pytest

from drafting import checks
from drafting.report import Organ, Report, Section
from tests.checks_material import finished, found, marked

LEAD = "overview.lead"
COUNTY = Organ(
    name="云溪县人民政府", level="county", kind="government", self_reference="我县", superior="临川市人民政府"
)
BUREAU = Organ(
    name="云溪县自然资源局", level="county", kind="department", self_reference="我局", superior="云溪县人民政府"
)


@pytest.fixture
def complete() -> Report:
    """A finished report of a town on 2023."""
    return finished()


def written(report: Report, text: str, year: int = 2023) -> Report:
    return report.model_copy(update={"year": year, "sections": {**report.sections, LEAD: Section.of(text)}})


def dated(report: Report, day: date | None, organ: Organ | None = None) -> Report:
    return report.model_copy(
        update={"organ": organ or report.organ, "document": report.document.model_copy(update={"issued_on": day})}
    )


@pytest.mark.parametrize(
    ("day", "organ", "days"),
    [
        (date(2024, 2, 1), None, 1),
        (date(2024, 3, 31), BUREAU, 60),
        (date(2024, 4, 2), COUNTY, 2),
        (date(2025, 1, 23), None, 358),
    ],
)
def test_a_date_after_the_deadline_is_a_warning_that_counts_the_days(complete, day, organ, days):
    (finding,) = found(dated(complete, day, organ), "Y-03")
    assert finding.severity == "warning" and f"晚 {days} 天" in finding.message and finding.section is None


@pytest.mark.parametrize("day", [date(2023, 1, 19), date(2023, 12, 31), date(2022, 1, 19)])
def test_a_date_before_the_year_is_over_is_a_warning(complete, day):
    (finding,) = found(dated(complete, day), "Y-03")
    assert "误写了年份" in finding.message


@pytest.mark.parametrize(
    ("day", "organ"),
    [(date(2024, 1, 1), None), (date(2024, 1, 31), None), (date(2024, 1, 31), BUREAU), (date(2024, 3, 31), COUNTY)],
)
def test_a_date_within_the_time_is_fine(complete, day, organ):
    assert found(dated(complete, day, organ), "Y-03") == []


def test_a_day_of_publication_after_the_deadline_is_found_though_the_date_of_issue_is_in_time(complete):
    report = dated(complete, date(complete.year + 1, 1, 20))
    report.published_on = date(complete.year + 1, 2, 3)
    (finding,) = found(report, "Y-03")
    assert "公布日期" in finding.message and "晚 3 天" in finding.message
    report.published_on = date(complete.year + 1, 1, 31)
    assert found(report, "Y-03") == []


@pytest.mark.parametrize("year", [-1, 0, 9998, 9999, 10**6])
def test_a_year_without_a_calendar_is_not_assessed_or_judged(complete, year):
    report = dated(complete, date(2024, 1, 5)).model_copy(update={"year": year})
    (deadline,) = [module for module in checks.MODULES if module.RULE.id == "Y-03"]
    outcomes = list(deadline.check(checks.Context(report)))
    assert len(outcomes) == 1


FORMAT = "《国务院办公厅政府信息与政务公开办公室关于印发〈中华人民共和国政府信息公开工作年度报告格式〉的通知》"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("根据《中华人民共和国政府信息公开条例》（国务院令第492号）编制。", "492"),
        ("根据《政府信息公开条例》（国令第 771 号）编制。", "771"),
        ("根据国务院令第492号编制。", "492"),
        (f"根据{FORMAT}（国办公开办函〔2019〕60号）编制。", "国办公开办函〔2019〕60号"),
        (f"根据{FORMAT}（国办公开办函〔2021〕31号）编制。", "国办公开办函〔2021〕31号"),
        (f"根据{FORMAT}（国办函〔2021〕30号）编制。", "国办函〔2021〕30号"),
        (f"根据{FORMAT}国办公开办函〔2019〕30号编制。", "国办公开办函〔2019〕30号"),
        (
            "根据《关于政府信息公开工作年度报告有关事项的通知》（国办公开办函〔2019〕30号）编制。",
            "国办公开办函〔2019〕30号",
        ),
        ("按国办公开办函[2019]60号编制。", "国办公开办函[2019]60号"),
        ("按《政府信息公开信息处理费管理办法》（国办发〔2020〕109号）收取。", "国办发〔2020〕109号"),
        ("按《政府信息公开信息处理费管理办法》（国办函〔2021〕109号）收取。", "国办函〔2021〕109号"),
        ("按国办函〔2020〕109号、国办发〔2020〕109 号收取。", "国办发〔2020〕109 号"),
        ("根据《中华人民共和国信息公开条例》编制。", "《中华人民共和国信息公开条例》"),
        ("根据《中华人民共和国政府信息公开条列》编制。", "《中华人民共和国政府信息公开条列》"),
        ("按《政府信息公开处理费管理办法》收取。", "《政府信息公开处理费管理办法》"),
        ("按《信息处理费管理办法》收取。", "《信息处理费管理办法》"),
    ],
)
def test_a_wrong_title_or_number_is_a_warning_at_its_place(complete, text, place):
    report = written(complete, text)
    assert marked(report, "Y-05") == [place]
    assert {finding.severity for finding in found(report, "Y-05")} == {"warning"}
    assert not [finding for finding in checks.run(report).findings if finding.severity == "error"]


@pytest.mark.parametrize(
    "text",
    [
        f"根据《中华人民共和国政府信息公开条例》（国务院令第711号）、{FORMAT}（国办公开办函〔2021〕30号）编制。",
        "根据《政府信息公开条例》（中华人民共和国国务院令第 711 号）编制。",
        "按《政府信息公开信息处理费管理办法》（国办函〔2020〕109号）收取。",
        "根据《优化营商环境条例》（国务院令第722号）、国令第711号编制。",
        "落实《关于规范政府信息公开平台有关事项的通知》（国办公开办函〔2019〕61号）。",
        "按照国办发〔2022〕8号、国办发〔2021〕12号推进。",
        "《浙江省政府信息公开信息处理费管理实施办法》《福建省政府信息公开办法》。",
        "原国办公开办函〔2019〕60号已废止。",
        "转发《年度报告格式》的通知（云政办函〔2021〕55号）。",
        "《中华人民共和国政府采购法实施条例》《政府信息公开条例实施细则》。",
    ],
)
def test_right_citations_and_other_documents_are_fine(complete, text):
    assert marked(written(complete, text), "Y-05") == []


def test_the_older_format_is_right_for_the_years_it_was_in_force(complete):
    old = f"根据{FORMAT}（国办公开办函〔2019〕60号）编制。"
    assert marked(written(complete, old, 2020), "Y-05") == []
    assert marked(written(complete, old.replace("〔2019〕60", "〔2021〕30"), 2020), "Y-05") == [
        "国办公开办函〔2021〕30号"
    ]


def test_the_message_says_what_it_should_be(complete):
    (finding,) = found(written(complete, f"根据{FORMAT}（国办公开办函〔2019〕60号）编制。"), "Y-05")
    assert (
        finding.message == "年度报告格式的文号写成“国办公开办函〔2019〕60号”，应为“国办公开办函〔2021〕30号”，请改正。"
    )


@pytest.mark.parametrize(
    ("text", "place", "right"),
    [
        ("按国办发[2022]8号推进。", "[2022]8号", "〔2022〕8号"),
        ("按国办发【2022】8号推进。", "【2022】8号", "〔2022〕8号"),
        ("按国办发（2022）8号推进。", "（2022）8号", "〔2022〕8号"),
        ("按云政办发 (2023) 12 号推进。", "(2023) 12 号", "〔2023〕12号"),
        ("按国办发〔22〕8号推进。", "〔22〕8号", "〔2022〕8号"),
        ("按国办发〔2022〕第8号推进。", "〔2022〕第8号", "〔2022〕8号"),
        ("按国办发〔2022〕08号推进。", "〔2022〕08号", "〔2022〕8号"),
        ("按国办发［２０２２］８号推进。", "［２０２２］８号", "〔2022〕8号"),
        ("按国办发〔2022]8号推进。", "〔2022]8号", "〔2022〕8号"),
    ],
)
def test_a_number_in_a_wrong_form_is_a_hint(complete, text, place, right):
    report = written(complete, text)
    (finding,) = found(report, "Y-06")
    assert marked(report, "Y-06") == [place] and finding.severity == "hint" and right in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "按国办发〔2022〕8号推进。",
        "按国办公开办函〔2021〕 30 号编制。",
        "（2023）苏08行初15号。",
        "（2023年）共12号公告。",
        "第（3）号专区。",
        "参加培训（2023）12人。",
        "公告2023年第8号。",
    ],
)
def test_right_numbers_and_other_brackets_are_fine(complete, text):
    assert marked(written(complete, text), "Y-06") == []


def test_the_reports_own_number_is_looked_at_too(complete):
    complete.document = complete.document.model_copy(update={"number": "青政发[2024]1号"})
    (finding,) = found(complete, "Y-06")
    assert finding.section is None and "青政发[2024]1号" in finding.message


@pytest.mark.parametrize(
    ("text", "year", "place"),
    [
        ("学习党的二十届三中全会精神。", 2023, "二十届三中全会"),
        ("学习党的二十届四中全会精神。", 2024, "二十届四中全会"),
        ("落实党的二十大精神。", 2021, "党的二十大精神"),
        ("学习二十大三中全会精神。", 2024, "二十大三中全会"),
        ("以习近平总书记为核心的党中央。", 2024, "以习近平总书记为核心的党中央"),
        ("习近平新时代特色社会主义思想。", 2024, "习近平新时代特色社会主义思想"),
    ],
)
def test_wrong_wording_and_sessions_not_yet_held_are_warnings(complete, text, year, place):
    report = written(complete, text, year)
    (finding,) = found(report, "Y-07")
    assert marked(report, "Y-07") == [place] and finding.severity == "warning"


@pytest.mark.parametrize(
    ("text", "year", "place"),
    [
        ("学习贯彻党的十九大精神。", 2023, "党的十九大精神"),
        ("贯彻十九届五中全会精神。", 2024, "十九届五中全会"),
        ("贯彻二十届二中全会精神。", 2025, "二十届二中全会"),
        ("贯彻二十届三中全会精神。", 2026, "二十届三中全会"),
        ("决胜全面建成小康社会。", 2023, "决胜全面建成小康社会"),
    ],
)
def test_what_has_been_followed_by_another_is_a_hint(complete, text, year, place):
    report = written(complete, text, year)
    (finding,) = found(report, "Y-07")
    assert marked(report, "Y-07") == [place] and finding.severity == "hint"


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("以习近平新时代中国特色社会主义思想为指导，贯彻党的二十大和二十届三中全会精神。", 2024),
        ("贯彻党的二十大和二十届二中、三中全会精神。", 2025),
        ("党的十九大精神、党的二十大精神。", 2023),
        ("党的十九大以来，贯彻党的十九大精神。", 2023),
        ("喜迎党的二十大，落实迎接党的二十大精神。", 2021),
        ("贯彻党的二十届三中全会精神。", 2025),
        ("增强“四个意识”、坚定“四个自信”、做到“两个维护”。", 2024),
        ("学习《习近平新时代特色社会主义思想》。", 2024),
        ("以习近平同志为核心的党中央。", 2024),
    ],
)
def test_right_wording_of_its_year_is_fine(complete, text, year):
    assert marked(written(complete, text, year), "Y-07") == []
