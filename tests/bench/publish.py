"""Documents written from one report: the whole Word document beside docxtpl rendering the same one from a template with
the same tables and styles, and its three tables beside ``cell.merge`` of python-docx. Runs in turn in one process.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import cache, partial
from io import BytesIO

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.table import CT_Tbl
from docxtpl import DocxTemplate

from drafting.publishing import docx
from drafting.publishing.document import Grid, Publication, compose
from drafting.publishing.docx_table import table_xml
from drafting.report import Section
from drafting.samples import sample

from .outcome import Outcome, Row, Series, Target, in_turn

TITLE = "files of one report"
REPEAT = 15
TEMPLATE_TARGET, MERGE_TARGET = 4, 30
"""How many times faster a document is to be written than by docxtpl, and its tables than with ``cell.merge``."""


@cache
def publication() -> Publication:
    """The sample department's report, ready to print, with two pages of text."""
    text = "全年主动公开政府信息326条，逐项核对后发布，并按月更新目录。\n" * 20
    report = sample("department").load()[0]
    sections = {"overview.lead": Section.of(text), "problems": Section.of(text)}
    return compose(report.model_copy(update={"sections": sections}))


@cache
def template() -> tuple[bytes, dict[str, str]]:
    """Our document with a placeholder of docxtpl for every piece of text, and the text of each."""
    document, texts = Document(BytesIO(word())), {}
    for node in document.element.body.iter(qn("w:t")):
        name = f"v{len(texts)}"
        texts[name], node.text = node.text or "", f"{{{{ {name} }}}}"
    file = BytesIO()
    document.save(file)
    return file.getvalue(), texts


def word() -> bytes:
    """The whole Word document by the program."""
    return docx.write(publication())


def word_by_template() -> bytes:
    """The same document by docxtpl: opened, rendered, saved."""
    raw, texts = template()
    rendered = DocxTemplate(BytesIO(raw))
    rendered.render(texts, autoescape=True)
    file = BytesIO()
    rendered.save(file)
    return file.getvalue()


def tables() -> list[CT_Tbl]:
    """The three tables by the program, as elements of a document."""
    return [parse_xml(table_xml(grid).replace("<w:tbl>", f"<w:tbl {nsdecls('w')}>", 1)) for grid in grids()]


def tables_by_merging() -> list[CT_Tbl]:
    """The three tables by python-docx: a plain grid, each span merged, each text set."""
    document = Document()
    for grid in grids():
        table = document.add_table(grid.table.rows, grid.table.cols)
        for cell in grid.table.cells:
            place = table.cell(cell.row, cell.col)
            if cell.rowspan > 1 or cell.colspan > 1:
                place = place.merge(table.cell(cell.row + cell.rowspan - 1, cell.col + cell.colspan - 1))
            place.text = grid.text(cell)
    return [table._tbl for table in document.tables]


def grids() -> list[Grid]:
    """The tables of the publication."""
    return [block for block in publication().blocks if isinstance(block, Grid)]


def texts_of(raw: bytes) -> list[str]:
    """The text of a Word document, piece by piece."""
    return [node.text for node in Document(BytesIO(raw)).element.body.iter(qn("w:t"))]


def measure(repeat: int) -> Outcome:
    """Both ways of making the document and its tables, in turn, after one round that is not counted."""
    takes = {take.__name__: partial(timed, take) for take in (word, word_by_template, tables, tables_by_merging)}
    if texts_of(word()) != texts_of(word_by_template()):
        raise RuntimeError("the two documents do not say the same")
    in_turn(1, takes)
    taken = {name: Series(series) for name, series in in_turn(repeat, takes).items()}
    document = Row("Word document", taken["word"], taken["word_by_template"])
    merged = Row("its three tables", taken["tables"], taken["tables_by_merging"])
    return Outcome(
        [document, merged],
        [
            faster(document, TEMPLATE_TARGET, "docxtpl rendering the same document"),
            faster(merged, MERGE_TARGET, "`cell.merge` building the same three tables"),
        ],
    )


def timed(take: Callable[[], object]) -> float:
    """Milliseconds that ``take`` takes."""
    started = time.perf_counter()
    take()
    return 1000 * (time.perf_counter() - started)


def faster(row: Row, times: float, than: str) -> Target:
    """Whether the program's median is at least ``times`` under the baseline's."""
    found = 1 / row.ratio
    return Target(f"{row.what}: at least {times} × faster than {than}", f"{found:.1f} ×", found >= times)
