"""Texts that nobody would write: very long, full of figures, made to be slow. No exception, and time that grows with length."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.assessment import Assessment
from drafting.report import Note

from .marked import own
from .reports import saying, subject

TIMES = 3.1
"""How much longer twice as much may take; four times is what grows with the square."""
SMALL = 0.08
"""Seconds below which nothing is measured: what is done once a report is most of it."""
TRIES = 6
"""How often it is measured at most. The least of each counts: another program can make a measurement longer, never shorter."""
SECONDS = 4.0
"""Processor time of this thread for the longest of them, on a slow machine."""
FRAGMENTS = sorted({part for piece in own() for part in piece.text.replace("。", "，").split("，") if part})
LONG = {
    "a sentence without a stop": lambda n: "全年收到政府信息公开申请三百一十八件又" * (n // 19),
    "figures in a row": lambda n: "，".join(f"办结{number}件" for number in range(n // 7)),
    "an endless list": lambda n: "予以公开、部分公开、不予公开、无法提供" * (n // 20) + "共322件",
    "and after and": lambda n: "行政许可和行政处罚及" * (n // 10) + "901件",
    "only of which": lambda n: "其中" * (n // 2) + "9件",
    "open brackets": lambda n: "（含上年结转" * (n // 6) + "13件",
    "carried over and over": lambda n: "上年结转结转下年结转" * (n // 10) + "9件",
    "digits": lambda n: "9" * n + "件",
    "Chinese digits": lambda n: "三百" * (n // 2) + "件",
    "points and commas": lambda n: "1.1,1" * (n // 5) + "件",
    "percentages": lambda n: "占40.06%" * (n // 7),
    "blanks in a numeral": lambda n: "三 " * (n // 2) + "件",
    "names of documents": lambda n: "《关于《" * (n // 4) + "3件",
    "quotes": lambda n: "“公开" * (n // 3) + "”3件",
    "years": lambda n: "2024年至2025年比" * (n // 12) + "增长3件",
    "denials": lambda n: "没有未收到无" * (n // 6) + "申请",
    "letters": lambda n: "a" * n + "3件",
    "full-width digits": lambda n: "９" * n + "件",
    "one letter": lambda n: "公" * n + "3件",
    "blanks": lambda n: "公开" + " " * n + "3件",
    "short lines": lambda n: "公开信息\n" * (n // 5) + "3件",
    "ands": lambda n: "和" * n + "3件",
    "rises": lambda n: "增长" * (n // 2) + "3件",
    "times": lambda n: "3月" * (n // 2) + "3件",
    "tens": lambda n: "一" * n + "件",
    "evaluations": lambda n: "明显提升显著增强不断完善" * (n // 12),
}


def spent(report, last_year=None):
    """Processor seconds that this thread takes for a whole assessment."""
    before = time.thread_time()
    assessment = Assessment(report, last_year)
    assert assessment.marks is not None and assessment.result.findings is not None
    return time.thread_time() - before


def assert_linear(make, last_year=None):
    """The report that ``make`` makes with twice as much takes about twice as long; each time with other words in it."""
    half = whole = SECONDS
    for salt in range(TRIES):
        half = min(half, spent(make(1, salt), last_year))
        whole = min(whole, spent(make(2, salt), last_year))
        if salt and (whole < SMALL or whole < TIMES * half):
            break
    assert whole < SECONDS and (whole < SMALL or whole < TIMES * half), f"{half:.3f} s, then {whole:.3f} s"


@pytest.mark.parametrize("what", LONG)
def test_a_text_twice_as_long_takes_about_twice_as_long(what):
    report, last_year = subject("county")
    assert_linear(
        lambda times, salt: saying(report, f"第{salt}，{LONG[what](2_500 * times)}", origin="model"), last_year
    )


def figured(count, salt):
    """A paragraph of at least ``count`` figures."""
    return "".join(f"{FRAGMENTS[(at + salt) % len(FRAGMENTS)]}，另{at}件。" for at in range(count))


def test_a_paragraph_of_five_hundred_figures_takes_little_more_than_one_of_half_as_many():
    report, last_year = subject("county")
    assert_linear(lambda times, salt: saying(report, figured(250 * times, salt)), last_year)


def test_a_thousand_notes_with_the_same_numbers_take_about_twice_as_long_as_half_of_them():
    report, last_year = subject("county")
    text = "全年组织培训2次，57人次参加，发放问卷120份，收回113份。召开会议2次。接待群众57人次。"

    def with_notes(times, salt):
        notes = [
            Note(
                id=f"n{at}",
                aspect="oversight",
                text=f"第{at % 7 + salt}组培训 2 次，57 人次参加，问卷 120 份，收回 113 份。",
            )
            for at in range(500 * times)
        ]
        return saying(report.model_copy(update={"notes": notes}), text, "overview.oversight", "model")

    assert_linear(with_notes, last_year)


SIGNS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs",)), max_size=12)
PIECES = st.one_of(
    st.sampled_from(FRAGMENTS),
    st.sampled_from("，。；、（）《》“”%‰-—～.·余近约多 \u3000\t"),
    st.integers(0, 10**12).map(str),
    SIGNS,
)


@settings(max_examples=60)
@given(
    st.lists(PIECES, max_size=40).map("".join),
    st.sampled_from(["county", "town", "zeros"]),
    st.sampled_from(["model", "person"]),
)
def test_any_text_can_be_assessed_and_its_marks_lie_in_it(text, about, origin):
    report, last_year = subject(about)
    spoken = saying(report, text, origin=origin)
    assessment = Assessment(spoken, last_year)
    assert assessment.result is not None
    for section, marks in assessment.marks.items():
        ends = {}
        for data in (mark.to_data() for mark in marks):
            start, end = data["span"]
            paragraph = spoken.sections[section].paragraphs[data["paragraph"]].text
            assert 0 <= start < end <= len(paragraph) and paragraph[start:end] == data["text"]
            if data["kind"] == "figure":
                assert start >= ends.get(data["paragraph"], 0), "figures overlap"
                ends[data["paragraph"]] = end
