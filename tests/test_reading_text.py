"""Plain text and Markdown as machines leave it: wrapped lines, tables cut into many, headers that are no headers,
figures that do not fit.
"""

import random

import pytest

from drafting.reading import read
from drafting.reading.content import Grid, Text
from drafting.reading.formats import text
from tests import reading_material as material

HEAD = "青石镇人民政府2024年政府信息公开工作年度报告\n一、总体情况\n全年公开328条。\n"
TAIL = "五、存在的主要问题及改进情况\n一是公开不够及时。\n六、其他需要报告的事项\n没有收费。\n"
RULE = "|---|---|---|---|---|"


def reading(*parts: str):
    return read("\n".join((HEAD, *parts, TAIL)).encode(), "报告.txt")


def values(found, row: str) -> list:
    return [found.printed.get(key) for key in material.PRINTED.cells(row)]


def squashed(cells) -> str:
    """The three tables without anything between their cells."""
    return material.text(cells, random.Random(1), apart="", end="", blanks=False)


# Lines


def test_lines_wrapped_at_one_width_are_paragraphs_again():
    prose = "全年通过网站公开信息三百余条，组织培训两次，参加人员六十人次，并对专栏作了调整，" * 6 + "工作平稳。"
    lines = [prose[at : at + 27] for at in range(0, len(prose), 27)]
    found = read((HEAD + "\n".join(lines) + "\n（一）主动公开\n公开了信息。\n" + TAIL).encode(), "报告.txt")
    assert found.narrative["overview"].split("\n") == ["全年公开328条。", prose, "（一）主动公开", "公开了信息。"]


def test_a_row_of_figures_as_wide_as_the_lines_stays_a_line():
    row = "5.要求行政机关确认或重新出具已获取信息 0 0 0 0 0 0 0"
    lines = ["全年通过网站公开信息三百余条，组织培训两次，参加人员六十" for _ in range(8)] + [row, "抄录完毕"]
    blocks = text.content("\n".join(lines).encode(), "报告.txt").blocks
    assert [block.text for block in blocks][1:] == [row, "抄录完毕"]


def test_paragraphs_of_any_length_are_left_as_they_stand():
    lines = ["全年公开信息。" * times for times in (4, 9, 5, 12, 7, 6, 11)]
    assert [block.text for block in text.content("\n".join(lines).encode(), "报告.txt").blocks] == lines


@pytest.mark.parametrize("mark", ["— 4 —", "- 4 -", "－12－"])
def test_a_page_number_left_behind_is_no_figure_and_no_word(mark):
    found = reading(
        "二、主动公开政府信息情况",
        "信息内容 本年处理决定数量",
        "行政许可 97",
        mark,
        "三、收到和处理政府信息公开申请情况",
    )
    assert found.printed["disclosure.licences"] == 97


def test_who_signs_under_the_title_is_not_its_first_paragraph():
    found = read(
        (
            "青石镇人民政府2024年政府信息公开工作年度报告\n青石镇人民政府\n（2025年1月20日）\n根据有关规定编制本报告。\n一、总体情况\n全年公开328条。\n"
            + TAIL
        ).encode(),
        "报告.txt",
    )
    assert found.preamble == "根据有关规定编制本报告。"
    assert found.document.issued_on.isoformat() == "2025-01-20"


# Tables in Markdown that a machine took apart


def outcomes(*figures: int) -> str:
    return "\n".join(
        ("| 结果维持 | 结果纠正 | 其他结果 | 尚未审结 | 总计 |", RULE, f"| {' | '.join(map(str, figures))} |")
    )


def test_table_four_may_be_three_tables_each_under_its_own_words():
    found = reading(
        "## 四、政府信息公开行政复议、行政诉讼情况",
        "### 行政复议",
        outcomes(27, 10, 9, 15, 61),
        "### 行政诉讼（未经复议直接起诉）",
        outcomes(3, 0, 0, 0, 3),
        "### 行政诉讼（复议后起诉）",
        outcomes(8, 0, 1, 1, 10),
    )
    assert values(found, "proceedings") == [27, 10, 9, 15, 61, 3, 0, 0, 0, 3, 8, 0, 1, 1, 10]


def test_three_tables_that_say_nothing_of_whose_they_are_are_asked_about():
    found = reading(
        "## 四、政府信息公开行政复议、行政诉讼情况",
        outcomes(2, 0, 0, 0, 2),
        "其次",
        outcomes(1, 0, 0, 0, 1),
        "再次",
        outcomes(0, 0, 1, 0, 1),
    )
    assert values(found, "proceedings") == [None] * 15


FIFTEEN = "| 40 | 0 | 10 | 5 | 55 | 2 | 0 | 4 | 6 | 12 | 6 | 0 | 9 | 7 | 22 |"


@pytest.mark.parametrize(
    "head", ["行政复议行政诉讼", "| 维持 | 纠正 | 结果 | 审结 | 总计 | 总计 |\n|---|---|---|---|---|---|"]
)
def test_fifteen_figures_that_add_up_under_the_chapters_heading_are_table_four(head):
    found = reading("| 甲 | 乙 |", "|---|---|", "四、政府信息公开行政复议、行政诉讼情况", head, FIFTEEN)
    assert values(found, "proceedings") == [40, 0, 10, 5, 55, 2, 0, 4, 6, 12, 6, 0, 9, 7, 22]


