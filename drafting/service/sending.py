"""Before anything goes to a model for a report: whether it may (docs/decisions/0025-what-is-sent.md)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar, cast

from drafting import model_use, settings
from drafting.collection.folder import LIST, listed
from drafting.collection.matching import match
from drafting.collection.rounds import Collection
from drafting.errors import FileError, NotSent
from drafting.organ import Organ
from drafting.report import Report
from drafting.service_address import Use
from drafting.writing import sending
from drafting.writing.endpoint import Endpoint

from .office_files import Changing

Given = TypeVar("Given", bound="Endpoint | None")


def cleared(endpoint: Given, report: Report) -> Given:
    """``endpoint`` as it may be used for ``report``, which is asked again at each request; None: the offline composer.

    Raises NotSent.
    """
    if endpoint is None:
        return endpoint
    desk = _Desk(report.organ, report.year)
    other = endpoint.fallback and replace(endpoint.fallback, desk=desk)
    found = replace(endpoint, desk=desk, fallback=other)
    sending.ask(found)
    return cast(Given, found)


class Sending:
    """What the office lays down of it, for all of its servers."""

    def __init__(self, changing: Changing):
        self._changing = changing

    def lay_down(self, use: Use) -> None:
        """Let models be used as ``use`` says. Raises SettingError."""
        with self._changing():
            model_use.keep(use)


@dataclass(frozen=True)
class _Desk:
    """A report's: what the collections lay down that it is in."""

    organ: Organ
    year: int

    def ask(self, endpoint: Endpoint) -> None:
        """See ``Desk``."""
        for path in sorted((settings.data_dir() / "collections").glob(f"{self.year}-*/{LIST}")):
            held = _collection(path.parent)
            if held.model_use != "any" and _in(held, self.organ):
                model_use.ask(held.model_use, endpoint.host, f"“{path.parent.name}”这次收集")


def _in(collection: Collection, organ: Organ) -> bool:
    """Whether the roster has the organ, or may have it."""
    found = match(collection.roster, organ)
    return bool(found.unit or found.candidates)


def _collection(path: Path) -> Collection:
    """The collection in the folder. Raises NotSent where it cannot be read: nobody knows what it lays down."""
    try:
        return listed(path)
    except FileError as error:
        raise NotSent(f"收集的清单读不出来，不知道是否允许使用模型，没有发送任何内容。{error}") from None
