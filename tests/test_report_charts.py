"""Charts that a clerk puts into the report: kept with it, printed in every format, drawn from the cells each time."""

import json
import re
from io import BytesIO

import docx
import pdfplumber
import pytest
from docx.oxml.ns import qn
from lxml.etree import fromstring
from test_letterhead import letterhead
from test_years_page import tab

from drafting.assessment import Assessment
from drafting.cli import main
from drafting.errors import FileError, InputError, Settled
from drafting.publishing import export, pages, preview
from drafting.publishing.charts import charts, undrawn
from drafting.publishing.document import Picture, compose
from drafting.report import TABLES, ChosenChart
from drafting.report_file import dumps, loads, write
from drafting.samples import sample
from drafting.service.choices import Choice
from drafting.service.files import approved as signed
from drafting.service.files import draft_report, sections_named
from drafting.store import Act

ALL = [
    ChosenChart(chart="trend", place="overview"),
    ChosenChart(chart="results", place="requests"),
    ChosenChart(chart="applicants", place="requests"),
]
CAPTIONS = ["图1　历年申请办理情况（件）", "图2　本年新收申请，按申请人（件）", "图3　本年办理结果（件）"]


@pytest.fixture
def charted():
    report, last_year = sample("town").load()
    return report.model_copy(update={"charts": ALL}), last_year


def captions(report, *others) -> list[str]:
    return [block.text for block in compose(report, others=others).blocks if isinstance(block, Picture)]


def described(content: bytes) -> list[str]:
    """What the pictures of a Word document say they show."""
    document = docx.Document(BytesIO(content))
    assert all(
        document.part.related_parts[blip.get(qn("r:embed"))].blob.startswith(b"\x89PNG")
        for blip in document.element.body.iter(qn("a:blip"))
    )
    return [picture.get("descr") for picture in document.element.body.iter(qn("wp:docPr"))]


def structure(parts):
    """All parts of a PDF's structure tree, in its order."""
    for part in parts:
        yield part
        yield from structure(part.get("children", []))


def alts(report, last_year) -> list[str]:
    found = {chart.id: chart.alt for chart in charts(report, [last_year])}
    return [found[id] for id in ("trend", "applicants", "results")]


def test_charts_stand_at_the_end_of_their_chapter_numbered_through(charted):
    chapters = compose(charted[0], others=charted[1:]).chapters
    assert captions(*charted) == CAPTIONS
    assert [[isinstance(block, Picture) for block in chapter].count(True) for chapter in chapters] == [1, 0, 2, 0, 0, 0]
    assert isinstance(chapters[0][-1], Picture) and all(isinstance(block, Picture) for block in chapters[2][-2:])


def test_a_report_without_chosen_charts_has_none(charted):
    assert captions(charted[0].model_copy(update={"charts": []}), charted[1]) == []


def test_a_comparison_over_the_years_is_left_out_where_there_is_only_one(charted):
    assert captions(charted[0]) == ["图1　本年新收申请，按申请人（件）", "图2　本年办理结果（件）"]


def test_word_has_each_picture_with_its_words_and_caption(charted):
    report, last_year = charted
    content = export(report, "docx", assessment=Assessment(report, last_year))
    assert described(content) == alts(report, last_year)
    texts = [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]
    assert [text for text in texts if text.startswith("图")] == CAPTIONS
    assert export(report, "docx", assessment=Assessment(report, last_year)) == content


def test_an_own_letterhead_has_them_too(charted):
    report, last_year = charted
    assert described(export(report, "docx", assessment=Assessment(report, last_year), letterhead=letterhead())) == alts(
        report, last_year
    )


def test_the_review_copy_has_them_beside_its_own(charted):
    report, last_year = charted
    found = described(export(report, "docx", copy="review", assessment=Assessment(report, last_year)))
    assert found[:3] == alts(report, last_year) and sorted(found[:3]) == sorted(found[3:])


def test_the_pdf_has_each_picture_with_its_words_and_caption(charted):
    report, last_year = charted
    content = export(report, "pdf", assessment=Assessment(report, last_year))
    with pdfplumber.open(BytesIO(content)) as pdf:
        text = "".join(page.extract_text() for page in pdf.pages).replace(" ", "")
        figures = [part["alt_text"] for part in structure(pdf.structure_tree) if part.get("alt_text")]
    assert [caption for caption in CAPTIONS if caption.replace("　", "") in text.replace("　", "")] == CAPTIONS
    assert figures == alts(report, last_year) and b"pdfuaid" in content


def test_a_web_page_and_the_preview_have_the_drawing_itself(charted):
    report, last_year = charted
    for html in (
        export(report, "html", assessment=Assessment(report, last_year)).decode(),
        preview(report, others=[last_year]),
    ):
        drawings = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
        assert [fromstring(drawing).get("aria-label") for drawing in drawings] == alts(report, last_year)
        assert re.findall(r"<figcaption[^>]*>(.*?)</figcaption>", html) == CAPTIONS


