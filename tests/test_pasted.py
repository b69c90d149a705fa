"""A whole table pasted into the grid: read from what Word, Excel, a web page or plain text puts on the clipboard."""

import html
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from reading_material import FORM, content, figures, grid, lines, spanned, tables, wrong
from test_components import ANYTHING, PAGES

from drafting.errors import FileError
from drafting.reading import pasted
from drafting.testing.app_test import AppTest, data, send
from drafting.ui.components import grid_paste
from drafting.ui.components.grid_paste import answer, known_labels, received
from drafting.values import printed, with_totals

TABLES = [table.id for table in FORM.tables]
EACH = pytest.mark.parametrize("table", TABLES)
WRAPPERS = {
    "bare": "{table}",
    "word": '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><meta http-equiv=Content-Type content="text/html; '
    'charset=gb2312"><style><!-- p.MsoNormal {{mso-style-parent:""; margin:0cm;}} 1 --></style></head>'
    "<body><!--StartFragment--><p class=MsoNormal>二、主动公开</p>{table}<o:p></o:p><!--EndFragment--></body></html>",
    "web": '<meta charset="utf-8"><div class="TRS_Editor"><table><tbody><tr><td>{table}</td></tr></tbody></table></div>',
}


def drawn(table: str, cells: dict, rng: random.Random) -> str:
    """A table as HTML."""
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td rowspan="{down}" colspan={across}><p><span>{html.escape(text)}</span></p></td>'
            for text, down, across in row
        )
        + "</tr>"
        for row in spanned(table, cells, rng)
    )
    return f"<table border=1><tbody>{rows}</tbody></table>"


def own(table: str, cells: dict, inputs: bool = False) -> dict:
    return {
        key: value
        for key, value in cells.items()
        if key.startswith(f"{table}.") and (not inputs or not FORM.cells[key].computed)
    }


@EACH
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), wrapper=st.sampled_from([*WRAPPERS]))
def test_a_copied_table_lands_in_its_cells(table, seed, wrapper):
    rng = random.Random(seed)
    cells = figures(rng)
    copied = WRAPPERS[wrapper].format(table=drawn(table, cells, rng))
    assert pasted.read(copied, "", FORM).printed == own(table, cells)
    assert answer(FORM, table, copied, "") == {
        "values": {key: printed(value) for key, value in own(table, cells, inputs=True).items()},
        "said": "",
    }


@EACH
@settings(max_examples=8, deadline=None)
@given(seed=st.integers(0, 10**6), blanks=st.booleans())
def test_a_table_copied_as_text_is_read_or_asked_about(table, seed, blanks):
    rng = random.Random(seed)
    cells = figures(rng)
    found = pasted.read("", "\r\n".join(lines(table, cells, rng, blanks=blanks)), FORM)
    assert wrong(own(table, cells), found) == {}
    assert found.printed == own(table, cells)


def test_labels_that_a_spreadsheet_puts_in_quotes_are_read():
    rng = random.Random(3)
    cells = figures(rng)
    text = "\r\n".join(lines("requests", cells, rng))
    text = text.replace("\t自然人\t", '\t"自然\n人"\t').replace("（一）予以公开", '"（一）予以公开\n（注）"')
    assert pasted.read("", text, FORM).printed == own("requests", cells)


def test_a_stray_quote_takes_nothing_with_it():
    assert pasted.read("", '行政许可\t5"\n行政处罚\t"6\n第二十条第（五）项\t本年处理决定数量', FORM).printed.keys() <= {
        "disclosure.licences",
        "disclosure.penalties",
    }


def test_the_text_is_read_where_the_page_holds_no_table():
    rng = random.Random(5)
    cells = figures(rng)
    text = "\n".join(lines("requests", cells, rng))
    assert pasted.read("<p>图片</p>", text, FORM).printed == own("requests", cells)
    assert pasted.read("   ", text, FORM).printed == own("requests", cells)


def test_a_part_of_a_table_fills_its_part():
    rng = random.Random(8)
    cells = figures(rng)
    some = lines("requests", cells, rng)[:9]
    found = answer(FORM, "requests", "", "\n".join(some))
    assert found["said"] == ""
    assert found["values"] and found["values"].items() <= {key: printed(value) for key, value in cells.items()}.items()


def test_what_is_no_number_is_counted_and_left_out():
    cells = figures(random.Random(2))
    rows = [line.split("\t") for line in lines("requests", cells, random.Random(2), blanks=False)]
    for row in rows[-1:]:
        row[-7:] = ["", "/", "无", "0", "0", "0", "0"]
    found = answer(FORM, "requests", "", "\n".join("\t".join(row) for row in rows))
    assert found["said"] == "有 3 格是空白、“/”或者不能读作一个数，没有填入。"
    assert not {f"requests.carried_out.{at}" for at in ("natural_person", "business", "research")} & set(
        found["values"]
    )


def test_a_total_that_is_not_the_sum_is_said():
    cells = figures(random.Random(2))
    cells["proceedings.review.total"] += 1
    found = answer(FORM, "proceedings", drawn("proceedings", cells, random.Random(2)), "")
    assert "有 1 个合计与各项之和不一致" in found["said"]
    assert len(found["values"]) == 12


