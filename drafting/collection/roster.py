"""Who reports: the units of an office, as plain data."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cached_property

from pydantic import BaseModel, ConfigDict, Field

from drafting.errors import InputError
from drafting.organ import Kind, Level, Organ
from drafting.organs import named

MAX_UNITS = 3_000
"""More than the departments and townships of any city; a longer list is another kind of list."""
_RANKS = tuple(Level)
_UNSAFE = re.compile(r'[/\\:*?"<>|\s\x00-\x1f]+')


class Unit(BaseModel):
    """One unit of the roster.

    ``order``: its place in the office's own order. ``parent``: the unit over it, whose report counts it where that is
    itself in the roster. ``deadline``: the office's own, before the statutory one. ``aliases``: other names that files
    give it; ``former_names``: what it was called; ``merged``: units that became part of it since the year before; ``split_from``:
    the unit that it was a part of then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1, max_length=100)
    order: int = 0
    short_name: str = Field(default="", max_length=50)
    kind: Kind
    level: Level
    parent: str = Field(default="", max_length=100)
    contact: str = Field(default="", max_length=100)
    deadline: date | None = None
    aliases: tuple[str, ...] = ()
    former_names: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()
    split_from: str = Field(default="", max_length=100)

    @property
    def key(self) -> str:
        """What the unit is known by in files: its name, with its parent where it has one."""
        return f"{self.parent}/{self.name}" if self.parent else self.name

    @property
    def called(self) -> str:
        """Its short name, else its name."""
        return self.short_name or self.name

    @property
    def names(self) -> tuple[str, ...]:
        """Every name a file may give it, its own first."""
        told = (self.name, self.short_name, *self.aliases, *self.former_names, *self.merged)
        return tuple(dict.fromkeys(filter(None, told)))

    @property
    def organ(self) -> Organ:
        """The organ whose report the unit writes."""
        told = named(self.name)
        return told.model_copy(
            update={
                "short_name": self.short_name or told.short_name,
                "kind": self.kind,
                "level": self.level,
                "superior": self.parent or told.superior,
            }
        )


class Roster(BaseModel):
    """The units of an office, in its order. ``units`` have different keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    units: tuple[Unit, ...]

    @cached_property
    def by_key(self) -> dict[str, Unit]:
        """Key -> unit."""
        return {unit.key: unit for unit in self.units}

    @cached_property
    def before(self) -> Roster:
        """The units as they were the year before: one merged into another by itself, one that was divided whole."""
        now = [unit.model_copy(update={"merged": (), "split_from": ""}) for unit in self.units]
        names = {name for unit in now for name in unit.names}
        gone: dict[str, Unit] = {}
        for unit in self.units:
            for name in (*unit.merged, unit.split_from):
                if name and name not in names and name not in gone:
                    told = named(name)
                    gone[name] = Unit(name=name, kind=told.kind, level=told.level, parent=unit.parent)
        return Roster(units=(*now, *gone.values()))

    @cached_property
    def labels(self) -> dict[str, str]:
        """Key -> what people call the unit: its name, with its parent where another unit has the same name."""
        times = Counter(unit.name for unit in self.units)
        return {
            unit.key: f"{unit.name}（{unit.parent}）" if times[unit.name] > 1 and unit.parent else unit.name
            for unit in self.units
        }

    @cached_property
    def government(self) -> Unit | None:
        """The government whose own report is the sum of the others; None where the roster has none, or several of the
        highest rank.
        """
        over = [
            unit
            for unit in self.units
            if unit.kind is Kind.GOVERNMENT and unit.level not in (Level.TOWNSHIP, Level.SUBDISTRICT)
        ]
        top = min((_RANKS.index(unit.level) for unit in over), default=0)
        highest = [unit for unit in over if _RANKS.index(unit.level) == top]
        return highest[0] if len(highest) == 1 and len(self.units) > 1 else None

    @cached_property
    def summed(self) -> tuple[Unit, ...]:
        """The units that are added up: neither the government itself nor a unit that is in its parent's report."""
        own = self.government
        over = {unit.name for unit in self.units if unit is not own}
        return tuple(unit for unit in self.units if unit is not own and unit.parent not in over)

    def unit(self, called: str) -> Unit:
        """The one unit that ``called`` names: by its key, its label or one of its names. Raises InputError."""
        found = [unit for unit in self.units if called in (unit.key, self.labels[unit.key])] or [
            unit for unit in self.units if called in unit.names
        ]
        if not found:
            raise InputError(f"名单里没有“{called}”，请按名单里的单位名称填写。")
        if len(found) > 1:
            keys = "、".join(f"“{unit.key}”" for unit in found)
            raise InputError(f"名单里有 {len(found)} 个单位叫“{called}”，请写明是哪一个：{keys}。")
        return found[0]

    def within(self, day: date | None) -> Roster:
        """The roster in which the units that have no deadline of their own have ``day``, the place's (None: none)."""
        if day is None:
            return self
        dated = (unit if unit.deadline else unit.model_copy(update={"deadline": day}) for unit in self.units)
        return Roster(units=tuple(dated))

    def added(self, called: str) -> Unit:
        """The unit that ``called`` names, which is one that is added up. Raises InputError."""
        unit = self.unit(called)
        if unit not in self.summed:
            why = "是汇总后的报告本身" if unit is self.government else "的数字在上级单位的报告里"
            raise InputError(f"“{self.labels[unit.key]}”{why}，本来就不单独加，请选别的单位。")
        return unit

    def stem(self, unit: Unit, year: int) -> str:
        """``序号-单位-年度``, the name of the unit's files before their endings; no two units have the same. One whose name
        another has too is told by its parent.
        """
        digits = max(2, len(str(max((each.order for each in self.units), default=0))))
        label = self.labels[unit.key]
        name = _UNSAFE.sub("", unit.called if label == unit.name else label).strip(".")
        return f"{unit.order:0{digits}}-{name.encode()[:150].decode('utf-8', 'ignore')}-{year}"


def roster(units: Iterable[Unit]) -> Roster:
    """The roster of ``units``. Raises InputError for doubled units, a name that two units of one parent share, or too many."""
    units = tuple(units)
    if not units:
        raise InputError("名单里没有单位，请至少填写一个。")
    if len(units) > MAX_UNITS:
        raise InputError(f"名单里有 {len(units)} 个单位，最多 {MAX_UNITS} 个，请按市、县分成几份名单。")
    if double := [key for key, times in Counter(unit.key for unit in units).items() if times > 1]:
        raise InputError(f"名单里“{double[0]}”出现了两次，请删去一个；同名的单位请填写各自的上级单位。")
    if double := [order for order, times in Counter(unit.order for unit in units).items() if times > 1]:
        raise InputError(f"名单里有两个单位的序号都是 {double[0]}，请改成不同的序号。")
    if circle := _circle(units):
        raise InputError(
            f"“{circle[0].name}”的上级单位“{circle[0].parent}”又是它自己或它的下属，数字会汇总不到任何一份报告里，请改正上级单位。"
        )
    return Roster(units=units)


def _circle(units: Sequence[Unit]) -> Sequence[Unit]:
    """Units each of which is under the next and the last under the first; none where there are no such."""
    over = {unit.name: unit for unit in units}
    sound: set[str] = set()
    for unit in units:
        way: dict[str, Unit] = {}
        at: Unit | None = unit
        while at is not None and at.name not in sound:
            if at.name in way:
                return list(way.values())[list(way).index(at.name) :]
            way[at.name] = at
            at = over.get(at.parent)
        sound.update(way)
    return ()
