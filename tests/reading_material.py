"""Made-up reports as offices really hand them in: random balanced figures, printed with every liberty labels and cells
take.
"""

from __future__ import annotations

import random
import re
from decimal import Decimal

from drafting.form import edition, printed_form
from drafting.reading.content import Cell, Content, Grid, Place, Text
from drafting.reading.form.tables import Tables
from drafting.reading.form.tables import tables as read_tables
from drafting.values import printed, with_totals

FORM = edition("2021")
PRINTED = printed_form(FORM)
APPLICANTS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other")
ROWS = list(dict.fromkeys(key.rsplit(".", 1)[0] for key in FORM.cells if key.startswith("requests.")))
LEAVES = ROWS[2:-2]
VARIANTS = {
    "行政规范性文件": ["规范性文件", "行政规范性\n文件"],
    "规章": ["规 章"],
    "社会公益组织": ["社会组织", "公益组织", "社会\n公益\n组织"],
    "商业企业": ["商业\n企业", "商业 企业"],
    "法律服务机构": ["法律服务", "法律\n服务\n机构"],
    "其他": ["其他组织", "其 他"],
    "总计": ["合计", "总 计"],
    "四、结转下年度继续办理": ["四、结转下年度继续办理", "结转下一年度继续办理"],
    "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请": ["1.逾期不补正"],
    "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请": [
        "2.逾期不缴费",
        "2. 申请人逾期未按收费通知要求缴纳费用",
    ],
    "本年收费金额（单位：万元）": ["本年收费金额（万元）"],
    "本年制发件数": ["本年制发"],
    "2.其他法律行政法规禁止公开": ["2.其他法律、行政法规禁止公开"],
    "（二）部分公开（区分处理的，只计这一情形，不计其他情形）": ["（二）部分公开"],
}


