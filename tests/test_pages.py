"""The pages' wiring, without a browser: every page opens, what is typed is kept, nothing is red."""

import pytest

from drafting import resources, settings
from drafting.samples import sample
from drafting.testing.app_test import AppTest, data, send

APP = str(resources.app())


@pytest.fixture
def id(service):
    return service.library.add_sample(sample("town"))


@pytest.fixture(autouse=True)
def fresh_resources():
    import streamlit as st
    st.cache_resource.clear()


def opened(page: str, **params: str) -> AppTest:
    """``page`` as a browser opens it with ``params`` in the address."""
    at = AppTest.from_file(APP, default_timeout=60).run()
    at._page_hash = next(
        hash for hash, info in at._registered_pages.items() if info["url_pathname"] == page)  # no public verb for it
    for name, value in params.items():
        at.query_params[name] = value
    return healthy(at.run())


def healthy(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    return at


def test_the_program_starts_on_an_empty_shelf():
    at = healthy(AppTest.from_file(APP, default_timeout=60).run())
    assert [button.label for button in at.button][0] == "新建"
    assert "还没有报告" in at.info[0].value


@pytest.mark.parametrize("page", ["entry", "notes", "draft", "review", "export"])
def test_a_step_without_a_report_says_where_to_choose_one(page):
    assert "新建或打开" in opened(page).info[0].value


@pytest.mark.parametrize("page", ["entry", "notes", "draft", "review", "export", "options"])
def test_every_page_opens_on_a_sample_by_its_address(page, id):
    at = opened(page, report=id)
    assert not at.error
    shown = " ".join(element.value for element in at.markdown)
    assert "青石镇人民政府" in shown or page == "options"


def test_an_address_of_a_report_that_is_not_there_is_said():
    at = opened("entry", report="nothing")
    assert "不存在或已删除" in at.warning[0].value


def test_a_cell_typed_in_the_grid_is_in_the_store_and_answered_with_a_number(id, service):
    at = opened("entry", report=id)
    key = f"grid_{id}_requests"
    send(at, key, cells={"seq": 7, "changes": {"requests.granted.business": "９"}})
    healthy(at)
    assert service.library.open(id).report.values["requests.granted.business"] == 9
    assert data(at, key)["ack"] == 7


def test_a_hand_made_message_changes_nothing_it_must_not(id, service):
    before = service.library.open(id).report
    at = opened("entry", report=id)
    send(at, f"grid_{id}_requests", cells={"seq": 7, "changes": {
        "requests.total.total": "9", "requests.nothing.business": "1", "requests.granted.business": "-4",
        "requests.granted.other": "1.5", "requests.granted.research": ["1"]}})
    healthy(at)
    assert service.library.open(id).report == before


@pytest.mark.parametrize("state", [None, 3, "x", [], {}, {"seq": "a", "changes": 3}, {"seq": -1, "changes": {"": None}}])
def test_a_message_of_any_shape_leaves_the_page_standing(id, service, state):
    before = service.library.open(id).report
    at = opened("entry", report=id)
    healthy(send(at, f"grid_{id}_disclosure", cells=state))
    assert service.library.open(id).report == before


def test_filling_blanks_asks_first_and_can_be_undone(service, town):
    id = service.library.create(town, 2024)
    at = opened("entry", report=id)
    next(button for button in at.button if button.label == "空白填零").click().run()
    assert service.library.open(id).report.values == {}
    next(button for button in at.button if button.label == "全部填零").click().run()
    assert len(service.library.open(id).report.values) == 166
    next(button for button in at.button if button.label == "撤销").click().run()
    assert service.library.open(id).report.values == {}


def test_a_note_typed_is_in_the_store(id, service):
    note = service.library.open(id).report.notes[0]
    at = opened("notes", report=id)
    healthy(send(at, f"note_{note.id}", text={"seq": 5, "rev": data(at, f"note_{note.id}")["rev"], "value": "改过的素材。"}))
    assert service.library.open(id).report.notes[0].text == "改过的素材。"
    assert data(at, f"note_{note.id}")["ack"] == 5


def click(at: AppTest, label: str) -> AppTest:
    return healthy(next(button for button in at.button if button.label == label).click().run())


def note_text(service, id) -> str:
    return service.library.open(id).report.notes[0].text


def test_a_save_that_meets_another_windows_words_shows_both_and_overwrites_neither(id, service):
    note = service.library.open(id).report.notes[0]
    key = f"note_{note.id}"
    at = opened("notes", report=id)
    for seq, choice, stands in ((5, "用我这边的", "这边的文字5。"), (9, "用那边的", "那边的文字9。"), (12, "用那边的", "那边的文字12。")):
        rev = data(at, key)["rev"]
        service.editing.save_note(id, note.id, f"那边的文字{seq}。")
        healthy(send(at, key, text={"seq": seq, "rev": rev, "value": f"这边的文字{seq}。"}))
        assert note_text(service, id) == f"那边的文字{seq}。" and data(at, key)["ack"] < seq
        assert any("另一个窗口" in element.value for element in at.markdown)
        click(at, choice)
        assert note_text(service, id) == stands
        assert data(at, key)["ack"] == seq and data(at, key)["rev"] != rev and data(at, key)["text"] == stands


def test_words_typed_before_the_server_was_started_anew_do_not_overwrite_newer_ones(id, service):
    note = service.library.open(id).report.notes[0]
    key = f"note_{note.id}"
    rev = data(opened("notes", report=id), key)["rev"]
    service.editing.save_note(id, note.id, "那边的文字。")
    at = opened("notes", report=id)  # a new session, to which the old window sends what it still holds
    healthy(send(at, key, text={"seq": 5, "rev": rev, "value": "这边的文字。"}))
    assert note_text(service, id) == "那边的文字。"


def test_a_deleted_note_comes_back_with_one_click(id, service):
    note = service.library.open(id).report.notes[0]
    at = opened("notes", report=id)
    at.button(key=f"delete_{note.id}").click().run()
    assert note.id not in [kept.id for kept in service.library.open(id).report.notes]
    at.button(key="undo_button").click().run()
    assert service.library.open(id).report.notes[0].id == note.id


def test_deleting_a_report_asks_first_and_can_be_undone(id, service):
    at = healthy(AppTest.from_file(APP, default_timeout=60).run())
    at.button(key=f"delete_{id}").click().run()
    assert any(row.id == id for row in service.library.rows())
    at.button(key="delete_yes").click().run()
    assert not any(row.id == id for row in service.library.rows())
    at.button(key="undo_button").click().run()
    assert any(row.id == id for row in service.library.rows())


def test_drafting_offline_fills_every_section_and_the_page_says_that_no_model_was_used(id, service):
    at = opened("draft", report=id)
    assert "没有配置起草模型" in at.info[0].value
    next(button for button in at.button if button.label == "一键起草全部").click().run()
    deadline = 200
    while service.store.generations.open(id) and deadline:
        at.run()
        deadline -= 1
    report = service.library.open(id).report
    assert all(report.text(spec.id).strip() for spec in report.outline)


def test_a_proposal_is_shown_with_its_differences_and_taken_on_a_click(id, service):
    service.editing.save_section(id, "problems", "本人写的文字。")
    service.drafts.start(id, ["problems"], None)
    while service.drafts.active(id):
        pass
    at = opened("draft", report=id)
    assert service.library.open(id).report.text("problems") == "本人写的文字。"
    next(button for button in at.button if button.label == "采用").click().run()
    assert service.library.open(id).report.text("problems") != "本人写的文字。"


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "**粗** :red[红] $x$ [链](http://x)", "a\\b`c`|d|~~e~~"])
def test_markup_in_any_field_is_shown_as_typed(service, report, nasty):
    report.organ.name = nasty
    id = service.library.add(report)
    service.editing.add_note(id, "fee", nasty)
    service.editing.save_section(id, "problems", nasty)
    for page in ("", "entry", "notes", "draft", "review", "export"):
        at = opened(page, report=id)
        for element in [*at.markdown, *at.caption]:
            assert "<script>" not in element.value and "**粗**" not in element.value


def test_an_unreadable_upload_is_said_and_changes_nothing(service):
    at = healthy(AppTest.from_file(APP, default_timeout=60).run())
    at.file_uploader[0].set_value(("x.json", b"{", "application/json")).run()
    assert "JSON" in at.error[0].value and service.library.rows() == []


def test_settings_saved_on_the_page_are_used_and_the_key_is_shown_nowhere(tmp_path):
    at = opened("options")
    at.text_input[0].input("http://127.0.0.1:9/v1")
    at.text_input[1].input("local")
    at.text_input[2].input("sk-very-secret")
    next(button for button in at.button if button.label == "保存").click().run()
    healthy(at)
    assert settings.load().model == "local"
    assert all("sk-very-secret" not in str(element.value) for element in [*at.text_input, *at.markdown, *at.success])
    next(button for button in at.button if button.label == "测试连接").click().run()
    assert "127.0.0.1" in at.error[0].value.replace("\\", "")


def test_a_damaged_database_is_one_sentence_on_the_page(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "nianbao.db").write_bytes(b"rubbish" * 1000)
    at = healthy(AppTest.from_file(APP, default_timeout=60).run())
    assert "已损坏" in at.error[0].value
