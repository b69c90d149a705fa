"""Faults of privacy and wording: rules P-01 to P-06. The persons and numbers do not exist."""

from __future__ import annotations

import random

from .case import fault

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
LEAD = "overview.lead"


def _identity(chance: random.Random) -> str:
    """An identity number of a place that does not exist, with the right check digit."""
    digits = f"320999{chance.randrange(1950, 2000)}{chance.randrange(1, 13):02}15{chance.randrange(1000):03}"
    return digits + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS)) % 11]


def _mobile(chance: random.Random) -> str:
    return f"139{chance.randrange(10**8):08}"


@fault("P-01", "身份证号")
def _(case, chance):
    number = _identity(chance)
    return case.somewhere(f"申请人登记的号码是{number}。", number, chance)


@fault("P-01", "申请人手机号")
def _(case, chance):
    number = _mobile(chance)
    return case.somewhere(f"当事人的号码是{number}。", number, chance)


@fault("P-01", "银行卡号")
def _(case, chance):
    return case.somewhere("退费转入6222021234567890128。", "6222021234567890128", chance)


@fault("P-01", "家庭住址")
def _(case, chance):
    return case.somewhere("申请人家住幸福路12号3单元501室。", "幸福路12号3单元501室", chance)


@fault("P-02", "申请人姓名")
def _(case, chance):
    name = chance.choice("王李赵刘陈") + chance.choice(("建国", "秀英", "伟"))
    return case.somewhere(f"申请人{name}对答复表示满意。", name, chance)


@fault("P-02", "某人诉某机关")
def _(case, chance):
    return case.somewhere("认真办理张秀英诉县政府一案。", "张秀英", chance)


@fault("P-02", "法院案号")
def _(case, chance):
    words = f"（2023）苏08行初{chance.randrange(1, 999)}号"
    return case.somewhere(f"判决文书为{words}。", words, chance)


@fault("P-03", "联系方式是手机号")
def _(case, chance):
    number = _mobile(chance)
    return case.add(LEAD, f"联系电话：{number}。", number)


@fault("P-03", "联系邮箱是QQ邮箱")
def _(case, chance):
    mail = f"{chance.randrange(10**7, 10**8)}@qq.com"
    return case.add(LEAD, f"电子邮箱：{mail}。", mail)


@fault("P-03", "六里写了126邮箱")
def _(case, chance):
    return case.add("other", "意见可发至xinxi2020@126.com。", "xinxi2020@126.com")


@fault("P-04", "政协委员写成政协代表")
def _(case, chance):
    return case.somewhere("邀请政协代表座谈。", "政协代表", chance)


@fault("P-04", "已撤并的机构")
def _(case, chance):
    return case.somewhere("主动对接环保局做好公开。", "环保局", chance)


@fault("P-04", "港澳台表述错误")
def _(case, chance):
    return case.somewhere("面向港澳台国家的来访者提供查阅。", "港澳台国家", chance)


@fault("P-04", "残疾人称谓错误")
def _(case, chance):
    return case.somewhere("为聋哑人提供手语查阅。", "聋哑人", chance)


@fault("P-05", "词库里的错别字")
def _(case, chance):
    return case.somewhere("按照统一布署推进。", "布署", chance)


@fault("P-05", "重复的词")
def _(case, chance):
    return case.somewhere("落实资金资金公开要求。", "资金资金", chance)


@fault("P-05", "连用句号")
def _(case, chance):
    return case.somewhere("工作有序推进，。", "，。", chance)


@fault("P-05", "受理渠道漏字")
def _(case, chance):
    return case.somewhere("进一步畅通受理渠。", "受理渠", chance)


@fault("P-05", "书名号没有配对")
def _(case, chance):
    return case.add(LEAD, "认真学习《公开工作问答手册。", "《")


@fault("P-06", "零投诉")
def _(case, chance):
    return case.somewhere("全年保持零投诉。", "零投诉", chance)


@fault("P-06", "无一差错")
def _(case, chance):
    return case.somewhere("发布内容无一差错。", "无一差错", chance)


@fault("P-06", "百分百")
def _(case, chance):
    return case.somewhere("群众满意百分百。", "百分百", chance)


@fault("P-06", "零复议，表四却有")
def _(case, chance):
    if not case.cell("proceedings.review.total"):
        return None
    return case.somewhere("全年零复议。", "零复议", chance)
