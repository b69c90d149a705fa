"""What is made of a report on the export page: style, copy and formats, kept with the report for whoever opens it next."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from drafting.publishing import COPIES, FORMATS, STYLES
from drafting.store import Store

_PAGE = "export"


@dataclass(frozen=True)
class Choice:
    """``copy``: None until one is chosen, the final copy as soon as it is possible. ``letterhead``: use the organ's
    own.
    """

    style: str = "plain"
    copy: str | None = None
    formats: tuple[str, ...] = ("docx",)
    letterhead: bool = True


class Choices:
    """The choices of each report."""

    def __init__(self, store: Store):
        self._store = store

    def of(self, id: str) -> Choice:
        """What was chosen last for the report ``id``; what the program does not know any more is left out."""
        kept, usual = self._store.choices.of(id, _PAGE), Choice()
        style, copy, formats = kept.get("style"), kept.get("copy"), kept.get("formats", usual.formats)
        return Choice(
            style=style if style in STYLES else usual.style,
            copy=copy if copy in COPIES else None,
            formats=tuple(known.id for known in FORMATS if known.id in formats),
            letterhead=kept.get("letterhead", True),
        )

    def keep(self, id: str, choice: Choice) -> None:
        """Choose this for the report ``id`` from now on; writes only what is another choice."""
        if choice != self.of(id):
            self._store.choices.keep(id, _PAGE, asdict(choice))
