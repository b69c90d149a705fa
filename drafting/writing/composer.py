"""The offline composer: a complete first draft of a section from facts and notes alone, without a model.

Facts become standard sentences; notes stand in written Chinese (``noted``), without what a standard sentence tells already;
what neither tells is left open with a mark that a person must fill: ``〔待补：…〕``. Nothing else is ever claimed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from drafting.binding import read
from drafting.errors import InputError
from drafting.facts import facts
from drafting.form import ASPECTS, LEAD, SectionSpec, numeral
from drafting.preface import elements, is_preface
from drafting.report import Note, Paragraph, Report, Section, SentenceSource, new_id

from . import phrases
from .noted import Told, items_of, sentences_of
from .opening import opening

ORIGIN = "composer"

_END = " \t\u3000。.；;，,、：:"
_NUMBERED = re.compile(r"^[一二三四五六七八九十]{1,3}是")
_LISTED = re.compile(
    r"^(?:\d{1,2}[、.．)）](?!\d)|[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|[一二三四五六七八九十]{1,3}、)\s*"
)
"""The number of a line in a list, which the numbers of the report take the place of."""
MOST_ITEMS = 20
"""Items of a list that are numbered."""
_NO_FEE = re.compile(
    r"^没收[。；]?$|(?:未|没有?|无|不)(?:曾|有|发生|产生|涉及|存在|征|向[^，。；]{0,12})*(?:收(?:过?钱|过)?|信息处理费|费用)|收[^，。；]{0,12}(?:0|零)元"
)
_PARTS = (
    ("last_year_fix", "上年问题整改情况", "对上一年度报告反映的问题，{called}整改情况如下："),
    ("problem", "存在的主要问题", "{called}政府信息公开工作存在以下问题："),
    ("measure", "下一步改进措施", "针对上述问题，{next}年，{called}将采取以下措施："),
)
_STILL = "{year}年，政府信息公开工作仍存在以下问题："
"""How the problems begin where those of last year stand before them."""


def compose(report: Report, section_id: str, last_year: Report | None = None) -> Section:
    """A first draft of the section ``section_id``; sentences name their facts (``fact:<id>``) and notes
    (``note:<id>``).

    Raises InputError when there is no such section.
    """
    if not report.has(section_id):
        raise InputError(f"没有“{section_id}”这一部分，请从报告的各部分中选择。")
    spec = report.spec(section_id)
    if section_id == LEAD and is_preface(report, section_id):
        paragraphs = _preface(report)
    elif section_id == LEAD:
        paragraphs = _opening(report)
    elif spec.chapter == "problems":
        paragraphs = _problems(report, spec, last_year)
    else:
        paragraphs = [paragraph for aspect in spec.aspects for paragraph in _on(report, aspect)]
    if not any(paragraphs):
        paragraphs = [[gap([f"“{spec.label}”这一节写什么"])]]
    return Section(paragraphs=tuple(_paragraph(sentences) for sentences in paragraphs if sentences))


def _on(report: Report, aspect: str) -> list[list[SentenceSource]]:
    """The paragraphs on one aspect."""
    if aspect in _WRITERS:
        return _WRITERS[aspect](report)
    return [_notes(report, aspect) if report.notes_on([aspect]) else [gap(ASPECTS[aspect].reminders)]]


def gap(questions: Iterable[str], about: str = "") -> SentenceSource:
    """The mark for what is not known: ``〔待补：全年主动公开了多少条信息；…〕``. It rests on nothing."""
    asked = "；".join(question.rstrip("？?。") for question in questions)
    return SentenceSource(sentence=f"〔待补：{about}{asked}〕", ids=())


def _preface(report: Report) -> list[list[SentenceSource]]:
    """Basis, organ, year, period of the statistics, the parts (domain §1.2, §5.2), then the notes, such as whom to ask."""
    return [
        [SentenceSource(sentence=sentence, ids=()) for sentence in elements(report).values()]
        + _notes(report, "preface")
    ]


def _opening(report: Report) -> list[list[SentenceSource]]:
    """The sentence that opens 一 below its preface; it claims nothing."""
    sentence = f"{report.year}年，{report.organ.called}依照《中华人民共和国政府信息公开条例》开展政府信息公开工作，总体情况如下。"
    return [[SentenceSource(sentence=sentence, ids=())]]


def _proactive(report: Report) -> list[list[SentenceSource]]:
    """How much was published and where (notes), then table two."""
    notes = _notes(report, "proactive") if report.notes_on(["proactive"]) else [gap(ASPECTS["proactive"].reminders[:2])]
    figures = phrases.disclosure(report, facts(report))
    return [notes, figures + _unfilled("表二", phrases.missing_disclosure(report), bool(figures))]


def _on_request(report: Report) -> list[list[SentenceSource]]:
    """Tables three and four, then the notes."""
    known = facts(report)
    requests, cases = phrases.requests(report, known), phrases.proceedings(report, known)
    return [
        requests + _unfilled("表三", phrases.missing_requests(report, known), bool(requests)),
        cases + _unfilled("表四", phrases.missing_proceedings(report), bool(cases)),
        _notes(report, "on_request"),
    ]


def _unfilled(table: str, names: Sequence[str], some: bool) -> list[SentenceSource]:
    """A mark for blank cells: each by name, or the whole table when nothing in it can be said."""
    return [gap(names if some else [f"{table}尚未填写的数据"])] if names else []


def _problems(report: Report, spec: SectionSpec, last_year: Report | None) -> list[list[SentenceSource]]:
    """Last year's problems, this year's problems, the measures (domain §1.4), as far as the section covers them; each under
    a heading where the section has none of its own.
    """
    paragraphs: list[list[SentenceSource]] = []
    covered = [part for part in _PARTS if part[0] in spec.aspects]
    parts = [part for part in covered if part[0] != "last_year_fix" or last_year or report.notes_on([part[0]])]
    headed = spec.heading is None and len(covered) > 1
    for number, (aspect, heading, begins) in enumerate(parts, 1):
        if aspect == "problem" and number > 1:
            begins = _STILL
        items = [(line, note) for note in report.notes_on([aspect]) for line in items_of(note, report)]
        words = {"year": report.year, "next": report.year + 1, "called": report.organ.called}
        if headed:
            paragraphs.append([SentenceSource(sentence=f"（{numeral(number)}）{heading}", ids=())])
        paragraphs.append(_items(items, begins.format(**words)) if items else [gap(ASPECTS[aspect].reminders)])
    return paragraphs


def _items(items: list[tuple[str, Note]], opening: str) -> list[SentenceSource]:
    """The lines as 一是…；二是…。 A single line, and lines that are numbered so already, stand as they are; other numbers go."""
    items = [(_LISTED.sub("", line), note) for line, note in items]
    if len(items) == 1 or len(items) > MOST_ITEMS or any(_NUMBERED.match(line) for line, _ in items):
        sentences = [phrases.source(line, [note.id], "note") for line, note in items]
    else:
        bare = [line.rstrip(_END) for line, _ in items]
        stop = "。" if any("。" in line for line in bare) else "；"
        ends = [stop] * (len(bare) - 1) + ["。"]
        sentences = [
            phrases.source(f"{numeral(at)}是{line}{end}", [note.id], "note")
            for at, (line, end, (_, note)) in enumerate(zip(bare, ends, items), 1)
        ]
    first = sentences[0]
    return [first.model_copy(update={"sentence": opening + first.sentence}), *sentences[1:]]


def _charged(report: Report) -> list[list[SentenceSource]]:
    """信息处理费, always (domain §1.5)."""
    fees = [sentence for note in report.notes_on(["fee"]) for sentence in fee(note, report)]
    return [fees or [gap(ASPECTS["fee"].reminders, "信息处理费，")]]


def _other(report: Report) -> list[list[SentenceSource]]:
    """The other matters, a paragraph each."""
    return [sentences_of(note, report) for note in report.notes_on(["other"])]


def fee(note: Note, report: Report) -> list[SentenceSource]:
    """A note on fees; one that says no more than that nothing was charged becomes the standard sentence."""
    if not _says_nothing_charged(note.text, report.year):
        return sentences_of(note, report)
    notices = "未发出收费通知，" if "通知" in note.text else ""
    return [
        phrases.source(
            f"依据《政府信息公开信息处理费管理办法》，{report.year}年，{report.organ.called}{notices}未收取政府信息公开信息处理费。",
            [note.id],
            "note",
        )
    ]


def _says_nothing_charged(text: str, year: int) -> bool:
    """Whether ``text`` is short, has no figure but zero, names no other year, and says that no fee was charged."""
    plain = text.strip().rstrip(_END)
    years = re.findall(r"(?:19|20)\d\d(?=\s*年)", plain)
    if len(plain) > 40 or len(plain.splitlines()) > 1 or any(figure.value for figure in read(plain)):
        return False
    return set(years) <= {str(year)} and (plain in ("无", "没有", "0", "零", "0元") or bool(_NO_FEE.search(plain)))


def _notes(report: Report, aspect: str) -> list[SentenceSource]:
    told = Told(report)
    return [sentence for note in report.notes_on([aspect]) for sentence in sentences_of(note, report, told)]


def _paragraph(sentences: list[SentenceSource]) -> Paragraph:
    return Paragraph(
        id=new_id(),
        text="".join(sentence.sentence for sentence in sentences),
        origin=ORIGIN,
        sources=tuple(sentence for sentence in sentences if sentence.ids),
    )


_WRITERS = {
    "preface": _preface,
    "summary": lambda report: [opening(report)],
    "proactive": _proactive,
    "on_request": _on_request,
    "fee": _charged,
    "other": _other,
}
