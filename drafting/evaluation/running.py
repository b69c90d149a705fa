"""All cases drafted by one candidate, by pydantic-evals. Nothing leaves this machine but what the model is asked."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from statistics import fmean
from typing import Any

from drafting.errors import ModelError, SettingError

from .candidates import Candidate
from .cases import EvaluationCase
from .measures import MEASURES, Outcome, measured

MISSING = "评测需要另装组件，请运行 pip install nianbao[evaluate] 后重试。"


@dataclass(frozen=True)
class Run:
    """One draft of a case: the measures by id, the text of each section by its label."""

    case: str
    measures: Mapping[str, float]
    texts: Mapping[str, str]


@dataclass(frozen=True)
class Evaluation:
    """What a candidate made of the cases. ``refs``: the prompts it used; ``failures``: case -> why it has no draft."""

    label: str
    runs: tuple[Run, ...]
    refs: tuple[str, ...] = ()
    failures: Mapping[str, str] = field(default_factory=dict)

    def mean(self, measure: str, case: str | None = None) -> float | None:
        """The mean of a measure over the runs, of one case or of all; None where no run has it."""
        values = [run.measures[measure] for run in self.runs if measure in run.measures and case in (None, run.case)]
        return fmean(values) if values else None

    @property
    def unreached(self) -> bool:
        """Whether some section of some case could not be had from the model."""
        return bool(self.failures) or any(run.measures.get("failed") for run in self.runs)

    def to_data(self) -> dict[str, Any]:
        """As ``evaluation.json`` keeps it."""
        return {
            "candidate": self.label,
            "prompts": list(self.refs),
            "means": {one.id: mean for one in MEASURES if (mean := self.mean(one.id)) is not None},
            "runs": [{"case": run.case, "measures": dict(run.measures), "texts": dict(run.texts)} for run in self.runs],
            "failures": dict(self.failures),
        }

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Evaluation:
        """What ``to_data`` made. Raises KeyError, TypeError and AttributeError for anything else."""
        runs = tuple(
            Run(
                str(run["case"]),
                {str(id): float(value) for id, value in run["measures"].items()},
                {str(label): str(text) for label, text in run["texts"].items()},
            )
            for run in data["runs"]
        )
        failures = {str(case): str(why) for case, why in data.get("failures", {}).items()}
        return cls(str(data["candidate"]), runs, tuple(map(str, data.get("prompts", ()))), failures)


def evaluated(
    candidate: Candidate,
    cases: Sequence[EvaluationCase],
    *,
    repeat: int = 1,
    on_case: Callable[[str], None] = lambda name: None,
) -> Evaluation:
    """Every case drafted ``repeat`` times, one after the other, and measured. ``on_case`` is told each that begins.

    Raises SettingError without the extra, and what cannot be used of the candidate.
    """
    try:
        from pydantic_evals import Case, Dataset
        from pydantic_evals.evaluators import Evaluator, EvaluatorContext
    except ImportError:
        raise SettingError(MISSING) from None
    refs: set[str] = set()
    raised: dict[str, Exception] = {}

    @dataclass
    class Measures(Evaluator):
        """The measures of ``measures``."""

        def evaluate(self, ctx: EvaluatorContext[EvaluationCase, Outcome, None]) -> dict[str, float]:
            return measured(ctx.inputs, ctx.output)

    def drafted(case: EvaluationCase) -> Outcome:
        on_case(case.label)
        try:
            outcome = candidate.draft(case)
            report, failed = outcome.drafted.report, outcome.drafted.failed
            if failed and not any(report.text(id).strip() for id in report.sections):
                raise next(iter(failed.values()))
        except Exception as error:
            raised[case.label] = error
            raise
        refs.update(outcome.drafted.prompts)
        return outcome

    known = {case.name: case for case in cases}
    dataset: Any = Dataset(
        name="nianbao", cases=[Case(name=case.name, inputs=case) for case in cases], evaluators=[Measures()]
    )
    report = asyncio.run(
        dataset.evaluate(drafted, name=candidate.label, max_concurrency=1, progress=False, repeat=repeat)
    )
    runs = [
        Run(
            known[one.source_case_name or one.name].label,
            {id: float(result.value) for id, result in one.scores.items()},
            texts(one.output),
        )
        for one in sorted(report.cases, key=lambda one: list(known).index(one.source_case_name or one.name))
    ]
    for fault in [fault for one in report.cases for fault in one.evaluator_failures]:
        raise RuntimeError(fault.error_stacktrace)  # a measure that fails is a mistake of the program
    for error in raised.values():
        if not isinstance(error, ModelError):
            raise error
    failures = {name: str(error) for name, error in raised.items()}
    return Evaluation(candidate.label, tuple(runs), tuple(sorted(refs)), failures)


def texts(outcome: Outcome) -> dict[str, str]:
    """The drafted sections by their labels, in printed order."""
    report = outcome.drafted.report
    return {spec.label: text for spec in report.outline if (text := report.text(spec.id)).strip()}
