"""Messages float, stay in a list, and an act can be undone from either until a newer one supersedes it."""

from datetime import timedelta

import pytest
from test_pages import healthy, opened

from drafting.samples import sample
from drafting.ui import messages


@pytest.fixture
def id(service):
    return service.library.add_sample(sample("town"))


@pytest.fixture
def told(monkeypatch):
    """The session's messages, without a page."""
    state: dict = {}
    monkeypatch.setattr(messages.st, "session_state", state)
    return lambda: state["messages"]


def notes(service, id) -> list[str]:
    return [note.id for note in service.library.open(id).report.notes]


def words(at) -> list[str]:
    return [element.value.replace("\\", "") for element in [*at.success, *at.warning, *at.error]]


def test_an_act_can_be_undone_after_going_to_another_page_and_back(id, service):
    before = notes(service, id)
    at = opened("notes", report=id)
    at.button(key=f"delete_{before[0]}").click().run()
    for page in ("entry", "notes"):
        at._page_hash = next(hash for hash, info in at._registered_pages.items() if info["url_pathname"] == page)
        healthy(at.run())
    at.button(key="undo_button").click().run()
    assert notes(service, id)[0] == before[0]
    assert any("已撤销" in said for said in words(at)) and "撤销" not in [button.label for button in at.button]


def test_the_list_holds_what_was_said_and_undoes_from_there(id, service):
    before = notes(service, id)
    at = opened("notes", report=id)
    at.button(key=f"delete_{before[0]}").click().run()
    closing = next(button for button in at.button if button.label == "知道了")
    closing.click().run()
    assert not words(at)
    at.session_state["nb-told"] = True
    healthy(at.run())
    assert any("已删除素材" in element.value for element in at.markdown)
    at.button(key="undo_in_list").click().run()
    assert notes(service, id)[0] == before[0]


def test_after_a_reload_the_list_still_says_what_was_told_on_the_report_and_only_on_it(id, service):
    at = opened("notes", report=id)
    at.button(key=f"delete_{notes(service, id)[0]}").click().run()
    for report, told in ((id, True), (service.library.add_sample(sample("department")), False)):
        again = opened("notes", report=report)
        again.session_state["nb-told"] = True
        healthy(again.run())
        assert any("已删除素材" in element.value for element in again.markdown) is told
        assert "undo_in_list" not in [button.key for button in again.button]


def test_only_the_newest_act_can_be_undone_and_then_the_one_before(id, service):
    before = notes(service, id)
    at = opened("notes", report=id)
    for note in before[:2]:
        at.button(key=f"delete_{note}").click().run()
    assert len(words(at)) == 2 and [button.label for button in at.button].count("撤销") == 1
    at.button(key="undo_button").click().run()
    assert before[1] in notes(service, id) and before[0] not in notes(service, id)
    at.button(key="undo_button").click().run()
    assert before[0] in notes(service, id)


def test_an_error_floats_until_it_is_closed_and_others_leave_by_themselves(told):
    messages.say("已保存。", "success")
    messages.say("没有保存。", "error")
    done, failed = told()
    later = done.at + timedelta(minutes=5)
    assert done.floats(later), "nobody has seen it yet"
    done.drawn = failed.drawn = True
    assert done.floats(done.at) and not done.floats(later)
    assert failed.floats(later)
    messages._close(failed)
    assert not failed.floats(later)


def test_an_error_that_was_seen_is_overtaken_by_the_next_act_that_succeeds(told):
    messages.say("没有保存。", "error")
    told()[0].drawn = True
    messages.say("读不了。", "error")
    messages.say("已保存。", "success")
    assert [message.closed for message in told()] == [True, False, False]


def test_the_list_keeps_the_last_fifty_and_the_same_words_twice_are_one(told):
    for number in range(60):
        messages.say(f"第 {number} 条", "success")
        messages.say(f"第 {number} 条", "success")
    assert [message.words for message in told()] == [f"第 {number} 条" for number in range(10, 60)]


def test_an_act_on_one_report_is_not_undone_from_another(told):
    messages.st.session_state["report"] = "a"
    messages.say("已填零。", "success", lambda: None)
    assert messages.undoable("a") and messages.undoable(None) and messages.undoable("b") is None


def test_an_undo_that_fails_is_said_in_words(told):
    from drafting.errors import NotFound

    def gone():
        raise NotFound("找不到要恢复的素材。")

    messages.say("已删除。", "success", gone)
    messages._undo(told()[0])
    assert told()[-1].words == "找不到要恢复的素材。" and told()[-1].kind == "error"
    assert messages.undoable(None) is None


def test_a_message_is_news_until_a_run_has_drawn_it(id):
    at = opened("entry", report="nothing")
    assert all(message.drawn for message in at.session_state["messages"])
