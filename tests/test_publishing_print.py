"""The Word document printed by LibreOffice: tables whole on a page, figures readable."""

import shutil
import subprocess
from collections import Counter

import pytest
from test_publishing import full_report

from drafting.publishing import export
from drafting.report import Section
from drafting.values import printed

SOFFICE = shutil.which("soffice")
PDFTOTEXT = shutil.which("pdftotext")

pytestmark = [
    pytest.mark.skipif(not SOFFICE, reason="LibreOffice (soffice) is not installed"),
    pytest.mark.skipif(not PDFTOTEXT, reason="poppler's pdftotext is not installed"),
]

LENGTHS = (0, 9, 24)
"""Paragraphs before the tables, so that they start at different heights of a page."""


def report_with(paragraphs: int):
    text = "主动公开惠农补贴、集体资产、工程项目等信息，逐项核对后发布，并按月更新目录。"
    return full_report(sections={"overview.lead": Section.of("\n".join([text] * paragraphs))})


@pytest.fixture(scope="module")
def pages(tmp_path_factory) -> dict[int, list[str]]:
    """Number of paragraphs -> the printed pages as text."""
    folder = tmp_path_factory.mktemp("print")
    for paragraphs in LENGTHS:
        (folder / f"{paragraphs}.docx").write_bytes(export(report_with(paragraphs), "docx"))
    subprocess.run(
        [SOFFICE, "--headless", f"-env:UserInstallation=file://{folder}/profile", "--convert-to", "pdf",
         "--outdir", folder, *sorted(folder.glob("*.docx"))], check=True, capture_output=True, timeout=180)
    return {
        paragraphs: subprocess.run(
            [PDFTOTEXT, "-layout", folder / f"{paragraphs}.pdf", "-"], check=True, capture_output=True, text=True,
        ).stdout.split("\f") for paragraphs in LENGTHS}


def page_of(pages: list[str], text: str) -> int:
    at, = (number for number, page in enumerate(pages) if text in page)
    return at


@pytest.mark.parametrize("paragraphs", LENGTHS)
@pytest.mark.parametrize("id", ["disclosure", "requests", "proceedings"])
def test_a_table_stands_whole_on_one_page_under_its_heading(pages, paragraphs, id):
    report = report_with(paragraphs)
    table, cells = report.form.table(id), report.cells()
    page = pages[paragraphs][page_of(pages[paragraphs], report.form.sections[table.section - 1])]
    wanted = Counter(printed(cells[cell.key]) for cell in table.cells if cell.key)
    assert not wanted - Counter(page.split())
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
