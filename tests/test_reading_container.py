"""What a file is, by its bytes; and that nothing hostile takes the page with it."""

from __future__ import annotations

import io
import json
import resource
import struct
import zipfile
import zlib

import pytest

from drafting import guarded_child, publishing
from drafting.errors import FileError
from drafting.guarded_child import Limits
from drafting.reading import guarded, read
from drafting.reading.formats import container
from drafting.samples import sample


def zipped(**members: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return file.getvalue()


def pdf(pages: int = 1, text: str = "", extra: bytes = b"") -> bytes:
    """A small PDF, written by hand."""
    stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET".encode("latin-1") + extra
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Count %d /Kids [%s] >>" % (pages, b" ".join(b"%d 0 R" % (5 + at) for at in range(pages))),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    objects += [
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
    ] * pages
    made, starts = b"%PDF-1.4\n", []
    for at, body in enumerate(objects, 1):
        starts.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (at, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(
        b"%010d 00000 n \n" % start for start in starts
    )
    return made + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, len(made))


def ole(*streams: str) -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(504)
        + b"".join(stream.encode("utf-16-le").ljust(128, b"\0") for stream in streams)
    )


@pytest.fixture(scope="module")
def town():
    return sample("town").load()[0]


@pytest.mark.parametrize("format", ["docx", "xlsx", "html", "txt", "pdf", "json"])
def test_a_file_is_what_it_holds_whatever_it_is_called(town, format):
    assert container.kind(publishing.export(town, format), "报告.jpg") == format


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "空文件"),
        (b" \r\n", "空文件"),
        (b"\x89PNG\r\n\x1a\n....", "图片"),
        (b"\xff\xd8\xff\xe0....", "图片"),
        (b"GIF89a", "图片"),
        (b"BM\x36\x10\x00\x00\x00\x00\x00\x00\x36", "图片"),
        (b"\x00\x00\x00\x18ftypheic", "图片"),
        (b"\x00\x00\x00\x18ftypmif1", "图片"),
        (b"RIFF\x10\x00\x00\x00WEBPVP8 ", "图片"),
        (b"{\\rtf1\\ansi\\ansicpg936 }", "RTF"),
        (
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "另存为 .xlsx",
        ),
        (
            b'<?xml version="1.0"?><w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"/>',
            "另存为 .docx",
        ),
        (
            b'<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage"/>',
            "另存为 .docx",
        ),
        (ole("WordDocument", "ObjectPool", "Workbook"), "旧版 Word"),
        (ole("WordDocument", "Text in a Notebook"), "旧版 Word"),
        (b"Rar!\x1a\x07", "压缩包"),
        (zipped(a_dot_txt=b"1"), "压缩包"),
        (zipped(x_dot_zip=zipped(a=b"1")), "压缩包"),
        (zipped(OFD_dot_xml=b"<a/>"), "OFD"),
        (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "OpenDocument"),
        (zipped(xl__workbook_dot_bin=b"1"), ".xlsb"),
        (b"PK\x03\x04broken", "损坏"),
        (ole("WordDocument"), "另存为 .docx"),
        (ole("EncryptedPackage"), "密码"),
        (ole("Nothing"), "不是报告"),
        (bytes(range(256)) * 20, "不是报告"),
        (b"\x7fELF" + bytes(400), "不是报告"),
    ],
)
def test_what_cannot_be_read_is_said_plainly(data, said):
    with pytest.raises(FileError, match=said) as caught:
        container.kind(data, "文件")
    assert "“文件”" in str(caught.value)


@pytest.mark.parametrize(
    ("data", "container_"),
    [
        (ole("Workbook"), "xls"),
        (ole("Book"), "xls"),
        (ole("Workbook", "MBD0017A2F4", "WordDocument"), "xls"),
        ("BMI指数与政府信息公开工作年度报告".encode(), "txt"),
        ("一、总体情况".encode("gb18030"), "txt"),
        ("一、总体情况".encode("utf-16"), "txt"),
        ("\ufeff<table><tr><td>规章</td></tr></table>".encode(), "html"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "html"),
        (b"\n\n%PDF-1.7", "pdf"),
        (b'{"schema": "nianbao.report/1"}', "json"),
    ],
)
def test_what_can_be_read_is_known_by_its_bytes(data, container_):
    assert container.kind(data, "文件.dat") == container_


def test_a_file_over_the_limit_is_refused():
    with pytest.raises(FileError, match="50 MB"):
        container.kind(b"x" * (container.MAX_BYTES + 1), "大文件")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("预算公开说明\n一、部门概况\n二、收支预算总表\n行政许可 12".encode(), "没有找到"),
        (b'{"a": 1}', "schema"),
        (b'{"schema": "nianbao.report/1", ', "JSON"),
        (b"<html><body><div id=app></div><script>x()</script></body></html>", "没有找到"),
        (pdf(1), "没有文字|扫描件"),
        (pdf(2_000, "x"), "2000 页"),
        (pdf(1, "abc")[:150], "损坏"),
        (b"%PDF-1.7\nrubbish", "损坏"),
    ],
)
def test_a_file_that_is_no_report_is_refused_in_words(data, said):
    with pytest.raises(FileError, match=said):
        read(data, "别的文件")


