"""The service's verbs over collections: what came is kept until it is settled, nothing is lost or taken twice."""

import threading
from io import BytesIO
from zipfile import ZipFile

import pytest
from county import COUNTY, county, reported

from drafting import report_file, resources, settings
from drafting.collection import intake
from drafting.collection.choice import Choice
from drafting.errors import FileError, InputError, NotFound
from drafting.report import Report
from drafting.service import Backups, Service, collection_taking

TOWN, BUREAU = "青石镇人民政府", "云溪县教育局"
ROSTER = "序号\t单位名称\t上级单位\n" + "".join(
    f"{unit.order}\t{unit.name}\t{unit.parent}\n" for unit in county().units
)


def key(name: str) -> str:
    return f"{COUNTY}/{name}"


def file(report: Report, name: str = "") -> tuple[str, bytes]:
    return name or f"{report.organ.name}.report.json", report_file.dumps(report).encode()


def packed(*files: tuple[str, bytes]) -> bytes:
    held = BytesIO()
    with ZipFile(held, "w") as package:
        for name, data in files:
            package.writestr(name, data)
    return held.getvalue()


@pytest.fixture
def collections(service):
    return service.collections


@pytest.fixture
def id(collections):
    return collections.create(ROSTER.encode(), "名单.tsv", 2024)


def taken(collections, id, *files):
    """The inbox once ``files`` are read."""
    taking = collections.take(id, files)
    assert taking.ended.wait(60) and not taking.error
    return collections.inbox(id)


def test_a_collection_is_listed_with_how_many_came_and_opened_by_its_id(collections, id):
    taken(collections, id, file(reported(TOWN)))
    (listed,) = collections.listed()
    assert (listed.title, listed.units, listed.came) == (f"{COUNTY} 2024 年度", 7, 1)
    assert collections.open(listed.id).collection.record(key(TOWN)).last.file == f"{TOWN}.report.json"


@pytest.mark.parametrize("id", ["", "..", "../..", "没有", "/etc", ".", "a/b"])
def test_an_id_that_is_no_collection_is_refused(collections, id):
    with pytest.raises(NotFound, match="这次收集不存在"):
        collections.open(id)


def test_the_roster_can_be_replaced_but_not_by_another_countys(collections, id):
    collections.replace_roster(id, (ROSTER + f"20\t云溪县司法局\t{COUNTY}\n").encode(), "新.tsv")
    assert len(collections.open(id).collection.roster.units) == 9
    with pytest.raises(InputError, match="没有换"):
        collections.replace_roster(id, ROSTER.replace("云溪县", "松江县").encode(), "别处.tsv")


def test_the_forms_carry_what_the_shelf_and_last_years_collection_say(service, collections, id):
    service.library.add(reported(TOWN, 5, year=2023))
    before = collections.create(ROSTER.encode(), "名单.tsv", 2023)
    taken(collections, before, file(reported(BUREAU, 7, year=2023)))
    found = collections.last_year(id)
    assert set(found) == {key(TOWN), key(BUREAU)}
    names = ZipFile(BytesIO(collections.handout(id))).namelist()
    assert len(names) == 8 and "06-青石镇人民政府-2024.xlsx" in names


def test_a_file_that_names_no_unit_waits_until_a_person_says_whose_it_is(collections, id):
    strange = reported("松江县财政局")
    inbox = taken(collections, id, file(strange, "a.report.json"), file(reported(TOWN)))
    (asked,) = inbox.asked
    assert asked.name == "a.report.json" and "松江县财政局" in asked.says
    done = collections.answer(id, {asked.id: key(BUREAU)})
    assert done.ended.wait(60) and not collections.inbox(id).waiting
    assert collections.open(id).collection.record(key(BUREAU)).last.file == "a.report.json"
    assert not list((collections.open(id).path / "收件").iterdir())


def test_a_file_of_another_year_can_only_be_left_out(collections, id):
    (asked,) = taken(collections, id, file(reported(TOWN, year=2023))).asked
    with pytest.raises(InputError, match="2023 年度"):
        collections.answer(id, {asked.id: key(TOWN)})
    assert collections.answer(id, {asked.id: ""}) is None
    assert not collections.inbox(id).waiting and collections.inbox(id).last[0].status == "left_out"


