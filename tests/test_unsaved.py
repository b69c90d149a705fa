"""Words that an earlier page left in the browser: where they belong."""

import pytest

from drafting.errors import NotFound
from drafting.report import MAX_NOTE
from drafting.samples import sample
from drafting.testing.app_test import data, send
from drafting.ui.components.connection import Unsaved, received
from tests.test_pages import healthy, opened

KEY = "connection_watch"


@pytest.fixture
def id(service):
    return service.library.add_sample(sample("town"))


def found(report: str, *words: tuple[str, str, str], seq: int = 1) -> dict:
    """Message ``seq`` about ``words``: field, part, value."""
    return {
        "seq": seq,
        "words": [
            {"id": f"e{at}", "report": report, "field": field, "name": name, "value": value}
            for at, (field, name, value) in enumerate(words)
        ],
    }


def test_each_word_is_answered_with_where_it_belongs(id, service):
    note, licences = service.library.open(id).report.notes[0], "disclosure.licences"
    service.editing.save_section(id, "problems", "一是不够及时。")
    at = opened("entry", report=id)
    healthy(
        send(
            at,
            KEY,
            found=found(
                id,
                (f"note_{note.id}", "text", note.text),
                (f"note_{note.id}", "text", "没有保存的话"),
                ("note_gone", "text", "话"),
                (f"grid_{id}_disclosure", licences, "126"),
                (f"grid_{id}_disclosure", licences, "127"),
                (f"text_{id}_problems", "text", "  一是不够及时。\n\n"),
                (f"text_{id}_problems", "text", "别的话"),
                (f"text_{id}_nowhere", "text", "话"),
            ),
        )
    )
    answers = data(at, KEY)["answers"]
    assert [answers[f"e{n}"] for n in range(8)] == [
        "saved",
        "notes",
        "gone",
        "saved",
        "entry",
        "saved",
        "draft",
        "gone",
    ]


def test_words_of_another_report_are_left_alone_and_those_of_a_deleted_one_are_offered(id, service):
    other = service.library.copy_to_next_year(id)
    at = opened("entry", report=id)
    healthy(send(at, KEY, found=found(other, ("note_x", "text", "话"))))
    assert data(at, KEY)["answers"] == {}
    service.library.delete(other)
    healthy(send(at, KEY, found=found(other, ("note_x", "text", "话"), seq=2)))
    assert data(at, KEY)["answers"] == {"e0": "gone"}


def test_a_note_is_made_anew_on_the_aspect_of_the_deleted_one(id, service):
    note = service.library.open(id).report.notes[0]
    service.notes.delete(id, note.id)
    at = opened("notes", report=id)
    healthy(send(at, KEY, found=found(id, (f"note_{note.id}", "text", "没有保存的话"))))
    healthy(send(at, KEY, anew="e0"))
    assert ("没有保存的话", note.aspect) in {(kept.text, kept.aspect) for kept in service.library.open(id).report.notes}
    assert data(at, KEY)["answers"] == {"e0": "saved"}
    with pytest.raises(NotFound):
        service.notes.renew(id, "never", "话")


def test_an_entry_of_another_shape_is_left_out():
    good = {"id": "e", "report": "r", "field": "f", "name": "text", "value": "长" * (MAX_NOTE + 1)}
    words = [good, good | {"value": 3}, {"id": "e"}, "x", None]
    assert received({"found": {"words": words}}) == [Unsaved("e", "r", "f", "text", good["value"])]
    assert received({"found": {"words": "x"}}) == received({"found": 3}) == received(None) == []
