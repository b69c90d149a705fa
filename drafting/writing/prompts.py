"""Prompt files: ``prompts/<id>.md``, front matter between ``---`` lines, then the text with ``{{variable}}`` places.

The front matter begins with a comment on what the prompt is for, and declares ``id``, ``version`` and ``variables``; the text must use exactly those, and only such as
``TASKS`` has. An office may keep its own of each in ``<data_dir>/prompts``: it wins while it holds, else the shipped
one is used. What may not be read as an instruction – notes, text written so far – goes between delimiters and through
``quoted`` first.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from drafting import private_files, resources, settings
from drafting.errors import SettingError
from drafting.place import Place
from drafting.place import kept as kept_profile

LONGEST = 8_000
"""Characters an office's own prompt may have."""

_PLACE = re.compile(r"\{\{(\w*)\}\}")
_FENCED = re.compile(r"【(\w+)开始】\n\{\{(\w+)\}\}\n【\1结束】")
_KEYS = ("id", "version", "variables")
_NAMES = frozenset(
    [
        "organ",
        "level",
        "year",
        "next",
        "last",
        "self",
        "chapter",
        "section",
        "reader",
        "structure",
        "length",
        "examples",
        "pattern",
    ]
)
"""Variables a prompt may do without, as an office's own of an earlier version does; the others carry what was asked and what
it is written from."""


@dataclass(frozen=True)
class Task:
    """What a prompt is for, in the words of the page, and the variables the program has for it."""

    label: str
    variables: frozenset[str]


def _task(label: str, variables: str) -> Task:
    return Task(label, frozenset(variables.split()))


_REPORT = "organ level year next last self reader"
"""What every prompt on a report may tell of it."""
TASKS: Mapping[str, Task] = {
    "system": _task("起草：总要求", f"{_REPORT} examples"),
    "preface": _task("起草：前言", f"{_REPORT} section materials wish"),
    "section": _task("起草：总体情况各节", f"{_REPORT} chapter section structure length pattern materials wish"),
    "problems": _task("起草：问题与改进", f"{_REPORT} section length parts pattern materials wish"),
    "other": _task("起草：其他事项", f"{_REPORT} section length pattern materials wish"),
    "summary": _task("起草：总述", f"{_REPORT} section materials wish"),
    "pattern": _task("起草：附上的上年文字", "last last_year"),
    "revise": _task("按要求修改一节", f"{_REPORT} section instruction current kept materials"),
    "passage": _task("改写选中的文字", f"{_REPORT} section instruction paragraph passage materials"),
    "paragraph": _task("逐段改写（中等大小的模型）", f"{_REPORT} section examples materials"),
    "item": _task("逐条改写素材（小模型）", "material"),
    "polish": _task("统稿（通读全文）", "organ year self document"),
    "proofread": _task("校对", "organ year self paragraphs"),
    "divide": _task("按方面归类粘贴的总结", "aspects materials"),
    "converse": _task("对话：总要求", "organ year self"),
    "converse_context": _task("对话：每次附上的内容", "document materials checked last_year left_out question"),
}
"""Prompt id -> its task, in the order of the page. A new prompt is a row here."""


_instead: ContextVar[Mapping[str, Prompt] | None] = ContextVar("prompts", default=None)
"""Prompts to use in place of the office's own (``used_from``)."""


@dataclass(frozen=True)
class Prompt:
    """One prompt, shipped, an office's ``own`` or that of a ``place``. ``purpose``: what a shipped one is for, a sentence.

    ``hash`` is of the whole file, so that a draft says exactly what it was made with.
    """

    id: str
    version: int
    variables: frozenset[str]
    text: str
    hash: str
    own: bool = False
    purpose: str = ""
    place: str = ""

    @property
    def ref(self) -> str:
        """``section@1#0a1b2c3d``, with ``·own`` or ``·place`` behind it for an office's own and a place's: what a draft keeps."""
        return f"{self.id}@{self.version}#{self.hash}{'·own' if self.own else '·place' if self.place else ''}"

    def render(self, /, **values: str) -> str:
        """The text with every variable filled in.

        Raises SettingError when a value is missing or unused; an office's own may leave out what its task allows.
        """
        if wrong := (values.keys() ^ self.variables) - (
            _NAMES - self.variables if self.own or self.place else frozenset()
        ):
            raise SettingError(f"提示词“{self.id}”的变量不符：{'、'.join(sorted(wrong))}。请恢复程序自带的提示词文件。")
        return _PLACE.sub(lambda place: values[place[1]], self.text)

    def filled(self, values: Mapping[str, str]) -> str:
        """The text with what it uses of ``values`` filled in. Raises SettingError when a value is missing."""
        return self.render(**{name: values[name] for name in self.variables if name in values})


