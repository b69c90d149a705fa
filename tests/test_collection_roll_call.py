"""The roll-call: every unit, where it stands, how long it has, and what to write to those who owe something."""

import json
import zipfile
from datetime import date

import pytest
from county import COUNTY, NAMES, county, reported, unit
from openpyxl import load_workbook

from drafting import cli, times
from drafting.collection.batch_check import Task, check_all
from drafting.collection.folder import Folder
from drafting.collection.roll_call import counts, left, reminder, roll_call
from drafting.collection.roster import roster
from drafting.collection.rounds import Collection

TOWN, OFFICE, BUREAU = "青石镇人民政府", "云溪县教育局", "云溪县自然资源局"
TODAY = date(2025, 1, 18)


def test_a_unit_without_a_deadline_of_its_own_has_the_places_and_else_the_statutory_one():
    own = roster([unit(OFFICE, 1, deadline=date(2025, 1, 9)), unit(BUREAU, 2)])
    collection, today = Collection(year=2024, roster=own), date(2025, 1, 22)
    first, second = roll_call(collection, {}, today, date(2025, 1, 20))
    assert (first.due, second.due, second.days, second.late) == (date(2025, 1, 9), date(2025, 1, 20), -2, True)
    assert "报送期限是2025年1月20日" in reminder(second, 2024)
    (_, second) = roll_call(collection, {}, today)
    assert second.due == second.statutory and not second.late


def key(name):
    return f"{COUNTY}/{name}"


@pytest.fixture
def folder(tmp_path):
    units = [
        each.model_copy(update={"deadline": date(2025, 1, 20), "contact": "王某 0000-0000001"})
        for each in county().units
    ]
    folder = Folder.begun(tmp_path / "out", 2024, roster(units))
    folder.take(key(TOWN), "a.docx", whole(TOWN), "2025-01-10T09:00:00")
    folder.take(key(OFFICE), "b.docx", whole(OFFICE, requests__granted__natural_person=1), "2025-01-21T09:00:00")
    return folder


def whole(name, **cells):
    """A report with nothing wrong in its tables."""
    return reported(name, 2, **cells)


def called(folder, today=TODAY):
    collection = folder.collection
    tasks = [
        Task(folder.report_path(each), each.key)
        for each in collection.roster.units
        if collection.record(each.key).rounds
    ]
    found = {each.key: each for each in check_all(tasks)}
    return {line.unit.name: line for line in roll_call(collection, found, today)}


def test_every_unit_is_there_in_the_offices_order_also_those_that_sent_nothing(folder):
    lines = called(folder)
    assert list(lines) == list(NAMES) and lines[BUREAU].state == "missing" and lines[BUREAU].rounds == 0
    assert lines[OFFICE].state == "faulty" and lines[OFFICE].errors == 2
    assert sum(counts(list(lines.values())).values()) == len(NAMES)


def test_what_the_office_decided_is_the_state_until_a_new_round_comes(folder):
    folder.keep(folder.collection.decided(key(OFFICE), "returned", "2025-01-11T09:00:00"))
    assert called(folder)[OFFICE].state == "returned"
    folder.take(key(OFFICE), "c.docx", whole(OFFICE), "2025-01-12T09:00:00")
    line = called(folder)[OFFICE]
    assert line.state == "received"
    assert (line.errors, line.rounds, line.returned) == (0, 2, 1)
    folder.keep(folder.collection.decided(key(OFFICE), "passed", "2025-01-13T09:00:00"))
    assert called(folder)[OFFICE].state == "passed"
    folder.keep(folder.collection.published(key(OFFICE), date(2025, 1, 25), "https://example.invalid/1"))
    assert (called(folder)[OFFICE].state, called(folder)[OFFICE].published_on) == ("published", date(2025, 1, 25))


def test_days_are_counted_to_the_offices_own_deadline_else_to_the_statutory_one(folder):
    lines = called(folder)
    assert lines[BUREAU].days == 2 and left(lines[BUREAU]) == "还有 2 天"
    assert left(called(folder, date(2025, 1, 20))[BUREAU]) == "今天到期"
    assert left(called(folder, date(2025, 1, 23))[BUREAU]) == "超过 3 天"
    assert lines[OFFICE].late and not lines[TOWN].late
    (line,) = roll_call(Folder.begun(folder.path.parent / "o2", 2024, roster([unit(OFFICE, 1)])).collection, {}, TODAY)
    assert line.due == line.statutory == date(2025, 1, 31)


def test_a_reminder_says_what_is_owed_and_who_owes_nothing_gets_none(folder):
    folder.keep(folder.collection.decided(key(TOWN), "passed", "2025-01-11T09:00:00"))
    lines = called(folder)
    assert reminder(lines[TOWN], 2024) == ""
    assert "还没有收到，报送期限是2025年1月20日，还有 2 天" in reminder(lines[BUREAU], 2024)
    assert "第 1 次报来的2024年政府信息公开工作年度报告已收到，还有 2 处错误" in reminder(lines[OFFICE], 2024)
    folder.keep(folder.collection.decided(key(OFFICE), "returned", "2025-01-11T09:00:00"))
    said = reminder(called(folder, date(2025, 1, 23))[OFFICE], 2024)
    assert "已退回，还有 2 处错误" in said and "已超过 3 天" in said


def test_the_command_keeps_decisions_and_writes_both_files(folder, monkeypatch, capsys):
    monkeypatch.setattr(times, "today", lambda: TODAY)

    def run(*arguments):
        status = cli.main(["rollcall", str(folder.path), *map(str, arguments)])
        return status, capsys.readouterr()

    sheet, word = folder.path.parent / "点名.xlsx", folder.path.parent / "点名.docx"
    status, said = run("--passed", TOWN, "--returned", OFFICE, "--json", "-o", sheet)
    states = {each["organ"]: each["state"] for each in json.loads(said.out)["units"]}
    assert status == 1 and (states[TOWN], states[OFFICE], states[BUREAU]) == ("passed", "returned", "missing")
    book = load_workbook(sheet)
    assert book.sheetnames == ["点名表", "催报文字"] and book["点名表"].max_row == len(NAMES) + 1
    assert book["催报文字"].max_row == len(NAMES)  # all but the one that passed, and the head
    assert run("--published", f"{TOWN}=2025-01-25=https://example.invalid/1", "-o", word)[0] == 1
    with zipfile.ZipFile(word) as package:
        text = package.read("word/document.xml").decode()
    assert "应报单位 7 个" in text and "已公布 1 个" in text and 'w:orient="landscape"' in text
    for wrong in (("--passed", BUREAU), ("--passed", "没有的局"), ("--published", f"{TOWN}=明天"), ("-o", "x.pdf")):
        assert run(*wrong)[0] == 2


def test_with_nothing_owed_the_command_answers_0(tmp_path, capsys):
    folder = Folder.begun(tmp_path / "o", 2024, roster([unit(OFFICE, 1)]))
    folder.take(key(OFFICE), "b.docx", whole(OFFICE), "2025-01-11T09:00:00")
    assert cli.main(["rollcall", str(folder.path), "--passed", OFFICE]) == 0
