"""The ``paragraphs`` strategy: the model rewrites the composed section paragraph by paragraph, code checks each sentence.

For models between small and large: they write well and add a little. A paragraph goes out as numbered sentences and comes
back as sentences that name the numbers they tell. What a sentence tells is known, so it can be compared (``faithful``); one
that does not say the same falls back to the composed sentences it named, and those that none named stand as they were.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from drafting.language.sentences import FULL_STOPS, pieces
from drafting.report import Paragraph, Report, Section, SentenceSource, is_heading

from . import client, directions, prompts
from .client import Usage
from .endpoint import Endpoint
from .faithful import doubts, faults
from .noted import speaker
from .tied import tied

LEAST_TOKENS, TOKENS_A_LETTER = 300, 3
"""Room for an answer: the letters once more, the numbers, and what JSON adds."""
MOST_SENTENCES = 20
"""Sentences of a paragraph that are rewritten together; a longer list stands as it is composed."""
PLANS = "measure"
"""The aspect whose notes tell what is still to be done."""


class Rewritten(BaseModel):
    """A sentence that the model wrote and the numbers of the sentences that it tells."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=2)
    numbers: list[int] = Field(min_length=1)


class Answer(BaseModel):
    """What the model answers: the paragraph, sentence by sentence."""

    model_config = ConfigDict(extra="forbid")

    sentences: list[Rewritten] = Field(min_length=1)


@dataclass
class Tally:
    """How many sentences the model wrote, and how many of them are used."""

    written: int = 0
    used: int = 0


def rewritten(
    report: Report,
    section_id: str,
    endpoint: Endpoint,
    *,
    last_year: Report | None,
    stop: threading.Event,
    on_text: Callable[[str], None],
    tally: Tally | None = None,
) -> tuple[Section, Usage | None, bool]:
    """The composed section with its paragraphs rewritten, what that cost, and whether every one was reached.

    ``on_text`` gets a whole section from the start, then better ones; ``tally`` counts. Raises ModelUnreachable and
    ModelInterrupted.
    """
    from .composer import compose

    prompt, tally = prompts.load("paragraph"), tally or Tally()
    composed = compose(report, section_id, last_year)
    paragraphs = [one.model_copy(update={"origin": "model"}) for one in composed.paragraphs]
    spec = report.spec(section_id)
    values = directions.of(report, "paragraph", endpoint.strategy) | {"section": spec.heading or spec.label}
    plans = {f"note:{note.id}" for note in report.notes_on([PLANS])}
    spent: list[Usage] = []

    def section() -> Section:
        return Section(paragraphs=tuple(tied(paragraph, report) for paragraph in paragraphs))

    on_text(section().text)
    for place, paragraph in enumerate(paragraphs):
        given = _sentences(paragraph)
        if not given or len(given) > MOST_SENTENCES:
            continue
        answer = client.structured(
            endpoint,
            [
                (
                    "user",
                    prompt.filled(values | {"materials": _numbered(given)}),
                )
            ],
            Answer,
            stop=stop,
            max_tokens=LEAST_TOKENS + TOKENS_A_LETTER * len(paragraph.text),
        )
        spent.append(answer.usage)
        if answer.value:
            paragraphs[place] = _checked(paragraph, given, answer.value.sentences, report, plans, tally)
        if answer.stopped:
            return section(), Usage.together(spent), False
        on_text(section().text)
    return section(), Usage.together(spent), True


def _numbered(given: Sequence[SentenceSource]) -> str:
    """The sentences of a paragraph as numbered lines, one each."""
    return "\n".join(f"[{number}] {prompts.quoted(one.sentence)}" for number, one in enumerate(given, 1))


def _sentences(paragraph: Paragraph) -> list[SentenceSource]:
    """The sentences of a composed paragraph with what they rest on; none where there is nothing to rewrite: headings, what
    every report says of itself, places that a person must fill.
    """
    if is_heading(paragraph.text) or "〔待补" in paragraph.text or not paragraph.sources:
        return []
    found: list[SentenceSource] = []
    place = 0
    for source in paragraph.sources:
        start = paragraph.text.find(source.sentence, place)
        if start < 0:
            return []
        found += [SentenceSource(sentence=one, ids=()) for one in pieces(paragraph.text[place:start], FULL_STOPS)]
        found.append(source)
        place = start + len(source.sentence)
    found += [SentenceSource(sentence=one, ids=()) for one in pieces(paragraph.text[place:], FULL_STOPS)]
    return [one for one in found if one.sentence.strip()]


def _checked(
    paragraph: Paragraph,
    given: Sequence[SentenceSource],
    answer: Sequence[Rewritten],
    report: Report,
    plans: set[str],
    tally: Tally,
) -> Paragraph:
    """The paragraph of those sentences of the ``answer`` that say what they name, the composed ones for the others."""
    groups = _together(answer, len(given))
    placed: list[tuple[int, list[SentenceSource]]] = []
    told: set[int] = set()
    for numbers, texts in groups:
        sources = [given[number - 1] for number in numbers]
        tally.written += len(texts)
        made = _fair(sources, texts, report, plans)
        if made:
            tally.used += len(texts)
            told.update(numbers)
            placed.append((numbers[0], made))
    placed += [(number, [one]) for number, one in enumerate(given, 1) if number not in told]
    found = [one for _, part in sorted(placed, key=lambda each: each[0]) for one in part]
    return paragraph.model_copy(
        update={
            "text": "".join(one.sentence for one in found),
            "sources": tuple(one for one in found if one.ids or one.doubted),
        }
    )


def _together(answer: Sequence[Rewritten], most: int) -> list[tuple[list[int], list[str]]]:
    """The sentences that tell something of the same given ones, with the numbers of these, in their order.

    A sentence that names none there is belongs to no group: what it says nobody knows.
    """
    groups: list[tuple[set[int], list[str]]] = []
    for one in answer:
        numbers = {number for number in one.numbers if 0 < number <= most}
        if not numbers:
            continue
        texts = [one.text]
        for group in [group for group in groups if group[0] & numbers]:
            groups.remove(group)
            numbers |= group[0]
            texts = [*group[1], *texts]
        groups.append((numbers, texts))
    return [(sorted(numbers), texts) for numbers, texts in groups]


def _fair(
    sources: Sequence[SentenceSource],
    texts: Sequence[str],
    report: Report,
    plans: set[str],
) -> list[SentenceSource]:
    """The ``texts`` with what they rest on, where they say what their ``sources`` say; else none."""
    given = "".join(one.sentence for one in sources)
    ids = tuple(dict.fromkeys(id for one in sources for id in one.ids))
    closed = [_closed(text, sources[-1].sentence if at == len(texts) - 1 else "。") for at, text in enumerate(texts)]
    if faults(given, "".join(closed), speaker(report), planned=not plans.isdisjoint(ids)):
        return []
    return [
        SentenceSource(sentence=text, ids=() if unsure else ids, doubted=ids if unsure else ())
        for text in closed
        for unsure in (bool(doubts(given, text, speaker(report))),)
    ]


def _closed(text: str, like: str) -> str:
    """``text`` on one line, ended as ``like`` ends, so that what follows goes on as composed."""
    plain = "".join(text.split()).rstrip("。；;")
    return plain + ("；" if like.endswith("；") else "。")


__all__ = ["Answer", "Rewritten", "Tally", "rewritten"]
