"""The page that sets last year beside this year."""

import re
from base64 import b64decode
from decimal import Decimal

import pytest
from lxml.html import fragment_fromstring
from test_pages import click, healthy, opened

from drafting.report import Organ, Section
from drafting.samples import sample
from drafting.service.states import digests
from drafting.store import Act
from drafting.ui.years import _figure, _signed
from drafting.values import printed


@pytest.fixture
def id(service):
    return service.library.add_sample(sample("town"))


def shown(at) -> str:
    """All words on the page but those of its tables."""
    return " ".join(element.value for element in [*at.markdown, *at.caption, *at.info, *at.header]) + " ".join(
        element.proto.body for element in at.get("html")
    )


def rows(at) -> list[dict[str, str]]:
    """The rows of the table on the page, each by its heads."""
    body = next(element.proto.body for element in at.get("html") if "<table" in element.proto.body)
    table = fragment_fromstring(body).find(".//table")
    heads = [cell.text_content() for cell in table.iterfind(".//thead//th")]
    return [dict(zip(heads, (cell.text_content() for cell in row))) for row in table.iterfind(".//tbody/tr")]


def drawings(at) -> list[str]:
    """The charts on the page, each as it is drawn."""
    bodies = [fragment_fromstring(element.proto.body) for element in at.get("html") if "<img" in element.proto.body]
    return [b64decode(image.get("src").partition(",")[2]).decode() for image in bodies]


def tab(at, label: str):
    """The page with the tab called ``label`` open."""
    at.session_state["years_tab"] = label
    return healthy(at.run())


def all_cells(at):
    """The page with unchanged cells listed too."""
    return healthy(at.checkbox(key="only_changed").uncheck().run())


def jumping(service, id) -> None:
    """Let the licences be far more than last year's."""
    service.editing.enter(id, {"disclosure.licences": "9487"})


@pytest.mark.parametrize(
    "label, table",
    [("表二　主动公开", "disclosure"), ("表三　申请办理", "requests"), ("表四　复议诉讼", "proceedings")],
)
def test_every_cell_stands_beside_last_years(label, table, id, service):
    at = all_cells(tab(opened("years", report=id), label))
    found = rows(at)
    given = service.library.open(id)
    keys = [key for key in given.report.form.cells if key.startswith(table)]
    now, then = given.report.cells(), given.last_year.cells()
    assert [row["2024 年"] for row in found] == [printed(now[key]) for key in keys]
    assert [row["2023 年"] for row in found] == [printed(then[key]) for key in keys]
    assert [float(row["增减"]) for row in found] == [float(now[key] - then[key]) for key in keys]
    assert [f"“{row['项目']}”{row['栏目']}" for row in found] == [given.report.form.name(key)[2:] for key in keys]


def test_at_first_only_the_cells_that_changed_are_listed_and_the_others_counted(id):
    at = opened("years", report=id)
    found = rows(at)
    assert 0 < len(found) < 10 and all(row["2023 年"] != row["2024 年"] for row in found)
    assert f"{len(found)} 格有变化，{10 - len(found)} 格与上年相同。" in shown(at)


def test_a_blank_cell_is_no_zero(id, service):
    service.editing.enter(id, {"disclosure.licences": ""})
    at = opened("years", report=id)
    row = next(row for row in rows(at) if row["项目"] == "行政许可")
    assert row["2024 年"] == row["增减"] == row["幅度"] == "—"


@pytest.mark.parametrize(
    "value, text", [(0, "0"), (Decimal("12.5"), "12.5"), (999999999999999, "999999999999999"), (10**17, "1" + "0" * 17)]
)
def test_a_figure_reads_as_in_the_report(value, text):
    assert _figure(value) == text and _signed(value) == ("+" if value else "") + text


def give_reason(at, reason):
    """Say why the jump on the page stands, as 王五."""
    at = click(at, "说明理由")
    next(each for each in at.text_input if each.key.startswith("reason_")).set_value(reason)
    next(each for each in at.text_input if each.label == "姓名").set_value("王五")
    return click(at, "按此理由保留")


def test_a_jump_is_given_its_reason_on_this_page_and_keeps_it_until_it_is_taken_back(id, service):
    jumping(service, id)
    at = opened("years", report=id)
    assert "其中需要说明 1 处" in shown(at) and "9487" in shown(at)
    assert "需要说明" in [row["说明"] for row in rows(at)]
    at = give_reason(at, "承接了上级<b>下放</b>的许可事项")
    assert [waiver.rule for waiver in service.library.open(id).report.waivers] == ["T-12"]
    assert "其中需要说明 0 处" in shown(at) and "已说明理由：承接了上级" in shown(at) and "<b>" not in shown(at)
    assert "已说明：承接了上级<b>下放</b>的许可事项" in [row["说明"] for row in rows(at)]
    at = click(at, "撤回理由")
    next(each for each in at.text_input if each.label == "姓名").set_value("王五")
    at = click(at, "撤回")
    assert service.library.open(id).report.waivers == [] and "其中需要说明 1 处" in shown(at)


def test_a_reason_counts_no_more_when_the_figure_changes_again(id, service):
    jumping(service, id)
    give_reason(opened("years", report=id), "承接下放事项")
    service.editing.enter(id, {"disclosure.licences": "9488"})
    assert "其中需要说明 1 处" in shown(opened("years", report=id))


def test_without_a_jump_the_page_says_so(id):
    assert "没有需要说明的大幅变化。" in shown(opened("years", report=id))


