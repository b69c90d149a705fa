"""A Word document in the page layout of GB/T 9704-2012 (domain §5.1), written with python-docx.

python-docx keeps the package; styles, settings, paragraphs and tables are written as XML, so that every East Asian
font, indent in characters and merged cell is exactly what the standard asks for. Nothing depends on the clock.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, time
from functools import cache
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.coreprops import CoreProperties
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.coreprops import CT_CoreProperties
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.section import _Footer, _Header
from docx.shared import Mm

from . import docx_letterhead, docx_picture, docx_redhead
from .document import Block, Grid, Heading, Picture, Publication, Signature
from .docx_letterhead import StyleMap
from .docx_styles import (
    BODY_SIZE,
    CHARACTER,
    DEFAULTS,
    FONT_TABLE,
    LINE,
    REDHEAD_ONLY,
    SETTINGS,
    STYLES,
    Style,
    paragraph,
    run,
)
from .docx_table import table_xml
from .table_shape import WIDTH

KEEP = "<w:keepNext/>"
_PAGE = re.compile(rb"<w:pgSz [^>]*/>\s*<w:pgMar [^>]*/>")
_ON_ITS_SIDE = (
    b'<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/><w:pgMar w:top="1587" w:right="1587" w:bottom="1587" '
    b'w:left="1587" w:header="1134" w:footer="1100" w:gutter="0"/>'
)
BODY, PROPERTIES = "word/document.xml", "docProps/core.xml"


def write(publication: Publication, letterhead: bytes | None = None) -> bytes:
    """``publication`` as a .docx file; the same publication gives the same bytes.

    ``letterhead``: a .docx whose page setup, header, footer and styles are taken instead of ours. Raises InputError
    when it cannot be used.
    """
    if letterhead is not None:
        return _packed(docx_picture.added(_in_letterhead(publication, letterhead), publication))
    parts = dict(_own(publication.mark, publication.redhead is not None))
    setup = b"<w:sectPr"
    parts[BODY] = parts[BODY].replace(setup, _body(publication, WIDTH).encode() + setup, 1)
    parts[PROPERTIES] = _properties(publication)
    return _packed(docx_picture.added(parts, publication))


def package(body: str, title: str, author: str, dated: date, *, wide: bool = False) -> bytes:
    """A .docx file on the page and in the styles of the standard, of ``body``, paragraphs and tables as XML.

    ``wide``: on paper that lies on its side.
    """
    parts = dict(_own("", False))
    setup = b"<w:sectPr"
    document = parts[BODY].replace(setup, body.encode() + setup, 1)
    if wide:
        document = _PAGE.sub(_ON_ITS_SIDE, document, count=1)
    parts[BODY] = document
    element = CT_CoreProperties.new()
    _about(CoreProperties(element), title, author, dated)
    parts[PROPERTIES] = serialize_part_xml(element)
    return _packed(parts)


@cache
def _own(mark: str, redhead: bool) -> dict[str, bytes]:
    """The parts of an empty document with the page, settings and styles of the standard; the same for every report."""
    document = Document()
    _strip(document)
    _restyle(document, _styles(redhead))
    _lay_out_pages(document)
    _mark_pages(document, mark, None)
    _number_pages(document, None)
    return _parts(document)


def _in_letterhead(publication: Publication, letterhead: bytes) -> dict[str, bytes]:
    document = docx_letterhead.opened(letterhead)
    style_map = docx_letterhead.add_missing_styles(document, _styles(publication.redhead is not None))
    setup = document.element.body.sectPr
    for element in _parsed(_body(publication, docx_letterhead.text_width(document)), style_map):
        setup.addprevious(element)
    _mark_pages(document, publication.mark, style_map)
    _number_pages(document, style_map)
    _describe(document.core_properties, publication)
    return _parts(document)


def _styles(redhead: bool) -> list[Style]:
    return [style for style in STYLES.values() if redhead or style.id not in REDHEAD_ONLY]


def _body(publication: Publication, width: float) -> str:
    """All that stands between margins ``width`` mm apart."""
    redhead, blocks = publication.redhead, list(publication.blocks)
    head = docx_redhead.head(redhead, width) if redhead else ""
    foot = docx_redhead.foot(redhead, width) if redhead else ""
    follow = KEEP if foot else ""
    closing = _signature(publication.signature, width, follow) if publication.signature else ""
    last = len(blocks) - 1 if closing or foot else None  # what closes a document never stands alone on a page
    parts = [_block(block, width, KEEP if at == last else "") for at, block in enumerate(blocks)]
    title = paragraph("Title", *publication.title, properties=docx_redhead.TITLE_BELOW if redhead else "")
    return head + title + "".join(parts) + closing + foot


def _block(block: Block, width: float, keep: str) -> str:
    if isinstance(block, Grid):
        return table_xml(block, width)
    if isinstance(block, Picture):
        return docx_picture.xml(block, width)
    style = f"Heading{block.level}" if isinstance(block, Heading) else "BodyText"
    return paragraph(style, block.text, properties=keep)


def _signature(signature: Signature, width: float, keep: str) -> str:
    """Organ and date without a seal (GB/T 9704 7.3.5.2): the organ ends two characters from the right edge, the date
    begins two characters right of the organ's first; a date longer than the organ's name ends there instead.
    ``keep``: holds the date together with what follows.
    """
    spacing = 5 * 0.25  # Word's own, where digits meet 年, 月 and 日
    name, day = len(signature.organ), 3 + 0.5 * sum(map(str.isdigit, signature.day)) + spacing
    start = max(width / 25.4 * 72 / BODY_SIZE - 2 - (name if name >= day else day + 2), 0)
    return paragraph("Signature", signature.organ, properties=_indent(start, 2 if start == 0 else 0)) + paragraph(
        "Date", signature.day, properties=keep + _indent(start + 2, -2)
    )


def _indent(left: float, right: float) -> str:
    """``w:ind`` in characters."""
    return (
        "<w:ind "
        + " ".join(
            f'w:{side}Chars="{round(indent * 100)}" w:{side}="{round(indent * CHARACTER)}"'
            for side, indent in (("left", left), ("right", right))
        )
        + "/>"
    )


def _strip(document: DocxDocument) -> None:
    """Leave out what python-docx's template brings along: its thumbnail, theme, numbering, second style sheet."""
    wanted = {
        RELATIONSHIP_TYPE.STYLES,
        RELATIONSHIP_TYPE.SETTINGS,
        RELATIONSHIP_TYPE.OFFICE_DOCUMENT,
        RELATIONSHIP_TYPE.CORE_PROPERTIES,
    }
    for relationships in (docx_letterhead.package_of(document).rels, document.part.rels):
        for id in [id for id, relationship in relationships.items() if relationship.reltype not in wanted]:
            del relationships[id]


