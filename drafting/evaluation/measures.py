"""What can be counted in a drafted report. Nearly all is the product's own: its marks, its rules, what it says is left out.

A measure is a number; which way is better its row of ``MEASURES`` says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from drafting.assessment import Assessment
from drafting.checks.carried_over import carried_over, nearest, own
from drafting.language.sentences import FULL_STOPS, sentences
from drafting.report import Report, is_heading
from drafting.service.files import Drafted
from drafting.writing import omissions, section
from drafting.writing.endpoint import Endpoint
from drafting.writing.length import band
from drafting.writing.profile import of

from .cases import EvaluationCase

ALIKE = 0.8
"""Likeness from which two sentences of one report say the same."""
_LITTER = ("P-07", "P-08", "S-11")
"""The rules on what is left of Markdown and of a talk with a model, on blanks, and on places left to be filled."""
_TOLD_AGAIN = ("preface", "overview.lead")
"""Sections that may tell again what stands in another."""


@dataclass(frozen=True)
class Measure:
    """``better``: which way; None where it only describes. ``unit``: how it is written."""

    id: str
    label: str
    better: Literal["more", "less"] | None
    unit: Literal["share", "count", "each thousand", "seconds", "元"] = "count"


MEASURES: tuple[Measure, ...] = (
    Measure("facts_told", "写到的主要数据", "more", "share"),
    Measure("notes_told", "写到的素材", "more", "share"),
    Measure("baseless", "没有依据的话（处）", "less"),
    Measure("turned", "与素材意思相反的话（处）", "less"),
    Measure("sourced", "注明出处的句子", "more", "share"),
    Measure("contradicted", "与表格、素材不一致的数字（处）", "less"),
    Measure("untied", "没有依据的数字（处）", "less"),
    Measure("repeated_within", "同一节里重复的话（处）", "less"),
    Measure("repeated_across", "各节之间重复的话（处）", "less"),
    Measure("repeated_facts", "写了两遍的主要数据（个）", "less"),
    Measure("spoken", "口语词（每千字）", "less", "each thousand"),
    Measure("litter", "残留的标记（处）", "less"),
    Measure("structure", "结构问题（处）", "less"),
    Measure("length", "篇幅（字）", None),
    Measure("off_length", "篇幅超出合适范围（字）", "less"),
    Measure("last_year", "与上年雷同的句子", "less", "share"),
    Measure("failed", "没有写成的章节（节）", "less"),
    Measure("unfinished", "没有写完的章节（节）", "less"),
    Measure("tokens", "用量（词元）", "less"),
    Measure("seconds", "用时（秒）", "less", "seconds"),
    Measure("cost", "费用（元）", "less", "元"),
)
"""Every measure, in the order of the table."""


@dataclass(frozen=True)
class Outcome:
    """What a candidate made of a case: the draft, who wrote it and how long the whole took. ``sections``: those asked for."""

    drafted: Drafted
    seconds: float
    endpoint: Endpoint | None = None
    sections: tuple[str, ...] = ()


def measured(case: EvaluationCase, outcome: Outcome) -> dict[str, float]:
    """The measures of a draft by id; one that cannot be told (no last year, no counts, no price) is left out."""
    report = outcome.drafted.report
    assessment = Assessment(report, case.last_year)
    found = {
        **_told(report, assessment, outcome.sections),
        **_rules(report, assessment),
        **_figures(assessment),
        **_repeated(report),
        "sourced": _sourced(report),
        **_length(report, assessment, outcome.sections),
        "failed": len(outcome.drafted.failed),
        "unfinished": len(outcome.drafted.unfinished),
        "seconds": outcome.seconds,
        **_spent(outcome),
    }
    if assessment.last_year:
        found["last_year"] = _like_last_year(report, assessment.last_year)
    return {measure.id: float(found[measure.id]) for measure in MEASURES if measure.id in found}


def _told(report: Report, assessment: Assessment, asked: Sequence[str]) -> dict[str, float]:
    """How much of what the sections asked for rest on is told in the report."""
    given, left = Counter[str](), Counter[str]()
    search = omissions.Omissions(assessment)
    for name in asked:
        for item in section.basis(report, name, assessment.last_year):
            kind, _, id = item.ref.partition(":")
            given[kind] += kind == "note" or id in omissions.MAIN
        untold = search.of(name) if report.text(name).strip() else _all(report, assessment, name)
        left.update(each.kind for each in untold)
    return {f"{kind}s_told": 1 - left[kind] / given[kind] if given[kind] else 1.0 for kind in ("fact", "note")}


def _all(report: Report, assessment: Assessment, id: str) -> list[omissions.Omission]:
    """All that a section without text does not tell."""
    items = section.basis(report, id, assessment.last_year)
    return [
        omissions.Omission(item.ref, item.text)
        for item in items
        if item.ref.startswith("note:") or item.ref.removeprefix("fact:") in omissions.MAIN
    ]


def _rules(report: Report, assessment: Assessment) -> dict[str, float]:
    """What the rules on words and structure found."""
    found = Counter(finding.rule for finding in assessment.findings)
    turned = sum(bool(mark.instead) for marks in assessment.marks.values() for mark in marks)
    letters = sum(len(text) for text in _texts(report).values()) or 1
    return {
        "baseless": max(0, found["N-11"] - turned),
        "turned": turned,
        "spoken": 1000 * found["P-11"] / letters,
        "litter": sum(found[rule] for rule in _LITTER),
        "structure": sum(
            finding.rule.startswith("S-") and finding.rule not in _LITTER and finding.severity != "hint"
            for finding in assessment.findings
        ),
    }


def _figures(assessment: Assessment) -> dict[str, float]:
    """Figures that rest on nothing or are contradicted, and main facts told more than once."""
    states, told = Counter[str](), Counter[str]()
    for id, marks in assessment.marks.items():
        for mark in marks:
            if not mark.mark:
                continue
            if mark.mark.kind == "figure":
                states[mark.state] += 1
            if mark.state == "fact" and id not in _TOLD_AGAIN:
                told.update({source.removeprefix("fact:") for source in mark.mark.sources[:1]})
    return {
        "contradicted": states["contradicted"],
        "untied": states["untied"],
        "repeated_facts": sum(told[id] > 1 for id in omissions.MAIN),
    }


def _repeated(report: Report) -> dict[str, float]:
    """Sentences that say what one before them says, in the same section and in another."""
    before: dict[str, list[str]] = {}
    within = across = 0
    for id, text in _texts(report).items():
        if id in _TOLD_AGAIN:
            continue
        here: list[str] = []
        for _, _, sentence in own(text):
            if nearest(sentence, here)[0] >= ALIKE:
                within += 1
            elif any(nearest(sentence, others)[0] >= ALIKE for others in before.values()):
                across += 1
            here.append(sentence)
        before[id] = here
    return {"repeated_within": within, "repeated_across": across}


def _length(report: Report, assessment: Assessment, asked: Sequence[str]) -> dict[str, float]:
    """Letters of all sections but the preface, and by how many they are outside the band of their materials."""
    sections = [id for id in asked if id not in report.prefaces]
    letters = sum(len(report.text(id)) for id in sections)
    given = sum(len(item.text) for id in sections for item in section.basis(report, id, assessment.last_year))
    least, most = band(given, len(sections))
    return {"length": letters, "off_length": max(least - letters, letters - most, 0)}


def _sourced(report: Report) -> float:
    """The share of the sentences, the prefaces' left out, whose sources are named and not doubted."""
    named = told = 0
    for id, text in _texts(report).items():
        if id in report.prefaces:
            continue
        rest = "\n".join(one.sentence for each in report.sections[id].paragraphs for one in each.sources if one.ids)
        found = [one.text for one in sentences(text, FULL_STOPS) if not is_heading(one.text)]
        named += sum(any(line and (line in one or one in line) for line in rest.split("\n")) for one in found)
        told += len(found)
    return named / told if told else 1.0


