"""What the model does with the whole report: the opening drafted from the other sections, the last pass, 校对."""

import itertools
import json
import random
import re
import threading

import pytest

from drafting.errors import InputError
from drafting.evaluation.cases import shipped
from drafting.report import Section
from drafting.service.files import draft_report
from drafting.store import leases
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful
from tests.bench import proofread, typos
from tests.test_drafts import at, until

pytestmark = pytest.mark.usefixtures("no_pauses")

PROACTIVE, MANAGEMENT, OVERSIGHT = "overview.proactive", "overview.management", "overview.oversight"
TEXTS = {
    PROACTIVE: "2024年，我镇公开信息317条，举办培训2次。公众号发布164篇。",
    "overview.on_request": "全年未收到政府信息公开申请。",
    MANAGEMENT: "2024年，我镇修订目录2次。更新公开指南。",
    "overview.platform": "县政府网站设青石镇专栏。",
    OVERSIGHT: "2024年，我镇举办培训2次，参训61人次。",
    "problems": "部分栏目更新不及时，部分社区没有公开栏。",
    "other": "未收取信息处理费。",
}
"""A report that tells of its training twice and begins three sections alike."""


@pytest.fixture
def id(service, town):
    id = service.library.create(town, 2024)
    report = service.library.open(id).report
    for spec in report.outline:
        service.editing.save_section(id, spec.id, TEXTS.get(spec.id, f"这里写{spec.label}。"))
    return id


def ended(service, id):
    until(lambda: not service.drafts.active(id) and not service.readthroughs.active(id))
    return {run.section: Section.model_validate(run.content).text for run in service.drafts.open(id)}


def said(service, id):
    return [run.error for run in service.readthroughs.open(id)]


def rewriting(**new):
    """A model that rewrites the paragraphs that begin so: ``text=…``; ``""`` leaves one out."""

    def reply(request):
        blocks = []
        for number, text in re.findall(r"^\[段(\d+)\](.+)$", request.messages[-1][1], re.MULTILINE):
            for start, made in new.items():
                if text.startswith(start):
                    blocks.append(f"【改写 段{number}】\n{made}\n【改写完】" if made else f"【删除 段{number}】")
        return Reply("\n".join(blocks) or "没有要改的")

    return reply


def test_what_is_said_twice_and_openings_alike_become_proposals_a_section_each(service, id):
    twice = {
        TEXTS[PROACTIVE]: "2024年，我镇公开信息317条。公众号发布164篇。",
        TEXTS[MANAGEMENT]: "修订目录2次，更新公开指南。",
    }
    with ScriptedEndpoint(rewriting(**twice)) as server:
        service.readthroughs.start(id, "polish", at(server))
        found = ended(service, id)
    assert found == {PROACTIVE: twice[TEXTS[PROACTIVE]], MANAGEMENT: twice[TEXTS[MANAGEMENT]]}
    assert said(service, id) == ["统稿完毕，2 节有修改提案，列在各节下面，可逐处采用。"]
    report = service.library.open(id).report
    assert report.text(PROACTIVE) == TEXTS[PROACTIVE]
    run = next(run for run in service.drafts.open(id) if run.section == MANAGEMENT)
    service.drafts.take(run.id)
    assert service.library.open(id).report.text(MANAGEMENT) == "修订目录2次，更新公开指南。"


@pytest.mark.parametrize(
    "made",
    [
        "2024年，我镇举办培训3次，参训61人次。",
        "2024年，我镇举办培训2次，参训61人次，干部能力明显提升。",
        "2024年，我镇举办培训2次。",
        "",
    ],
)
def test_a_pass_that_shifts_a_fact_proposes_nothing(service, id, made):
    with ScriptedEndpoint(rewriting(**{TEXTS[OVERSIGHT]: made})) as server:
        service.readthroughs.start(id, "polish", at(server))
        assert ended(service, id) == {}
    assert said(service, id) == ["统稿完毕，没有提出修改。另有 1 处修改没有提出：会改动事实，或所指的文字不在正文中。"]


def test_of_a_fact_told_twice_one_place_stays_whatever_the_model_leaves_out(service, id):
    both = {
        TEXTS[PROACTIVE]: "2024年，我镇公开信息317条。公众号发布164篇。",
        TEXTS[OVERSIGHT]: "2024年，我镇参训61人次。",
    }
    with ScriptedEndpoint(rewriting(**both)) as server:
        service.readthroughs.start(id, "polish", at(server))
        assert list(ended(service, id)) == [PROACTIVE]