def load(id: str) -> Prompt:
    """The prompt to use: the office's own where it has one that holds, else that of the place, else the shipped one; the
    place's before the office's own where the office chose so. Raises SettingError.

    Within ``used_from`` the one of that folder, where it has one, else the shipped one.
    """
    if (instead := _instead.get()) is not None:
        return instead.get(id) or shipped(id)
    kept = kept_profile(settings.data_dir())
    try:
        office = own(id)
    except SettingError:
        office = None
    laid_down = of_place(id, kept.place) if kept else None
    return (laid_down or office if kept and kept.first else office or laid_down) or shipped(id)


def of_place(id: str, given: Place) -> Prompt | None:
    """The prompt that a place lays down for the task ``id``; None for none, or one that does not hold."""
    text = given.prompts.get(id, "").replace("\r\n", "\n").strip()
    if not text or _unfit(id, text):
        return None
    return replace(_usable(_file(id, text), id), own=False, place=given.name)


def unfit(id: str, text: str) -> str:
    """Why ``text`` cannot stand for the prompt ``id``, as the end of a sentence; ``""`` when it can."""
    return _unfit(id, text.replace("\r\n", "\n").strip()) if id in TASKS else "不是程序有的提示词"


@contextmanager
def used_from(folder: str | Path) -> Iterator[None]:
    """Within the block the prompts of ``folder``, files like the shipped ones; what it lacks is the shipped one.

    To try prompts without keeping them: it counts for this thread, and for others that run in a copy of its context.
    Raises SettingError for a folder without prompts, and for one of them that cannot be used, saying why.
    """
    found: dict[str, Prompt] = {}
    for id in TASKS:
        path = Path(folder) / f"{id}.md"
        try:
            found[id] = parse(path.read_text(encoding="utf-8"), id)
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError):
            raise SettingError(f"提示词文件“{path}”读不出，请核对文件的权限和编码（应为 UTF-8）。") from None
        if why := _unfit(id, found[id].text):
            raise SettingError(f"提示词文件“{path}”{why}。请改正后再用。")
    if not found:
        raise SettingError(f"“{folder}”里没有提示词文件（例如 section.md），请核对文件夹。")
    before = _instead.set(found)
    try:
        yield
    finally:
        _instead.reset(before)


@cache
def shipped(id: str) -> Prompt:
    """The shipped prompt ``id``. Raises SettingError when the file is missing or its declaration does not hold."""
    try:
        raw = (resources.prompts() / f"{id}.md").read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise SettingError(f"提示词文件 {id}.md 读不出，请重新安装程序。") from None
    return parse(raw, id)


def own(id: str) -> Prompt | None:
    """The office's own prompt, None when it keeps none. Raises SettingError, saying why, for one that does not hold."""
    try:
        raw = _own_path(id).read_text(encoding="utf-8")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError):
        raise SettingError(
            f"本单位的提示词“{_label(id)}”读不出，已改用程序自带的。请在“设置”页重新保存或恢复自带。"
        ) from None
    return _usable(raw, id)


def _usable(raw: str, id: str) -> Prompt:
    """The office's own prompt from the text of its file. Raises SettingError for one that does not hold."""
    try:
        prompt = parse(raw, id)
    except SettingError:
        raise SettingError(
            f"本单位的提示词“{_label(id)}”不合格式，已改用程序自带的。请在“设置”页重新保存或恢复自带。"
        ) from None
    if why := _unfit(id, prompt.text):
        raise SettingError(f"本单位的提示词“{_label(id)}”{why}，已改用程序自带的。请在“设置”页改正或恢复自带。")
    return Prompt(id, prompt.version, prompt.variables, prompt.text, prompt.hash, own=True)


def save_own(id: str, text: str) -> Prompt:
    """Keeps ``text``, without front matter, as the office's own prompt.

    Raises SettingError for a text that cannot be used, saying why; what was kept before stays then.
    """
    path, text = _own_path(id), text.replace("\r\n", "\n").strip()
    if why := _unfit(id, text):
        raise SettingError(f"没有保存：提示词“{_label(id)}”{why}。请改正后再保存。")
    raw = _file(id, text)
    private_files.write_text(path, raw)
    return _usable(raw, id)


