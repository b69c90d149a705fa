"""The pages' wiring, without a browser: every page opens, what is typed is kept, nothing is red."""

from datetime import date

import pytest

from drafting import resources, settings
from drafting.assessment import unapproved
from drafting.errors import FileError
from drafting.report import Document, Organ, Section
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named
from drafting.store.presence import Presence
from drafting.testing.app_test import AppTest, data, send

APP = str(resources.app())


@pytest.fixture
def id(service):
    return service.library.add_sample(sample("town"))


def opened(page: str, **params: str) -> AppTest:
    """``page`` as a browser opens it with ``params`` in the address."""
    at = AppTest.from_file(APP, default_timeout=60).run()
    at._page_hash = next(
        hash for hash, info in at._registered_pages.items() if info["url_pathname"] == page
    )  # no public verb for it
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


def test_a_page_is_drawn_though_nobody_can_be_told_who_is_there(id, monkeypatch):
    def refuse(*args):
        raise FileError("数据库暂时不能使用")

    for verb in ("note", "of"):
        monkeypatch.setattr(Presence, verb, refuse)
    at = opened("entry", report=id)
    assert not at.error and [tab.label for tab in at.tabs][1] == "表三　申请办理"


@pytest.mark.parametrize("page", ["entry", "notes", "draft", "review", "export", "years"])
def test_a_step_without_a_report_says_where_to_choose_one(page):
    at = opened(page)
    assert "新建或打开" in at.info[0].value
    assert all(
        link.proto.label.count("**") in (0, 2) and "　**" not in link.proto.label for link in at.get("page_link")
    )


@pytest.mark.parametrize("page", ["entry", "notes", "draft", "review", "export", "years", "options"])
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
    send(
        at,
        f"grid_{id}_requests",
        cells={
            "seq": 7,
            "changes": {
                "requests.total.total": "9",
                "requests.nothing.business": "1",
                "requests.granted.business": "-4",
                "requests.granted.other": "1.5",
                "requests.granted.research": ["1"],
            },
        },
    )
    healthy(at)
    assert service.library.open(id).report == before


@pytest.mark.parametrize(
    "state", [None, 3, "x", [], {}, {"seq": "a", "changes": 3}, {"seq": -1, "changes": {"": None}}]
)
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
    healthy(
        send(at, f"note_{note.id}", text={"seq": 5, "rev": data(at, f"note_{note.id}")["rev"], "value": "改过的素材。"})
    )
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
    for seq, choice, stands in (
        (5, "用我这边的", "这边的文字5。"),
        (9, "用那边的", "那边的文字9。"),
        (12, "用那边的", "那边的文字12。"),
    ):
        rev = data(at, key)["rev"]
        service.notes.save(id, note.id, f"那边的文字{seq}。")
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
    service.notes.save(id, note.id, "那边的文字。")
    at = opened("notes", report=id)  # a new session, to which the old window sends what it still holds
    healthy(send(at, key, text={"seq": 5, "rev": rev, "value": "这边的文字。"}))
    assert note_text(service, id) == "那边的文字。"


def test_words_go_on_from_what_the_same_field_has_saved_although_the_server_was_started_anew(id, service):
    note = service.library.open(id).report.notes[0]
    key = f"note_{note.id}"
    rev = data(opened("notes", report=id), key)["rev"]
    service.notes.save(id, note.id, "第一句。")  # saved, but the answer never came
    at = opened("notes", report=id)
    healthy(send(at, key, text={"seq": 5, "rev": rev, "value": "第一句。第二句。", "earlier": ["第", "第一句。"]}))
    assert note_text(service, id) == "第一句。第二句。"
    assert data(at, key)["ack"] == 5


def test_a_new_session_tells_its_fields_so(id):
    first, second = opened("notes", report=id), opened("notes", report=id)
    tokens = {
        data(at, "note_" + at.session_state["live"].popitem()[0].split(":")[-1])["session"] for at in (first, second)
    }
    assert len(tokens) == 2


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
    assert any("没有配置起草模型" in caption.value for caption in at.caption)
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


@pytest.mark.parametrize(
    "nasty", ["<script>alert(1)</script>", "**粗** :red[红] $x$ [链](http://x)", "a\\b`c`|d|~~e~~"]
)
def test_markup_in_any_field_is_shown_as_typed(service, report, nasty):
    report.organ.name = nasty
    id = service.library.add(report)
    service.notes.add(id, "fee", nasty)
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


