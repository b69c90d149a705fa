"""Bytes of text files as text, and text as databases and files can keep it."""

from __future__ import annotations


def decoded(data: bytes) -> str | None:
    """The text in ``data``: UTF-16 with its mark (what Excel calls Unicode text), UTF-8, or GB 18030, which GBK and
    GB 2312 are parts of. None when it is none of these.
    """
    encodings = ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def storable(text: str) -> str:
    """``text`` with “?” for lone surrogates, which no database and no file takes, and without NUL, which PostgreSQL and
    a command line do not.
    """
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
