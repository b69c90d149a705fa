"""Turned meanings: a rewriting without a changed figure or name that says something else, and honest ones that do not."""

import pytest

from drafting.language.turned import turned
from drafting.writing.faithful import faults
from drafting.writing.guard import risks

TURNED = [
    ("其中6件延期，均经批准", "其中6件逾期，均经批准"),
    ("县政府予以维持", "县政府予以撤销"),
    ("有的站所报送不及时", "各站所报送不及时"),
    ("部分老档案未电子化", "老档案未电子化"),
    ("分管副镇长具体负责", "镇长具体负责"),
    ("明年要求各站所报送", "今年要求各站所报送"),
    ("每月10日前更新", "每季度10日前更新"),
    ("16件均已答复，按时办结", "16件均已答复"),
    ("开展培训2次", "主要领导开展培训2次"),
    ("开展培训2次", "开展培训2次，效果显著"),
    ("拟出台公开办法", "已出台公开办法"),
    ("计划增设2个专区", "完成增设2个专区"),
    ("申请人可以当面提交", "申请人必须当面提交"),
    ("部分村更新不及时", "各村更新不及时"),
    ("在3个村开展试点", "在3个村全面推开"),
    ("会议讨论公开办法", "会议审议通过公开办法"),
    ("基本按时更新", "按时更新"),
    ("复议机关维持", "复议机关责令重新答复"),
    ("征求意见后印发", "批准后印发"),
    ("兼职信息员2名", "专职信息员2名"),
    ("党政办配合办理", "党政办牵头办理"),
    ("上半年完成扫描", "下半年完成扫描"),
    ("不定期抽查", "定期抽查"),
    ("多数群众满意", "群众全部满意"),
    ("答复延期1件", "答复按期1件"),
    ("信息更新有所加快", "信息更新显著加快"),
    ("初步建成公开专区", "建成公开专区"),
    ("个别站所未报送", "多数站所未报送"),
    ("探索开设线上专区", "正式开设线上专区"),
    ("起草公开目录", "印发公开目录"),
]
HONEST = [
    ("有的站所报送不及时", "部分站所报送不及时"),
    ("今年3月打算开展培训", "今年3月计划开展培训"),
    ("已经重新答复申请人", "现已重新答复申请人"),
    ("16件都在法定期限内答复", "16件均在法定期限内答复"),
    ("每季度抽查1次", "按季度抽查1次"),
    ("答复没有超期", "答复未逾期"),
    ("年末清理文件3件", "年底清理文件3件"),
]


@pytest.mark.parametrize(("old", "new"), TURNED)
def test_a_turned_meaning_is_a_risk_of_a_rewriting_and_no_faithful_wording(old, new):
    assert risks(old, new)
    assert faults(old, new)


@pytest.mark.parametrize(("old", "new"), HONEST)
def test_other_words_for_the_same_are_neither(old, new):
    assert turned(old, new) == ()
    assert risks(old, new) == ()


@pytest.mark.parametrize(
    "invented", ["，取得显著成效", "，建立了公开工作台账", "，确保公众知情权", "，受到上级肯定", "，由镇党委书记任组长"]
)
def test_what_was_not_given_is_no_faithful_wording(invented):
    given = "办公室全年开展业务培训2次，57人次参加"
    assert faults(given, f"{given}。") == ()
    assert faults(given, f"{given}{invented}。")
