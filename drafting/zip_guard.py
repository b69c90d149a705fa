"""Zip files from elsewhere, opened only when they are whole, open to all, and of a sensible size once unpacked."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from io import BytesIO
from typing import Literal
from zipfile import BadZipFile, LargeZipFile, ZipFile

BROKEN = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)
"""What ``zipfile`` raises for a file that is damaged or packed in a way it does not know."""
_DIRECTORY = b"PK\x05\x06"
_ENTRY = 400
"""Bytes an entry of the directory has at most on average."""


@dataclass(frozen=True)
class Limits:
    """What an archive may hold: ``members``; bytes of all of them and of one, unpacked; and how far one may be packed.

    One that unpacks to no more than ``small`` bytes does no harm, however it is packed.
    """

    members: int = 5_000
    unpacked: int = 300_000_000
    member: int = 100_000_000
    ratio: int = 200
    small: int = 1_000_000


class Refused(Exception):
    """An archive that is not opened. ``reason``: *damaged*, *large* once unpacked, or *locked* with a password."""

    def __init__(self, reason: Literal["damaged", "large", "locked"]):
        super().__init__(reason)
        self.reason = reason


def opened(data: bytes, limits: Limits | None = None) -> ZipFile:
    """The archive in ``data``, each member unpacked once to see that it is what it says. Raises Refused."""
    limits = limits or Limits()
    directory = data.rfind(_DIRECTORY)
    if directory >= 0 and int.from_bytes(data[directory + 12 : directory + 16], "little") > limits.members * _ENTRY:
        raise Refused("large")
    try:
        package = ZipFile(BytesIO(data))
        check(package, limits)
        if package.testzip() is not None:
            raise Refused("damaged")
    except BROKEN:
        raise Refused("damaged") from None
    return package


def check(package: ZipFile, limits: Limits) -> None:
    """Raises Refused where the directory of ``package`` names more than ``limits`` allow, or what has a password."""
    members = package.infolist()
    if len(members) > limits.members or sum(member.file_size for member in members) > limits.unpacked:
        raise Refused("large")
    for member in members:
        packed = member.file_size > limits.small and member.file_size > limits.ratio * member.compress_size
        if member.file_size > limits.member or packed:
            raise Refused("large")
        if member.flag_bits & 1:
            raise Refused("locked")
