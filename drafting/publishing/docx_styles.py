"""Fonts, paragraph styles and document settings of a Word document after GB/T 9704-2012 (domain §5.1).

``paragraph`` and ``run`` write text in one of the styles.

The official typefaces are named, never shipped; each has an alternative for machines without it. Sizes are in
points, indents and line pitches in twips (1/20 pt).
"""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape

FANGSONG, KAITI, HEITI, TITLE_SONG, SONGTI = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
ALTERNATIVES = {FANGSONG: "仿宋", KAITI: "楷体", HEITI: "SimHei", TITLE_SONG: "华文中宋", SONGTI: "SimSun"}

BODY_SIZE = 16
"""三号, the size of body text."""
LINE = 579
"""Pitch of a line: 22 lines in the 225 mm of the type area."""
CHARACTER = BODY_SIZE * 20
TIGHTER = -5
"""What each character of body text gives up, so that 28 of 16 pt fill the 156 mm of the type area.

Set in the styles and not as the page's character grid: LibreOffice gives a character that is wider than the grid's
cell two cells (seen in 7.4: 14 characters a line).
"""

RED = "FF0000"
SIGN_SIZE, SIGN_BEFORE = 56, 1955
"""发文机关标志: its greatest size in points, and twips above it, so that its characters begin 35 mm below the top."""
RED_LINE_SPACE = 7
"""Points between the line of the 文号 and the red line, so that 4 mm are below its characters."""
IMPRINT_SIZE, IMPRINT_LINE = 14, 440
"""四号 in points, and the pitch of a line in twips, in the 版记."""

_INDENT = f'<w:ind w:firstLineChars="200" w:firstLine="{2 * CHARACTER}"/>'
_LINE = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'


@dataclass(frozen=True)
class Style:
    """A paragraph style. ``name`` is Word's own for a built-in style, Chinese for one of ours.

    ``paragraph`` holds the children of its ``w:pPr`` in the order of Word's schema; ``latin`` sets digits and letters;
    ``spacing`` is added to each character, in twips; ``next`` is the style after Enter.
    """

    id: str
    name: str
    font: str
    size: float
    paragraph: str
    latin: str = LATIN
    spacing: int = 0
    next: str | None = None
    priority: int = 0
    color: str = "000000"

    @property
    def fonts(self) -> str:
        """``w:rFonts`` for every script. The hint makes Word set “ ” and — in the Chinese face."""
        return (
            f'<w:rFonts w:hint="eastAsia" w:ascii="{self.latin}" w:eastAsia="{self.font}" '
            f'w:hAnsi="{self.latin}" w:cs="{self.latin}"/>'
        )

    @property
    def xml(self) -> str:
        """The ``w:style`` element."""
        kind = ' w:default="1"' if self.id == "Normal" else "" if self.name.isascii() else ' w:customStyle="1"'
        based_on = "" if self.id == "Normal" else '<w:basedOn w:val="Normal"/>'
        following = f'<w:next w:val="{self.next}"/>' if self.next else ""
        spacing = f'<w:spacing w:val="{self.spacing}"/>' if self.spacing else ""
        return (
            f'<w:style w:type="paragraph"{kind} w:styleId="{self.id}"><w:name w:val="{self.name}"/>'
            f'{based_on}{following}<w:uiPriority w:val="{self.priority}"/><w:qFormat/><w:pPr>{self.paragraph}</w:pPr>'
            f'<w:rPr>{self.fonts}<w:b w:val="0"/><w:bCs w:val="0"/><w:color w:val="{self.color}"/>'
            f"{spacing}{sizes(self.size)}</w:rPr></w:style>"
        )


def paragraph(style: str, *lines: str, properties: str = "") -> str:
    """A ``w:p`` of ``lines`` with breaks between them; ``properties``: more children of its ``w:pPr``, in order."""
    breaks = f"<w:r>{_face(style)}<w:br/></w:r>".join(run(style, line) for line in lines)
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{properties}</w:pPr>{breaks}</w:p>'


def run(style: str, text: str, properties: str = "") -> str:
    """A ``w:r`` of ``text``; ``properties``: more children of its ``w:rPr``, in order."""
    return f'<w:r>{_face(style, properties)}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def _face(style: str, properties: str = "") -> str:
    return f"<w:rPr>{STYLES[style].fonts}{properties}</w:rPr>"


def sizes(points: float) -> str:
    """``w:sz`` and ``w:szCs`` for a size in points (multiples of a half)."""
    return f'<w:sz w:val="{round(points * 2)}"/><w:szCs w:val="{round(points * 2)}"/>'


