"""The Python side of the two components: what they send, and what they take from a browser that may send anything."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.form import edition
from drafting.form.hints import _sentences, hint
from drafting.testing.app_test import AppTest, data, send
from drafting.ui import components
from drafting.ui.components import asset, editor, grid, remarked
from drafting.ui.components.preview import Place
from drafting.ui.components.preview import received as clicked

FORM = edition("2021")
PAGES = Path(__file__).parent / "browser" / "pages"
FOLDER = Path(components.__file__).parent
SCRIPTS = sorted(path.name for path in FOLDER.glob("*.js"))
INPUTS = {cell.key for cell in FORM.table("requests").cells if cell.key and not cell.computed}
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner)
        | st.dictionaries(
            st.text()
            | st.sampled_from(
                [
                    "cells",
                    "text",
                    "seq",
                    "changes",
                    "value",
                    "rev",
                    "requests.granted.other",
                    "rewrite",
                    "lock",
                    "start",
                    "end",
                    "wish",
                    "paragraph",
                    "locked",
                    "next",
                    "token",
                    "blank",
                ]
            ),
            inner,
        )
    ),
)


@pytest.fixture
def table() -> AppTest:
    return AppTest.from_file(str(PAGES / "grid_page.py"), default_timeout=20).run()


def values(at: AppTest, key: str = "grid_requests", name: str = "values") -> dict[str, str]:
    """The figures that a table was given, by cell; blank ones left out."""
    cells = [cell.key for cell in FORM.table("requests").cells if cell.key]
    return {cell: text for cell, text in zip(cells, data(at, key)[name], strict=True) if text}


@pytest.fixture
def texts() -> AppTest:
    return AppTest.from_file(str(PAGES / "editor_page.py"), default_timeout=20).run()


def test_a_message_from_the_table_reaches_the_page_once(table):
    changes = {"requests.granted.other": "3", "requests.granted.business": ""}
    send(table, "grid_requests", cells={"seq": 7, "changes": changes})
    assert not table.exception
    assert table.session_state["figures"] == {"requests.granted.other": 3}
    assert data(table, "grid_requests")["ack"] == 7
    assert values(table) == {"requests.granted.other": "3"}
    table.run()
    assert len(table.session_state["messages"]) == 1


def test_a_message_from_a_text_field_reaches_the_page(texts):
    send(texts, "editor_second", text={"seq": 9, "rev": 0, "value": "新写的。"})
    assert not texts.exception
    assert texts.session_state["second"]["text"] == "新写的。"
    assert data(texts, "editor_second")["ack"] == 9


def test_what_a_person_asks_of_a_text_reaches_the_page():
    at = AppTest.from_file(str(PAGES / "editor_page.py"), default_timeout=20)
    at.query_params["report"] = "1"
    at.run()
    start = at.session_state["first"]["text"].index("各项工作")
    send(at, "editor_first", rewrite={"start": start, "end": start + 4, "text": "各项工作", "wish": "改写"})
    send(at, "editor_first", lock={"paragraph": 1, "locked": True})
    send(at, "editor_first", picked="fact:16件")
    send(at, "editor_first", picked="fact:17件")
    assert not at.exception
    assert at.session_state["asked"] == [
        ["rewrite", "各项工作", "改写", True],
        ["lock", 1, True],
        ["picked", "fact:16件"],
    ]
    assert data(at, "editor_first")["locked"] == [1]


def test_nothing_is_offered_that_the_page_does_not_take(texts):
    described = data(texts, "editor_first")
    assert described["wishes"] == described["marks"] == [] and described["can_lock"] is False


def test_a_sealed_text_offers_no_change_and_keeps_its_marks():
    at = AppTest.from_file(str(PAGES / "editor_page.py"), default_timeout=20)
    at.query_params["report"] = at.query_params["sealed"] = "1"
    at.run()
    described = data(at, "editor_first")
    assert described["read_only"] == "报告已审定，要修改请先撤回。"
    assert described["marks"] and described["wishes"] == [] and described["can_lock"] is False
    send(at, "editor_first", lock={"paragraph": 1, "locked": True})
    send(
        at,
        "editor_first",
        rewrite={"start": 0, "end": 4, "text": at.session_state["first"]["text"][:4], "wish": "改写"},
    )
    send(at, "editor_first", picked="fact:16件")
    assert at.session_state["asked"] == [["picked", "fact:16件"]]


def test_sending_to_a_component_that_is_not_there_is_a_plain_error(table):
    with pytest.raises(LookupError):
        send(table, "grid_nowhere", cells={})


@pytest.mark.parametrize(
    "message",
    [
        None,
        5,
        "text",
        [],
        {},
        {"seq": 1},
        {"seq": "1", "changes": {}},
        {"seq": True, "changes": {}},
        {"seq": -1, "changes": {}},
        {"seq": 2**53, "changes": {}},
        {"seq": 1.5, "changes": {}},
        {"seq": 1, "changes": []},
        {"seq": 1, "changes": "12"},
    ],
)
def test_a_message_of_another_shape_changes_nothing(table, message):
    send(table, "grid_requests", cells=message)
    assert not table.exception
    assert table.session_state["messages"] == []


def test_only_short_texts_for_input_cells_of_the_table_are_taken():
    changes = {
        "requests.granted.other": "3",
        "requests.granted.total": "9",
        "disclosure.licences": "1",
        "nowhere": "1",
        "requests.granted.business": 4,
        "requests.granted.research": "1" * (grid.MAX_TEXT + 1),
    }
    assert grid.received({"cells": {"seq": 1, "changes": changes}}, INPUTS) == (1, {"requests.granted.other": "3"}, {})


def test_what_a_cell_may_have_held_is_taken_with_its_change_alone():
    was = {"requests.granted.other": ["", 4, "7"], "requests.granted.business": ["1"], "requests.granted.research": "1"}
    message = {"seq": 1, "changes": {"requests.granted.other": "3", "requests.granted.research": "1"}, "was": was}
    assert grid.received({"cells": message}, INPUTS)[2] == {"requests.granted.other": ["", "7"]}


def test_the_description_is_sent_until_the_browser_has_it_and_again_when_it_lacks_it(table):
    mark = data(table, "grid_requests")["mark"]
    assert data(table, "grid_requests")["shape"]["table"] == "requests"
    send(table, "grid_requests", cells={"seq": 7, "changes": {}, "have": [mark, 5]})
    assert data(table, "grid_requests")["shape"] is None
    send(table, "grid_requests", lacking=mark)
    assert data(table, "grid_requests")["shape"]["table"] == "requests"


def test_a_cells_history_is_answered_when_it_is_asked_for_and_not_sent_on(table):
    send(table, "grid_requests", history={"id": 5, "key": "requests.granted.other"})
    assert data(table, "grid_requests")["history"]["entries"][0] == ["11月2日 09:30", "填写", "16", "12"]
    send(table, "grid_requests", cells={"seq": 7, "changes": {}})
    assert data(table, "grid_requests")["history"] is None


@pytest.mark.parametrize(
    "message", [None, [], {"id": 1}, {"id": True, "key": "requests.granted.other"}, {"id": 1, "key": "nowhere"}]
)
def test_a_question_for_a_history_of_another_shape_is_not_answered(message):
    assert grid.asked({"history": message}, set(FORM.cells)) is None


@given(ANYTHING)
def test_whatever_the_browser_sends_is_read_without_an_error(sent):
    message = grid.received(sent, INPUTS)
    assert message is None or all(key in INPUTS and isinstance(text, str) for key, text in message[1].items())
    message = editor.received(sent, 10)
    assert message is None or len(message.text) <= 10
    passage = editor.asked(sent, 10)
    assert passage is None or len(passage.text) == passage.end - passage.start <= 10
    act = remarked.received(sent)
    assert act is None or len(act.text) <= remarked.LONGEST
    assert editor.locking(sent, 10) is None or sent["lock"]["paragraph"] < 10
    assert editor.begun(sent) is None or editor.begun(sent)[0] >= 0


ACT = {
    "seq": 1,
    "verb": "remark",
    "person": "李四",
    "text": "请核对\x00",
    "section": "problems",
    "paragraph": "p1",
    "start": 2,
    "quote": "申请",
}


def test_a_remark_at_words_is_taken_as_it_was_made():
    assert remarked.received(ACT) == remarked.Act(
        1, "remark", "李四", "请核对", section="problems", paragraph="p1", start=2, quote="申请"
    )
    assert remarked.received({"seq": 2, "verb": "take_back", "person": "李四", "remark": "r1"}).text == ""


@pytest.mark.parametrize(
    "changed",
    [
        {"seq": -1},
        {"seq": "1"},
        {"seq": True},
        {"verb": "delete"},
        {"verb": ["remark"]},
        {"person": None},
        {"text": 5},
        {"text": "长" * 1001},
        {"person": "长" * 51},
        {"quote": "长" * 501},
        {"start": -1},
        {"start": 1.5},
        {"cell": ["x"]},
    ],
)
def test_a_remark_of_another_shape_is_none(changed):
    assert remarked.received(ACT | changed) is None


PASSAGE = {"start": 3, "end": 5, "text": "申请", "wish": " 缩短\x00 "}


def test_a_passage_is_taken_with_its_wish():
    assert editor.asked({"rewrite": PASSAGE}, 10) == editor.Passage(3, 5, "申请", "缩短")


@pytest.mark.parametrize(
    "changed",
    [
        {"start": -1},
        {"start": "3"},
        {"start": True, "end": 3},
        {"start": 5, "end": 5, "text": ""},
        {"end": 6},
        {"end": 4},
        {"start": 9, "end": 11},
        {"start": 2},
        {"text": "申\n"},
        {"text": "申\x00"},
        {"text": "申\ud83d"},
        {"text": None},
        {"text": ["申", "请"]},
        {"wish": ""},
        {"wish": "  "},
        {"wish": "短" * (editor.MAX_WISH + 1)},
        {"wish": 5},
    ],
)
def test_a_passage_of_another_shape_is_not_taken(changed):
    assert editor.asked({"rewrite": PASSAGE | changed}, 10) is None


@pytest.mark.parametrize(
    "message",
    [
        None,
        [0, True],
        {"paragraph": 0},
        {"paragraph": True, "locked": True},
        {"paragraph": -1, "locked": True},
        {"paragraph": 10, "locked": True},
        {"paragraph": 0, "locked": 1},
    ],
)
def test_a_lock_of_another_shape_is_not_taken(message):
    assert editor.locking({"lock": message}, 10) is None


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_a_cleaned_text_can_be_stored(text):
    cleaned = editor.clean(text)
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned
    assert "\x00" not in cleaned
    assert editor.clean(cleaned) == cleaned


def test_a_text_over_the_limit_is_not_taken():
    assert editor.received({"text": {"seq": 1, "rev": 0, "value": "甲" * 11}}, 10) is None
    assert editor.received({"text": {"seq": 1, "rev": 0, "value": "甲" * 10}}, 10) == editor.Typed(1, "甲" * 10, 0)


def test_of_the_texts_sent_before_the_newest_that_fit_are_taken():
    sent = ["甲" * 11, 7, *(str(at) for at in range(9))]
    message = {"seq": 1, "rev": 0, "value": "甲", "earlier": sent}
    assert editor.received({"text": message}, 10).earlier == tuple("12345678")
    assert editor.received({"text": message | {"earlier": "甲"}}, 10).earlier == ()


def test_values_travel_as_text(table):
    table.session_state["figures"] = {"requests.granted.other": 123456789012345}
    table.run()
    assert values(table) == {"requests.granted.other": "123456789012345"}
    assert data(table, "grid_requests")["stated"] == {}


def test_a_total_a_file_stated_otherwise_is_sent_beside_the_values():
    at = AppTest.from_file(str(PAGES / "grid_page.py"), default_timeout=20)
    at.query_params["stated"] = "1"
    at.run()
    assert data(at, "grid_requests")["stated"] == {"requests.granted.total": "18"}


def test_last_year_is_sent_for_every_cell_of_the_table(table):
    assert data(table, "grid_requests")["last_year"] is None
    table.query_params["last_year"] = "1"
    table.run()
    assert set(values(table, name="last_year")) == {key for key in FORM.cells if key.startswith("requests.")}


@pytest.mark.parametrize("table", ["disclosure", "requests", "proceedings"])
def test_the_description_holds_the_form_and_nothing_else(table):
    described = grid.described(FORM, table)
    cells = described["cells"]
    assert len(described["widths"]) == described["cols"]
    named = {cell["key"]: described["lines"][cell["line"]] + cell["column"] for cell in cells if "key" in cell}
    assert named == {key: FORM.name(key) for key in FORM.cells if key.startswith(f"{table}.")}
    formulas = {
        cells[total]["key"]: tuple(cells[part]["key"] for part in parts) for total, parts in described["formulas"]
    }
    assert formulas == {total: parts for total, parts in FORM.formulas.items() if total.startswith(f"{table}.")}
    relations = [
        (tuple(cells[at]["key"] for at in left), tuple(cells[at]["key"] for at in right), sentence)
        for left, right, sentence in described["relations"]
    ]
    assert relations == [
        (*relation.sides, FORM.breach(relation))
        for relation in FORM.relations
        if relation.sides[0][0].startswith(f"{table}.")
    ]


def test_the_description_of_the_largest_table_is_small():
    assert len(json.dumps(grid.described(FORM, "requests"))) < 80_000


def test_row_labels_head_rows_and_column_labels_head_columns():
    table = FORM.table("requests")
    scopes = {cell.text: grid.scope(table, cell) for cell in table.cells if cell.text}
    assert scopes["（一）予以公开"] == "row"
    assert scopes["（三）不予公开"] == "rowgroup"
    assert scopes["法人或其他组织"] == "colgroup"
    assert scopes["商业企业"] == "col"
    assert scopes["（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）"] is None


@pytest.mark.parametrize("script", [name for name in SCRIPTS if name != "chinese.js"])  # Streamlit's own words
def test_no_label_and_no_sentence_is_written_in_a_script(script):
    assert not re.search("[\u4e00-\u9fff]", asset(script))


def code(script):
    """A script without its comments and quoted texts."""
    return re.sub(r'//.*|"[^"\n]*"', "", asset(script))


def declared(script):
    """What a script declares at its top."""
    return set(re.findall(r"^(?:export )?(?:const|class|function) (\w+)", code(script), re.M))


def imported(script):
    """Where a script's names come from: the names by the script they are imported of."""
    found = re.findall(r'^import \{ ([\w, ]+) \} from "\./([\w.]+)";$', asset(script), re.M)
    return {other: set(names.split(", ")) for names, other in found}


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_imports_what_others_export_and_uses_all_of_it(script):
    for other, names in imported(script).items():
        exported = set(re.findall(r"^export (?:const|class|function) (\w+)", code(other), re.M))
        assert names <= exported, other
        rest = re.sub(r"^import .*$", "", code(script), flags=re.M)
        assert all(re.search(rf"\b{name}\b", rest) for name in names)


