"""The charts that a report may print: what they are called, and how their captions are written and known again."""

from __future__ import annotations

import re
from functools import cache

CHART_NAMES = {
    "applicants": "本年新收申请，按申请人（件）",
    "results": "本年办理结果（件）",
    "trend": "历年申请办理情况（件）",
}
"""The charts there are, by id, with their titles."""
_ALIKE = str.maketrans("(),", "（），")


def caption(number: int, title: str) -> str:
    """The line under the chart that is number ``number`` in its document."""
    return f"图{number}　{title}"


def is_caption(text: str) -> bool:
    """Whether ``text`` is a caption of one of these charts, however it is spaced; another picture's caption is not."""
    return bool(_captions().fullmatch(_plain(text)))


def tells(text: str) -> bool:
    """Whether ``text`` is what one of these charts shows in words: its title, and the figures year by year."""
    return bool(_words().fullmatch(_plain(text)))


@cache
def _captions() -> re.Pattern[str]:
    return re.compile(rf"图\d{{1,2}}(?:{_titles()})")


@cache
def _words() -> re.Pattern[str]:
    return re.compile(rf"(?:{_titles()})：20\d\d年.+。")


def _titles() -> str:
    return "|".join(map(re.escape, CHART_NAMES.values()))


def _plain(text: str) -> str:
    return "".join(text.split()).translate(_ALIKE)
