"""Codes for what a figure means: cells of the tables and formulas over them, as the golds name them.

``N`` 新收, ``IN`` 上年结转, ``H`` 新收＋上年结转, ``T`` （七）总计, ``OUT`` 结转下年; ``nat biz res wel leg oth`` columns of
新收, ``LP`` all columns but natural persons, with ``H`` behind them
新收＋结转 of the column; ``G P`` results, ``RF UN NP OT`` groups, ``d1``–``d8 u1``–``u3 n1``–``n5
o1``–``o3`` their rows; ``REV LD LA LIT`` proceedings, with ``U C O P`` for their results; ``NDM NDR NDI`` and ``RM RR RI``
documents, ``LIC PEN ENF FEE``.

``A+B`` a sum, ``%A`` its share of （七）, ``%A/B`` of B, ``Y:A`` change in per cent, ``C:A`` change, ``B:A`` last year's;
``A或B`` either will do; ``W`` any whole (``N或H或T``). ``x``: of no table. ``r``: right, and must not be called wrong.
"""

from __future__ import annotations

from itertools import product

LEFT_ALONE = ("x", "r")
"""Codes of figures that no table states (``x``), or a formula that the program need not know (``r``)."""

_ROWS = {
    "N": "new_received",
    "IN": "carried_in",
    "G": "granted",
    "P": "partially_granted",
    "T": "total",
    "OUT": "carried_out",
}
_COLUMNS = {
    "nat": "natural_person",
    "biz": "business",
    "res": "research",
    "wel": "social_welfare",
    "leg": "legal_service",
    "oth": "other",
}
_RESULTS = {
    "d1": "refused_state_secret",
    "d2": "refused_by_law",
    "d3": "refused_security_stability",
    "d4": "refused_third_party",
    "d5": "refused_internal_affairs",
    "d6": "refused_deliberative",
    "d7": "refused_enforcement_file",
    "d8": "refused_registry_query",
    "u1": "unavailable_not_held",
    "u2": "unavailable_needs_creation",
    "u3": "unavailable_still_unclear",
    "n1": "unprocessed_petition",
    "n2": "unprocessed_repeated",
    "n3": "unprocessed_publication",
    "n4": "unprocessed_excessive",
    "n5": "unprocessed_confirmation",
    "o1": "other_not_corrected",
    "o2": "other_fee_unpaid",
    "o3": "other_remaining",
}
_GROUPS = {"RF": "d", "UN": "u", "NP": "n", "OT": "o"}
_PROCEEDINGS = {"R": ("review",), "LD": ("litigation_direct",), "LA": ("litigation_after_review",)}
_PROCEEDINGS["LIT"] = (*_PROCEEDINGS["LD"], *_PROCEEDINGS["LA"])
_OUTCOMES = {"U": "upheld", "C": "corrected", "O": "other", "P": "pending"}
_DISCLOSURE = {
    "NDM": "normative_documents.made",
    "NDR": "normative_documents.repealed",
    "NDI": "normative_documents.in_force",
    "RM": "rules.made",
    "RR": "rules.repealed",
    "RI": "rules.in_force",
    "LIC": "licences",
    "PEN": "penalties",
    "ENF": "coercive_measures",
    "FEE": "fees_wan_yuan",
}
_OLD_NAMES = {"DL": "d6", "NH": "u1", "NC": "u2", "ST": "u3", "OR": "o3", "GP": "G+P", "LIA": "LA", "W": "N或H或T"}


def _simple() -> dict[str, frozenset[str]]:
    found = {code: {f"requests.{row}.total"} for code, row in (_ROWS | _RESULTS).items()}
    found |= {code: {f"requests.new_received.{column}"} for code, column in _COLUMNS.items()}
    found["H"] = found["N"] | found["IN"]
    found |= {f"{code}H": found[code] | {f"requests.carried_in.{column}"} for code, column in _COLUMNS.items()}
    for end in ("", "H"):
        found[f"LP{end}"] = set().union(*(found[f"{code}{end}"] for code in _COLUMNS if code != "nat"))
    for group, letter in _GROUPS.items():
        found[group] = set().union(*(found[code] for code in _RESULTS if code[0] == letter))
    for code, kinds in _PROCEEDINGS.items():
        found["REV" if code == "R" else code] = {f"proceedings.{kind}.total" for kind in kinds}
        for end, outcome in _OUTCOMES.items():
            found[code + end] = {f"proceedings.{kind}.{outcome}" for kind in kinds}
    found |= {code: {f"disclosure.{row}"} for code, row in _DISCLOSURE.items()}
    return {code: frozenset(cells) for code, cells in found.items()}


CELLS = _simple()
"""Code -> the cells it is or adds up."""


def readings(code: str) -> list[str]:
    """The single codes that ``code`` allows, old names written out."""
    whole = _OLD_NAMES.get(code, code)
    return [_OLD_NAMES.get(one, one) for one in whole.split("或")]


def cells(code: str) -> list[frozenset[str]]:
    """The sets of cells that ``code`` may be tied to, one for each way to write it: nothing for ``x`` and ``r``.

    A sum of results may be read as the sum of the parts' cells only; litigation as its two wholes or their results.
    """
    if code in LEFT_ALONE:
        return []
    found = []
    for one in readings(code):
        head, _, tail = one.rpartition(":")
        if tail.startswith("%"):
            part, _, whole = tail[1:].partition("/")
            found += [left | right for left, right in product(_sum(part), _sum(whole or "T"))]
        else:
            found += _sum(tail)
    return found


def _sum(code: str) -> list[frozenset[str]]:
    return [frozenset().union(*(CELLS[part] for part in parts(code)))]


def parts(code: str) -> list[str]:
    """The plain codes that a sum adds up; one of a single code."""
    return [one for part in code.split("+") for one in _OLD_NAMES.get(part, part).split("+")]


def compared(code: str) -> str:
    """How the figure is compared with last year: ``change`` (``C:``), ``ratio`` (``Y:``), ``before`` (``B:``) or ``""``."""
    return {"C": "change", "Y": "ratio", "B": "before"}.get(code.partition(":")[0] if ":" in code else "", "")
