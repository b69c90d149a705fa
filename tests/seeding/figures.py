"""Faults of the figures in the narrative: rules N-01 to N-10."""

from __future__ import annotations

import random

from drafting.report import Note

from .case import Case, Place, fault

NEW, CARRIED_IN, DONE, CARRIED_OUT, GRANTED = (
    f"requests.{row}.total" for row in ("new_received", "carried_in", "total", "carried_out", "granted")
)
REVIEW, DIRECT, AFTER = (
    f"proceedings.{group}.total" for group in ("review", "litigation_direct", "litigation_after_review")
)
UNPAID = "requests.other_fee_unpaid.total"


def _wrong(case: Case, chance: random.Random) -> int:
    """A number that no cell or sum of cells can be."""
    return 3 * sum(case.cell(key) for key in (NEW, CARRIED_IN, DONE, CARRIED_OUT)) + chance.randrange(11, 99)


def _said(case: Case, before: str, figure: str, after: str, chance: random.Random) -> Place:
    """Put the sentence in as a paragraph of the overview; the place is that of the figure."""
    return case.add(chance.choice(case.sections("overview")), f"{before}{figure}{after}", figure)


@fault("N-01", "新收件数与表三不符")
def _(case, chance):
    return _said(case, "全年新收政府信息公开申请", f"{_wrong(case, chance)}件", "。", chance)


@fault("N-01", "结转下年度件数与表三不符")
def _(case, chance):
    return _said(case, "政府信息公开申请结转下年度继续办理", f"{_wrong(case, chance)}件", "。", chance)


@fault("N-01", "行政许可件数与表二不符")
def _(case, chance):
    wrong = case.cell("disclosure.licences") + chance.randrange(11, 99)
    return _said(case, "全年作出行政许可决定", f"{wrong}件", "。", chance)


@fault("N-01", "复议件数与表四不符")
def _(case, chance):
    wrong = case.cell(REVIEW) + case.cell(DIRECT) + case.cell(AFTER) + chance.randrange(2, 9)
    return _said(case, "因政府信息公开工作被申请行政复议", f"{wrong}件", "。", chance)


@fault("N-01", "模型写的数字没有依据")
def _(case, chance):
    figure = f"{chance.randrange(10**6, 10**7)}条"
    return case.add(chance.choice(case.sections("overview")), f"全年推送公告{figure}。", figure, origin="model")


@fault("N-02", "只写县直部门的件数")
def _(case, chance):
    return _said(case, "县直部门收到政府信息公开申请", f"{_wrong(case, chance)}件", "。", chance)


@fault("N-02", "只写备案的复议件数")
def _(case, chance):
    wrong = case.cell(REVIEW) + case.cell(DIRECT) + case.cell(AFTER) + chance.randrange(2, 9)
    return _said(case, "备案的因政府信息公开引起的行政复议", f"{wrong}件", "。", chance)


@fault("N-02", "只写办公室的件数")
def _(case, chance):
    return _said(case, "政府办公室新收政府信息公开申请", f"{_wrong(case, chance)}件", "。", chance)


@fault("N-03", "予以公开的占比算错")
def _(case, chance):
    if not case.cell(GRANTED) or not case.cell(DONE):
        return None
    wrong = f"{(case.cell(GRANTED) * 100 / case.cell(DONE) + chance.randrange(5, 40)) % 100:.2f}%"
    return _said(
        case, f"办结政府信息公开申请{case.cell(DONE)}件，其中予以公开{case.cell(GRANTED)}件，占", wrong, "。", chance
    )


@fault("N-03", "新收的增幅算错")
def _(case, chance):
    now, then = case.cell(NEW), case.last_year.cells()[NEW]
    if not now or not then or now == then:
        return None
    wrong = f"{abs(now - then) * 100 / then + chance.randrange(5, 40):.2f}%"
    return _said(case, f"全年新收政府信息公开申请{now}件，同比{'增长' if now > then else '下降'}", wrong, "。", chance)


@fault("N-03", "下降写成增长")
def _(case, chance):
    now, then = case.cell(NEW), case.last_year.cells()[NEW]
    if not now or now == then:
        return None
    return _said(case, f"全年新收政府信息公开申请{now}件，比上年", "下降" if now > then else "增长", "。", chance)


def _noted(case: Case, text: str, key: str) -> Place:
    case.report.notes.append(Note(id="seeded", aspect="on_request", text=text))
    return Place(cells=(key,))


@fault("N-12", "素材里的新收件数过时")
def _(case, chance):
    return _noted(case, f"全年收到政府信息公开申请{_wrong(case, chance)}件。", NEW)


@fault("N-12", "素材里的许可件数写错")
def _(case, chance):
    key = "disclosure.licences"
    return _noted(case, f"今年作出行政许可决定{case.cell(key) + chance.randrange(2, 9)}件，公示及时。", key)


@fault("N-12", "素材里的复议件数写错")
def _(case, chance):
    return _noted(case, f"因政府信息公开引起的行政复议{case.cell(REVIEW) + chance.randrange(2, 9)}件。", REVIEW)


@fault("N-04", "括号里的分项少两件")
def _(case, chance):
    return case.somewhere("全年印发宣传手册12册（一季度7册、四季度3册）。", "12册（一季度7册、四季度3册", chance)


@fault("N-04", "其中各项超过总数")
def _(case, chance):
    words = "30场，其中青山村12场、绿水村13场、白云村9场"
    return case.somewhere(f"全年举办宣讲{words}。", words, chance)


@fault("N-04", "合计加错")
def _(case, chance):
    words = "8条、海报15条、挂图6条，合计28条"
    return case.somewhere(f"制作宣传品：横幅{words}。", words, chance)


