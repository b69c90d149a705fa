"""Escaping and wording shared by the pages."""

from __future__ import annotations

import html
import re
from datetime import date, datetime

from drafting import times
from drafting.report import Report
from drafting.store.tables import LOST

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$:<>&])")


def md(text: str) -> str:
    """``text`` as plain words where Streamlit reads Markdown (labels, captions, messages)."""
    return _SPECIAL.sub(r"\\\1", text.replace("\n", " "))


def paragraphs(text: str) -> str:
    """``text`` as HTML paragraphs in the document face, everything escaped."""
    lines = "".join(f"<p>{html.escape(line)}</p>" for line in text.split("\n") if line.strip())
    return f'<div class="nb-paper">{lines}</div>'


def clock(moment: datetime) -> str:
    """A UTC moment in Beijing's time, as a review copy tells it: ``14:02`` today, else ``11月22日 14:02``."""
    if moment == LOST:
        return "时间不详"
    local = times.beijing(moment)
    today = local.date() == times.today()
    return local.strftime("%H:%M") if today else f"{local.month}月{local.day}日 {local:%H:%M}"


def deadline(report: Report, today: date, due: date | None = None) -> str:
    """The statutory date and the days left: ``2025年1月31日前公开，还有 12 天``; before it the day on which the place wants it."""
    last = report.deadline
    left = (last - today).days
    rest = f"还有 {left} 天" if left > 0 else "就是今天" if left == 0 else f"已过 {-left} 天"
    local = f"本地要求 {due.month}月{due.day}日前报送；" if due else ""
    return f"{local}应于 {last.year}年{last.month}月{last.day}日前公开，{rest}"
