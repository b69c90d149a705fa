"""导出: on the left what to make and what stands in its way, on the right the page as it will look."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

import streamlit as st

from drafting.assessment import Obstacle
from drafting.errors import NianbaoError
from drafting.publishing import FORMATS, PRESETS, STYLES, preset_of
from drafting.publishing.charts import undrawn
from drafting.service.choices import Choice
from drafting.service.final import unconfirmed
from drafting.service.library import Opened
from drafting.service.states import named

from . import session
from .approvals import ask_person, show_approve_all
from .frame import begin
from .head import show_lacks
from .places import list_obstacles
from .preview import show_preview
from .text import md

COPIES = {"final": "正式稿", "draft": "草稿（标“草稿”）", "review": "审阅稿（带批注）"}
SHOWN = 5
"""How many reasons are listed; the rest are counted."""
LABELS = {format.id: format.label for format in FORMATS}


def page() -> None:
    """Draw the page. A format that fails says so and takes nothing else with it."""
    opened = begin("export")
    id, report = opened.stored.row.id, opened.report
    choices, sheet = st.columns([2, 3], gap="large")
    with choices:
        missing = opened.assessment.obstacles
        chosen = _choose(opened, "draft" if missing else "final")
        lacking = list(
            dict.fromkeys(
                lack.label
                for format in chosen.formats
                for lack in unconfirmed(report, format, preset_of(chosen.style, format), chosen.copy)
            )
        )
        if chosen.style == "redhead":
            show_lacks(opened)
        confirmed = bool(lacking) and st.checkbox("确认缺少这些项目仍然生成", key=f"confirmed_{id}")
        _make(
            opened,
            chosen,
            possible=not (chosen.copy == "final" and missing) and (confirmed or not lacking),
            confirmed=confirmed,
        )
        if missing:
            _obstacles(opened, missing)
        elif lacking and not confirmed:
            st.caption(f"还没有{'、'.join(lacking)}：补填后保存，或勾选“确认缺少这些项目仍然生成”。")
    with sheet, st.container(key="nb-preview"):
        show_preview(opened, preset=chosen.style, copy=chosen.copy)


@dataclass(frozen=True)
class Chosen(Choice):
    """What stands in the fields: always one of the copies."""

    copy: str = "draft"


def _choose(opened: Opened, usual: str) -> Chosen:
    """The fields for style, copy and formats as they were chosen last for this report; ``usual``: the copy until then."""
    id = opened.stored.row.id
    last = session.service().choices.of(id)
    style = st.segmented_control(
        "样式", STYLES, default=last.style, required=True, format_func=PRESETS.__getitem__, key=f"style_{id}"
    )
    copy = st.radio(
        "文稿",
        list(COPIES),
        index=list(COPIES).index(last.copy or usual),
        format_func=COPIES.__getitem__,
        key=f"copy_{id}_{usual}",
    )
    offered = ["docx"] if copy == "review" else list(LABELS)
    formats = st.pills(
        "格式",
        offered,
        default=[each for each in last.formats if each in offered],
        selection_mode="multi",
        format_func=LABELS.__getitem__,
        wrap=True,
        key=f"formats_{id}_{copy == 'review'}",
    )
    if style == "redhead" and "html" in formats:
        st.caption("网页只有正文和表格，不带红头和版记。")
    letterhead = _letterhead(opened, last.letterhead)
    kept = last.letterhead if letterhead is None else letterhead
    hidden = tuple(each for each in last.formats if each not in offered)  # chosen for the other copies
    now = Choice(style, last.copy if copy == (last.copy or usual) else copy, (*formats, *hidden), kept)
    if st.session_state.get("choice", (id, now)) != (id, now):  # chosen here just now, and not in another window
        session.service().choices.keep(id, now)
    st.session_state["choice"] = (id, now)
    return Chosen(style, copy, tuple(formats), bool(letterhead))


def _obstacles(opened: Opened, missing: list[Obstacle]) -> None:
    """The reasons why there is no final copy yet, each a link to its place, and the approval of all that waits for one."""
    with st.container(key="nb-reasons"):
        st.markdown(f"**还不能导出正式稿：{len(missing)} 处没有完成**")
        list_obstacles(opened.stored.row.id, missing, SHOWN)
    show_approve_all(opened)


def _letterhead(opened: Opened, used: bool) -> bool | None:
    """The organ's own letterhead: upload, remove, use as ``used`` says; whether to use it, None where there is none."""
    letterheads, organ = session.service().documents.letterheads, opened.report.organ.name
    kept = False
    with session.plainly():
        kept = letterheads.of(organ) is not None
    with st.expander("本单位的 Word 版头" + ("（已上传）" if kept else "")):
        st.caption("上传本单位的 Word 文件（.docx），导出 Word 文档时沿用其中的样式、页眉页脚和页面设置。")
        given = st.file_uploader("版头文件", type=["docx"], key="letterhead", label_visibility="collapsed")
        if given is not None:
            st.button("保存这个版头", on_click=_keep_letterhead, args=(organ, given.getvalue()))
        if kept:
            st.button("删除版头", on_click=_remove_letterhead, args=(organ,))
    return st.checkbox("Word 文档用本单位版头", used, key=f"letterhead_{opened.stored.row.id}") if kept else None


