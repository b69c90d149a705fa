"""What a file is, by its bytes; the ending of its name proves nothing."""

from __future__ import annotations

import json
import re
from io import BytesIO
from zipfile import BadZipFile, ZipFile

from drafting.errors import FileError

from ..content import Container

MAX_BYTES = 50 * 2**20
"""The largest file taken; a report with pictures has some 10 MB."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PICTURE = re.compile(
    rb"\x89PNG|\xff\xd8\xff|GIF8|II\*\x00|MM\x00\*|BM.{4}\x00{4}|RIFF.{4}WEBP|.{4}ftyp(hei[cxms]|hev[cx]|mif1|msf1|avif)",
    re.DOTALL,
)
_PACKED = (b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")
_SLOT = 128
"""Bytes of an entry in the directory of an OLE file."""
_OFFICE_XML = (
    (b"urn:schemas-microsoft-com:office:spreadsheet", "表格", ".xlsx"),
    (b"office/word/2003/wordml", " Word 文档", ".docx"),
    (b"office/2006/xmlPackage", " Word 文档", ".docx"),
)
"""What an office program wrote as one XML text: its name, what it is, and the ending to save it with."""
_OF_A_LETTER = {b"received", b"return-path", b"delivered-to", b"to", b"message-id", b"x-mailer"}
"""Headers that only an e-mail has."""
_HTML = re.compile(rb"<\s*(!doctype\s+html|html|head|body|table|div|p|meta|title)\b", re.IGNORECASE)


def kind(data: bytes, name: str) -> Container:
    """The format of the file in ``data``.

    Raises FileError, saying what it is instead and what to do: empty, too large, a picture, an archive, an old Word
    document, a file with a password, or nothing that holds text.
    """
    if not data.strip(b"\x00 \r\n\t"):
        raise FileError(f"“{name}”是空文件，请核对是不是保存或上传时出了错。")
    if len(data) > MAX_BYTES:
        raise FileError(f"“{name}”超过 {MAX_BYTES // 2**20} MB，不像是一份年度报告，请去掉图片或附件后再读入。")
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if data[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        return _zipped(data, name)
    if data.startswith(_OLE):
        return _compound(data, name)
    if _PICTURE.match(data):
        raise FileError(
            f"“{name}”是图片，里面的数字无法可靠读出，没有读取；请找原来的 Word、Excel 文件，或对照图片填写。"
        )
    if data.startswith(_PACKED):
        raise _archive(name)
    return _text(data, name)


def _zipped(data: bytes, name: str) -> Container:
    try:
        members = set(ZipFile(BytesIO(data)).namelist())
    except (BadZipFile, OSError, ValueError, NotImplementedError):
        raise FileError(f"“{name}”已损坏或不完整，请重新获取，或在原来的软件中打开后另存一份再读入。") from None
    if "xl/workbook.xml" in members or any(member.startswith("xl/worksheets/") for member in members):
        return "xlsx"
    if "xl/workbook.bin" in members:
        raise FileError(f"“{name}”是二进制工作簿（.xlsb），请在 Excel 中另存为 .xlsx 后再读入。")
    if any(member.startswith("word/") for member in members):
        return "docx"
    if "OFD.xml" in members:
        raise FileError(f"“{name}”是 OFD 版式文件，本程序读不了，请用 Word、PDF 或网页格式。")
    if "mimetype" in members or "content.xml" in members:
        raise FileError(f"“{name}”是 OpenDocument 文件，请另存为 .docx 或 .xlsx 后再读入。")
    raise _archive(name)


def _archive(name: str) -> FileError:
    return FileError(f"“{name}”是压缩包，请先解压，再读入里面的报告文件。")


def _compound(data: bytes, name: str) -> Container:
    """An OLE file: the names of what it holds stand in its directory in UTF-16, each at the beginning of 128 bytes."""

    def holds(stream: str) -> bool:
        mark = stream.encode("utf-16-le") + b"\x00\x00"
        at = data.find(mark)
        while at >= 0 and at % _SLOT:
            at = data.find(mark, at + 1)
        return at >= 0

    if holds("EncryptedPackage"):
        raise FileError(f"“{name}”加了密码，读不出来，请去掉密码后再读入。")
    sheet = holds("Workbook") or holds("Book")
    if holds("WordDocument") and (not sheet or holds("ObjectPool")):  # where Word keeps the tables put into a document
        raise FileError(f"“{name}”是旧版 Word 文档（.doc、.wps），请在 Word 或 WPS 中另存为 .docx 后再读入。")
    if sheet:
        return "xls"
    if holds("__properties_version1.0"):
        raise _letter(name)
    raise FileError(f"“{name}”不是报告或表格文件，请另选文件。")


def _is_letter(head: bytes) -> bool:
    """Whether the headers of an e-mail stand at the beginning; a saved web page has some of them too, but no receiver."""
    headers = re.split(rb"\r?\n\r?\n", head.lstrip(), maxsplit=1)[0]
    names = {name.lower() for name in re.findall(rb"^([A-Za-z][A-Za-z0-9\-]{1,40}):", headers, re.MULTILINE)}
    return len(names) >= 3 and bool(names & _OF_A_LETTER) and not names & {b"snapshot-content-location"}


def _letter(name: str) -> FileError:
    return FileError(
        f"“{name}”是一封邮件，请打开邮件，把里面的报告附件另存为文件后再读入；报告写在正文里的，复制到 Word 文档里保存。"
    )


def _text(data: bytes, name: str) -> Container:
    marked = data[:2] in (b"\xff\xfe", b"\xfe\xff")
    if marked:
        data = data.decode("utf-16", "replace").encode("utf-8", "replace")
    head = data[:4096]
    if head.lstrip().startswith(b"{\\rtf"):
        raise FileError(f"“{name}”是 RTF 文档，请在 Word 或 WPS 中另存为 .docx 后再读入。")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        for mark, what, ending in _OFFICE_XML:
            if mark in head:
                raise FileError(f"“{name}”是 XML 格式的{what}，请打开后另存为 {ending} 再读入。")
    if head.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"{") and _is_json(data):
        return "json"
    if _is_letter(head):
        raise _letter(name)
    if _HTML.search(head) or re.search(
        rb"^(MIME-Version|From: <Saved by|Content-Type: multipart/related)", head, re.IGNORECASE | re.MULTILINE
    ):
        return "html"
    if not marked and (b"\x00" in head or sum(byte < 9 or 13 < byte < 27 for byte in head) > len(head) // 50):
        raise FileError(f"“{name}”不是报告或表格文件，请选择 .docx、.xlsx、.pdf、.html 或 .txt 文件。")
    if _HTML.search(data[:200_000]):
        return "html"
    return "txt"


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return b'"nianbao.report' in data[:4096]  # one of ours, damaged: its own reader says where
    return True
