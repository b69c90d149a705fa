"""Charts of the requests: by applicant, by result, and how they went over the years on file.

What a chart shows is plain data taken from the facts, so every bar has its cells; ``drawn`` makes an Altair chart of it
for the page, ``image`` a PNG for the review copy. Altair takes long to import and waits until a chart is drawn.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Literal, NamedTuple

from drafting.errors import FileError
from drafting.facts import facts
from drafting.report import Report
from drafting.values import MAX_DIGITS, Value, printed, to_json

from . import fonts

if TYPE_CHECKING:
    import altair

RESULTS = {
    "requests.granted.total": "（一）予以公开", "requests.partially_granted.total": "（二）部分公开",
    "formula.refused": "（三）不予公开", "formula.unavailable": "（四）无法提供",
    "formula.unprocessed": "（五）不予处理", "formula.other": "（六）其他处理",
}
"""Facts of the groups of 三、本年度办理结果, and what the form calls them."""
TREND = {
    "requests.new_received.total": "本年新收", "requests.granted.total": "予以公开",
    "requests.partially_granted.total": "部分公开", "requests.carried_out.total": "结转下年度",
}
"""Facts followed over the years, and what they are called."""

FONT = "'Noto Sans SC','Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
"""Typefaces of a chart; the first is the one that ``image`` always has."""
INK, LINE, ACCENT, PALE = "#1f2329", "#b4bac4", "#1f4e8c", "#8ea2bc"
"""Colours of words, axes, this year and last year; the last two differ in lightness, so that no eye confuses them."""
WIDTH = 400
"""Width of the plot in pixels, without its labels."""
BAR, GAP = 15, 0.25
"""Height of a bar in pixels, and the part of a label's height that is left blank below its bars."""
SCALE = 2
"""Pixels of an image for each of the chart."""
_NO_DRAWER = "把图表画成图片的组件 vl-convert 没有装好，没有附图表；需要时请重新安装本程序。"


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
                for figure in self.figures if figure.year == year)
            said.append(f"{year} 年{each}")
        return f"{self.title}：{'；'.join(said)}。"


def charts(report: Report, others: Iterable[Report] = ()) -> tuple[Chart, ...]:
    """The charts of ``report`` that have a figure to show; ``others``: the same organ's reports on other years.

    Applicants and results stand beside those of the year before where it is among them; the trend needs two years.
    """
    by_year = {each.year: each for each in (*others, report)}
    known = {year: _known(by_year[year]) for year in sorted(by_year)}
    recent = {year: known[year] for year in (report.year - 1, report.year) if year in known}
    names = {key: report.form.name(key).rpartition("”")[2] for key in report.form.inputs
             if key.startswith("requests.new_received.")}
    found = (
        Chart("applicants", "本年新收申请，按申请人（件）", "bars", _figures(recent, names)),
        Chart("results", "本年办理结果（件）", "bars", _figures(recent, RESULTS)),
        Chart("trend", "历年申请办理情况（件）", "lines", _figures(known, TREND) if len(known) > 1 else ()))
    return tuple(chart for chart in found if any(figure.value is not None for figure in chart.figures))


def drawn(chart: Chart) -> altair.LayerChart | altair.FacetChart:
    """``chart`` as an Altair chart, its words in Chinese, nothing to be fetched."""
    made = _lines(chart) if chart.kind == "lines" else _bars(chart)
    return made.properties(usermeta={"embedOptions": {"actions": False}}).configure(
        font=FONT, background="white", padding=6,
    ).configure_view(stroke=None).configure_axis(
        labelColor=INK, labelFontSize=12, labelLimit=180, domainColor=LINE, tickColor=LINE,
    ).configure_legend(labelColor=INK, labelFontSize=12, orient="top", title=None).configure_header(
        labelColor=INK, labelFontSize=12, title=None)


@lru_cache(maxsize=64)
def image(chart: Chart) -> bytes:
    """``chart`` as a PNG; the same chart gives the same bytes. Raises FileError when nothing can draw it."""
    try:
        _fonts()
        file = BytesIO()
        drawn(chart).save(file, format="png", engine="vl-convert", scale_factor=SCALE)
    except ImportError as error:
        raise FileError(_NO_DRAWER) from error
    return file.getvalue()