def test_the_last_pass_follows_when_all_was_drafted_at_one_time_and_can_be_switched_off(service, town):
    id = service.library.create(town, 2024)
    for aspect in ("proactive", "management", "platform", "oversight", "problem", "fee"):
        service.notes.add(id, aspect, "公开政府信息10条，组织培训1次。")
    outline = [spec.id for spec in service.library.open(id).report.outline]
    asked = []

    def reply(request):
        asked.append("统稿" in request.messages[0][1])
        return "没有要改的" if asked[-1] else faithful(request)

    with ScriptedEndpoint(reply) as server:
        service.drafts.start(id, outline, at(server))
        assert ended(service, id) == {}
        until(lambda: said(service, id) == ["统稿完毕，没有提出修改。"])
        assert asked.count(True) == 1 and asked[-1]
        service.readthroughs.want(id, False)
        service.drafts.start(id, outline, at(server))
        ended(service, id)
    assert asked.count(True) == 1


def test_the_pass_does_not_follow_where_a_section_was_stopped(service, id):
    for aspect in ("proactive", "management"):
        service.notes.add(id, aspect, "公开信息1条。")
    with ScriptedEndpoint(Reply("全年公开信息1条。", delay=0.2)) as server:
        service.drafts.start(id, [PROACTIVE, MANAGEMENT], at(server))
        until(lambda: len(server.requests) == 2)
        for run in service.drafts.open(id):
            service.drafts.stop(run.id)
        ended(service, id)
        assert len(server.requests) == 2


def test_the_opening_is_drafted_last_from_what_the_others_tell(service, town):
    id = service.library.create(town, 2024)
    for aspect in ("proactive", "management"):
        service.notes.add(id, aspect, "编制公开事项目录。")
    service.notes.add(id, "summary", "以公开标准化为重点。")
    service.readthroughs.want(id, False)
    outline = [spec.id for spec in service.library.open(id).report.outline]
    with ScriptedEndpoint(faithful) as server:
        service.drafts.start(id, outline, at(server))
        ended(service, id)
        last = server.requests[-1].messages[-1][1]
    assert "开头的一段话" in last and "以公开标准化为重点" in last and "（主动公开）编制公开事项目录。" in last
    assert service.library.open(id).report.text("overview.summary").startswith("以公开标准化为重点。")


def test_a_pass_waits_until_all_sections_stand_and_nothing_waits_for_a_decision(service, id):
    with ScriptedEndpoint() as server:
        service.editing.save_section(id, MANAGEMENT, "")
        with pytest.raises(InputError, match="还没有正文，各节都写好后才能统稿"):
            service.readthroughs.start(id, "polish", at(server))
        service.drafts.start(id, [PROACTIVE], at(server), instruction="更短些")
        ended(service, id)
        with pytest.raises(InputError, match="等待决定"):
            service.readthroughs.start(id, "proofread", at(server))
    with pytest.raises(InputError, match="要用起草模型"):
        service.readthroughs.start(id, "proofread", None)


def test_stopping_a_pass_proposes_what_had_come(service, id):
    def reply(request):
        text = rewriting(**{TEXTS[MANAGEMENT]: "修订目录2次，更新公开指南。"})(request).text
        return Reply(f"{text}\n【改写 段3】\n" + "这一段还没有写完，" * 40, delay=0.05)

    with ScriptedEndpoint(reply) as server:
        run = service.readthroughs.start(id, "polish", at(server))
        until(lambda: "已提出 1 段的修改" in service.readthroughs.says(service.readthroughs.open(id)[0]))
        service.readthroughs.stop(run.id)
        assert list(ended(service, id)) == [MANAGEMENT]
        until(lambda: server.requests[0].disconnected.is_set())
    assert said(service, id) == ["统稿已停止，1 节有修改提案，列在各节下面，可逐处采用。"]


def test_what_a_killed_process_had_found_is_proposed_when_the_next_one_looks(service, id, monkeypatch):
    run = service.store.generations.create(id, "", "统稿", "test-model", "running")
    paragraph = service.library.open(id).report.sections[MANAGEMENT].paragraphs[0]
    found = {
        "rewrites": [
            {
                "section": MANAGEMENT,
                "paragraph": paragraph.id,
                "old": paragraph.text,
                "new": "更新公开指南。修订目录2次。",
            }
        ],
        "read": 9,
        "total": 9,
        "refused": 0,
        "failed": 0,
    }
    service.store.generations.set(run.id, text=json.dumps(found, ensure_ascii=False))
    monkeypatch.setattr(leases, "LEASE", -leases.LEASE)
    assert service.drafts.open(id) == []
    (left,) = service.readthroughs.open(id)
    assert left.state == "interrupted" and "程序在通读中途退出" in left.error
    assert list(ended(service, id)) == [MANAGEMENT]
    service.readthroughs.seen(run.id)
    assert service.readthroughs.open(id) == []


