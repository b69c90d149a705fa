"""Handing out: a form for each unit that comes back as that unit's report."""

import io
import zipfile

import openpyxl
from county import COUNTY, NAMES, county, reported, unit

from drafting import cli, report_file
from drafting.collection import handout
from drafting.collection.folder import Folder
from drafting.collection.form_id import form_id
from drafting.collection.intake import take_back
from drafting.collection.roster import roster
from drafting.collection.sources import Found, Source
from drafting.publishing.form_sheet import ABOVE

TOWN = "青石镇人民政府"
KEY = f"{COUNTY}/{TOWN}"


def filled(data: bytes, values: dict) -> bytes:
    """The form ``data`` as a person fills it and a spreadsheet program saves it."""
    book = openpyxl.load_workbook(io.BytesIO(data))
    form = reported(TOWN).form
    for key, value in values.items():
        table = form.table(key.split(".")[0])
        cell = next(each for each in table.numbers if each.key == key)
        book[table.nickname].cell(cell.row + ABOVE + 1, cell.col + 1).value = value
    book["素材"]["B2"] = "全年召开政策解读会3场。"
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def test_every_unit_but_the_government_over_all_gets_a_form_with_its_number_name_and_year():
    names = [file.name for file in handout.handed_out(county(), 2024)]
    assert names[0] == "02-云溪县人民政府办公室-2024.xlsx" and names[-1] == "填报说明.docx"
    assert len(names) == len(NAMES) + 1 and not any("01-" in name for name in names)


def test_last_years_carry_over_is_filled_in_and_its_figures_are_said_beside_the_cells():
    before = reported(TOWN, 3, year=2023, requests__carried_out__natural_person=2)
    town = county().by_key[KEY]
    book = openpyxl.load_workbook(io.BytesIO(handout.form(county(), town, 2024, before)))
    row = next(
        cell for cell in before.form.table("requests").numbers if cell.key == "requests.carried_in.natural_person"
    )
    assert book["表三"].cell(row.row + ABOVE + 1, row.col + 1).value == 2
    said = {rule.prompt for rule in book["表三"].data_validations.dataValidation}
    assert {"上年 3 件", "上年 2 件", "上年 0 件"} <= said
    assert {rule.prompt for rule in book["表二"].data_validations.dataValidation} >= {"上年 30 件", "上年 0 万元"}


def test_a_filled_form_comes_back_as_the_units_report_with_its_notes(tmp_path):
    town = county().by_key[KEY]
    data = filled(handout.form(county(), town, 2024), dict(reported(TOWN, 4).values))
    assert form_id(data) == KEY
    folder = Folder.begun(tmp_path / "out", 2024, county())
    (item,) = take_back(folder, Found((Source("新建文件.xlsx", lambda: data),))).items
    kept = folder.report(KEY)
    assert (item.status, item.unit, item.questions) == ("taken", KEY, 0)
    assert kept.cells() == reported(TOWN, 4).cells() and [note.text for note in kept.notes] == [
        "全年召开政策解读会3场。"
    ]


def test_the_forms_of_two_units_of_one_name_come_back_to_each(tmp_path):
    units = roster([unit("规划站", 1, "云溪县自然资源局"), unit("规划站", 2, "云溪县教育局")])
    folder = Folder.begun(tmp_path / "out", 2024, units)
    forms = [filled(handout.form(units, each, 2024), {"disclosure.licences": each.order}) for each in units.units]
    take_back(folder, Found(tuple(Source(f"{at}.xlsx", lambda data=data: data) for at, data in enumerate(forms))))
    assert [folder.report(each.key).values["disclosure.licences"] for each in units.units] == [1, 2]


def test_the_command_writes_a_folder_or_an_archive_and_overwrites_nothing(tmp_path, capsys):
    listed, before = tmp_path / "名单.tsv", tmp_path / "2023"
    before.mkdir()
    listed.write_text(f"单位名称\t上级单位\n{TOWN}\t{COUNTY}\n云溪县教育局\t{COUNTY}\n", "utf-8")
    report_file.write(reported(TOWN, 3, year=2023), before / "a.report.json")
    report_file.write(reported("云溪县税务局", 3, year=2023), before / "b.report.json")

    def run(target):
        status = cli.main(
            ["handout", str(listed), "--year", "2024", "-o", str(tmp_path / target), "--last-year", str(before)]
        )
        return status, capsys.readouterr().err

    status, err = run("发放")
    assert status == 0 and "名单里没有对应的单位" in err and "云溪县教育局" in err.splitlines()[-1]
    assert sorted(path.name for path in (tmp_path / "发放").iterdir()) == [
        "01-青石镇人民政府-2024.xlsx",
        "02-云溪县教育局-2024.xlsx",
        "填报说明.docx",
    ]
    assert run("发放")[0] == 2 and run("发放.zip")[0] == 0
    assert len(zipfile.ZipFile(tmp_path / "发放.zip").namelist()) == 3


def test_the_template_is_written_once(tmp_path, capsys):
    target = str(tmp_path / "名单.xlsx")
    assert cli.main(["handout", target, "--template"]) == 0 and cli.main(["handout", target, "--template"]) == 2
    assert cli.main(["handout", target]) == 2


def test_the_same_hand_out_gives_the_same_bytes():
    first, again = (handout.archive(handout.handed_out(county(), 2024))[0] for _ in range(2))
    assert first == again