@pytest.mark.parametrize("script", SCRIPTS)
def test_a_script_leans_on_no_name_of_another_that_it_does_not_import(script):
    mine, names = code(script), set().union(*imported(script).values(), declared(script))
    elsewhere = set().union(*map(declared, SCRIPTS)) - names
    called = {name for name in re.findall(r"(?:(?<![.\w])|(?<=\.\.\.)|(?<=new ))(\w+)(?=[(,);\]])", mine)}
    local = set(
        re.findall(
            r"(?:const|let) (\w+)|[({,\[] ?(\w+)(?= ?[,})\]=:])|^  (?:async )?(\w+)\(|\b(\w+) =>|for \(const (\w+)",
            mine,
            re.M,
        )
    )
    assert not (called & elsewhere) - {name for group in local for name in group if name}


@pytest.mark.parametrize("script", [*SCRIPTS, *(path.name for path in FOLDER.glob("*.css"))])
def test_nothing_is_fetched_by_a_component(script):
    assert not re.search(r"https?:|//cdn|@import|fetch\(|url\(", asset(script))


def test_every_refusal_leaves_room_for_what_was_typed():
    assert all(sentence.count("{text}") == 1 for sentence in grid.refusals().values())


def test_every_cell_has_a_hint_and_every_hint_a_cell():
    assert all(hint(FORM, key) for key in FORM.cells)
    used = {sentence for key in FORM.cells for sentence in hint(FORM, key)}
    assert used == set(_sentences(FORM).values())


def test_an_edition_without_hints_has_none():
    assert hint(FORM.model_copy(update={"edition": "1999"}), "requests.granted.other") == ()


@pytest.mark.parametrize(
    ("message", "place"),
    [
        ({"cell": "requests.granted.other", "section": ""}, Place(cell="requests.granted.other")),
        ({"cell": "", "section": "problems"}, Place(section="problems")),
        ({"cell": "nothing", "section": "nothing"}, None),
        ({"cell": ["x"], "section": {}}, None),
        ("problems", None),
        (None, None),
    ],
)
def test_a_click_in_the_preview_goes_only_to_a_place_there_is(message, place):
    assert clicked(message, {"requests.granted.other"}, {"problems"}) == place
