"""Reads what offices already have – last year's report, this year's spreadsheet – into figures with evidence and
questions.

``read`` takes a file's bytes; ``guarded.read`` does the same in a child process with limits of time and memory, for
files from elsewhere. Each value is read, derived from the identities, or asked about (docs/decisions/0009-reading.md).
"""

from __future__ import annotations

import re
from importlib import import_module

from drafting import report_file
from drafting.errors import FileError
from drafting.form import bare

from . import ending, masthead, outline
from .as_printed import as_printed
from .container import MAX_BYTES, kind
from .content import Container, Content
from .own_charts import without_charts
from .reading import Confidence, Evidence, Question, Reading
from .sheets import report_only
from .tables import tables

_LABEL = 12
"""Chinese characters of a label or heading; a longer text beside a table says something."""
_FORM = re.compile(
    r"^第二十条|^表\s*[二三四]\s*[:：]|复议后起诉|勾稽关系|信息内容|申请人情况|结果\s*维持|[一二]、(?:本年新收|上年结转)"
)
"""What the form itself prints over and in its tables."""
_READERS: dict[Container, str] = {
    "docx": "docx",
    "xlsx": "sheet",
    "xls": "sheet",
    "html": "html",
    "pdf": "pdf",
    "txt": "text",
}
"""The module of each format; its ``content(data, name)`` gives the Content. They are imported when needed."""


def read(data: bytes, name: str, year: int | None = None) -> Reading:
    """What the file called ``name`` holds. ``year``: of the report, where a person says it; it counts before the
    file's.

    Raises FileError, with a sentence for the staff member: a file that cannot be read, or that is no annual report.
    """
    container = kind(data, name)
    if container == "json":
        return _own(data, name, year)
    content = without_charts(import_module(f".{_READERS[container]}", __package__).content(data, name))
    if container in ("xlsx", "xls"):
        content = report_only(content, name)
    found = tables(content)
    words = outline.parts(content, found.taken)
    if not found.taken and not found.printed and len(words.starts) < 3:
        raise FileError(f"“{name}”里没有找到政府信息公开工作年度报告的表格和章节，请核对是不是选错了文件。")
    head = masthead.read(content, words)
    questions = [question for question in head.questions if not (year and question.text.startswith("报告年度"))]
    return Reading(
        name=name,
        container=container,
        edition="2019" if found.old else "2021",
        organ=head.organ,
        year=year or head.year,
        printed=found.printed,
        confidence=found.confidence,
        evidence=found.evidence,
        questions=tuple(questions + found.questions),
        notices=(*content.said, *found.said, *_notices(words, head)),
        apart=found.apart,
        preamble=words.preamble,
        narrative=words.narrative,
        document=head.document,
        as_printed=as_printed(content, words, found),
    )


def _notices(words: outline.Outline, head: masthead.Masthead) -> list[str]:
    """What a person should know and need not answer: what was inferred, and words that have no place in a report."""
    said = []
    if head.organ and "机关名称" in head.guessed:
        said.append(f"机关名称“{head.organ.name}”是按标题推断的，请核对。")
    if words.inferred:
        said.append("文件里没有找到“五、存在的主要问题及改进情况”的标题，表四后面的文字已归入这一章，请核对。")
    beside = [text.text for text in words.left if len(bare(text.text)) > _LABEL and not _FORM.search(text.text)]
    if beside:
        said.append(f"表格旁边的 {len(beside)} 段文字没有归入正文，需要的请自行补写：{'；'.join(beside)[:200]}")
    if foot := ending.beside(words.tail):
        said.append(f"报告后面的 {len(foot)} 行文字没有归入正文：{'；'.join(foot)[:300]}")
    return said


def _own(data: bytes, name: str, year: int | None) -> Reading:
    report = report_file.loads(data, name)
    printed = {key: value for key, value in report.cells().items() if value is not None}
    evidence = Evidence(where="年报文件")
    return Reading(
        name=name,
        container="json",
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
