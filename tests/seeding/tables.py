"""Faults of the three tables: rules T-01 to T-11; ``tables_compared`` has the others."""

from __future__ import annotations

import random
from decimal import Decimal

from drafting.report import Level

from .case import Case, Place, fault
from .reports import COLUMNS, FORM, GROUPS, RESULTS

NEW, CARRIED_IN, DONE, CARRIED_OUT = (
    "requests.new_received",
    "requests.carried_in",
    "requests.total",
    "requests.carried_out",
)
QUIET = ("requests.refused_deliberative", "requests.unprocessed_publication", "requests.unavailable_still_unclear")
"""Rows of results that no narrative states."""
DOCUMENTS = "disclosure.normative_documents"
FEES = "disclosure.fees_wan_yuan"


def some(chance: random.Random) -> int:
    """By how many pieces a figure is wrong."""
    return chance.randrange(1, 9)


def at(*keys: str) -> tuple[Place, ...]:
    """A place for each cell."""
    return tuple(Place((key,)) for key in keys)


def _filled(case: Case, row: str) -> list[str]:
    """The columns of applicants in which ``row`` is above 0."""
    return [column for column in COLUMNS if case.cell(f"{row}.{column}") > 0]


# T-01: the results of a column against （七）


@fault("T-01", "一列的（七）总计多写", also="T-02 T-03")
def _(case, chance):
    key = f"{DONE}.{chance.choice(COLUMNS)}"
    case.report.stated[key] = case.cell(key) + some(chance)
    return at(key)


@fault("T-01", "（七）总计的总计多写", also="T-02 T-03 N-01")
def _(case, chance):
    key = f"{DONE}.total"
    case.report.stated[key] = case.cell(key) + some(chance)
    return at(key)


@fault("T-01", "一项办理结果改过，（七）总计没有改")
def _(case, chance):
    column = chance.choice(COLUMNS)
    kept = [f"{DONE}.{column}", f"{DONE}.total"]
    case.report.stated |= {key: case.cell(key) for key in kept}
    row = chance.choice(QUIET)
    case.report.values[f"{row}.{column}"] = case.cell(f"{row}.{column}") + some(chance)
    return at(*kept)


# T-02: what comes in against what goes out


@fault("T-02", "结转下年度多写", also="N-01")
def _(case, chance):
    key = f"{CARRIED_OUT}.{chance.choice(COLUMNS)}"
    case.report.values[key] = case.cell(key) + some(chance)
    return at(key, f"{CARRIED_OUT}.total")


@fault("T-02", "结转下年度记错了栏")
def _(case, chance):
    if not (columns := _filled(case, CARRIED_OUT)):
        return None
    here = chance.choice(columns)
    there = chance.choice([column for column in COLUMNS if column != here])
    case.report.values[f"{CARRIED_OUT}.{here}"] -= 1
    case.report.values[f"{CARRIED_OUT}.{there}"] = case.cell(f"{CARRIED_OUT}.{there}") + 1
    return at(f"{CARRIED_OUT}.{here}", f"{CARRIED_OUT}.{there}")


@fault("T-02", "上年结转漏填为0", also="N-01")
def _(case, chance):
    if not (columns := _filled(case, CARRIED_IN)):
        return None
    key = f"{CARRIED_IN}.{chance.choice(columns)}"
    case.report.values[key] = 0
    return at(key, f"{CARRIED_IN}.total")


@fault("T-02", "新收多写", also="N-01 N-05")
def _(case, chance):
    key = f"{NEW}.{chance.choice(COLUMNS)}"
    case.report.values[key] = case.cell(key) + some(chance)
    return at(key, f"{NEW}.total")


@fault("T-02", "一项办理结果多写", also="N-01")
def _(case, chance):
    column = chance.choice(COLUMNS)
    key = f"{chance.choice(QUIET)}.{column}"
    case.report.values[key] = case.cell(key) + some(chance)
    return at(f"{DONE}.{column}", f"{DONE}.total")


# T-03: the applicants of a row against its total


@fault("T-03", "一项办理结果的总计多写", also="T-01")
def _(case, chance):
    key = f"{chance.choice(QUIET)}.total"
    case.report.stated[key] = case.cell(key) + some(chance)
    return at(key)


