"""Everything an office keeps, as one zip file made while the program runs; and putting such a file back.

::

    备份.zip ── backup.json            {program, version, revision, made_at, files: {name: SHA-256}}
             ├─ nianbao.db             reports, versions, files being read in, the trail …
             ├─ letterheads/….docx     ├─ prompts/….md     ├─ rules.tsv, lexicon.tsv, place.json, model-use.json
             └─ collections/…          what units sent, round by round

The key, the address of the model and what was measured of it belong to a machine: they are in no backup, and stay when
one is put back.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sqlalchemy.engine import make_url

from drafting import __version__, times
from drafting.errors import FileError, InputError, SettingError
from drafting.settings import MODEL_FILE, Settings
from drafting.store import copies
from drafting.store.database import recognise
from drafting.store.migrations import HEAD
from drafting.writing import profile

from .office_files import NAMES

DATABASE, MANIFEST = "nianbao.db", "backup.json"
_OURS = re.compile(
    rf"nianbao\.db|{NAMES}"
    r"|collections/[^./\\:][^/\\:]*/(?:(?:轮次|收件|成稿)/)?[^./\\:][^/\\:]*"
)
"""Names that a backup may hold."""
_OF_THIS_MACHINE = (MODEL_FILE, profile.FILE)


@dataclass(frozen=True)
class Restored:
    """``made_at``: when the backup was made, as it says; ``kept``: where what was there before lies now."""

    made_at: str
    kept: Path | None


class Backups:
    """Backups of the data folder that ``settings`` name."""

    def __init__(self, settings: Settings):
        self._settings = settings

    @property
    def folder(self) -> Path:
        """Where the data lie."""
        return self._settings.data_dir.absolute()

    @property
    def database(self) -> Path | None:
        """The file of the database, None where it is a server's."""
        url = make_url(self._settings.database_url)
        return Path(url.database).absolute() if url.get_backend_name() == "sqlite" and url.database else None

    def name(self) -> str:
        """What a backup made now is called."""
        return f"年报备份-{times.now():%Y%m%d-%H%M}.zip"

    def make(self) -> bytes:
        """The data as they stand now. Raises FileError, and SettingError where a server keeps the database."""
        if self.database is None:
            raise SettingError("数据库由另外的服务器保存，不在这台机器上，请用数据库自带的工具备份。")
        if not self.database.is_file():
            raise FileError(f"“{self.database}”还不存在，没有可以备份的数据；先启动一次程序，或核对 NIANBAO_DATA_DIR。")
        recognise(str(self.database))
        with _plainly("备份没有做成"), tempfile.TemporaryDirectory() as work, tempfile.TemporaryFile() as made:
            copies.copy(self.database, Path(work, DATABASE))
            files = {DATABASE: Path(work, DATABASE), **self._files()}
            with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
                said = {
                    "program": "nianbao",
                    "version": __version__,
                    "revision": HEAD,
                    "made_at": times.now().isoformat(sep=" ", timespec="minutes"),
                    "files": {name: _digest(path) for name, path in files.items()},
                }
                pack.writestr(MANIFEST, json.dumps(said, ensure_ascii=False, indent=1))
                for name, path in files.items():
                    pack.write(path, name)
            made.seek(0)
            return made.read()

    def _files(self) -> dict[str, Path]:
        """What is kept beside the database, by its name in a backup."""
        found = {
            path.relative_to(self.folder).as_posix(): path for path in sorted(self.folder.rglob("*")) if path.is_file()
        }
        return {name: path for name, path in found.items() if _OURS.fullmatch(name) and name != DATABASE}

    def restore(self, file: str | Path, *, replace: bool = False) -> Restored:
        """Put the backup ``file`` into the data folder, whole or not at all.

        Raises InputError where the folder holds something, unless that is to be ``replace``d: then it is kept beside,
        under another name. Raises FileError for a file that is damaged, foreign or newer and while the program runs,
        SettingError where the database is kept elsewhere.
        """
        database = self.folder / DATABASE
        if self.database != database:
            raise SettingError("数据库另设在 NIANBAO_DATABASE_URL 所指的地方，不能恢复到数据文件夹，请先去掉这项设置。")
        full = self.folder.is_dir() and any(self.folder.iterdir())
        with _plainly("没有恢复成"), _unpacked(Path(file), self.folder.parent) as (work, made_at):
            if full and not replace:
                raise InputError(
                    f"数据文件夹“{self.folder}”里已有数据，没有恢复；确要替换请加 --replace，原来的数据会改名保留在旁边。"
                )
            if full:
                if database.is_file() and not copies.at_rest(database):
                    raise FileError("程序正在使用这些数据，没有恢复；请先关掉程序再试。")
                for name in _OF_THIS_MACHINE:
                    if (self.folder / name).is_file():
                        shutil.copy2(self.folder / name, work / name)
            return Restored(made_at, _put(work, self.folder, keep=full))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def _unpacked(file: Path, beside: Path) -> Iterator[tuple[Path, str]]:
    """The contents of a backup in a new folder in ``beside``, looked through; and when it was made. Raises FileError."""
    foreign = FileError(f"“{file.name}”不是本程序的备份，没有恢复任何内容，请核对是不是选错了文件。")
    damaged = FileError(f"备份“{file.name}”已损坏，没有恢复任何内容，请换一份备份。")
    if not file.is_file():
        raise FileError(f"找不到备份“{file}”，请核对路径和文件名。")
    beside.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp(prefix=".nianbao-restore-", dir=beside))
    try:
        try:
            with zipfile.ZipFile(file) as pack:
                said = _manifest(pack)
                if said is None:
                    raise foreign
                if sum(entry.file_size for entry in pack.infolist()) > shutil.disk_usage(beside).free:
                    raise FileError(f"磁盘空间不足，备份“{file.name}”没有恢复，请清理磁盘后再试。")
                if sorted(pack.namelist()) != sorted([MANIFEST, *said["files"]]):
                    raise damaged
                for name, digest in said["files"].items():
                    (work / name).parent.mkdir(parents=True, exist_ok=True)
                    with pack.open(name) as source, (work / name).open("wb") as target:
                        _copy(source, target, pack.getinfo(name).file_size)
                    if _digest(work / name) != digest:
                        raise damaged
        except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, ValueError):
            raise (damaged if zipfile.is_zipfile(file) else foreign) from None
        recognise(str(work / DATABASE), f"{file.name}/{DATABASE}")
        yield work, said["made_at"]
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _manifest(pack: zipfile.ZipFile) -> dict[str, Any] | None:
    """What a backup says of itself, None where that is no backup of ours."""
    if MANIFEST not in pack.namelist() or pack.getinfo(MANIFEST).file_size > 2**24:
        return None
    try:
        said = json.loads(pack.read(MANIFEST))
    except ValueError:
        return None
    if not isinstance(said, dict) or said.get("program") != "nianbao" or not isinstance(said.get("made_at"), str):
        return None
    files = said.get("files")
    ours = isinstance(files, dict) and DATABASE in files and all(_OURS.fullmatch(name) for name in files)
    return said if ours else None


def _copy(source: IO[bytes], target: IO[bytes], size: int) -> None:
    """Unpack one file, and no more of it than it says of itself."""
    while block := source.read(2**20):
        size -= len(block)
        if size < 0:
            raise zipfile.BadZipFile
        target.write(block)


def _put(work: Path, folder: Path, *, keep: bool) -> Path | None:
    """Let ``work`` be ``folder``; where that went that was there."""
    os.chmod(work, 0o700)
    kept = folder.with_name(f"{folder.name}-before-restore-{times.now():%Y%m%d-%H%M%S}") if keep else None
    if kept:
        folder.rename(kept)
    elif folder.is_dir():
        folder.rmdir()
    try:
        work.rename(folder)
    except OSError:
        if kept:
            kept.rename(folder)
        raise
    return kept


@contextmanager
def _plainly(what: str) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise FileError(f"{what}（{error.strerror}），原来的数据未作改动，请核对文件夹权限和磁盘空间。") from None
