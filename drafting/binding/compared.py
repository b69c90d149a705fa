"""Words that set two of the report's own numbers against each other: 处罚多于强制, 自然人申请最多, 在不予公开理由中居首.

Precision first: both sides must be named, every word of the clause known, no figure between. Of several readings the claim
is true where one pair bears it out, and false only where none does.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from drafting.facts import Catalogue

from .claim import Evidence, fact_sources, word_mark
from .frames import CUTS, State
from .lexicon import Token
from .marks import Mark
from .names import Names, any_name, any_of
from .naming import named
from .parts import siblings
from .scope import reporting
from .statements import Reading

_ENDS = (*CUTS, "stop", "line", "close")
_AMONG = ("中", "里", "内", "之中")
_FOREIGN = ("unknown", "aside", "organ", "share", "compare", "way", "become", "deny", "figure")
"""Words with which a clause says another thing, or more than that one number is larger."""


def compared(text: str, reading: Reading, evidence: Evidence) -> list[Mark]:
    """The marks of the words that compare."""
    found = []
    for at, token in enumerate(reading.tokens):
        if token.kind == "versus" or (token.value == "over" and any_name(reading.tokens[at + 1 : at + 2])):
            pairs, holds = _two(at, reading, evidence), _HOLDS[token.value]
        elif token.kind == "most":
            beside = text[: token.start].rstrip().endswith(_AMONG)  # 在各项理由中居首 does not say which
            pairs, holds = [] if beside else _first(at, reading, evidence), _HOLDS[token.value]
        else:
            continue
        if pairs and (mark := _judged(text, token, pairs, holds, evidence.facts)):
            found.append(mark)
    return found


_HOLDS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "over": lambda one, other: one > other,
    "under": lambda one, other: one < other,
    "first": lambda one, other: one >= other,
    "last": lambda one, other: one <= other,
}
"""What the words say of the one number and each other."""


def _two(at: int, reading: Reading, evidence: Evidence) -> list[tuple[str, list[str]]]:
    """The facts on both sides of a word that compares; [] where they are not both known by their words."""
    before, after = _clause(reading.tokens[:at][::-1])[::-1], _clause(reading.tokens[at + 1 :])
    one = _names(before, Names(), evidence)
    other = _names(after, one, evidence) if one else None
    if one is None or other is None or one == other or (one.axis, one.family) != (other.axis, other.family):
        return []
    form, facts = evidence.report.form, evidence.facts
    sides = zip(one.readings(form), other.readings(form))
    return [(facts.of_cells(left), [facts.of_cells(right)]) for left, right in sides if left != right]


def _first(at: int, reading: Reading, evidence: Evidence) -> list[tuple[str, list[str]]]:
    """What is said to be the largest or smallest, and all that it stands beside in the form."""
    words = _clause(reading.tokens[:at][::-1])[::-1]
    if any_of(words, "join"):
        return []
    names = _names(words, Names(), evidence)
    if names is None or not names.axis or names.axis == "outcome" or len(getattr(names, f"{names.axis}s")) != 1:
        return []
    form, facts = evidence.report.form, evidence.facts
    others = [each.readings(form) for each in siblings(names, form)]
    return [
        (facts.of_cells(cells), [facts.of_cells(each[place]) for each in others if place < len(each)])
        for place, cells in enumerate(names.readings(form))
    ]


def _clause(words: Sequence[Token]) -> list[Token]:
    """The words up to the next sign; a stop that is not there is the end."""
    end = next((at for at, token in enumerate(words) if token.kind in _ENDS), len(words))
    return list(words[:end])


def _names(words: Sequence[Token], before: Names | None, evidence: Evidence) -> Names | None:
    """What ``words`` name where ``before`` has been named; None for anything that is not wholly known."""
    if any_of(words, *_FOREIGN) or not any_name(words):
        return None
    report = evidence.report
    state = State((), report.form, reporting(report.organ), set(), [])
    state.about = True
    if before and before.matters:
        state.frame = replace(state.frame, names=before, last=-1)
    found = named(words, words, state)
    return found.names._replace(also=()) if found else None


def _judged(
    text: str,
    token: Token,
    pairs: Sequence[tuple[str, list[str]]],
    holds: Callable[[Decimal, Decimal], bool],
    facts: Catalogue,
) -> Mark | None:
    """The mark of a comparison; None where a number is not known."""
    if not all(id in facts for one, others in pairs for id in (one, *others)):
        return None
    for one, others in pairs:
        if all(holds(Decimal(facts[one].value), Decimal(facts[other].value)) for other in others):
            return word_mark(text, token.start, token.end, "fact", fact_sources([one, *others]))
    one, others = pairs[0]
    wrong = [id for id in others if not holds(Decimal(facts[one].value), Decimal(facts[id].value))]
    return word_mark(text, token.start, token.end, "contradicted", fact_sources([one, *wrong]))
