"""Separates a model's thinking from its text while both stream in.

Models think aloud between ``<think>`` and ``</think>``. Some servers cut off the opening tag with the prompt, so that a
lone ``</think>`` shows only afterwards that all before it was thinking: then ``NEW_PAGE`` is sent ahead of the text,
which asks the reader to forget what came before.
"""

from __future__ import annotations

NEW_PAGE = "\f"
"""What came before was no text; start on an empty page. (The form feed of ASCII; a model's own are dropped.)"""

_OPEN, _CLOSE = "<think>", "</think>"


class Splitter:
    """Feed it pieces of any length; it gives back the visible text of each."""

    def __init__(self) -> None:
        self.thought = False
        """Whether any thinking has come."""
        self._thinking = False
        self._shown = False
        self._held = ""

    def feed(self, piece: str) -> str:
        """The visible part of ``piece``; a tail that may be the start of a tag is held back."""
        rest = self._held + piece.replace(NEW_PAGE, "")
        shown = ""
        while True:
            place, tag = min(((rest.find(tag), tag) for tag in (_OPEN, _CLOSE) if tag in rest), default=(-1, ""))
            if not tag:
                break
            self.thought = True
            if tag == _CLOSE and not self._thinking:
                self._shown, shown = False, NEW_PAGE if self._shown or shown or place else shown
            elif not self._thinking:
                shown += rest[:place]
            self._thinking = tag == _OPEN
            rest = rest[place + len(tag) :]
        starts = [tag[:size] for tag in (_OPEN, _CLOSE) for size in range(1, len(tag))]
        kept = max((len(start) for start in starts if rest.endswith(start)), default=0)
        self._held = rest[len(rest) - kept :]
        if not self._thinking:
            shown += rest[: len(rest) - kept]
        self._shown = self._shown or bool(shown.strip(NEW_PAGE))
        return shown

    def close(self) -> str:
        """What was held back, once no more pieces come."""
        held, self._held = self._held, ""
        return "" if self._thinking else held
