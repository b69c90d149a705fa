"""Faults of years, names, citations and political wording: rules Y-01 to Y-07."""

from __future__ import annotations

import random
from datetime import date, timedelta

from drafting.report import Kind, Level

from .case import Case, Place, fault

LEAD = "overview.lead"


@fault("Y-01", "统计期限写成上年")
def _(case, chance):
    year = f"{case.report.year - 1}年"
    return case.add(LEAD, f"本报告数据的统计期限为{year}1月1日至12月31日。", year)


@fault("Y-01", "报告名称写成上年")
def _(case, chance):
    year = f"{case.report.year - 1}年"
    return case.add(LEAD, f"现将{year}政府信息公开工作报告如下。", year)


@fault("Y-01", "开头一句写成下一年")
def _(case, chance):
    year = f"{case.report.year + 1}年"
    text = case.report.text(LEAD)
    case.write(LEAD, f"{year}，{case.report.organ.called}有序推进各项公开工作。", text)
    return Place(section=LEAD, span=(0, len(year)))


def _worked(case: Case, rest: str, chance: random.Random, ahead: int = -1) -> Place:
    year = f"{case.report.year + ahead}年"
    return case.add(chance.choice(case.sections("overview")), f"{year}{rest}", year)


@fault("Y-02", "写本年发布信息的句子用了上年")
def _(case, chance):
    return _worked(case, "共发布信息320条。", chance)


@fault("Y-02", "写本年培训的句子用了前年")
def _(case, chance):
    return _worked(case, "举办培训3次。", chance, ahead=-2)


@fault("Y-02", "写收到申请的句子用了下一年")
def _(case, chance):
    return _worked(case, "收到来信来访若干。", chance, ahead=1)


@fault("Y-03", "晚一天")
def _(case, chance):
    case.report.document.issued_on = case.report.deadline + timedelta(days=1)
    return Place()


@fault("Y-03", "晚一年")
def _(case, chance):
    case.report.document.issued_on = date(case.report.year + 2, 1, chance.randrange(1, 29))
    return Place()


@fault("Y-03", "日期还在报告年度内")
def _(case, chance):
    case.report.document.issued_on = date(case.report.year, chance.randrange(1, 13), 15)
    return Place()


@fault("Y-03", "成文没有晚，公布晚了")
def _(case, chance):
    case.report.published_on = case.report.deadline + timedelta(days=chance.randrange(1, 60))
    return Place()


@fault("Y-04", "自称写成别的机关")
def _(case, chance):
    organ = case.report.organ
    word = "我局" if organ.kind is Kind.GOVERNMENT else "我镇"
    if word[1] in organ.name:
        return None
    return case.somewhere(f"{word}高度重视，明确专人负责。", word, chance)


@fault("Y-04", "由别的机关编制")
def _(case, chance):
    return case.add(LEAD, "本报告由石桥镇人民政府编制。", "石桥镇人民政府")


@fault("Y-04", "请与别的机关联系")
def _(case, chance):
    return case.add(LEAD, "如有疑问，请与石桥镇人民政府办公室联系，电话：5551234。", "石桥镇人民政府办公室")


@fault("Y-04", "句中提到同级的别的地方")
def _(case, chance):
    if case.report.organ.level is Level.TOWNSHIP:
        return case.somewhere("在网站“石桥镇”专栏发布公告。", "石桥镇", chance)
    return None


@fault("Y-05", "条例写成国务院令第492号")
def _(case, chance):
    return case.somewhere("认真执行《中华人民共和国政府信息公开条例》（国务院令第492号）。", "492", chance)


@fault("Y-05", "年度报告格式写成已废止的文号")
def _(case, chance):
    words = "国办公开办函〔2019〕60号"
    return case.somewhere(f"严格执行《中华人民共和国政府信息公开工作年度报告格式》（{words}）。", words, chance)


@fault("Y-05", "条例写成条列")
def _(case, chance):
    words = "《中华人民共和国政府信息公开条列》"
    return case.somewhere(f"认真学习{words}。", words, chance)


@fault("Y-05", "信息处理费办法的文号写错")
def _(case, chance):
    words = "国办函〔2020〕190号"
    return case.add("other", f"执行《政府信息公开信息处理费管理办法》（{words}）。", words)


@fault("Y-06", "文号用了方头括号")
def _(case, chance):
    return case.somewhere("执行永政办发【2021】15号文件。", "【2021】15号", chance)


@fault("Y-06", "文号年份只有两位")
def _(case, chance):
    return case.somewhere("执行永政办发〔21〕15号文件。", "〔21〕15号", chance)


@fault("Y-06", "文号序号前有第字")
def _(case, chance):
    return case.somewhere("执行永政办发〔2021〕第15号文件。", "〔2021〕第15号", chance)


@fault("Y-06", "本报告文号用了圆括号")
def _(case, chance):
    case.report.document.number = f"永政发（{case.report.year + 1}）3号"
    return Place()


@fault("Y-07", "思想名称漏字")
def _(case, chance):
    words = "习近平新时代特色社会主义思想"
    return case.somewhere(f"坚持以{words}为指导。", words, chance)


@fault("Y-07", "会议名称的届和大混用")
def _(case, chance):
    return case.somewhere("学习贯彻二十大三中全会精神。", "二十大三中全会", chance)


@fault("Y-07", "总体布局和战略布局写反")
def _(case, chance):
    words = "“五位一体”战略布局"
    return case.somewhere(f"统筹推进{words}。", words, chance)


@fault("Y-07", "写到报告年度还没有开的全会")
def _(case, chance):
    session = "二十届三中全会" if case.report.year < 2024 else "二十届四中全会"
    return case.somewhere(f"学习贯彻党的{session}精神。", session, chance)
