"""The same work for many items, in processes of this machine: results in order, memory bounded, one that fails stops
nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from types import ModuleType
from typing import Generic, ParamSpec, TypeVar

from drafting.errors import NianbaoError

Item = TypeVar("Item")
Result = TypeVar("Result")
P = ParamSpec("P")
R = TypeVar("R")

Spread = Callable[..., Iterator["Outcome"]]
"""How work is spread over items: ``in_order`` here, or the same of a ``cluster``."""

AHEAD = 4
"""Items a worker that are begun or wait for it: what bounds the memory."""
CHUNK = 16
"""Items that go to a worker at once where there are many; each is small beside the way there and back."""
_LOCK = threading.Lock()
"""One process starts at a time: each puts the main module away for that moment."""


@dataclass(frozen=True)
class Outcome(Generic[Item, Result]):
    """What became of one item: its ``result``, or ``error``, a sentence."""

    item: Item
    result: Result | None = None
    error: str = ""


def in_order(
    work: Callable[[Item], Result], items: Iterable[Item], workers: int = 1, chunk: int = 1
) -> Iterator[Outcome[Item, Result]]:
    """``work`` (a function of a module, or a partial of one) for each of ``items``, in their order.

    With one worker it is done in this process. ``chunk``: how many go to a worker together. An item whose work raises a
    NianbaoError has its sentence; one at which a worker died or that raised anything else says that it could not be done.
    """
    if workers <= 1:
        for item in items:
            yield one(work, item)
        return
    waiting: deque[tuple[list[Item], Future]] = deque()
    parts = chunks(items, chunk)
    pool = _Pool(workers)
    try:
        for part in parts:
            waiting.append((part, _sent(pool, work, part)))
            if len(waiting) >= AHEAD * workers:
                break
        while waiting:
            part, future = waiting.popleft()
            try:
                yield from future.result()
            except BrokenProcessPool:
                pool.shutdown(cancel_futures=True)
                pool = _Pool(workers)
                yield from _singly(work, part)
                waiting = deque((left, _sent(pool, work, left)) for left, _ in waiting)
            for following in parts:
                waiting.append((following, _sent(pool, work, following)))
                break
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


def one(work: Callable[[Item], Result], item: Item) -> Outcome[Item, Result]:
    """``work`` for one item. Raises nothing but what ends the process."""
    try:
        return Outcome(item, work(item))
    except NianbaoError as error:
        return Outcome(item, error=str(error))
    except Exception as error:
        return Outcome(item, error=f"“{item}”处理时出了问题（{type(error).__name__}），没有完成，其他的不受影响。")


def several(work: Callable[[Item], Result], items: list[Item]) -> list[Outcome[Item, Result]]:
    """``work`` for each of ``items``, which go to a worker together."""
    return [one(work, item) for item in items]


def _sent(pool: _Pool, work: Callable[[Item], Result], part: list[Item]) -> Future:
    """``part`` on its way; where a worker has just died, what comes of it is that."""
    try:
        return pool.submit(several, work, part)
    except BrokenProcessPool as error:
        broken: Future = Future()
        broken.set_exception(error)
        return broken


def _singly(work: Callable[[Item], Result], items: list[Item]) -> Iterator[Outcome[Item, Result]]:
    """Each of ``items`` in a process of its own, one of which ended the worker that they were sent to together."""
    for item in items:
        with _Pool(1) as alone:
            try:
                yield alone.submit(one, work, item).result()
            except BrokenProcessPool:
                yield Outcome(item, error=killed(item))


def killed(item: object) -> str:
    """That whoever worked on ``item`` ended at it."""
    return f"“{item}”处理时程序被中断，没有完成，其他的不受影响。"


def _end_with_parent() -> None:
    """In a process of the pool: end when the one that started it does, also where that was killed. What it was still to do
    would else be done beside the same work begun again.
    """
    parent = multiprocessing.parent_process()
    assert parent is not None

    def wait() -> None:
        parent.join()
        os._exit(1)

    threading.Thread(target=wait, daemon=True).start()


class _Pool(ProcessPoolExecutor):
    """Processes that start without what this one has open – threads and connections do not survive a fork – and without its
    main module: in the server and in tests of pages that is the page's script, which each process would run.
    """

    def __init__(self, workers: int) -> None:
        super().__init__(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_end_with_parent)

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """As the executor does it, which starts its processes here."""
        with _LOCK:
            main, sys.modules["__main__"] = sys.modules["__main__"], ModuleType("__main__")
            try:
                return super().submit(fn, *args, **kwargs)
            finally:
                sys.modules["__main__"] = main


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """``items`` in lists of ``size``, the last one with what is left."""
    part: list[Item] = []
    for item in items:
        part.append(item)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part