@fault("T-03", "新收的总计多写", also="T-02 N-01 N-05")
def _(case, chance):
    case.report.stated[f"{NEW}.total"] = case.cell(f"{NEW}.total") + some(chance)
    return at(f"{NEW}.total")


@fault("T-03", "结转下年度的总计多写", also="T-02 N-01")
def _(case, chance):
    case.report.stated[f"{CARRIED_OUT}.total"] = case.cell(f"{CARRIED_OUT}.total") + some(chance)
    return at(f"{CARRIED_OUT}.total")


@fault("T-03", "两行的总计对调", also="N-01")
def _(case, chance):
    one, other = QUIET[0], "requests.unavailable_needs_creation"
    here, there = case.cell(f"{one}.total"), case.cell(f"{other}.total")
    if here == there:
        return None
    case.report.stated |= {f"{one}.total": there, f"{other}.total": here}
    return at(f"{one}.total", f"{other}.total")


# T-04: the outcomes of a group against its total


@fault("T-04", "一组的总计多写", also="N-01")
def _(case, chance):
    key = f"proceedings.{chance.choice(GROUPS)}.total"
    case.report.stated[key] = case.cell(key) + some(chance)
    return at(key)


@fault("T-04", "一种结果改过，总计没有改")
def _(case, chance):
    group = f"proceedings.{chance.choice(GROUPS)}"
    case.report.stated[f"{group}.total"] = case.cell(f"{group}.total")
    case.report.values[f"{group}.pending"] = case.cell(f"{group}.pending") + some(chance)
    return at(f"{group}.total")


@fault("T-04", "一组的总计漏填为0", also="N-01")
def _(case, chance):
    if not (groups := [group for group in GROUPS if case.cell(f"proceedings.{group}.total")]):
        return None
    key = f"proceedings.{chance.choice(groups)}.total"
    case.report.stated[key] = 0
    return at(key)


# T-05, T-06: what follows from last year


@fault("T-05", "上年报告的结转下年度少一件")
def _(case, chance):
    if not (columns := _filled(case, CARRIED_IN)):
        return None
    column = chance.choice(columns)
    case.last_year.values[f"{CARRIED_OUT}.{column}"] -= 1
    return at(f"{CARRIED_IN}.{column}")


@fault("T-05", "上年报告有结转，今年没有写")
def _(case, chance):
    column = chance.choice(COLUMNS)
    key = f"{CARRIED_OUT}.{column}"
    case.last_year.values[key] = (case.last_year.values[key] or 0) + some(chance)
    return at(f"{CARRIED_IN}.{column}")


@fault("T-05", "上年结转记错了栏，总数相等")
def _(case, chance):
    if not (columns := _filled(case, CARRIED_IN)):
        return None
    here = chance.choice(columns)
    there = chance.choice([column for column in COLUMNS if column != here and case.cell(f"{NEW}.{column}") > 0] or [""])
    if not there:
        return None
    for row, sign in ((CARRIED_IN, 1), (NEW, -1)):
        case.report.values[f"{row}.{here}"] -= sign
        case.report.values[f"{row}.{there}"] = case.cell(f"{row}.{there}") + sign
    return at(f"{CARRIED_IN}.{here}", f"{CARRIED_IN}.{there}")


@fault("T-06", "上年的现行有效多几件")
def _(case, chance):
    case.last_year.values[f"{DOCUMENTS}.in_force"] += some(chance)
    return at(f"{DOCUMENTS}.in_force")


@fault("T-06", "本年废止多写")
def _(case, chance):
    case.report.values[f"{DOCUMENTS}.repealed"] = case.cell(f"{DOCUMENTS}.repealed") + some(chance)
    return at(f"{DOCUMENTS}.in_force")


@fault("T-06", "规章上年有，今年没有也没有废止")
def _(case, chance):
    case.last_year.values["disclosure.rules.in_force"] += some(chance)
    return at("disclosure.rules.in_force")


# T-07 to T-11: single cells