def figures(rng: random.Random, most: int = 40) -> dict[str, int | Decimal]:
    """Every cell of the three tables, balanced: 一 + 二 = （七） + 四 in each column, all totals right."""
    inputs: dict[str, int | Decimal] = {}
    for applicant in APPLICANTS:
        busy = rng.random() < 0.6
        for row in LEAVES:
            inputs[f"{row}.{applicant}"] = rng.choice((0, 0, 0, rng.randint(1, most))) if busy else 0
        done = sum(inputs[f"{row}.{applicant}"] for row in LEAVES)
        out = rng.choice((0, rng.randint(0, most // 4))) if busy else 0
        carried = rng.randint(0, done + out) if busy else 0
        inputs[f"requests.carried_in.{applicant}"] = carried
        inputs[f"requests.new_received.{applicant}"] = done + out - carried
        inputs[f"requests.carried_out.{applicant}"] = out
    for key, cell in FORM.cells.items():
        if key.startswith("proceedings.") and not cell.computed:
            inputs[key] = rng.choice((0, 0, rng.randint(1, most)))
        elif key.startswith("disclosure."):
            inputs[key] = rng.choice((0, rng.randint(1, 9), rng.randint(10, 20_000_000)))
    inputs["disclosure.fees_wan_yuan"] = rng.choice((0, 7545, Decimal("2.02"), Decimal("59237.2449")))
    return with_totals(FORM, inputs)


def label(text: str, rng: random.Random) -> str:
    """``text`` as some office prints it: a known variant, spaces, half-width brackets."""
    if rng.random() < 0.4:
        text = rng.choice(VARIANTS.get(text, [text]))
    if rng.random() < 0.2:
        text = re.sub(r"^(\d)\.", r"\1. ", text)
    if rng.random() < 0.2:
        text = text.replace("（", "(").replace("）", ") ")
    return text


def spanned(table: str, cells: dict, rng: random.Random) -> list[list[tuple[str, int, int]]]:
    """The rows of a table as (text, rowspan, colspan) from left to right, as HTML wants them."""
    spec = FORM.table(table)
    rows: list[list[tuple[str, int, int]]] = [[] for _ in range(spec.rows)]
    for cell in sorted(spec.cells, key=lambda cell: (cell.row, cell.col)):
        text = printed(cells[cell.key]) if cell.key else label(cell.text, rng)
        rows[cell.row].append((text, cell.rowspan, cell.colspan))
    return rows


def grid(table: str, cells: dict, rng: random.Random) -> Grid:
    """A table as a Grid: merged cells are one object."""
    spec = FORM.table(table)
    at: list[list[Cell | None]] = [[None] * spec.cols for _ in range(spec.rows)]
    for cell in spec.cells:
        text = printed(cells[cell.key]) if cell.key else label(cell.text, rng)
        made = Cell(text, Place(f"第 {cell.row + 1} 行"))
        for row in range(cell.row, cell.row + cell.rowspan):
            for col in range(cell.col, cell.col + cell.colspan):
                at[row][col] = made
    return Grid(tuple(map(tuple, at)))


def cut(grid: Grid, rng: random.Random, head: int) -> list[Grid | Text]:
    """A table cut by page breaks into pieces, the header repeated on some of them."""
    first = rng.randint(head, len(grid.rows) - 1)
    pieces = [grid.rows[:first], grid.rows[first:]]
    if rng.random() < 0.5:
        pieces[1] = grid.rows[:head] + pieces[1]
    return [Grid(pieces[0]), Text("— 3 —", Place("第 3 页")), Grid(pieces[1])]


def lines(table: str, cells: dict, rng: random.Random, apart: str = "\t", blanks: bool = True) -> list[str]:
    """A table as lines of text, cells ``apart``; ``blanks``: an empty cell stands for each position a merge covers."""
    spec = FORM.table(table)
    found = []
    for row in range(spec.rows):
        here = []
        for cell in sorted((cell for cell in spec.cells if cell.row == row), key=lambda cell: cell.col):
            text = printed(cells[cell.key]) if cell.key else label(cell.text, rng).replace("\n", "")
            here += [text] + [""] * (cell.colspan - 1 if blanks else 0)
        found.append(apart.join(here))
    return found


HEADINGS = {
    "disclosure": "二、主动公开政府信息情况",
    "requests": "三、收到和处理政府信息公开申请情况",
    "proceedings": "四、政府信息公开行政复议、行政诉讼情况",
}


def text(cells: dict, rng: random.Random, apart: str = "\t", end: str = "\n", blanks: bool = True) -> str:
    """A whole report as text."""
    parts = [
        "青石镇人民政府2024年政府信息公开工作年度报告",
        "一、总体情况",
        "全年新收政府信息公开申请并予以公开，行政许可5件，其他情况较好。",
    ]
    for table, heading in HEADINGS.items():
        parts += [heading, *lines(table, cells, rng, apart, blanks)]
    parts += ["五、存在的主要问题及改进情况", "存在3个问题。", "六、其他需要报告的事项", "本年度没有收取信息处理费。"]
    return end.join(parts)


def content(*blocks: Grid | Text) -> Content:
    """``blocks`` as a Content."""
    return Content("docx", blocks)


def wrong(cells: dict, found) -> dict[str, tuple]:
    """Cells that were read as something else than what is printed, and not asked about: cell -> (printed, read)."""
    asked = {question.cell for question in found.questions}
    return {
        key: (value, found.printed.get(key))
        for key, value in cells.items()
        if found.printed.get(key) != value and key not in asked
    }


def tables(content: Content) -> Tables:
    """The three tables of the 2021 form in ``content``."""
    return read_tables(content, PRINTED)


__all__ = [
    "FORM",
    "HEADINGS",
    "LEAVES",
    "PRINTED",
    "ROWS",
    "content",
    "cut",
    "figures",
    "grid",
    "label",
    "lines",
    "spanned",
    "tables",
    "text",
    "wrong",
]
