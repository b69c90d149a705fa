"""起草 without a browser: the outline, what stands at a section, what is offered where, and what an approved report
allows.
"""

import json
import re
import threading
import time

import pytest
from pydantic import SecretStr

from drafting import resources
from drafting.checks.marks import LEGEND
from drafting.report import Paragraph, Section
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named
from drafting.service.progress import Progress
from drafting.service.states import digests
from drafting.store import Act
from drafting.testing.app_test import AppTest, data, send
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.ui import session
from drafting.ui.marks import legend
from drafting.ui.outline import progress_html
from drafting.ui.proposal import _near
from drafting.writing.endpoint import Endpoint

APP = str(resources.app())
PLATFORM = "overview.platform"


@pytest.fixture
def id(service):
    """The sample with every section drafted offline."""
    id = service.library.add_sample(sample("town"))
    given = service.library.open(id)
    made = draft_report(given.report, sections_named(given.report, ()), None, last_year=given.last_year).report
    for name, section in made.sections.items():
        service.prose.save(id, name, section, by="composer")
    return id


@pytest.fixture
def model(monkeypatch):
    """A scripted model that the program is configured to use; its answer can be set."""

    class Model:
        reply = Reply("好。")

        @staticmethod
        def answer(request):
            return Model.reply

    with ScriptedEndpoint(lambda request: Model.answer(request)) as server:
        for name, value in {
            "OPENAI_BASE_URL": server.url,
            "OPENAI_API_KEY": "k",
            "NIANBAO_MODEL": "test-model",
            "NIANBAO_LLM_CONCURRENCY": "1",
        }.items():
            monkeypatch.setenv(name, value)
        Model.endpoint = Endpoint(server.url, "test-model", SecretStr("k"), 5, 1)
        yield Model


def page(id: str, on: str = "draft", **query: str) -> AppTest:
    """The page called ``on`` of report ``id`` as a browser opens it with ``query`` in the address."""
    at = AppTest.from_file(APP, default_timeout=60).run()
    at._page_hash = next(
        hash for hash, info in at._registered_pages.items() if info["url_pathname"] == on
    )  # no public verb for it
    at.query_params["report"] = id
    for name, value in query.items():
        at.query_params[name] = value
    return healthy(at.run())


def healthy(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    return at


def html(at: AppTest) -> str:
    return "".join(element.proto.body for element in at.get("html"))


def states(at: AppTest) -> dict[str, str]:
    """The state of each section in the outline, by its name."""
    return dict(re.findall(r"nb-name'>(.*?)</span><span class='nb-at'>(.*?)</span>", html(at)))


def counts(at: AppTest) -> dict[str, str]:
    """What the outline says about each section of which there is something to say."""
    return dict(
        re.findall(
            r"nb-name'>([^<]*)</span><span class='nb-at'>[^<]*</span><span class='nb-count' title='([^']*)'", html(at)
        )
    )


def button(at: AppTest, label: str):
    return next(each for each in at.button if each.label == label)


def until(true):
    deadline = time.monotonic() + 10
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.02)


def test_the_outline_says_the_state_of_each_section_and_leads_to_it(service, id):
    service.editing.save_section(id, "other", "")
    service.documents.approve(id, "preface", "张三", digest=service.library.open(id).report.digest("preface"))
    service.drafts.start(id, ["problems"], None)
    until(lambda: not service.drafts.active(id))
    at = page(id)
    assert states(at) == {
        "前言": "已批准",
        "总述": "已写",
        "主动公开": "已写",
        "依申请公开": "已写",
        "政府信息管理": "已写",
        "平台建设": "已写",
        "监督保障": "已写",
        "考核评议追责": "已写",
        "问题及改进": states(at)["问题及改进"],
        "其他事项": "未写",
    }
    assert 'data-goto="st-key-nb-section-preface"' in html(at)


def test_what_waits_and_what_is_written_are_told_apart_with_the_progress_of_the_whole(service, id):
    for section in (PLATFORM, "other"):
        service.editing.save_section(id, section, "")
    drafts, hold = session.service().drafts, threading.Event()
    with ScriptedEndpoint(lambda request: Reply("好。") if hold.wait(10) else Reply.error(500)) as server:
        drafts.start(id, ["other", PLATFORM], Endpoint(server.url, "m", SecretStr("k"), 5, 1))
        until(lambda: server.requests)
        at = page(id)
        assert states(at)["平台建设"] == "正在写" and states(at)["其他事项"] == "排队中"
        assert "正在写第 1 节，共 2 节" in html(at) and "排队中，前面的章节写完后就写这一节" in html(at)
        healthy(button(at, "全部停止").click().run())
        hold.set()
        until(lambda: not drafts.active(id))
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("progress", "says"),
    [
        (None, "<span></span>"),
        (Progress(0, 1, 1, None), "正在写 1 节<"),
        (Progress(2, 1, 9, None), "正在写第 3 节，共 9 节<"),
        (Progress(2, 3, 9, 20), "正在写 3 节，已写完 2 节，共 9 节，估计不到 1 分钟"),
        (Progress(0, 1, 9, 300), "估计还要 5 分钟左右"),
        (Progress(0, 1, 9, 1000), "估计还要 20 分钟左右"),
    ],
)
def test_the_rest_is_said_no_more_exactly_than_it_is_known(progress, says):
    assert says in progress_html(progress)


