"""信息处理费 in table three and in chapter 六 (domain §4.3): neither is silent where the other speaks.

An application that ended because the fee was not paid has had a notice. That a fee *was* paid leaves no trace in
the row of unpaid ones, so a fee in the text is only held against a year without any application.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern
from drafting.values import printed, total

from ..context import Context
from ..fees import charged, fee_sentences
from ..rule import Outcome, rule

RULE = rule("N-09")

UNPAID = "requests.other_fee_unpaid.total"
_HANDLED = ("requests.new_received.total", "requests.carried_in.total")
_NO_NOTICE = late_pattern(
    r"(?:未|没有|无|不)(?:曾|有|发生|产生|向[^，。；]{0,12})*(?:发出|下达|制发|送达|开具|收费通知)[^，。；]{0,8}(?:通知)?"
)


def check(context: Context) -> Outcome:
    """Both directions."""
    unpaid, handled = context.cells.get(UNPAID), total(context.cells, _HANDLED)
    here = context.chapter("other")
    text = here.text
    if unpaid is None or not text.strip():
        yield RULE.not_assessed("other_unwritten" if unpaid is not None else "blank")
        return
    said = fee_sentences(text)
    if unpaid > 0:
        name = context.form.name(UNPAID)
        if not said:
            yield RULE.finding("silent", name=name, value=printed(unpaid), cells=(UNPAID,), section="other")
        for start, _end, sentence in said:
            if (match := _NO_NOTICE.search(sentence)) and "通知" in match[0]:
                yield RULE.finding(
                    "denied",
                    name=name,
                    value=printed(unpaid),
                    cells=(UNPAID,),
                    **here.at(start + match.start(), start + match.end()),
                )
    if handled == 0 and (fee := charged(text)):
        yield RULE.finding("no_application", fee=fee.text, cells=_HANDLED, **here.at(fee.start, fee.end))
