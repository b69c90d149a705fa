"""The whole way of a draft: asked for, taken, approved, handed out as a final copy – through the service's verbs."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from types import TracebackType

from pydantic import SecretStr

from drafting.assessment import blocking
from drafting.checks import Finding
from drafting.errors import InputError
from drafting.form import SECTIONS
from drafting.report import TABLES
from drafting.service import Service
from drafting.testing.endpoint import Reply, Request, ScriptedEndpoint, faithful
from drafting.writing.endpoint import Endpoint

from .liar import Lie, finished

PATIENCE = 60
"""Seconds a draft may take on a busy machine."""


class Desk:
    """A shelf, a model that answers as it is told, and a person who takes and approves everything and asks no question."""

    def __init__(self, service: Service):
        self.service = service
        self._answer: Callable[[Request], str] = lambda request: faithful(request).text
        self._server = ScriptedEndpoint(self._reply)

    def __enter__(self) -> Desk:
        self._server.__enter__()
        self._endpoint = Endpoint(self._server.url, "m", SecretStr("k"))
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._server.__exit__(kind, error, trace)

    def _reply(self, request: Request) -> Reply:
        return Reply(self._answer(request), chunk=400)

    def stops(self, lie: Lie) -> list[str]:
        """The rules that stand between the lie's draft and a final copy when all is taken and approved; none: it is out."""
        id = self.shelved(lie.about)
        try:
            if lie.order:
                self.service.notes.add(id, _aspect(lie.section), lie.order)
            if lie.empty:
                self.service.editing.save_section(id, lie.section, "")
            self.drafted(id, lie.section, lie.answer)
            if lie.said.rstrip("。，") not in self.text(id, lie.section):
                return ["not written"]
            return self.found(id)
        finally:
            self.service.library.delete(id)

    def shelved(self, about: str) -> str:
        """The finished sample on the shelf; its id."""
        report, last_year = finished(about)
        if last_year and not any(
            (row.organ.name, row.year) == (last_year.organ.name, last_year.year) for row in self.service.library.rows()
        ):
            self.service.library.add(last_year)
        return self.service.library.add(report)

    def drafted(self, id: str, section: str, answer: Callable[[Request], str]) -> None:
        """Let a model that gives ``answer`` draft ``section``, and take what it proposes."""
        self._answer = answer
        opened = self.service.library.open(id)
        self.service.drafts.start(id, [section], self._endpoint, last_year=opened.last_year)
        end = time.monotonic() + PATIENCE
        while self.service.drafts.active(id):
            assert time.monotonic() < end
            time.sleep(0.005)
        for waiting in self.service.drafts.open(id):
            if waiting.content:
                self.service.drafts.take(waiting.id)

    def text(self, id: str, section: str) -> str:
        """What stands in a section."""
        return self.service.library.open(id).report.text(section)

    def typed(self, id: str, section: str, text: str, pasted: Sequence[str] = ()) -> None:
        """A person's text of a section, saved as the editor saves it; what of it came from the clipboard."""
        self.service.editing.save_section(id, section, text, pasted=pasted)

    def found(self, id: str) -> list[str]:
        """The rules that stand between a report and its final copy when all is approved; none: it was handed out."""
        return sorted({finding.rule for finding in self.blocking(id)}) or self._handed_out(id)

    def blocking(self, id: str) -> list[Finding]:
        """What the rules find in a report that stops its final copy."""
        return blocking(self.service.library.open(id).assessment.result)

    def _handed_out(self, id: str) -> list[str]:
        """Approve everything and ask for the final copy: nothing when it is handed out, else why not."""
        found = self.service.library.open(id)
        parts = {
            part: found.report.digest(part) for part in found.report.parts if part == TABLES or found.report.text(part)
        }
        self.service.documents.approve_all(id, "张三", parts)
        try:
            self.service.documents.export(self.service.library.open(id).assessment, "txt", copy="final")
        except InputError as error:
            return [str(error)]
        return []


def _aspect(section: str) -> str:
    return SECTIONS[section].aspects[0]
