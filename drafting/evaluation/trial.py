"""测试连接: what a model makes of a few notes that tempt to invent, and which way of drafting that speaks for.

The notes say little, praise nothing and leave questions open: when, by whom, with what result. A model that fills that in
whole sections is given paragraphs, where each sentence is compared with what it names; one of whose sentences too few stand
the comparison, single notes. Judged by the measures of ``nianbao evaluate``.
"""

from __future__ import annotations

import threading

from drafting.errors import ModelError
from drafting.organ import Kind, Level, Organ
from drafting.report import Note, Report
from drafting.writing import probe as probing
from drafting.writing import profile as profiles
from drafting.writing.endpoint import Endpoint
from drafting.writing.paragraphs import Tally, rewritten
from drafting.writing.probe import Tell, Verdict
from drafting.writing.profile import Profile

from .candidates import Candidate
from .cases import EvaluationCase
from .measures import Outcome, measured

SECTIONS = ("overview.on_request", "overview.oversight", "problems")
ENOUGH = 2 / 3
"""Share of a model's sentences that stand the comparison, from which paragraphs are worth it."""
SOURCED = 0.5
"""Share of the sentences written in whole sections that name what they rest on, at least."""

_NOTES = (
    ("on_request", "问征地补偿的最多。有3件是跟申请人说清楚要什么再办的。"),
    ("oversight", "副镇长分管，党政办2人兼着做。培训1次，31人参加。"),
    ("problem", "部分村公开栏更新慢，有2个村三个月没换。"),
    ("problem", "答复书写得简单。"),
    ("measure", "拟每季度抽查1次村公开栏。"),
)
_FAULTS = {
    "baseless": "没有依据的话{}处",
    "turned": "与素材意思相反的话{}处",
    "contradicted": "与素材不一致的数字{}处",
    "untied": "没有依据的数字{}处",
    "unfinished": "没有写完{}节",
}
"""What speaks against whole sections, as it is told."""


def case() -> EvaluationCase:
    """The report of the trial, made up."""
    organ = Organ(
        name="清溪镇人民政府",
        short_name="清溪镇",
        level=Level.TOWNSHIP,
        kind=Kind.GOVERNMENT,
        self_reference="我镇",
        superior="临溪县人民政府",
    )
    report = Report(
        organ=organ,
        year=2024,
        notes=[Note(id=f"t{at}", aspect=aspect, text=text) for at, (aspect, text) in enumerate(_NOTES)],
    )
    zeros = dict.fromkeys(report.form.inputs, 0)
    figures = {"requests.new_received.natural_person": 9, "requests.granted.natural_person": 9}
    return EvaluationCase("trial", report.model_copy(update={"values": {**zeros, **figures}}))


def probe(endpoint: Endpoint, tell: Tell = lambda _: None) -> tuple[str, Profile]:
    """Measures ``endpoint`` and keeps its profile, as ``writing.probe`` does, and how to draft with it is tried."""
    return probing.probe(endpoint, tell, chosen)


def chosen(endpoint: Endpoint, stop: threading.Event, tell: Tell) -> Verdict | None:
    """How to draft with ``endpoint``, used as its profile says; None where that could not be found out."""
    if profiles.is_small(endpoint.model):
        return Verdict("items", "模型较小，自由写作容易添枝加叶")
    tell("正在试写几节")
    tried = case()
    outcome = Candidate(endpoint).draft(tried, SECTIONS, stop)
    if stop.is_set() or outcome.drafted.failed:
        return None
    letters = [(len(outcome.drafted.report.text(id)), usage) for id, usage in outcome.drafted.usages.items()]
    against = _against(tried, outcome)
    if not against:
        return Verdict("prose", "试写三节，素材和数据都写到，没有多写，出处正确", letters)
    tell("正在试逐段改写")
    tally = _rewritten(tried, endpoint, stop)
    if stop.is_set() or tally is None:
        return None
    written = f"整段试写：{'、'.join(against)}"
    if not tally.written:
        return Verdict("items", f"{written}；逐段改写没有按格式作答", letters)
    kept = f"逐段改写{tally.written}句，核对后合用{tally.used}句"
    return Verdict("paragraphs" if tally.used >= ENOUGH * tally.written else "items", f"{written}；{kept}", letters)


def _against(tried: EvaluationCase, outcome: Outcome) -> list[str]:
    """What speaks against letting the model write whole sections."""
    found = measured(tried, outcome)
    told = [says.format(round(found[id])) for id, says in _FAULTS.items() if found.get(id)]
    lost = [what for id, what in (("notes_told", "素材"), ("facts_told", "数据")) if found[id] < 1]
    if lost:
        told.append(f"漏写的{'和'.join(lost)}")
    if found["sourced"] < SOURCED:
        told.append("没有标对出处的句子")
    return told


def _rewritten(tried: EvaluationCase, endpoint: Endpoint, stop: threading.Event) -> Tally | None:
    """How many sentences the model wrote of the composed paragraphs, and how many stand; None where it did not answer."""
    tally = Tally()
    try:
        for id in SECTIONS:
            rewritten(tried.report, id, endpoint, last_year=None, stop=stop, on_text=lambda _: None, tally=tally)
    except ModelError:
        return None
    return tally
