"""The sum over 100, 1,000 and 10,000 units (made-up tables that agree, no text), read from files, judged by all rules on
tables and added up in one process: processor time a unit beside that at 100. And which of 100 and 1,000 units' texts are
alike (40 made-up sentences each, one in seven from a common store): processor time a unit, reading the sentences included.

Then the same sum by two workers: of 10,000 units by the pool, of 1,000 by the pool and by a Dask cluster on loopback. Measured is
the processor time of all processes, those that have to start and import included; two idle cores take half of it, and never less
than the process that hands out the work and adds up. So the rows do not depend on what else the machine does.
"""

from __future__ import annotations

import json
import random
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from distributed import Client

from drafting import report_file
from drafting.collection.cluster import Cluster
from drafting.collection.likeness import alike, written
from drafting.collection.pool import Spread, in_order
from drafting.collection.summing import of_files
from drafting.organs import named
from drafting.report import Report, Section
from drafting.testing.dask_cluster import Running, dask_cluster

from .check_many import balanced
from .outcome import Outcome, Row, Series, Target, in_turn

TITLE = "many units"
REPEAT = 2
SIZES = (100, 1_000, 10_000)
TEXTS = (100, 1_000)
STRAIGHT = 1.2
"""How much longer a unit among the most may take than one among the fewest."""
SUMMED, COMPARED = 30, 20
"""Seconds: 10,000 units on two cores, and 1,000 texts of processor time."""
FASTER, DASK = 1.7, 1.3
"""How much sooner two workers are to be done than one, and how much longer Dask may take than the pool."""


def measure(repeat: int) -> Outcome:
    """Every size in turn."""
    chance = random.Random(2024)
    with tempfile.TemporaryDirectory() as folder:
        paths = [_file(Path(folder), at, chance) for at in range(max(SIZES))]
        common = [_sentence(chance) for _ in range(400)]
        reports = [_texted(at, common, chance) for at in range(max(TEXTS))]
        with dask_cluster(Path(folder)) as running, Cluster(running.address) as cluster:
            taken = in_turn(
                repeat,
                {
                    **{f"{size:,}": lambda size=size: _each(lambda: of_files(paths[:size]), size) for size in SIZES},
                    **{
                        f"texts {size:,}": lambda size=size: _each(lambda: _alike(reports[:size]), size)
                        for size in TEXTS
                    },
                    "pool": lambda: _two(paths, in_order, None),
                    "small pool": lambda: _two(paths[:1_000], in_order, None),
                    "dask": lambda: _two(paths[:1_000], cluster.in_order, running),
                },
            )
    found = {name: Series(values) for name, values in taken.items()}
    few, most = found[f"{SIZES[0]:,}"], found[f"{SIZES[-1]:,}"]
    texts = found[f"texts {TEXTS[-1]:,}"]
    ratio, compared = most.median / few.median, texts.median * TEXTS[-1] / 1000
    one, two = most.median * SIZES[-1] / 1000, found["pool"].median / 1000
    dask = found["dask"].median / found["small pool"].median
    return Outcome(
        (
            *(Row(f"a unit summed among {size:,}", found[f"{size:,}"], few) for size in SIZES),
            *(
                Row(f"a unit compared among {size:,}", found[f"texts {size:,}"], found[f"texts {TEXTS[0]:,}"])
                for size in TEXTS
            ),
            Row("10,000 units by two workers, on two cores", found["pool"]),
            Row("1,000 units by two workers of Dask, beside the pool", found["dask"], found["small pool"]),
        ),
        (
            Target(
                f"a unit among 10,000 costs at most {STRAIGHT} × one among 100", f"{ratio:.2f} ×", ratio <= STRAIGHT
            ),
            Target(
                f"10,000 units take less than {SUMMED} s on two cores",
                f"{two:.0f} s ({one:.0f} s on one)",
                two < SUMMED,
            ),
            Target(f"two workers are at least {FASTER} × as fast as one", f"{one / two:.2f} ×", one / two >= FASTER),
            Target(f"Dask takes at most {DASK} × what the pool takes for 1,000 units", f"{dask:.2f} ×", dask <= DASK),
            Target(f"1,000 texts are compared in less than {COMPARED} s", f"{compared:.1f} s", compared < COMPARED),
        ),
    )


def _each(work: Callable[[], object], size: int) -> float:
    """Milliseconds of processor time a unit."""
    began = time.process_time()
    work()
    return (time.process_time() - began) * 1000 / size


def _two(paths: list[Path], spread: Spread, running: Running | None) -> float:
    """Milliseconds that the sum by two workers takes on two idle cores at the least; ``running``: whose workers do it."""
    began, before = _used(running)
    of_files(paths, workers=2, spread=spread)
    own, all_ = _used(running)
    return max(own - began, (all_ - before) / 2) * 1000


def _used(running: Running | None) -> tuple[float, float]:
    """Seconds of processor time so far: of this process, and of all that do the work."""
    others = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = [others.ru_utime, others.ru_stime]
    if running is not None:
        with Client(running.address, set_as_default=False) as client:
            spent = [client.run_on_scheduler(time.process_time), *client.run(time.process_time).values()]
    own = time.process_time()
    return own, own + sum(spent)


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
