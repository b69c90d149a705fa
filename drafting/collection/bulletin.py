"""The 通报 on a January: who reported when, what was found, what was alike, how each unit scored.

Every figure in it is counted here from the roll-call, the findings and the scores; the sentences praise nobody. An office
may change them in Word.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from drafting.checks import Finding
from drafting.publishing import listing
from drafting.publishing.listing import Block, Heading, Listing, Signed

from . import score_sheet
from .batch_check import BATCH_RULE, Checked
from .roll_call import Line
from .score import ITEMS, TENTH, Score, Weights, title

COMMONEST = 10
"""Faults that the table names."""
COUNTED = ("error", "warning")
"""Severities that are faults; a hint is for the office to judge."""


@dataclass(frozen=True)
class Fault:
    """What was found by one rule: in how many places, in which units' reports (labels, in the roster's order)."""

    rule: str
    places: int
    units: tuple[str, ...]


@dataclass(frozen=True)
class Facts:
    """What a bulletin tells, in the roster's order. Every unit of the roll-call is in one of the first five.

    ``checked``: those whose report was checked; ``compared``: how many were compared with each other; ``alike``: label ->
    what rule R-10 found there.
    """

    on_time: tuple[Line, ...]
    late: tuple[Line, ...]
    overdue: tuple[Line, ...]
    awaited: tuple[Line, ...]
    only_published: tuple[Line, ...]
    checked: tuple[Line, ...]
    compared: int
    faults: tuple[Fault, ...]
    alike: Mapping[str, tuple[Finding, ...]]

    @property
    def lines(self) -> int:
        """How many units should report."""
        return sum(map(len, (self.on_time, self.late, self.overdue, self.awaited, self.only_published)))

    @property
    def came(self) -> int:
        """How many reports came."""
        return len(self.on_time) + len(self.late)

    def to_data(self) -> dict[str, Any]:
        """The facts as ``bulletin --json`` prints them."""
        names = ("on_time", "late", "overdue", "awaited", "only_published", "checked")
        return {name: [line.label for line in getattr(self, name)] for name in names} | {
            "compared": self.compared,
            "faults": [
                {"rule": fault.rule, "title": title(fault.rule), "places": fault.places, "units": list(fault.units)}
                for fault in self.faults
            ],
            "alike": {label: [finding.to_data() for finding in found] for label, found in self.alike.items()},
        }


def facts(lines: Sequence[Line], checked: Mapping[str, Checked]) -> Facts:
    """What the roll-call ``lines`` and what was ``checked`` (key -> findings) come to."""
    came = [line for line in lines if line.rounds]
    silent = [line for line in lines if not line.rounds]
    judged = [line for line in came if (found := checked.get(line.unit.key)) and not found.error]
    missing = [line for line in silent if line.state != "published"]
    alike = {
        line.label: found
        for line in judged
        if (found := tuple(each for each in checked[line.unit.key].findings if each.rule == BATCH_RULE))
    }
    return Facts(
        on_time=tuple(line for line in came if not line.late),
        late=tuple(line for line in came if line.late),
        overdue=tuple(line for line in missing if line.late),
        awaited=tuple(line for line in missing if not line.late),
        only_published=tuple(line for line in silent if line.state == "published"),
        checked=tuple(judged),
        compared=sum(all(entry.rule != BATCH_RULE for entry in checked[line.unit.key].not_assessed) for line in judged),
        faults=tuple(_faults(judged, checked)),
        alike=alike,
    )


def _faults(judged: Iterable[Line], checked: Mapping[str, Checked]) -> list[Fault]:
    """Every rule that found errors or warnings, what most units have first."""
    places: dict[str, list[str]] = defaultdict(list)
    for line in judged:
        for finding in checked[line.unit.key].findings:
            if finding.severity in COUNTED:
                places[finding.rule].append(line.label)
    found = [Fault(rule, len(labels), tuple(dict.fromkeys(labels))) for rule, labels in places.items()]
    return sorted(found, key=lambda fault: (-len(fault.units), -fault.places, fault.rule))


def document(
    told: Facts,
    scores: Sequence[Score],
    weights: Weights,
    year: int,
    today: date,
    *,
    author: str = "",
    names: bool = True,
) -> bytes:
    """The bulletin as a Word document; the table has ``scores`` in their order. ``names``: whether it says who is alike
    to whom; without, the items of each score are left out too, for they would give it away.
    """
    blocks = list(_blocks(told, scores, weights, year, today, names))
    blocks += [Signed(line) for line in (author, _day(today)) if line]
    return listing.docx(f"关于{year}年政府信息公开工作年度报告报送和核查情况的通报", blocks, author=author, dated=today)


def _blocks(
    told: Facts, scores: Sequence[Score], weights: Weights, year: int, today: date, names: bool
) -> Iterator[Block]:
    yield "各有关单位："
    yield (
        f"根据《中华人民共和国政府信息公开条例》和政府信息公开工作年度报告编制的有关要求，对{year}年政府信息公开工作年度报告的"
        f"报送情况和内容进行了核查。截至{_day(today)}，应报单位 {told.lines} 个，已收到 {told.came} 个单位的报告。"
        "现将有关情况通报如下。"
    )
    yield Heading("一、报送情况")
    yield from _sending(told)
    yield Heading("二、核查情况")
    yield from _found(told)
    yield Heading("三、雷同情况")
    yield from _likeness(told, names)
    yield Heading("四、评分情况")
    yield from _scored(scores, weights, names)
    yield Heading("五、有关要求")
    yield from _asked(told)


def _sending(told: Facts) -> Iterator[str]:
    if told.on_time:
        yield f"按时报送的单位 {len(told.on_time)} 个：{_listed(line.label for line in told.on_time)}。"
    if told.late:
        said = (f"{line.label}（逾期 {(line.first - line.due).days} 天）" for line in told.late if line.first)
        yield f"逾期报送的单位 {len(told.late)} 个：{_listed(said)}。"
    if told.overdue:
        yield f"逾期未报的单位 {len(told.overdue)} 个：{_listed(line.label for line in told.overdue)}。"
    if told.awaited:
        yield f"报送期限未到、尚未报送的单位 {len(told.awaited)} 个：{_listed(line.label for line in told.awaited)}。"
    if told.only_published:
        labels = _listed(line.label for line in told.only_published)
        yield f"已登记公布、没有收到报告的单位 {len(told.only_published)} 个：{labels}。"
    if back := [line for line in (*told.on_time, *told.late) if line.returned]:
        times = sum(line.returned for line in back)
        labels = _listed(f"{line.label}（{line.returned} 次）" for line in back)
        yield f"退回修改的单位 {len(back)} 个，共退回 {times} 次：{labels}。"


def _found(told: Facts) -> Iterator[Block]:
    if not told.checked:
        yield "没有可以核查的报告。"
        return
    said = []
    for name, word in (("errors", "错误"), ("warnings", "需要核对的提醒")):
        having = [line for line in told.checked if getattr(line, name)]
        places = sum(getattr(line, name) for line in having)
        said.append(f"{word} {places} 处，涉及 {len(having)} 个单位" if having else f"没有发现{word}")
    yield f"核查报告 {len(told.checked)} 份：{'；'.join(said)}。"
    if most := [line for line in told.checked if line.errors]:
        most.sort(key=lambda line: -line.errors)
        yield f"有错误的单位：{_listed(f'{line.label}（{line.errors} 处）' for line in most)}。"
    if told.faults:
        shown = told.faults[:COMMONEST]
        more = (
            f"（按涉及单位数列前 {len(shown)} 类，共 {len(told.faults)} 类）" if len(told.faults) > len(shown) else ""
        )
        yield f"不符合下列要求的情况较为集中{more}："
        columns = (("序号", 3), ("核查要求", 28), ("涉及单位", 5), ("处数", 4))
        rows = tuple((at, title(fault.rule), len(fault.units), fault.places) for at, fault in enumerate(shown, 1))
        yield Listing("常见问题", columns, rows)


def _likeness(told: Facts, names: bool) -> Iterator[str]:
    if not told.compared:
        yield "没有对各单位的报告作雷同比较。"
    elif not told.alike:
        yield f"对 {told.compared} 份报告作了比较，没有发现雷同。"
    else:
        places = sum(map(len, told.alike.values()))
        yield (
            f"对 {told.compared} 份报告作了比较，{len(told.alike)} 个单位的报告有文字、数字与其他单位相同或出现其他单位名称"
            f"的情况，共 {places} 处。"
        )
        for label, found in told.alike.items() if names else ():
            said = "；".join(_what(finding) for finding in found)
            yield f"{label}：{said}{'' if said.endswith('。”') else '。'}"


def _what(finding: Finding) -> str:
    """What was found, without what the unit is asked to do."""
    return finding.said.rpartition("，请")[0] or finding.said.rstrip("。")


def _scored(scores: Sequence[Score], weights: Weights, names: bool) -> Iterator[Block]:
    points = [score.points for score in scores if score.points is not None]
    left = [score for score in scores if score.points is None]
    worth = "，".join(f"{ITEMS[item]} {weight.full:f} 分" for item, weight in weights.items())
    full = sum((weight.full for weight in weights.values()), Decimal(0))
    said = f"评分满分 {full:f} 分：{worth}。"
    if points:
        mean = (sum(points, Decimal(0)) / len(points)).quantize(TENTH, ROUND_HALF_UP)
        said += f"参加评分的单位 {len(points)} 个，平均 {mean} 分，最高 {max(points)} 分，最低 {min(points)} 分。"
    yield said
    if left:
        yield f"未评分的单位 {len(left)} 个：{_listed(f'{score.line.label}（{score.why}）' for score in left)}。"
    yield score_sheet.table(scores, weights, items=names)


def _asked(told: Facts) -> Iterator[str]:
    owed = (*told.overdue, *told.awaited)
    if owed:
        yield f"尚未报送的 {len(owed)} 个单位请抓紧报送：{_listed(line.label for line in owed)}。"
    if back := [line for line in told.checked if line.errors and line.state in ("faulty", "returned")]:
        labels = _listed(line.label for line in back)
        yield f"报告有错误的 {len(back)} 个单位请按退回修改单逐处改正，并把完整的一份重新报来：{labels}。"
    if public := [line for line in told.checked if line.errors and line.state == "published"]:
        labels = _listed(line.label for line in public)
        yield f"已公布的报告有错误的 {len(public)} 个单位请改正后更正公布的文本：{labels}。"
    yield "各单位请对照所列情况核对本单位的报告；对核查意见和评分有异议的，请书面说明理由并附依据。"


def _listed(labels: Iterable[str]) -> str:
    return "、".join(labels)


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