@pytest.mark.parametrize("reply", [Reply.error(500), Reply("【改写 段1】\n全年", cut_after=1), Reply.page()])
def test_a_model_that_fails_ends_in_a_sentence(service, id, reply):
    with ScriptedEndpoint(reply) as server:
        service.readthroughs.start(id, "polish", at(server))
        assert ended(service, id) == {}
    (sentence,) = said(service, id)
    assert sentence.endswith("没有提出修改。") and len(sentence) > 15


def correcting(*corrections):
    """A model that finds these wherever the words stand: (wrong, right)."""

    def reply(request):
        found = [
            {"paragraph": int(number), "wrong": wrong, "right": right, "kind": "错别字"}
            for number, text in re.findall(r"^\[段(\d+)\](.+)$", request.messages[-1][1], re.MULTILINE)
            for wrong, right in corrections
            if wrong in text
        ]
        return Reply(json.dumps({"corrections": found}, ensure_ascii=False))

    return reply


def test_each_correction_is_a_change_of_its_own_and_the_safe_ones_are_taken_at_once(service, id):
    service.editing.save_section(id, MANAGEMENT, "修定目录2次,更新公开指男。由县政服办牵头。")
    wrong = [("修定目录", "修订目录"), ("2次,", "2次，"), ("公开指男", "公开指南"), ("县政服办", "县政府办")]
    with ScriptedEndpoint(correcting(*wrong)) as server:
        service.readthroughs.start(id, "proofread", at(server))
        found = ended(service, id)
    assert found == {MANAGEMENT: "修订目录2次，更新公开指南。由县政府办牵头。"}
    assert said(service, id) == ["校对完毕，1 节有修改提案，列在各节下面，可逐处采用。"]
    assert service.drafts.take_harmless(id).keys() == {MANAGEMENT}
    assert service.library.open(id).report.text(MANAGEMENT) == "修订目录2次，更新公开指南。由县政服办牵头。"
    (left,) = service.drafts.open(id)
    service.drafts.take(left.id)
    assert service.library.open(id).report.text(MANAGEMENT).endswith("由县政府办牵头。")


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("317条", "371条"),
        ("2024年", "2025年"),
        ("部分栏目", "全部栏目"),
        ("部分社区", "全部社区"),
        ("未收到", "收到"),
        ("不在文中", "什么"),
        ("条", "件"),
        ("更新公开指南", "更新公开指南并扩大了公开范围和公开深度"),
    ],
)
def test_a_correction_that_shifts_a_fact_or_points_nowhere_is_not_proposed(service, id, wrong, right):
    with ScriptedEndpoint(correcting((wrong, right))) as server:
        service.readthroughs.start(id, "proofread", at(server))
        assert ended(service, id) == {}


def test_the_years_of_speech_become_years_by_number(service, id):
    service.editing.save_section(id, MANAGEMENT, "今年修订目录2次。")
    with ScriptedEndpoint(correcting(("今年", "2024年"), ("修订", "修订"))) as server:
        service.readthroughs.start(id, "proofread", at(server))
        assert ended(service, id) == {MANAGEMENT: "2024年修订目录2次。"}


@pytest.mark.parametrize("answer", ["我看过了，没有错误。", '{"corrections": [{"wrong": 1}]}'])
def test_an_answer_that_is_no_list_is_said(service, id, answer):
    with ScriptedEndpoint(answer) as server:
        service.readthroughs.start(id, "proofread", at(server))
        assert ended(service, id) == {}
    assert "没有得到可用的回答，可以再校对一次" in said(service, id)[0]


def test_a_reading_of_a_report_that_is_deleted_meanwhile_ends(service, id):
    hold = threading.Event()
    with ScriptedEndpoint(
        lambda request: rewriting(**{TEXTS[MANAGEMENT]: ""})(request) if hold.wait(10) else ""
    ) as server:
        service.readthroughs.start(id, "polish", at(server))
        until(lambda: server.requests)
        service.library.delete(id)
        hold.set()
        ended(service, id)


@pytest.mark.parametrize("case", range(2))
def test_of_typos_put_into_a_draft_each_is_offered_and_of_lies_none(case):
    report = list(itertools.islice(proofread.drafts(), case + 1))[case]
    wrong, seeds = typos.seeded(report, random.Random(1))
    made, _ = proofread.read(wrong, typos.finding(seeds))
    assert len(seeds) > 5 and all(proofread.stands(seed, made) for seed in seeds)
    lied, _ = proofread.read(report, typos.lying)
    assert {id: lied.text(id) for id in report.sections} == {id: report.text(id) for id in report.sections}


def test_on_the_command_line_too_the_opening_comes_last():
    report = next(iter(shipped())).report
    with ScriptedEndpoint(faithful) as server:
        names = [spec.id for spec in report.outline]
        made = draft_report(report, names, at(server)).report
        last = server.requests[-1].messages[-1][1]
    assert "开头的一段话" in last and made.text(MANAGEMENT)[:12] in last