def test_fifteen_figures_that_do_not_add_up_under_a_broken_header_are_asked_about():
    found = reading(
        "| 甲 | 乙 |", "|---|---|", "四、政府信息公开行政复议、行政诉讼情况", FIFTEEN.replace("| 55 |", "| 56 |")
    )
    assert values(found, "proceedings") == [None] * 15


def test_a_header_that_names_rows_is_no_row():
    rows = material.lines("requests", material.figures(random.Random(3)), random.Random(3), apart=" | ", blanks=False)
    wanted = reading(*(f"| {row} |" for row in rows))
    head = "| 项目 | 本年新收件数 | 上年结转件数 | 予以公开 | 部分公开 | 不予公开 | 结转下年度 | 总计 |"
    found = reading(*(f"| {row} |" for row in rows[:-2]), "", head, *(f"| {row} |" for row in rows[-2:]))
    assert found.printed == wanted.printed and len(wanted.printed) == 175


def bars(rows) -> list[str]:
    return [f"| {row} |" for row in rows]


def test_a_row_that_lost_its_label_is_asked_about_with_what_stands_there():
    cells = material.figures(random.Random(4))
    rows = material.lines("requests", cells, random.Random(4), apart=" | ", blanks=False)
    bare = [row.split("属于国家秘密 | ")[-1] for row in rows]
    found = reading(*bars(bare))
    asked = {
        question.cell: question
        for question in found.questions
        if question.cell in material.PRINTED.cells("requests.refused_state_secret")
    }
    assert [asked[key].offers for key in material.PRINTED.cells("requests.refused_state_secret")] == [
        (cells[key],) for key in material.PRINTED.cells("requests.refused_state_secret")
    ]
    assert len(found.printed) == 175 - 7 and not material.wrong(cells, found)


def test_rows_without_labels_are_not_told_apart_where_their_number_does_not_fit():
    cells = material.figures(random.Random(4))
    rows = material.lines("requests", cells, random.Random(4), apart=" | ", blanks=False)
    at = next(at for at, row in enumerate(rows) if "国家秘密" in row)
    found = reading(*bars([*rows[:at], *(["0 | 0 | 0 | 0 | 0 | 0 | 0"] * 3), *rows[at + 2 :]]))
    asked = [
        question
        for question in found.questions
        if question.cell in material.PRINTED.cells("requests.refused_state_secret")
    ]
    assert len(asked) == 7 and not any(question.offers for question in asked[:-1])


def test_chapter_five_without_its_heading_is_what_stands_behind_table_four():
    found = read(
        "\n".join(
            (
                HEAD,
                "四、政府信息公开行政复议、行政诉讼情况",
                *bars(
                    material.lines("proceedings", material.figures(random.Random(1)), random.Random(1), " | ", False)
                ),
                "（一）主要问题",
                "解读形式单一，存在不足。",
                "六、其他需要报告的事项",
                "没有收费。",
            )
        ).encode(),
        "报告.txt",
    )
    assert found.narrative["problems"] == "（一）主要问题\n解读形式单一，存在不足。"
    assert any("没有找到“五、" in notice for notice in found.notices)


def test_items_of_table_two_may_stand_in_text_and_in_a_table():
    found = reading(
        "二、主动公开政府信息情况",
        "第二十条第（一）项",
        "第二十条第（五）项",
        "信息内容本年处理决定数量",
        "行政许可 97",
        "第二十条第（六）项",
        "信息内容本年处理决定数量",
        "行政处罚 12",
        "行政强制 0",
        "第二十条第（八）项",
        "信息内容本年收费金额（单位：万元）",
        "行政事业性收费 2.02",
        "| 信息内容 | 本年制发件数 | 本年废止件数 | 现行有效件数 |",
        "|---|---|---|---|",
        "| 规章 | 0 | 0 | 0 |",
        "| 规范性文件 | 13 | 0 | 55 |",
        "三、收到和处理政府信息公开申请情况",
    )
    assert [
        str(found.printed[f"disclosure.{key}"])
        for key in (
            "rules.in_force",
            "normative_documents.made",
            "normative_documents.in_force",
            "licences",
            "penalties",
            "coercive_measures",
            "fees_wan_yuan",
        )
    ] == ["0", "13", "55", "97", "12", "0", "2.02"]


def test_blocks_of_a_markdown_file_are_grids_and_texts_in_order():
    blocks = text.content("## 一、总体情况\n| 甲 | 乙 |\n|---|---|\n| 1 | 2 |\n**完**".encode(), "报告.md").blocks
    assert [type(block) for block in blocks] == [Text, Grid, Text]
    assert blocks[0].text == "一、总体情况" and blocks[2].text == "完"


# Figures that lost something


