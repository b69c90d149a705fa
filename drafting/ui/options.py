"""设置: the model of this machine and the prompts. The key goes into a private file of this user, nowhere else."""

from __future__ import annotations

from typing import TypedDict

import streamlit as st

from drafting import service_address
from drafting import settings as settings_module
from drafting.errors import NianbaoError
from drafting.service.permissions import Right
from drafting.settings import Settings
from drafting.writing import profile as profiles
from drafting.writing.configured import from_settings
from drafting.writing.endpoint import Endpoint

from . import session
from .frame import begin_plain
from .options_backup import show_backup
from .options_compare import show_compare
from .options_fallback import show_fallback
from .options_people import show_people
from .options_place import show_place
from .options_prompts import show_prompts
from .options_tables import show_tables
from .options_use import show_use
from .text import clock, md

ADDRESSES = (
    ("DeepSeek", "https://api.deepseek.com/v1", "deepseek-chat"),
    ("通义千问（百炼）", "https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-plus"),
    ("本机 Ollama", "http://127.0.0.1:11434/v1", "qwen3:8b"),
    ("单位内网 vLLM", "http://内网地址:8000/v1", "部署时的模型名"),
)
_STRATEGIES = {
    None: "自动（按测试结果）",
    "prose": "整段起草",
    "paragraphs": "逐段改写（适合中等大小的模型）",
    "items": "逐条改写素材（适合小模型）",
}
_FIELDS = ("base_url", "model", "api_key", "llm_strategy", "llm_concurrency", "llm_timeout")


def page() -> None:
    """Draw the page."""
    begin_plain("options", Right.MANAGE)
    st.title("设置")
    st.header("起草模型")
    st.caption("任何兼容 OpenAI 接口的服务都可以。不配置也能用：程序会离线起草出完整的初稿。")
    try:
        now = settings_module.load()
        if now.shared:
            st.caption(
                "这里填写的模型和密钥只保存在这一台服务器上，不进数据库；有几台服务器的，每一台都要设，"
                "最好由管理员写进各台的环境变量。"
            )
        endpoint = from_settings(now)
    except NianbaoError as error:
        st.error(md(str(error)))
        st.button("清除本机保存的模型设置", on_click=_forget)
        return
    _fields(now, endpoint)
    with st.container(horizontal=True):
        st.button("保存", type="primary", on_click=_save)
        test = st.button("测试连接", help="按现在填的发出几次简短的请求，看这个模型能做什么，最多两分钟")
        st.button(
            "改用离线起草",
            disabled=now.where("model") != "设置页",
            on_click=_forget,
            help="忘掉这台机器上保存的模型和密钥",
        )
    if test:
        _test(now)
    elif endpoint:
        _profile(endpoint, now)
    if endpoint:
        show_fallback(now)
    with st.expander("常见服务的地址"):
        for name, address, example in ADDRESSES:
            st.markdown(f"{name}　`{address}`　模型如 `{example}`")
        st.caption("没有外网的单位：下载一个 GGUF 模型文件，在命令行运行 nianbao model 文件名，程序会自动使用它。")
    show_use()
    show_prompts()
    show_compare(endpoint)
    show_tables()
    show_place()
    show_backup()
    show_people()


