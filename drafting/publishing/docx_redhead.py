"""What a 红头公文 has around its text: 发文机关标志, 文号 and red line above, 附注 and 版记 below (GB/T 9704 7.2,
7.3.6, 7.4).

The 版记 is a text box that stands on the bottom of the type area of the page its paragraph is on, over the text and not
beside it. That paragraph is as high as the box, so it keeps the room free or takes both to the next page: a box that
text runs round (a frame, a floating table) would push away the very paragraph it hangs on.
"""

from __future__ import annotations

from math import ceil
from unicodedata import east_asian_width

from docx.oxml.ns import nsmap

from .document import Redhead
from .docx_styles import IMPRINT_LINE, IMPRINT_SIZE, LINE, SIGN_BEFORE, SIGN_SIZE, paragraph, run, sizes

NARROWEST = 66
"""Per cent of its width to which a character of a long 发文机关标志 is squeezed before it gets smaller."""
PLAIN_SIZE = 36
"""Points: below this size a 发文机关标志 is squeezed first."""
TITLE_BELOW = f'<w:spacing w:before="{2 * LINE}" w:after="{LINE}" w:line="720" w:lineRule="exact"/>'
"""The title stands two lines below the red line (7.3.1)."""
_EMU_PER_POINT = 12_700
_POINTS_PER_MM = 72 / 25.4
_OUTER, _INNER = 8, 6
"""Rules of the 版记 in eighths of a point: 0.35 mm first and last, 0.25 mm between."""
_NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "wp": nsmap["wp"],
        "a": nsmap["a"],
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    }.items()
)


def head(redhead: Redhead, width: float) -> str:
    """发文机关标志 on one line ``width`` mm wide at most, 文号 two lines below, red line.

    Without a 文号 its line stays empty, to be filled in by hand.
    """
    size, scale = _sign(redhead.sign, width * _POINTS_PER_MM)
    squeezed = f'<w:w w:val="{scale}"/>' if scale < 100 else ""
    mark = run("IssuerSign", redhead.sign, f"{squeezed}{sizes(size)}")
    pitch = f'<w:spacing w:before="{SIGN_BEFORE}" w:after="{2 * LINE}" w:line="{round(size * 22)}" w:lineRule="exact"/>'
    number = [redhead.number] if redhead.number else []
    sign = f'<w:p><w:pPr><w:pStyle w:val="IssuerSign"/>{pitch}</w:pPr>{mark}</w:p>'
    return sign + paragraph("DocumentNumber", *number)


def foot(redhead: Redhead, width: float) -> str:
    """附注 on the line below the date, and the 版记 at the foot of the page, ``width`` mm wide."""
    width *= _POINTS_PER_MM
    copied = f"抄送：{redhead.copied_to}。" if redhead.copied_to else ""
    printed = f"{redhead.day}印发" if redhead.day else ""
    lines = ceil(_em(copied[3:]) / (width / IMPRINT_SIZE - 5.2)) + _printing_lines(redhead, printed, width)
    rows = []
    if copied:
        hanging = (
            f'<w:ind w:leftChars="400" w:left="{4 * IMPRINT_SIZE * 20}" w:rightChars="100" '
            f'w:right="{IMPRINT_SIZE * 20}" w:hangingChars="300" w:hanging="{3 * IMPRINT_SIZE * 20}"/>'
        )
        rows.append(paragraph("Imprint", copied, properties=f'{hanging}<w:jc w:val="both"/>'))
    edge = f'<w:tabs><w:tab w:val="right" w:pos="{round((width - IMPRINT_SIZE) * 20)}"/></w:tabs>'
    printing = run("Imprint", redhead.issuer) + (f"<w:r><w:tab/></w:r>{run('Imprint', printed)}" if printed else "")
    rows.append(f'<w:p><w:pPr><w:pStyle w:val="Imprint"/>{edge}</w:pPr>{printing}</w:p>')
    height = lines * IMPRINT_LINE / 20 + 4  # the rules, and the last paragraph a text box must have
    note = paragraph("BodyText", f"（{redhead.note}）", properties="<w:keepNext/>")
    return note + _standing(width, height, _ruled(rows, round(width * 20)))


def _sign(text: str, width: float) -> tuple[float, int]:
    """Size in points (multiples of a half) and width in per cent at which ``text`` fits on one line of ``width``."""
    fitting = (width - 1) / _em(text)
    scale = max(min(100, int(100 * fitting / PLAIN_SIZE)), NARROWEST)
    return min(SIGN_SIZE, int(fitting * 100 / scale * 2) / 2), scale


def _em(text: str) -> float:
    """Width of ``text`` in Chinese characters; the widest Latin faces need about 0.6 for a letter or digit."""
    return sum(1 if east_asian_width(char) in "WFA" else 0.6 for char in text)


def _printing_lines(redhead: Redhead, printed: str, width: float) -> int:
    """Lines of 印发机关 and 印发日期: one, or more where both do not fit side by side."""
    room = width / IMPRINT_SIZE - 2
    together = _em(redhead.issuer) + 1 + _em(printed)
    return 1 if together <= room else ceil(_em(redhead.issuer) / room) + 1


def _ruled(rows: list[str], width: int) -> str:
    """Paragraphs between rules ``width`` twips long, and the paragraph that Word wants below a table."""
    rules = "".join(
        f'<w:{side} w:val="single" w:sz="{weight}" w:space="0" w:color="000000"/>'
        for side, weight in (("top", _OUTER), ("bottom", _OUTER), ("insideH", _INNER))
    )
    margins = '<w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
    properties = f'<w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>'
    cells = "".join(f"<w:tr><w:tc>{properties}{row}</w:tc></w:tr>" for row in rows)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{width}" w:type="dxa"/><w:tblBorders>{rules}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{width}"/></w:tblGrid>{cells}</w:tbl>'
        '<w:p><w:pPr><w:pStyle w:val="Imprint"/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
        "</w:pPr></w:p>"
    )


def _standing(width: float, height: float, content: str) -> str:
    """``content`` in a text box of ``width`` × ``height`` points on the bottom of the type area, and its room."""
    wide, high = round(width * _EMU_PER_POINT), round(height * _EMU_PER_POINT)
    box = (
        f'<w:r><mc:AlternateContent {_NAMESPACES}><mc:Choice Requires="wps"><w:drawing>'
        '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="0" locked="0" '
        'layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
        '<wp:positionH relativeFrom="margin"><wp:align>center</wp:align></wp:positionH>'
        '<wp:positionV relativeFrom="margin"><wp:align>bottom</wp:align></wp:positionV>'
        f'<wp:extent cx="{wide}" cy="{high}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
        '<wp:docPr id="1" name="版记"/><wp:cNvGraphicFramePr/>'
        '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp>'
        f'<wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>'
        '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>'
        f"<wps:txbx><w:txbxContent>{content}</w:txbxContent></wps:txbx>"
        '<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="b"><a:noAutofit/></wps:bodyPr>'
        "</wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
    )
    room = f'<w:spacing w:before="0" w:after="0" w:line="{round(height * 20)}" w:lineRule="exact"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Normal"/><w:keepLines/><w:snapToGrid w:val="0"/>{room}</w:pPr>{box}</w:p>'
