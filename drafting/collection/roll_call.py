"""Where each unit stands: also those that sent nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from drafting.publishing import listing
from drafting.publishing.listing import Listing
from drafting.report import Report

from .batch_check import Checked
from .roster import Unit
from .rounds import Collection

State = Literal["missing", "received", "faulty", "returned", "passed", "published"]
STATES: dict[State, str] = {
    "missing": "未报",
    "received": "已收",
    "faulty": "有错",
    "returned": "退回",
    "passed": "通过",
    "published": "已公布",
}
"""From nothing to the end. ``faulty``: there are errors, or questions that nobody answered."""
OWING: tuple[State, ...] = ("missing", "faulty", "returned")
"""States in which the unit has to do something."""


@dataclass(frozen=True)
class Line:
    """One unit. ``due``: the office's own deadline, else the place's, else the statutory one; ``days``: left until it, negative once it is
    past, None where the unit owes nothing; ``late``: the first round came after it; ``first``: the day that round came.
    """

    unit: Unit
    label: str
    state: State
    errors: int
    warnings: int
    questions: int
    rounds: int
    returned: int
    came: str
    due: date
    statutory: date
    days: int | None
    late: bool
    published_on: date | None = None
    address: str = ""
    first: date | None = None

    @property
    def owes(self) -> bool:
        """Whether the unit has to do something."""
        return self.state in OWING


def roll_call(
    collection: Collection, checked: Mapping[str, Checked], today: date, inner: date | None = None
) -> tuple[Line, ...]:
    """Every unit of the roster in its order, without the government whose report is the sum of theirs.

    ``checked``: key -> what was found in the unit's report, of those that sent one; ``inner``: the place's deadline, None where
    it lays down none.
    """
    roster = collection.roster.within(inner)
    own = roster.government
    return tuple(_line(collection, unit, checked.get(unit.key), today) for unit in roster.units if unit is not own)


def _line(collection: Collection, unit: Unit, found: Checked | None, today: date) -> Line:
    record = collection.record(unit.key)
    errors = found.count("error") + bool(found.error) if found else 0
    questions = len(found.questions) if found else 0
    state: State
    if record.published_on or record.address:
        state = "published"
    elif not record.rounds:
        state = "missing"
    elif record.decision:
        state = record.decision
    else:
        state = "faulty" if errors or questions else "received"
    statutory = Report(organ=unit.organ, year=collection.year).deadline
    due = unit.deadline or statutory
    first = datetime.fromisoformat(record.rounds[0].at).date() if record.rounds else None
    return Line(
        unit=unit,
        label=collection.roster.labels[unit.key],
        state=state,
        errors=errors,
        warnings=found.count("warning") if found else 0,
        questions=questions,
        rounds=len(record.rounds),
        returned=record.returned,
        came=record.rounds[-1].at[:16].replace("T", " ") if record.rounds else "",
        due=due,
        statutory=statutory,
        days=(due - today).days if state in OWING else None,
        late=first > due if first else today > due,
        published_on=record.published_on,
        address=record.address,
        first=first,
    )


def counts(lines: Sequence[Line]) -> dict[State, int]:
    """How many units are in each state, also where none is."""
    return {state: sum(line.state == state for line in lines) for state in STATES}


def left(line: Line) -> str:
    """The days until the unit's deadline, in words; ``""`` where it owes nothing."""
    if line.days is None:
        return ""
    return "今天到期" if line.days == 0 else f"还有 {line.days} 天" if line.days > 0 else f"超过 {-line.days} 天"


def reminder(line: Line, year: int) -> str:
    """What to send the unit: what it owes, by when; ``""`` where it owes nothing."""
    if not line.owes:
        return ""
    report = f"{year}年政府信息公开工作年度报告"
    days = left(line).replace("超过", "已超过")
    until = f"报送期限是{line.due.year}年{line.due.month}月{line.due.day}日，{days}"
    if line.state == "missing":
        return f"{line.label}：你单位的{report}还没有收到，{until}，请抓紧报来；已经报送的请告知报送方式。"
    wrong = ((line.errors, "错误"), (line.warnings, "需要核对的地方"), (line.questions, "没有读清的数字"))
    what = "、".join(f"{number} 处{words}" for number, words in wrong if number)
    received = "已退回" if line.state == "returned" else "已收到"
    return (
        f"{line.label}：你单位第 {line.rounds} 次报来的{report}{received}{f'，还有 {what}' if what else ''}，"
        f"请按退回单改正后把完整的一份重新报来。{until}。"
    )


_COLUMNS = (
    ("序号", 4),
    ("单位", 13),
    ("情况", 5),
    ("错误", 4),
    ("提醒", 4),
    ("待答", 4),
    ("报送次数", 4),
    ("最近报送", 9),
    ("报送期限", 7),
    ("剩余", 6),
    ("公布日期", 7),
    ("公布网址", 12),
    ("联系人", 9),
)


def table(lines: Sequence[Line]) -> Listing:
    """The roll-call as a table."""
    return Listing(
        "点名表",
        _COLUMNS,
        tuple(
            (
                line.unit.order,
                line.label,
                STATES[line.state],
                line.errors,
                line.warnings,
                line.questions,
                line.rounds,
                line.came,
                line.due.isoformat(),
                left(line),
                line.published_on.isoformat() if line.published_on else "",
                line.address,
                line.unit.contact,
            )
            for line in lines
        ),
    )


def workbook(lines: Sequence[Line], year: int, today: date, author: str = "") -> bytes:
    """The roll-call as a workbook, with a sheet of reminders ready to paste."""
    told = [(line.label, line.unit.contact, reminder(line, year)) for line in lines if line.owes]
    reminders = Listing("催报文字", (("单位", 13), ("联系人", 10), ("催报文字", 60)), tuple(told))
    return listing.xlsx(f"{year}年年度报告收取情况", [table(lines), reminders], author=author, dated=today)


def document(lines: Sequence[Line], year: int, today: date, author: str = "") -> bytes:
    """The roll-call as a Word document."""
    number = counts(lines)
    said = "，".join(f"{STATES[state]} {number[state]} 个" for state in STATES if number[state])
    return listing.docx(
        f"{year}年政府信息公开工作年度报告收取情况",
        [f"截至{today.year}年{today.month}月{today.day}日，应报单位 {len(lines)} 个：{said}。", table(lines)],
        author=author,
        dated=today,
        wide=True,
    )
