"""What a person does to a sentence of a model that makes it look like their own: cut, pasted, cleared, retyped."""

from __future__ import annotations

from drafting.testing.endpoint import faithful

from .desk import Desk

FROM, TO = "overview.oversight", "overview.platform"
LIES = {
    "a figure": "全年接待来访群众473人次。",
    "a small figure": "召开专题会议4次。",
    "a meeting": "5月18日召开政务公开工作推进会。",
}


def moved(desk: Desk, way: str) -> list[str]:
    """The lies that reach a final copy after a person has moved them the ``way``."""
    out = []
    for kind, lie in LIES.items():
        id = desk.shelved("town")
        desk.drafted(id, FROM, lambda request, lie=lie: faithful(request).text + ("" if way in OUTSIDE else lie))
        WAYS[way](desk, id, lie)
        assert lie in desk.text(id, FROM) + desk.text(id, TO)
        if not desk.found(id):
            out.append(kind)
        desk.service.library.delete(id)
    return out


def _cut_and_pasted(desk: Desk, id: str, lie: str) -> None:
    desk.typed(id, FROM, desk.text(id, FROM).replace(lie, ""))
    desk.typed(id, TO, desk.text(id, TO) + lie)


def _copied_then_deleted(desk: Desk, id: str, lie: str) -> None:
    desk.typed(id, TO, desk.text(id, TO) + lie)
    desk.typed(id, FROM, desk.text(id, FROM).replace(lie, ""))


def _cleared_and_put_back(desk: Desk, id: str, lie: str) -> None:
    text = desk.text(id, FROM)
    desk.typed(id, FROM, "")
    desk.typed(id, FROM, text)


def _deleted_and_put_back(desk: Desk, id: str, lie: str) -> None:
    text = desk.text(id, FROM)
    desk.typed(id, FROM, text.replace(lie, ""))
    desk.typed(id, FROM, text)


def _broken_and_joined(desk: Desk, id: str, lie: str) -> None:
    text, middle = desk.text(id, FROM), len(lie) // 2
    figure = next((at for at, sign in enumerate(lie) if sign in "45"), middle)
    desk.typed(id, FROM, text.replace(lie, f"{lie[: figure + 1]}\n{lie[figure + 1 :]}"))
    desk.typed(id, FROM, text)


def _typed_again(desk: Desk, id: str, lie: str) -> None:
    text = desk.text(id, FROM)
    start = text.index(lie)
    for end in (*range(start + len(lie), start, -4), *range(start, start + len(lie), 3)):
        desk.typed(id, FROM, text[:end] + text[start + len(lie) :])
    desk.typed(id, FROM, text)


def _moved_within(desk: Desk, id: str, lie: str) -> None:
    desk.typed(id, FROM, lie + desk.text(id, FROM).replace(lie, ""))


def _split(desk: Desk, id: str, lie: str) -> None:
    desk.typed(id, FROM, desk.text(id, FROM).replace(lie, f"\n{lie}"))


def _restored(desk: Desk, id: str, lie: str) -> None:
    number = desk.service.editing.section_versions(id, FROM)[0].number
    desk.typed(id, FROM, desk.text(id, FROM).replace(lie, ""))
    desk.service.editing.restore_section(id, FROM, number)


def _pasted_in(desk: Desk, id: str, lie: str) -> None:
    desk.typed(id, FROM, desk.text(id, FROM) + lie, pasted=[lie])


def _pasted_and_gone_over(desk: Desk, id: str, lie: str) -> None:
    desk.typed(id, FROM, desk.text(id, FROM) + lie.rstrip("。"), pasted=[lie.rstrip("。")])
    desk.typed(id, FROM, desk.text(id, FROM) + "。")
    desk.typed(id, FROM, desk.text(id, FROM) + "我镇按时公开。")


def _pasted_whole(desk: Desk, id: str, lie: str) -> None:
    whole = f"我镇政务公开工作由党政办公室牵头。{lie}全年组织培训2次，共57人次参加。"
    desk.typed(id, FROM, whole, pasted=[whole])


OUTSIDE = {
    "pasted from outside": _pasted_in,
    "pasted from outside and gone on writing": _pasted_and_gone_over,
    "pasted a whole section from outside": _pasted_whole,
}
"""Ways of a lie that no model of the program wrote: another chat's text on the clipboard."""
WAYS = {
    "cut and pasted": _cut_and_pasted,
    "copied, then deleted": _copied_then_deleted,
    "cleared and put back": _cleared_and_put_back,
    "deleted and put back": _deleted_and_put_back,
    "broken and joined": _broken_and_joined,
    "typed again digit by digit": _typed_again,
    "moved within the section": _moved_within,
    "split into two paragraphs": _split,
    "an earlier version restored": _restored,
    **OUTSIDE,
}