def _fields(now: Settings, endpoint: Endpoint | None) -> None:
    """What can be typed. Fields set elsewhere are grey."""
    off, fixed = _off(now)
    price = profiles.of(endpoint) if endpoint else profiles.Profile()
    st.session_state.setdefault("model_base_url", now.base_url or "")
    st.session_state.setdefault("model_model", now.model or "")
    st.text_input(
        "服务地址", key="model_base_url", disabled="base_url" in fixed, placeholder="例如：https://api.deepseek.com/v1"
    )
    if "base_url" not in fixed:
        _completion(st.session_state["model_base_url"])
    name, offer = st.columns([3, 1], vertical_alignment="bottom")
    name.text_input("模型名称", key="model_model", disabled="model" in fixed, placeholder="例如：deepseek-chat")
    if offer.button(
        "查看该服务的模型",
        disabled="model" in fixed,
        width="stretch",
        help="问一问这个地址上有哪些模型，选一个填入；也可以自己填写",
    ):
        with st.spinner("正在询问服务有哪些模型……"):
            _list(now)
    _offered()
    st.text_input(
        "密钥",
        type="password",
        key="model_api_key",
        disabled="api_key" in fixed,
        autocomplete="off",
        placeholder="已保存，不改就留空" if now.api_key else "内网服务通常不需要",
    )
    with st.expander("更多"):
        st.selectbox(
            "起草方式",
            list(_STRATEGIES),
            list(_STRATEGIES).index(now.llm_strategy),
            _STRATEGIES.__getitem__,
            key="model_llm_strategy",
            disabled=off["llm_strategy"],
        )
        st.number_input(
            "同时起草数",
            1,
            32,
            now.llm_concurrency,
            placeholder="自动",
            key="model_llm_concurrency",
            disabled=off["llm_concurrency"],
            help="同时向模型发出几个请求。服务提示请求过多时调低",
        )
        st.number_input(
            "等待时间（秒）",
            1,
            3600,
            int(now.llm_timeout),
            key="model_llm_timeout",
            disabled=off["llm_timeout"],
            help="多久没有新的文字就算中断。模型较慢时调大",
        )
        asked, answered = st.columns(2)
        with asked:
            _price("输入单价（元/百万词元）", "model_price_in", price.price_in)
        with answered:
            _price("输出单价（元/百万词元）", "model_price_out", price.price_out)
        st.caption(
            "单价见服务商的价目表，按每百万词元计（词元是模型计量文字的单位，大约一个汉字一个）；不填就不显示费用。"
        )
    if fixed:
        st.caption(f"灰色的项目已由{'、'.join(dict.fromkeys(fixed.values()))}设定，请在那里修改。")


def _off(now: Settings) -> tuple[dict[str, bool], dict[str, str]]:
    """Which fields do nothing here, and those set elsewhere with where that is."""
    where = {field: now.where(field) for field in _FIELDS}
    fixed = {field: layer for field, layer in where.items() if layer not in ("设置页", "默认")}
    outside = {"base_url", "model"} <= fixed.keys()  # then what this page keeps of the model is not used
    return {field: outside or field in fixed for field in _FIELDS}, fixed


class _Typed(TypedDict, total=False):
    """What can be typed, as ``settings.save_model`` takes it."""

    base_url: str | None
    model: str | None
    api_key: str | None
    llm_strategy: str | None
    llm_concurrency: int | None
    llm_timeout: float | None


def _typed(now: Settings) -> _Typed:
    """What stands in the fields, to be saved or tried."""
    off, _ = _off(now)
    more = {
        field: st.session_state[f"model_{field}"]
        for field in ("llm_strategy", "llm_concurrency", "llm_timeout")
        if not off[field]
    }
    return _Typed(base_url=_words("base_url"), model=_words("model"), api_key=_words("api_key"), **more)


def _words(field: str) -> str | None:
    return st.session_state[f"model_{field}"].strip() or None


def _completion(typed: str) -> None:
    """What an address that lacks its beginning or end most likely stands for, to be taken by a click."""
    if whole := service_address.completed(typed):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"地址不完整，您要填的可能是 `{whole.replace('`', '')}`。", width="content")
            st.button("用这个地址", on_click=_put, args=("model_base_url", whole))


def _offered() -> None:
    """The models the server named when it was asked, or why it did not."""
    url, names, fault = st.session_state.get("model_list", ("", [], ""))
    if url != st.session_state["model_base_url"].strip():
        return
    if fault:
        st.warning(md(fault))
    elif not names:
        st.info("这个服务没有列出模型，请向管理员问明名称后填写。")
    else:
        st.selectbox(
            f"该服务现有 {len(names)} 个模型",
            names,
            None,
            key="model_offered",
            placeholder="选一个填入",
            on_change=_choose,
        )


