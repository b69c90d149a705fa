"""Drafting one section: what it may rest on, what the model is asked, what becomes of the answer.

Without a model, and where there is nothing to write from, the offline composer's section is returned: a model asked to
write from nothing invents.

A locked paragraph is no text to rewrite: the model sees it apart, as settled, and it stands word for word in the result
whatever the model does (docs/decisions/0005-proposals.md).
"""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from drafting.errors import InputError, ModelUnreachable
from drafting.facts import Fact, facts
from drafting.form import ASPECTS, SectionSpec
from drafting.language.sentences import FULL_STOPS, pieces, sentences
from drafting.preface import elements, is_preface, only_opens
from drafting.report import Report, Section, is_heading

from . import client, directions, failures, length, prompts, window
from .client import Usage
from .endpoint import Endpoint
from .markers import FACT_KIND, Reader
from .paragraphs import rewritten
from .proposal import offered, taken
from .rewording import reworded
from .tied import compared

COMPOSER = "离线编排"
"""Stands for the model's name in a draft no model wrote."""
MAX_TOKENS = 1_200
MAX_TOKENS_PROBLEMS = 1_600
SHOW_SECONDS = 0.03
"""How often the growing text is read and shown: more often nobody sees, and reading costs time."""

_KEPT = "- 下面的段落已经定稿，会原样留在正文中：不改写，不照抄，也不重复其中的内容。\n【正文开始】\n{}\n【正文结束】"
_PARTS = {"last_year_fix": "上年问题整改情况", "problem": "存在的主要问题", "measure": "下一步改进措施"}
_TABLES = {"proactive": ("disclosure.",), "on_request": ("requests.", "proceedings.")}
"""Aspect -> the tables whose facts it states: table two; tables three and four."""
_ALWAYS = (
    "disclosure.normative_documents.made",
    "requests.new_received.total",
    "proceedings.review.total",
    "formula.litigation",
)
"""Facts a reporter states even when they are zero."""

_GAP = re.compile("〔待补[^〔〕]*〕")
_ENDS = tuple("。！？；：…”’》）)")
"""Marks with which a paragraph may end."""

OnText = Callable[[str], None]


@dataclass(frozen=True)
class Item:
    """One material: ``ref`` is ``fact:<id>`` or ``note:<id>``, ``""`` for what every report says of itself; ``kind`` what it
    is about, ``text`` what it says.
    """

    ref: str
    kind: str
    text: str


@dataclass(frozen=True)
class Draft:
    """A drafted section and how it came about.

    ``prompt``: refs of the prompts used, ``""`` for the composer. ``finished`` is False when the text was cut: at its
    greatest length, or because ``stop`` was set. ``notice``: what a person should know of it.
    """

    section: Section
    model: str
    prompt: str
    usage: Usage | None
    finished: bool
    notice: str = ""


def basis(report: Report, section_id: str, last_year: Report | None = None) -> list[Item]:
    """The materials of a section: the facts a reporter would state there, then its notes by aspect.

    Facts of table two go to 主动公开, of tables three and four to 依申请公开. Of zeros only the essential are kept.
    """
    known, aspects = facts(report, last_year), report.spec(section_id).aspects
    tables = tuple(table for aspect in aspects for table in _TABLES.get(aspect, ()))
    stated = [fact for fact in known.values() if fact.cells[0].startswith(tables) and _said(fact, known)]
    notes = [note for aspect in aspects for note in report.notes_on([aspect]) if note.text.strip()]
    return [Item(f"fact:{fact.id}", FACT_KIND, fact.wording) for fact in stated] + [
        Item(f"note:{note.id}", ASPECTS[note.aspect].label, note.text.strip()) for note in notes
    ]


def materials(report: Report, section_id: str, last_year: Report | None = None) -> list[Item]:
    """What a model is given for a section: its ``basis``; for a preface before it what every report says of itself, for
    the opening of 一 behind it what the other sections tell.
    """
    stated = elements(report) if is_preface(report, section_id) else {}
    items = [Item("", kind, text) for kind, text in stated.items()] + basis(report, section_id, last_year)
    return items + (_told(report, section_id) if report.spec(section_id).sums_up else [])


def _told(report: Report, section_id: str) -> list[Item]:
    """The text of the sections other than the preface and the one named, a paragraph each, without sentences that a person
    has still to fill: a model takes what they ask for what there is.
    """
    return [
        Item("", spec.label, text)
        for spec in report.outline
        if spec.id != section_id and spec.id not in report.prefaces and spec.id in report.sections
        for paragraph in report.sections[spec.id].paragraphs
        if not is_heading(paragraph.text) and (text := _filled(paragraph.text))
    ]


