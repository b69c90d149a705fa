"""（六）其他处理 is three rows since the 2021 edition (domain §2.6). The program prints them itself."""

from __future__ import annotations

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("S-09", "warning", "表三“（六）其他处理”分为三行", "国办公开办函〔2021〕30号；仍有公开年报只列一行")


def check(context: Context) -> Outcome:
    """A report kept here holds the three rows apart, so there is nothing to compare."""
    yield RULE.not_assessed("“（六）其他处理”由本程序按三行印出，只有导入的文件需要核对")
