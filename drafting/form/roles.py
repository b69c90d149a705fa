"""What the rows and columns of a form count: roles, written in the edition's data, by which facts and words ask for cells.

A key says where a figure stands, a role what it means; an edition that renames or adds a row brings its roles with it.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Role(BaseModel):
    """What a row, a column or a cell counts; a part that is empty is left open.

    ``matter``: ``request``, ``review``, ``normative_document`` …; ``stage``: ``new``, ``carried_in``, ``done``,
    ``carried_out`` of applications, ``made``, ``repealed``, ``in_force`` of documents. ``result`` and its ``group`` (（三）
    to （六）) are of applications that are done, ``outcome`` of cases. ``says``: its usual wording; ``words``: patterns by
    which prose names it, besides those every edition shares (``binding/words.tsv``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    matter: str = ""
    stage: str = ""
    result: str = ""
    group: str = ""
    applicant: str = ""
    outcome: str = ""
    says: str = ""
    words: tuple[str, ...] = ()

    def across(self, column: Role) -> Role:
        """The role of the cell where this row meets ``column``."""
        mine, theirs = (role.model_dump(exclude={"says", "words"}) for role in (self, column))
        return Role(**{name: mine[name] or theirs[name] for name in mine})


class Group(BaseModel):
    """A group of results, （三） to （六）: its usual wording, and its numeral in the form."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    says: str
    numeral: str


class Roles(BaseModel):
    """The roles of one table's rows and columns, by the parts of its keys (``granted``, ``business``), and its groups."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    rows: dict[str, Role]
    columns: dict[str, Role]
    groups: dict[str, Group] = {}

    def of(self, key: str) -> Role:
        """The role of the cell ``key``, written without its table."""
        row, _, column = key.partition(".")
        return self.rows[row].across(self.columns[column] if column else Role())
