"""总述 without a model: how one year opens, from its notes and from what the other sections are about.

It tells no figure – each is told once, in the section it belongs to – and nothing that neither a note nor the outline says.
"""

from __future__ import annotations

import re

from drafting.report import Report, SentenceSource

from . import phrases
from .noted import sentences_of

_TOPICS = re.compile(r"(?:主要(?:是|为|包括)|其中)(?P<list>[^。；]{4,80})")
_COUNT = re.compile(r"\s*\d[\d.]*\s*[余多]?(?:万|千)?[\u4e00-\u9fff]?$")
_SAID = {
    "proactive": "主动公开",
    "on_request": "依申请公开",
    "management": "政府信息管理",
    "platform": "政府信息公开平台建设",
    "oversight": "监督保障",
}
MOST_TOPICS = 3


def opening(report: Report) -> list[SentenceSource]:
    """The sentences of the 总述: on what basis, what was done, what the notes say it centred on, what it dealt with."""
    covered = [says for aspect, says in _SAID.items() if report.covering(aspect)]
    listed = f"{'、'.join(covered[:-1])}和{covered[-1]}" if len(covered) > 1 else "".join(covered) or "政府信息公开"
    first = f"{report.year}年，{report.organ.called}依照《中华人民共和国政府信息公开条例》开展{listed}等工作。"
    notes = [sentence for note in report.notes_on(["summary"]) for sentence in sentences_of(note, report)]
    last = SentenceSource(sentence="现将总体情况报告如下。", ids=())
    return [SentenceSource(sentence=first, ids=()), *notes, *_centred(report), last]


def _centred(report: Report) -> list[SentenceSource]:
    """What the published information mostly was, as the notes on 主动公开 list it, without the figures."""
    for note in report.notes_on(["proactive"]):
        for sentence in sentences_of(note, report):
            found = _TOPICS.search(sentence.sentence)
            topics = (
                [
                    _COUNT.sub("", topic)
                    for topic in re.split("[、，]" if re.search(r"\d", found["list"]) else "[、和，]", found["list"])
                ]
                if found
                else []
            )
            topics = [topic for topic in topics if 2 <= len(topic) <= 12 and not re.search(r"\d|其余", topic)]
            if len(topics) > 1:
                named = topics[:MOST_TOPICS]
                return [
                    phrases.source(
                        f"主动公开的内容主要为{'、'.join(named[:-1])}和{named[-1].removesuffix('情况')}等。",
                        [note.id],
                        "note",
                    )
                ]
    return []
