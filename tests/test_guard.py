"""What a rewriting may not change without a tick: figures, dates, titles, names, negations, directions, claims."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.writing.guard import guarded, names_of, risks, tokens

PIECES = [
    "我镇",
    "青石镇",
    "县司法局",
    "收到申请",
    "12件",
    "3",
    "十二件",
    "二",
    "，",
    "。",
    "未",
    "不",
    "增长",
    "《办",
    "法》",
    "2024年",
    "月",
    "次",
    "“一网",
    "通办”",
    "均",
    "公开",
    "第五项",
    ",200条",
    "百分之",
    "A4",
    " ",
    "〔2024〕5号",
    "\n",
]
texts = st.lists(st.sampled_from(PIECES), max_size=14).map("".join)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("收到申请12件。", "收到申请13件。", "figure"),
        ("培训十二次。", "培训十三次。", "figure"),
        ("发布12条。", "发布12件。", "figure"),
        ("发布300余条。", "发布300条。", "figure"),
        ("占百分之二十。", "占百分之三十。", "figure"),
        ("收费1.2万元。", "收费12万元。", "figure"),
        ("热线0912-6512345。", "热线0912-6512346。", "figure"),
        ("于2024年5月完成。", "于2024年6月完成。", "date"),
        ("2023年开展。", "2024年开展。", "date"),
        ("二〇二三年开展。", "二〇二四年开展。", "date"),
        ("3月底前完成。", "4月底前完成。", "date"),
        ("上半年完成。", "下半年完成。", "date"),
        ("落实《条例》。", "落实《办法》。", "title"),
        ("青政发〔2024〕5号", "青政发〔2024〕6号", "number"),
        ("国发〔2024〕5号", "省发〔2024〕5号", "number"),
        ("依照第三十六条。", "依照第三十七条。", "number"),
        ("打造“一网通办”。", "打造“一件事一次办”。", "quoted"),
        ("青石镇牵头。", "白石镇牵头。", "name"),
        ("由司法局审核。", "由财政局审核。", "name"),
        ("开通“青石发布”公众号。", "开通“白石发布”公众号。", "quoted"),
        ("青石发布公众号发布。", "白石发布公众号发布。", "name"),
        ("配合县信访局办理。", "配合市信访局办理。", "name"),
        ("由县市场监管局查处。", "由市市场监管局查处。", "name"),
        ("网址www.a.gov.cn。", "网址www.b.gov.cn。", "name"),
        ("使用5G网络。", "使用4G网络。", "figure"),
        ("未收到申请。", "收到申请。", "negation"),
        ("予以公开。", "不予以公开。", "negation"),
        ("数量增长。", "数量下降。", "direction"),
        ("数量持平。", "数量增加。", "direction"),
        ("已办结。", "均已办结。", "claim"),
        ("开展培训。", "首次开展培训。", "claim"),
    ],
)
def test_what_says_something_else_is_a_risk(old, new, kind):
    assert kind in {risk.kind for risk in risks(old, new)}
    assert kind in {risk.kind for _, found in guarded(old, new) for risk in found}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("全年收到申请12件。", "全年共收到申请12件。"),
        ("培训十二次。", "培训12次。"),
        ("未收到申请。", "没有收到申请。"),
        ("数量增长。", "数量上升。"),
        ("配合县司法局开展培训。", "协助县司法局组织培训。"),
        ("通过政府网站发布信息。", "依托门户网站公布信息。"),
        ("不断完善制度。", "完善制度。"),
        ("推进农村事务公开。", "推动农村事务公开。"),
        ("由青石镇牵头办理。", "青石镇负责办理。"),
        ("加强平台建设，规范发布。", "平台建设得到加强，发布更加规范。"),
        ("", ""),
        ("发布１２条。", "发布12条。"),
        ("2024 年培训。", "2024年组织培训。"),
    ],
)
def test_mere_wording_is_no_risk(old, new):
    assert risks(old, new) == ()
    assert not any(found for _, found in guarded(old, new))


def test_a_figure_used_twice_must_be_there_twice():
    (risk,) = risks("新收12件，办结12件。", "新收12件，均办结。")[:1]
    assert (risk.kind, risk.old, risk.new, risk.says) == ("figure", "12件", "", "数字“12件”被删去了。")


def test_each_risk_is_said_in_a_sentence():
    assert [risk.says for risk in risks("《甲》收到12件。", "《乙》收到13件，均办结。")] == [
        "数字“12件”改成了“13件”。",
        "文件标题“《甲》”改成了“《乙》”。",
        "“均、全部、首次”一类说法“均”是新加的。",
        "改变意思的说法“办结”是新加的。",
    ]


def test_the_report_s_own_names_are_protected(report):
    organ = report.organ.model_copy(update={"superior": "云岭县", "short_name": "青石"})
    names = names_of(report.model_copy(update={"organ": organ}))
    assert names == {"青石镇人民政府", "青石", "云岭县", "我镇"}
    assert [risk.kind for risk in risks("我镇培训。", "全镇培训。", names)] == ["name"]


@given(texts, texts)
def test_the_guarded_changes_make_up_both_texts_and_cut_no_token(old, new):
    parts = [change for change, _ in guarded(old, new)]
    assert "".join(change.old for change in parts) == old
    assert "".join(change.new for change in parts) == new
    assert all((one.kind == "equal") != (other.kind == "equal") for one, other in zip(parts, parts[1:]))
    for text, side in ((old, "old"), (new, "new")):
        edges, at = set(), 0
        for change in parts:
            edges.add(at := at + len(getattr(change, side)))
        assert not [token for token in tokens(text) if any(token.start < edge < token.end for edge in edges)]


@given(texts, texts)
def test_a_text_with_a_risk_has_a_change_with_a_risk(old, new):
    if risks(old, new):
        assert any(found for _, found in guarded(old, new))


@given(texts)
def test_tokens_stand_in_order_and_do_not_overlap(text):
    found = tokens(text)
    assert all(text[token.start : token.end] == token.text for token in found)
    assert all(one.end <= other.start for one, other in zip(found, found[1:]))


def test_a_long_paragraph_with_one_word_changed_throughout_has_no_risk():
    old = "".join(f"青石镇第{at}项工作按时完成，发布信息{at}条；" for at in range(250))
    new = old.replace("按时", "如期")
    parts = guarded(old, new)
    assert "".join(change.new for change, _ in parts) == new and not any(risks for _, risks in parts)
