"""Files that are read and written whole; what the system refuses becomes one sentence."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from drafting.errors import FileError


def read_whole(path: str | os.PathLike, kind: str = "文件", most: int | None = None) -> bytes:
    """The bytes of the file at ``path``, a ``kind`` of at most ``most`` bytes. Raises FileError."""
    path = Path(path)
    try:
        if most is not None and path.stat().st_size > most:
            raise FileError(f"{kind}“{path.name}”超过 {most / 2**20:.0f} MB，不像是这里要用的文件，请核对。")
        return path.read_bytes()
    except FileNotFoundError:
        raise FileError(f"找不到{kind}“{path}”，请核对路径和文件名。") from None
    except OSError as error:
        raise FileError(f"{kind}“{path}”无法读取（{error.strerror}），请核对权限或换一个文件。") from None


def write_whole(path: str | os.PathLike, content: bytes) -> None:
    """Write ``content`` to ``path``; an interrupted write leaves the old file whole. Raises FileError."""
    path = Path(path)
    temporary = None
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
        temporary = None
    except OSError as error:
        raise FileError(f"无法写入“{path}”（{error.strerror}），原文件未动，请核对文件夹和磁盘空间。") from None
    finally:
        if temporary:
            os.unlink(temporary)
