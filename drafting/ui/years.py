"""上年对照: last year beside this year: the jumps that want a reason, every cell, the narrative, and charts."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence
from html import escape

import streamlit as st

from drafting.checks import Finding
from drafting.checks.rules.t12_jump import RULE, SMALLEST, TIMES
from drafting.errors import NianbaoError
from drafting.form import Table
from drafting.publishing.chart_picture import image, vector
from drafting.publishing.charts import Chart, charts, undrawn
from drafting.publishing.comparison import LARGE, CellChange, Comparison, SectionChange, Span, compare, signed_ratio
from drafting.report import Report, Waiver
from drafting.service.library import Opened
from drafting.values import Value, printed

from . import session
from .entry import TABS
from .frame import begin, page_of
from .places import go
from .review import waive_with_reason, withdraw_reason
from .text import md, paragraphs

PROSE, CHARTS = "正文", "图表"
NONE = "—"
"""What stands for a figure that is not there."""
PLACES = {"": "不放入", "overview": "放在第一部分“总体情况”末尾", "requests": "放在第三部分表格之后"}
"""Where in the report a chart is printed (``report.ChosenChart``), as staff choose it."""
CHART_WIDTH = 530
"""Pixels a chart needs with its labels; two stand side by side where there is room."""
_STYLE = """<style>
.nb-years {max-height:560px; overflow:auto; border:1px solid #d5d9e0; border-radius:4px}
.nb-years table {border-collapse:separate; border-spacing:0; width:100%; font-size:14.5px; line-height:1.5}
.nb-years th, .nb-years td {padding:.32rem .7rem; border-bottom:1px solid #e5e8ed; text-align:left; font-weight:400; vertical-align:top}
.nb-years thead th {position:sticky; top:0; background:#f5f6f8; font-weight:600; white-space:nowrap}
.nb-years .n {text-align:right; font-variant-numeric:tabular-nums; white-space:nowrap}
.nb-years .changed th, .nb-years .changed td {background:#eef3fa}
.nb-years .jumped th, .nb-years .jumped td {background:#fff3d6}
</style>"""
"""The look of the tables."""


def page() -> None:
    """Draw the page."""
    opened = begin("years")
    st.html(_STYLE)
    report, last_year = opened.report, opened.last_year
    why_not = opened.assessment.why_no_comparison
    if why_not or last_year is None:
        _nothing_beside(opened, why_not)
        _charts(opened)
        return
    found = _compared(report, last_year)
    said = _jumps(opened, found)
    only = st.checkbox("只看有变化的单元格", value=True, key="only_changed")
    shown: dict[str, Callable[[], None]] = {
        label: lambda id=id: _table(found, report.form.table(id), said, only) for id, label in TABS.items()
    }
    shown |= {PROSE: lambda: _prose(opened.report, found.sections), CHARTS: lambda: _charts(opened)}
    tabs = st.tabs(list(shown), key="years_tab", on_change="rerun")
    for tab, draw in zip(tabs, shown.values()):
        if tab.open:
            with tab:
                draw()


def _nothing_beside(opened: Opened, why_not: str) -> None:
    """Say why there is nothing to compare with, and where last year's report comes from."""
    year = opened.report.year - 1
    if opened.given is not None:
        advice = "请到“填报”页的“机关与公文要素”核对报告年度。"
    elif opened.stored.row.last_year_id:
        advice = "上年报告已删除，请到“报告”页的“最近删除”中恢复。"
    else:
        advice = f"请到“报告”页读入 {year} 年度的年报文件，机关全称相同的会自动作为上年报告。"
    st.info(md(f"{why_not}，不能对照。{advice}"))
    where = "entry" if opened.given is not None else "shelf"
    st.page_link(
        page_of(where),
        label="去“填报”页" if where == "entry" else "去“报告”页",
        query_params={"report": opened.stored.row.id},
    )


def _compared(report: Report, last_year: Report) -> Comparison:
    """The two reports side by side; worked out again only when one of them changed."""
    state = (report, last_year)
    kept = st.session_state.get("compared")
    if kept is None or kept[0] != state:
        kept = (state, compare(report, last_year))
        st.session_state["compared"] = kept
    return kept[1]


def _jumps(opened: Opened, found: Comparison) -> dict[str, str]:
    """The jumps with their reasons, those still to be given first; cell key -> what the table says of it."""
    result = opened.assessment.result
    waiting = [finding for finding in result.findings if finding.rule == RULE.id]
    given = [finding for finding in result.waived if finding.rule == RULE.id]
    waivers = {finding: waiver for finding in given if (waiver := finding.waiver(opened.report.waivers))}
    large = [cell for cell in found.cells if cell.large]
    st.header(f"大幅变化：变化 {LARGE}% 以上的 {len(large)} 格，其中需要说明 {len(waiting)} 处")
    st.caption(
        f"需要说明的是：两年都不小于 {SMALLEST} 而相差 {TIMES} 倍以上的，或收费金额正好相差一万倍的（只看表二和各行总计）。"
        "请核对；确属实际变化的说明理由，理由随报告保存，并列入审阅稿。"
    )
    for finding in (*waiting, *given):
        _jump(finding, opened, waivers.get(finding))
    if not waiting and not given:
        why = [entry.why for entry in result.not_assessed if entry.rule == RULE.id]
        st.markdown(f"未检查：{md(why[0])}。" if why else "没有需要说明的大幅变化。")
    return {
        **{cell.key: f"变化 {LARGE}% 以上" for cell in large},
        **{finding.cells[0]: "需要说明" for finding in waiting},
        **{finding.cells[0]: f"已说明：{waiver.reason}" for finding, waiver in waivers.items()},
    }


def _jump(finding: Finding, opened: Opened, waiver: Waiver | None) -> None:
    """One jump: the way to its cell, and its reason to give or to take back."""
    id, key = opened.stored.row.id, finding.fingerprint
    sealed = opened.closed
    with st.container(border=True):
        words, action = st.columns([5, 2], vertical_alignment="center")
        words.markdown(md(finding.said))
        with action, st.container(horizontal=True, horizontal_alignment="right"):
            if st.button("去修改", key=f"go_{key}"):
                go(finding, id)
            if waiver:
                words.caption(f"已说明理由：{md(waiver.reason)}")
                withdraw_reason(id, waiver.fingerprint, "撤回理由", sealed=sealed)
            elif finding.waivable:
                waive_with_reason(finding, id, key, sealed=sealed)


def _table(found: Comparison, table: Table, said: dict[str, str], only: bool) -> None:
    """The cells of one table, a row each."""
    cells = [cell for cell in found.cells if cell.key.startswith(f"{table.id}.")]
    differing = [cell for cell in cells if cell.then != cell.now]
    same = len(cells) - len(differing)
    counted = f"{len(differing)} 格有变化，{same} 格与上年相同。" if differing else f"{same} 格都与上年相同。"
    st.caption(f"{counted}“{NONE}”为没有填写，或上年为 0、不能计算幅度。")
    if listed := differing if only else cells:
        st.html(_drawn(listed, found, table, said))


def _drawn(cells: Sequence[CellChange], found: Comparison, table: Table, said: dict[str, str]) -> str:
    """The rows as an HTML table, figures as in the report, and what changed marked; the last two columns say it in
    words.
    """
    heads = "".join(
        f"<th scope='col'{numeric}>{name}</th>"
        for name, numeric in (
            ("项目", ""),
            ("栏目", ""),
            *((name, " class='n'") for name in (f"{found.last_year} 年", f"{found.year} 年", "增减", "幅度")),
            ("说明", ""),
        )
    )
    rows = []
    for cell in cells:
        row, _, column = cell.name.removeprefix(f"{table.nickname}“").rpartition("”")
        told = said.get(cell.key, "")
        mark = "jumped" if told else "changed" if cell.then != cell.now else ""
        figures = (_figure(cell.then), _figure(cell.now), _signed(cell.change), signed_ratio(cell.ratio))
        rows.append(
            f"<tr class='{mark}'><th scope='row'>{escape(row)}</th><td>{escape(column)}</td>"
            + "".join(f"<td class='n'>{figure}</td>" for figure in figures)
            + f"<td>{escape(told)}</td></tr>"
        )
    return (
        f"<div class='nb-years' tabindex='0' role='region' aria-label='{escape(table.nickname)}与上年对照'><table>"
        f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table></div>"
    )


def _figure(value: Value) -> str:
    """A figure of the table as it is printed."""
    return NONE if value is None else printed(value)


def _signed(value: Value) -> str:
    return NONE if value is None else ("+" if value > 0 else "") + printed(value)


def _prose(report: Report, sections: Sequence[SectionChange]) -> None:
    """The narrative with what changed marked, section by section; where one year has no text, the other's as it stands."""
    if not sections:
        st.markdown("两年都没有正文。")
        return
    if not any(section.now.strip() for section in sections):
        st.info(f"{report.year} 年还没有起草，没有可以对照的文字。下面是上年的正文，供参考。")
    elif any(section.now.strip() and section.then.strip() for section in sections):
        st.html(
            "<div class='nb-quiet nb-diff'><ins>下划线</ins>为本年新写，<del>删除线</del>为上年原有、本年没有的文字。</div>"
        )
    for section in sections:
        st.markdown(f"**{section.label}**")
        if section.same:
            st.markdown("与上年相同。")
        elif not section.now.strip():
            st.caption("本年还没有起草。上年的文字：")
            st.html(paragraphs(section.then))
        elif not section.then.strip():
            st.caption("上年没有这一节。本年的文字：")
            st.html(paragraphs(section.now))
        else:
            lines = "\n".join("".join(map(_span, paragraph)) for paragraph in section.paragraphs)
            st.html(f"<div class='nb-diff'>{lines}</div>")


def _span(span: Span) -> str:
    tag = {"insert": "ins", "delete": "del"}.get(span.kind)
    return f"<{tag}>{escape(span.text)}</{tag}>" if tag else escape(span.text)


def _charts(opened: Opened) -> None:
    """The charts; the trend over all years of this organ that are on file."""
    others = session.service().library.charted(opened)
    shown = charts(opened.report, others)
    _not_drawn(opened, others)
    if not shown:
        st.markdown("表三还没有填写，没有可以画的图表。")
        return
    with st.container(horizontal=True):
        for chart in shown:
            with st.container(width=CHART_WIDTH):
                st.markdown(f"**{md(chart.title)}**")
                st.html(_picture(chart))
                _placing(opened, chart.id)
                name = f"{opened.report.organ.name}{opened.report.year}年 {chart.title.partition('（')[0]}"
                with st.container(horizontal=True):
                    for label, suffix, mime, draw in (
                        ("保存为图片", "png", "image/png", image),
                        ("保存为矢量图", "svg", "image/svg+xml", vector),
                    ):
                        st.download_button(
                            label,
                            lambda draw=draw, chart=chart: draw(chart),
                            file_name=f"{name}.{suffix}",
                            mime=mime,
                            on_click="ignore",
                            key=f"{suffix}_{chart.id}",
                        )


def _picture(chart: Chart) -> str:
    """The drawing as an image, which no style of the page reaches, with all it shows in words."""
    data = b64encode(vector(chart).encode()).decode()
    return f'<img src="data:image/svg+xml;base64,{data}" alt="{escape(chart.alt)}" style="max-width:100%">'


def _placing(opened: Opened, chart: str) -> None:
    """Whether ``chart`` is printed in the report, and where."""
    id, standing = opened.stored.row.id, {chosen.chart: chosen.place for chosen in opened.report.charts}
    key = f"place_{id}_{chart}_{opened.stored.number('charts')}"
    st.selectbox(
        "放入报告",
        PLACES,
        index=list(PLACES).index(standing.get(chart, "")),
        format_func=PLACES.__getitem__,
        key=key,
        disabled=opened.read_only,
        on_change=lambda: _place(id, chart, st.session_state[key]),
    )


def _place(id: str, chart: str, place: str) -> None:
    """Keep where ``chart`` is printed; what refuses it is said on the page."""
    try:
        session.service().editing.place_chart(id, chart, place)
    except NianbaoError as error:
        st.toast(md(str(error)))


def _not_drawn(opened: Opened, others: Sequence[Report]) -> None:
    """The charts that were put into the report and cannot be drawn now, with the way out."""
    id = opened.stored.row.id
    for chart, sentence in undrawn(opened.report, others).items():
        st.warning(md(sentence))
        st.button("不再放入报告", key=f"away_{chart}", disabled=opened.read_only, on_click=_place, args=(id, chart, ""))
