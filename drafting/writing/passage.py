"""Rewriting a selected passage of one paragraph: shorter, longer, otherwise, or as told.

The model may only replace the passage: whatever it answers, the rest of the section stands word for word. The
result is a section like a draft's, and goes the way of all proposals.
"""

from __future__ import annotations

import re
import threading
from dataclasses import dataclass

from drafting.errors import InputError
from drafting.language.sentences import FULL_STOPS, sentences
from drafting.report import FigureTie, Paragraph, Report, Section, SentenceSource, is_heading

from . import client, directions, prompts
from .endpoint import Endpoint
from .markers import Reader
from .section import Draft, Item, OnText, conversation, materials, numbered, read

WISHES = {
    "改写": "换一种更通顺、更合公文语体的说法，意思不变，长短相近。",
    "缩短": "写短，去掉重复和修饰，事实一个不少。",
    "展开": "写得更充分，只补充材料中写到的事实；材料没有更多可写的，就只理顺文字。",
    "更具体": "写得更具体，用材料中写到的做法、对象、时间、数字代替笼统的话；材料没有的，不写。",
    "换个说法": "换一个句式和用词，意思、事实和长短不变。",
}
"""What the page offers -> what the model is told."""
MAX_WISH = 500
"""Characters of an instruction of the person's own."""
LEAST_TOKENS, MOST_TOKENS = 400, 1_600
TOKENS_A_LETTER = 3
"""Room for an answer somewhat longer than the passage, its source markers included."""

_LABEL = re.compile(r"^(?:改写|缩短|展开|修改|替换|选出)[^。，：:]{0,8}[：:]\s*")
_WRAPPED = re.compile(r"“([^“”]*)”|\"([^\"]*)\"|「([^「」]*)」")
_END = re.compile(r"[。！？；，、]$")


@dataclass(frozen=True)
class _Passage:
    """A stretch of a paragraph of a section."""

    section: Section
    place: int
    start: int
    end: int

    @property
    def paragraph(self) -> Paragraph:
        """The paragraph it stands in."""
        return self.section.paragraphs[self.place]

    @property
    def text(self) -> str:
        """What is selected."""
        return self.paragraph.text[self.start : self.end]

    def replaced(self, text: str, sources: tuple[SentenceSource, ...] = ()) -> Section:
        """The section with ``text`` in place of the passage; as it stands when there is none."""
        if not text.strip():
            return self.section
        old, end = self.paragraph, self.start + len(text)
        whole = old.text[: self.start] + text + old.text[self.end :]
        new = Paragraph(
            id=old.id,
            text=whole,
            origin="person" if old.origin == "person" else "model",
            sources=_sources(old, whole, (self.start, end), self.end, sources),
            ties=self._ties(end),
            doubts=tuple(doubt for doubt in old.doubts if doubt in whole),
        )
        paragraphs = list(self.section.paragraphs)
        paragraphs[self.place] = new
        return Section(paragraphs=tuple(paragraphs))

    def _ties(self, end: int) -> tuple[FigureTie, ...]:
        """The ties of the figures around the passage, which now ends at ``end``."""
        by = end - self.end
        before = [tie for tie in self.paragraph.ties if tie.end <= self.start]
        after = [
            tie.model_copy(update={"start": tie.start + by, "end": tie.end + by})
            for tie in self.paragraph.ties
            if tie.start >= self.end
        ]
        return (*before, *after)


def rewrite(
    report: Report,
    section_id: str,
    paragraph_id: str,
    span: tuple[int, int],
    wish: str,
    endpoint: Endpoint | None,
    *,
    last_year: Report | None = None,
    stop: threading.Event,
    on_text: OnText,
) -> Draft:
    """The standing section with the passage at ``span`` of a paragraph's text rewritten.

    ``wish``: a name in ``WISHES`` or an instruction. ``on_text`` gets the whole section as it grows. Raises InputError
    without a model, for a passage that is not there or locked, and for a wish that is empty or too long;
    ModelUnreachable and ModelInterrupted.
    """
    passage = _found(report, section_id, paragraph_id, span)
    instruction = WISHES.get(wish, " ".join(wish.split()))
    if not 0 < len(instruction) <= MAX_WISH:
        raise InputError(f"请写明怎样改，不超过{MAX_WISH}字。")
    if endpoint is None:
        raise InputError("改写选中的文字要用起草模型，请先到“设置”页填写模型地址，或直接在正文中修改。")
    items = materials(report, section_id, last_year)
    refs, messages = _request(report, section_id, items, passage, instruction)
    reader = Reader([(item.ref, item.text) for item in items], parts=[] if is_heading(passage.text) else None)
    answer = client.stream(
        endpoint,
        messages,
        stop=stop,
        max_tokens=min(max(LEAST_TOKENS, TOKENS_A_LETTER * len(passage.text)), MOST_TOKENS),
    )
    read(answer, reader, lambda text: on_text(passage.replaced(_fitting(text, passage.text)).text))
    made = reader.section()
    sources = tuple(source for paragraph in made.paragraphs for source in paragraph.sources)
    section = passage.replaced(_fitting(made.text, passage.text), sources)
    return Draft(section, endpoint.label, refs, answer.usage, answer.is_whole)


