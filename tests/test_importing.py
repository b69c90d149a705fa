"""Reading a file in: kept until taken, taken as last year's report or this year's data, never over what was entered."""

import io

import pytest
from PIL import Image

from drafting import report_file
from drafting.errors import Conflict, FileError, InputError, NotFound
from drafting.form import edition
from drafting.pdf_picture import WIDE, picture
from drafting.publishing import export
from drafting.reading import Question, Reading
from drafting.report import Document, Note, Report
from drafting.samples import sample
from drafting.service import importing as module
from drafting.service.import_plan import as_report, figures, open_questions
from drafting.store.tables import imports

FORM = edition("2021")
LAST = {key: 1 for key in FORM.inputs if key.startswith("requests.carried_out.")}
PROBLEMS = "存在的主要问题：一是政策解读形式单一。二是栏目更新不及时。"
ASKED = "disclosure.licences"


def reading(organ, year, values, *, questions=(), **more) -> Reading:
    """A file that holds ``values``, and asks about one cell where ``questions`` says so."""
    return Reading(
        name="文件.docx",
        container="docx",
        edition="2021",
        organ=organ,
        year=year,
        printed=values,
        confidence=dict.fromkeys(values, "read"),
        questions=tuple(Question(kind="blank", cell=cell, text="空白。", offers=(0,)) for cell in questions),
        **more,
    )


@pytest.fixture
def hands_in(service, monkeypatch):
    """The id of a file whose reading is given."""

    def given(what: Reading, report_id: str = "") -> str:
        monkeypatch.setattr(module, "_read", lambda data, name, part="", year=None: what)
        return service.importing.open(b"bytes", what.name, report_id)

    return given


@pytest.fixture
def last_year(town):
    organ = town.model_copy(update={"superior": "青石县人民政府"})
    return reading(
        organ,
        2023,
        LAST,
        questions=[ASKED],
        narrative={"problems": PROBLEMS},
        document=Document(number="青政发〔2024〕1号", copied_to="县政府办", issuing_office="党政办"),
    )


def take(service, id):
    return service.importing.take(id, service.importing.load(id).number, "王敏")


def standing(service, id):
    return service.library.open(id).report


def this_year(service, done):
    return service.library.open(done.this_id)


# While it waits


ONE_ROW = {
    "requests.other_remaining.natural_person": 5,
    "requests.other_remaining.business": 1,
    "requests.other_remaining.total": 6,
}
PARTS = [
    f"requests.{row}.{column}"
    for row in ("other_not_corrected", "other_fee_unpaid")
    for column in ("natural_person", "business")
]


@pytest.fixture
def single_row(town):
    """A file with one row for the three of （六）其他处理."""
    return Reading(
        name="文件.docx",
        container="docx",
        edition="2021",
        organ=town,
        year=2023,
        printed=ONE_ROW,
        questions=tuple(Question(kind="single", cell=cell, text="只有一行。") for cell in PARTS),
    )


def test_what_is_put_into_the_other_two_rows_goes_off_the_third(service, hands_in, single_row):
    id = hands_in(single_row)
    service.importing.answer(id, {PARTS[0]: "2", PARTS[2]: "1", PARTS[1]: "0"}, 1)
    pending = service.importing.load(id)
    values = figures(pending.reading, pending.answers)
    assert [values[key] for key in ONE_ROW] == [2, 1, 3]
    report = as_report(pending.reading, pending.answers, single_row.organ, 2023)
    assert report.values["requests.other_remaining.natural_person"] == 2 and not report.stated


def test_more_than_the_row_holds_cannot_be_put_elsewhere(service, hands_in, single_row):
    id = hands_in(single_row)
    service.importing.answer(id, {PARTS[0]: "3"}, 1)
    with pytest.raises(InputError, match="这一列只有 5"):
        service.importing.answer(id, {PARTS[2]: "3"}, 2)
    assert service.importing.load(id).answers.cells == {PARTS[0]: "3"}


def test_what_a_person_says_of_the_third_row_itself_stands(service, hands_in, single_row):
    id = hands_in(single_row)
    service.importing.answer(id, {PARTS[0]: "4", "requests.other_remaining.natural_person": "5"}, 1)
    pending = service.importing.load(id)
    assert [figures(pending.reading, pending.answers)[key] for key in ONE_ROW] == [5, 1, 6]


def test_what_was_read_and_answered_is_kept_for_another_session(service, hands_in, last_year):
    id = hands_in(last_year)
    service.importing.answer(id, {ASKED: "１２"}, 1)
    pending = module.Importing(service.store, service.library, service.editing, service.notes, service.prose).load(id)
    assert pending.reading == last_year and pending.answers.cells == {ASKED: "12"} and pending.number == 2
    assert [name for _, name, _ in service.importing.waiting()] == ["文件.docx"]
    assert service.library.rows() == []


