"""The page where a file is read in, without a browser."""

import pytest
from test_importing import ASKED, FORM, LAST, PROBLEMS, reading
from test_pages import click, healthy, opened

from drafting.errors import FileError, InputError, SeveralReports
from drafting.parting import LineSaid
from drafting.reading import Evidence, Question, Reading
from drafting.report import Document
from drafting.service import importing as module
from drafting.testing.app_test import data, send
from drafting.ui.components.read_table import Shown, received, written
from drafting.ui.importing_tables import _row, marked

NASTY = "<script>alert(1)</script>**粗** $x$"


@pytest.fixture
def last_year(town):
    return reading(
        town,
        2023,
        LAST,
        questions=[ASKED, "disclosure.penalties"],
        narrative={"problems": PROBLEMS},
        document=Document(copied_to="县政府办"),
    )


@pytest.fixture
def this(service, town):
    return service.library.create(town, 2024)


@pytest.fixture
def reads(monkeypatch):
    """Let every file read as given, or be refused with a sentence."""

    def given(what):
        def read(data, name, part="", year=None):
            if isinstance(what, str):
                raise FileError(what)
            return what.model_copy(update={"name": name})

        monkeypatch.setattr(module, "_read", read)

    return given


def hand_in(at, name="去年.docx"):
    return healthy(at.file_uploader[0].set_value((name, b"bytes", "application/octet-stream")).run())


def said(at) -> str:
    """All words on the page, as they are read."""
    words = [element.value for element in [*at.markdown, *at.caption, *at.info, *at.success, *at.warning, *at.error]]
    return " ".join([*words, *(element.proto.body for element in at.get("html"))]).replace("\\", "")


def test_from_the_shelf_last_years_report_becomes_two_reports_with_a_question_answered(service, reads, last_year):
    reads(last_year)
    at = hand_in(opened("importing", new="1"))
    assert "请先答复 2 格" in said(at) and "建立青石镇人民政府 2023 年度报告" in said(at)
    at = click(at, "这 2 格都填 0")
    assert "需要答复的 2 格都已答复" in said(at)
    click(at, "取用")
    rows = {row.year: row.id for row in service.library.rows()}
    opened_ = service.library.open(rows[2024])
    assert opened_.last_year.values == LAST | {ASKED: 0, "disclosure.penalties": 0}
    assert opened_.report.values["requests.carried_in.business"] == 1 and len(opened_.report.notes) == 2


def test_a_row_that_lost_its_label_is_filled_with_what_stands_there_on_one_click(service, reads, town):
    columns = ("natural_person", "business", "research")
    reads(
        Reading(
            name="",
            container="txt",
            edition="2021",
            organ=town,
            year=2023,
            printed={"disclosure.licences": 1},
            questions=tuple(
                Question(kind="unclear", cell=f"requests.granted.{column}", text="分不清。", offers=(offer,))
                for column, offer in zip(columns, (8, 0, 2))
            ),
        )
    )
    at = hand_in(opened("importing", new="1"), "去年.txt")
    assert "3 个数字分不清各是多少，可能依次是 8、0、2，请对照原文核实" in said(at)
    at = click(at, "依次填 8、0、2")
    ((id, _, _),) = service.importing.waiting()
    assert service.importing.load(id).answers.cells == {
        f"requests.granted.{column}": text for column, text in zip(columns, "802")
    }
    assert "3 格已填为 8、0、2。" in said(at)


def test_the_way_back_stands_on_the_next_page(service, reads, last_year, this):
    reads(last_year)
    at = click(hand_in(opened("importing", report=this)), "取用")
    assert "作为上年报告取用" in said(at)
    healthy(at.button(key="undo_button").click().run())
    assert service.library.open(this).report.values == {} and service.library.open(this).last_year is None


def test_a_reload_shows_the_file_with_its_answers(service, reads, last_year, this):
    reads(last_year)
    click(hand_in(opened("importing", report=this)), "都留空")
    assert "去年.docx" in said(opened("importing", report=this))
    id = service.importing.waiting(this)[0][0]
    assert "需要答复的 2 格都已答复" in said(opened("importing", report=this, file=id))


def test_a_file_that_cannot_be_read_is_said_and_another_can_be_tried(service, reads, last_year, this):
    reads("“扫描.pdf”是扫描件，读不出文字。")
    at = hand_in(opened("importing", report=this), "扫描.pdf")
    assert "是扫描件，读不出文字。没有改动任何报告" in said(at) and service.importing.waiting(this) == []
    reads(last_year)
    assert "这份文件用作" in [radio.label for radio in hand_in(at).radio]


def test_of_several_reports_in_a_file_one_is_chosen(service, monkeypatch, last_year, this):
    def read(data, name, part="", year=None):
        if not part:
            raise SeveralReports("“汇总.xlsx”里有几份报告，请选一份。", ("青石镇", "白石镇"))
        return last_year.model_copy(update={"name": f"{name} {part}"})

    monkeypatch.setattr(module, "_read", read)
    at = hand_in(opened("importing", report=this), "汇总.xlsx")
    assert "里有几份报告" in at.error[0].value and at.selectbox[0].options == ["青石镇", "白石镇"]
    at.selectbox[0].select("白石镇").run()
    click(at, "读这一份")
    healthy(at)
    ((id, *_),) = service.importing.waiting(this)
    assert service.importing.load(id).reading.name == "汇总.xlsx 白石镇"


