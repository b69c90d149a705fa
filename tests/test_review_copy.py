"""The review copy read back: the report untouched, and beside it what a reviewer must know."""

import shutil
import subprocess
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from test_docx_schema import all_faults
from test_publishing import NASTY, any_report, full_report

from drafting.assessment import Assessment
from drafting.checks import run
from drafting.publishing import export
from drafting.publishing.document import Grid, clean, compose
from drafting.publishing.review import AUTHOR
from drafting.publishing.review_pages import MOST
from drafting.publishing.review_remarks import LONGEST, moment
from drafting.report import Approval, Note, Organ, Paragraph, Remark, Section, SentenceSource, Waiver
from drafting.samples import sample

SOFFICE, PDFTOTEXT = shutil.which("soffice"), shutil.which("pdftotext")


def review(report, last_year=None):
    return docx.Document(BytesIO(export(report, "docx", copy="review", assessment=Assessment(report, last_year))))


def written(text: str, *, origin: str = "person", section: str = "overview.proactive", **more):
    """A full report whose only narrative is ``text``."""
    paragraph = Paragraph(id="p", text=text, origin=origin, **more)
    return full_report(sections={section: Section(paragraphs=(paragraph,))})


def texts(element) -> str:
    return "".join(node.text or "" for node in element.iter(qn("w:t")))


def said(document) -> dict[str, str]:
    """The text each comment is anchored to -> the comment."""
    comments, found, open_now = {comment.comment_id: comment.text for comment in document.comments}, {}, {}
    for element in document.element.body.iter():
        if element.tag == qn("w:commentRangeStart"):
            open_now[int(element.get(qn("w:id")))] = ""
        elif element.tag == qn("w:commentRangeEnd"):
            id = int(element.get(qn("w:id")))
            found[open_now.pop(id)] = comments.pop(id)
        elif element.tag == qn("w:t"):
            open_now = {id: text + (element.text or "") for id, text in open_now.items()}
    assert not comments and not open_now
    return found


def pages(document) -> list[str]:
    """The paragraphs of the pages before and after the report, those in tables too."""
    return [texts(p) for p in document.element.body.iter(qn("w:p")) if p.pPr.pStyle.val.startswith("Review")]


@settings(max_examples=20, deadline=None)
@given(any_report())
def test_the_report_in_it_is_the_report_word_for_word(report):
    document, publication = review(report, full_report()), compose(report)
    own = [p.text for p in document.paragraphs if not p.style.style_id.startswith("Review")]
    expected = [block.text for block in publication.blocks if not isinstance(block, Grid)]
    assert own[1 : 1 + len(expected)] == expected
    grids = [block for block in publication.blocks if isinstance(block, Grid)]
    tables = [table for table in document.tables if "ReviewText" not in table._tbl.xml]
    for grid, table in zip(grids, tables, strict=True):
        assert texts(table._tbl) == "".join(
            grid.text(cell) for cell in sorted(grid.table.cells, key=lambda cell: (cell.row, cell.col))
        )


def test_a_sentence_has_its_own_comment_that_says_what_its_figures_rest_on():
    licences = full_report().values["disclosure.licences"]
    report = written(f"行政许可决定{licences}件。全年培训2次，满意度98%。更新目录。")
    report.notes = [Note(id="n", aspect="oversight", text="全年培训2次。")]
    found = said(review(report))
    assert "来自表格：表二“行政许可”本年处理决定数量" in found[f"行政许可决定{licences}件。"]
    assert "“2次”来自素材：全年培训2次。" in found["全年培训2次，满意度98%。"]
    assert "“98%”没有找到依据" in found["全年培训2次，满意度98%。"]
    assert "更新目录。" not in found


def test_a_drafted_sentence_without_a_basis_is_said_to_have_none_and_one_with_sources_names_them():
    text = "各部门协同推进公开工作走深走实。窗口人员每周当面答疑。"
    report = written(
        text, origin="model", sources=(SentenceSource(sentence="窗口人员每周当面答疑。", ids=("note:n",)),)
    )
    report.notes = [Note(id="n", aspect="proactive", text="窗口每周答疑" + "长" * 4000)]
    found = said(review(report))
    assert "依据不足" in found["各部门协同推进公开工作走深走实。"]
    assert found["窗口人员每周当面答疑。"].startswith("依据：窗口每周答疑")
    assert max(len(line) for line in found["窗口人员每周当面答疑。"].split("\n")) == LONGEST


