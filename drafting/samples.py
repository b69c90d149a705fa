"""The sample reports that travel with the program, for looking round without data of one's own.

All were written for this purpose. The town of zeros bears a real name and its published figures (all 0), its
notes are made up; the other organs do not exist.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from drafting import report_file, resources
from drafting.report import Report


@dataclass(frozen=True)
class Sample:
    """One sample: how the page calls it, its report file, and last year's report file where it has one."""

    id: str
    label: str
    path: Path
    last_year_path: Path | None = None

    def load(self) -> tuple[Report, Report | None]:
        """The sample report and last year's, if it has one. Raises FileError when the installation is damaged."""
        return report_file.read(self.path), report_file.read(self.last_year_path) if self.last_year_path else None


def samples() -> tuple[Sample, ...]:
    """The samples, simplest first."""
    folder = resources.samples()
    return (
        Sample("zeros", "兑镇镇人民政府 2023 年度（全年没有申请，各表均为 0）", folder / "01-town-of-zeros-2023.report.json"),
        Sample("town", "青石镇人民政府 2024 年度（有申请，附上年报告）", folder / "02-town-with-requests-2024.report.json",
               folder / "02-town-with-requests-2023.last-year.report.json"),
        Sample("department", "云溪县自然资源局 2024 年度（政府部门，申请和复议诉讼较多）",
               folder / "03-county-department-2024.report.json"),
    )


def sample(id: str) -> Sample:
    """The sample called ``id``. Raises KeyError."""
    return {sample.id: sample for sample in samples()}[id]
