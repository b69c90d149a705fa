"""Which rules an office uses and how grave it takes them: a table it can edit (``rules.tsv`` in the data folder).

Columns: 规则, 级别 (错误, 提醒, 提示, 不查), 检查什么. Rules that are not in it keep their own severity. What makes a
report wrong – the sums of the tables, figures that rest on nothing, personal data – cannot be lowered.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace

from drafting.errors import FileError
from drafting.language.encoding import decoded

from .rule import SEVERITIES, Finding, NotAssessed, Rule, Severity
from .wording import SHARED, said

OFF = "不查"
COLUMNS = ("规则", "级别", "检查什么")
MAX_BYTES = 200_000

Policy = Mapping[str, Severity | None]
"""Rule id -> the severity an office gives it; None: switched off."""

_NAMES: dict[str, Severity | None] = {**{name: severity for severity, name in SEVERITIES.items()}, OFF: None}


def table(rules: Iterable[Rule], policy: Policy) -> str:
    """The table of all ``rules`` as they count under ``policy``, to be edited: tabs between columns, a line a rule."""
    names = {severity: name for name, severity in _NAMES.items()}
    lines = ["\t".join(COLUMNS)]
    lines += ["\t".join((rule.id, names[policy.get(rule.id, rule.severity)], rule.title)) for rule in rules]
    return "\n".join(lines) + "\n"


def read(raw: bytes, rules: Mapping[str, Rule], name: str = "rules.tsv") -> Policy:
    """The policy in ``raw``, a table as ``table`` writes it or as Excel saves it (UTF-8 or GBK; tabs or commas).

    Raises FileError naming the line: an unknown rule or severity, and a rule that is fixed made less than an error.
    """
    if len(raw) > MAX_BYTES:
        raise FileError(f"“{name}”太大，不像是检查规则表，请核对。")
    text = decoded(raw)
    if text is None:
        raise FileError(f"“{name}”的文字读不出来，请在 Excel 里另存为“文本文件（制表符分隔）”或“CSV UTF-8”再上传。")
    text = text.replace("\r\n", "\n")
    policy: dict[str, Severity | None] = {}
    first = text.split("\n", 1)[0]
    for at, row in enumerate(csv.reader(io.StringIO(text), delimiter="\t" if "\t" in first else ","), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or cells[0] == COLUMNS[0]:
            continue
        where = f"“{name}”第 {at} 行"
        if cells[0] not in rules:
            raise FileError(f"{where}的规则“{cells[0][:20]}”没有这一条，请照“规则”一列原有的编号填写。")
        if len(cells) < 2 or cells[1] not in _NAMES:
            raise FileError(f"{where}的级别应是{'、'.join(_NAMES)}之一，请改正。")
        if rules[cells[0]].fixed and cells[1] != SEVERITIES["error"]:
            raise FileError(f"{where}的规则 {cells[0]} 关系到数字是否正确，只能是“{SEVERITIES['error']}”，请改回。")
        policy[cells[0]] = _NAMES[cells[1]]
    return policy


def applied(
    outcomes: Iterable[Finding | NotAssessed],
    rules: Mapping[str, Rule],
    policy: Policy,
) -> list[Finding | NotAssessed]:
    """What the rules said, under ``policy``: a finding of a rule's usual severity takes the office's.

    A finding that the rule itself makes graver or milder than usual stays as it is.
    """
    kept: list[Finding | NotAssessed] = []
    for outcome in outcomes:
        wanted = policy.get(outcome.rule, rules[outcome.rule].severity)
        if wanted is None:
            continue
        if isinstance(outcome, Finding) and outcome.severity == rules[outcome.rule].severity:
            outcome = replace(outcome, severity=wanted)
        kept.append(outcome)
    return kept + [
        NotAssessed(id, said(SHARED, "不需要 off"), needless=True)
        for id, severity in policy.items()
        if severity is None
    ]
