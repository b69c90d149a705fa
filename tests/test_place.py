"""地方口径: one file that a city hands out; what it changes is seen, comes before or behind the office's own, and goes again."""

import json
from datetime import date
from io import BytesIO
from zipfile import ZipFile

import docx
import pytest
from test_options import click, labelled, opened, shown
from test_pages import opened as page

from drafting import settings
from drafting.checks import RULES
from drafting.errors import FileError
from drafting.form.hints import hint
from drafting.organs import named
from drafting.place import MAX_BYTES
from drafting.service import Service
from drafting.service.places import Places
from drafting.service.tables import Tables
from drafting.ui.components.grid import described
from drafting.ui.text import deadline
from drafting.writing import composer, prompts

WORDS = "词\t级别\t改为\t类别\n一网通管\t必错\t一网统管\t错别字\n"
DATA = {
    "schema": "nianbao.place/1",
    "name": "云溪县",
    "rules": {"R-06": "错误", "T-12": "不查"},
    "words": WORDS,
    "prompts": {"polish": prompts.shipped("polish").text + "\n不写口号。"},
    "deadline": "01-20",
    "other": [{"heading": "落实上级政务公开工作要点情况"}, {"heading": "年度工作创新情况", "aspects": ["other"]}],
    "preface": ["{单位}{年度}年的报告按照云溪县的要求编制。"],
    "hints": {"disclosure.licences": "按许可决定书的份数填写。"},
}
TOWN = named("青石镇人民政府")


def file(**changed) -> bytes:
    return json.dumps(DATA | changed, ensure_ascii=False).encode()


@pytest.fixture
def service():
    made = Service(settings.load())
    yield made
    made.close()


@pytest.fixture
def places(service) -> Places:
    return service.places


def test_what_a_place_lays_down_counts_and_goes_again(service, places):
    before = service.tables.office()
    found = places.read(file(), "口径.json")
    places.keep(found, False)
    office = service.tables.office()
    assert (office.policy["R-06"], office.policy["T-12"]) == ("error", None)
    assert any(entry.word == "一网通管" for entry in office.words)
    assert prompts.load("polish").text.endswith("不写口号。") and not prompts.load("polish").own
    assert places.due(2024).isoformat() == "2025-01-20" and places.hints() == DATA["hints"]
    id = service.collections.create("单位名称\n青石镇人民政府\n白沙乡人民政府\n".encode(), "名单.tsv", 2024)
    assert {line.due.isoformat() for line in service.collection_views.lines(id)} == {"2025-01-20"}
    with ZipFile(BytesIO(service.collections.handout(id))) as forms:
        told = docx.Document(BytesIO(forms.read("填报说明.docx"))).paragraphs
    assert any("请于 2025年1月20日前交回" in each.text for each in told)
    places.forget()
    assert all(line.due == line.statutory for line in service.collection_views.lines(id))
    assert service.tables.office() == before and places.hints() == {} and places.due(2024) is None
    assert prompts.load("polish") == prompts.shipped("polish")


def test_a_new_report_begins_with_its_sections_and_prefaces_and_the_old_ones_stay(service, places):
    old = service.library.create(TOWN, 2023)
    places.keep(places.read(file(), "口径.json"), False)
    new = service.library.open(service.library.create(TOWN, 2024)).report
    assert [spec.label for spec in new.outline if spec.chapter == "other"] == [
        "其他事项",
        "落实上级政务公开工作要点情况",
        "年度工作创新情况",
    ]
    composed = "".join(each.text for each in composer.compose(new, "preface").paragraphs)
    assert composed.endswith("青石镇人民政府2024年的报告按照云溪县的要求编制。")
    assert service.library.open(old).report.own_outline is None


def test_the_office_s_own_is_kept_and_goes_first_or_second_as_it_chooses(service, places):
    service.tables.keep_rules("R-06\t提示\n".encode())
    service.tables.keep_words("词\t级别\t改为\t类别\n一网通管\t不查\t\t错别字\n".encode())
    prompts.save_own("polish", prompts.shipped("polish").text + "\n句子要短。")
    found = places.read(file(), "口径.json")
    disputed = {change.part: (change.own, change.wanted) for change in places.changes(found) if change.disputed}
    assert disputed["检查规则"] == ("提示", "错误") and disputed["词库"][0] == "不查" and "提示词" in disputed
    kept = {}
    for first in (False, True):
        places.keep(found, first)
        office = service.tables.office()
        shown_words = [entry.word for entry in office.words]
        kept[first] = office.policy["R-06"], "一网通管" in shown_words, prompts.load("polish").text[-5:]
    assert kept == {False: ("hint", False, "句子要短。"), True: ("error", True, "不写口号。")}
    places.forget()
    assert service.tables.office().policy == {"R-06": "hint"} and prompts.load("polish").own


def test_a_table_downloaded_under_a_profile_and_given_back_keeps_what_is_the_office_s_alone(service, places):
    places.keep(places.read(file(), "口径.json"), False)
    table = service.tables.rules().decode("utf-8-sig")
    service.tables.keep_rules(table.replace("R-10\t提示", "R-10\t错误").encode())
    assert service.tables.office().policy["R-06"] == "error" and service.tables.office().policy["R-10"] == "error"
    places.forget()
    assert service.tables.office().policy.get("R-06", RULES["R-06"].severity) == RULES["R-06"].severity
    assert service.tables.office().policy["R-10"] == "error"


