"""Names in a clause – days, 文号, titles, names in quotation marks, organs, offices – and whether the evidence has them.

A name is all or nothing: it stands in the evidence or it is invented, however much else of the clause is borne out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from drafting.language.document_number import years_and_numbers
from drafting.report import Report

from .lexicon import words

_TITLE = re.compile("《((?:[^《》\n]|《[^《》\n]*》)*)》")
_QUOTED = re.compile("“([^“”\n]{1,30})”")
_DAY = re.compile(
    r"(?:(\d{4})\s*年(?:度)?)?\s*(\d{1,2}|十[一二]?|[一二三四五六七八九])\s*月(?:份)?(?:底|初|末|中旬|上旬|下旬)?(?:\s*(\d{1,2}|[一二三四五六七八九十]{1,3})\s*[日号])?"
)
_ISSUER = re.compile(r"[\u4e00-\u9fff]{0,6}$")
_PART = re.compile("[上下]半年|[一二三四]季度|第[一二三四]季度")
_YEAR = re.compile(r"((?:19|20)\d\d)\s*年")
_CLOCK = re.compile(r"(?<!\d)\d++\s*(?:个)?小时")
_OFTEN = re.compile(
    "每(?:一)?(?:个)?(日|天|周|星期|旬|月|季度|半年|年)|按(日|天|周|月|季度|年)|逐(日|月|季|年)|(?<![上下])(月|季|周)(?:通报|报送|更新|调度|抽查|自查)"
)
_ORGAN = re.compile(
    "(?:[\u4e00-\u9fff]{2})(?:局(?!长|部|面|限|势)|厅|委员会|(?:监|党|纪|工|健|改|城|宣|组|统)委(?!员|派|托)|(?:服务|治|媒体|指挥|数据|受理|管理|文化|接待|公开)中心|(?<!网)馆|镇(?!长|村)|街道|"
    "(?<!场)(?<!厕)(?<!会)所(?!有|在|属|谓|需|指|涉|称|示|列|反|提|长|掌)|(?<!网)(?<![一二三四五六七八九十])站(?!所|长|点|位)|"
    "(?<!承)(?<!主)(?<!举)(?<!协)(?<!督)(?<!催)(?<!待)(?<!经)(?<!在)(?<!新)(?<!交)(?<!难)办(?!理|结|事|公|法|件|好|完|成|学|证|牌|案|函|文|税|电)|股(?!份|东)|"
    "科(?!学|技|研)|(?<!司)法院|检察院|医院|学院|公司|集团|协会|大队|支队|事务所|人大(?!代表)|政协(?!委员)|党委(?!书记)|纪委|工会|团委|妇联)"
)
_OFFICE = re.compile(
    "(?<!副)(?:副)?(?:省长|市长|州长|县长|区长|镇长|乡长|局长|厅长|主任|书记|处长|科长|股长|所长|站长|秘书长|组长|部长)|一把手|(?:主要|分管)(?:领导|负责人|负责同志|同志)"
)
_PERSON = re.compile(
    "(?:经办人|负责人|工作人员|信息员|联络员|同志|律师|主任|局长|镇长|书记|科长|所长|站长|干部|职工|专员|老师|代表)"
    "([王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤]"
    "[\u4e00-\u9fff]{1,2}?)(?=参与|获|被|等|负责|牵头|带队|主持|[，、（]|同志|$)"
)
"""A name after an office."""
_HEADS = ("一把手", "主要领导", "主要负责人", "主要负责同志", "主要同志")
_DEPUTIES = ("分管领导", "分管负责人", "分管负责同志", "分管同志")

STATUTORY = re.compile(
    "政府信息公开条例|政府信息公开工作年度报告(?:格式)?|政府信息公开信息处理费管理办法|信息处理费管理办法|条例|保守国家秘密法|个人信息保护法|行政复议法|行政诉讼法|"
    "网络安全法|数据安全法|档案法|行政许可法|行政处罚法|民法典"
)
"""Titles that any report may name: laws and what the report itself is made after."""
STATUTORY_NUMBERS = frozenset({("2021", "30"), ("2020", "109"), ("2019", "711")})


class Names:
    """The names that the evidence of ``report`` has; ``everywhere`` is all that the evidence says."""

    def __init__(self, everywhere: str, report: Report) -> None:
        organ, document = report.organ, report.document
        own = (organ.name, organ.short_name, organ.superior, document.issuing_office, document.number)
        self._year = report.year
        self._everywhere = "\n".join((everywhere, *own))
        self._plain = _plain(self._everywhere)
        self._numbers = STATUTORY_NUMBERS | {
            (year, number) for _, _, year, number in years_and_numbers(self._everywhere)
        }

    def unknown(self, clause: str, needless: Sequence[bool], beside: str) -> Iterator[str]:
        """The names in ``clause`` that the evidence has not. ``needless``: which letters of it say nothing;
        ``beside``: the evidence that speaks of the same.
        """
        for match in _TITLE.finditer(clause):
            if not STATUTORY.search(match[1]) and _plain(match[1]) not in self._plain:
                yield match[0]
        for match in _QUOTED.finditer(clause):
            if _plain(match[1]) not in self._plain:
                yield match[0]
        for start, end, year, number in years_and_numbers(clause):
            if (year, number) not in self._numbers:
                yield "".join(_ISSUER.findall(clause[:start])) + clause[start:end]
        for match in _PERSON.finditer(clause):
            if match[1] not in self._plain:
                yield match[1]
        yield from self._times(clause, beside)
        yield from _offices(clause, beside)
        for match in _ORGAN.finditer(clause):
            if not all(needless[match.start() : match.start() + 2]) and _plain(match[0])[-2:] not in self._plain:
                yield match[0]

    def _times(self, clause: str, beside: str) -> Iterator[str]:
        """Days, months, quarters, hours and how often, which must stand in the evidence that speaks of the same."""
        if "月" in clause:
            yield from _days(clause, beside)
        for pattern in (_PART, _CLOCK, _OFTEN):
            for match in pattern.finditer(clause):
                if _unit(match) not in {_unit(found) for found in pattern.finditer(beside)}:
                    yield match[0]
        for match in _YEAR.finditer(clause):
            if abs(int(match[1]) - self._year) > 1 and match[1] not in self._everywhere:
                yield match[0]


def _days(clause: str, beside: str) -> Iterator[str]:
    """The days and months of ``clause`` that ``beside`` has not; those of the period of the statistics are known."""
    days = {(_number(found[2]), _number(found[3])) for found in _DAY.finditer(beside)}
    months = {month for month, _ in days}
    for match in _DAY.finditer(clause):
        month, day = _number(match[2]), _number(match[3])
        if (month, day) not in (*days, (1, 1), (12, 31)) and (day or month not in months):
            yield match[0].strip()


def _offices(clause: str, beside: str) -> Iterator[str]:
    """Offices of persons; 主要领导 is whoever heads the organ, 分管领导 a deputy."""
    for match in _OFFICE.finditer(clause):
        has, name = {found[0] for found in _OFFICE.finditer(beside)}, match[0]
        heads = name in _HEADS and any(not one.startswith(("副", "分管")) for one in has)
        deputies = name in _DEPUTIES and any(one.startswith(("副", "分管")) for one in has)
        if name not in has and not heads and not deputies:
            yield name


_NUMERALS = {
    numeral: number
    for number, numeral in enumerate(["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二"], 1)
}
_SIGNS = re.compile(r"[\s“”‘’《》〈〉]")
_UNITS = {"天": "日", "星期": "周", "季": "季度"}


def _number(text: str | None) -> int:
    """A number of a day or month; 0 where there is none."""
    if not text:
        return 0
    return int(text) if text.isdecimal() else _NUMERALS.get(text, -1)


def _unit(match: re.Match[str]) -> str:
    """What is named, whatever it is written like: the unit of how often, else the words."""
    unit = next(filter(None, match.groups()), None) or _plain(match[0]).removeprefix("第")
    return _UNITS.get(unit, unit)


def _plain(text: str) -> str:
    """``text`` without signs, blanks and words that only adorn it."""
    return words().adorning.sub("", _SIGNS.sub("", text))
