"""A text cut into words that tell something, signs, figures and unknown stretches.

What reaches over several words is found first: causes (因政府信息公开申请引发), periods and years as seen from the year of the
report, names of organs. The rest is looked up in the lexicon, the longest word at a place first.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from drafting.form import Edition

from .figures import Figure
from .lexicon import NAMING, Lexicon, Token, lexicon
from .scope import Reporting, organs

_SIGNS = {
    "，": "sep", ",": "sep", "；": "semi", ";": "semi", "：": "sep", ":": "sep", "。": "stop", "！": "stop", "？": "stop", "\n": "line",
    "（": "open", "(": "open", "）": "close", ")": "close", "、": "join",
}  # fmt: skip
_YEAR = r"(?:19|20)\d\d\s*年度?"
_DAY = r"(?:\d{1,2}\s*月(?:份|底|末)?(?:\s*\d{1,2}\s*[日号])?)"
_SPECIAL = re.compile(
    r"(?=[因对就涉关自从截近即第与较比同《“\dA-Za-z０-９一二两三几\s])(?:"  # what any begins with
    rf"(?P<cause>(?:因|对|就)(?:对)?[^，。；：、（）\n]{{0,14}}?信息公开[^，。；：、（）\n]{{0,16}}?(?:引发|引起|产生|导致|发生|而)的?"
    r"|(?:涉及|涉|关于)(?:政府)?信息公开(?:申请|工作|事项)?(?:类|的|方面的)?(?=(?:行政)?(?:复议|诉讼)))"
    rf"|(?P<whole>(?:自|从)?\s{{0,4}}(?:{_YEAR}\s*)?1\s*月\s*1\s*日起?\s*[至到—–~～-]+\s*(?:{_YEAR})?\s*12\s*月\s*31\s*日止?)"
    rf"|(?P<until>截[至止]\s*(?:{_YEAR})?\s*(?:12\s*月\s*(?:31\s*日|底)|年底|年末|底)?)"
    rf"|(?P<part>\s{{0,4}}(?:{_YEAR}\s*)?{_DAY}(?:\s*[至到—–~～-]+\s*{_DAY})?|\d{{1,2}}\s*[至到—–~～-]+\s*\d{{1,2}}\s*月|近[0-9一二两三几]{{1,4}}年|(?!一年来)[0-9一二两三几]{{1,4}}年来)"
    rf"|(?P<namely>(?<=[，,])即(?![时可使将便刻日]))|(?P<article>第[〇零一二三四五六七八九十百0-9]{{1,4}}条)"
    rf"|(?P<compare>[与较比同]\s*(?P<then>{_YEAR})(?:同期|全年)?(?:相比)?)"
    rf"|(?P<year>{_YEAR})|(?P<title>《[^《》\n]{{1,60}}》|“[^”\n]{{1,20}}”)"
    r"|(?P<number>[A-Za-z0-9０-９][A-Za-z0-9０-９.%-]*))"
)


def tokens(text: str, figures: Sequence[Figure], form: Edition, organ: Reporting, year: int) -> list[Token]:
    """``text`` as tokens, in order and without gaps but for blanks; a figure's ``value`` is its place in ``figures``."""
    words = lexicon(form)
    spans = _spans(text, figures, organ, year, words)
    found: list[Token] = []
    unknown = -1  # where the unknown stretch began that goes on
    at, length = 0, len(text)
    while at <= length:
        token = None
        if at < length:
            sign = text[at]
            if span := spans.get(at):
                token = span
            elif sign in _SIGNS:
                token = Token(at, at + 1, _SIGNS[sign])
            elif sign.isspace() or sign in "“”\"'‘’·":
                token = Token(at, at + 1, "blank")
            elif hit := words.at(text, at, length):
                token = _word(Token(at, hit[0], *hit[1]), found[-1] if found and unknown < 0 else None, unknown >= 0)
        if (token or at == length) and unknown >= 0:
            found.append(Token(unknown, at, "unknown"))
            unknown = -1
        if token is None:
            unknown = at if unknown < 0 else unknown
            at += 1
            continue
        if token.kind != "blank":
            found.append(token)
        at = token.end
    return found


def _word(token: Token, before: Token | None, narrowed: bool) -> Token:
    """``token``; 许可 alone, which is 行政许可 unless another word narrows it (建设用地规划许可), as that or as unknown."""
    if token.kind != "short":
        return token
    narrowed = narrowed or (before is not None and before.kind in ("unknown", "organ", "aside", "title"))
    return token._replace(kind="unknown" if narrowed else "matter")


def _is_word(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Whether what stands between two places is one word that names a part of the tables."""
    hit = words.at(text, start, end)
    return hit is not None and hit[0] == end and hit[1].kind in NAMING and hit[1].value != "other"


def _spans(text: str, figures: Sequence[Figure], organ: Reporting, year: int, words: Lexicon) -> dict[int, Token]:
    """The tokens that are found before single words, by where they begin; none reaches into another."""
    found: dict[int, Token] = {}
    taken: list[tuple[int, int]] = []
    for token in organs(text, organ.names):
        found[token.start] = token
        taken.append((token.start, token.end))
    starts = {figure.start for figure in figures}
    ends = 0
    for match in _SPECIAL.finditer(text):
        if match.start() < ends or (match.lastgroup == "number" and match.start() not in starts):
            continue
        kind, value = _special(match, year)
        if kind == "plain" and text[match.start()] == "“" and _is_word(text, match.start() + 1, match.end() - 1, words):
            continue  # “部分公开”占12.5%
        if kind:
            found[match.start()] = Token(*match.span(), kind, value)
            ends = match.end()
    times = [(token.start, token.end) for token in found.values() if token.kind in ("time", "compare")]
    for at, figure in enumerate(figures):
        if not any(start <= figure.start < end for start, end in times):  # 1-6月 counts nothing
            found[figure.start] = Token(figure.start, figure.end, "figure", str(at))
    covered = 0
    for start in sorted(found):
        if start < covered and found[start].kind != "figure":
            del found[start]
        elif start in found:
            covered = max(covered, found[start].end)
    return found


def _special(match: re.Match[str], year: int) -> tuple[str, str]:
    """The dimension and value of what reaches over several words; ``("", "")`` where it tells nothing."""
    kind = next(
        name
        for name in ("cause", "whole", "until", "part", "namely", "article", "compare", "year", "title", "number")
        if match[name] is not None
    )
    if kind == "cause":
        return "cause", ""
    if kind in ("year", "compare"):
        said = int(re.search(r"\d{4}", match[0])[0])  # type: ignore[index]
        seen = {year: "this", year - 1: "prev", year + 1: "next"}.get(said, "part")
        return ("compare", "") if kind == "compare" and seen == "prev" else ("time", seen)
    if kind == "until":
        return "time", "this"
    if kind == "whole":
        return "time", "year"
    told = {
        "part": ("time", "part"),
        "title": ("plain", "-"),
        "namely": ("among", "-"),
        "article": ("unknown", "article"),
    }
    return told.get(kind, ("", ""))
