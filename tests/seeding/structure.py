"""Faults of structure (rules S-03 to S-11), of the preface and of what was approved (M-01 to M-03)."""

from __future__ import annotations

import re

from drafting.checks.patterns import ASPECT_WORDS, NUMERALS, parts_claimed
from drafting.report import TABLES, Approval, Kind

from .case import Case, Place, fault

LEAD = "overview.lead"
_PARTS = "总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、因政府信息公开工作被申请行政复议、提起行政诉讼情况、存在的主要问题及改进情况"
_SECOND = re.compile(r"[（(]([一二三四五六七八九十]{1,3})[）)]")


@fault("S-03", "导语说成五个部分")
def _(case, chance):
    return case.add(LEAD, "本报告由五个部分组成。", "五个部分")


@fault("S-03", "导语列全六项，却说七个部分")
def _(case, chance):
    return case.add(LEAD, f"本报告包括{_PARTS}、其他需要报告的事项七个部分。", "七个部分")


@fault("S-03", "导语少列其他事项")
def _(case, chance):
    return case.add(LEAD, f"本报告包括{_PARTS}六个部分。")


def _bare(words: re.Pattern[str], text: str) -> str:
    """``text`` without the words, nor those that are left when they are gone."""
    while words.search(text):
        text = words.sub("", text)
    return text


def _without(case: Case, aspect: str) -> Place | None:
    """Take every word of the aspect and its section out of the overview, where there are any."""
    words = ASPECT_WORDS[aspect]
    if not any(words.search(case.report.text(section)) for section in case.sections("overview")):
        return None
    own = case.report.covering(aspect)
    for spec in case.report.outline:
        if aspect in spec.aspects:
            case.report.sections.pop(spec.id, None)
    for section in case.sections("overview"):
        case.replace(section, lambda text: text if parts_claimed(text) else _bare(words, text))
    return Place(section=own.id if own else "overview")


@fault("S-04", "没有写政府信息管理")
def _(case, chance):
    return _without(case, "management")


@fault("S-04", "没有写平台建设")
def _(case, chance):
    return _without(case, "platform")


@fault("S-04", "没有写监督保障")
def _(case, chance):
    return _without(case, "oversight")


def _last_number(case: Case, chapter: str) -> int:
    """The last （N） that opens a line of the chapter, 0 when there is none."""
    found = [
        match[1]
        for section in case.sections(chapter)
        for line in case.report.text(section).split("\n")
        if (match := _SECOND.match(line.strip()))
    ]
    return NUMERALS.index(found[-1]) + 1 if found else 0


@fault("S-05", "段落编成一级序号")
def _(case, chance):
    section = chance.choice(case.sections("overview"))
    return case.add(section, "二、强化组织领导，明确专人负责。")


@fault("S-05", "编号跳过一个")
def _(case, chance):
    number = f"（{NUMERALS[_last_number(case, 'problems') + 1]}）"
    return case.add("problems", f"{number}进一步完善有关工作。", number)


@fault("S-05", "编号重新开始")
def _(case, chance):
    if not _last_number(case, "other"):
        case.add("other", "（一）建议提案办理结果已全部公开。")
    return case.add("other", "（一）没有其他需要报告的事项。", "（一）")


@fault("S-05", "五里面又编一级序号")
def _(case, chance):
    return case.add("problems", "三、进一步完善有关工作。")


def _no_word(case: Case, words: str) -> Place | None:
    said = "".join(case.report.text(section) for section in case.sections("overview"))
    if case.report.organ.kind is not Kind.GOVERNMENT or not re.search(words, said):
        return None
    for section in case.sections("overview"):
        case.replace(section, lambda text: re.sub(words, "", text))
    covering = case.report.covering("appraisal")
    return Place(section=covering.id if covering else "overview")


@fault("S-06", "没有写工作考核")
def _(case, chance):
    return _no_word(case, "考核")


@fault("S-06", "没有写社会评议")
def _(case, chance):
    return _no_word(case, "评议")


@fault("S-06", "没有写责任追究")
def _(case, chance):
    return _no_word(case, "责任追究|追究责任|追责|问责")


@fault("S-07", "五没有内容")
def _(case, chance):
    del case.report.sections["problems"]
    return Place(section="problems")


@fault("S-07", "六只写“无”")
def _(case, chance):
    case.write("other", "无。")
    return Place(section="other")


