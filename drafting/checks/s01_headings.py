"""The six headings, in order and exact (domain §1.1). The program prints them itself."""

from __future__ import annotations

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("S-01", "error", "六个部分的标题齐全、顺序和用字与规定格式一致", "国办公开办函〔2021〕30号；公开年报见到十余种变体")


def check(context: Context) -> Outcome:
    """A report kept here holds no headings of its own, so there is nothing to compare."""
    yield RULE.not_assessed("六个部分的标题由本程序按规定格式印出，只有导入的文件需要核对")
