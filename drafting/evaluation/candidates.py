"""Who drafts: a model or the offline composer, its strategy, the prompts it is given."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path

from drafting.service.files import draft_report, sections_named
from drafting.writing import prompts
from drafting.writing.endpoint import Endpoint, Strategy

from .cases import EvaluationCase
from .measures import Outcome

COMPOSER = "离线编排"
STRATEGIES: dict[Strategy, str] = {"prose": "整段起草", "paragraphs": "逐段改写", "items": "逐条改写"}


@dataclass(frozen=True)
class Candidate:
    """``endpoint`` None: the offline composer. ``prompts``: a folder of prompt files, None: those in use."""

    endpoint: Endpoint | None = None
    prompts: Path | None = None
    named: str = ""

    @property
    def label(self) -> str:
        """How tables call it."""
        if self.named:
            return self.named
        if self.endpoint is None:
            return COMPOSER
        how = STRATEGIES.get(self.endpoint.strategy, self.endpoint.strategy)
        return "，".join(
            filter(None, (self.endpoint.label, how, f"提示词 {self.prompts.name}" if self.prompts else ""))
        )

    def draft(
        self,
        case: EvaluationCase,
        sections: Sequence[str] = (),
        stop: threading.Event | None = None,
        on_text: Callable[[str, str], None] = lambda section, text: None,
    ) -> Outcome:
        """The case drafted, or only some of its ``sections``. Raises SettingError for prompts that cannot be used."""
        began, names = time.monotonic(), sections_named(case.report, sections)
        with prompts.used_from(self.prompts) if self.prompts else nullcontext():
            drafted = draft_report(
                case.report,
                names,
                self.endpoint,
                last_year=case.last_year,
                stop=stop,
                on_text=on_text,
            )
        return Outcome(drafted, time.monotonic() - began, self.endpoint, tuple(names))
