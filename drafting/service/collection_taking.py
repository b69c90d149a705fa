"""Long work on a collection in the background – reading what came, drafting – one at a time: how far it is, its stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from drafting.errors import InputError, NianbaoError

CLOSING_SECONDS = 5
"""How long ``close`` waits for what was read to be kept."""
BUSY = "正在读取收到的文件，请等读完，或先点“停止”。"
BROKEN = "读取时程序出了问题，没有读完；文件都还在，请点“继续读取”。"


@dataclass
class Taking:
    """A piece of work: ``done`` of ``total`` files are done, the last one called ``name``. ``error``: why it broke off."""

    total: int
    done: int = 0
    name: str = ""
    error: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def follow(self, done: int, total: int, name: str) -> None:
        """``done`` of ``total`` files are done, the last one called ``name``."""
        self.done, self.total, self.name = done, total, name


class Takings:
    """The work of one kind that is under way, one a collection. ``busy``: what is said to who begins another; ``broken``: of
    one that a fault of the program ended.
    """

    def __init__(self, busy: str = BUSY, broken: str = BROKEN) -> None:
        self._busy, self._broken = busy, broken
        self._running: dict[str, Taking] = {}
        self._lock = threading.Lock()

    def of(self, id: str) -> Taking | None:
        """What is under way of the collection ``id``."""
        return self._running.get(id)

    def start(self, id: str, total: int, work: Callable[[Taking], None]) -> Taking:
        """Do ``work`` in a thread of its own. Raises InputError where one is under way."""
        taking = Taking(total)
        with self._lock:
            if id in self._running:
                raise InputError(self._busy)
            self._running[id] = taking
        threading.Thread(target=self._run, name="collection", daemon=True, args=(id, taking, work)).start()
        return taking

    def close(self) -> None:
        """Stop all of it, and wait a while until what was done is kept."""
        with self._lock:
            running = list(self._running.values())
        for taking in running:
            taking.stop.set()
        for taking in running:
            taking.ended.wait(CLOSING_SECONDS)

    def _run(self, id: str, taking: Taking, work: Callable[[Taking], None]) -> None:
        try:
            work(taking)
        except NianbaoError as error:
            taking.error = str(error)
        except Exception:
            taking.error = self._broken
            raise
        finally:
            with self._lock:
                self._running.pop(id, None)
            taking.ended.set()
