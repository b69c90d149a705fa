"""Who reports, on which year, and the data of the document: from title, 发文机关标志, signature, 抄送 and the site's
own table.

Where two places disagree nobody decides but a person: that is a question.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from drafting.language.document_number import DOCUMENT_NUMBER
from drafting.organs import PLACE_END, SUFFIX, organ
from drafting.report import Document, Organ

from ..content import Content, Text
from ..reading import Evidence, Question
from .ending import DATE_LINE, DAY
from .outline import Outline, plain

_YEAR = r"(?P<year>20\d\d|[二2][〇○零OＯ0][一二][〇○零一二三四五六七八九])年度?"
_REPORT = (
    r"(?:的)?(?:政府信息公开|政务公开|信息公开)(?:(?:工作)?(?:的)?(?:年度(?:工作)?报告|年报|工作报告|工作年报|报告)"
    r"|[年度工作报告]{5,6}$)"
)  # the last: signs misplaced in print, 工作告年度报
_NAME = r"(?P<organ>[\u4e00-\u9fff()·]{2,60}?)"
_ISSUES = r"(?:关于)?(?:印发|公布|发布)?"
_TITLES = (
    re.compile(rf"{_NAME}{_ISSUES}{_YEAR}{_REPORT}"),
    re.compile(rf"{_YEAR}(?!政府信息|政务公开|信息公开){_NAME}{_REPORT}"),
    re.compile(rf"{_NAME}{_ISSUES}{_REPORT}\({_YEAR}\)"),
    re.compile(rf"{_YEAR}{_REPORT}"),
    re.compile(rf"(?<![\u4e00-\u9fff]){_NAME}{_REPORT}(?P<year>)$"),
)
_FULL = re.compile(rf"[\u4e00-\u9fff()·]{{2,60}}(?:{SUFFIX}|{PLACE_END})")
_AROUND = re.compile(r"^(?:标题|信息名称|名称|关于|现将|现公布|现发布|公布|发布|编制|根据)[:：]?")
_MARK = re.compile(rf"(?P<organ>[\u4e00-\u9fff]{{2,30}}?{SUFFIX})文件")
_SIGNATURE = re.compile(rf"[\u4e00-\u9fff()]{{2,30}}{SUFFIX}")
_PREFACE = re.compile(
    rf"报告(?:是|系)?由(?P<organ>[\u4e00-\u9fff()]{{2,40}}?{SUFFIX})(?=根据|依据|依照|按照|按|编制|负责|牵头|组织|、|，)"
)
_PERIOD = re.compile(r"(20\d\d)年1月1日.{0,4}[至到—~-].{0,2}(?:(20\d\d)年)?12月31日")
_NUMBER = re.compile(rf"[\u4e00-\u9fff]{{2,14}}{DOCUMENT_NUMBER}")
_DAY = re.compile(
    r"(\d{4}|[二〇○零一三四五六七八九]{4})年(\d{1,2}|[一二三四五六七八九十]{1,2})月(\d{1,2}|[一二三四五六七八九十]{1,3})日"
)
_OFFICE = rf"[\u4e00-\u9fff]{{2,40}}{SUFFIX}"
_DOTTED = re.compile(r"(\d{4})\s*[.．\-/]\s*(\d{1,2})\s*[.．\-/]\s*(\d{1,2})(?!\d)")
_META = (
    "标题",
    "信息名称",
    "名称",
    "索引号",
    "发布机构",
    "发文机关",
    "信息来源",
    "发文字号",
    "发布文号",
    "文号",
    "成文日期",
    "发文日期",
    "生成日期",
    "发布日期",
    "发布时间",
)
_OTHER_META = (
    "主题分类",
    "组配分类",
    "公开方式",
    "公开形式",
    "公开范围",
    "责任部门",
    "有效性",
    "体裁",
    "关键词",
    "主题词",
    "栏目",
)
_DIGITS = {**{mark: at for at, mark in enumerate("〇一二三四五六七八九")}, "○": 0, "零": 0, "O": 0}

LONGEST_TITLE = 90
"""Characters of a title, also one over several lines."""


@dataclass(frozen=True)
class Masthead:
    """What was found; ``guessed``: what of it is inferred and not printed, in the words staff read."""

    organ: Organ | None
    year: int | None
    document: Document
    questions: tuple[Question, ...] = ()
    guessed: tuple[str, ...] = ()


def read(content: Content, outline: Outline) -> Masthead:
    """The masthead of a report; nothing found is a question, not a guess."""
    front = [text.text for text in outline.front]
    meta = _meta(front)
    titles = _titles([*front[-12:], *(meta.get(name, "") for name in ("标题", "信息名称", "名称"))], content.title)
    body = "\n".join((outline.preamble, *outline.narrative.values()))
    questions: list[Question] = []
    year = _year(titles, body, questions)
    name, inferred = _organ_name(titles, front, outline, meta, body)
    if not name:
        questions.append(
            Question(
                kind="document", text="没有读出机关名称，请填写。", evidence=Evidence(text="".join(front[:3])[:120])
            )
        )
    else:
        questions += _contradictions(name, front, outline)
    return Masthead(
        organ(name, body) if name else None,
        year,
        _document(front, outline, meta),
        tuple(questions),
        ("机关名称",) if name and inferred else (),
    )


def _meta(front: list[str]) -> dict[str, str]:
    """A site's own table about the page: lines such as ``索引号：…``, or name and value in cells beside each other."""
    found: dict[str, str] = {}
    for line in front:
        pieces = [piece.strip() for piece in re.split(r"[　\t]|\s{2,}", line) if piece.strip()]
        for piece, following in zip(pieces, [*pieces[1:], ""], strict=True):
            name, mark, value = _named(piece)
            next_name, next_mark, _ = _named(following)
            if name in _META and not mark and not next_mark and next_name not in (*_META, *_OTHER_META):
                value = following
            if name in _META and value:
                found.setdefault(name, value)
    return found