def drafted(service, id):
    """The sample with every section drafted offline."""
    given = service.library.open(id)
    made = draft_report(given.report, sections_named(given.report, ()), None, last_year=given.last_year).report
    for name, section in made.sections.items():
        service.prose.save(id, name, section, by="composer")


def tick(at: AppTest, label: str):
    return next(box for box in at.checkbox if box.label.startswith(label))


def sign(at: AppTest, person: str) -> str:
    """Sign as ``person`` in the dialog that is open; why it was refused, ``""`` if it was not."""
    next(field for field in at.text_input if field.label == "姓名").set_value(person)
    healthy(at.button(key=f"signed_{at.session_state['asked']}").click().run())
    return " ".join(each.value for each in at.error) if "dialog" in at.session_state else ""


def test_a_button_approves_what_is_shown_by_the_name_given_and_a_change_withdraws_it(service, id):
    at = opened("entry", report=id)
    at.button(key="sign_tables").click().run()
    assert "请先填写姓名" in sign(at, "")
    at.button(key="sign_tables").click().run()
    sign(at, "张三<b>")
    assert service.library.open(id).report.approval("tables").person == "张三<b>"
    assert any(caption.value.startswith(r"张三\<b\>已批准") for caption in at.caption)
    service.editing.enter(id, {"disclosure.licences": "7"})
    at.run()
    assert at.button(key="sign_tables").label == "批准三张表"
    assert any("批准后又有改动，批准已撤回" in caption.value for caption in at.caption)


def test_what_changed_under_the_open_question_is_not_approved(service, id):
    at = opened("entry", report=id)
    at.button(key="sign_tables").click().run()
    service.editing.enter(id, {"disclosure.licences": "7"})
    assert "刚刚有改动，没有批准" in sign(at, "张三")
    assert service.library.open(id).report.approvals == []


def test_a_section_is_approved_on_the_drafting_page_and_the_approval_taken_back(service, id):
    drafted(service, id)
    at = opened("draft", report=id)
    at.button(key="sign_preface").click().run()
    sign(at, "李四")
    assert service.library.open(id).report.approval("preface").person == "李四"
    at.button(key="unsign_preface").click().run()
    sign(at, "李四")
    assert service.library.open(id).report.approvals == []


def test_everything_is_approved_on_the_drafting_page_as_one_act_that_is_undone_as_one(service, id):
    drafted(service, id)
    at = opened("draft", report=id)
    at.button(key="sign_all").click().run()
    sign(at, "李四")
    assert unapproved(service.library.open(id).report) == []
    next(button for button in at.button if button.label == "撤销").click().run()
    assert service.library.open(id).report.approvals == []


def made(at: AppTest) -> tuple[list[str], list[str]]:
    """The formats the export page offers for download, and what it says of those that failed."""
    next(button for button in at.button if button.label == "生成文件").click().run()
    return [button.label for button in healthy(at).get("download_button")], [error.value for error in at.error]


def test_the_export_page_lists_what_stands_in_the_way_of_a_final_copy_and_makes_every_format(service, id):
    drafted(service, id)
    at = opened("export", report=id)
    assert any(line.value.startswith("**还不能导出正式稿：") for line in at.markdown)
    links = [link.proto for link in at.get("page_link") if "还没有人批准" in link.proto.label]
    assert [link.query_string for link in links][:2] == [f"report={id}", f"report={id}&section=preface"]
    assert any("另有" in link.proto.label for link in at.get("page_link"))
    at.get("button_group")[1].set_value(["docx", "pdf", "html", "txt", "xlsx", "json"]).run()
    files, failed = made(at)
    assert len(files) == 6 and failed == []


def choose(at, style=None, copy=None, formats=None):
    """Choose on the export page, as it stands."""
    if style:
        at.get("button_group")[0].set_value(style).run()
    if copy:
        next(each for each in at.radio if each.label == "文稿").set_value(copy).run()
    if formats is not None:
        at.get("button_group")[1].set_value(formats).run()
    return healthy(at)


def chosen(at):
    return (
        at.get("button_group")[0].value,
        next(each.value for each in at.radio if each.label == "文稿"),
        at.get("button_group")[1].value,
    )


def test_what_is_chosen_for_a_report_is_chosen_again_by_whoever_opens_it_next(service, id):
    other = service.library.create(Organ(name="白沙镇人民政府", level="township", kind="government"), 2024)
    choose(opened("export", report=id), "redhead", "final", ["pdf", "html"])
    again = opened("export", report=id)
    assert chosen(again) == ("redhead", "final", ["pdf", "html"])
    assert chosen(opened("export", report=other)) == ("plain", "draft", ["docx"])
    choose(again, copy="review")
    assert chosen(opened("export", report=id))[1:] == ("review", [])
    choose(opened("export", report=id), copy="draft")
    assert chosen(opened("export", report=id)) == ("redhead", "draft", ["pdf", "html"])


