"""校对: typos, marks, spoken words and slips of grammar of text that stands, each as a change of its own.

The model names the words that are wrong and what should stand there; whatever it answers, only those words change, where
they stand once in their paragraph. A change that touches a figure, a date or a number, or turns the meaning, is refused; one
that touches a name or a title needs a tick of its own when it is shown (``guard``).
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from drafting.language.turned import turnings
from drafting.report import Paragraph, Report, Section, is_heading

from . import client, prompts
from .client import Usage
from .conversation import quoted
from .endpoint import Endpoint
from .guard import Kind, names_of, risks
from .rewrites import Pass, Reading, Rewrite

MAX_TOKENS = 1_600
LETTERS = 1_200
"""Letters of the paragraphs that one request gives: a model that reads much at a time overlooks much."""
LONGER = 8
"""Letters that a correction may have more than the words it stands for."""
FIXED: frozenset[Kind] = frozenset({"figure", "date", "number", "negation", "direction", "claim", "meaning"})
"""Kinds of words that no proofreading changes."""


class Correction(BaseModel):
    """Words of a paragraph that are wrong, and what should stand there."""

    model_config = ConfigDict(extra="forbid")

    paragraph: int
    wrong: str = Field(min_length=1, max_length=200)
    right: str = Field(max_length=200)
    kind: Literal["错别字", "标点", "语体", "语病"]


class Corrections(BaseModel):
    """What the model answers for some paragraphs."""

    model_config = ConfigDict(extra="forbid")

    corrections: list[Correction] = Field(max_length=60)


def proofread(
    report: Report, endpoint: Endpoint, *, stop: threading.Event, on_reading: Callable[[Reading], None]
) -> Pass:
    """Reads every section of ``report``, one after the other. ``on_reading`` gets what was found so far.

    Raises ModelUnreachable and ModelInterrupted.
    """
    sections = [spec.id for spec in report.outline if report.text(spec.id).strip()]
    prompt = prompts.load("proofread")
    found, spent = Reading(total=len(sections)), list[Usage]()
    on_reading(found)
    for section in sections:
        for group in _groups(report.sections[section]):
            asked = prompt.filled(
                {
                    "organ": report.organ.name,
                    "year": str(report.year),
                    "self": report.organ.called,
                    "paragraphs": "\n".join(f"[段{at}]{quoted(one.text)}" for at, one in enumerate(group, 1)),
                }
            )
            answer = client.structured(endpoint, [("user", asked)], Corrections, stop=stop, max_tokens=MAX_TOKENS)
            spent.append(answer.usage)
            if answer.stopped:
                return Pass(found, prompt.ref, Usage.together(spent), False)
            if answer.value is None:
                found = replace(found, failed=found.failed + 1)
                continue
            rewrites, refused = corrected(report, section, group, answer.value.corrections)
            found = replace(found, rewrites=(*found.rewrites, *rewrites), refused=found.refused + refused)
        found = replace(found, read=found.read + 1)
        on_reading(found)
    return Pass(found, prompt.ref, Usage.together(spent), True)


def corrected(
    report: Report, section: str, paragraphs: list[Paragraph], corrections: Iterable[Correction]
) -> tuple[list[Rewrite], int]:
    """The ``paragraphs`` of a section that change, by the corrections that can be made, and how many cannot."""
    texts, refused, names = [one.text for one in paragraphs], 0, names_of(report)
    years = {"今年": f"{report.year}年", "去年": f"{report.year - 1}年", "明年": f"{report.year + 1}年"}
    for one in corrections:
        if one.wrong == one.right:
            continue
        old = texts[one.paragraph - 1] if 0 < one.paragraph <= len(texts) else ""
        new = old.replace(one.wrong, one.right)
        if (
            old.count(one.wrong) != 1
            or "\n" in one.right
            or len(one.right) > len(one.wrong) + LONGER
            or not new.strip()
            or any(risk.kind in FIXED and years.get(risk.old) != risk.new for risk in risks(old, new, names))
            or _turns(old) != _turns(new)
        ):
            refused += 1
        else:
            texts[one.paragraph - 1] = new
    made = [
        Rewrite(section, one.id, one.text, text)
        for one, text in zip(paragraphs, texts, strict=True)
        if text != one.text
    ]
    return made, refused


def _turns(text: str) -> Counter[tuple[str, str]]:
    """The words of ``text`` that turn a meaning, also those that stand in what may be a name: 部分社区."""
    return Counter(one.key for one in turnings(text))


def _groups(section: Section) -> list[list[Paragraph]]:
    """The paragraphs that may be changed, so many at a time as one request gives."""
    groups: list[list[Paragraph]] = [[]]
    for one in section.paragraphs:
        if one.locked or not one.text.strip() or is_heading(one.text):
            continue
        if groups[-1] and sum(len(each.text) for each in groups[-1]) + len(one.text) > LETTERS:
            groups.append([])
        groups[-1].append(one)
    return [group for group in groups if group]


__all__ = ["Correction", "Corrections", "corrected", "proofread"]
