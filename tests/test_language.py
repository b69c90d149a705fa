"""What holds for any text: its sentences, how alike two are, encodings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.language.encoding import decoded, storable
from drafting.language.likeness import likeness, pairs
from drafting.language.sentences import FULL_STOPS, STOPS, pieces, sentence_at, sentences

TEXTS = st.text(st.sampled_from("甲乙丙 \n。！？；，”）1"), max_size=60)


@given(TEXTS, st.sampled_from([FULL_STOPS, STOPS]))
def test_the_pieces_of_a_text_are_the_text(text, stops):
    assert "".join(pieces(text, stops)) == text


@given(TEXTS, st.sampled_from([FULL_STOPS, STOPS]))
def test_sentences_stand_where_they_say_and_hold_every_letter(text, stops):
    found = sentences(text, stops)
    assert [text[start:end] for start, end, _ in found] == [sentence for _, _, sentence in found]
    assert "".join("".join(sentence.text.split()) for sentence in found) == "".join(text.split())


def test_a_semicolon_ends_a_sentence_where_enumerations_are_told_apart():
    text = "培训2次；发放手册“一册通”。”后续\n另起一行"
    assert [sentence.text for sentence in sentences(text)] == ["培训2次；", "发放手册“一册通”。”", "后续", "另起一行"]
    assert [sentence.text for sentence in sentences(text, FULL_STOPS)][0] == "培训2次；发放手册“一册通”。”"


@pytest.mark.parametrize(
    "place, words",
    [("甲", "一是甲"), ("乙", "二是乙"), ("丙", "丙")],
)
def test_the_sentence_at_a_place_ends_before_its_stop(place, words):
    text = "一是甲；二是乙。\n丙"
    assert text[slice(*sentence_at(text, text.index(place)))] == words


@given(TEXTS, TEXTS)
def test_likeness_is_the_same_both_ways_and_one_only_for_the_same_text(one, other):
    assert 0.0 <= likeness(one, other) == likeness(other, one) <= 1.0
    assert (likeness(one, other) == 1.0) == (bool(one) and one == other)


def test_pairs_of_a_text_are_those_within_its_chinese_words():
    assert pairs("政务公开2次，A公") == {"政务", "务公", "公开"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030", "gbk"])
def test_a_text_is_read_in_the_encodings_that_office_programs_write(encoding):
    assert decoded("错敏词\t“更正”\n".encode(encoding)) == "错敏词\t“更正”\n"


def test_what_is_no_text_is_none():
    assert decoded(b"\xff\xff\xff\x80\x00") is None


def test_a_half_of_a_surrogate_can_be_kept():
    assert storable("好\ud83d的") == "好?的"
