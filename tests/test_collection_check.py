"""Every rule over every unit, and what only several units together show."""

import json
import random
import zipfile

import pytest
from county import COUNTY, NAMES, county, reported, unit
from openpyxl import load_workbook

from drafting import report_file
from drafting.collection.batch_check import Task, check_all
from drafting.collection.between import between, told
from drafting.collection.folder import Folder
from drafting.collection.likeness import alike, written

TOWN, OTHER, OFFICE = "青石镇人民政府", "白沙乡人民政府", "云溪县教育局"
SENTENCES = (
    "党政办把公开目录逐项拆分到七个站所，每月二十五日前由信息员核对更新。",
    "便民大厅新设一台自助查询机，群众可以当场打印征地补偿的公示材料。",
    "针对老年人不会上网的情况，各村用大喇叭和公开栏同步发布救助名单。",
    "全年组织两期培训，站所负责人和村文书参加并现场测试申请答复流程。",
    "对依申请公开实行登记、审核、答复三人分工，答复书须经法律顾问看过。",
)
OWN = (
    "水库移民后期扶持资金的发放结果按季度在库区四个村张榜。",
    "镇里的微信公众号改由宣传干事专人值守，留言两日内回复。",
    "今年把殡葬、低保、残疾人补贴三张清单合并成一张办事卡片。",
    "老旧的村务公开栏换成防雨橱窗，破损的十三处全部修好。",
    "因人员调整，三季度有四条会议信息迟发，已向县政府办说明。",
)


def texted(name, *sentences, new=3, **cells):
    return reported(name, new, text="".join(sentences), **cells)


def said(*reports):
    form = reports[0].form
    units = {report.organ.name: told(report) for report in reports}
    found = between(units, {name: name for name in units}, form)
    return {name: [finding.message for finding in findings] for name, findings in found.items()}


def test_two_units_with_the_same_sentences_are_named_with_how_many_and_an_example():
    found = said(texted(TOWN, *SENTENCES, new=1), texted(OTHER, *SENTENCES, new=2), texted(OFFICE, *OWN))
    assert found[OFFICE] == []
    (one,), (other,) = found[TOWN], found[OTHER]
    assert one.startswith(f"有 5 句话与“{OTHER}”的报告相同") and "100%" in one and "党政办把公开目录" in one
    assert f"“{TOWN}”" in other


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("七个站所", "9个站所").replace("二十五日", "20日"),
        lambda text: text.replace("党政办", "我乡党政办"),
        lambda text: text.replace("同步发布", "同时公布"),
        lambda text: "".join(reversed([f"{each}。" for each in text.split("。") if each])),
    ],
)
def test_other_figures_names_words_or_another_order_hide_nothing(changed):
    found = said(texted(TOWN, *SENTENCES, new=1), texted(OTHER, changed("".join(SENTENCES)), new=2))
    assert found[TOWN] and found[OTHER]


def test_sentences_that_every_report_must_have_are_nobodys():
    stock = (
        "根据《中华人民共和国政府信息公开条例》，编制本报告。",
        "本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。",
        "全年未收取政府信息公开信息处理费。",
        "如对本报告有疑问，请与县政务公开办公室联系。",
    )
    assert said(texted(TOWN, *stock, *OWN, new=1), texted(OTHER, *stock, *SENTENCES, new=2)) == {TOWN: [], OTHER: []}


def test_a_template_that_forty_units_share_is_found_in_each_and_costs_no_more_than_they_are():
    units = {f"甲{at}局": written(texted(f"云溪县第{at}局", *SENTENCES)) for at in range(40)}
    found = alike(units)
    assert {each.unit for each in found} == set(units) and len(found) < 6 * len(units)


def test_what_is_alike_does_not_depend_on_the_order():
    reports = [texted(TOWN, *SENTENCES), texted(OTHER, *SENTENCES[:4], OWN[0]), texted(OFFICE, *OWN)]
    first = {(each.unit, each.other, len(each.pairs)) for each in alike({r.organ.name: written(r) for r in reports})}
    random.Random(1).shuffle(reports)
    assert (
        first
        == {(each.unit, each.other, len(each.pairs)) for each in alike({r.organ.name: written(r) for r in reports})}
        == {(TOWN, OTHER, 4), (OTHER, TOWN, 4)}
    )


def test_the_same_figures_in_two_units_are_named_and_zeros_are_not():
    more = dict(requests__granted__business=4, requests__new_received__business=4)
    found = said(reported(TOWN, 30, **more), reported(OTHER, 30, **more), reported(OFFICE, 0))
    assert [f"表三的数字与“{OTHER}”的完全相同，请核对是不是交错了文件或照抄了。"] == found[TOWN] and found[OFFICE] == []


def test_another_towns_name_in_a_towns_text_is_named_once_with_how_often():
    found = said(texted(TOWN, "白沙乡的公开栏每月更新。白沙乡还设了专人。", new=1), texted(OTHER, *OWN, new=2))
    assert found[TOWN] == [f"此处提到同一批的“{OTHER}” 2 次，本报告的机关是“{TOWN}”，请核对是不是沿用了他处的文稿。"]


# Over files


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "units"
    place.mkdir()
    for at, name in enumerate(NAMES, 1):
        words = SENTENCES if at in (5, 6) else ()
        report_file.write(texted(name, *words, new=at), place / f"{at}.report.json")
    report_file.write(reported(NAMES[0], 5, requests__granted__natural_person=4), place / "1.report.json")
    return place


