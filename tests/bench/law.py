"""Generated documents – outlines of their own, prefaces, misprinted headings, notes under tables – as text, page and Word
file, each read and looked through for every character outside the tables: in the report in its place, or in a notice with
its words (``tests/test_reading_law.py``).
"""

from __future__ import annotations

import random
import time

from tests.test_reading_law import keeps_all

from .outcome import Outcome, Row, Series, Target

TITLE = "nothing of a text is lost on import"
REPEAT = 2_000
"""Documents."""
SHARES = {"txt": 0.65, "html": 0.275, "docx": 0.075}
"""How many of the documents are of each format: a Word file takes longest to make."""


def measure(repeat: int) -> Outcome:
    """Read ``repeat`` documents, each from a seed of its own."""
    rng = random.Random(15)
    times: dict[str, list[float]] = {container: [] for container in SHARES}
    lost: list[str] = []
    for seed in range(repeat):
        (container,) = rng.choices(list(SHARES), weights=list(SHARES.values()))
        began = time.monotonic()
        try:
            keeps_all(seed, container)
        except AssertionError:
            lost.append(f"{container} {seed}")
        times[container].append((time.monotonic() - began) * 1000)
    return Outcome(
        rows=[Row(f"making and reading a {container}", Series(taken)) for container, taken in times.items() if taken],
        targets=[Target("no character is lost unnamed", f"{repeat} documents, {len(lost)} with a loss", not lost)],
        notes=[f"Seeds: {', '.join(lost[:20])}"] if lost else [],
    )
