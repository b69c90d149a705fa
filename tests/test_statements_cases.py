"""Reports that went wrong once: what stops the final copy, and what must not be called wrong."""

import pytest
from statement_cases import case, needs_cases

from drafting.assessment import Assessment, blocking
from drafting.report import Report

RIGHT = (
    "01-sum-of-two-results", "02-sum-of-three", "03-permits-and-penalties", "04-other-organisations", "14-people-and-persons", "19-brackets-share",
    "20-postponed", "a10b-youxian-right", "g8-false-unbound-partial-1",
)  # fmt: skip
WRONG = {
    "05-estimate-far-off": ("近千件", "近百件"), "06-fate-of-cases": ("结果纠正1件",), "07-received-and-answered-swapped": ("75件", "74件"),
    "08-note-beats-table": ("18件",), "09-witness-of-another-thing": ("2次", "57人次"), "10-carried-on-unknown-words": ("75件",),
    "11-always-upheld": ("均获维持", "无一被纠正"), "12-all-done": ("均已", "件件有答复", "无结转"), "13-turned-round": ("发生",),
    "15-blank-in-a-numeral": ("三十五 件",), "16-figures-in-words": ("上万条", "超百万人次", "翻一番", "近两倍", "过半"),
    "18-person-types-wrong-figure": ("19件",), "a10-youxian-total-incl-carried": ("16件",), "a12-tongzi-review-other": ("为其他结果", "直接起诉1件"),
    "a15-yuyu": ("20余件",), "g1-requests-9-table-8": ("9件",), "g3-requests-5-table-3": ("5件",), "g7-control-9-caught": ("9件",),
    "n01-estimate-tenfold": ("100余件",), "n02-review-corrected-not-upheld": ("结果纠正1件",), "n03-litigation-that-never-was": ("起诉1件", "复议后起诉1件"),
    "s01-note-figures-swapped": ("31 条", "9 条", "4 条"), "s02-questionnaire-swapped": ("108 份", "120 份"), "t08-nothing-done": ("办结政府信息公开申请16件",),
    **{f"u{at:02}-all-done": ("办结|答复|办理完毕|办结率",) for at in (0, 2, 4, 6, 8, 10)},
    "v00-denied-cases": ("没有",), "v02-denied-cases": ("未发生",), "v04-denied-cases": ("未涉及",), "v06-denied-cases": ("0件",), "v08-denied-cases": ("“无”",),
    "w00-denied-requests": ("未收到",), "w02-denied-requests": ("0件",), "w04-denied-requests": ("未接到",), "w06-denied-requests": ("暂无",),
    "w08-denied-requests": ("未办理",), "w10-denied-requests": ("未有",), "z01-lying-model": ("近1000件", "1000多件", "结果纠正1件", "直接起诉1件"),
    "z03-baseless-praise": ("31条", "9条", "4条"),
}  # fmt: skip
"""What each must be stopped for: words that a finding quotes, ``|`` between those of which one will do."""


def stopping(report: Report) -> list[str]:
    """What the rules about figures and claims say that stops the final copy."""
    return [
        finding.message
        for finding in blocking(Assessment(report, None).result)
        if finding.rule in ("N-01", "N-02", "N-03", "N-05", "N-06")
    ]


@needs_cases
@pytest.mark.parametrize("name", RIGHT)
def test_what_is_right_stops_nothing(name):
    base = stopping(case("00-base-drafted"))
    assert [message for message in stopping(case(name)) if message not in base] == []


@needs_cases
@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_stops_the_final_copy(name):
    messages = stopping(case(name))
    for words in WRONG[name]:
        assert any(word in message for word in words.split("|") for message in messages), (words, messages)


@needs_cases
def test_a_note_that_denies_the_table_is_named_itself():
    findings = Assessment(case("08-note-beats-table"), None).result.findings
    assert [(finding.rule, finding.cells) for finding in findings if finding.rule == "N-12"] == [
        ("N-12", ("requests.new_received.total",))
    ]
