"""What one endpoint can do, as data: measured by ``probe``, kept in ``<data_dir>/profiles.json``, used by ``client``.

Nothing here asks which provider it is, except the tables: ``FAMILIES`` says what to expect of an address or model name
before it is measured, ``SWITCHES`` how thinking is turned off. There is no key in a profile.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from drafting import private_files, settings
from drafting.errors import SettingError

from .endpoint import Endpoint, Strategy

FILE = "profiles.json"
SMALL, MIDDLE = 4.0, 14.0
"""Thousand million parameters up to which a model is taken item by item, and paragraph by paragraph."""
THINKING_TOKENS = 4_000
"""What an answer may be longer by where thinking cannot be turned off."""

Form = Literal["json_schema", "json_object", "text"]
"""How a structured answer is asked for, best first: by a schema, as some JSON object, in words only."""
Thinks = Literal["none", "tags", "reasoning_content", "hidden"]
"""How a model's thinking shows: not, between tags in its text, in a field of its own, only in what it uses up."""


class Profile(BaseModel):
    """What an endpoint can do. Defaults stand for a server that does all that OpenAI's protocol says.

    ``refuses``: request parameters it answers with an error. ``thinks``: what it does by itself; ``switch``: fields of
    a request that turn that off, empty where none does or none is needed. ``reports_usage``: in a streamed answer too.
    ``strategy`` None: not measured; ``why``: a sentence on how it was found. ``complete``: the probe came to its end.
    ``window``: the letters of a request that are known to be read, where a longer one loses its beginning without a word;
    None: no such limit was found.
    ``letters_per_second``: how fast an answer comes once it has begun; None: not measured.
    ``price_in``, ``price_out``: 元 for a million tokens asked and answered, typed by the office.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    streams: bool = True
    form: Form = "json_schema"
    refuses: frozenset[str] = frozenset()
    thinks: Thinks = "none"
    switch: dict[str, Any] = Field(default_factory=dict)
    reports_usage: bool = True
    strategy: Strategy | None = None
    why: str = ""
    concurrency: int = Field(default=8, ge=1, le=32)
    window: int | None = Field(default=None, ge=0)
    letters_per_second: float | None = Field(default=None, gt=0, allow_inf_nan=False)
    complete: bool = True
    probed_at: datetime | None = None
    price_in: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    price_out: float | None = Field(default=None, ge=0, allow_inf_nan=False)

    @property
    def thinking_tokens(self) -> int:
        """Tokens an answer needs beside its text."""
        return THINKING_TOKENS if self.thinks != "none" and not self.switch else 0


@dataclass(frozen=True)
class Family:
    """Servers of one kind: ``place`` is looked for in the address, ``model`` in the model's name (both regular).

    ``expected``: how they differ from the default profile. ``advice``: a sentence for the page.
    """

    place: str = ""
    model: str = ""
    expected: dict[str, Any] = field(default_factory=dict)
    advice: str = ""


SWITCHES: tuple[dict[str, Any], ...] = (
    {"enable_thinking": False},
    {"chat_template_kwargs": {"enable_thinking": False}},
    {"thinking": {"type": "disabled"}},
    {"reasoning_effort": "none"},
)
"""Ways to turn thinking off: 百炼 and other hosts of Qwen; vLLM, SGLang, llama.cpp; DeepSeek, GLM, Kimi; Ollama."""

FAMILIES: tuple[Family, ...] = (
    Family(place=r"^api\.openai\.com", expected={"refuses": {"temperature", "max_tokens"}}),
    Family(
        place=r"dashscope|modelscope|siliconflow",
        model=r"qwen3|qwen-(?:plus|turbo|flash)",
        expected={"switch": SWITCHES[0]},
    ),
    Family(place=r"^api\.deepseek\.com", expected={"form": "json_object", "switch": SWITCHES[2]}),
    Family(place=r"bigmodel\.cn|volces\.com|moonshot\.cn", expected={"switch": SWITCHES[2]}),
    Family(
        place=r":11434$",
        expected={"concurrency": 2},
        advice=(
            "Ollama 一次能读的长度默认较短，材料超出时开头会被略去而不提示，请把 OLLAMA_CONTEXT_LENGTH 设为 8192 或更大。"
        ),
    ),
    Family(model=r"reasoner|-r1\b|qwq|thinking", expected={"thinks": "reasoning_content", "switch": {}}),
)
"""What is known of some servers before they are measured; a later row that fits wins, field by field."""

_LEAVABLE = ("stream_options", "temperature", "max_tokens")
_NO_STREAM = re.compile(
    r"\bstream(?:ing)?\b[^.。]{0,40}(?:not support|unsupported|not allowed|must be false|不支持)"
    r"|(?:not support|unsupported)[^.。]{0,40}\bstream(?:ing)?\b",
    re.I,
)
_TOO_MUCH = re.compile(r"too (?:large|long|big|high)|maximum|exceed|context length|range", re.I)
"""A value is refused, not its name."""
_FORM = re.compile(r"response_format|json_schema|json_object|json schema|grammar", re.I)
_NEEDS_SWITCH = re.compile(r"enable.thinking.{0,60}(?:false|stream)", re.I | re.S)
_lock = threading.Lock()


def of(endpoint: Endpoint) -> Profile:
    """The profile of ``endpoint``: as kept, else as expected. A damaged file counts as none."""
    return _kept().get(_key(endpoint)) or expected(endpoint)


def expected(endpoint: Endpoint) -> Profile:
    """What to expect of an endpoint that was not measured."""
    values: dict[str, Any] = {}
    for family in _fitting(endpoint):
        values |= family.expected
    return Profile.model_validate(values)


def advice(endpoint: Endpoint) -> tuple[str, ...]:
    """Sentences on what to mind with servers of this kind."""
    return tuple(family.advice for family in _fitting(endpoint) if family.advice)


def learn(endpoint: Endpoint, change: Callable[[Profile], Profile]) -> None:
    """Keep ``change`` of the profile of ``endpoint``. Raises SettingError when the folder cannot be written."""
    with _lock:
        kept = _kept()
        kept[_key(endpoint)] = change(kept.get(_key(endpoint)) or expected(endpoint))
        private_files.write_private(
            settings.data_dir() / FILE,
            {key: profile.model_dump(mode="json", exclude_defaults=True) for key, profile in sorted(kept.items())},
        )


def adapted_to_refusal(profile: Profile, said: str, structured: bool) -> Profile | None:
    """``profile`` with what the refusal ``said`` teaches about the request it allows; None when it teaches nothing.

    ``structured``: the refused request asked for structure.
    """
    named = set() if _TOO_MUCH.search(said) else {name for name in _LEAVABLE if name in said}
    if profile.streams and _NO_STREAM.search(said):
        return profile.model_copy(update={"streams": False})
    if sent := [name for name in profile.switch if name in said]:
        return profile.model_copy(update={"switch": {}, "refuses": profile.refuses | set(sent)})
    if _NEEDS_SWITCH.search(said) and "enable_thinking" not in profile.refuses:
        return profile.model_copy(update={"switch": SWITCHES[0]})
    if named - profile.refuses:
        return profile.model_copy(update={"refuses": profile.refuses | named})
    if structured and profile.form != "text" and _FORM.search(said):
        return profile.model_copy(update={"form": "json_object" if profile.form == "json_schema" else "text"})
    return None


def size(model: str) -> float | None:
    """The size in a model's name (``qwen2.5-1.5b``, ``qwen3:0.6b``) in thousand millions; None when it names none."""
    sizes = [float(size) for size in re.findall(r"(?<![\d.a-z])(\d+(?:\.\d+)?)b(?![a-z])", model.lower())]
    return max(sizes, default=None)


