"""The cases: report files with notes, drafted anew by every candidate. Ten travel with the program, all made up."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from drafting import report_file, resources
from drafting.errors import FileError, InputError
from drafting.report import Report
from drafting.whole_files import read_whole

REPORT, LAST_YEAR = ".report.json", ".last-year.report.json"
"""How a case is named, and the report on the year before it that lies beside it."""


@dataclass(frozen=True)
class EvaluationCase:
    """A report without text, and last year's where there is one. ``about``: what the case has that others have not."""

    name: str
    report: Report
    last_year: Report | None = None
    about: str = ""

    @property
    def label(self) -> str:
        """How tables and pages call it."""
        return f"{self.report.organ.name}（{self.about}）" if self.about else self.report.organ.name


def shipped() -> tuple[EvaluationCase, ...]:
    """The ten cases of the program, in the order of their names. Raises FileError when the installation is damaged."""
    return read([resources.samples() / "evaluation"])


def read(paths: Iterable[str | Path]) -> tuple[EvaluationCase, ...]:
    """The cases of files and folders. Raises FileError, and InputError where there is none."""
    files: list[Path] = []
    for path in map(Path, paths):
        files += sorted(path.glob(f"*{REPORT}")) if path.is_dir() else [path]
    found = tuple(_case(file) for file in files if not file.name.endswith(LAST_YEAR))
    if not found:
        raise InputError("没有可以评测的年报文件，请指明带素材的 .report.json 文件或放着它们的文件夹。")
    return found


def _case(path: Path) -> EvaluationCase:
    name = path.name.removesuffix(REPORT)
    report = report_file.read(path)
    if not any(note.text.strip() for note in report.notes):
        raise FileError(f"“{path}”里没有素材，不能用来评测，请换一个写了素材的年报文件。")
    beside = path.with_name(f"{name}{LAST_YEAR}")
    about = json.loads(read_whole(path)).get("case", "")
    return EvaluationCase(
        name,
        report.model_copy(update={"sections": {}, "approvals": []}),
        report_file.read(beside) if beside.exists() else None,
        about if isinstance(about, str) else "",
    )
