"""Files that only this user may read, written whole or not at all: settings and what endpoints have taught."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from drafting.errors import SettingError


def write_private(path: Path, values: dict[str, Any]) -> None:
    """Writes ``values`` as JSON; otherwise like ``write_text``."""
    write_text(path, json.dumps(values, ensure_ascii=False, indent=1))


def write_text(path: Path, text: str) -> None:
    """Writes ``text``, atomically, file mode 0600 in a folder of mode 0700.

    Raises SettingError when the folder cannot be written.
    """
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
        try:
            with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
                file.write(text)
            os.replace(name, path)
        except BaseException:
            os.unlink(name)
            raise
    except OSError as error:
        raise SettingError(f"无法写入“{path}”（{error.strerror}），请检查该文件夹的权限和磁盘空间。") from None
