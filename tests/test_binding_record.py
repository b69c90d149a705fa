"""What a paragraph remembers of its figures when it is saved."""

from hypothesis import given, settings
from hypothesis import strategies as st
from test_binding import report

from drafting.binding import EvidenceIndex, recorded
from drafting.report import FigureTie, Note, Paragraph, Section

FILLED = report(requests__new_received__business=16, requests__granted__business=10)
FILLED.notes.append(Note(id="n1", aspect="oversight", text="开展业务培训2次"))
GROUND = EvidenceIndex(FILLED)


def section(*texts: str, ties=()) -> Section:
    return Section(
        paragraphs=tuple(
            Paragraph(id=f"p{at}", text=text, ties=tuple(ties) if at == 1 else ())
            for at, text in enumerate(texts, start=1)
        )
    )


def sources(section: Section) -> list[tuple[str, str]]:
    return [
        (paragraph.text[tie.start : tie.end], tie.source) for paragraph in section.paragraphs for tie in paragraph.ties
    ]


def test_the_words_around_a_figure_say_what_it_rests_on():
    text = "收到政府信息公开申请16件。开展业务培训2次。走访30户。"
    expected = [("16件", "fact:requests.new_received.total"), ("2次", "note:n1")]
    assert sources(recorded(section(text), None, GROUND, by="person")) == [*expected, ("30户", "person")]
    assert sources(recorded(section(text), None, GROUND, by="model")) == [*expected, ("30户", "")]


def test_a_figure_whose_cell_has_changed_keeps_its_cell():
    before = recorded(section("收到政府信息公开申请16件。"), None, GROUND, by="composer")
    changed = EvidenceIndex(report(requests__new_received__business=18))
    after = section("全年收到政府信息公开申请16件，较为平稳。")
    assert sources(recorded(after, before, changed, by="person")) == [("16件", "fact:requests.new_received.total")]
    blank = EvidenceIndex(FILLED.model_copy(update={"values": {}}))
    assert sources(recorded(after, before, blank, by="person")) == [("16件", "fact:requests.new_received.total")]


def test_a_models_figure_does_not_become_a_persons_by_an_edit_elsewhere():
    before = recorded(section("走访30户，发放手册500份。"), None, GROUND, by="model")
    after = recorded(section("入村走访30户，发放手册600份。"), before, GROUND, by="person")
    assert sources(after) == [("30户", ""), ("600份", "person")]


def test_a_paragraph_split_in_two_keeps_what_both_halves_rested_on():
    before = recorded(section("走访30户。发放手册500份。"), None, GROUND, by="model")
    after = recorded(section("走访30户。", "发放手册500份。"), before, GROUND, by="person")
    assert sources(after) == [("30户", ""), ("500份", "")]


def test_the_same_figure_put_in_before_is_told_from_the_one_that_stood():
    before = recorded(section("走访5户。"), None, GROUND, by="model")
    after = recorded(section("培训5户，走访5户。"), before, GROUND, by="person")
    assert sources(after) == [("5户", "person"), ("5户", "")]


def test_a_source_chosen_among_several_that_fit_is_kept():
    chosen = FigureTie(start=10, end=13, source="fact:formula.handled")
    before = section("收到政府信息公开申请16件。", ties=[chosen])
    assert sources(recorded(before, before, GROUND, by="person")) == [("16件", "fact:formula.handled")]


def test_a_person_who_confirmed_a_figure_is_remembered():
    before = section("走访30户。", ties=[FigureTie(start=2, end=5, source="person")])
    assert sources(recorded(section("全年走访30户。"), before, GROUND, by="model")) == [("30户", "person")]


TEXTS = st.lists(
    st.sampled_from(["收到申请16件", "走访30户", "，", "。", "三百余条", "2次", "1", "培训", "同比增长5%"]), max_size=12
).map("".join)


@settings(deadline=None)
@given(TEXTS, TEXTS)
def test_recording_changes_nothing_but_ties_and_recording_again_changes_nothing(old, new):
    before = recorded(section(old), None, GROUND, by="model")
    after = recorded(section(new), before, GROUND, by="person")
    assert after.text == new and recorded(after, after, GROUND, by="person") == after
    assert [new[tie.start : tie.end] for tie in after.paragraphs[0].ties] == [
        mark.text for mark in GROUND.marks(new) if mark.kind == "figure"
    ]


@settings(deadline=None)
@given(TEXTS)
def test_a_text_saved_unchanged_keeps_every_tie(text):
    before = recorded(section(text), None, GROUND, by="model")
    assert recorded(section(text), before, GROUND, by="person") == before


def test_a_figure_moved_into_a_sentence_on_another_period_or_channel_rests_on_its_cell_no_more():
    before = recorded(section("收到政府信息公开申请16件。"), None, GROUND, by="composer")
    for text in ("条例实施以来共收到政府信息公开申请16件。", "网上收到政府信息公开申请16件。"):
        after = recorded(section(text), before, GROUND, by="model")
        assert [mark.state for mark in GROUND.marks(text, after.paragraphs[0].ties)] == ["untied"], text


def test_a_note_on_the_year_bears_out_no_figure_of_many_years():
    noted = report()
    noted.notes.append(Note(id="n1", aspect="oversight", text="接待群众咨询16人次"))
    ground = EvidenceIndex(noted)
    said = {text: ground.marks(text)[0].state for text in ("接待群众咨询16人次。", "近三年累计接待群众咨询16人次。")}
    assert list(said.values()) == ["note", "untied"]
