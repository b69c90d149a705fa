"""What of a file's words is in no part of the report: named with its words, so that nothing is left out in silence.

The law (docs/decisions/0017-outline.md): every character outside the three tables is in the report, in its place, or is named here. What
the report holds as a fact of the document – its title, number, day, 抄送 – and the form's own labels need no naming.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from difflib import SequenceMatcher
from functools import cache

from drafting.form import PrintedForm, bare
from drafting.parting import squeezed
from drafting.report import Document

from ..content import Content, Grid, Text
from ..figures import looks_numeric
from ..headings import plain
from .ending import DATE_LINE
from .masthead import Masthead
from .outline import Outline
from .tables import Tables

LARGE = 200_000
"""Characters of a report above which what is kept is looked for line by line."""
LEAST = 2
"""Characters that are words; a single one beside a table is a mark."""
ALIKE = 0.8
"""From here on a line is a label of the form with a misprint."""
_TITLE = re.compile(
    r"20\d\d年度?|[二〇○零一]{4}年度?|(?:的)?(?:政府信息|政务信息|政务|信息)公开(?:工作)?(?:的)?(?:年度(?:工作)?报告|年报|工作报告|工作年报|[年度工作报告]{5,6}$)|关于|印发|公布|发布"
)
_AROUND = re.compile(
    r"文件|抄送|印发|此件|主动|公开|发布|成文日期|文号|发文字号|索引号|标题|发布机构|附注|[（）()〔〕\[\]：:。，、；\s　—\-]"
)
_FORM = re.compile(
    r"第二十条第[一五六八]项|表[二三四]|信息内容|本年(?:制发|废止|新制作)件数|现行有效件数|本年处理决定数量|本年收费金额单位万元|单位|万元|"
    r"本列数据的勾稽关系为[第一二三四项加之和等于]{0,24}|申请人情况|勾稽关系|此部分|该部分以表格形式报告"
)


def unread(content: Content, words: Outline, head: Masthead, found: Tables) -> list[str]:
    """The lines that are in no part of the report, in the order of the file."""
    texts = [words.preamble, *words.printed.values(), *words.narrative.values()]
    kept, whole = {squeezed([line]) for text in texts for line in text.split("\n")}, squeezed(texts)

    def is_kept(line: str) -> bool:
        text = squeezed([line])
        return text in kept or (len(whole) < LARGE and text in whole)

    front, behind = ([text.text for text in texts] for texts in (words.front, [*words.left, *words.tail]))
    lost = [line for line in [*front, *words.dropped, *_beside_figures(content, found), *behind] if not is_kept(line)]
    untold = [line for line in lost if line in words.dropped or not _told(line, head, found.form)]
    said = [line.strip() for line in _but_torn(untold, lambda line: _told(line, head, found.form))]
    return list(dict.fromkeys(filter(None, said)))


def _but_torn(lines: Sequence[str], is_told: Callable[[str], bool]) -> Iterator[str]:
    """``lines`` without any two that are one line, torn, which is told (…局办公 / 室2024年1月31日印发)."""
    at = 0
    while at < len(lines):
        if at + 1 < len(lines) and is_told(lines[at].strip() + lines[at + 1].strip()):
            at += 2
        else:
            yield lines[at]
            at += 1


def _beside_figures(content: Content, found: Tables) -> Iterator[str]:
    """The words in the tables themselves that are no label of the form."""
    for at in sorted(found.taken):
        block = content.blocks[at]
        cells = (
            dict.fromkeys(cell for row in block.rows for cell in row if cell is not None)
            if isinstance(block, Grid)
            else ()
        )
        texts = [cell.text for cell in cells] if isinstance(block, Grid) else _cut(block)
        yield from (text for text in texts if not looks_numeric(text) and _beyond_form(text, found.form))


def _cut(block: Text) -> list[str]:
    return block.text.split("\t") if "\t" in block.text else []


def _told(line: str, head: Masthead, form: PrintedForm) -> bool:
    """Whether ``line`` says no more than what the report holds of its document, or what the form prints."""
    if not re.search(r"\w", line) or not _beyond_form(line, form):
        return True
    rest = plain(line)
    for value in sorted(filter(None, _values(head)), key=len, reverse=True):
        rest = rest.replace(plain(value), "")
    if DATE_LINE.fullmatch(line.strip()):
        return bool(head.document.issued_on or head.document.printed_on)
    return not _AROUND.sub("", _TITLE.sub("", rest))


def _values(head: Masthead) -> Iterator[str]:
    organ, document = head.organ, head.document
    if organ:
        yield organ.name
        yield organ.short_name
        yield re.sub(r"(?:人民政府|街道办事处|管理委员会)$", "", organ.name)
    yield from (document.number, document.copied_to, document.copied_to.rstrip("。"), document.issuing_office)
    yield document.index_number
    for day in (document.issued_on, document.printed_on):
        yield from _days(day, document) if day else ()


def _days(day: date, document: Document) -> Iterator[str]:
    yield f"{day.year}年{day.month}月{day.day}日"
    yield f"{day.year}年{day.month:02}月{day.day:02}日"
    yield day.isoformat()
    yield f"{day.year}.{day.month}.{day.day}"


def _beyond_form(line: str, form: PrintedForm) -> bool:
    """Whether ``line`` says anything but the form's labels and figures."""
    text = bare(line)
    pattern, whole = _labels(form)
    rest = pattern.sub("", _FORM.sub("", text))
    if (
        text in whole
        or rest in whole
        or any(SequenceMatcher(None, text, label).ratio() > ALIKE for label in _near(text, form))
    ):
        rest = ""
    return len(rest) >= LEAST or (not text and bool(re.search(r"[A-Za-z]{2}|[/\\:@]", line)))


def _near(text: str, form: PrintedForm) -> list[str]:
    """The form's labels of about the length of ``text``, which a misread one may be."""
    return [label for label in _labels(form)[1].split("|") if 6 <= len(text) <= 60 and abs(len(label) - len(text)) < 3]


@cache
def _labels(form: PrintedForm) -> tuple[re.Pattern[str], str]:
    """The form's labels to look for, and all of them in one text, for what a line break cut."""
    known = form.labels
    words = {bare(cell.text) for table in form.edition.tables for cell in table.texts}
    words |= {bare(heading) for heading in form.edition.sections}
    for found in (known.rows, known.exact, known.columns, known.stock_columns):
        words |= {word for each in found.values() for word in each}
    words |= {*known.single_other, *known.outcomes, *known.items, *known.old_columns, *known.old_rows}
    found = sorted(filter(None, words), key=len, reverse=True)
    return re.compile("|".join(map(re.escape, found))), "|".join(found)
