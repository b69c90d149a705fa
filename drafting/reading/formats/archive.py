"""The zip file behind a .docx or .xlsx: opened only when whole and of a sensible size, its XML without entities.

Nothing outside the file is ever fetched, and an archive inside the archive stays closed.
"""

from __future__ import annotations

from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING
from zipfile import ZipFile

from drafting import zip_guard
from drafting.errors import FileError

if TYPE_CHECKING:
    from lxml.etree import _Element

MAX_XML = 20_000_000
"""Bytes of one XML part that is parsed as a tree; the largest seen in a report is 0.3 million."""

_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
"""The names of the ISO strict form, which Word can save, and of the usual one."""


def opened(data: bytes, name: str) -> ZipFile:
    """The archive in ``data``, each member unpacked once to see that it is what it says.

    Raises FileError: damaged, encrypted, or unpacking to more than a report can be.
    """
    try:
        return zip_guard.opened(data)
    except zip_guard.Refused as refused:
        match refused.reason:
            case "large":
                raise _too_large(name) from None
            case "locked":
                raise FileError(f"“{name}”加了密码，读不出来，请去掉密码后再读入。") from None
        raise damaged(name) from None


def damaged(name: str) -> FileError:
    """The error for a file that cannot be read to its end."""
    return FileError(f"“{name}”已损坏或不完整，请重新获取，或在 Word、Excel、WPS 中打开后另存一份再读入。")


def parsed(package: ZipFile, path: str, name: str) -> _Element:
    """The XML part at ``path``. Raises FileError: not there, not well-formed, too large, or with a document type."""
    import lxml.etree as etree

    try:
        raw = package.read(path)
    except zip_guard.BROKEN:
        raise damaged(name) from None
    if len(raw) > MAX_XML:
        raise _too_large(name)
    for strict, usual in _STRICT:
        raw = raw.replace(strict, usual)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(raw, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise damaged(name) from None
    if root.getroottree().docinfo.doctype:
        raise FileError(
            f"“{name}”里带有自定义的文档类型声明，为安全起见没有读取，请在 Word 或 WPS 中打开后另存一份再读入。"
        )
    return root


def related(package: ZipFile, path: str, name: str) -> dict[str, tuple[str, str]]:
    """What the part at ``path`` (``""``: the package) refers to inside the package: id -> (kind, path).

    ``kind`` is the last word of the relationship's type. Empty where the part refers to nothing.
    """
    listed = join(dirname(path), "_rels", f"{path.rsplit('/', 1)[-1]}.rels")
    if listed not in package.namelist():
        return {}
    found = {}
    for relationship in parsed(package, listed, name):
        target = relationship.get("Target", "")
        if relationship.get("TargetMode", "").lower() != "external" and target:
            kind = relationship.get("Type", "").rsplit("/", 1)[-1]
            found[relationship.get("Id", "")] = (kind, normpath(join("/", dirname(path), target)).lstrip("/"))
    return found


def main_part(package: ZipFile, usual: str, name: str) -> str:
    """The path of the part the package is about; ``usual`` where it does not say. Raises FileError: there is none."""
    named = [path for kind, path in related(package, "", name).values() if kind == "officeDocument"]
    for path in (*named, usual):
        if path in package.namelist():
            return path
    raise damaged(name)


def core_title(package: ZipFile, name: str) -> str:
    """The title among the document properties; empty when there is none."""
    for kind, path in related(package, "", name).values():
        if kind == "core-properties" and path in package.namelist():
            root = parsed(package, path, name)
            return " ".join((root.findtext("{http://purl.org/dc/elements/1.1/}title") or "").split())
    return ""


def macros(package: ZipFile) -> bool:
    """Whether the file brings macros along."""
    return any(member.lower().endswith("vbaproject.bin") for member in package.namelist())


def _too_large(name: str) -> FileError:
    return FileError(f"“{name}”解压后过大，不像是一份年度报告，没有读取，请核对文件。")
