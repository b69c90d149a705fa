"""From what a model writes, piece by piece, to clean paragraphs with the sources of each sentence.

Source markers – ``[1][3]``, ``[1,3]``, ``【1】``, ``（材料1）``, before or after the full stop – are taken out and
become ``SentenceSource``s. What models add although told not to is taken out too: Markdown, code fences, a sentence
that introduces the text or offers help, labels of materials, headings the program prints itself. A bracket that names
no material stays: 〔2024〕.

A marker is believed only where sentence and material have words in common: small models number their sentences instead
of naming materials (observed with a 1.5B model). Another one is kept as doubtful, for a person to look at.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from drafting.form import ASPECTS
from drafting.preface import KINDS
from drafting.report import Origin, Paragraph, Section, SentenceSource, is_heading, new_id

from .think import NEW_PAGE

FACT_KIND = "表格数据"
"""What kind of material a fact is called in a prompt; a note is called by its aspect."""
COMMON = 0.15
"""The least part of the pairs of letters, by their weights, that a sentence shares with a material it truly rests on."""
TWICE = 8
"""Letters from which a paragraph that comes twice is dropped the second time."""

_NUMBERS = r"\s*(?:材料|素材)?\s*\d{1,2}(?:\s*[,，、;；\-–—~至]\s*(?:材料|素材)?\s*\d{1,2})*\s*"
_SOURCE = r"(?:[\^#]|(?:citation|source|ref|来源|出处|依据|参见|参考|引自|摘自|编号|见|据)\s*[:：]?)"
_MARKER = (
    rf"\s*(?:[\[【［〔{{]\s*{_SOURCE}?{_NUMBERS}(?:†[^\]】]{{0,12}})?[\]】］〕}}]"
    rf"|[（(]{_SOURCE}?(?:材料|素材){_NUMBERS}[)）]|[（(]{_SOURCE}{_NUMBERS}[)）]|\^{_NUMBERS}\^"
    rf"|(?<=[^\s。；：])[（(]{_NUMBERS}[)）](?=[。！？；]|\s*$)|(?<=[。！？])[（(]{_NUMBERS}[)）])"
)
"""Sources in any bracket; a bare number in round brackets only at the end of a sentence."""
_ODD = re.compile(
    r"[（(]\s*(?:参见|参考|引自|摘自|材料|素材|来源|依据|出处|见)?[:：]?\s*\[(?P<inner>[\d,，、\-\s]{1,12})\]\s*[)）]|\[\[(?P<twice>\d{1,2})\]\]"
    r"|\^(?=\[\d)|<(?P<angle>\d{1,2})>|《(?:材料|素材)\s*(?P<title>\d{1,2})》|〖(?P<lens>\d{1,2})〗"
    r"|(?P<sign>[①-⑳⁰¹²³⁴-⁹])(?=[。！？]|\s*$)"
)
"""Markers in forms of their own, as what they are read as."""
_TOKEN = re.compile(rf"(?P<marker>{_MARKER})|(?P<stop>[。！？!?][”’」』）)]*)")
_OPEN_TAIL = re.compile(r"(?:\s*[\[【［（(][^\[\]【】［］（）()]{0,12}|[*_`#]+|\s+)$")

_BULLET = re.compile(r"^(?:#{1,6}\s*|[-*+•·▪◦]\s+|>\s*)+")
_EMPHASIS = re.compile(r"\*{1,3}|_{2,3}|`+")
_OPENING = r"(?:好的|当然|可以|没问题|收到|以下|下面|这是|根据|按照)"
_WRITING = r"(?:可以?这样|撰写|起草|改写|修改后|草拟|草稿|正文|这一节|公文语体)"
_PREAMBLE = re.compile(
    rf"^{_OPENING}[^。：:\[]{{0,70}}{_WRITING}[^。：:\[]{{0,30}}[：:]\s*"
    rf"|^[^。：:\[\d]{{0,60}}{_WRITING}[^。：:\[\d]{{0,30}}[：:]$"
    r"|^(?:好的|当然可以|没问题)[，,。！!]\s*"
)
_CHATTER = re.compile(
    r"^[（(]?(?:(?:注|备注|说明)[：:]|以上(?:是|内容|正文)|希望(?:这|以上|对)|如(?:有|需|果您)|请注意)[^\d]*$"
)
_LITTER = re.compile(
    r"^\s*(?:[-—–_*=~]{3,}|\|[\s|:-]*\|?|<[^<>]{1,40}>|#*\s*(?:正文|答案)|[（(](?:全文|正文)?(?:完|完毕|结束)[)）]"
    r"|【(?:正文|全文|答案|改写|段落|材料)(?:开始|结束)?】|(?:正文|答案|改写后)[：:]"
    r"|[【（(\[]?(?:字数|字数统计|总字数)[】）)\]]?\s*[：:]?\s*约?\d{1,4}\s*字?[】）)\]]?"
    r"|(?:参考材料|参考资料|材料来源|数据来源|资料来源|来源|引用|依据材料)[：:][\s\d\[\]【】、，,]*(?:\[\d{1,2}\].*)?)\s*$"
    r"|[（(【\[]\s*(?:全文|正文|本段|共|约|合计)?\s*(?:字数)?[：:]?\s*(?:约|共)?\s*\d{1,4}\s*字(?:左右|以内)?\s*[)）】\]]"
    r"|^\s*【(?:正文|全文|答案|改写|段落)】|【字数统计[：:]\d{1,4}字?】|^\s*(?:正文|答案|改写后|改写结果|段落|答|回答|输出)[：:](?=\S)|^\d{1,2}[.．]\s+(?=[\u4e00-\u9fff])|</?(?:br|p|div|span|b|i|u|em|strong|font|h\d)(?:\s[^<>]{0,40})?/?>|&nbsp;",
    re.IGNORECASE,
)
"""Lines and pieces that are no text: rules, labels, how long it is, the number of a paragraph."""
_LABEL = re.compile(rf"（(?:{'|'.join((FACT_KIND, *KINDS, *(aspect.label for aspect in ASPECTS.values())))})）")
_NUMBERING = re.compile(r"^(?:[（(][一二三四五六七八九十\d]+[)）]|[一二三四五六七八九十\d]+[、.．])\s*")
_PREAMBLE_REACH = 80
"""Characters within which an introduction shows itself; until then the first line is held back when it may be one."""


class Reader:
    """Feed it the pieces of an answer; ``text`` is the clean text so far, ``section()`` the result.

    ``materials``: id (``fact:<id>``, ``note:<id>``, ``""``: none to keep) and text of material 1, 2, … ``printed``: headings the program
    prints itself, dropped where the model repeats them. ``parts``: headings the text carries, brought to exactly this
    form; None: the text has no headings, and any second-level heading is dropped.
    """

    def __init__(
        self,
        materials: Sequence[tuple[str, str]],
        printed: Sequence[str] = (),
        parts: Sequence[str] | None = None,
    ):
        self._materials = [(id, _pairs(text)) for id, text in materials]
        self._having = Counter(pair for _, pairs in self._materials for pair in pairs)
        self._printed = {_bare(title) for title in printed}
        self._parts = {_bare(part): part for part in parts or ()}
        self._headings = parts is not None
        self._done: list[tuple[str, tuple[SentenceSource, ...]]] = []
        self._line = ""

    def feed(self, piece: str) -> None:
        """Takes the next piece; ``think.NEW_PAGE`` in it forgets everything before."""
        if NEW_PAGE in piece:
            self._done, self._line, piece = [], "", piece.rpartition(NEW_PAGE)[2]
        *whole, self._line = (self._line + piece).split("\n")
        for line in whole:
            self._done += self._read(line)

    @property
    def text(self) -> str:
        """The clean text so far; a tail that may turn out to be no text is held back."""
        line = self._line
        if not self._done and len(line) < _PREAMBLE_REACH and re.match(rf"\s*{_OPENING}", line):
            line = ""
        line = _OPEN_TAIL.sub("", line)
        return "\n".join(text for text, _ in [*self._done, *self._read(line)])

    def section(self, origin: Origin = "model") -> Section:
        """Everything fed so far as a section."""
        return Section(
            paragraphs=tuple(
                Paragraph(id=new_id(), text=text, origin=origin, sources=sources)
                for text, sources in [*self._done, *self._read(self._line)]
            )
        )

    def _read(self, line: str) -> list[tuple[str, tuple[SentenceSource, ...]]]:
        """The paragraphs in one line: none, one, or a heading and the text that followed it."""
        if line.lstrip().startswith("```"):
            return []
        line = _ODD.sub(_plain_marker, line)
        line = _LABEL.sub("", _EMPHASIS.sub("", _BULLET.sub("", _LITTER.sub("", line).strip()))).strip()
        if not self._done:
            line = _PREAMBLE.sub("", line, count=1)
        if not line or _CHATTER.match(line) or _bare(line) in self._printed:
            return []
        title, colon, rest = _heading(line)
        if title in self._parts:
            return [(self._parts[title], ()), *(self._read(rest) if colon else [])]
        if is_heading(line) and not self._headings:
            return []
        read = self._sentences(line)
        said_before = len(read[0]) >= TWICE and any(text == read[0] for text, _ in self._done)
        return [read] if read[0] and not said_before else []

    def _sentences(self, line: str) -> tuple[str, tuple[SentenceSource, ...]]:
        """``line`` without markers, and what each of its sentences rests on."""
        sentences: list[str] = []
        found: list[SentenceSource] = []
        words, named, ended = "", [], False

        def close() -> None:
            nonlocal words, named, ended
            known = {id: self._alike(_pairs(words), pairs) for id, pairs in dict.fromkeys(named) if id}
            if known and words.strip():
                found.append(
                    SentenceSource(
                        sentence=words.strip(),
                        ids=tuple(id for id, alike in known.items() if alike),
                        doubted=tuple(id for id, alike in known.items() if not alike),
                    )
                )
            sentences.append(words)
            words, named, ended = "", [], False

        def add(more: str) -> None:
            nonlocal words
            if more and ended:
                close()
            words += more

        place = 0
        for token in _TOKEN.finditer(line):
            add(line[place : token.start()])
            place = token.end()
            materials = self._named(token, line) if token["marker"] else None
            if materials is not None:
                named += materials
            elif token["stop"]:
                words, ended = words + token[0], True
            else:
                add(token[0])
        add(line[place:])
        close()
        return "".join(sentences).strip(), tuple(found)

    def _alike(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Whether two texts have a fair part of the shorter one's words in common, counted or by what they tell: a word
        that few materials have tells more.
        """
        common = one & other

        def weight(pairs: frozenset[str]) -> float:
            return sum(math.log(1 + len(self._materials) / (self._having[pair] or 1)) for pair in pairs)

        return len(common) >= max(1, COMMON * min(len(one), len(other))) or (
            len(common) > 1 and weight(common) >= COMMON * min(weight(one), weight(other))
        )

    def _named(self, marker: re.Match[str], line: str) -> list[tuple[str, frozenset[str]]] | None:
        """The materials a marker names; None when it is an ordinary bracket."""
        numbers: list[int] = []
        for first, dash, last in re.findall(r"(\d+)(?:\s*([\-–—~至])\s*(\d+))?", marker[0]):
            numbers += range(int(first), int(last) + 1) if dash else [int(first)]
        known = [self._materials[number - 1] for number in numbers if 0 < number <= len(self._materials)]
        before, after = line[: marker.start()].rstrip()[-1:], line[marker.end() : marker.end() + 1]
        at_stop = before in ("", *"。！？；]】］") or after in ("", *"。！？；[【［")
        return known if known or at_stop else None


def _plain_marker(odd: re.Match[str]) -> str:
    """A marker of a form of its own as ``[1]``."""
    if sign := odd["sign"]:
        return f"[{unicodedata.digit(sign, None) or int(unicodedata.numeric(sign))}]"
    numbers = next((text for name, text in odd.groupdict().items() if text and name != "sign"), "")
    return f"[{numbers.strip()}]" if numbers else ""


def _pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring letters in ``text``, its words as far as Chinese shows them; digits as they are."""
    plain = re.sub(r"\W", "", text)
    return frozenset(map("".join, zip(plain, plain[1:])))


def _heading(line: str) -> tuple[str, str, str]:
    """A line split at its first colon or full stop: bare title, the sign, the rest."""
    sign = re.search("[：:。]", line)
    return (_bare(line[: sign.start()]), sign[0], line[sign.end() :]) if sign else (_bare(line), "", "")


def _bare(title: str) -> str:
    """A heading without its number and closing colon, for comparison."""
    return re.sub(r"[\s：:。]+$", "", _NUMBERING.sub("", title.strip()))
