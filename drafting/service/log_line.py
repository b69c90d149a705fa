"""What people and files give, in a line of the log."""

from __future__ import annotations


def one_line(text: str) -> str:
    """``text`` without what would begin a second line; ``-`` for nothing."""
    return " ".join(text.split()) or "-"
