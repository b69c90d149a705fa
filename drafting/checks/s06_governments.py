"""A government also reports 工作考核、社会评议和责任追究结果 (Article 50(4) of the Regulation; domain §1.2)."""

from __future__ import annotations

import re

from drafting.report import Kind

from .context import Context
from .rule import Outcome, Rule

RULE = Rule(
    "S-06", "warning", "各级人民政府写明工作考核、社会评议、责任追究结果", "《政府信息公开条例》第五十条第一款第（四）项")

_WORDS = {
    "工作考核": re.compile("考核"), "社会评议": re.compile("评议"), "责任追究": re.compile("责任追究|追究责任|追责|问责")}


def check(context: Context) -> Outcome:
    """The three words, anywhere in the overview of a government."""
    if context.report.organ.kind is not Kind.GOVERNMENT:
        yield RULE.not_assessed("政府部门和街道办事处不要求报告工作考核、社会评议和责任追究结果")
        return
    text = "\n".join(line.text for line in context.lines("overview"))
    if not text:
        yield RULE.not_assessed("总体情况尚未起草")
        return
    missing = [name for name, words in _WORDS.items() if not words.search(text)]
    if missing:
        yield RULE.finding(
            f"“一、总体情况”没有写到{'、'.join(missing)}，人民政府的年度报告应写明其结果，没有发生的也要说明，请补写。",
            section="overview.appraisal")
