"""Every figure that states a cell or a formula of the tables is tied to that one; no right figure is called wrong."""

from collections import Counter

import pytest

from drafting.assessment import Assessment
from tests.published import needs_corpus

from . import corpus
from .marked import WORDINGS, blind, falsehoods, later, marks, of, own, verdict, wordings
from .reports import saying

FLOOR = {"own": 0.985, "later": 0.85, "blind": 0.805, "wordings": 1.0, "corpus": 1.0}
"""Share of the figures that must be tied at least. Only ever raised."""
WRONG = {"own": (0, 0), "later": (0, 0), "blind": (1, 0), "wordings": (0, 0), "corpus": (0, 1)}
"""Right figures that may be tied to another thing at most, and be called wrong. Only ever lowered."""
OTHERS_UNTIED = 310
"""Figures of published reports that nothing in the report knows, at most: no new doubts about ordinary activity."""
CONTRADICTED, VOUCHED_FOR = 395, 1
"""Of 495 false words by other writers, how many are called wrong at least, and how many rest on a cell or a note at most."""


def judged(pieces):
    """How many of the pieces' figures got which verdict, and those that went wrong."""
    counts, faults = Counter(), []
    for piece in pieces:
        found = marks(piece.says(piece.text), piece.last_year)
        for gold in piece.golds:
            result = verdict(gold, of(gold, found))
            counts[result] += 1
            if result in ("untied", "wrong tie", "contradicted"):
                faults.append((result, piece.name, gold.figure, gold.code))
    return counts, faults


def recall(counts):
    tied = counts["right"]
    return tied / (tied + counts["untied"] + counts["wrong tie"] + counts["contradicted"])


@pytest.mark.parametrize(
    ("kind", "pieces"),
    [
        ("own", own),
        ("later", later),
        ("blind", blind),
        pytest.param(
            "wordings",
            wordings,
            marks=pytest.mark.skipif(not WORDINGS.is_file(), reason="the shared cases are not here (../shared/cases)"),
        ),
    ],
)
def test_figures_in_the_wordings_of_offices_are_tied_to_what_they_mean(kind, pieces):
    counts, faults = judged(pieces())
    assert recall(counts) >= FLOOR[kind], faults
    assert counts["wrong tie"] <= WRONG[kind][0], [fault for fault in faults if fault[0] == "wrong tie"]
    assert counts["contradicted"] <= WRONG[kind][1], [fault for fault in faults if fault[0] == "contradicted"]


def test_what_is_false_is_called_wrong_or_left_open_but_hardly_ever_vouched_for():
    wrong, vouched = 0, []
    for each in falsehoods():
        start, end = each.span
        report = saying(each.report, each.text, "overview.on_request", "import")
        found = [mark for marked in Assessment(report, each.last_year).marks.values() for mark in marked]
        states = {mark.state for mark in found if mark.start < end and mark.end > start}
        wrong += "contradicted" in states
        if states and states <= {"fact", "note"}:
            vouched.append((each.text, each.wrong, each.why))
    assert wrong >= CONTRADICTED and len(vouched) <= VOUCHED_FOR, vouched


@needs_corpus
def test_figures_of_published_reports_are_tied_to_what_they_mean_and_to_nothing_else():
    counts, beyond, faults, untied = Counter(), Counter(), [], 0
    for name, report, golds in corpus.reports():
        found = marks(report)
        listed = [(place, gold) for place, each in golds.items() for gold in each]
        for (section, paragraph), gold in listed:
            mark = of(gold, [one for one in found if one["section"] == section], paragraph)
            result = verdict(gold, mark)
            counts[result] += 1
            if result != "right":
                faults.append((result, name, gold.figure, gold.code))
            found = [one for one in found if one is not mark]
        untied += sum(mark["state"] == "untied" for mark in found)
        for mark in found:
            if mark["state"] in ("fact", "contradicted"):
                kind = "wrong tie" if mark["state"] == "fact" else "contradicted"
                beyond[kind] += 1
                faults.append((kind, name, mark["text"], mark["cells"]))
    assert recall(counts) >= FLOOR["corpus"], faults
    wrong = counts + beyond
    assert wrong["wrong tie"] <= WRONG["corpus"][0] and wrong["contradicted"] <= WRONG["corpus"][1], faults
    assert untied <= OTHERS_UNTIED


@needs_corpus
def test_every_published_report_has_been_read_for_its_golds():
    assert all(corpus.listed(name) is not None for name in corpus.names())