def test_a_proposal_shows_the_sentences_it_changes_and_no_others(service, id):
    first = "全年新建公开专区三处。工作人员每周更新栏目内容并做好登记。网站全年运行平稳，没有发生中断。"
    second = "另有一段不改的文字，说的是政务新媒体的日常管理。"
    service.editing.save_section(id, PLATFORM, f"{first}\n{second}")
    standing = service.library.open(id).report.sections[PLATFORM]
    changed = first.replace("没有发生中断", "没有发生故障")
    run = service.store.generations.create(id, PLATFORM, "", "m", state="running")
    new = standing.model_copy(
        update={"paragraphs": (standing.paragraphs[0].model_copy(update={"text": changed}), standing.paragraphs[1])}
    )
    service.store.generations.set(run.id, state="done", text=new.text, content=new.model_dump(mode="json"))
    at = page(id)
    (shown,) = re.findall(r"<div class=\"nb-diff nb-change\"[^>]*>(.*?)</div>", html(at))
    assert "<ins>" in shown and "网站全年运行平稳" in shown
    assert "公开专区" not in shown and "不改的文字" not in shown
    (marked,) = [mark for mark in data(at, f"text_{id}_{PLATFORM}")["marks"] if mark["state"] == "proposed"]
    assert (first + second)[marked["start"] : marked["end"]] in "没有发生中断" and "有修改提案" in html(at)
    assert states(at)["平台建设"] == "有提案" and "下一处" in html(at)


@pytest.mark.parametrize(
    ("text", "first", "last", "shown"),
    [
        ("甲甲甲甲甲甲甲甲甲甲甲甲。乙乙，", True, False, " …… 乙乙，"),
        ("，丙丙。丁丁丁丁丁丁丁丁丁丁丁丁丁丁。", False, True, "，丙丙。 …… "),
        ("，丙。戊戊戊戊戊戊戊戊戊戊戊戊戊戊。己己", False, False, "，丙。 …… 己己"),
        ("短短。", True, False, "短短。"),
        ("己己己己己己己己己己己己己己己己己己，", True, False, "己己己己己己己己己己己己己己己己己己，"),
        ("甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲甲。", True, False, " …… "),
    ],
)
def test_what_stays_is_left_out_up_to_the_sentence_of_the_change(text, first, last, shown):
    assert _near(text, first=first, last=last) == shown


def test_taking_a_proposal_can_be_undone(service, id):
    service.editing.save_section(id, "problems", "本人写的文字。")
    service.drafts.start(id, ["problems"], None)
    until(lambda: not service.drafts.active(id))
    at = page(id)
    healthy(button(at, "采用").click().run())
    assert service.library.open(id).report.text("problems") != "本人写的文字。"
    healthy(button(at, "撤销").click().run())
    assert service.library.open(id).report.text("problems") == "本人写的文字。"


def test_a_model_that_fails_leaves_the_offline_draft_one_click_away(service, id, model):
    model.reply = Reply.error(401)
    for section in (PLATFORM, "other"):
        service.editing.save_section(id, section, "")
    service.drafts.start(id, [PLATFORM, "other"], model.endpoint)
    until(lambda: not service.drafts.active(id))
    at = page(id)
    assert [each.label for each in at.button].count("改用离线起草") == 2
    healthy(button(at, "2 节改用离线起草").click().run())
    until(lambda: not service.drafts.active(id))
    report = service.library.open(id).report
    assert report.text(PLATFORM).strip() and report.text("other").strip()
    assert report.sections["other"].paragraphs[0].origin == "composer"
    assert "改用离线起草" not in [each.label for each in healthy(at.run()).button]


def test_a_remark_stands_at_its_section_with_its_passage_marked_until_it_is_answered(service, id):
    text = service.library.open(id).report.text(PLATFORM)
    service.review.submit(id, "张三")
    service.review.remark(id, "李四", "请写<b>清楚</b>", section=PLATFORM, quote=text[3:8])
    at = page(id)
    assert counts(at)["平台建设"].startswith("1 条意见")
    (mark,) = [mark for mark in data(at, f"text_{id}_{PLATFORM}")["marks"] if mark["state"] == "remark"]
    assert (mark["start"], mark["end"]) == (3, 8) and "李四" in mark["why"]
    assert any("李四" in line.value and text[3:8] in line.value.replace("\\", "") for line in at.markdown)
    assert "有意见" in html(at)


