"""Verbs that write several things: all of them stand, or none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

Verb = TypeVar("Verb", bound=Callable[..., Any])


def whole(verb: Verb) -> Verb:
    """Make a verb of a class with a ``_store`` one unit of work (docs/decisions/0013-unit-of-work.md).

    What it reads is what stands while it writes; when it raises or is killed, nothing of it was done.
    """

    @wraps(verb)
    def done(self, *args, **kwargs):
        with self._store.transaction():
            return verb(self, *args, **kwargs)

    return done