def _restyle(document: DocxDocument, styles: Iterable[Style]) -> None:
    sheet, settings = document.styles.element, document.settings.element
    for element in sheet.findall(qn("w:style")) + sheet.findall(qn("w:docDefaults")) + list(settings):
        element.getparent().remove(element)
    sheet.insert(0, _parsed(DEFAULTS)[0])
    sheet.extend(_parsed("".join(style.xml for style in styles)))
    settings.extend(_parsed(SETTINGS))
    fonts = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{FONT_TABLE}</w:fonts>'
    part = Part(PackURI("/word/fontTable.xml"), CONTENT_TYPE.WML_FONT_TABLE, fonts.encode(), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FONT_TABLE)


def _lay_out_pages(document: DocxDocument) -> None:
    """Paper, margins and grid (5.1, 5.2)."""
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.header_distance, section.footer_distance = Mm(20), Mm(24.5)
    grid = document.element.body.sectPr.find(qn("w:docGrid"))
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(LINE))


def _mark_pages(document: DocxDocument, mark: str, style_map: StyleMap | None) -> None:
    """``mark`` above what is in the header of every page."""
    for header, _ in _stories(document, "header") if mark else ():
        _put(header, paragraph("Header", mark), style_map)


def _number_pages(document: DocxDocument, style_map: StyleMap | None) -> None:
    """“— 1 —” on the outer side, 7 mm below the type area (7.5); a letterhead that has a footer keeps that."""
    page = f'<w:fldSimple w:instr=" PAGE ">{run("Footer", "1")}</w:fldSimple>'
    number = run("Footer", "— ") + page + run("Footer", " —")
    stories = _stories(document, "footer")
    if all(footer.is_linked_to_previous for footer, _ in stories):
        for footer, side in stories:
            place = f'<w:ind w:{side}Chars="100" w:{side}="280"/><w:jc w:val="{side}"/>'
            _put(footer, f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{place}</w:pPr>{number}</w:p>', style_map)


def _stories(document: DocxDocument, kind: str) -> list[tuple[_Header | _Footer, str]]:
    """The headers or footers (``kind``) of odd, even and first pages where these differ, each with its outer side."""
    section = document.sections[0]
    stories = [(getattr(section, kind), "right")]
    if document.settings.odd_and_even_pages_header_footer:
        stories.append((getattr(section, f"even_page_{kind}"), "left"))
    if section.different_first_page_header_footer:
        stories.append((getattr(section, f"first_page_{kind}"), "right"))
    return stories


def _put(story: _Header | _Footer, xml: str, style_map: StyleMap | None) -> None:
    """``xml`` above what is in a header or footer; alone where there was none."""
    if story.is_linked_to_previous:
        story.is_linked_to_previous = False
        for element in list(story._element):
            story._element.remove(element)
    story._element[0:0] = _parsed(xml, style_map)


def _properties(publication: Publication) -> bytes:
    element = CT_CoreProperties.new()
    _describe(CoreProperties(element), publication)
    return serialize_part_xml(element)


def _describe(properties: CoreProperties, publication: Publication) -> None:
    _about(properties, "".join(publication.title), publication.organ, publication.dated)


def _about(properties: CoreProperties, title: str, author: str, dated: date) -> None:
    """Document properties: what the file is and which organ made it; no person, no program, no clock."""
    properties.title, properties.author = title[:255], author[:255]
    properties.last_modified_by = properties.comments = ""
    properties.language = "zh-CN"
    properties.created = properties.modified = datetime.combine(dated, time())


def _parts(document: DocxDocument) -> dict[str, bytes]:
    """The files of a document's package, by name."""
    file = BytesIO()
    document.save(file)
    with ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def _packed(parts: dict[str, bytes]) -> bytes:
    """A package whose entries have no date."""
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(ZipInfo(name), content, ZIP_DEFLATED)
    return file.getvalue()


def _parsed(xml: str, style_map: StyleMap | None = None) -> list[BaseOxmlElement]:
    """The elements in ``xml``, their paragraphs in ``style_map``."""
    parsed = parse_xml(f"<w:body {nsdecls('w')}>{xml}</w:body>")
    if style_map:
        style_map.apply(parsed)
    return list(parsed)
