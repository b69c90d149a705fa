"""Several reports in one page or document: one is chosen, and the others are said."""

import random

import pytest

from drafting.errors import SeveralReports
from drafting.reading import read
from tests import reading_material as material
from tests.test_reading_law import as_docx, as_html, as_txt


def report_of(organ: str, year: int, seed: int, problem: str) -> list:
    """A report under its title, as the blocks of a document."""
    rng = random.Random(seed)
    cells = material.figures(rng)
    blocks: list = [f"{organ}{year}年政府信息公开工作年度报告", "一、总体情况", "公开工作平稳。"]
    for table, heading in material.HEADINGS.items():
        blocks += [heading, material.grid(table, cells, rng)]
    return [*blocks, "五、存在的主要问题及改进情况", problem, "六、其他需要报告的事项", "未收取信息处理费。"]


@pytest.mark.parametrize("container", ["html", "docx", "txt"])
@pytest.mark.parametrize("second", [("白石镇人民政府", 2024), ("青石镇人民政府", 2023)])
def test_of_two_reports_in_one_page_or_document_one_is_chosen_and_the_other_is_said(container, second):
    make = {"html": as_html, "docx": as_docx, "txt": as_txt}[container]
    data = make(report_of("青石镇人民政府", 2024, 1, "图解较少。") + report_of(*second, 2, "更新较慢。"))
    with pytest.raises(SeveralReports) as refused:
        read(data, f"年报.{container}")
    names = ("青石镇人民政府2024年", f"{second[0]}{second[1]}年")
    assert refused.value.choices == names and "里有 2 份报告" in str(refused.value)
    for name, problem in zip(names, ("图解较少。", "更新较慢。")):
        reading = read(data, f"年报.{container}", part=name)
        assert reading.narrative["problems"] == problem and reading.part == name
        assert f"{reading.organ.name}{reading.year}年" == name
        assert any(f"“{other}”的报告，没有读取" in said for said in reading.notices for other in names if other != name)


def test_a_title_printed_again_makes_no_second_report():
    blocks = report_of("青石镇人民政府", 2024, 1, "图解较少。")
    assert read(as_html([blocks[0], "来源：本站", blocks[0], *blocks]), "年报.html").part == ""
    assert read(as_html([*blocks, "相关链接", "白石镇人民政府2024年政府信息公开工作年度报告"]), "年报.html").part == ""
