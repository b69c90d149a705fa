"""From 草稿 to 已公布: every step and refusal, remarks and answers, changes after the approval, and the trail."""

import csv
import io
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting import resources, settings
from drafting.checks import Finding
from drafting.errors import FileError, InputError, NotFound, Settled
from drafting.report import TABLES, Document, Organ, Remark, Report, Section
from drafting.report_file import dumps, loads
from drafting.samples import sample
from drafting.service import Service
from drafting.service.files import approved, draft_report, sections_named
from drafting.service.review import unanswered
from drafting.service.states import STATES, STEPS, VERBS, digests
from drafting.store import Act
from drafting.store import store as store_module
from drafting.testing.app_test import AppTest, data, send
from drafting.writing import section

APP = str(resources.app())
ADDRESS = "https://www.qingshi.gov.cn/xxgk/nb/2024.html"
DAY = date(2025, 1, 20)
FINDING = Finding("N-02", "warning", "正文写 16 件，表中为 15 件，请核对。", section="overview.on_request")


@pytest.fixture(scope="module")
def finished():
    """The sample town, every section drafted offline and approved by 王五: nothing stands in the way of a final copy."""
    given, last_year = sample("town").load()
    drafted = draft_report(given, sections_named(given, ()), None, last_year=last_year).report
    return approved(drafted, (), "王五"), last_year


@pytest.fixture
def id(service, finished):
    report, last_year = finished
    service.library.add(last_year)
    return service.library.add(report)


def state(service, id):
    return service.library.open(id).stored.row.state


def report_of(service, id):
    return service.library.open(id).report


def settled(service, id):
    """What opening the report says about changes since it was approved."""
    return service.review.refresh_state(service.library.open(id))


def do(service, id, verb, person="张三"):
    review = service.review
    if verb == "publish":
        return review.publish(id, person, DAY, ADDRESS)
    return {
        "submit": review.submit,
        "return": review.return_with,
        "approve": review.approve,
        "finalise": review.finalise,
        "reopen": review.reopen,
    }[verb](id, person)


def bring_to(service, id, wanted):
    """Put a fresh draft into the state ``wanted`` by the verbs alone."""
    way = {
        "draft": (),
        "submitted": ("submit",),
        "approved": ("submit", "approve"),
        "final": ("submit", "approve", "finalise"),
        "published": ("submit", "approve", "finalise", "publish"),
    }
    if wanted == "returned":
        do(service, id, "submit")
        service.review.remark(id, "李四", "请写明培训的次数")
        return do(service, id, "return", "李四")
    for verb in way[wanted]:
        do(service, id, verb)


# The way


def test_a_report_goes_from_draft_to_publication_and_each_step_is_on_the_trail(service, id):
    bring_to(service, id, "published")
    assert state(service, id) == "published"
    assert service.store.load(id).report.published_on == DAY
    steps = [(entry.verb, entry.person) for entry in service.review.trail(id) if entry.verb in STEPS]
    assert steps == [(verb, "张三") for verb in ("submit", "approve", "finalise", "publish")]
    assert service.review.trail(id)[-1].said == f"2025年1月20日，{ADDRESS}"


@pytest.mark.parametrize("verb", STEPS)
@pytest.mark.parametrize("before", STATES)
def test_a_step_is_taken_from_its_states_and_refused_in_one_sentence_from_all_others(service, id, before, verb):
    bring_to(service, id, before)
    if verb == "return" and before == "submitted":
        service.review.remark(id, "李四", "请核对")
    if verb == "submit" and before == "returned":
        service.review.answer(id, "张三", unanswered(report_of(service, id))[0].id, "已写明")
    if before in STEPS[verb].before:
        do(service, id, verb)
        assert state(service, id) == STEPS[verb].after
    else:
        with pytest.raises(InputError, match=f"报告现在是“{STATES[before]}”.*才能{STEPS[verb].label}.*。$"):
            do(service, id, verb)
        assert state(service, id) == before


@pytest.mark.parametrize("verb", STEPS)
def test_no_step_without_a_name(service, id, verb):
    with pytest.raises(InputError, match="先填写姓名"):
        do(service, id, verb, "  ")
    assert state(service, id) == "draft"


def test_a_report_that_is_gone_takes_no_step(service, id):
    service.library.delete(id)
    with pytest.raises(NotFound):
        do(service, id, "submit")


def test_what_stands_in_the_way_of_a_final_copy_stands_in_the_way_of_the_approval(service, id):
    do(service, id, "submit")
    service.documents.disapprove(id, "problems", "王五")
    with pytest.raises(InputError, match="还有 1 处没有完成，不能审定：“"):
        do(service, id, "approve")
    assert state(service, id) == "submitted"


def test_the_approval_of_the_whole_includes_that_of_the_parts_shown_with_it(service, id):
    do(service, id, "submit")
    service.documents.disapprove_all(id, ["problems", TABLES], "王五")
    report = report_of(service, id)
    shown = {part: report.digest(part) for part in ("problems", TABLES)}
    with pytest.raises(InputError, match="还有 1 处没有完成"):
        service.review.approve(id, "赵六", {TABLES: shown[TABLES]})
    service.review.approve(id, "赵六", shown)
    assert state(service, id) == "approved"
    assert {report_of(service, id).approval(part).person for part in shown} == {"赵六"}
    assert service.review.trail(id)[-1].said == f"同时批准{report.parts['problems']}、三张表"


