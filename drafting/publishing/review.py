"""The review copy (审阅稿): the Word document with what a reviewer must know beside it.

Before the report stand the state of the checks, the sources and the approvals; after it, last year's report beside
this one and the charts; in its margin a comment on each sentence and cell that there is something to say about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocxDocument
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from drafting.assessment import Assessment
from drafting.errors import FileError
from drafting.report import Report

from . import COPIES, docx
from .chart_picture import image
from .charts import Chart, charts
from .comparison import compare
from .document import clean, compose
from .review_pages import COMMENT_MARK, STYLES, beside_last_year, illustrated, picture, state
from .review_places import Places
from .review_remarks import Comment, beijing, comments

AUTHOR, INITIALS = "年报程序", "年报"
"""Who comments where no person does."""

CHART_WIDTH = Mm(140)
"""How wide a chart stands on the page; its letters are then as large as the text."""


def write(assessment: Assessment, earlier: Iterable[Report] = ()) -> bytes:
    """The review copy of the report of ``assessment`` as a .docx file, compared with last year's where there is one.

    ``earlier``: the same organ's reports on further years, for the charts. The same reports give the same bytes.
    """
    report, last_year, result = assessment.report, assessment.last_year, assessment.result
    others = [*earlier, *([last_year] if last_year else [])]
    publication = compose(report, COPIES["review"], others=others)
    document = Document(BytesIO(docx.write(publication)))
    _comment(document, Places(document, publication), report, comments(assessment))
    document.styles.element.extend(_parsed("".join(style.xml for style in STYLES) + COMMENT_MARK))
    body = document.element.body
    first = document.paragraphs[0]
    first.paragraph_format.page_break_before = True
    for element in _parsed(state(report, result, last_year is not None)):
        first._p.addprevious(element)
    if last_year is not None:
        for element in _parsed(beside_last_year(compare(report, last_year), report)):
            body.sectPr.addprevious(element)
    _illustrate(document, charts(report, others))
    file = BytesIO()
    document.save(file)
    return _undated(file)


def _comment(document: DocxDocument, places: Places, report: Report, given: Sequence[Comment]) -> None:
    """Each of ``given`` at its place. The program's carry no date, so that the file is the same each time.

    Written as XML: python-docx looks through all comments for each new one (measured: 80 s for 6,400).
    """
    written = document.comments._comments_elm
    for id, (comment, (first, last)) in enumerate(zip(given, places.runs(given, report))):
        Run(first, document).mark_comment_range(Run(last, document), id)
        lines = comment.text.split("\n")
        element = parse_xml(
            f'<w:comment {nsdecls("w")} w:id="{id}">'
            + "".join(_line(line, first=at == 0) for at, line in enumerate(lines))
            + "</w:comment>"
        )
        element.set(qn("w:author"), clean(comment.person) or AUTHOR)
        element.set(qn("w:initials"), clean(comment.person)[:2] or INITIALS)
        if local := beijing(comment.said_at):
            element.set(qn("w:date"), local.isoformat(timespec="seconds"))
        written.append(element)


def _line(text: str, first: bool) -> str:
    """A paragraph of a comment; the first holds the mark that Word leads back to the text by."""
    mark = '<w:r><w:rPr><w:rStyle w:val="CommentReference"/></w:rPr><w:annotationRef/></w:r>' if first else ""
    return (
        f'<w:p><w:pPr><w:pStyle w:val="CommentText"/></w:pPr>{mark}'
        f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>'
    )


def _illustrate(document: DocxDocument, shown: Sequence[Chart]) -> None:
    """The charts at the end, each an image that says in words what it shows; one line instead where none can be drawn."""
    images, why = [], ""
    try:
        images = [image(chart) for chart in shown]
    except FileError as error:
        why = str(error)
    if shown:
        for element in _parsed(illustrated(why)):
            document.element.body.sectPr.addprevious(element)
    for chart, drawn in zip(shown, images):
        heading, element = _parsed(picture(chart.title))
        document.element.body.sectPr.addprevious(heading)
        document.element.body.sectPr.addprevious(element)
        inline = Paragraph(element, document._body).add_run().add_picture(BytesIO(drawn), width=CHART_WIDTH)._inline
        inline.docPr.set("descr", chart.alt)


def _undated(file: BytesIO) -> bytes:
    """The package with the dates of its entries taken out."""
    result = BytesIO()
    with ZipFile(file) as packed, ZipFile(result, "w", ZIP_DEFLATED) as undated:
        for name in packed.namelist():
            undated.writestr(ZipInfo(name), packed.read(name), ZIP_DEFLATED)
    return result.getvalue()


def _parsed(children: str) -> list[BaseOxmlElement]:
    return list(parse_xml(f"<w:body {nsdecls('w')}>{children}</w:body>"))
