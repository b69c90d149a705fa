"""Where a file prints the form otherwise than it is prescribed: headings, labels, missing rows, the form of 2019
(domain §4.1).

The program prints headings and tables itself; only a report that was read can differ, and only the checks say so. What
a page or a column cut (商业 over 企业) and spaces, numbers and punctuation are no difference.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from drafting.form import SINGLE_OTHER, ChapterId, Edition, PrintedForm, TableId, bare
from drafting.report import AsPrinted

from ..content import Content, Grid, Text
from ..headings import CHAPTERS, plain
from .outline import Outline
from .tables import Tables

MOST = 20
"""Labels that are kept of a file; one with more is no form of ours."""
FEWEST = 3
"""Headings of a file that is a report and not tables alone."""
_AROUND = re.compile(r"^\s+|[\s:：。.]+$")


def as_printed(content: Content, words: Outline, found: Tables) -> AsPrinted:
    """What differs."""
    form = found.form.edition
    asked = {question.cell for question in found.questions if question.kind == "missing" and question.cell}
    absent = {key.rsplit(".", 1)[0] if key.count(".") > 1 else key for key in asked}
    tables: list[TableId] = [table.id for table in form.tables if all(cell.key in asked for cell in table.numbers)]
    return AsPrinted(
        headings=dict(_headings(form, words)) if len(words.printed) >= FEWEST else None,
        labels=dict(islice(_labels(content, found), MOST)),
        tables=tables,
        rows=sorted(row for row in absent if row.split(".")[0] not in tables),
        single_other=any(question.kind == "single" for question in found.questions),
        old_form=found.old,
    )


def _headings(form: Edition, words: Outline) -> Iterator[tuple[ChapterId, str]]:
    for chapter, heading in zip(CHAPTERS, form.sections):
        printed = words.printed.get(chapter, "")
        if plain(_AROUND.sub("", printed)) != plain(heading):
            yield chapter, _AROUND.sub("", printed)


def _labels(content: Content, found: Tables) -> Iterator[tuple[str, str]]:
    own = {bare(cell.text) for table in found.form.edition.tables for cell in table.texts}
    seen = set(own)
    for at in range(
        min(found.taken, default=0), max(found.taken, default=-1) + 1
    ):  # a header as text is no row that was taken
        for printed in _cells(content.blocks[at]):
            text = bare(printed)
            if text in seen:
                continue
            seen.add(text)
            wanted = _meant(found.form, printed)
            if wanted and text not in bare(wanted) and bare(wanted) not in text:
                yield " ".join(printed.split()), wanted


def _cells(block: Grid | Text) -> list[str]:
    """The texts of a table's cells; text without cells says nothing of labels."""
    if isinstance(block, Text):
        return block.text.split("\t") if "\t" in block.text else []
    return list(dict.fromkeys(cell.text for row in block.rows for cell in row if cell))


def _meant(form: PrintedForm, label: str) -> str | None:
    """The label of the form that ``label`` stands for."""
    for table in ("requests", "disclosure"):
        row = form.row_of(label, table)
        if row == SINGLE_OTHER:
            return None
        if row:
            return form.edition.table(table).labels(form.cells(row)[-1])[0][-1].replace("\n", "")
        if column := form.column_of(label, table):
            some = next(key for key in form.edition.cells if key.startswith(table) and key.endswith(f".{column}"))
            return form.edition.table(table).labels(some)[1][-1].replace("\n", "")
    return None
