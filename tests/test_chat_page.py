"""The conversation's panel without a browser: what is typed is sent once, kept until then, and shown as typed."""

import time

import pytest
from pydantic import SecretStr

from drafting.report import Section
from drafting.samples import sample
from drafting.testing.app_test import AppTest
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing.endpoint import Endpoint

SHORTER = "已写短。\n【改写 段1】\n导语写短。\n【改写完】\n【改写 段3】\n主动公开写短。\n【改写完】"


def panel(report: str, url: str | None) -> None:
    """A page with nothing but the panel."""
    from pydantic import SecretStr as Secret

    from drafting.ui import messages, session
    from drafting.ui.chat import show_chat
    from drafting.writing.endpoint import Endpoint as Where

    messages.float_messages(report)
    show_chat(session.service().library.open(report), Where(url, "test-model", Secret("k"), 5) if url else None)


@pytest.fixture
def id(service):
    id = service.library.add_sample(sample("town"))
    service.prose.save(id, "overview.oversight", Section.of("全年组织培训777次。", "model"), by="model")
    return id


@pytest.fixture(autouse=True)
def fresh_resources():
    import streamlit as st

    yield
    from drafting.ui import session

    session.service().close()
    st.cache_resource.clear()


def opened(id: str, url: str | None = None) -> AppTest:
    return healthy(AppTest.from_function(panel, default_timeout=30, kwargs={"report": id, "url": url}).run())


def healthy(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    return at


def click(at: AppTest, label: str) -> AppTest:
    return healthy(next(button for button in at.button if button.label == label).click().run())


def field(at: AppTest):
    return at.text_area[0]


def html(at: AppTest) -> str:
    return "".join(element.proto.body for element in at.get("html"))


def until(at: AppTest, true) -> AppTest:
    deadline = time.monotonic() + 30
    while not true():
        assert time.monotonic() < deadline, html(at)
        time.sleep(0.02)
        healthy(at.run())
    return at


def idle(service, id):
    return lambda: not any(message.active for message in service.store.messages.of(id))


def test_a_question_is_sent_once_and_the_answer_shown_with_its_proposals(id, service):
    with ScriptedEndpoint(SHORTER) as server:
        at = opened(id, server.url)
        field(at).input("都写短一点")
        click(at, "发送")
        until(at, idle(service, id))
    at = healthy(at.run())
    assert "都写短一点" in html(at) and "已写短。" in html(at) and "已提出 2 处修改，" in html(at)
    assert "test-model" in html(at) and field(at).value == "" and len(server.requests) == 1
    lead, proactive = service.drafts.open(id)
    assert {lead.section, proactive.section} == {"preface", "overview.proactive"}
    first = service.conversation.messages(id)[-1].proposals[0]
    assert f'data-goto="st-key-nb-proposal-{first}"' in html(at) and "见正文中的修改提案</a>" in html(at)
    for run in (lead, proactive):
        service.drafts.refuse(run.id)
    at = healthy(at.run())
    assert "已提出 2 处修改，都已处理。" in html(at) and "data-goto" not in html(at)


def test_the_model_is_told_what_the_checks_found(id, service):
    with ScriptedEndpoint("好。") as server:
        at = opened(id, server.url)
        field(at).input("还有什么要改")
        click(at, "发送")
        until(at, idle(service, id))
    there = service.library.open(id)
    findings = there.assessment.findings
    assert findings and findings[0].message in server.requests[0].messages[-1][1]


def test_the_answer_grows_and_can_be_stopped(id, service):
    with ScriptedEndpoint(
        Reply("正在说明。" * 3000, chunk=5, delay=0.02)
    ) as server:  # a minute: it never ends by itself
        at = opened(id, server.url)
        field(at).input("说明")
        click(at, "发送")
        until(at, lambda: "正在说明。" in html(at))
        assert [button.label for button in at.button if not button.disabled] == ["停止"]
        field(at).input("写到一半的下一句")
        click(at, "停止")
        until(at, idle(service, id))
    at = healthy(at.run())
    assert "已停止" in html(at) and field(at).value == "写到一半的下一句"


def test_what_is_typed_and_not_sent_survives_reruns_and_other_questions(id):
    with ScriptedEndpoint() as server:
        at = opened(id, server.url)
        field(at).input("还没有发送的话")
        healthy(at.run())
        click(at, "还缺什么")
        assert field(at).value == "还没有发送的话"


def test_a_message_that_is_refused_stays_in_the_field_and_the_reason_is_said(id):
    with ScriptedEndpoint() as server:
        at = opened(id, server.url)
        field(at).input("　")
        click(at, "发送")
        assert "请先填写" in at.error[0].value and field(at).value == "　"


def test_without_a_model_the_field_is_closed_and_the_ready_questions_work(id, service):
    at = opened(id)
    assert field(at).disabled and "“设置”页" in field(at).placeholder
    assert [button.label for button in at.button if not button.disabled] == ["还缺什么", "为什么有标记"]
    click(at, "还缺什么")
    click(at, "为什么有标记")
    assert "还没有写的章节" in html(at) and "777次" in html(at) and "程序" in html(at)
    assert len(service.conversation.messages(id)) == 4


def test_an_endpoint_that_fails_is_one_sentence(id, service):
    with ScriptedEndpoint(Reply.error(401)) as server:
        at = opened(id, server.url)
        field(at).input("说明")
        click(at, "发送")
        until(at, idle(service, id))
    at = healthy(at.run())
    assert "nb-said-notice" in html(at) and "Traceback" not in html(at)


def test_what_was_asked_when_the_endpoint_failed_is_sent_again_with_one_click(id, service):
    with ScriptedEndpoint([Reply.error(401), "好。"]) as server:
        at = opened(id, server.url)
        assert "重试" not in [button.label for button in at.button]
        field(at).input("说明第二段")
        click(at, "发送")
        until(at, idle(service, id))
        at = click(healthy(at.run()), "重试")
        until(at, idle(service, id))
        assert "说明第二段" in server.requests[-1].messages[-1][1]
    at = healthy(at.run())
    assert service.conversation.messages(id)[-1].text == "好。" and "重试" not in [button.label for button in at.button]


def test_the_panel_of_an_approved_report_is_closed_with_the_reason(id, service, monkeypatch):
    from drafting.service.library import Opened

    monkeypatch.setattr(Opened, "closed", property(lambda opened: "报告已审定。"))
    with ScriptedEndpoint() as server:
        at = opened(id, server.url)
    assert field(at).disabled and "已审定" in field(at).placeholder
    assert next(button for button in at.button if button.label == "发送").disabled


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "<img src=x onerror=alert(1)>"])
def test_markup_from_anyone_is_shown_as_typed(id, service, nasty):
    service.store.messages.add(id, "person", nasty)
    message = service.store.messages.add(id, "model", nasty, model=nasty)
    service.store.messages.set(message.id, error=nasty)
    assert "<script>" not in html(opened(id)) and "<img" not in html(opened(id)) and "&lt;" in html(opened(id))


def test_an_answer_that_ends_while_the_page_is_drawn_brings_its_proposals_with_it(id, service):
    with ScriptedEndpoint(SHORTER) as server:
        at = opened(id, server.url)
        message = service.conversation.say(id, "写短", Endpoint(server.url, "test-model", SecretStr("k"), 5))
        until(at, idle(service, id))
        at.session_state["chat_running"] = message.id
        healthy(at.run())
    assert "chat_running" not in at.session_state and "已提出 2 处修改" in html(at)
