"""What a preface says of its report whatever the year brought: the ground it is compiled on, its parts, the period of its figures.

Domain §1.2, §5.2. Whom to ask stands in the notes on the preface.
"""

from __future__ import annotations

from drafting.form import LEAD, numeral
from drafting.report import Report

KINDS = ("编制依据", "报告组成", "统计期限")
"""What the sentences of ``elements`` are about."""


def elements(report: Report) -> dict[str, str]:
    """One of ``KINDS`` -> the sentence, in the order they are printed."""
    organ, year = report.organ.name, report.year
    headings = "、".join(heading.partition("、")[2] for heading in report.form.sections)
    sentences = (
        f"根据《中华人民共和国政府信息公开条例》和政府信息公开工作年度报告格式（{report.form.basis}）的要求，"
        f"{organ}编制了{year}年政府信息公开工作年度报告。",
        f"本报告由{headings}{numeral(len(report.form.sections))}个部分组成。",
        f"本报告所列数据的统计期限为{year}年1月1日至{year}年12月31日。",
    )
    return dict(zip(KINDS, sentences))


def is_preface(report: Report, section: str) -> bool:
    """Whether ``section`` says what a preface says; a 导语 does where no section covers the preface."""
    spec = report.spec(section)
    if spec.chapter == "preface" or "preface" in spec.aspects:
        return True
    return section == LEAD and report.covering("preface") is None


def only_opens(report: Report, section: str) -> bool:
    """Whether ``section`` only leads over to what follows, below a preface of its own: it tells nothing."""
    return section in report.prefaces and not is_preface(report, section)


__all__ = ["KINDS", "elements", "is_preface", "only_opens"]
