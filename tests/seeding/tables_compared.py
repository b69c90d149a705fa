"""Faults that show beside last year's report, the organ's powers or the narrative: rules T-12 to T-18."""

from __future__ import annotations

import random
from decimal import Decimal

from drafting.checks.rules.t14_enforcement import DECISIONS
from drafting.report import Kind, Level

from .case import Case, Place, fault
from .reports import COLUMNS, FORM, GROUPS, RESULTS
from .tables import CARRIED_IN, CARRIED_OUT, DONE, FEES, NEW, at, some

# T-12, T-13: this year beside last year


@fault("T-12", "行政处罚比上年多出五倍以上")
def _(case, chance):
    if case.cell("disclosure.penalties") <= 50:
        case.report.values["disclosure.penalties"] = 51
    case.last_year.values["disclosure.penalties"] = 10
    return at("disclosure.penalties")


@fault("T-12", "行政许可不到上年的五分之一")
def _(case, chance):
    case.report.values["disclosure.licences"] = max(10, case.cell("disclosure.licences"))
    case.last_year.values["disclosure.licences"] = case.cell("disclosure.licences") * 5 + some(chance)
    return at("disclosure.licences")


@fault("T-12", "收费上年按元填写")
def _(case, chance):
    case.report.values[FEES] = case.cell(FEES) or Decimal("1.5")
    case.last_year.values[FEES] = case.cell(FEES) * 10_000
    return at(FEES)


@fault("T-12", "新收申请总计跳增")
def _(case, chance):
    if case.cell(f"{NEW}.total") <= 50:
        return None
    for column in COLUMNS:
        case.last_year.values[f"{NEW}.{column}"] = 2 if column != "other" else 0
    return at(f"{NEW}.total")


def _same(case: Case, table: str) -> tuple[Place, ...] | None:
    keys = [key for key in FORM.inputs if key.startswith(f"{table}.")]
    case.report.values |= {key: case.report.values.get(key, 0) for key in keys}
    case.last_year.values |= {key: case.report.values[key] for key in keys}
    telling = tuple(key for key in keys if case.report.values[key] and not key.endswith("in_force"))
    return (Place(telling),) if len(telling) >= 3 else None


@fault("T-13", "表二照抄上年")
def _(case, chance):
    return _same(case, "disclosure")


@fault("T-13", "表三照抄上年")
def _(case, chance):
    return _same(case, "requests")


@fault("T-13", "表四照抄上年")
def _(case, chance):
    return _same(case, "proceedings")


# T-14: powers


@fault("T-14", "有执法权而三项都是0", also="N-01")
def _(case, chance):
    organ = case.report.organ
    if (
        organ.level in (Level.TOWNSHIP, Level.SUBDISTRICT)
        or organ.name.endswith("信访局")
        or not any(map(case.cell, DECISIONS))
    ):
        return None
    case.report.values |= dict.fromkeys(DECISIONS, 0)
    return (Place(DECISIONS),)


def _serves(case: Case, key: str, chance: random.Random) -> tuple[Place, ...] | None:
    if case.report.organ.kind is not Kind.DEPARTMENT or not case.report.organ.name.endswith("信访局"):
        return None
    case.report.values[key] = some(chance)
    return at(key)


@fault("T-14", "信访局填有行政许可")
def _(case, chance):
    return _serves(case, DECISIONS[0], chance)


@fault("T-14", "信访局填有行政处罚")
def _(case, chance):
    return _serves(case, DECISIONS[1], chance)


@fault("T-14", "信访局填有行政强制")
def _(case, chance):
    return _serves(case, DECISIONS[2], chance)


# T-15: totals of 0


@fault("T-15", "表四总计漏填为0", also="T-04 N-01")
def _(case, chance):
    groups = [group for group in GROUPS if case.cell(f"proceedings.{group}.total")]
    if not groups:
        return None
    key = f"proceedings.{chance.choice(groups)}.total"
    case.report.stated[key] = 0
    return at(key)