def test_a_file_that_cannot_be_read_leaves_nothing_behind(service, monkeypatch):
    def refuses(data, name, part="", year=None):
        raise FileError("这份文件读不出来。")

    monkeypatch.setattr(module, "_read", refuses)
    with pytest.raises(FileError):
        service.importing.open(b"x", "a.docx")
    assert service.importing.waiting() == []


def test_a_file_that_is_too_large_is_not_even_read(service, monkeypatch):
    monkeypatch.setattr(module, "_read", lambda data, name, part="", year=None: pytest.fail("read"))
    with pytest.raises(FileError, match="50 MB"):
        service.importing.open(bytes(module.MAX_BYTES + 1), "a.docx")


@pytest.mark.parametrize("typed", [{ASKED: "好"}, {ASKED: "-1"}, {"requests.total.total": "1"}, {"nothing": "1"}])
def test_an_answer_that_is_no_figure_for_an_input_cell_is_refused(typed, service, hands_in, last_year):
    id = hands_in(last_year)
    with pytest.raises(InputError):
        service.importing.answer(id, typed, 1)
    assert service.importing.load(id).number == 1


def test_two_windows_cannot_answer_over_each_other(service, hands_in, last_year):
    id = hands_in(last_year)
    service.importing.answer(id, {ASKED: "1"}, 1)
    with pytest.raises(Conflict):
        service.importing.answer(id, {ASKED: "2"}, 1)
    with pytest.raises(Conflict):
        service.importing.take(id, 1)


def test_a_file_thrown_away_waits_no_more_until_it_is_brought_back(service, hands_in, last_year):
    id = hands_in(last_year)
    service.importing.discard(id)
    with pytest.raises(NotFound):
        service.importing.load(id)
    service.importing.keep(id)
    assert service.importing.load(id).reading == last_year


def test_the_use_is_proposed_from_the_year(service, hands_in, last_year, town):
    own = service.library.create(town, 2024)
    proposed = [
        service.importing.load(hands_in(what, own)).answers.purpose
        for what in (last_year, reading(town, 2024, {}), reading(town, None, {}))
    ]
    assert proposed == ["last_year", "this_year", "this_year"]


# As last year's report


def test_last_years_report_makes_both_years_and_gives_this_year_what_carries_over(service, hands_in, last_year):
    done = take(service, hands_in(last_year))
    opened = this_year(service, done)
    assert opened.last_year.values == LAST and opened.last_year.document.number == "青政发〔2024〕1号"
    assert opened.report.year == 2024 and opened.report.organ.superior == "青石县人民政府"
    assert opened.report.values == {key.replace("carried_out", "carried_in"): 1 for key in LAST}
    assert [note.text for note in opened.report.notes_on(["last_year_fix"])] == [
        "上年问题：政策解读形式单一。整改情况：",
        "上年问题：栏目更新不及时。整改情况：",
    ]
    document = opened.report.document
    assert (document.copied_to, document.issuing_office, document.number, document.issued_on) == (
        "县政府办",
        "党政办",
        "",
        None,
    )


def test_a_question_without_an_answer_stays_blank_and_one_answered_is_taken(service, hands_in, last_year):
    id = hands_in(last_year)
    assert [question.cell for question in open_questions(last_year, service.importing.load(id).answers)] == [ASKED]
    done = take(service, id)
    assert ASKED not in this_year(service, done).last_year.values
    service.importing.undo(done)
    number = service.importing.answer(id, {ASKED: "0"}, service.importing.load(id).number)
    assert this_year(service, service.importing.take(id, number)).last_year.values[ASKED] == 0


def test_an_answer_of_blank_takes_a_figure_away(service, hands_in, town):
    id = hands_in(reading(town, 2023, {ASKED: 5}))
    service.importing.answer(id, {ASKED: ""}, 1)
    pending = service.importing.load(id)
    assert figures(pending.reading, pending.answers) == {}


def test_nothing_entered_is_replaced_unless_the_file_was_chosen_over_just_that(service, hands_in, last_year, town):
    last = service.library.create(town, 2023)
    this = service.library.create(town, 2024)
    service.editing.enter(last, {"requests.carried_out.other": "7"})
    service.editing.enter(this, {"requests.carried_in.business": "9"})
    service.editing.save_section(last, "problems", "原有的文字。")
    id = hands_in(last_year, this)
    plan = service.importing.plan(service.importing.load(id))
    assert {(change.side, change.name, change.standing, change.offered) for change in plan.conflicts} == {
        ("last_year", "requests.carried_out.other", "7", "1"),
        ("last_year", "problems", "原有的文字。", PROBLEMS),
        ("this_year", "requests.carried_in.business", "9", "1"),
    }
    number = service.importing.choose(id, [plan.conflicts[0]], True, 1)
    service.editing.enter(last, {"requests.carried_out.other": "8"})  # what the choice was about stands no more
    done = service.importing.take(id, number)
    assert done.this_id == this and done.last_id == last
    assert standing(service, last).values["requests.carried_out.other"] == 8
    assert standing(service, last).text("problems") == "原有的文字。"
    assert standing(service, this).values["requests.carried_in.business"] == 9
    assert standing(service, this).values["requests.carried_in.other"] == 8