def _filled(text: str) -> str:
    """The sentences of ``text`` that leave nothing open."""
    return "".join(one for one in pieces(_GAP.sub("\0", text), FULL_STOPS) if "\0" not in one).strip()


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
    report: Report,
    section_id: str,
    endpoint: Endpoint | None,
    *,
    instruction: str = "",
    current: str = "",
    last_year: Report | None = None,
    stop: threading.Event,
    on_text: OnText,
) -> Draft:
    """Drafts the section, or with ``current`` and ``instruction`` rewrites it; ``on_text`` gets the clean text so far.

    The section that results holds the locked paragraphs of the report's, word for word and in their place.
    Raises InputError when every paragraph is locked, ModelUnreachable and ModelInterrupted; what had come by then was
    given to ``on_text``.
    """
    standing = report.sections.get(section_id, Section())
    locked = [paragraph.text.strip() for paragraph in standing.paragraphs if paragraph.locked]
    if locked and len(locked) == len(standing.paragraphs):
        raise InputError("这一节的各段都已锁定，没有可以改写的文字，请先解锁要改的段落。")

    def made_by(writer: Endpoint | None) -> Draft:
        return _drafted(
            report, section_id, writer, instruction.strip(), _free(current, locked), locked, last_year, stop, on_text
        )

    try:
        made = made_by(endpoint)
    except ModelUnreachable as error:
        other = endpoint.fallback if endpoint else None
        if other is None or not failures.is_down(error.__cause__ or error):
            raise
        why = f"这一节由备用模型“{other.label}”起草，因为{error}"
        made = replace(made_by(other), notice=why)
    if not locked:
        return made
    return replace(made, section=taken(standing, offered(standing, made.section), "all"))


def _drafted(
    report: Report,
    section_id: str,
    endpoint: Endpoint | None,
    instruction: str,
    current: str,
    locked: list[str],
    last_year: Report | None,
    stop: threading.Event,
    on_text: OnText,
) -> Draft:
    """The draft as its writer makes it, the composer or the model."""
    items = materials(report, section_id, last_year)
    composed = endpoint is not None and endpoint.strategy != "prose" and not instruction
    nothing = not any(item.ref for item in items) if composed else not items and not instruction
    if endpoint is None or only_opens(report, section_id) or nothing:
        return _composed(report, section_id, last_year, on_text)
    if composed:
        by_model, id = (reworded, "item") if endpoint.strategy == "items" else (rewritten, "paragraph")
        section, usage, finished = by_model(
            report, section_id, endpoint, last_year=last_year, stop=stop, on_text=on_text
        )
        return Draft(section, endpoint.label, prompts.load(id).ref, usage, finished)
    spec = report.spec(section_id)
    problems = _task(report, spec) == "problems"
    parts = _parts(report, spec) if problems else [line for line in current.splitlines() if is_heading(line)]

    def write(part: list[Item], on_text: OnText) -> Draft:
        reader = Reader([(item.ref, item.text) for item in part], _printed(report, section_id), parts or None)
        refs, messages = _request(report, section_id, part, parts, instruction, current, locked, last_year)
        longest = max(
            MAX_TOKENS_PROBLEMS if problems else MAX_TOKENS, length.tokens(sum(len(item.text) for item in part))
        )
        answer = client.stream(endpoint, messages, stop=stop, max_tokens=longest)
        read(answer, reader, on_text)
        section = compared(reader.section(), report)
        return Draft(section, endpoint.label, refs, answer.usage, answer.is_whole and ends_well(section.text))

    groups = (
        [items] if current.strip() else window.groups(items, endpoint, request_letters(report, section_id, last_year))
    )
    made = window.in_parts(write, groups, on_text)
    if len(made) == 1:
        return replace(made[0], finished=made[0].finished and len(groups) == 1)
    return replace(
        made[0],
        section=window.joined([draft.section for draft in made]),
        usage=Usage.together([draft.usage for draft in made if draft.usage]),
        finished=made[-1].finished and len(made) == len(groups),
    )


def request_letters(report: Report, section_id: str, last_year: Report | None = None) -> int:
    """The letters of the request for a section beside its materials."""
    parts = _parts(report, report.spec(section_id))
    return sum(len(text) for _, text in _request(report, section_id, [], parts, "", "", [], last_year)[1])