def test_other_tables_on_the_clipboard_are_said_and_not_filled():
    rng = random.Random(4)
    cells = figures(rng)
    copied = "<p>三</p>".join(drawn(table, cells, rng) for table in TABLES)
    found = answer(FORM, "proceedings", copied, "")
    assert set(found["values"]) == set(own("proceedings", cells, inputs=True))
    assert found["said"] == (
        "粘贴的内容里还有表二的 10 个数字，请在表二中再粘贴一次。"
        "粘贴的内容里还有表三的 175 个数字，请在表三中再粘贴一次。"
    )


@pytest.mark.parametrize(
    ("copied", "text"),
    [
        ("", ""),
        ("", "行政许可"),
        ("<table><tr><td>行政许可<td>五</table>", ""),
        ("<" * 3000, ""),
        ("<table>" * 300, "12"),
        ("\ud800", "\ud800\x00"),
        ("<table><tr><td rowspan=99999999 colspan=99999999>总计</td></tr></table>", ""),
    ],
)
def test_nothing_to_read_is_said(copied, text):
    found = answer(FORM, "requests", copied, text)
    assert found["values"] == {} and found["said"].endswith("。")


def test_too_much_is_refused_in_a_sentence():
    with pytest.raises(FileError, match="^粘贴的内容太多.+。$"):
        pasted.read("", "1" * (pasted.MAX_CHARACTERS + 1), FORM)
    assert answer(FORM, "requests", "1" * pasted.MAX_CHARACTERS, "12")["values"] == {}


def test_a_table_of_the_old_form_is_not_filled():
    old = (
        "信息内容\t本年新制作数量\t本年新公开数量\t对外公开总数量\n规章\t1\t2\t3\n规范性文件\t4\t5\t6\n"
        "信息内容\t上一年项目数量\t本年增/减\t处理决定数量\n行政许可\t7\t8\t9"
    )
    found = answer(FORM, "disclosure", "", old)
    assert found["values"] == {} and "2019 年版格式" in found["said"]


def test_every_label_of_the_form_tells_a_table_from_figures():
    labels = known_labels(FORM)
    assert {"自然人", "予以公开", "行政许可", "结果维持", "规章"} <= set(labels)
    assert all(len(label) > 1 for label in labels)
    assert tables(content(grid("requests", figures(random.Random(1)), random.Random(1)))).printed


@EACH
def test_hidden_rows_formulas_separators_and_full_width_digits_of_a_spreadsheet_are_read_as_they_are_shown(table):
    values = {key: 1000 + at for at, key in enumerate(FORM.inputs) if key.startswith(table)}
    values = {key: value for key, value in with_totals(FORM, values).items() if key.startswith(table)}
    full = str.maketrans("0123456789", "０１２３４５６７８９")
    rows = []
    for row in range(FORM.table(table).rows):
        line = ""
        for at in (cell for cell in FORM.table(table).cells if cell.row == row):
            shown = at.text or (f"{values[at.key]:,}".translate(full) if at.col % 2 else f"{values[at.key]:,}")
            line += f'<td rowspan={at.rowspan} colspan={at.colspan} x:fmla="=SUM(A1:A9)">{shown}</td>'
        rows.append(f"<tr height=19>{line}</tr>")
    hidden = "<tr height=0 style='display:none'>" + "<td x:num>999</td>" * 8 + "</tr>"
    rows.insert(len(rows) - 1, hidden)
    found = pasted.read(f"<table><col width=72 span=9>{''.join(rows)}{hidden}</table>", "", FORM).printed
    assert {key: printed(value) for key, value in found.items()} == {
        key: printed(value) for key, value in values.items()
    }


def test_the_page_answers_a_paste_with_its_number():
    at = AppTest.from_file(str(PAGES / "grid_page.py"), default_timeout=20).run()
    assert data(at, "grid_requests")["pasted"] is None
    cells = figures(random.Random(6))
    copied = drawn("requests", cells, random.Random(6))
    send(at, "grid_requests", paste={"id": 12, "html": copied, "text": ""})
    assert not at.exception
    given_ = data(at, "grid_requests")["pasted"]
    assert given_["id"] == 12 and len(given_["values"]) == 144
    assert at.session_state["figures"] == {}  # the browser fills, as if it had been typed


@given(ANYTHING)
def test_whatever_the_browser_sends_as_a_paste_is_read_without_an_error(sent):
    assert received({"paste": sent}) is None
    assert received(sent) is None


@pytest.mark.parametrize("changed", [{"id": "1"}, {"id": -1}, {"id": True}, {"id": 2**53}, {"html": None}, {"text": 5}])
def test_a_paste_of_another_shape_is_none(changed):
    sound = {"id": 1, "html": "", "text": "1"}
    assert received({"paste": sound}) == (1, "", "1")
    assert received({"paste": sound | changed}) is None


def test_sentences_have_room_for_what_they_count():
    for name in ("differ", "filled", "same", "kept"):
        assert grid_paste.WORDS[name].count("{n}") == 1


@pytest.mark.parametrize(
    "colour", ["rgb(.,0,0)", "rgb(1.2.3,0,0)", "rgb(0,0,.)", "rgba(0,0,0,.)", "rgb(...,...,...)", "rgb(0 0 0 / .)"]
)
def test_a_colour_that_is_no_colour_is_black_and_the_figures_are_read(colour):
    told = html.escape(f"color:{colour}")
    row = f'<tr><td style="{told}">（一）本年新收政府信息公开申请数量</td>' + f'<td style="{told}">7</td>' * 7 + "</tr>"
    found = answer(FORM, "requests", f"<table>{row}</table>", "x")
    assert "7" in str(found)
