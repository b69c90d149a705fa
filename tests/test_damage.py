"""What is damaged inside the database is named and set aside: the other reports open, the shelf says what is wrong."""

import pytest
from sqlalchemy import text

from drafting.errors import Damaged, InputError
from drafting.reading import Reading
from drafting.report import Section
from drafting.service import importing
from drafting.testing.app_test import AppTest
from drafting.ui.text import clock
from tests.test_pages import APP, healthy, opened

BROKEN = ["{", "", "5", "[]", "null-ish", '{"of": "another shape"}', "\x00", '"text"']


@pytest.fixture
def id(service, town):
    """The report that will be damaged; another stands beside it."""
    service.library.create(town.model_copy(update={"name": "白石镇人民政府"}), 2024)
    last = service.library.create(town, 2023)
    id = service.library.create(town, 2024)
    service.editing.enter(id, {"disclosure.licences": "7"})
    service.notes.add(id, "platform", "新建查阅点 3 个。")
    service.notes.set_done(id, "platform", True)
    for words in ("先写的。", "后写的。"):
        service.prose.save(id, "other", Section.of(words, "person"), by="person")
    assert service.library.open(id).stored.row.last_year_id == last
    return id


def spoil(service, table, column, value, where):
    with service.store._database.write() as connection:
        done = connection.execute(text(f"UPDATE {table} SET {column} = :value WHERE {where}"), {"value": value})
        assert done.rowcount


@pytest.mark.parametrize("content", BROKEN)
@pytest.mark.parametrize(
    ("part", "called"),
    [
        ("head", "机关与年度"),
        ("cells", "三张表"),
        ("document", "公文要素"),
        ("notes_done", "素材"),
        ("section:other", "其他事项"),
        ("note:%", "素材"),
    ],
)
def test_a_damaged_part_is_named_and_every_other_report_opens(part, called, content, service, id):
    spoil(service, "versions", "content", content, f"report_id = '{id}' AND part LIKE '{part}'")
    if (part, content) != ("notes_done", "[]"):
        with pytest.raises(
            Damaged, match=f"“青石镇人民政府”2024 年度的报告打不开：“[^”]*{called}”保存的数据已损坏。其他报告不受影响"
        ):
            service.library.open(id)
    rows = service.library.rows()
    assert sorted((row.organ.name, row.year) for row in rows) == [
        ("白石镇人民政府", 2024),
        ("青石镇人民政府", 2023),
        ("青石镇人民政府", 2024),
    ]
    assert all(service.library.open(row.id) for row in rows if row.id != id)


def test_a_report_whose_head_is_gone_is_on_the_shelf_too(service, id):
    with service.store._database.write() as connection:
        connection.execute(text(f"DELETE FROM versions WHERE report_id = '{id}' AND part = 'head'"))
    assert id in [row.id for row in service.library.rows()]
    with pytest.raises(Damaged, match="“机关与年度”"):
        service.library.open(id)


def test_a_form_the_program_does_not_have_is_damage_of_the_head(service, id):
    spoil(
        service,
        "versions",
        "content",
        '{"organ": {"name": "甲", "level": "county", "kind": "government"}, "year": 2024, "edition": "1999"}',
        f"report_id = '{id}' AND part = 'head'",
    )
    with pytest.raises(Damaged, match="“机关与年度”"):
        service.library.open(id)


def test_an_earlier_version_that_cannot_be_read_is_left_out_of_the_history(service, id):
    spoil(service, "versions", "content", "{", f"report_id = '{id}' AND part = 'section:other' AND number = 1")
    assert [version.number for version in service.store.versions(id, "section:other")] == [2]
    assert service.library.open(id).report.text("other") == "后写的。"


def test_a_damaged_last_year_leaves_this_year_open(service, id):
    last = service.library.open(id).stored.row.last_year_id
    spoil(service, "versions", "content", "{", f"report_id = '{last}' AND part = 'cells'")
    found = service.library.open(id)
    assert found.last_year is None and service.library.other_years(found.report) == []


