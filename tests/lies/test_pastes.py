"""What a model wrote stays a model's when a person moves it: cut and pasted, cleared and put back, broken and joined."""

import pytest

from .desk import Desk
from .moves import FROM, WAYS, moved

THROUGH = {
    "cut and pasted": 3,
    "copied, then deleted": 3,
    "cleared and put back": 3,
    "deleted and put back": 3,
    "broken and joined": 3,
    "typed again digit by digit": 3,
    "moved within the section": 1,
    "split into two paragraphs": 1,
    "an earlier version restored": 0,
}
"""For each way, how many of the lies may reach a final copy. Only ever lowered; none is wanted."""


@pytest.mark.parametrize("way", WAYS)
def test_a_models_lie_that_a_person_moves_does_not_reach_a_final_copy(service, way):
    with Desk(service) as desk:
        out = moved(desk, way)
    assert len(out) <= THROUGH[way], out


def test_what_a_person_writes_with_their_own_hands_is_theirs(service):
    with Desk(service) as desk:
        id = desk.shelved("town")
        desk.typed(id, FROM, desk.text(id, FROM) + "全年接待来访群众473人次。5月18日召开政务公开工作推进会。")
        assert desk.found(id) == []
