"""The conversation beside the draft: what the model is shown, what it is asked, what it answers.

See docs/decisions/0007-conversation.md. The model sees text, materials, findings, marks and last year's text, as much
as fits, what the question is about first; it answers in words and in blocks that ask for changes (``edits``).
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from drafting.assessment import Assessment
from drafting.checks import SEVERITIES
from drafting.errors import ModelInterrupted
from drafting.form import CHAPTERS, SectionSpec
from drafting.report import Report, Section, is_heading

from . import client, prompts
from .client import Usage
from .edits import Place, Reader, Said
from .endpoint import Endpoint
from .questions import doubtful, line, place
from .section import SHOW_SECONDS, Item, basis

BUDGET = 12_000
"""Characters of context, the conversation so far included."""
SMALL_BUDGET = 6_000
"""The same for a model on this machine or a small one, which read 8,192 tokens at most, the answer included."""
MAX_TOKENS = 2_000
MOST_MATERIALS = 99
"""Materials are numbered with two digits."""
LONGEST_MESSAGE = 600
"""Characters of an earlier message that are shown again."""
LAST_TURNS = 2
"""Questions with their answers that come before anything else in the budget."""
LATER = 5
"""What is added to the rank of a piece that the question is not about."""

_PROBLEMS = "存在.{0,3}问题|问题[及和与]改进|上年问题|改进|整改"
_CALLED = {
    aspect: re.compile(words)
    for aspect, words in {
        "preface": "前言|导语|开头",
        "summary": "总述|概述|总的情况",
        "proactive": "主动公开",
        "on_request": "申请",
        "management": "信息管理",
        "platform": "平台",
        "oversight": "监督|保障",
        "appraisal": "考核|评议|追责",
        "last_year_fix": _PROBLEMS,
        "problem": _PROBLEMS,
        "measure": _PROBLEMS,
        "fee": "其他事项|收费|信息处理费",
        "other": "其他事项",
    }.items()
}
"""The words by which a question names what a section covers."""
_PARTS = {"document": "正文{}段", "materials": "材料{}条", "checked": "检查结果{}条", "last_year": "上年正文{}段"}
"""The parts of the context, with how many of each were left out."""
_POSING = re.compile(
    r"[【\[［]\s*((?:检查结果|上年正文)\s*(?:开始|结束)|(?:改写|修改|新增|添加|插入|删除|删去)[^】\]］\n]{0,20}|段\s*\d{1,3})\s*[】\]］]"
)
"""What in quoted text looks like a delimiter, a block or the number of a paragraph."""

OnText = Callable[[str, int], None]
"""Gets the plain words so far and how many changes have begun."""


@dataclass(frozen=True)
class Answer:
    """An answer and how it came about. ``finished``: neither cut nor stopped; ``error``: why it broke off."""

    said: Said
    prompt: str
    usage: Usage | None
    finished: bool
    error: str = ""


@dataclass(frozen=True)
class Request:
    """What is sent, and what the numbers in it stand for. ``prompt``: refs of the prompts."""

    messages: client.Messages
    places: Mapping[int, Place]
    materials: Sequence[Item]
    prompt: str


@dataclass(frozen=True)
class _Piece:
    """A line the model may be shown. ``rank``: lower ones come first where room is short.

    ``numbers``: what the number before it stands for; None where it has none.
    """

    rank: int
    part: str
    section: str
    text: str
    numbers: Place | Item | None = None


def converse(
    about: Assessment,
    question: str,
    endpoint: Endpoint,
    *,
    history: client.Messages = (),
    proposals: Mapping[str, str] | None = None,
    stop: threading.Event,
    on_text: OnText,
) -> Answer:
    """Asks the model. ``history``: earlier questions and answers; ``proposals``: text that waits, by section.

    Raises ModelUnreachable. A stream that breaks is an answer that is not finished.
    """
    budget = SMALL_BUDGET if endpoint.is_loopback or endpoint.strategy == "items" else BUDGET
    asked = request(about, question, history, proposals or {}, budget)
    reader = Reader(asked.places, [(item.ref, item.text) for item in asked.materials], printed(about.report))
    answer = client.stream(endpoint, asked.messages, stop=stop, max_tokens=MAX_TOKENS)
    shown_at, error = 0.0, ""
    try:
        for piece in answer:
            reader.feed(piece)
            if time.monotonic() - shown_at > SHOW_SECONDS:
                on_text(reader.text, reader.begun)
                shown_at = time.monotonic()
    except ModelInterrupted as broken:
        error = str(broken)
    finished = not error and answer.is_whole
    return Answer(reader.said(finished), asked.prompt, answer.usage, finished, error)


def request(
    about: Assessment,
    question: str,
    history: client.Messages,
    proposals: Mapping[str, str],
    budget: int = BUDGET,
) -> Request:
    """What to send for ``question``: the context has at most ``budget`` characters."""
    report, turns = about.report, _turns(history)
    named = _named(question, report) or (_named(turns[-1][0], report) if turns else set())
    pieces = [*_document(report, proposals), *_materials(about), *_checked(about), *_last_year(about)]
    if named:
        pieces = [piece if piece.section in named else replace(piece, rank=piece.rank + LATER) for piece in pieces]
    talk = [
        _Piece(0 if at >= len(turns) - LAST_TURNS else LATER, "talk", "", "".join(turn))
        for at, turn in enumerate(turns)
    ]
    kept = _admitted([*reversed(talk), *pieces], budget)
    places: dict[int, Place] = {}
    materials: list[Item] = []
    lines: dict[str, list[str]] = {part: [] for part in _PARTS}
    for piece in pieces:
        if piece not in kept:
            continue
        text = piece.text
        if isinstance(piece.numbers, Place):
            places[len(places) + 1] = piece.numbers
            text = f"[段{len(places)}]{text}"
        elif isinstance(piece.numbers, Item):
            materials.append(piece.numbers)
            text = f"[{len(materials)}]{text}"
        lines[piece.part].append(text)
    rules, context = prompts.load("converse"), prompts.load("converse_context")
    values = {
        "organ": report.organ.name,
        "year": str(report.year),
        "self": report.organ.called,
        "question": question,
        "left_out": _left_out([piece for piece in pieces if piece not in kept]),
        **{part: "\n".join(said) or "（无）" for part, said in lines.items()},
    }
    system, asked = (prompt.render(**{name: values[name] for name in prompt.variables}) for prompt in (rules, context))
    earlier = [
        (role, text)
        for turn, piece in zip(turns, talk)
        if piece in kept
        for role, text in zip(("user", "assistant"), turn)
    ]
    return Request([("system", system), *earlier, ("user", asked)], places, materials, f"{rules.ref} {context.ref}")


def _document(report: Report, proposals: Mapping[str, str]) -> list[_Piece]:
    """The text, a paragraph a piece; those that may be changed get a number."""
    return [
        _Piece(1, "document", spec.id, text, numbers)
        for spec in report.outline
        for text, numbers in section_lines(report, spec, proposals.get(spec.id, ""))
    ]


def section_lines(report: Report, spec: SectionSpec, proposal: str = "") -> Iterator[tuple[str, Place | None]]:
    """The lines of one section, as data between delimiters, each with what its number stands for."""
    yield f"——{spec.label}——", None
    paragraphs = report.sections.get(spec.id, Section()).paragraphs
    for paragraph in paragraphs:
        text = quoted(paragraph.text)
        if is_heading(paragraph.text):
            yield f"（小标题）{text}", None
        elif paragraph.locked:
            yield f"（已锁定）{text}", None
        else:
            yield text, Place(spec.id, paragraph.id, place(report, spec.id, paragraph.id))
    if not paragraphs:
        yield "（本节还没有正文）", Place(spec.id, "", f"“{spec.label}”")
    if proposal:
        yield f"（本节有一份等待决定的修改提案）{' '.join(quoted(proposal).split())}", None


def _materials(about: Assessment) -> list[_Piece]:
    """Facts and notes of every section."""
    return [
        _Piece(2, "materials", spec.id, f"（{item.kind}）{' '.join(quoted(item.text).split())}", item)
        for spec in about.report.outline
        for item in basis(about.report, spec.id, about.last_year)
    ]


def _checked(about: Assessment) -> list[_Piece]:
    """What the checks and the marks say."""
    return [_Piece(3, "checked", mark.section, quoted(line(mark, about.report))) for mark in doubtful(about)] + [
        _Piece(3, "checked", finding.section or "", f"（{SEVERITIES[finding.severity]}）{quoted(finding.message)}")
        for finding in about.findings
    ]


def _last_year(about: Assessment) -> list[_Piece]:
    """Last year's text, a paragraph a piece."""
    if about.last_year is None:
        return []
    return [
        _Piece(4, "last_year", spec.id, f"（{spec.label}）{quoted(row)}")
        for spec in about.report.outline
        for row in about.last_year.text(spec.id).split("\n")
        if row.strip()
    ]