def _list(now: Settings) -> None:
    """Ask the address as typed for its models, and keep the answer for this session."""
    from drafting.writing import connection

    url, typed = _words("base_url") or "", _typed(now)
    typed["model"] = _words("model") or "-"
    try:
        endpoint = _endpoint(settings_module.as_typed(**typed))
        st.session_state["model_list"] = url, connection.models(endpoint), ""
    except NianbaoError as error:
        st.session_state["model_list"] = url, [], str(error)


@session.callback
def _choose() -> None:
    if name := st.session_state["model_offered"]:
        _put("model_model", name)


def _put(field: str, text: str) -> None:
    st.session_state[field] = text


def _price(label: str, key: str, value: float | None) -> None:
    st.number_input(label, 0.0, None, value, 0.1, placeholder="不填", key=key)


@session.callback
def _save() -> None:
    session.require(Right.MANAGE)
    now = settings_module.load()
    if not all(_off(now)[0][field] for field in ("base_url", "model")):
        settings_module.save_model(**_typed(now))
    _keep_price(st.session_state["model_price_in"], st.session_state["model_price_out"])
    st.session_state["model_api_key"] = ""
    session.tell("已保存。", "success")


def _keep_price(price_in: float | None, price_out: float | None) -> None:
    """Keep the prices with the profile of the endpoint as saved."""
    endpoint = from_settings(settings_module.load())
    if endpoint and (price_in, price_out) != (profiles.of(endpoint).price_in, profiles.of(endpoint).price_out):
        profiles.learn(endpoint, lambda kept: kept.model_copy(update={"price_in": price_in, "price_out": price_out}))


@session.callback
def _forget() -> None:
    session.require(Right.MANAGE)
    settings_module.forget_model()
    for key in [key for key in st.session_state if str(key).startswith("model_")]:
        del st.session_state[key]
    session.tell("已改用离线起草。", "success")


def _test(now: Settings) -> None:
    """Measure the endpoint as typed, saying what is being done, and show what was found; then it can be saved."""
    from drafting.evaluation.trial import probe

    if not st.session_state["model_base_url"].strip() and not st.session_state["model_model"].strip():
        st.info("还没有填写模型：请填写服务地址和模型名称。")
        return
    box = st.status("正在连接……")
    try:
        typed = now if all(_off(now)[0].values()) else settings_module.as_typed(**_typed(now))
        endpoint = _endpoint(typed)
        sentence, _ = probe(endpoint, lambda step: box.update(label=f"{step}……"))
        endpoint = _endpoint(typed)  # used as was measured from now on
    except NianbaoError as error:
        box.update(label="没有接通", state="error")
        st.error(md(str(error)))
        return
    box.update(label="测试完成", state="complete")
    st.success(md(sentence))
    if endpoint != from_settings(now):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown("测试的是现在填的，还没有保存。", width="content")
            st.button("保存这些设置", type="primary", on_click=_save)
    _profile(endpoint, typed)


def _endpoint(typed: Settings) -> Endpoint:
    """The endpoint of settings that name one: those typed are refused before this where they do not."""
    endpoint = from_settings(typed)
    assert endpoint is not None
    return endpoint


def _profile(endpoint: Endpoint, now: Settings) -> None:
    """What is known of the endpoint, in plain words."""
    profile = profiles.of(endpoint)
    known = (
        profiles.sentences(profile)
        if profile.probed_at
        else ("还没有测试过，按这类服务的常见情况使用。点“测试连接”可以弄清它支持什么。",)
    )
    chosen = {"prose": "整段起草", "paragraphs": "逐段改写", "items": "逐条改写素材"}[endpoint.strategy]
    if now.llm_strategy:
        known += (f"现用的起草方式：{chosen}（由{now.where('llm_strategy')}设定）。",)
    elif not profile.strategy:
        known += (f"现用的起草方式：{chosen}。",)
    if endpoint.fallback:
        known += (f"连不上时由备用模型“{endpoint.fallback.label}”起草，并在那一节说明。",)
    with st.container(border=True, key="nb-profile"):
        st.markdown(f"**{md(endpoint.label)}**")
        for sentence in known + profiles.advice(endpoint):
            st.markdown(f"- {md(sentence)}")
        if profile.probed_at:
            st.caption(f"{clock(profile.probed_at.replace(tzinfo=None))} 测试")
