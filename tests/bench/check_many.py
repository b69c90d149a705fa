"""All rules over 1, 10, 100 and 1,000 reports: made up, with random balanced tables, last year's report and every
section drafted offline, each of 50 for 20 organs. In a running process; milliseconds of processor time a report, beside
the same for one report alone (the middle one of 20). And all rules on one report, beside reading it from its file.
"""

from __future__ import annotations

import random
import statistics
import time
from collections.abc import Callable

from drafting import checks, report_file
from drafting.form import edition
from drafting.report import Report, Section
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named

from .outcome import Outcome, Row, Series, Target, in_turn

TITLE = "checking a thousand reports"
REPEAT = 3
SIZES = (10, 100, 1_000)
DRAFTED = 50
ALONE = 20
TARGET = 100
"""Milliseconds for all rules on one report."""
STRAIGHT = 1.2
"""How much longer than alone a report among a thousand may take."""
NAMES = [f"{hill}{water}镇人民政府" for hill in "青云龙凤" for water in "溪泉河湖江"]
FORM = edition("2021")
APPLICANTS = [key.rsplit(".", 1)[1] for key in FORM.inputs if key.startswith("requests.new_received.")]
ANSWERED = [part.rsplit(".", 1)[0] for part in next(each for each in FORM.relations if each.id == "A1:total").parts]


def measure(repeat: int) -> Outcome:
    """One report, then ever more, in turn; each time others, so that nothing kept from the time before helps."""
    chance = random.Random(2024)
    report, last_year = sample("town").load()
    drafted = [_made_up(report, last_year, chance) for _ in range(DRAFTED)]
    reports = [_of(name, each) for name in NAMES for each in drafted]
    files = [report_file.dumps(each) for each in reports[:ALONE]]

    def some(size: int) -> float:
        start = chance.randrange(len(reports) - size + 1)
        return sum(_milliseconds(lambda: checks.run(each, last_year)) for each in reports[start : start + size]) / size

    def alone(work: Callable[[int], object]) -> float:
        return statistics.median(_milliseconds(lambda: work(at)) for at in range(ALONE))

    taken = {
        name: Series(values)
        for name, values in in_turn(
            repeat,
            {
                "read": lambda: alone(lambda at: report_file.loads(files[at])),
                "alone": lambda: alone(lambda at: checks.run(reports[at], last_year)),
                **{f"{size:,}": lambda size=size: some(size) for size in SIZES},
            },
        ).items()
    }
    one, most = taken["alone"], Row("", taken[f"{max(SIZES):,}"], taken["alone"])
    return Outcome(
        (
            Row("one report (baseline: reading its file)", one, taken["read"]),
            Row("one report", one, one),
            *(Row(f"a report among {size:,}", taken[f"{size:,}"], one) for size in SIZES),
        ),
        (
            Target(
                f"all rules on one full report take less than {TARGET} ms", f"{one.median:.1f} ms", one.median < TARGET
            ),
            Target(
                f"a report among {max(SIZES):,} takes at most {STRAIGHT} × one alone: a straight line",
                f"{most.ratio:.2f} ×",
                most.ratio <= STRAIGHT,
            ),
        ),
        (f"{len(checks.RULES)} rules; {statistics.mean(map(_characters, reports)):,.0f} characters of text a report.",),
    )


def _made_up(report: Report, last_year: Report, chance: random.Random) -> Report:
    made = report.model_copy(update={"values": balanced(chance), "sections": {}})
    return draft_report(made, sections_named(made, ()), None, last_year=last_year).report


def _of(name: str, report: Report) -> Report:
    """``report`` as the organ called ``name`` would have written it."""
    old = report.organ.name
    sections = {id: Section.of(section.text.replace(old, name), "composer") for id, section in report.sections.items()}
    return report.model_copy(update={"organ": report.organ.model_copy(update={"name": name}), "sections": sections})


def balanced(chance: random.Random) -> dict[str, int]:
    """All inputs, 一 + 二 = （七） + 四 in each column of 表三."""
    values = {key: chance.randrange(500) for key in FORM.inputs}
    for applicant in APPLICANTS:
        done = {f"{row}.{applicant}": chance.choice((0, 0, chance.randrange(40))) for row in ANSWERED}
        out = chance.randrange(10)
        carried_in = chance.randrange(sum(done.values()) + out + 1)
        values |= done | {
            f"requests.carried_out.{applicant}": out,
            f"requests.carried_in.{applicant}": carried_in,
            f"requests.new_received.{applicant}": sum(done.values()) + out - carried_in,
        }
    return values


def _characters(report: Report) -> int:
    return sum(len(report.text(id)) for id in report.sections)


def _milliseconds(work: Callable[[], object]) -> float:
    """Processor time: nothing here waits, and what else the machine does stays out of it."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000
