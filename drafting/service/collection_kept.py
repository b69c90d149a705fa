"""What was worked out of files, until the files, or what it was worked out by, are other."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from drafting.collection.pool import Outcome, one


class Kept:
    """What was worked out, until what it was worked out of is other."""

    def __init__(self) -> None:
        self._wholes: dict[tuple[Any, ...], tuple[Any, Any]] = {}
        self._parts: dict[tuple[str, Path], tuple[Any, Outcome]] = {}

    def whole(self, of: tuple[Any, ...], state: Any, work: Callable[[], Any]) -> Any:
        """The outcome of ``work`` for ``of``, done again only when ``state`` is other."""
        known = self._wholes.get(of)
        if known is None or known[0] != state:
            known = self._wholes[of] = (state, work())
        return known[1]

    def spread(
        self,
        kind: tuple[Any, ...],
        path_of: Callable[[Any], Path],
        work: Callable[[Any], Any],
        items: Iterable[Any],
        workers: int = 1,
        chunk: int = 1,
    ) -> Iterator[Outcome]:
        """As ``pool.in_order``, in this process, with what is known of files that are as they were."""
        for item in items:
            path = path_of(item)
            state = (kind, item, state_of(path))
            known = self._parts.get((kind[0], path))
            if known is None or known[0] != state:
                known = self._parts[kind[0], path] = (state, one(work, item))
            yield known[1]


def state_of(path: Path) -> tuple[int, int]:
    """By which a file is known to be as it was; zeros where it is not there."""
    try:
        found = path.stat()
    except OSError:
        return (0, 0)
    return found.st_mtime_ns, found.st_size
