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
from drafting.bearing.lexicon import full_names
from drafting.bearing.named import STATUTORY
from drafting.bearing.standing import PHRASES
from drafting.binding import read
from drafting.language.likeness import likeness, pairs
from drafting.language.register import Speaker
from drafting.language.turned import reworded, turnings

from . import diff, figured
from .denied import EMPTY, WHETHER, denials
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

NAMED = 5
"""Characters, its marks included, of what may be set in quotation marks as a name: “一张图”."""
_CARRIED = ("title", "number", "quoted")
_ORGAN = re.compile(
    "(?:政府|办公[厅室]|委员会|管委会|党委|党工委|纪委|(?<![面限势格结])局(?!长|务|部|面|限)|厅(?!长)|法院|检察院|公司|学校|医院|[大支]队|领导小组|专班|协会)$"
)
_QUANTITY = re.compile("^(?:部分|各|个别|少数|有的|某些|一些|多数|大多数|所有|全部)")
_ACTORS = re.compile("[经承主]办人|审[核查签]人|发布人|律师|专家|记者|代表")
"""Persons who do something, of whom none is left out."""
_BODY = re.compile(
    "(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2}(?:(?<![经承主举开交督查协催领会申补同未不已均])办|科|股)(?![法理公事件结好完学技开票])"
)
"""A part of an organ by its short name, where a stretch of words begins: 党政办."""
_THINGS = re.compile("机制|台账|方案|清单|制度|范本|第三方|合法性审查|保密审查|领导小组|专班")
"""What an office set up, of which none is left out."""
_SPOKEN_OTHERWISE = ("批准", "程序", "时间", "结果", "数量")
"""Kinds of turned meanings for which speech has words that no list knows: 镇上点头才发, 老的还没弄."""
_OFFICES = ("正职", "副职", "市长", "部门负责人")
_PERSON = re.compile("[\u4e00-\u9fff](?=某)")
_ACCOUNT = re.compile("抖音|微博|小红书|快手|头条号|视频号|公众号|客户端|小程序|热线|邮箱|报纸|电视|广播|公示栏|大喇叭")
_DOES = re.compile("(?:(?<![自缘])由|交由|经)([\u4e00-\u9fff]{2})")
_ACTS_NOT = re.compile("([局镇办科所站股县村乡])(?:均|都)?(?:不再|未再|没再)")
"""The end of the name of who no longer does something."""
_GETS = re.compile("(?:[向给]|(?<![针相])对)([\u4e00-\u9fff]{2})")
_ONCE = re.compile("原来|原先|原(?=[有为需])|以前|过去")
_EVERY = re.compile("(?:均|都|全部|一律)(?:已经|已|被|予以|能)?([\u4e00-\u9fff]{2})")
_MONTH = re.compile(r"(\d{1,2})\s*月(?:\s*(\d{1,2})\s*[日号])?")
_BY_NAME = re.compile("[今去明上]年(?!度)")
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年")
_PART = re.compile("[上下]半年|[一二三四]季度|[上中下]旬")
_UP, _DOWN = re.compile("增[长加多]|上升|升高|提高|翻番|多了"), re.compile("下降|减少|降低|回落|少了|缩短")
_MOST, _FEWEST = re.compile("最多|居多|居首|为主|大头|最大|多为|大多|主要"), re.compile("最少|最小|较少")
_DIGITS = re.compile(r"\d{2,}")
_LEAD = re.compile("^[^。；]{0,60}?(?:以下|如下)(?:措施|问题|不足)?：")
"""What leads in a list and may be left out."""
_LETTER = re.compile("[\u4e00-\u9fff]")
_ALSO = {"公众号": "微信", "公示栏": "墙上|张贴", "热线": r"12\d{3}", "广播": "喇叭"}
"""Words that say the same place."""
_PARTICLES = frozenset("的了着过是")


