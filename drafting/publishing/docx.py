"""A Word document in the page layout of GB/T 9704-2012 (domain §5.1), written with python-docx.

python-docx keeps the package; styles, settings, paragraphs and tables are written as XML, so that every East Asian
font, indent in characters and merged cell is exactly what the standard asks for. Nothing depends on the clock.
"""

from __future__ import annotations

from datetime import datetime, time
from io import BytesIO
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer, _Header
from docx.shared import Mm

from .docx_styles import BODY_SIZE, CHARACTER, DEFAULTS, FONT_TABLE, LINE, SETTINGS, STYLES
from .docx_table import table_xml
from .document import Block, Grid, Heading, Publication, Signature

TYPE_AREA = 156 / 25.4 * 72 / BODY_SIZE
"""Width of the type area in characters of body text: 210 mm less 28 on the left and 26 on the right."""


def write(publication: Publication) -> bytes:
    """``publication`` as a .docx file; the same publication gives the same bytes."""
    document = Document()
    _strip(document)
    _restyle(document)
    body = document.element.body
    for element in list(_parsed("body", _body(publication))):
        body.sectPr.addprevious(element)
    _lay_out_pages(document, publication.mark)
    _describe(document, publication)
    file = BytesIO()
    document.save(file)
    return _undated(file)


def _body(publication: Publication) -> str:
    blocks = [block for chapter in publication.chapters for block in chapter]
    closing = _signature(publication.signature) if publication.signature else ""
    last = len(blocks) - 1 if closing else None  # the signature never stands alone on a page
    parts = [_block(block, "<w:keepNext/>" if at == last else "") for at, block in enumerate(blocks)]
    return _paragraph("Title", *publication.title) + "".join(parts) + closing


def _block(block: Block, keep: str) -> str:
    if isinstance(block, Grid):
        return table_xml(block)
    style = f"Heading{block.level}" if isinstance(block, Heading) else "BodyText"
    return _paragraph(style, block.text, properties=keep)


def _signature(signature: Signature) -> str:
    """Organ and date without a seal (GB/T 9704 7.3.5.2): the organ ends two characters from the right edge, the date
    begins two characters right of the organ's first; a date longer than the organ's name ends there instead.
    """
    spacing = 5 * 0.25  # Word's own, where digits meet 年, 月 and 日
    name, day = len(signature.organ), 3 + 0.5 * sum(map(str.isdigit, signature.day)) + spacing
    start = max(TYPE_AREA - 2 - (name if name >= day else day + 2), 0)
    return (_paragraph("Signature", signature.organ, properties=_indent(start, 2 if start == 0 else 0))
            + _paragraph("Date", signature.day, properties=_indent(start + 2, -2)))


def _indent(left: float, right: float) -> str:
    """``w:ind`` in characters."""
    return "<w:ind " + " ".join(
        f'w:{side}Chars="{round(indent * 100)}" w:{side}="{round(indent * CHARACTER)}"'
        for side, indent in (("left", left), ("right", right))) + "/>"


def _paragraph(style: str, *lines: str, properties: str = "") -> str:
    """A paragraph of ``lines`` with breaks between them; ``properties``: more children of its ``w:pPr``, in order."""
    breaks = f"<w:r>{_face(style)}<w:br/></w:r>".join(_run(style, line) for line in lines)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{breaks}</w:p>'


def _run(style: str, text: str) -> str:
    return f'<w:r>{_face(style)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _face(style: str) -> str:
    return f"<w:rPr>{STYLES[style].fonts}</w:rPr>"


def _strip(document: DocxDocument) -> None:
    """Leave out what python-docx's template brings along: its thumbnail, theme, numbering, second style sheet."""
    wanted = {RELATIONSHIP_TYPE.STYLES, RELATIONSHIP_TYPE.SETTINGS,
              RELATIONSHIP_TYPE.OFFICE_DOCUMENT, RELATIONSHIP_TYPE.CORE_PROPERTIES}
    for relationships in (document.part.package.rels, document.part.rels):
        for id in [id for id, relationship in relationships.items() if relationship.reltype not in wanted]:
            del relationships[id]


def _restyle(document: DocxDocument) -> None:
    styles, settings = document.styles.element, document.settings.element
    for element in styles.findall(qn("w:style")) + styles.findall(qn("w:docDefaults")) + list(settings):
        element.getparent().remove(element)
    styles.insert(0, _parsed("styles", DEFAULTS)[0])
    styles.extend(list(_parsed("styles", "".join(style.xml for style in STYLES.values()))))
    settings.extend(list(_parsed("settings", SETTINGS)))
    fonts = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{FONT_TABLE}</w:fonts>'
    part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, fonts.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def _lay_out_pages(document: DocxDocument, mark: str) -> None:
    """Paper, margins and grid (5.1, 5.2); “— 1 —” on the outer side, 7 mm below the type area (7.5)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(24.5)
    grid = document.element.body.sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE))
    if mark:
        for header in (section.header, section.even_page_header):
            _fill(header, _paragraph("Header", mark))
    page = f'<w:fldSimple w:instr=" PAGE ">{_run("Footer", "1")}</w:fldSimple>'
    number = _run("Footer", "— ") + page + _run("Footer", " —")
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        place = f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
        _fill(footer, f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{place}</w:pPr>{number}</w:p>')


def _fill(story: _Header | _Footer, xml: str) -> None:
    """Make ``xml`` the whole of a header or footer."""
    story.is_linked_to_previous = False
    root = story.part.element
    for element in list(root):
        root.remove(element)
    root.extend(list(_parsed("hdr", xml)))


def _describe(document: DocxDocument, publication: Publication) -> None:
    """Document properties: what the file is and which organ made it; no person, no program, no clock."""
    properties = document.core_properties
    properties.title = "".join(publication.title)[:255]
    properties.author = publication.organ[:255]
    properties.last_modified_by = properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime.combine(publication.dated, time())


def _undated(file: BytesIO) -> bytes:
    """The package with the dates of its entries taken out."""
    result = BytesIO()
    with ZipFile(file) as packed, ZipFile(result, "w", ZIP_DEFLATED) as undated:
        for name in packed.namelist():
            undated.writestr(ZipInfo(name), packed.read(name), ZIP_DEFLATED)
    return result.getvalue()


def _parsed(tag: str, children: str) -> BaseOxmlElement:
    return parse_xml(f'<w:{tag} {nsdecls("w")}>{children}</w:{tag}>')
