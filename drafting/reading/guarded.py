"""Reads a file in a guarded child (``drafting.guarded_child``).

The child answers with the reading as JSON, with the sentence that says why the file could not be read, or with the
reports among which a person has to choose.
"""

from __future__ import annotations

import json
import sys

from drafting import guarded_child
from drafting.errors import FileError, NianbaoError, SeveralReports
from drafting.language.encoding import storable

from .reading import Reading

LIMITS = guarded_child.Limits()
_SAID = 3
"""Exit status of a child that says why it could not read."""
_CHOICE = 4
"""Exit status of a child that found several reports: the sentence and what they are called, as a JSON list."""


def read(
    data: bytes,
    name: str,
    year: int | None = None,
    *,
    part: str = "",
    limits: guarded_child.Limits = LIMITS,
) -> Reading:
    """What ``reading.read`` gives, within ``limits``.

    Raises FileError, also when a limit is passed.
    """
    arguments = [storable(name), str(year or ""), storable(part)]
    try:
        answer = guarded_child.run(f"{__name__}:answer", arguments, data, limits)
    except guarded_child.OutOfPatience:
        raise FileError(
            f"电脑正忙，“{name}”等了 {limits.patience:g} 秒还没有读完，没有读入；文件没有问题，请稍后再读一次。"
        ) from None
    except OSError as error:
        raise FileError(f"无法开始读取“{name}”（{error.strerror}），请稍后再试。") from None
    said = answer.output.decode("utf-8", "replace")
    if answer.status == 0 and said.startswith("{"):
        return Reading.model_validate_json(said)
    if answer.status == _CHOICE and said:
        message, *choices = json.loads(said)
        raise SeveralReports(message, tuple(choices))
    if answer.status == _SAID and said:
        raise FileError(said)
    if answer.out_of_time:
        raise FileError(
            f"“{name}”太复杂，读了 {limits.seconds:g} 秒还没有读完，已停止；"
            "请在 Word、Excel 或浏览器中打开后另存一份再读入。"
        )
    raise FileError(f"“{name}”读取时出了问题，可能已损坏或过于复杂，没有读入；请另存一份再试，或改用其他格式。")


def answer(name: str, year: str, part: str) -> int:
    """Read the file on stdin and write the answer to stdout; the exit status of the child."""
    from drafting.reading import read as read_here

    write = sys.stdout.buffer.write
    try:
        write(
            read_here(sys.stdin.buffer.read(), name, int(year) if year else None, part)
            .model_dump_json()
            .encode("utf-8", "replace")
        )
        return 0
    except SeveralReports as error:
        write(json.dumps([str(error), *error.choices]).encode())
        return _CHOICE
    except NianbaoError as error:
        write(str(error).encode("utf-8", "replace"))
        return _SAID
