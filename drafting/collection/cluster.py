"""The same work as in ``pool``, on a Dask cluster that somebody has set up: results in order, memory bounded, one that fails
stops nothing. Dask sees to workers that come, go and die; this only hands it the work and waits.

Each worker process does one thing at a time, in the folder of the command that asked, which it has to be able to open.
"""

from __future__ import annotations

import contextlib
import logging
import os
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from types import TracebackType
from typing import Any

from drafting import __version__
from drafting.errors import InputError

from .pool import AHEAD, Item, Outcome, Result, chunks, killed, one

PATIENCE = 10.0
"""Seconds within which the scheduler has to answer."""
ALONE = 60.0
"""Seconds that work waits without any worker before it is given up."""
_ONE = threading.Lock()
"""A worker may have several threads; what is printed is kept apart by process, as in the pool."""


class Cluster:
    """The cluster whose scheduler is at ``address``, for a ``with`` statement.

    Raises InputError: Dask is not installed, nobody answers there, no worker, or one that cannot do the work.
    """

    def __init__(self, address: str):
        try:
            import distributed
        except ImportError:
            raise InputError(
                "使用集群要先安装 Dask：pip install 'nianbao[cluster]'；只用本机时去掉 --cluster。"
            ) from None
        self._address = address
        self._quiet = _quiet()
        try:
            self._client: Any = distributed.Client(address, timeout=PATIENCE, set_as_default=False)
        except (OSError, ValueError, TypeError):
            self._quiet.close()
            raise InputError(
                f"连不上集群“{address}”，没有开始；请核对地址（例如 tcp://10.0.0.5:8786），"
                "并确认那台机器上的 dask scheduler 正在运行，或去掉 --cluster 只用本机。"
            ) from None

    def __enter__(self) -> Cluster:
        try:
            self._fit()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the cluster, which runs on; what it was still to do for this client is dropped."""
        self._client.close(timeout=PATIENCE)
        self._quiet.close()

    @property
    def workers(self) -> int:
        """How many worker processes there are now."""
        with self._answering():
            return len(self._client.nthreads())

    def in_order(
        self, work: Callable[[Item], Result], items: Iterable[Item], workers: int = 0, chunk: int = 1
    ) -> Iterator[Outcome[Item, Result]]:
        """As ``pool.in_order``; ``workers`` does not matter, Dask knows its own. Raises InputError where the cluster is
        lost on the way.
        """
        task = partial(_several, work, os.getcwd())
        waiting: deque[tuple[list[Item], Any]] = deque()
        try:
            for part in chunks(items, chunk):
                waiting.append((part, self._begun(task, part)))
                if len(waiting) >= AHEAD * max(self.workers, 1):
                    yield from self._ended(task, *waiting.popleft())
            while waiting:
                yield from self._ended(task, *waiting.popleft())
        finally:
            for _, future in waiting:
                with contextlib.suppress(Exception):  # the cluster may be gone
                    future.cancel()

    def _begun(self, task: Callable[[list[Item]], Any], part: list[Item]) -> Any:
        with self._answering():
            return self._client.submit(task, part, pure=False)

    def _ended(
        self, task: Callable[[list[Item]], Any], part: list[Item], future: Any, again: bool = False
    ) -> Iterator[Outcome]:
        """What became of ``part``. Dask takes all for killers that a dying worker had before it: each gets one more try."""
        from distributed import KilledWorker

        try:
            for item, (result, error) in zip(part, self._result(future)):
                yield Outcome(item, result, error)
        except KilledWorker:
            for item in part:
                if again:
                    yield Outcome(item, error=killed(item))
                else:
                    yield from self._ended(task, [item], self._begun(task, [item]), again=True)

    def _result(self, future: Any) -> Any:
        """What ``future`` comes to. Raises InputError where no worker is left to do it."""
        since = time.monotonic()
        while True:
            with self._answering():
                try:
                    return future.result(timeout=min(ALONE, 5))
                except TimeoutError:
                    if future.done():  # the work itself ended so
                        raise
            if self.workers:
                since = time.monotonic()
            elif time.monotonic() - since >= ALONE:
                raise self._lost("上已经没有工作进程")

    @contextlib.contextmanager
    def _answering(self) -> Iterator[None]:
        """Raises InputError where the scheduler is gone."""
        from concurrent.futures import CancelledError

        try:
            yield
        except (CancelledError, OSError, RuntimeError):
            raise self._lost("断开了") from None

    def _lost(self, what: str) -> InputError:
        return InputError(
            f"集群“{self._address}”{what}，没有做完，已写好的文件不受影响；请恢复集群后再运行一次，或去掉 --cluster 只用本机。"
        )

    def _fit(self) -> None:
        """Raises InputError unless there are workers, and each has this program and sees this folder."""
        if not self.workers:
            raise InputError(
                f"集群“{self._address}”上没有工作进程，没有开始；请先在各台机器上运行 dask worker {self._address} --nthreads 1。"
            )
        folder = os.getcwd()
        for worker, said in self._client.run(_stands, folder, on_error="return").items():
            if said != (__version__, True):
                raise InputError(
                    f"集群的工作机“{worker}”上看不到当前文件夹“{folder}”，没有开始；请在各台机器都能打开的共享文件夹里运行。"
                    if isinstance(said, tuple) and said[0] == __version__
                    else f"集群的工作机“{worker}”上没有安装同一版本（{__version__}）的年报程序，没有开始；请先在那里安装。"
                )


def _several(work: Callable[[Item], Result], folder: str, part: list[Item]) -> list[tuple[Result | None, str]]:
    """On a worker: ``work`` for each item of ``part``, in ``folder``. The items themselves stay where they came from."""
    with _ONE, contextlib.chdir(folder):
        return [(done.result, done.error) for done in (one(work, item) for item in part)]


def _stands(folder: str) -> tuple[str, bool]:
    """On a worker: the version of this program there, and whether ``folder`` can be opened."""
    return __version__, os.access(folder, os.R_OK | os.X_OK)


def _quiet() -> contextlib.ExitStack:
    """Dask's own log and warnings stay off the terminal until it is closed: what a person is to know is a sentence."""
    held = contextlib.ExitStack()
    held.enter_context(warnings.catch_warnings())
    warnings.simplefilter("ignore")
    logger = logging.getLogger("distributed")
    held.callback(logger.setLevel, logger.level)
    logger.setLevel(logging.CRITICAL)
    return held
