"""Who reports, on which year, and the data of the document: from title, 发文机关标志, signature, 抄送 and the site's own table.

Where two places disagree nobody decides but a person: that is a question. Level and kind of the organ, how it calls itself
and its superior are inferred from its name and text.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date

from drafting.report import Document, Kind, Level, Organ

from .content import Content, Text
from .outline import DATE_LINE, Outline, plain
from .reading import Evidence, Question

_YEAR = r"(?P<year>20\d\d|[二2][〇○零OＯ0][一二][〇○零一二三四五六七八九])年度?"
_REPORT = r"(?:的)?(?:政府信息公开|政务公开|信息公开)(?:工作)?(?:的)?(?:年度(?:工作)?报告|年报|工作报告|工作年报)"
_NAME = r"(?P<organ>[\u4e00-\u9fff()·]{2,60}?)"
_TITLES = (re.compile(rf"{_NAME}(?:关于)?{_YEAR}{_REPORT}"), re.compile(rf"{_YEAR}(?!政府信息|政务公开|信息公开){_NAME}{_REPORT}"), re.compile(rf"{_YEAR}{_REPORT}"))
_SUFFIX = r"(?:人民政府|街道办事处|管理委员会|管委会|委员会|办公厅|办公室|[局厅委院部站所队]|中心|支队|公司)"
_MARK = re.compile(rf"(?P<organ>[\u4e00-\u9fff]{{2,30}}?{_SUFFIX})文件")
_PERIOD = re.compile(r"(20\d\d)年1月1日.{0,4}[至到—~-].{0,2}(?:(20\d\d)年)?12月31日")
_NUMBER = re.compile(r"[\u4e00-\u9fff]{2,14}[〔\[［(（]20\d\d[〕\]］)）]第?\d{1,4}号")
_DAY = re.compile(r"(\d{4}|[二〇○零一三四五六七八九]{4})年(\d{1,2}|[一二三四五六七八九十]{1,2})月(\d{1,2}|[一二三四五六七八九十]{1,3})日")
_META = re.compile(r"^(?P<name>标题|信息名称|名称|索引号|发布机构|发文机关|信息来源|发文字号|发布文号|文号|成文日期|发文日期|生成日期|发布日期|发布时间)[:：\s]+(?P<value>\S.*)$")
_DIGITS = {**{mark: at for at, mark in enumerate("〇一二三四五六七八九")}, "○": 0, "零": 0, "O": 0}
_SELF = re.compile(r"我(?:省|市|县|区|镇|乡|街道|局|委|办|厅|旗|州|院|会)")


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
        questions.append(Question(kind="document", text="没有读出机关名称，请填写。", evidence=Evidence(text="".join(front[:3])[:120])))
    organ = _organ(name, body) if name else None
    guessed = ("机关名称",) if name and inferred else ()
    return Masthead(organ, year, _document(front, outline, meta), tuple(questions), guessed)


def _meta(front: list[str]) -> dict[str, str]:
    """The lines of a site's own table about the page, such as ``索引号：…``."""
    found: dict[str, str] = {}
    for line in front:
        for part in re.split(r"[　\t]|\s{2,}", line):
            if match := _META.match(part.strip()):
                found.setdefault(match["name"], match["value"].strip())
    return found


def _titles(front: list[str], file_title: str) -> list[tuple[str, str, str]]:
    """(organ, year, line) of everything that reads as a title, the page's own first; a title may go over three lines."""
    lines = [plain(line) for line in front]
    found = []
    for size in (1, 2, 3):
        for at in range(len(lines) - size + 1):
            joined = "".join(lines[at:at + size])
            if len(joined) < 90 and all(len(line) < 60 for line in lines[at:at + size]):
                found += _title(joined, front[at])
    for piece in re.split(r"[_|—\-]", file_title):
        found += _title(plain(piece), piece)
    return found


def _title(line: str, printed: str) -> list[tuple[str, str, str]]:
    for pattern in _TITLES:
        match = pattern.search(line)
        if match:
            return [(match.groupdict().get("organ") or "", match["year"], printed)]
    return []


def _year(titles: list[tuple[str, str, str]], body: str, questions: list[Question]) -> int | None:
    titled = next((_number(year) for _, year, _ in titles), None)
    period = _PERIOD.search(re.sub(r"\s", "", body))
    covered = int(period[1]) if period else None
    if titled is None and covered is None:
        questions.append(Question(kind="document", text="报告年度没有读出，请填写。"))
    elif titled and covered and titled != covered:
        questions.append(Question(
            kind="document", text=f"报告年度有两种写法：标题是 {titled} 年，统计期限是 {covered} 年，请核对。", offers=(titled, covered),
            evidence=Evidence(text=period[0])))
    return titled or covered


def _number(year: str) -> int:
    return int("".join(mark if mark.isascii() and mark.isdigit() else str(_DIGITS.get(mark, 0)) for mark in year))