def test_the_approval_of_the_whole_is_refused_when_a_part_shown_with_it_has_changed(service, id):
    do(service, id, "submit")
    shown = {TABLES: report_of(service, id).digest(TABLES)}
    CHANGES["三张表"](service, id)
    with pytest.raises(InputError, match="“三张表”刚刚有改动"):
        service.review.approve(id, "赵六", shown)
    assert state(service, id) == "submitted"


@pytest.mark.parametrize("day", [date(2024, 12, 31), date(9999, 1, 1)])
def test_a_report_is_published_after_its_year_and_not_in_the_future(service, id, day):
    bring_to(service, id, "final")
    with pytest.raises(InputError, match="公布日期"):
        service.review.publish(id, "张三", day, ADDRESS)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nowhere",
        "javascript:alert(1)",
        "mailto:a@b.cn",
        "ftp://a.cn",
        "a.cn:port",
        "https://",
        "http://[",
        "https://a b",
        "https://a.cn/" + "x" * 500,
    ],
)
def test_an_address_of_publication_is_an_address(service, id, address):
    bring_to(service, id, "final")
    with pytest.raises(InputError, match="网址"):
        service.review.publish(id, "张三", DAY, address)
    assert state(service, id) == "final"


def test_an_address_without_its_scheme_is_completed(service, id):
    bring_to(service, id, "final")
    assert service.review.publish(id, "张三", DAY, " www.qingshi.gov.cn/nb ") == "https://www.qingshi.gov.cn/nb"
    assert service.review.trail(id)[-1].said.endswith("，https://www.qingshi.gov.cn/nb")


def test_of_two_who_take_a_step_at_once_one_does_and_the_other_is_told(service, id, monkeypatch):
    bring_to(service, id, "submitted")
    store, real = service.store, service.store.act

    def slow(*args, **kwargs):
        monkeypatch.setattr(store, "act", real)
        do(service, id, "reopen", "李四")
        return real(*args, **kwargs)

    monkeypatch.setattr(store, "act", slow)
    with pytest.raises(InputError, match="现在是“草稿”"):
        do(service, id, "approve")
    assert [entry.verb for entry in service.review.trail(id)][-2:] == ["submit", "reopen"]


def test_what_was_changed_while_the_whole_was_being_approved_is_not_approved(service, id, monkeypatch):
    bring_to(service, id, "submitted")
    store, real = service.store, service.store.act

    def slow(*args, **kwargs):
        monkeypatch.setattr(store, "act", real)
        CHANGES["素材"](service, id)
        return real(*args, **kwargs)

    monkeypatch.setattr(store, "act", slow)
    with pytest.raises(InputError, match="刚刚有改动，没有审定"):
        do(service, id, "approve")
    assert state(service, id) == "submitted"


# Changes after the approval

CHANGES = {
    "三张表": lambda service, id: service.editing.enter(id, {"disclosure.penalties": "7"}),
    "素材": lambda service, id: service.notes.add(id, "platform", "新增一个查阅点。"),
    "公文要素": lambda service, id: service.editing.save_document(id, Document(number="青政发〔2025〕3 号")),
    "机关与年度": lambda service, id: service.editing.save_head(
        id, Organ(**{**report_of(service, id).organ.model_dump(), "self_reference": "本镇"}), 2024
    ),
    "问题": lambda service, id: service.prose.save(
        id, "problems", Section.of("部分村的公开栏更新不及时，由党政办每季度逐村检查并通报结果。"), by="person"
    ),
}


ACTS = {
    "分节批准": lambda service, id: service.documents.disapprove(id, "problems", "王五"),
    "保留": lambda service, id: service.documents.waive(id, FINDING, "数字来自上级通报", "王五"),
    "锁定": lambda service, id: service.prose.lock(id, "other", 0, True),
    "空白填零": lambda service, id: service.editing.fill_blanks(id),
    "恢复": lambda service, id: service.editing.restore_section(id, "problems", 1),
    "上年": lambda service, id: service.store.set_last_year(id, None),
    "起草": lambda service, id: service.drafts.start(id, ["problems"], None),
    "对话": lambda service, id: service.conversation.say(id, "缩短", None),
}
"""What else is refused of a report that was approved."""


@pytest.fixture
def otherwise(monkeypatch):
    """What this does reaches the store past its gate, as from an older version of the program."""

    def do(change, service, id):
        with monkeypatch.context() as patch:
            patch.setattr(store_module, "SETTLED", {})
            change(service, id)

    return do


@pytest.mark.parametrize("before", ["approved", "final", "published"])
@pytest.mark.parametrize("what", [*CHANGES, *ACTS])
def test_nothing_is_changed_after_the_approval_and_one_sentence_says_what_to_do(service, id, what, before):
    bring_to(service, id, before)
    stood, said = service.store.load(id), service.review.trail(id)
    if what == "三张表":
        assert "内容只读" in service.editing.enter(id, {"disclosure.penalties": "7"}).refused["disclosure.penalties"]
    else:
        with pytest.raises(
            Settled, match=r"^报告已(审定|定稿|公布)，内容只读，这次没有改动；要修改请先点“撤回修改”。$"
        ):
            (CHANGES | ACTS)[what](service, id)
    now = service.store.load(id)
    assert (now.report, now.numbers, now.row.state) == (stood.report, stood.numbers, before)
    assert service.review.trail(id) == said


