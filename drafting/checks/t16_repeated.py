"""大量反复申请 and 重复申请 need applications to be many of, or to repeat (domain §4.2).

Up to ten pieces a month are free of charge for being within reason (国办函〔2020〕109号), so an organ that has fewer in a
whole year can hardly have refused one for its quantity. A hint: an earlier year's application can be repeated.
Unpaid fees without a word in chapter 六 are N-09's.
"""

from __future__ import annotations

from drafting.values import printed, total

from .context import Context
from .rule import Outcome, Rule

RULE = Rule(
    "T-16", "hint", "按重复申请、大量反复申请处理的件数与申请总数相称",
    "国办函〔2020〕109号：同一申请人一月 10 件以内不收费；由口径推得")

HANDLED = ("requests.new_received.total", "requests.carried_in.total")
"""The applications there were to handle."""
REPEATED, EXCESSIVE = "requests.unprocessed_repeated.total", "requests.unprocessed_excessive.total"
FEW = 10
"""Applications in a year below which 大量 is doubtful."""


def check(context: Context) -> Outcome:
    """The two rows against the applications of the year."""
    handled = total(context.cells, HANDLED)
    repeated, excessive = context.cells.get(REPEATED), context.cells.get(EXCESSIVE)
    if handled is None or repeated is None and excessive is None:
        yield RULE.not_assessed("表三新收、上年结转或“（五）不予处理”没有填写")
        return
    if excessive and excessive > 0 and handled < FEW:
        yield RULE.finding(
            f"{context.form.name(EXCESSIVE)}为{printed(excessive)}，而全年新收和上年结转共{printed(handled)}件，"
            f"不足 {FEW} 件，请核对是否填错了行。", cells=(EXCESSIVE, *HANDLED))
    if repeated and repeated >= handled > 0:
        yield RULE.finding(
            f"{context.form.name(REPEATED)}为{printed(repeated)}，而全年新收和上年结转共{printed(handled)}件，"
            "等于全部申请都是重复的，请核对是否填错了行。", cells=(REPEATED, *HANDLED))