def _organ_name(titles: list[tuple[str, str, str]], front: list[str], outline: Outline, meta: dict[str, str], body: str,
                ) -> tuple[str, bool]:
    """The organ's full name, and whether its last part was inferred."""
    titled = next((once for organ, _, _ in titles if (once := _once(organ))), "")
    others = [match["organ"] for line in front if (match := _MARK.fullmatch(plain(line)))]
    others += [plain(text.text) for text in outline.tail
               if re.fullmatch(rf"[\u4e00-\u9fff]{{2,30}}{_SUFFIX}", plain(text.text)) and "印发" not in text.text]
    others += [plain(meta[name]) for name in ("发布机构", "发文机关") if meta.get(name)]
    if titled and re.search(rf"{_SUFFIX}$", titled):
        return titled, False
    full = next((other for other in others if not titled or other.startswith(titled)), "")
    if full and not re.search(r"(?:人民政府|管理委员会|管委会)[^府会]*办公[室厅]$", full):
        return full, False
    if not titled:
        return (full, False) if full else ("", False)
    for suffix in ("管理委员会", "管委会") if re.search(r"(?:实验区|开发区|高新区|管理区|新区|园区|示范区|度假区)$", titled) else ():
        return titled + ("管理委员会" if suffix == "管理委员会" or titled + suffix in body else suffix), True
    if re.search(r"[省市县区镇乡旗州]$", titled):
        return titled + "人民政府", True
    if titled.endswith("街道"):
        return titled + "办事处", True
    return titled, False


def _once(organ: str) -> str:
    """A title's organ without what titles put around it; one that is printed twice (“某镇人民政府某镇”) once."""
    organ = re.sub(r"^(?:标题|名称|关于)[:：]?", "", organ)
    match = re.match(rf"([\u4e00-\u9fff()]{{2,40}}?{_SUFFIX})([\u4e00-\u9fff]{{2,}})$", organ)
    if match and (match[1].startswith(match[2]) or match[2] in match[1]):
        return match[1]
    half = len(organ) // 2
    return organ[:half] if organ and organ[:half] == organ[half:] else organ


def _organ(name: str, body: str) -> Organ:
    used = Counter(_SELF.findall(body))
    kind, level = _kind(name), _level(name)
    fitting = [word for word, _ in used.most_common() if kind is Kind.DEPARTMENT or word[-1] not in "局委办厅院会"]
    superior = re.match(r"([\u4e00-\u9fff]{2,9}?[市县区])[\u4e00-\u9fff]{1,8}[镇乡]人民政府$", name)
    return Organ(name=name[:100], short_name=re.sub(r"(?:人民政府|办事处|管理委员会)$", "", name)[:50], level=level, kind=kind,
                 self_reference=fitting[0] if fitting else "", superior=f"{superior[1]}人民政府" if superior else "",
                 makes_rules=kind is Kind.GOVERNMENT and level in (Level.PROVINCE, Level.CITY))


def _kind(name: str) -> Kind:
    if re.search(r"街道(?:办事处)?$", name):
        return Kind.SUBDISTRICT_OFFICE
    return Kind.GOVERNMENT if re.search(r"(?:人民政府|管理委员会|管委会)$", name) else Kind.DEPARTMENT


def _level(name: str) -> Level:
    """The level of the last place named: 云溪县自然资源局 is the county's."""
    place = re.sub(r"(?:人民政府|办事处)$", "", name)
    if re.search(r"街道$", place):
        return Level.SUBDISTRICT
    if re.search(r"[镇乡]$|[镇乡](?!村)[\u4e00-\u9fff]{0,8}(?:所|站|中心)$", place):
        return Level.TOWNSHIP
    cut = re.sub(r"(?:管理委员会|管委会)$", "", place)
    found = re.findall(r"自治区|自治州|省|市|县|区|旗|州|盟", cut)
    last = found[-1] if found else ""
    if last in ("县", "旗") or last == "区" and not cut.endswith(("实验区", "开发区", "新区", "高新区")):
        return Level.COUNTY
    if last in ("省", "自治区"):
        return Level.PROVINCE
    return Level.CITY if last in ("市", "自治州", "州", "盟") or cut.endswith(("实验区", "新区")) else Level.COUNTY


def _document(front: list[str], outline: Outline, meta: dict[str, str]) -> Document:
    number = meta.get("发文字号") or meta.get("发布文号") or meta.get("文号") or ""
    for line in front:
        if _NUMBER.fullmatch(re.sub(r"\s", "", line)):
            number = re.sub(r"\s", "", line)
    tail = [text.text.strip() for text in outline.tail]
    signed = next((line for line in tail if DATE_LINE.fullmatch(line)), "")
    printed = next((line for line in tail if line.endswith("印发")), "")
    day = _day(signed) or _day(meta.get("成文日期", "")) or _day(printed)
    return Document(
        number=number[:100], issued_on=day, copied_to=_copied(tail)[:500], issuing_office=_office(outline.tail, printed)[:100],
        index_number=meta.get("索引号", "")[:100], signed=bool(signed))


def _copied(tail: list[str]) -> str:
    for at, line in enumerate(tail):
        match = re.match(r"抄\s*送\s*[:：]?\s*(.*)", line)
        if match:
            rest = [match[1]]
            for following in tail[at + 1:]:
                if following.endswith("印发") or re.search(rf"{_SUFFIX}$", plain(following)) or len(rest) > 4:
                    break
                rest.append(following)
            return "".join(rest).strip()
    return ""


def _office(tail: list[Text], printed: str) -> str:
    """印发机关: on the line of the day it was printed, or on the one before."""
    if not printed:
        return ""
    alone = _DAY.sub("", re.sub(r"\s", "", printed)).removesuffix("印发")
    if alone:
        return alone
    lines = [text.text.strip() for text in tail]
    at = lines.index(printed)
    before = plain(lines[at - 1]) if at else ""
    return before if re.fullmatch(rf"[\u4e00-\u9fff]{{2,40}}{_SUFFIX}", before) else ""


def _day(text: str) -> date | None:
    match = _DAY.search(re.sub(r"\s", "", text)) or re.search(r"(\d{4})-(\d{1,2})-(\d{1,2})", text)
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
