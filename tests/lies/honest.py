"""Careful drafts in which nothing is wrong, as a good model would write them; with its markers or without.

In ``honest/*.txt`` a section's id stands in brackets, its sentences below it; ``[n1]`` cites the note of that id, ``[@…]``
the fact whose wording begins so. Written before it was known what the program says of them.
"""

from __future__ import annotations

import re
from pathlib import Path

from drafting.checks import Finding
from drafting.report import Report
from drafting.testing.endpoint import Request

from .desk import Desk

_FOLDER = Path(__file__).parent / "honest"
_MARKER = re.compile(r"\[(n\d+|@[^\]]+)\]")
_MATERIAL = re.compile(r"^\[(\d+)\](?:（[^）]*）)?\s*(.+)$", re.MULTILINE)
DRAFTS = sorted(path.stem for path in _FOLDER.glob("*.txt"))


def about(draft: str) -> str:
    """The sample that a draft is about."""
    return draft.partition("-")[0]


def sections(draft: str) -> dict[str, str]:
    """Section -> its sentences, with their citations."""
    found: dict[str, str] = {}
    section = ""
    for line in (_FOLDER / f"{draft}.txt").read_text("utf-8").splitlines():
        if re.fullmatch(r"\[[a-z_.]+\]", line):
            section = line.strip("[]")
            found[section] = ""
        elif line and not line.startswith(";"):
            found[section] += line
    return found


def uncited(text: str) -> str:
    """``text`` as a model writes it that forgets its markers."""
    return _MARKER.sub("", text)


def cited(text: str, report: Report, request: Request) -> str:
    """``text`` with the numbers that the materials have in the prompt of ``request``."""
    materials = {words.strip(): number for number, words in _MATERIAL.findall(request.messages[-1][1])}
    notes = {note.id: note.text.strip() for note in report.notes}

    def number(marker: re.Match[str]) -> str:
        wanted = notes.get(marker[1], marker[1].removeprefix("@"))
        return next((f"[{each}]" for words, each in materials.items() if words.startswith(wanted)), "")

    return _MARKER.sub(number, text)


def stopping(desk: Desk, draft: str, mode: str) -> list[Finding]:
    """What stops the final copy of a sample whose every section is the hand-written ``draft``, ``cited`` or ``uncited``."""
    id = desk.shelved(about(draft))
    report = desk.service.library.open(id).report
    for section, text in sections(draft).items():
        answers = {
            "cited": lambda request, text=text: cited(text, report, request),
            "uncited": lambda _, text=text: uncited(text),
        }
        desk.drafted(id, section, answers[mode])
        assert uncited(text).strip() == desk.text(id, section).replace("\n", "")
    found = desk.blocking(id)
    desk.service.library.delete(id)
    return found
