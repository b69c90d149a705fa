"""素材: notes are begun, moved, marked and folded; what is typed is kept."""

import pytest
from test_pages import click, healthy, opened

from drafting.report import Note, Report
from drafting.report_file import from_data, to_data
from drafting.samples import sample
from drafting.service.states import digests
from drafting.store import Act
from drafting.testing.app_test import data, send
from drafting.ui.components.sorting import received


@pytest.fixture
def id(service):
    return service.library.add_sample(sample("town"))


@pytest.fixture
def empty(service, town):
    return service.library.create(town, 2024)


def notes(service, id, aspect="proactive"):
    return service.library.open(id).report.notes_on([aspect])


def unfold(at, aspect):
    return healthy(at.button(key=f"head_{aspect}").click().run())


def focused(at, note) -> str:
    return data(at, f"note_{note.id}")["focus"]


def test_a_note_that_was_just_begun_has_the_focus_once(empty, service):
    at = opened("notes", report=empty)
    for _ in range(2):
        click(at, "添加一条")
    one, two = notes(service, empty)
    assert focused(at, two) and not focused(at, one)
    first = focused(at, two)
    click(at, "添加一条")
    assert focused(at, notes(service, empty)[2]) not in ("", first)


def test_a_reminder_becomes_a_note_and_is_marked_until_that_note_is_deleted(empty, service):
    at = opened("notes", report=empty)
    reminder = "全年主动公开了多少条信息？"
    click(at, reminder)
    note = notes(service, empty)[0]
    assert data(at, f"note_{note.id}")["placeholder"] == note.asked == reminder and focused(at, note)
    button = at.button(key="ask_proactive_0")
    assert button.disabled and button.label == f"✓ {reminder}" and not button.help
    assert data(opened("notes", report=empty), f"note_{note.id}")["placeholder"] == reminder  # also in another session
    healthy(at.button(key=f"delete_{note.id}").click().run())
    assert not at.button(key="ask_proactive_0").disabled


def test_a_problem_of_last_year_waits_until_a_note_takes_it_up_even_when_its_words_are_changed(id, service):
    for note in notes(service, id, "last_year_fix"):
        service.notes.delete(id, note.id)
    at = unfold(opened("notes", report=id), "last_year_fix")
    waiting = [button for button in at.button if (button.key or "").startswith("problem_")]
    healthy(waiting[0].click().run())
    note = notes(service, id, "last_year_fix")[0]
    assert note.text.startswith("上年问题：") and focused(at, note)
    service.notes.save(id, note.id, "已改好。")
    left = [button.key for button in healthy(at.run()).button if (button.key or "").startswith("problem_")]
    assert len(left) == len(waiting) - 1


def test_ctrl_enter_begins_the_next_note_behind_this_one_and_only_once(id, service):
    first = notes(service, id)[0]
    at = opened("notes", report=id)
    for _ in range(2):
        healthy(send(at, f"note_{first.id}", next={"token": 77, "blank": False}))
    found = notes(service, id)
    assert len(found) == 3 and found[0] == first and found[1].text == ""
    assert focused(at, found[1]) == "77"


def test_in_a_blank_note_it_goes_on_to_the_next_aspect_and_leaves_no_blank_behind(empty, service):
    at = click(opened("notes", report=empty), "添加一条")
    blank = notes(service, empty)[0]
    healthy(send(at, f"note_{blank.id}", next={"token": 78, "blank": True}))
    assert notes(service, empty) == []
    begun = notes(service, empty, "on_request")[0]
    assert focused(at, begun) == "78"


def test_a_note_said_to_be_blank_that_holds_words_is_not_deleted(id, service):
    first = notes(service, id)[0]
    healthy(send(opened("notes", report=id), f"note_{first.id}", next={"token": 79, "blank": True}))
    assert first in notes(service, id)