def _found(report: Report, section_id: str, paragraph_id: str, span: tuple[int, int]) -> _Passage:
    """The passage, if it is there and free to change. Raises InputError."""
    section = report.sections.get(section_id, Section())
    place = next((at for at, one in enumerate(section.paragraphs) if one.id == paragraph_id), None)
    if place is None:
        raise InputError("选中的段落已不在正文中，请重新选择要改写的文字。")
    found = _Passage(section, place, *span)
    if found.paragraph.locked:
        raise InputError("这一段已锁定，要改写请先解锁。")
    if not 0 <= found.start < found.end <= len(found.paragraph.text) or not found.text.strip():
        raise InputError("选中的文字已有改动，请重新选择要改写的文字。")
    return found


def _request(
    report: Report,
    section_id: str,
    items: list[Item],
    passage: _Passage,
    instruction: str,
) -> tuple[str, client.Messages]:
    """The refs of the prompts used, and the conversation to send."""
    spec = report.spec(section_id)
    return conversation(
        prompts.load("system"),
        prompts.load("passage"),
        {
            **directions.of(report, "passage", "prose"),
            "section": spec.heading or spec.label,
            "instruction": instruction,
            "materials": numbered(items),
            "paragraph": prompts.quoted(passage.paragraph.text),
            "passage": prompts.quoted(passage.text),
        },
    )


def _fitting(answer: str, passage: str) -> str:
    """The answer as one stretch that can stand where ``passage`` stood.

    Without a label or quotation marks around it that the passage has not, and ending as the passage ends.
    """
    text = "".join(line.strip() for line in answer.splitlines())
    if not _LABEL.match(passage):
        text = _LABEL.sub("", text, count=1)
    if (wrapped := _WRAPPED.fullmatch(text)) and not _WRAPPED.fullmatch(passage):
        text = next(inner for inner in wrapped.groups() if inner is not None)
    if not text.strip():
        return ""
    closing = _END.search(passage)
    return _END.sub("", text) + (closing[0] if closing else "")


def _sources(
    old: Paragraph,
    text: str,
    span: tuple[int, int],
    old_end: int,
    new: tuple[SentenceSource, ...],
) -> tuple[SentenceSource, ...]:
    """What each sentence of ``text`` rests on.

    A sentence outside ``span`` keeps its sources. One that reaches into it rests on what the answer named for it, and,
    where it begins or ends outside, also on what it rested on before. ``old_end``: where the passage ended before.
    """
    known = {source.sentence: source for source in old.sources}
    named = _placed(new, text, span[0])
    found = []
    for start, end, sentence in sentences(text, FULL_STOPS):
        if end <= span[0] or start >= span[1]:
            rests_on = [known.get(sentence)]
        else:
            edges = [place for place, outside in ((span[0], start < span[0]), (old_end - 1, end > span[1])) if outside]
            rests_on = [known.get(_sentence_at(old.text, place)) for place in edges]
            rests_on += [source for place, source in named if start <= place < end]
        given = [source for source in rests_on if source]
        ids = tuple(dict.fromkeys(id for source in given for id in source.ids))
        doubted = tuple(dict.fromkeys(id for source in given for id in source.doubted if id not in ids))
        if ids or doubted:
            found.append(SentenceSource(sentence=sentence, ids=ids, doubted=doubted))
    return tuple(found)


def _placed(sources: tuple[SentenceSource, ...], text: str, start: int) -> list[tuple[int, SentenceSource]]:
    """Where in ``text``, from ``start`` on, each source's sentence begins, and the source."""
    found = []
    for source in sources:
        place = text.find(_END.sub("", source.sentence), start)
        if place >= 0:
            found.append((place, source))
            start = place + 1
    return found


def _sentence_at(text: str, place: int) -> str:
    """The sentence of ``text`` that holds the character at ``place``."""
    return next((sentence.text for sentence in sentences(text, FULL_STOPS) if place < sentence.end), "")


__all__ = ["MAX_WISH", "WISHES", "rewrite"]
