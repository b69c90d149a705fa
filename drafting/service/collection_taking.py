"""Reading the files of a collection in the background: one reading of a collection at a time, how far it is, its stop."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from drafting.errors import InputError, NianbaoError

CLOSING_SECONDS = 5
"""How long ``close`` waits for what was read to be kept."""
BROKEN = "读取时程序出了问题，没有读完；文件都还在，请点“继续读取”。"


@dataclass
class Taking:
    """A reading: ``done`` of ``total`` files are read, the last one called ``name``. ``error``: why it broke off."""

    total: int
    done: int = 0
    name: str = ""
    error: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    ended: threading.Event = field(default_factory=threading.Event)

    def follow(self, done: int, total: int, name: str) -> None:
        """``done`` of ``total`` files are read, the last one called ``name``."""
        self.done, self.total, self.name = done, total, name


class Takings:
    """The readings under way, one a collection, and why the last one of each broke off."""

    def __init__(self) -> None:
        self._running: dict[str, Taking] = {}
        self._lock = threading.Lock()

    def of(self, id: str) -> Taking | None:
        """The reading of the collection ``id`` that is under way."""
        return self._running.get(id)

    def start(self, id: str, total: int, work: Callable[[Taking], None]) -> Taking:
        """Do ``work`` in a thread of its own. Raises InputError where one is under way."""
        taking = Taking(total)
        with self._lock:
            if id in self._running:
                raise InputError("正在读取收到的文件，请等读完，或先点“停止”。")
            self._running[id] = taking
        threading.Thread(target=self._run, name="collection", daemon=True, args=(id, taking, work)).start()
        return taking

    def close(self) -> None:
        """Stop every reading, and wait a while until what was read is kept."""
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
            taking.error = BROKEN
            raise
        finally:
            with self._lock:
                self._running.pop(id, None)
            taking.ended.set()
