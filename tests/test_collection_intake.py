"""Taking back what units send: matched, asked about, or told in a sentence; rounds, and what a kill leaves."""

import io
import json
import zipfile
from contextlib import suppress

import pytest
from county import COUNTY, NAMES, county, reported, unit

from drafting import cli, publishing, report_file
from drafting.collection import sources
from drafting.collection.folder import LIST, Folder
from drafting.collection.intake import missing, take_back
from drafting.collection.questions import answered, noted, of_many, open_questions
from drafting.collection.roster import roster
from drafting.collection.sources import Found, Source
from drafting.errors import FileError, InputError
from drafting.form import printed_form
from drafting.reading import Evidence, Reading
from drafting.reading.form.asking import about_single_other

CELL = "requests.new_received.natural_person"
TOWN, OFFICE = "青石镇人民政府", "云溪县教育局"


def key(name):
    return f"{COUNTY}/{name}"


def sent(report, format="txt", name=""):
    """``report`` as a unit sends it, in a file called ``name``."""
    data = publishing.export(report, format)
    suffix = next(each.suffix for each in publishing.FORMATS if each.id == format)
    return Source(name or f"{report.organ.name}{suffix}", lambda: data)


@pytest.fixture
def folder(tmp_path):
    return Folder.begun(tmp_path / "out", 2024, county())


def take(folder, *files, **more):
    return take_back(folder, Found(tuple(files)), **more).items


@pytest.mark.parametrize("format", ["docx", "xlsx", "pdf", "html", "txt", "json"])
def test_a_file_of_any_kind_becomes_its_units_first_round(folder, format):
    (item,) = take(folder, sent(reported(TOWN, 4), format))
    assert (item.status, item.unit, item.number) == ("taken", key(TOWN), 1)
    kept = folder.report(key(TOWN))
    assert kept.organ.superior == COUNTY and kept.cells()[CELL] == 4
    assert [each.name for each in missing(folder.collection)] == [name for name in NAMES if name != TOWN]


def test_a_mended_file_is_the_next_round_with_what_changed_and_the_first_stays(folder):
    take(folder, sent(reported(TOWN, 4, requests__granted__natural_person=3)))
    (item,) = take(folder, sent(reported(TOWN, 4)))
    assert item.number == 2
    assert item.changed == tuple(
        f"表三“{row}”{column}由 3 改为 4。"
        for row, column in (
            ("（一）予以公开", "自然人"),
            ("（一）予以公开", "总计"),
            ("（七）总计", "自然人"),
            ("（七）总计", "总计"),
        )
    )
    town = folder.collection.roster.by_key[key(TOWN)]
    assert report_file.read(folder.round_path(town, 1)).cells()["requests.granted.natural_person"] == 3
    assert folder.report(key(TOWN)).cells()["requests.granted.natural_person"] == 4


def test_what_came_before_comes_to_nothing_however_often_it_is_sent(folder):
    file = sent(reported(TOWN, 4))
    take(folder, file)
    take(folder, sent(reported(TOWN, 5)))
    assert [item.status for item in take(folder, file, sent(reported(TOWN, 5)))] == ["same", "same"]
    assert len(folder.collection.record(key(TOWN)).rounds) == 2 and folder.report(key(TOWN)).cells()[CELL] == 5


def test_two_new_files_of_one_unit_are_both_shown_and_a_person_chooses(folder):
    files = sent(reported(TOWN, 4), name="甲.txt"), sent(reported(TOWN, 5), name="乙.txt")
    asked = take(folder, *files)
    assert {item.status for item in asked} == {"asked"} and folder.report(key(TOWN)) is None
    assert all("“甲.txt”、“乙.txt”" in item.says for item in asked)
    chosen = take(folder, *files, assigned={"乙.txt": key(TOWN)})
    assert [item.status for item in chosen] == ["left_out", "taken"] and folder.report(key(TOWN)).cells()[CELL] == 5


def test_the_same_file_twice_in_one_batch_is_one_round(folder):
    items = take(folder, sent(reported(TOWN, 4), name="甲.txt"), sent(reported(TOWN, 4), name="乙.txt"))
    assert [item.status for item in items] == ["taken", "same"]


