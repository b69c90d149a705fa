"""A sentence, or a whole paragraph, that stands in the report twice (domain §4.5).

Compared without white space, punctuation and the number before it (一是, （一）); what is shorter than SHORTEST says too
little to be a repetition, but right behind itself (ADJACENT). Sentences that follow each other and stand together before as well are one finding.
"""

from __future__ import annotations

from dataclasses import dataclass

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

from ..context import Context
from ..rule import Outcome, rule

RULE = rule("R-12")

SHORTEST = 10
"""Characters below which a sentence is no repetition."""
ADJACENT = 5
"""Characters from which a sentence is a repetition right behind itself."""
QUOTED = 20
"""Characters of the repeated words that a message quotes."""
_NUMBER = late_pattern(r"^(?:[一二三四五六七八九十]{1,3}是|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[.．、])")
_NO_WORDS = late_pattern(r"[\s，。；：、！？,;:!?“”‘’\"'（）()]+")


@dataclass
class _Repeated:
    section: str
    start: int
    end: int
    count: int


def check(context: Context) -> Outcome:
    """Each run of sentences that are all there before it, in any section."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    told: set[str] = set()
    for section, text in context.texts.items():
        run: _Repeated | None = None
        last = ""
        for start, end, sentence in sentences(text):
            plain = _NO_WORDS.sub("", _NUMBER.sub("", _NO_WORDS.sub("", sentence)))
            again, last = plain == last and len(plain) >= ADJACENT, plain
            if len(plain) < SHORTEST and not again:
                continue
            if plain not in told and not again:
                told.add(plain)
                if run:
                    yield _finding(run, text)
                run = None
            elif run:
                run.end, run.count = end, run.count + 1
            else:
                run = _Repeated(section, start, end, 1)
        if run:
            yield _finding(run, text)


def _finding(run: _Repeated, text: str):
    words = text[run.start : run.end].replace("\n", "")
    if run.count > 1:
        return RULE.finding(
            "sentences", count=run.count, words=words[:QUOTED], section=run.section, span=(run.start, run.end)
        )
    return RULE.finding("sentence", words=words[:QUOTED], section=run.section, span=(run.start, run.end))
