"""A picture of a PDF's page with a place on it framed, or of that place and what stands round it.

Drawn in a guarded child that imports no more of the program than this, so that a damaged file ends it and not the page.
"""

from __future__ import annotations

import sys

from drafting import guarded_child

LIMITS = guarded_child.Limits(seconds=10, patience=30, megabytes=1_000)
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
    place = [str(page), str(int(whole)), *map(str, box or ())]
    try:
        answer = guarded_child.run(f"{__name__}:draw", place, data, LIMITS)
    except (guarded_child.OutOfPatience, OSError):
        return None
    return answer.output if answer.status == 0 and answer.output.startswith(b"\x89PNG") else None


def draw(page: str, whole: str, *box: str) -> int:
    """Write the picture of the PDF on stdin to stdout; the exit status of the child. For ``picture``'s arguments see there."""
    import pypdfium2
    from PIL import ImageDraw

    document = pypdfium2.PdfDocument(sys.stdin.buffer.read())
    sheet = document[int(page) - 1]
    width, height = sheet.get_size()
    if width * 50 < height:
        return 1
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
    return 0