def rows_with(change, apart=" | ", blanks=False):
    """The report of ``seed`` 7 as lines, with the line of 予以公开 changed; and its cells."""
    cells = material.figures(random.Random(7))
    cells |= dict(zip(material.PRINTED.cells("requests.granted"), (12, 0, 5, 0, 0, 3, 20)))
    lines = material.text(cells, random.Random(7), apart=apart, blanks=blanks).split("\n")
    return cells, "\n".join(change(line) if "予以公开" in line and "12" in line else line for line in lines)


@pytest.mark.parametrize(
    "broken",
    [
        lambda line: line.replace("20", "2\n0"),
        lambda line: line.replace("12", "1\n2"),
        lambda line: line.replace("12", "1.2"),
        lambda line: line.replace("12", "|2"),
        lambda line: line.replace("12", "12*"),
        lambda line: line.replace("20", "20①"),
        lambda line: line.replace("12", "12（其中补正 1 件）"),
        lambda line: line.replace("20", "2|"),
        lambda line: line.replace("20", "2O"),
    ],
)
@pytest.mark.parametrize("apart", [" | ", "\t", " "])
def test_a_row_that_lost_something_is_asked_about(broken, apart):
    cells, whole = rows_with(broken, apart)
    assert not material.wrong(cells, read(whole.encode(), "报告.txt"))


@pytest.mark.parametrize("apart", [" | ", "\t"])
def test_two_figures_that_ran_together_do_not_move_the_others(apart):
    cells, whole = rows_with(lambda line: line.replace(f"5{apart}0", "50"), apart, blanks=True)
    found = read(whole.encode(), "报告.txt")
    assert not material.wrong(cells, found) and values(found, "requests.granted") == [None] * 7


def test_commas_between_figures_do_not_join_three_digits():
    cells, whole = rows_with(lambda line: line, ",")
    cells |= {"requests.granted.other": 103, "requests.granted.total": 120}
    found = read(whole.replace("0,3,20", "0,103,120").encode(), "报告.txt")
    assert not material.wrong(cells, found)


# Digits without gaps


def test_a_squashed_table_with_an_error_still_gives_the_rows_of_one_digit_each():
    cells = dict.fromkeys(material.figures(random.Random(1)), 0)
    cells |= {
        "requests.granted.natural_person": 6,
        "requests.granted.other": 1,
        "requests.granted.total": 7,
        "requests.total.natural_person": 20,
        "requests.total.total": 20,
    }
    found = read(squashed(cells).encode(), "报告.txt")
    assert values(found, "requests.granted") == [6, 0, 0, 0, 0, 1, 7]
    assert {question.cell for question in found.questions} >= set(material.PRINTED.cells("requests.total"))
    assert not material.wrong(cells, found)


def test_fifteen_figures_apart_are_table_four_though_the_rest_is_squashed():
    cells = material.figures(random.Random(5))
    row = "".join(str(cells[key]) for key in material.PRINTED.cells("proceedings"))
    spaced = " ".join(str(cells[key]) for key in material.PRINTED.cells("proceedings"))
    whole = squashed(cells)
    assert whole.count(row) == 1
    found = read(whole.replace(row, f" {spaced} ").encode(), "报告.txt")
    assert values(found, "proceedings") == [cells[key] for key in material.PRINTED.cells("proceedings")]


@pytest.mark.parametrize("seed", range(12))
def test_a_squashed_report_is_never_wrong_without_a_question(seed):
    cells = material.figures(random.Random(seed))
    found = read(squashed(cells).encode(), "报告.txt")
    assert not material.wrong(cells, found)


# Bars that touch their figures


BARS = pytest.mark.parametrize("ends", ["", "|"], ids=["between", "around"])


def barred(cells, ends: str, rng=None) -> str:
    """A report whose cells have a bar between them and no blank, and one at both ends of a line or at none."""
    text = material.text(cells, rng or random.Random(1), apart="|", blanks=False)
    return "\n".join(f"{ends}{line}{ends}" if "|" in line else line for line in text.split("\n"))


@BARS
@pytest.mark.parametrize("seed", range(4))
def test_cells_between_bars_are_read_though_nothing_stands_around_them(ends, seed):
    cells = material.figures(random.Random(seed))
    found = read(barred(cells, ends, random.Random(seed)).encode(), "报告.txt")
    assert not material.wrong(cells, found)
    assert not [question for question in found.questions if question.kind != "single"]


@pytest.mark.parametrize(("ends", "misread"), [("", "1|"), ("", "|1"), ("|", "|1")])
@pytest.mark.parametrize("seed", range(15))
def test_a_bar_taken_for_a_1_or_a_1_for_a_bar_is_never_wrong_without_a_question(ends, misread, seed):
    rng = random.Random(seed)
    cells = material.figures(rng, 400)
    text = barred(cells, ends)
    start = text.index("三、收到")
    old, new = misread
    touching = [
        at
        for at in range(start, len(text) - 1)
        if text[at] == old and (text[at - 1] + text[at + 1]).strip("|").isdecimal()
    ]
    at = rng.choice(touching)
    text = text[:at] + new + text[at + 1 :]
    assert not material.wrong(cells, read(text.encode(), "报告.txt"))
