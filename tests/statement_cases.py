"""The cases beside the checkout as tests meet them: wordings of published reports, and report files that went wrong once."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from drafting import report_file
from drafting.form import edition
from drafting.report import Kind, Level, Organ, Report

CASES = Path(__file__).resolve().parents[2] / "shared" / "cases"
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the cases of faults are not here (../shared/cases)")
_FIGURE = re.compile("⟦([^|⟧]+)[|]([^⟧]+)⟧")
_WHOLES = ("requests.new_received.total", "formula.handled", "requests.total.total")
_ORGANS = {
    "town": ("青石镇人民政府", Level.TOWNSHIP, Kind.GOVERNMENT, "我镇"), "street": ("青石街道办事处", Level.SUBDISTRICT, Kind.SUBDISTRICT_OFFICE, "我街道"),
    "bureau": ("云溪县住房和城乡建设局", Level.COUNTY, Kind.DEPARTMENT, "我局"), "district": ("云溪区人民政府", Level.COUNTY, Kind.GOVERNMENT, "我区"),
    "county": ("云溪县人民政府", Level.COUNTY, Kind.GOVERNMENT, "我县"), "city": ("临川市人民政府", Level.CITY, Kind.GOVERNMENT, "我市"),
}  # fmt: skip
MEANS: dict[str, tuple[str, ...]] = {
    "N": _WHOLES[:1], "H": _WHOLES[1:2], "T": _WHOLES[2:], "W": _WHOLES, "IN": ("requests.carried_in.total",), "OUT": ("requests.carried_out.total",),
    "G": ("requests.granted.total",), "P": ("requests.partially_granted.total",), "RF": ("formula.refused",), "UN": ("formula.unavailable",),
    "NP": ("formula.unprocessed",), "OT": ("formula.other",), "NH": ("requests.unavailable_not_held.total",),
    "DL": ("requests.refused_deliberative.total",), "OR": ("requests.other_remaining.total", "formula.other"),
    "GP": ("sum.requests.granted.total+requests.partially_granted.total",),
    "nat": ("requests.new_received.natural_person", "handled.natural_person"), "biz": ("requests.new_received.business", "handled.business"),
    "REV": ("proceedings.review.total",), "LIT": ("formula.litigation", "proceedings.litigation_direct.total"),
    "NDM": ("disclosure.normative_documents.made",), "NDR": ("disclosure.normative_documents.repealed",),
    "NDI": ("disclosure.normative_documents.in_force",), "LIC": ("disclosure.licences",), "FEE": ("disclosure.fees_wan_yuan",),
}  # fmt: skip
"""The facts that a code of ``wordings.json`` stands for; ``%X`` is the share of X, ``x`` no fact at all."""
_ROWS = {"N": "new_received", "IN": "carried_in", "OUT": "carried_out", "G": "granted", "P": "partially_granted", "RF": "refused_third_party",
         "UN": "unavailable_needs_creation", "NP": "unprocessed_repeated", "OT": "other_not_corrected", "NH": "unavailable_not_held",
         "DL": "refused_deliberative", "OR": "other_remaining"}  # fmt: skip
_DISCLOSURE = {"NDM": "normative_documents.made", "NDR": "normative_documents.repealed", "NDI": "normative_documents.in_force", "LIC": "licences",
               "FEE": "fees_wan_yuan"}  # fmt: skip
_CASES = {"REV": "review", "LIT": "litigation_direct", "LIA": "litigation_after_review"}


def organ(kind: str, text: str) -> Organ:
    """An organ of that kind; an office that the text calls 区政府办公室 or 县政府办公室 is of a 区 or 县."""
    if kind == "office":
        kind, place = "county", "云溪区" if "区政府" in text else "云溪县"
        return Organ(name=f"{place}人民政府办公室", level=Level.COUNTY, kind=Kind.DEPARTMENT, self_reference="本机关")
    name, level, sort, self_reference = _ORGANS[kind]
    return Organ(name=name, level=level, kind=sort, self_reference=self_reference)


def filled(figures: dict, kind: str, year: int, text: str) -> Report:
    """A report whose cells are the ``figures`` of a wording, zero elsewhere; what no result says is 予以公开."""
    values: dict[str, int | Decimal] = {key: 0 for key in edition("2021").inputs}
    for code, row in _ROWS.items():
        values[f"requests.{row}.natural_person"] = figures.get(code, 0)
    for code, column in (("nat", "natural_person"), ("biz", "business")):
        if code in figures:
            values[f"requests.new_received.{column}"] = figures[code]
    for code, cell in _DISCLOSURE.items():
        values[f"disclosure.{cell}"] = Decimal(str(figures.get(code, 0)))
    for code, row in _CASES.items():
        for outcome, number in zip(("upheld", "corrected", "other", "pending"), figures.get(code, ()), strict=False):
            values[f"proceedings.{row}.{outcome}"] = number
    results = [f"requests.{row}.natural_person" for code, row in _ROWS.items() if code not in ("N", "IN", "OUT")]
    done = figures.get("T", figures.get("N", 0) + figures.get("IN", 0) - figures.get("OUT", 0))
    values["requests.granted.natural_person"] += done - sum(values[key] for key in results)
    return Report(organ=organ(kind, text), year=year, values=values)


def wordings() -> list:
    """Number, report, text, and for each figure its place and what it means (``MEANS``) of each wording."""
    found = []
    for at, case in enumerate(json.loads((CASES / "wordings.json").read_text("utf-8")) if CASES.is_dir() else []):
        text, golds, end = "", [], 0
        for match in _FIGURE.finditer(case["text"]):
            text += case["text"][end : match.start()]
            golds.append((len(text), match[1], match[2]))
            text, end = text + match[1], match.end()
        text += case["text"][end:]
        found.append(
            pytest.param(filled(case["figures"], case["kind"], case["year"], text), text, golds, id=f"wording {at}")
        )
    return found


def case(name: str) -> Report:
    """A report file of ``cases/statements``."""
    return report_file.read(CASES / "statements" / f"{name}.report.json")
