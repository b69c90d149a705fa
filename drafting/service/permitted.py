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

from drafting.errors import NianbaoError, NotFound
from drafting.store.store import ABSENT

from . import Service
from .log_line import one_line
from .permissions import NAMED, VERBS, Person, Right, Verb, refusal

LOG = logging.getLogger("nianbao.verbs")
"""Who did what to which unit, without contents."""
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


def permitted(service: Service, who: Callable[[], Person]) -> Service:
    """``service`` as ``who`` may use it. Asked at every call: a page may stand open while rights are taken away."""
    return cast(Service, _Permitted(service, who))


class _Permitted:
    def __init__(self, service: Service, who: Callable[[], Person]):
        self._service, self._who = service, who

    def __getattr__(self, name: str) -> _Part:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Part(self._service, self._who, name, getattr(self._service, name))


class _Part:
    def __init__(self, service: Service, who: Callable[[], Person], path: str, part: object):
        self._service, self._who, self._path, self._part = service, who, path, part

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        path = f"{self._path}.{name}"
        if path in _PARTS:
            return _Part(self._service, self._who, path, getattr(self._part, name))
        verb = VERBS.get(path)
        if verb is None:
            raise _refused(self._who(), path)
        if not callable(getattr(type(self._part), name, None)):  # a property
            _require(self._who(), path, verb.right)
            return getattr(self._part, name)
        return self._guarded(path, verb, getattr(self._part, name))

    def _guarded(self, path: str, verb: Verb, do: Callable[..., Any]) -> Callable[..., Any]:
        takes = signature(do)

        @wraps(do)
        def guarded(*args: object, **kwargs: object) -> Any:
            person = self._who()
            given = takes.bind_partial(*args, **kwargs)
            for name, own in ((_SIGNED, person.name), (_OWNED, person.id)):
                if name in takes.parameters:
                    given.arguments[name] = own
            unit = self._asked(person, path, verb, given.arguments)
            if path in _FROM_A_FILE:
                given.arguments["report"] = given.arguments["report"].model_copy(update=_UNSIGNED)
            _log(person, path, verb, unit)
            done = do(*_positional(takes, given.arguments), **_named(takes, given.arguments))
            return self._undo(path, verb, unit, done) if callable(done) else _shown(person, path, done)

        return guarded

    def _undo(self, path: str, verb: Verb, unit: str | None, undo: Callable[[], Any]) -> Callable[[], Any]:
        """What takes an act back needs the same right as the act, when it is called."""

        def guarded() -> Any:
            person = self._who()
            _require(person, path, verb.right, unit)
            _log(person, f"{path} undone", verb, unit)
            return undo()

        return guarded

    def _asked(self, person: Person, path: str, verb: Verb, given: dict[str, Any]) -> str | None:
        if path.startswith("importing.") and "id" in given:
            kept = self._service.store.imports.load(given["id"])
            if not kept.report_id and kept.owner != person.id:
                raise _refused(person, path, absent=True)
        unit = verb.about(self._service, given)
        _require(person, path, verb.right, unit, hidden=verb.about not in NAMED)
        if verb.leads_to and (other := verb.leads_to(self._service, given)) is not None:
            _require(person, path, verb.right, other)
        return unit


def _require(person: Person, path: str, right: Right, unit: str | None = None, *, hidden: bool = False) -> None:
    if not person.may(right, unit):
        raise _refused(person, path, unit, right, absent=hidden and not person.may(Right.READ, unit))


def _refused(
    person: Person, path: str, unit: str | None = None, right: Right | None = None, *, absent: bool = False
) -> NianbaoError:
    LOG.warning("refused: %s %s %s", person.id, path, one_line(unit or ""))
    return NotFound(ABSENT) if absent else refusal(right, unit)


def _log(person: Person, path: str, verb: Verb, unit: str | None) -> None:
    if verb.right not in (Right.READ, Right.USE):
        LOG.info("%s %s %s", person.id, path, one_line(unit or ""))


def _shown(person: Person, path: str, result: Any) -> Any:
    """What a list shows: the rows of units this person may read; and whether a report may be changed by them."""
    if path in ("library.rows", "library.deleted"):
        return [row for row in result if person.may(Right.READ, row.organ.name)]
    if path == "library.open":
        return replace(result, may_write=person.may(Right.WRITE, result.stored.row.organ.name))
    return result


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
