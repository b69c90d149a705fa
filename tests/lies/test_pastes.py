"""What a model wrote stays a model's when a person moves it: cut and pasted, cleared and put back, broken and joined."""

import pytest

from .desk import Desk
from .moves import FROM, OUTSIDE, WAYS, moved

THROUGH = {way: 1 for way in OUTSIDE}
"""For each way that does not hold yet, how many of the lies reach a final copy: a claim without a figure that comes from
another program is taken for the person's, as a paragraph from the office's own files is. It only shrinks.
"""


@pytest.mark.parametrize("way", WAYS)
def test_a_models_lie_that_a_person_moves_does_not_reach_a_final_copy(service, way):
    with Desk(service) as desk:
        out = moved(desk, way)
    assert len(out) <= THROUGH.get(way, 0), out


def test_what_a_person_writes_with_their_own_hands_is_theirs(service):
    with Desk(service) as desk:
        id = desk.shelved("town")
        desk.typed(id, FROM, desk.text(id, FROM) + "全年接待来访群众473人次。5月18日召开政务公开工作推进会。")
        assert desk.found(id) == []