STYLES: dict[str, Style] = {
    style.id: style
    for style in (
        Style("Normal", "Normal", FANGSONG, BODY_SIZE, f'<w:widowControl w:val="0"/>{_LINE}<w:jc w:val="both"/>'),
        Style(
            "Title",
            "Title",
            TITLE_SONG,
            22,
            f'<w:keepLines/><w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="{LINE}" w:line="720" '
            'w:lineRule="exact"/><w:jc w:val="center"/>',
            next="BodyText",
            priority=10,
        ),
        Style(
            "Heading1",
            "heading 1",
            HEITI,
            BODY_SIZE,
            f'<w:keepNext/><w:keepLines/>{_LINE}{_INDENT}<w:outlineLvl w:val="0"/>',
            next="BodyText",
            priority=9,
            spacing=TIGHTER,
        ),
        Style(
            "Heading2",
            "heading 2",
            KAITI,
            BODY_SIZE,
            f'<w:keepNext/><w:keepLines/>{_LINE}{_INDENT}<w:outlineLvl w:val="1"/>',
            next="BodyText",
            priority=9,
            spacing=TIGHTER,
        ),
        Style("BodyText", "Body Text", FANGSONG, BODY_SIZE, f"{_LINE}{_INDENT}", priority=1, spacing=TIGHTER),
        Style(
            "TableText",
            "表格文字",
            SONGTI,
            9,
            '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>',
            priority=11,
        ),
        Style("Caption", "caption", SONGTI, 12, f'{_LINE}<w:jc w:val="center"/>', next="BodyText", priority=35),
        Style(
            "Signature",
            "Signature",
            FANGSONG,
            BODY_SIZE,
            f'<w:keepNext/><w:spacing w:before="{LINE}" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
            '<w:jc w:val="left"/>',
            next="Date",
            priority=12,
        ),
        Style("Date", "Date", FANGSONG, BODY_SIZE, f'{_LINE}<w:jc w:val="left"/>', priority=12),
        Style(
            "Header",
            "header",
            SONGTI,
            10.5,
            '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="280" w:lineRule="exact"/>'
            '<w:jc w:val="right"/>',
            priority=99,
        ),
        Style(
            "Footer",
            "footer",
            SONGTI,
            14,
            '<w:snapToGrid w:val="0"/><w:spacing w:before="0" w:after="0" w:line="400" w:lineRule="exact"/>',
            latin=SONGTI,
            priority=99,
        ),
        Style(
            "IssuerSign",
            "发文机关标志",
            TITLE_SONG,
            SIGN_SIZE,
            f'<w:keepLines/><w:snapToGrid w:val="0"/><w:spacing w:before="{SIGN_BEFORE}" w:after="{2 * LINE}" '
            'w:line="240" w:lineRule="auto"/><w:jc w:val="center"/>',
            next="DocumentNumber",
            priority=20,
            color=RED,
        ),
        Style(
            "DocumentNumber",
            "发文字号",
            FANGSONG,
            BODY_SIZE,
            f'<w:pBdr><w:bottom w:val="single" w:sz="12" w:space="{RED_LINE_SPACE}" w:color="{RED}"/></w:pBdr>'
            f'<w:snapToGrid w:val="0"/>{_LINE}<w:jc w:val="center"/>',
            next="Title",
            priority=20,
        ),
        Style(
            "Imprint",
            "版记",
            FANGSONG,
            IMPRINT_SIZE,
            '<w:snapToGrid w:val="0"/>'
            f'<w:spacing w:before="0" w:after="0" w:line="{IMPRINT_LINE}" w:lineRule="exact"/>'
            f'<w:ind w:leftChars="100" w:left="{IMPRINT_SIZE * 20}" w:rightChars="100" w:right="{IMPRINT_SIZE * 20}"/>',
            priority=20,
        ),
    )
}

REDHEAD_ONLY = ("IssuerSign", "DocumentNumber", "Imprint")
"""Styles that stand in a 红头公文 alone."""

DEFAULTS = (
    f"<w:docDefaults><w:rPrDefault><w:rPr>{STYLES['Normal'].fonts}{sizes(BODY_SIZE)}"
    '<w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/></w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>'
)

SETTINGS = (
    '<w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/><w:evenAndOddHeaders/>'
    '<w:characterSpacingControl w:val="compressPunctuation"/>'
    "<w:compat><w:spaceForUL/><w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"
    "<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"
    '<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
    '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/>'
    '<w:decimalSymbol w:val="."/><w:listSeparator w:val=","/>'
)
"""What Word in Chinese writes itself; odd and even pages have their own header and footer."""

FONT_TABLE = (
    "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in ALTERNATIVES.items()
    )
    + f'<w:font w:name="{LATIN}"><w:charset w:val="00"/></w:font>'
)
