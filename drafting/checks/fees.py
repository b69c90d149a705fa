"""What chapter 六 says about 信息处理费: its sentences, and the money in them."""

from __future__ import annotations

from dataclasses import replace

from drafting.binding import Figure, read
from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

_FEE = late_pattern("处理费|收费通知|通知收费")
_MORE = late_pattern("收取|收费|金额|缴|其中")
_OTHER_MONEY = late_pattern("事业性收费|预算|决算|资金|罚款|罚没|投资|经费|补贴|补助")


def fee_sentences(text: str) -> list[tuple[int, int, str]]:
    """The sentences of ``text`` on 信息处理费: those that name it, and those that go on about it on the same line."""
    found: list[tuple[int, int, str]] = []
    for start, end, sentence in sentences(text):
        goes_on = found and not text[found[-1][1] : start].strip() and "\n" not in text[found[-1][1] : start]
        if _FEE.search(sentence) or (goes_on and _MORE.search(sentence) and not _OTHER_MONEY.search(sentence)):
            found.append((start, end, sentence))
    return found


def fee_figures(text: str) -> list[Figure]:
    """The figures of those sentences, placed in ``text``."""
    return [
        replace(figure, start=start + figure.start, end=start + figure.end)
        for start, _, sentence in fee_sentences(text)
        if not _OTHER_MONEY.search(sentence)
        for figure in read(sentence)
    ]


def charged(text: str) -> Figure | None:
    """The first amount above zero that ``text`` states as 信息处理费."""
    return next((figure for figure in fee_figures(text) if figure.yuan), None)
