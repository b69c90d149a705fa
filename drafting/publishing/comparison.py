"""This year's report beside last year's: the narrative section by section, the three tables cell by cell."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal, NamedTuple

from drafting.form import CHAPTERS
from drafting.report import Report
from drafting.values import Value, tidy
from drafting.writing.diff import Change, changes

LARGE = 50
"""Per cent of last year's figure from which a change is counted as large."""


def per_cent(value: Decimal) -> Decimal:
    """``value`` with two decimals, half-up."""
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)


def signed_ratio(ratio: Value) -> str:
    """A change in per cent as tables show it, always with two decimals: ``+12.50%``, ``-3.00%``; ``—`` for none."""
    return "—" if ratio is None else f"{'+' if ratio > 0 else ''}{per_cent(Decimal(ratio)):f}%"


class Span(NamedTuple):
    """A stretch of a compared paragraph: in both years' text, only in this year's, or only in last year's."""

    kind: Literal["equal", "insert", "delete"]
    text: str


@dataclass(frozen=True)
class CellChange:
    """A cell in both years; None: not filled. ``name``: what staff call it."""

    key: str
    name: str
    then: Value
    now: Value

    @property
    def change(self) -> Value:
        """This year's figure less last year's; None when one of them is not filled."""
        return None if self.then is None or self.now is None else tidy(self.now - self.then)

    @property
    def ratio(self) -> Value:
        """The change in per cent of last year's figure, two decimals half-up (domain §4.3); None where that was 0."""
        if self.change is None or not self.then:
            return None
        return tidy(per_cent(Decimal(self.change) * 100 / self.then))

    @property
    def large(self) -> bool:
        """Whether it changed by LARGE per cent or more."""
        return self.ratio is not None and abs(self.ratio) >= LARGE


@dataclass(frozen=True)
class SectionChange:
    """A narrative section in both years: all ``new`` of ``changes`` are this year's text, all ``old`` last year's."""

    id: str
    label: str
    changes: tuple[Change, ...]

    @property
    def then(self) -> str:
        """Last year's text."""
        return "".join(change.old for change in self.changes)

    @property
    def now(self) -> str:
        """This year's text."""
        return "".join(change.new for change in self.changes)

    @property
    def same(self) -> bool:
        """Whether the text is last year's, word for word."""
        return all(change.kind == "equal" for change in self.changes)

    @property
    def paragraphs(self) -> list[list[Span]]:
        """The section to read, in paragraphs; where words were exchanged, last year's stand first."""
        found: list[list[Span]] = [[]]
        for change in self.changes:
            spans = (
                [Span("equal", change.new)]
                if change.kind == "equal"
                else [Span("delete", change.old), Span("insert", change.new)]
            )
            for kind, text in spans:
                first, *rest = text.split("\n")
                found[-1].append(Span(kind, first))
                found += [[Span(kind, line)] for line in rest]
        shown = ([span for span in paragraph if span.text] for paragraph in found)
        return [paragraph for paragraph in shown if paragraph]


@dataclass(frozen=True)
class Comparison:
    """A report and the one of the year before: all ``cells`` as printed, the ``sections`` with text in either."""

    year: int
    last_year: int
    cells: tuple[CellChange, ...]
    sections: tuple[SectionChange, ...]

    @property
    def differing(self) -> list[CellChange]:
        """The cells whose figures differ; blank and 0 do."""
        return [cell for cell in self.cells if cell.then != cell.now]


def compare(report: Report, last_year: Report) -> Comparison:
    """``report`` beside ``last_year``, the same organ's report on the year before."""
    now, then = report.cells(), last_year.cells()
    specs = {spec.id: spec for spec in (*last_year.outline, *report.outline)}
    order = dict.fromkeys(spec.id for spec in (*report.outline, *last_year.outline))
    written = [specs[id] for id in order if report.written(id) or last_year.written(id)]
    written.sort(key=lambda spec: list(CHAPTERS).index(spec.chapter))
    found = ((spec, _readable(changes(last_year.text(spec.id), report.text(spec.id)))) for spec in written)
    return Comparison(
        report.year,
        last_year.year,
        tuple(CellChange(key, report.form.name(key), then.get(key), value) for key, value in now.items()),
        tuple(SectionChange(spec.id, spec.label, tuple(parts)) for spec, parts in found),
    )


def _readable(parts: Iterable[Change]) -> list[Change]:
    """``parts`` with a few words that chanced to stay between longer changes counted as changed with them."""
    found: list[Change] = []
    for part in parts:
        found.append(part)
        while (
            len(found) > 2
            and found[-2].kind == "equal"
            and "\n" not in found[-2].new
            and (len(found[-2].new) <= min(max(len(found[at].old), len(found[at].new)) for at in (-3, -1)))
        ):
            *found, left, between, right = found
            found.append(Change("replace", left.old + between.old + right.old, left.new + between.new + right.new))
    return found
