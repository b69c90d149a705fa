"""What an evaluation is written to: a table for the terminal, Markdown, JSON, and one page with the drafts side by side."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from drafting.errors import FileError
from drafting.whole_files import read_whole

from .measures import MEASURES, Measure, written
from .running import Evaluation

NAME = "evaluation"
"""The files' name before .md, .json, .html."""
_STYLE = """
body { font: 16px/1.75 "Noto Serif CJK SC", "Songti SC", SimSun, serif; margin: 2rem auto; max-width: 100rem; padding: 0 1rem; }
h1, h2, h3 { font-family: "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif; }
table { border-collapse: collapse; }
th, td { border: 1px solid #999; padding: .3rem .6rem; text-align: left; vertical-align: top; }
td.number { text-align: right; font-variant-numeric: tabular-nums; }
.drafts { display: grid; grid-auto-columns: minmax(20rem, 1fr); grid-auto-flow: column; gap: 2rem; overflow-x: auto; }
.drafts p { text-indent: 2em; margin: .2rem 0; }
.fault { color: #a00; }
"""


def read(path: str | Path) -> list[Evaluation]:
    """The evaluations of an earlier ``evaluation.json``. Raises FileError for any other file."""
    try:
        return [Evaluation.of(each) for each in json.loads(read_whole(path))["evaluations"]]
    except (ValueError, KeyError, TypeError, AttributeError):
        raise FileError(f"“{path}”不是评测结果，请指明以前评测写出的 evaluation.json。") from None


def rows(evaluations: Sequence[Evaluation]) -> Iterable[tuple[Measure, list[str]]]:
    """Each measure that some candidate has, with its mean for each, and which is the best where they differ."""
    for measure in MEASURES:
        means = [each.mean(measure.id) for each in evaluations]
        known = [mean for mean in means if mean is not None]
        if not known:
            continue
        best = max(known) if measure.better == "more" else min(known)
        marked = measure.better is not None and len(known) > 1 and min(known) != max(known)
        yield (
            measure,
            [f"{written(measure, mean)}{' ✓' if marked and mean == best else ''}" for mean in means],
        )


def table(evaluations: Sequence[Evaluation]) -> str:
    """The means as a table of plain text, columns aligned for a terminal's wide letters."""
    lines = [["指标", *(each.label for each in evaluations)]]
    lines += [[measure.label, *cells] for measure, cells in rows(evaluations)]
    widths = [max(_width(line[at]) for line in lines) for at in range(len(lines[0]))]
    return "\n".join(
        "  ".join(cell + " " * (wide - _width(cell)) for cell, wide in zip(line, widths)).rstrip() for line in lines
    )


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def markdown(evaluations: Sequence[Evaluation]) -> str:
    """The means, then each case by itself."""
    cases = list(dict.fromkeys(run.case for each in evaluations for run in each.runs))
    repeats = max((len(each.runs) for each in evaluations), default=0) // (len(cases) or 1)
    parts = [
        "# 起草评测",
        f"由 `nianbao evaluate` 写出：{len(cases)} 份年报，每份起草 {repeats} 次，表中是平均数，✓ 是较好的一栏。"
        "逐节的文字见同名的网页。",
        _grid(["指标", *(each.label for each in evaluations)], ([m.label, *cells] for m, cells in rows(evaluations))),
    ]
    parts += [
        f"“{each.label}”用的提示词：{'、'.join(f'`{ref}`' for ref in each.refs)}。" for each in evaluations if each.refs
    ]
    for each in evaluations:
        parts += [f"“{each.label}”没有写成“{case}”：{why}" for case, why in each.failures.items()]
    for case in cases:
        parts.append(f"## {case}")
        found = [
            [measure.label, *(written(measure, each.mean(measure.id, case)) for each in evaluations)]
            for measure in MEASURES
            if any(each.mean(measure.id, case) is not None for each in evaluations)
        ]
        parts.append(_grid(["指标", *(each.label for each in evaluations)], found))
    return "\n\n".join(parts) + "\n"


def _grid(head: Sequence[str], lines: Iterable[Sequence[str]]) -> str:
    def line(cells: Iterable[str]) -> str:
        return f"| {' | '.join(cell.replace('|', '｜') for cell in cells)} |"

    return "\n".join([line(head), f"|{'---|' * len(head)}", *map(line, lines)])


def page(evaluations: Sequence[Evaluation]) -> str:
    """One page: the table, then the drafts of every case side by side, to be read. All of it is escaped."""
    cases = list(dict.fromkeys(run.case for each in evaluations for run in each.runs))
    head = "".join(f"<th>{escape(each.label)}</th>" for each in evaluations)
    lines = "".join(
        f"<tr><th>{measure.label}</th>{''.join(f'<td class=number>{escape(cell)}</td>' for cell in cells)}</tr>"
        for measure, cells in rows(evaluations)
    )
    body = "".join(
        f"<h2>{escape(case)}</h2><div class=drafts>{''.join(_drafts(each, case) for each in evaluations)}</div>"
        for case in cases
    )
    return (
        f'<!DOCTYPE html><html lang="zh-CN"><meta charset="utf-8"><title>起草评测</title><style>{_STYLE}</style>'
        f"<h1>起草评测</h1><table><tr><th>指标</th>{head}</tr>{lines}</table>{body}</html>\n"
    )


def _drafts(evaluation: Evaluation, case: str) -> str:
    """What one candidate made of one case, each time it drafted it."""
    parts = [f"<h3>{escape(evaluation.label)}</h3>"]
    if why := evaluation.failures.get(case):
        parts.append(f"<p class=fault>{escape(why)}</p>")
    for run in evaluation.runs:
        if run.case == case:
            for label, text in run.texts.items():
                parts.append(
                    f"<h4>{escape(label)}</h4>" + "".join(f"<p>{escape(line)}</p>" for line in text.splitlines())
                )
    return f"<section>{''.join(parts)}</section>"


def files(evaluations: Sequence[Evaluation]) -> dict[str, bytes]:
    """The files of an evaluation by name."""
    data = json.dumps({"evaluations": [each.to_data() for each in evaluations]}, ensure_ascii=False, indent=1)
    made = {".json": f"{data}\n", ".md": markdown(evaluations), ".html": page(evaluations)}
    return {f"{NAME}{ending}": text.encode("utf-8", "replace") for ending, text in made.items()}