@fault("T-15", "办理结果一行的总计漏填为0", also="T-01 T-03 N-01")
def _(case, chance):
    rows = [row for row in RESULTS if case.cell(f"{row}.total")]
    if not rows:
        return None
    key = f"{chance.choice(rows)}.total"
    case.report.stated[key] = 0
    return at(key)


@fault("T-15", "新收的总计漏填为0", also="T-02 T-03 N-01")
def _(case, chance):
    if not case.cell(f"{NEW}.total"):
        return None
    case.report.stated[f"{NEW}.total"] = 0
    return at(f"{NEW}.total")


# T-16: repeated and excessive

REPEATED, EXCESSIVE = "requests.unprocessed_repeated", "requests.unprocessed_excessive"


def _all_to(case: Case, row: str, new: int) -> None:
    """Make table three ``new`` applications that all ended in ``row``, nothing else."""
    case.report.values |= {key: 0 for key in FORM.inputs if key.startswith("requests.")}
    case.report.values |= {f"{NEW}.natural_person": new, f"{row}.natural_person": new}
    case.report.stated = {key: value for key, value in case.report.stated.items() if not key.startswith("requests.")}


@fault("T-16", "不到十件，却按大量反复申请处理", also="N-01 N-05")
def _(case, chance):
    _all_to(case, EXCESSIVE, some(chance))
    return at(f"{EXCESSIVE}.total")


@fault("T-16", "全部申请都是重复申请", also="N-01 N-05")
def _(case, chance):
    _all_to(case, REPEATED, some(chance))
    return at(f"{REPEATED}.total")


@fault("T-16", "重复申请多于全部申请", also="T-01 T-03 N-01")
def _(case, chance):
    handled = case.cell(f"{NEW}.total") + case.cell(f"{CARRIED_IN}.total")
    if not handled:
        return None
    case.report.stated[f"{REPEATED}.total"] = handled + some(chance)
    return at(f"{REPEATED}.total")


# T-17: the overview beside table three


def _without_counts(case: Case, change) -> tuple[Place, ...] | None:
    if not case.cell(f"{NEW}.total"):
        return None
    for section in case.sections("overview"):
        case.replace(section, change)
    return (Place((f"{NEW}.total",), "overview.on_request"),)


@fault("T-17", "删去写有申请件数的段落")
def _(case, chance):
    return _without_counts(case, lambda text: "" if "申请" in text else text)


@fault("T-17", "申请件数写成若干")
def _(case, chance):
    return _without_counts(
        case, lambda text: "".join("若干" if sign.isdigit() else sign for sign in text) if "申请" in text else text
    )


@fault("T-17", "只说办理了申请")
def _(case, chance):
    return _without_counts(
        case, lambda text: "依法办理政府信息公开申请，与申请人加强沟通。" if "申请" in text else text
    )


def _answered(case: Case, sentence: str, chance: random.Random) -> Place | None:
    if any(case.cell(f"{row}.total") for row in (NEW, CARRIED_IN, DONE, CARRIED_OUT)):
        return None
    place = case.somewhere(sentence, sentence.rstrip(), chance)
    return Place((f"{NEW}.total",), place.section, place.span)


@fault("T-17", "表三为0，却写申请均已答复")
def _(case, chance):
    return _answered(case, "政府信息公开申请均在法定期限内答复。", chance)


@fault("T-17", "表三为0，却写延期答复两件")
def _(case, chance):
    return _answered(case, "政府信息公开申请延期答复2件。", chance)


# T-18: cases pending last year


def _pending(case: Case, group: str, chance: random.Random) -> tuple[Place, ...]:
    key = f"proceedings.{group}.total"
    case.last_year.values[f"proceedings.{group}.pending"] = case.cell(key) + some(chance)
    return at(key)


@fault("T-18", "上年未审结的复议案件没有计入")
def _(case, chance):
    return _pending(case, "review", chance)


@fault("T-18", "上年未审结的直接起诉案件没有计入")
def _(case, chance):
    return _pending(case, "litigation_direct", chance)


@fault("T-18", "上年未审结的复议后起诉案件没有计入")
def _(case, chance):
    return _pending(case, "litigation_after_review", chance)
