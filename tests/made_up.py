"""A made-up edition for report years from 2026, as data alone: the form of 2021 with one row of table three renamed
(``RENAMED``) and one more result (``ADDED``).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from drafting.form import data

RENAMED = ("requests.refused_internal_affairs", "5.属于机关内部管理信息")
"""The row that is printed otherwise, and how."""
ADDED = ("requests.refused_budget_draft", "9.属于预决算草案信息")
"""The row that the form of 2021 has not: the ninth kind of （三）不予公开."""
SAYS = "预决算草案"
"""How prose and other prints call it."""
_BEFORE = "refused_registry_query"


def write(folder: Path) -> None:
    """Put every edition there is into ``folder``, and the one for 2026 beside them."""
    for file in data.FOLDER.iterdir():
        if file.name.endswith(".json"):
            (folder / file.name).write_text(file.read_text("utf-8"), "utf-8")
    for kind, make in {"edition": _edition, "labels": _labels, "hints": _hints}.items():
        found = make(json.loads((folder / f"{kind}-2021.json").read_text("utf-8")))
        (folder / f"{kind}-2026.json").write_text(json.dumps(found, ensure_ascii=False), "utf-8")


def _edition(form: dict[str, Any]) -> dict[str, Any]:
    form |= {"edition": "2026", "in_force_from_report_year": 2026, "basis": "国办公开办函〔2026〕99号"}
    table = next(table for table in form["tables"] if table["id"] == "requests")
    key = ADDED[0].removeprefix("requests.")
    role = {"matter": "request", "stage": "done", "result": key, "group": "refused", "words": [SAYS]}
    table["roles"]["rows"] = _behind(table["roles"]["rows"], _BEFORE, key, role)
    at = next(cell["row"] for cell in table["cells"] if cell.get("key") == f"{_BEFORE}.total")
    last = [cell for cell in table["cells"] if cell["row"] == at and cell["rowspan"] == 1]
    for cell in table["cells"]:
        if cell["row"] > at:
            cell["row"] += 1
        elif cell["row"] + cell["rowspan"] > at and cell["rowspan"] > 1:
            cell["rowspan"] += 1
        if cell.get("text", "").startswith("5.属于三类内部"):
            cell["text"] = RENAMED[1]
    new = [{**cell, "row": at + 1} for cell in last]
    for cell in new:
        cell |= {"text": ADDED[1]} if "text" in cell else {"key": cell["key"].replace(_BEFORE, key)}
    place = table["cells"].index(last[-1]) + 1
    table["cells"][place:place] = new
    table["rows"] += 1
    _relations(form["relations"], key)
    return form


def _relations(relations: list[dict[str, Any]], key: str) -> None:
    for relation in relations:
        parts = relation.get("parts", [])
        before = next((part for part in parts if part.startswith(f"requests.{_BEFORE}.")), "")
        if before and relation["id"].startswith("A1:"):
            parts.insert(parts.index(before) + 1, before.replace(_BEFORE, key))
    row = next(relation for relation in relations if relation["id"] == f"A3:{_BEFORE}")
    relations.insert(relations.index(row) + 1, json.loads(json.dumps(row).replace(_BEFORE, key)))


def _labels(labels: dict[str, Any]) -> dict[str, Any]:
    labels["rows"][RENAMED[0]] = ["内部管理信息"]
    labels["rows"] = _behind(labels["rows"], f"requests.{_BEFORE}", ADDED[0], [SAYS])
    return labels


def _hints(hints: dict[str, str]) -> dict[str, str]:
    return {**hints, ADDED[0]: "申请公开尚未批准的预决算草案，不予公开的。"}


def _behind(old: dict[str, Any], before: str, key: str, value: Any) -> dict[str, Any]:
    """``old`` with ``key`` behind ``before``."""
    items = list(old.items())
    items.insert(list(old).index(before) + 1, (key, value))
    return dict(items)