def _named(piece: str) -> tuple[str, str, str]:
    """``piece`` before its colon without spaces, the colon or "" and what follows it."""
    match = re.match(r"([^:：]{2,12}?)\s*([:：])\s*(.*)", piece)
    if match:
        return re.sub(r"\s", "", match[1]), match[2], match[3].strip()
    first, _, rest = piece.partition(" ")
    return (first, "：", rest.strip()) if first in _META and rest else (re.sub(r"\s", "", piece), "", "")


def _titles(front: list[str], file_title: str) -> list[tuple[str, str, str]]:
    """(organ, year, line) of all that reads as a title, the page's own first; a title may go over three lines."""
    lines = [plain(line) if len(line) < 120 else "。" * 60 for line in front]
    found = []
    for size in (1, 2, 3):
        for at in range(len(lines) - size + 1):
            joined = "".join(lines[at : at + size])
            if len(joined) < 90 and all(len(line) < 60 for line in lines[at : at + size]):
                found += _title(joined, front[at], alone=size == 1)
    for piece in re.split(r"[_|—\-]", file_title[:300]):
        found += _title(plain(piece), piece, alone=True)
    return found


def _title(line: str, printed: str, alone: bool) -> list[tuple[str, str, str]]:
    """``line`` as a title. Not ``alone``: put together from several, of which one may be a site's navigation."""
    for pattern in _TITLES:
        match = pattern.search(line)
        if match:
            named = _once(match.groupdict().get("organ") or "")
            return [(named if (alone and match["year"]) or _FULL.fullmatch(named) else "", match["year"], printed)]
    return []


def titled(line: str) -> str:
    """Organ and year of the report whose whole title ``line`` is; ``""`` where it is none."""
    if not 8 <= len(line) <= LONGEST_TITLE or re.search("[。；，：:《]", line):
        return ""
    words = plain(line)
    for pattern in _TITLES:
        match = pattern.fullmatch(words)
        if match and match["year"] and (named := _once(match.groupdict().get("organ") or "")):
            return f"{named}{_number(match['year'])}年"
    return ""


