"""An edition as offices print it: what its rows, columns and cases are, and which of them a printed label names.

Readers are handed one of these and take every key, order and label from it; nothing of a form is known elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from .edition import Edition, edition_for, editions
from .labels import SINGLE_OTHER, Labels, bare, labels_of

_LONGEST = 120
"""Chinese characters of a text that may be a label."""


@dataclass(frozen=True, eq=False)
class PrintedForm:
    """One ``edition`` and the ``labels`` with which it is printed. A row is a cell key without its column."""

    edition: Edition
    labels: Labels

    @cached_property
    def order(self) -> tuple[str, ...]:
        """The rows of table three, as printed."""
        return tuple(dict.fromkeys(cell.key.rpartition(".")[0] for cell in self.edition.table("requests").numbers))

    @cached_property
    def applicants(self) -> tuple[str, ...]:
        """The columns of table three, as printed."""
        return self._columns("requests")

    @cached_property
    def stock(self) -> tuple[str, ...]:
        """The columns of the first block of table two."""
        return self._columns("disclosure")

    def _columns(self, table: str) -> tuple[str, ...]:
        keys = (cell.key.split(".")[1:] for cell in self.edition.table(table).numbers)
        return tuple(dict.fromkeys(key[1] for key in keys if len(key) == 2))

    @cached_property
    def single_figures(self) -> tuple[str, ...]:
        """The cells of table two that are a row each."""
        return tuple(cell.key for cell in self.edition.table("disclosure").numbers if cell.key.count(".") == 1)

    @cached_property
    def results(self) -> tuple[str, ...]:
        """The result rows of table three, whose sum is （七）总计."""
        return tuple(row for row in self.order if self.edition.roles[f"{row}.{self.applicants[-1]}"].result)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """The rows of （六）其他处理; one row that stands for all of them is read as the last."""
        return tuple(row for row in self.results if self.edition.roles[f"{row}.{self.applicants[-1]}"].group == "other")

    @cached_property
    def group_names(self) -> tuple[str, ...]:
        """What the groups of results are called, （三） to （六）."""
        return tuple(group.says for group in self.edition.groups.values())

    @cached_property
    def vague(self) -> frozenset[str]:
        """Rows whose label says too little to know table three by."""
        return frozenset(self.labels.exact) & frozenset(self.order)

    @cached_property
    def cases(self) -> tuple[str, ...]:
        """The figures of table four, as printed: the same outcomes for each way."""
        return tuple(cell.key for cell in self.edition.table("proceedings").numbers)

    @cached_property
    def outcomes(self) -> tuple[str, ...]:
        """What became of cases, as table four prints it, the total last."""
        return tuple(dict.fromkeys(key.rpartition(".")[2] for key in self.cases))

    @cached_property
    def outcome_labels(self) -> dict[str, str]:
        """Label over a column of table four -> outcome."""
        return dict(zip(self.labels.outcomes, self.outcomes)) | {"合计": self.outcomes[-1]}

    @cached_property
    def way_labels(self) -> dict[str, str]:
        """Label over the outcomes of table four -> which way the cases went: review, direct suit, suit after review."""
        table = self.edition.table("proceedings")
        return {bare(table.labels(key)[1][-2]): key.split(".")[1] for key in self.cases}

    @cached_property
    def case_heads(self) -> frozenset[str]:
        """What stands over the outcomes of table four."""
        above = (label for key in self.cases for label in self.edition.table("proceedings").labels(key)[1][:-1])
        return frozenset(map(bare, above))

    @cached_property
    def heads(self) -> frozenset[str]:
        """Words of the headers of tables three and four, beside which 总计 is a column."""
        return frozenset(("申请人情况", *self.labels.outcomes[:-1]))

    def cells(self, row: str) -> tuple[str, ...]:
        """The cells of a row, as printed from left to right; of ``proceedings`` and ``SINGLE_OTHER`` too."""
        if row == "proceedings":
            return self.cases
        if row == SINGLE_OTHER:
            row = self.others[-1]
        if row in self.edition.cells:
            return (row,)
        return tuple(f"{row}.{name}" for name in (self.applicants if row.startswith("requests.") else self.stock))

    def label(self, row: str) -> str:
        """What the form itself prints beside ``row`` of table three."""
        return self.edition.table("requests").labels(f"{row}.{self.applicants[-1]}")[0][-1]

    def row_of(self, label: str, table: str) -> str | None:
        """The row of ``table`` that ``label`` names: ``requests.…`` or ``disclosure.…``; None when it names none.

        ``label`` is the text of one cell, or of several put together; what stands in it besides the label does not
        matter for table three, whose labels are long, and matters for the others.
        """
        return _row_of(self, label, table)

    def column_of(self, label: str, table: str) -> str | None:
        """Which column of table three (``requests``) or of the first block of table two (``disclosure``) ``label``
        names.
        """
        return _column_of(self, label, table)

    def applicant(self, label: str) -> str | None:
        """The column of table three that ``label`` names."""
        return _column_of(self, label, "requests")

    def stock_column(self, label: str) -> str | None:
        """The column of the first block of table two that ``label`` names."""
        return _column_of(self, label, "disclosure")


@cache
def printed_form(edition: Edition) -> PrintedForm:
    """``edition`` as offices print it."""
    return PrintedForm(edition, labels_of(edition))


def printed_form_for(year: int | None) -> PrintedForm:
    """The form in force for report ``year``; the newest where that is not known."""
    return printed_form(edition_for(year) if year else editions()[-1])


def printed_forms() -> tuple[PrintedForm, ...]:
    """The forms of all editions, the newest first."""
    return tuple(map(printed_form, reversed(editions())))


@lru_cache(maxsize=8192)
def _row_of(form: PrintedForm, label: str, table: str) -> str | None:
    text = bare(label)
    known = form.labels
    if not text or len(text) > _LONGEST:
        return None
    for row, whole in known.exact.items():
        if row.startswith(table) and text in whole:
            return row
    if table != "requests":
        return None
    if text in known.single_other:
        return SINGLE_OTHER
    for row, words in known.rows.items():
        if any(word in text for word in words) and not (row.endswith("granted") and "不予以公开" in text):
            return row
    return None


@lru_cache(maxsize=8192)
def _column_of(form: PrintedForm, label: str, table: str) -> str | None:
    text = bare(label)
    columns = form.labels.columns if table == "requests" else form.labels.stock_columns
    return next((column for column, whole in columns.items() if text in whole), None)
