"""Whether a sentence that a model wrote says what it was given, and nothing else.

Asked of the wording of single notes and of the sentences of a paragraph. What says something else for certain – a figure, a
date, a title, a turned meaning (``language.turned``), a denial lost or added, more than was given – is a fault: the sentence
is not used. Wording that nothing given bears out letter by letter is only doubtful: honest written Chinese for spoken notes
is often of that kind, so it stands, and is marked to be looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from drafting.bearing import clauses, fragments
from drafting.bearing.covering import Covered
from drafting.binding import read
from drafting.language.likeness import likeness
from drafting.language.register import Speaker
from drafting.language.turned import reworded, turnings

from . import diff
from .guard import tokens

LEAST = 0.4
"""Share of the letters of what was given that a sentence has at least: a written one is shorter than a spoken one."""
ROOM = 6
"""Letters that a sentence may bring besides those that stand for what it lost: 予以, 政府信息, a verb that was left out."""
LITTLE = 3
"""As many where it lost nothing."""
COPIED = 0.75
"""Likeness from which a sentence is a copy with some words changed."""
FOR_ONE = 1.5
"""Letters that may stand for one that was lost."""
LOST, KEPT = 5, 0.25
"""Letters of a clause that a sentence lost, of which fewer than that share are left, from which the clause was left out."""
SHORT = 3
"""Letters of a clause of which a single one that was given is no chance."""
ANCHORED = 0.15
"""Share of the letters of a clause that stand in what was given, or it is one more."""
CONTEXT = 6
"""Letters before and after a figure by which it is known what it counts."""

NAMED = 5
"""Characters, its marks included, of what may be set in quotation marks as a name: “一张图”."""
_CARRIED = ("title", "number", "quoted")
_PERSONS, _TIMES = frozenset("人名位"), frozenset("次回场遍趟")
_DENIES = re.compile("没(?!收)|未(?!来)|无(?![障偿锡])|不(?!断|仅|但|同|动产|懈|少于|低于|超过)|零(?!星|部|售)")
_DIRECTLY = re.compile(rf"(?:{_DENIES.pattern})[有能予再被在向会曾]*([\u4e00-\u9fff]{{2}})")
_HALF_DENIES = re.compile("难|少|缺|低|慢|差|弱|闲|停|免|是否|简单|空白|滞后|旧|拒|停用|遗漏|漏|光|仅|只")
"""What says by itself that something is not: 使用率不高 is 使用率偏低, 不用的 is 闲置."""
_WHETHER = re.compile("有没有|是不是|能不能|要不要|会不会|好不好")
_ORGAN = re.compile(
    "(?:政府|办公[厅室]|委员会|管委会|党委|党工委|纪委|(?<![面限势格结])局(?!长|务|部|面|限)|厅(?!长)|法院|检察院|公司|学校|医院|[大支]队|领导小组|专班|协会)$"
)
_OFFICES = ("正职", "副职", "市长")
_PERSON = re.compile("[\u4e00-\u9fff](?=某)")
_ACCOUNT = re.compile("抖音|微博|小红书|快手|头条号|视频号|公众号|客户端|小程序|热线|邮箱|报纸|电视|广播|公示栏|大喇叭")
_EXACT = re.compile(
    "不少于|不低于|至少|不超过|超过(?!法定|规定|办理|时限|期限)|不多于|以上|以下|以内|约|近(?=\\d)|余(?=[件条次人篇个份])|左右"
)
_BOUNDS = {
    **dict.fromkeys(("不少于", "不低于", "至少", "以上"), "least"),
    **dict.fromkeys(("不超过", "不多于", "以下", "以内"), "most"),
    "超过": "more",
    **dict.fromkeys(("约", "近", "余", "左右"), "about"),
}
_ONE = re.compile("[一那这某]|有个")
"""How a single one is said without a figure."""
_MONTH = re.compile(r"(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?")
_BY_NAME = re.compile("[今去明上]年(?!度)")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_PART = re.compile("[上下]半年|[一二三四]季度|[上中下]旬")
_UP, _DOWN = re.compile("增[长加多]|上升|升高|提高|翻番|多了"), re.compile("下降|减少|降低|回落|少了|缩短")
_MOST, _FEWEST = re.compile("最多|居多|居首|为主|大头|最大|多为|大多|主要"), re.compile("最少|最小|较少")
_DIGITS = re.compile(r"\d{2,}")
_LETTER = re.compile("[\u4e00-\u9fff]")
_LETTERS = re.compile("[\u4e00-\u9fff]{2}")
_EMPTY = frozenset(
    "的地得了着过在和与及并且而或即系为是有由以被把将从于向自至到起就因此其该这那之者各每均都也又再还已可应须需来去做上中内下后前时等另外同共约达对年月日全个件条次人名一二三四五六七八九十两"
)
"""Letters that tell nothing by themselves."""
_PARTICLES = frozenset("的了着过是")


def faults(given: str, sentence: str, by: Speaker | None = None, *, planned: bool = False) -> tuple[str, ...]:
    """What is wrong with ``sentence`` as a wording of ``given``, each in a sentence; none where it may stand.

    ``by``: whose report it is, who may be named and dated by its year. ``planned``: ``given`` is still to be done.
    """
    lost, brought = reworded(given, sentence, planned=planned)
    return tuple(
        dict.fromkeys(
            [
                *(f"“{word}”漏写了。" for word in lost),
                *(f"“{word}”改变了意思。" for word in brought),
                *_names(given, sentence),
                *_times(given, sentence, by),
                *_figures(given, sentence),
                *_directions(given, sentence),
                *_denials(given, sentence),
                *_more(given, sentence, by),
                *_less(given, sentence),
            ]
        )
    )


def doubts(given: str, sentence: str) -> tuple[str, ...]:
    """The words of ``sentence`` that ``given`` does not bear out, although nothing speaks against them: clauses letter by
    letter, and in a sentence that is otherwise copied the words that stand for others.
    """
    near = fragments("given", given, "own")
    covered = [Covered(clause.text, near, (), ()) for clause in clauses(sentence) if clause.text not in given]
    return (*(one.text for one in covered if one.too_much), *_substituted(given, sentence))


def _substituted(given: str, sentence: str) -> Iterator[str]:
    """Words that stand for others, or in place of which nothing stands, in a sentence that is otherwise copied."""
    if likeness(given, sentence) < COPIED:
        return
    near = fragments("given", given, "own")
    for change in diff.changes(given, sentence):
        if change.kind == "equal":
            continue
        lost = [letter for letter in _LETTER.findall(change.old) if letter not in _EMPTY]
        if len(lost) < 2 or all(letter in sentence for letter in lost):
            continue
        if not change.new or not any(Covered(change.new, near, (), ()).borne):
            yield change.new or change.old


def _names(given: str, sentence: str) -> Iterator[str]:
    """Titles, 文号 and words in quotation marks, organs, persons, accounts that only one of them has."""
    before, after = ([one.text for one in tokens(text) if one.kind in _CARRIED] for text in (given, sentence))
    for text in before:
        if text.strip("“”‘’") not in sentence:
            yield f"“{text.strip('“”')}”漏写了。"
    for text in after:
        if text.strip("“”‘’") not in given or (text[0] in "“‘" and len(text) < NAMED):  # “微博” is no name
            yield f"“{text.strip('“”')}”材料中没有。"
    for name in tokens(sentence):
        own = [letter for letter in name.text if letter not in given]
        if name.kind == "name" and _ORGAN.search(name.text) and len(own) * 3 > len(name.text):
            yield f"“{name.text}”材料中没有。"
    for one in turnings(sentence):
        if one.row.sense in _OFFICES and one.word not in given:
            yield f"“{one.word}”材料中没有。"
    for pattern in (_PERSON, _ACCOUNT):
        for name in {match[0] for match in pattern.finditer(sentence)} - {
            match[0] for match in pattern.finditer(given)
        }:
            if not (name == "公众号" and "微信" in given):
                yield f"“{name}”材料中没有。"


def _times(given: str, sentence: str, by: Speaker | None) -> Iterator[str]:
    """Days, months, years, parts of a year that only one of them has; the year of the report may be named."""
    if by:
        given = _dated(given, by)
        sentence = _dated(sentence, by)
    before, after = _days(given), _days(sentence)
    free = {str(by.year)} if by else set()
    for time in sorted(before - after - free):
        yield f"“{time}”漏写了。"
    for time in sorted(after - before - free):
        yield f"“{time}”材料中没有。"


def _dated(text: str, by: Speaker) -> str:
    for word, year in (("今年", by.year), ("去年", by.year - 1), ("上年", by.year - 1), ("明年", by.year + 1)):
        text = text.replace(word, f"{year}年")
    return text


def _days(text: str) -> set[str]:
    return {
        *_BY_NAME.findall(text),
        *(f"{int(month)}月{int(day)}日" if day else f"{int(month)}月" for month, day in _MONTH.findall(text)),
        *_YEAR.findall(text),
        *_PART.findall(text),
    }


def _figures(given: str, sentence: str) -> Iterator[str]:
    """Figures that only one of them has, that count something else, or are exact where the other is not.

    A single one may be counted or not: 一个人 is 1名申请人, 对一遍 is 核对.
    """
    before = [figure for figure in read(given) if not _YEAR.match(given[figure.start : figure.end + 1])]
    after = [figure for figure in read(sentence) if not _YEAR.match(sentence[figure.start : figure.end + 1])]
    values, written = {figure.value for figure in before}, {figure.value for figure in after}
    for figure in before:
        if figure.value not in written and not (figure.value == 1 and not figure.text[0].isdecimal()):
            yield f"数字“{figure.text}”漏写了。"
    for figure in after:
        if figure.value not in values and not (figure.value == 1 and _ONE.search(given)):
            yield f"数字“{figure.text}”材料中没有。"
    for figure in before:
        same = [other for other in after if other.value == figure.value]
        if same and not any(_counts(figure.unit, other.unit) for other in same):
            yield f"数字“{figure.text}”的单位改了。"
    yield from _swapped(given, before, sentence, after)
    bounds = [{_BOUNDS[match[0]] for match in _EXACT.finditer(text)} for text in (given, sentence)]
    if bounds[0] != bounds[1] and (bounds[0] | bounds[1]) - {"about"}:
        yield "数字的限定改了。"


def _counts(unit: str, other: str) -> bool:
    """Whether two units count the same: 人 and 名, 次 and 回; 个 counts anything, and so does none."""
    if unit == other or "" in (unit, other) or "个" in (unit[:1], other[:1]):
        return True
    return any({unit[:1], other[:1]} <= same for same in (_PERSONS, _TIMES)) or unit[0] == other[0]


def _swapped(given: str, before: list, sentence: str, after: list) -> Iterator[str]:
    """Figures that stand where another one of the same unit stood."""
    for figure in after:
        noun = _noun(sentence, figure.end)
        having = {one.value for one in before if noun and _noun(given, one.end) == noun}
        if having and figure.value not in having:
            yield f"数字“{figure.text}”数的是别的。"
        here = _around(sentence, figure.start, figure.end)
        own = [len(here & _around(given, one.start, one.end)) for one in before if one.value == figure.value]
        others = [
            len(here & _around(given, one.start, one.end))
            for one in before
            if one.value != figure.value and _counts(one.unit, figure.unit)
        ]
        if own and others and max(others) >= max(own) + 2:
            yield f"数字“{figure.text}”换了位置。"


def _noun(text: str, end: int) -> str:
    """The two letters after a figure that ends there, the first of what it counts; ``""`` for fewer."""
    found = _LETTERS.match(text, end)
    return found[0] if found else ""


def _around(text: str, start: int, end: int) -> set[str]:
    """The letters by a figure, no further than its clause."""
    before = re.split("[，。；：、]", text[max(0, start - CONTEXT) : start])[-1]
    after = re.split("[，。；：、]", text[end : end + CONTEXT])[0]
    return {*(f"<{letter}" for letter in before), *(f">{letter}" for letter in after)}


def _directions(given: str, sentence: str) -> Iterator[str]:
    """More for less, most for fewest."""
    for one, other in ((_UP, _DOWN), (_DOWN, _UP), (_MOST, _FEWEST), (_FEWEST, _MOST)):
        found = one.search(sentence)
        if found and not one.search(given) and (other.search(given) or one in (_UP, _DOWN)):
            spoken = {_UP: "多|涨|升", _DOWN: "少|降|快|短"}.get(one)
            if not (spoken and re.search(spoken, given)):
                yield f"“{found[0]}”改变了意思。"


def _denials(given: str, sentence: str) -> Iterator[str]:
    """Whether only one of them says that something is not, or one denies what stands undenied in the other."""
    given, sentence = (_WHETHER.sub("是否", text) for text in (given, sentence))
    before, after = (len(_DENIES.findall(text)) for text in (given, sentence))
    half_before, half_after = (len(_HALF_DENIES.findall(text)) for text in (given, sentence))
    if after + max(0, half_after - half_before) < before:
        yield "否定的说法漏写了。"
    elif before + max(0, half_before - half_after) < after:
        yield "否定的说法是新加的。"
    else:
        old, new = _denied(given), _denied(sentence)
        for here, other, text in ((old, new, sentence), (new, old, given)):
            for pair in here - other:
                if pair in text:
                    yield f"“{pair}”的肯定和否定改了。"


def _denied(text: str) -> set[str]:
    """The pairs of letters that follow a denial."""
    return {match[1] for match in _DIRECTLY.finditer(text) if not _EMPTY & set(match[1])}


def _more(given: str, sentence: str, by: Speaker | None) -> Iterator[str]:
    """Words that claim something, clauses that have nothing of what was given, and more letters than stand for what it lost."""
    known = set(_LETTER.findall(given)) | set(by.called if by else "")
    near = fragments("given", given, "own")
    lost = sum(letter not in sentence for letter in _LETTER.findall(given) if letter not in _PARTICLES)
    brought = 0
    for clause in clauses(sentence):
        covered = Covered(clause.text, near, (), ())
        for word in covered.claimed:
            if len(word) > FOR_ONE * lost and not set(word) & known - _EMPTY:
                yield f"“{word}”材料中没有。"
        telling = [at for at, letter in enumerate(clause.text) if _LETTER.match(letter) and letter not in _EMPTY]
        new = [at for at in telling if clause.text[at] not in known]
        brought += sum(not covered.letters[at] for at in new)
        held = len(telling) - len(new)
        by_chance = held == 1 and len(telling) > SHORT and not any(map(all, zip(covered.borne, covered.borne[1:])))
        if (by_chance or held < max(1, ANCHORED * len(telling))) and not _same(given, clause.text):
            yield f"“{clause.text}”材料中没有。"
    if brought > min(ROOM, LITTLE + lost) + FOR_ONE * lost:
        yield "写了材料以外的内容。"


def _same(given: str, clause: str) -> bool:
    """Whether a figure or a word that turns the meaning stands in both."""
    numbers, senses = _DIGITS.findall(given), {one.key for one in turnings(given)}
    return (
        bool(read(clause))
        or any(number in numbers for number in _DIGITS.findall(clause))
        or any(one.key in senses for one in turnings(clause) if one.row.kind == "数量")
    )


def _less(given: str, sentence: str) -> Iterator[str]:
    """Clauses of what was given of which nothing is left, and sentences much shorter."""
    has = set(sentence) - _EMPTY
    for clause in clauses(given):
        letters = set(_LETTER.findall(clause.text)) - _EMPTY
        left = len(letters & has)
        if letters and not left and not _said(clause.text, sentence):
            yield f"“{clause.text}”漏写了。"
        elif len(letters) - left >= LOST and left < KEPT * len(letters):
            yield f"“{clause.text}”没有写全。"
    if len(_plain(sentence)) < LEAST * len(_plain(given)):
        yield "漏写了材料的内容。"


def _said(clause: str, sentence: str) -> bool:
    """Whether a figure of ``clause`` stands in ``sentence``."""
    written = {figure.value for figure in read(sentence)}
    return any(figure.value in written for figure in read(clause))


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)