def test_a_file_is_not_taken_into_a_report_that_was_approved(service, id):
    bring_to(service, id, "approved")
    stood = service.store.load(id)
    other = stood.report.model_copy(update={"values": {**stood.report.values, "disclosure.penalties": 7}})
    pending = service.importing.load(service.importing.open(dumps(other).encode(), "甲.report.json", id))
    number = service.importing.choose(pending.id, service.importing.plan(pending).changes, True, pending.number)
    with pytest.raises(Settled):
        service.importing.take(pending.id, number, "张三")
    now = service.store.load(id)
    assert (now.report, now.numbers) == (stood.report, stood.numbers)


def test_a_file_of_which_nothing_is_taken_leaves_no_entry(service, id):
    pending = service.importing.load(
        service.importing.open(dumps(report_of(service, id)).encode(), "甲.report.json", id)
    )
    service.importing.take(pending.id, pending.number, "张三")
    assert service.review.trail(id) == []


def test_a_draft_that_ends_after_the_approval_waits_as_a_proposal(service, id, monkeypatch):
    service.prose.save(id, "other", Section(), by="person")
    approved_now, real = threading.Event(), section.draft
    monkeypatch.setattr(section, "draft", lambda *given, **more: approved_now.wait(20) and real(*given, **more))
    service.drafts.start(id, ["other"], None)
    service.store.act(id, "王五", lambda stored: Act("approve", state="approved"))
    approved_now.set()
    while service.drafts.active(id):
        time.sleep(0.01)
    assert report_of(service, id).text("other") == ""
    assert [(run.state, bool(run.content)) for run in service.drafts.open(id)] == [("done", True)]


@pytest.mark.parametrize("before", ["approved", "final", "published"])
def test_what_is_again_as_it_was_approved_is_again_in_the_state_it_had(service, id, before):
    bring_to(service, id, before)
    old = report_of(service, id).values["disclosure.penalties"]
    do(service, id, "reopen", "李四")
    assert service.review.withdrawn(service.library.open(id)).differing == []
    CHANGES["三张表"](service, id)
    assert service.review.withdrawn(service.library.open(id)).differing == ["三张表", "主动公开"]
    with pytest.raises(InputError, match="与审定时不同：三张表、主动公开"):
        service.review.restore(id)
    service.editing.enter(id, {"disclosure.penalties": str(old)})
    assert state(service, id) == "draft"
    assert service.review.restore(id) == f"内容与审定时完全一致，已恢复为“{STATES[before]}”。"
    assert state(service, id) == before
    assert report_of(service, id).published_on == (DAY if before == "published" else None)
    entry = service.review.trail(id)[-1]
    assert (entry.verb, entry.person) == ("restore", "")
    with pytest.raises(InputError, match="没有可以恢复的审定"):
        service.review.restore(id)


def test_an_approval_taken_back_meanwhile_keeps_the_state_from_being_restored(service, id):
    bring_to(service, id, "approved")
    do(service, id, "reopen")
    service.documents.disapprove(id, TABLES, "王五")
    with pytest.raises(InputError, match="与审定时不同：三张表"):
        service.review.restore(id)


@pytest.mark.parametrize("before", ["draft", "submitted", "returned"])
def test_what_was_never_approved_cannot_be_restored(service, id, before):
    bring_to(service, id, before)
    if before == "submitted":
        do(service, id, "reopen")
    with pytest.raises(InputError, match="没有可以恢复的审定"):
        service.review.restore(id)


def test_a_change_past_the_gate_that_is_undone_brings_the_state_back_by_itself(service, id, otherwise):
    bring_to(service, id, "published")
    old = report_of(service, id).values["disclosure.penalties"]
    otherwise(CHANGES["三张表"], service, id)
    assert "已回到草稿" in settled(service, id) and report_of(service, id).published_on is None
    service.editing.enter(id, {"disclosure.penalties": str(old)})
    assert settled(service, id) == "内容与审定时完全一致，已恢复为“已公布”。"
    assert state(service, id) == "published" and report_of(service, id).published_on == DAY
    assert settled(service, id) == ""


@pytest.mark.parametrize("before", ["approved", "final", "published"])
@pytest.mark.parametrize("what", CHANGES)
def test_a_change_past_the_gate_the_approval_puts_the_report_back_and_says_which(service, id, what, before, otherwise):
    bring_to(service, id, before)
    otherwise(CHANGES[what], service, id)
    named = {
        "三张表": "“三张表”、“主动公开”",
        "问题": f"“{report_of(service, id).parts['problems']}”",
    }  # the text follows
    assert (
        settled(service, id)
        == f"{STATES[before]}后{named.get(what, f'“{what}”')}有改动，报告已回到草稿，需要重新送审。"
    )
    assert state(service, id) == "draft"
    assert service.review.trail(id)[-1].verb == "change"
    assert settled(service, id) == ""


@pytest.mark.parametrize("before", ["draft", "submitted", "returned"])
def test_a_change_before_the_approval_leaves_the_state(service, id, before):
    bring_to(service, id, before)
    CHANGES["三张表"](service, id)
    assert settled(service, id) == "" and state(service, id) == before


def test_a_change_that_is_undone_before_anybody_looks_is_none(service, id, otherwise):
    bring_to(service, id, "approved")
    old = report_of(service, id).values["disclosure.penalties"]
    otherwise(CHANGES["三张表"], service, id)
    otherwise(lambda service, id: service.editing.enter(id, {"disclosure.penalties": str(old)}), service, id)
    assert settled(service, id) == "" and state(service, id) == "approved"