def test_a_jump_leads_to_its_cell(id, service):
    jumping(service, id)
    at = click(opened("years", report=id), "去修改")
    assert at.query_params["cell"] == "disclosure.licences"


def test_the_narrative_shows_what_changed_and_nothing_typed_is_markup(id, service):
    last = service.library.open(id).stored.row.last_year_id
    service.editing.save_section(last, "other", "收取信息处理费0元。")
    service.editing.save_section(id, "other", "收取信息处理费5元<script>。")
    said = shown(tab(opened("years", report=id), "正文"))
    assert "收取信息处理费<del>0元</del><ins>5元&lt;script&gt;</ins>。" in said and "<script>" not in said


def test_what_is_said_to_have_changed_much_is_what_the_table_shows_as_such(id, service):
    service.editing.enter(id, {"disclosure.licences": "9487"})
    at = all_cells(opened("years", report=id))
    marked = 0
    for label in ("表二　主动公开", "表三　申请办理", "表四　复议诉讼"):
        for row in rows(tab(at, label)):
            much = row["幅度"] != "—" and abs(float(row["幅度"].rstrip("%"))) >= 50
            assert much == (row["说明"] in ("变化 50% 以上", "需要说明"))
            marked += much
    assert marked > 1 and f"变化 50% 以上的 {marked} 格，其中需要说明 1 处" in shown(at)


def test_every_percentage_has_two_decimals(id, service):
    at = all_cells(tab(opened("years", report=id), "表三　申请办理"))
    assert all(re.fullmatch(r"[+-]?\d+\.\d\d%|—", row["幅度"]) for row in rows(at))


def test_before_drafting_last_years_text_is_shown_as_it_stands(id, service):
    last = service.library.open(id).stored.row.last_year_id
    service.editing.save_section(last, "other", "收取信息处理费0元<script>。")
    said = shown(tab(opened("years", report=id), "正文"))
    assert "2024 年还没有起草" in said and "<p>收取信息处理费0元&lt;script&gt;。</p>" in said and "<del>" not in said
    service.editing.save_section(id, "overview.proactive", "全年公开信息214条。")
    said = shown(tab(opened("years", report=id), "正文"))
    assert "本年还没有起草。上年的文字：" in said and "<del>收取" not in said


def test_a_chart_is_saved_as_a_picture_that_is_made_when_asked_for(id, service, monkeypatch):
    made = []
    monkeypatch.setattr("drafting.ui.years.image", lambda chart: made.append(chart.id) or b"png")
    at = tab(opened("years", report=id), "图表")
    buttons = at.get("download_button")
    assert [button.proto.label for button in buttons] == ["保存为图片", "保存为矢量图"] * len(drawings(at))
    assert made == []


def test_the_pictures_of_a_chart_are_what_they_say(id, service):
    from drafting.publishing.chart_picture import image, vector
    from drafting.publishing.charts import charts

    shown_charts = charts(service.library.open(id).report)
    assert image(shown_charts[0])[:8] == b"\x89PNG\r\n\x1a\n"
    assert vector(shown_charts[0]).startswith("<svg") and "自然人" in vector(shown_charts[0])


def test_the_charts_cover_the_years_on_file(id, service):
    report = sample("town").load()[1].model_copy(deep=True)
    report.year, report.values["requests.new_received.natural_person"] = 2021, 777
    service.library.add(report)
    at = tab(opened("years", report=id), "图表")
    assert ["2021 年" in drawing for drawing in drawings(at)] == [False, False, True]


def test_without_last_years_report_the_page_says_where_one_is_attached(service, report):
    id = service.library.add(report)
    said = shown(opened("years", report=id))
    assert "没有上年报告，不能对照" in said and "读入 2023 年度的年报文件" in said and "没有可以画的图表" in said


def test_a_last_year_that_was_deleted_or_is_of_another_year_is_said(id, service):
    last = service.library.open(id).stored.row.last_year_id
    service.library.delete(last)
    assert "上年报告已删除" in shown(opened("years", report=id))
    service.library.restore(last)
    service.editing.save_head(id, service.library.open(id).report.organ, 2026)
    assert "2023 年度的，不是 2025 年度的" in shown(opened("years", report=id)).replace("\\", "")


@pytest.mark.parametrize("label", ["表二　主动公开", "表三　申请办理", "表四　复议诉讼", "正文", "图表"])
def test_no_content_breaks_the_page(label, id, service):
    nasty = "\u202e倒\x00\ud800😀#$*@\\=1+1]]><!--&amp;<p>" + "字" * 20_000
    last = service.library.open(id).stored.row.last_year_id
    service.editing.save_head(id, Organ(name="甲**<b>$x$", level="county", kind="department"), 2024)
    for each, text in ((id, nasty.replace("\ud800", "")), (last, "别的文字。" * 50)):
        service.prose.save(each, "other", Section.of(text), by="person")
    service.editing.enter(id, dict.fromkeys(("disclosure.licences", "requests.granted.other"), "9" * 15))
    service.editing.enter(last, {"disclosure.fees_wan_yuan": "0.000001"})
    at = all_cells(tab(opened("years", report=id), label))
    assert not at.error


def test_on_a_sealed_report_reasons_are_shown_and_the_way_out_is_said(id, service):
    jumping(service, id)
    service.store.act(
        id, "王五", lambda stored: Act("approve", state="approved", kept={"digests": digests(stored.report)})
    )
    at = opened("years", report=id)
    [button] = [each for each in at.button if each.label == "说明理由"]
    assert button.disabled and "撤回修改" in button.help
    assert "撤回修改" in [each.label for each in at.button]
