"""What was found in the units' reports, for people: one table of all findings, and for each unit a 退回单."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from drafting.checks import RULES, SEVERITIES, Finding
from drafting.publishing import listing
from drafting.publishing.listing import Listing

from .batch_check import Checked

RETURNED = ("error", "warning")
"""Severities that a 退回单 lists; a hint is for the office to judge."""


@dataclass(frozen=True)
class Row:
    """One row of the findings table. ``unit``: key."""

    unit: str
    label: str
    severity: str
    rule: str
    title: str
    place: str
    says: str


def rows(checked: Iterable[Checked]) -> Iterator[Row]:
    """Every finding and open question of every unit, unit by unit, the gravest first."""
    for unit in checked:
        if unit.error:
            yield Row(unit.key, unit.label, "错误", "", "文件不能用", "", unit.error)
        for finding in unit.findings:
            title = RULES[finding.rule].title if finding.rule in RULES else ""
            severity = SEVERITIES[finding.severity]
            yield Row(unit.key, unit.label, severity, finding.rule, title, place(unit, finding), finding.said)
        for question in unit.questions:
            yield Row(unit.key, unit.label, "待答", "", "读入时的问题", "", question)


def place(unit: Checked, finding: Finding) -> str:
    """Where the finding is, in words of the form: the cell, or the section."""
    report = unit.report
    if report is None:
        return ""
    if finding.cells and finding.cells[0] in report.form.cells:
        return report.form.name(finding.cells[0])
    return report.called(finding.section) if finding.section else "全文"


def table(checked: Sequence[Checked], title: str, dated: date, author: str = "") -> bytes:
    """The findings table as a workbook, with a sheet that counts them unit by unit."""
    found = list(rows(checked))
    all_ = Listing(
        "问题清单",
        (("序号", 3), ("单位", 12), ("级别", 4), ("规则", 4), ("检查什么", 14), ("位置", 14), ("问题和修改办法", 40)),
        tuple(
            (at, row.label, row.severity, row.rule, row.title, row.place, row.says) for at, row in enumerate(found, 1)
        ),
    )
    counts = Listing(
        "各单位问题数",
        (("单位", 14), ("错误", 4), ("提醒", 4), ("提示", 4), ("待答", 4)),
        tuple((unit.label, *(unit.count(each) for each in SEVERITIES), len(unit.questions)) for unit in checked),
    )
    return listing.xlsx(title, [all_, counts], author=author, dated=dated)


def owes(unit: Checked) -> bool:
    """Whether there is anything to send back for."""
    return bool(unit.error or unit.questions or any(finding.severity in RETURNED for finding in unit.findings))


def slip(unit: Checked, year: int, dated: date, *, due: date | None = None, author: str = "") -> tuple[bytes, bytes]:
    """The 退回单 of ``unit`` as a Word document and as a workbook: what, where, by how much, what to do."""
    found = [row for row in rows([unit]) if row.severity != SEVERITIES["hint"]]
    listed = Listing(
        "需要修改的地方",
        (("序号", 3), ("级别", 4), ("位置", 12), ("问题和修改办法", 30)),
        tuple((at, row.severity, row.place, row.says) for at, row in enumerate(found, 1)),
    )
    title = f"{year}年度报告退回修改单"
    when = f"请于 {due.year}年{due.month}月{due.day}日前" if due else "请尽快"
    errors = sum(row.severity == SEVERITIES["error"] for row in found)
    said = f"你单位报来的政府信息公开工作年度报告有 {len(found)} 处需要核对修改，其中错误 {errors} 处。{when}改正后把完整的一份重新报来。"
    word = listing.docx(title, [f"{unit.label}：", said, listed], author=author, dated=dated)
    return word, listing.xlsx(f"{unit.label}{title}", [listed], author=author, dated=dated)
