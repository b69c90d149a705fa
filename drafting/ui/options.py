"""设置: the model of this machine and the prompts. The key goes into a private file of this user, nowhere else."""

from __future__ import annotations

import streamlit as st

from drafting import settings as settings_module
from drafting.errors import NianbaoError
from drafting.settings import Settings
from drafting.writing import profile as profiles
from drafting.writing.configured import from_settings
from drafting.writing.endpoint import Endpoint

from . import session
from .frame import begin_plain
from .options_prompts import show_prompts
from .options_tables import show_tables
from .text import clock, md

ADDRESSES = (
    ("DeepSeek", "https://api.deepseek.com/v1", "deepseek-chat"),
    ("通义千问（百炼）", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-plus"),
    ("本机 Ollama", "http://127.0.0.1:11434/v1", "qwen3:8b"),
    ("单位内网 vLLM", "http://内网地址:8000/v1", "部署时的模型名"),
)
_STRATEGIES = {None: "自动（按测试结果）", "prose": "整段起草", "items": "逐条改写素材（适合小模型）"}
_FIELDS = ("base_url", "model", "api_key", "llm_strategy", "llm_concurrency", "llm_timeout")


def page() -> None:
    """Draw the page."""
    begin_plain("options")
    st.title("设置")
    st.header("起草模型")
    st.caption("任何兼容 OpenAI 接口的服务都可以。不配置也能用：程序会离线起草出完整的初稿。")
    try:
        now = settings_module.load()
        endpoint = from_settings(now)
    except NianbaoError as error:
        st.error(md(str(error)))
        st.button("清除本机保存的模型设置", on_click=_forget)
        return
    _form(now, endpoint)
    with st.container(horizontal=True):
        test = st.button("测试连接", help="发出几次简短的请求，看这个模型能做什么，最多两分钟")
        st.button("改用离线起草", disabled=now.where("model") != "设置页", on_click=_forget,
                  help="忘掉这台机器上保存的模型和密钥")
    if test:
        _test(endpoint)
    elif endpoint:
        _profile(endpoint, now)
    with st.expander("常见服务的地址"):
        for name, address, example in ADDRESSES:
            st.markdown(f"{name}　`{address}`　模型如 `{example}`")
        st.caption("没有外网的单位：下载一个 GGUF 模型文件，在命令行运行 nianbao model 文件名，程序会自动使用它。")
    show_prompts()
    show_tables()


def _form(now: Settings, endpoint: Endpoint | None) -> None:
    """What can be typed. Fields set elsewhere are grey."""
    where = {field: now.where(field) for field in _FIELDS}
    fixed = {field: layer for field, layer in where.items() if layer not in ("设置页", "默认")}
    outside = {"base_url", "model"} <= fixed.keys()  # then what this page keeps of the model is not used
    off = {field: outside or field in fixed for field in _FIELDS}
    price = profiles.of(endpoint) if endpoint else profiles.Profile()
    with st.form("model"):
        base_url = st.text_input("服务地址", now.base_url or "", disabled="base_url" in fixed,
                                 placeholder="例如：https://api.deepseek.com/v1")
        model = st.text_input("模型名称", now.model or "", disabled="model" in fixed, placeholder="例如：deepseek-chat")
        key = st.text_input("密钥", type="password", disabled="api_key" in fixed, autocomplete="off",
                            placeholder="已保存，不改就留空" if now.api_key else "内网服务通常不需要")
        with st.expander("更多"):
            strategy = st.selectbox(
                "起草方式", list(_STRATEGIES), list(_STRATEGIES).index(now.llm_strategy), _STRATEGIES.get,
                disabled=off["llm_strategy"])
            concurrency = st.number_input(
                "同时起草数", 1, 32, now.llm_concurrency, placeholder="自动", disabled=off["llm_concurrency"],
                help="同时向模型发出几个请求。服务提示请求过多时调低")
            timeout = st.number_input(
                "等待时间（秒）", 1, 3600, int(now.llm_timeout), disabled=off["llm_timeout"],
                help="多久没有新的文字就算中断。模型较慢时调大")
            asked, answered = st.columns(2)
            with asked:
                price_in = _price("输入单价（元/百万字元）", price.price_in)
            with answered:
                price_out = _price("输出单价（元/百万字元）", price.price_out)
            st.caption("单价见服务商的价目表（每百万 token 的价格），不填就不显示费用。")
        if fixed:
            st.caption(f"灰色的项目已由{'、'.join(dict.fromkeys(fixed.values()))}设定，请在那里修改。")
        if st.form_submit_button("保存", type="primary"):
            with session.plainly():
                if not outside:
                    more = {"llm_strategy": strategy, "llm_concurrency": concurrency, "llm_timeout": timeout}
                    settings_module.save_model(
                        base_url=base_url.strip() or None, model=model.strip() or None, api_key=key.strip() or None,
                        **{field: value for field, value in more.items() if not off[field]})
                _keep_price(price_in, price_out)
                session.tell("已保存。可以点“测试连接”试一下。", "success")
            st.rerun()


def _price(label: str, value: float | None) -> float | None:
    return st.number_input(label, 0.0, None, value, 0.1, placeholder="不填")


def _keep_price(price_in: float | None, price_out: float | None) -> None:
    """Keep the prices with the profile of the endpoint as saved."""
    endpoint = from_settings(settings_module.load())
    if endpoint and (price_in, price_out) != (profiles.of(endpoint).price_in, profiles.of(endpoint).price_out):
        profiles.learn(endpoint, lambda kept: kept.model_copy(update={"price_in": price_in, "price_out": price_out}))


@session.callback
def _forget() -> None:
    settings_module.forget_model()
    session.tell("已改用离线起草。", "success")


def _test(endpoint: Endpoint | None) -> None:
    """Measure the endpoint, saying what is being done, and show what was found."""
    from drafting.writing.probe import probe

    if endpoint is None:
        st.info("还没有配置模型：请填写服务地址和模型名称并保存。")
        return
    box = st.status("正在连接……")
    try:
        sentence, _ = probe(endpoint, lambda step: box.update(label=f"{step}……"))
        now = settings_module.load()
    except NianbaoError as error:
        box.update(label="没有接通", state="error")
        st.error(md(str(error)))
        return
    box.update(label="测试完成", state="complete")
    st.success(md(sentence))
    _profile(from_settings(now), now)


def _profile(endpoint: Endpoint, now: Settings) -> None:
    """What is known of the endpoint, in plain words."""
    profile = profiles.of(endpoint)
    known = profiles.sentences(profile) if profile.probed_at else (
        "还没有测试过，按这类服务的常见情况使用。点“测试连接”可以弄清它支持什么。",)
    chosen = {"prose": "整段起草", "items": "逐条改写素材"}[endpoint.strategy]
    if now.llm_strategy:
        known += (f"现用的起草方式：{chosen}（由{now.where('llm_strategy')}设定）。",)
    elif not profile.strategy:
        known += (f"现用的起草方式：{chosen}。",)
    with st.container(border=True, key="nb-profile"):
        st.markdown(f"**{md(endpoint.label)}**")
        for sentence in known + profiles.advice(endpoint):
            st.markdown(f"- {md(sentence)}")
        if profile.probed_at:
            st.caption(f"{clock(profile.probed_at.replace(tzinfo=None))} 测试")
