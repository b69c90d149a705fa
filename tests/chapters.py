"""Chapters as offices write them: own headings, run-in headings, lists, prefaces; invented, after what real ones do."""

from __future__ import annotations

import re

CASES: list[tuple[str, str, str]] = [
    (
        "figure in the sub-heading",
        "overview",
        "2024年，我镇认真贯彻条例。\n（一）全年主动公开政府信息200条。其中政策类30条。\n（二）依申请公开申请收到8件。均按期答复。\n"
        "（三）办好民生实事。回应群众关切。\n（四）平台建设有3个栏目。每周更新。",
    ),
    (
        "short items",
        "overview",
        "主要做了以下工作：\n1.做好主动公开，全年公开信息200条。\n2.规范依申请公开，受理8件。\n3.加强信息管理，清理文件12件。",
    ),
    (
        "another order",
        "overview",
        "（一）监督保障。成立领导小组。\n（二）平台建设。开设专栏。\n（三）主动公开。公开信息200条。\n（四）依申请公开。未收到申请。",
    ),
    (
        "half-width brackets",
        "overview",
        "总的情况如下:\n(一)组织推动政府信息公开工作。我街成立了小组。\n(二)积极推动主动公开。公开521条,其中:机构信息350条。\n(三)规范依申请公开。受理0件。",
    ),
    (
        "own headings",
        "overview",
        "我镇：\n（一）组织保障\n成立小组。\n（二）健全机制\n三审三校。\n（三）定期督查\n每季1次。",
    ),
    (
        "doubled and skipped numbers",
        "overview",
        "（一）主动公开\n甲。\n（二）依申请公开\n乙。\n（二）平台建设\n丙。\n（五）监督保障\n丁。",
    ),
    (
        "a heading over a heading",
        "overview",
        "（一）主动公开\n1.政府网站\n甲。\n2.公众号\n乙。\n（二）依申请公开\n丙。",
    ),
    ("a heading with nothing below", "overview", "（一）主动公开\n（二）依申请公开\n无。\n（三）平台建设"),
    (
        "three paragraphs",
        "overview",
        "现报告如下：\n一是强化领导、组织保障。成立小组。\n二是规范程序、健全机制。审查。\n三是严格监督、定期督查。检查。",
    ),
    ("names without numbers", "overview", "主动公开情况\n甲。\n依申请公开情况\n乙。\n平台建设\n丙。"),
    ("runs together", "overview", "（一）主动公开方面公开200条。（二）依申请公开方面无。\n（三）平台建设方面无。"),
    ("the same heading twice", "overview", "（一）主动公开情况\n甲。\n（二）主动公开情况\n乙。"),
    ("first-level numbers", "overview", "一、主动公开\n甲。\n二、依申请公开\n乙。"),
    ("problems under headings", "problems", "（一）存在的主要问题\n一是甲。二是乙。\n（二）改进措施\n一是丙。二是丁。"),
    ("problems run in", "problems", "（一）存在问题：公开不及时。\n（二）改进措施：1. 细化目录；2. 加强培训。"),
    ("problems in one line", "problems", "主要存在甲、乙等问题。下一步，将改进。"),
    ("other matters", "other", "1.信息处理费\n未收取。\n2.建议提案\n已公开。"),
    ("nothing", "other", "无"),
    ("a preface", "preface", "根据《条例》编制。\n一、本报告由六部分组成。\n联系电话：0591-2316000。"),
]
"""What it shows, the chapter, its text."""


def words(text: str) -> str:
    """``text`` without white space."""
    return re.sub(r"\s+", "", text)
