"""The narrative follows its cells and notes; what a person says of a figure stands; locked text is left alone."""

import pytest

from drafting.binding import EvidenceIndex
from drafting.errors import InputError, NotFound
from drafting.report import Paragraph, Section

RECEIVED = "全年新收政府信息公开申请16件，均按时答复。"
SECTION = "overview.on_request"


@pytest.fixture
def id(service, town):
    """A report with sixteen applications of natural persons."""
    id = service.library.create(town, 2024)
    service.editing.enter(id, {"requests.new_received.natural_person": "16"})
    return id


def drafted(service, id, text, section=SECTION):
    """Let a model's text stand."""
    service.prose.save(id, section, Section.of(text, "model"), by="model")


def text(service, id, section=SECTION):
    return service.library.open(id).report.text(section)


def states(service, id, section=SECTION):
    opened = service.library.open(id)
    ground = EvidenceIndex(opened.report, opened.last_year)
    return {
        mark.text: mark.state
        for paragraph in opened.report.sections[section].paragraphs
        for mark in ground.marks(paragraph.text, paragraph.ties)
        if mark.kind == "figure"
    }


def test_a_changed_cell_is_carried_into_the_text_and_can_be_undone(service, id):
    drafted(service, id, RECEIVED)
    done = service.editing.enter(id, {"requests.new_received.natural_person": "18"})
    assert text(service, id) == RECEIVED.replace("16件", "18件")
    assert done.refilled.count == 1 and states(service, id) == {"18件": "fact"}
    service.prose.undo(id, done.refilled.before)
    assert text(service, id) == RECEIVED
    assert states(service, id) == {"16件": "contradicted"}


def test_what_was_written_after_a_refill_is_not_undone_with_it(service, id):
    drafted(service, id, RECEIVED)
    done = service.editing.enter(id, {"requests.new_received.natural_person": "18"})
    written = text(service, id) + "均由专人登记。"
    service.editing.save_section(id, SECTION, written)
    with pytest.raises(InputError, match="后来又有改动，没有撤销"):
        service.prose.undo(id, done.refilled.before)
    assert text(service, id) == written


def test_clearing_the_cell_before_typing_the_new_number_forgets_nothing(service, id):
    drafted(service, id, RECEIVED)
    for typed in ("", "1", "19"):
        service.editing.enter(id, {"requests.new_received.natural_person": typed})
    assert "19件" in text(service, id)


def test_undoing_a_button_in_the_tables_takes_the_text_back_too(service, id):
    drafted(service, id, RECEIVED)
    number = service.library.open(id).stored.number("cells")
    service.editing.enter(id, {"requests.new_received.natural_person": "20"})
    service.editing.revert_cells(id, number)
    assert text(service, id) == RECEIVED


def test_a_sentence_whose_words_may_not_fit_any_more_is_doubted_until_a_person_has_looked(service, id):
    service.editing.fill_blanks(id)
    drafted(service, id, RECEIVED)
    service.editing.enter(id, {"requests.new_received.natural_person": "0"})
    (paragraph,) = service.library.open(id).report.sections[SECTION].paragraphs
    assert paragraph.doubts
    service.prose.dismiss_doubts(id, SECTION, 0)
    assert service.library.open(id).report.sections[SECTION].paragraphs[0].doubts == ()


def test_a_sum_that_is_nothing_while_a_cell_is_blank_changes_no_text(service, id):
    drafted(service, id, RECEIVED)
    service.editing.enter(id, {"requests.new_received.natural_person": "0"})
    assert text(service, id) == RECEIVED


def test_locked_text_is_marked_but_never_changed(service, id):
    drafted(service, id, RECEIVED)
    service.prose.lock(id, SECTION, 0, True)
    done = service.editing.enter(id, {"requests.new_received.natural_person": "18"})
    assert done.refilled.count == 0 and text(service, id) == RECEIVED
    assert states(service, id) == {"16件": "contradicted"}
    with pytest.raises(InputError, match="已锁定"):
        service.editing.save_section(id, SECTION, "改过的文字。")
    service.editing.save_section(id, SECTION, f"新的一段。\n{RECEIVED}")  # beside it, everything may be written
    service.prose.lock(id, SECTION, 1, False)
    service.editing.save_section(id, SECTION, "改过的文字。")
    assert text(service, id) == "改过的文字。"


def test_a_changed_note_is_carried_into_the_text(service, id):
    note = service.notes.add(id, "oversight", "组织信息员培训2次，46人次参加。")
    drafted(service, id, "全年组织信息员培训2次，46人次参加。", "overview.oversight")
    service.notes.save(id, note, "组织信息员培训3次，46人次参加。")
    assert text(service, id, "overview.oversight") == "全年组织信息员培训3次，46人次参加。"


