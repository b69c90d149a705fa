"""A town of zeros with its own headings, from notes to the issued document: the shape its published report has."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from io import BytesIO

import pytest
from docx import Document as DocxDocument

from drafting import publishing
from drafting.report import Document, Organ
from drafting.service import Service
from tests.test_draft_page import page, until

TOWN = Organ(
    name="青石镇人民政府",
    short_name="青石镇",
    level="township",
    kind="government",
    self_reference="我镇",
    superior="云溪县人民政府",
)
NOTES = (
    ("preface", "本报告同时依据云溪县人民政府政务公开工作相关文件编制。"),
    ("oversight", "成立由主要负责人任组长的政府信息公开领导小组，责任明确到人。"),
    ("management", "各村各部门明确专人负责保密审查，按“谁公开谁审查、事前审查、依法审查”办理。"),
    ("appraisal", "采取多种形式开展监督检查，鼓励干部群众参与监督。"),
    ("problem", "政务信息公开力度有待加大"),
    ("problem", "信息公开更新不够及时"),
    ("measure", "加强对信息员的业务培训"),
    ("fee", "没有收费"),
)


@pytest.fixture
def id(service: Service) -> str:
    """The town as its staff would set it up: own headings, the preface inside 一, zeros, notes, document data."""
    id = service.library.create(TOWN, 2024)
    outlines = service.outlines
    outlines.put_preface(id, before=False)
    for section, heading, aspects in (
        ("overview.proactive", "组织保障", ("oversight",)),
        ("overview.on_request", "健全机制", ("management",)),
        ("overview.management", "定期督查", ("appraisal",)),
    ):
        outlines.describe(id, section, heading=heading, numbered=True, aspects=aspects)
    for section in ("overview.platform", "overview.oversight", "overview.appraisal"):
        outlines.remove(id, section)
    outlines.describe(id, "problems", heading="", numbered=True, aspects=("problem", "measure"))
    service.editing.fill_blanks(id)
    for aspect, text in NOTES:
        service.notes.add(id, aspect, text)
    service.editing.save_document(
        id,
        Document(
            number="青政发〔2025〕2号",
            issued_on=date(2025, 1, 23),
            copied_to="镇党政班子成员",
            issuing_office="青石镇人民政府办公室",
        ),
    )
    specs = [spec.id for spec in service.library.open(id).report.outline]
    service.drafts.start(id, specs, None)
    until(lambda: not service.drafts.active(id))
    return id


def test_the_issued_document_has_the_shape_of_the_towns_published_report(service, id):
    report = service.library.open(id).report
    file = publishing.export(report, "docx", preset="redhead")
    made = DocxDocument(BytesIO(file))
    lines = [paragraph.text for paragraph in made.paragraphs if paragraph.text.strip()]
    order = [
        "青石镇人民政府文件", "青政发〔2025〕2号", "一、总体情况", "根据《中华人民共和国政府信息公开条例》", "（一）组织保障", "成立由主要负责人", "（二）健全机制",
        "各村各部门", "（三）定期督查", "采取多种形式", "二、主动公开政府信息情况", "三、收到和处理政府信息公开申请情况", "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况", "我镇政府信息公开工作存在以下问题", "加强对信息员的业务培训", "六、其他需要报告的事项",
        "依据《政府信息公开信息处理费管理办法》，2024年，我镇未收取", "青石镇人民政府", "2025年1月23日", "（此件公开发布）",
    ]  # fmt: skip
    at = -1
    for words in order:
        at = next((place for place in range(at + 1, len(lines)) if words in lines[place]), None)
        assert at is not None, words
    with zipfile.ZipFile(BytesIO(file)) as package:
        whole = "".join(package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml"))
    text = re.sub(r"<[^>]+>", "", whole)
    assert "镇党政班子成员" in text and "2025年1月23日印发" in text
    assert len(made.tables) >= 3 and "前言" not in lines


def test_every_note_of_the_town_is_in_its_report(service, id):
    report = service.library.open(id).report
    text = "".join(report.narrative_text(chapter) for chapter in ("preface", "overview", "problems", "other"))
    for aspect, note in NOTES:
        assert aspect == "fee" or note.rstrip("。") in text


def test_the_page_offers_what_can_be_done_with_the_outline_and_shows_what_has_no_place(service, id):
    service.outlines.add(id, "overview", "附记")
    added = service.library.open(id).report.outline[-3].id
    service.editing.save_section(id, added, "一段没有归处的文字。")
    service.outlines.remove(id, added)
    at = page(id)
    assert any("没有归入章节的文字：一段没有归处的文字。" in item.value for item in at.markdown)
    at.button(key=f"place_{added}").click().run()
    report = service.library.open(id).report
    assert not report.set_aside and "一段没有归处的文字。" in "".join(report.text(spec.id) for spec in report.outline)
