"""A picture of a PDF's page with a place on it framed, or of that place and what stands round it.

Drawn in a process of its own that imports nothing of the program, so that a damaged file ends it and not the page.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

SECONDS = 10
WIDE = 1200
"""Pixels across the page."""
ROUND = (150, 90)
"""Points shown left and right of a place, and above and below it."""


def picture(
    data: bytes,
    page: int,
    box: tuple[float, float, float, float] | None = None,
    *,
    whole: bool = True,
) -> bytes | None:
    """Page ``page`` (1-based) of the PDF ``data`` as PNG, with ``box`` (points from its top left) framed.

    ``whole``: else only ``box`` and what stands round it. None where the page cannot be drawn.
    """
    command = [sys.executable, "-I", str(Path(__file__).resolve()), str(page), str(int(whole)), *map(str, box or ())]
    try:
        done = subprocess.run(command, input=data, capture_output=True, timeout=SECONDS, env={})
    except (subprocess.TimeoutExpired, OSError):
        return None
    return done.stdout if done.returncode == 0 and done.stdout.startswith(b"\x89PNG") else None


def _draw() -> None:
    import pypdfium2
    from PIL import ImageDraw

    page, whole, *box = sys.argv[1:]
    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    sheet = document[int(page) - 1]
    width, height = sheet.get_size()
    if width * 50 < height:
        raise SystemExit(1)
    scale = WIDE / width
    image = sheet.render(scale=scale).to_pil().convert("RGB")
    if box:
        left, top, right, bottom = (float(at) * scale for at in box)
        across, down = (points * scale for points in ROUND)
        ImageDraw.Draw(image).rectangle((left - 5, top - 5, right + 5, bottom + 5), outline="#1f4e8c", width=4)
        if whole == "0":
            near = (
                max(left - across, 0),
                max(top - down, 0),
                min(right + across, image.width),
                min(bottom + down, image.height),
            )
            image = image.crop(tuple(map(int, near)))
    image.save(sys.stdout.buffer, "PNG")


if __name__ == "__main__":
    _draw()
