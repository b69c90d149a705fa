"""The tables of the 2019 format were replaced from report year 2021 on (domain §2.6).

The program prints the tables itself; only their old column labels left in the narrative can show here. Labels
that the Regulation uses too (政府集中采购, 其他对外管理服务事项) are ordinary words of a narrative and not looked for.
"""

from __future__ import annotations

import re

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("S-08", "error", "没有使用 2019 年版格式的表格栏目", "国办公开办函〔2021〕30号自 2021 年度起代替〔2019〕60号")

_LABELS = re.compile("本年新制作数量|本年新公开数量|对外公开总数量|上一年项目数量")


def check(context: Context) -> Outcome:
    """Old column labels in the narrative."""
    found = False
    for section, text in context.texts.items():
        for match in _LABELS.finditer(text):
            found = True
            yield RULE.finding(
                f"正文中的“{match[0]}”是 2019 年版格式的栏目，2021 年度起已不使用，请改用现行格式。",
                section=section, span=match.span())
    if not found:
        yield RULE.not_assessed("三张表由本程序按现行格式印出，只有导入的文件需要核对")
