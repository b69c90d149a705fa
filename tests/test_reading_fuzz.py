"""Damaged files of every format: each is read or refused in a sentence, soon, and no figure comes from nowhere."""

from __future__ import annotations

import functools
import io
import random
import time
import zipfile

import pytest

from drafting import publishing
from drafting.errors import FileError
from drafting.form import edition
from drafting.reading import read
from drafting.samples import sample

FORMATS = ("docx", "xlsx", "html", "pdf", "txt", "json")
ROUNDS = {"pdf": 25, "docx": 40, "xlsx": 40, "html": 40, "txt": 60, "json": 60}


@functools.cache
def written(format: str) -> bytes:
    return publishing.export(sample("department").load()[0], format)


def cut_off(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randint(1, len(data) - 1)]


def bytes_changed(data: bytes, rng: random.Random) -> bytes:
    made = bytearray(data)
    for _ in range(rng.choice((1, 5, 60))):
        made[rng.randrange(len(made))] = rng.randrange(256)
    return bytes(made)


def stretch_moved(data: bytes, rng: random.Random) -> bytes:
    start, size, to = rng.randrange(len(data)), rng.randint(1, 2_000), rng.randrange(len(data))
    piece = data[start : start + size]
    rest = data[:start] + data[start + size :]
    return rest[:to] + piece + rest[to:]


def stretch_doubled(data: bytes, rng: random.Random) -> bytes:
    start = rng.randrange(len(data))
    return data[:start] + data[start : start + rng.randint(1, 2_000)] * 2 + data[start:]


DAMAGES = (cut_off, bytes_changed, stretch_moved, stretch_doubled)


def damaged(format: str, rng: random.Random) -> bytes:
    """The file with one damage; of a zip now and then one of its members, packed anew so that its checksum is right."""
    data, damage = written(format), rng.choice(DAMAGES)
    if format not in ("docx", "xlsx") or rng.random() < 0.4:
        return damage(data, rng)
    package, made = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    chosen = rng.choice([name for name in package.namelist() if name.endswith(".xml")])
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in package.namelist():
            content = package.read(name)
            target.writestr(name, damage(content, rng) if name == chosen else content)
    return made.getvalue()


@pytest.mark.parametrize("format", FORMATS)
def test_a_damaged_file_is_read_or_refused(format):
    for seed in range(ROUNDS[format]):
        begun = time.process_time()
        try:
            reading = read(damaged(format, random.Random(seed)), "损坏的文件")
        except FileError as error:
            assert str(error).endswith("。"), seed
            assert "Traceback" not in str(error)
        else:
            assert set(reading.printed) <= set(edition("2021").cells), seed
        assert time.process_time() - begun < 10, seed