def test_other_years_other_counties_and_unknown_units_are_asked_about(folder):
    items = take(
        folder,
        sent(reported(TOWN, 4, year=2023)),
        sent(reported("临江县教育局", 4)),
        sent(reported("云溪县税务局", 4)),
    )
    assert [item.status for item in items] == ["asked"] * 3
    assert ["2023 年度" in items[0].says, "不在一处" in items[1].says, "名单里没有" in items[2].says] == [True] * 3
    assert items[1].candidates == (key(OFFICE),) and not folder.collection.records


def test_a_person_says_whose_a_file_is_or_leaves_it_out(folder):
    strange, other = sent(reported("云溪县税务局", 4)), sent(reported(TOWN, 4))
    items = take(folder, strange, other, assigned={strange.name: key(OFFICE), other.name: ""})
    assert [(item.status, item.unit) for item in items] == [("taken", key(OFFICE)), ("left_out", "")]


def test_a_file_that_cannot_be_read_stops_no_other(folder):
    items = take(folder, Source("坏.docx", lambda: b"PK\x03\x04broken"), sent(reported(TOWN, 4)))
    assert [item.status for item in items] == ["unreadable", "taken"] and "坏.docx" in items[0].says


def test_stopping_leaves_the_rest_unread_and_keeps_what_was_read(folder):
    import threading

    stop = threading.Event()
    files = [sent(reported(name, 4)) for name in NAMES[:4]]
    taken = take_back(folder, Found(tuple(files)), workers=1, stop=stop, on_file=lambda *_: stop.set())
    assert taken.unread and len(taken.items) + len(taken.unread) == 4
    assert all(item.status == "taken" for item in taken.items)


def test_questions_travel_with_the_report_and_are_closed_by_an_answer(folder):
    report = reported(TOWN, 4)
    del report.values["requests.partially_granted.natural_person"]
    take(folder, sent(report))
    kept = folder.report(key(TOWN))
    cells = [question.cell for question in open_questions(kept)]
    assert "requests.partially_granted.natural_person" in cells
    done = answered(kept, {cell: 0 for cell in cells if cell})
    assert not [question for question in open_questions(done) if question.cell]
    folder.write_report(key(TOWN), done)
    assert folder.report(key(TOWN)).values["requests.partially_granted.natural_person"] == 0


def test_a_figure_filled_elsewhere_closes_its_question_too(folder):
    report = reported(TOWN, 4)
    del report.values["requests.partially_granted.natural_person"]
    take(folder, sent(report))
    kept = folder.report(key(TOWN))
    kept.values["requests.partially_granted.natural_person"] = 1
    assert "requests.partially_granted.natural_person" not in [each.cell for each in open_questions(kept)]


def test_the_same_question_of_many_units_is_asked_once(folder):
    for name in (TOWN, OFFICE):
        report = reported(name, 4)
        del report.values["requests.partially_granted.natural_person"]
        take(folder, sent(report))
    questions = {each: open_questions(folder.report(each)) for each in (key(TOWN), key(OFFICE))}
    first, *_ = of_many(reported(TOWN).form, questions)
    assert set(first.units) == {key(TOWN), key(OFFICE)} and "空白" in first.text


@pytest.mark.parametrize(
    "spoiled", [[], "x", {"questions": "x"}, {"questions": [1, {}, {"kind": "no", "text": 1, "cell": "x"}]}]
)
def test_what_others_wrote_where_questions_are_kept_is_no_harm(spoiled):
    report = reported(TOWN, 4)
    report.extra["intake"] = spoiled
    assert open_questions(report) == () and answered(report, {CELL: 5}).cells()[CELL] == 5


def test_decisions_are_kept_and_a_new_round_takes_them_back(folder):
    take(folder, sent(reported(TOWN, 4)))
    folder.keep(folder.collection.decided(key(TOWN), "returned", "2025-01-10T09:00:00"))
    again = Folder.opened(folder.path)
    assert again.collection.record(key(TOWN)).decision == "returned"
    take(again, sent(reported(TOWN, 5)))
    assert (again.collection.record(key(TOWN)).decision, again.collection.record(key(TOWN)).returned) == ("", 1)


# What a kill leaves


