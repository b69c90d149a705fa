"""The relations printed figures must satisfy (A1–A4, domain §2.4), as T-01 … T-04 check them: tolerance 0."""

from __future__ import annotations

from collections.abc import Iterator

from drafting.form import Relation
from drafting.values import Values, printed, total

from .context import Context
from .rule import Finding, NotAssessed, Rule
from .wording import told

NAMED = 4
"""How many places a 未检查 names before it only counts."""


def check_group(context: Context, rule: Rule, group: str) -> Iterator[Finding | NotAssessed]:
    """The relations of ``group`` (A1 … A4) over the cells as they stand.

    A blank cell adds nothing to its side, but a side that is blank altogether is unknown, not zero:
    such a relation is 未检查.
    """
    form, cells = context.form, context.cells
    relations = [relation for relation in form.relations if relation.group == group]
    unknown = []
    for relation in relations:
        left, right = (total(cells, side) for side in relation.sides)
        if left is None or right is None:
            unknown.append(relation)
        elif left != right:
            sentence = form.breach(relation).format(
                left=printed(left), right=printed(right), difference=printed(abs(left - right))
            )
            yield rule.finding(
                "relation",
                sentence=told(sentence.removesuffix("。"), f"{printed(left)}≠{printed(right)}"),
                relation=relation.id,
                cells=_places(relation, cells),
            )
    if len(unknown) == len(relations):
        yield rule.not_assessed("cells_blank")
    elif unknown:
        names = [form.breach(relation).split("：")[0] for relation in unknown]
        listed = "、".join(names[:NAMED]) + (rule.part("places", count=len(names)) if len(names) > NAMED else "")
        yield rule.not_assessed("some_blank", listed=listed)


def _places(relation: Relation, cells: Values) -> tuple[str, ...]:
    """The cells to jump to: the total and the parts that make up its sum, or all cells of both sides."""
    if relation.total is None:
        return relation.left + relation.right
    return relation.total, *(key for key in relation.parts if cells.get(key))
