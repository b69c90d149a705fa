"""The same made-up reports in every format, cut by page ends, with labels as offices print them: read whole, nothing
asked.
"""

from __future__ import annotations

import io
import random
import zipfile
from xml.sax.saxutils import escape

import pytest
import typst
import xlsxwriter
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from drafting.publishing.fonts import package
from drafting.reading import read
from drafting.reading.content import Grid, Text
from tests import reading_material as material

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
seeds = st.integers(0, 10**9).map(random.Random)


def blocks(cells, rng) -> list[Grid | Text]:
    """A whole report; now and then a table is cut in two, its header repeated."""
    found: list[Grid | Text] = [
        Text("青石镇人民政府2024年政府信息公开工作年度报告", None),
        Text("一、总体情况", None),
        Text("全年公开328条。", None),
    ]
    for table in material.FORM.tables:
        found.append(Text(material.HEADINGS[table.id], None))
        grid = material.grid(table.id, cells, rng)
        if rng.random() < 0.4:
            pieces = [
                block
                for block in material.cut(grid, rng, table.header_rows if table.id != "disclosure" else 1)
                if isinstance(block, Grid)
            ]
            found += [pieces[0], Text("（续表）", None), pieces[1]]
        else:
            found.append(grid)
    return [
        *found,
        Text("五、存在的主要问题及改进情况", None),
        Text("一是公开不够及时。", None),
        Text("六、其他需要报告的事项", None),
        Text("没有收费。", None),
    ]


def spans(grid: Grid):
    """(row, column, rows, columns, text) of each cell; of one that a page's end cut, each piece."""
    seen = set()
    for row, line in enumerate(grid.rows):
        for column, cell in enumerate(line):
            if id(cell) in seen:
                continue
            seen.add(id(cell))
            across = next((at for at in range(column, len(line)) if line[at] is not cell), len(line)) - column
            down = (
                next((at for at in range(row, len(grid.rows)) if grid.rows[at][column] is not cell), len(grid.rows))
                - row
            )
            yield row, column, down, across, cell.text


def docx(made) -> bytes:
    body = []
    for block in made:
        if isinstance(block, Text):
            body.append(f"<w:p><w:r><w:t>{escape(block.text)}</w:t></w:r></w:p>")
            continue
        starts = {(row, column): cell for row, column, *cell in spans(block)}
        rows = []
        for row, line in enumerate(block.rows):
            cells, column = [], 0
            while column < len(line):
                top = next(
                    at for at in range(row, -1, -1) if (at, column) in starts and at + starts[at, column][0] > row
                )
                down, across, text = starts[top, column]
                merge = "" if down == 1 else '<w:vMerge w:val="restart"/>' if top == row else "<w:vMerge/>"
                lines = "".join(
                    f"<w:p><w:r><w:t>{escape(part)}</w:t></w:r></w:p>"
                    for part in (text if top == row else "").split("\n")
                )
                cells.append(f'<w:tc><w:tcPr><w:gridSpan w:val="{across}"/>{merge}</w:tcPr>{lines}</w:tc>')
                column += across
            rows.append(f"<w:tr>{''.join(cells)}</w:tr>")
        body.append(f"<w:tbl>{''.join(rows)}</w:tbl>")
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr(
            "word/document.xml", f'<w:document xmlns:w="{W}"><w:body>{"".join(body)}</w:body></w:document>'
        )
    return file.getvalue()


def xlsx(made) -> bytes:
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, row = book.add_worksheet("年报"), 0
    for block in made:
        if isinstance(block, Text):
            sheet.write_string(row, 0, block.text)
            row += 2
            continue
        for top, column, down, across, text in spans(block):
            value = float(text) if text.replace(".", "").isdigit() else text
            if down * across > 1:
                sheet.merge_range(row + top, column, row + top + down - 1, column + across - 1, value)
            else:
                sheet.write(row + top, column, value)
        row += len(block.rows) + 1
    book.close()
    return file.getvalue()


def pdf(made) -> bytes:
    parts = [
        '#set page("a4", margin: 2cm)',
        '#set text(font: "Noto Serif SC", size: 10pt)',
        "#set table(stroke: 0.5pt)",
    ]
    for block in made:
        if isinstance(block, Text):
            parts.append(f"#par[#{quoted(block.text)}]")
            continue
        cells = [
            f"table.cell(x: {column}, y: {row}, rowspan: {down}, colspan: {across})[#{quoted(text)}]"
            for row, column, down, across, text in spans(block)
        ]
        parts.append(f"#table(columns: {len(block.rows[0])}, {', '.join(cells)})")
    return typst.compile("\n".join(parts).encode(), font_paths=[str(folder) for folder in package()])


def quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


@pytest.mark.parametrize(
    ("write", "examples"), [(docx, 30), (xlsx, 20), (pdf, 6)], ids=lambda value: getattr(value, "__name__", "")
)
def test_a_report_is_read_whole_from_every_format(write, examples):
    @given(seeds)
    @settings(max_examples=examples, deadline=None, database=None, phases=[Phase.explicit, Phase.generate])
    def reads(rng):
        cells = material.figures(rng)
        reading = read(write(blocks(cells, rng)), "年报")
        assert reading.printed == cells
        assert not reading.questions
        assert (reading.organ.name, reading.year) == ("青石镇人民政府", 2024)
        assert reading.narrative["overview"] == "全年公开328条。"

    reads()