def test_a_step_on_a_report_that_changed_since_is_refused_with_the_change(service, id, otherwise):
    bring_to(service, id, "approved")
    otherwise(CHANGES["三张表"], service, id)
    with pytest.raises(InputError, match="审定后“三张表”、“主动公开”有改动"):
        do(service, id, "finalise")
    assert state(service, id) == "draft"


def test_locks_and_waivers_are_no_change_of_the_report(service, id):
    bring_to(service, id, "approved")
    do(service, id, "reopen")
    service.prose.lock(id, "other", 0, True)
    service.documents.waive(id, FINDING, "数字来自上级通报", "王五")
    service.review.restore(id)
    assert state(service, id) == "approved"


@given(st.sampled_from(["organ", "document", "notes", "problems", TABLES]), st.text(min_size=1, max_size=20))
def test_what_is_approved_counts_part_by_part(part, text):
    report = Report(organ=Organ(name="青石镇人民政府", level="township", kind="government"), year=2024)
    other = {
        "organ": {"organ": report.organ.model_copy(update={"superior": text})},
        "document": {"document": Document(number=text)},
        "notes": {"notes": [{"id": "n1", "aspect": "platform", "text": text}]},
        "problems": {"sections": {"problems": Section.of(f"甲{text}")}},
        TABLES: {"values": {"disclosure.penalties": len(text)}},
    }[part]
    old, new = digests(report), digests(Report.model_validate({**dict(report), **other}))
    assert {key for key in {*old, *new} if old.get(key) != new.get(key)} == {part}


# Remarks


def test_a_remark_is_answered_and_only_then_may_the_report_be_submitted_again(service, id):
    bring_to(service, id, "returned")
    with pytest.raises(InputError, match="还有 1 条意见没有答复，不能送审"):
        do(service, id, "submit")
    service.review.answer(id, "张三", report_of(service, id).remarks[0].id, " 已写明 3 次 ")
    do(service, id, "submit")
    remark = report_of(service, id).remarks[0]
    assert (remark.person, remark.answer, remark.answered_by) == ("李四", "已写明 3 次", "张三")
    assert remark.at and remark.answered_at and not remark.open


def test_a_remark_stands_on_the_whole_a_section_a_passage_or_a_cell(service, id):
    bring_to(service, id, "submitted")
    quote = report_of(service, id).text("problems")[2:10]
    for where in (
        {},
        {"section": "problems"},
        {"section": "problems", "quote": quote},
        {"cell": "disclosure.penalties"},
    ):
        service.review.remark(id, "李四", "请核对", **where)
    assert [(remark.section, remark.quote, remark.cell) for remark in report_of(service, id).remarks] == [
        ("", "", ""),
        ("problems", "", ""),
        ("problems", quote, ""),
        ("", "", "disclosure.penalties"),
    ]


def test_the_same_words_twice_are_told_apart_also_when_what_is_before_them_grows(service, id):
    twice = "公开栏更新不及时，下一步由党政办每季度逐村检查，更新不及时的通报。"
    service.prose.save(id, "problems", Section.of(f"部分村的公开栏有待规范。\n{twice}"), by="person")
    do(service, id, "submit")
    paragraph = report_of(service, id).sections["problems"].paragraphs[1]
    at = paragraph.text.rindex("更新不及时")
    for start in (paragraph.text.index("更新不及时"), at, at + 2):
        service.review.remark(
            id, "李四", "请核对", section="problems", quote="更新不及时", paragraph=paragraph.id, start=start
        )
    report = report_of(service, id)
    text = report.text("problems")
    first, second = text.index("更新不及时"), text.rindex("更新不及时")
    assert [report.passage(remark)[0] for remark in report.remarks] == [first, second, second]
    service.editing.save_section(id, "problems", f"部分村的公开栏有待规范，更新不及时。\n{twice}")
    report = report_of(service, id)
    assert [report.text("problems")[: report.passage(remark)[0]].count("不及时") for remark in report.remarks] == [
        1,
        2,
        2,
    ]
    service.editing.save_section(
        id, "problems", "部分村的公开栏有待规范，下一步由党政办每季度逐村检查并通报检查的结果。"
    )
    assert [report_of(service, id).passage(remark) for remark in report.remarks] == [None] * 3


@pytest.mark.parametrize(
    "where",
    [
        {"section": "nothing"},
        {"cell": "nothing"},
        {"section": "problems", "cell": "disclosure.penalties"},
        {"section": "problems", "quote": "没有写过的话"},
        {"quote": "没有章节的引文"},
    ],
)
def test_a_remark_on_a_place_that_is_not_there_is_refused(service, id, where):
    bring_to(service, id, "submitted")
    with pytest.raises(InputError, match="位置不存在|找不到"):
        service.review.remark(id, "李四", "请核对", **where)
    assert report_of(service, id).remarks == []


@pytest.mark.parametrize("text", ["", "  \n", "长" * 1001])
def test_a_remark_and_an_answer_say_something(service, id, text):
    bring_to(service, id, "submitted")
    with pytest.raises(InputError, match="意见"):
        service.review.remark(id, "李四", text)
    given = service.review.remark(id, "李四", "请核对")
    do(service, id, "return", "李四")
    with pytest.raises(InputError, match="怎样改的"):
        service.review.answer(id, "张三", given, text)


