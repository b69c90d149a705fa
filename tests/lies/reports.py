"""The reports that the texts here are about: a made-up county, city, office and subdistrict, and the program's samples."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import cache

from drafting import report_file
from drafting.report import Report, Section
from drafting.samples import sample

from .codes import CELLS

COLUMNS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other")
_SPREAD = {
    "new_received": (271, 22, 3, 5, 14, 3),
    "carried_in": (11, 1, 0, 0, 1, 0),
    "granted": (109, 9, 2, 3, 5, 1),
    "partially_granted": (36, 3, 0, 0, 2, 0),
    "refused_state_secret": (1,),
    "refused_by_law": (2,),
    "refused_third_party": (6, 1),
    "refused_internal_affairs": (6,),
    "refused_deliberative": (7, 1),
    "refused_enforcement_file": (9, 1),
    "refused_registry_query": (5,),
    "unavailable_not_held": (48, 4, 1, 1, 3, 1),
    "unavailable_needs_creation": (10, 1, 0, 0, 1, 0),
    "unavailable_still_unclear": (3,),
    "unprocessed_petition": (10, 0, 0, 1, 0, 0),
    "unprocessed_repeated": (4,),
    "unprocessed_publication": (0, 0, 0, 0, 1, 0),
    "unprocessed_excessive": (2,),
    "other_not_corrected": (5, 1),
    "other_fee_unpaid": (1,),
    "other_remaining": (11, 1, 0, 0, 2, 1),
    "carried_out": (7, 1, 0, 0, 1, 0),
}
_COUNTY = {
    "NDM": 27,
    "NDR": 44,
    "NDI": 183,
    "LIC": 35127,
    "PEN": 2960,
    "ENF": 56,
    "FEE": Decimal("4823.67"),
    "RM": 0,
    "RR": 0,
    "RI": 0,
    "R": (17, 4, 5, 2),
    "LD": (3, 0, 1, 1),
    "LA": (8, 1, 2, 0),
}
_COUNTY_BEFORE = {**_COUNTY, "NDM": 31, "NDR": 18, "NDI": 200, "LIC": 31240, "PEN": 3415, "ENF": 61, "R": (21, 5, 8, 1)}
_BEFORE = {
    "new_received": (231, 15, 0, 2, 6, 0),
    "carried_in": (6,),
    "granted": (222, 11, 0, 2, 5, 0),
    "partially_granted": (7,),
}
_BEFORE["carried_out"] = (11, 1, 0, 0, 1, 0)
_BEFORE["granted"] = (219, 14, 0, 2, 5, 0)


_CITY = {
    "NDM": 64,
    "NDR": 29,
    "NDI": 517,
    "LIC": 182450,
    "PEN": 8736,
    "ENF": 1204,
    "FEE": Decimal("36218.5"),
    "RM": 2,
    "RR": 1,
    "RI": 38,
    "R": (41, 9, 12, 6),
    "LD": (7, 1, 2, 3),
    "LA": (14, 2, 1, 5),
}
_CITY_ROWS = {
    "new_received": (1087, 96, 4, 11, 39, 9),
    "carried_in": (31, 4, 0, 0, 2, 0),
    "granted": (412, 38, 1, 4, 15, 3),
    "partially_granted": (143, 17, 1, 2, 8, 0),
    "refused_state_secret": (3,),
    "refused_by_law": (5, 2),
    "refused_security_stability": (2,),
    "refused_third_party": (14, 3, 0, 0, 2, 0),
    "refused_internal_affairs": (14, 2),
    "refused_deliberative": (25, 3),
    "refused_enforcement_file": (29, 3, 0, 0, 2, 0),
    "refused_registry_query": (20, 0, 0, 0, 1, 0),
    "unavailable_not_held": (208, 17, 1, 3, 6, 1),
    "unavailable_needs_creation": (38, 4, 0, 0, 2, 0),
    "unavailable_still_unclear": (12, 1),
    "unprocessed_petition": (60, 0, 0, 2, 0, 0),
    "unprocessed_repeated": (18,),
    "unprocessed_publication": (3, 0, 0, 0, 1, 0),
    "unprocessed_excessive": (9,),
    "unprocessed_confirmation": (5, 1),
    "other_not_corrected": (20, 2, 0, 0, 1, 0),
    "other_fee_unpaid": (5,),
    "other_remaining": (32, 3, 0, 0, 2, 1),
    "carried_out": (41, 4, 1, 0, 1, 4),
}
_CITY_BEFORE = {
    **_CITY,
    "NDM": 71,
    "NDR": 15,
    "NDI": 482,
    "LIC": 171300,
    "PEN": 9120,
    "FEE": Decimal("33960.2"),
    "RM": 3,
    "RR": 0,
    "RI": 37,
    "R": (35, 11, 9, 4),
    "LD": (6, 0, 1, 2),
    "LA": (12, 1, 3, 3),
}
_CITY_ROWS_BEFORE = {
    "new_received": (962, 81, 3, 14, 30, 8),
    "carried_in": (45,),
    "granted": (455,),
    "partially_granted": (139,),
    "refused_deliberative": (118,),
    "unavailable_not_held": (251,),
    "unprocessed_petition": (87,),
    "other_remaining": (56,),
    "carried_out": (31, 4, 0, 0, 2, 0),
}
_OFFICE = {"NDM": 6, "NDR": 4, "NDI": 31, "R": (1, 1, 0, 0), "LA": (0, 0, 0, 1)}
_OFFICE_ROWS = {
    "new_received": (19, 3, 0, 0, 1, 0),
    "carried_in": (2,),
    "granted": (7, 2),
    "partially_granted": (2, 1),
    "refused_deliberative": (2,),
    "refused_internal_affairs": (1,),
    "unavailable_not_held": (4,),
    "unavailable_needs_creation": (1,),
    "unprocessed_petition": (1,),
    "other_remaining": (1,),
    "carried_out": (2, 0, 0, 0, 1, 0),
}
_OFFICE_BEFORE = {"NDM": 9, "NDR": 2, "NDI": 29, "R": (2, 0, 0, 1), "LD": (1, 0, 0, 0)}
_OFFICE_ROWS_BEFORE = {
    "new_received": (22, 3, 0, 0, 2, 0),
    "granted": (12,),
    "partially_granted": (2,),
    "refused_deliberative": (3,),
    "unavailable_not_held": (6,),
    "unprocessed_petition": (1,),
    "other_remaining": (1,),
    "carried_out": (2,),
}
_STREET = {"LIC": 14, "PEN": 37, "ENF": 2, "R": (1, 0, 0, 0)}
_STREET_ROWS = {
    "new_received": (6, 0, 0, 1, 0, 0),
    "granted": (3,),
    "partially_granted": (1,),
    "refused_third_party": (1,),
    "unavailable_not_held": (1,),
    "unprocessed_repeated": (0, 0, 0, 1, 0, 0),
}
_STREET_BEFORE = {"LIC": 11, "PEN": 52, "ENF": 2, "LD": (0, 0, 1, 0)}
_STREET_ROWS_BEFORE = {
    "new_received": (9,),
    "carried_in": (1,),
    "granted": (6,),
    "unavailable_not_held": (3,),
    "other_remaining": (1,),
}
_OTHERS = {
    "city": (
        {
            "name": "滨江市人民政府",
            "short_name": "滨江市",
            "level": "city",
            "kind": "government",
            "self_reference": "我市",
        },
        (_CITY, _CITY_ROWS),
        (_CITY_BEFORE, _CITY_ROWS_BEFORE),
    ),
    "office": (
        {"name": "青岭县人民政府办公室", "level": "county", "kind": "department", "self_reference": "本办"},
        (_OFFICE, _OFFICE_ROWS),
        (_OFFICE_BEFORE, _OFFICE_ROWS_BEFORE),
    ),
    "street": (
        {"name": "望湖街道办事处", "level": "subdistrict", "kind": "subdistrict_office", "self_reference": "本街道"},
        (_STREET, _STREET_ROWS),
        (_STREET_BEFORE, _STREET_ROWS_BEFORE),
    ),
}


@cache
def subject(name: str) -> tuple[Report, Report | None]:
    """The report called ``name`` (county, city, office, street, bureau, town, zeros) and last year's, both without narrative."""
    if name == "county":
        return county(2024, _COUNTY, _SPREAD), county(2023, _COUNTY_BEFORE, _BEFORE)
    if name in _OTHERS:
        organ, figures, before = _OTHERS[name]
        return made(organ, 2023, *figures), made(organ, 2022, *before)
    report, last = sample({"bureau": "department"}.get(name, name)).load()
    return report.model_copy(update={"sections": {}}), last


