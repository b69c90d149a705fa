"""The statutory form as data."""

import pytest

from drafting.errors import InputError
from drafting.form import ASPECTS, SECTIONS, edition, sections_for
from drafting.form.hints import hint

FORM = edition("2021")


def test_each_table_is_covered_exactly_once_by_its_cells():
    for table in FORM.tables:
        covered = [
            (row, col)
            for cell in table.cells
            for row in range(cell.row, cell.row + cell.rowspan)
            for col in range(cell.col, cell.col + cell.colspan)
        ]
        assert sorted(covered) == [(row, col) for row in range(table.rows) for col in range(table.cols)]


def test_the_form_has_10_175_and_15_number_cells_of_which_34_are_computed():
    counts = [sum(key.startswith(table.id) for key in FORM.cells) for table in FORM.tables]
    assert counts == [10, 175, 15]
    assert len(FORM.formulas) == 31 + 3
    assert len(FORM.inputs) == 200 - 34


def test_carried_out_stays_an_input_so_that_the_balance_is_a_real_check():
    assert "requests.carried_out.business" in FORM.inputs
    assert FORM.cells["requests.carried_out.total"].computed


def test_there_are_42_relations_and_every_key_in_them_is_a_cell():
    assert len(FORM.relations) == 42
    assert {key for relation in FORM.relations for side in relation.sides for key in side} <= FORM.cells.keys()


def test_formulas_come_in_an_order_that_needs_only_what_stands_before():
    known = set(FORM.inputs)
    for total, parts in FORM.formulas.items():
        assert known.issuperset(parts)
        known.add(total)


def test_cells_are_named_as_staff_name_them():
    assert FORM.name("requests.granted.business") == "表三“（一）予以公开”商业企业"
    assert FORM.name("requests.refused_internal_affairs.total") == "表三“（三）不予公开5.属于三类内部事务信息”总计"
    assert FORM.name("disclosure.licences") == "表二“行政许可”本年处理决定数量"
    assert FORM.name("proceedings.litigation_direct.upheld") == "表四“未经复议直接起诉”结果维持"
    assert len({FORM.name(key) for key in FORM.cells}) == len(FORM.cells)


def test_a_changed_cell_names_the_totals_that_depend_on_it():
    assert FORM.dependents("requests.granted.business") == {
        "requests.granted.total",
        "requests.total.business",
        "requests.total.total",
    }
    assert FORM.dependents("disclosure.licences") == set()


def test_every_relation_has_a_sentence_with_both_sides_and_the_difference():
    for relation in FORM.relations:
        sentence = FORM.breach(relation).format(left=15, right=123_496, difference=123_481)
        assert "15" in sentence and "123496" in sentence and "123481" in sentence


def test_an_unknown_edition_is_refused_in_words():
    with pytest.raises(InputError, match="没有“2030”版"):
        edition("2030")
    with pytest.raises(InputError):
        edition("../secrets")


def test_a_government_writes_one_section_more_than_a_department():
    assert {spec.id for spec in sections_for("government")} - {spec.id for spec in sections_for("department")} == {
        "overview.appraisal"
    }


def test_every_aspect_belongs_to_exactly_one_section():
    filed = [aspect for spec in SECTIONS.values() for aspect in spec.aspects]
    assert sorted(filed) == sorted(ASPECTS)


def test_every_input_cell_has_a_counting_hint_in_sentences():
    for key in FORM.inputs:
        sentences = hint(FORM, key)
        assert sentences and all(sentence.endswith("。") for sentence in sentences), key