def is_small(model: str) -> bool | None:
    """Whether the size in a model's name is small; None when it names none."""
    found = size(model)
    return None if found is None else found <= SMALL


def strategy(endpoint: Endpoint, profile: Profile) -> Strategy:
    """How to draft where no person has chosen: as measured, else by the size in the model's name."""
    if profile.strategy:
        return profile.strategy
    parameters = size(endpoint.model)
    if parameters is None or parameters > MIDDLE:
        return "prose"
    return "items" if parameters <= SMALL else "paragraphs"


def sentences(profile: Profile) -> tuple[str, ...]:
    """The profile in plain words, for the page."""
    forms = {
        "json_schema": "能按规定的格式作答。",
        "json_object": "不能完全按规定的格式作答，已改用较宽松的格式。",
        "text": "不能按规定的格式作答，已改为用文字说明格式。",
    }
    thinking = (
        "直接作答，不先思考。"
        if profile.thinks == "none" and not profile.switch
        else "会先思考，已关闭思考。"
        if profile.switch
        else "会先思考，关闭不了；思考内容不会进入正文，起草会慢一些。"
    )
    form = forms[profile.form] if profile.complete or profile.form != "json_schema" else ""
    return tuple(
        sentence
        for sentence in (
            "文字边写边显示。" if profile.streams else "一节写完才显示文字，停止后服务可能仍在写。",
            form,
            thinking,
            f"有 {len(profile.refuses)} 项可有可无的要求它不接受，已不再提出。" if profile.refuses else "",
            "" if profile.reports_usage else "不报告用量，无法计算费用。",
            ""
            if profile.window is None
            else f"一次只读得下约 {profile.window} 字，更长的要求会被略去开头；材料较多的章节将分几次起草。",
            profile.why,
            "" if profile.complete else "模型较慢，测试没有做完，其余按常见情况使用。",
        )
        if sentence
    )


def _fitting(endpoint: Endpoint) -> list[Family]:
    place, model = endpoint.place, endpoint.model.lower()
    return [family for family in FAMILIES if re.search(family.place, place) and re.search(family.model, model)]


def _key(endpoint: Endpoint) -> str:
    return f"{endpoint.url} {endpoint.model}"


def _kept() -> dict[str, Profile]:
    """All profiles kept; those that do not hold are left out."""
    kept: dict[str, Profile] = {}
    with suppress(OSError, ValueError, AttributeError, SettingError):
        for key, values in json.loads((settings.data_dir() / FILE).read_text("utf-8")).items():
            with suppress(ValidationError):
                kept[key] = Profile.model_validate(values)
    return kept
