"""Tables as offices bend them: extra columns and rows, other orders, other years beside ours. Nothing wrong goes
unasked.
"""

from __future__ import annotations

import io
import random
import re
from itertools import pairwise

import docx
import pytest

from drafting.form import bare
from drafting.reading.content import Cell, Grid, Place, Text
from drafting.reading.formats import docx as docx_reader
from drafting.reading.formats import text as text_reader
from tests import reading_material as material
from tests.reading_material import tables

FORM = material.FORM
HEAD = 3
"""Header rows of table three."""
SEEDS = range(4)
Rows = list[list[Cell | None]]


def cell(text: object) -> Cell:
    return Cell(str(text), Place())


def grid(rows: Rows) -> Grid:
    return Grid(tuple(map(tuple, rows)))


class Report:
    """A made-up report: its figures, ``misprints`` of them wrong in print, and its tables as rows that may be bent."""

    def __init__(self, seed: int, misprints: int = 0):
        self.rng = random.Random(seed * 7 + 1)
        self.cells = dict(material.figures(self.rng))
        for key in self.rng.sample(sorted(FORM.cells), misprints):
            self.cells[key] += self.rng.randint(1, 9)
        self.disclosure, self.requests, self.proceedings = (
            [list(row) for row in material.grid(table.id, self.cells, self.rng).rows] for table in FORM.tables
        )

    def column(self, at: int, head: str, fill, rows: Rows | None = None, heads: int = HEAD) -> None:
        """A column more, with one cell over its header."""
        top = cell(head)
        for number, row in enumerate(self.requests if rows is None else rows):
            row.insert(at, top if number < heads else cell(fill(number - heads)))

    def inside(self, before: list = (), behind: list = ()) -> list:
        """The whole report: ``before`` in chapter one, ``behind`` after chapter six."""
        says = [Text(heading, Place()) for heading in material.HEADINGS.values()]
        own = [block for pair in zip(says, (self.disclosure, self.requests, self.proceedings)) for block in pair]
        return [
            Text("一、总体情况", Place()),
            *before,
            *own,
            Text("五、存在的主要问题及改进情况", Place()),
            Text("六、其他需要报告的事项", Place()),
            *behind,
        ]

    def read(self, *blocks):
        made = blocks or (self.disclosure, self.requests, self.proceedings)
        return tables(material.content(*(grid(block) if isinstance(block, list) else block for block in made)))

    def forget(self, *keys: str) -> None:
        """These are not what the file prints any more; whatever is read for them is wrong."""
        self.cells |= dict.fromkeys((key for key in self.cells if key.startswith(keys)), None)


def others(rng: random.Random, table: str) -> Rows:
    """Another year's or office's table."""
    return [list(row) for row in material.grid(table, material.figures(random.Random(rng.random())), rng).rows]


def asked(found) -> set[str]:
    return {question.cell for question in found.questions}


# Bent, but whole: everything is read and nothing asked


def _split_header(report: Report) -> None:
    names = [
        ("自然人", ""),
        ("商业", "企业"),
        ("科研", "机构"),
        ("社会公益", "组织"),
        ("法律服务", "机构"),
        ("其他", ""),
        ("总计", ""),
    ]
    for at in (1, 2):
        report.requests[at][HEAD:] = [cell(name[at - 1]) for name in names]


def _split_header_in_another_order(report: Report) -> None:
    _split_header(report)
    _total_first(report)


def _total_beside_the_head_of_all(report: Report) -> None:
    all_, total = cell("申请人情况"), cell("总计")
    for at, row in enumerate(report.requests[:HEAD]):
        row[9] = total
        row[3:9] = [all_] * 6 if not at else row[3:9]


def _no_group_columns(report: Report) -> None:
    report.requests[:] = [row[2:] for row in report.requests]


def _numbers_in_front(report: Report) -> None:
    report.column(0, "序号", lambda at: at + 1)


def _numbers_behind_the_label(report: Report) -> None:
    report.column(HEAD, "行次", lambda at: at + 1)


def _remarks(report: Report) -> None:
    report.column(10, "备注", lambda at: report.rng.choice(["", "含部分公开2件", "1", "其他"]))


def _subtotal_column(report: Report) -> None:
    report.column(
        9, "小计", lambda at: sum(report.cells[f"{material.ROWS[at]}.{column}"] for column in material.APPLICANTS[1:])
    )


def _subtotal_column_called_as_the_total(report: Report) -> None:
    report.column(
        9, "合计", lambda at: sum(report.cells[f"{material.ROWS[at]}.{column}"] for column in material.APPLICANTS[1:])
    )


