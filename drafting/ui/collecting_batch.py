"""汇总, 成稿: drafting and exporting the reports of many units at once."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from drafting.collection.folder import Folder
from drafting.service.collection_batch import KINDS, STATES, Kind
from drafting.writing.endpoint import Endpoint
from drafting.writing.sending import is_outside

from . import session
from .collecting_found import height
from .collecting_progress import show_progress
from .frame import endpoint
from .text import md

PERSONAL = {"": "先不起草，列出来", "masked": "去掉后发送", "as_is": "照原样发送"}
"""What to do with units whose reports have personal data, as the consent of an endpoint has it."""


def show_batch(id: str, folder: Folder) -> None:
    """Draw 成稿."""
    batch = session.service().collection_batch
    if taking := batch.taking(id):
        show_progress(
            taking, "处理", "做完", partial(_stop, id),
            stopping="正在停止，做完手上的一份就停。", kept="做好的留下，没有做的以后再点一次继续",
        )  # fmt: skip
        return
    model = endpoint()
    how = f"用“{model.label}”" if model else "不用模型，离线"
    st.caption(
        f"只交了填报表的单位，可以在这里{how}起草正文，再导出成文件发给单位修改。各单位交来的原样和汇总的数字都不变。"
    )
    pieces = batch.pieces(id)
    chosen = st.dataframe(
        [{"单位": piece.label, "情况": STATES[piece.state]} for piece in pieces],
        hide_index=True,
        height=height(len(pieces)),
        on_select="rerun",
        selection_mode="multi-row",
        key="batch_units",
    )
    picked = [pieces[at].key for at in chosen["selection"]["rows"] if at < len(pieces)]
    keys = picked or [piece.key for piece in pieces]
    whose = f"所选 {len(picked)} 个单位" if picked else "全部单位"
    bare = sum(piece.state == "bare" for piece in pieces if piece.key in keys)
    if model and is_outside(model):
        st.radio(
            "报来的内容里有个人信息的单位",
            list(PERSONAL),
            format_func=PERSONAL.__getitem__,
            horizontal=True,
            key="batch_personal",
            help="个人信息：身份证号、银行卡号、手机号、住址、当事人姓名、案号、个人邮箱",
        )
    kind: Kind = (
        st.segmented_control(
            "导出成",
            list(KINDS),
            default="docx",
            required=True,
            format_func=KINDS.__getitem__,
            key="batch_kind",
            label_visibility="collapsed",
        )
        or "docx"
    )
    with st.container(horizontal=True):
        st.button(
            f"起草{whose}的正文",
            key="batch_draft",
            on_click=_draft,
            args=(id, keys, model),
            disabled=not bare,
            help=f"{bare} 个单位的正文待起草；起草过的不再起草" if bare else "没有要起草的单位",
        )
        st.button(f"导出{whose}", type="primary", key="batch_export", on_click=_export, args=(id, keys, kind))
        if made := batch.exported(id, kind):
            st.download_button(
                f"下载导出的 {made} 份（{KINDS[kind]}）",
                lambda: batch.package(id, kind),
                file_name=f"{folder.collection.year}年度报告-{KINDS[kind][:3]}.zip",
                mime="application/zip",
                on_click="ignore",
                key="batch_package",
            )
    if not picked:
        st.caption("在表格左边勾选单位，只起草、导出这些单位的。")
    if failed := batch.failed(id):
        st.warning(md(f"上一次有 {len(failed)} 个单位没有完成，其他的不受影响；再点一次只做没有完成的。"))
        for sentence in failed:
            st.markdown(md(sentence))


@session.callback
def _draft(id: str, keys: list[str], model: Endpoint | None) -> None:
    if model:
        model = replace(model, consent=model.consent or st.session_state.get("batch_personal", ""))
    session.service().collection_batch.draft(id, keys, model)


@session.callback
def _export(id: str, keys: list[str], kind: Kind) -> None:
    session.service().collection_batch.export(id, keys, kind)


@session.callback
def _stop(id: str) -> None:
    session.service().collection_batch.stop(id)
