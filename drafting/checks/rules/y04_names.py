"""The report speaks of its own organ and of no other (domain §4.4): 我局 in a town's report, another town's name.

Another organ's name is an error only where it does this report's own work: compiles it, gives it its title, answers
for it, is the subject that a year opens a sentence with, receives the applications, collects the fee. Villages, towns
and departments that a report tells of are not: so a government of county level or above, which tells of its units,
is held only to its title, its lead and who compiles; a town or 街道 also to sentences without a year.

Elsewhere in a sentence another place of the organ's own rank is a warning: there it may also be told of by right.
"""

from __future__ import annotations

from collections.abc import Iterator

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences
from drafting.report import Kind, Level, Report

from ..context import Context
from ..masking import masked
from ..mentions import miscalled, neighbours
from ..names import NAME, is_name, means_the_organ
from ..rule import Finding, Outcome, rule

RULE = rule("Y-04")

_SELF = late_pattern(
    r"(?<![自忘大小])我(?P<what>局(?![限面部势])|委(?![托员派])|厅|镇(?!静)|乡|街道|[县旗州]|区(?![域分别])|市(?!场))"
    r"|(?<![样版文剧课基根资成书日抄副])本(?P<this>局(?![限面部势])|镇|乡(?!本?土)|街道|厅|[县旗](?!级)|区(?![域分别间块])|市(?!场))"
)
_RANKS = {
    Level.PROVINCE: "省",
    Level.CITY: "市州",
    Level.COUNTY: "县区旗市",
    Level.TOWNSHIP: "镇乡",
    Level.SUBDISTRICT: "街道",
}

_YEAR = r"\s*(?:20\d\d\s*年(?:度)?)?\s*"
_OPEN = r"(?:^|(?<=[。；，：、\s]))"
_COMPILES = late_pattern(
    rf"(?:(?:由|现将)|{_OPEN})(?P<name>{NAME})(?:(?:根据|依据|按照)[^，。；]{{0,60}})?"
    rf"(?:编制|{_YEAR}政府信息公开(?:工作)?(?:年度报告|年报|情况报告如下))"
)
_ANSWERS = late_pattern(
    rf"(?:联系[：:]\s*|请与|可与|请联系)(?P<name>{NAME})|成立了?(?P<group>{NAME})(?:政务|政府信息|信息)公开(?:工作)?领导小组"
)
_BEGINS = late_pattern(
    rf"^(?:[（(]?[一二三四五六七八九十][）)、])?\s*(?P<when>20\d\d\s*年(?:度)?|今年|一年来)?\s*[，,]?\s*(?P<name>{NAME})\s*(?:办公室)?"
    r"(?=认真|坚持|严格|全面|深入|积极|扎实|始终|按照|根据|围绕|以|高度|持续|不断|紧紧|共|全年|累计|未|没有|新收|收到|受理|主动|贯彻|落实"
    r"|在|领导|无|利用|成立|组织|开展|推进|推动|加强|通过|依托|政府信息|政务公开|切实|立足|聚焦|进一步|着力|对照|将|深刻)"
)
_WORKS = late_pattern(
    rf"(?:{_OPEN}|(?<=年)|(?<=年度))(?P<name>{NAME}){_YEAR}[，,]?\s*(?:全年)?(?:共|累计)?"
    r"(?=(?:新收|收到|受理|办理|未收到|没有收到)[^，。；]{0,8}政府信息公开申请"
    r"|主动公开(?:各类)?(?:政府)?信息\s*\d|(?:未|没有|共)?收取[^，。；]{0,10}处理费)"
)


def check(context: Context) -> Outcome:
    """How the text calls the organ, then the names it puts in its place."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    chapters = set()
    for section, text in context.texts.items():
        yield from _called(context.report, section, text)
        chapter = context.chapters[section]
        subjects = list(_named(context.report, section, masked(text), first=chapter not in chapters))
        yield from subjects
        yield from _mentioned(context.report, section, text, subjects)
        chapters.add(chapter)


def _called(report: Report, section: str, text: str) -> Iterator[Finding]:
    """我局, 我镇 … that cannot be this organ or a place it belongs to; its own name as that of another kind of place."""
    organ = report.organ
    for (start, end), right in miscalled(text, report):
        yield RULE.finding(
            "other_kind",
            words=text[start:end],
            organ=organ.name,
            right=right,
            section=section,
            span=(start, end),
            severity="warning",
            fix=right,
        )
    known = f"{organ.name}{organ.short_name}{organ.self_reference}{organ.superior}"
    ranks = list(_RANKS)
    above = "".join(_RANKS[level] for level in ranks[: ranks.index(organ.level)] if level is not Level.TOWNSHIP)
    for match in _SELF.finditer(text):
        what = match["what"] or match["this"]
        if what not in known and what not in above:
            yield RULE.finding(
                "calls_itself",
                words=match[0],
                organ=organ.name,
                called=organ.called,
                section=section,
                span=match.span(),
                fix=organ.self_reference,
            )


def _named(report: Report, section: str, text: str, *, first: bool) -> Iterator[Finding]:
    """Other organs' names where this one reports; ``first``: the section opens its chapter."""
    organ = report.organ
    small = organ.level in (Level.TOWNSHIP, Level.SUBDISTRICT)
    tells_of_units = organ.kind is Kind.GOVERNMENT and not small
    told: set[int] = set()
    for at, (start, _, sentence) in enumerate(sentences(text)):
        for pattern in (_COMPILES, _ANSWERS, _BEGINS) if tells_of_units else (_COMPILES, _ANSWERS, _BEGINS, _WORKS):
            for match in pattern.finditer(sentence):
                part = (pattern is _ANSWERS and match.lastgroup) or "name"
                name, place = match[part], start + match.start(part)
                if place in told or not is_name(name) or means_the_organ(name, report):
                    continue
                if pattern is _BEGINS and not (
                    small or (first and at == 0) or (match["when"] and (first or not tells_of_units))
                ):
                    continue
                told.add(place)
                yield RULE.finding(
                    "other_organ", name=name, organ=organ.name, section=section, span=(place, place + len(name))
                )


def _mentioned(report: Report, section: str, text: str, subjects: list[Finding]) -> Iterator[Finding]:
    """Other places of the organ's rank that are not found already as ``subjects``."""
    taken = [subject.span for subject in subjects if subject.span]
    for start, end in neighbours(text, report):
        if not any(span[0] < end and start < span[1] for span in taken):
            yield RULE.finding(
                "mentioned",
                words=text[start:end],
                organ=report.organ.name,
                section=section,
                span=(start, end),
                severity="warning",
            )
