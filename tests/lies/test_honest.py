"""A careful draft in which everything is from the notes and the tables is in nobody's way."""

import pytest

from drafting.assessment import Assessment, blocking
from tests.published import needs_corpus

from . import honest
from .corpus_notes import drafts
from .desk import Desk

NEEDLESS = {"cited": 2, "uncited": 2}
"""Needless stops in all hand-written drafts together, at most: fewer than one a draft. Only ever lowered."""
NEEDLESS_PUBLISHED = {"cited": 4, "uncited": 4}
"""The same in published reports whose sentences were turned into notes: fewer than one each; two more are true (a sum, a gap)."""


@pytest.mark.parametrize("mode", NEEDLESS)
def test_an_honest_draft_from_the_notes_of_a_sample_is_hardly_stopped(service, mode):
    with Desk(service) as desk:
        stops = [
            (draft, finding.rule, finding.message)
            for draft in honest.DRAFTS
            for finding in honest.stopping(desk, draft, mode)
        ]
    assert len(honest.DRAFTS) >= 6 and len(stops) <= NEEDLESS[mode], stops


@needs_corpus
@pytest.mark.parametrize("mode", NEEDLESS_PUBLISHED)
def test_a_published_report_whose_sentences_are_its_notes_is_hardly_stopped(mode):
    stops = [
        (name, finding.rule, finding.message)
        for name, report in drafts(mode == "cited")
        for finding in blocking(Assessment(report).result)
        if finding.rule.startswith("N-")
    ]
    assert len(stops) <= NEEDLESS_PUBLISHED[mode], stops