def _total_first(report: Report) -> None:
    for row in report.requests:
        row.insert(HEAD, row.pop(9))


def _other_before_legal(report: Report) -> None:
    for row in report.requests[1:]:
        row[7], row[8] = row[8], row[7]


def _order_known_from_the_page_before(report: Report) -> list:
    _total_first(report)
    return [report.disclosure, report.requests[:9], Text("— 3 —", Place()), report.requests[9:], report.proceedings]


def _figures_in_each_group_row(report: Report) -> None:
    made: Rows = []
    for at, row in enumerate(report.requests):
        new = at > HEAD + 2 and report.requests[at - 1][1] is not row[1]
        if new and bare(row[1].text)[1:] in ("不予公开", "无法提供", "不予处理", "其他处理"):
            made.append([row[0], *[cell(row[1].text)] * 2, *(cell(report.rng.randint(0, 30)) for _ in range(7))])
        made.append(row)
    report.requests[:] = made


def _units_behind_figures(report: Report) -> None:
    for row in report.requests[HEAD:]:
        row[HEAD:] = [cell(f"{one.text}{report.rng.choice(['件', ' 件', ''])}") for one in row[HEAD:]]


def _brackets_behind_numbers(report: Report) -> None:
    for row in report.requests:
        row[:] = [
            cell(re.sub(r"^(\d)\. ?", r"\1）", one.text)) if one.text[:1].isdigit() and bare(one.text) else one
            for one in row
        ]


def _blanks_in_labels(report: Report) -> None:
    made = {}
    for row in report.disclosure + report.requests + report.proceedings:
        row[:] = [
            made.setdefault(id(one), cell(report.rng.choice(" \n").join(one.text))) if bare(one.text) else one
            for one in row
        ]


def _cut_at_every_few_rows(report: Report) -> list:
    cuts = [0, *sorted(report.rng.sample(range(HEAD, len(report.requests)), 6)), None]
    return [report.disclosure, *(report.requests[a:b] for a, b in pairwise(cuts)), report.proceedings]


def _row_cut_by_a_page(report: Report) -> list:
    """The row of the first item of （三）: half of both its labels on the next page, its figures above."""
    at, blanks = HEAD + 4, [cell("") for _ in range(7)]
    row = report.requests[at]
    upper = [cell("三、本年"), cell("（三）不予公"), cell("1.属于国家秘"), *row[HEAD:]]
    lower = [cell("办理结果"), cell("开"), cell("密"), *blanks]
    return [report.disclosure, [*report.requests[:at], upper], [lower, *report.requests[at + 1 :]], report.proceedings]


def _notes_below(report: Report) -> None:
    report.requests.append([cell("注：区分处理的只计部分公开，不计予以公开；逾期不补正的计入其他处理。")] * 10)
    report.disclosure.append([cell("注：行政许可按决定书数量统计")] * 4)


def _stock_in_another_order(report: Report) -> None:
    for row in report.disclosure[1:4]:
        row[1], row[3] = row[3], row[1]


def _unit_column(report: Report) -> None:
    report.column(1, "单位", lambda at: "件", report.disclosure, 2)


def _last_year_beside_single_figures(report: Report) -> None:
    for at, row in enumerate(report.disclosure):
        if at in (5, 8, 12):
            row[1] = cell(f"上年{row[2].text}")
        elif at in (6, 9, 10, 13):
            row[1] = cell(report.rng.randint(1, 50))


def _cases_in_three_tables(report: Report) -> list:
    return [
        report.disclosure,
        report.requests,
        *([row[at : at + 5] for row in report.proceedings] for at in (0, 5, 10)),
    ]


