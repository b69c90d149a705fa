"""Typos put into a text, each with the words that stood there, and a model that finds them, or lies where there are none."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from drafting.report import Paragraph, Report, Section, is_heading
from drafting.testing.endpoint import Reply, Request

CHARACTERS = {
    "指南": "指男",
    "培训": "陪训",
    "规范": "规犯",
    "群众": "群从",
    "部门": "步门",
    "机制": "机治",
    "整改": "整该",
    "答复": "达复",
    "平台": "平抬",
    "专栏": "专拦",
    "审核": "审合",
    "更新": "更薪",
    "发布": "发步",
    "目录": "木录",
    "检查": "捡查",
    "申请": "申清",
}
"""A word -> the same with one character that sounds or looks alike."""
KINDS: dict[str, Sequence[tuple[str, str]]] = {
    "错字": list(CHARACTERS.items()),
    "漏字": [("政府信息公开", "政府信公开"), ("行政规范性文件", "行政规范文件性"), ("工作", "作工"), ("情况", "况情")],
    "重复": [("开展", "开展开展"), ("公开", "公公开"), ("信息", "信息息"), ("问题", "问题题")],
    "标点": [("，", ","), ("；", ";"), ("。", "。。"), ("、", "、、")],
    "口语": [("均", "都"), ("群众", "老百姓"), ("未", "没")],
}
"""Kind -> what stands and what is put in its place."""
TURNED = (
    ("未", "已"),
    ("部分", "全部"),
    ("个别", "多数"),
    ("维持", "撤销"),
    ("每季度", "每月"),
    ("计划", "完成"),
    ("拟", "已"),
    ("减少", "增加"),
    ("均", ""),
    ("2024年", "2025年"),
)
"""What a lying model would call a correction."""
AROUND = 3
_FIGURE = re.compile(r"\d+(?=[件条次人个期家份])")


@dataclass(frozen=True)
class Seed:
    """``wrong`` stands in ``section`` where ``right`` stood, each with some letters around."""

    kind: str
    section: str
    wrong: str
    right: str


def seeded(report: Report, chance: random.Random, share: float = 0.6) -> tuple[Report, list[Seed]]:
    """``report`` with a typo in about ``share`` of its sentences, by a person's hand, and the typos."""
    seeds: list[Seed] = []
    sections: dict[str, Section] = {}
    for id, section in report.sections.items():
        made: list[Paragraph] = []
        for paragraph in section.paragraphs:
            pieces = re.findall(r"[^。；]*[。；]|[^。；]+", paragraph.text)
            if not is_heading(paragraph.text) and "〔" not in paragraph.text:
                for at, piece in enumerate(pieces):
                    if chance.random() < share and (found := _one(piece, paragraph.text, id, chance)):
                        pieces[at], seed = found
                        seeds.append(seed)
            made.append(Paragraph(id=paragraph.id, text="".join(pieces), origin="person"))
        sections[id] = Section(paragraphs=tuple(made))
    return report.model_copy(update={"sections": sections}), seeds


def _one(piece: str, text: str, section: str, chance: random.Random) -> tuple[str, Seed] | None:
    """``piece`` with one typo whose words, with those around, stand once in ``text``."""
    kinds = [*KINDS]
    chance.shuffle(kinds)
    for kind in kinds:
        for right, wrong in chance.sample(list(KINDS[kind]), len(KINDS[kind])):
            at = piece.find(right)
            if at < 0 or (kind == "口语" and right == "均" and "平均" in piece):
                continue
            start, end = max(0, at - AROUND), at + len(right) + AROUND
            before = piece[start:end]
            if text.count(before) == 1:
                after = piece[start:at] + wrong + piece[at + len(right) : end]
                return piece[:start] + after + piece[end:], Seed(kind, section, after, before)
    return None


def finding(seeds: Sequence[Seed]) -> Callable[[Request], Reply]:
    """A model that finds all of ``seeds`` and nothing else."""
    return _answering(lambda text: [(seed.wrong, seed.right) for seed in seeds if seed.wrong in text])


def lying(request: Request) -> Reply:
    """A model that calls it a correction to turn a meaning or a figure, and to add praise."""

    def found(text: str) -> list[tuple[str, str]]:
        turned = [(old, new) for old, new in TURNED if text.count(old) == 1]
        figures = [(one[0], str(int(one[0]) + 1)) for one in _FIGURE.finditer(text) if text.count(one[0]) == 1]
        return [*turned, *figures, (text[-6:], f"{text[-6:-1]}，群众满意度显著提高。")]

    return _answering(found)(request)


def _answering(find: Callable[[str], list[tuple[str, str]]]) -> Callable[[Request], Reply]:
    def reply(request: Request) -> Reply:
        corrections = [
            {"paragraph": int(number), "wrong": wrong, "right": right, "kind": "错别字"}
            for number, text in re.findall(r"^\[段(\d+)\](.+)$", request.messages[-1][1], re.MULTILINE)
            for wrong, right in find(text)
        ]
        return Reply(json.dumps({"corrections": corrections[:60]}, ensure_ascii=False), chunk=400)

    return reply
