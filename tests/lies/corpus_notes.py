"""Published reports as drafts: their sentences turned into notes as staff type them, and the text a model's from those notes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.report import Note, Paragraph, Report, Section, SentenceSource, is_heading
from tests.published import names, published

_ADORNED = re.compile(
    "进一步|切实|扎实|积极|不断|认真|深入|持续|有序|严格|着力|（[一二三四五六七]）|[一二三四五六]是|(?<=^)20\\d\\d ?年(?:度)?，"
)
_SENTENCE = re.compile(r"[^。；]+[。；]?")


def drafts(cited: bool) -> Iterator[tuple[str, Report]]:
    """Name and report of every text in the corpus, once: each section a model's, from notes that say the same more plainly."""
    seen: set[str] = set()
    for name in names():
        report = published(name, preface=False)
        whole = "".join(section.text for section in report.sections.values())
        if whole and whole not in seen:
            seen.add(whole)
            yield name, drafted(report, cited)


def drafted(report: Report, cited: bool) -> Report:
    """``report`` with a note for each sentence, and its text as a model's that cites them, or cites nothing."""
    notes: list[Note] = []
    sections: dict[str, Section] = {}
    aspects = {spec.id: (*spec.aspects, "proactive")[0] for spec in report.outline}
    for id, section in report.sections.items():
        paragraphs = []
        for paragraph in section.paragraphs:
            sources = []
            for sentence in [] if is_heading(paragraph.text) else _SENTENCE.findall(paragraph.text):
                said = _ADORNED.sub("", sentence).strip("，。； \u3000")
                if said:
                    notes.append(Note(id=f"n{len(notes) + 1}", aspect=aspects[id], text=said[:900]))
                    sources.append(SentenceSource(sentence=sentence, ids=(f"note:{notes[-1].id}",)))
            paragraphs.append(
                Paragraph(id=paragraph.id, text=paragraph.text, origin="model", sources=tuple(sources) if cited else ())
            )
        sections[id] = Section(paragraphs=tuple(paragraphs))
    return report.model_copy(update={"notes": notes, "sections": sections})
