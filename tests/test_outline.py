"""The outline belongs to the report: its sections, their headings and order, kept, printed and opened again whole."""

from __future__ import annotations

import json

import pytest

from drafting import checks, report_file
from drafting.assessment import Assessment
from drafting.errors import FileError
from drafting.form import SECTIONS, SectionSpec, numeral
from drafting.publishing import export
from drafting.report import Approval, Note, Organ, Report, Section
from drafting.store import Store
from drafting.writing.composer import compose
from tests.chapters import CASES, words

TOWN = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
OWN = (
    SectionSpec(id="front", chapter="preface", aspects=("preface",)),
    SectionSpec(id="overview.team", chapter="overview", heading="组织保障", aspects=("oversight",)),
    SectionSpec(id="overview.rules", chapter="overview", heading="健全机制", aspects=("management",)),
    SectionSpec(id="overview.watch", chapter="overview", heading="3.定期督查", numbered=False),
    SectionSpec(id="problems.had", chapter="problems", heading="存在问题", aspects=("problem",)),
    SectionSpec(id="problems.will", chapter="problems", heading="改进措施", aspects=("measure", "last_year_fix")),
    SectionSpec(id="other", chapter="other", aspects=("fee", "other")),
)
TEXTS = {
    "front": "本报告依据条例编制，统计期限为2024年1月1日至2024年12月31日。",
    "overview.team": "成立领导小组。",
    "overview.rules": "实行三审三校。",
    "overview.watch": "每季度督查1次。",
    "problems.had": "解读形式单一。",
    "problems.will": "下一步增加图解。",
    "other": "2024年未收取信息处理费。",
}


def own(**texts: str) -> Report:
    return Report(
        organ=TOWN,
        year=2024,
        own_outline=OWN,
        sections={id: Section.of(text) for id, text in {**TEXTS, **texts}.items()},
    )


def data(**changes) -> dict:
    return {**report_file.to_data(Report(organ=TOWN, year=2024)), **changes}


def reads(content: dict) -> Report:
    return report_file.loads(json.dumps(content))


def test_a_report_without_an_outline_has_the_editions_for_its_kind_of_organ():
    town = Report(organ=TOWN, year=2024)
    assert [spec.id for spec in town.outline] == [id for id in SECTIONS if id != "overview.lead"]
    office = Report(organ=TOWN.model_copy(update={"kind": "department"}), year=2024)
    assert [spec.id for spec in town.outline if spec not in office.outline] == ["overview.appraisal"]


def test_what_is_written_is_in_the_outline_whatever_the_organ_is_now():
    office = Report(
        organ=TOWN.model_copy(update={"kind": "department"}),
        year=2024,
        sections={
            "overview.appraisal": Section.of("占考核4分。"),
            "overview.lead": Section.of("2024年，我镇编制本报告。"),
        },
    )
    assert office.narrative_text("overview") == "2024年，我镇编制本报告。\n占考核4分。"
    assert "preface" not in office.parts, "an older report with its preface inside 一 needs no other"


def test_the_narrative_is_printed_by_the_reports_own_outline():
    report = own()
    assert report.narrative_text("preface") == TEXTS["front"]
    assert report.narrative_text("overview") == (
        "（一）组织保障\n成立领导小组。\n（二）健全机制\n实行三审三校。\n3.定期督查\n每季度督查1次。"
    )
    assert report.narrative_text("problems") == "（一）存在问题\n解读形式单一。\n（二）改进措施\n下一步增加图解。"
    assert list(report.parts) == ["tables", *(spec.id for spec in OWN)]
    assert report.parts["overview.watch"] == "3.定期督查"


def test_a_report_with_its_own_outline_reads_back_the_same():
    report = own()
    assert report_file.loads(report_file.dumps(report)) == report


def test_the_store_keeps_the_outline_and_an_older_database_has_none(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/nianbao.db")
    report = own()
    id = store.create(report)
    assert store.load(id).report == report
    older = store.create(report.model_copy(update={"year": 2023, "own_outline": None, "sections": {}}))
    assert store.load(older).report.own_outline is None
    store.close()


def test_a_chapter_without_a_section_has_the_editions():
    report = reads(data(outline=[{"id": "s1", "chapter": "overview", "heading": "组织保障"}]))
    assert [spec.id for spec in report.outline] == ["s1", "problems", "other"]


def test_two_hundred_sections_a_heading_of_five_thousand_characters_and_two_of_one_name_open_with_nothing_lost():
    many = [{"id": f"overview.s{at}", "chapter": "overview", "heading": f"第{at}项"} for at in range(200)]
    many += [{"id": "overview.long", "chapter": "overview", "heading": "长" * 5_000, "numbered": False}]
    many += [{"id": "overview.s1", "chapter": "overview", "heading": "第1项"}, {"chapter": "other", "heading": None}]
    texts = {item["id"]: {"paragraphs": [{"id": "p", "text": f"{item['id']}的文字。"}]} for item in many[:201]}
    report = reads(data(outline=many, sections=texts, narrative={}))
    lines = [line.text for line in report.narrative("overview")]
    assert lines[398:402] == ["（二百）第199项", "overview.s199的文字。", "长" * 5_000, "overview.long的文字。"]
    assert [spec.heading for spec in report.outline].count("第1项") == 2
    assert len({spec.id for spec in report.outline}) == len(report.outline) == 204
    assert report_file.loads(report_file.dumps(report)) == report
    assert Assessment(report).findings is not None
    for to in ("docx", "html", "txt"):
        assert export(report, to)


@pytest.mark.parametrize(
    ("outline", "says"),
    [({}, "列表"), ([3], "第 1 节"), ([{"id": "a", "chapter": "seven"}], "第 1 节"), ([{"id": "a"}] * 501, "最多")],
)
def test_an_outline_that_is_none_is_refused_in_one_sentence(outline, says):
    with pytest.raises(FileError, match=says):
        reads(data(outline=outline))


def test_the_text_of_a_section_that_is_in_the_outline_no_more_stays_and_is_offered_for_another_place():
    report = own().model_copy(update={"own_outline": tuple(spec for spec in OWN if spec.id != "overview.watch")})
    assert {id: section.text for id, section in report.set_aside.items()} == {"overview.watch": "每季度督查1次。"}
    assert report_file.loads(report_file.dumps(report)) == report


def test_an_approval_holds_while_heading_and_words_are_those_approved():
    report = own()
    report.approvals = [
        Approval(part="overview.team", person="李四", digest=report.digest("overview.team")),
        Approval(part="front", person="李四", digest=report.digest("front")),
    ]
    renamed = report.model_copy(
        update={"own_outline": tuple(s.model_copy(update={"heading": "组织领导"}) if s == OWN[1] else s for s in OWN)}
    )
    assert renamed.approval("overview.team") is None
    assert renamed.approval("front") == report.approvals[1]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case[0])
