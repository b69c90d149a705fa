"""使用手册: the manual that travels with the program, one chapter at a time, with its pictures, from this machine
alone.
"""

from __future__ import annotations

import re
from functools import cache

import streamlit as st

from drafting import resources

from . import session, tour
from .frame import begin_plain, page_of
from .text import md

CHAPTERS = {
    "shelf": "新建报告",
    "importing": "新建报告",
    "entry": "填报",
    "notes": "素材",
    "draft": "起草",
    "review": "校核",
    "years": "校核",
    "collecting": "汇总各单位的年报",
    "export": "导出",
    "options": "设置起草模型",
}
"""The chapter about a page, by the page's name, without its number."""
_PICTURE = re.compile(r"^!\[([^\]]*)\]\((images/[\w-]+\.png)\)$", re.M)
_ELSEWHERE = re.compile(r"(?<!!)\[([^\]]+)\]\((?!https?://)[^)]*\)")
"""A link to another file of the project, which has no address here; its words stay."""


def page() -> None:
    """Draw the page. ``?chapter=`` in the address is the number of a chapter, ``?from=`` the page one came from."""
    begin_plain("manual")
    st.title("使用手册")
    titles = list(chapters())
    shown = _wanted(titles)
    contents, text = st.columns([1, 4], gap="large")
    with contents, st.container(key="nb-contents"):
        report = {"report": id} if (id := st.query_params.get("report")) else {}
        for at, title in enumerate(titles):
            label = md(title)
            st.page_link(
                page_of("manual"),
                label=f"**{label}**" if at == shown else label,
                query_params={**report, "chapter": str(at)},
            )
        if session.person().everything and st.button("两分钟看一遍", help="在示例上逐页看，随时可以结束"):
            st.switch_page(page_of(tour.start()), query_params={"report": st.session_state["report"]})
    with text:
        _draw(titles[shown], chapters()[titles[shown]])


def chapter_about(page: str) -> str:
    """The title, without its number, of the chapter about the page called ``page``; the first when there is none."""
    return CHAPTERS.get(page, "打开程序")


@cache
def chapters() -> dict[str, str]:
    """The chapters of the manual: title -> text. What stands before the first belongs to it."""
    text = resources.manual().read_text("utf-8").split("\n", 1)[1]  # the page has its own title
    before, *parts = re.split(r"^## ", text, flags=re.M)
    found = dict(part.split("\n", 1) for part in parts)
    first = next(iter(found))
    return {**found, first: before + found[first]}


def _wanted(titles: list[str]) -> int:
    """The place of the chapter that the address asks for."""
    asked = st.query_params.get("chapter", "")
    if asked.isdecimal() and int(asked) < len(titles):
        return int(asked)
    about = chapter_about(st.query_params.get("from", ""))
    return next((at for at, title in enumerate(titles) if title.partition("、")[2] == about), 0)


def _draw(title: str, text: str) -> None:
    st.header(md(title))
    at = 0
    for picture in _PICTURE.finditer(text):
        st.markdown(_ELSEWHERE.sub(r"\1", text[at : picture.start()]))
        st.image(resources.manual().parent / picture[2], caption=picture[1], alt=picture[1], width="stretch")
        at = picture.end()
    st.markdown(_ELSEWHERE.sub(r"\1", text[at:]))