def faults(given: str, sentence: str, by: Speaker | None = None, *, planned: bool = False) -> tuple[str, ...]:
    """What is wrong with ``sentence`` as a wording of ``given``, each in a sentence; none where it may stand.

    ``by``: whose report it is, who may be named and dated by its year. ``planned``: ``given`` is still to be done.
    """
    led = given
    if not _LEAD.search(sentence):
        given = _LEAD.sub("", given)
    lost, brought = _turned(given, sentence, planned=planned)
    return tuple(
        dict.fromkeys(
            [
                *(f"“{word}”漏写了。" for word in lost),
                *(f"“{word}”改变了意思。" for word in brought),
                *_names(given, sentence),
                *_times(led, given, sentence, by, planned=planned),
                *figured.figures(given, sentence, by),
                *_directions(given, sentence),
                *denials(given, sentence),
                *_parts(given, sentence),
                *_reach(given, sentence),
                *_before_and_now(given, sentence),
                *_more(given, sentence, by),
                *_unpaired(given, sentence, by),
            ]
        )
    )


def _turned(given: str, sentence: str, *, planned: bool) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words whose sense ``sentence`` lost, and those whose sense it brought; of a kind of which nothing was lost only
    where speech has no words of its own for it.
    """
    given, sentence = (WHETHER.sub(r"是否\1", text) for text in (given, sentence))
    lost, brought = reworded(given, sentence, planned=planned)
    kinds = {one.row.kind for one in turnings(given) if one.word in lost}
    hard = {one.word for one in turnings(sentence) if one.row.kind in kinds or one.row.kind not in _SPOKEN_OTHERWISE}
    return lost, tuple(word for word in brought if word in hard)


def doubts(given: str, sentence: str, by: Speaker | None = None) -> tuple[str, ...]:
    """The words of ``sentence`` that ``given`` does not bear out, although nothing speaks against them: clauses letter by
    letter, where a figure stands word by word, and in a sentence that is otherwise copied the words that stand for others.
    """
    near = fragments("given", given, "own")
    covered = [Covered(clause.text, near, (), ()) for clause in clauses(sentence) if clause.text not in given]
    known = set(given) | set(by.called if by else "")
    sensed = set(reworded(given, sentence)[1])
    turned = (
        one.text
        for one in clauses(sentence)
        if any(each.word in sensed for each in turnings(one.text) if each.row.kind in _SPOKEN_OTHERWISE)
    )
    strange = (one.text for one in covered if read(one.text) and any(known.isdisjoint(word) for word in one.bare))
    return tuple(
        dict.fromkeys(
            (*(one.text for one in covered if one.too_much), *strange, *turned, *_substituted(given, sentence))
        )
    )


def _substituted(given: str, sentence: str) -> Iterator[str]:
    """Words that stand for others, or in place of which nothing stands, in a sentence that is otherwise copied."""
    if likeness(given, sentence) < COPIED:
        return
    near = fragments("given", given, "own")
    for change in diff.changes(given, sentence):
        if change.kind == "equal":
            continue
        lost = [letter for letter in _LETTER.findall(change.old) if letter not in EMPTY]
        if len(lost) < 2 or all(letter in sentence for letter in lost):
            continue
        if not change.new or not any(Covered(change.new, near, (), ()).borne):
            yield change.new or change.old


def _names(given: str, sentence: str) -> Iterator[str]:
    """Titles, 文号 and words in quotation marks, organs, persons, accounts that only one of them has."""
    before, after = ([one.text for one in tokens(text) if one.kind in _CARRIED] for text in (given, sentence))
    for text in before:
        if text.strip("“”‘’") not in sentence and not STATUTORY.search(text):
            yield f"“{text.strip('“”')}”漏写了。"
    for text in after:
        if "、" not in text and (text.strip("“”‘’") not in given or (text[0] in "“‘" and len(text) < NAMED)):
            yield f"“{text.strip('“”')}”材料中没有。"
    called = f"{given}\n{full_names(given)}"
    for name in tokens(sentence):
        plain = _QUANTITY.sub("", name.text)  # 部分局 is no organ of that name
        own = [letter for letter in plain if letter not in called]
        party = "书记" in given and re.search(f"{re.escape(name.text)}副?书记", sentence)
        if name.kind == "name" and _ORGAN.search(name.text) and len(own) * 3 > len(plain) and not party:
            yield f"“{name.text}”材料中没有。"
    for one in turnings(sentence):
        if one.row.sense in _OFFICES and one.word not in given and not one.word.endswith("负责人"):
            yield f"“{one.word}”材料中没有。"
    for body in dict.fromkeys(match[0] for match in _BODY.finditer(sentence)):
        if body not in given:
            yield f"“{body}”材料中没有。"
    for thing in dict.fromkeys(_THINGS.findall(given)):
        if thing not in sentence:
            yield f"“{thing}”漏写了。"
    for actor in dict.fromkeys(_ACTORS.findall(given)):
        if actor not in sentence and not (actor[1:] == "办人" and re.search("经办|承办|主办", sentence)):
            yield f"“{actor}”漏写了。"
    for pattern in (_PERSON, _ACCOUNT):
        for name in {match[0] for match in pattern.finditer(sentence)} - {
            match[0] for match in pattern.finditer(given)
        }:
            if not re.search(_ALSO.get(name, "(?!)"), given):
                yield f"“{name}”材料中没有。"


def _times(led: str, given: str, sentence: str, by: Speaker | None, *, planned: bool) -> Iterator[str]:
    """Days, months, years, parts of a year that only one of them has; the year of the report may be named, for what is
    ``planned`` the next one. ``led``: what was given with what leads it in, whose times may be told or not.
    """
    if by:
        led = _dated(led, by)
        given = _dated(given, by)
        sentence = _dated(sentence, by)
    before, after = _days(given), _days(sentence)
    free = {str(by.year), *([str(by.year + 1)] if planned else [])} if by else set[str]()
    for time in sorted(before - after - free):
        yield f"“{time}”漏写了。"
    for time in sorted(after - _days(led) - free):
        yield f"“{time}”材料中没有。"


def _dated(text: str, by: Speaker) -> str:
    for word, year in (
        ("今年", by.year),
        ("去年", by.year - 1),
        ("上一年", by.year - 1),
        ("上年", by.year - 1),
        ("明年", by.year + 1),
    ):
        text = text.replace(word, f"{year}年")
    return text


def _days(text: str) -> set[str]:
    return {
        *_BY_NAME.findall(text),
        *(f"{int(month)}月{int(day)}日" if day else f"{int(month)}月" for month, day in _MONTH.findall(text)),
        *_YEAR.findall(text),
        *_PART.findall(text),
    }


def _directions(given: str, sentence: str) -> Iterator[str]:
    """More for less, most for fewest."""
    for one, other in ((_UP, _DOWN), (_DOWN, _UP), (_MOST, _FEWEST), (_FEWEST, _MOST)):
        found = one.search(sentence)
        if found and not one.search(given) and (other.search(given) or one in (_UP, _DOWN)):
            spoken = {_UP: "多|涨|升", _DOWN: "少|降|快|短"}.get(one)
            if not (spoken and re.search(spoken, given)):
                yield f"“{found[0]}”改变了意思。"


def _parts(given: str, sentence: str) -> Iterator[str]:
    """Who did something in one of them and had it done to them in the other: 由司法局通报, 向司法局通报."""
    those, these = (set(_ACTS_NOT.findall(text)) for text in (given, sentence))
    if those and these and those.isdisjoint(these):
        yield f"“{'、'.join(sorted(these))}”改变了意思。"
    does, gets = ({match[1] for match in pattern.finditer(given)} for pattern in (_DOES, _GETS))
    for pattern, before, other in ((_DOES, does, gets), (_GETS, gets, does)):
        for match in pattern.finditer(sentence):
            if match[1] in other - before:
                yield f"“{match[0]}”改变了意思。"


def _reach(given: str, sentence: str) -> Iterator[str]:
    """All that something was done to, where the other tells it of less: 办完的都没超时限, 均已办完."""
    every = {match[1] for match in _EVERY.finditer(given)}
    for match in _EVERY.finditer(sentence):
        part = re.search(f"{match[1]}(?:了)?的", given)
        if match[1] not in every and part and not EMPTY & set(match[1]):
            yield f"“{match[0]}”改变了意思。"


def _before_and_now(given: str, sentence: str) -> Iterator[str]:
    """How often, or how many, it was once and is now, told the other way round."""
    if not (_ONCE.search(given) and _ONCE.search(sentence)):
        return
    before, after = _in_order(given), _in_order(sentence)
    shared = [one for one in before if before.count(one) == after.count(one) == 1]
    if len(shared) == 2 and [one for one in after if one in shared] != shared:
        yield "原来的和现在的换了位置。"


def _in_order(text: str) -> list[object]:
    """The figures and the words of how often of ``text``, in order."""
    found: list[tuple[int, object]] = [(figure.start, figure.value) for figure in read(text)]
    found += [(one.start, one.key) for one in turnings(text) if one.row.kind == "频次"]
    return [one for _, one in sorted(found, key=lambda each: each[0])]


def _more(given: str, sentence: str, by: Speaker | None) -> Iterator[str]:
    """Words that claim something, and more letters than stand for what it lost."""
    known = set(_LETTER.findall(given)) | set(by.called if by else "")
    near = fragments("given", given, "own")
    lost = sum(letter not in sentence for letter in _LETTER.findall(given) if letter not in _PARTICLES)
    brought = 0
    for clause in clauses(sentence):
        covered = Covered(clause.text, near, (), ())
        for word in covered.claimed:
            if len(word) > FOR_ONE * lost and not set(word) & known - EMPTY:
                yield f"“{word}”材料中没有。"
        telling = [at for at, letter in enumerate(clause.text) if _LETTER.match(letter) and letter not in EMPTY]
        new = [at for at in telling if clause.text[at] not in known]
        brought += sum(not covered.letters[at] for at in new)
    grown = _grown(given, sentence) > 0
    if brought > (min(ROOM, LITTLE + lost) + FOR_ONE * lost) * (1 if grown else 2):
        yield "写了材料以外的内容。"


def _unpaired(given: str, sentence: str, by: Speaker | None) -> Iterator[str]:
    """Clauses of only one of them for which none of the other stands: 平时不攒 is 日常积累不足, without a letter in common, and
    is only doubted; what is one more, or one fewer, says something else.
    """
    more, less = list(_strange(given, sentence, by)), list(_left_out(given, sentence))
    grown = _grown(given, sentence)
    if grown > 0:
        yield from (f"“{clause}”材料中没有。" for clause in more[len(less) :])
    if grown < 0:
        yield from (f"“{clause}”漏写了。" for clause in less[len(more) :])
    if len(_plain(sentence)) < LEAST * len(_plain(given)):
        yield "漏写了材料的内容。"


def _grown(given: str, sentence: str) -> int:
    """How many clauses ``sentence`` has more."""
    return len(list(clauses(sentence))) - len(list(clauses(given)))


def _strange(given: str, sentence: str, by: Speaker | None) -> Iterator[str]:
    """The clauses of ``sentence`` that have nothing of what was given."""
    known = set(_LETTER.findall(given)) | set(by.called if by else "")
    near = fragments("given", given, "own")
    for clause in clauses(sentence):
        if PHRASES.fullmatch(clause.text):
            continue
        borne = Covered(clause.text, near, (), ()).borne
        telling = [letter for letter in _LETTER.findall(clause.text) if letter not in EMPTY]
        held = sum(letter in known for letter in telling)
        by_chance = held == 1 and len(telling) > SHORT and not any(map(all, zip(borne, borne[1:])))
        if (by_chance or held < max(1, ANCHORED * len(telling))) and not _same(given, clause.text):
            yield clause.text


def _same(given: str, clause: str) -> bool:
    """Whether a figure or a word that turns the meaning stands in both."""
    numbers, senses = _DIGITS.findall(given), {one.key for one in turnings(given)}
    return (
        bool(read(clause))
        or any(number in numbers for number in _DIGITS.findall(clause))
        or any(one.key in senses for one in turnings(clause) if one.row.kind == "数量")
    )


def _left_out(given: str, sentence: str) -> Iterator[str]:
    """The clauses of what was given of which nothing, or hardly anything, is left."""
    has, whole = set(sentence) - EMPTY, set(pairs(sentence))
    for clause in clauses(given):
        letters = set(_LETTER.findall(clause.text)) - EMPTY
        left = len(letters & has)
        if (letters and not left and not _said(clause.text, sentence)) or (
            len(letters) - left >= LOST and (left < KEPT * len(letters) or whole.isdisjoint(pairs(clause.text)))
        ):
            yield clause.text


def _said(clause: str, sentence: str) -> bool:
    """Whether a figure of ``clause`` stands in ``sentence``."""
    written = {figure.value for figure in read(sentence)}
    return any(figure.value in written or figured.stands(sentence, figure) for figure in read(clause))


def _plain(text: str) -> str:
    return re.sub(r"\W", "", text)
