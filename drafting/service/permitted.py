"""The service as one person may use it: every verb is asked of ``permissions`` first, and logged where it writes.

A report of a unit one may not read is not there, as an address that was guessed is not. What a person may read and not
change is refused in words. The signed-in person's name signs; no page can give another.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from functools import wraps
from inspect import Signature, signature
from typing import Any, cast

from drafting.errors import NotFound, NotPermitted

from . import Service
from .permissions import NAMED, VERBS, Person, Right, Verb

LOG = logging.getLogger("nianbao.verbs")
"""Who did what to which unit, without contents."""
_ABSENT = "这份报告不存在或已删除，请回到“报告”页选择；误删的可在那里恢复。"
_SIGNED = "person"
"""The parameter that takes who signs."""
_OWNED = "owner"
"""The parameter that takes whose a file is."""
_FROM_A_FILE = frozenset({"library.add"})
"""Verbs that take a whole report out of a file, which anybody may have written."""
_UNSIGNED: dict[str, list] = {"approvals": [], "waivers": [], "remarks": []}
"""What is signed in a report: of a file nothing of it counts where people sign in."""
_PARTS = frozenset({"documents.letterheads"})
"""Parts of parts."""


def permitted(service: Service, person: Person) -> Service:
    """``service`` as ``person`` may use it; itself where there is no sign-in."""
    return service if person.everything else cast(Service, _Permitted(service, person))


class _Permitted:
    def __init__(self, service: Service, person: Person):
        self._service, self._person = service, person

    def __getattr__(self, name: str) -> _Part:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Part(self._service, self._person, name, getattr(self._service, name))


class _Part:
    def __init__(self, service: Service, person: Person, path: str, part: object):
        self._service, self._person, self._path, self._part = service, person, path, part

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        path = f"{self._path}.{name}"
        if path in _PARTS:
            return _Part(self._service, self._person, path, getattr(self._part, name))
        verb = VERBS.get(path)
        if verb is None:
            raise self._refused(path, None)
        if not callable(getattr(type(self._part), name, None)):  # a property
            self._require(path, verb.right, None)
            return getattr(self._part, name)
        return self._guarded(path, verb, getattr(self._part, name))

    def _guarded(self, path: str, verb: Verb, do: Callable[..., Any]) -> Callable[..., Any]:
        takes = signature(do)

        @wraps(do)
        def guarded(*args: object, **kwargs: object) -> Any:
            given = takes.bind_partial(*args, **kwargs)
            for name, own in ((_SIGNED, self._person.name), (_OWNED, self._person.id)):
                if name in takes.parameters:
                    given.arguments[name] = own
            unit = self._asked(path, verb, given.arguments)
            if path in _FROM_A_FILE:
                given.arguments["report"] = given.arguments["report"].model_copy(update=_UNSIGNED)
            if verb.right not in (Right.READ, Right.USE):
                LOG.info("%s %s %s", self._person.id, path, _line(unit))
            return self._shown(path, do(*_positional(takes, given.arguments), **_named(takes, given.arguments)))

        return guarded

    def _asked(self, path: str, verb: Verb, given: dict[str, Any]) -> str | None:
        if path.startswith("importing.") and "id" in given:
            kept = self._service.store.imports.load(given["id"])
            if not kept.report_id and kept.owner != self._person.id:
                raise self._refused(path, None, absent=True)
        unit = verb.about(self._service, given)
        self._require(path, verb.right, unit, hidden=verb.about not in NAMED)
        if verb.leads_to and (other := verb.leads_to(self._service, given)) is not None:
            self._require(path, verb.right, other)
        return unit

    def _require(self, path: str, right: Right, unit: str | None, *, hidden: bool = False) -> None:
        if not self._person.may(right, unit):
            raise self._refused(path, unit, right, absent=hidden and not self._person.may(Right.READ, unit))

    def _refused(self, path: str, unit: str | None, right: Right | None = None, *, absent: bool = False) -> Exception:
        LOG.warning("refused: %s %s %s", self._person.id, path, _line(unit))
        if absent:
            return NotFound(_ABSENT)
        of = f"“{unit}”的报告" if unit else ""
        what = f"{right}{of}" if right else "这样做"
        return NotPermitted(f"您没有{what}的权限，没有作任何改动；需要时请联系管理员。")

    def _shown(self, path: str, result: Any) -> Any:
        """What a list shows: the rows of units this person may read; and whether a report may be changed by them."""
        if path in ("library.rows", "library.deleted"):
            return [row for row in result if self._person.may(Right.READ, row.organ.name)]
        if path == "library.open":
            return replace(result, may_write=self._person.may(Right.WRITE, result.stored.row.organ.name))
        return result


def _line(unit: str | None) -> str:
    """A unit's name in a line of the log: a line break in it makes no second one."""
    return " ".join((unit or "-").split())


def _positional(takes: Signature, given: dict[str, Any]) -> list[Any]:
    """The arguments that go by place: those that may, up to the first left out."""
    found = []
    for name, parameter in takes.parameters.items():
        if parameter.kind is parameter.KEYWORD_ONLY or name not in given:
            break
        found.append(given[name])
    return found


def _named(takes: Signature, given: dict[str, Any]) -> dict[str, Any]:
    names = list(takes.parameters)
    placed = len(_positional(takes, given))
    return {name: given[name] for name in names[placed:] if name in given}