def test_the_final_copy_is_offered_once_everything_is_approved_unless_another_was_chosen(service, id):
    drafted(service, id)
    at = opened("export", report=id)
    assert chosen(at)[1] == "draft"
    report = service.library.open(id).report
    for part in report.parts:
        service.documents.approve(id, part, "张三", digest=report.digest(part))
    assert chosen(healthy(at.run()))[1] == "final" and service.choices.of(id).copy is None
    choose(at, copy="draft")
    service.documents.disapprove(id, "problems", "张三")
    assert chosen(healthy(at.run()))[1] == "draft" and service.choices.of(id).copy == "draft"


def test_a_page_that_only_stands_open_does_not_bring_its_choices_back(service, id):
    standing = opened("export", report=id)
    choose(opened("export", report=id), "redhead")
    healthy(standing.run())
    assert service.choices.of(id).style == "redhead"


def test_what_a_red_head_lacks_is_named_and_filled_in_beside_the_button(service, id):
    drafted(service, id)
    report = service.library.open(id).report
    for part in report.parts:
        service.documents.approve(id, part, "张三", digest=report.digest(part))
    service.editing.save_document(id, Document(copied_to="各村"))
    at = choose(opened("export", report=id), "redhead", "final")
    field = {each.label.split("（")[0]: each for each in [*at.text_input, *at.date_input]}
    assert (
        field["文号"].label == "文号（必填，否则红线上方空着）"
        and "必填" in field["成文日期"].label
        and "抄送" not in field
    )
    button = next(each for each in at.button if each.label == "生成文件")
    assert button.disabled
    next(each for each in at.checkbox if each.label == "确认缺少这些项目仍然生成").check().run()
    assert made(at) == ([], [])  # a final copy: who makes it is asked first
    assert "姓名" in sign(at, " ")
    assert sign(at, "王五") == ""
    assert [each.label for each in healthy(at.run()).get("download_button")] == [
        "下载 青石镇人民政府2024年政府信息公开工作年度报告\\.docx"
    ]
    assert [(entry.person, entry.verb) for entry in service.review.trail(id)][-1] == ("王五", "export")
    field = {each.label.split("（")[0]: each for each in [*at.text_input, *at.date_input]}
    field["文号"].input("青政发〔2025〕2号")
    field["成文日期"].set_value(date(2025, 1, 20))
    field["印发机关"].input("党政办公室")
    next(each for each in at.button if each.label == "保存").click().run()
    healthy(at)
    given = service.library.open(id).report.document
    assert (given.number, given.issued_on, given.issuing_office, given.copied_to) == (
        "青政发〔2025〕2号",
        date(2025, 1, 20),
        "党政办公室",
        "各村",
    )
    assert not any("红头公文还缺" in line.value for line in at.markdown)
    assert not next(each for each in at.button if each.label == "生成文件").disabled


def test_the_preview_has_a_picture_of_each_page_and_leads_to_what_is_clicked(service, id):
    at = opened("export", report=id)
    key = f"preview_{id}"
    shown = data(at, key)["pages"]
    assert [page["says"] for page in shown][0] == f"第 1 页，共 {len(shown)} 页" and len(
        {page["url"] for page in shown}
    ) == len(shown)
    send(at, key, went={"cell": "requests.granted.other", "section": ""})
    assert any("办理" in tab.label for tab in healthy(at).tabs)  # 填报


def test_without_a_pdf_the_preview_shows_the_text_and_says_why(service, id, monkeypatch):
    from drafting.publishing import fonts

    monkeypatch.setattr(fonts, "families", lambda: frozenset())
    service.editing.save_document(id, Document(number="青政发〔2025〕77号"))  # not a document drawn before
    at = opened("export", report=id)
    assert "青石镇人民政府" in data(at, f"preview_{id}")["html"]
    assert any("预览没有分页" in line.value and "字体" in line.value for line in at.caption)


def test_an_approved_report_is_exported_though_nothing_in_it_can_be_changed(service, id):
    drafted(service, id)
    report = service.library.open(id).report
    service.editing.save_document(id, Document())
    for part in report.parts:
        service.documents.approve(id, part, "张三", digest=report.digest(part))
    service.review.submit(id, "李四")
    service.review.approve(id, "王五")
    at = choose(opened("export", report=id), "redhead", "draft", ["txt"])
    assert next(each for each in at.button if each.label == "保存").disabled
    assert made(at)[0] == ["下载 青石镇人民政府2024年政府信息公开工作年度报告（草稿）\\.txt"]


