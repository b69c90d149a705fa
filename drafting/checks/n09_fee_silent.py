"""信息处理费 in table three and in chapter 六 (domain §4.3): neither is silent where the other speaks.

An application that ended because the fee was not paid has had a notice. That a fee *was* paid leaves no trace in
the row of unpaid ones, so a fee in the text is only held against a year without any application.
"""

from __future__ import annotations

import re

from drafting.values import printed, total

from .context import Context
from .fees import charged, fee_sentences
from .rule import Outcome, Rule

RULE = Rule("N-09", "warning", "表三有逾期未缴费的，第六部分写到收费通知；写有收费的，表三有申请", "政府信息公开信息处理费管理办法；公开年报两处并写")

UNPAID = "requests.other_fee_unpaid.total"
_HANDLED = ("requests.new_received.total", "requests.carried_in.total")
_NO_NOTICE = re.compile(r"(?:未|没有|无|不)(?:曾|有|发生|产生|向[^，。；]{0,12})*(?:发出|下达|制发|送达|开具|收费通知)[^，。；]{0,8}(?:通知)?")


def check(context: Context) -> Outcome:
    """Both directions."""
    unpaid, handled = context.cells.get(UNPAID), total(context.cells, _HANDLED)
    text = context.report.text("other")
    if unpaid is None or not text.strip():
        yield RULE.not_assessed("“六、其他需要报告的事项”尚未起草" if unpaid is not None else "表三“逾期未按收费通知要求缴纳费用”没有填写")
        return
    said = fee_sentences(text)
    if unpaid > 0:
        where = f"{context.form.name(UNPAID)}为{printed(unpaid)}"
        if not said:
            yield RULE.finding(
                f"{where}，“六、其他需要报告的事项”没有写到信息处理费，请补写发出收费通知的件数和金额。",
                cells=(UNPAID,), section="other")
        for start, end, sentence in said:
            if match := _NO_NOTICE.search(sentence):
                if "通知" in match[0]:
                    yield RULE.finding(
                        f"{where}，此处却说没有发出收费通知，请核对。", cells=(UNPAID,), section="other",
                        span=(start + match.start(), start + match.end()))
    if handled == 0 and (fee := charged(text)):
        yield RULE.finding(
            f"此处写有信息处理费{fee.text}，表三却没有新收和上年结转的申请，请核对。",
            cells=_HANDLED, section="other", span=(fee.start, fee.end))
