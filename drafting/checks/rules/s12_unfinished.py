"""Sentences that are not written to their end: a paragraph without a closing mark, words that must go on and do not.

A heading that stands alone, a line of contact, a signature and a date have no closing mark by right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.language.late_pattern import late_pattern
from drafting.report import is_heading

from ..context import Context, Line
from ..rule import Finding, Outcome, rule

RULE = rule("S-12")

_CLOSED = late_pattern(r"[。！？；…!?;.][”’」』）)》〉】\]]*$|[”’」』）)》】〕\]]$")
_OPEN = late_pattern(r"[，、,（(“‘《〈【\[—\-]$")
_LIST = late_pattern("[:：]$")
_ALL = late_pattern("(?:报告|汇报|公布)如下[:：]$")
"""What announces the whole report, the tables after it too."""
_NUMBER = late_pattern(
    r"^(?:[（(][一二三四五六七八九十\d]{1,3}[）)]|[一二三四五六七八九十]{1,3}(?:、|是)|\d{1,2}[.．、](?!\d)|第[一二三四五六七八九十]{1,2}[，、])"
)
_APART = late_pattern(
    r"[\u4e00-\u9fff（）()\s]{2,40}(?:政府|局|委员会|办公室|办事处|厅|委|管委会|中心|院|队|所|部|办|站)"
    r"|.{0,40}(?:\d{4}|[二〇○零一三四五六七八九]{4})\s*[年.\-/]\s*[\d一二三四五六七八九十]{1,3}\s*[月.\-/]\s*[\d一二三四五六七八九十]{1,3}\s*日?"
    r"|.{0,20}(?:电话|传真|邮编|邮政编码|地址|邮箱|网址|联系人|网站|抄送|附件?)\s*[:：].*|.*(?:https?://|www\.|@)\S+|\S+\.(?:docx?|pdf|xlsx?)"
    r"|(?:暂?无|没有)[^，。；]{0,20}"
)
"""A signature, a date, a line of contact, a file, 无其他事项: no sentence."""
HEADING = 30
"""Characters of the longest line that may be a heading of the office's own."""
SHORTEST = 4
"""Characters below which a line says nothing that could end (无)."""

_MORE = (
    "进一步|以及|并且|或者|从而|使得|通过对|由于|因为|关于|对于|按照|根据|围绕|为了|(?<![与给参])与(?=[，。；]|$)|不仅|不但|而且|特别是"
    "|尤其是|其中包括|主要包括|(?<![的普涉触遍危波顾企不未以])及|(?<![温平缓饱共祥总柔谐随附亲暖联])和|(?<![我你他她它])把|(?<!不)被|共计|总计|合计"
)
"""Words after which a sentence goes on."""
_BROKEN = late_pattern(rf"(?:{_MORE})(?=\s*(?:[。；！？]|$))", re.MULTILINE)
_DOING = "(?:培训|公开|发布|收到|受理|办结|答复|召开|组织|开展|举办|接待|推送|印发|制发|更新|新增|编制|处理|检查)"
_CUT_INTO = late_pattern(
    rf"(?:进一步|不断|逐步|切实|着力|大力|积极|认真|持续加强|持续推进|深入推进|加强|推进|完善|健全|强化|通过|按照|根据|围绕|以及)"
    rf"(?=(?:全年|今年|本年度?)(?:共|累计|共计|内)?[^，。；]{{0,8}}?{_DOING}[^，。；]{{0,10}}?\d"
    r"|[一二三四五六七八九十]是(?!否)|[（(][一二三四五六七八九十]{1,2}[）)](?!项)|20\d\d\s*年[，,])"
)
"""A sentence that breaks off where the next begins."""
_NUMBERLESS = late_pattern(
    rf"(?:(?<!公)共(?![同享性建识和青治商通有])|共计|累计|总计|合计)\s*(?:主动|依法|依申请)?{_DOING}"
    r"(?:各类|有关|相关)?(?:政府信息公开申请|政府信息|政务信息|信息|申请|文件|政策解读|解读|会议|培训班?|活动)?\s*(?=[。；]|$|，其中)",
    re.MULTILINE,
)
"""A verb that counts, without its number: 全年共公开政府信息。"""


def check(context: Context) -> Outcome:
    """The end of every paragraph, then what breaks off inside one."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    lines = list(context.lines())
    for line, following in zip(lines, [*lines[1:], None]):
        last = following is None or context.chapters[following.section] != context.chapters[line.section]
        told = list(_inside(line))
        yield from told
        if not any(finding.span and finding.span[1] == line.span[1] for finding in told):
            yield from _ending(line, last=last)


def _inside(line: Line) -> Iterator[Finding]:
    for match in _NUMBERLESS.finditer(line.text):
        yield RULE.finding("numberless", words=match[0].strip(), section=line.section, span=line.at(match.span()))
    for pattern in (_BROKEN, _CUT_INTO):
        for match in pattern.finditer(line.text):
            yield RULE.finding(
                "broken", words=_before(line.text, match), section=line.section, span=line.at(match.span())
            )


def _ending(line: Line, *, last: bool) -> Iterator[Finding]:
    """What is wrong with the end of the paragraph; ``last``: nothing follows it in its chapter."""
    text = line.text
    if len(text) < SHORTEST or _CLOSED.search(text) or _APART.fullmatch(text):
        return
    span = line.at((max(0, len(text) - 8), len(text)))
    if _LIST.search(text):
        if last and not _ALL.search(text):
            yield RULE.finding("nothing_follows", words=text[-12:], section=line.section, span=span)
    elif _OPEN.search(text):
        yield RULE.finding("goes_on", words=text[-12:], section=line.section, span=span)
    elif not _may_be_heading(text, last=last):
        yield RULE.finding("no_mark", words=text[-12:], section=line.section, span=span)


def _may_be_heading(text: str, *, last: bool) -> bool:
    """Whether ``text`` may stand without a closing mark as a heading of what follows it."""
    if re.search("[。；！？]", text):
        return False
    if last:
        return bool(_NUMBER.match(text)) and len(text) <= HEADING and "，" not in text
    return is_heading(text) or len(text) <= (2 * HEADING if _NUMBER.match(text) else HEADING)


def _before(text: str, match: re.Match[str]) -> str:
    """The words that break off, with a few before them."""
    return re.split("[，。；：\n]", text[max(0, match.start() - 12) : match.start()])[-1] + match[0]