def _year(titles: list[tuple[str, str, str]], body: str, questions: list[Question]) -> int | None:
    titled = next((_number(year) for _, year, _ in titles if year), None)
    period = _PERIOD.search(re.sub(r"\s", "", body))
    covered = int(period[1]) if period else None
    if titled is None and covered is None:
        questions.append(Question(kind="document", text="报告年度没有读出，请填写。"))
    elif period and titled and covered and titled != covered:
        questions.append(
            Question(
                kind="document",
                text=f"报告年度有两种写法：标题是 {titled} 年，统计期限是 {covered} 年，请核对。",
                offers=(titled, covered),
                evidence=Evidence(text=period[0]),
            )
        )
    return titled or covered


def _number(year: str) -> int:
    return int("".join(mark if mark.isascii() and mark.isdigit() else str(_DIGITS.get(mark, 0)) for mark in year))


def _signatures(outline: Outline) -> list[str]:
    """The organs that sign at the end of the report, before 抄送 and 印发."""
    lines = [re.sub(r"\s", "", text.text) for text in outline.tail[:3]]
    return [
        signed for line in lines if "印发" not in line and _SIGNATURE.fullmatch(signed := plain(re.sub(DAY, "", line)))
    ]


def _marks(front: list[str]) -> list[str]:
    return [match["organ"] for line in front if len(line) < 60 and (match := _MARK.fullmatch(plain(line)))]


def _organ_name(
    titles: list[tuple[str, str, str]],
    front: list[str],
    outline: Outline,
    meta: dict[str, str],
    body: str,
) -> tuple[str, bool]:
    """The organ's full name, and whether its last part was inferred."""
    titled = next((named for named, _, _ in titles if named), "")
    others = [*_marks(front), *_signatures(outline)]
    others += [plain(meta[name]) for name in ("发布机构", "发文机关") if meta.get(name)]
    if titled and re.search(rf"{SUFFIX}$", titled):
        return titled, False
    full = next((other for other in others if not titled or other.startswith(titled)), "")
    if full and not re.search(r"(?:人民政府|管理委员会|管委会)[^府会]*办公[室厅]$", full):
        return full, False
    if not titled:
        preface = _PREFACE.search(re.sub(r"\s", "", body))
        by = re.sub(r"(?<=人民政府)办公[室厅]$", "", full or (preface["organ"] if preface else ""))
        return by, bool(by)
    if re.search(r"(?:实验区|开发区|高新区|管理区|新区|园区|示范区|度假区)$", titled):
        return titled + "管理委员会", True
    if titled.endswith("街道"):
        return titled + "办事处", True
    return (titled + "人民政府", True) if re.search(rf"{PLACE_END}$", titled) else (titled, False)


def _once(named: str) -> str:
    """A title's organ without what titles put around it; one that is printed twice (“某镇人民政府某镇”) once."""
    named = _AROUND.sub("", named)
    match = re.match(rf"([\u4e00-\u9fff()]{{2,40}}?{SUFFIX})([\u4e00-\u9fff]{{2,}})$", named)
    if match and match[2] in match[1]:
        return match[1]
    half = len(named) // 2
    return named[:half] if named and named[:half] == named[half:] else named


def _contradictions(name: str, front: list[str], outline: Outline) -> list[Question]:
    """Another organ in the 发文机关标志 or the signature: perhaps a report that was copied."""
    found = []
    for where, names in (("发文机关标志", _marks(front)), ("落款", _signatures(outline))):
        for other in names:
            cores = [
                re.sub(r"(?:人民政府|办事处|管理委员会|管委会)(?:办公[室厅])?$|党政办公室$", "", organ)
                for organ in (name, other)
            ]
            if cores[0] not in cores[1] and cores[1] not in cores[0]:
                text = f"机关名称有两种写法：一处是“{name}”，{where}是“{other}”，请核对。"
                found.append(Question(kind="document", text=text, evidence=Evidence(text=other)))
    return found


