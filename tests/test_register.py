"""Spoken Chinese becomes written Chinese: the table of patterns, notes in a draft, the rule and its one-click mends."""

import re

import pytest

from drafting import checks
from drafting.binding import EvidenceIndex
from drafting.language import register
from drafting.language.register import Speaker, close_up, spoken, written
from drafting.report import Note, Organ, Report, Section
from drafting.samples import sample
from drafting.writing.composer import compose

TOWN = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
SPEAKER = Speaker(2024, "我镇")
NEVER = ("打官司", "拿不准", "大白话", "没收", "没有打", "咱", "老百姓", "今年", "去年", "明年", "搞了", "发了", "贴了")


def drafted(name: str) -> Report:
    report, last_year = sample(name).load()
    return report.model_copy(
        update={"sections": {spec.id: compose(report, spec.id, last_year) for spec in report.outline}}
    )


def noted(aspect: str, *texts: str) -> Report:
    return Report(
        organ=TOWN, year=2024, notes=[Note(id=f"n{at}", aspect=aspect, text=text) for at, text in enumerate(texts)]
    )


@pytest.mark.parametrize("row", register.table(), ids=lambda row: row.example[0])
def test_each_row_of_the_table_does_what_its_example_says(row):
    before, after = row.example
    assert written(before, SPEAKER) == after


@pytest.mark.parametrize("row", register.table(), ids=lambda row: row.example[0])
def test_what_is_written_stays_as_it_is(row):
    assert written(row.example[1], SPEAKER) == row.example[1]


def test_no_blank_stands_between_chinese_and_figures():
    assert close_up("发布 46 条，占 12.5 %，《条例》 第 20 条") == "发布46条，占12.5%，《条例》第20条"
    assert close_up("OFD and PDF 两种") == "OFD and PDF两种"


def test_titles_and_quoted_words_are_left_alone():
    assert written("印发《今年咱们怎么搞公开》，开设“老百姓问政”栏目", SPEAKER) == (
        "印发《今年咱们怎么搞公开》，开设“老百姓问政”栏目"
    )


@pytest.mark.parametrize(
    "text",
    [
        "没收违法所得3件，信息已公开",
        "水库淹没区信息已公开",
        "由首都图书馆承办，都市报刊登",
        "为了解群众需求，发放问卷，除了网站还有公示栏",
        "一起行政复议案件",
        "挺进一线，野蛮施工信息公开",
        "县里程碑工程",
    ],
)
def test_words_that_only_look_spoken_are_left_alone(text):
    assert written(text, SPEAKER) == text


@pytest.mark.parametrize("name", ["zeros", "town", "department"])
def test_the_offline_draft_of_a_sample_has_no_spoken_word_and_no_blank_around_figures(name):
    report = drafted(name)
    text = "\n".join(report.text(id) for id in report.sections)
    assert [word for word in NEVER if word in text] == []
    assert list(spoken(text, Speaker(report.year, report.organ.called))) == []
    assert re.findall(r"[\u4e00-\u9fff] \d|\d [\u4e00-\u9fff]", text) == []


@pytest.mark.parametrize("name", ["zeros", "town", "department"])
def test_the_offline_draft_of_a_sample_tells_no_fact_of_the_tables_twice(name):
    report = drafted(name)
    ground = EvidenceIndex(report)
    told: dict[str, list[str]] = {}
    for id in set(report.sections) - {
        "problems"
    }:  # how far a problem was mended may be measured by a figure told before
        for sentence in re.findall("[^。\n]+。", report.text(id)):
            for source in {s for mark in ground.marks(sentence) if mark.state == "fact" for s in mark.sources}:
                told.setdefault(source, []).append(sentence)
    twice = {source: sentences for source, sentences in told.items() if len(sentences) > 1}
    assert {source for source in twice if "办结件均" not in "".join(twice[source])} == set()


def test_a_clause_that_only_repeats_the_table_goes_and_the_rest_of_its_sentence_stays():
    report, _ = sample("town").load()
    text = compose(report, "overview.management").text
    assert "8月清理规范性文件，清理结果已在网站上公布。" in text and "9件" not in text


def test_a_note_that_disagrees_with_the_table_is_not_left_out():
    report, _ = sample("town").load()
    notes = [*report.notes, Note(id="odd", aspect="management", text="今年清理规范性文件，废止 5 件")]
    assert "废止5件" in compose(report.model_copy(update={"notes": notes}), "overview.management").text


@pytest.mark.parametrize(
    "note",
    [
        "更新不及时。解读形式单一。",
        "一是更新不及时；二是解读形式单一",
        "更新不及时；解读形式单一",
        "1.更新不及时 2.解读形式单一",
        "更新不及时，另外，解读形式单一",
        "主要有：（1）更新不及时；（2）解读形式单一。",
    ],
)
def test_a_note_with_two_problems_is_two_items(note):
    assert "一是更新不及时；二是解读形式单一。" in compose(noted("problem", note), "problems").text


def test_a_sentence_that_goes_on_with_a_problem_stays_with_it():
    text = compose(noted("problem", "老档案未电子化。影响答复速度。", "人手不足"), "problems").text
    assert "一是老档案未电子化。影响答复速度。二是人手不足。" in text


def test_what_was_done_about_two_problems_of_last_year_is_two_items():
    note = "去年第一个问题是更新慢：今年按月更新。去年第二个问题是解读少：今年做了 5 个图解。"
    text = compose(noted("last_year_fix", note), "problems").text
    assert "一是针对更新慢的问题，2024年按月更新；二是针对解读少的问题，2024年制作5个图解。" in text


def test_the_year_that_opens_the_measures_is_not_said_again():
    text = compose(noted("measure", "明年要求各站所按月报送", "明年上半年做图解"), "problems").text
    assert "2025年，我镇将采取以下措施：一是要求各站所按月报送；二是2025年上半年制作图解。" in text


def test_the_rule_names_a_spoken_turn_and_offers_the_written_one():
    report = Report(organ=TOWN, year=2024, sections={"overview.platform": Section.of("公示栏贴了12期，没有打官司的。")})
    found = [finding for finding in checks.run(report).findings if finding.rule == "P-11"]
    assert [finding.fix for finding in found] == ["张贴", "未发生行政诉讼"]