def _make(opened: Opened, chosen: Chosen, *, possible: bool, confirmed: bool) -> None:
    """Make the chosen files on a click, and offer those that were made. Who makes a final copy is asked each time, as
    for an approval: it is what leaves the house. The names that signed this report before are one click away.
    """
    state = (opened.stored.row.id, chosen, opened.stored.numbers)
    _left_out(opened, chosen)
    if st.button(
        "生成文件",
        type="primary",
        disabled=not (chosen.formats and possible),
        help=None if possible else "下面列出的各处完成后才能导出正式稿；可以先导出草稿或审阅稿",
    ):
        if chosen.copy == "final":
            ask_person(
                "生成正式稿",
                "生成",
                partial(_sign, chosen, confirmed, session.service().review.seen(opened)),
                says="谁生成了正式稿会记入办理记录。",
            )
        else:
            _produce(chosen, confirmed)
    made_for, files, failed = st.session_state.get("made", (None, {}, {}))
    if made_for is None:
        return
    if made_for != state:
        st.caption("内容或选项有变化，请重新生成文件。")
        return
    for format, sentence in failed.items():
        st.error(md(f"{LABELS[format]}：{sentence}"))
    mimes = {format.id: format.mime for format in FORMATS}
    for format, (name, content) in files.items():
        st.download_button(
            f"下载 {md(name)}", content, file_name=name, mime=mimes[format], on_click="ignore", key=f"download_{format}"
        )
        st.caption(f"{LABELS[format]}，{len(content) / 1024:.0f} KB")
    if "pdf" in files:
        _unprintable(opened)
        _fonts()


def _left_out(opened: Opened, chosen: Chosen) -> None:
    """Say which charts of the report will not be in the chosen files; they are made all the same."""
    if not opened.report.charts or not any(format.charts for format in FORMATS if format.id in chosen.formats):
        return
    if said := undrawn(opened.report, session.service().library.charted(opened)).values():
        st.warning("\n\n".join(map(md, said)))  # one box, so that the button stays in sight


def _sign(chosen: Chosen, confirmed: bool, seen: Mapping[str, str], person: str) -> None:
    """Make the chosen files of a final copy of what was ``seen`` in the name of ``person``."""
    _produce(chosen, confirmed, named(person, "生成正式稿"), seen)


def _produce(chosen: Chosen, confirmed: bool, person: str = "", seen: Mapping[str, str] | None = None) -> None:
    """Make the chosen files of the report as it stands, each on its own; what came of it is kept for the page."""
    opened = session.opened()
    if opened is None:
        return
    files, failed = {}, {}
    for format in chosen.formats:
        try:
            files[format] = session.service().documents.export(
                opened.assessment,
                format,
                preset=preset_of(chosen.style, format),
                copy=chosen.copy,
                letterhead=chosen.letterhead,
                confirmed=confirmed,
                earlier=session.service().library.charted(opened)
                if chosen.copy == "review" or opened.report.charts
                else (),
                id=opened.stored.row.id,
                person=person,
                seen=seen,
            )
        except NianbaoError as error:
            failed[format] = str(error)
        except Exception as error:  # whatever a library does, the page and the other formats stay
            logging.getLogger(__name__).exception("the export to %s failed", format)
            failed[format] = (
                f"没有生成（{error.__class__.__name__}），其他格式不受影响；请检查磁盘空间后再试，仍不行请联系维护人员。"
            )
    st.session_state["made"] = ((opened.stored.row.id, chosen, opened.stored.numbers), files, failed)


def _unprintable(opened: Opened) -> None:
    """Which characters of the report the PDF shows as boxes, and where they stand."""
    from drafting.publishing.glyphs import unprintable

    with session.plainly():
        if said := unprintable(opened.report):
            st.warning("\n\n".join(map(md, said)))


def _fonts() -> None:
    """Which typefaces the PDF was set in."""
    from drafting.publishing import fonts

    with st.expander("PDF 所用字体"):
        for face in fonts.used():
            st.markdown(md(str(face)))


@session.callback
def _keep_letterhead(organ: str, raw: bytes) -> None:
    session.service().documents.letterheads.keep(organ, raw)
    session.tell("版头已保存，导出 Word 文档时会沿用。", "success")


@session.callback
def _remove_letterhead(organ: str) -> None:
    session.service().documents.letterheads.remove(organ)
    session.tell("版头已删除。", "success")