def _file(id: str, text: str) -> str:
    """The prompt file of an office with this ``text``."""
    variables = ", ".join(sorted(set(_PLACE.findall(text))))
    return f"---\nid: {id}\nversion: {shipped(id).version}\nvariables: [{variables}]\n---\n{text}\n"


def restore(id: str) -> None:
    """Removes the office's own prompt; none kept is fine. Raises SettingError when the file cannot be removed."""
    path = _own_path(id)
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise SettingError(f"无法删除“{path}”（{error.strerror}），请检查该文件夹的权限。") from None


def parse(raw: str, id: str) -> Prompt:
    """The prompt in ``raw``, the content of ``<id>.md``. Raises SettingError."""
    found = re.fullmatch(r"---\n(.*?)\n---\n(.+)", raw, re.DOTALL)
    if not found:
        raise _wrong(id, "开头应是两行 --- 之间的声明")
    lines = found[1].splitlines()
    purpose = lines.pop(0).lstrip("# ") if lines[0].startswith("#") else ""
    head = dict(re.findall(r"^(\w+):[ ]*(.*?)[ ]*$", found[1], re.MULTILINE))
    if set(head) != set(_KEYS) or len(lines) != len(_KEYS):
        raise _wrong(id, f"声明应恰好有 {'、'.join(_KEYS)} 三行")
    variables = re.fullmatch(r"\[((?:\w+(?:, *\w+)*)?)\]", head["variables"])
    if head["id"] != id or not head["version"].isdecimal() or not variables:
        raise _wrong(id, "id 应与文件名相同，version 应是整数，variables 应形如 [a, b]")
    declared, used = frozenset(re.findall(r"\w+", variables[1])), frozenset(_PLACE.findall(found[2]))
    if declared != used:
        raise _wrong(id, f"声明的变量与正文用到的不一致（{'、'.join(sorted(declared ^ used))}）")
    digest = hashlib.sha256(raw.encode()).hexdigest()[:8]
    return Prompt(id, int(head["version"]), declared, found[2].strip(), digest, purpose=purpose)


def quoted(text: str) -> str:
    """``text`` as data between delimiters: what looks like a delimiter, marker or chat control token is made plain."""
    text = re.sub(r"[【\[［]\s*((?:材料|(?:上年)?正文|检查结果)\s*(?:开始|结束))\s*[】\]］]", r"（\1）", text)
    text = re.sub(r"[\[【［](\d{1,2})[\]】］]", r"（\1）", text)
    return text.replace("<|", "＜|").replace("|>", "|＞").strip()


def _unfit(id: str, text: str) -> str:
    """Why ``text`` cannot stand for the shipped prompt, as the end of a sentence; ``""`` when it can.

    It may use what the program has for the task, and must give what the shipped one gives, data between delimiters.
    """
    if not text:
        return "是空的"
    if len(text) > LONGEST:
        return f"超过 {LONGEST} 字"
    used = _PLACE.findall(text)
    if unknown := sorted(set(used) - TASKS[id].variables):
        return f"用了程序没有的变量（{'、'.join(f'{{{{{name}}}}}' for name in unknown)}）"
    if missing := sorted(shipped(id).variables - _NAMES - set(used)):
        return f"缺少 {'、'.join(f'{{{{{name}}}}}' for name in missing)}"
    fenced = {place: name for name, place in _FENCED.findall(text)}
    for name, place in _FENCED.findall(shipped(id).text):
        if fenced.get(place) != name or used.count(place) != 1:
            return f"应当有且只有一处 {{{{{place}}}}}，独占一行，放在【{name}开始】和【{name}结束】两行之间"
    return ""


def _own_path(id: str) -> Path:
    """Where the office's own prompt is. Raises SettingError for an id that names no task."""
    if id not in TASKS:
        raise SettingError(f"没有名为“{id[:40]}”的提示词。")
    return settings.data_dir() / "prompts" / f"{id}.md"


def _label(id: str) -> str:
    return TASKS[id].label


def _wrong(id: str, why: str) -> SettingError:
    return SettingError(f"提示词文件 {id}.md 不合格式：{why}。请恢复程序自带的文件。")