def test_what_only_the_checks_list_of_a_section_stands_at_that_section_too(service, report):
    report.organ = report.organ.model_copy(update={"name": "白石县人民政府", "short_name": "白石县"})
    id = service.library.add(report)
    service.editing.save_section(id, "overview.lead", "根据《中华人民共和国政府信息公开条例》编制。" * 12)
    result = service.library.open(id).assessment
    about = [finding for finding in result.findings if finding.section == "overview.appraisal"]
    assert [finding.rule for finding in about] == ["S-06"]
    at = page(id)
    assert any(about[0].said in line.value.replace("\\", "") for line in at.markdown)
    assert counts(at).keys() == {"导语", "考核评议追责"}  # that nothing else is written is said once, by the states


def test_a_sentence_that_stands_twice_is_asked_about_at_each_place_and_one_reason_covers_both(service, id):
    text = "全年接待来访群众47人次。网站升级改版。全年接待来访群众47人次。"
    section = Section(paragraphs=(Paragraph(id="p1", text=text, origin="model"),))
    service.prose.save(id, PLATFORM, section, by="model")
    findings = service.library.open(id).assessment.findings
    unsaid = [it for it in findings if (it.rule, it.section) == ("N-01", PLATFORM)]
    assert len(unsaid) == 2
    assert sum("47人次" in line.value for line in page(id).markdown) >= 2
    service.documents.waive(id, unsaid[0], "来访登记簿", "张三")
    assert [
        line.value for line in page(id, on="review").markdown if "47人次" in line.value and "（共 2 处）" in line.value
    ]


def test_the_words_that_the_address_names_are_selected_and_others_are_not(service, id):
    at = page(id, section=PLATFORM, span="2-6")
    assert data(at, f"text_{id}_{PLATFORM}")["select"] == {"start": 2, "end": 6, "token": "2-6"}
    assert data(at, f"text_{id}_other")["select"] is None
    for wrong in ("6-2", "2-99999", "x", "-1-3"):
        assert data(page(id, section=PLATFORM, span=wrong), f"text_{id}_{PLATFORM}")["select"] is None


def test_an_approved_report_can_be_looked_at_and_nothing_in_it_changed(service, id):
    service.editing.save_section(id, "problems", "本人写的文字。")
    service.drafts.start(id, ["problems"], None)
    until(lambda: not service.drafts.active(id))
    service.store.act(
        id, "王五", lambda stored: Act("approve", state="approved", kept={"digests": digests(stored.report)})
    )
    at = page(id)
    described = data(at, f"text_{id}_{PLATFORM}")
    assert "已审定" in described["read_only"] and described["wishes"] == [] and described["can_lock"] is False
    shut = {"重新起草", "起草", "全部重新起草", "采用", "发送", "只采用这一段", "恢复这一版"}
    assert all(each.disabled for each in at.button if each.label in shut)
    assert {each.label for each in at.button if not each.disabled}.isdisjoint(shut)
    at.session_state["versions_problems"] = at.session_state[f"basis_{PLATFORM}"] = True  # looking is free
    healthy(at.run())
    assert any(box.label == "与现在的文字对照" for box in at.selectbox)
    assert next(each for each in at.button if each.label == "恢复这一版").disabled


def test_the_headings_are_those_of_the_document(service, id):
    service.editing.save_section(id, PLATFORM, "")
    body = html(page(id))
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", body) == [
        "前言",
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert re.findall(r"<h3[^>]*>(.*?)</h3>", body) == [
        "（一）主动公开情况",
        "（二）依申请公开情况",
        "（三）政府信息管理情况",
        "政府信息公开平台建设情况",
        "（四）监督保障情况",
    ]


def test_the_legend_shows_a_piece_of_each_line_beside_what_it_means():
    shown = legend([*LEGEND, "remark", "proposed"])
    assert all(says in shown for says in [*LEGEND.values(), "有意见", "有修改提案"])
    assert "<a" not in shown


def test_a_figure_at_odds_with_the_table_is_kept_in_the_box_that_says_so(service, id):
    wrong = "全年新收政府信息公开申请999件。"
    service.editing.save_section(id, "overview.on_request", wrong)
    at = page(id)
    mark = next(each for each in data(at, f"text_{id}_overview.on_request")["marks"] if each["state"] == "contradicted")
    send(at, f"text_{id}_overview.on_request", picked=mark["id"])
    healthy(at)
    assert data(at, f"text_{id}_overview.on_request")["in_hand"] == mark["id"]
    healthy(next(each for each in at.button if str(each.key).startswith("waive_picked_")).click().run())
    next(box for box in at.text_input if str(box.key).startswith("reason_picked_")).input("范围是镇本级")
    next(box for box in at.text_input if box.label == "姓名").input("张三")
    healthy(button(at, "按此理由保留").click().run())
    assert service.library.open(id).report.waivers[0].reason == "范围是镇本级"