def test_remarks_are_made_and_taken_back_in_review_only_and_answered_after_it_only(service, id):
    with pytest.raises(InputError, match="才能提意见"):
        service.review.remark(id, "李四", "请核对")
    do(service, id, "submit")
    first = service.review.remark(id, "李四", "请核对")
    with pytest.raises(InputError, match="才能答复意见"):
        service.review.answer(id, "张三", first, "已改")
    service.review.take_back(id, "李四", first)
    assert report_of(service, id).remarks == []
    with pytest.raises(InputError, match="已经答复或撤回"):
        service.review.take_back(id, "李四", first)


def test_a_report_is_returned_with_remarks_and_not_approved_over_them(service, id):
    do(service, id, "submit")
    with pytest.raises(InputError, match="至少一条意见"):
        do(service, id, "return")
    service.review.remark(id, "李四", "请核对")
    with pytest.raises(InputError, match="还有 1 条意见没有答复，不能审定"):
        do(service, id, "approve")


def test_the_first_answer_stands(service, id):
    bring_to(service, id, "returned")
    asked = report_of(service, id).remarks[0].id
    service.review.answer(id, "张三", asked, "已改")
    with pytest.raises(InputError, match="已经答复"):
        service.review.answer(id, "赵六", asked, "没有改")
    assert report_of(service, id).remarks[0].answer == "已改"


def test_those_who_remark_and_approve_at_once_are_all_heard(service, id):
    do(service, id, "submit")
    service.documents.disapprove_all(id, list(report_of(service, id).parts), "王五")
    report = report_of(service, id)
    acts = [lambda at=at: service.review.remark(id, f"甲{at}", "请核对") for at in range(4)]
    acts += [
        lambda part=part: service.documents.approve(id, part, "乙", digest=report.digest(part)) for part in report.parts
    ]
    with ThreadPoolExecutor(len(acts)) as pool:
        for done in [pool.submit(act) for act in acts]:
            done.result()
    now = report_of(service, id)
    assert {remark.person for remark in now.remarks} == {"甲0", "甲1", "甲2", "甲3"}
    assert {each.part for each in now.approvals} == set(report.parts)


HOSTILE = ["=1+1", "\x00\x07\u202e倒", "<b>#$*@\\", "🙂", "&amp;", "很长" * 500]


@pytest.mark.parametrize("text", HOSTILE)
def test_remarks_come_back_whole_from_the_store_and_from_the_report_file(service, report, text):
    remark = Remark(
        id="r1",
        section="problems",
        quote=text[:500],
        text=text,
        person="李四",
        at="2025-01-20T02:00:00",
        answer=text,
        answered_by="张三",
        answered_at="2025-01-21T02:00:00",
    )
    other = Remark(id="r2", cell="disclosure.penalties", text="核", person="李四")
    report = report.model_copy(update={"remarks": [remark, other]})
    assert report_of(service, service.library.add(report)).remarks == report.remarks
    assert loads(dumps(report)).remarks == report.remarks


@pytest.mark.parametrize(
    "remarks",
    [
        "{}",
        "[3]",
        '[{"id": "r1"}]',
        '[{"id": "r1", "text": "", "person": "李四"}]',
        '[{"id": "r1", "text": "核", "person": "李四", "at": "昨天"}]',
    ],
)
def test_a_remark_in_a_file_that_is_none_is_told_by_its_number(report, remarks):
    with pytest.raises(FileError, match="remarks"):
        loads(dumps(report).rstrip()[:-1] + f', "remarks": {remarks}}}')


# The trail


def test_approvals_waivers_and_final_copies_are_on_the_trail_with_their_person(service, id):
    service.documents.waive(id, FINDING, "数字来自上级通报", "赵六")
    service.documents.withdraw(id, FINDING.fingerprint, "赵六")
    service.documents.disapprove(id, TABLES, "王五")
    service.documents.approve(id, TABLES, "王五", digest=report_of(service, id).digest(TABLES))
    waived, withdrawn, unsigned, signed = service.review.trail(id)
    assert (signed.verb, signed.person, signed.said) == ("sign", "王五", "三张表")
    assert (waived.verb, waived.person) == ("waive", "赵六") and "数字来自上级通报" in waived.said
    assert (withdrawn.verb, withdrawn.said) == ("withdraw", f"{FINDING.rule}，理由：数字来自上级通报")
    assert (unsigned.verb, unsigned.person, unsigned.said) == ("unsign", "王五", "三张表")


def test_the_trail_tells_what_the_program_did_from_what_nobody_signed(service, id, otherwise):
    bring_to(service, id, "approved")
    otherwise(CHANGES["三张表"], service, id)
    settled(service, id)
    service.store.audit_log.add(id, "", "export", "甲.docx")
    rows = list(csv.reader(io.StringIO(service.review.trail_csv(id).decode("utf-8-sig"), newline="")))
    assert [row[1:3] for row in rows[-2:]] == [["程序", "改动，回到草稿"], ["未署名", "导出正式稿"]]


def test_a_final_copy_goes_on_the_trail_and_a_draft_copy_does_not(service, id):
    opened = service.library.open(id)
    before = len(service.review.trail(id))
    given = {"id": id, "person": "张三"}
    service.documents.export(opened.assessment, "txt", copy="draft", **given)
    assert len(service.review.trail(id)) == before
    name, _ = service.documents.export(opened.assessment, "txt", copy="final", **given)
    assert (service.review.trail(id)[-1].verb, service.review.trail(id)[-1].said) == ("export", name)


