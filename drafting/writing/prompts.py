"""Prompt files: ``prompts/<id>.md``, front matter between ``---`` lines, then the text with ``{{variable}}`` places.

The front matter declares ``id``, ``version`` and ``variables``; the text must use exactly those. What may not be read
as an instruction – notes, text written so far – goes between delimiters and through ``quoted`` first.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache

from drafting import resources
from drafting.errors import SettingError

_PLACE = re.compile(r"\{\{(\w*)\}\}")
_KEYS = ("id", "version", "variables")


@dataclass(frozen=True)
class Prompt:
    """One prompt as shipped. ``hash`` is of the whole file, so that a draft says exactly what it was made with."""

    id: str
    version: int
    variables: frozenset[str]
    text: str
    hash: str

    @property
    def ref(self) -> str:
        """``section@1#0a1b2c3d``: what a draft keeps."""
        return f"{self.id}@{self.version}#{self.hash}"

    def render(self, /, **values: str) -> str:
        """The text with every variable filled in. Raises SettingError when a value is missing or unused."""
        if wrong := values.keys() ^ self.variables:
            raise SettingError(f"提示词“{self.id}”的变量不符：{'、'.join(sorted(wrong))}。请恢复程序自带的提示词文件。")
        return _PLACE.sub(lambda place: values[place[1]], self.text)


@cache
def load(id: str) -> Prompt:
    """The shipped prompt ``id``. Raises SettingError when the file is missing or its declaration does not hold."""
    try:
        raw = (resources.prompts() / f"{id}.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingError(f"提示词文件 {id}.md 读不出，请重新安装程序。") from None
    return parse(raw, id)


def parse(raw: str, id: str) -> Prompt:
    """The prompt in ``raw``, the content of ``<id>.md``. Raises SettingError."""
    found = re.fullmatch(r"---\n(.*?)\n---\n(.+)", raw, re.DOTALL)
    if not found:
        raise _wrong(id, "开头应是两行 --- 之间的声明")
    head = dict(re.findall(r"^(\w+):[ ]*(.*?)[ ]*$", found[1], re.MULTILINE))
    if set(head) != set(_KEYS) or len(found[1].splitlines()) != len(_KEYS):
        raise _wrong(id, f"声明应恰好有 {'、'.join(_KEYS)} 三行")
    variables = re.fullmatch(r"\[((?:\w+(?:, *\w+)*)?)\]", head["variables"])
    if head["id"] != id or not head["version"].isdecimal() or not variables:
        raise _wrong(id, "id 应与文件名相同，version 应是整数，variables 应形如 [a, b]")
    declared, used = frozenset(re.findall(r"\w+", variables[1])), frozenset(_PLACE.findall(found[2]))
    if declared != used:
        raise _wrong(id, f"声明的变量与正文用到的不一致（{'、'.join(sorted(declared ^ used))}）")
    return Prompt(id, int(head["version"]), declared, found[2].strip(), hashlib.sha256(raw.encode()).hexdigest()[:8])


def quoted(text: str) -> str:
    """``text`` as data between delimiters: what looks like a delimiter, marker or chat control token is made plain."""
    text = re.sub(r"[【\[［]\s*((?:材料|正文)\s*(?:开始|结束))\s*[】\]］]", r"（\1）", text)
    text = re.sub(r"[\[【［](\d{1,2})[\]】］]", r"（\1）", text)
    return text.replace("<|", "＜|").replace("|>", "|＞").strip()


def _wrong(id: str, why: str) -> SettingError:
    return SettingError(f"提示词文件 {id}.md 不合格式：{why}。请恢复程序自带的文件。")
