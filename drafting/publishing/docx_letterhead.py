"""An office's own letterhead: an uploaded .docx whose page setup, header, footer and styles a report takes.

The file comes from outside, so it is looked through first: nothing in it may run, or fetch anything from elsewhere. Its
body is left out, with whatever else names people (comments, properties); no text in it is evaluated.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from copy import deepcopy
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.package import OpcPackage
from docx.opc.rel import Relationships
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length

from drafting import zip_guard
from drafting.errors import InputError

from .docx_styles import Style

MAX_BYTES = 5 * 2**20
"""Bytes of an upload."""
LIMITS = zip_guard.Limits(members=1_000, unpacked=50 * 2**20, ratio=100)
NARROWEST = 100
"""Millimetres between the margins that the tables need."""

_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_KEPT = {"styles", "settings", "theme", "numbering", "fontTable", "footnotes", "endnotes"}
"""Relationships of the document that are kept, beside the headers and footers in use."""
_EMBEDDED = {
    "oleObject",
    "package",
    "aFChunk",
    "control",
    "subDocument",
    "attachedTemplate",
    "frame",
    "mailMergeSource",
    "mailMergeHeaderSource",
}
_FETCHING = re.compile(
    r"\b(DDEAUTO|DDE|INCLUDETEXT|INCLUDEPICTURE|LINK|IMPORT|INCLUDE|DATABASE|MACROBUTTON|RD)\b", re.IGNORECASE
)
"""Field codes that fetch something or run something (ECMA-376 part 1, 17.16.5)."""
_SETTINGS_OFF = ("writeProtection", "mailMerge", "documentProtection", "trackRevisions", "docVars", "attachedTemplate")
_READ = (".xml", ".rels")
"""How the name of every part ends that holds XML: those are looked through."""
_COMPOUND = b"\xd0\xcf\x11\xe0"
_SAVE_AS = "请在 Word 或 WPS 里另存为不带密码的“Word 文档（.docx）”再上传"


def check(raw: bytes) -> None:
    """Raises InputError, in one sentence for staff, when ``raw`` cannot be a letterhead or is not safe to be one."""
    opened(raw)


def opened(raw: bytes) -> DocxDocument:
    """The letterhead with an empty body, its first section's page setup, and nothing that a report does not use.

    Raises InputError as ``check`` does.
    """
    _look_through(raw)
    try:
        document = Document(BytesIO(raw))
        _empty(document)
        width = text_width(document)
        _parts_in_use(document)
    except (KeyError, ValueError, TypeError, AttributeError, IndexError):
        raise InputError(f"版头文件缺少必要的部分，可能已经损坏；{_SAVE_AS}。") from None
    if width < NARROWEST:
        raise InputError(
            f"版头文件左右页边距之间只有 {width:.0f} 毫米，放不下三张表；请把页边距调小或把纸张改为 A4 后再上传。"
        )
    return document


def package_of(document: DocxDocument) -> OpcPackage:
    """The package that ``document`` was opened from. Raises ValueError for one that was not."""
    package = document.part.package
    if package is None:
        raise ValueError("the document was not opened from a package")
    return package


def text_width(document: DocxDocument) -> float:
    """Millimetres between the left and right margin. Raises ValueError when the page has no width or no margins."""
    section = document.sections[0]
    page, left, right = section.page_width, section.left_margin, section.right_margin
    if page is None or left is None or right is None:
        raise ValueError("the page has no width or no margins")
    return Length(page - left - right).mm


@dataclass(frozen=True)
class StyleMap:
    """Which style of a letterhead stands for each of ours: ``ids`` by our id; ``own``: ids it brought itself."""

    ids: dict[str, str]
    own: frozenset[str]

    def apply(self, element: BaseOxmlElement) -> None:
        """Give each paragraph in ``element`` its style in the letterhead.

        A style it brought sets its own typeface; its automatic numbers would stand beside those our headings have.
        """
        for paragraph in element.iter(qn("w:p")):
            style = paragraph.pPr.find(qn("w:pStyle"))
            style.set(qn("w:val"), self.ids[style.get(qn("w:val"))])
            if style.get(qn("w:val")) in self.own:
                paragraph.pPr.get_or_add_numPr().get_or_add_numId().val = 0
                for fonts in paragraph.xpath(".//w:rPr/w:rFonts"):
                    for name in set(fonts.attrib) - {qn("w:hint")}:
                        del fonts.attrib[name]


def add_missing_styles(document: DocxDocument, styles: Iterable[Style]) -> StyleMap:
    """Add those of ``styles`` to the letterhead for which it has none of that name or id."""
    sheet = document.styles.element
    found = list(sheet.iterchildren(qn("w:style")))
    theirs = [style for style in found if style.get(qn("w:type")) == "paragraph"]
    by_id = {style.get(qn("w:styleId")): style.get(qn("w:styleId")) for style in theirs}
    by_name = {_name(style): style.get(qn("w:styleId")) for style in theirs}
    taken = {style.get(qn("w:styleId")) for style in found}
    ids, new = {}, []
    for style in styles:
        ids[style.id] = by_name.get(style.name.lower()) or by_id.get(style.id)
        if ids[style.id] is None:
            ids[style.id] = style.id if style.id not in taken else f"{style.id}GB"
            new.append(style)
    has_default = any(style.get(qn("w:default")) for style in theirs)
    for style in new:
        element = parse_xml(f"<w:styles {nsdecls('w')}>{style.xml}</w:styles>")[0]
        element.set(qn("w:styleId"), ids[style.id])
        if has_default:
            element.attrib.pop(qn("w:default"), None)
        for reference in [*element.findall(qn("w:basedOn")), *element.findall(qn("w:next"))]:
            reference.set(qn("w:val"), ids[reference.get(qn("w:val"))])
        sheet.append(element)
    return StyleMap(ids, frozenset(by_id))


def _look_through(raw: bytes) -> None:
    """Raises InputError when ``raw`` is not a .docx, or is not safe."""
    if len(raw) > MAX_BYTES:
        raise InputError("版头文件超过 5 MB，请压缩其中的图片后再上传。")
    if raw.startswith(_COMPOUND):
        raise InputError(f"版头文件加了密码，或是旧的 .doc 格式；{_SAVE_AS}。")
    try:
        with zip_guard.opened(raw, LIMITS) as package:
            _check_package(package)
            parts = {name: package.read(name) for name in package.namelist() if name.lower().endswith(_READ)}
    except zip_guard.Refused as refused:
        match refused.reason:
            case "large":
                raise InputError("版头文件解压后过大，不像是一份版头，请换一个文件。") from None
            case "locked":
                raise InputError(f"版头文件加了密码，无法读取；{_SAVE_AS}。") from None
        raise InputError(f"版头文件不是 Word 文档，或者已经损坏；{_SAVE_AS}。") from None
    try:
        roots = {name: parse_xml(xml) for name, xml in parts.items()}
    except (SyntaxError, ValueError):
        raise InputError(f"版头文件里有一部分读不出来，可能已经损坏；{_SAVE_AS}。") from None
    for root in roots.values():
        if root.getroottree().docinfo.doctype:
            raise InputError(f"版头文件里带有自定义的文档类型声明，不能使用；{_SAVE_AS}。")
    _check_types(roots["[Content_Types].xml"])
    for name, root in roots.items():
        if name.lower().endswith(".rels"):
            _check_relationships(root)
        elif _FETCHING.search(_fields(root)):
            raise InputError("版头文件里有会从别处取内容的域（如链接、插入文件），请删去这些域后再上传。")


def _check_package(package: ZipFile) -> None:
    entries = package.infolist()
    names = [entry.filename for entry in entries]
    unusual = any(entry.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for entry in entries)
    if unusual or len({name.lower() for name in names}) < len(names) or "[Content_Types].xml" not in names:
        raise InputError(f"版头文件不是 Word 文档，或者已经损坏；{_SAVE_AS}。")
    if any("vba" in name.lower() or "activex" in name.lower() for name in names):
        raise InputError(f"版头文件带有宏或控件，为安全起见不能使用；{_SAVE_AS}。")


def _check_types(types: BaseOxmlElement) -> None:
    """``types``: the package's list of what kind each part is."""
    kinds = {element.get("ContentType", "") for element in types}
    if any(word in kind for kind in kinds for word in ("macroEnabled", "vba", "activeX")):
        raise InputError(f"版头文件带有宏或控件，为安全起见不能使用；{_SAVE_AS}。")
    unread = [
        element
        for element in types
        if element.get("ContentType", "").endswith("xml")
        and not element.get("ContentType").startswith("image/")
        and not f".{element.get('PartName') or element.get('Extension')}".lower().endswith(_READ)
    ]
    if _MAIN not in kinds or unread:
        raise InputError(f"版头文件不是 Word 文档；{_SAVE_AS}。")


