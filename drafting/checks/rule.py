"""What a rule is, and what it can say: a finding at an exact place, or that it could not look."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from drafting.language.late_pattern import late_pattern
from drafting.report import Waiver

from .wording import FINDING, NEEDLESS, PART, WHY_NOT, said, table

Severity = Literal["error", "warning", "hint"]

SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "hint": "提示"}
"""Severities, worst first, with their Chinese names. Only an error blocks the final copy (domain §4)."""

_RELATION = late_pattern(r"（A\d:[^）]*）")


@dataclass(frozen=True)
class Finding:
    """One thing a rule found.

    ``cells``: cell keys, the one to jump to first. ``section``: a section id of ``Report.outline`` or a chapter id.
    ``span``: start and end in that section's text. ``message``: one Chinese sentence: what, where, by how much,
    what to do. ``fix``: what certainly should stand at ``span`` instead, ``""`` where that is for a person to say.
    ``about``: what ``message`` says without its wording (``wording.about``).
    """

    rule: str
    severity: Severity
    message: str
    cells: tuple[str, ...] = ()
    section: str | None = None
    span: tuple[int, int] | None = None
    fix: str = ""
    about: str = field(default="", compare=False, repr=False)

    @property
    def fingerprint(self) -> str:
        """What a waiver names: the same as long as rule, place and what is said – figures and words of the report – are
        the same, however the rule words it.
        """
        return self._hashed(self.about or self.message)

    @property
    def former_fingerprint(self) -> str:
        """What waivers named before the wording was left out: those hold while the sentence reads as it did then."""
        return self._hashed(self.message)

    def _hashed(self, about: str) -> str:
        told = "\n".join((self.rule, *self.cells, self.section or "", about))
        return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]

    def waiver(self, given: Iterable[Waiver]) -> Waiver | None:
        """The one of the waivers ``given`` that is about this finding, the newest where there are several."""
        names = (self.fingerprint, self.former_fingerprint)
        return next((waiver for waiver in reversed(list(given)) if waiver.fingerprint in names), None)

    @property
    def said(self) -> str:
        """The message for people: without the id of the relation, which is for files and scripts."""
        return _RELATION.sub("", self.message)

    @property
    def waivable(self) -> bool:
        """Whether a typed reason lets it pass: all but errors, and of these the ones whose rule says so."""
        return self.severity != "error" or rule(self.rule).error_waivable

    @property
    def blocking(self) -> bool:
        """Whether it stands in the way of a final copy."""
        mildest = rule(self.rule).blocks
        return mildest is not None and list(SEVERITIES).index(self.severity) <= list(SEVERITIES).index(mildest)

    def to_data(self) -> dict[str, Any]:
        """The finding as ``check --json`` prints it."""
        return {
            "rule": self.rule,
            "severity": self.severity,
            "cells": list(self.cells),
            "section": self.section,
            "span": list(self.span) if self.span else None,
            "message": self.message,
        }


@dataclass(frozen=True)
class NotAssessed:
    """A rule, or part of it, that saw nothing to judge: 未检查, which is not 通过. ``why`` is Chinese.

    ``needless``: it need not look; else it could not.
    """

    rule: str
    why: str
    needless: bool = False

    def to_data(self) -> dict[str, str]:
        """The entry as ``check --json`` prints it."""
        return {"rule": self.rule, "why": self.why}


Outcome = Iterable[Finding | NotAssessed]
"""What a rule's ``check`` yields; nothing means it looked and found nothing."""


@dataclass(frozen=True)
class Rule:
    """A review rule: its id in domain §4, usual severity, what it asks for, and on what ground (both Chinese).

    What it says stands in ``wording.tsv`` under a name (``use``); ``parts`` are the words for the names in braces.
    There too stand its 属性: ``fixed`` (级别固定): an office cannot make it less than an error; ``blocks``: the mildest
    severity that stands in the way of a final copy, None for a rule whose findings something else says there
    (不拦定稿), "error" unless 提醒拦定稿 or 一律拦定稿; ``error_waivable`` (错误可放行): a reason lets its errors pass
    too; ``of_text`` (有文字才提): not said beside a section in which nothing is written; ``lack`` (缺项): it tells what
    is still missing.
    """

    id: str
    severity: Severity
    title: str
    basis: str
    fixed: bool = False
    blocks: Severity | None = "error"
    error_waivable: bool = False
    of_text: bool = False
    lack: bool = False

    def finding(
        self,
        use: str,
        /,
        *,
        cells: Iterable[str] = (),
        section: str | None = None,
        span: tuple[int, int] | None = None,
        severity: Severity | None = None,
        fix: str = "",
        **parts: object,
    ) -> Finding:
        """A finding of this rule; ``severity`` only where it differs from the rule's own."""
        message = said(self.id, f"{FINDING} {use}", **parts)
        return Finding(
            self.id, severity or self.severity, str(message), tuple(cells), section, span, fix, message.about
        )

    def not_assessed(self, use: str, /, **parts: object) -> NotAssessed:
        """This rule saw nothing to judge, for the reason called ``use``."""
        needless = (self.id, f"{NEEDLESS} {use}") in table()
        return NotAssessed(self.id, said(self.id, f"{NEEDLESS if needless else WHY_NOT} {use}", **parts), needless)

    def because(self, why: str) -> NotAssessed:
        """This rule saw nothing to judge, because ``why``."""
        return NotAssessed(self.id, why)

    def part(self, use: str, /, **parts: object) -> str:
        """A piece of a sentence."""
        return said(self.id, f"{PART} {use}", **parts)


_BLOCKING: dict[str, Severity | None] = {"一律拦定稿": "hint", "提醒拦定稿": "warning", "不拦定稿": None}
ATTRIBUTES = ("级别固定", *_BLOCKING, "错误可放行", "有文字才提", "缺项")
"""What 属性 of a rule may say, with 、 between."""


@cache
def rule(id: str) -> Rule:
    """The rule ``id`` of the table."""
    severity: Severity = next(severity for severity, name in SEVERITIES.items() if name == said(id, "级别"))
    has = table().get((id, "属性"), "").split("、")
    blocking = next((name for name in _BLOCKING if name in has), None)
    return Rule(
        id,
        severity,
        said(id, "名称"),
        said(id, "依据"),
        fixed="级别固定" in has,
        blocks=_BLOCKING[blocking] if blocking else "error",
        error_waivable="错误可放行" in has,
        of_text="有文字才提" in has,
        lack="缺项" in has,
    )