def test_a_chapter_written_by_hand_in_a_report_file_is_kept_word_for_word(case):
    _, chapter, text = case
    report = reads(data(narrative={chapter: text}, sections={}))
    assert words(report.narrative_text(chapter)) == words(text)
    assert report_file.loads(report_file.dumps(report)) == report


def test_headings_are_whole_lines_and_what_a_section_covers_is_known_by_its_words():
    text = "总的情况。\n（一）组织保障\n成立小组。\n（二）政府信息主动公开\n公开200条。\n（三）办好民生实事\n回应关切。"
    report = reads(data(narrative={"overview": text}, sections={}))
    assert [(spec.heading, spec.aspects) for spec in report.outline if spec.chapter == "overview"] == [
        (None, ()),
        ("组织保障", ("oversight", "appraisal")),
        ("政府信息主动公开", ("proactive",)),
        ("办好民生实事", ()),
    ]


def test_two_hundred_numbered_headings_are_two_hundred_sections():
    text = "\n".join(f"（{numeral(at)}）{'镇村学校'[at % 4]}第{at}处公开栏\n已更新。" for at in range(1, 201))
    report = reads(data(narrative={"overview": text}, sections={}))
    assert len([spec for spec in report.outline if spec.chapter == "overview"]) == 200
    assert words(report.narrative_text("overview")) == words(text)


def test_a_run_in_heading_stays_text_and_still_tells_what_is_covered():
    text = "（一）监督保障。成立领导小组。\n（二）平台建设。开设专栏。\n（三）主动公开。公开信息200条。以上平台均由党政办维护。"
    report = reads(data(narrative={"overview": text}, sections={}))
    assert report.narrative_text("overview") == text
    assert report.covering("proactive").heading is None
    assert report.text(report.covering("platform").id) == "（二）平台建设。开设专栏。"


def test_the_composer_writes_each_section_of_an_outline_of_its_own():
    report = own()
    report.notes = [
        Note(id="a", aspect="oversight", text="成立领导小组"),
        Note(id="b", aspect="problem", text="解读形式单一"),
        Note(id="c", aspect="preface", text="联系电话：0591-2316000"),
    ]
    assert compose(report, "overview.team").text == "成立领导小组。"
    assert compose(report, "problems.had").text == "我镇政府信息公开工作存在以下问题：解读形式单一。"
    assert "六个部分" in compose(report, "front").text and "0591-2316000" in compose(report, "front").text
    assert compose(report, "overview.watch").text == "〔待补：“3.定期督查”这一节写什么〕"


@pytest.mark.parametrize("place", ["before", "inside"])
def test_rules_look_at_a_preface_wherever_it_stands(place):
    text = (
        "根据《中华人民共和国政府信息公开条例》编制2023年度政府信息公开工作年度报告。本报告由总体情况、主动公开政府信息情况、"
        "收到和处理政府信息公开申请情况、政府信息公开行政复议、行政诉讼情况、存在的主要问题及改进情况五个部分组成。"
        "对本报告有疑问，请与青石镇党政办联系。地址：青石镇建设路1号，邮编：35040。"
    )
    report = own(front=text)
    if place == "inside":
        inside = (OWN[0].model_copy(update={"chapter": "overview"}), *OWN[1:])
        report = report.model_copy(update={"own_outline": inside})
        assert report.narrative_text("overview").startswith(text)
    found = {finding.rule for finding in checks.run(report).findings if finding.section == "front"}
    assert {"M-01", "M-02", "S-03", "Y-01"} <= found


@pytest.mark.parametrize("to", ["docx", "html", "txt", "json"])
def test_a_preface_stands_between_title_and_first_chapter_in_every_format(to):
    made = export(own(), to)
    if to == "docx":
        from io import BytesIO

        from docx import Document

        text = "\n".join(paragraph.text for paragraph in Document(BytesIO(made)).paragraphs)
    else:
        text = made.decode("utf-8")
    assert text.count(TEXTS["front"]) >= 1
    if to != "json":
        assert text.rindex("政府信息公开工作年度报告", 0, text.index(TEXTS["front"])) < text.index("一、总体情况")
        assert text.index(TEXTS["front"]) < text.index("一、总体情况")
    else:
        assert json.loads(text)["narrative"]["preface"] == TEXTS["front"]


def test_numbers_of_headings_go_on_beyond_ten():
    assert [numeral(number) for number in (1, 10, 11, 20, 21, 99, 100, 101, 110, 200)] == [
        "一", "十", "十一", "二十", "二十一", "九十九", "一百", "一百零一", "一百一十", "二百"]  # fmt: skip
