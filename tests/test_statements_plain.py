"""Wordings of a fourth writer that were misread, as kinds: what is counted inside a whole, carried over, and shares."""

import pytest

from tests.lies.marked import marks
from tests.lies.reports import saying, subject


def states(name, text):
    report, last = subject(name)
    return [(mark["text"], mark["state"]) for mark in marks(saying(report, text), last)]


@pytest.mark.parametrize(
    "text",
    [
        "信息公开方面有复议2件，复议里有1件被要求重新答复。",
        "去年没办完的2件申请今年都办完了。",
        "申请人以自然人为主，计19件，占82.61%。",
        "年度应办申请25件，按期办结22件，期限内办结率88%。",
        "政府信息公开行政复议方面，全年共发生2件。",
    ],
)
def test_what_is_right_is_tied(text):
    assert {state for _, state in states("office", text)} == {"fact"}, states("office", text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("申请里有2件是重复提的。", "2件"),
        ("无法提供的5件，占比21.74%。", "21.74%"),
        ("年度应办申请25件，按期办结22件，期限内办结率95.65%。", "95.65%"),
        ("去年没办完的3件申请今年都办完了。", "3件"),
    ],
)
def test_what_is_wrong_is_called_wrong(text, wrong):
    assert (wrong, "contradicted") in states("office", text), states("office", text)


def test_an_unknown_part_of_a_whole_is_not_taken_for_the_whole():
    assert states("office", "收到申请23件，申请里有2件涉及历史档案。")[1] == ("2件", "untied")


def test_a_channel_is_a_part_also_where_the_sentence_before_was_on_another_table():
    said = states("office", "因政府信息公开引发行政复议2件。网上收到申请23件。")
    assert said == [("2件", "fact"), ("23件", "untied")]


def test_all_departments_of_the_county_are_more_than_one_of_them():
    report, last = subject("bureau")
    (figure,) = marks(saying(report, "全县各部门作出行政许可864件。"), last)
    assert figure["state"] == "untied"
