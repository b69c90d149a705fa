"""A spreadsheet (.xlsx, .xlsm, .xls): each visible sheet is one grid of what its cells show.

Both readers keep to what was saved: formulas are not calculated and macros not run. .xlsx is read by
python-calamine, which is fast and forgives what other programs write; .xls by xlrd, because calamine ends the whole
process on a damaged one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO, StringIO
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

from drafting.errors import FileError
from drafting.values import MAX_DECIMALS, printed, tidy

from ..content import Cell, Content, Grid, Place
from . import archive, compound
from .sheet_looks import At, CellFormat, old_formats
from .sheet_xml import MAX_COLUMNS, MAX_ROWS, Known, letters, look_through, too_large

if TYPE_CHECKING:
    from xlrd.book import Book
    from xlrd.sheet import Cell as OldCell

_NOISE = 1e-9
"""What calculating leaves behind a number, relative to it."""
_EXACT = 10**15
"""Whole numbers below it have every digit right."""

Area = tuple[tuple[int, int], tuple[int, int]]
"""First and last row and column of a merged range, counted from 0 in the sheet."""


class _Sheet(NamedTuple):
    """A visible sheet: ``values`` begin at row ``top`` and column ``left``, from 0; rows may differ in length.

    ``rows``, ``columns``: those that are hidden, from 0. ``formats``: of the cells that are not shown as their values.
    """

    name: str
    top: int
    left: int
    values: list[list[Any]]
    merged: list[Area]
    rows: frozenset[int] = frozenset()
    columns: frozenset[int] = frozenset()
    formats: dict[At, CellFormat] = {}


def content(data: bytes, name: str) -> Content:
    """The visible sheets of the workbook in ``data``.

    Raises FileError: no workbook, damaged, with a password, or larger than a report can be.
    """
    title, known, said = "", {}, []
    new = data.startswith(b"PK")
    if new:
        package = archive.opened(data, name)
        known = look_through(package, name)
        title = archive.core_title(package, name)
        if archive.macros(package):
            said.append("文件带有宏，宏没有运行。")
        if any(member.startswith("xl/media/") for member in package.namelist()):
            said.append("工作表上的图片没有读取。")
    blocks: list[Grid] = []
    rows = 0
    for sheet in (_sheets if new else _old_sheets)(data, name):
        if isinstance(sheet, str):
            said.append(f"工作表“{sheet}”是隐藏的，没有读取。")
            continue
        rows += len(sheet.values)
        if rows > MAX_ROWS or any(len(line) > MAX_COLUMNS for line in sheet.values):
            raise too_large(name)
        about = known.get(sheet.name, Known({}, False, sheet.rows, sheet.columns, sheet.formats))
        if about.unsaved:
            said.append(f"工作表“{sheet.name}”中有公式没有存下结果，读作空白；请用 Excel 或 WPS 打开、保存后再读入。")
        grid, left_out = _without(_grid(sheet, about), sheet.top, sheet.left, about.rows, about.columns)
        if left_out:
            said.append(f"工作表“{sheet.name}”有隐藏的行或列，里面的内容没有读取；需要的请取消隐藏、保存后再读入。")
        if grid.rows:
            blocks.append(grid)
    return Content("xlsx" if new else "xls", tuple(blocks), title, tuple(said))


def shown(value: Any) -> str:
    """What a cell with ``value`` shows: whole numbers without a point, others without the noise of calculating."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ").strip()


def _number(value: float) -> str:
    if value.is_integer() and abs(value) < _EXACT:
        return str(int(value))
    if not isfinite(value):
        return ""
    exact = f"{value:.15g}"  # what a spreadsheet keeps
    rounded = round(value, MAX_DECIMALS)
    return printed(tidy(Decimal(repr(rounded) if abs(value - rounded) < _NOISE * max(1, abs(value)) else exact)))