def test_throwing_a_file_away_asks_once_and_can_be_undone(service, reads, last_year, this):
    reads(last_year)
    at = hand_in(opened("importing", report=this))
    id = service.importing.waiting(this)[0][0]
    at.button(key="drop").click().run()
    assert service.importing.load(id)
    at.button(key="drop_yes").click().run()
    assert service.importing.waiting(this) == []
    healthy(at.button(key="undo_button").click().run())
    assert service.importing.load(id)


def test_both_figures_are_shown_and_a_choice_decides(service, reads, last_year, this):
    service.editing.enter(this, {"requests.carried_in.business": "9"})
    reads(last_year)
    at = hand_in(opened("importing", report=this))
    assert "现有：9　　文件：1" in said(at)
    radio = next(radio for radio in at.radio if radio.key.startswith("choice_"))
    assert radio.value is False
    at = healthy(radio.set_value(True).run())
    click(at, "取用")
    assert service.library.open(this).report.values["requests.carried_in.business"] == 1


def test_a_cell_clicked_shows_where_it_stands_and_can_be_corrected(service, reads, town, this):
    key = "requests.carried_out.business"
    evidence = Evidence(where="第 2 个表格第 26 行", text="四、结转下年度继续办理 0 1 0 0 0 0 1")
    reads(reading(town, 2023, {key: 1}, evidence={key: evidence}))
    at = hand_in(opened("importing", report=this))
    id = service.importing.waiting(this)[0][0]
    at.session_state[f"table_{id}"] = "requests"
    at = healthy(at.run())
    at = healthy(send(at, f"read_{id}_requests", picked=key))
    assert "出处：第 2 个表格第 26 行" in said(at) and "0 <mark>1</mark> 0 0 0 0 1" in said(at)
    assert data(at, f"read_{id}_requests")["picked"] == key
    field = next(each for each in at.text_input if each.label == "更正为")
    field.input("4").run()
    healthy(at.button(key=f"do_{field.key}").click().run())
    assert service.importing.load(id).answers.cells == {key: "4"}


def test_another_use_is_one_click_and_what_does_not_fit_is_said(reads, town, this):
    reads(reading(town, 2023, {ASKED: 5}))
    at = hand_in(opened("importing", report=this))
    radio = next(radio for radio in at.radio if radio.label == "这份文件用作")
    at = healthy(radio.set_value("this_year").run())
    assert "应是 2024 年度，文件写的是 2023 年度" in said(at)
    assert next(button for button in at.button if button.label == "取用").disabled


@pytest.mark.parametrize("year", [None, 1998, 2019, 2150])
def test_a_year_that_cannot_be_is_said_and_can_be_corrected(year, reads, town):
    reads(reading(town, year, {ASKED: 5}))
    at = hand_in(opened("importing", new="1"))
    assert "年度" in at.warning[0].value and at.number_input[0].label == "文件的报告年度"
    at.number_input[0].set_value(2024)
    at = healthy(next(button for button in at.button if button.label == "保存").click().run())
    assert [warning.value for warning in at.warning] == []


def test_cells_of_the_old_form_are_shown_as_blank(reads, town, this, service):
    reads(reading(town, 2023, {}, apart={"规章": {"本年新制作数量": "1"}}))
    hand_in(opened("importing", report=this))
    id = service.importing.waiting(this)[0][0]
    at = opened("importing", report=this, file=id)
    assert "—" in data(at, f"read_{id}_disclosure")["html"]


def test_a_file_that_is_gone_is_said(this):
    assert "已在别处取用或放弃" in said(opened("importing", report=this, file="nothing"))


def test_nothing_of_the_file_is_markup(reads, town, this):
    town.name = NASTY
    question = Question(kind="word", cell=ASKED, text=f"{NASTY}。", evidence=Evidence(where=NASTY, text=NASTY))
    reads(
        reading(
            town,
            2023,
            {},
            narrative={"problems": NASTY, "other": NASTY},
            notices=(NASTY,),
            apart={NASTY: {NASTY: NASTY}},
        ).model_copy(update={"questions": (question,)})
    )
    at = hand_in(opened("importing", report=this), f"{NASTY}.docx")
    words = [element.value for element in [*at.markdown, *at.caption, *at.info, *at.warning]]
    assert [each for each in words if "<script>" in each or "**粗**" in each] == []
    assert [each.proto.body for each in at.get("html") if "<script>" in each.proto.body] == []


@pytest.mark.parametrize(
    "text, figure, cell, expected",
    [
        ("规章 0 0 0", "0", "disclosure.rules.repealed", "规章 0 <mark>0</mark> 0"),
        ("合计1,175件", "1175", "disclosure.licences", "合计<mark>1,175</mark>件"),
        ("12 112 <b>", "12", "disclosure.licences", "<mark>12</mark> 112 &lt;b&gt;"),
        ("0 0", "0", "requests.granted.other", "0 0"),
        ("空白", "", "disclosure.licences", "空白"),
    ],
)
def test_the_figure_is_marked_only_where_it_is_sure(text, figure, cell, expected):
    assert marked(text, figure, cell, _row(FORM, cell)) == expected


