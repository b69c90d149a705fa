"""Balanced random reports, with a narrative bound to their figures and last year's report: no rule finds an error.

Organs, texts and figures are made up. The same seed gives the same report on every machine.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from drafting.form import edition
from drafting.report import Document, Organ, Report, Section

from .case import Case

FORM = edition("2021")
COLUMNS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other")
RESULTS = [part.rsplit(".", 1)[0] for part in next(each for each in FORM.relations if each.id == "A1:total").parts]
GROUPS = ("review", "litigation_direct", "litigation_after_review")
_RARE = ("requests.unprocessed_excessive", "requests.unprocessed_repeated", "requests.other_fee_unpaid")
"""Rows that stay 0 unless a fault fills them."""


@dataclass(frozen=True)
class Make:
    """How the reports of a kind of organ are made: how its cells are filled, how it is named and names itself."""

    level: str
    kind: str
    name: str
    self_reference: str
    most: int
    enforces: bool = True
    asked: bool = True


KINDS = {
    "乡镇": Make("township", "government", "{place}镇人民政府", "我镇", 2),
    "部门": Make("county", "department", "{place}县自然资源局", "我局", 9),
    "县": Make("county", "government", "{place}县人民政府", "我县", 14),
    "没有申请的乡镇": Make("township", "government", "{place}镇人民政府", "我镇", 0, asked=False),
    "没有执法权的部门": Make("county", "department", "{place}县信访局", "我局", 2, enforces=False),
}

_PROBLEMS = (  # problem, measure, what became of it a year later
    (
        "征地补偿信息散在4个栏目里，群众查找不便",
        "6月底前设征地补偿专题，把历年方案归到一处，由办公室负责",
        "征地补偿信息已归到1个专题，4个栏目的旧内容全部迁入",
    ),
    (
        "信息员中有6人是新接手的，不清楚哪些内容要经保密审查",
        "3月底前对信息员集中培训2次，印发保密审查问答，由法制岗负责",
        "对信息员开展保密审查培训2次，新接手的6人均已参加",
    ),
    (
        "答复文书没有统一样式，个别没有写明救济途径",
        "4月起使用统一的答复文书样式，逐件核对救济途径，由法制岗负责",
        "答复文书已使用统一样式，写明救济途径",
    ),
    (
        "政策图解偏少，全年仅制作3个，老年人难以理解",
        "每季度做2个政策图解，在赶集日摆放，由宣传岗负责",
        "制作8个政策图解，在赶集日摆放5次",
    ),
    (
        "查阅点的查询机有1台损坏了两个月才修好",
        "5月底前与维护单位约定查询机48小时内修复，由后勤岗负责",
        "与维护单位约定查询机48小时内修复，全年没有再停用",
    ),
    (
        "村级公开栏有5处超过一个季度没有更换内容",
        "每月10日前更换村级公开栏，按季度抽查，由督查岗负责",
        "村级公开栏按季度抽查4次，5处均按月更换",
    ),
)
_PLACES = [f"{hill}{water}" for hill in "青云龙凤" for water in "溪泉河湖江"]
_SUPERIOR = "永宁市人民政府"


def case(kind: str, seed: int) -> Case:
    """A report of a ``kind`` of KINDS and last year's."""
    chance = random.Random(f"{kind} {seed}")
    make = KINDS[kind]
    organ = Organ(
        name=make.name.format(place=chance.choice(_PLACES)),
        level=make.level,
        kind=make.kind,
        self_reference=make.self_reference,
        superior=_SUPERIOR,
    )
    year = chance.choice((2022, 2023, 2024))
    problems = chance.sample(_PROBLEMS, 4)
    before = _values(make, chance)
    values = _values(make, chance, before)
    report = Report(
        organ=organ,
        year=year,
        values=values,
        document=Document(
            number=f"〔{year + 1}〕{chance.randrange(1, 30)}号", issued_on=date(year + 1, 1, chance.randrange(5, 28))
        ),
    )
    last_year = Report(organ=organ, year=year - 1, values=before)
    report.sections = _sections(_this_year(report, chance, problems[:2], problems[2:]))
    last_year.sections = _sections(_last_year(last_year, chance, problems[2:]))
    return Case(report, last_year)


