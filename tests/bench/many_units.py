"""The sum over 100, 1,000 and 10,000 units (made-up tables that agree, no text), read from files, judged by all rules on
tables and added up in one process: processor time a unit beside that at 100. And which of 100 and 1,000 units' texts are
alike (40 made-up sentences each, one in seven from a common store): processor time a unit, reading the sentences included.
"""

from __future__ import annotations

import json
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from drafting import report_file
from drafting.collection.likeness import alike, written
from drafting.collection.summing import of_files
from drafting.organs import named
from drafting.report import Report, Section

from .check_many import balanced
from .outcome import Outcome, Row, Series, Target, in_turn

TITLE = "many units"
REPEAT = 2
SIZES = (100, 1_000, 10_000)
TEXTS = (100, 1_000)
STRAIGHT = 1.2
"""How much longer a unit among the most may take than one among the fewest."""
SUMMED, COMPARED = 60, 20
"""Seconds of processor time: 10,000 units (30 s on two cores), and 1,000 texts."""


def measure(repeat: int) -> Outcome:
    """Every size in turn."""
    chance = random.Random(2024)
    with tempfile.TemporaryDirectory() as folder:
        paths = [_file(Path(folder), at, chance) for at in range(max(SIZES))]
        common = [_sentence(chance) for _ in range(400)]
        reports = [_texted(at, common, chance) for at in range(max(TEXTS))]
        taken = in_turn(
            repeat,
            {
                **{f"{size:,}": lambda size=size: _each(lambda: of_files(paths[:size]), size) for size in SIZES},
                **{f"texts {size:,}": lambda size=size: _each(lambda: _alike(reports[:size]), size) for size in TEXTS},
            },
        )
    found = {name: Series(values) for name, values in taken.items()}
    few, most = found[f"{SIZES[0]:,}"], found[f"{SIZES[-1]:,}"]
    texts = found[f"texts {TEXTS[-1]:,}"]
    ratio, seconds, compared = most.median / few.median, most.median * SIZES[-1] / 1000, texts.median * TEXTS[-1] / 1000
    return Outcome(
        (
            *(Row(f"a unit summed among {size:,}", found[f"{size:,}"], few) for size in SIZES),
            *(
                Row(f"a unit compared among {size:,}", found[f"texts {size:,}"], found[f"texts {TEXTS[0]:,}"])
                for size in TEXTS
            ),
        ),
        (
            Target(
                f"a unit among 10,000 costs at most {STRAIGHT} × one among 100", f"{ratio:.2f} ×", ratio <= STRAIGHT
            ),
            Target(f"10,000 units take less than {SUMMED} s of a processor", f"{seconds:.0f} s", seconds < SUMMED),
            Target(f"1,000 texts are compared in less than {COMPARED} s", f"{compared:.1f} s", compared < COMPARED),
        ),
    )


def _each(work: Callable[[], object], size: int) -> float:
    """Milliseconds of processor time a unit."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000 / size


def _file(folder: Path, at: int, chance: random.Random) -> Path:
    report = Report(organ=named(f"云溪县第{at}局"), year=2024, values=balanced(chance))
    path = folder / f"{at:05}.report.json"
    path.write_text(json.dumps(report_file.to_data(report), ensure_ascii=False), "utf-8")
    return path


def _texted(at: int, common: list[str], chance: random.Random) -> Report:
    said = "".join(chance.choice(common) if chance.random() < 1 / 7 else _sentence(chance) for _ in range(40))
    return Report(organ=named(f"云溪县第{at}局"), year=2024, sections={"overview.proactive": Section.of(said)})


def _sentence(chance: random.Random) -> str:
    """Clauses of characters without sense, as long as those of reports."""
    clauses = (
        "".join(chr(chance.randrange(0x4E00, 0x5E00)) for _ in range(chance.randrange(8, 20)))
        for _ in range(chance.randrange(2, 5))
    )
    return "，".join(clauses) + "。"


def _alike(reports: list[Report]) -> object:
    return alike({report.organ.name: written(report) for report in reports})
