"""设置, the tables of the checks: download, edit in a spreadsheet program, upload."""

from __future__ import annotations

import streamlit as st

from . import session
from .text import md


def show_tables() -> None:
    """The severities of the rules and the office's own words."""
    tables = session.service().tables
    st.header("检查规则和词库")
    st.caption("下载表格，用 Excel 修改后保存为“文本文件（制表符分隔）”或“CSV UTF-8”，再上传，下一次检查起生效。")
    if fault := tables.fault:
        st.error(md(fault))
    rules, words = st.columns(2)
    with rules:
        _table(
            "规则级别",
            "每条规则可以改为错误、提醒、提示或不查；关系到数字是否正确的规则只能是错误。",
            "检查规则.tsv",
            tables.rules(),
            tables.keep_rules,
        )
    with words:
        _table(
            "错敏词和错别字",
            "写上本单位要查的词；与程序自带的词相同时以本单位的为准，级别写“不查”就不再查这个词。",
            "词库.tsv",
            tables.words(),
            tables.keep_words,
        )
    st.button("恢复程序自带的规则和词库", on_click=_forget)


def _table(title: str, says: str, name: str, now: bytes, keep) -> None:
    st.markdown(f"**{title}**")
    st.caption(says)
    st.download_button(
        "下载", now, file_name=name, mime="text/tab-separated-values", on_click="ignore", key=f"get_{name}"
    )
    given = st.file_uploader(f"上传{title}", type=["tsv", "csv", "txt"], key=f"put_{name}")
    if given is not None:
        st.button(f"使用这张{title}表", on_click=_keep, args=(keep, given.getvalue(), title), key=f"use_{name}")


@session.callback
def _keep(keep, raw: bytes, title: str) -> None:
    keep(raw)
    session.tell(f"{title}表已启用。", "success")


@session.callback
def _forget() -> None:
    session.service().tables.forget()
    session.tell("已恢复程序自带的规则和词库。", "success")