def test_a_section_with_nothing_in_it_has_no_button_that_leads_nowhere(service, report):
    id = service.library.add(report)
    at = page(id)
    assert not at.error and set(states(at).values()) == {"未写"}
    assert "版本" not in [each.label for each in at.button]


def test_what_a_section_leaves_out_stands_beside_it_and_one_click_adds_it(service, id):
    service.editing.save_section(id, "overview.oversight", "党政办牵头。")
    shown = page(id).run()
    assert any("还有 1 项没有写到" in each.label for each in shown.expander)
    shown.button(key="add_overview.oversight_note:n7").click().run()
    assert not shown.exception
    assert service.library.open(id).report.text("overview.oversight").endswith("共57人次参加。")
    assert not any("没有写到" in each.label for each in shown.expander)


def test_the_whole_is_proofread_from_the_page_and_the_safe_changes_taken_at_once(service, id, model):
    old = "镇便民服务中心设公开查阅点,由县政服办供应电脑。"
    service.editing.save_section(id, PLATFORM, old)
    found = [("查阅点,", "查阅点，"), ("县政服办", "县政府办")]
    model.answer = lambda request: Reply(
        json.dumps(
            {
                "corrections": [
                    {"paragraph": 1, "wrong": wrong, "right": right, "kind": "标点"}
                    for wrong, right in found
                    if old in request.messages[-1][1]
                ]
            },
            ensure_ascii=False,
        )
    )
    at = page(id)
    healthy(button(at, "校对").click().run())
    until(lambda: not any(run.active for run in service.readthroughs.open(id)))
    at = healthy(at.run())
    assert any("校对完毕，1 节有修改提案" in each.value for each in at.caption)
    assert button(at, "统稿").disabled and button(at, "校对").disabled
    healthy(button(at, "采用全部稳妥的修改").click().run())
    text = service.library.open(id).report.text(PLATFORM)
    assert text == "镇便民服务中心设公开查阅点，由县政服办供应电脑。"
    assert any("县政府" in each.label for each in at.checkbox)
    healthy(button(at, "撤销").click().run())
    assert service.library.open(id).report.text(PLATFORM) == old
    (run,) = service.readthroughs.open(id)
    healthy(at.button(key=f"seen_{run.id}").click().run())
    assert not service.readthroughs.open(id)


def test_a_pass_over_the_whole_can_be_stopped_and_is_offered_only_when_all_is_written(service, id, model):
    hold = threading.Event()
    model.answer = lambda request: "没有要改的" if hold.wait(10) else "没有要改的"
    at = page(id)
    healthy(button(at, "统稿").click().run())
    assert "统稿" in html(at)
    healthy(button(at, "全部停止").click().run())
    hold.set()
    until(lambda: not any(run.active for run in service.readthroughs.open(id)))
    assert [run.state for run in service.readthroughs.open(id)] == ["stopped"]
    service.editing.save_section(id, PLATFORM, "")
    service.editing.save_section(id, "other", "")
    at = page(id)
    assert button(at, "统稿").disabled and not button(at, "校对").disabled
    wanted = next(each for each in at.toggle if each.label == "全部写完后统稿")
    assert wanted.value
    healthy(wanted.set_value(False).run())
    assert not service.readthroughs.wanted(id)


def test_without_a_model_nothing_is_offered_that_needs_one(service, id):
    assert not {"统稿", "校对"} & {each.label for each in page(id).button}


def test_a_section_that_another_window_drafts_is_not_begun_twice_and_who_asked_for_it_is_said(service, id):
    at = page(id)
    service.store.generations.begin(id, "problems", "", "m", "running", "李四")
    at.button(key="draft_problems").click()
    healthy(at.run())
    assert [run.section for run in service.drafts.open(id) if run.active] == ["problems"]
    assert any("“问题及改进”已由李四要求起草，没有重复开始" in each.value for each in at.warning)
    assert "李四要求起草，等待模型开始" in html(at) and states(at)["问题及改进"] == "正在写"


def test_who_writes_in_a_section_is_named_there_and_in_the_state_line(service, id):
    service.presence.here(id, "s2", "draft:problems", "李四")
    service.presence.here(id, "s3", "review", "王五<b>")
    said = html(page(id))
    assert "李四正在编辑本节" in said and "李四正在编辑“问题及改进”等 2 处" in said
    assert "王五&lt;b&gt;在看“校核”" in said and "王五<b>" not in said