def test_an_act_that_changes_nothing_leaves_no_entry(service, id):
    digest = report_of(service, id).digest(TABLES)
    service.documents.waive(id, FINDING, "数字来自上级通报", "赵六")
    service.documents.disapprove(id, "problems", "王五")
    before = service.store.load(id).numbers, service.review.trail(id)
    service.documents.disapprove(id, "problems", "王五")
    service.documents.approve(id, TABLES, "王五", digest=digest)
    service.documents.waive(id, FINDING, "数字来自上级通报", "赵六")
    service.documents.withdraw(id, "0" * 16, "赵六")
    assert (service.store.load(id).numbers, service.review.trail(id)) == before


VERBS_AT_RANDOM = [
    *((lambda service, id, verb=verb: do(service, id, verb)) for verb in STEPS),
    lambda service, id: service.review.restore(id),
    lambda service, id: service.review.remark(id, "李四", "请核对"),
    lambda service, id: service.review.take_back(id, "李四", report_of(service, id).remarks[-1].id),
    lambda service, id: service.review.answer(id, "张三", report_of(service, id).remarks[-1].id, "已改"),
    *(
        (
            lambda service, id, part=part: service.documents.approve(
                id, part, "王五", digest=report_of(service, id).digest(part)
            )
        )
        for part in (TABLES, "problems")
    ),
    *((lambda service, id, part=part: service.documents.disapprove(id, part, "王五")) for part in (TABLES, "problems")),
    lambda service, id: service.documents.waive(id, FINDING, "数字来自上级通报", "赵六"),
    lambda service, id: service.documents.withdraw(id, FINDING.fingerprint, "赵六"),
    lambda service, id: service.editing.enter(id, {"disclosure.penalties": "7"}),
    lambda service, id: service.editing.enter(id, {"disclosure.penalties": "88"}),
    lambda service, id: service.editing.fill_blanks(id),
    settled,
]
SIGNED = ("approvals", "remarks", "waivers", "published")


@hypothesis.settings(max_examples=25)
@given(acts=st.lists(st.sampled_from(VERBS_AT_RANDOM), min_size=10, max_size=40))
def test_whatever_is_done_in_whatever_order_each_entry_is_of_one_change_and_each_signed_change_has_one(
    finished, tmp_path_factory, acts
):
    file = tmp_path_factory.mktemp("random") / "nianbao.db"
    service = Service(settings.load().model_copy(update={"database_url": f"sqlite:///{file}"}))
    id = service.library.add(finished[0])

    def stands():
        now = service.store.load(id)
        return now.row.state, {part: now.number(part) for part in SIGNED}

    for act in acts:
        before, entries = stands(), len(service.review.trail(id))
        with suppress(InputError, IndexError):
            act(service, id)
        assert len(service.review.trail(id)) - entries == (stands() != before)
    service.close()


def test_a_refused_step_leaves_no_entry(service, id):
    before = service.review.trail(id)
    for refused in (
        lambda: do(service, id, "approve"),
        lambda: do(service, id, "submit", " "),
        lambda: service.documents.approve(id, TABLES, "", digest=""),
    ):
        with pytest.raises(InputError):
            refused()
    assert service.review.trail(id) == before


@pytest.mark.parametrize("text", [*HOSTILE, "\ud800", "+86", "-1", "@SUM(A1)", "\t=1", "＝1", '引"号,逗号\n换行'])
def test_the_trail_as_a_table_is_for_excel_and_holds_no_formula(service, id, text):
    do(service, id, "submit", text)
    service.review.remark(id, text, text[:1000])
    raw = service.review.trail_csv(id)
    assert raw.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline=""))
    assert head == ["时间", "姓名", "事项", "内容"] and len(rows) == len(service.review.trail(id))
    cells = [cell for row in rows for cell in row]
    assert rows[0][1] and all(not cell.startswith(tuple("=+-@＝")) and cell.isprintable() for cell in cells)


def test_every_verb_on_a_trail_has_a_name(service, id):
    bring_to(service, id, "returned")
    service.review.answer(id, "张三", report_of(service, id).remarks[0].id, "已改")
    assert {entry.verb for entry in service.review.trail(id)} <= VERBS.keys()
    times = [entry.at for entry in service.review.trail(id)]
    assert times == sorted(times)


# The panel


def opened(page, id):
    at = AppTest.from_file(APP, default_timeout=60).run()
    at._page_hash = next(hash for hash, info in at._registered_pages.items() if info["url_pathname"] == page)
    at.query_params["report"] = id
    at.run()
    assert not at.exception, at.exception
    return at


def click(at, key):
    at.button(key=key).click().run()
    assert not at.exception, at.exception
    return at


def sign(at, person, **fields):
    """Fill in the dialog that is open and sign as ``person``; ``fields`` by key. Why it was refused, which the dialog
    says and stays open, ``""`` if it was not.
    """
    for key, value in fields.items():
        next(
            each for each in [*at.text_input, *at.text_area, *at.date_input, *at.selectbox] if each.key == key
        ).set_value(value)
    next(each for each in at.text_input if each.label == "姓名").set_value(person)
    click(at, f"signed_{at.session_state['asked']}")
    return " ".join(each.value for each in at.error) if "dialog" in at.session_state else ""


