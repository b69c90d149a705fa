"""What a model wrote stays a model's when a person moves it: cut and pasted, cleared and put back, broken and joined."""

import pytest

from drafting.testing.endpoint import faithful

from .desk import Desk

FROM, TO = "overview.oversight", "overview.platform"
LIES = {
    "a figure": "全年接待来访群众473人次。",
    "a small figure": "召开专题会议4次。",
    "a meeting": "5月18日召开政务公开工作推进会。",
}
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


def cut_and_pasted(desk, id, lie):
    desk.typed(id, FROM, desk.text(id, FROM).replace(lie, ""))
    desk.typed(id, TO, desk.text(id, TO) + lie)


def copied_then_deleted(desk, id, lie):
    desk.typed(id, TO, desk.text(id, TO) + lie)
    desk.typed(id, FROM, desk.text(id, FROM).replace(lie, ""))


def cleared_and_put_back(desk, id, lie):
    text = desk.text(id, FROM)
    desk.typed(id, FROM, "")
    desk.typed(id, FROM, text)


def deleted_and_put_back(desk, id, lie):
    text = desk.text(id, FROM)
    desk.typed(id, FROM, text.replace(lie, ""))
    desk.typed(id, FROM, text)


def broken_and_joined(desk, id, lie):
    text, middle = desk.text(id, FROM), len(lie) // 2
    figure = next((at for at, sign in enumerate(lie) if sign in "45"), middle)
    desk.typed(id, FROM, text.replace(lie, f"{lie[: figure + 1]}\n{lie[figure + 1 :]}"))
    desk.typed(id, FROM, text)


def typed_again(desk, id, lie):
    text = desk.text(id, FROM)
    start = text.index(lie)
    for end in (*range(start + len(lie), start, -4), *range(start, start + len(lie), 3)):
        desk.typed(id, FROM, text[:end] + text[start + len(lie) :])
    desk.typed(id, FROM, text)


def moved_within(desk, id, lie):
    desk.typed(id, FROM, lie + desk.text(id, FROM).replace(lie, ""))


def split(desk, id, lie):
    desk.typed(id, FROM, desk.text(id, FROM).replace(lie, f"\n{lie}"))


def restored(desk, id, lie):
    number = desk.service.editing.section_versions(id, FROM)[0].number
    desk.typed(id, FROM, desk.text(id, FROM).replace(lie, ""))
    desk.service.editing.restore_section(id, FROM, number)


WAYS = dict(
    zip(
        THROUGH,
        (
            cut_and_pasted,
            copied_then_deleted,
            cleared_and_put_back,
            deleted_and_put_back,
            broken_and_joined,
            typed_again,
            moved_within,
            split,
            restored,
        ),
        strict=True,
    )
)


@pytest.mark.parametrize("way", WAYS)
def test_a_models_lie_that_a_person_moves_does_not_reach_a_final_copy(service, way):
    out = []
    with Desk(service) as desk:
        for kind, lie in LIES.items():
            id = desk.shelved("town")
            desk.drafted(id, FROM, lambda request, lie=lie: faithful(request).text + lie)
            assert lie in desk.text(id, FROM)
            WAYS[way](desk, id, lie)
            assert lie in desk.text(id, FROM) + desk.text(id, TO)
            if not desk.found(id):
                out.append(kind)
            service.library.delete(id)
    assert len(out) <= THROUGH[way], out


def test_what_a_person_writes_with_their_own_hands_is_theirs(service):
    with Desk(service) as desk:
        id = desk.shelved("town")
        desk.typed(id, FROM, desk.text(id, FROM) + "全年接待来访群众473人次。5月18日召开政务公开工作推进会。")
        assert desk.found(id) == []
