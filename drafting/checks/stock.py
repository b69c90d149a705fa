"""The two stocks of table two that rules follow: 规章 and 行政规范性文件, each made, repealed and in force."""

from __future__ import annotations

from drafting.values import Value, Values

STOCKS = {"rules": "规章", "normative_documents": "行政规范性文件"}
"""Row key of table two -> what it counts."""


def stock_keys(row: str) -> tuple[str, str, str]:
    """The cell keys of ``row``: in force, made, repealed."""
    return f"disclosure.{row}.in_force", f"disclosure.{row}.made", f"disclosure.{row}.repealed"


def stock(cells: Values, row: str) -> tuple[Value, Value, Value]:
    """The figures of ``row``: in force, made, repealed."""
    in_force, made, repealed = (cells.get(key) for key in stock_keys(row))
    return in_force, made, repealed
