"""Which unit of the roster a file is from. What is not certain is a question, never a guess."""

from __future__ import annotations

import re
from dataclasses import dataclass

from drafting.organ import Organ
from drafting.organs import parted

from .roster import Roster, Unit

SHORTEST = 3
"""Characters a name must have to be looked for in the name of a file."""
_SAME = (
    (re.compile(r"[\s　]+"), ""),
    (re.compile("人民政府"), "政府"),
    (re.compile("管理委员会"), "管委会"),
    (re.compile(r"(?:政府|(?<=街道)办事处)$"), ""),
    (re.compile("办公室$"), "办"),
    (re.compile("和"), ""),
)


@dataclass(frozen=True)
class Match:
    """``unit``: the one a file is from, None where a person must say; then ``why`` asks in a sentence and
    ``candidates`` may be meant.
    """

    unit: Unit | None
    why: str = ""
    candidates: tuple[Unit, ...] = ()


def match(roster: Roster, organ: Organ | None, *, form: str = "", file: str = "") -> Match:
    """The unit whose report names ``organ``. ``form``: the key in a form that was handed out; ``file``: the file's name."""
    handed = roster.by_key.get(form)
    if organ is None:
        if handed:
            return Match(handed)
        return _by_file(roster, file)
    found = _by_name(roster, organ)
    if handed and (found.unit is None or found.unit.key != handed.key):
        if handed in found.candidates:
            return Match(handed)
        both = tuple(dict.fromkeys((handed, *filter(None, (found.unit,)), *found.candidates)))
        return Match(
            None, f"用的是发给“{roster.labels[handed.key]}”的表，里面写的却是“{organ.name}”，请说明是哪个单位的。", both
        )
    return found


def _by_name(roster: Roster, organ: Organ) -> Match:
    over, core = _signature(organ.name)
    as_listed = [unit for unit in roster.units if organ.name in unit.names]
    if len(as_listed) == 1:
        return Match(as_listed[0])
    named = as_listed or [unit for unit in roster.units if any(_signature(name)[1] == core for name in unit.names)]
    if heirs := tuple(unit for unit in roster.units if not named and organ.name == unit.split_from):
        told = "、".join(f"“{roster.labels[unit.key]}”" for unit in heirs)
        return Match(None, f"写的是“{organ.name}”，已从它分出{told}，请说明是哪个单位的。", heirs)
    if not named:
        return Match(None, f"写的是“{organ.name}”，名单里没有这个单位，请核对是不是别处的，或补进名单、写进别名。")
    fitting = [unit for unit in named if _agree(over, place(roster, unit))]
    if not fitting:
        return Match(
            None,
            f"写的是“{organ.name}”，与名单里的“{roster.labels[named[0].key]}”不在一处，请核对是不是别的县、别的上级的。",
            tuple(named),
        )
    if len(fitting) > 1:
        above = [unit for unit in fitting if organ.superior and _agree(*map(_place, (organ.superior, unit.parent)))]
        whole = [unit for unit in fitting if over and place(roster, unit)]
        fitting = next((few for few in (above, whole) if len(few) == 1), fitting)
    if len(fitting) > 1:
        return Match(
            None,
            f"写的是“{organ.name}”，名单里有 {len(fitting)} 个单位叫这个名称，请说明是哪一个。",
            tuple(fitting),
        )
    if over and not place(roster, fitting[0]):
        return Match(
            None,
            f"写的是“{organ.name}”，名单里的“{fitting[0].name}”没有写明属于哪里，请核对是不是同一个单位。",
            tuple(fitting),
        )
    return Match(fitting[0])


def _by_file(roster: Roster, file: str) -> Match:
    """A file's name is what somebody called it, and no more than a hint."""
    told = {
        unit.key: max((len(each) for each in _hints(unit) if len(each) >= SHORTEST and each in file), default=0)
        for unit in roster.units
    }
    longest = max(told.values(), default=0)
    likely = tuple(unit for unit in roster.units if longest and told[unit.key] == longest)
    if likely:
        names = "、".join(f"“{roster.labels[unit.key]}”" for unit in likely)
        return Match(None, f"里面没有写单位名称，按文件名像是{names}的，请核对。", likely)
    return Match(None, "里面没有写单位名称，文件名里也看不出来，请说明是哪个单位的。")


def _hints(unit: Unit) -> tuple[str, ...]:
    """What the name of a file may call the unit: its names, and its own name without what lies over it."""
    return (*unit.names, parted(unit.name)[1], _signature(unit.name)[1])


def place(roster: Roster, unit: Unit) -> str:
    """The place that ``unit`` belongs to, as far as the roster says: by its name, its parent, the government over all."""
    own = parted(unit.name)[0]
    government = roster.government
    return own or _place(unit.parent) or (_place(government.name) if government and government is not unit else "")


def _place(name: str) -> str:
    """The place whose government or office is called ``name``: 云溪县 of 云溪县人民政府 and of 云溪县教育局."""
    over, core = _signature(name)
    return f"{over}{core}" if re.search(r"[省市县区旗州盟]$", core) else over


def _agree(one: str, other: str) -> bool:
    """Whether two places may be the same: one is told with more of what lies over it, or not at all."""
    return not one or not other or one.endswith(other) or other.endswith(one)


def _signature(name: str) -> tuple[str, str]:
    """The places over the organ, and what is left of its name without what is written in one way or another."""
    over, own = parted(re.sub(r"(?<!人民)政府$", "人民政府", name.strip()))
    for pattern, instead in _SAME:
        own = pattern.sub(instead, own)
    return over, re.sub(r"^[市县区旗](?=.{3,})", "", own)