def test_one_unit_that_cannot_be_read_stops_none_and_all_are_in_order(folder):
    (folder / "3.report.json").write_text("{", "utf-8")
    tasks = [Task(path, path.name) for path in sorted(folder.iterdir())]
    found = check_all(tasks)
    assert [unit.key for unit in found] == [task.key for task in tasks]
    assert [bool(unit.error) for unit in found] == [at == 2 for at in range(7)]
    assert all("R-10" not in [entry.rule for entry in unit.not_assessed] for unit in found)
    assert check_all(tasks, workers=2) == found


def test_check_of_a_folder_prints_every_unit_and_answers_1_for_an_error(folder, run):
    status, out, _ = run("check", folder, "--json")
    units = {unit["organ"]: unit for unit in json.loads(out)["units"]}
    assert status == 1 and list(units) == list(NAMES)
    assert "T-02" in [finding["rule"] for finding in units[NAMES[0]]["findings"]]
    assert "R-10" in [finding["rule"] for finding in units[TOWN]["findings"]]


def test_a_folder_of_last_years_reports_is_laid_beside_each(folder, tmp_path, run):
    before = tmp_path / "2023"
    before.mkdir()
    report_file.write(reported(TOWN, 3, year=2023, requests__carried_out__natural_person=2), before / "x.report.json")
    out = run("check", folder, "--last-year", before, "--json")[1]
    units = {unit["organ"]: unit for unit in json.loads(out)["units"]}
    assert "T-05" in [finding["rule"] for finding in units[TOWN]["findings"]]
    assert "T-05" in [entry["rule"] for entry in units[OFFICE]["not_assessed"]]


def test_the_findings_table_and_a_slip_for_each_unit_that_owes_are_written(folder, tmp_path, run):
    status, _, _ = run("check", folder, "-o", tmp_path / "o")
    assert status == 1
    rows = list(load_workbook(tmp_path / "o" / "问题清单.xlsx")["问题清单"].iter_rows(values_only=True))
    assert rows[0] == ("序号", "单位", "级别", "规则", "检查什么", "位置", "问题和修改办法")
    wrong = [row for row in rows if row[3] == "T-02"]
    assert wrong and wrong[0][1] == NAMES[0] and wrong[0][5].startswith("表三")
    slips = sorted(path.name for path in (tmp_path / "o" / "退回单").iterdir())
    assert f"01-{NAMES[0]}-退回单.docx" in slips and f"01-{NAMES[0]}-退回单.xlsx" in slips
    with zipfile.ZipFile(tmp_path / "o" / "退回单" / f"01-{NAMES[0]}-退回单.docx") as package:
        assert "相差1" in package.read("word/document.xml").decode()


def test_one_report_is_checked_as_before(folder, tmp_path, run):
    status, out, _ = run("check", folder / "1.report.json", "--json")
    assert status == 1 and set(json.loads(out)) == {"findings", "not_assessed"}
    assert run("check", folder / "1.report.json", "-o", tmp_path / "o")[0] == 2
    assert run("check", folder / "没有.report.json")[0] == 2


def test_a_collection_is_checked_under_the_names_of_its_roster(tmp_path, run):
    from drafting.collection.folder import Folder

    folder = Folder.begun(tmp_path / "out", 2024, county())
    for name in (TOWN, OTHER):
        folder.take(f"{COUNTY}/{name}", "a.docx", texted(name, *SENTENCES), "2025-01-10T09:00:00")
    out = run("check", tmp_path / "out", "--json")[1]
    assert [unit["organ"] for unit in json.loads(out)["units"]] == [TOWN, OTHER]


def test_a_lone_governments_report_is_held_against_the_units_of_its_collection(tmp_path, run):
    folder = Folder.begun(tmp_path / "收取", 2024, county())
    for name, new in ((NAMES[0], 1), (NAMES[4], 5)):
        folder.take(f"{COUNTY}/{name}", f"{name}.xlsx", reported(name, new), "2025-01-05T09:00:00+08:00")
    text = "县政府办公室收到政府信息公开申请2件。"
    own = reported(COUNTY, 7, organ=unit(COUNTY, 1, parent="").organ, text=text)
    own = own.model_copy(update={"values": {**own.values, "requests.new_received.natural_person": 7}})
    path = tmp_path / "县.report.json"
    report_file.write(own, path)
    arguments = ("check", path, "--json", "--collection", folder.path)
    said = json.loads(run(*arguments)[1])
    found = {(each["rule"], *each["cells"]) for each in said["findings"]}
    assert ("T-19", "disclosure.licences") in found and any(rule == "N-02" for rule, *_ in found)
    assert "各单位相加为60" in next(each["message"] for each in said["findings"] if each["rule"] == "T-19")
    alone = json.loads(run("check", path, "--json")[1])
    assert "T-19" not in {each["rule"] for each in alone["findings"]}
    status, _, err = run("check", folder.report_path(county().units[1]), "--collection", folder.path)
    assert status == 2 and "不是由它们相加的" in err
    assert (
        run("check", path, "--collection", tmp_path)[0] == 2 and run("check", path, path, "--collection", "x")[0] == 2
    )


def test_a_collection_to_which_nothing_came_is_a_sentence(tmp_path, run):
    folder = Folder.begun(tmp_path / "收取", 2024, county())
    report_file.write(reported(COUNTY, 7, organ=unit(COUNTY, 1, parent="").organ), tmp_path / "县.report.json")
    status, _, err = run("check", tmp_path / "县.report.json", "--collection", folder.path)
    assert status == 2 and "还没有收到报告" in err
