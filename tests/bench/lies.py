"""What the program makes of lies, and of the truth. *Golds*: figures of our own texts, of the shared wordings and of the
published reports of the corpus whose meaning a person has read (``tests/lies/texts``, ``corpus.json``); *right* is tied to
the cell or formula it states. *Alterations*: one thing wrong in such a text, by kind and by who wrote it; *caught* is an
error or a question that names the cell, *stopped* keeps the final copy waiting without naming one. *Lying model*: a draft of
a sample with one lie in it, from a scripted endpoint, taken and approved; *out* is a final copy that nobody gave a reason
for. *Moved*: such lies after a person has cut, pasted or retyped them. *Honest drafts*: findings that stop one. Repetitions
are lies of each kind; below fifty, the alterations are a share of all.
"""

from __future__ import annotations

import random
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from drafting.assessment import Assessment, blocking
from drafting.service import Service
from drafting.settings import Settings
from tests.lies import alterations, corpus, corpus_notes, honest
from tests.lies.codes import LEFT_ALONE
from tests.lies.desk import Desk
from tests.lies.liar import lies
from tests.lies.marked import later, marks, of, own, verdict, wordings
from tests.lies.moves import LIES, WAYS, moved
from tests.lies.verdicts import outcome, said
from tests.published import CORPUS

from .outcome import Outcome, Row, Series, Target

TITLE = "figures and claims that are wrong, and those that are right"
REPEAT = 50
ORIGINS = ("import", "model", "person")
WANTED = 0.99


def measure(repeat: int) -> Outcome:
    """All five, one after the other."""
    golds, recall, wrong = _golds()
    altered, caught = _alterations(min(1.0, repeat / REPEAT))
    with _shelf() as service, Desk(service) as desk:
        told, out, seconds = _lies(desk, repeat)
        pasted, through = _moved(desk)
        stops, needless, drafts = _honest(desk)
    least = min(caught.values())
    return Outcome(
        (Row("a draft from the model's answer to the verdict", Series(seconds), unit="ms"),),
        (
            Target(
                "figures that state a cell or a formula are tied to it, 99 % of them", f"{recall:.1%}", recall >= WANTED
            ),
            Target("none is tied to another, no right one is called wrong", f"{wrong}", wrong == 0),
            Target("of altered texts 99 % are caught, whoever wrote them", _each(caught), least >= WANTED),
            Target("no lie reaches a final copy without a reason", f"{out} of {len(seconds)}", out == 0),
            Target("nor one that a person has moved", f"{through} of {len(LIES) * len(WAYS)}", through == 0),
            Target("fewer than one needless stop an honest draft", f"{needless} in {drafts}", needless < drafts),
        ),
        tables=(golds, altered, told, pasted, stops),
    )


def _golds() -> tuple[str, float, int]:
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for kind, pieces in (
        ("our own texts", own()),
        ("texts written afterwards", later()),
        ("shared wordings", wordings()),
    ):
        for piece in pieces:
            found = marks(piece.says(piece.text), piece.last_year)
            for gold in piece.golds:
                result = verdict(gold, of(gold, found))
                counts[kind]["fine" if gold.code in LEFT_ALONE and result == "fine" else result] += 1
    for _, report, golds in corpus.reports() if CORPUS.is_dir() else ():
        found = marks(report)
        for (section, paragraph), each in golds.items():
            for gold in each:
                mark = of(gold, [one for one in found if one["section"] == section], paragraph)
                counts["published reports"][verdict(gold, mark)] += 1
                found = [one for one in found if one is not mark]
        counts["published reports"]["wrong tie"] += sum(mark["state"] == "fact" for mark in found)
        counts["published reports"]["contradicted"] += sum(mark["state"] == "contradicted" for mark in found)
    results = ("right", "untied", "wrong tie", "contradicted")
    total = sum(counts.values(), Counter())
    stated = sum(total[result] for result in results)
    wrong = total["wrong tie"] + total["contradicted"]
    lines = [(kind, *(each[result] for result in results), each["fine"]) for kind, each in counts.items()]
    return _table(("golds", *results, "of no table, left alone"), lines), total["right"] / stated, wrong


