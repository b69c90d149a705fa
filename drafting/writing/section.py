"""Drafting one section: what it may rest on, what the model is asked, what becomes of the answer.

Without a model, and where there is nothing to write from, the offline composer's section is returned: a model asked to
write from nothing invents.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from drafting.facts import Fact, facts
from drafting.form import ASPECTS, CHAPTERS, SECTIONS
from drafting.report import Report, Section, is_heading

from . import client, prompts
from .client import Usage
from .endpoint import Endpoint
from .markers import FACT_KIND, Reader
from .rewording import reworded

COMPOSER = "离线编排"
"""Stands for the model's name in a draft no model wrote."""
MAX_TOKENS = 1_200
MAX_TOKENS_PROBLEMS = 1_600
SHOW_SECONDS = 0.03
"""How often the growing text is read and shown: more often nobody sees, and reading costs time."""

_OWN_PROMPT = ("problems", "other")
_PARTS = {"last_year_fix": "上年问题整改情况", "problem": "存在的主要问题", "measure": "下一步改进措施"}
_TABLES = {"overview.proactive": ("disclosure.",), "overview.on_request": ("requests.", "proceedings.")}
"""Section -> the tables whose facts it states: table two; tables three and four."""
_ALWAYS = ("disclosure.normative_documents.made", "requests.new_received.total", "proceedings.review.total",
           "formula.litigation")
"""Facts a reporter states even when they are zero."""

OnText = Callable[[str], None]


@dataclass(frozen=True)
class Item:
    """One material: ``ref`` is ``fact:<id>`` or ``note:<id>``, ``kind`` what it is about, ``text`` what it says."""

    ref: str
    kind: str
    text: str


@dataclass(frozen=True)
class Draft:
    """A drafted section and how it came about.

    ``prompt``: refs of the prompts used, ``""`` for the composer. ``finished`` is False when the text was cut: at its
    greatest length, or because ``stop`` was set.
    """

    section: Section
    model: str
    prompt: str
    usage: Usage | None
    finished: bool


def basis(report: Report, section_id: str, last_year: Report | None = None) -> list[Item]:
    """The materials of a section: the facts a reporter would state there, then its notes by aspect.

    Facts of table two go to 主动公开, of tables three and four to 依申请公开. Of zeros only the essential are kept.
    """
    known, aspects, tables = facts(report, last_year), SECTIONS[section_id].aspects, _TABLES.get(section_id, ())
    stated = [fact for fact in known.values() if fact.cells[0].startswith(tables) and _said(fact, known)]
    notes = [note for aspect in aspects for note in report.notes_on([aspect]) if note.text.strip()]
    return [Item(f"fact:{fact.id}", FACT_KIND, fact.wording) for fact in stated] + [
        Item(f"note:{note.id}", ASPECTS[note.aspect].label, note.text.strip()) for note in notes]


def _said(fact: Fact, known: Mapping[str, Fact]) -> bool:
    """Whether a reporter would state ``fact``."""
    if fact.id in _ALWAYS:
        return True
    if fact.id == "requests.carried_out.total":
        return "formula.handled" in known and known["formula.handled"].value > 0
    if fact.id == "formula.handled" and not known["requests.carried_in.total"].value:
        return False
    return fact.value != 0 and not fact.id.startswith(("before.", "share."))


def draft(
    report: Report, section_id: str, endpoint: Endpoint | None, *, instruction: str = "", current: str = "",
    last_year: Report | None = None, stop: threading.Event, on_text: OnText,
) -> Draft:
    """Drafts the section, or with ``current`` and ``instruction`` rewrites it; ``on_text`` gets the clean text so far.

    Raises ModelUnreachable and ModelInterrupted; what had come by then was given to ``on_text``.
    """
    items = basis(report, section_id, last_year)
    if endpoint is None or section_id == "overview.lead" or not items and not instruction.strip():
        return _composed(report, section_id, last_year, on_text)
    if endpoint.strategy == "items" and not instruction.strip():
        section, usage, finished = reworded(
            report, section_id, endpoint, last_year=last_year, stop=stop, on_text=on_text)
        return Draft(section, endpoint.label, prompts.load("item").ref, usage, finished)
    parts = _parts(report) if section_id == "problems" else [line for line in current.splitlines() if is_heading(line)]
    refs, messages = _request(report, section_id, items, parts, instruction.strip(), current)
    reader = Reader([(item.ref, item.text) for item in items], _printed(report, section_id), parts or None)
    answer = client.stream(
        endpoint, messages, stop=stop, max_tokens=MAX_TOKENS_PROBLEMS if section_id == "problems" else MAX_TOKENS)
    shown_at = 0.0
    try:
        for piece in answer:
            reader.feed(piece)
            if time.monotonic() - shown_at > SHOW_SECONDS:
                on_text(reader.text)
                shown_at = time.monotonic()
    finally:  # interrupted or not, all that came is shown
        section = reader.section()
        on_text(section.text)
    return Draft(section, endpoint.label, refs, answer.usage, answer.finish_reason not in ("length", "stopped"))


def _composed(report: Report, section_id: str, last_year: Report | None, on_text: OnText) -> Draft:
    """The composer's section."""
    from .composer import compose
    section = compose(report, section_id, last_year)
    on_text(section.text)
    return Draft(section, COMPOSER, "", None, True)


def _request(
    report: Report, section_id: str, items: list[Item], parts: list[str], instruction: str, current: str,
) -> tuple[str, client.Messages]:
    """The refs of the prompts used, and the conversation to send."""
    system = prompts.load("system")
    own = section_id if section_id in _OWN_PROMPT else "section"
    task = prompts.load("revise" if instruction and current.strip() else own)
    spec = SECTIONS[section_id]
    values = {
        "organ": report.organ.name, "year": str(report.year), "self": report.organ.called,
        "section": spec.heading or spec.label, "parts": "\n".join(parts), "materials": _numbered(items),
        "current": prompts.quoted(current), "instruction": instruction,
        "wish": f"- 另外：{instruction}" if instruction else ""}
    return f"{system.ref} {task.ref}", [
        (role, prompt.render(**{name: values[name] for name in prompt.variables}))
        for role, prompt in (("system", system), ("user", task))]


def _numbered(items: list[Item]) -> str:
    """The materials as numbered lines, one each."""
    lines = [f"[{number}]（{item.kind}）{' '.join(prompts.quoted(item.text).split())}"
             for number, item in enumerate(items, 1)]
    return "\n".join(lines) or "（没有材料）"


def _parts(report: Report) -> list[str]:
    """The headings within 五 (domain §1.4), those there are notes for."""
    aspects = [aspect for aspect in _PARTS if report.notes_on([aspect])]
    return [f"（{numeral}）{_PARTS[aspect]}" for numeral, aspect in zip("一二三", aspects)]


def _printed(report: Report, section_id: str) -> list[str]:
    """Headings the program prints above the section; a model may repeat them."""
    spec = SECTIONS[section_id]
    chapter = report.form.sections[CHAPTERS[spec.chapter].number - 1]
    return [chapter, spec.label, f"{spec.label}情况", spec.heading or spec.label, report.title]