def test_a_finding_stands_at_its_sentence_in_whichever_paragraph_and_is_said_once():
    paragraphs = tuple(
        Paragraph(id=id, text=text, origin="model")
        for id, text in (("a", "先说一件别的事情。"), ("b", "再说一件别的事情。群众满意度达到98%。"))
    )
    found = said(review(full_report(sections={"overview.proactive": Section(paragraphs=paragraphs)})))
    assert found["群众满意度达到98%。"].startswith("提醒：“群众满意度达到98%”中的数字没有找到对应的单元格或素材")
    assert found["群众满意度达到98%。"].count("98%") == 1
    assert "98%" not in found["再说一件别的事情。"]


def test_a_sentence_like_last_years_is_marked():
    old = "建立信息发布审核台账，逐条登记审核人和发布时间，每季度通报一次执行情况。"
    report = written(old)
    assert "与上年报告相似" in said(review(report, report.model_copy(update={"year": report.year - 1})))[old]


def test_a_finding_on_a_cell_stands_at_the_cell_blank_or_not():
    report = full_report()
    report.stated = {"requests.new_received.total": 7}
    del report.values["disclosure.licences"]
    found = said(review(report))
    assert "错误：表三“一、本年新收政府信息公开申请数量”：各类申请人之和为" in found["7"]
    assert found[""].startswith("提醒：表二有 1 格没有填写")


def test_a_finding_on_a_chapter_stands_at_its_heading():
    found = said(review(full_report(sections={})))
    assert "还没有内容，请起草" in found["六、其他需要报告的事项"]


def test_a_waiver_stands_at_its_sentence_and_on_the_first_pages_with_its_reason_and_time():
    report = written("群众满意度达到98%。", origin="model")
    finding = next(finding for finding in run(report).findings if finding.span)
    report.waivers = [
        Waiver(rule=finding.rule, fingerprint=finding.fingerprint, reason="已与统计口径核对", at="2025-01-10T16:30:00")
    ]
    document = review(report)
    comment = said(document)["群众满意度达到98%。"]
    assert "已说明理由保留：" in comment and "理由：已与统计口径核对" in comment
    assert {"已说明理由保留", "已与统计口径核对", "2025年1月11日 00:30"} <= set(pages(document))


def by_reviewers(document) -> dict[str, str]:
    """The text each comment of a person is anchored to -> the comment; every anchor begins and ends once."""
    ids = {comment.comment_id: comment for comment in document.comments if comment.author != AUTHOR}
    found = {}
    for id, comment in ids.items():
        inside, text, marks = False, "", 0
        for element in document.element.body.iter():
            if element.tag in (qn("w:commentRangeStart"), qn("w:commentRangeEnd")) and element.get(qn("w:id")) == str(
                id
            ):
                inside, marks = element.tag == qn("w:commentRangeStart"), marks + 1
            elif inside and element.tag == qn("w:t"):
                text += element.text or ""
        assert marks == 2
        found[text] = comment.text
    return found


ASKED = "2025-01-20T02:00:00"


def test_a_remark_stands_at_its_passage_within_the_sentence_and_the_program_speaks_of_the_whole_sentence():
    report = written("建立台账制度。群众满意度达到98%，培训2次。更新目录。", origin="model")
    report.remarks = [
        Remark(
            id="a", section="overview.proactive", quote="满意度达到98%", text="依据是什么？", person="李四", at=ASKED
        ),
        Remark(id="b", section="overview.proactive", quote="98%，培训", text="请核对", person="王五"),
    ]
    document = review(report)
    assert by_reviewers(document) == {"满意度达到98%": "依据是什么？\n尚未答复。", "98%，培训": "请核对\n尚未答复。"}
    assert "群众满意度达到98%，培训2次。" in said(document)
    mine = next(comment for comment in document.comments if comment.author == "李四")
    assert mine.timestamp.replace(tzinfo=None).isoformat() == "2025-01-20T10:00:00"


