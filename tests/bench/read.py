"""Reading a file beside the library that opens its format, doing the least that gives all texts and cells: python-docx
(each row's cells), openpyxl (values and merged ranges), lxml (each cell's and paragraph's text), pdfplumber
(``extract_tables`` of every page). The files are the county department's report as the program exports it. Ours goes on
to paragraphs in order, merged cells, places, and – in the last row of each – to the form's cells, the questions and the
chapters.
"""

from __future__ import annotations

import io
import time
from collections.abc import Callable

from drafting.publishing import export
from drafting.reading import read
from drafting.reading.formats import docx, html, pdf, sheet
from drafting.samples import sample

from .outcome import Outcome, Row, Series, Target, in_turn

TITLE = "reading a file"
REPEAT = 15
LIMITS = {"docx": 2.0, "xlsx": 2.0, "html": 2.0, "pdf": 1.2}
"""How many times as long as the bare library a format may take."""


def measure(repeat: int) -> Outcome:
    """Each format by ours and by the bare library, in turn."""
    report = sample("department").load()[0]
    files = {format: export(report, format) for format in LIMITS}
    ours = {"docx": docx.content, "xlsx": sheet.content, "html": html.content, "pdf": pdf.content}
    bare = {"docx": _docx, "xlsx": _xlsx, "html": _html, "pdf": _pdf}
    rows, targets = [], []
    for format, limit in LIMITS.items():
        data = files[format]
        taken = in_turn(
            repeat,
            {
                "ours": lambda: _took(lambda: ours[format](data, "报告")),
                "bare": lambda: _took(lambda: bare[format](data)),
                "whole": lambda: _took(lambda: read(data, "报告")),
            },
        )
        row = Row(format, Series(taken["ours"]), Series(taken["bare"]))
        rows += [row, Row(f"{format}, to the form's cells", Series(taken["whole"]), Series(taken["bare"]))]
        targets.append(
            Target(f"{format} takes at most {limit} × the bare library", f"{row.ratio:.2f} ×", row.ratio <= limit)
        )
    return Outcome(
        tuple(rows),
        tuple(targets),
        ("A .xlsx is opened by python-calamine (Rust), which alone takes a few per cent of what openpyxl takes.",),
    )


def _docx(data: bytes) -> object:
    from docx import Document

    document = Document(io.BytesIO(data))
    return (
        [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables],
        [paragraph.text for paragraph in document.paragraphs],
    )


def _xlsx(data: bytes) -> object:
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), data_only=True)
    return [(list(sheet.iter_rows(values_only=True)), sheet.merged_cells.ranges) for sheet in book]


def _html(data: bytes) -> object:
    from lxml import html as lxml_html

    root = lxml_html.document_fromstring(data.decode())
    return (
        [
            [[td.text_content() for td in tr.xpath("./td|./th")] for tr in table.iter("tr")]
            for table in root.iter("table")
        ],
        [element.text_content() for element in root.iter("p", "h1", "h2", "h3")],
    )


def _pdf(data: bytes) -> object:
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as document:
        return [page.extract_tables() for page in document.pages]


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)