def ends_well(text: str) -> bool:
    """Whether ``text`` ends with a sentence that has its closing mark: a server may cut an answer and call it whole."""
    last = text.rstrip().rpartition("\n")[2]
    return not last or last.endswith(_ENDS) or is_heading(last)


def read(answer: Iterable[str], reader: Reader, on_text: OnText) -> None:
    """Feeds the answer to ``reader``; ``on_text`` gets the clean text now and then, and at last all that came."""
    shown_at = 0.0
    try:
        for piece in answer:
            reader.feed(piece)
            if time.monotonic() - shown_at > SHOW_SECONDS:
                on_text(reader.text)
                shown_at = time.monotonic()
    finally:  # interrupted or not
        on_text(reader.section().text)


def _free(current: str, locked: list[str]) -> str:
    """``current`` without the locked paragraphs."""
    return "\n".join(line for line in current.splitlines() if line.strip() not in locked)


def _composed(report: Report, section_id: str, last_year: Report | None, on_text: OnText) -> Draft:
    """The composer's section."""
    from .composer import compose

    section = compose(report, section_id, last_year)
    on_text(section.text)
    return Draft(section, COMPOSER, "", None, True)


def _request(
    report: Report,
    section_id: str,
    items: list[Item],
    parts: list[str],
    instruction: str,
    current: str,
    locked: list[str],
    last_year: Report | None = None,
) -> tuple[str, client.Messages]:
    """The refs of the prompts used, and the conversation to send."""
    system = prompts.load("system")
    spec = report.spec(section_id)
    task = prompts.load("revise" if instruction and current.strip() else _task(report, spec))
    kept = _KEPT.format(prompts.quoted("\n".join(locked))) if locked else ""
    wish = f"- 另外：{instruction}" if instruction else ""
    values = {
        **directions.of(report, task.id, "prose"),
        "structure": _structure(items),
        "length": length.told(sum(len(item.text) for item in items)),
        "pattern": directions.pattern(report, section_id, last_year),
        "chapter": report.heading(spec.chapter),
        "section": spec.heading or spec.label,
        "parts": "\n".join(parts),
        "materials": numbered(items),
        "current": prompts.quoted(current),
        "instruction": instruction,
        "kept": kept,
        "wish": "\n".join(line for line in (wish, kept) if line),
    }
    return conversation(system, task, values)


def _structure(items: Sequence[Item]) -> str:
    """How a section over ``items`` is built."""
    figures = sum(item.kind == FACT_KIND for item in items)
    notes = sum(len(sentences(item.text, FULL_STOPS)) for item in items if item.kind != FACT_KIND)
    return directions.structure(notes, figures) or "写成一段"


def conversation(
    system: prompts.Prompt,
    task: prompts.Prompt,
    values: Mapping[str, str],
) -> tuple[str, client.Messages]:
    """The refs of both prompts, and the conversation they make with what they use of ``values``."""
    return f"{system.ref} {task.ref}", [
        (role, prompt.filled(values)) for role, prompt in (("system", system), ("user", task))
    ]


def numbered(items: list[Item]) -> str:
    """The materials as numbered lines, one each."""
    lines = [
        f"[{number}]（{item.kind}）{' '.join(prompts.quoted(item.text).split())}"
        for number, item in enumerate(items, 1)
    ]
    return "\n".join(lines) or "（没有材料）"


def _task(report: Report, spec: SectionSpec) -> str:
    """The prompt that a section is written by: one of its own for the preface, and for 五 and for 六 where they are one
    section.
    """
    if is_preface(report, spec.id):
        return "preface"
    if spec.sums_up:
        return "summary"
    whole = spec.chapter in ("problems", "other") and not spec.heading and len(spec.aspects) > 1
    return spec.chapter if whole else "section"


def _parts(report: Report, spec: SectionSpec) -> list[str]:
    """The headings within 五 (domain §1.4), those there are notes for."""
    aspects = [aspect for aspect in _PARTS if aspect in spec.aspects and report.notes_on([aspect])]
    return [f"（{numeral}）{_PARTS[aspect]}" for numeral, aspect in zip("一二三", aspects)]


def _printed(report: Report, section_id: str) -> list[str]:
    """Headings the program prints above the section; a model may repeat them."""
    spec = report.spec(section_id)
    return [report.heading(spec.chapter), spec.label, f"{spec.label}情况", spec.heading or spec.label, report.title]
