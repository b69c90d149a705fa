"""How long a text should be for what it is written from."""

from __future__ import annotations

SHORTEST, LONGEST = 0.7, 1.6
"""The length of a draft for a letter of its materials. Below it something was left out, above it something was added."""
STANDING = 40
"""Letters a section may have beside its materials: its opening, and what the form wants said where nothing was."""
TOKENS_A_LETTER = 1.2
STEP = 10
"""Letters to which a length is rounded where it is told."""


def band(letters: int, sections: int = 1) -> tuple[int, int]:
    """The least and the most letters of a text over ``letters`` of materials, in that many sections."""
    return round(SHORTEST * letters), round(LONGEST * letters) + STANDING * sections


def told(letters: int) -> str:
    """The band of one section, as a model is told of it."""
    least, most = (max(STEP, round(one / STEP) * STEP) for one in band(letters))
    return f"{least}至{most}字"


def tokens(letters: int) -> int:
    """Room for the answer over ``letters`` of materials: its letters, the markers, and what a model needs for rare ones."""
    return round(TOKENS_A_LETTER * band(letters)[1])
