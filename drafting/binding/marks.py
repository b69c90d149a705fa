"""What the pages and rules are told about a text: each figure, and each word that claims something, with its state."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .figures import Figure

State = Literal["fact", "note", "person", "untied", "contradicted"]
"""Where a mark comes from; ``contradicted``: its sentence names a fact that says otherwise."""


@dataclass(frozen=True)
class Mark:
    """``text`` stands at ``start``–``end`` of the text that was given.

    ``kind``: a figure, or a word that claims something (增长, 持平, 未收到, 均已办结, 首次).
    ``sources``: ``fact:<id>``, ``note:<id>`` or ``person``, best first; of a contradicted one, what it should rest on.
    ``expected``: of a contradicted one, what should stand there, in its own style; ``""`` when that is not one thing.
    ``narrow``: contradicted, but words of a narrower scope stand by it: never more than a warning (domain §4.3, N-02).
    ``asked``: narrow because the words leave some doubt, not because they name a part: asked about by the cell's name.
    """

    start: int
    end: int
    text: str
    kind: Literal["figure", "word"]
    state: State
    sources: tuple[str, ...] = ()
    expected: str = ""
    narrow: bool = False
    figure: Figure | None = None
    asked: bool = False
