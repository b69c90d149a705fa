"""The report file: what is written is read back; what is wrong is refused in one sentence."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import report_file
from drafting.errors import FileError
from drafting.form import ASPECTS, SECTIONS, edition
from drafting.report import Document, Note, Organ, Report, Section

FORM = edition("2021")
TOWN = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
WORDS = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)


def data(**changes):
    return {**report_file.to_data(Report(organ=TOWN, year=2024)), **changes}


def reads(content) -> Report:
    return report_file.loads(json.dumps(content))


@settings(deadline=None)
@given(
    values=st.dictionaries(st.sampled_from(FORM.inputs), st.integers(-10, 10**9) | st.decimals(0, 10**6, places=4)),
    notes=st.lists(st.tuples(st.sampled_from(list(ASPECTS)), WORDS), max_size=5),
    texts=st.dictionaries(st.sampled_from(list(SECTIONS)), WORDS),
    extra=st.dictionaries(st.text("abcxyz", min_size=12), st.integers() | WORDS),
)
def test_a_written_report_reads_back_the_same(values, notes, texts, extra):
    from drafting.values import tidy

    report = Report(
        organ=TOWN,
        year=2024,
        values={key: tidy(value) for key, value in values.items()},
        notes=[Note(id=f"n{at}", aspect=aspect, text=text) for at, (aspect, text) in enumerate(notes)],
        sections={id: Section.of(text) for id, text in texts.items()},
        document=Document(number="青政发〔2025〕2号", issued_on="2025-01-20"),
        extra=extra,
    )
    assert report_file.loads(report_file.dumps(report)) == report


def test_unknown_keys_are_kept():
    report = reads(data(reviewers=["甲"], budget=1.5))
    assert json.loads(report_file.dumps(report))["reviewers"] == ["甲"]
    assert json.loads(report_file.dumps(report))["budget"] == 1.5


def test_a_total_the_file_states_otherwise_is_kept_and_not_repaired():
    content = data()
    content["tables"]["proceedings"]["review"] |= {"upheld": 10, "corrected": 1, "total": 0}
    report = reads(content)
    assert report.stated == {"proceedings.review.total": 0}
    assert report.cells()["proceedings.review.total"] == 0
    assert json.loads(report_file.dumps(report))["tables"]["proceedings"]["review"]["total"] == 0


def test_narrative_changed_by_hand_wins_over_the_sections_of_the_program():
    report = Report(organ=TOWN, year=2024, sections={"problems": Section.of("旧的问题。")})
    content = report_file.to_data(report)
    content["narrative"]["problems"] = "新的问题。"
    assert reads(content).text("problems") == "新的问题。"


def test_plain_overview_text_is_split_at_its_headings_and_nothing_is_dropped():
    text = "开头。\n（一）主动公开情况。公开信息10条。\n（二）依申请公开\n未收到申请。\n（三）自拟标题\n其他内容。"
    report = reads(data(narrative={"overview": text}, sections={}))
    assert report.text("overview.lead") == "开头。"
    assert report.text("overview.proactive") == "（一）主动公开情况。公开信息10条。"
    assert report.text("overview.on_request") == "未收到申请。"
    own = report.outline[-3]
    assert (own.heading, own.aspects, report.text(own.id)) == ("（三）自拟标题", (), "其他内容。")
    assert report.narrative_text("overview") == text


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"schema": "other/1"}, "schema"),
        ({"year": "2024"}, "year"),
        ({"year": 1899}, "1899"),
        ({"year": True}, "year"),
        ({"edition": "1999"}, "1999"),
        ({"edition": "../../x"}, "格式"),
        ({"organ": {"name": "", "level": "county", "kind": "department"}}, "organ"),
        ({"organ": {"name": "  ", "level": "county", "kind": "department"}}, "不能为空"),
        ({"organ": {"name": "甲", "level": "planet", "kind": "department"}}, "level"),
        ({"organ": None}, "organ"),
        ({"tables": []}, "tables"),
        ({"tables": {"requests": 3}}, "requests"),
        ({"tables": {"requests": {"granted": {"martian": 1}}}}, "martian"),
        ({"tables": {"budget": {}}}, "budget"),
        ({"tables": {"disclosure": {"licences": "12件"}}}, "行政许可"),
        ({"tables": {"disclosure": {"licences": True}}}, "行政许可"),
        ({"tables": {"disclosure": {"licences": [1]}}}, "行政许可"),
        ({"tables": {"disclosure": {"licences": 10**20}}}, "位数过多"),
        ({"notes": {}}, "notes"),
        ({"notes": [{"id": "a", "aspect": "gossip", "text": ""}]}, "gossip"),
        ({"notes": [{"id": "a", "aspect": "fee", "text": 3}]}, "notes 第 1 条"),
        ({"notes": [{"id": "a", "aspect": "fee", "text": "长" * 1_000_000}]}, "过长"),
        ({"notes": [{"id": "a", "aspect": "fee", "text": ""}] * 2}, "重复"),
        ({"narrative": {"weather": ""}}, "weather"),
        ({"narrative": {"problems": 5}}, "problems"),
        ({"sections": {"weather": {}}}, "weather"),
        ({"document": {"issued_on": "someday"}}, "issued_on"),
    ],
)
def test_a_wrong_file_is_refused_in_one_chinese_sentence_that_names_the_item(changes, says):
    with pytest.raises(FileError) as error:
        reads(data(**changes))
    assert says in str(error.value) and str(error.value).endswith("。")


@pytest.mark.parametrize("raw", [b"", b"{", b"\xff\xfe\x00", b"[1,2]", b"null", b"[" * 100_000, b'{"schema": NaN}'])
def test_what_is_no_report_file_at_all_is_refused(raw):
    with pytest.raises(FileError):
        report_file.loads(raw)


def test_an_infinite_number_in_a_cell_is_refused():
    with pytest.raises(FileError, match="有限"):
        report_file.loads(json.dumps(data(tables={"disclosure": {"licences": float("inf")}})))


def test_a_missing_file_is_said_with_its_name(tmp_path):
    with pytest.raises(FileError, match="没有.report.json"):
        report_file.read(tmp_path / "没有.report.json")


def test_a_write_that_fails_leaves_the_old_file_whole(tmp_path, monkeypatch):
    target = tmp_path / "a.report.json"
    report_file.write(Report(organ=TOWN, year=2024), target)
    before = target.read_bytes()

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.replace", full)
    with pytest.raises(FileError, match="原文件未动"):
        report_file.write(Report(organ=TOWN, year=2025), target)
    assert target.read_bytes() == before
    assert list(tmp_path.iterdir()) == [target]


def test_fees_keep_their_decimals_in_the_file():
    report = Report(organ=TOWN, year=2024, values={"disclosure.fees_wan_yuan": Decimal("59237.2449")})
    assert '"fees_wan_yuan": 59237.2449' in report_file.dumps(report)