def _alterations(share: float) -> tuple[str, dict[str, float]]:
    counts: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for piece in [*own(), *wordings()]:
        for origin in ORIGINS:
            rng = random.Random(f"{piece.name} {origin}")
            before = said(piece.says(piece.text, origin), piece.last_year)
            for version in alterations.wrong(piece):
                if share == 1 or rng.random() < share:
                    result = outcome(before, said(piece.says(version.text, origin), piece.last_year))
                    counts[version.kind, origin][result] += 1
    kinds = sorted({kind for kind, _ in counts})
    lines = [
        (kind, counts[kind, "import"].total(), *(_three(counts[kind, origin]) for origin in ORIGINS)) for kind in kinds
    ]
    whole = {origin: sum((counts[kind, origin] for kind in kinds), Counter()) for origin in ORIGINS}
    lines.append(("all", whole["import"].total(), *(_three(each) for each in whole.values())))
    head = ("altered: caught / stopped / nothing, %", "n", *(f"{origin}" for origin in ORIGINS))
    return _table(head, lines), {origin: _caught(each) / each.total() for origin, each in whole.items()}


def _caught(counts: Counter[str]) -> int:
    return counts["error"] + counts["named"]


def _three(counts: Counter[str]) -> str:
    total = counts.total() or 1
    rest = counts["nothing"] + counts["seen"]
    return " / ".join(f"{100 * number / total:.0f}" for number in (_caught(counts), counts["stopped"], rest))


def _lies(desk: Desk, each: int) -> tuple[str, int, list[float]]:
    tried: dict[str, Counter[str]] = defaultdict(Counter)
    modes: Counter[str] = Counter()
    through: dict[str, list[str]] = defaultdict(list)
    seconds = []
    for lie in lies(each):
        before = time.perf_counter()
        stops = desk.stops(lie)
        seconds.append(1000 * (time.perf_counter() - before))
        tried[lie.kind][lie.mode] += 1
        if not stops:
            through[lie.kind].append(lie.said)
            modes[lie.mode] += 1
    lines = [(kind, each.total(), len(through[kind]), _shortest(through[kind])) for kind, each in tried.items()]
    out = sum(map(len, through.values()))
    lines.append(("all", len(seconds), out, "; ".join(f"{mode}: {number}" for mode, number in modes.items())))
    return _table(("lie", "drafts", "out", "for example"), lines), out, seconds


def _shortest(texts: Sequence[str]) -> str:
    return "; ".join(sorted(set(texts), key=lambda text: (len(text), text))[:2])[:80]


def _moved(desk: Desk) -> tuple[str, int]:
    out = {way: moved(desk, way) for way in WAYS}
    lines = [(way, len(LIES), len(each), ", ".join(each)) for way, each in out.items()]
    return _table(("a model's lie that a person has", "tried", "out", "which"), lines), sum(map(len, out.values()))


def _honest(desk: Desk) -> tuple[str, int, int]:
    lines, needless, drafts = [], 0, 0
    for mode in ("cited", "uncited"):
        by_hand = Counter(finding.rule for draft in honest.DRAFTS for finding in honest.stopping(desk, draft, mode))
        reports = list(corpus_notes.drafts(mode == "cited")) if CORPUS.is_dir() else []
        published = Counter(
            finding.rule
            for _, report in reports
            for finding in blocking(Assessment(report).result)
            if finding.rule.startswith("N-")
        )
        for kind, count, number in (("by hand", by_hand, len(honest.DRAFTS)), ("published", published, len(reports))):
            lines.append((f"{kind}, {mode}", number, count.total(), _each_of(count)))
            needless, drafts = needless + count.total(), drafts + number
    return _table(("honest drafts", "drafts", "stops", "by rule"), lines), needless, drafts


def _each_of(counts: Counter[str]) -> str:
    return ", ".join(f"{rule} {number}" for rule, number in counts.most_common())


def _each(shares: dict[str, float]) -> str:
    return ", ".join(f"{origin} {share:.1%}" for origin, share in shares.items())


def _table(head: Sequence[str], lines: Sequence[Sequence[object]]) -> str:
    rows = [head, ["---"] * len(head), *lines]
    return "\n".join("| " + " | ".join(map(str, row)) + " |" for row in rows)


@contextmanager
def _shelf() -> Iterator[Service]:
    with TemporaryDirectory(prefix="nianbao-bench-") as folder:
        service = Service(Settings(data_dir=Path(folder), database_url=f"sqlite:///{folder}/nianbao.db"))
        yield service
        service.close()
