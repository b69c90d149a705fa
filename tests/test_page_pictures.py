"""The pages shown in the preview: those of the PDF, with every paragraph and figure where the PDF prints it."""

from io import BytesIO
from xml.etree import ElementTree

import pdfplumber
import pytest
from test_publishing import full_report

from drafting.publishing import export, pages, pdf
from drafting.report import Document, Organ, Section

LONG = "主动公开惠农补贴、集体资产、工程项目等信息，逐项核对后发布，并按月更新目录。" * 3


def report(lines: int = 12):
    return full_report(
        sections={"overview.lead": Section.of("\n".join([LONG] * lines)), "problems": Section.of("公开栏更新慢。")}
    )


def printed(given, **options):
    return pdfplumber.open(BytesIO(export(given, "pdf", **options))).pages


@pytest.mark.parametrize("preset", ["plain", "redhead"])
def test_there_are_as_many_pages_as_in_the_pdf_and_each_is_a_sound_picture(preset):
    shown = pages(report(), preset=preset)
    assert len(shown) == len(printed(report(), preset=preset))
    assert all(ElementTree.fromstring(page.svg).tag.endswith("svg") for page in shown)


def test_every_figure_stands_where_the_pdf_prints_it():
    given = report()
    figures = [(page, spot) for shown, page in zip(pages(given), printed(given)) for spot in shown.spots if spot.cell]
    assert {spot.cell for _, spot in figures} == set(given.form.cells)
    for page, spot in figures:
        left, top = spot.left * float(page.width), spot.top * float(page.height)
        box = (left, top, left + spot.width * float(page.width), top + spot.height * float(page.height))
        assert (
            "".join(
                char["text"]
                for char in page.chars
                if box[0] - 1 < (char["x0"] + char["x1"]) / 2 < box[2] + 1
                and box[1] < (char["top"] + char["bottom"]) / 2 < box[3]
            )
            == spot.text
        )


def test_a_paragraph_that_goes_on_overleaf_is_told_on_both_pages_with_the_lines_before():
    told: dict[str, list] = {}
    given = full_report(sections={"overview.lead": Section.of("全年公开信息。" * 200)})
    for number, page in enumerate(pages(given)):
        for spot in page.spots:
            if spot.section == "overview.lead":
                told.setdefault(spot.text, []).append((number, spot.lines, spot.before))
    ((first, *rest),) = told.values()
    assert first[0] == 0 and first[2] == 0 and rest[0] == (1, rest[0][1], first[1])
    assert sum(lines for _, lines, _ in (first, *rest)) == pytest.approx(200 * 7 / 28, abs=1)


def test_all_text_around_the_report_is_told_and_leads_nowhere():
    given = full_report(
        document=Document(
            number="青政发〔2025〕2号", issued_on="2025-01-20", copied_to="各村", issuing_office="党政办公室"
        )
    )
    around = [
        spot.text
        for page in pages(given, preset="redhead")
        for spot in page.spots
        if not spot.section and not spot.cell
    ]
    assert {
        "青石镇人民政府文件",
        "青政发〔2025〕2号",
        "青石镇人民政府2024年政府信息公开工作年度报告",
        "青石镇人民政府",
        "2025年1月20日",
        "（此件公开发布）",
        "抄送：各村。",
        "党政办公室",
        "2025年1月20日印发",
    } <= set(around)


def test_the_pdf_itself_has_no_links():
    assert not any(page.hyperlinks or page.annots for page in printed(report(), preset="redhead"))


def test_what_did_not_change_is_not_drawn_again(monkeypatch):
    given = full_report(organ=Organ(name="白沙镇人民政府", level="township", kind="government"))
    first = pages(given)
    monkeypatch.setattr(pdf, "pictures", lambda publication: pytest.fail("drawn again"))
    assert pages(given) is first


def test_markup_in_a_text_is_text_and_makes_no_place_of_its_own():
    hostile = '<a href="cell:x"><rect width="1" height="1"/></a> &lt;g transform="translate(1 1)"&gt;'
    given = full_report(sections={"other": Section.of(hostile)})
    told = [spot for page in pages(given) for spot in page.spots]
    assert [spot.text for spot in told if spot.section == "other"] == [hostile]
    assert {spot.cell for spot in told if spot.cell} == set(given.form.cells)
