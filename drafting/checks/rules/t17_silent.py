"""Table three and the overview both speak of applications, or neither does (domain §4.2).

Figures and “未收到申请” are N-01's and N-05's. Here are looked for sentences that tell of applications answered where
the table has none, and an overview without any figure of applications where the table has some.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences
from drafting.values import printed

from ..context import Context
from ..masking import masked
from ..rule import Outcome, rule

RULE = rule("T-17")

ROWS = ("new_received", "carried_in", "total", "carried_out")
"""Rows of table three that are all 0 when there was nothing to handle."""

_ANSWERED = late_pattern(
    "(?:均|都|全部|已)(?:已|在|按|依法|按时|按期|及时|[^。；，]{0,12}(?:期限|时限|规定)内?)*(?:予以|作出|进行|给予)?了?(?:答复|办结|办理完毕|回复)"
    "|(?:延期|补正)[^。；，]{0,4}(?:[1-9]\\d*|[一二两三四五六七八九十])件"
)
_RULE = late_pattern(
    "确保|做到|应当?|要求|规定[^时期]|凡|如有|若|保证|力争|将|未|没有|无|不存在|上一?年|去年|往年|信件|来信|留言|建议|提案|咨询|诉求|热线|工单|信访|许可"
)
_FIGURE = late_pattern(r"(?<!\d)\d+\s*(?:余|多)?\s*(?:件|份|宗|起|个|人次|次|条|%|％)")
_NONE = late_pattern(r"(?<![\d.])[0零]\s*件")


def check(context: Context) -> Outcome:
    """The overview against the four rows that sum table three up."""
    keys = [f"requests.{row}.total" for row in ROWS]
    figures = [context.cells.get(key) for key in keys]
    overview = list(context.lines("overview"))
    if None in figures or not overview:
        yield RULE.not_assessed("overview_unwritten" if None not in figures else "blank")
    elif not any(figures):
        for line in overview:
            for start, end, sentence in sentences(line.text):
                answered = "申请" in sentence and not _NONE.search(sentence) and _ANSWERED.search(sentence)
                if answered and not _RULE.search(sentence):
                    yield RULE.finding(
                        "answered", words=answered[0], cells=keys[:1], section=line.section, span=line.at((start, end))
                    )
    elif figures[0] and not any("申请" in line.text and _FIGURE.search(masked(line.text)) for line in overview):
        yield RULE.finding(
            "silent",
            name=context.form.name(keys[0]),
            value=printed(figures[0]),
            cells=keys[:1],
            section=context.place("on_request", "overview"),
        )
