"""The Word document printed by LibreOffice: tables whole on a page, figures readable, everything in its place."""

import re
import shutil
import subprocess
from collections import Counter
from datetime import date
from typing import NamedTuple

import pytest
from test_publishing import full_report

from drafting.publishing import export
from drafting.report import Document, Section
from drafting.values import printed

SOFFICE = shutil.which("soffice")
PDFTOTEXT = shutil.which("pdftotext")

pytestmark = [
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice (soffice) is not installed"),
    pytest.mark.skipif(not PDFTOTEXT, reason="poppler's pdftotext is not installed"),
]

LENGTHS = (0, 9, 24)
"""Paragraphs before the tables, so that they start at different heights of a page."""


REDHEAD_LENGTHS = range(13)
"""Paragraphs in a 红头公文, so that its text ends at every height of the last page."""


class Word(NamedTuple):
    """A printed word and its box, in mm from the upper left corner of the page."""

    text: str
    left: float
    top: float
    right: float
    bottom: float


def redhead_with(paragraphs: int):
    text = "主动公开惠农补贴、集体资产等信息，逐项核对后发布。"
    return full_report(
        sections={"other": Section.of("\n".join([text] * paragraphs))},
        document=Document(
            number="青政发〔2025〕3号",
            issued_on=date(2025, 1, 20),
            copied_to="县政务公开办，各村、各站所",
            issuing_office="青石镇人民政府办公室",
        ),
    )


def report_with(paragraphs: int):
    text = "主动公开惠农补贴、集体资产、工程项目等信息，逐项核对后发布，并按月更新目录。"
    return full_report(sections={"overview.lead": Section.of("\n".join([text] * paragraphs))})


def to_pdf(folder) -> None:
    subprocess.run(
        [
            SOFFICE,
            "--headless",
            f"-env:UserInstallation=file://{folder}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            folder,
            *sorted(folder.glob("*.docx")),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )


@pytest.fixture(scope="module")
def redheads(tmp_path_factory) -> dict[int, list[list[Word]]]:
    """Number of paragraphs -> the words of each page of a 红头公文."""
    folder = tmp_path_factory.mktemp("redhead")
    for paragraphs in REDHEAD_LENGTHS:
        raw = export(redhead_with(paragraphs), "docx", preset="redhead", copy="final")
        (folder / f"{paragraphs}.docx").write_bytes(raw)
    to_pdf(folder)
    return {paragraphs: words_of(folder / f"{paragraphs}.pdf") for paragraphs in REDHEAD_LENGTHS}


def words_of(pdf) -> list[list[Word]]:
    html = subprocess.run([PDFTOTEXT, "-bbox", pdf, "-"], check=True, capture_output=True, text=True).stdout
    box = r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>'
    return [
        [Word(text, *(float(edge) / 72 * 25.4 for edge in edges)) for *edges, text in re.findall(box, page)]
        for page in html.split("<page ")[1:]
    ]


def found(words: list[Word], text: str) -> Word:
    return next(word for word in words if text in word.text)


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[int, list[str]]:
    """Number of paragraphs -> the printed pages as text."""
    folder = tmp_path_factory.mktemp("print")
    for paragraphs in LENGTHS:
        (folder / f"{paragraphs}.docx").write_bytes(export(report_with(paragraphs), "docx"))
    to_pdf(folder)
    return {
        paragraphs: subprocess.run(
            [PDFTOTEXT, "-layout", folder / f"{paragraphs}.pdf", "-"],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split("\f")
        for paragraphs in LENGTHS
    }


def page_of(pages: list[str], text: str) -> int:
    (at,) = (number for number, page in enumerate(pages) if text in page)
    return at


@pytest.mark.parametrize("paragraphs", LENGTHS)
@pytest.mark.parametrize("id", ["disclosure", "requests", "proceedings"])
def test_a_table_begins_under_its_heading_and_goes_on_overleaf_at_most(pages, paragraphs, id):
    report = report_with(paragraphs)
    table, cells = report.form.table(id), report.cells()
    at = page_of(pages[paragraphs], report.form.sections[table.section - 1])
    here, overleaf = (Counter(page.split()) for page in pages[paragraphs][at : at + 2])
    wanted = Counter(printed(cells[cell.key]) for cell in table.cells if cell.key)
    assert not wanted - (here if id == "proceedings" else here + overleaf)
    assert sum((wanted & here).values()) > {"disclosure": 6, "requests": 30, "proceedings": 0}[id]
    assert sum(wanted.values()) == {"disclosure": 10, "requests": 175, "proceedings": 15}[id]


@pytest.mark.parametrize("paragraphs", LENGTHS)
def test_every_page_is_numbered_and_marked_as_a_draft(pages, paragraphs):
    *printed_pages, rest = pages[paragraphs]
    assert not rest.strip()
    for number, page in enumerate(printed_pages, 1):
        assert f"—{number}—" in page.replace(" ", "") and "草稿" in page


def test_a_full_page_has_22_lines_of_28_characters(pages):
    header, *lines, number = [line.strip() for line in pages[24][1].split("\n") if line.strip()]
    assert len(lines) == 22
    assert {len(line) for line in lines if line.startswith("主动")} == {28 - 2}


@pytest.mark.parametrize("paragraphs", REDHEAD_LENGTHS)
def test_the_imprint_stands_at_the_foot_of_the_last_page_clear_of_the_text(redheads, paragraphs):
    *before, last = redheads[paragraphs]
    assert not any("抄送" in word.text or "印发" in word.text for page in before for word in page)
    copied, printed_on, note = found(last, "抄送"), found(last, "日印发"), found(last, "此件公开发布")
    assert 259 < printed_on.bottom < 262.5 and copied.bottom < printed_on.top + 0.5
    assert copied.left == pytest.approx(28 + 14 / 72 * 25.4, abs=0.5)
    assert printed_on.right == pytest.approx(184 - 14 / 72 * 25.4, abs=0.7)
    text = [word for word in last if word.bottom < copied.top]
    assert note in text and found(last, "2025") in text
    assert {word.text for word in last if word.top > printed_on.bottom} == {"—", str(len(before) + 1)}


def test_an_imprint_that_does_not_fit_takes_the_end_of_the_text_to_a_new_page(redheads):
    lengths = {len(pages) for pages in redheads.values()}
    assert len(lengths) > 1
    for *_, last in redheads.values():
        assert found(last, "青石镇人民政府").top < found(last, "此件公开发布").top


def test_the_head_of_a_redhead_document_is_where_the_standard_wants_it(redheads):
    first = redheads[0][0]
    sign, number, title = (found(first, text) for text in ("人民政府文件", "青政发", "年政府信息公开工作年度报告"))
    assert sign.left > 28 - 0.5 and sign.right < 184 + 0.5
    assert (sign.left + sign.right) / 2 == pytest.approx(106, abs=0.5)
    assert number.top - sign.bottom > 15 and title.top > number.bottom + 30


def test_no_heading_is_left_alone_at_the_foot_of_a_page(redheads):
    for paragraphs, pages in redheads.items():
        for heading in full_report().form.sections[1:4]:
            (page,) = (page for page in pages if any(heading in word.text for word in page))
            below = [word for word in page if word.top > found(page, heading).bottom and word.bottom < 263]
            assert len(below) > 10, (paragraphs, heading)
