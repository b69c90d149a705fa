"""Faults of a text as a text: rules P-07 to P-11, R-12, S-12, S-13, N-13, Y-08 to Y-10."""

from __future__ import annotations

from drafting.language.sentences import sentences

from .case import Place, fault

LEAD = "overview.lead"
PLAIN = "对长期没有人看的页面逐一登记并与维护人员商定合并或者撤下的日期。"
OTHER = "请各村推选一名热心村民担任公开监督员并按季度把意见汇总报给专人。"


@fault("N-13", "培训两个次数")
def _(case, chance):
    case.add(LEAD, "全年接待日活动3次。")
    return case.add(LEAD, "全年组织政务公开接待日活动5次。", "5次")


@fault("N-13", "会议两个次数，一处在前一处在后")
def _(case, chance):
    case.add(LEAD, "今年召开协调座谈会4次。")
    return case.add(LEAD, "全年共召开7次协调座谈会。", "7次")


@fault("N-13", "检查的次数前后不一")
def _(case, chance):
    case.add(LEAD, "全年开展专栏巡查6次。")
    return case.add(chance.choice(case.sections("overview")), "全年累计开展专栏巡查8次。", "8次")


@fault("P-07", "加粗的星号")
def _(case, chance):
    return case.somewhere("**健全机制。", "**", chance)


@fault("P-07", "换行的代码")
def _(case, chance):
    return case.somewhere("健全<br>机制。", "<br>", chance)


@fault("P-07", "空格的代码")
def _(case, chance):
    return case.somewhere("健全&nbsp;机制。", "&nbsp;", chance)


@fault("P-07", "人工智能自称")
def _(case, chance):
    return case.add(LEAD, "作为一个人工智能助手，难以核对这些内容。", "作为一个人工智能助手")


@fault("P-07", "好的，以下是")
def _(case, chance):
    return case.add(LEAD, "好的，这就起草。", "好的")


@fault("P-08", "字间空格")
def _(case, chance):
    return case.add(LEAD, "定 期检查栏目。", "定 期")


@fault("P-08", "标点前空格")
def _(case, chance):
    return case.add(LEAD, "定期检查栏目 ，逐一登记。", "目 ")


@fault("P-08", "全角空格")
def _(case, chance):
    return case.add(LEAD, "定期检查　栏目。", "查　栏")


@fault("P-09", "一个繁体字")
def _(case, chance):
    return case.add(LEAD, "逐條登记。", "條")


@fault("P-09", "一个繁体词")
def _(case, chance):
    return case.add(LEAD, "逐一登記。", "記")


@fault("P-09", "整句繁体")
def _(case, chance):
    return case.add(LEAD, "對長期沒有更新的欄目逐一清理。", "對長")


@fault("P-10", "表情符号")
def _(case, chance):
    return case.somewhere("逐一登记👍。", "👍", chance)


@fault("P-10", "对勾图")
def _(case, chance):
    return case.somewhere("✅逐一登记。", "✅", chance)


@fault("P-10", "私用区字符")
def _(case, chance):
    return case.somewhere("逐一\ue5e5登记。", "\ue5e5", chance)


@fault("P-11", "咱们")
def _(case, chance):
    return case.somewhere("咱们逐一登记。", "咱们", chance)


@fault("P-11", "打官司")
def _(case, chance):
    return case.somewhere("申请人打官司的逐一登记。", "打官司", chance)


@fault("P-11", "弄好")
def _(case, chance):
    return case.somewhere("逐一弄好。", "弄好", chance)


@fault("R-12", "一句写了两遍")
def _(case, chance):
    case.add(LEAD, PLAIN)
    return case.add(LEAD, PLAIN)


@fault("R-12", "一段写了两遍")
def _(case, chance):
    case.add(LEAD, PLAIN + OTHER)
    return case.add(LEAD, PLAIN + OTHER)


@fault("R-12", "别处的一句又写一遍")
def _(case, chance):
    section = chance.choice(case.sections("overview"))
    long = [
        sentence
        for *_, sentence in sentences(case.report.text(section))
        if sentence.endswith("。") and len(sentence) > 24
    ]
    return case.add("problems", chance.choice(long)) if long else None


@fault("S-12", "段末没有标点")
def _(case, chance):
    line = "对长期没有人看的页面逐一登记，并与维护人员商定合并或者撤下的日期"
    place = case.add("other", line)
    return Place(section="other", span=(place.span[1] - 8, place.span[1]))


@fault("S-12", "段末是逗号")
def _(case, chance):
    place = case.add(LEAD, "对长期没有人看的页面逐一登记，")
    return Place(section=LEAD, span=(place.span[1] - 8, place.span[1]))


@fault("S-12", "句子写了一半")
def _(case, chance):
    return case.add(LEAD, "逐一登记，进一步。", "进一步")


@fault("S-12", "写了一半接着写下一句")
def _(case, chance):
    return case.add(LEAD, "逐一登记，进一步全年培训9次。", "进一步")


@fault("S-12", "动词后面没有数字")
def _(case, chance):
    return case.add(LEAD, "逐一登记，累计公开政府信息。", "累计公开政府信息")


@fault("S-13", "三是写成四是")
def _(case, chance):
    return case.add(LEAD, "一是逐一登记；二是商定日期；四是撤下页面。", "四是")


@fault("S-13", "第三漏了")
def _(case, chance):
    return case.add(LEAD, "第一，逐一登记。第二，商定日期。第四，撤下页面。", "第四，")


@fault("S-13", "混用编号")
def _(case, chance):
    return case.add(LEAD, "一是逐一登记；2.商定日期；三是撤下页面。", "2.")


@fault("Y-08", "二月三十日")
def _(case, chance):
    day = f"{case.report.year}年2月30日"
    return case.somewhere(f"到{day}为止逐一登记。", day, chance)


@fault("Y-08", "十三月")
def _(case, chance):
    return case.somewhere("在13月逐一登记。", "13月", chance)


@fault("Y-08", "四月三十一日")
def _(case, chance):
    return case.somewhere("在4月31日逐一登记。", "4月31日", chance)


@fault("Y-09", "统计到十一月底")
def _(case, chance):
    year = case.report.year
    period = f"{year}年1月1日至{year}年11月30日"
    return case.add(LEAD, f"所列数据的统计期限为{period}。", period)


@fault("Y-09", "从二月起")
def _(case, chance):
    period = f"{case.report.year}年2月1日至12月31日"
    return case.add(LEAD, f"所列数据的统计期限自{period}止。", period)


@fault("Y-09", "只统计上半年")
def _(case, chance):
    period = f"{case.report.year}年上半年"
    return case.add(LEAD, f"所列数据的统计期限为{period}。", period)


@fault("Y-10", "政务信息公开年度报告")
def _(case, chance):
    return case.add(LEAD, f"现编制{case.report.year}年政务信息公开年度报告。", "政务信息公开年度报告")


@fault("Y-10", "信息公开年报")
def _(case, chance):
    return case.add(LEAD, f"现公布{case.report.year}年度信息公开年报。", "信息公开年报")


@fault("Y-10", "少了工作二字")
def _(case, chance):
    return case.add(LEAD, f"现编制{case.report.year}年政府信息公开年度报告。", "政府信息公开年度报告")