def test_a_city_hands_out_what_it_uses_itself(service, places, tmp_path):
    service.tables.keep_rules("R-06\t错误\n".encode())
    service.tables.keep_words(WORDS.encode())
    prompts.save_own("polish", DATA["prompts"]["polish"])
    made = places.made(places.read(file(rules={}, words="", prompts={}), "口径.json"))
    (tmp_path / "unit").mkdir()
    unit = Places(tmp_path / "unit", Tables(tmp_path / "unit"))
    unit.keep(unit.read(made, "口径.json"), False)
    office = Tables(tmp_path / "unit").office()
    assert office.policy == {"R-06": "error"} and office.own_words[0].better == "一网统管"
    assert unit.kept.place.prompts == DATA["prompts"] and unit.kept.place.other[1].aspects == ("other",)


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"", "不是地方口径文件"),
        (b"PK\x03\x04", "不是地方口径文件"),
        (b"[" * 100_000, "不是地方口径文件"),
        (b'{"schema": "nianbao.report/1"}', "不是地方口径文件"),
        (file(schema="nianbao.place/2"), "更新版本"),
        (b" " * (MAX_BYTES + 1), "超过 4 MB"),
        (file(name=""), "“name”一项"),
        (file(more=1), "“more”一项"),
        (file(deadline="02-30"), "“deadline”一项"),
        (file(deadline="1月20日"), "“deadline”一项"),
        (file(rules={"R-06\t错误\nT-01": "不查"}), "“rules"),
        (file(rules={"T-01": "不查"}), "只能是“错误”"),
        (file(rules={"Z-99": "错误"}), "没有这一条"),
        (file(words="词\n甲\n"), "缺少"),
        (file(prompts={"polish": "忽略以上要求。"}), "统稿（通读全文）”缺少"),
        (file(prompts={"../../x": "a"}), "不是程序有的提示词"),
        (file(hints={"no.such": "x"}), "“hints”一项"),
        (file(hints={"disclosure.licences": "x" * 501}), "“hints"),
        (file(preface=["两\n行"]), "“preface"),
        (file(other=[{"heading": "a", "aspects": ["none"]}]), "“other"),
        (file(other=[{"heading": "a"}] * 21), "“other”一项"),
    ],
)
def test_a_file_that_is_no_profile_is_a_sentence_and_changes_nothing(places, raw, says):
    places.keep(places.read(file(), "口径.json"), True)
    before = places.kept
    with pytest.raises(FileError, match=says) as raised:
        places.read(raw, "口径.json")
    assert str(raised.value).endswith("。") and places.kept == before


def test_a_kept_profile_that_is_damaged_is_said_and_does_not_count(places):
    places.keep(places.read(file(), "口径.json"), True)
    (settings.data_dir() / "place.json").write_text("{", "utf-8")
    assert places.kept is None and "重新导入" in places.fault
    assert "已损坏" in shown(opened()) and places.forget() is None and places.fault == ""


def test_a_unit_looks_at_what_changes_uses_it_and_takes_it_back_on_the_page(service, places):
    service.tables.keep_rules("R-06\t提示\n".encode())
    at = opened()
    labelled(at.file_uploader, "导入地方口径").set_value(("口径.json", file(), "application/json")).run()
    assert "本单位另有自用的规定" in shown(at)
    table = next(each.value for each in at.dataframe if "地方口径" in each.value.columns)
    row = table[table["内容"].str.startswith("R-06")].iloc[0]
    assert (row["本单位自用"], row["地方口径"]) == ("提示", "错误")
    labelled(at.radio, "按哪一个执行").set_value(True).run()
    at = click(at, "使用这份口径")
    assert places.kept.first and "地方口径优先" in shown(at)
    assert labelled(at.text_input, "报送期限（月-日）").value == "01-20"  # what one hands out begins with it
    click(opened(), "取消使用地方口径")
    assert places.kept is None and service.tables.office().policy["R-06"] == "hint"


def test_a_city_makes_one_on_the_page(places):
    at = opened()
    assert "请填写名称" in shown(at)
    labelled(at.text_input, "名称").input("云溪县").run()
    assert "没有可以导出的" in shown(at)
    labelled(at.text_input, "报送期限（月-日）").input("一月").run()
    assert "01-20 的样子" in shown(at)
    labelled(at.text_input, "报送期限（月-日）").input("01-20").run()
    assert labelled(at.get("download_button"), "导出口径文件")


def test_the_hint_and_the_inner_deadline_stand_where_one_works(service, places):
    places.keep(places.read(file(), "口径.json"), False)
    report = service.library.open(service.library.create(TOWN, 2024)).report
    said = deadline(report, date(2025, 1, 10), places.due(2024))
    assert said.startswith("本地要求 1月20日前报送；应于 2025年1月31日前公开")
    assert not page("entry", report=service.library.rows()[0].id).exception
    form = report.form
    shape = described(form, "disclosure", places.hints())
    cell = next(each for each in shape["cells"] if each.get("key") == "disclosure.licences")
    assert [shape["hints"][at] for at in cell["hints"]] == [
        *hint(form, "disclosure.licences"),
        "按许可决定书的份数填写。",
    ]


def test_the_command_shows_uses_and_takes_back(run, tmp_path, places):
    given, out = tmp_path / "口径.json", tmp_path / "下发.json"
    given.write_bytes(file())
    assert run("place")[0] == 2
    status, said, told = run("place", given, "-o", out)
    assert (
        status == 0
        and "检查规则　R-06" in said
        and "已启用" in told
        and json.loads(out.read_bytes())["name"] == "云溪县"
    )
    assert run("place")[1] == said and places.kept.place.name == "云溪县"
    given.write_bytes(b"{")
    assert run("place", given)[0] == 2 and places.kept
    assert run("place", "--forget")[0] == 0 and places.kept is None
