"""What a rule is, and what it can say: a finding at an exact place, or that it could not look."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from .wording import FINDING, NEEDLESS, PART, WHY_NOT, said, table

Severity = Literal["error", "warning", "hint"]

SEVERITIES: dict[Severity, str] = {"error": "错误", "warning": "提醒", "hint": "提示"}
"""Severities, worst first, with their Chinese names. Only an error blocks the final copy (domain §4)."""

_RELATION = re.compile(r"（A\d:[^）]*）")


@dataclass(frozen=True)
class Finding:
    """One thing a rule found.

    ``cells``: cell keys, the one to jump to first. ``section``: a section id of ``form.SECTIONS`` or a chapter id.
    ``span``: start and end in that section's text. ``message``: one Chinese sentence: what, where, by how much,
    what to do. ``fix``: what certainly should stand at ``span`` instead, ``""`` where that is for a person to say.
    """

    rule: str
    severity: Severity
    message: str
    cells: tuple[str, ...] = ()
    section: str | None = None
    span: tuple[int, int] | None = None
    fix: str = ""

    @property
    def fingerprint(self) -> str:
        """What a waiver names: the same as long as rule, place and message – figures and words – are the same."""
        about = "\n".join((self.rule, *self.cells, self.section or "", self.message))
        return hashlib.sha256(about.encode("utf-8", "replace")).hexdigest()[:16]

    @property
    def said(self) -> str:
        """The message for people: without the id of the relation, which is for files and scripts."""
        return _RELATION.sub("", self.message)

    @property
    def waivable(self) -> bool:
        """Whether a typed reason lets it pass: all but errors, and of these the ones about figures in the prose."""
        return self.severity != "error" or self.rule.startswith("N-")

    def to_data(self) -> dict[str, Any]:
        """The finding as ``check --json`` prints it."""
        return {
            "rule": self.rule, "severity": self.severity, "cells": list(self.cells), "section": self.section,
            "span": list(self.span) if self.span else None, "message": self.message,
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
    """

    id: str
    severity: Severity
    title: str
    basis: str

    def finding(
        self, use: str, /, *, cells: Iterable[str] = (), section: str | None = None,
        span: tuple[int, int] | None = None, severity: Severity | None = None, fix: str = "", **parts: object,
    ) -> Finding:
        """A finding of this rule; ``severity`` only where it differs from the rule's own."""
        message = said(self.id, f"{FINDING} {use}", **parts)
        return Finding(self.id, severity or self.severity, message, tuple(cells), section, span, fix)

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


def rule(id: str) -> Rule:
    """The rule ``id`` of the table."""
    severity = next(severity for severity, name in SEVERITIES.items() if name == said(id, "级别"))
    return Rule(id, severity, said(id, "名称"), said(id, "依据"))
