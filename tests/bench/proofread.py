"""校对 on typos put into the offline drafts of the ten cases of `nianbao evaluate`, by a fixed chance. *Finding*: a scripted
model that names each typo; what of them is *offered* as a change, and *at once* by the button that takes all that need no
tick. *Lying*: a scripted model that calls it a correction to turn a meaning, a figure or a year, or to add praise; what of
that is offered. So it is the program that is measured, not a model: how much of what a good one finds reaches the text, and
how much of what a bad one makes up.
"""

from __future__ import annotations

import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator

from pydantic import SecretStr

from drafting.assessment import Assessment
from drafting.evaluation.cases import shipped
from drafting.report import Report
from drafting.service.files import draft_report
from drafting.testing.endpoint import Reply, Request, ScriptedEndpoint
from drafting.writing.endpoint import Endpoint
from drafting.writing.guard import names_of
from drafting.writing.proofreading import proofread
from drafting.writing.proposal import doubted, offered, taken
from drafting.writing.rewrites import told

from .outcome import Outcome, Row, Series, Target
from .typos import KINDS, Seed, finding, lying, seeded

TITLE = "typos found and lies kept out"
REPEAT = 1


def measure(repeat: int) -> Outcome:
    """All cases ``repeat`` times with other typos each time."""
    put, mended, at_once = Counter[str](), Counter[str](), Counter[str]()
    offers, seconds = 0, []
    for report in drafts():
        for at in range(repeat):
            wrong, seeds = seeded(report, random.Random(at))
            began = time.monotonic()
            made, safe = read(wrong, finding(seeds))
            seconds.append(1000 * (time.monotonic() - began))
            for counter, text in ((mended, made), (at_once, safe)):
                counter.update(seed.kind for seed in seeds if stands(seed, text))
            put.update(seed.kind for seed in seeds)
        lied, _ = read(report, lying)
        offers += sum(lied.text(id) != report.text(id) for id in report.sections)
    kinds = [f"| {kind} | {put[kind]} | {mended[kind]} | {at_once[kind]} |" for kind in KINDS]
    found = sum(mended.values()) / put.total()
    return Outcome(
        (Row("a report proofread, the model's answers at once", Series([*seconds, seconds[-1]])),),
        (
            Target("of typos that a model names 98 % are offered", f"{found:.1%} of {put.total()}", found >= 0.98),
            Target("of corrections that turn a meaning or a figure none is offered", f"{offers} sections", not offers),
        ),
        tables=("\n".join(("| kind | put in | offered | at once |", "|---|---|---|---|", *kinds)),),
    )


def drafts() -> Iterator[Report]:
    """The cases drafted offline."""
    for case in shipped():
        names = [spec.id for spec in case.report.outline]
        yield draft_report(case.report, names, None, last_year=case.last_year).report


def read(report: Report, model: Callable[[Request], Reply]) -> tuple[Report, Report]:
    """``report`` with all that proofreading by ``model`` offers, and with what of that needs no tick."""
    with ScriptedEndpoint(model) as server:
        endpoint = Endpoint(server.url, "test-model", SecretStr("k"))
        made = proofread(report, endpoint, stop=threading.Event(), on_reading=lambda found: None)
    every = told(report, made.reading.rewrites)
    bearing, sections = Assessment(report).bearing, {}
    for id, standing in report.sections.items():
        offer = doubted(offered(standing, every.sections[id], names_of(report)), bearing, id)
        sections[id] = taken(standing, offer, offer.harmless)
    return every, report.model_copy(update={"sections": sections})


def stands(seed: Seed, report: Report) -> bool:
    """Whether the typo is mended in ``report``."""
    text = report.text(seed.section)
    return seed.right in text and (seed.wrong in seed.right or seed.wrong not in text)