def test_plain_text_says_in_words_what_they_show(charted):
    report, last_year = charted
    lines = export(report, "txt", assessment=Assessment(report, last_year)).decode().splitlines()
    assert [lines[lines.index(caption) + 1] for caption in CAPTIONS] == alts(report, last_year)


def test_the_pages_of_the_preview_are_made_of_the_same_document(charted):
    report, last_year = charted
    shown = pages(report, others=[last_year])
    assert sum(page.svg.count(b"<image") for page in shown) == 3
    assert sum(page.svg.count(b"<image") for page in pages(report)) == 2


def test_a_name_that_looks_like_markup_stays_words(charted):
    report, last_year = charted
    report.organ = report.organ.model_copy(update={"name": "<b>&镇人民政府"})
    assert "<b>" not in ("".join(re.findall(r"<svg.*?</svg>", preview(report, others=[last_year]), re.DOTALL)))
    assert len(described(export(report, "docx", assessment=Assessment(report, last_year)))) == 3


def test_the_choice_is_kept_in_the_report_file(charted):
    report = charted[0]
    assert json.loads(dumps(report))["charts"][0] == {"chart": "trend", "place": "overview"}
    assert loads(dumps(report)).charts == ALL
    assert "charts" not in json.loads(dumps(sample("town").load()[0]))


@pytest.mark.parametrize(
    "wrong", [{"chart": "cake", "place": "overview"}, {"chart": "trend", "place": "other"}, "trend"]
)
def test_a_choice_that_the_program_does_not_know_is_refused_in_words(wrong, charted):
    data = json.loads(dumps(charted[0])) | {"charts": [wrong]}
    with pytest.raises(FileError, match="charts 第 1 条"):
        loads(json.dumps(data))


def test_a_chart_that_a_file_names_twice_is_refused_by_its_name(charted):
    data = json.loads(dumps(charted[0]))
    data["charts"].append({"chart": "results", "place": "overview"})
    with pytest.raises(FileError, match="charts 第 4 条的图表“本年办理结果（件）”前面已有一条"):
        loads(json.dumps(data))


def test_what_is_wrong_with_an_unknown_chart_is_said(charted):
    data = json.loads(dumps(charted[0])) | {"charts": [{"chart": "cake", "place": "overview"}]}
    with pytest.raises(FileError, match="的 chart 不是允许的取值"):
        loads(json.dumps(data))


def test_the_choice_is_kept_changed_and_taken_back(service):
    id = service.library.add_sample(sample("town"))
    service.editing.place_chart(id, "results", "requests")
    service.editing.place_chart(id, "results", "overview")
    assert service.library.open(id).report.charts == [ChosenChart(chart="results", place="overview")]
    service.editing.place_chart(id, "results", "")
    assert service.library.open(id).report.charts == []
    for chart, place in (("cake", "overview"), ("trend", "other")):
        with pytest.raises(InputError, match="没有这张图表"):
            service.editing.place_chart(id, chart, place)


def test_the_picture_follows_the_cells(service):
    id = service.library.add_sample(sample("town"))
    service.editing.place_chart(id, "applicants", "requests")
    service.editing.enter(id, {"requests.new_received.business": "777"})
    opened = service.library.open(id)
    _, content = service.documents.export(opened.assessment, "txt")
    assert "2024 年自然人 12、商业企业 777" in content.decode()


def test_choosing_a_chart_takes_the_approval_of_the_tables_back_and_no_other(service):
    id = service.library.add_sample(sample("town"))
    report = service.library.open(id).report
    service.documents.approve_all(id, "王强", {part: report.digest(part) for part in report.parts})
    service.editing.place_chart(id, "results", "requests")
    report = service.library.open(id).report
    assert [part for part in report.parts if report.approval(part) is None] == [TABLES]
    service.editing.place_chart(id, "results", "")
    assert service.library.open(id).report.approval(TABLES)


def test_an_approved_report_takes_no_chart(service):
    id = service.library.add_sample(sample("town"))
    service.store.act(id, "王强", lambda stored: Act("approve", state="approved"))
    with pytest.raises(Settled):
        service.editing.place_chart(id, "results", "requests")


def test_a_clerk_puts_a_chart_into_the_report_on_the_page(service):
    from test_pages import healthy, opened

    id = service.library.add_sample(sample("town"))
    at = tab(opened("years", report=id), "图表")
    boxes = [box for box in at.selectbox if box.label == "放入报告"]
    assert len(boxes) == 3 and {box.value for box in boxes} == {""}
    healthy(boxes[1].select("requests").run())
    assert service.library.open(id).report.charts == [ChosenChart(chart="results", place="requests")]


def test_a_chosen_chart_that_cannot_be_drawn_is_said_with_the_way_out(service, report):
    from test_pages import click, opened

    id = service.library.add(report.model_copy(update={"charts": ALL[:1]}))
    at = opened("years", report=id)
    assert "要有同一机关以前年度的报告" in "".join(warning.value for warning in at.warning)
    click(at, "不再放入报告")
    assert service.library.open(id).report.charts == []


