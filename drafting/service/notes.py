"""The notes (素材): added, saved, moved, deleted and brought back. Every save answers with a version number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from drafting.errors import InputError, NotFound
from drafting.form import ASPECTS
from drafting.report import MAX_NOTE, Note, new_id
from drafting.store import Store
from drafting.store.parts import note_content

from .prose import Prose
from .whole import whole


class Notes:
    """The verbs of noting."""

    def __init__(self, store: Store, prose: Prose):
        self._store = store
        self._prose = prose

    @whole
    def add(self, id: str, aspect: str, text: str = "", *, asked: str = "", after: str = "") -> str:
        """A new note at the end of its aspect, or right behind the note ``after``; its id. Raises InputError.

        ``asked``: the reminder it answers.
        """
        _check_note(aspect, text)
        notes = self._store.standing(id, "note")
        note = Note(id=new_id(), aspect=aspect, text=text, asked=asked)
        places = sorted(content["position"] for content in notes.values())
        behind = notes[after]["position"] if after in notes else max(places, default=0)
        self._store.save(id, f"note:{note.id}", note_content(note, _between(places, behind)), expected=0)
        return note.id

    @whole
    def save(
        self,
        id: str,
        note_id: str,
        text: str,
        expected: int | None = None,
        earlier: Sequence[str] = (),
    ) -> int:
        """Save a note's text, and let the figures follow that the narrative took from it; the version number.

        A standing version that reads like one of ``earlier`` (texts the same window has sent) is as good as
        ``expected``. Raises InputError, Conflict, NotFound.
        """
        part = f"note:{note_id}"
        standing = next(reversed(self._store.versions(id, part)), None)
        if standing is None or standing.content is None:
            raise NotFound("这条素材已在别处删除，您的文字没有保存，可以复制后另建一条。")
        content = standing.content
        _check_note(content["aspect"], text)
        if content["text"] == text:
            return standing.number
        if expected is not None and content["text"] in earlier:
            expected = standing.number
        number = self._store.save(id, part, {**content, "text": text}, expected=expected)
        self._prose.refill(id, {note_id: content["text"]})
        return number

    @whole
    def renew(self, id: str, note_id: str, text: str) -> str:
        """A new note with ``text`` on the aspect of one that was deleted; its id. Raises InputError, NotFound."""
        last = next(
            (version for version in reversed(self._store.versions(id, f"note:{note_id}")) if version.content), None
        )
        if last is None:
            raise NotFound("找不到原来的素材，请复制文字后自己添加一条。")
        return self.add(id, last.content["aspect"], text)

    def delete(self, id: str, note_id: str) -> int:
        """Delete a note; the number of the deletion, to undo it with ``restore``."""
        return self._store.save(id, f"note:{note_id}", None)

    @whole
    def restore(self, id: str, note_id: str) -> int:
        """Bring a deleted note back as it was."""
        last = next(
            (version for version in reversed(self._store.versions(id, f"note:{note_id}")) if version.content), None
        )
        if last is None:
            raise NotFound("找不到要恢复的素材。")
        return self._store.save(id, f"note:{note_id}", last.content)

    @whole
    def move(self, id: str, note_id: str, up: bool) -> None:
        """Move a note past its neighbour in the same aspect; nothing happens at either end."""
        notes = self._store.standing(id, "note")
        if note_id not in notes:
            raise NotFound("这条素材已在别处删除，没有移动。")
        row = _in_order(notes, notes[note_id]["aspect"])
        at = row.index(note_id)
        if up and at > 0:
            self.place(id, note_id, notes[note_id]["aspect"], before=row[at - 1])
        elif not up and at + 1 < len(row):
            self.place(id, note_id, notes[note_id]["aspect"], before=row[at + 2] if at + 2 < len(row) else "")

    @whole
    def place(self, id: str, note_id: str, aspect: str, before: str = "") -> None:
        """Put a note into ``aspect``, before the note ``before`` of it, else at its end. Raises InputError, NotFound."""
        notes = self._store.standing(id, "note")
        if note_id not in notes:
            raise NotFound("这条素材已在别处删除，没有移动。")
        _check_note(aspect, "")
        places = sorted(content["position"] for other, content in notes.items() if other != note_id)
        row = [other for other in _in_order(notes, aspect) if other != note_id]
        if before in row:
            ahead = notes[before]["position"]
            position = _between(places, max((place for place in places if place < ahead), default=ahead - 2))
        else:
            position = _between(places, notes[row[-1]]["position"] if row else max(places, default=0))
        content = {**notes[note_id], "aspect": aspect, "position": position}
        if aspect != notes[note_id]["aspect"]:
            content.pop("asked", None)  # the reminder is one of the aspect it came from
        if content != notes[note_id]:
            self._store.save(id, f"note:{note_id}", content)

    @whole
    def set_done(self, id: str, aspect: str, done: bool) -> None:
        """Say that all is noted on ``aspect``, or not yet. Raises InputError."""
        _check_note(aspect, "")
        standing = [other for other in self._store.load(id).report.notes_done if other != aspect]
        self._store.save(id, "notes_done", [*standing, aspect] if done else standing)


def _in_order(notes: Mapping[str, Mapping[str, Any]], aspect: str) -> list[str]:
    """The ids of the notes on ``aspect`` as they stand."""
    return sorted(
        (note for note in notes if notes[note]["aspect"] == aspect), key=lambda note: (notes[note]["position"], note)
    )


def _between(places: list[float], behind: float) -> float:
    """A position right behind ``behind`` and before the next of ``places``, which are in order."""
    following = next((place for place in places if place > behind), behind + 2)
    return (behind + following) / 2


def _check_note(aspect: str, text: str) -> None:
    if aspect not in ASPECTS:
        raise InputError(f"没有名为“{aspect[:40]}”的方面，请刷新页面。")
    if len(text) > MAX_NOTE:
        raise InputError(f"一条素材最多 {MAX_NOTE:,} 字，现有 {len(text):,} 字，没有保存，请拆成几条。")