def test_two_files_of_one_unit_wait_both_and_the_one_chosen_is_taken(collections, id):
    one, other = file(reported(TOWN, 3), "甲.report.json"), file(reported(TOWN, 4), "乙.report.json")
    first, second = taken(collections, id, one, other).asked
    collections.answer(id, {first.id: "", second.id: key(TOWN)}).ended.wait(60)
    record = collections.open(id).collection.record(key(TOWN))
    assert [each.file for each in record.rounds] == ["乙.report.json"] and not collections.inbox(id).waiting


def test_the_same_file_twice_is_read_once_and_two_of_one_name_stay_two(collections, id):
    one, other = file(reported("松江县财政局", 1), "a.report.json"), file(reported("松江县财政局", 2), "a.report.json")
    assert len(taken(collections, id, one, one, other).asked) == 2
    assert len(taken(collections, id, one).asked) == 2


def test_an_archive_is_unpacked_and_a_bad_one_keeps_nothing(collections, id):
    inbox = taken(collections, id, ("交来.zip", packed(file(reported(TOWN)), file(reported(BUREAU)))))
    assert {each.unit for each in inbox.last} == {key(TOWN), key(BUREAU)}
    with pytest.raises(FileError, match="包外"):
        collections.take(id, [file(reported("云溪县自然资源局")), ("坏.zip", packed(("../a.json", b"{}")))])
    assert not collections.inbox(id).waiting


def test_what_is_stopped_waits_and_nothing_else_changes_meanwhile(collections, id, monkeypatch):
    begun, go_on = threading.Event(), threading.Event()

    def slowly(source):
        begun.set()
        assert go_on.wait(60)
        return read(source)

    read = intake.read_carried
    monkeypatch.setattr(intake, "read_carried", slowly)
    names = [unit.name for unit in county().units[1:6]]
    taking = collections.take(id, [file(reported(name)) for name in names])
    assert begun.wait(60)
    with pytest.raises(InputError, match="正在读取"):
        collections.decide(id, [key(TOWN)], "passed")
    with pytest.raises(InputError, match="正在读取"):
        collections.take(id, [file(reported(TOWN))])
    collections.stop(id)
    go_on.set()
    assert taking.ended.wait(60)
    unread = len(collections.inbox(id).unread)
    assert 0 < unread < 5 and len(collections.open(id).collection.records) == 5 - unread
    assert collections.go_on(id).ended.wait(60)
    assert not collections.inbox(id).waiting and len(collections.open(id).collection.records) == 5


def test_a_reading_that_breaks_off_says_so_and_keeps_the_files(collections, id, monkeypatch):
    def broken(*args, **kwargs):
        raise FileError("磁盘满了。")

    monkeypatch.setattr(intake, "take_back", broken)
    taking = collections.take(id, [file(reported(TOWN))])
    assert taking.ended.wait(60) and taking.error == "磁盘满了。" and len(collections.inbox(id).unread) == 1
    assert collection_taking.BROKEN.endswith("。")


def test_a_decision_can_be_undone_until_a_new_round_came(collections, id):
    taken(collections, id, file(reported(TOWN)))
    undo = collections.decide(id, [key(TOWN)], "returned")
    assert collections.open(id).collection.record(key(TOWN)).returned == 1
    undo()
    assert collections.open(id).collection.record(key(TOWN)).decision == ""
    undo = collections.decide(id, [key(TOWN)], "returned")
    taken(collections, id, file(reported(TOWN, 9)))
    with pytest.raises(InputError, match="没有撤销"):
        undo()
    with pytest.raises(InputError, match="还没有报送"):
        collections.decide(id, [key(TOWN), key(BUREAU)], "passed")
    assert collections.open(id).collection.record(key(TOWN)).decision == ""