def _document(front: list[str], outline: Outline, meta: dict[str, str]) -> Document:
    number = meta.get("发文字号") or meta.get("发布文号") or meta.get("文号") or ""
    for line in front:
        if _NUMBER.fullmatch(re.sub(r"\s", "", line)):
            number = re.sub(r"\s", "", line)
    tail = [text.text.strip() for text in outline.tail]
    signed = next((day for line in tail if "印发" not in line and (day := _day(_signed_on(line)))), None)
    printed = next((line for line in tail if line.endswith("印发")), "")
    printed_on = _day(printed)
    day = signed or _day(meta.get("成文日期", "")) or _headed_on(front) or printed_on
    return Document(
        number=number[:100],
        issued_on=day,
        copied_to=_copied(tail)[:500],
        issuing_office=_office(outline.tail, printed)[:100],
        printed_on=None if printed_on == day else printed_on,
        index_number=meta.get("索引号", "")[:100],
        signed=bool(signed),
    )


def _signed_on(line: str) -> str:
    """The day in ``line`` where that is all, or stands behind the organ that signs."""
    rest = re.sub(DAY, "", re.sub(r"\s", "", line))
    return line if DATE_LINE.fullmatch(line) or _SIGNATURE.fullmatch(plain(rest)) else ""


def _headed_on(front: list[str]) -> date | None:
    """The day under a title: in brackets, or below the organ that signs there; a bare one is when the page was put up."""
    for before, line in pairwise(["", *(line.strip() for line in front)]):
        if DATE_LINE.fullmatch(line) and (line[0] in "（(" or re.search(rf"{SUFFIX}$", plain(before))):
            return _day(line)
    return None


def _copied(tail: list[str]) -> str:
    for at, line in enumerate(tail):
        match = re.match(r"抄\s*送\s*[:：]?\s*(.*)", line)
        if match:
            rest = [match[1]]
            for following, after in pairwise([*tail[at + 1 :], ""]):
                if following.endswith("印发") or re.search(rf"{SUFFIX}$", plain(following)) or len(rest) > 4:
                    break
                if rest[-1].endswith("。") or _broken(following, after):
                    break
                rest.append(following)
            return "".join(rest).strip()
    return ""


def _office(tail: list[Text], printed: str) -> str:
    """印发机关: on the line of the day it was printed, on the one before, or broken over them."""
    if not printed:
        return ""
    lines = [plain(text.text.strip()) for text in tail]
    at = [text.text.strip() for text in tail].index(printed)
    office = _DAY.sub("", re.sub(r"\s", "", printed)).removesuffix("印发")
    for before in reversed(lines[max(0, at - 3) : at]):
        whole = len(office) >= 4 and re.fullmatch(_OFFICE, office)
        if whole and (len(before) < 12 or re.search(rf"{SUFFIX}$", before)):
            break
        if not re.fullmatch(r"[\u4e00-\u9fff()]{1,40}", before):
            break
        office = before + office
    return office


def _broken(line: str, following: str) -> bool:
    """Whether ``line`` is the beginning of 印发机关, which ends on the ``following`` line, that of the day of printing."""
    alone = _DAY.sub("", re.sub(r"\s", "", following)).removesuffix("印发")
    return following.endswith("印发") and len(alone) < 4 and bool(re.fullmatch(_OFFICE, plain(line) + alone))


def _day(text: str) -> date | None:
    match = _DAY.search(re.sub(r"\s", "", text)) or _DOTTED.search(text)
    if not match:
        return None
    try:
        return date(*(_chinese(part) for part in match.groups()))
    except ValueError:
        return None


def _chinese(number: str) -> int:
    """``number`` in digits or in Chinese (二〇二五, 二十三)."""
    if number.isdigit() and number.isascii():
        return int(number)
    if "十" in number:
        tens, _, ones = number.partition("十")
        return (_DIGITS[tens] if tens else 1) * 10 + (_DIGITS[ones] if ones else 0)
    return int("".join(str(_DIGITS[mark]) for mark in number))
