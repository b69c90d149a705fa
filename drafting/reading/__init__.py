"""Reads what offices already have – last year's report, this year's spreadsheet – into figures with evidence and
questions.

``read`` takes a file's bytes; ``guarded.read`` does the same in a child process with limits of time and memory, for
files from elsewhere. Each value is read, derived from the identities, or asked about (docs/decisions/0009-reading.md).

Its parts, the highest first; as with the floors of the house, imports only look down::

    form        the report in what a file holds: rows, chapters, title, ending, questions
    formats     what a file of each format holds, as texts and grids
    geometry    where things stand: characters, lines, columns, digits over cells

The modules beside them are what the parts have in common.
"""

from __future__ import annotations

from importlib import import_module

from drafting import report_file
from drafting.errors import FileError
from drafting.form import CHAPTERS, PrintedForm, editions, printed_form_for

from .content import Container, Content
from .form import ending, masthead, outline
from .form.as_printed import as_printed
from .form.several import one_report
from .form.sheets import report_only
from .form.tables import tables
from .form.unread import unread
from .formats.container import MAX_BYTES, kind
from .formats.own_charts import without_charts
from .reading import Confidence, Evidence, Question, Reading

_READERS: dict[Container, str] = {
    "docx": "docx",
    "xlsx": "sheet",
    "xls": "sheet",
    "html": "html",
    "pdf": "pdf",
    "txt": "text",
}
"""The module of each format; its ``content(data, name)`` gives the Content. They are imported when needed."""


def read(data: bytes, name: str, year: int | None = None, part: str = "") -> Reading:
    """What the file called ``name`` holds. ``year``: of the report, where a person says it; it counts before the
    file's. It decides which edition's labels are looked for; where neither says it, those of the newest are.

    ``part``: which of several reports in the file, by what SeveralReports called it.

    Raises FileError, with a sentence for the staff member: a file that cannot be read, or that is no annual report.
    """
    container = kind(data, name)
    if container == "json":
        return _own(data, name, year)
    content = without_charts(import_module(f".formats.{_READERS[container]}", __package__).content(data, name))

    def on(form: PrintedForm) -> Reading:
        return _on_form(content, container, name, form, year, part)

    form = printed_form_for(year)
    reading = on(form)
    titled = printed_form_for(reading.year)
    return reading if titled is form else on(titled)


def _on_form(
    content: Content, container: Container, name: str, form: PrintedForm, year: int | None, part: str
) -> Reading:
    """``content`` read with the labels of ``form``."""
    chosen = report_only if container in ("xlsx", "xls") else one_report
    content = chosen(content, name, form, part)
    found = tables(content, form)
    words = outline.parts(content, found.taken)
    if not found.taken and not found.printed and len(words.starts) < 3:
        raise FileError(f"“{name}”里没有找到政府信息公开工作年度报告的表格和章节，请核对是不是选错了文件。")
    head = masthead.read(content, words)
    questions = [question for question in head.questions if not (year and question.text.startswith("报告年度"))]
    return Reading(
        name=name,
        container=container,
        edition=form.edition.edition,
        organ=head.organ,
        year=year or head.year,
        printed=found.printed,
        confidence=found.confidence,
        evidence=found.evidence,
        questions=tuple(questions + _doubts(words, form) + found.questions),
        notices=(
            *_old(found.old, year or head.year),
            *content.said,
            *found.said,
            *_notices(words, head, unread(content, words, head, found)),
        ),
        apart=found.apart,
        preamble=words.preamble,
        narrative=words.narrative,
        document=head.document,
        as_printed=as_printed(content, words, found),
        part=part,
    )


def _old(old: bool, year: int | None) -> list[str]:
    """What a report in the form of 2019, or on a year before those that are written here, can be used for and what not."""
    first = editions()[0].in_force_from_report_year
    if year and year < first - 1:
        return [
            f"这是 {year} 年度的报告，本程序从 {first} 年度编起，没有可以和它对照的年度，只能在这里查看读出的内容。"
        ]
    if not old:
        return []
    return [
        "这份报告用的是 2019 年版格式：可以作为上年报告，用来对照表三、表四，把上年的问题记为素材；表二的栏目与现行格式不同，不能对照，"
        "也不能作为本年数据取用。"
    ]


def _notices(words: outline.Outline, head: masthead.Masthead, lost: list[str]) -> list[str]:
    """What a person should know and need not answer: what was inferred, and words that have no place in a report."""
    said = []
    if head.organ and "机关名称" in head.guessed:
        said.append(f"机关名称“{head.organ.name}”是按标题推断的，请核对。")
    if words.inferred:
        said.append("文件里没有找到“五、存在的主要问题及改进情况”的标题，表四后面的文字已归入这一章，请核对。")
    foot = ending.beside(words.tail)
    if lines := [line for line in lost if line not in map(str.strip, foot)]:
        named = "；".join(f"“{line}”" for line in lines)
        said.append(f"文件中有 {len(lines)} 处文字没有归入报告，需要的请自行补写：{named}")
    if foot:
        said.append(f"报告后面的 {len(foot)} 行文字没有归入正文：{'；'.join(foot)}")
    return said


def _doubts(words: outline.Outline, form: PrintedForm) -> list[Question]:
    """A question for each heading that only its number and place make one of the six, with both readings."""
    asked = []
    for chapter, line in words.doubts.items():
        wanted = form.edition.sections[CHAPTERS[chapter].number - 1] if chapter in CHAPTERS else ""
        if wanted and chapter != "overview":
            text = f"“{line}”按序号和位置读作“{wanted}”的标题；如果它只是前面一部分里的小标题，请取用后把这些文字移到前一部分。"
            asked.append(Question(kind="document", text=text, evidence=Evidence(text=line)))
    return asked


def _own(data: bytes, name: str, year: int | None) -> Reading:
    report = report_file.loads(data, name)
    printed = {key: value for key, value in report.cells().items() if value is not None}
    evidence = Evidence(where="年报文件")
    return Reading(
        name=name,
        container="json",
        edition=report.edition,
        organ=report.organ,
        year=year or report.year,
        printed=printed,
        confidence=dict.fromkeys(printed, "read"),
        evidence=dict.fromkeys(printed, evidence),
        preamble=report.narrative_text("preface"),
        document=report.document,
        whole=report_file.dumps(report),
    )


__all__ = ["MAX_BYTES", "Confidence", "Content", "Evidence", "Question", "Reading", "read"]
