"""A year-end summary pasted into the notes: kept until it is taken or put away, divided by aspect, taken item by item.

The dividing is ``writing.dividing`` by rules; a configured model may give a second opinion on the aspects. What a
person chose, what was taken and what the model said is kept beside the text, under the digest of the division it
belongs to.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from drafting.errors import InputError
from drafting.form import ASPECTS
from drafting.report import Note, Report
from drafting.store import Store
from drafting.store.pastes import Kept
from drafting.writing.dividing import MAX_PASTE, Piece, digest, divide
from drafting.writing.endpoint import Endpoint
from drafting.writing.placing import BATCH, opinions

from .limits import ConcurrencyLimits
from .notes import Notes
from .sending import Errand, cleared
from .shares import Shares
from .whole import whole
from .workers import BrokenOff, Job, Workers

ALIKE = 8
"""Characters, signs aside, from which words found inside a note are the same told again."""


@dataclass(frozen=True)
class Item:
    """One piece of the divided text as it stands now.

    ``aspect``: what a person chose, else the rules', else the model's; ``chosen``: by a person. ``opinion``: the
    model's, None where it gave none. ``taken``: the note it became, while that is there. ``same``: a note that tells it
    already.
    """

    at: int
    piece: Piece
    aspect: str = ""
    chosen: bool = False
    opinion: str | None = None
    taken: Note | None = None
    same: Note | None = None

    @property
    def ready(self) -> bool:
        """Whether it is proposed for taking: it has an aspect, is not taken and told nowhere else."""
        return bool(self.aspect) and self.taken is None and self.same is None


@dataclass
class Asking(Job):
    """A model being asked for its opinion. ``done`` of ``total`` items; ``error``: why it ended early."""

    total: int = 0
    done: int = 0
    error: str = ""


class Pasting:
    """The pasted texts of all reports."""

    def __init__(self, store: Store, notes: Notes, limits: ConcurrencyLimits, shares: Shares):
        self._store = store
        self._notes = notes
        self._limits, self._shares = limits, shares
        self._asked: dict[str, Asking] = {}  # report -> the last asking
        self._workers: Workers[Asking] = Workers(
            "placing",
            broken_off=_left_to_rules,
            broken="询问模型时程序内部出错，没有问到的仍按规则归类；仍不行请联系管理员。",
        )

    def kept(self, id: str) -> Kept:
        """The text pasted into report ``id``; an empty one when there is none."""
        return self._store.pastes.of(id)

    @whole
    def save(self, id: str, text: str, expected: int | None = None, earlier: Sequence[str] = ()) -> int:
        """Keep the pasted text as typed; its number. Raises InputError, Conflict, Settled, NotFound.

        A standing text that is one of ``earlier`` (texts the same window has sent) is as good as ``expected``.
        """
        self._store.must_be_editable(id)
        if len(text) > MAX_PASTE:
            raise InputError(f"一次最多粘贴 {MAX_PASTE:,} 字，现有 {len(text):,} 字，没有保存，请分几次粘贴。")
        standing = self._store.pastes.of(id)
        if standing.text == text:
            return standing.number
        if expected is not None and standing.text in earlier:
            expected = standing.number
        return self._store.pastes.save(id, text, expected)

    def divide(self, id: str) -> None:
        """Show the text divided from now on; what was chosen for the same division stands."""
        self._store.pastes.choose(id, lambda kept: _choices(kept, digest(divide(kept.text))))

    def open_text(self, id: str) -> None:
        """Show the text to be changed again; what was chosen counts no more, what was taken is known by its words."""
        self._store.pastes.choose(id, lambda kept: None)

    def put_away(self, id: str) -> Kept:
        """Put the text away, taken or not; what was kept, for ``bring_back``."""
        self.stop(id)
        return self._store.pastes.drop(id)

    def bring_back(self, id: str, kept: Kept) -> None:
        """Undo ``put_away``."""
        self._store.pastes.restore(id, kept)

    def items(self, id: str, report: Report) -> tuple[Item, ...]:
        """The divided text, headings included, in its order; nothing before it is divided."""
        kept = self.kept(id)
        if kept.choices is None:
            return ()
        pieces = divide(kept.text)
        choices = _choices(kept, digest(pieces))
        allowed = {aspect.id for aspect in report.aspects}
        notes = {note.id: note for note in report.notes}
        told = [(note, _plain(note.text)) for note in report.notes]
        return tuple(_item(at, piece, choices, allowed, notes, told) for at, piece in enumerate(pieces))

    def choose(self, id: str, at: int, aspect: str) -> None:
        """Let item ``at`` belong to ``aspect`` (``""``: to none). Raises InputError."""
        if aspect and aspect not in ASPECTS:
            raise InputError(f"没有名为“{aspect[:40]}”的方面，请刷新页面。")
        self._note_down(id, "aspects", {at: aspect})

    @whole
    def take(self, id: str, wanted: Iterable[int], report: Report) -> list[str]:
        """Make notes of the items ``wanted`` that have an aspect and are not taken, words unchanged; their ids."""
        wanted = set(wanted)
        made: dict[int, str] = {}
        for item in self.items(id, report):
            if item.at in wanted and item.aspect and not item.taken and item.piece.kind == "item":
                made[item.at] = self._notes.add(id, item.aspect, item.piece.words)
        if made:
            self._note_down(id, "taken", made)
        return list(made.values())

    @whole
    def give_back(self, id: str, notes: Iterable[str]) -> None:
        """Undo ``take``: delete the notes it made; their items can be taken again."""
        for note in notes:
            self._notes.delete(id, note)

    # The second opinion

    def ask(self, id: str, endpoint: Endpoint, report: Report, *, owner: str = "", person: str = "") -> None:
        """Begin to ask the model for its opinion on the items that are not taken. Nothing happens while it is asked.

        ``owner``: the id of who asks, ``person``: the name. Raises InputError where that person has had enough written, and NotSent.
        """
        if self._workers.get(id):
            return
        items = {
            item.at: item.piece.words for item in self.items(id, report) if item.piece.kind == "item" and not item.taken
        }
        parts = [lambda e: list(_opinions(items, report, e, threading.Event()))]
        errand = Errand(parts, {"粘贴的文字": "\n".join(items.values())}, kept=(self._store, id), person=person)
        model = cleared(endpoint, report, errand)
        self._shares.ask(owner)
        self._shares.note(owner, id)
        self._asked[id] = asking = Asking(id, id, self._limits.of(model).join(), total=len(items))
        self._workers.start(asking, lambda: self._ask(asking, items, model, report))

    def asking(self, id: str) -> Asking | None:
        """The asking in hand, or the last one."""
        return self._asked.get(id)

    def stop(self, id: str) -> None:
        """Stop asking; the opinions that came stay."""
        self._workers.stop(id)

    def close(self) -> None:
        """Stop all asking."""
        self._workers.close()

    def _ask(self, asking: Asking, items: dict[int, str], endpoint: Endpoint, report: Report) -> None:
        missing = 0
        order = list(items)
        for found in _opinions(items, report, endpoint, asking.stop):
            batch, order = order[:BATCH], order[BATCH:]
            missing += len(batch) - len(found)
            self._note_down(asking.report_id, "opinions", found)
            asking.done += len(batch)
        if missing:
            asking.error = f"模型对其中 {missing} 条没有给出可用的看法，这些仍按规则归类。"

    def _note_down(self, id: str, kind: str, found: dict[int, str]) -> None:
        """Keep what was found of some items, if the text still is the one it was found of."""

        def change(kept: Kept) -> dict[str, Any] | None:
            if kept.choices is None:
                return None
            choices = _choices(kept, digest(divide(kept.text)))
            return {**choices, kind: {**choices[kind], **{str(at): value for at, value in found.items()}}}

        self._store.pastes.choose(id, change)


def _opinions(
    items: dict[int, str], report: Report, endpoint: Endpoint, stop: threading.Event
) -> Iterable[dict[int, str]]:
    return opinions(items, [aspect for aspect in report.aspects if not aspect.optional], endpoint, stop)


def _left_to_rules(asking: Asking, how: BrokenOff, why: str) -> None:
    if how == "failed":
        asking.error = why if "按规则归类" in why else f"{why}没有问到的仍按规则归类。"


def _choices(kept: Kept, of: str) -> dict[str, Any]:
    """What was chosen for the division called ``of``; nothing where it was chosen for another."""
    if kept.choices and kept.choices["of"] == of:
        return kept.choices
    return {"of": of, "aspects": {}, "taken": {}, "opinions": {}}


def _item(
    at: int,
    piece: Piece,
    choices: dict[str, Any],
    allowed: set[str],
    notes: dict[str, Note],
    told: list[tuple[Note, str]],
) -> Item:
    if piece.kind == "heading":
        return Item(at, piece)
    key, plain = str(at), _plain(piece.words)
    opinion = choices["opinions"].get(key)
    chosen = choices["aspects"].get(key)
    proposed = chosen if chosen is not None else piece.aspect or opinion or ""
    taken = notes.get(choices["taken"].get(key, ""))
    same = (
        None
        if taken
        else next(
            (note for note, text in told if plain and (plain == text or (len(plain) >= ALIKE and plain in text))), None
        )
    )
    return Item(at, piece, proposed if proposed in allowed else "", chosen is not None, opinion, taken, same)


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)
