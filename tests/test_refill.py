"""A cell or note changed after drafting: tied figures follow in their own style, and nothing else changes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.binding import EvidenceIndex
from drafting.binding.figures import read
from drafting.binding.refill import Refill, refilled
from drafting.report import FigureTie, Note, Organ, Paragraph, Report, Section, SentenceSource

ORGAN = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
ZEROS = {key: 0 for key in Report(organ=ORGAN, year=2024).form.inputs}
NEW = "fact:requests.new_received.total"


def ground(new=16, last_year=None, notes=(), **cells):
    """A town that received ``new`` applications and granted them all."""
    values = (
        ZEROS
        | {"requests.new_received.natural_person": new, "requests.granted.natural_person": new}
        | {key.replace("__", "."): value for key, value in cells.items()}
    )
    filled = {key: value for key, value in values.items() if value is not None}
    report = Report(
        organ=ORGAN,
        year=2024,
        values=filled,
        notes=[Note(id=f"n{at}", aspect="oversight", text=text) for at, text in enumerate(notes, start=1)],
    )
    before = report.model_copy(
        update={"year": 2023, "values": ZEROS | {"requests.new_received.natural_person": last_year}}
    )
    return EvidenceIndex(report, before if last_year is not None else None)


def section(text, *sources, **more):
    """One paragraph whose figures are tied to ``sources`` in order."""
    ties = tuple(
        FigureTie(start=figure.start, end=figure.end, source=source)
        for figure, source in zip(read(text), sources, strict=True)
    )
    return Section(paragraphs=(Paragraph(id="p1", text=text, ties=ties, **more),))


def tied(paragraph):
    return [(paragraph.text[tie.start : tie.end], tie.source) for tie in paragraph.ties]


def test_a_changed_cell_is_carried_into_the_sentence():
    after, done = refilled(section("全年收到政府信息公开申请16件。", NEW), ground(18))
    assert after.text == "全年收到政府信息公开申请18件。"
    assert done == (Refill("p1", "16件", "18件", NEW),)
    assert tied(after.paragraphs[0]) == [("18件", NEW)] and after.paragraphs[0].doubts == ()


@pytest.mark.parametrize(
    ("text", "new", "now"),
    [
        ("申请16件", 1234, "申请1234件"),
        ("申请1,234件", 2345, "申请2,345件"),
        ("申请１６件", 18, "申请１８件"),
        ("申请十六件", 18, "申请十八件"),
        ("申请十六件", 105, "申请一百零五件"),
        ("申请300余件", 417, "申请400余件"),
        ("申请300余件", 500, "申请500件"),
        ("申请1.2万件", 13000, "申请1.3万件"),
        ("申请1.2万件", 12345, "申请12345件"),
        ("申请16", 18, "申请18"),
    ],
)
def test_a_figure_keeps_the_style_it_is_written_in(text, new, now):
    after, _ = refilled(section(text + "。", NEW), ground(new))
    assert after.text == now + "。"


def test_money_and_shares_are_refilled_in_their_own_unit():
    fee = "fact:disclosure.fees_wan_yuan"
    assert refilled(section("收费3万元。", fee), ground(disclosure__fees_wan_yuan=5))[0].text == "收费5万元。"
    assert refilled(section("收费30000元。", fee), ground(disclosure__fees_wan_yuan=5))[0].text == "收费50000元。"
    now = ground(3, requests__unavailable_not_held__natural_person=1)
    assert refilled(section("予以公开占100%。", "fact:share.granted"), now)[0].text == "予以公开占75%。"


def test_several_figures_and_what_is_tied_to_no_changed_fact():
    text = "收到申请16件，自然人十六件，培训2次，接待5人，回访16件。"
    before = section(
        text,
        NEW,
        "fact:requests.new_received.natural_person",
        "note:n1",
        "person",
        "",
        sources=(SentenceSource(sentence=text, ids=(NEW, "note:n1")),),
    )
    after, done = refilled(before, ground(1200, notes=["培训2次"]))
    (paragraph,) = after.paragraphs
    assert paragraph.text == "收到申请1200件，自然人一千二百件，培训2次，接待5人，回访16件。"
    assert [source for _, source in tied(paragraph)] == [source for _, source in tied(before.paragraphs[0])]
    assert [figure for figure, _ in tied(paragraph)] == ["1200件", "一千二百件", "2次", "5人", "16件"]
    assert paragraph.sources == (SentenceSource(sentence=paragraph.text, ids=(NEW, "note:n1")),)
    assert len(done) == 2


def test_a_blank_cell_changes_and_forgets_nothing():
    before = section("收到申请16件。", NEW)
    blank, done = refilled(before, ground(None))
    assert (blank, done) == (before, ())
    assert refilled(blank, ground(18))[0].text == "收到申请18件。"


def test_a_sum_of_nothing_while_a_cell_is_blank_is_not_known_yet():
    fees = section("收费3万元。", "fact:disclosure.fees_wan_yuan")
    assert refilled(fees, ground(disclosure__fees_wan_yuan=None)) == (fees, ())
    assert refilled(section("收到申请16件。", NEW), ground(0))[0].text == "收到申请0件。"


def test_locked_text_and_text_without_ties_stand():
    for before in (section("收到申请16件。", NEW, locked=True), Section.of("收到申请16件。")):
        assert refilled(before, ground(18)) == (before, ())


def test_a_tie_that_no_longer_sits_on_a_figure_does_nothing():
    before = Section(
        paragraphs=(Paragraph(id="p1", text="收到申请16件。", ties=(FigureTie(start=3, end=6, source=NEW),)),)
    )
    assert refilled(before, ground(18)) == (before, ())


@pytest.mark.parametrize(
    ("text", "new"),
    [
        ("收到申请16件。", 0),
        ("收到申请0件。", 3),
        ("收到申请16件，均按时答复。", 18),
        ("收到申请16件，比上年有所增长。", 18),
        ("收到申请16件，与上年持平。", 18),
        ("收到申请16件，未发生逾期。", 18),
        ("首次超过10，收到申请16件。", 9),
        ("收到申请16件，占全部信件的20%。", 18),
        ("收到申请16件，较上年减少。", 18),
    ],
)
def test_a_sentence_whose_words_may_not_fit_is_doubted(text, new):
    places = [figure.text.startswith(("16", "0")) for figure in read(text)]
    after, done = refilled(section(f"其他工作照常。{text}", *(NEW if here else "" for here in places)), ground(new))
    assert len(done) == 1
    assert after.paragraphs[0].doubts == (after.text.removeprefix("其他工作照常。"),)


def test_a_rise_that_is_still_one_is_not_doubted_and_one_that_became_a_fall_is():
    text = "收到申请16件，同比增长60%。"
    before = section(text, NEW, "fact:ratio.requests.new_received.total")
    more, done = refilled(before, ground(20, last_year=10))
    assert (more.text, more.paragraphs[0].doubts, len(done)) == ("收到申请20件，同比增长100%。", (), 2)
    fewer, _ = refilled(before, ground(8, last_year=10))
    assert (fewer.text, fewer.paragraphs[0].doubts) == ("收到申请8件，同比增长20%。", ("收到申请8件，同比增长20%。",))
    same, _ = refilled(before, ground(10, last_year=10))
    assert (same.text, same.paragraphs[0].doubts) == ("收到申请10件，同比增长60%。", ("收到申请10件，同比增长60%。",))


def test_doubts_there_were_follow_their_sentence():
    text = "收到申请16件，均答复。"
    after, _ = refilled(section(text, NEW, doubts=(text, "别处的一句。")), ground(18))
    assert after.paragraphs[0].doubts == ("收到申请18件，均答复。", "别处的一句。")


def test_what_cannot_be_said_in_the_sentence_s_unit_stands_and_is_doubted():
    before = section("收到申请16人次。", NEW)
    after, done = refilled(before, ground(18))
    assert (after.text, done, after.paragraphs[0].doubts) == (before.text, (), ("收到申请16人次。",))
    assert refilled(after, ground(18)) == (after, ())


@pytest.mark.parametrize(
    ("before", "now", "text", "then"),
    [
        ("培训2次，52人。", "培训3次，60人。", "组织培训2次、共52人参加。", "组织培训3次、共60人参加。"),
        ("培训2次。", "今年5月起培训三次。", "组织培训2次。", "组织培训3次。"),
        ("培训2次，宣传3次。", "培训3次，宣传4次。", "培训2次，宣传3次。", "培训3次，宣传4次。"),
        ("培训2次。", "开会1次，培训3次。", "组织培训两次。", "组织培训三次。"),
        ("发布1200条。", "发布1300条。", "发布1,200条。", "发布1,300条。"),
    ],
)
def test_a_figure_of_a_changed_note_follows_it(before, now, text, then):
    old = section(text, *("note:n1" for _ in read(text)))
    after, _ = refilled(old, ground(notes=[now]), {"n1": before})
    assert after.text == then


@pytest.mark.parametrize(
    ("before", "now", "text"),
    [
        ("培训2次。", "组织了培训。", "组织培训2次。"),
        ("培训2次，宣传2次。", "培训3次，宣传4次。", "开展活动2次。"),
        ("培训2次。", "培训2场。", "组织培训2次。"),
        ("培训5次。", "培训6次。", "组织培训2次。"),
        ("发布300条。", "发布400余条。", "发布300条。"),
    ],
)
def test_a_figure_whose_note_no_longer_tells_stands_and_is_doubted(before, now, text):
    after, done = refilled(section(text, "note:n1"), ground(notes=[now]), {"n1": before})
    assert (after.text, done, after.paragraphs[0].doubts) == (text, (), (text,))


def test_a_figure_of_a_note_that_is_gone_is_doubted():
    assert refilled(section("培训2次。", "note:n1"), ground(), {"n1": "培训2次。"})[0].paragraphs[0].doubts == (
        "培训2次。",
    )


counts = st.integers(1, 99_999)
STARTS = ("全年收到政府信息公开申请", "我镇新收政府信息公开申请", "2024年，接到政府信息公开申请")
TEXTS = st.lists(
    st.tuples(st.sampled_from(STARTS), st.sampled_from(["。", "，按时办理。", "，其中培训3次。", "（含线上）。"])),
    min_size=1,
    max_size=3,
)


def told(parts, figure):
    text = "".join(f"{start}{figure}件{end}" for start, end in parts)
    return section(text, *(NEW if one.text == f"{figure}件" else "person" for one in read(text)))


@given(TEXTS, counts, counts)
def test_refilling_and_refilling_back_gives_the_same_section(parts, one, other):
    before = told(parts, one)
    there, _ = refilled(before, ground(other))
    assert refilled(there, ground(one))[0] == before


@given(TEXTS, counts, counts)
def test_refilled_figures_are_tied_and_nothing_but_figures_changes(parts, one, other):
    after, done = refilled(told(parts, one), ground(other))
    assert re.sub(r"\d+件", "#", after.text) == re.sub(r"\d+件", "#", told(parts, one).text)
    (paragraph,) = after.paragraphs
    marks = [mark for mark in ground(other).marks(paragraph.text, paragraph.ties) if mark.text == f"{other}件"]
    assert len(marks) == len(parts) and all(mark.state == "fact" and mark.sources[0] == NEW for mark in marks)
    assert len(done) == (len(parts) if one != other else 0)


@given(st.integers(1, 99_999), st.integers(1, 99_999))
def test_chinese_numerals_are_refilled_and_read_again(one, other):
    from drafting.binding.numerals import value, written

    after, _ = refilled(
        section(f"收到申请{written(one)}件。", *(NEW for _ in read(f"收到申请{written(one)}件。"))), ground(other)
    )
    if one > 1 and other > 1:
        assert value(after.text[4:-2]) == other
