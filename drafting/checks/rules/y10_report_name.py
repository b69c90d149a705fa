"""The report calls itself by its name, 政府信息公开工作年度报告 (Article 50 of the Regulation; domain §5.2).

Only where the text says what is compiled or published here; titles in 《》 may be those of other documents, unless it is
this report's own.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

from ..context import Context
from ..rule import Outcome, rule
from ..years import YEAR

RULE = rule("Y-10")

NAME = "政府信息公开工作年度报告"
_NEARLY = late_pattern("政府信息公开(?:工作)?(?:年度)?(?:工作)?(?:年度)?(?:报告|年报)")
"""What offices also call it, shorter or in another order; a hint."""
_CALLED = late_pattern(
    rf"(?:{YEAR.pattern}\s*(?:年?度)?(?:的)?|(?:^|(?<=[，。；]))本)(?P<name>[\u4e00-\u9fff]{{0,8}}?(?:政务|信息)[\u4e00-\u9fff]{{0,6}}?公开[\u4e00-\u9fff]{{0,6}}?(?:报告|年报))"
    r"(?!如下|格式|编制|的通知|填报)"
)
_ITSELF = late_pattern(
    "(?:编制|撰写|编写|形成|公布|发布|公开|特向社会)[^。；]{0,40}$|现将[^。；]{0,30}$|^[^，。；]{0,30}$|本报告[^。；]{0,20}(?:是|为|系)[^。；]{0,20}$"
)
_OTHERS = late_pattern(r"(?:做好|印发|关于|报送|要求|通知|格式|上年度?|去年)[^，。；]{0,30}$")


def check(context: Context) -> Outcome:
    """Every place where the text names what it is, in the preface and at the beginning of the overview."""
    looked = False
    for section, text in context.texts.items():
        if context.chapters[section] not in ("preface", "overview"):
            continue
        for start, _, sentence in sentences(text):
            for match in _CALLED.finditer(sentence):
                before = sentence[: match.start()]
                if _OTHERS.search(before) or not _ITSELF.search(before):
                    continue
                looked = True
                called, place = match["name"], start + match.start("name")
                if called == NAME:
                    continue
                nearly = bool(_NEARLY.fullmatch(called))
                yield RULE.finding(
                    "nearly" if nearly else "otherwise",
                    called=called,
                    section=section,
                    span=(place, place + len(called)),
                    severity="hint" if nearly else "warning",
                    fix=NAME,
                )
    if not looked:
        yield RULE.not_assessed("nothing")
