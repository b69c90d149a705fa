"""A chart as a picture: one drawing in SVG for the page, the web page and the PDF, and a PNG of it for Word.

It is told apart in black and white: this year is dark and full, last year light with an outline. Every place is
reckoned from the widths of the words, so that no figure runs into another however long it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from .charts import Chart, Figure

FONT = "'Noto Sans SC','Microsoft YaHei','PingFang SC','Noto Sans CJK SC',sans-serif"
"""Typefaces of a chart; the first comes with the program."""
INK, LINE, ACCENT, PALE = "#1f2329", "#8f959e", "#1f4e8c", "#dfe6ef"
"""Colours of words, axes, this year and last year."""
LETTER, SMALL = 12, 11
"""Size of labels and of figures in pixels."""
PLOT, BAR, BETWEEN, EDGE = 360, 15, 9, 8
"""Width of the plot, height of a bar, blank between two labels and round the whole, in pixels."""
PANEL, ABOVE = 66, 26
"""Height of a line's panel, and what of it is kept for the figures above the points, in pixels."""
PPI = 216
"""Pixels of a PNG to 72 of the drawing."""
_PAGE = b'#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), format: "svg")'


def vector(chart: Chart) -> str:
    """``chart`` as an SVG element that fetches nothing and can stand in a page; its words are text."""
    parts, width, height = _lines(chart) if chart.kind == "lines" else _bars(chart)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:g}" height="{height:g}" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" aria-label={quoteattr(chart.alt)} '
        f'font-family="{FONT}" font-size="{LETTER}" fill="{INK}">'
        f'<rect width="{width:g}" height="{height:g}" fill="#ffffff"/>{"".join(parts)}</svg>'
    )


@lru_cache(maxsize=64)
def image(chart: Chart) -> bytes:
    """``chart`` as a PNG; the same chart gives the same bytes. Raises FileError when nothing can draw it."""
    from .pdf import compiled

    return compiled(_PAGE, {"svg": vector(chart)}, {"format": "png", "ppi": PPI})


def _bars(chart: Chart) -> tuple[list[str], float, float]:
    """A bar for each label and year, the label on its left and its figure on its right."""
    years, labels = chart.years, chart.labels
    left = EDGE + max(map(_wide, labels)) + 8
    width = left + PLOT + 6 + max(_wide(_note(chart, figure), SMALL) for figure in chart.figures) + EDGE
    most = max((float(figure.value) for figure in chart.figures if figure.value is not None), default=0.0)
    parts, y = list(_legend(years, left)), EDGE + 26.0
    foot = y + len(labels) * (BAR * len(years) + BETWEEN)
    for label in labels:
        parts.append(_text(left - 8, y + BAR * len(years) / 2 + 4, label, anchor="end"))
        for figure in (
            found for year in years for found in chart.figures if (found.label, found.year) == (label, year)
        ):
            long = PLOT * max(float(figure.value or 0), 0.0) / most if most > 0 else 0.0
            if long:
                parts.append(_bar(left, y, long, BAR, newest=figure.year == years[-1]))
            parts.append(_text(left + long + 6, y + BAR - 3, _note(chart, figure), size=SMALL))
            y += BAR
        y += BETWEEN
    parts.append(f'<path d="M{left:g} {EDGE + 22}V{foot:g}" stroke="{LINE}"/>')
    return parts, width, foot + EDGE


def _note(chart: Chart, figure: Figure) -> str:
    return figure.text if figure.year == chart.years[-1] else f"{figure.text}（上年）"


def _legend(years: list[int], left: float) -> Iterator[str]:
    x = left
    for year in years:
        yield _bar(x, EDGE + 1, 12, 12, newest=year == years[-1])
        yield _text(x + 18, EDGE + 11, f"{year} 年")
        x += 18 + _wide(f"{year} 年") + 20


def _bar(x: float, y: float, width: float, height: float, newest: bool) -> str:
    fill = ACCENT if newest else PALE
    return (
        f'<rect x="{x:.5g}" y="{y + 1:.5g}" width="{width:.6g}" height="{height - 2:g}" fill="{fill}" '
        f'stroke="{ACCENT}" stroke-width="0.8"/>'
    )


def _lines(chart: Chart) -> tuple[list[str], float, float]:
    """A panel for each label, so that lines need no colours; a year without a figure is a gap."""
    years, labels = list(range(chart.years[0], chart.years[-1] + 1)), chart.labels
    left = EDGE + max(map(_wide, labels)) + 12
    slot = max(PLOT / len(years), *(_wide(figure.text, SMALL) + 12 for figure in chart.figures), _wide("2000 年") + 12)
    at = {year: left + slot * (number + 0.5) for number, year in enumerate(years)}
    parts: list[str] = []
    for number, label in enumerate(labels):
        top = EDGE + PANEL * number
        known = {figure.year: figure for figure in chart.figures if figure.label == label and figure.value is not None}
        values = [float(figure.value or 0) for figure in known.values()]
        low, high = min(0.0, *values, 0.0), max(0.0, *values, 0.0)
        span, ground = (high - low) or 1.0, top + PANEL - 8
        place = {
            year: (at[year], ground - (PANEL - 8 - ABOVE) * (float(figure.value or 0) - low) / span)
            for year, figure in known.items()
        }
        parts.append(_text(left - 12, top + PANEL / 2 + 8, label, anchor="end"))
        parts.append(
            f'<path d="M{left:g} {ground:g}H{left + slot * len(years):g}" stroke="{LINE}" stroke-width="0.6"/>'
        )
        parts += [
            f'<path d="M{place[year][0]:.6g} {place[year][1]:.6g}L{place[year + 1][0]:.6g} {place[year + 1][1]:.6g}" '
            f'stroke="{ACCENT}" stroke-width="2"/>'
            for year in years
            if year in place and year + 1 in place
        ]
        for year, (x, y) in place.items():
            parts.append(f'<circle cx="{x:.6g}" cy="{y:.6g}" r="3.2" fill="{ACCENT}"/>')
            parts.append(_text(x, y - 8, known[year].text, anchor="middle", size=SMALL, halo=True))
        parts += [
            _text(at[figure.year], ground - 8, figure.text, anchor="middle", size=SMALL)
            for figure in chart.figures
            if figure.label == label and figure.value is None
        ]
    foot = EDGE + PANEL * len(labels)
    parts += [_text(x, foot + 14, f"{year} 年", anchor="middle") for year, x in at.items()]
    return parts, left + slot * len(years) + EDGE, foot + 20 + EDGE


def _text(x: float, y: float, words: str, *, anchor: str = "start", size: int = LETTER, halo: bool = False) -> str:
    """``words`` at a place; ``halo``: with white round them, where a line may pass behind."""
    around = ' stroke="#ffffff" stroke-width="3" stroke-linejoin="round" paint-order="stroke"' if halo else ""
    return f'<text x="{x:.6g}" y="{y:.6g}" text-anchor="{anchor}" font-size="{size}"{around}>{escape(words)}</text>'


def _wide(words: str, size: int = LETTER) -> float:
    """At most how wide ``words`` stand, in pixels."""
    return size * sum(1.0 if east_asian_width(each) in "WFA" else 0.62 for each in words)
