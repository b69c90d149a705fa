"""A pasted year-end summary is divided by aspect, nothing of it lost and no word changed."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.form import ASPECTS
from drafting.report import MAX_NOTE
from drafting.writing.dividing import Piece, digest, divide, table

SUMMARY = """\
白沙镇2025年政府信息公开工作总结
2025年，我镇认真贯彻《中华人民共和国政府信息公开条例》，扎实推进各项工作。
一、工作开展情况
（一）主动公开方面。全年通过县政府网站公开信息318条，公众号推送86期。发布政策图解5个，主要讲农村建房审批。
（二）依申请公开方面。全年收到信息公开申请16件，全部在法定期限内答复，没有引起行政复议。
（三）信息管理。落实三审三校和保密审查，清理规范性文件9件，废止1件。
（四）平台建设：关停1个微博账号，专栏改版后栏目从23个并成14个。
（五）监督保障
1. 党政办牵头，副镇长分管，3人专兼职。
2. 组织业务培训2次，57人次参加；政务公开在考核中占4分，发放社会评议问卷120份。
二、上年问题整改情况
一是村级公开栏更新慢，已定每月10日前更新；二是答复文书不规范，已统一用8种模板。
三、存在的问题
一是征地补偿信息公布得散，群众难找；二是新任信息员对哪些不能公开拿不准。
四、下一步工作打算
1、2026年6月底前设征地信息专题。2、一季度对信息员做1次培训。
全年没有发出收费通知，没有收取信息处理费。
人大代表建议3件、政协提案2件的办理结果均已公开。
"""


def items(text: str) -> list[Piece]:
    return [piece for piece in divide(text) if piece.kind == "item"]


def aspect_of(words: str, text: str = SUMMARY) -> str:
    return next(piece.aspect for piece in items(text) if words in piece.words)


@pytest.mark.parametrize(
    "words, aspect",
    [
        ("318条", "proactive"),
        ("政策图解5个", "proactive"),
        ("信息公开申请16件", "on_request"),
        ("三审三校", "management"),
        ("关停1个微博", "platform"),
        ("副镇长分管", "oversight"),
        ("培训2次", "oversight"),
        ("社会评议问卷", "appraisal"),
        ("公开栏更新慢", "last_year_fix"),
        ("8种模板", "last_year_fix"),
        ("公布得散", "problem"),
        ("拿不准", "problem"),
        ("征地信息专题", "measure"),
        ("做1次培训", "measure"),
    ],
)
def test_each_sentence_of_a_summary_goes_to_its_aspect(words, aspect):
    assert aspect_of(words) == aspect


def test_numbers_and_headings_are_taken_off_and_shown():
    numbers = [piece.number for piece in items(SUMMARY)]
    assert {"1.", "2.", "一是", "二是", "1、", "2、"} <= set(numbers)
    assert not any(re.match(r"[一二]是|\d[.、]|（[一二三]）", piece.words) for piece in items(SUMMARY))
    headings = [piece.number + piece.words for piece in divide(SUMMARY) if piece.kind == "heading"]
    assert headings == [
        "白沙镇2025年政府信息公开工作总结",
        "一、工作开展情况",
        "（一）主动公开方面。",
        "（二）依申请公开方面。",
        "（三）信息管理。",
        "（四）平台建设：",
        "（五）监督保障",
        "二、上年问题整改情况",
        "三、存在的问题",
        "四、下一步工作打算",
    ]


def test_what_fits_no_aspect_is_left_to_a_person():
    assert aspect_of("认真贯彻") == ""
    assert [piece.aspect for piece in items("全年招商引资3亿元，修路5公里。")] == [""]


def test_it_is_said_by_which_words_a_sentence_was_placed():
    assert items("落实三审三校，发布前做保密审查。")[0].matched == ("三审三校", "保密审查")
    assert items("（一）平台建设\n新设2处。")[0].matched == ("平台建设",)


def test_a_line_without_a_full_stop_that_holds_a_figure_is_no_heading():
    assert [piece.words for piece in items("开展培训工作2次\n发布政策解读12条")] == [
        "开展培训工作2次",
        "发布政策解读12条",
    ]


def test_an_item_is_never_longer_than_a_note_may_be():
    text = "公开" * 6_000 + "。"
    found = items(text)
    assert "".join(piece.words for piece in found) == text and all(len(piece.words) <= MAX_NOTE for piece in found)


def bare(text: str) -> str:
    return "".join(text.split())


PARTS = st.one_of(
    st.sampled_from(
        [
            "一、",
            "（一）",
            "1.",
            "2、",
            "一是",
            "；二是",
            "①",
            "主动公开方面。",
            "存在的问题",
            "下一步，",
            "全年公开信息318条",
            "。",
            "；",
            "：",
            "\n",
            "\n\n",
            "　　",
            " ",
            "\t",
            "培训2次",
            "1.5万件",
            "《条例》",
            "“三审”",
            "去年",
            "\r\n",
            "\x0b",
            "\u2028",
            "●",
            "- ",
        ]
    ),
    st.text(max_size=6),
)


@given(st.lists(PARTS, max_size=40).map("".join))
def test_nothing_that_was_pasted_is_lost_changed_or_put_elsewhere(text):
    pieces = divide(text)
    assert bare("".join(piece.number + piece.words for piece in pieces)) == bare(text)
    for piece in pieces:
        if piece.kind == "item":
            assert piece.words and piece.words in text and piece.words == piece.words.strip()
            assert piece.aspect == "" or piece.aspect in ASPECTS


@given(st.lists(PARTS, max_size=40).map("".join))
def test_the_same_text_is_always_divided_alike_and_another_has_another_digest(text):
    assert divide(text) == divide(text) and digest(divide(text)) == digest(divide(text))
    assert digest(divide(text)) != digest(divide(text + "\n另外公开了信息。"))


def test_the_table_names_aspects_of_the_form_and_each_word_once():
    for aspects in table().values():
        assert set(aspects) == {aspect.id for aspect in ASPECTS.values() if not aspect.optional}
        assert all(points > 0 for words in aspects.values() for points in words.values())


def test_fifty_thousand_characters_are_divided_in_a_moment():
    import time

    text = (SUMMARY * 100)[:50_000]
    began = time.process_time()
    divide(text)
    assert time.process_time() - began < 5
