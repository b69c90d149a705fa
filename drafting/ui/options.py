"""设置: the model of this machine. The key goes into a private file of this user, nowhere else."""

from __future__ import annotations

import streamlit as st

from drafting import settings as settings_module
from drafting.errors import NianbaoError
from drafting.writing.endpoint import from_settings

from . import session
from .frame import begin_plain
from .text import md

ADDRESSES = (
    ("DeepSeek", "https://api.deepseek.com/v1", "deepseek-chat"),
    ("通义千问（百炼）", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-plus"),
    ("本机 Ollama", "http://127.0.0.1:11434/v1", "qwen3:8b"),
    ("单位内网 vLLM", "http://内网地址:8000/v1", "部署时的模型名"),
)


def page() -> None:
    """Draw the page."""
    begin_plain("options")
    st.title("设置")
    st.subheader("起草模型")
    st.caption("任何兼容 OpenAI 接口的服务都可以。不配置也能用：程序会离线起草出完整的初稿。")
    try:
        now = settings_module.load()
    except NianbaoError as error:
        st.error(md(str(error)))
        return
    where = {field: now.where(field) for field in ("base_url", "model", "api_key")}
    fixed = {field: layer for field, layer in where.items() if layer not in ("设置页", "默认")}
    with st.form("model"):
        base_url = st.text_input("服务地址", now.base_url or "", disabled="base_url" in fixed,
                                 placeholder="例如：https://api.deepseek.com/v1")
        model = st.text_input("模型名称", now.model or "", disabled="model" in fixed, placeholder="例如：deepseek-chat")
        key = st.text_input("密钥", type="password", disabled="api_key" in fixed, autocomplete="off",
                            placeholder="已保存，不改就留空" if now.api_key else "内网服务通常不需要")
        if fixed:
            st.caption(f"灰色的项目已由{'、'.join(dict.fromkeys(fixed.values()))}设定，请在那里修改。")
        if st.form_submit_button("保存", type="primary"):
            _save(base_url, model, key)
    with st.container(horizontal=True):
        test = st.button("测试连接")
        if st.button("改用离线起草", disabled=not (now.model and not fixed), help="忘掉这台机器上保存的模型和密钥"):
            settings_module.forget_model()
            session.tell("已改用离线起草。", "success")
            st.rerun()
    if test:
        _test()
    with st.expander("常见服务的地址"):
        for name, address, example in ADDRESSES:
            st.markdown(f"{name}　`{address}`　模型如 `{example}`")
        st.caption("没有外网的单位：下载一个 GGUF 模型文件，在命令行运行 nianbao model 文件名，程序会自动使用它。")


def _save(base_url: str, model: str, key: str) -> None:
    with session.plainly():
        settings_module.save_model(base_url=base_url.strip() or None, model=model.strip() or None,
                                   api_key=key.strip() or None)
        session.tell("已保存。可以点“测试连接”试一下。", "success")
    st.rerun()


def _test() -> None:
    from drafting.writing.client import test_connection

    try:
        endpoint = from_settings(settings_module.load())
        if endpoint is None:
            st.info("还没有配置模型：请填写服务地址和模型名称并保存。")
            return
        with st.spinner("正在连接……"):
            st.success(md(test_connection(endpoint)))
    except NianbaoError as error:
        st.error(md(str(error)))
