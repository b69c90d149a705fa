"""What of a text is still last year's, for the rules on repetition (domain §4.5) and for the page while a section is edited.

Years and white space do not count, so that last year's sentence under this year's date is the same sentence. Two kinds of
sentence are nobody's copy and are left out (``carried_over``, rules R-01 and R-02):

- *standard*: period of the statistics, legal basis, contact, “no fee was charged”, “no applications”, and sentences
  made of the words and figures of the tables alone; every report must say them, this program writes them itself;
- *updated*: one in which there is a changed figure in every ANEW characters.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from drafting.language.late_pattern import late_pattern
from drafting.language.likeness import likeness
from drafting.language.sentences import Sentence, sentences

LIKE = 0.60
"""From here on two texts are alike (domain §4.5)."""
SHORTEST = 12
"""Characters below which a sentence is too short to be anybody's."""
ANEW = 30
"""A sentence is updated when it has one changed figure in this many characters."""
GRAM = 4
"""Two sentences are compared only when they share a run of this many characters."""

_YEAR = late_pattern(r"(?:19|20|１９|２０)[0-9０-９]{2}\s*年(?:度)?")
_SPACE = late_pattern(r"\s+")
_NUMBER = late_pattern(r"\d+(?:\.\d+)?")
_TABLE_WORDS = late_pattern(
    "|".join(
        (
            "制发|废止|年末|年底|现行有效|的|行政规范性文件|规范性文件|规章|作出|行政许可|行政处罚|行政强制|决定|收取|行政事业性收费",
            "新收|收到|收办|受理|上年度?结转|结转下一?年度?|继续办理|办结|答复|政府信息公开|申请|其中|予以公开|部分公开|不予公开|无法提供|不予处理|其他处理",
            "自然人|商业企业|科研机构|社会公益组织|法律服务机构|法人|其他组织|提出|均由?|因|引起|引发|发生|行政复议|行政诉讼|结果|维持|纠正|其他|尚未审结",
            "未经复议|直接起诉|复议后起诉|本年度?|全年|本机关|我[省市州县区旗镇乡局委办]|我街道|共|件|万元|元|未|无|没有|新的|[和或及中为、，。；：（）()]",
            r"\d+(?:\.\d+)?",
        )
    )
)
_STANDARD = late_pattern(
    "|".join(
        (
            r"^[（(][一二三四五六七八九十]+[）)][^，；]{2,24}$",  # a numbered heading run into its paragraph
            # 所列数据的统计期限自2024年1月1日起至12月31日止。
            r"统计期限",
            # 根据《中华人民共和国政府信息公开条例》，编制本报告。
            r"(?:根据|依据|按照).{0,120}(?:编制|公布).{0,40}报告",
            # 本报告由六个部分组成。; 本报告由总体情况、主动公开政府信息情况、…六个部分组成。
            r"本报告.{0,120}(?:编制|组成|部分)",
            # 我局依照《中华人民共和国政府信息公开条例》开展主动公开、依申请公开等工作。
            r"依照《中华人民共和国政府信息公开条例》开展[^。；]{0,80}等?工作$",
            # 〔待补：信息处理费，是否发出收费通知；
            r"〔待补",
            # 现将2024年度报告公布如下。
            r"^.{0,20}现将.{0,40}报告如下",
            # 本年度未收取信息处理费。
            r"(?:未|没有|无|不)[^，。；]{0,12}(?:收|信息处理费)|处理费[^，。；]{0,10}(?<!\d)[0零]\s*元",
            # 可在网站下载。; 如有疑问，请与办公室联系。
            r"下载.{0,60}$|(?:疑问|咨询).{0,60}联系|(?:电话|邮编)[:：]",
            # 针对上述问题，采取以下措施。
            r"^[^，。；]{0,12}(?:对|针对)[^，。；]{0,20}问题[^。；]{0,30}(?:措施|如下)$",
        )
    )
)


@lru_cache(maxsize=4096)
def plain(text: str) -> str:
    """``text`` as it is compared: without years and white space."""
    return _SPACE.sub("", _YEAR.sub("", text))


def resemblance(a: str, b: str) -> float:
    """How alike ``a`` and ``b`` are but for years and white space, 0 to 1; two empty texts are not alike."""
    return likeness(plain(a), plain(b))


def nearest(sentence: str, others: Iterable[str]) -> tuple[float, str]:
    """The one of ``others`` most like ``sentence``, with its likeness; ``(0.0, "")``: none shares a run of words."""
    here, grams = plain(sentence), _grams(sentence)
    best, found = 0.0, ""
    for other in others:
        there = len(plain(other))
        if grams.isdisjoint(_grams(other)) or 2 * min(len(here), there) <= best * (len(here) + there):
            continue
        if (ratio := resemblance(sentence, other)) > best:
            best, found = ratio, other
    return best, found


def is_standard(sentence: str) -> bool:
    """Whether ``sentence`` is one that every report must have, or states nothing but cells of the tables."""
    text = plain(sentence).rstrip("。；：:")
    return (bool(_STANDARD.search(text)) and len(text) <= 200) or len(_TABLE_WORDS.sub("", text)) <= 4


def is_updated(sentence: str, before: str) -> bool:
    """Whether ``sentence`` is ``before`` with so many other figures that it is this year's own."""
    here, there = _NUMBER.findall(plain(sentence)), _NUMBER.findall(plain(before))
    changed = sum(now != then for now, then in zip(here, there)) + max(0, len(here) - len(there))
    return changed > 0 and len(plain(sentence)) <= ANEW * changed


def own(text: str) -> list[Sentence]:
    """The sentences of ``text`` that could be copied: long enough, and not standard."""
    return [found for found in sentences(text) if len(plain(found.text)) >= SHORTEST and not is_standard(found.text)]


def carried_over(text: str, last_text: str) -> list[tuple[int, int, float, str]]:
    """The sentences of ``text`` that are still last year's: start, end, likeness from LIKE on, last year's sentence."""
    old = dict.fromkeys(sentence for _, _, sentence in own(last_text))
    found = []
    for start, end, sentence in own(text):
        ratio, before = nearest(sentence, old)
        if ratio >= LIKE and not is_updated(sentence, before):
            found.append((start, end, ratio, before))
    return found


@lru_cache(maxsize=4096)
def _grams(sentence: str) -> frozenset[str]:
    text = plain(sentence)
    return frozenset(text[at : at + GRAM] for at in range(len(text) - GRAM + 1))
