"""What an office hands out: for each unit a form with its name, last year's figures and 上年结转 in it, and one page on
what to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from drafting.errors import FileError
from drafting.publishing import form_sheet, listing
from drafting.report import Report
from drafting.values import Number
from drafting.whole_files import write_whole

from .form_id import PROPERTY
from .pool import Spread, in_order
from .roster import Roster, Unit

INSTRUCTION = "填报说明.docx"


@dataclass(frozen=True)
class Handed:
    """One file to hand out."""

    name: str
    data: bytes


@dataclass(frozen=True)
class _Addressed:
    """A form to be made: for whom, what people call it, and its report on the year before."""

    unit: Unit
    label: str
    year: int
    last_year: Report | None

    def __str__(self) -> str:
        return self.label


def handed_out(
    roster: Roster,
    year: int,
    last_year: Mapping[str, Report] | None = None,
    *,
    workers: int = 1,
    spread: Spread = in_order,
    on_unit: Callable[[int, int], None] = lambda done, total: None,
) -> Iterator[Handed]:
    """The form of each unit (not of the government whose report is the sum), in order, then the instruction.

    ``last_year``: key -> the unit's report on the year before, of the units that have one. Raises FileError for a form
    that could not be made.
    """
    before = last_year or {}
    wanted = [
        _Addressed(unit, roster.labels[unit.key], year, before.get(unit.key))
        for unit in roster.units
        if unit is not roster.government
    ]
    for done, outcome in enumerate(spread(_addressed, wanted, workers), 1):
        if outcome.result is None:
            raise FileError(outcome.error)
        on_unit(done, len(wanted))
        yield Handed(f"{roster.stem(outcome.item.unit, year)}.xlsx", outcome.result)
    yield Handed(INSTRUCTION, instruction(roster, year))


def form(roster: Roster, unit: Unit, year: int, last_year: Report | None = None) -> bytes:
    """The spreadsheet that ``unit`` fills in."""
    return _addressed(_Addressed(unit, roster.labels[unit.key], year, last_year))


def _addressed(wanted: _Addressed) -> bytes:
    unit, year, last_year = wanted.unit, wanted.year, wanted.last_year
    report = Report(organ=unit.organ, year=year)
    if last_year:
        report = report.model_copy(update={"values": carried_in(report, last_year)})
    due = f"请在 {_day(unit.deadline)}前交回。" if unit.deadline else ""
    told = [f"这是发给{wanted.label}的表，请直接填写后交回，不要转给其他单位使用。{due}"]
    if last_year:
        told.append(
            f"“上年结转”已按 {year - 1} 年度报告的“结转下年度继续办理”填好，有出入的请改正并说明；"
            "选中一格，旁边显示上年这一格的数字。"
        )
    return form_sheet.write(report, last_year, told=told, marks={PROPERTY: unit.key})


def carried_in(report: Report, last_year: Report) -> dict[str, Number]:
    """What ``report`` carries in of requests: what ``last_year`` carried out, by kind of applicant (A5, domain §2.4)."""
    carried = {
        role.applicant: value
        for key, role in last_year.form.roles.items()
        if role.stage == "carried_out" and (value := last_year.cells()[key]) is not None
    }
    return {
        key: carried[role.applicant]
        for key, role in report.form.roles.items()
        if role.stage == "carried_in" and key in report.form.inputs and role.applicant in carried
    }


def instruction(roster: Roster, year: int) -> bytes:
    """One page for all units: what to fill in, how, and by when it is to be back."""
    days = sorted({unit.deadline for unit in roster.units if unit.deadline})
    if len(days) == 1:
        when = f"请于 {_day(days[0])}前交回。"
    elif days:
        when = (
            f"请在本单位的期限前交回（最早 {_day(days[0])}，最晚 {_day(days[-1])}），各单位的期限写在表的“说明”页上。"
        )
    else:
        when = "请按通知要求的时间交回。"
    return listing.docx(
        f"{year}年政府信息公开工作年度报告填报说明",
        [
            "各单位：",
            f"请按文件名找到本单位的表（序号-单位-{year}.xlsx），填写后原样交回。{when}",
            "一、表二、表三、表四只填浅黄色的格：没有发生的填 0，暂时不清楚的留空；灰色的合计自动算出。"
            "表三下方写着“相差”的一列，第一、二项之和与第三、四项之和不符，请核对后再交。",
            "二、“素材”页一行写一件事，写清时间、做法和数字，在“方面”一栏选它属于哪一方面。"
            "存在的主要问题写具体，上年的问题今年改得怎样也请写上。",
            "三、表中已有的“上年结转”来自上年的报告，与实际不符的请改正并说明原因。",
            "四、下属单位的数字计入主管单位；与其他单位联合办理、联合发文的，请在素材里注明，以免重复统计。",
            "五、本单位已写好整份报告的（Word、PDF 或网页），也可以直接交报告。改正后重新交来的，请交完整的一份。",
        ],
        author=roster.government.name if roster.government else "",
        dated=date(year + 1, 1, 1),
    )


def write(files: Iterator[Handed], target: str | Path) -> list[str]:
    """Write ``files`` into the folder ``target``, or into the zip archive of that name; their names.

    Raises FileError, also where a file of that name is there already: it may be filled in.
    """
    target = Path(target)
    if target.suffix.lower() == ".zip":
        packed, names = archive(files)
        write_whole(target, packed)
        return names
    files_ = list(files)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"无法建立文件夹“{target}”（{error.strerror}），请核对。") from None
    if there := next((file.name for file in files_ if (target / file.name).exists()), None):
        raise FileError(f"“{target}”里已经有“{there}”，可能已经填写，没有覆盖；请换一个文件夹。")
    for file in files_:
        write_whole(target / file.name, file.data)
    return [file.name for file in files_]


def archive(files: Iterator[Handed]) -> tuple[bytes, list[str]]:
    """``files`` as a zip archive, and their names. The same files give the same bytes."""
    held, names = BytesIO(), []
    with ZipFile(held, "w", ZIP_DEFLATED) as package:
        for file in files:
            package.writestr(ZipInfo(file.name), file.data, ZIP_DEFLATED)
            names.append(file.name)
    return held.getvalue(), names


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