def test_what_was_checked_is_checked_again_only_when_its_file_is_other(service, collections, id, monkeypatch):
    from drafting.collection import batch_check

    checked = []
    one = batch_check.check_one

    def counting(task, **named):
        checked.append(task.key)
        return one(task, **named)

    monkeypatch.setattr(batch_check, "check_one", counting)
    taken(collections, id, file(reported(TOWN)), file(reported(BUREAU)))
    service.collection_views.checked(id)
    service.collection_views.lines(id)
    assert sorted(checked) == sorted([key(TOWN), key(BUREAU)])
    taken(collections, id, file(reported(TOWN, 9)))
    service.collection_views.rows(id)
    assert checked[2:] == [key(TOWN)]


def test_the_governments_report_is_made_brought_up_to_date_and_taken_back(service, collections, id):
    sums, cell = service.collection_sums, "disclosure.licences"
    with pytest.raises(InputError, match="还没有收到"):
        sums.summed(id)
    taken(collections, id, file(reported(TOWN, 3)), file(reported(BUREAU, 4)))
    made = sums.make_report(id)
    assert made.new and service.library.open(made.id).report.values[cell] == 70
    assert service.library.open(made.id).report.organ.name == COUNTY and not sums.differing(id)
    taken(collections, id, file(reported(TOWN, 5)))
    assert sums.differing(id)[cell] == ("70", "90")
    again = sums.make_report(id)
    assert (again.id, again.new) == (made.id, False) and service.library.open(made.id).report.values[cell] == 90
    sums.take_back_report(again)
    assert service.library.open(made.id).report.values[cell] == 70
    sums.take_back_report(made)
    assert sums.standing(id) is None


def test_a_unit_left_out_of_the_sum_stays_so_under_its_new_name(service, collections, id):
    service.collection_sums.choose(id, Choice(how="without", units=(key(BUREAU), key(TOWN))))
    rows = ROSTER.replace(f"\t{BUREAU}\t{COUNTY}", f"\t云溪县教育和体育局\t{COUNTY}\t{BUREAU}")
    collections.replace_roster(id, rows.replace("上级单位\n", "上级单位\t曾用名\n").encode(), "名单.tsv")
    assert collections.open(id).collection.choice.units == (key("云溪县教育和体育局"), key(TOWN))
    with pytest.raises(InputError, match="本来就不单独加"):
        service.collection_sums.choose(id, Choice(how="only", units=(COUNTY,)))


def test_a_cell_that_no_unit_filled_leaves_the_reports_own_figure(service, collections, id):
    blank = reported(TOWN)
    del blank.values["disclosure.licences"]
    taken(collections, id, file(blank))
    made = service.collection_sums.make_report(id)
    service.editing.enter(made.id, {"disclosure.licences": "8"})
    assert not service.collection_sums.differing(id)


def test_every_list_can_be_written_as_a_file(service, collections):
    id = collections.create_sample()
    assert collections.taking(id).ended.wait(120)
    views = service.collection_views
    assert not collections.inbox(id).waiting and len(collections.open(id).collection.records) == 11
    for data in (*(views.roll_call_file(id, kind) for kind in ("xlsx", "docx")), views.findings_file(id)):
        assert data.startswith(b"PK")
    assert service.collection_sums.sum_file(id).startswith(b"PK")
    slips = ZipFile(BytesIO(views.slips(id))).namelist()
    year = collections.open(id).collection.year
    assert f"07-县民政局-{year}-退回单.docx" in slips and len(slips) % 2 == 0
    assert collections.create_sample() == id and resources.samples().is_dir()


def test_a_backup_holds_the_collections_too(service, collections, id, tmp_path, monkeypatch):
    taken(collections, id, file(reported(TOWN)), file(reported("松江县财政局")))
    (tmp_path / "备份.zip").write_bytes(service.backups.make())
    service.close()
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "别处"))
    there = settings.load()
    Backups(there).restore(tmp_path / "备份.zip")
    again = Service(there)
    assert again.collections.open(id).collection == collections.open(id).collection
    assert again.collections.open(id).report(key(TOWN)).values["disclosure.licences"] == 30
    assert len(again.collections.inbox(id).asked) == 1
    again.close()
