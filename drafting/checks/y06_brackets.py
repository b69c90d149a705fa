"""文号 are written with 六角括号, a year of four digits and a bare number (GB/T 9704-2012, 7.2.5; domain §4.4)."""

from __future__ import annotations

from .citations import Citation, citations
from .context import UNWRITTEN, Context
from .rule import Outcome, Rule

RULE = Rule("Y-06", "hint", "文号写作“〔年份〕序号号”：六角括号、四位年份、序号不加“第”和前导零", "GB/T 9704-2012 第 7.2.5 条")


def check(context: Context) -> Outcome:
    """The report's own 文号, then every one the text cites."""
    own = list(citations(context.report.document.number))
    for number in own:
        if why := _fault(number):
            yield RULE.finding(f"本报告的文号“{number.issuer}{number.text}”{why}，请改为“{_right(number)}”的形式。")
    for section, text in context.texts.items():
        for number in citations(text):
            if why := _fault(number):
                yield RULE.finding(
                    f"文号“{number.text}”{why}，请改为“{_right(number)}”的形式。",
                    section=section, span=(number.start, number.end), fix=_right(number))
    if not own and not context.texts:
        yield RULE.not_assessed(UNWRITTEN)


def _fault(number: Citation) -> str:
    """What is wrong with it, ``""`` when nothing."""
    if number.brackets != "〔〕":
        return "没有用六角括号"
    if len(number.year) != 4:
        return "的年份不是四位"
    if number.nth:
        return "的序号前多了“第”字"
    return "的序号前多了 0" if number.digits.startswith("0") else ""


def _right(number: Citation) -> str:
    year = number.year if len(number.year) == 4 else f"20{number.year[-2:]}"
    return f"〔{year}〕{int(number.digits)}号"