def county(year: int, figures: Mapping[str, object], rows: Mapping[str, tuple[int, ...]]) -> Report:
    """A county government's report on ``year``; cells not named are 0."""
    organ = {"name": "临河县人民政府", "short_name": "临河县", "level": "county", "kind": "government"}
    return made(organ | {"self_reference": "我县", "superior": "云溪市人民政府"}, year, figures, rows)


def made(
    organ: Mapping[str, object], year: int, figures: Mapping[str, object], rows: Mapping[str, tuple[int, ...]]
) -> Report:
    """A report from the values of codes and the columns of table three; （七） is added up, what is not named is 0."""
    spread = {row: (*rows.get(row, ()), *[0] * 6)[:6] for row in _rows()}
    done = [values for row, values in spread.items() if row not in ("new_received", "carried_in", "carried_out")]
    spread["total"] = tuple(map(sum, zip(*done, strict=True)))
    requests = {row: dict(zip(COLUMNS, values, strict=True)) | {"total": sum(values)} for row, values in spread.items()}
    proceedings = {}
    for code, kind in {"R": "review", "LD": "litigation_direct", "LA": "litigation_after_review"}.items():
        four = figures.get(code, (0, 0, 0, 0))
        proceedings[kind] = dict(zip(("upheld", "corrected", "other", "pending"), four, strict=True)) | {
            "total": sum(four)
        }
    disclosure: dict[str, object] = {"rules": {}, "normative_documents": {}}
    for code in ("RM", "RR", "RI", "NDM", "NDR", "NDI", "LIC", "PEN", "ENF", "FEE"):
        (key,) = CELLS[code]
        _, first, *rest = key.split(".")
        value = figures.get(code, 0)
        disclosure[first] = {**disclosure[first], rest[0]: value} if rest else value
    return report_file.from_data(
        {
            "schema": report_file.SCHEMA,
            "year": year,
            "edition": "2021",
            "organ": dict(organ),
            "tables": {"disclosure": disclosure, "requests": requests, "proceedings": proceedings},
        }
    )


def _rows() -> list[str]:
    return sorted(
        {key.split(".")[1] for cells in CELLS.values() for key in cells if key.startswith("requests.")} - {"total"}
    )


def saying(report: Report, text: str, section: str = "overview.on_request", origin: str = "import") -> Report:
    """``report`` with ``text`` as the only thing it says, in ``section``, written by ``origin``."""
    return report.model_copy(update={"sections": {**report.sections, section: Section.of(text, origin)}})