@pytest.mark.usefixtures("fresh_resources")
def test_the_panel_leads_from_draft_to_publication_and_asks_for_the_name_at_each_act(service, id):
    at = opened("review", id)
    click(at, "step_submit")
    assert "先填写姓名" in sign(at, "  ") and state(service, id) == "draft"
    click(at, "step_submit")
    assert not sign(at, "张三")
    for key in ("step_approve", "step_finalise"):
        click(at, key)
        assert next(each for each in at.text_input if each.label == "姓名").value == ""
        assert not sign(at, "李四")
    click(at, "step_publish")
    sign(at, "张三", published_on=DAY, published_at="www.qingshi.gov.cn/nb")
    assert state(service, id) == "published"
    assert any("https://www.qingshi.gov.cn/nb" in each.value.replace("\\", "") for each in at.success)
    assert any("**已公布**" in each.value for each in at.markdown)
    assert [button.key for button in at.button if button.key.startswith("step_")] == ["step_reopen"]
    steps = [(entry.verb, entry.person) for entry in service.review.trail(id) if entry.verb in STEPS]
    assert steps == [("submit", "张三"), ("approve", "李四"), ("finalise", "李四"), ("publish", "张三")]


@pytest.mark.usefixtures("fresh_resources")
def test_a_name_used_before_signs_with_one_click_and_none_is_chosen_beforehand(service, id):
    do(service, id, "submit", "张三")
    at = click(opened("review", id), "step_approve")
    asked = at.session_state["asked"]
    assert [each.label for each in at.button if each.key.startswith(f"signed_{asked}_")] == ["张三"]
    click(at, f"signed_{asked}_0")
    assert state(service, id) == "approved" and service.review.trail(id)[-1].person == "张三"


@pytest.mark.usefixtures("fresh_resources")
def test_what_waits_for_an_approval_is_approved_with_the_whole_and_named_before(service, id):
    service.documents.disapprove_all(id, ["problems", TABLES], "王五")
    do(service, id, "submit")
    at = click(opened("review", id), "step_approve")
    assert any("2 部分随审定一并批准：三张表、" in each.value for each in at.markdown)
    sign(at, "赵六")
    assert state(service, id) == "approved" and report_of(service, id).approval(TABLES).person == "赵六"


@pytest.mark.usefixtures("fresh_resources")
def test_what_keeps_the_whole_from_being_approved_is_listed_with_the_way_to_it(service, id):
    service.prose.save(
        id,
        "problems",
        Section.of("部分村的公开栏更新不及时，全年共走访 999 家，由党政办逐村检查。", "import"),
        by="import",
    )
    do(service, id, "submit")
    at = opened("review", id)
    assert at.button(key="step_approve").disabled
    assert any("还不能审定：" in each.value for each in at.markdown)
    ways = [each.proto for each in at.get("page_link") if "999" in each.proto.label]
    assert all(way.page == "draft" for way in ways)
    assert any("section=problems&span=" in way.query_string for way in ways)


@pytest.mark.usefixtures("fresh_resources")
def test_a_remark_is_made_returned_answered_and_shown_with_its_place(service, id):
    do(service, id, "submit")
    at = opened("review", id)
    assert at.button(key="step_return").disabled
    click(at, "new_remark")
    sign(at, "李四", remark_place="problems", remark_text="<b>请核对</b> *次数*")
    assert at.button(key="step_approve").disabled
    click(at, "step_return")
    sign(at, "李四")
    assert report_of(service, id).remarks[0].person == "李四"
    assert any(r"\<b\>请核对\</b\> \*次数\*" in each.value for each in at.markdown)
    assert at.button(key="step_submit").disabled
    click(at, "answer_0")
    remark = report_of(service, id).remarks[0]
    sign(at, "张三", **{f"answer_text_{remark.id}": "已改"})
    assert not at.button(key="step_submit").disabled and any("答复：已改" in each.value for each in at.caption)


def reading(at):
    """The page with the reading view open."""
    at.get("button_group")[0].set_value("阅读").run()
    assert not at.exception, at.exception
    return at


@pytest.mark.usefixtures("fresh_resources")
def test_words_are_remarked_on_and_answered_in_the_reading_view(service, id):
    paragraph = report_of(service, id).sections["problems"].paragraphs[0]
    do(service, id, "submit")
    at, key = reading(opened("review", id)), f"reading_{id}"
    quote = paragraph.text[2:8]
    send(
        at,
        key,
        act={
            "seq": 1,
            "verb": "remark",
            "person": "李四",
            "text": "请核对<b>",
            "section": "problems",
            "paragraph": paragraph.id,
            "start": 2,
            "quote": quote,
        },
    )
    remark = report_of(service, id).remarks[0]
    assert (remark.quote, remark.paragraph, remark.start, remark.person) == (quote, paragraph.id, 2, "李四")
    shown = data(at, key)
    assert (shown["ack"], shown["error"], shown["remarks"][0]["text"]) == (1, "", "请核对<b>")
    send(
        at,
        key,
        act={
            "seq": 2,
            "verb": "remark",
            "person": "李四",
            "text": "没有的话",
            "section": "problems",
            "quote": "没有写过",
        },
    )
    assert data(at, key)["ack"] == 2 and "找不到" in data(at, key)["error"]
    send(at, key, act={"seq": 3, "verb": "answer", "person": "张三", "text": "现在还不能答复", "remark": remark.id})
    assert report_of(service, id).remarks[0].open
    do(service, id, "return", "李四")
    at.run()
    send(at, key, act={"seq": 4, "verb": "answer", "person": "张三", "text": "已改", "remark": remark.id})
    assert report_of(service, id).remarks[0].answer == "已改" and data(at, key)["may"] == ["answer"]


