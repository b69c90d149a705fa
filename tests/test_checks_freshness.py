"""Likeness to last year's report: the functions behind it, and the four rules R-01 to R-04."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import checks
from drafting.checks import carried_over as repeated
from drafting.checks import problems
from drafting.language.sentences import sentences
from drafting.report import Note, Report, Section
from drafting.samples import sample
from drafting.writing.composer import compose
from tests.published import known, names, needs_corpus

OLD = (
    "全镇建立分级审核台账，党政办公室逐条登记并按月通报结果。选派两名干部到县政务服务中心跟班学习答复文书制作。"
    "便民大厅增设查阅专柜，由引导员协助老年人检索文件。"
)
NEW = "年内停用微博账号，把征地补偿信息归并成专题，群众按村名就能查到历年方案。"


@pytest.fixture
def pair() -> tuple[Report, Report]:
    """A town's drafted report and last year's."""
    report, last_year = sample("town").load()
    for spec in report.outline:
        report.sections[spec.id] = compose(report, spec.id, last_year)
    return report, last_year


def with_text(report: Report, **texts: str) -> Report:
    """``report`` with sections rewritten; ``overview__lead`` stands for ``overview.lead``."""
    sections = {**report.sections, **{id.replace("__", "."): Section.of(text) for id, text in texts.items()}}
    return report.model_copy(update={"sections": sections})


def found(report: Report, last_year: Report | None, rule: str) -> list[checks.Finding]:
    return [finding for finding in checks.run(report, last_year).findings if finding.rule == rule]


def why(report: Report, last_year: Report | None, rule: str) -> list[str]:
    return [entry.why for entry in checks.run(report, last_year).not_assessed if entry.rule == rule]


def marked(report: Report, finding: checks.Finding) -> str:
    return report.text(finding.section)[slice(*finding.span)]


def test_sentences_end_at_stops_semicolons_and_lines():
    text = " 一是公开。“好。”二是更新；\n（一）情况\n末句"
    assert [text[start:end] for start, end, _ in sentences(text)] == [
        "一是公开。",
        "“好。”",
        "二是更新；",
        "（一）情况",
        "末句",
    ]


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("公开信息。；！\n 年2024一是（）”“，：等"), max_size=80))
def test_sentences_and_problems_are_pieces_of_the_text(text):
    for pieces in (sentences(text), problems.problem_items(text)):
        assert all(text[start:end] == words and words for start, end, words in pieces)
        assert all(left[1] <= right[0] for left, right in zip(pieces, pieces[1:]))


def _longest(a: str, b: str) -> int:
    """The longest common subsequence by the book."""
    row = [0] * (len(b) + 1)
    for sign in a:
        last = 0
        for at, other in enumerate(b, 1):
            last, row[at] = row[at], last + 1 if sign == other else max(row[at], row[at - 1])
    return row[-1]


@settings(max_examples=200, deadline=None)
@given(*[st.text(st.sampled_from("甲乙丙丁"), min_size=1, max_size=30)] * 2)
def test_likeness_is_twice_the_common_characters_over_all(a, b):
    assert repeated.resemblance(a, b) == repeated.resemblance(b, a) == 2 * _longest(a, b) / (len(a) + len(b))


def test_the_year_and_spaces_make_no_difference():
    assert repeated.resemblance("2023年我镇公开", "2024 年度 我镇公开") == 1.0
    assert repeated.resemblance("", "公开") == repeated.resemblance("", "") == 0.0


def test_the_nearest_sentence_is_the_most_alike():
    others = ["便民大厅增设查阅专柜。", "便民大厅增设查阅专柜一处，由引导员协助。", "无关的话"]
    assert repeated.nearest("便民大厅增设查阅专柜一个，由引导员协助。", others)[1] == others[1]
    assert repeated.nearest("全新的内容。", others) == (0.0, "")


@pytest.mark.parametrize(
    "sentence",
    [
        "本报告所列数据的统计期限为2024年1月1日至2024年12月31日。",
        "2024年，我镇未收取政府信息公开信息处理费。",
        "现将我镇2024年政府信息公开工作情况报告如下：",
        "全年未发生因政府信息公开引起的行政复议、行政诉讼。",
        "2024年，我镇新收政府信息公开申请16件，上年结转1件。",
        "对上一年度报告反映的问题，我镇整改情况如下：",
        "全年办结政府信息公开申请16件，其中予以公开9件、部分公开3件，结转下年度继续办理1件。",
        "（一）主动公开情况。",
    ],
)
def test_sentences_every_report_must_have_are_nobodys_copy(sentence):
    assert repeated.is_standard(sentence)
    assert repeated.carried_over(sentence, sentence) == []


@pytest.mark.parametrize(
    "sentence", [*(OLD.split("。")[:-1]), NEW, "我镇落实专人负责政府信息公开申请的登记、答复和归档，没有发生差错。"]
)
def test_what_an_office_says_of_itself_is_not_standard(sentence):
    assert not repeated.is_standard(sentence)


def test_a_sentence_kept_from_last_year_is_marked_with_the_old_one():
    text = NEW + "全镇建立分级审核台账，党政办公室逐条登记并按季通报结果。"
    ((start, end, ratio, old),) = repeated.carried_over(text, OLD)
    assert text[start:end] == text[len(NEW) :] and 0.9 < ratio < 1 and old.startswith("全镇建立")


def test_a_sentence_with_this_years_figures_is_told_anew():
    old = "通过专栏发布信息187条，其中政策文件8条、财政预决算4条。"
    assert repeated.carried_over(old.replace("187", "214").replace("8条", "9条", 1), old) == []
    assert len(repeated.carried_over(old, old)) == 1
    long = "全镇建立分级审核台账，党政办公室逐条登记并按月通报结果，由3人负责在便民大厅协助老年人检索文件。"
    assert len(repeated.carried_over(long.replace("3人", "4人"), long)) == 1


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            "2023年仍存在一些问题：一是更新不及时；二是形式单一。\n针对上述问题，我镇将采取以下措施：一是按月更新；二是制作图解。",
            ["更新不及时", "形式单一"],
        ),
        (
            "还存在以下短板，主要是：窗口登记不够细致，村级台账有待补齐，图解数量偏少等。\n2024年将抓好以下工作：一是培训。",
            ["窗口登记不够细致", "村级台账有待补齐", "图解数量偏少"],
        ),
        ("工作中仍有不足，如台账登记不全；图解数量偏少等。", ["台账登记不全", "图解数量偏少"]),
        (
            "（一）上年问题整改情况\n对上一年度报告反映的问题，整改情况如下：一是更新慢已改正。\n（二）存在的主要问题\n一是新信息员业务不熟。虽已培训，仍有差错。\n"
            "（三）下一步改进措施\n一是集中培训。",
            ["新信息员业务不熟。虽已培训，仍有差错"],
        ),
        (
            "存在的主要问题：\n1.档案未电子化。\n2.公开时限掌握不一。\n下一步，逐所培训。",
            ["档案未电子化", "公开时限掌握不一"],
        ),
        ("在上级指导下取得了一定成绩。", []),
        ("", []),
    ],
)
def test_problems_are_told_apart_and_from_answers_and_measures(text, items):
    assert [words for _, _, words in problems.problem_items(text)] == items


def test_rules_on_repetition_need_last_years_report(pair):
    report, last_year = pair
    for rule in ("R-01", "R-02", "R-03", "R-04"):
        assert why(report, None, rule) == ["没有上年报告"]
        assert "不是 2023 年度的" in why(report, last_year.model_copy(update={"year": 2022}), rule)[0]
        assert why(report.model_copy(update={"sections": {}}), last_year, rule)
        assert why(report, last_year.model_copy(update={"sections": {}}), rule), rule


def test_a_report_written_from_this_years_notes_is_fresh(pair):
    report, last_year = pair
    for rule in ("R-01", "R-02", "R-03", "R-04"):
        assert found(report, last_year, rule) == [], rule
        assert why(report, last_year, rule) == [], rule


def test_last_years_text_under_this_years_date_is_a_copy(pair):
    report, last_year = pair
    copied = report.model_copy(
        update={
            "sections": {
                id: Section.of(section.text.replace("2024", "2025").replace("2023", "2024"))
                for id, section in last_year.sections.items()
            }
        }
    )
    likenesses = found(copied, last_year, "R-01")
    assert [finding.section for finding in likenesses] == ["overview", "problems"]
    assert {finding.severity for finding in likenesses} == {"warning"}
    assert all("100%" in finding.message or "99%" in finding.message for finding in likenesses)
    assert "other" not in {finding.section for finding in found(copied, last_year, "R-02")}
    both = [with_text(each, other=OLD * 2) for each in (copied, last_year)]
    assert "other" not in {finding.section for finding in found(*both, "R-01")}
    assert len(found(copied, last_year, "R-03")) == 3


def test_a_chapter_partly_kept_is_a_hint(pair):
    report, last_year = pair
    kept = last_year.text("problems")
    more = "今年另外清理了旧栏目，改版了专栏样式，新编一册问答手册，逐村上门讲解办事流程。" * 3
    (finding,) = found(with_text(report, problems=f"{kept}\n{more}"), last_year, "R-01")
    assert (finding.severity, finding.section) == ("hint", "problems")
    assert 60 <= int(finding.message.split("为 ")[1][:2]) < 80
    assert found(with_text(report, problems=NEW * 3), last_year, "R-01") == []


def test_two_sentences_kept_are_let_pass_and_three_are_not(pair):
    report, last_year = pair
    last_year = with_text(last_year, overview__platform=OLD)
    first, second, third = (f"{sentence}。" for sentence in OLD.split("。")[:-1])
    assert found(with_text(report, overview__platform=NEW + first + second), last_year, "R-02") == []
    report = with_text(report, overview__platform=NEW + first + second, overview__oversight=third.replace("，", "、"))
    findings = found(report, last_year, "R-02")
    assert [(finding.section, marked(report, finding)) for finding in findings] == [
        ("overview.platform", first),
        ("overview.oversight", third.replace("，", "、")),
    ]
    assert "有 2 句" in findings[0].message


@pytest.mark.parametrize(
    "problem",
    [
        "部分村的公开栏更新不及时，有的内容超过一个季度没有更换",
        "部分村公开栏更新不够及时，有的内容超过一季没有更换",
        "依申请公开答复文书还不够规范，个别没有写明救济途径",
    ],
)
def test_a_problem_stated_again_is_found_where_it_stands(pair, problem):
    report, last_year = pair
    report = with_text(
        report, problems=f"还存在以下问题：一是新信息员对公开范围拿不准；二是{problem}。\n针对上述问题，将集中培训。"
    )
    (finding,) = found(report, last_year, "R-03")
    assert marked(report, finding) == problem and finding.severity == "warning"


def test_each_problem_of_last_year_wants_an_answer(pair):
    report, last_year = pair
    report = report.model_copy(update={"notes": [note for note in report.notes if note.aspect != "last_year_fix"]})
    report = with_text(report, problems="还存在以下问题：新信息员对公开范围拿不准。\n针对上述问题，将集中培训。")
    unanswered = found(report, last_year, "R-04")
    assert [finding.message.split("“")[1][:20] for finding in unanswered] == [
        "部分村的公开栏更新不及时，有的内容超过一",
        "政策解读以转发文字为主，形式单一，群众看",
        "依申请公开答复文书不够规范，个别答复没有",
    ]
    report.notes.append(
        Note(id="fix", aspect="last_year_fix", text="公开栏按月更新。\n制作图解，改变解读形式单一的状况。")
    )
    assert len(found(report, last_year, "R-04")) == 1
    answered = with_text(
        report, problems=report.text("problems") + "\n上年反映的答复文书问题已整改，统一使用规范文书。"
    )
    assert found(answered, last_year, "R-04") == []


def test_the_overview_answers_a_problem_where_it_tells_of_work_done_on_it(pair):
    report, last_year = pair
    report = report.model_copy(update={"notes": [], "sections": {}})
    report = with_text(report, problems="还存在以下问题：新信息员对公开范围拿不准。\n针对上述问题，将集中培训。")
    assert len(found(report, last_year, "R-04")) == 3
    answered = with_text(
        report, overview__lead="全年多形式解读政策82篇，改变以转发文字为主的做法。依申请公开16件均已按期答复。"
    )
    assert len(found(answered, last_year, "R-04")) == 2


def test_stating_a_problem_again_is_no_answer_unless_it_is_said_to_remain(pair):
    report, last_year = pair
    report = report.model_copy(update={"notes": []})
    again = "存在以下问题：{}公开栏更新不及时；政策解读形式单一；答复文书不规范。\n下一步，加强培训。"
    assert len(found(with_text(report, problems=again.format("")), last_year, "R-04")) == 3
    assert len(found(with_text(report, problems=again.format("去年指出的")), last_year, "R-04")) == 2


@needs_corpus
def test_no_sentence_of_one_published_report_is_like_one_of_another():
    texts = {}
    for name in names():
        narrative = known(name)["narrative"]
        texts[known(name)["organ"], known(name)["year"]] = (
            f"{narrative['overview'] or ''}\n{narrative['problems'] or ''}"
        )
    reports = [name for name in texts if len(texts[name]) > 200]
    assert len(reports) > 9
    alike = {
        text
        for name in reports
        for other in reports
        if name[0] != other[0]
        for *_, text in repeated.carried_over(texts[name], texts[other])
    }
    assert (
        all(re.match("[一二三四五]是", text) and len(text) < 16 for text in alike) and len(alike) < 3
    )  # short run-in heads