def test_a_chart_that_is_left_out_is_said_with_what_it_wants(charted, report):
    assert undrawn(*charted[:1], charted[1:]) == {}
    assert list(undrawn(charted[0])) == ["trend"] and "以前年度的报告" in undrawn(charted[0])["trend"]
    blank = report.model_copy(update={"values": {}, "stated": {}, "charts": ALL})
    said = undrawn(blank, [blank.model_copy(update={"year": report.year - 1})])
    assert len(said) == 3 and all("请先填写表三" in sentence for sentence in said.values())


@pytest.mark.parametrize("copy", ["draft", "review"])
def test_the_command_line_says_which_chart_is_left_out_and_exports(copy, charted, tmp_path, capsys):
    write(charted[0], tmp_path / "a.report.json")
    write(charted[1], tmp_path / "b.report.json")
    arguments = [
        "export",
        str(tmp_path / "a.report.json"),
        "--to",
        "docx",
        "--copy",
        copy,
        "-o",
        str(tmp_path / "a.docx"),
    ]
    assert main(arguments) == 0 and len(described((tmp_path / "a.docx").read_bytes())) >= 2
    said = capsys.readouterr().err
    assert said.count("没有这张图") == 1 and "历年申请办理情况" in said and "--last-year" in said
    assert main([*arguments, "--last-year", str(tmp_path / "b.report.json")]) == 0
    assert not capsys.readouterr().err


def test_the_command_line_says_nothing_of_charts_where_the_format_has_none(charted, tmp_path, capsys):
    write(charted[0], tmp_path / "a.report.json")
    assert main(["export", str(tmp_path / "a.report.json"), "--to", "xlsx", "-o", str(tmp_path / "a.xlsx")]) == 0
    assert not capsys.readouterr().err


@pytest.mark.parametrize("copy", ["draft", "final", "review"])
def test_the_export_page_says_which_chart_is_left_out_beside_the_button(copy, service, charted):
    from test_pages import opened

    report, last_year = charted
    id = service.library.add(report.model_copy(update={"charts": ALL}))
    service.choices.keep(id, Choice(copy=copy, formats=("docx",)))
    warned = [warning.value for warning in opened("export", report=id).warning]
    assert [sentence for sentence in warned if "没有这张图" in sentence and "历年申请办理情况" in sentence] != []
    service.library.add(last_year)
    assert not [warning.value for warning in opened("export", report=id).warning if "没有这张图" in warning.value]


def test_the_export_page_says_in_one_place_which_charts_are_left_out(service, report):
    from test_pages import opened

    id = service.library.add(report.model_copy(update={"charts": ALL}))
    warned = [warning.value for warning in opened("export", report=id).warning if "没有这张图" in warning.value]
    assert len(warned) == 1 and warned[0].count("没有这张图") == 3


def test_the_export_page_says_nothing_of_charts_where_no_chosen_format_has_them(service, report):
    from test_pages import opened

    id = service.library.add(report.model_copy(update={"charts": ALL}))
    service.choices.keep(id, Choice(copy="draft", formats=("xlsx",)))
    assert not [warning.value for warning in opened("export", report=id).warning if "没有这张图" in warning.value]


def test_a_later_year_is_in_no_chart_of_a_report(charted):
    report, last_year = charted
    later = report.model_copy(update={"year": report.year + 1})
    assert charts(report, [last_year, later]) == charts(report, [last_year])
    assert list(undrawn(report, [later])) == ["trend"]


@pytest.fixture
def approved(service, charted):
    """A finished report with charts, approved as a whole, and its last year's."""
    report, last_year = charted
    drafted = draft_report(report, sections_named(report, ()), None, last_year=last_year).report
    earlier = service.library.add(last_year)
    id = service.library.add(signed(drafted, (), "王五"))
    service.review.submit(id, "李明")
    service.review.approve(id, "王强")
    return id, earlier


def test_a_correction_of_last_year_that_a_chart_shows_takes_the_approval_back_and_is_told(service, approved):
    id, earlier = approved
    assert service.review.refresh_state(service.library.open(id)) == ""
    service.editing.enter(earlier, {"requests.new_received.business": "777"})
    assert "“图表中以前年度的数字”有改动" in service.review.refresh_state(service.library.open(id))
    assert service.library.open(id).stored.row.state == "draft"
    service.editing.enter(earlier, {"requests.new_received.business": "2"})
    assert "已恢复" in service.review.refresh_state(service.library.open(id))
    assert service.library.open(id).stored.row.state == "approved"


@pytest.mark.parametrize("change", ["a cell that no chart shows", "the next year's report"])
def test_what_no_chart_shows_leaves_the_approval(change, service, approved):
    id, earlier = approved
    if change == "the next year's report":
        service.library.copy_to_next_year(id)
    else:
        service.editing.enter(earlier, {"disclosure.rules.made": "7"})
    assert service.review.refresh_state(service.library.open(id)) == ""
    assert service.library.open(id).stored.row.state == "approved"
