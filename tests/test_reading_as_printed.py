"""Where a file prints the form otherwise than prescribed is kept with the report and said by the checks, until it is
kept here.
"""

from __future__ import annotations

import json

import pytest

from drafting import checks, report_file
from drafting.errors import FileError
from drafting.publishing import export
from drafting.reading import read
from drafting.report import AsPrinted, Kind, Level, Organ, Report
from drafting.samples import sample
from drafting.service import Service
from drafting.settings import load
from tests.checks_material import found, why

ORGAN = Organ(name="青石镇人民政府", level=Level.TOWNSHIP, kind=Kind.GOVERNMENT)
RULES = ("S-01", "S-02", "S-08", "S-09")


def text(*changes: tuple[str, str]) -> str:
    """A report as the program prints it in plain text, with words changed."""
    made = export(sample("town").load()[1], "txt").decode("utf-8-sig")
    for old, new in changes:
        assert old in made
        made = made.replace(old, new)
    return made


def printed(*changes: tuple[str, str]) -> AsPrinted:
    return read(text(*changes).encode(), "年报.txt").as_printed


def checked(as_printed: AsPrinted) -> dict[str, list[checks.Finding]]:
    """What the rules of structure say of a report whose file differs like that."""
    report = sample("town").load()[1].model_copy(update={"as_printed": as_printed})
    return {rule: findings for rule in RULES if (findings := found(report, rule))}


@pytest.mark.parametrize("format", ["docx", "html", "xlsx", "pdf", "txt"])
def test_what_the_program_prints_is_the_form(format):
    headings = None if format == "xlsx" else {}
    assert read(export(sample("town").load()[1], format), f"年报.{format}").as_printed == AsPrinted(headings=headings)


def test_a_heading_in_other_words_is_a_hint_and_a_missing_one_an_error():
    differs = printed(("五、存在的主要问题及改进情况", "五、存在问题及改进情况"), ("六、其他需要报告的事项\n", ""))
    assert differs.headings == {"problems": "五、存在问题及改进情况", "other": ""}
    assert [(finding.severity, finding.section) for finding in checked(differs)["S-01"]] == [
        ("error", "other"),
        ("hint", "problems"),
    ]


def test_spaces_and_points_around_a_heading_are_no_difference():
    assert (
        printed(("一、总体情况", "一、 总体情况："), ("六、其他需要报告的事项", "六、其他需要报告的事项。")).headings
        == {}
    )


def test_a_label_in_other_words_is_a_hint():
    differs = printed(("社会公益组织", "社会组织"))
    assert differs.labels == {"社会组织": "社会公益组织"}
    (finding,) = checked(differs)["S-02"]
    assert finding.severity == "hint" and "“社会组织”与规定的“社会公益组织”" in finding.message


def test_a_table_and_rows_that_are_not_there_are_errors():
    differs = AsPrinted(tables=["proceedings"], rows=["requests.granted", "disclosure.licences"])
    assert {finding.severity for finding in checked(differs)["S-02"]} == {"error"}
    assert {finding.message for finding in checked(differs)["S-02"]} == {
        "文件中没有找到表四，三张表缺一不可，请补上。",
        "文件中没有找到表二“行政许可”一行，请按规定格式补全。",
        "文件中没有找到表三“（一）予以公开”一行，请按规定格式补全。",
    }


def test_rows_that_are_not_there_are_told_from_blank_ones():
    lines = text().split("\n")
    kept = [line for line in lines if not line.replace("\t", "").startswith("行政许可")]
    assert len(kept) == len(lines) - 1
    assert read("\n".join(kept).encode(), "年报.txt").as_printed.rows == ["disclosure.licences"]


def test_one_row_for_three_and_the_old_table_two_are_said():
    assert {
        rule: [finding.severity for finding in findings]
        for rule, findings in checked(AsPrinted(single_other=True, old_form=True)).items()
    } == {"S-08": ["error"], "S-09": ["warning"]}


def test_a_report_kept_here_is_not_assessed_and_a_file_like_the_form_passes():
    kept = sample("town").load()[1]
    assert all(why(kept, rule) for rule in RULES)
    given = kept.model_copy(update={"as_printed": AsPrinted(headings={})})
    assert not any(why(given, rule) or found(given, rule) for rule in RULES)
    assert why(kept.model_copy(update={"as_printed": AsPrinted()}), "S-01") == ["读入的文件只有表格，没有各部分的标题"]


def test_it_is_kept_in_the_file_and_with_the_report(tmp_path, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path))
    differs = AsPrinted(headings={"other": ""}, single_other=True)
    report = Report(organ=ORGAN, year=2024, as_printed=differs)
    again = report_file.loads(report_file.dumps(report))
    assert again.as_printed == differs
    service = Service(load())
    try:
        assert service.library.open(service.library.add(again)).report.as_printed == differs
    finally:
        service.close()


@pytest.mark.parametrize("given", [[], {"headings": {"七": "x"}}, {"tables": "表二"}, {"rows": [1]}, {"more": True}])
def test_a_file_that_says_it_wrongly_is_one_sentence(given):
    data = report_file.to_data(Report(organ=ORGAN, year=2024)) | {"as_printed": given}
    with pytest.raises(FileError, match="as_printed（原文件的格式）"):
        report_file.loads(json.dumps(data, ensure_ascii=False))