def _like_last_year(report: Report, last_year: Report) -> float:
    """The share of sentences that are still last year's."""
    copied = all_told = 0
    for id, text in _texts(report).items():
        copied += len(carried_over(text, last_year.text(id)))
        all_told += len(sentences(text))
    return copied / all_told if all_told else 0.0


def _spent(outcome: Outcome) -> dict[str, float]:
    """What the calls took; nothing where the server does not tell."""
    usages = list(outcome.drafted.usages.values())
    counts = [(usage.prompt_tokens, usage.completion_tokens) for usage in usages]
    found: dict[str, float] = {}
    if counts and all(asked is not None and answered is not None for asked, answered in counts):
        found["tokens"] = sum((asked or 0) + (answered or 0) for asked, answered in counts)
    costs = [usage.cost(of(outcome.endpoint)) for usage in usages] if outcome.endpoint else []
    if costs and all(cost is not None for cost in costs):
        found["cost"] = sum(cost or 0 for cost in costs)
    return found


def _texts(report: Report) -> Mapping[str, str]:
    return {spec.id: text for spec in report.outline if (text := report.text(spec.id)).strip()}


def written(measure: Measure, value: float | None) -> str:
    """``value`` as a table shows it; — where there is none."""
    if value is None:
        return "—"
    if measure.unit == "share":
        return f"{value:.0%}"
    if measure.unit == "each thousand":
        return f"{value:.2f}"
    if measure.unit == "seconds":
        return f"{value:.1f}"
    if measure.unit == "元":
        return f"{value:.4f}"
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}"