def test_a_figure_that_a_person_types_is_the_persons_and_a_models_stays_untied(service, id):
    drafted(service, id, "全年公开信息一批，接待群众35人次。", "overview.platform")
    assert states(service, id, "overview.platform") == {"35人次": "untied"}
    service.editing.save_section(id, "overview.platform", "全年公开信息一批，接待群众35人次，发放资料200份。")
    assert states(service, id, "overview.platform") == {"35人次": "untied", "200份": "person"}
    service.prose.tie(id, "overview.platform", 0, 13, 17, "person")
    assert states(service, id, "overview.platform")["35人次"] == "person"
    service.editing.save_section(id, "overview.platform", "全年公开信息一批，共接待群众35人次，发放资料200份。")
    assert set(states(service, id, "overview.platform").values()) == {"person"}


def test_a_figure_can_be_tied_by_hand_to_a_cell_and_follows_it_then(service, id):
    drafted(service, id, "大厅里登记的有16件。", "overview.platform")
    start = len("大厅里登记的有")
    service.prose.tie(id, "overview.platform", 0, start, start + 3, "fact:requests.new_received.total")
    service.editing.enter(id, {"requests.new_received.natural_person": "17"})
    assert text(service, id, "overview.platform") == "大厅里登记的有17件。"


def test_what_is_not_there_cannot_be_tied_replaced_or_locked(service, id):
    drafted(service, id, RECEIVED)
    with pytest.raises(InputError):
        service.prose.tie(id, SECTION, 0, 13, 16, "fact:no.such")
    with pytest.raises(NotFound):
        service.prose.tie(id, SECTION, 0, 0, 2, "person")
    with pytest.raises(NotFound):
        service.prose.replace(id, SECTION, 0, 0, 2, "甲乙", "丙")
    with pytest.raises(NotFound):
        service.prose.lock(id, SECTION, 7, True)


def test_a_suggested_figure_is_put_in_its_place(service, id):
    drafted(service, id, RECEIVED.replace("16件", "17件"))
    at = RECEIVED.index("16件")
    assert states(service, id) == {"17件": "contradicted"}
    service.prose.replace(id, SECTION, 0, at, at + 3, "17件", "16件")
    assert text(service, id) == RECEIVED and states(service, id) == {"16件": "fact"}


def test_a_reason_lets_a_figure_pass_until_it_changes(service, id):
    drafted(service, id, RECEIVED.replace("16件", "17件"))

    def result():
        return service.library.open(id).assessment.result

    (finding,) = [each for each in result().findings if each.rule == "N-01"]
    with pytest.raises(InputError, match="理由"):
        service.documents.waive(id, finding, "  ", "王五")
    service.documents.waive(id, finding, "另有一件年末补登", "王五")
    assert [each.rule for each in result().waived] == ["N-01"]
    assert not [each for each in result().findings if each.rule == "N-01"]
    service.editing.enter(id, {"requests.new_received.business": "3"})  # what it should be is another figure now
    assert [each for each in result().findings if each.rule == "N-01"] and not result().waived
    service.documents.withdraw(id, finding.fingerprint, "王五")
    assert service.library.open(id).report.waivers == []


def test_locks_and_ties_travel_in_the_report_file(service, id):
    from drafting import report_file

    drafted(service, id, RECEIVED)
    service.prose.lock(id, SECTION, 0, True)
    report = service.library.open(id).report
    again = report_file.loads(report_file.dumps(report))
    assert again.sections == report.sections
    (paragraph,) = again.sections[SECTION].paragraphs
    assert isinstance(paragraph, Paragraph) and paragraph.locked and paragraph.ties[0].source.startswith("fact:")


def test_spoken_words_are_mended_all_at_once_and_the_mends_undone_together(service, id):
    spoken = "今年咱们发了46条信息。\n老百姓都说好，老百姓常来。"
    service.editing.save_section(id, "overview.proactive", spoken)
    service.editing.save_section(id, "overview.platform", "老百姓查不到。")
    service.prose.lock(id, "overview.platform", 0, True)
    found = [one for one in service.library.open(id).assessment.findings if one.rule == "P-11" and one.fix]
    before = service.prose.apply_fixes(id, found)
    assert text(service, id, "overview.proactive") == "今年我们发布46条信息。\n群众都说好，群众常来。"
    assert text(service, id, "overview.platform") == "老百姓查不到。"
    assert before.keys() == {"overview.proactive"}
    service.prose.undo(id, before)
    assert text(service, id, "overview.proactive") == spoken
