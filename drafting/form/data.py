"""Where the data of the editions lie: ``edition-<id>.json``, ``labels-<id>.json``, ``hints-<id>.json``.

A new edition is new files in this folder and no change of code (docs/CONTRIBUTING.md).
"""

from __future__ import annotations

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

FOLDER = files("drafting.form")
"""The folder of the files; a test puts one with a made-up edition in its place."""
_EDITION = re.compile(r"edition-(\d+)\.json")


def ids() -> tuple[str, ...]:
    """The editions there are, by name."""
    return _ids(FOLDER)


@cache
def _ids(folder: Any) -> tuple[str, ...]:
    return tuple(sorted(found[1] for file in folder.iterdir() if (found := _EDITION.fullmatch(file.name))))


def read(kind: str, id: str) -> Any:
    """The file of edition ``id``: ``edition``, ``labels`` or ``hints``. Raises FileNotFoundError."""
    return json.loads(FOLDER.joinpath(f"{kind}-{id}.json").read_text("utf-8"))
