"""The ``items`` strategy: the model rewords one line of a note a call, the composer arranges the sentences.

For small models: in free text they invent measures and praise, and number sentences at random; one line at a time under
a schema they copy faithfully (measured with a 1.5B model). Facts and sources are the composer's and so exact.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection

from pydantic import BaseModel, ConfigDict, Field

from drafting.language.register import Speaker, written
from drafting.report import Paragraph, Report, Section, SentenceSource

from . import client, prompts
from .client import Usage
from .endpoint import Endpoint
from .faithful import doubts, faults
from .noted import speaker
from .paragraphs import PLANS
from .tied import tied

MAX_TOKENS = 400
LONGEST = 200
"""Characters of a line the model is asked to reword; a longer one stands as it is."""


class Reworded(BaseModel):
    """What the model answers: one sentence."""

    model_config = ConfigDict(extra="forbid")

    sentence: str = Field(min_length=4)


def reworded(
    report: Report,
    section_id: str,
    endpoint: Endpoint,
    *,
    last_year: Report | None,
    stop: threading.Event,
    on_text: Callable[[str], None],
) -> tuple[Section, Usage | None, bool]:
    """The composed section with its notes reworded, what that cost, and whether every line was reached.

    ``on_text`` gets a whole section from the start, then better ones. Raises ModelUnreachable and ModelInterrupted.
    """
    from .composer import compose

    prompt = prompts.load("item")
    unsure: set[str] = set()
    notes = {note.id: note for note in report.notes}
    spent: list[Usage] = []

    def section() -> Section:
        made = compose(report.model_copy(update={"notes": list(notes.values())}), section_id, last_year)
        return Section(paragraphs=tuple(tied(_by_model(paragraph, unsure), report) for paragraph in made.paragraphs))

    on_text(section().text)
    for note in report.notes_on(report.spec(section_id).aspects):
        lines = [written(line, speaker(report)) for line in note.text.splitlines()]
        for place, line in enumerate(lines):
            if not 4 <= len(line.strip()) <= LONGEST:
                continue
            answer = client.structured(
                endpoint,
                [("user", prompt.render(material=f"[1] {prompts.quoted(line)}"))],
                Reworded,
                stop=stop,
                max_tokens=MAX_TOKENS,
            )
            if answer.value:
                lines[place] = faithful(line, answer.value.sentence, speaker(report), planned=note.aspect == PLANS)
                if doubts(line, lines[place], speaker(report)):
                    unsure.add(lines[place].rstrip("。；"))
            spent.append(answer.usage)
            if answer.stopped:
                return section(), Usage.together(spent), False
        notes[note.id] = note.model_copy(update={"text": "\n".join(lines)})
        on_text(section().text)
    return section(), Usage.together(spent), True


def _by_model(paragraph: Paragraph, unsure: Collection[str]) -> Paragraph:
    """The composed ``paragraph`` as one with a model's words; what rests on words that are ``unsure`` is doubted."""
    return paragraph.model_copy(
        update={
            "origin": "model",
            "sources": tuple(
                SentenceSource(sentence=one.sentence, ids=(), doubted=one.ids)
                if any(words in one.sentence for words in unsure)
                else one
                for one in paragraph.sources
            ),
        }
    )


def faithful(line: str, sentence: str, by: Speaker | None = None, *, planned: bool = False) -> str:
    """``sentence`` when it says what ``line`` says and changes only words, else ``line``."""
    sentence = " ".join(sentence.split())
    return line if faults(line, sentence, by, planned=planned) else sentence
