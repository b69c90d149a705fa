"""What came back: files, folders, patterns and zip archives, as one list of files to read. Nothing is unpacked to disk."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from zipfile import ZipFile, ZipInfo

from drafting import zip_guard
from drafting.errors import FileError
from drafting.whole_files import read_whole

MAX_FILES = 1_000
"""Files of one batch; a county has some hundred units, and several files of a unit are the exception."""
MAX_ARCHIVE = 500 * 2**20
LIMITS = zip_guard.Limits(members=5_000, unpacked=2 * 2**30, member=100 * 2**20)
"""What an archive of many reports may hold; that of a single file is ``reading``'s to judge."""
_LITTER = ("thumbs.db", "desktop.ini", ".ds_store")
_MARKS = (b"PK\x03\x04", b"PK\x05\x06")
_OF_OFFICE = ("[Content_Types].xml", "xl/", "word/", "ppt/", "OFD.xml", "mimetype", "content.xml")


@dataclass(frozen=True)
class Source:
    """One file: what it is called (with its folder or archive), and how to get its bytes (raises FileError)."""

    name: str
    load: Callable[[], bytes]

    @property
    def file(self) -> str:
        """Its own name."""
        return PurePosixPath(self.name.replace("\\", "/")).name


@dataclass(frozen=True)
class Found:
    """The files to read, in order, and a sentence for each thing that was not taken."""

    sources: tuple[Source, ...]
    refused: tuple[tuple[str, str], ...] = ()


def find(paths: Iterable[str | Path], most: int = MAX_FILES) -> Found:
    """The files that ``paths`` (files, folders, patterns, zip archives) name. Raises FileError: nothing there, too many,
    an archive that cannot be opened safely.
    """
    found: dict[str, Source] = {}
    refused: list[tuple[str, str]] = []
    there = expanded(paths)
    if len(there) > most:
        raise too_many(len(there), most)
    for path in there:
        data = b""
        with path.open("rb") as file:
            packed = file.read(4) in _MARKS
        if packed and path.stat().st_size <= MAX_ARCHIVE:
            data = read_whole(path, most=MAX_ARCHIVE)
        inside, said = archived(data, path.name) if data and is_archive(data) else ((), ())
        refused += said
        if data and is_archive(data):
            found.update({source.name: source for source in inside})
        else:
            found[str(path)] = Source(str(path), lambda path=path: read_whole(path))
        if len(found) > most:
            raise too_many(len(found), most)
    return Found(tuple(found.values()), tuple(refused))


def expanded(paths: Iterable[str | Path]) -> list[Path]:
    """The files that ``paths`` name, each once: folders with all in them, patterns, files. Raises FileError."""
    found: dict[Path, None] = {}
    for given in paths:
        path = Path(given)
        if path.is_dir():
            inside = sorted(each for each in path.rglob("*") if each.is_file())
        elif path.exists():
            inside = [path]
        else:
            inside = sorted(each for each in map(Path, glob.glob(str(given), recursive=True)) if each.is_file())
            if not inside:
                raise FileError(f"找不到“{given}”，请核对路径和文件名。")
        found |= dict.fromkeys(each for each in inside if not _is_litter(each.name))
    return list(found)


def is_archive(data: bytes) -> bool:
    """Whether ``data`` is a zip of files, and not an office document, which is one inside."""
    if not data.startswith(_MARKS):
        return False
    try:
        names = ZipFile(BytesIO(data)).namelist()
    except zip_guard.BROKEN:
        return False
    return not any(name.startswith(_OF_OFFICE) for name in names)


def archived(data: bytes, name: str) -> tuple[tuple[Source, ...], tuple[tuple[str, str], ...]]:
    """The files in the zip archive ``data``, called ``name``, and what of it was not taken.

    Raises FileError: damaged, locked, too large once unpacked, too many files, or with paths that lead out of it.
    """
    package = _opened(data, name)
    sources: list[Source] = []
    refused: list[tuple[str, str]] = []
    members = [(info, _name(info)) for info in package.infolist() if not info.is_dir()]
    if leading := next((inside for _, inside in members if _leads_out(inside)), None):
        raise FileError(
            f"压缩包“{name}”里有指向包外的路径（“{leading[:60]}”），可能有害，没有读取；请解压检查后再交来。"
        )
    members = [(info, inside) for info, inside in members if not _is_litter(PurePosixPath(inside).name)]
    members = [(info, inside) for info, inside in members if "__MACOSX" not in PurePosixPath(inside).parts]
    if len(members) > MAX_FILES:
        raise too_many(len(members), MAX_FILES, name)
    for info, inside in members:
        called = f"{name}/{inside}"
        if _is_zip_within(package, info):
            refused.append((called, f"“{called}”是压缩包里的压缩包，没有打开，请解压后再交来。"))
        else:
            sources.append(Source(called, lambda info=info: package.read(info)))
    return tuple(sources), tuple(refused)


def too_many(count: int, most: int, name: str = "") -> FileError:
    """That there are more files than one batch takes."""
    where = f"“{name}”里" if name else ""
    return FileError(
        f"{where}有 {count} 个文件，一次最多读 {most} 个，没有读取；请核对是不是选错了文件夹，或分几次收。"
    )


def _opened(data: bytes, name: str) -> ZipFile:
    try:
        package = ZipFile(BytesIO(data))
        zip_guard.check(package, LIMITS)
    except zip_guard.Refused as refused:
        why = "解开后过大，可能有害" if refused.reason == "large" else "加了密码"
        raise FileError(f"压缩包“{name}”{why}，没有读取；请解压后把里面的文件交来。") from None
    except zip_guard.BROKEN:
        raise FileError(f"压缩包“{name}”已损坏或不完整，没有读取，请重新获取。") from None
    return package


def _is_zip_within(package: ZipFile, info: ZipInfo) -> bool:
    try:
        with package.open(info) as member:
            if member.read(4) not in _MARKS:
                return False
        return is_archive(package.read(info))
    except zip_guard.BROKEN:
        return False


def _name(info: ZipInfo) -> str:
    """The member's name; what Windows packs without a mark is in GBK and was taken for CP437."""
    if not info.flag_bits & 0x800:
        try:
            return info.filename.encode("cp437").decode("gb18030")
        except UnicodeError:
            pass
    return info.filename


def _leads_out(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or path[1:2] == ":"


def _is_litter(name: str) -> bool:
    return name.lower() in _LITTER or name.startswith(("~$", "._", "."))