@fault("N-04", "具体包括的分项不足")
def _(case, chance):
    words = "40篇，具体包括动态18篇、公告15篇、图解5篇"
    return case.somewhere(f"刊发稿件{words}。", words, chance)


def _claimed(case: Case, before: str, words: str, after: str, chance: random.Random) -> Place:
    return case.add(chance.choice(case.sections("overview")), f"{before}{words}{after}", words)


@fault("N-05", "有申请却写未收到申请")
def _(case, chance):
    return _claimed(case, "全年", "未收到", "政府信息公开申请。", chance) if case.cell(NEW) else None


@fault("N-05", "有结转却写均已办结")
def _(case, chance):
    if not case.cell(NEW) or not case.cell(CARRIED_OUT):
        return None
    return _claimed(case, "全年收到的政府信息公开申请", "均已办结", "。", chance)


@fault("N-05", "有处罚却写未作出行政处罚")
def _(case, chance):
    return _claimed(case, "全年", "未作出", "行政处罚决定。", chance) if case.cell("disclosure.penalties") else None


@fault("N-05", "有结转却写无结转下年度")
def _(case, chance):
    return _claimed(case, "政府信息公开申请", "无", "结转下年度。", chance) if case.cell(CARRIED_OUT) else None


@fault("N-06", "有复议却写未发生行政复议")
def _(case, chance):
    return _claimed(case, "", "未发生", "因政府信息公开引起的行政复议。", chance) if case.cell(REVIEW) else None


@fault("N-06", "有诉讼却写未发生行政诉讼")
def _(case, chance):
    if not case.cell(DIRECT) + case.cell(AFTER):
        return None
    return _claimed(case, "", "未发生", "因政府信息公开引起的行政诉讼。", chance)


@fault("N-06", "有复议诉讼却写都没有")
def _(case, chance):
    if not case.cell(REVIEW):
        return None
    return _claimed(case, "全年", "没有", "政府信息公开行政复议和行政诉讼。", chance)


@fault("N-07", "公开条数漏写")
def _(case, chance):
    return case.somewhere("全年共主动公开条。", "共主动公开条", chance)


@fault("N-07", "收到件数漏写")
def _(case, chance):
    return case.somewhere("从窗口收到件，从邮局寄来若干。", "收到件", chance)


@fault("N-07", "增幅漏写")
def _(case, chance):
    return case.somewhere("点击量增长%。", "增长%", chance)


@fault("N-07", "金额漏写")
def _(case, chance):
    return case.add("other", "收取信息处理费元。", "处理费元")


@fault("N-08", "数字带千分位")
def _(case, chance):
    number = f"{chance.randrange(1, 99)},{chance.randrange(100, 999)}"
    return case.somewhere(f"页面点击{number}次。", number, chance)


@fault("N-08", "数字和百字混用")
def _(case, chance):
    return case.somewhere("发放宣传单3百余张。", "3百", chance)


@fault("N-08", "同一件数一处汉字一处数字")
def _(case, chance):
    return case.add("overview.lead", "年初举行演练四场，年底又举行演练4场。", "4场")


def _no_fee_said(case: Case, text: str) -> bool:
    """Write chapter 六 anew; whether table three has applications that ended for want of the fee."""
    if not case.cell(UNPAID):
        return False
    case.write("other", text)
    return True


@fault("N-09", "有逾期未缴费的，六没有写信息处理费")
def _(case, chance):
    if not _no_fee_said(case, "本年度没有其他需要报告的事项，建议提案办理结果已全部在网站公开，欢迎监督。"):
        return None
    return Place((UNPAID,), "other")


@fault("N-09", "有逾期未缴费的，却写未发出收费通知")
def _(case, chance):
    if not _no_fee_said(case, "就信息处理费未发出收费通知。"):
        return None
    place = case.at("other", "未发出收费通知")
    return Place((UNPAID,), place.section, place.span)


@fault("N-09", "没有申请，却写收取了信息处理费")
def _(case, chance):
    if case.cell(NEW) or case.cell(CARRIED_IN):
        return None
    amount = f"{chance.randrange(1, 99) * 10}元"
    place = case.add("other", f"实际收取信息处理费{amount}。", amount)
    return Place((NEW,), place.section, place.span)


@fault("N-10", "信息处理费以万元计")
def _(case, chance):
    return case.add("other", "收取信息处理费1.2万元。", "1.2万元")


@fault("N-10", "信息处理费不是十元的倍数")
def _(case, chance):
    amount = f"{chance.randrange(1, 99) * 10 + 5}元"
    return case.add("other", f"收取信息处理费{amount}。", amount)


@fault("N-10", "信息处理费分项加不起来")
def _(case, chance):
    words = "600元，其中按件计费300元、按页计费200元"
    case.write("other", f"收取信息处理费{words}。")
    return case.at("other", words.removesuffix("。"))


def _lie(case: Case, words: str, chance: random.Random) -> Place:
    """Put a sentence in that a model wrote; the place is that of its words without the full stop."""
    return case.add(chance.choice(case.sections("overview")), f"{words}。", words, origin="model")


@fault("N-11", "模型写了没有的荣誉")
def _(case, chance):
    return _lie(case, "我们的做法获评全省政务公开先进典型", chance)


@fault("N-11", "模型写了没有的会议和日期")
def _(case, chance):
    return _lie(case, "6月15日召开政务公开工作推进会", chance)


@fault("N-11", "模型写了没有的制度")
def _(case, chance):
    return _lie(case, "建立信息发布保密会商机制", chance)
