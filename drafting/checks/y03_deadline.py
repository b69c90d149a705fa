"""The date of issue is within the time Article 49 of the Regulation gives (domain §1.2): 31 January or 31 March.

The date is the one filled in as 成文日期. Whether it was really published then, and earlier dates a superior sets, the
report does not hold.
"""

from __future__ import annotations

from datetime import date

from .context import Context
from .rule import Outcome, Rule

RULE = Rule("Y-03", "warning", "成文日期在报告年度结束之后、法定公布期限之前", "《政府信息公开条例》第四十九条：政府部门 1 月 31 日前、各级政府 3 月 31 日前公布；乡镇、街道按部门执行")


def check(context: Context) -> Outcome:
    """成文日期 against the deadline of this organ, and against the end of the year it reports on."""
    report = context.report
    issued = report.document.issued_on
    if issued is None:
        yield RULE.not_assessed("没有填写成文日期")
        return
    if not 1 <= report.year < date.max.year:
        yield RULE.not_assessed(f"报告年度 {report.year} 没有可比的期限")
        return
    late = (issued - report.deadline).days
    if late > 0:
        yield RULE.finding(
            f"成文日期为{_day(issued)}，比法定公布期限{_day(report.deadline)}晚 {late} 天，请核对日期，确已逾期的请尽快公布。")
    elif issued.year <= report.year:
        yield RULE.finding(
            f"成文日期为{_day(issued)}，统计期限到 {report.year} 年 12 月 31 日才结束，请核对日期是否误写了年份。")


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
