"""设置, the backup: where the data lie, and all of them as one file to download."""

from __future__ import annotations

import streamlit as st

from . import session
from .text import md


def show_backup() -> None:
    """Make a backup, download it."""
    backups = session.service().backups
    st.header("备份")
    if backups.database is None:
        st.caption("数据库由另外的服务器保存，请用数据库自带的工具备份。")
        return
    st.caption(
        md(f"数据都在“{backups.folder}”。")
        + "备份是一个压缩文件，有全部报告和历次版本、版头、提示词、规则、词库和地方口径，"
        "没有模型的密钥和地址；不用关掉程序。请存到另外的磁盘上。"
    )
    st.button("制作备份", key="backup_make", on_click=_make)
    if made := st.session_state.get("backup"):
        name, content = made
        st.download_button(
            f"下载 {md(name)}（{max(len(content) / 2**20, 0.1):.1f} MB）",
            content,
            file_name=name,
            mime="application/zip",
            on_click="ignore",
            key="backup_get",
        )
    st.caption("要恢复，请关掉程序，在命令行运行 nianbao restore 备份文件。")


@session.callback
def _make() -> None:
    backups = session.service().backups
    st.session_state.pop("backup", None)
    st.session_state["backup"] = backups.name(), backups.make()
    session.tell("备份已做好，请点“下载”保存。", "success")
