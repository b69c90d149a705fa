"""The compound file behind an .xls: whether its chains of sectors end, which xlrd takes for granted."""

from __future__ import annotations

from array import array

_HEADER = 512


def ends(data: bytes) -> bool:
    """Whether every chain of sectors in ``data`` comes to an end; False too when its tables cannot be followed."""
    size = 1 << min(int.from_bytes(data[30:32], "little"), 12)
    if len(data) < _HEADER or size < _HEADER:
        return False

    def sector(at: int) -> array[int]:
        raw = data[_HEADER + at * size : _HEADER + (at + 1) * size]
        return array("I", raw[: len(raw) // 4 * 4])

    listed, more, steps = array("I", data[76:_HEADER]), int.from_bytes(data[68:72], "little"), 0
    while more < len(data) // size:
        steps += 1
        part = sector(more)
        if steps > len(data) // size or not part:
            return False
        listed.extend(part[:-1])
        more = part[-1]
    big: array[int] = array("I")
    for at in listed:
        if at < len(data) // size and len(big) < len(data):
            big.extend(sector(at))
    if not _end(big):
        return False
    small: array[int] = array("I")
    at = int.from_bytes(data[60:64], "little")
    while at < len(big):
        small.extend(sector(at))
        at = big[at]
    return _end(small)


def _end(following: array[int]) -> bool:
    """Whether no walk from an entry to the one it names runs in a circle."""
    seen = array("I", bytes(4 * len(following)))
    for start in range(len(following)):
        at = start
        while at < len(following) and not seen[at]:
            seen[at] = start + 1
            at = following[at]
        if at < len(following) and seen[at] == start + 1:
            return False
    return True
