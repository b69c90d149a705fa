"""Web pages saved from government sites, with what their makers put in and around the report."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting.reading import read
from drafting.reading.content import Grid, Text
from drafting.reading.formats import html
from tests import reading_material as material
from tests.reading_material import tables

HEAD = "<div id='top'><ul><li><a href='/'>首页</a></li><li>政务公开</li></ul>" + "<p>导航</p>" * 30 + "</div>"
FOOT = "<div class='foot'><p>版权所有：某某</p><p>网站地图 京ICP备1号</p></div>"


def table_html(table, cells, rng, wrap) -> str:
    rows = []
    for row in material.spanned(table, cells, rng):
        made = []
        for text, down, across in row:
            text = wrap.format(
                "<br>".join(text.split("\n")) if rng.random() < 0.5 else "</p><p>".join(text.split("\n"))
            )
            spans = (f" rowspan='{down}'" if down > 1 else "") + (f" colspan={across}" if across > 1 else "")
            made.append(f"<td{spans} style='border:1px solid'>{text}</td>")
        rows.append("<tr>" + "".join(made) + "</tr>")
    return "<table><tbody>" + "\n".join(rows) + "</tbody></table>"


def page(cells, rng, charset="utf-8", wrap="<p align=center>{}</p>", layout=False) -> bytes:
    body = "<p>　　本报告依据条例编制。</p><p><strong>一、总体情况</strong></p><p>全年公开信息<span>328</span>条。<script>var a='9';</script></p>"
    for table, heading in material.HEADINGS.items():
        body += f"<p><b>{heading}</b></p>" + table_html(table, cells, rng, wrap)
    body += "<p>五、存在的主要问题及改进情况</p><div>存在一些问题。<br/>正在改进。</div><p>六、其他需要报告的事项</p><p>没有收费。</p>"
    if layout:
        body = f"<table width=100%><tr><td>{body}</td></tr></table>"
    text = (
        f"<html><head><meta charset='{charset}'><title>青石镇人民政府2024年政府信息公开工作年度报告_某县政府网</title></head>"
        f"<body>{HEAD}<div class='wrap'><div id='zoom'>{body}</div></div>{FOOT}</body></html>"
    )
    return text.encode("gb18030" if charset.startswith("gb") else charset)


@given(
    st.integers(0, 10**9).map(random.Random),
    st.sampled_from(["utf-8", "gbk", "gb2312", "utf-16"]),
    st.sampled_from(
        ["<p align=center>{}</p>", "<span>&nbsp;{}&nbsp;</span>", "{}", "<div><font size=2>{}\u200b</font></div>"]
    ),
    st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_a_page_is_read_whole_whatever_its_encoding_and_its_wrappings(rng, charset, wrap, layout):
    cells = material.figures(rng)
    reading = read(page(cells, rng, charset, wrap, layout), "年报.html")
    assert reading.printed == cells
    assert not reading.questions
    assert reading.organ.name == "青石镇人民政府"
    assert reading.year == 2024
    assert reading.narrative == {
        "overview": "全年公开信息328条。",
        "problems": "存在一些问题。\n正在改进。",
        "other": "没有收费。",
    }


def test_what_a_site_puts_around_the_report_is_left_out():
    rng = random.Random(1)
    texts = [
        block.text for block in html.content(page(material.figures(rng), rng), "x").blocks if isinstance(block, Text)
    ]
    assert not any("首页" in text or "版权" in text or "var a" in text for text in texts)


def test_a_page_that_calls_itself_utf_8_and_is_gbk_is_read():
    text = "<html><head><meta charset=utf-8></head><body><p>政府信息公开工作年度报告</p></body></html>"
    assert html.content(text.encode("gbk"), "x").blocks[0].text == "政府信息公开工作年度报告"


def test_a_web_archive_is_read():
    rng = random.Random(2)
    cells = material.figures(rng)
    import base64

    body = base64.encodebytes(page(cells, rng)).decode()
    archive = (
        'From: <Saved by Blink>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        f"Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{body}\r\n--b--\r\n"
    )
    assert read(archive.encode(), "年报.mht").printed == cells


def test_hidden_parts_are_not_seen():
    blocks = html.content(
        "<p>看得见<span style='display: none'>看不见</span></p><p hidden>也看不见</p>".encode(), "x"
    ).blocks
    assert [block.text for block in blocks] == ["看得见"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<table><tr><td rowspan=99999999 colspan=99999999>1</td></tr></table>",
        "<table>" + "<tr><td>规章</td><td>1</td></tr>" * 10_000 + "</table>",
        "<div>" * 100_000 + "深" + "</div>" * 100_000,
        "<table><tr><td>" * 3_000 + "1",
        "<!DOCTYPE html [<!ENTITY a 'x'><!ENTITY b '&a;&a;'>]><p>&b;</p>",
        "<p>&#0;&#xD800;&#x110000;</p>",
    ],
)
def test_a_hostile_page_ends_soon_and_quietly(hostile):
    begun = time.process_time()
    tables(html.content(("<html><body>" + hostile).encode(), "x"))
    assert time.process_time() - begun < 10


def test_a_layout_table_is_no_table():
    blocks = html.content(
        "<table><tr><td><p>文字</p><table><tr><td>规章</td><td>1</td></tr></table></td><td>旁边</td></tr></table>".encode(),
        "x",
    ).blocks
    assert [type(block) for block in blocks] == [Text, Grid, Text]


@pytest.mark.parametrize(
    "shown",
    [
        "<bdo dir=rtl>21</bdo>",
        "<span style='unicode-bidi:bidi-override;direction:rtl'>21</span>",
        "\u202e21",
        "1О",
        "l2",
        "1<sup>2</sup>②",
    ],
)
def test_a_figure_that_was_tampered_with_is_asked_about(shown):
    rng = random.Random(5)
    cells = material.figures(rng)
    made = page(cells, rng).decode()
    at = made.index("行政许可")
    begin = made.index("<p align=center>", at) + len("<p align=center>")
    made = made[:begin] + shown + made[made.index("</p>", begin) :]
    (question,) = read(made.encode(), "年报.html").questions
    assert question.cell == "disclosure.licences"


@pytest.mark.parametrize("style", ["display:none", "visibility: hidden", "font-size:0", "font-size: 0px", "opacity:0"])
def test_figures_nobody_sees_are_not_read(style):
    rng = random.Random(5)
    cells = material.figures(rng)
    made = page(cells, rng).decode()
    begin = made.index("<p align=center>", made.index("行政许可")) + len("<p align=center>")
    made = made[:begin] + f"<span style='{style}'>9</span>" + made[begin:]
    assert read(made.encode(), "年报.html").printed == cells


def rows(table: str) -> list[list[str | None]]:
    (grid,) = [
        block
        for block in html.content(f"<html><body>{table}</body></html>".encode(), "x").blocks
        if isinstance(block, Grid)
    ]
    return [[cell and cell.text for cell in row] for row in grid.rows]


@pytest.mark.parametrize(
    ("table", "shown"),
    [
        ("<table><tr><td rowspan=0>甲</td><td>1</td></tr><tr><td>2</td></tr></table>", [["甲", "1"], ["甲", "2"]]),
        ("<table><tr><td rowspan=-3 colspan=abc>甲</td><td colspan='2%'>1</td></tr></table>", [["甲", "1", "1"]]),
        (
            "<table><thead><tr><td rowspan=9>甲</td><td>乙</td></tr></thead><tbody><tr><td>丙</td><td>1</td></tr></tbody></table>",
            [["甲", "乙"], ["丙", "1"]],
        ),
        ("<table><form><tr><td>规章</td><td>1</td></tr></form></table>", [["规章", "1"]]),
        ("<table><td>规章</td><td>1</td></table>", [["规章", "1"]]),
        ("<table><tr><td>规章<td>1<tr><td>其他<td>2</table>", [["规章", "1"], ["其他", "2"]]),
        ("<table><tr><td>规&#8203;章</td><td>1&thinsp;</td></tr></table>", [["规章", "1"]]),
        (
            "<table><tr><td>规章</td><td>1<sup>2</sup></td><td><del>12</del>13</td></tr></table>",
            [["规章", "1[2]", "[12]13"]],
        ),
    ],
)
def test_cells_stand_where_a_browser_shows_them(table, shown):
    assert rows(table) == shown


def test_a_note_beside_a_figure_is_asked_about_and_not_read_into_it():
    rng = random.Random(3)
    cells = material.figures(rng)
    text = page(cells, rng, wrap="{}").decode()
    figure = f"<td style='border:1px solid'>{cells['disclosure.rules.made']}</td>"
    reading = read(text.replace(figure, figure.replace("</td>", "<sup>2</sup></td>"), 1).encode(), "年报.html")
    asked = {question.cell for question in reading.questions}
    wrong = {key for key, value in cells.items() if reading.printed.get(key) != value}
    assert wrong
    assert wrong <= asked


def test_the_caption_of_a_table_is_a_text_before_it():
    blocks = html.content(
        "<table><caption>主动公开情况</caption><tr><td>规章</td><td>1</td></tr></table>".encode(), "x"
    ).blocks
    assert [type(block) for block in blocks] == [Text, Grid]
    assert blocks[0].text == "主动公开情况"


def test_a_caption_that_repeats_the_heading_is_said_once():
    blocks = html.content(
        "<h2>主动公开情况</h2><table><caption>主动公开情况</caption><tr><td>规章</td><td>1</td></tr></table>".encode(),
        "x",
    ).blocks
    assert [type(block) for block in blocks] == [Text, Grid]


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("gbk", "utf-8"),
        ("utf-8", "gb18030"),
        ("utf-16", "utf-8"),
        ("big5", "big5"),
        ("punycode", "utf-8"),
        ("no-such", "gb18030"),
    ],
)
def test_a_page_is_decoded_by_what_fits(declared, written):
    data = f"<meta charset={declared}><p>工作年度</p>".encode(written)
    assert html.content(data, "x").blocks[0].text == "工作年度"


def web_archive(*pages: bytes, charset: str = "", encoding: str = "base64") -> bytes:
    import base64
    import quopri

    made = 'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n'
    for body in pages:
        text = (base64.encodebytes(body) if encoding == "base64" else quopri.encodestring(body)).decode()
        made += f"--b\r\nContent-Type: text/html{charset}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n{text}\r\n"
    return f"{made}--b--\r\n".encode()


@pytest.mark.parametrize(
    "archive",
    [
        lambda text: web_archive(text.encode("gb18030"), charset="; charset=gb2312"),
        lambda text: web_archive(text.encode(), charset="; charset=utf-8", encoding="quoted-printable"),
        lambda text: web_archive(b"<frameset><frame src=a></frameset>", text.encode()),
        lambda text: web_archive(text.encode(), "<p>广告</p>".encode()),
        lambda text: b"\xef\xbb\xbf" + web_archive(text.encode()),
    ],
    ids=["gb2312", "quoted", "frames", "advertisement", "byte order mark"],
)
def test_the_page_is_found_in_a_web_archive(archive):
    rng = random.Random(4)
    cells = material.figures(rng)
    assert read(archive(page(cells, rng).decode().replace("<meta charset='utf-8'>", "")), "年报.mht").printed == cells
