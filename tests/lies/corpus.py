"""The golds of the published reports: which of their figures state a cell or a formula of their own tables.

``corpus.json`` has for each report (by how its file name begins) a list of chapter, figure, code (``codes``) and, where the
figure stands more than once in the chapter as a number of its own, which of them (0-based). Read from the sentences by a
person; what is not listed states nothing of the tables, so that the list is whole and a tie to anything else is wrong.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

from drafting.report import Report
from tests.published import names, published

from .marked import Gold

_LISTED: dict[str, list] = json.loads(Path(__file__).with_suffix(".json").read_text("utf-8"))


def reports() -> Iterator[tuple[str, Report, dict[tuple[str, int], list[Gold]]]]:
    """Name, report and golds by section and paragraph of every published report here."""
    for name in names():
        report = published(name)
        golds: dict[tuple[str, int], list[Gold]] = {}
        for chapter, figure, code, *which in listed(name):
            section, paragraph, start = _places(report, chapter, figure)[which[0] if which else 0]
            golds.setdefault((section, paragraph), []).append(Gold(start, figure, code))
        yield name, report, golds


def listed(name: str) -> list:
    """What is listed for the report called ``name``. Raises KeyError for one that nobody has read yet."""
    return _LISTED[max((stem for stem in _LISTED if name.startswith(stem)), key=len, default=name)]


def _places(report: Report, chapter: str, figure: str) -> list[tuple[str, int, int]]:
    whole = re.compile(rf"(?<![\d.]){re.escape(figure)}(?![\d.]|年|月|日|号)")
    return [
        (id, at, found.start())
        for id, section in report.sections.items()
        if id.split(".")[0] == chapter
        for at, paragraph in enumerate(section.paragraphs)
        for found in whole.finditer(paragraph.text)
    ]