def test_a_moment_that_is_none_hides_nothing(service, id):
    spoil(service, "reports", "updated_at", "gestern", f"id = '{id}'")
    row = next(row for row in service.library.rows() if row.id == id)
    assert clock(row.updated_at) == "时间不详" and service.library.open(id).report.values


@pytest.mark.parametrize("content", BROKEN)
def test_damaged_rows_beside_the_parts_say_so_in_their_place(content, service, id):
    store = service.store
    run = store.generations.create(id, "problems", "", "m", state="running")
    store.generations.set(run.id, state="done", content=Section.of("提案。", "model").model_dump(mode="json"))
    store.messages.add(id, "model", "说过的话")
    store.audit_log.add(id, "张三", "submit", "")
    store.choices.keep(id, "export", {"style": "redhead"})
    store.pastes.save(id, "1. 甲。")
    service.pasting.divide(id)
    store.imports.add(id, "x.txt", b"x", {"name": "x"}, {})
    for table, column in (
        ("generations", "content"),
        ("talks", "proposals"),
        ("trail", "about"),
        ("choices", "content"),
        ("pastes", "choices"),
        ("imports", "reading"),
    ):
        spoil(service, table, column, content, f"report_id = '{id}'")
    assert [(each.content, "已损坏" in each.error) for each in service.drafts.open(id)] in (
        [(None, True)],
        [([], False)],
    )
    assert [message.text for message in service.conversation.messages(id)] == ["说过的话"]
    assert "已损坏" in service.review.trail(id)[0].said and service.review.trail_csv(id)
    assert service.choices.of(id).style == "plain"
    assert (
        service.pasting.kept(id).text == "1. 甲。"
        and service.pasting.items(id, service.library.open(id).report) is not None
    )
    healthy(opened("draft", report=id))


def test_the_shelf_says_what_is_wrong_with_the_one_and_goes_on_with_the_others(service, id):
    spoil(service, "versions", "content", "{", f"report_id = '{id}' AND part = 'cells'")
    at = healthy(AppTest.from_file(APP, default_timeout=60).run())
    assert [each.value.replace("\\", "") for each in at.error] == [
        "“青石镇人民政府”2024 年度的报告打不开：“三张表”保存的数据已损坏。其他报告不受影响；请管理员用备份恢复全部数据，或删除后重新建立。"
    ]
    assert len([each for each in at.button if (each.key or "").startswith("delete_")]) == 3
    assert len([each for each in at.button if (each.key or "").startswith("copy_")]) == 2


@pytest.mark.parametrize("page", ["entry", "notes", "draft", "review", "export", "years", "options"])
def test_the_address_of_a_damaged_report_leads_to_the_sentence(page, service, id):
    spoil(service, "versions", "content", "{", f"report_id = '{id}' AND part = 'cells'")
    at = healthy(opened(page, report=id))
    assert "保存的数据已损坏" in str([each.value for each in (*at.warning, *at.markdown, *at.error)])


def test_a_file_is_not_taken_into_a_damaged_report_and_that_is_said(service, id, town, monkeypatch):
    read = Reading(
        name="上年.docx",
        container="docx",
        edition="2021",
        organ=town,
        year=2023,
        printed={"disclosure.licences": 1},
        confidence={"disclosure.licences": "read"},
    )
    monkeypatch.setattr(importing, "_read", lambda data, name, part="", year=None: read)
    file = service.importing.open(b"x", "上年.docx", id)
    last = service.library.open(id).stored.row.last_year_id
    spoil(service, "versions", "content", "{", f"report_id = '{last}' AND part = 'cells'")
    assert "2023 年度的报告打不开" in service.importing.plan(service.importing.load(file)).obstacles[0]
    with pytest.raises(InputError, match="2023 年度的报告打不开"):
        service.importing.take(file, 1)