def _check_relationships(relationships: BaseOxmlElement) -> None:
    for relationship in relationships:
        kind = relationship.get("Type", "").rsplit("/", 1)[-1]
        if kind in _EMBEDDED:
            raise InputError("版头文件里嵌有其他文件、控件，或连着模板，为安全起见不能使用；请去掉后再上传。")
        if relationship.get("TargetMode", "").lower() == "external" and kind != "hyperlink":
            raise InputError("版头文件里有来自外部的内容（如链接的图片），请改为插入到文件中再上传。")


def _fields(root: BaseOxmlElement) -> str:
    """The codes of all fields in a part, one a line. A code may be cut over several runs."""
    codes = []
    for element in root.iter(qn("w:fldChar"), qn("w:instrText"), qn("w:fldSimple")):
        if element.tag == qn("w:instrText"):
            codes.append(element.text or "")
        else:
            codes.append(f"\n{element.get(qn('w:instr'), '')}")
    return "".join(codes)


def _empty(document: DocxDocument) -> None:
    """Leave the first section's page setup alone in the body, and in the package what belongs to it."""
    body = document.element.body
    setup = deepcopy(body.xpath(".//w:sectPr")[0]) if body.xpath(".//w:sectPr") else body.get_or_add_sectPr()
    for element in list(body):
        body.remove(element)
    for unwanted in setup.xpath("w:sectPrChange | w:printerSettings | w:type"):
        setup.remove(unwanted)
    body.append(setup)
    used = {reference.get(qn("r:id")) for reference in setup.xpath("w:headerReference | w:footerReference")}
    _keep(document.part.rels, lambda id, kind: id in used or kind in _KEPT)
    _keep(package_of(document).rels, lambda id, kind: kind == "officeDocument")
    settings = document.settings.element
    for name in _SETTINGS_OFF:
        for element in settings.findall(qn(f"w:{name}")):
            settings.remove(element)


def _keep(relationships: Relationships, wanted: Callable[[str, str], bool]) -> None:
    for id, relationship in list(relationships.items()):
        if not wanted(id, relationship.reltype.rsplit("/", 1)[-1]):
            del relationships[id]


def _parts_in_use(document: DocxDocument) -> list[BaseOxmlElement]:
    """The style sheet, headers and footers. KeyError or AttributeError: one is missing or something else."""
    references = document.element.body.sectPr.xpath("w:headerReference | w:footerReference")
    return [document.styles.element, *(document.part.related_parts[it.get(qn("r:id"))].element for it in references)]


def _name(style: BaseOxmlElement) -> str:
    name = style.find(qn("w:name"))
    return "" if name is None else name.get(qn("w:val"), "").lower()
