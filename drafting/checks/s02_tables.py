"""All three tables with the rows, columns and labels of the form (domain §2.1–2.3). The program prints them itself."""

from __future__ import annotations

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("S-02", "error", "三张表齐全，行、列和栏目名称与规定格式一致", "国办公开办函〔2021〕30号")


def check(context: Context) -> Outcome:
    """A report kept here holds figures by cell, not printed tables, so there is nothing to compare."""
    yield RULE.not_assessed("三张表由本程序按规定格式印出，只有导入的文件需要核对")
