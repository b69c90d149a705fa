"""The published reports of the corpus, as the tests of rules, binding and reading meet them.

The corpus lies beside the project and is no part of it; tests over it are skipped where it is not present.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest

from drafting import organs, report_file
from drafting.report import Report

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
needs_corpus = pytest.mark.skipif(
    not CORPUS.is_dir(), reason="the corpus of published reports is not here (../shared/corpus)"
)
CHAPTERS = ("overview", "problems", "other")


def names(*, narrative: bool = True, edition: str | None = None) -> list[str]:
    """The files' names without their endings, in order.

    narrative: only those whose whole narrative is known (the openings of three pages and a list of numbers have none).
    edition: only reports in this edition of the form.
    """
    return [
        name
        for path in sorted(CORPUS.glob("*.expected.json"))
        if (name := path.name.removesuffix(".expected.json"))
        and (not narrative or known(name)["narrative"].get("overview") is not None)
        and (edition is None or known(name)["edition"] == edition)
    ]


def known(name: str) -> dict:
    """What a person read in the file: organ, year, tables, narrative and the errors it was published with."""
    return json.loads((CORPUS / f"{name}.expected.json").read_text("utf-8"), parse_float=Decimal)


def published(name: str, *, preface: bool = True) -> Report:
    """The report as the program would hold it; its preface opens chapter one where ``preface`` says so.

    Tables of an older edition are left out: their cells are not those of the form the program writes.
    """
    about = known(name)
    parts = {chapter: about["narrative"].get(chapter) or "" for chapter in CHAPTERS}
    if preface and about["narrative"].get("preamble"):
        parts["overview"] = f"{about['narrative']['preamble']}\n{parts['overview']}"
    name = re.sub(
        "（.*", "人民政府", about["organ"] or "某县人民政府"
    )  # two files tell of the organ in brackets, nameless
    organ = organs.organ(name, "\n".join(parts.values()))
    report = report_file.from_data(
        {
            "schema": report_file.SCHEMA,
            "year": 2024,
            "edition": "2021",
            "organ": organ.model_dump(mode="json"),
            "narrative": parts,
            "tables": about["tables"] if about["edition"] == "2021" else {},
        }
    )
    return report.model_copy(update={"year": about["year"] or 2024})
