"""Each organ's own letterhead: a Word document whose styles, header and footer its reports are printed with."""

from __future__ import annotations

import hashlib
from contextlib import nullcontext
from pathlib import Path

from drafting.whole_files import read_whole, write_whole

from .office_files import Changing


class Letterheads:
    """The letterheads kept in ``folder``, one an organ. ``changing``: what a change of the office's files stands in."""

    def __init__(self, folder: Path, changing: Changing = nullcontext):
        self._folder, self._changing = folder, changing

    def of(self, organ: str) -> bytes | None:
        """The letterhead of the organ called ``organ``; None when it has none. Raises FileError."""
        path = self._path(organ)
        return read_whole(path, "版头文件") if path.is_file() else None

    def keep(self, organ: str, raw: bytes) -> None:
        """Use ``raw`` from now on. Raises InputError for a file that is no plain, safe Word document."""
        from drafting.publishing import docx_letterhead  # python-docx takes 0.2 s to import

        docx_letterhead.check(raw)
        with self._changing():
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(self._path(organ), raw)

    def remove(self, organ: str) -> None:
        """Print without a letterhead again."""
        with self._changing():
            self._path(organ).unlink(missing_ok=True)

    def _path(self, organ: str) -> Path:
        return self._folder / f"{hashlib.sha256(organ.encode('utf-8', 'replace')).hexdigest()[:16]}.docx"