def test_a_remark_stands_at_its_cell_its_section_and_on_the_whole_on_the_first_page_only():
    report = written("更新目录。")
    report.stated = {}
    report.values["disclosure.licences"] = 4711
    report.remarks = [
        Remark(
            id="a",
            cell="disclosure.licences",
            text="与统计不符",
            person="李四",
            answer="已核对",
            answered_by="张三",
            answered_at=ASKED,
        ),
        Remark(id="b", section="overview.proactive", text="太短", person="李四"),
        Remark(id="c", section="problems", text="没有写", person="李四"),
        Remark(id="d", text="总体尚可", person="李四"),
        Remark(id="e", cell="gone.cell", text="旧格", person="李四"),
    ]
    document = review(report)
    assert by_reviewers(document) == {
        "4711": "与统计不符\n答复（张三　2025年1月20日 10:00）：已核对",
        "（一）主动公开情况": "太短\n尚未答复。",
        "五、存在的主要问题及改进情况": "没有写\n尚未答复。",
    }
    lines = pages(document)
    lines = lines[lines.index("审阅意见") : lines.index("文字来源与批准")]
    assert lines[1] == "共 5 条，其中 4 条尚未答复。"
    assert lines[5:8] == ["表二“行政许可”本年处理决定数量", "与统计不符（李四）", "已核对（张三　2025年1月20日 10:00）"]
    assert ["全文", "总体尚可（李四）", "尚未答复"] == lines[14:17]


def test_a_passage_that_was_changed_since_is_named_at_its_section():
    report = written("更新目录。")
    report.remarks = [
        Remark(id="a", section="overview.proactive", quote="原来的话", text="请核对", person="李四", answer="已改")
    ]
    document = review(report)
    assert by_reviewers(document) == {"（一）主动公开情况": "针对原文“原来的话”，该处文字已改动。\n请核对\n答复：已改"}
    assert "共 1 条，都已答复。" in pages(document) and "主动公开“原来的话”" in pages(document)


def test_a_passage_over_two_paragraphs_stands_at_its_first_words():
    paragraphs = tuple(Paragraph(id=id, text=text) for id, text in (("a", "先说一件别的事情。"), ("b", "再说一件。")))
    report = full_report(sections={"overview.proactive": Section(paragraphs=paragraphs)})
    report.remarks = [
        Remark(id="a", section="overview.proactive", quote="别的事情。\n再说", text="请分开", person="李四")
    ]
    assert list(by_reviewers(review(report))) == ["别的事情。"]


def test_a_report_without_remarks_has_no_page_for_them():
    assert "审阅意见" not in pages(review(full_report()))


@pytest.mark.parametrize("text", [NASTY, "<w:p/>&amp;]]>\"'", "\u202e倒\x0c\x1f\x00", "😀" * 50, "长" * 1000])
def test_no_remark_breaks_it(text):
    report = written(f"甲{text}乙。更新目录。")
    report.remarks = [
        Remark(
            id="a",
            section="overview.proactive",
            quote=text[:500],
            text=text,
            person=text[:50],
            at="0001-01-01T00:00:00",
            answer=text,
            answered_by=text[:50],
            answered_at="9999-12-31T23:59:59",
        ),
        Remark(id="b", cell="disclosure.licences", text=text, person="李四"),
    ]
    content = export(report, "docx", copy="review")
    assert all_faults(content) == []
    assert clean(text) in "".join(comment.text for comment in docx.Document(BytesIO(content)).comments)


def test_a_time_that_is_none_stands_as_it_is():
    assert [moment(at) for at in ("", "昨天", "2025-01-10T02:03:04+00:00")] == ["", "昨天", "2025年1月10日 10:03"]


def test_the_first_page_counts_what_was_found_and_lists_it_with_its_place():
    report = full_report(sections={})
    result, lines = run(report), pages(review(report))
    errors = sum(finding.severity == "error" for finding in result.findings)
    assert lines[0] == "审阅说明"
    assert any(
        line.startswith(f"错误 {errors} 处，") and f"未检查 {len(result.not_assessed)} 项" in line for line in lines
    )
    for finding in result.findings:
        assert any(line.endswith(f"（{finding.rule}）") for line in lines)
    for entry in result.not_assessed:
        assert entry.why in lines
    assert "没有上年报告，未作对照。" in lines


def test_a_report_with_more_findings_than_fit_says_how_many_more():
    report = written("".join(f"走访企业{at}家。" for at in range(2, 2 * MOST)), origin="model")
    more = len(run(report).findings) - MOST
    assert f"以上是前 {MOST} 处，其余 {more} 处见批注。" in pages(review(report)) and more > 0


@pytest.mark.parametrize(
    "origin, says",
    [
        ("model", "正文中有 1 段由模型起草，见下表"),
        ("composer", "正文没有使用模型"),
        ("import", "正文没有使用模型"),
        ("person", "现在的正文没有直接出自模型的段落"),
    ],
)
def test_it_says_whether_a_model_wrote(origin, says):
    assert any(line.startswith(says) for line in pages(review(written("更新公开目录并逐项核对。", origin=origin))))