@pytest.mark.parametrize(
    "state", [None, 3, "x", [], {}, {"picked": 3}, {"picked": "requests.nothing"}, {"picked": None}]
)
def test_a_message_of_any_shape_picks_nothing(state):
    assert received(state, {ASKED}) == ""


def test_each_cell_says_how_it_came_to_be():
    html = written(FORM, "disclosure", {ASKED: Shown("<5>", "asked", "？", "待答：请答复")})
    assert html.count("<td") == 10 and "<5>" not in html
    assert 'title="表二“行政许可”本年处理决定数量：&lt;5&gt;，待答：请答复"' in html


def test_what_was_taken_for_a_heading_and_what_each_section_covers_can_be_seen(service, reads, town, this):
    text = "（一）组织保障\n成立小组。\n（二）依申请公开情况\n未收到申请。\n（三）主动公开。公开200条。"
    reads(reading(town, 2023, LAST, narrative={"overview": text}))
    at = opened("importing", report=this)
    words = said(hand_in(at))
    assert "一、总体情况：标题“组织保障”，归入监督保障" in words
    assert "标题“依申请公开情况”，归入依申请公开" in words and "没有标题（主动公开），归入主动公开" in words


WORDS = "（一）组织保障\n成立领导小组。\n（二）关于2024年的几点说明\n培训2次。\n（三）健全机制\n实行三审三校。\n定期督查\n每季度督查1次。"


@pytest.fixture
def worded(reads, town, this, service):
    """A file whose 总体情况 has headings of its own, handed in; its id."""
    reads(reading(town, 2023, LAST, narrative={"overview": WORDS, "other": "未收取信息处理费。"}))
    hand_in(opened("importing", report=this))
    return service.importing.waiting(this)[0][0]


def words_of(service, id) -> list[tuple[str | None, str, tuple[str, ...]]]:
    """Heading, text and aspects of the sections of 总体情况 as they would be taken."""
    report = service.importing.plan(service.importing.load(id)).report
    return [
        (spec.heading, report.text(spec.id), spec.aspects)
        for spec in report.outline
        if spec.chapter == "overview" and report.written(spec.id)
    ]


def choose(at, label: str, words: str):
    """Choose what begins with ``words`` in the field ``label``."""
    field = next(each for each in at.selectbox if each.label == label)
    return healthy(field.select(next(option for option in field.options if words in option)).run())


def test_a_line_that_is_no_heading_becomes_text_and_the_way_back_stands(service, this, worded):
    at = opened("importing", report=this, file=worded)
    assert "一、总体情况：标题“关于2024年的几点说明”，归入" in said(at)
    at = click(choose(at, "要改的章节", "关于2024年的几点说明"), "这不是标题")
    assert [heading for heading, *_ in words_of(service, worded)] == ["组织保障", "（三）健全机制"]
    assert "（二）关于2024年的几点说明\n培训2次。" in words_of(service, worded)[0][1]
    at = opened("importing", report=this, file=worded)  # as after a reload
    assert "标题“关于2024年的几点说明”" not in said(at)
    at = click(choose(at, "漏读的标题", "关于2024年的几点说明"), "读作标题")
    assert len(words_of(service, worded)) == 3
    healthy(at.button(key="undo_button").click().run())
    assert len(words_of(service, worded)) == 2


def test_a_heading_is_renamed_and_a_section_told_what_it_covers(service, this, worded):
    at = choose(opened("importing", report=this, file=worded), "要改的章节", "组织保障")
    next(field for field in at.text_input if field.label == "标题").input("组织领导和保障").run()
    next(field for field in at.multiselect if field.label == "归入的方面").set_value(["management"]).run()
    at = click(at, "保存这一节")
    assert words_of(service, worded)[0][::2] == ("组织领导和保障", ("management",))
    assert "归入政府信息管理（由您改定）" in said(at)
    at = click(at, "恢复为文件所读")
    assert words_of(service, worded)[0][0] == "组织保障" and "由您改定" not in said(at)
    healthy(at.button(key="undo_button").click().run())
    assert words_of(service, worded)[0][0] == "组织领导和保障"


def test_what_was_said_of_headings_is_what_is_taken(service, this, worded):
    at = choose(opened("importing", report=this, file=worded), "漏读的标题", "定期督查")
    click(click(at, "读作标题"), "取用")
    taken = service.library.open(this).last_year
    assert [spec.heading for spec in taken.outline if spec.chapter == "overview" and taken.written(spec.id)][-1] == (
        "定期督查"
    )


def test_a_line_that_is_not_there_is_refused(service, worded):
    for chapter, line in (("overview", 99), ("overview", -1), ("nowhere", 0)):
        with pytest.raises(InputError):
            service.importing.say(worded, chapter, line, LineSaid(kind="text"), 1)