def test_alt_with_an_arrow_moves_a_note_and_keeps_the_focus_in_it(id, service):
    one, two = notes(service, id)
    at = opened("notes", report=id)
    healthy(send(at, f"note_{two.id}", move={"up": True}))
    assert notes(service, id) == [two, one] and focused(at, two)
    healthy(send(at, f"note_{two.id}", move={"up": True}))
    assert notes(service, id) == [two, one]


def test_the_menu_moves_a_note_to_another_aspect_and_opens_it(id, service):
    one = notes(service, id)[0]
    at = opened("notes", report=id)
    healthy(at.menu_button(key=f"move_{one.id}").click("移到“监督保障”").run())
    assert notes(service, id, "oversight")[-1].text == one.text
    assert any(button.key == "add_oversight" for button in at.button)


def test_a_note_is_dragged_before_another_one(id, service):
    one, two = notes(service, id)
    at = opened("notes", report=id)
    healthy(send(at, "sorting", moved={"row": two.id, "group": "proactive", "before": one.id}))
    assert notes(service, id) == [two, one]


GROUPS = {"a": ["1", "2"], "b": []}


@pytest.mark.parametrize(
    "message",
    [
        None,
        [],
        {},
        {"row": "1", "group": "b"},
        {"row": "9", "group": "a", "before": ""},
        {"row": "1", "group": "c", "before": ""},
        {"row": "1", "group": "b", "before": "2"},
        {"row": 1, "group": "a", "before": ""},
        {"row": ["1"], "group": "a", "before": ""},
    ],
)
def test_a_drag_of_another_shape_moves_nothing(message):
    assert received({"moved": message}, GROUPS) is None


def test_a_drag_names_the_row_its_group_and_where_it_stands():
    assert received({"moved": {"row": "2", "group": "a", "before": "1"}}, GROUPS) == ("2", "a", "1")
    assert received({"moved": {"row": "2", "group": "b", "before": ""}}, GROUPS) == ("2", "b", "")


def test_a_folded_card_says_how_much_it_holds_and_stays_folded_in_this_session(id):
    at = opened("notes", report=id)
    head = at.button(key="head_oversight").label
    assert head.startswith("**监督保障**　1 条　党政办牵头")
    assert not any(button.key == "add_oversight" for button in at.button)
    unfold(at, "oversight")
    unfold(at, "proactive")
    assert {button.key for button in healthy(at.run()).button if button.key and button.key.startswith("add_")} == {
        "add_oversight"
    }


def test_all_noted_on_every_aspect_makes_the_step_complete_and_travels_in_the_file(id, service):
    at = opened("notes", report=id)
    report = service.library.open(id).report
    healthy(at.checkbox(key="done_proactive").check().run())
    assert service.library.open(id).report.notes_done == ["proactive"]
    assert "✓ 2 条" in at.button(key="head_proactive").label
    for aspect in report.aspects[1:]:
        service.notes.set_done(id, aspect.id, True)
    at = opened("notes", report=id)
    assert any("✓ 14 条" in link.proto.label for link in at.get("page_link"))
    kept = from_data(to_data(service.library.open(id).report))
    assert kept.notes_done == service.library.open(id).report.notes_done
    healthy(at.checkbox(key="done_fee").uncheck().run())
    assert "fee" not in service.library.open(id).report.notes_done


def test_the_reminder_a_note_answers_travels_in_the_file(town):
    report = Report(organ=town, year=2024, notes=[Note(id="a", aspect="fee", text="", asked="实际收取多少元？")])
    assert from_data(to_data(report)).notes == report.notes


def test_nothing_of_an_approved_report_can_be_changed(id, service):
    service.store.act(
        id, "张三", lambda stored: Act("approve", state="approved", kept={"digests": digests(stored.report)})
    )
    at = opened("notes", report=id)
    note = notes(service, id)[0]
    assert "已审定" in data(at, f"note_{note.id}")["read_only"]
    off = [button.disabled for button in at.button if button.key and button.key.startswith(("add_", "ask_", "delete_"))]
    assert off and all(off) and all(box.disabled for box in at.checkbox)
    assert not [element for element in at.get("bidi_component") if element.proto.id.endswith("-sorting")]
