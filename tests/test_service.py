"""The verbs of the product: shelf, cells, notes, sections."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from drafting.errors import Conflict, InputError, NotFound
from drafting.form import SECTIONS
from drafting.report import Note, Paragraph, Report, Section, SentenceSource
from drafting.samples import sample, samples
from drafting.service import editing as editing_module
from drafting.service.choices import Choice
from drafting.values import printed

pytestmark = pytest.mark.both_databases

COLUMNS = ("natural_person", "business", "research")


@pytest.fixture
def id(service, town):
    return service.library.create(town, 2024)


def values(service, id):
    return service.library.open(id).report.values


def numbers(service, id):
    return service.library.open(id).stored.numbers


# The shelf


def test_the_same_organ_and_year_cannot_be_made_twice(service, town, id):
    with pytest.raises(InputError, match="已经有了"):
        service.library.create(town, 2024)


@pytest.mark.parametrize("year", [1899, 2020, 0, 99999])
def test_an_impossible_year_is_refused(service, town, year):
    with pytest.raises(InputError, match=str(year)):
        service.library.create(town, year)


def test_a_copy_for_the_next_year_keeps_the_organ_and_leaves_figures_numbers_and_text_empty(service, town, id):
    service.editing.enter(id, {"disclosure.licences": "5"})
    following = service.library.open(service.library.copy_to_next_year(id))
    assert following.report.organ == town and following.report.year == 2025
    assert following.report.values == {} and following.report.document.number == ""
    assert following.last_year.values == {"disclosure.licences": 5}


def test_last_years_report_is_found_by_organ_and_year(service, town, id):
    assert service.library.open(service.library.create(town, 2025)).last_year.year == 2024


def test_a_deleted_report_comes_back_whole(service, id):
    service.editing.enter(id, {"disclosure.licences": "5"})
    service.library.delete(id)
    assert service.library.rows() == []
    service.library.restore(id)
    assert values(service, id) == {"disclosure.licences": 5}


def test_a_report_made_anew_meanwhile_is_not_doubled_by_restoring_the_old_one(service, town, id):
    service.library.delete(id)
    service.library.create(town, 2024)
    with pytest.raises(InputError):
        service.library.restore(id)


def test_a_deleted_last_years_report_does_not_stop_this_years(service, town, id):
    this = service.library.copy_to_next_year(id)
    service.library.delete(id)
    assert service.library.open(this).last_year is None


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.id)
def test_each_sample_opens_and_opening_it_twice_gives_the_same_report(service, sample):
    first = service.library.add_sample(sample)
    assert service.library.add_sample(sample) == first
    opened = service.library.open(first)
    assert (opened.last_year is not None) == (sample.last_year_path is not None)


# Cells


def test_typed_cells_are_saved_and_answered_with_a_version_number(service, id):
    before = numbers(service, id)["cells"]
    done = service.editing.enter(id, {"disclosure.licences": "１，２３４", "disclosure.fees_wan_yuan": "2.50"})
    assert done.number == before + 1 and done.refused == {}
    assert str(values(service, id)["disclosure.fees_wan_yuan"]) == "2.5"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("disclosure.budget", "1"),
        ("requests.total.total", "1"),
        ("requests.granted.total", "1"),
        ("disclosure.licences", "-1"),
        ("disclosure.licences", "1.5"),
        ("disclosure.licences", "好"),
        ("", "1"),
    ],
)
def test_a_hand_made_message_sets_no_unknown_computed_negative_or_fractional_cell(service, id, key, text):
    done = service.editing.enter(id, {key: text, "disclosure.penalties": "3"})
    assert list(done.refused) == [key] and done.refused[key].endswith("。")
    assert values(service, id) == {"disclosure.penalties": 3}


def test_a_message_that_changes_nothing_makes_no_version(service, id):
    service.editing.enter(id, {"disclosure.licences": "5"})
    before = numbers(service, id)
    service.editing.enter(id, {"disclosure.licences": "5"})
    assert numbers(service, id) == before


def test_filling_blanks_with_zero_leaves_what_was_typed_and_can_be_undone(service, id):
    number = service.editing.enter(id, {"disclosure.licences": "5"}).number
    service.editing.fill_blanks(id)
    filled = values(service, id)
    assert filled["disclosure.licences"] == 5 and filled["disclosure.penalties"] == 0
    assert len(filled) == len(service.library.open(id).report.form.inputs)
    service.editing.revert_cells(id, number)
    assert values(service, id) == {"disclosure.licences": 5}


def test_undoing_a_button_keeps_what_was_typed_after_it(service, id):
    number = service.editing.enter(id, {"disclosure.licences": "5"}).number
    service.editing.fill_blanks(id)
    service.editing.enter(id, {"disclosure.penalties": "7"})
    service.editing.revert_cells(id, number)
    assert values(service, id) == {"disclosure.licences": 5, "disclosure.penalties": 7}


def test_last_years_open_requests_are_carried_over_column_by_column(service, id):
    service.editing.enter(id, {"requests.carried_out.business": "2", "requests.carried_out.other": "0"})
    this = service.library.copy_to_next_year(id)
    service.editing.carry_over(this, id)
    assert values(service, this) == {"requests.carried_in.business": 2, "requests.carried_in.other": 0}


def test_a_stated_total_stands_until_a_part_of_it_is_typed(service, report):
    report.values = {"proceedings.review.upheld": 10}
    report.stated = {"proceedings.review.total": 0, "requests.granted.total": 1}
    id = service.library.add(report)
    service.editing.enter(id, {"proceedings.review.upheld": "11"})
    assert service.library.open(id).report.stated == {"requests.granted.total": 1}
    service.editing.adopt_totals(id)
    assert service.library.open(id).report.stated == {}


KEY = "disclosure.licences"


def test_a_cell_changed_elsewhere_is_not_overwritten_and_what_stands_is_given(service, id):
    service.editing.enter(id, {KEY: "77"})
    done = service.editing.enter(
        id, {KEY: "88", "disclosure.penalties": "3"}, {KEY: ["5", ""], "disclosure.penalties": [""]}
    )
    assert done.elsewhere == {KEY: 77}
    assert values(service, id) == {KEY: 77, "disclosure.penalties": 3}


@pytest.mark.parametrize("was", [["77"], ["", "5", "77"], []])
def test_a_cell_is_taken_when_it_holds_what_the_window_knew_or_what_was_typed(service, id, was):
    service.editing.enter(id, {KEY: "77"})
    typed = "88" if was else "77"
    assert service.editing.enter(id, {KEY: typed}, {KEY: was}).elsewhere == {}
    assert values(service, id) == {KEY: int(typed)}


def test_windows_that_save_at_the_same_moment_never_overwrite_each_other(service, id):
    """Both know the cell as blank: one is saved, the other is given what stands."""
    for at in range(10):
        key = f"requests.granted.{COLUMNS[at % len(COLUMNS)]}"
        standing = printed(values(service, id).get(key))
        with ThreadPoolExecutor(4) as pool:
            done = list(
                pool.map(lambda n: service.editing.enter(id, {key: str(100 * at + n)}, {key: [standing]}), range(1, 5))
            )
        stands = values(service, id)[key]
        assert [each.elsewhere for each in done].count({}) == 1
        assert all(each.elsewhere in ({}, {key: stands}) for each in done)


def test_a_cell_tells_its_history_the_newest_first(service, id):
    service.editing.enter(id, {KEY: "16"})
    service.editing.enter(id, {"disclosure.penalties": "1"})
    number = service.editing.enter(id, {KEY: ""}).number
    service.editing.fill_blanks(id)
    service.editing.revert_cells(id, number)
    changes = service.editing.cell_history(id, KEY)
    assert [(each.origin, each.before, each.after) for each in changes] == [
        ("undo", 0, None),
        ("zero", None, 0),
        ("person", 16, None),
        ("person", None, 16),
    ]
    assert {each.origin for each in changes} <= set(editing_module.ORIGINS)


def test_a_total_tells_its_history_too(service, id):
    service.editing.enter(id, {"requests.granted.business": "2"})
    service.editing.enter(id, {"requests.granted.research": "3"})
    assert [each.after for each in service.editing.cell_history(id, "requests.granted.total")] == [5, 2]


# Notes


def texts(service, id):
    return [note.text for note in service.library.open(id).report.notes]


def test_notes_are_added_edited_moved_deleted_and_brought_back(service, id):
    one, two = (service.notes.add(id, "proactive", text) for text in ("一", "二"))
    service.notes.save(id, one, "壹")
    service.notes.move(id, two, up=True)
    assert texts(service, id) == ["二", "壹"]
    service.notes.delete(id, two)
    assert texts(service, id) == ["壹"]
    service.notes.restore(id, two)
    assert texts(service, id) == ["二", "壹"]


def test_moving_beyond_the_end_of_an_aspect_changes_nothing(service, id):
    one = service.notes.add(id, "fee", "一")
    service.notes.add(id, "other", "二")
    service.notes.move(id, one, up=False)
    assert texts(service, id) == ["一", "二"]


def test_a_note_is_put_before_another_in_its_aspect_or_at_the_end_of_one(service, id):
    one, two, three = (service.notes.add(id, "fee", text) for text in "一二三")
    service.notes.place(id, three, "fee", before=one)
    assert texts(service, id) == ["三", "一", "二"]
    service.notes.place(id, one, "fee")
    assert texts(service, id) == ["三", "二", "一"]
    service.notes.place(id, two, "other")
    assert [note.aspect for note in service.library.open(id).report.notes if note.id == two] == ["other"]


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from(["fee", "other"]), st.integers(0, 6)), max_size=12))
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_notes_are_moved_each_stands_where_it_was_put_and_the_others_keep_their_order(service, town, moves):
    id = service.store.create(
        Report(organ=town, year=2024, notes=[Note(id=str(at), aspect="fee", text=str(at)) for at in range(6)])
    )
    order = {"fee": [str(at) for at in range(6)], "other": []}
    for note, aspect, at in moves:
        note = str(note)
        for row in order.values():
            if note in row:
                row.remove(note)
        before = order[aspect][at] if at < len(order[aspect]) else ""
        service.notes.place(id, note, aspect, before)
        order[aspect].insert(order[aspect].index(before) if before else len(order[aspect]), note)
    report = service.library.open(id).report
    service.library.delete(id)  # the next example is of the same organ and year
    assert {aspect: [note.id for note in report.notes_on([aspect])] for aspect in order} == order


def test_a_note_of_a_megabyte_is_refused_in_words_and_the_old_text_stands(service, id):
    note = service.notes.add(id, "fee", "短")
    with pytest.raises(InputError, match="最多 5,000 字"):
        service.notes.save(id, note, "长" * 1_000_000)
    assert texts(service, id) == ["短"]


def test_a_note_saved_from_an_older_version_is_a_conflict(service, id):
    note = service.notes.add(id, "fee", "甲")
    service.notes.save(id, note, "乙", expected=1)
    with pytest.raises(Conflict):
        service.notes.save(id, note, "丙", expected=1)
    assert texts(service, id) == ["乙"]


def test_a_note_deleted_elsewhere_is_said(service, id):
    note = service.notes.add(id, "fee", "甲")
    service.notes.delete(id, note)
    with pytest.raises(NotFound, match="已在别处删除"):
        service.notes.save(id, note, "乙")


def test_an_unknown_aspect_is_refused(service, id):
    with pytest.raises(InputError):
        service.notes.add(id, "gossip")


# Sections


def test_a_section_is_saved_with_a_version_number_and_its_sources_stay_with_unchanged_sentences(service, id):
    source = SentenceSource(sentence="公开信息10条。", ids=("note:n1",))
    section = Section(paragraphs=(Paragraph(id="p1", text="公开信息10条。", origin="model", sources=(source,)),))
    service.store.save(id, "section:overview.proactive", section.model_dump(mode="json"), origin="model")
    number = service.editing.save_section(id, "overview.proactive", "公开信息10条。\n又开展培训。", expected=1)
    saved = service.library.open(id).report.sections["overview.proactive"]
    assert number == 2 and saved.text == "公开信息10条。\n又开展培训。"
    assert saved.paragraphs[0].sources == (source,) and saved.paragraphs[1].origin == "person"


def test_saving_the_same_text_again_makes_no_version(service, id):
    assert (
        service.editing.save_section(id, "problems", "一。")
        == service.editing.save_section(id, "problems", "一。")
        == 1
    )


def test_a_section_saved_from_an_older_version_is_a_conflict_and_nothing_is_overwritten(service, id):
    service.editing.save_section(id, "problems", "甲。", expected=0)
    with pytest.raises(Conflict):
        service.editing.save_section(id, "problems", "乙。", expected=0)
    assert service.library.open(id).report.text("problems") == "甲。"


def test_an_unknown_section_and_an_endless_one_are_refused(service, id):
    with pytest.raises(InputError):
        service.editing.save_section(id, "weather", "晴。")
    with pytest.raises(InputError, match="100,000"):
        service.editing.save_section(id, "problems", "长" * 100_001)


def test_a_run_of_saves_by_one_person_is_shown_as_one_version_and_any_version_can_stand_again(service, id, monkeypatch):
    for text in ("甲。", "甲乙。", "甲乙丙。"):
        service.editing.save_section(id, "problems", text)
    assert [version.number for version in service.editing.section_versions(id, "problems")] == [3]
    monkeypatch.setattr(editing_module, "RUN", timedelta(0))
    assert [version.number for version in service.editing.section_versions(id, "problems")] == [3, 2, 1]
    service.editing.restore_section(id, "problems", 1)
    assert service.library.open(id).report.text("problems") == "甲。"
    assert len(service.store.versions(id, "section:problems")) == 4


def test_html_in_any_field_is_kept_as_typed(service, id):
    nasty = "<script>alert(1)</script>&amp;"
    note = service.notes.add(id, "fee", nasty)
    service.editing.save_section(id, "problems", nasty)
    report = service.library.open(id).report
    assert next(kept.text for kept in report.notes if kept.id == note) == nasty
    assert report.text("problems") == nasty


def test_every_section_of_the_outline_can_be_saved(service, id):
    for section in SECTIONS:
        assert service.editing.save_section(id, section, "文字。") == 1


def test_last_years_report_read_again_after_it_was_deleted_is_last_years_again(service):
    id = service.library.add_sample(sample("town"))
    before = service.library.open(id).last_year
    service.library.delete(service.library.open(id).stored.row.last_year_id)
    assert service.library.open(id).last_year is None
    service.library.add(before)
    assert service.library.open(id).last_year == before
    assert service.library.other_years(service.library.open(id).report) == [before]


def test_choices_of_the_export_page_are_kept_and_what_is_not_known_any_more_is_left_out(service):
    id = service.library.add_sample(sample("town"))
    assert service.choices.of(id) == Choice()
    chosen = Choice("redhead", "review", ("docx", "pdf"), letterhead=False)
    service.choices.keep(id, chosen)
    service.choices.keep(id, chosen)
    assert service.choices.of(id) == chosen
    service.store.choices.keep(id, "export", {"style": "gold", "copy": "secret", "formats": ["exe", "pdf"]})
    assert service.choices.of(id) == Choice(formats=("pdf",))
