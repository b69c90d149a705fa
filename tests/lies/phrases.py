"""Sentences by kind, from the files in ``said``: a kind in brackets, its sentences below it, a line each."""

from __future__ import annotations

from pathlib import Path


def phrases(name: str) -> dict[str, tuple[str, ...]]:
    """Kind -> sentences of the file ``name``."""
    found: dict[str, list[str]] = {}
    for line in (Path(__file__).parent / "said" / f"{name}.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            found[line.strip("[]")] = kind = []
        elif line and not line.startswith(";"):
            kind.append(line)
    return {name: tuple(each) for name, each in found.items()}
