"""Words that set two of the report's own numbers against each other."""

import pytest

from drafting.binding import EvidenceIndex
from drafting.samples import sample

BUREAU = EvidenceIndex(sample("department").load()[0])
"""5 lawsuits, 8 reviews; 58 natural persons and 9 businesses of 74; among the reasons of unavailability 9, 3, 1."""


def said(text):
    return [(mark.text, mark.state) for mark in BUREAU.marks(text) if mark.kind == "word"]


@pytest.mark.parametrize(
    "text, word",
    [
        ("行政复议多于行政诉讼。", "多于"),
        ("制发的规范性文件少于废止数量。", "少于"),
        ("商业企业申请量低于自然人。", "低于"),
        ("自然人申请量超过商业企业。", "超过"),
        ("从申请人看，自然人申请最多。", "最多"),
        ("在13件无法提供的答复中，本机关不掌握的占比最高。", "占比最高"),
        ("行政查询事项居首，共7件。", "居首"),
        ("办结量略高于新收量。", "高于"),
    ],
)
def test_a_comparison_rests_on_both_its_numbers_and_turned_round_it_is_wrong(text, word):
    assert said(text) == [(word, "fact")]
    turned = {
        "多于": "少于",
        "少于": "多于",
        "低于": "高于",
        "超过": "低于",
        "最多": "最少",
        "占比最高": "占比最低",
        "居首": "最少",
        "高于": "低于",
    }
    assert [state for _, state in said(text.replace(word, turned[word]))] == ["contradicted"]


@pytest.mark.parametrize(
    "text",
    [
        "因第三方合法权益不予公开3件，在各项不予公开理由中居首位。",  # which it is, the clause before says
        "村务公开信息多于政策信息。",
        "申请量超过八成来自自然人。",
        "行政许可事项多于行政处罚。",
        "自然人和商业企业申请最多。",
        "复议维持率低于诉讼维持率。",
        "网上申请多于当面申请。",
    ],
)
def test_what_is_not_wholly_named_is_left_alone(text):
    assert said(text) == []
