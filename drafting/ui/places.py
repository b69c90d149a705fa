"""The way from what is said about the report to the place it is about: a page, and the parameters of its address."""

from __future__ import annotations

import streamlit as st

from drafting.assessment import Obstacle
from drafting.checks import Finding
from drafting.report import TABLES

from .frame import page_of
from .text import md

Place = tuple[str, dict[str, str]]


def at(section: str = "", span: tuple[int, int] | None = None, cell: str = "") -> Place:
    """Where a section (with the characters ``span`` of it selected) or a cell is edited."""
    if section:
        return "draft", {"section": section, **({"span": f"{span[0]}-{span[1]}"} if span else {})}
    return "entry", {"cell": cell} if cell else {}


def place_of(obstacle: Obstacle) -> Place:
    """Where an obstacle is taken away."""
    if obstacle.part:
        return at(section="" if obstacle.part == TABLES else obstacle.part)
    found = obstacle.finding
    return _of(found) if found and (found.section or found.cells) else ("review", {})


def _of(finding: Finding) -> Place:
    return at(finding.section, finding.span) if finding.section else at(cell=finding.cells[0])


def go(finding: Finding, id: str) -> None:
    """Open the place a finding is about: the words where it names them, else the section, else the cell."""
    _open(id, _of(finding))


def go_to(id: str, *, section: str = "", span: tuple[int, int] | None = None, cell: str = "") -> None:
    """Open a section or a cell of the report ``id``."""
    _open(id, at(section, span, cell))


def _open(id: str, place: Place) -> None:
    st.switch_page(page_of(place[0]), query_params={"report": id, **place[1]})


def list_obstacles(id: str, missing: list[Obstacle], most: int) -> None:
    """Each of ``missing`` as a link to its place, at most ``most``; the rest are counted."""
    with st.container(key="nb-obstacles"):
        for obstacle in missing[:most]:
            page, where = place_of(obstacle)
            st.page_link(
                page_of(page),
                label=md(obstacle.finding.said if obstacle.finding else obstacle.message),
                query_params={"report": id, **where},
            )
        if len(missing) > most:
            st.page_link(
                page_of("review"), label=f"另有 {len(missing) - most} 处，见“校核”页", query_params={"report": id}
            )
