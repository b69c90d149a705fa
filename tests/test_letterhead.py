"""An office's own letterhead: what of it a report takes, and what is not let in."""

import functools
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from test_docx_schema import all_faults, hostile_report
from test_publishing import full_report
from test_publishing_docx import walked

from drafting.errors import InputError
from drafting.publishing import PRESETS, export
from drafting.publishing.docx_letterhead import MAX_BYTES, check
from drafting.values import printed

OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


@functools.cache
def letterhead(change=None) -> bytes:
    """A letterhead made in python-docx: a picture and a line in the header, a wide left margin, styles of its own."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin, section.right_margin, section.top_margin = Mm(40), Mm(20), Mm(50)
    picture = BytesIO()
    Image.new("RGB", (40, 10), "red").save(picture, "PNG")
    section.header.paragraphs[0].add_run("青石镇便笺").add_picture(picture)
    section.footer.paragraphs[0].text = "地址：青石镇人民路1号"
    document.styles["Heading 1"].font.size = Pt(15)
    document.styles["Body Text"].font.name = "华文仿宋"
    document.add_paragraph("这里是正文 {{ organ }} {% for x in y %}")
    properties = document.core_properties
    properties.author = properties.last_modified_by = properties.category = properties.keywords = "张三"
    if change:
        change(document)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def repacked(raw: bytes, changes: dict[str, bytes | None]) -> bytes:
    """``raw`` with parts replaced, added, or (None) left out."""
    result = BytesIO()
    with ZipFile(BytesIO(raw)) as old, ZipFile(result, "w", ZIP_DEFLATED) as new:
        parts = {name: old.read(name) for name in old.namelist()} | changes
        for name, content in parts.items():
            if content is not None:
                new.writestr(name, content)
    return result.getvalue()


def part(raw: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(raw)) as package:
        return package.read(name)


def related(kind: str, target: str, external: bool = True, name: str = "word/_rels/document.xml.rels") -> bytes:
    """The letterhead with one more relationship."""
    mode = ' TargetMode="External"' if external else ""
    link = f'<Relationship Id="rIdX" Type="{OFFICE}{kind}" Target="{target}"{mode}/></Relationships>'.encode()
    return repacked(letterhead(), {name: part(letterhead(), name).replace(b"</Relationships>", link)})


def with_field(code: str) -> bytes:
    """The letterhead with a field in its header, its code cut in two runs."""
    run = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in (code[:3], code[3:]))
    xml = f'<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>{run}<w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'
    (name,) = (n for n in ZipFile(BytesIO(letterhead())).namelist() if "word/header" in n)
    return repacked(letterhead(), {name: part(letterhead(), name).replace(b"</w:hdr>", xml.encode() + b"</w:hdr>")})


def test_header_footer_and_page_are_the_letterheads_and_the_text_the_reports():
    document = docx.Document(BytesIO(export(full_report(), "docx", copy="final", letterhead=letterhead())))
    section = document.sections[0]
    assert (
        section.header.paragraphs[0].text == "青石镇便笺"
        and section.footer.paragraphs[0].text == "地址：青石镇人民路1号"
    )
    assert [part.partname.ext for part in section.header.part.related_parts.values()] == ["png"]
    assert (round(section.left_margin.mm), round(section.top_margin.mm)) == (40, 50)
    assert not any("这里是正文" in paragraph.text or "{" in paragraph.text for paragraph in document.paragraphs)
    own = docx.Document(BytesIO(export(full_report(), "docx", copy="final")))
    assert [p.text for p in document.paragraphs] == [p.text for p in own.paragraphs]


def test_its_styles_are_used_where_it_has_them_and_ours_added_where_not():
    document = docx.Document(BytesIO(export(full_report(), "docx", letterhead=letterhead())))
    assert document.styles["Heading 1"].font.size == Pt(15) and document.styles["Body Text"].font.name == "华文仿宋"
    assert "表格文字" in [style.name for style in document.styles]
    body = next(p for p in document.paragraphs if p.style.name == "Body Text")
    assert set(body._p.find(f".//{qn('w:rFonts')}").attrib) == {qn("w:hint")}
    assert {style.val for table in document.tables for style in table._tbl.iter(qn("w:pStyle"))} == {"TableText"}


def test_styles_that_word_in_chinese_keeps_under_numbers_are_found_by_name():
    def renumber(document):
        for style, id in (("Normal", "a"), ("Heading 1", "1"), ("Title", "a3")):
            document.styles[style].element.set(qn("w:styleId"), id)
        for element in document.styles.element.iter(qn("w:basedOn"), qn("w:next")):
            element.set(qn("w:val"), {"Normal": "a"}.get(element.get(qn("w:val")), element.get(qn("w:val"))))
        for element in list(document.styles.element.iter(qn("w:link"))):
            element.getparent().remove(element)

    raw = export(full_report(), "docx", letterhead=letterhead(renumber))
    document = docx.Document(BytesIO(raw))
    used = {p._p.pPr.pStyle.val for p in document.paragraphs}
    assert {"1", "a3", "BodyText"} <= used and not {"Heading1", "Title", "Normal"} & used
    assert document.styles["表格文字"].base_style.style_id == "a"
    assert sum(style.element.get(qn("w:default")) == "1" and style.type == 1 for style in document.styles) == 1


def test_headings_that_number_themselves_are_not_numbered_twice():
    document = docx.Document(BytesIO(export(full_report(), "docx", letterhead=letterhead())))
    assert [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "Heading 1"] == [0] * 6


def test_the_tables_are_as_wide_as_the_letterheads_type_area():
    document = docx.Document(BytesIO(export(full_report(), "docx", letterhead=letterhead())))
    cells = full_report().cells()
    for table, definition in zip(document.tables, full_report().form.tables):
        assert sum(int(col.get(qn("w:w"))) for col in table._tbl.tblGrid) == pytest.approx(150 / 25.4 * 1440, abs=3)
        assert walked(table) == {
            (cell.row, cell.col): (cell.text or printed(cells[cell.key]), cell.rowspan, cell.colspan)
            for cell in definition.cells
        }


def test_a_draft_is_marked_above_the_letterhead_on_every_kind_of_page():
    def first_and_even(document):
        document.sections[0].different_first_page_header_footer = True
        document.settings.odd_and_even_pages_header_footer = True
        document.sections[0].first_page_header.paragraphs[0].text = "首页"

    section = docx.Document(BytesIO(export(full_report(), "docx", letterhead=letterhead(first_and_even)))).sections[0]
    texts = [
        [p.text for p in header.paragraphs]
        for header in (section.header, section.even_page_header, section.first_page_header)
    ]
    assert texts == [["草稿", "青石镇便笺"], ["草稿"], ["草稿", "首页"]]
    assert section.footer.paragraphs[0].text == "地址：青石镇人民路1号"


def test_a_letterhead_without_footer_gets_page_numbers():
    def without_footer(document):
        document.sections[0].footer.is_linked_to_previous = True

    section = docx.Document(BytesIO(export(full_report(), "docx", letterhead=letterhead(without_footer)))).sections[0]
    assert "PAGE" in section.footer.paragraphs[0]._p.xml


def test_of_several_sections_the_first_counts():
    def another(document):
        document.add_section().left_margin = Mm(90)

    document = docx.Document(BytesIO(export(full_report(), "docx", letterhead=letterhead(another))))
    assert len(document.sections) == 1 and round(document.sections[0].left_margin.mm) == 40


def test_what_would_lock_the_report_or_point_nowhere_is_left_out():
    def locked(document):
        for name in ("documentProtection", "docVars"):
            document.settings.element.insert(0, OxmlElement(f"w:{name}"))
        setup = document.element.body.sectPr
        for name, attribute, value in (("printerSettings", "r:id", "rId99"), ("sectPrChange", "w:author", "王五")):
            setup.append(OxmlElement(f"w:{name}", {qn(attribute): value}))

    raw = export(full_report(), "docx", letterhead=letterhead(locked))
    assert set(all_faults(raw)) <= set(all_faults(letterhead()))
    left = {
        name
        for name in ("documentProtection", "docVars", "printerSettings", "sectPrChange")
        for xml in (part(raw, "word/settings.xml"), part(raw, "word/document.xml"))
        if name.encode() in xml
    }
    assert left == set()


def test_nobody_who_made_the_letterhead_is_named_in_the_report():
    def commented(document):
        document.add_comment(document.paragraphs[0].runs, text="请改", author="李四")

    raw = export(full_report(), "docx", copy="final", letterhead=letterhead(commented))
    with ZipFile(BytesIO(raw)) as package:
        everything = b"".join(package.read(name) for name in package.namelist()).decode("utf-8", "replace")
    assert "张三" not in everything and "李四" not in everything and "python-docx" not in everything


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("report", [full_report, hostile_report])
def test_a_report_adds_nothing_to_a_letterhead_that_breaks_the_rules_of_the_schema(report, preset):
    given = letterhead()
    raw = export(report(), "docx", preset=preset, letterhead=given)
    assert set(all_faults(raw)) <= set(all_faults(given))
    assert raw == export(report(), "docx", preset=preset, letterhead=given)


def test_a_word_document_of_the_program_is_a_letterhead():
    own = export(full_report(), "docx", preset="redhead", copy="final")
    document = docx.Document(BytesIO(export(full_report(), "docx", preset="redhead", copy="final", letterhead=own)))
    assert [p.text for p in document.paragraphs] == [p.text for p in docx.Document(BytesIO(own)).paragraphs]


def encrypted() -> bytes:
    """A package whose entries say they are encrypted."""
    raw = bytearray(letterhead())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = raw.find(mark)
        while start >= 0:
            raw[start + at] |= 1
            start = raw.find(mark, start + 4)
    return bytes(raw)


def twice() -> bytes:
    file = BytesIO(letterhead())
    with ZipFile(file, "a") as package:
        package.writestr(ZipInfo("WORD/document.xml"), b"<x/>")
    return file.getvalue()


def typed(before: bytes, after: bytes, **parts: bytes) -> bytes:
    """The letterhead with other kinds of parts."""
    types = part(letterhead(), "[Content_Types].xml")
    assert before in types
    return repacked(letterhead(), {"[Content_Types].xml": types.replace(before, after)} | parts)


DTD = b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><w>&b;</w>'
REFUSED = {
    "nothing": (b"", "不是 Word 文档"),
    "not a package": (b"%PDF-1.7 " + b"x" * 100, "不是 Word 文档"),
    "cut short": (letterhead()[:2000], "不是 Word 文档"),
    "another kind of package": (repacked(letterhead(), {"[Content_Types].xml": b"<Types/>"}), "不是 Word 文档"),
    "no list of types": (repacked(letterhead(), {"[Content_Types].xml": None}), "不是 Word 文档"),
    "with a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "密码"),
    "encrypted entries": (encrypted(), "密码"),
    "two parts of one name": (twice(), "损坏"),
    "too large": (bytes(MAX_BYTES + 1), "5 MB"),
    "a bomb": (repacked(letterhead(), {"word/media/x.bin": bytes(40 * 2**20)}), "过大"),
    "macros": (repacked(letterhead(), {"word/vbaProject.bin": b"x"}), "宏"),
    "a type with macros": (
        typed(
            b"vnd.openxmlformats-officedocument.wordprocessingml.document.main",
            b"vnd.ms-word.document.macroEnabled.main",
        ),
        "宏",
    ),
    "a template": (typed(b"document.main", b"template.main"), "Word 文档"),
    "a remote template": (related("attachedTemplate", "http://example.org/t.dotm"), "模板"),
    "a remote picture": (related("image", "http://example.org/a.png"), "外部"),
    "a picture on a share": (related("image", "file://server/a.png"), "外部"),
    "an embedded object": (related("oleObject", "embeddings/a.bin", external=False), "嵌有"),
    "an embedded sheet": (related("package", "embeddings/a.xlsx", external=False), "嵌有"),
    "a chunk of a page": (related("aFChunk", "chunk.html", external=False), "嵌有"),
    "entities": (repacked(letterhead(), {"word/settings.xml": DTD}), "文档类型声明"),
    "XML under another name": (
        typed(b"/word/styles.xml", b"/word/styles.bin", **{"word/styles.bin": DTD}),
        "不是 Word 文档",
    ),
    "broken XML": (repacked(letterhead(), {"word/styles.xml": b"<w:styles"}), "读不出来"),
    "no document": (repacked(letterhead(), {"word/document.xml": None}), "缺少必要的部分"),
    "a field of another program": (with_field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe"), "域"),
    "a field of another file": (with_field("INCLUDEPICTURE http://example.org/a.png"), "域"),
    "margins too wide": (letterhead(lambda d: setattr(d.sections[0], "left_margin", Mm(120))), "放不下"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_letterhead_is_refused_in_a_sentence(name):
    raw, word = REFUSED[name]
    with pytest.raises(InputError, match="^[^\n]*。$") as refused:
        check(raw)
    assert word in str(refused.value)


def test_a_letterhead_is_looked_through_again_when_it_is_used():
    with pytest.raises(InputError):
        export(full_report(), "docx", letterhead=REFUSED["macros"][0])


def test_a_link_and_a_page_number_are_let_in():
    assert check(related("hyperlink", "http://example.org/")) is None
    assert check(with_field(" PAGE ")) is None


@settings(max_examples=60)
@given(at=st.integers(0, len(letterhead()) - 1), byte=st.integers(0, 255), cut=st.booleans())
def test_a_package_with_a_wrong_byte_gives_a_document_or_a_sentence(at, byte, cut):
    raw = bytearray(letterhead())
    raw[at] = byte
    try:
        check(bytes(raw[:at] if cut else raw))
    except InputError as refused:
        assert str(refused).endswith("。")


@settings(max_examples=40)
@given(st.data())
def test_a_damaged_letterhead_gives_a_document_or_a_sentence(data):
    raw = letterhead()
    name = data.draw(st.sampled_from(sorted(ZipFile(BytesIO(raw)).namelist())))
    content = part(raw, name)
    start = data.draw(st.integers(0, len(content)))
    damaged = content[:start] + data.draw(st.binary(max_size=4)) + content[start + data.draw(st.integers(0, 300)) :]
    try:
        exported = export(full_report(), "docx", letterhead=repacked(raw, {name: damaged}))
        assert len(docx.Document(BytesIO(exported)).tables) == 3
    except InputError as refused:
        assert str(refused).endswith("。")
