"""From a report to the files an office hands out: Word document, plain text, report file.

``document`` lays a report out once, as chapters of headings, paragraphs and tables; one writer a format prints that.
May import ``report``, ``report_file``, ``form`` and ``errors``. Whether a final copy may leave the house is decided
by the service, not here.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from drafting.errors import InputError
from drafting.report import Report
from drafting.report_file import dumps

from .document import clean, compose

__all__ = ["COPIES", "FORMATS", "PRESETS", "Format", "export", "filename"]

MAX_STEM = 200
"""Bytes (UTF-8) in a file name before its suffix: file systems allow 255 in all, and downloads add “ (1)”."""


@dataclass(frozen=True)
class Format:
    """A kind of file. ``suffix`` starts with the dot."""

    id: str
    label: str
    suffix: str
    mime: str


FORMATS: tuple[Format, ...] = (
    Format("docx", "Word 文档", ".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Format("txt", "纯文本", ".txt", "text/plain; charset=utf-8"),
    Format("json", "年报文件", ".report.json", "application/json"),
)

PRESETS: dict[str, str] = {"plain": "普通版式"}
"""How a document is dressed, with what staff call it."""

COPIES: dict[str, str] = {"draft": "草稿", "final": ""}
"""Copies, with the mark each carries on every page."""

_FULL_WIDTH = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")


def export(report: Report, format: str, *, preset: str = "plain", copy: str = "draft") -> bytes:
    """``report`` as a file of ``format`` (an id of FORMATS). The same report gives the same bytes.

    The report file holds the whole report, so ``preset`` and ``copy`` change nothing in it.
    Raises InputError for an unknown format, preset or copy.
    """
    _among(format, [known.id for known in FORMATS], "导出格式")
    _among(preset, PRESETS, "版式")
    _among(copy, COPIES, "文本类别")
    if format == "json":
        return dumps(report).encode("utf-8", "replace")
    publication = compose(report, COPIES[copy])
    if format == "txt":
        from .txt import write
    else:
        from .docx import write  # python-docx takes 0.2 s to import
    return write(publication)


def filename(report: Report, format: str) -> str:
    """``<organ>YYYY年政府信息公开工作年度报告`` with the suffix of ``format``, safe on every usual file system.

    Characters that Windows refuses become their full-width twins; a long organ name is cut, never the year.
    Raises InputError for an unknown format.
    """
    _among(format, [known.id for known in FORMATS], "导出格式")
    suffix = next(known.suffix for known in FORMATS if known.id == format)
    organ = clean(report.organ.name).translate(_FULL_WIDTH).strip(" .")
    rest = report.title.removeprefix(report.organ.name)
    room = MAX_STEM - len(rest.encode())
    return organ.encode()[:room].decode("utf-8", "ignore") + rest + suffix


def _among(given: str, known: Collection[str], what: str) -> None:
    if given not in known:
        raise InputError(f"没有“{clean(str(given))[:20]}”这种{what}，可以选择 {'、'.join(known)}。")