def _cases_turned(report: Report) -> None:
    values, court = report.proceedings[-1], cell("行政诉讼")
    names = ("类别", "类别", "结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
    report.proceedings[:] = [
        [*map(cell, names)],
        [*[cell("行政复议")] * 2, *values[:5]],
        [court, cell("未经复议直接起诉"), *values[5:10]],
        [court, cell("复议后起诉"), *values[10:]],
    ]


def _cases_with_the_year(report: Report) -> None:
    report.column(0, "年度", lambda at: 2024, report.proceedings, len(report.proceedings) - 1)


def _cases_total_first(report: Report) -> None:
    for row in report.proceedings[1:]:
        for at in (0, 5, 10):
            row[at : at + 5] = [row[at + 4], *row[at : at + 4]]


def _courts_before_reviews(report: Report) -> None:
    for row in report.proceedings:
        row[:] = [*row[5:], *row[:5]]


def _another_year_compared_in_chapter_one(report: Report) -> list:
    rows = [[*map(cell, ("指标", "2023年", "2024年", "增减"))]]
    for name in ("本年新收政府信息公开申请", "上年结转", "予以公开", "部分公开", "行政许可", "行政处罚", "总计"):
        rows.append([cell(name), *(cell(report.rng.randint(0, 99)) for _ in range(3))])
    return report.inside(before=[rows])


def _another_year_whole_in_chapter_one(report: Report) -> list:
    return report.inside(before=[others(report.rng, table.id) for table in FORM.tables])


def _other_offices_behind(report: Report) -> list:
    return report.inside(
        behind=[Text("附件：所属单位统计表", Place()), *(others(report.rng, table.id) for table in FORM.tables)]
    )


WHOLE = [
    _split_header,
    _split_header_in_another_order,
    _total_beside_the_head_of_all,
    _no_group_columns,
    _numbers_in_front,
    _numbers_behind_the_label,
    _remarks,
    _subtotal_column,
    _subtotal_column_called_as_the_total,
    _total_first,
    _other_before_legal,
    _order_known_from_the_page_before,
    _figures_in_each_group_row,
    _units_behind_figures,
    _brackets_behind_numbers,
    _blanks_in_labels,
    _cut_at_every_few_rows,
    _row_cut_by_a_page,
    _notes_below,
    _stock_in_another_order,
    _unit_column,
    _last_year_beside_single_figures,
    _cases_in_three_tables,
    _cases_turned,
    _cases_with_the_year,
    _cases_total_first,
    _courts_before_reviews,
    _another_year_compared_in_chapter_one,
    _another_year_whole_in_chapter_one,
    _other_offices_behind,
]


@pytest.mark.parametrize("misprints", [0, 6])
@pytest.mark.parametrize("bend", WHOLE, ids=lambda bend: bend.__name__.strip("_"))
def test_a_bent_table_is_read_whole_with_its_misprints(bend, misprints):
    for seed in SEEDS:
        report = Report(seed, misprints)
        found = report.read(*(bend(report) or ()))
        assert found.printed == report.cells
        assert not found.questions


# What cannot be told is asked


def _a_number_for_a_missing_column(report: Report) -> None:
    report.column(HEAD, "行次", lambda at: at + 1)
    for row in report.requests:
        del row[8]
    report.forget("requests.")


def _numbers_without_a_header(report: Report) -> None:
    report.column(HEAD, "行次", lambda at: at + 1)
    del report.requests[:HEAD]
    report.forget("requests.")


def _two_figures_under_each_head(report: Report) -> None:
    for row in report.requests:
        row[HEAD:] = [
            one
            for pair in ((cell(report.rng.randint(0, 9)) if one.text.isdigit() else one, one) for one in row[HEAD:])
            for one in pair
        ]
    report.forget("requests.")


def _last_year_under_the_same_head(report: Report) -> None:
    for at, row in enumerate(report.disclosure[1:4]):
        row.insert(1, row[1] if not at else cell(report.rng.randint(0, 9)))
    report.forget("disclosure.rules", "disclosure.normative")


def _last_year_in_the_same_columns_again(report: Report) -> None:
    for at, row in enumerate(report.disclosure[1:4]):
        row += [cell(one.text if not at else report.rng.randint(0, 9)) for one in row[1:]]
    report.forget("disclosure.rules", "disclosure.normative")


def _only_last_year_filled(report: Report) -> None:
    for at, row in enumerate(report.disclosure):
        if at in (5, 8, 12):
            row[1] = cell(row[2].text.replace("本年", "上年"))
        elif at in (6, 9, 10, 13):
            row[1:] = [cell(report.rng.randint(1, 50)), *[cell("")] * 2]
    report.forget(*(f"disclosure.{row}" for row in ("licences", "penalties", "coercive", "fees")))


def _money_in_yuan(report: Report) -> None:
    report.disclosure[12][1:] = [cell("本年收费金额（单位：元）")] * 3
    report.forget("disclosure.fees")


def _one_figure_for_three(report: Report) -> None:
    report.disclosure[2][1:] = [cell(0)] * 3
    report.forget("disclosure.rules")


def _one_figure_for_a_row(report: Report) -> None:
    report.requests[8][HEAD:] = [cell(0)] * 7
    report.forget(material.ROWS[8 - HEAD] + ".")


def _two_figures_in_a_cell(report: Report) -> None:
    report.disclosure[6][1:] = [cell(f"{report.disclosure[6][1].text or 0}1\n7")] * 3
    report.disclosure[3][2] = cell("12\n10")
    report.requests[4][4] = cell("12\n10")
    report.forget("disclosure.licences", "disclosure.normative_documents.repealed", "requests.carried_in.business")


def _another_row_of_the_same_name(report: Report) -> None:
    row = report.requests[9]
    report.requests.append([*(cell(one.text) for one in row[:HEAD]), *(cell(int(one.text) + 1) for one in row[HEAD:])])
    report.forget(material.ROWS[9 - HEAD] + ".")


def _two_whole_reports(report: Report) -> list:
    second = Report(report.rng.randint(100, 200))
    same = {key for key in report.cells if report.cells[key] == second.cells[key]}
    report.cells |= {key: None for key in report.cells if key not in same}
    return report.inside() + second.inside()


ASKED = [
    _a_number_for_a_missing_column,
    _numbers_without_a_header,
    _two_figures_under_each_head,
    _last_year_under_the_same_head,
    _last_year_in_the_same_columns_again,
    _only_last_year_filled,
    _money_in_yuan,
    _one_figure_for_three,
    _one_figure_for_a_row,
    _two_figures_in_a_cell,
    _another_row_of_the_same_name,
    _two_whole_reports,
]


@pytest.mark.parametrize("misprints", [0, 6])
@pytest.mark.parametrize("bend", ASKED, ids=lambda bend: bend.__name__.strip("_"))
def test_what_two_readings_would_fit_is_asked_about(bend, misprints):
    for seed in SEEDS:
        report = Report(seed, misprints)
        found = report.read(*(bend(report) or ()))
        assert not material.wrong(report.cells, found)


# Text a machine has read

MISREAD = {
    "0 and 1 as letters": {"0": "OoQ〇", "1": "lI!丨"},
    "1 as a bar": {"1": "|"},
    "5 and 8 as letters": {"5": "S", "8": "B"},
}


@pytest.mark.parametrize(("apart", "end"), [("\t", "\n"), (" | ", " |\n"), ("\n", "\n"), ("  ", "\n"), ("", "")])
@pytest.mark.parametrize("noise", MISREAD)
def test_a_digit_taken_for_something_else_is_asked_about(noise, apart, end):
    forms = MISREAD[noise]
    for seed in range(3):
        rng = random.Random(seed)
        cells = material.figures(rng)
        text = material.text(cells, rng, apart, end, blanks=False)
        head, tables_ = text[: text.index("二、主动公开")], text[text.index("二、主动公开") :]
        spoiled = "".join(
            rng.choice(forms[mark]) if mark in forms and rng.random() < 0.08 else mark for mark in tables_
        )
        found = tables(text_reader.content((head + spoiled).encode(), "识别.txt"))
        assert not material.wrong(cells, found)


@pytest.mark.parametrize("apart", ["", "  "])
def test_figures_torn_apart_are_not_taken_for_several(apart):
    for seed in range(6):
        rng = random.Random(seed)
        cells = material.figures(rng)
        text = material.text(cells, rng, apart, "\n" if apart else "", blanks=False)
        torn = "".join(
            mark + " " * (mark.isdigit() and following.isdigit() and rng.random() < 0.2)
            for mark, following in zip(text, text[1:] + "。")
        )
        assert not material.wrong(cells, tables(text_reader.content(torn.encode(), "识别.txt")))


@pytest.mark.parametrize("apart", ["\t", "\n", "  "])
def test_misprints_in_clean_text_stay_as_printed(apart):
    for seed in range(4):
        report = Report(seed, 6)
        text = material.text(report.cells, report.rng, apart, blanks=False)
        found = tables(text_reader.content(text.encode(), "报告.txt"))
        assert found.printed == report.cells


@pytest.mark.parametrize("beside", ["superscript", "strike", "double_strike"])
def test_a_raised_or_crossed_out_digit_in_word_is_no_part_of_the_figure(beside):
    report = Report(1)
    document = docx.Document()
    for rows in (report.disclosure, report.requests, report.proceedings):
        table = document.add_table(len(rows), len(rows[0]))
        for line, row in zip(table.rows, rows):
            for place, one in zip(line.cells, row):
                place.text = one.text
    run = document.tables[1].cell(4, 5).paragraphs[0].add_run("3")
    setattr(run.font, beside, True)
    file = io.BytesIO()
    document.save(file)
    found = tables(docx_reader.content(file.getvalue(), "年报.docx"))
    assert "requests.carried_in.research" in asked(found)
    assert "requests.carried_in.research" not in found.printed
