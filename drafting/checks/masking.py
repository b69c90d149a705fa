"""A text without its titles, for rules that look for names and years."""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern

_TITLE = late_pattern(r"《[^》\n]{0,200}》|[〔\[【][^〕\]】\n]{0,12}[〕\]】]")


def masked(text: str) -> str:
    """``text`` of the same length in which titles and 文号 are blotted out."""
    return _TITLE.sub(lambda match: "▢" * len(match[0]), text)
