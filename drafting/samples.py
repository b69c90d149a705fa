"""The sample reports that travel with the program, for looking round without data of one's own.

All were written for this purpose. The town of zeros bears a real name and its published figures (all 0), its
notes are made up; the other organs do not exist. The files name fixed years; shown on a day, they are moved so that the
report is on the year before that day, as a clerk's own is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drafting import report_file, resources
from drafting.report import Report

_YEAR = re.compile(r"(?<![\d.])20\d\d(?=\s?年|〕)")
"""A year in running text or in a 文号; other numbers are never touched."""
_AROUND = 5
"""Years farther than this from the report's own belong to history (“2000 年以后的档案”) and stay."""


@dataclass(frozen=True)
class Sample:
    """One sample: what the page calls it, the year its file is on, its report file, and last year's where it has one.

    ``later``: by how many years everything in it is moved when it is loaded.
    """

    id: str
    organ: str
    about: str
    file_year: int
    path: Path
    last_year_path: Path | None = None
    later: int = 0

    @property
    def label(self) -> str:
        """How the page calls it: organ, year, and what it shows."""
        return f"{self.organ} {self.file_year + self.later} 年度（{self.about}）"

    def load(self) -> tuple[Report, Report | None]:
        """The sample report and last year's, if it has one. Raises FileError when the installation is damaged."""
        return self._load(self.path), self._load(self.last_year_path) if self.last_year_path else None

    def _load(self, path: Path) -> Report:
        return moved(report_file.read(path), self.later)


def moved(report: Report, later: int) -> Report:
    """``report`` as if it were on a year ``later`` years after its own: its year and the edition in force for it, its dates, the
    years in its texts and in its 文号. Nothing else of it changes, no figure of its tables and no other number of its texts.
    """
    if not later:
        return report

    def text(year: re.Match[str]) -> str:
        near = abs(int(year[0]) - report.year) <= _AROUND
        return str(int(year[0]) + later) if near else year[0]

    kept = json.loads(report.model_dump_json(exclude={"year", "edition", "document", "values", "stated"}))
    document = report.document.model_copy(
        update={
            "number": _YEAR.sub(text, report.document.number),
            "issued_on": _day(report.document.issued_on, later),
            "printed_on": _day(report.document.printed_on, later),
        }
    )
    return Report.model_validate(
        {
            **{name: _texts(value, text) for name, value in kept.items()},
            "document": document,
            "year": report.year + later,
            "values": report.values,
            "stated": report.stated,
        }
    )


def _texts(value: object, text: Callable[[re.Match[str]], str]) -> object:
    """``value`` with the years moved in every text in it."""
    if isinstance(value, str):
        return _YEAR.sub(text, value)
    if isinstance(value, list):
        return [_texts(each, text) for each in value]
    return {name: _texts(each, text) for name, each in value.items()} if isinstance(value, dict) else value


def _day(day: date | None, later: int) -> date | None:
    """The same day ``later`` years on; the day before where that year has no 29 February."""
    if day is None:
        return None
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year + later, day=28 if leap_day else day.day)


def samples(today: date | None = None) -> tuple[Sample, ...]:
    """The samples, simplest first: as the files have them, or moved so that each is on the year before ``today``."""
    folder = resources.samples()

    def one(id: str, organ: str, about: str, year: int, *names: str) -> Sample:
        return Sample(
            id,
            organ,
            about,
            year,
            *(folder / f"{name}.report.json" for name in names),
            later=today.year - 1 - year if today else 0,
        )

    return (
        one("zeros", "兑镇镇人民政府", "全年没有申请，各表均为 0", 2023, "01-town-of-zeros-2023"),
        one(
            "town",
            "青石镇人民政府",
            "有申请，附上年报告",
            2024,
            "02-town-with-requests-2024",
            "02-town-with-requests-2023.last-year",
        ),
        one("department", "云溪县自然资源局", "政府部门，申请和复议诉讼较多", 2024, "03-county-department-2024"),
    )


@dataclass(frozen=True)
class SampleCounty:
    """The made-up county: the year its files are on, its ``roster`` and the files that its units sent.

    Of twelve units one sent nothing, three sent errors (云溪县卫生健康局, 云溪县民政局, 石桥镇), 白沙乡 copied 青石镇, one sent a
    PDF and one the form. ``later``: by how many years everything in it is to be moved.
    """

    file_year: int
    roster: Path
    files: Path
    later: int = 0

    @property
    def year(self) -> int:
        """The year it is shown on."""
        return self.file_year + self.later

    def text(self, text: str) -> str:
        """A text of its files with the report's year and the one after it moved; other years are history, or stand in a 文号."""
        pattern = rf"(?<!\d)(?:{self.file_year}|{self.file_year + 1})(?=\s?年)"
        return re.sub(pattern, lambda year: str(int(year[0]) + self.later), text)


def county(today: date | None = None) -> SampleCounty:
    """The made-up county that travels with the program: as the files have it, or to be moved to the year before ``today``."""
    folder, year = resources.samples() / "county", 2024
    return SampleCounty(year, folder / "名单.tsv", folder / "收到", today.year - 1 - year if today else 0)


def sample(id: str, today: date | None = None) -> Sample:
    """The sample called ``id``, moved as ``samples`` does. Raises KeyError."""
    return {sample.id: sample for sample in samples(today)}[id]
