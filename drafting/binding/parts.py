"""What is inside and outside of a part of a whole: rows, columns and outcomes of the form."""

from __future__ import annotations

from collections.abc import Sequence

from drafting.form import Edition

from .names import Names

_OUTCOMES = ("upheld", "corrected", "other", "pending")


def cross(whole: Names, axis: str, values: tuple, form: Edition) -> list[Names]:
    """The part of ``whole`` that is each of ``values`` by ``axis`` (``results``, ``applicants``, ``outcomes``); nothing where the two
    have nothing in common.
    """
    if axis == "outcomes":
        return [whole._replace(outcomes=values)] if whole.family == "case" and not whole.outcomes else []
    if whole.family != "request":
        return []
    if axis == "applicants":
        return [] if whole.applicants else [whole._replace(applicants=values, choices=())]
    if whole.results:
        inside = set(rows_of(whole.results, form))
        rows = [row for row in rows_of(values, form) if row in inside]
        return (
            [whole._replace(results=(("result", row),)) for row in rows]
            if len(rows) == len(rows_of(values, form))
            else []
        )
    return [whole._replace(stages=(("done",),), verb="", results=values)] if _is_done(whole) else []


def outside(whole: Names, axis: str, values: tuple, form: Edition) -> list[Names]:
    """The parts of ``whole`` that are none of ``values``; nothing where the two have nothing in common."""
    if not cross(whole, axis, values, form):
        return []
    if axis == "outcomes":
        ended = set(values) | ({"upheld", "corrected", "other"} if "decided" in values else set())
        return [whole._replace(outcomes=(outcome,)) for outcome in _OUTCOMES if outcome not in ended]
    if axis == "applicants":
        columns = [role.applicant for role in form.roles.values() if role.applicant]
        taken = set(values) | (set(columns) - {"natural_person"} if "legal_person" in values else set())
        rest = [column for column in dict.fromkeys(columns) if column not in taken]
        return [whole._replace(applicants=(column,), choices=()) for column in rest]
    every = rows_of(whole.results, form) if whole.results else list(form.groups_of)
    taken = set(rows_of(values, form))
    stage = {} if whole.results else {"stages": (("done",),), "verb": ""}
    return [whole._replace(results=(("result", row),), **stage) for row in every if row not in taken]


def rows_of(results: Sequence[tuple[str, str]], form: Edition) -> list[str]:
    """The rows of ``results``, groups written out."""
    found: list[str] = []
    for kind, value in results:
        found += [row for row, group in form.groups_of.items() if group == value] if kind == "group" else [value]
    return list(dict.fromkeys(found))


def _is_done(whole: Names) -> bool:
    """Whether a whole has results: what is carried over has none yet."""
    return not {stage for each in whole.stages for stage in each} & {"carried_out", "carried_in"}


def several(names: Names) -> list[Names]:
    """``names`` one by one, where it names several of a kind."""
    for part in ("results", "applicants", "outcomes", "matters"):
        if len(values := getattr(names, part)) > 1:
            return [
                names._replace(
                    **{part: (value,)},
                    also=tuple(
                        other._replace(**{part: (value,)}) for other in names.also if getattr(other, part) == values
                    ),
                )
                for value in values
            ]
    if len(names.stages) == 1:
        return [names._replace(stages=((stage,),), also=()) for stage in names.stages[0]]
    return [names]


def siblings(names: Names, form: Edition) -> list[Names]:
    """What stands beside a single part in the form: the other rows of its group, the other groups with （一） and （二）, the
    other applicants.
    """
    if names.axis == "applicant":
        (own,) = names.applicants
        columns = dict.fromkeys(role.applicant for role in form.roles.values() if role.applicant)
        if own == "legal_person":
            return [names._replace(applicants=("natural_person",), choices=())]
        return [names._replace(applicants=(each,), choices=()) for each in columns if each != own]
    ((kind, value),) = names.results
    group = form.groups_of.get(value, "") if kind == "result" else ""
    if group:
        beside = [("result", row) for row, of in form.groups_of.items() if of == group]
    else:
        beside = [("result", row) for row, of in form.groups_of.items() if not of] + [
            ("group", each) for each in form.groups
        ]
    return [names._replace(results=(each,)) for each in beside if each != (kind, value)]
