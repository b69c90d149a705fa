"""Places of the organ's own rank that a text names: another town in a town's report, another county in a county's.

A report written over another organ's keeps that organ's name in mid-sentence and in names of web sites and platforms.
Only a place of the same rank is looked at: units below and superiors above belong to the work a report tells of. What a
sentence does with a neighbour (会同, 交流, 来我镇) is told of too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences
from drafting.report import Report

_RANK = late_pattern("(街道|[镇乡县旗区市州])")
_NEIGHBOUR = late_pattern(
    "会同|联合|协同|交流|来我|到我|赴|对口|毗邻|相邻|邻近|兄弟|学习|借鉴|考察|移交|转交|转办|管辖|合并|划归|撤销"
)
_DOCUMENT = late_pattern("[^，。；《]{0,12}(?:印发|下发|制定|出台)的?(?:▢|《)")
"""What follows a name that issued a document: studying it is no visit to a neighbour."""
_TYPE = late_pattern(
    "(?:综合实验|经济技术开发|高新技术产业开发|经济开发|高新技术|高新|开发|示范|度假|实验|试验|新|管理)区"
)
"""Areas that are no 县级区; their name is the words before."""
_VERBS = frozenset(
    [
        "加强",
        "推进",
        "督促",
        "指导",
        "组织",
        "开展",
        "帮助",
        "支持",
        "协助",
        "配合",
        "强化",
        "提升",
        "优化",
        "完善",
        "规范",
        "落实",
        "代表",
        "报送",
        "报请",
        "依托",
        "利用",
        "通过",
        "按照",
        "根据",
        "围绕",
        "结合",
        "提请",
        "邀请",
        "统筹",
        "协调",
        "做好",
        "抓好",
        "打造",
        "建设",
        "作为",
        "成为",
        "位于",
        "覆盖",
        "助力",
        "推动",
        "服务",
        "走进",
        "深入",
        "发放",
        "印发",
        "制定",
        "编制",
        "拓展",
        "构建",
        "创建",
        "争创",
        "全面",
        "积极",
        "刊登",
        "呈报",
        "上报",
        "转达",
        "听取",
        "参加",
        "参与",
        "承办",
        "列入",
        "纳入",
        "贯彻",
        "学习",
        "执行",
        "遵守",
        "配备",
        "通报",
        "请示",
        "汇报",
        "对照",
        "立足",
        "聚焦",
        "紧扣",
        "走访",
        "调研",
        "联系",
        "面向",
        "遵照",
        "转载",
        "转发",
        "引用",
        "链接",
    ]
)
"""Words of two signs that stand before a rank without naming anything: 加强区政府网站建设."""
_DOING = "交取送报请发布告示知查核审批接受到向给据循执督促访问谈研评测考答复收计列编撰拟刊"
"""Signs that end verbs (提交, 采取) and names of no 区, 市, 州 or 县."""
_BEFORE = late_pattern(r"(?:^|[省市州县盟，、。；：“（《〈\s在由与和及对向从到是于为将请按经])$")
"""What a name of 区, 市 or 州 follows, whose signs stand in many ordinary words."""
_COMMON = "我本该各全每此某他其邻外两几个多数一二三四五六七八九十等的和与及在对到向从由将为是好了着"
_LAST = {  # what stands before the sign in ordinary words: 乡镇, 城镇, 各县, 城市
    "镇": _COMMON + "乡村城集重强古特建小制星名市",
    "乡": _COMMON + "城家下返老故回水村异同梦",
    "街道": _COMMON + "镇乡社村城",
    "县": _COMMON + "郡市区州贫困范点强进",
    "旗": _COMMON + "红国党锦升战彩大军",
    "州": _COMMON + "九神市",
    "市": _COMMON + "城超上股门夜楼都集街地县入面后开省",
    "区": _COMMON
    + (
        "专园地辖城山小景校库片社街市县灾牧林矿分禁新开发范术税合能制展居厂营务老省州教湾假验游护养住业产聚作化储"
        "控治政军战特盲误雷选票病疫震域校厅窗功功读阅览接待候自服公贸"
    ),
}
_OWN = late_pattern(
    "(?:^|[省市州盟县区旗])(?P<stem>[\u4e00-\u9fff]{2,8}?)(?P<kind>街道|[镇乡县旗区市])(?:人民政府|政府|办事处|街道办事处)?(?:办公[室厅])?$"
)
_KINDS = (("镇", "乡", "街道"), ("县", "区", "市", "旗"))
"""Kinds of places of one rank."""
_FORMER = late_pattern("原|前")
_NOT_AFTER = late_pattern(
    "级|域|民(?![办政生])|容|情|长(?!沙)|委|直|属|场|道|村(?!务)|企|风|亲|愁|土|帜|下|划|间|别|块"
)
"""What makes the sign part of an ordinary word: 县级, 区域, 市民, 镇长, 乡村, 市场."""


def neighbours(text: str, report: Report) -> Iterator[tuple[int, int]]:
    """Spans of ``text`` that name another place of the organ's rank; nothing for an organ whose name tells no rank."""
    own = report.organ.name
    ranks = _RANK.findall(own)
    if not ranks:
        return
    kind = _TYPE.search(own)
    sign = kind[0] if kind else ranks[-1]
    named = f"{own} {report.organ.short_name} {report.organ.superior} " + " ".join(note.text for note in report.notes)
    shape = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{2}}){sign}")
    for start, _, sentence in sentences(text):
        told_of = _NEIGHBOUR.search(sentence)
        for found in shape.finditer(sentence):
            if told_of and not _DOCUMENT.match(sentence, found.end()):
                continue
            name = found["name"]
            ordinary = (
                name in _VERBS
                or name[-1] in (_COMMON if kind else _LAST[sign])
                or name[0] in _COMMON
                or (sign in "区市州县" and name[-1] in _DOING)
                or _NOT_AFTER.match(sentence, found.end())
            )
            loose = len(sign) < 4 and sign[-1] in "区市州" and not _BEFORE.search(sentence[: found.start()])
            if not ordinary and not loose and found[0] not in named:
                yield start + found.start(), start + found.end()


def miscalled(text: str, report: Report) -> Iterator[tuple[tuple[int, int], str]]:
    """Spans of ``text`` that give the organ's own place another kind (青石乡 for 青石镇), and what it is called.

    What it was called before (原青石乡), and places that the organ, its superior or the notes name, are right.
    """
    own = _OWN.search(report.organ.name)
    kinds = next((kinds for kinds in _KINDS if own and own["kind"] in kinds), ())
    if not own or not kinds:
        return
    named = f"{report.organ.name} {report.organ.superior} " + " ".join(note.text for note in report.notes)
    right = own["stem"] + own["kind"]
    for kind in kinds:
        for found in re.finditer(re.escape(own["stem"]) + kind, text):
            before = _FORMER.search(text, max(0, found.start() - 2), found.start())
            if kind != own["kind"] and found[0] not in named and not before and not _NOT_AFTER.match(text, found.end()):
                yield found.span(), right


__all__ = ["miscalled", "neighbours"]
