"""Printed pages of the Word document beside the pages somebody looked at and found right (``golden/*.png``).

``NIANBAO_GOLDEN=write python -m pytest -n0 tests/test_golden_pages.py`` keeps the pages as they are now; look at them.
"""

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import numpy
import pytest
from PIL import Image
from test_publishing import full_report

from drafting.publishing import export
from drafting.report import Document

GOLDEN = Path(__file__).parent / "golden"
DPI = 50
BLOCK = 8
"""Pixels (4 mm) over which a page is averaged: small changes in how a typeface is drawn go, a moved line stays."""
MEAN, WORST = 1.5, 48
"""Greatest mean and single difference between blocks of two pages, of 255."""
PAGES = {
    "plain": (0, "一、总体情况"),
    "table-three": (0, "三、收到和处理政府信息公开申请情况"),
    "redhead-first": (1, "一、总体情况"),
    "redhead-last": (1, "此件公开发布"),
}
"""Golden pages: the document each is in, and the text that tells its page."""

NEEDED = ("soffice", "pdftoppm", "pdftotext")
MISSING = [name for name in NEEDED if not shutil.which(name)]
pytestmark = pytest.mark.skipif(bool(MISSING), reason=f"not installed: {', '.join(MISSING)}")


def run(*command) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=180).stdout


@pytest.fixture(scope="module")
def printed(tmp_path_factory) -> dict[str, Image.Image]:
    """The pages as they are printed now."""
    folder = tmp_path_factory.mktemp("golden")
    report = full_report(
        document=Document(
            number="青政发〔2025〕3号",
            issued_on=date(2025, 1, 20),
            copied_to="县政务公开办，各村、各站所",
            issuing_office="青石镇人民政府办公室",
        )
    )
    for at, preset in enumerate(("plain", "redhead")):
        (folder / f"{at}.docx").write_bytes(export(report, "docx", preset=preset, copy="final"))
    run(
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{folder}/profile",
        "--convert-to",
        "pdf",
        "--outdir",
        folder,
        *sorted(folder.glob("*.docx")),
    )
    pages = {}
    for name, (at, text) in PAGES.items():
        texts = run("pdftotext", folder / f"{at}.pdf", "-").split("\f")
        number = str(next(number for number, page in enumerate(texts, 1) if text in page))
        run(
            "pdftoppm",
            "-gray",
            "-r",
            str(DPI),
            "-f",
            number,
            "-l",
            number,
            "-singlefile",
            "-png",
            folder / f"{at}.pdf",
            folder / name,
        )
        pages[name] = Image.open(folder / f"{name}.png").convert("L")
    return pages


def blocks(page: Image.Image) -> numpy.ndarray:
    """A page as the mean grey of its blocks."""
    pixels = numpy.asarray(page, dtype=float)
    rows, cols = (side // BLOCK * BLOCK for side in pixels.shape)
    return pixels[:rows, :cols].reshape(rows // BLOCK, BLOCK, cols // BLOCK, BLOCK).mean(axis=(1, 3))


def alike(page: Image.Image, golden: Image.Image) -> bool:
    difference = abs(blocks(page) - blocks(golden))
    return page.size == golden.size and difference.mean() <= MEAN and difference.max() <= WORST


@pytest.mark.parametrize("name", PAGES)
def test_a_page_looks_like_the_one_somebody_looked_at(printed, name):
    if os.environ.get("NIANBAO_GOLDEN") == "write":
        printed[name].save(GOLDEN / f"{name}.png", optimize=True)
    assert alike(printed[name], Image.open(GOLDEN / f"{name}.png"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_that_moved_by_a_line_or_lost_its_lower_half_or_is_another_is_noticed(name):
    golden = Image.open(GOLDEN / f"{name}.png").convert("L")
    moved = Image.new("L", golden.size, "white")
    moved.paste(golden, (0, 20))
    cut = golden.copy()
    cut.paste("white", (0, golden.height // 3, golden.width, golden.height))
    assert alike(golden, golden) and not alike(moved, golden) and not alike(cut, golden)
    assert not alike(golden, Image.open(GOLDEN / f"{next(other for other in PAGES if other != name)}.png"))