def children_seconds() -> float:
    """Processor time of the children that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


HOSTILE = {
    "entities": lambda: zipped(
        word__document_dot_xml=b"<!DOCTYPE a ["
        + b"".join(b'<!ENTITY a%d "%s">' % (at, b"&a%d;" % (at - 1) * 10 if at else b"lol") for at in range(12))
        + b"]><a>&a11;</a>"
    ),
    "external entity": lambda: zipped(
        word__document_dot_xml=b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
    ),
    "zip bomb": lambda: zipped(word__document_dot_xml=b"0" * 150_000_000),
    "empty workbook": lambda: zipped(xl__workbook_dot_xml=b"<a/>"),
    "empty document": lambda: zipped(word__nothing=b""),
    "deflate bomb": lambda: pdf(1, "x" * 10, zlib.compress(b"0" * 10_000_000)),
    "deep page": lambda: b"<html>" + b"<table><tr><td>" * 200_000,
    "long text": lambda: ("规章\t0\n" * 30_000).encode(),
    "false workbook": lambda: (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
        + bytes(24)
        + struct.pack("<8I", *[0xFFFFFFFF] * 8) * 2_003
        + "Workbook".encode("utf-16-le")
        + bytes(112)
    ),
}
"""Made when they are read: worker after worker would else make them while it gathers its tests."""


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_file_ends_in_a_sentence_within_the_limits(hostile):
    data = HOSTILE[hostile]()
    begun = children_seconds()
    with pytest.raises(FileError) as caught:
        guarded.read(data, "可疑文件")
    assert str(caught.value).endswith("。")
    assert children_seconds() - begun < guarded.LIMITS.seconds + 1


def test_the_child_reads_what_the_parent_would(town):
    data = publishing.export(town, "docx")
    assert guarded.read(data, "年报.docx") == read(data, "年报.docx")


def test_a_child_that_takes_too_much_processor_time_is_stopped():
    begun = children_seconds()
    with pytest.raises(FileError, match="太复杂.*已停止"):
        guarded.read(
            "".join(f"规章{at}\t0\t{at}\n" for at in range(19_000)).encode(), "年报.txt", limits=Limits(seconds=1)
        )
    assert children_seconds() - begun < 3


def test_on_a_busy_computer_the_file_is_not_blamed(town):
    with pytest.raises(FileError, match="电脑正忙.*文件没有问题"):
        guarded.read(publishing.export(town, "txt"), "年报.txt", limits=Limits(patience=0.01))


def test_a_child_that_takes_too_much_memory_is_ended(town):
    with pytest.raises(FileError, match="没有读入"):
        guarded.read(publishing.export(town, "pdf"), "年报.pdf", limits=Limits(megabytes=20))


def test_the_child_knows_no_secret(monkeypatch, tmp_path, town):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    seen = {}

    def run(command, **options):
        seen.update(options["env"])
        raise OSError(12, "none")

    monkeypatch.setattr(guarded_child.subprocess, "run", run)
    with pytest.raises(FileError):
        guarded.read(b"x", "年报.txt")
    assert seen
    assert not any("OPENAI" in key or "sk-secret" in value for key, value in seen.items())


def test_a_name_with_signs_no_command_line_takes_does_no_harm(town):
    assert guarded.read(publishing.export(town, "json"), "年\0报\ud800.json").year == 2024


def test_a_reading_survives_the_way_as_json(town):
    reading = read(publishing.export(town, "docx"), "年报.docx")
    assert type(reading).model_validate_json(reading.model_dump_json()) == reading
    assert json.loads(reading.model_dump_json())["year"] == 2024


LETTER = (
    b"Received: from a by b\r\nFrom: a@example.cn\r\nTo: b@example.cn\r\nSubject: x\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<html><body>x</body></html>"
)


def test_a_letter_says_what_to_save_of_it():
    with pytest.raises(FileError, match="“年报.eml”是一封邮件，请打开邮件，把里面的报告附件另存为文件后再读入"):
        container.kind(LETTER, "年报.eml")


def test_a_saved_web_page_with_headers_is_no_letter():
    page = b"From: <Saved by Blink>\r\nSnapshot-Content-Location: https://example.cn\r\nSubject: x\r\nDate: x\r\nMIME-Version: 1.0\r\n\r\n<html>"
    assert container.kind(page, "x.mht") == "html"
    assert container.kind("来源:某局\nTo: 某\n正文".encode(), "x.txt") == "txt"
