"""Real ways in which reports state their figures: each is tied to the fact it states, or to none."""

import pytest
from statement_cases import MEANS, needs_cases, wordings

from drafting.binding import EvidenceIndex
from drafting.report import Report


def tied(report: Report, text: str) -> dict[int, tuple[str, ...]]:
    """Where each figure begins that rests on a fact, and which it may be."""
    return {mark.start: tuple(source.removeprefix("fact:") for source in mark.sources) for mark in EvidenceIndex(report).marks(text)
            if mark.figure and mark.state == "fact"}  # fmt: skip


@needs_cases
@pytest.mark.parametrize("report, text, golds", wordings())
def test_each_figure_of_a_real_wording_is_tied_to_the_fact_it_states(report, text, golds):
    found = tied(report, text)
    wrong = []
    for start, figure, code in golds:
        ids = found.get(start, ())
        if code.startswith("%"):
            right = bool(ids) and ids[0].startswith("share.")
        else:
            right = not ids if code == "x" else bool(set(ids) & set(MEANS[code]))
        if not right:
            wrong.append((text[max(0, start - 12) : start], figure, code, ids))
    assert wrong == []


@needs_cases
@pytest.mark.parametrize("report, text, golds", wordings())
def test_no_right_figure_of_a_real_wording_is_called_wrong(report, text, golds):
    assert [mark.text for mark in EvidenceIndex(report).marks(text) if mark.state == "contradicted"] == []
