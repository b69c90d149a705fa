"""Answers in UTF-8, whatever the server writes in: some gateways in front of a model still send GBK, some without a word."""

from __future__ import annotations

import codecs
import re
from collections.abc import AsyncIterator
from typing import Any

_DECLARED = re.compile(r"charset=[\"']?([\w-]+)", re.I)
_GBK = frozenset({"gbk", "gb2312", "gb18030", "x-gbk", "cp936"})


def read_as_utf8(response: Any) -> None:
    """Let the body of ``response``, of which nothing was read yet, come as UTF-8: what is declared, or shows itself, as
    GBK is written anew.
    """
    declared = _DECLARED.search(response.headers.get("content-type", ""))
    name = declared[1].lower() if declared else ""
    if name in _GBK or not name:
        given = response.aiter_bytes
        response.aiter_bytes = lambda *size: as_utf8(given(*size), gbk=name in _GBK)


async def as_utf8(pieces: AsyncIterator[bytes], gbk: bool) -> AsyncIterator[bytes]:
    """``pieces``, cut anywhere, in UTF-8; without ``gbk`` read as what they turn out to be.

    Plain ASCII tells nothing and goes on at once. Two bytes of GBK may be a Latin or Greek letter of UTF-8 by chance (全 is
    ȫ), so that those wait for a piece that tells: a Chinese letter of UTF-8 has three.
    """
    known: codecs.IncrementalDecoder | None = codecs.getincrementaldecoder("gb18030")("replace") if gbk else None
    waiting = b""
    async for piece in pieces:
        if known is None:
            waiting += piece
            if waiting.isascii():
                piece, waiting = waiting, b""
                yield piece
                continue
            encoding = _told_by(waiting)
            if encoding is None:
                continue
            known, piece, waiting = codecs.getincrementaldecoder(encoding)("replace"), waiting, b""
        yield known.decode(piece).encode()
    if known is None:
        yield waiting


def _told_by(data: bytes) -> str | None:
    """The encoding of ``data``, the end of which may be cut; None: it may be either."""
    try:
        text = codecs.getincrementaldecoder("utf-8")().decode(data)
    except UnicodeDecodeError:
        return "gb18030"
    return "utf-8" if any(letter > "\u07ff" for letter in text) else None