def test_a_format_that_fails_takes_no_other_with_it(service, id, monkeypatch):
    from drafting.publishing import pdf

    def full(publication):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(pdf, "write", full)
    at = opened("export", report=id)
    at.get("button_group")[1].set_value(["pdf", "txt"]).run()
    files, failed = made(at)
    assert len(files) == 1 and len(failed) == 1 and failed[0].startswith("PDF：没有生成")


def test_a_letterhead_is_kept_for_the_organ_and_a_bad_one_refused(service, id):
    from io import BytesIO

    from docx import Document

    plain = BytesIO()
    Document().save(plain)
    at = opened("export", report=id)
    organ = service.library.open(id).report.organ.name

    def keep(raw: bytes) -> None:
        next(each for each in at.file_uploader if each.key == "letterhead").set_value(
            ("版头.docx", raw, "application/octet-stream")
        ).run()
        next(button for button in at.button if button.label == "保存这个版头").click().run()

    keep(b"no zip")
    assert healthy(at).error and service.documents.letterheads.of(organ) is None
    keep(plain.getvalue())
    assert service.documents.letterheads.of(organ) == plain.getvalue()
    assert tick(healthy(at), "Word 文档用本单位版头").value
    assert len(made(at)[0]) == 1
    next(button for button in at.button if button.label == "删除版头").click().run()
    assert service.documents.letterheads.of(organ) is None


def test_a_year_that_is_certainly_wrong_is_mended_on_the_review_page_and_the_mend_undone(service, id):
    drafted(service, id)
    lead = service.library.open(id).report.text("preface")
    wrong = lead.replace("统计期限为2024年", "统计期限为2023年")
    service.prose.save(id, "preface", Section.of(wrong), by="person")
    at = opened("review", report=id)
    next(button for button in at.button if button.label == "改为“2024年”").click().run()
    assert service.library.open(id).report.text("preface") == lead
    next(button for button in healthy(at).button if button.label == "撤销").click().run()
    assert service.library.open(id).report.text("preface") == wrong


def test_all_spoken_words_are_mended_at_one_time_on_the_review_page_and_the_mends_undone(service, id):
    spoken = "老百姓常来查阅。发了46条信息。"
    service.editing.save_section(id, "overview.platform", spoken)
    at = opened("review", report=id)
    next(button for button in at.button if button.label == "2 处口语全部改为书面语").click().run()
    assert service.library.open(id).report.text("overview.platform") == "群众常来查阅。发布46条信息。"
    next(button for button in healthy(at).button if button.label == "撤销").click().run()
    assert service.library.open(id).report.text("overview.platform") == spoken


def test_many_findings_of_one_rule_in_a_section_are_folded_and_all_inside(service, id):
    words = "".join(f"走访企业{at}家。" for at in range(41, 46))
    service.prose.save(id, "overview.platform", Section.of(words, "import"), by="import")
    at = opened("review", report=id)
    fold = next(fold for fold in at.expander if "，5 处" in fold.label)
    assert sum("走访企业4" in line.value for line in fold.markdown) == 5


def test_what_need_not_be_checked_stands_apart_from_what_could_not_be(service, id):
    at = opened("review", report=id)
    fold = next(fold for fold in at.expander if fold.label.startswith("未检查"))
    lines = [line.value for line in fold.markdown]
    could_not, need_not = (lines.index(title) for title in ("**不能检查，请人工核对或补齐后再看**", "**不需要检查**"))
    assert could_not < next(at for at, line in enumerate(lines) if "同一批其他单位的报告" in line) < need_not
    assert need_not < next(at for at, line in enumerate(lines) if "三张表由本程序按规定格式印出" in line)


def test_findings_alike_say_which_place_they_are_about_and_the_rule_stands_last(service, id):
    service.prose.save(
        id,
        "overview.platform",
        Section.of("门户网站运行正常，，栏目齐全。公众号按时更新、、内容充实。", "import"),
        by="import",
    )
    at = opened("review", report=id)
    said = [line.value for line in at.caption if line.value.startswith("原文：")]
    assert any("正常，，栏目" in line for line in said) and any("更新、、内容" in line for line in said)
    found = next(line.value for line in at.markdown if "此处连用了" in line.value)
    assert found.endswith("P-05</span>")