@pytest.mark.parametrize("after", range(6))
def test_a_kill_at_any_write_loses_no_round_and_takes_none_twice(tmp_path, monkeypatch, after):
    from drafting import whole_files
    from drafting.collection import folder as module

    class Killed(BaseException):
        pass

    left = after + 1

    def write(path, content):
        nonlocal left
        if not left:
            raise Killed
        left -= 1
        whole_files.write_whole(path, content)

    files = [sent(reported(TOWN, 4)), sent(reported(OFFICE, 5))]
    with monkeypatch.context() as patched:
        patched.setattr(module, "write_whole", write)
        patched.setattr(report_file, "write_whole", write)
        with suppress(Killed):
            take(Folder.begun(tmp_path / "out", 2024, county()), *files)
    folder = Folder.begun(tmp_path / "out", 2024, county())
    take(folder, *files)
    for name, new in ((TOWN, 4), (OFFICE, 5)):
        assert len(folder.collection.record(key(name)).rounds) == 1
        assert folder.report(key(name)).cells()[CELL] == new


def test_a_kill_before_the_report_to_work_on_is_mended_when_the_folder_is_opened(folder):
    take(folder, sent(reported(TOWN, 4)))
    town = folder.collection.roster.by_key[key(TOWN)]
    first = folder.report_path(town).read_bytes()
    take(folder, sent(reported(TOWN, 5)))
    folder.report_path(town).write_bytes(first)
    assert Folder.opened(folder.path).report(key(TOWN)).cells()[CELL] == 5


# The roster changes


def test_a_unit_with_another_number_keeps_its_files_and_one_that_sent_something_cannot_go(folder):
    take(folder, sent(reported(TOWN, 4)))
    moved = roster([unit(TOWN, 30), unit(OFFICE, 31)])
    again = Folder.begun(folder.path, 2024, moved)
    assert again.report(key(TOWN)).cells()[CELL] == 4 and again.report_path(moved.units[0]).name.startswith("30-")
    with pytest.raises(FileError, match="新名单里却没有它"):
        Folder.begun(folder.path, 2024, roster([unit(OFFICE, 31)]))
    with pytest.raises(FileError, match="收的是 2024 年度"):
        Folder.begun(folder.path, 2023, moved)
    (folder.path / LIST).write_text("{", "utf-8")
    with pytest.raises(FileError, match="已损坏"):
        Folder.opened(folder.path)


# Folders, patterns, archives


def packed(members, **flags) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return file.getvalue()


def test_folders_patterns_and_archives_are_one_list_without_litter(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    for name in ("a/1.docx", "a/b/2.pdf", "a/~$1.docx", "a/Thumbs.db", "a/.x", "3.txt"):
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / "c.zip").write_bytes(packed({"甲/4.txt": b"4", "__MACOSX/4.txt": b"", "甲/": b""}))
    found = sources.find([tmp_path / "a", str(tmp_path / "*.txt"), tmp_path / "c.zip"])
    assert [source.file for source in found.sources] == ["1.docx", "2.pdf", "3.txt", "4.txt"]
    assert found.sources[-1].load() == b"4" and found.sources[-1].name == "c.zip/甲/4.txt"
    with pytest.raises(FileError, match="找不到"):
        sources.find([tmp_path / "没有"])


def test_names_that_windows_packed_in_gbk_are_read():
    data = packed({"qqqq.txt": b"1"}).replace(b"qqqq.txt", "青石.txt".encode("gb18030"))
    (only,) = sources.archived(data, "a.zip")[0]
    assert only.file == "青石.txt"


def test_an_archive_in_an_archive_stays_closed_and_the_rest_is_read():
    files, refused = sources.archived(packed({"1.txt": b"1", "2.zip": packed({"3.txt": b"3"})}), "a.zip")
    assert [source.file for source in files] == ["1.txt"] and "压缩包里的压缩包" in refused[0][1]


