"""What a government's own report adds up, as far as its collection knows: the sum, and what each part of it reported."""

from __future__ import annotations

from dataclasses import dataclass

from drafting.report import Report
from drafting.values import Values


@dataclass(frozen=True)
class Scope:
    """A unit or a group of units. ``names``: what a text of the government calls it, and nothing else there. ``reports``: its tables;
    several where the words leave open who is meant (县直部门 with the government's office, or without).
    """

    label: str
    names: tuple[str, ...]
    reports: tuple[Report, ...]


@dataclass(frozen=True)
class Units:
    """The cells of the sum, and the parts that are known whole."""

    cells: Values
    scopes: tuple[Scope, ...] = ()