@fault("S-07", "五只有一句")
def _(case, chance):
    case.write("problems", "问题仍需进一步改进。")
    return Place(section="problems")


@fault("S-07", "总体情况只剩导语")
def _(case, chance):
    for section in case.sections("overview"):
        del case.report.sections[section]
    case.write(LEAD, f"现将{case.report.organ.called}政府信息公开工作情况报告如下，请予审阅，不妥之处请指正。")
    return Place(section="overview")


@fault("S-08", "正文留有“本年新制作数量”")
def _(case, chance):
    return case.somewhere("规范性文件本年新制作数量以表格为准。", "本年新制作数量", chance)


@fault("S-08", "正文留有“上一年项目数量”")
def _(case, chance):
    return case.somewhere("行政许可上一年项目数量见下表。", "上一年项目数量", chance)


@fault("S-08", "正文留有“对外公开总数量”")
def _(case, chance):
    return case.somewhere("有关文件对外公开总数量见下表。", "对外公开总数量", chance)


@fault("S-10", "六之后又有七")
def _(case, chance):
    return case.add("other", "七、附件")


@fault("S-10", "五里面有八")
def _(case, chance):
    return case.add("problems", "八、意见建议")


@fault("S-10", "总体情况里有十")
def _(case, chance):
    return case.add(chance.choice(case.sections("overview")), "十、有关说明")


@fault("S-11", "留有待补标记")
def _(case, chance):
    return case.somewhere("按月更新公开目录〔待补：更新了几次〕。", "〔待补：更新了几次〕", chance)


@fault("S-11", "留有叉号")
def _(case, chance):
    return case.somewhere("由××科承办有关工作。", "××", chance)


@fault("S-11", "留有模板说明")
def _(case, chance):
    return case.somewhere("该部分以表格形式报告。", "该部分以表格形式报告", chance)


@fault("S-11", "留有空括号")
def _(case, chance):
    return case.add("other", "没有其他需要报告的事项（    ）。", "（    ）")


# M-01: the preface


@fault("M-01", "只说编制，没有依据和期限")
def _(case, chance):
    if case.sections("overview") == [LEAD]:
        return None
    case.write(LEAD, "本单位编制了本报告。")
    return case.at(LEAD, "本单位编制了本报告。")


@fault("M-01", "写了联系单位，没有电话")
def _(case, chance):
    return case.add(LEAD, "如对本报告有疑问，请与办公室联系。")


@fault("M-01", "写了可以下载，没有写在哪里")
def _(case, chance):
    return case.add(LEAD, "本报告可供下载和查阅。")


# M-02: postcode, telephone, address


@fault("M-02", "邮编少一位")
def _(case, chance):
    return case.add(LEAD, "地址：人民路1号，邮编：22320", "邮编：22320")


@fault("M-02", "区号不存在")
def _(case, chance):
    return case.add(LEAD, "联系电话：0300-5551234", "0300")


@fault("M-02", "区号和邮编不在一个省")
def _(case, chance):
    return case.add(LEAD, "邮编：223001，联系电话：0591-87654321", "0591-87654321")


@fault("M-02", "地址和邮编不在一个省")
def _(case, chance):
    return case.add(LEAD, "地址：福建省人民路1号；邮编：223001", "福建省人民路1号")


# M-03: changed after approval


def _approve(case: Case, part: str) -> None:
    case.report.approvals.append(Approval(part=part, person="王主任", digest=case.report.digest(part)))


@fault("M-03", "三张表批准后改了一格")
def _(case, chance):
    _approve(case, TABLES)
    case.report.values["disclosure.coercive_measures"] = case.cell("disclosure.coercive_measures") + 1
    return Place()


@fault("M-03", "一个部分批准后加了一句")
def _(case, chance):
    parts = [part for part in case.sections("overview") if part in case.report.parts]
    part = chance.choice(parts)
    _approve(case, part)
    case.insert(part, "有关工作有序推进。", "有关工作", chance)
    return Place(section=part)


@fault("M-03", "问题部分批准后删去最后一段")
def _(case, chance):
    _approve(case, "problems")
    paragraphs = case.report.sections["problems"].paragraphs
    case.report.sections["problems"] = case.report.sections["problems"].model_copy(
        update={"paragraphs": paragraphs[:-1]}
    )
    return Place(section="problems")