def vector(chart: Chart) -> bytes:
    """``chart`` as an SVG, to be set into a document at any size. Raises FileError as ``image`` does."""
    try:
        _fonts()
        file = StringIO()
        drawn(chart).save(file, format="svg", engine="vl-convert")
    except ImportError as error:
        raise FileError(_NO_DRAWER) from error
    return file.getvalue().encode()


@cache
def _fonts() -> None:
    """Let images be set in the package of open fonts, wherever they are made. Raises ImportError without vl-convert."""
    from vl_convert import register_font_directory
    for folder in fonts.package():
        register_font_directory(str(folder))


def _known(report: Report) -> dict[str, Value]:
    """The facts of ``report`` that a chart can show: a figure longer than a cell can be is none."""
    return {id: fact.value for id, fact in facts(report).items() if abs(fact.value) < 10**MAX_DIGITS}


def _figures(known: Mapping[int, Mapping[str, Value]], names: Mapping[str, str]) -> tuple[Figure, ...]:
    return tuple(Figure(year, name, of.get(id)) for year, of in known.items() for id, name in names.items())


def _rows(chart: Chart) -> altair.Data:
    """The figures as Altair reads them; the text beside a mark is ours, so that every digit is kept."""
    import altair
    newest = chart.years[-1]
    return altair.Data(values=[
        {"年度": f"{year} 年", "项目": label, "件数": to_json(value), "处": to_json(value) or 0,
         "注": figure.text if year == newest or chart.kind == "lines" else f"{figure.text}（上年）"}
        for figure in chart.figures for year, label, value in [figure]])


def _bars(chart: Chart) -> altair.LayerChart:
    import altair
    years = [f"{year} 年" for year in chart.years]
    base = altair.Chart(_rows(chart)).encode(
        y=altair.Y("项目:N", sort=chart.labels, title=None, scale=altair.Scale(paddingInner=GAP)),
        yOffset=altair.YOffset("年度:N", sort=years),
        tooltip=[altair.Tooltip("项目:N"), altair.Tooltip("年度:N"), altair.Tooltip("注:N", title="件数")])
    most = max((float(figure.value) for figure in chart.figures if figure.value is not None), default=0)
    across = altair.X("处:Q", axis=None, scale=altair.Scale(domain=[0, most or 1]))
    colours = altair.Scale(domain=years, range=[PALE, ACCENT][-len(years):])
    bars = base.mark_bar().encode(x=across, color=altair.Color("年度:N", scale=colours))
    texts = base.mark_text(align="left", dx=4, color=INK, fontSize=11).encode(x=across, text="注:N")
    return altair.layer(bars, texts).properties(
        width=WIDTH, height=round(BAR * len(years) * len(chart.labels) / (1 - GAP)))


def _lines(chart: Chart) -> altair.FacetChart:
    """A panel for each label, so that lines need no colours; a year without a figure is a gap."""
    import altair
    years = [f"{year} 年" for year in range(chart.years[0], chart.years[-1] + 1)]
    base = altair.Chart().encode(
        x=altair.X("年度:O", title=None, scale=altair.Scale(domain=years), axis=altair.Axis(labelAngle=0, grid=False)),
        y=altair.Y("件数:Q", title=None, axis=altair.Axis(
            values=[0], labels=False, ticks=False, domain=False, gridColor=LINE)),
        tooltip=[altair.Tooltip("项目:N"), altair.Tooltip("年度:N"), altair.Tooltip("注:N", title="件数")])
    line = base.mark_line(color=ACCENT, strokeWidth=2)
    points = base.mark_point(color=ACCENT, filled=True, size=40, opacity=1)
    texts = base.mark_text(dy=-10, color=INK, fontSize=11).encode(text="注:N")
    data = _rows(chart)
    data.values += [{"年度": year, "项目": label, "件数": None} for year in years for label in chart.labels
                    if year not in {row["年度"] for row in data.values}]
    return altair.layer(line, points, texts, data=data).properties(width=WIDTH, height=62).facet(
        row=altair.Row("项目:N", sort=chart.labels, title=None, header=altair.Header(
            labelAngle=0, labelAlign="left", labelOrient="left"))).resolve_scale(y="independent")