@fault("T-07", "规范性文件制发多写一位", also="N-01")
def _(case, chance):
    made = case.cell(f"{DOCUMENTS}.in_force") + case.cell(f"{DOCUMENTS}.repealed") + some(chance)
    case.report.values[f"{DOCUMENTS}.made"] = made
    return at(f"{DOCUMENTS}.made")


@fault("T-07", "现行有效漏填为0", also="N-01")
def _(case, chance):
    if case.cell(f"{DOCUMENTS}.made") <= case.cell(f"{DOCUMENTS}.repealed"):
        return None
    case.report.values[f"{DOCUMENTS}.in_force"] = 0
    return at(f"{DOCUMENTS}.in_force")


@fault("T-07", "规章制发多于现行有效")
def _(case, chance):
    in_force, repealed = (case.cell(f"disclosure.rules.{cell}") for cell in ("in_force", "repealed"))
    case.report.values["disclosure.rules.made"] = in_force + repealed + some(chance)
    return at("disclosure.rules.made")


@fault("T-08", "行政强制填成负数")
def _(case, chance):
    case.report.values["disclosure.coercive_measures"] = -some(chance)
    return at("disclosure.coercive_measures")


@fault("T-08", "行政强制带小数")
def _(case, chance):
    case.report.values["disclosure.coercive_measures"] = some(chance) + Decimal("0.5")
    return at("disclosure.coercive_measures")


@fault("T-08", "总计印成负数", also="T-04 N-01")
def _(case, chance):
    key = f"proceedings.{chance.choice(GROUPS)}.total"
    case.report.stated[key] = -some(chance)
    return at(key)


@fault("T-08", "表四一格填成负数", also="N-01")
def _(case, chance):
    key = f"proceedings.{chance.choice(GROUPS)}.pending"
    case.report.values[key] = -some(chance)
    return at(key)


@fault("T-09", "收费填成负数")
def _(case, chance):
    case.report.values[FEES] = -Decimal(chance.randrange(1, 999)) / 100
    return at(FEES)


@fault("T-09", "收费有七位小数")
def _(case, chance):
    case.report.values[FEES] = Decimal("12.3456781") + some(chance)
    return at(FEES)


@fault("T-09", "收费是一分钱换算的八位小数")
def _(case, chance):
    case.report.values[FEES] = Decimal(some(chance)) / 10**8
    return at(FEES)


@fault("T-10", "表二漏填一格")
def _(case, chance):
    key = "disclosure.coercive_measures"
    case.report.values.pop(key, None)
    return at(key)


@fault("T-10", "表三漏填一行为0的格")
def _(case, chance):
    rows = [row for row in RESULTS if not case.cell(f"{row}.total")]
    if not rows:
        return None
    keys = tuple(f"{chance.choice(rows)}.{column}" for column in COLUMNS[:3])
    for key in keys:
        case.report.values.pop(key, None)
    return (Place(keys),)


@fault("T-10", "表四全部没有填写")
def _(case, chance):
    keys = tuple(key for key in FORM.inputs if key.startswith("proceedings."))
    for key in keys:
        case.report.values.pop(key, None)
    return (Place(keys),)


def _makes_none(case: Case) -> bool:
    organ = case.report.organ
    stock = [case.cell(f"disclosure.rules.{column}") for column in ("made", "repealed", "in_force")]
    return not organ.makes_rules and organ.level not in (Level.PROVINCE, Level.CITY) and not any(stock)


@fault("T-11", "规范性文件填到了规章的制发")
def _(case, chance):
    if not _makes_none(case):
        return None
    case.report.values |= {"disclosure.rules.made": 1, "disclosure.rules.in_force": 1}
    return (Place(("disclosure.rules.made", "disclosure.rules.in_force")),)


@fault("T-11", "填有废止的规章")
def _(case, chance):
    if not _makes_none(case):
        return None
    case.report.values["disclosure.rules.repealed"] = some(chance)
    return at("disclosure.rules.repealed")


@fault("T-11", "填有现行有效的规章")
def _(case, chance):
    if not _makes_none(case):
        return None
    case.report.values["disclosure.rules.in_force"] = some(chance)
    return at("disclosure.rules.in_force")
