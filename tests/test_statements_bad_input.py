"""Texts made to be slow or odd: time grows with their length, and nothing fails."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_binding import report

from drafting.binding import EvidenceIndex
from drafting.report import Note

PIECES = (
    "收到政府信息公开申请", "予以公开", "及", "、", "（", "）", "其中", "上年结转", "3件", "百分之五", "占", "同比", "增长", "均已", "未收到", "情况：无", "分别为",
    "2023年", "全市", "县公安局", "网上", "复议后起诉", "维持", "各类", "共计", "。", "；", "\n", "《", "“", "一", "龘", "12,000", "近千", "两项合计", "第45期",
)  # fmt: skip
LONG = {
    "a sentence without a stop": "收到政府信息公开申请3件，其中予以公开2件，", "figures in a row": "3件、", "brackets": "（", "numerals": "一", "digits": "1",
    "denials": "未收到", "completeness": "均已", "unknown words": "龘", "titles": "《", "carried over": "上年结转", "shares": "占5%，",
}  # fmt: skip


def seconds(ground: EvidenceIndex, text: str) -> float:
    """Processor time of this thread, the least of four; each time a text that was not read before."""
    taken = []
    for salt in range(4):
        fresh = f"第{salt}，{text}"
        started = time.thread_time()
        ground.marks(fresh)
        taken.append(time.thread_time() - started)
    return min(taken)


@pytest.mark.parametrize("piece", LONG.values(), ids=LONG)
def test_time_grows_with_the_length_of_a_text(piece):
    ground = EvidenceIndex(report(["培训3次"]))
    short, long = ((piece * 10_000)[:length] for length in (2_500, 10_000))
    assert seconds(ground, long) < 12 * seconds(ground, short) + 0.1


def test_a_thousand_notes_with_the_same_figures_cost_no_more_than_their_reading():
    notes = [
        Note(id=f"n{at}", aspect="proactive", text="开展业务培训2次，发放手册300份，接待咨询15人次")
        for at in range(1_000)
    ]
    few, many = (EvidenceIndex(report().model_copy(update={"notes": notes[:count]})) for count in (50, 1_000))
    text = "培训2次，发放手册300份，" * 250
    few.marks(""), many.marks("")
    cost = seconds(few, text)
    assert seconds(many, f"又{text}") < 3 * cost + 0.1


@settings(deadline=None, max_examples=200)
@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join))
def test_any_mixture_of_words_is_read(text):
    ground = EvidenceIndex(report(["网上收到申请3件", "从23个栏目并成14个"]))
    marks = ground.marks(text)
    assert all(text[mark.start : mark.end] == mark.text != "" for mark in marks)
    assert all(one.end <= other.start for one, other in zip(marks, marks[1:], strict=False))
