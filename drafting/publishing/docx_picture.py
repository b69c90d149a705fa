"""The charts of a Word document: a picture in its text, and the parts of the package that hold it."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from xml.sax.saxutils import quoteattr

from PIL import Image

from .chart_picture import image
from .document import Picture, Publication
from .docx_styles import paragraph

WIDTH = 140.0
"""Widest picture in mm; its letters are then about as large as those of the tables."""
EMU = 36_000
"""English metric units of Word in a millimetre."""

_LINKS, _TYPES = "word/_rels/document.xml.rels", "[Content_Types].xml"
_CENTRED = (
    '<w:snapToGrid w:val="0"/><w:spacing w:before="240" w:after="0" w:line="240" w:lineRule="auto"/>'
    '<w:ind w:firstLineChars="0" w:firstLine="0"/><w:jc w:val="center"/>'
)


def xml(picture: Picture, width: float) -> str:
    """The paragraphs of ``picture`` and of its caption, between margins ``width`` mm apart; they keep together.

    Raises FileError where the picture cannot be drawn.
    """
    with Image.open(BytesIO(image(picture.chart))) as drawn:
        across = min(WIDTH, width)
        extent = f'cx="{round(across * EMU)}" cy="{round(across * EMU * drawn.height / drawn.width)}"'
    name = f'id="{9000 + picture.number}" name={quoteattr(picture.text)} descr={quoteattr(picture.chart.alt)}'
    a, pic = (f"http://schemas.openxmlformats.org/drawingml/2006/{part}" for part in ("main", "picture"))
    wp = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
    r = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    return (
        f'<w:p><w:pPr><w:pStyle w:val="BodyText"/><w:keepNext/>{_CENTRED}</w:pPr><w:r><w:drawing>'
        f'<wp:inline xmlns:wp="{wp}" distT="0" distB="0" distL="0" distR="0"><wp:extent {extent}/><wp:docPr {name}/>'
        f'<a:graphic xmlns:a="{a}"><a:graphicData uri="{pic}"><pic:pic xmlns:pic="{pic}">'
        f"<pic:nvPicPr><pic:cNvPr {name}/><pic:cNvPicPr/></pic:nvPicPr>"
        f'<pic:blipFill><a:blip xmlns:r="{r}" r:embed="{_id(picture)}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>'
        f'<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {extent}/></a:xfrm>'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>'
        f"</w:drawing></w:r></w:p>" + paragraph("Caption", picture.text)
    )


def added(parts: Mapping[str, bytes], publication: Publication) -> dict[str, bytes]:
    """``parts`` of a package with the pictures of ``publication``, and what leads to them."""
    pictures = [block for block in publication.blocks if isinstance(block, Picture)]
    if not pictures:
        return dict(parts)
    links = "".join(
        f'<Relationship Id="{_id(picture)}" Target="media/{_id(picture)}.png" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>'
        for picture in pictures
    )
    types = parts[_TYPES]
    if b'Extension="png"' not in types:
        first = types.index(b">", types.index(b"<Types")) + 1
        types = types[:first] + b'<Default Extension="png" ContentType="image/png"/>' + types[first:]
    return {
        **parts,
        _TYPES: types,
        _LINKS: parts[_LINKS].replace(b"</Relationships>", links.encode() + b"</Relationships>"),
        **{f"word/media/{_id(picture)}.png": image(picture.chart) for picture in pictures},
    }


def _id(picture: Picture) -> str:
    """The name of a picture in the package."""
    return f"reportChart{picture.number}"
