"""Whether a sentence denies what the one it is a wording of denies: as often, and of the same."""

from __future__ import annotations

import re
from collections.abc import Iterator

_DENIES = re.compile(
    "没(?!收(?:违法|非法|财物|所得))|未(?!来)|无(?![障偿锡])|(?<!差)不(?!断|仅|但|同|动产|懈|少于|低于|超过)|零(?!星|部|售)"
)
_DIRECTLY = re.compile(
    rf"(?:{_DENIES.pattern})[有能予再被在向会曾]*(?:发生|出现|存在|产生|收到|接到)?([\u4e00-\u9fff]{{2}})"
)
_BEFORE = re.compile("([\u4e00-\u9fff]{2})(?:都|均|还|也|一[件次个份条人])?没有(?=[，。；：、！？]|$)")
"""What a denial that closes its clause denies: 网上没有."""
_FALLS_SHORT = re.compile("([\u4e00-\u9fff]{2})(?:还|仍)?(?:滞后|不(?:够|太)?(?:到位|全面?|准确?|好|足|高|强|细|实))")
"""What is done, but not as it should be: 更新滞后 for 不更新."""
_SAID_AGAIN = re.compile("也(?=[没未不无])|([没未][\u4e00-\u9fff])[，、](?=\\1的)")
"""A denial said once more of the same: 没有人告，也没有人复议; 一件没补，没补的当放弃."""
_LATE = re.compile("[不未](?:够|太)?及时")
_HALF_DENIES = re.compile(
    "废止|失效|取消|另行|补|尚|迟|晚|有误|错|被动|协助|帮助|引导|难|少(?!量|数|部)|缺|低|慢|差|弱|闲|停|免|是否|简单|空白|滞后|旧|拒|停用|遗漏|漏|光|仅|只"
)
"""What says by itself that something is not: 使用率不高 is 使用率偏低, 不用的 is 闲置."""
WHETHER = re.compile("有没有|([\u4e00-\u9fff])[没不]\\1")
"""What asks or leaves open and so denies nothing: 采没采纳, 是不是."""
EMPTY = frozenset(
    "的地得了着过在和与及并且而或即系为是有由以被把将从于向自至到起就因此其该这那之者各每均都也又再还已可应须需来去做上中内下后前时等另外同共约达对年月日全个件条次人名一二三四五六七八九十两"
)
"""Letters that tell nothing by themselves."""
_PLACES = frozenset("上中下内")
"""Letters that tell with another one where something is: 网上, 墙上."""


def denials(given: str, sentence: str) -> Iterator[str]:
    """Whether only one of them says that something is not, or one denies what stands undenied in the other."""
    given, sentence = (_LATE.sub("滞后", WHETHER.sub(r"是否\1", text)) for text in (given, sentence))
    before, after = (len(_DENIES.findall(text)) for text in (given, sentence))
    half_before, half_after = (len(_HALF_DENIES.findall(text)) for text in (given, sentence))
    if after + max(0, half_after - half_before) < before - len(_SAID_AGAIN.findall(given)):
        yield "否定的说法漏写了。"
    elif before + max(0, half_before - half_after) < after:
        yield "否定的说法是新加的。"
    else:
        old, new = _denied(given), _denied(sentence)
        for here, other, text in ((old, new, sentence), (new, old, given)):
            for pair in here - other - {match[1] for match in _FALLS_SHORT.finditer(text)}:
                if (
                    pair in text
                    and not _denied_further(pair, text)
                    and not _undenied(pair, given if text is sentence else sentence)
                ):
                    yield f"“{pair}”的肯定和否定改了。"


def _denied_further(pair: str, text: str) -> bool:
    """Whether ``pair`` stands behind a denial of the whole clause: 未发生因政府信息公开引发的行政复议."""
    return bool(re.search(f"(?:[未没]有?发生|(?<!有)没有)[^，。；]*{pair}", text))


def _undenied(pair: str, text: str) -> bool:
    """Whether ``pair`` also stands undenied there: 1件予以补正，1件未补正."""
    denied = [match[1] for pattern in (_DIRECTLY, _BEFORE) for match in pattern.finditer(text)].count(pair)
    return text.count(pair) > denied


def _denied(text: str) -> set[str]:
    """The pairs of letters that follow a denial."""
    return {
        match[1]
        for pattern in (_DIRECTLY, _BEFORE)
        for match in pattern.finditer(text)
        if not EMPTY - _PLACES & set(match[1])
    }


__all__ = ["EMPTY", "WHETHER", "denials"]
