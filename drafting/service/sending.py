"""Before anything goes to a model for a report: whether it may, and what a person is asked about first
(docs/decisions/0025-what-is-sent.md).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar, cast

from drafting import model_use, settings
from drafting.collection.folder import LIST, listed
from drafting.collection.matching import match
from drafting.collection.rounds import Collection
from drafting.errors import AskFirst, FileError, NianbaoError, NotSent
from drafting.form import ASPECTS
from drafting.organ import Organ
from drafting.report import Report
from drafting.service_address import Use
from drafting.store import Store
from drafting.writing import sending
from drafting.writing.endpoint import Endpoint
from drafting.writing.sending import Found, Messages, Rehearsal

from .office_files import Changing

Given = TypeVar("Given", bound="Endpoint | None")
HOW = {"masked": "去掉后发送", "as_is": "照原样发送"}
"""The ways in which personal data may go, by a person's consent."""


@dataclass(frozen=True)
class Errand:
    """What a model is wanted for.

    ``parts``: each does a part of it with the endpoint it is given. ``typed``: what was typed for it, by what that is
    called. ``kept``: the store, and the report's id there; None for a file. ``person``: on whose behalf.
    """

    parts: Sequence[Callable[[Endpoint], object]]
    typed: Mapping[str, str] = field(default_factory=dict)
    last_year: Report | None = None
    kept: tuple[Store, str] | None = None
    person: str = ""


@dataclass(frozen=True)
class Preview:
    """What is to be sent: to whom (``label``, ``url``), the messages of each request, the personal data in them with where it
    stands.
    """

    label: str
    url: str
    requests: tuple[Messages, ...]
    found: tuple[tuple[Found, str], ...]


def cleared(endpoint: Given, report: Report, errand: Errand) -> Given:
    """``endpoint`` as it may be used for ``report``, which is asked again at each request; None: the offline composer.

    What would leave the office is shown before a person first sends to an address; with personal data in it it needs that
    person's consent, which the trail keeps. Raises NotSent, AskFirst.
    """
    if endpoint is None:
        return endpoint
    desk = _Desk(report.organ, report.year, errand.kept, errand.person)
    other = endpoint.fallback and replace(endpoint.fallback, desk=desk, consent=endpoint.consent)
    found = replace(endpoint, desk=desk, fallback=other)
    sending.ask(found)
    if sending.is_outside(found):
        _look(found, report, errand)
    return cast(Given, found)


def _look(endpoint: Endpoint, report: Report, errand: Errand) -> None:
    """Raises AskFirst where a person has still to say whether what is to be sent goes."""
    requests = _rehearsed(endpoint, errand.parts)
    found = sending.found_in([message for messages in requests for message in messages])
    first = errand.kept and not errand.kept[0].calls.known(endpoint.place, errand.person)
    if not found:
        if first and requests and not endpoint.consent:
            raise AskFirst(
                f"第一次向“{endpoint.label}”发送，请先看一看要发送的全文，还没有发送。",
                Preview(endpoint.label, endpoint.url, requests, ()),
            )
        return
    if endpoint.consent in HOW:
        if errand.kept:
            store, id = errand.kept
            how = f"{HOW[endpoint.consent]}：{'、'.join(each.shown for each in found)}（{endpoint.label}）"
            store.audit_log.add(id, errand.person, "send", how)
        return
    placed = tuple((each, _where(each, report, errand)) for each in found)
    listed = "；".join(f"{each.shown}（{where}）" for each, where in placed)
    raise AskFirst(
        f"要发送给“{endpoint.label}”的内容里有个人信息：{listed}，没有发送。请先删去或改写，或者写明去掉后发送还是照原样发送。",
        Preview(endpoint.label, endpoint.url, requests, placed),
    )


def _rehearsed(endpoint: Endpoint, parts: Sequence[Callable[[Endpoint], object]]) -> tuple[Messages, ...]:
    """The messages of all requests, none of which goes."""
    rehearsal = Rehearsal()
    for part in parts:
        with suppress(NianbaoError):  # it is said where it is done
            part(replace(endpoint, desk=rehearsal, fallback=None))
    return tuple(dict.fromkeys(rehearsal.messages))


def _where(found: Found, report: Report, errand: Errand) -> str:
    """Where the words stand, as people call the place."""
    texts = [*errand.typed.items()]
    texts += [(f"素材“{ASPECTS[note.aspect].label}”", note.text) for note in report.notes]
    texts += [(f"正文“{spec.label}”", report.text(spec.id)) for spec in report.outline]
    if before := errand.last_year:
        texts += [(f"上年报告“{spec.label}”", before.text(spec.id)) for spec in before.outline]
    words = "".join(found.words.split())
    return "、".join(dict.fromkeys(name for name, text in texts if words in "".join(text.split()))) or "提示词等处"


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
    """A report's: what the collections lay down that it is in; what goes is kept beside it."""

    organ: Organ
    year: int
    kept: tuple[Store, str] | None
    person: str

    def ask(self, endpoint: Endpoint) -> None:
        """See ``Desk``."""
        for path in sorted((settings.data_dir() / "collections").glob(f"{self.year}-*/{LIST}")):
            held = _collection(path.parent)
            if held.model_use != "any" and _in(held, self.organ):
                model_use.ask(held.model_use, endpoint.host, f"“{path.parent.name}”这次收集")

    def sent(self, endpoint: Endpoint, messages: Messages) -> int | None:
        """See ``Desk``: kept beside the report."""
        if self.kept is None:
            return None
        store, id = self.kept
        return store.calls.add(id, self.person, endpoint.place, endpoint.url, endpoint.model, list(messages))

    def spent(self, number: int, prompt_tokens: int | None, tokens: int | None) -> None:
        """See ``Desk``."""
        if self.kept:
            self.kept[0].calls.spent(number, prompt_tokens, tokens)


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
