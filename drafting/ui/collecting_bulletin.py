"""汇总, 通报: how each unit did by the office's weights, why, and the bulletin as a Word document."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from drafting.collection import score_sheet
from drafting.collection.folder import Folder
from drafting.collection.score import DEFAULT, ITEMS, Item, Score, Weights
from drafting.collection.weights_file import ABOUT, MOST
from drafting.errors import NianbaoError
from drafting.service.collection_bulletin import By

from . import session
from .collecting_found import DOCX, XLSX, height
from .text import md

ORDERS: dict[By, str] = {"score": "按得分排列", "roster": "按名单顺序"}
NAMES_HELP = "不写明的，各项得分也不列，免得看出是谁"


def show_bulletin(id: str, folder: Folder) -> None:
    """Draw 通报."""
    bulletins, year = session.service().collection_bulletins, folder.collection.year
    if not any(record.rounds for record in folder.collection.records.values()):
        st.info("还没有收到报告，没有可以评分和通报的。请先在“收回”里放入各单位交来的文件。")
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        by: By = (
            st.segmented_control(
                "排列",
                list(ORDERS),
                default="score",
                required=True,
                format_func=ORDERS.__getitem__,
                key="bulletin_by",
                label_visibility="collapsed",
            )
            or "score"
        )
        names = st.toggle("写明哪些单位雷同", value=True, key="bulletin_names", help=NAMES_HELP)
    try:
        with st.spinner("正在评分…"):
            weights, scores = bulletins.weights(id), bulletins.scores(id, by)
    except NianbaoError as error:
        st.error(md(str(error)))
        _weights(id, DEFAULT)
        return
    _scores(scores, weights)
    if asked := sum(score.line.questions for score in scores):
        st.caption(f"还有 {asked} 个读入时的问题没有答复，答复后错误数和得分可能变动。")
    with st.container(horizontal=True):
        st.download_button(
            "下载通报（Word）",
            lambda: bulletins.document(id, by, names),
            file_name=f"{year}年度报告报送和核查情况通报.docx",
            mime=DOCX,
            on_click="ignore",
            type="primary",
            key="bulletin",
            help="每个数字都取自点名表和校核结果，文字可以在 Word 里改",
        )
        st.download_button(
            "下载评分表（Excel）",
            lambda: bulletins.score_file(id, by),
            file_name=f"{year}年度报告评分.xlsx",
            mime=XLSX,
            on_click="ignore",
            key="score_file",
            help="得分、每一处扣分的原因和评分标准各一页",
        )
    _weights(id, weights)


def _scores(scores: Sequence[Score], weights: Weights) -> None:
    """The table of scores, and the reasons of the unit that is picked in it."""
    listed = score_sheet.table(scores, weights)
    heads = [head for head, _ in listed.columns]
    rows = [{head: "" if value is None else str(value) for head, value in zip(heads, row)} for row in listed.rows]
    chosen = st.dataframe(
        rows,
        hide_index=True,
        height=height(len(rows)),
        on_select="rerun",
        selection_mode="single-row",
        column_config={"单位": st.column_config.TextColumn(width=240)},
        key="scores",
    )
    picked = [scores[at] for at in chosen["selection"]["rows"] if at < len(scores)]
    if not picked:
        st.caption("在表格左边勾选一个单位，看每一处扣分的原因。")
        return
    score = picked[0]
    st.markdown(f"**{md(score.line.label)}**　{md(score.why)}")
    for part in score.parts:
        if part.why:
            st.markdown(
                md(f"{ITEMS[part.item]}：{part.why}，扣 {part.lost:f} 分。" if part.points is not None else part.why)
            )
            for finding in part.findings:
                st.caption(md(finding.said))
    if not score.why and not any(part.why for part in score.parts):
        st.markdown("没有扣分。")


def _weights(id: str, weights: Weights) -> None:
    """What each item is worth, to be changed; together they need not be 100."""
    full = sum((weight.full for weight in weights.values()), Decimal(0))
    with st.expander(f"评分标准（满分 {full:f} 分）"), st.form("weights", border=False):
        st.caption("分值填 0 的项目不计分。下一年度没有另设的，沿用这里的。")
        for item, label in ITEMS.items():
            about, worth, each = st.columns([4, 1, 1], vertical_alignment="bottom")
            about.markdown(f"**{label}**  \n{md(ABOUT[item])}")
            known = weights.get(item)
            worth.number_input(
                f"{label}分值", 0.0, float(MOST), float(known.full if known else 0), 1.0, "%g", key=f"worth_{item}"
            )
            each.number_input(
                f"{label}每处扣",
                0.0,
                float(MOST),
                float((known or DEFAULT[item]).each),
                0.5,
                "%g",
                key=f"each_{item}",
            )
        st.form_submit_button("保存评分标准", on_click=_keep, args=(id,))


@session.callback
def _keep(id: str) -> None:
    def typed(key: str) -> Decimal:
        return Decimal(str(st.session_state[key])).quantize(Decimal("0.1")).normalize()

    points: dict[Item, tuple[Decimal, Decimal]] = {
        item: (typed(f"worth_{item}"), typed(f"each_{item}")) for item in ITEMS
    }
    undo = session.service().collection_bulletins.keep_weights(id, points)
    session.offer_undo("已保存评分标准，得分按新的标准重新计算。", undo)
