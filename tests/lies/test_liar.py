"""A model that lies once in a draft: nobody hands the lie out as a final copy without having given a reason for it."""

from collections import Counter

import pytest

from drafting.testing.endpoint import faithful

from .desk import Desk
from .liar import KINDS, SAMPLES, finished, lies

EACH = 3
"""Lies of each kind in the suite; ``python -m tests.bench lies`` tries fifty of each."""
OUT = 3
"""Lies that reach a final copy at most. Only ever lowered; none is wanted."""


@pytest.fixture
def desk(service):
    with Desk(service) as desk:
        yield desk


def test_a_lie_of_a_model_does_not_reach_a_final_copy_without_a_reason(desk):
    tried, out = Counter(), []
    for lie in lies(EACH):
        stops = desk.stops(lie)
        assert stops != ["not written"], lie
        tried[lie.kind] += 1
        if not stops:
            out.append((lie.kind, lie.mode, lie.about, lie.section, lie.said))
    assert tried.keys() == set(KINDS) and tried.total() == EACH * len(KINDS)
    assert len(out) <= OUT, out


@pytest.mark.parametrize("about", SAMPLES)
def test_the_draft_around_a_lie_is_in_nobodys_way(desk, about):
    id = desk.shelved(about)
    report = finished(about)[0]
    for section in report.sections:
        desk.drafted(id, section, lambda request: faithful(request).text)
    assert desk.found(id) == []