@pytest.mark.usefixtures("fresh_resources")
@pytest.mark.parametrize("before", ["draft", "approved"])
def test_the_reading_view_is_for_reading_only_outside_of_review(service, id, before):
    bring_to(service, id, before)
    at = reading(opened("review", id))
    assert "remark" not in data(at, f"reading_{id}")["may"]
    assert any("送审后可以在这里" in each.value or "只供阅读" in each.value for each in at.caption)


@pytest.mark.usefixtures("fresh_resources")
@pytest.mark.parametrize("page", ["entry", "notes", "draft", "review", "export"])
def test_every_page_says_that_an_approved_report_is_read_only_and_takes_that_back(service, id, page):
    bring_to(service, id, "final")
    at = opened(page, id)
    assert any("已定稿（张三，" in each.value and "内容只读" in each.value for each in at.get("html"))
    click(at, "step_reopen")
    sign(at, "李四")
    assert state(service, id) == "draft"
    click(at, "step_restore")
    assert state(service, id) == "final"


@pytest.mark.usefixtures("fresh_resources")
@pytest.mark.parametrize("page", ["entry", "review"])
def test_an_approved_report_offers_nothing_that_would_be_refused(service, id, page):
    service.documents.waive(id, FINDING, "数字来自上级通报", "王五")
    service.editing.enter(id, {"disclosure.penalties": ""})
    service.store.act(
        id, "王五", lambda stored: Act("approve", state="approved", kept={"digests": digests(stored.report)})
    )
    at = opened(page, id)
    offered = {each.label for each in at.button if not each.disabled}
    assert offered.isdisjoint(
        {"空白填零", "填入上年结转", "采用自动合计", "批准三张表", "撤回批准", "全部批准", "说明理由", "撤回"}
    )


@pytest.mark.usefixtures("fresh_resources")
def test_what_differs_from_what_was_approved_is_named_until_it_is_as_it_was(service, id):
    bring_to(service, id, "approved")
    old = report_of(service, id).values["disclosure.penalties"]
    do(service, id, "reopen", "李四")
    CHANGES["三张表"](service, id)
    at = opened("review", id)
    assert at.button(key="step_restore").disabled
    assert any("与审定时不同的：三张表、主动公开" in each.value for each in at.get("html"))
    service.editing.enter(id, {"disclosure.penalties": str(old)})
    assert not at.run().button(key="step_restore").disabled


@pytest.mark.usefixtures("fresh_resources")
@pytest.mark.parametrize("page", ["entry", "draft", "review"])
def test_no_state_of_a_widget_that_the_browser_sends_again_is_an_act(service, id, page):
    service.documents.disapprove_all(id, list(report_of(service, id).parts), "王五")
    service.documents.approve(id, "other", "王五", digest=report_of(service, id).digest("other"))
    before = service.review.trail(id)
    at = opened(page, id)
    seen = []
    for value in ("7", "8", "7"):
        seen += at._tree.get_widget_states().widgets
        service.editing.enter(id, {"disclosure.penalties": value})
        at.run()
        states = at._tree.get_widget_states()
        there = {each.id for each in states.widgets}
        states.widgets.extend({each.id: each for each in seen if each.id not in there}.values())
        at._run(states)
        assert not at.exception, at.exception
    assert service.review.trail(id) == before


@pytest.mark.usefixtures("fresh_resources")
@pytest.mark.parametrize("page", ["entry", "review", "export", "shelf"])
def test_any_page_says_that_a_change_put_the_report_back(service, id, page, otherwise):
    bring_to(service, id, "final")
    otherwise(CHANGES["三张表"], service, id)
    at = AppTest.from_file(APP, default_timeout=60).run() if page == "shelf" else opened(page, id)
    if page == "shelf":
        at.query_params["report"] = id
        at.run()
    assert any("定稿后“三张表”、“主动公开”有改动" in each.value for each in at.warning)
    assert state(service, id) == "draft"


@pytest.mark.usefixtures("fresh_resources")
def test_a_cell_typed_after_the_approval_is_refused_at_the_cell(service, id):
    bring_to(service, id, "approved")
    stood = report_of(service, id)
    at = opened("entry", id)
    send(at, f"grid_{id}_disclosure", cells={"seq": 1, "changes": {"disclosure.penalties": "7"}})
    assert "内容只读" in data(at, f"grid_{id}_disclosure")["refused"]["disclosure.penalties"]
    assert report_of(service, id) == stood and state(service, id) == "approved"


@pytest.mark.usefixtures("fresh_resources")
def test_remarks_with_the_same_id_from_a_file_leave_the_page_standing(service, report):
    twice = [Remark(id="r", text="核", person="李四"), Remark(id="r", text="核", person="李四", cell="x", at="")]
    id = service.library.add(report.model_copy(update={"remarks": twice}))
    at = opened("review", id)
    assert len([each for each in at.button if each.label == "答复"]) == 2
    assert len(data(reading(at), f"reading_{id}")["remarks"]) == 2


def test_a_report_that_is_changed_after_its_publication_has_no_day_of_publication(service, id):
    bring_to(service, id, "published")
    service.review.reopen(id, "张三")
    assert service.store.load(id).report.published_on is None
