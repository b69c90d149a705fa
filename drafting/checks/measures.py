"""The measures a chapter 五 states, one by one (domain §1.4): what follows this year's problems.

Measures are told apart by 一是/二是, （一）, 1.; the numbering that comes first counts, what is numbered inside a
measure does not. Where none is numbered, each sentence after the opening one is a measure.
"""

from __future__ import annotations

import re

from drafting.language.late_pattern import late_pattern
from drafting.language.sentences import sentences

from .problems import problem_items

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_KINDS = tuple(
    late_pattern(rf"(?:^|(?<=[\n。；;：:，,]))[ \t\u3000]*{number}", re.MULTILINE)
    for number in (
        rf"(?:{_NUMERAL}是|(?:第{_NUMERAL}|其{_NUMERAL})[，、,])",
        rf"[（(]{_NUMERAL}[）)]",
        r"\d{1,2}[.．、](?!\d)",
        r"[（(]\d{1,2}[）)]",
        rf"{_NUMERAL}、",
    )
)
_OVER = late_pattern(
    r"(?:等(?:几个)?(?:方面)?)?(?:的?(?:主要)?(?:问题|不足|短板|薄弱环节|困难))?[ \t\u3000。；;，,！？]*\s*"
)
_OPENING = late_pattern(
    r"^[^。；]{0,80}(?:措施|工作|方面|改进|打算|如下|加强|做好|努力)[^。；：:]{0,8}[：:]|^[^。；]{0,60}(?:改进|措施|整改)[^。；]{0,10}$"
    r"|^[（(][一二三四五六][）)][^。；]{0,20}(?:措施|打算|改进|安排|方向)[^。；]{0,4}$"
)
_AHEAD = late_pattern("针对|为此|下一?步|今后|接下来|将|拟|计划|措施|改进|整改")
_EVERYWHERE = late_pattern(
    "政府信息公开|政务公开|信息公开|政府信息|政府|政务(?!新媒体)|信息|公开|工作|问题|不足|不够|不强|不高|有待|尚需|还需|仍需|需|还|仍|存在|进一步"
    "|加强|提升|提高|完善|强化|改进|个别|部分|有的|有些|一些|部门|单位|人员"
)
_RUN = late_pattern("[\u4e00-\u9fff]{2,}")
SHORTEST = 4
"""Characters below which nothing is a measure."""


def measure_items(text: str) -> list[tuple[int, int, str]]:
    """The measures that ``text``, a chapter 五, states after its problems: start, end, words without the number."""
    problems = problem_items(text)
    if not problems:
        return []
    begin = _after_line(text, problems[-1][1])
    numbers = [match for match in _numbers(text, begin) if not _heads(text, match)]
    if numbers:
        ends = [*(match.start() for match in numbers[1:]), len(text)]
        items = [(match.end(), end) for match, end in zip(numbers, ends)]
    else:
        items = [(begin + start + _lead(sentence), begin + end) for start, end, sentence in sentences(text[begin:])]
    return [found for start, end in items if len((found := _trimmed(text, start, end))[2]) >= SHORTEST]


def mentions(measures: str, problem: str) -> bool:
    """Whether ``measures`` have a word pair of ``problem``, words of every problem aside; true when none is left."""
    pairs = [run[at : at + 2] for run in _RUN.findall(_EVERYWHERE.sub(" ", problem)) for at in range(len(run) - 1)]
    return not pairs or any(pair in measures for pair in pairs)


def told_together(text: str) -> bool:
    """Whether problems and measures stand mixed, so that they cannot be counted apart."""
    return any(_AHEAD.search(problem) for _, _, problem in problem_items(text))


def _after_line(text: str, end: int) -> int:
    """Where the sentence that ends at ``end`` is over."""
    over = _OVER.match(text, end)
    return over.end() if over else end


def _numbers(text: str, begin: int) -> list[re.Match[str]]:
    """The numbers of the outermost list after ``begin``; a heading's （三） is no list of its own."""
    for kind in sorted(_KINDS, key=lambda kind: _first(kind, text, begin)):
        found = list(kind.finditer(text, begin))
        if len([match for match in found if not _heads(text, match)]) > 1:
            return found
    return []


def _first(kind: re.Pattern[str], text: str, begin: int) -> int:
    found = kind.search(text, begin)
    return found.start() if found else len(text)


def _heads(text: str, number: re.Match[str]) -> bool:
    """Whether what ``number`` opens is the heading of the part: （三）下一步改进措施."""
    line = text[number.start() :].lstrip().split("\n", 1)[0]
    return bool(_OPENING.fullmatch(line.strip()))


def _lead(sentence: str) -> int:
    """How much of ``sentence`` only says that measures follow."""
    match = _OPENING.match(sentence)
    return match.end() if match else 0


def _trimmed(text: str, start: int, end: int) -> tuple[int, int, str]:
    words = text[start:end].rstrip(" \t\n\u3000。；;，,！？")
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return start, start + len(words), words