def test_the_files_figure_and_text_stand_where_they_were_chosen(service, hands_in, last_year, town):
    last = service.library.create(town, 2023)
    this = service.library.create(town, 2024)
    service.editing.enter(last, {"requests.carried_out.other": "7"})
    service.editing.save_section(last, "problems", "原有的文字。")
    id = hands_in(last_year, this)
    service.importing.choose(id, list(service.importing.plan(service.importing.load(id)).conflicts), True, 1)
    take(service, id)
    assert standing(service, last).values["requests.carried_out.other"] == 1
    assert standing(service, last).text("problems") == PROBLEMS
    assert standing(service, this).values["requests.carried_in.other"] == 1


def test_a_problem_that_has_its_note_gets_no_second_one(service, hands_in, last_year, town):
    this = service.library.create(town, 2024)
    service.notes.add(this, "last_year_fix", "上年问题：政策解读形式单一。整改情况：增加了图解。")
    take(service, hands_in(last_year, this))
    assert len(standing(service, this).notes) == 2


def test_taking_the_same_file_again_changes_nothing(service, hands_in, last_year, town):
    this = service.library.create(town, 2024)
    take(service, hands_in(last_year, this))
    before = service.library.open(this)
    done = take(service, hands_in(last_year, this))
    after = service.library.open(this)
    assert after.report == before.report and after.last_year == before.last_year and done.filled == 0


def test_a_file_of_another_year_is_not_taken_as_last_years(service, hands_in, last_year, town):
    this = service.library.create(town, 2025)
    id = hands_in(last_year, this)
    with pytest.raises(InputError, match="应是 2024 年度，文件写的是 2023 年度"):
        take(service, id)
    number = service.importing.identify(id, "last_year", None, 2024, 1)
    service.importing.take(id, number)
    assert service.library.open(this).last_year.values == LAST


@pytest.mark.parametrize(
    "organ, year, said", [(False, 2023, "机关名称"), (True, None, "报告年度"), (True, 2019, "2019")]
)
def test_what_is_missing_is_said_before_anything_is_made(organ, year, said, service, hands_in, town):
    id = hands_in(reading(town if organ else None, year, {}))
    assert said in service.importing.plan(service.importing.load(id)).obstacles[0]
    with pytest.raises(InputError, match=said):
        take(service, id)
    assert service.library.rows() == []


def test_totals_a_file_states_otherwise_are_kept_as_printed(service, hands_in, town):
    values = {f"proceedings.review.{result}": 1 for result in ("upheld", "corrected", "other", "pending")}
    printed = {**values, "proceedings.review.total": 5}
    done = take(service, hands_in(reading(town, 2023, printed)))
    assert this_year(service, done).last_year.stated == {"proceedings.review.total": 5}


# As this year's data


def test_this_years_data_fill_what_is_blank_and_sections_that_are_empty(service, hands_in, town):
    this = service.library.create(town, 2024)
    service.editing.enter(this, {"disclosure.penalties": "3"})
    service.editing.save_section(this, "other", "已有的文字。")
    id = hands_in(
        reading(
            town, 2024, {ASKED: 5, "disclosure.penalties": 4}, narrative={"problems": PROBLEMS, "other": "文件的文字。"}
        ),
        this,
    )
    before = service.library.open(this).stored.number("cells")
    take(service, id)
    opened = service.library.open(this)
    assert opened.report.values == {ASKED: 5, "disclosure.penalties": 3}
    assert opened.report.text("problems") == PROBLEMS and opened.report.text("other") == "已有的文字。"
    assert {paragraph.origin for paragraph in opened.report.sections["problems"].paragraphs} == {"import"}
    assert opened.stored.number("cells") == before + 1


def test_a_total_is_stated_only_where_all_its_parts_are_the_files(service, hands_in, town):
    this = service.library.create(town, 2024)
    parts = {f"proceedings.review.{result}": 1 for result in ("upheld", "corrected", "other")}
    take(service, hands_in(reading(town, 2024, {**parts, "proceedings.review.total": 5}), this))
    assert standing(service, this).stated == {}