@pytest.mark.parametrize(
    "data, said",
    [
        (packed({"../1.txt": b"1"}), "指向包外"),
        (packed({"/etc/1.txt": b"1"}), "指向包外"),
        (packed({"C:\\1.txt": b"1"}), "指向包外"),
        (packed({"1.txt": b"0" * 3_000_000}), "解开后过大"),
        (packed({f"{at}.txt": b"" for at in range(2_000)}), "有 2000 个文件"),
        (packed({"1.txt": b"1"})[:-30], "已损坏"),
    ],
)
def test_a_harmful_or_damaged_archive_is_one_sentence(tmp_path, data, said):
    with pytest.raises(FileError, match=said) as refused:
        sources.archived(data, "a.zip")
    assert str(refused.value).count("。") == 1


def test_two_thousand_files_in_a_folder_are_one_sentence(tmp_path):
    for at in range(2_000):
        (tmp_path / f"{at}.txt").touch()
    with pytest.raises(FileError, match="有 2000 个文件，一次最多读 1000 个"):
        sources.find([tmp_path])


# The command


def test_collect_prints_json_and_answers_1_while_something_is_missing(tmp_path, capsys):
    came = tmp_path / "in"
    came.mkdir()
    for name in NAMES[:2]:
        (came / f"{name}.txt").write_bytes(publishing.export(reported(name, 4), "txt"))
    (tmp_path / "名单.tsv").write_text(
        "单位名称\t上级单位\n" + "".join(f"{name}\t{COUNTY}\n" for name in NAMES[:3]), "utf-8"
    )

    def run(*more):
        status = cli.main(
            [
                "collect",
                *map(str, more),
                "--roster",
                str(tmp_path / "名单.tsv"),
                "--year",
                "2024",
                "-o",
                str(tmp_path / "o"),
                "--json",
            ]
        )
        return status, json.loads(capsys.readouterr().out)

    status, said = run(came)
    assert status == 1 and said["missing"] == [NAMES[2]] and [each["status"] for each in said["files"]] == ["taken"] * 2
    (tmp_path / "x.txt").write_bytes(publishing.export(reported("云溪县税务局", 4), "txt"))
    status, said = run(came, tmp_path / "x.txt", "--assign", f"x.txt={NAMES[2]}")
    assert status == 0 and said["missing"] == [] and [each["rounds"] for each in said["units"]] == [1, 1, 1]


@pytest.mark.parametrize("assign", ["x.txt", "x.txt=没有的局"])
def test_an_assignment_that_says_nothing_is_a_sentence_and_2(tmp_path, capsys, assign):
    (tmp_path / "x.txt").write_bytes(b"x")
    (tmp_path / "名单.tsv").write_text("单位名称\n云溪县教育局\n", "utf-8")
    status = cli.main(
        [
            "collect",
            str(tmp_path / "x.txt"),
            "--roster",
            str(tmp_path / "名单.tsv"),
            "--year",
            "2024",
            "-o",
            str(tmp_path / "o"),
            "--assign",
            assign,
        ]
    )
    assert status == 2 and capsys.readouterr().err.count("\n") == 1 and not (tmp_path / "o").exists()


def test_one_row_of_other_results_is_asked_of_many_once_and_what_is_put_elsewhere_goes_off_the_rest():
    """（六）其他处理 in one row is read into 3.其他; the figure differs from unit to unit, the question does not."""
    form = reported(TOWN).form
    *_, rest = printed_form(form).others
    cell, left = "requests.other_not_corrected.natural_person", f"{rest}.natural_person"
    reports = {}
    for name, held in ((TOWN, 5), (OFFICE, 7)):
        report = reported(name, 4, **{left.replace(".", "__"): held})
        asked = Reading(
            name="a.docx",
            container="docx",
            edition=form.edition,
            questions=(about_single_other(form, cell, held, Evidence(text=f"其他处理 {held}")),),
        )
        reports[name] = noted(report, asked, "a.docx")
    (asked,) = of_many(form, {name: open_questions(report) for name, report in reports.items()})
    assert asked.units == (TOWN, OFFICE) and asked.cells[TOWN] == (cell,) and "（5）" not in asked.text
    assert asked.questions[TOWN][0].evidence.text == "其他处理 5"
    done = answered(reports[TOWN], {cell: 2})
    assert (done.values[cell], done.values[left]) == (2, 3) and not open_questions(done)
    assert answered(reports[TOWN], {cell: 2, left: 5}).values[left] == 5
    with pytest.raises(InputError, match="只有 5 件"):
        answered(reports[TOWN], {cell: 6})
