"""Verbs that write several things: all of them stand, or none."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from drafting.store import Store


class Keeper(Protocol):
    """A class whose verbs write to a store."""

    _store: Store


Self = TypeVar("Self", bound=Keeper)
Given = ParamSpec("Given")
Answer = TypeVar("Answer")


def whole(verb: Callable[Concatenate[Self, Given], Answer]) -> Callable[Concatenate[Self, Given], Answer]:
    """Make a verb of a class with a ``_store`` one unit of work (docs/decisions/0013-unit-of-work.md).

    What it reads is what stands while it writes; when it raises or is killed, nothing of it was done.
    """

    @wraps(verb)
    def done(self: Self, /, *args: Given.args, **kwargs: Given.kwargs) -> Answer:
        with self._store.transaction():
            return verb(self, *args, **kwargs)

    return done