def _admitted(pieces: Sequence[_Piece], budget: int) -> set[_Piece]:
    """The pieces that fit into ``budget``, by rank, then as they come."""
    left, kept, materials = budget, set(), 0
    for piece in sorted(pieces, key=lambda piece: piece.rank):
        cost = len(piece.text) + 6  # its number and the end of the line
        materials += piece.part == "materials"
        if cost <= left and (piece.part != "materials" or materials <= MOST_MATERIALS):
            left -= cost
            kept.add(piece)
    return kept


def _left_out(pieces: Sequence[_Piece]) -> str:
    """A sentence on what did not fit."""
    counts = {says: sum(piece.part == part for piece in pieces) for part, says in _PARTS.items()}
    said = "、".join(says.format(count) for says, count in counts.items() if count)
    return f"（篇幅所限，未列出{said}；要用到时请用户点明章节再问。）" if said else ""


def _named(question: str, report: Report) -> set[str]:
    """The sections a question names."""
    opening = _CALLED["preface"].search(question)
    return {
        spec.id
        for spec in report.outline
        if spec.label in question
        or any(_CALLED[aspect].search(question) for aspect in spec.aspects)
        or (opening and spec.id in report.prefaces)
    }


def _turns(history: client.Messages) -> list[tuple[str, str]]:
    """Questions with the answer that followed each, clipped; a question without an answer is left out."""
    return [
        (_clipped(text), _clipped(answer))
        for (role, text), (other, answer) in zip(history, history[1:])
        if (role, other) == ("user", "assistant") and answer.strip()
    ]


def _clipped(text: str) -> str:
    return text if len(text) <= LONGEST_MESSAGE else text[: LONGEST_MESSAGE - 1] + "…"


def quoted(text: str) -> str:
    """``text`` as data: nothing in it looks like a delimiter, a marker, a block or the number of a paragraph."""
    return _POSING.sub(r"（\1）", prompts.quoted(text))


def printed(report: Report) -> list[str]:
    """Headings the program prints above the sections; a model may repeat them."""
    chapters = [report.heading(chapter) for chapter in CHAPTERS]
    return [*chapters, *(name for spec in report.outline for name in (spec.label, spec.heading) if name)]