def test_a_whole_sample_taken_is_the_sample(service, hands_in):
    report, _ = sample("town").load()
    values = {key: value for key, value in report.cells().items() if value is not None}
    id = hands_in(reading(report.organ, report.year, values))
    done = service.importing.take(id, service.importing.identify(id, "this_year", None, None, 1))
    assert standing(service, done.this_id).cells() == report.cells()


def test_a_report_file_of_our_own_comes_in_whole(service, hands_in):
    report, _ = sample("town").load()
    own = Reading(
        name="年报.json",
        container="json",
        edition="2021",
        organ=report.organ,
        year=report.year,
        whole=report_file.dumps(report),
    )
    id = hands_in(own)
    done = service.importing.take(id, service.importing.identify(id, "this_year", None, None, 1))
    assert standing(service, done.this_id) == report


def test_notes_of_a_filled_spreadsheet_are_taken_once(service, hands_in, town, monkeypatch):
    this = service.library.create(town, 2024)
    service.notes.add(this, "fee", "没有收费。")
    monkeypatch.setattr(
        module,
        "_notes",
        lambda data, name: (
            Note(id="a", aspect="fee", text="没有收费。"),
            Note(id="b", aspect="platform", text="新设公开专区 1 处。"),
        ),
    )
    take(service, hands_in(reading(town, 2024, {}).model_copy(update={"container": "xlsx"}), this))
    assert [(note.aspect, note.text) for note in standing(service, this).notes] == [
        ("fee", "没有收费。"),
        ("platform", "新设公开专区 1 处。"),
    ]


def test_what_another_version_of_the_program_read_is_said(service, hands_in, last_year):
    id = hands_in(last_year)
    with service.store._database.write() as connection:
        connection.execute(imports.update().values(reading={"shape": "unknown"}))
    with pytest.raises(NotFound, match="另一版程序"):
        service.importing.load(id)


# Undoing


def test_one_undo_takes_everything_back(service, hands_in, last_year, town):
    this = service.library.create(town, 2024)
    service.editing.enter(this, {"disclosure.penalties": "3"})
    before = service.library.open(this)
    id = hands_in(last_year, this)
    done = take(service, id)
    service.importing.undo(done)
    after = service.library.open(this)
    assert after.report == before.report and after.last_year is None and len(service.library.rows()) == 1
    assert service.importing.load(id).reading == last_year


def test_undoing_leaves_what_was_changed_since(service, hands_in, town):
    this = service.library.create(town, 2024)
    done = take(service, hands_in(reading(town, 2024, {ASKED: 5}, narrative={"problems": PROBLEMS}), this))
    service.editing.enter(this, {"disclosure.penalties": "3"})
    service.importing.undo(done)
    report = standing(service, this)
    assert report.values == {ASKED: 5, "disclosure.penalties": 3} and report.text("problems") == ""


def test_a_locked_paragraph_stops_everything(service, hands_in, last_year, town):
    last = service.library.create(town, 2023)
    this = service.library.create(town, 2024)
    service.editing.save_section(last, "problems", "原有的文字。")
    service.prose.lock(last, "problems", 0, True)
    id = hands_in(last_year, this)
    service.importing.choose(id, list(service.importing.plan(service.importing.load(id)).conflicts), True, 1)
    with pytest.raises(InputError, match="锁定"):
        take(service, id)
    assert standing(service, last).values == {} and standing(service, this) == Report(organ=town, year=2024)
    assert service.importing.load(id).reading == last_year


def test_the_trail_of_both_reports_names_the_person_and_the_file(service, hands_in, last_year):
    done = take(service, hands_in(last_year))
    for id in (done.last_id, done.this_id):
        entry = service.store.audit_log.of(id)[-1]
        assert (entry.person, entry.verb, entry.said) == ("王敏", "import", "上年报告：“文件.docx”")
    assert "读入文件" in service.review.trail_csv(done.this_id).decode("utf-8-sig")


# The page of a PDF


def pdf() -> bytes:
    report, _ = sample("town").load()
    return export(report, "pdf")


def test_a_page_is_drawn_with_its_place_framed_whole_or_near_by():
    whole, near = (
        Image.open(io.BytesIO(picture(pdf(), 1, (100, 100, 200, 120), whole=whole))) for whole in (True, False)
    )
    assert whole.width == WIDE and near.width < WIDE * 0.8 and near.height < whole.height / 2
    assert (0x1F, 0x4E, 0x8C) in {color for _, color in near.getcolors(1 << 24)}


@pytest.mark.parametrize("data, page", [(b"", 1), (b"%PDF-1.7 broken", 1), (None, 99)])
def test_a_page_that_cannot_be_drawn_is_no_picture(data, page):
    assert picture(pdf() if data is None else data, page) is None