def year_before(report: Report, seed: int) -> Report:
    """A report of the year before ``report``'s, for a published report whose own is not at hand."""
    chance = random.Random(seed)
    cells = report.cells()
    values = {key: cells.get(key) or 0 for key in FORM.inputs}
    values = {
        key: value if key.startswith(("disclosure.rules", "disclosure.fees")) else value * 9 // 10
        for key, value in values.items()
    }
    _follow(values, {key: cells.get(key) or 0 for key in FORM.inputs})
    before = Report(organ=report.organ, year=report.year - 1, values=values)
    before.sections = _sections(_last_year(before, chance, chance.sample(_PROBLEMS, 2)))
    return before


def _values(make: Make, chance: random.Random, before: dict[str, int] | None = None) -> dict[str, int | Decimal]:
    """All inputs, 一 + 二 = （七） + 四 in each column of 表三; what follows from last year follows ``before``."""
    values: dict[str, int | Decimal] = dict.fromkeys(FORM.inputs, 0)
    if make.enforces:
        values |= {
            "disclosure.licences": chance.randrange(60, 200),
            "disclosure.penalties": chance.randrange(20, 60),
            "disclosure.coercive_measures": chance.randrange(1, 9),
        }
        values["disclosure.fees_wan_yuan"] = Decimal(chance.randrange(200, 900)) / 100
    made, repealed = chance.randrange(1, 6), chance.randrange(3)
    in_force = chance.randrange(9, 30)
    if before:
        in_force = before["disclosure.normative_documents.in_force"] + made - repealed
    values |= {
        f"disclosure.normative_documents.{cell}": value
        for cell, value in (("made", made), ("repealed", repealed), ("in_force", in_force))
    }
    for column in COLUMNS if make.asked else ():
        usual = 1 if column == "natural_person" else 0
        done = {
            f"{row}.{column}": chance.choice((0, 0, chance.randrange(make.most))) for row in RESULTS if row not in _RARE
        }
        if column == "natural_person":
            done["requests.granted.natural_person"] = chance.randrange(2, 2 + make.most)
            done["requests.unavailable_not_held.natural_person"] = chance.randrange(1, 1 + make.most)
            if make.most > 10:
                done["requests.other_fee_unpaid.natural_person"] = chance.randrange(1, 3)
        out = usual + chance.randrange(make.most // 5 + 1)
        carried_in = before[f"requests.carried_out.{column}"] if before else usual
        done["requests.granted." + column] += max(0, carried_in - sum(done.values()) - out)
        values |= done | {
            f"requests.carried_out.{column}": out,
            f"requests.carried_in.{column}": carried_in,
            f"requests.new_received.{column}": sum(done.values()) + out - carried_in,
        }
    for group in GROUPS if make.asked else ():
        values |= {
            f"proceedings.{group}.{outcome}": chance.randrange(1, 2 + make.most // 3)
            for outcome in ("upheld", "corrected", "other")
        }
        if before:
            values[f"proceedings.{group}.upheld"] = 1 + before[f"proceedings.{group}.upheld"]
    return values


def _follow(before: dict[str, int | Decimal], values: dict[str, int | Decimal]) -> None:
    """Make last year's figures ``before`` such that this year's follow from them (A5, A6, A8)."""
    for column in COLUMNS:
        out = before[f"requests.carried_out.{column}"] = values[f"requests.carried_in.{column}"]
        done = sum(before[f"{row}.{column}"] for row in RESULTS)
        before[f"requests.carried_in.{column}"] = 0
        before[f"requests.new_received.{column}"] = done + out
    for row in ("rules", "normative_documents"):
        made, repealed, in_force = (values[f"disclosure.{row}.{cell}"] for cell in ("made", "repealed", "in_force"))
        before[f"disclosure.{row}.in_force"] = max(0, in_force - made + repealed)
    before |= {f"proceedings.{group}.pending": 0 for group in GROUPS}


def _sections(texts: dict[str, str]) -> dict[str, Section]:
    return {id: Section.of(text) for id, text in texts.items()}


def _this_year(report: Report, chance: random.Random, now: list, before: list) -> dict[str, str]:
    """The narrative of ``report``: its cells where it states some, and what a person would add."""
    cells, year, called = report.cells(), report.year, report.organ.called
    return _governments_only(
        report,
        {
            "overview.lead": f"{year}年，{called}按照《中华人民共和国政府信息公开条例》和上级部署推进政府信息公开。本报告所列数据的统计期限为"
            f"{year}年1月1日至{year}年12月31日。现将有关情况报告如下。",
            "overview.proactive": f"主动公开聚焦{chance.choice(('农村建房', '惠民补贴', '医保缴费'))}等群众关心的事项，{called}网站专栏发布信息"
            f"{chance.randrange(100, 900)}条，公众号推送{chance.randrange(30, 90)}期。"
            f"全年制发行政规范性文件{cells['disclosure.normative_documents.made']}件，"
            f"现行有效{cells['disclosure.normative_documents.in_force']}件"
            + (f"；作出行政许可决定{cells['disclosure.licences']}件。" if cells["disclosure.licences"] else "。"),
            "overview.on_request": "依申请公开渠道为当面提交和邮寄。" + _requests(cells) + _cases(cells),
            "overview.management": f"信息发布前由经办人、分管负责人和保密人员逐级审核，政府信息管理台账按月核对，更新公开目录{chance.randrange(2, 9)}次。",
            "overview.platform": f"推进平台建设，网站专栏设栏目{chance.randrange(10, 19)}个，服务大厅配查询机{chance.randrange(2, 9)}台，"
            f"全年接待查阅{chance.randrange(20, 99)}人次。",
            "overview.oversight": f"在监督保障方面，由分管负责人牵头，{chance.randrange(2, 9)}人承办，集中培训{chance.randrange(2, 6)}次，"
            f"自查发现错链{chance.randrange(2, 9)}处并改正。",
            "overview.appraisal": f"政务公开占年度考核{chance.randrange(2, 6)}分，社会评议发放问卷{chance.randrange(50, 99)}份，未发生责任追究情形。",
            "problems": "对上年报告反映的问题，整改情况如下：" + _listed(answer for *_, answer in before) + "\n"
            f"{year}年，{called}政府信息公开工作存在以下问题：" + _listed(problem for problem, *_ in now) + "\n"
            f"针对上述问题，{year + 1}年将采取以下措施：" + _listed(measure for _, measure, _ in now),
            "other": _fee(cells, year, called),
        },
    )


def _last_year(report: Report, chance: random.Random, problems: list) -> dict[str, str]:
    """Last year's narrative, in other words."""
    cells, year, called = report.cells(), report.year, report.organ.called
    return _governments_only(
        report,
        {
            "overview.lead": f"现将{called}{year}年政府信息公开工作情况报告如下。",
            "overview.proactive": f"{called}把人事、财政、民生三类内容列为公开重点，张贴公告{chance.randrange(30, 90)}份。",
            "overview.on_request": _requests(cells) + "申请人对答复没有异议的居多，办理人员逐件电话回访。",
            "overview.management": "清理了保存满十年的纸质目录，重新编了号，装订成册放在档案室。",
            "overview.platform": "关停了一个长期不用的账号，老栏目并到新页面。",
            "overview.oversight": "年初开会布置任务，年底逐项对账，经费列入部门预算。",
            "overview.appraisal": "考核结果在全体会上通报，评议由代表投票，没有人被追责。",
            "problems": "主要问题："
            + _listed(problem for problem, *_ in problems)
            + "\n下一步改进措施："
            + _listed(measure for _, measure, _ in problems),
            "other": f"{year}年没有收取信息处理费。",
        },
    )


def _governments_only(report: Report, texts: dict[str, str]) -> dict[str, str]:
    return {spec.id: texts[spec.id] for spec in report.outline if spec.id in texts}


def _requests(cells: dict) -> str:
    new, carried_in, granted, done, carried_out = (
        cells[f"requests.{row}.total"] for row in ("new_received", "carried_in", "granted", "total", "carried_out")
    )
    if not new + carried_in:
        return "全年未收到政府信息公开申请。"
    return (
        f"全年新收政府信息公开申请{new}件，上年结转{carried_in}件；办结{done}件，其中予以公开{granted}件；"
        f"结转下年度继续办理{carried_out}件。"
    )


def _cases(cells: dict) -> str:
    reviews = cells["proceedings.review.total"]
    return f"因政府信息公开工作被申请行政复议{reviews}件。" if reviews else ""


def _fee(cells: dict, year: int, called: str) -> str:
    unpaid = cells["requests.other_fee_unpaid.total"]
    if unpaid:
        return f"{year}年，{called}就信息处理费发出收费通知{unpaid}件，申请人逾期未缴纳，实际收取0元。"
    return f"{year}年，{called}未收取政府信息公开信息处理费。"


def _listed(items) -> str:
    return "；".join(f"{numeral}是{item}" for numeral, item in zip("一二三四", items)) + "。"