def test_each_part_is_approved_by_a_person_or_not_and_a_lapsed_approval_counts_no_more():
    report = full_report()
    report.approvals = [
        Approval(part="tables", person="王敏", digest=report.digest("tables"), at="2025-01-10T02:03:04"),
        Approval(part="other", person="李强", digest="另一份"),
    ]
    lines = pages(review(report))
    lines = lines[lines.index("文字来源与批准") :]
    assert lines[lines.index("三张表") + 2] == "王敏　2025年1月10日 10:03"
    assert lines[lines.index("其他事项") + 2] == "批准后有改动，尚未重新批准"
    assert lines[lines.index("导语") + 2] == "尚未批准"


def test_last_year_is_set_beside_this_year_with_strikes_and_underlines():
    now, then = full_report(), full_report(year=2023)
    now.values["disclosure.licences"] = 30
    then.values["disclosure.licences"] = 20
    now.sections["other"], then.sections["other"] = Section.of("公开信息326条。"), Section.of("公开信息298条。")
    document = review(now, then)
    lines = pages(document)
    at = lines.index("表二“行政许可”本年处理决定数量")
    assert lines[at + 1 : at + 5] == ["20", "30", "+10", "+50.00%"] and "其余 9 格与上年相同。" in lines
    runs = [
        run for paragraph in document.paragraphs if paragraph.text.startswith("公开信息298") for run in paragraph.runs
    ]
    assert [(run.text, bool(run.font.strike), bool(run.font.underline)) for run in runs] == [
        ("公开信息", False, False),
        ("298", True, False),
        ("326", False, True),
        ("条。", False, False),
    ]
    assert "与上年相同。" in lines and "没有上年报告，未作对照。" not in lines


@pytest.mark.parametrize(
    "text",
    [
        "字" * 100_000,
        "甲，乙。" * 2_500,
        NASTY + "件。",
        "<w:p/>&amp;]]><!--。#$*@\\=1+1",
        "\u202e倒\u2066\x0c\x1f\x00件。",
        "😀" * 50,
        "\ud800" + "甲事由专人负责并按月通报。" * 3,
    ],
)
def test_no_text_breaks_it(text):
    report = written(text, section="other", origin="model")
    report.organ = Organ(name="甲" + NASTY + "局", level="county", kind="department")
    report.approvals = [Approval(part="tables", person=NASTY + "王", digest=report.digest("tables"))]
    document = review(report, written(text[::-1], section="other"))
    assert clean(text) in [paragraph.text for paragraph in document.paragraphs]


def test_the_program_comments_and_no_clock_is_in_it():
    report, last_year = sample("town").load()
    content = export(report, "docx", copy="review", assessment=Assessment(report, last_year))
    assert content == export(report, "docx", copy="review", assessment=Assessment(report, last_year))
    comments = list(docx.Document(BytesIO(content)).comments)
    assert comments and {(comment.author, comment.timestamp) for comment in comments} == {(AUTHOR, None)}
    assert {entry.date_time for entry in ZipFile(BytesIO(content)).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_page_is_marked_as_a_review_copy():
    assert {section.header.paragraphs[0].text for section in review(full_report()).sections} == {"审阅稿"}


def test_it_keeps_the_rules_of_the_schema():
    report, last_year = written("群众满意度达到98%。更新目录。"), full_report(year=2023)
    del report.values["disclosure.licences"]
    assert all_faults(export(report, "docx", copy="review", assessment=Assessment(report, last_year))) == []


@pytest.mark.skipif(not SOFFICE or not PDFTOTEXT, reason="LibreOffice or poppler is not installed")
def test_it_prints_its_own_pages_before_and_after_the_report(tmp_path):
    report, last_year = sample("town").load()
    (tmp_path / "r.docx").write_bytes(export(report, "docx", copy="review", assessment=Assessment(report, last_year)))
    subprocess.run(
        [
            SOFFICE,
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            tmp_path,
            tmp_path / "r.docx",
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    *printed, _ = subprocess.run(
        [PDFTOTEXT, "-layout", tmp_path / "r.pdf", "-"], check=True, capture_output=True, text=True
    ).stdout.split("\f")
    begins = next(at for at, page in enumerate(printed) if "一、总体情况" in page and "审阅说明" not in page)
    assert "审阅说明" in printed[0] and 0 < begins <= 2
    assert "年度报告对照" in "".join(printed[begins + 1 :])
    assert all("审阅稿" in page and page.strip().count("\n") > 2 for page in printed)
