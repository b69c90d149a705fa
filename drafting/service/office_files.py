"""What an office lays down in files – rules, words, prompts, the profile of its place, letterheads – where several servers
share one database: that says what they hold, the data folder of each server has copies to read.

With a database of one machine the folder itself says it, and nothing here does anything
(docs/decisions/0024-several-servers.md).
"""

from __future__ import annotations

import logging
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from drafting.errors import FileError, NianbaoError
from drafting.settings import Settings
from drafting.store import Store
from drafting.store.files import GONE, digest
from drafting.whole_files import read_whole, write_whole

LOG = logging.getLogger("nianbao.files")
NAMES = r"rules\.tsv|lexicon\.tsv|place\.json|model-use\.json|letterheads/[0-9a-f]{16}\.docx|prompts/[a-z0-9_-]+\.md"
"""The names of an office's files in its data folder, a regular expression."""
LOOK_SECONDS = 1
"""How soon a change that was made at another server counts here."""
Changing = Callable[[], AbstractContextManager[None]]
"""Gives what a change of the office's files stands in, so that all servers learn of it."""
CLOSING_SECONDS = 3
"""How long ``close`` waits for a look that is under way."""
REPLACED = "replaced"
"""The folder for files that lay in a server's folder and are not what the database has."""


def lying_in(folder: Path) -> dict[str, bytes]:
    """Name -> content of the office's files in ``folder``. Raises FileError."""
    paths = (path for pattern in ("*", "letterheads/*", "prompts/*") for path in sorted(folder.glob(pattern)))
    names = (path.relative_to(folder).as_posix() for path in paths if path.is_file())
    return {name: read_whole(folder / name) for name in names if re.fullmatch(NAMES, name)}


class OfficeFiles:
    """The copies in the data ``folder`` of what ``store`` has, where that is shared."""

    def __init__(self, store: Store, folder: Path):
        self._store, self._folder = store, folder
        self._lock = threading.RLock()
        self._closing = threading.Event()
        self._looking = threading.Thread(target=self._look, name="office-files", daemon=True)
        self._number = -1  # of the last change that is in the folder; -1: that is not known
        self._trouble = ""

    def open(self) -> None:
        """Bring what the database has never had from the folder into it, and the folder to what the database has; from
        then on look for what other servers change. Raises FileError.
        """
        if not self._store.of_many:
            return
        with self._lock, self._store.transaction():
            known = self._store.files.digests()
            for name, data in lying_in(self._folder).items():
                if name not in known:
                    self._store.files.keep(name, data)
            self.fetch()
        self._looking.start()

    def close(self) -> None:
        """Look no more."""
        self._closing.set()
        if self._looking.is_alive():
            self._looking.join(CLOSING_SECONDS)

    @contextmanager
    def changing(self) -> Iterator[None]:
        """A block that changes the files in the folder: it begins with them as they are at all servers, and what it has
        changed is so at all of them when it ends, or at none. Raises FileError.
        """
        if not self._store.of_many:
            yield
            return
        with self._lock:
            try:
                with self._store.transaction():
                    self._number = -1
                    self.fetch()
                    yield
                    self._send()
                self._number = self._store.files.number()
            except BaseException:
                self._number = -1
                with suppress(NianbaoError):
                    self.fetch()
                raise

    def fetch(self) -> None:
        """Bring the folder to what the database has now, where that has changed. Raises FileError."""
        if not self._store.of_many:
            return
        with self._lock:
            number = self._store.files.number()
            if number == self._number:
                return
            for name, said in self._store.files.digests().items():
                self._bring(name, said)
            self._number = number

    def _send(self) -> None:
        known, there = self._store.files.digests(), lying_in(self._folder)
        for name in known.keys() | there.keys():
            data = there.get(name)
            if known.get(name, GONE) != (GONE if data is None else digest(data)):
                self._store.files.keep(name, data)

    def _bring(self, name: str, said: str) -> None:
        """Let the copy of one file have the digest ``said``."""
        if not re.fullmatch(NAMES, name):  # of a newer program
            return
        path = self._folder / name
        there = digest(read_whole(path)) if path.is_file() else GONE
        if there == said:
            return
        try:
            if there != GONE:
                aside = self._folder / REPLACED / name
                aside.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
                shutil.copy2(path, aside)
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            if said == GONE:
                path.unlink(missing_ok=True)
            elif (data := self._store.files.data(name)) is not None:
                write_whole(path, data)
        except OSError as error:
            raise FileError(f"无法更新“{path}”（{error.strerror}），请检查该文件夹的权限和磁盘空间。") from None

    def _look(self) -> None:
        while not self._closing.wait(LOOK_SECONDS):
            try:
                self.fetch()
                self._trouble = ""
            except NianbaoError as error:  # the database or the disk: said once, and tried again
                if str(error) != self._trouble:
                    LOG.warning("%s", error)
                self._trouble = str(error)


@contextmanager
def changing(settings: Settings) -> Iterator[None]:
    """As ``OfficeFiles.changing``, for a command that has no service open. Raises what opening the database raises."""
    if not settings.shared:
        yield
        return
    store = Store(settings.database_url)
    try:
        with OfficeFiles(store, settings.data_dir).changing():
            yield
    finally:
        store.close()
