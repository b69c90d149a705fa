"""The amounts of 信息处理费 in chapter 六 (domain §1.5, §4.3): parts add up, tens of yuan, 元 and not 万元."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.binding import Figure
from drafting.values import printed, tidy

from .context import Context
from .fees import fee_figures, fee_sentences
from .rule import Finding, Outcome, Rule

RULE = Rule("N-10", "warning", "信息处理费分项与合计相符，以元计，是 10 元的倍数", "国办函〔2020〕109号规定的计费标准均为 10 元的倍数")

_PARTS = re.compile("其中|分别(?:为|是)|具体(?:为|是|如下)|包括")


def check(context: Context) -> Outcome:
    """Each amount, then the breakdown."""
    text = context.report.text("other")
    figures = fee_figures(text)
    if not figures:
        yield RULE.not_assessed("“六、其他需要报告的事项”没有写到信息处理费的数字")
        return
    for figure in figures:
        if figure.yuan is None:
            continue
        if figure.unit != "元":
            yield RULE.finding(
                f"信息处理费“{figure.text}”以{figure.unit}计，应以元计，请核对是否误写了行政事业性收费的单位。",
                section="other", span=(figure.start, figure.end))
        elif figure.yuan % 10:
            yield RULE.finding(
                f"信息处理费“{figure.text}”不是 10 元的倍数，按计费标准不应有此金额，请核对。",
                section="other", span=(figure.start, figure.end))
    yield from _breakdown(text, figures)


def _breakdown(text: str, figures: list[Figure]) -> Iterator[Finding]:
    """The cases and the amounts after 其中 against the last ones before it."""
    opening = next((match for start, end, _ in fee_sentences(text) if (match := _PARTS.search(text, start, end))), None)
    if not opening:
        return
    for unit in ("元", "件"):
        whole = [figure for figure in figures if figure.end <= opening.start() and figure.unit == unit]
        parts = [figure for figure in figures if figure.start >= opening.end() and figure.unit == unit]
        if not whole or len(parts) < 2 or any(figure.approximate for figure in (whole[-1], *parts)):
            continue
        stated, added = whole[-1].value, sum(figure.value for figure in parts)
        if stated != added:
            yield RULE.finding(
                f"信息处理费各分项之和为 {printed(tidy(added))} {unit}，前面写的合计为 {printed(tidy(stated))} {unit}，"
                f"相差 {printed(tidy(abs(added - stated)))} {unit}，请核对。",
                section="other", span=(whole[-1].start, parts[-1].end))
