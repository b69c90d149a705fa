"""Every rule finds what breaks it, at the right place, and nothing else becomes an error.

The faults of ``tests/seeding`` go into balanced random reports of several organs and into published ones.
"""

import random
from collections.abc import Iterable
from functools import cache
from itertools import islice

import pytest

from drafting import checks
from drafting.checks import RULES
from drafting.report import Organ
from tests.published import needs_corpus
from tests.published import published as corpus_report
from tests.seeding.catalogue import FAULTS, Case, Fault
from tests.seeding.reports import KINDS, case, year_before

PUBLISHED = {  # file -> level and kind of the organ
    "hongze-district-2024": ("county", "government"),
    "pingtan-2024": ("county", "government"),
    "seed-duizhen-town-2023": ("township", "government"),
    "suqian-city-2023": ("city", "government"),
}
MAIN = ("乡镇", "部门", "县")
"""Kinds of random reports that faults go into; into the others only one that suits too few of these."""
SEEDS = 4
"""So many random reports of each kind."""
RANDOM, REAL = 1, 1
"""Into how many random and published reports each fault goes, the next fault into others."""
NEVER_ASSESSED = {"M-04", "R-10", "S-01", "S-02", "S-09", "T-19"}
"""Rules that need more than a report: other units' reports, a companion page, the headings and tables of a file."""


@cache
def published(name: str) -> Case:
    """A published report, and a report on the year before from which its tables follow."""
    report = corpus_report(name, preface=False)
    level, kind = PUBLISHED[name]
    report.organ = Organ.model_validate(report.organ.model_dump() | {"level": level, "kind": kind})
    return Case(report, year_before(report, seed=1))


made = cache(case)
"""The random report of a kind and a seed, made once."""


def _whole(report: str, seed: int) -> Case:
    return made(report, seed) if report in KINDS else published(report)


@cache
def _found(report: str, seed: int) -> tuple[checks.Finding, ...]:
    """What the rules find before there is a fault."""
    whole = _whole(report, seed)
    return checks.run(whole.report, whole.last_year).findings


def seeded(fault: Fault, report: str, seed: int = 0) -> bool:
    """Put the fault into a copy of the report and look; whether it suits that report."""
    broken = _whole(report, seed).copy()
    places = fault.breaks(broken, random.Random(f"{fault} {report} {seed}"))
    if places is None:
        return False
    places = places if isinstance(places, tuple) else (places,)
    before = {(finding.fingerprint, finding.span) for finding in _found(report, seed)}
    known = {fingerprint for fingerprint, _ in before}
    findings = checks.run(broken.report, broken.last_year).findings
    told = [
        finding
        for finding in findings
        if finding.rule == fault.rule and (finding.fingerprint, finding.span) not in before
    ]
    missed = [place for place in places if not any(place.holds(finding) for finding in told)]
    assert not missed, (report, missed, told)
    others = [
        finding
        for finding in findings
        if finding.severity == "error"
        and finding.fingerprint not in known
        and finding.rule not in fault.also
        and not (finding.rule == fault.rule and any(place.holds(finding) for place in places))
    ]
    assert not others, (report, others)
    return True


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_found_in_a_balanced_random_report(kind):
    for seed in range(SEEDS):
        assert _found(kind, seed) == ()


def test_every_rule_has_three_faults_but_those_that_need_more_than_a_report():
    names = {rule: [fault.name for fault in FAULTS if fault.rule == rule] for rule in RULES}
    assert {rule for rule, faults in names.items() if len(set(faults)) < 3} == NEVER_ASSESSED
    assert len({str(fault) for fault in FAULTS}) == len(FAULTS)
    assert {rule for fault in FAULTS for rule in (fault.rule, *fault.also)} <= set(RULES)


@pytest.mark.parametrize("kind", KINDS)
def test_a_rule_that_needs_more_than_a_report_is_never_assessed(kind):
    whole = made(kind, 0)
    assert NEVER_ASSESSED <= {entry.rule for entry in checks.run(whole.report, whole.last_year).not_assessed}


def _suited(fault: Fault, reports: Iterable[str], most: int, seed: int = 0) -> int:
    """Put the fault into ``reports`` one by one until it suited ``most`` of them; how many it suited."""
    return sum(islice((True for report in reports if seeded(fault, report, seed)), most))


def _from(at: int, names: Iterable[str]) -> list[str]:
    """``names`` beginning with another one each time, so that the faults take turns."""
    names = list(names)
    return names[at % len(names) :] + names[: at % len(names)]


@pytest.mark.parametrize(("at", "fault"), list(enumerate(FAULTS)), ids=map(str, FAULTS))
def test_a_fault_in_balanced_random_reports_is_found_where_it_is(at, fault):
    assert _suited(fault, _from(at, MAIN) + [kind for kind in KINDS if kind not in MAIN], RANDOM, at % SEEDS)


@needs_corpus
@pytest.mark.parametrize(("at", "fault"), list(enumerate(FAULTS)), ids=map(str, FAULTS))
def test_a_fault_in_a_published_report_is_found_where_it_is(at, fault):
    if not _suited(fault, _from(at, PUBLISHED), REAL):
        pytest.skip("no published report is of an organ that could make this fault")
