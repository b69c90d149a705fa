"""What a 红头公文 is never printed without unless a person says so; what else stands in the way of a final copy is told
by ``drafting.assessment``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from drafting.publishing import FORMATS
from drafting.report import Report


@dataclass(frozen=True)
class Lack:
    """Something that a 红头公文 has and the report does not tell. ``message``: what comes of it.

    ``necessary``: the standard asks for it in every document, so that a final copy is refused until a person confirms.
    """

    label: str
    message: str
    necessary: bool = False


def lacks(report: Report) -> list[Lack]:
    """What of head and 版记 a 红头公文 of ``report`` would be without (GB/T 9704 7.2.5, 7.3.5, 7.4), the necessary
    first.
    """
    given = report.document
    found = []
    if not given.number.strip():
        found.append(Lack("文号", "必填，否则红线上方空着", necessary=True))
    if given.issued_on is None:
        found.append(Lack("成文日期", "必填，否则文末没有署名和日期", necessary=True))
    if not given.issuing_office.strip():
        found.append(Lack("印发机关", f"不填则印“{report.organ.name}”"))
    if given.printed_on and given.issued_on and given.printed_on < given.issued_on:
        found.append(Lack("印发日期", "早于成文日期，请核对"))
    if not given.copied_to.strip():
        found.append(Lack("抄送", "没有抄送机关的不用填"))
    return found


def unconfirmed(report: Report, format: str, preset: str, copy: str) -> list[Lack]:
    """The necessary items that a final copy in ``format`` and ``preset`` would go out without."""
    printed = any(known.redhead for known in FORMATS if known.id == format)
    asked = printed and preset == "redhead" and copy == "final"
    return [lack for lack in lacks(report) if lack.necessary] if asked else []


def refusal(found: Sequence[Lack]) -> str:
    """The sentence with which a 红头 final copy is refused that lacks ``found``."""
    return f"红头公文的正式稿还没有{'、'.join(lack.label for lack in found)}，没有生成；请补填，或确认缺少这些项目仍然生成。"
