"""Charts of the requests: by applicant, by result, and how they went over the years on file.

What a chart shows is plain data taken from the facts, so every bar has its cells; ``chart_picture`` draws it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal, NamedTuple

from drafting.facts import facts
from drafting.form.charts import CHART_NAMES
from drafting.report import Report
from drafting.values import MAX_DIGITS, Value, printed

RESULTS = {
    "requests.granted.total": "（一）予以公开",
    "requests.partially_granted.total": "（二）部分公开",
    "formula.refused": "（三）不予公开",
    "formula.unavailable": "（四）无法提供",
    "formula.unprocessed": "（五）不予处理",
    "formula.other": "（六）其他处理",
}
"""Facts of the groups of 三、本年度办理结果, and what the form calls them."""
TREND = {
    "requests.new_received.total": "本年新收",
    "requests.granted.total": "予以公开",
    "requests.partially_granted.total": "部分公开",
    "requests.carried_out.total": "结转下年度",
}
"""Facts followed over the years, and what they are called."""


class Figure(NamedTuple):
    """One figure of a chart; ``value`` is None where a cell it needs is not filled."""

    year: int
    label: str
    value: Value

    @property
    def text(self) -> str:
        """The figure as it stands beside its mark; blank and 0 differ."""
        return "未填" if self.value is None else printed(self.value)


@dataclass(frozen=True)
class Chart:
    """What a chart shows. ``bars``: a bar for each label and year; ``lines``: a line over the years a label."""

    id: str
    title: str
    kind: Literal["bars", "lines"]
    figures: tuple[Figure, ...]

    @property
    def years(self) -> list[int]:
        """The years it shows, in order."""
        return sorted({figure.year for figure in self.figures})

    @property
    def labels(self) -> list[str]:
        """The labels, in the order of the form."""
        return list(dict.fromkeys(figure.label for figure in self.figures))

    @property
    def alt(self) -> str:
        """All it shows in words, for those who cannot see it: ``…：2023 年自然人 4、商业企业未填；2024 年……。``"""
        said = []
        for year in self.years:
            each = "、".join(
                f"{figure.label}未填" if figure.value is None else f"{figure.label} {figure.text}"
                for figure in self.figures
                if figure.year == year
            )
            said.append(f"{year} 年{each}")
        return f"{self.title}：{'；'.join(said)}。"


def charts(report: Report, others: Iterable[Report] = ()) -> tuple[Chart, ...]:
    """The charts of ``report`` that have a figure to show; ``others``: the same organ's reports on other years.

    Applicants and results stand beside those of the year before where it is among them; the trend needs two years. A
    later year is not shown: the report of a year tells of nothing that came after it.
    """
    by_year = {each.year: each for each in (*others, report) if each.year <= report.year}
    known = {year: _known(by_year[year]) for year in sorted(by_year)}
    recent = {year: known[year] for year in (report.year - 1, report.year) if year in known}
    names = {
        key: report.form.name(key).rpartition("”")[2]
        for key in report.form.inputs
        if key.startswith("requests.new_received.")
    }
    found = (
        Chart("applicants", CHART_NAMES["applicants"], "bars", _figures(recent, names)),
        Chart("results", CHART_NAMES["results"], "bars", _figures(recent, RESULTS)),
        Chart("trend", CHART_NAMES["trend"], "lines", _figures(known, TREND) if len(known) > 1 else ()),
    )
    return tuple(chart for chart in found if any(figure.value is not None for figure in chart.figures))


def undrawn(report: Report, others: Iterable[Report] = ()) -> dict[str, str]:
    """The charts chosen for ``report`` that are left out because there is nothing to draw: id -> the sentence that says
    so.
    """
    known = [other for other in others if other.year < report.year] if report.charts else []
    drawn = {chart.id for chart in charts(report, known)} if report.charts else set()
    said = {}
    for id in (chosen.chart for chosen in report.charts if chosen.chart not in drawn):
        why = "请先填写表三" if known or id != "trend" else "它要有同一机关以前年度的报告"
        said[id] = f"已放入报告的“{CHART_NAMES[id]}”现在没有可画的数字，导出的文件里没有这张图；{why}。"
    return said


def _known(report: Report) -> dict[str, Value]:
    """The facts of ``report`` that a chart can show: a figure longer than a cell can be is none."""
    return {id: fact.value for id, fact in facts(report).items() if abs(fact.value) < 10**MAX_DIGITS}


def _figures(known: Mapping[int, Mapping[str, Value]], names: Mapping[str, str]) -> tuple[Figure, ...]:
    return tuple(Figure(year, name, of.get(id)) for year, of in known.items() for id, name in names.items())
