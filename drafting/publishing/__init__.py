"""From a report to the files an office hands out.

``document`` lays a report out once, as chapters of headings, paragraphs and tables; one writer a format prints that. A
review copy lists beside the text what it rests on and what stands in its way. Whether a final copy may leave the house
is decided by the service, not here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

from drafting.assessment import Assessment
from drafting.errors import InputError
from drafting.report import Report
from drafting.report_file import dumps

from .document import clean, compose

if TYPE_CHECKING:
    from .page_pictures import PagePicture

__all__ = ["COPIES", "FORMATS", "PRESETS", "STYLES", "Format", "export", "filename", "pages", "preset_of", "preview"]

MAX_STEM = 200
"""Bytes (UTF-8) in a file name before its suffix: file systems allow 255 in all, and downloads add “ (1)”."""


@dataclass(frozen=True)
class Format:
    """A kind of file.

    ``suffix`` starts with the dot; ``writer``: the module whose ``write`` prints a publication; ``redhead``: whether it
    prints what a 红头公文 has around its text; ``charts``: whether it has the charts of the report, drawn or in words.
    """

    id: str
    label: str
    suffix: str
    mime: str
    writer: str = ""
    redhead: bool = False
    charts: bool = False


FORMATS: tuple[Format, ...] = (
    Format(
        "docx",
        "Word 文档",
        ".docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "docx",
        redhead=True,
        charts=True,
    ),
    Format("pdf", "PDF", ".pdf", "application/pdf", "pdf", redhead=True, charts=True),
    Format("html", "网页", ".html", "text/html; charset=utf-8", "html", redhead=True, charts=True),
    Format("txt", "纯文本", ".txt", "text/plain; charset=utf-8", "txt", charts=True),
    Format("xlsx", "Excel 表格", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    Format("json", "年报文件", ".report.json", "application/json"),
)

PRESETS: dict[str, str] = {"plain": "普通版式", "redhead": "红头公文", "web": "网页"}
"""How a document is dressed, with what staff call it."""

STYLES = ("plain", "redhead")
"""Presets that are a choice of style. ``web`` is how a web page looks whatever the style of the printed document is."""

COPIES: dict[str, str] = {"draft": "草稿", "review": "审阅稿", "final": ""}
"""Copies, with the mark each carries on every page."""

_FULL_WIDTH = str.maketrans('/\\:*?"<>|', "／＼：＊？＂＜＞｜")


def export(
    report: Report,
    format: str,
    *,
    preset: str = "plain",
    copy: str = "draft",
    assessment: Assessment | None = None,
    letterhead: bytes | None = None,
    earlier: Sequence[Report] = (),
) -> bytes:
    """``report`` as a file of ``format`` (an id of FORMATS). The same report gives the same bytes.

    The report file holds the whole report, so ``preset`` and ``copy`` change nothing in it. ``assessment``: that of the
    report; a review copy prints it, and charts show last year's report and the organ's on other years (``earlier``).
    ``letterhead``: a .docx whose styles, header and footer a Word document takes. Raises InputError for an unknown
    format, preset or copy, a review copy in another format than Word, and a letterhead that cannot be used.
    """
    found = _format(format)
    _among(preset, PRESETS, "版式")
    _among(copy, COPIES, "文本类别")
    if format == "json":
        return dumps(report).encode("utf-8", "replace")
    if copy == "review":
        if format != "docx":
            raise InputError("审阅稿带批注，只有 Word 文档；请把格式改为 Word 文档。")
        from .review import write as write_review

        return write_review(assessment or Assessment(report), earlier)
    last_year = assessment.last_year if assessment else None
    publication = compose(report, COPIES[copy], preset, [*earlier, *([last_year] if last_year else [])])
    write = import_module(f".{found.writer}", __name__).write  # some writers' libraries take long to import
    return write(publication, letterhead) if format == "docx" and letterhead else write(publication)


def preset_of(style: str, format: str) -> str:
    """The preset in which a document of ``style`` is written as ``format``: a web page has neither red head nor 版记."""
    return "web" if format == "html" else style


def pages(
    report: Report,
    *,
    preset: str = "plain",
    mark: str = "",
    others: Sequence[Report] = (),
) -> tuple[PagePicture, ...]:
    """``report`` as the pages of its PDF, each a picture with the places of its text. Raises FileError as a PDF does.

    ``others``: the organ's reports on other years, for the charts.
    """
    from .page_pictures import drawn

    return drawn(compose(report, mark, preset, others))


def preview(report: Report, *, preset: str = "plain", mark: str = "", others: Sequence[Report] = ()) -> str:
    """``report`` as an HTML fragment that looks like the page, each part carrying the place where it is edited.

    ``others``: as in ``pages``.
    """
    from .html import preview as pages

    return pages(compose(report, mark, preset, others))


def filename(report: Report, format: str, copy: str = "final") -> str:
    """``<organ>YYYY年政府信息公开工作年度报告`` with the suffix of ``format``, safe on every usual file system.

    Any other ``copy`` than the final one is named behind it (…年度报告（草稿）.docx), so that nobody publishes it for
    that; the report file is the same whatever the copy. Characters that Windows refuses become their full-width twins;
    a long organ name is cut, never the year or the copy. Raises InputError for an unknown format or copy.
    """
    suffix = _format(format).suffix
    _among(copy, COPIES, "文本类别")
    mark = "" if format == "json" else COPIES[copy]
    organ = clean(report.organ.name).translate(_FULL_WIDTH).strip(" .")
    rest = report.title.removeprefix(report.organ.name) + (f"（{mark}）" if mark else "")
    room = MAX_STEM - len(rest.encode())
    return organ.encode()[:room].decode("utf-8", "ignore") + rest + suffix


def _format(id: str) -> Format:
    formats = {known.id: known for known in FORMATS}
    _among(id, formats, "导出格式")
    return formats[id]


def _among(given: str, known: Collection[str], what: str) -> None:
    if given not in known:
        raise InputError(f"没有“{clean(str(given))[:20]}”这种{what}，可以选择 {'、'.join(known)}。")