def _grid(sheet: _Sheet, about: Known) -> Grid:
    """The sheet; the cells of a merged range are one."""
    top, left, values = sheet.top, sheet.left, sheet.values
    width = max(map(len, values), default=0)
    for (row, column), error in about.errors.items():
        if 0 <= row - top < len(values) and 0 <= column - left < len(values[row - top]):
            values[row - top][column - left] = error
    columns = [f"工作表“{sheet.name}”{letters(left + column)}" for column in range(width)]
    cells = [
        [Cell(shown(value), Place(f"{column}{row}")) for column, value in zip(columns, line)]
        for row, line in enumerate(values, top + 1)
    ]
    for (row, column), manner in about.formats.items():
        if 0 <= row - top < len(cells) and 0 <= column - left < len(cells[row - top]):
            cell = cells[row - top][column - left]
            cells[row - top][column - left] = Cell(manner.of(cell.text), cell.place)
    covered: set[tuple[int, int]] = set()
    for (first, begin), (last, end) in sheet.merged:
        area = [
            (row, column)
            for row in range(max(first - top, 0), min(last - top + 1, len(cells)))
            for column in range(max(begin - left, 0), min(end - left + 1, len(cells[row])))
        ]
        if not area or area[0] in covered:
            continue
        covered.update(area)
        for row, column in area[1:]:
            cells[row][column] = cells[area[0][0]][area[0][1]]
    return Grid(tuple(map(tuple, cells)))


def _without(grid: Grid, top: int, left: int, rows: frozenset[int], columns: frozenset[int]) -> tuple[Grid, bool]:
    """``grid``, which begins at row ``top`` and column ``left``, without what is hidden and without empty rows around
    it.

    And whether anything stood in what was hidden.
    """
    kept = [
        tuple(cell for column, cell in enumerate(line, left) if column not in columns)
        for row, line in enumerate(grid.rows, top)
        if row not in rows
    ]
    seen = {cell for line in kept for cell in line}
    hidden = bool(rows or columns) and any(
        cell and cell.text and cell not in seen for line in grid.rows for cell in line
    )
    filled = [at for at, line in enumerate(kept) if any(cell and cell.text for cell in line)]
    return Grid(tuple(kept[filled[0] : filled[-1] + 1] if filled else ())), hidden


def _sheets(data: bytes, name: str) -> Iterator[_Sheet | str]:
    """The sheets of an .xlsx; of a hidden one only the name."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

    try:
        book = CalamineWorkbook.from_object(BytesIO(data))
        for meta in book.sheets_metadata:
            if meta.visible != SheetVisibleEnum.Visible:
                yield meta.name
            elif meta.typ == SheetTypeEnum.WorkSheet:
                sheet = book.get_sheet_by_name(meta.name)
                yield _Sheet(meta.name, *(sheet.start or (0, 0)), sheet.to_python(), sheet.merged_cell_ranges or [])
    except PasswordError:
        raise _locked(name) from None
    except (CalamineError, OSError, ValueError, LookupError):
        raise archive.damaged(name) from None
    except BaseException as error:  # a fault inside the library is no Exception
        if type(error).__name__ != "PanicException":
            raise
        raise archive.damaged(name) from None


def _old_sheets(data: bytes, name: str) -> Iterator[_Sheet | str]:
    """The sheets of an .xls; of a hidden one only the name."""
    import xlrd
    from xlrd.biffh import XLRDError

    if not compound.ends(data):
        raise archive.damaged(name)
    try:
        book = xlrd.open_workbook(
            file_contents=data, formatting_info=True, ragged_rows=True, on_demand=True, logfile=StringIO()
        )
        sheets = [book.sheet_by_index(at) for at in range(book.nsheets)]
        found = [
            sheet.name
            if sheet.visibility
            else _Sheet(
                sheet.name,
                0,
                0,
                [[_old_value(book, cell) for cell in sheet.row(row)] for row in range(sheet.nrows)],
                [((first, begin), (last - 1, end - 1)) for first, last, begin, end in sheet.merged_cells],
                frozenset(row for row, about in sheet.rowinfo_map.items() if about.hidden),
                frozenset(column for column, about in sheet.colinfo_map.items() if about.hidden),
                dict(old_formats(book, sheet)),
            )
            for sheet in sheets
        ]
    except XLRDError as error:
        raise _locked(name) if "encrypted" in str(error) else archive.damaged(name) from None
    except Exception:  # a damaged record ends in whatever error its bytes lead to
        raise archive.damaged(name) from None
    yield from found


def _old_value(book: Book, cell: OldCell) -> Any:
    import xlrd

    value = cell.value
    if isinstance(value, str):
        return value
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(int(value), "#ERROR!")
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return bool(value)
    if cell.ctype == xlrd.XL_CELL_DATE:
        moment = xlrd.xldate.xldate_as_datetime(value, book.datemode)
        return moment.time() if 0 <= value < 1 else moment
    return value


def _locked(name: str) -> FileError:
    return FileError(f"“{name}”加了密码，读不出来，请去掉密码后再读入。")
