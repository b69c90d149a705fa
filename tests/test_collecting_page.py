"""The page of an office over many units: its wiring, without a browser."""

import time
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from county import COUNTY, reported
from test_collections import BUREAU, ROSTER, TOWN, file, key
from test_pages import click, healthy, opened

from drafting import publishing
from drafting.errors import FileError
from drafting.ui.collecting_intake import LEAVE_OUT

NASTY = "<script>alert(1)</script>**粗** $x$"


@pytest.fixture
def id(service):
    return service.collections.create(ROSTER.encode(), "名单.tsv", 2024)


def took(service, id, *files):
    assert service.collections.take(id, files).ended.wait(60)


def shown(id: str, step: str):
    return opened("collecting", collection=id, step=step)


def once_done(id: str, step: str):
    """The step of the page, once the work under way there is done."""
    until = time.monotonic() + 120
    while True:
        at = shown(id, step)
        if "停止" not in [button.label for button in at.button]:
            return at
        assert time.monotonic() < until


def said(at) -> str:
    words = [element.value for element in [*at.markdown, *at.caption, *at.info, *at.warning, *at.error, *at.success]]
    return " ".join(words).replace("\\", "")


def table(at, number: int = 0) -> list[dict[str, object]]:
    return at.dataframe[number].value.to_dict("records")


def test_the_empty_page_tells_the_three_steps_and_a_roster_begins_a_collection(service):
    at = opened("collecting")
    assert "从头到尾三步" in said(at) and "1　名单和分发" in said(at)
    at = healthy(at.file_uploader(key="roster_file").set_value(("名单.tsv", ROSTER.encode(), "text/plain")).run())
    at = click(at, "开始收集")
    (listed,) = service.collections.listed()
    assert at.query_params["collection"] == listed.id and "名单上有 7 个单位" in said(at)
    assert [row["name"] for row in table(at)][:2] == [COUNTY, "云溪县人民政府办公室"]


def test_a_roster_that_cannot_be_used_is_said_and_begins_nothing(service):
    at = opened("collecting")
    at = healthy(at.file_uploader(key="roster_file").set_value(("名单.tsv", b"a\tb\n", "text/plain")).run())
    at = click(at, "开始收集")
    assert "没有找到“单位名称”一栏" in said(at) and not service.collections.listed()


def test_the_sample_county_is_one_click(service):
    click(opened("collecting"), "用示例县体验")
    (listed,) = service.collections.listed()
    at = once_done(listed.id, "收回")
    assert "已收 11 个" in said(at) and len(table(at)) == 11


def test_an_address_of_a_collection_that_is_not_there_is_said():
    at = opened("collecting", collection="../x")
    assert "这次收集不存在" in said(at) and "从头到尾三步" in said(at)


def test_the_list_opens_a_collection_and_one_can_choose_another(service, id):
    at = click(opened("collecting"), "打开")
    assert at.query_params["collection"] == id
    at = click(at, "换一次收集")
    assert "collection" not in at.query_params and "7 个单位，已收 0 个" in said(at)


def test_files_are_handed_in_and_whose_is_not_known_is_asked(service, id):
    at = shown(id, "收回")
    strange = file(reported("松江县财政局"), f"{NASTY}.report.json".replace("/", ""))
    uploads = [(name, data, "application/json") for name, data in (strange, file(reported(TOWN)))]
    at = healthy(at.file_uploader(key="intake_0").set_value(uploads).run())
    click(at, "读取这 2 个文件")
    at = once_done(id, "收回")
    assert "请核对 1 个文件" in said(at) and "松江县财政局" in said(at)
    assert all("<script>" not in element.value.replace("\\<", "") for element in at.markdown)
    (choice,) = at.selectbox
    assert choice.options[0] == "不取用" and len(choice.options) == 9
    at = click(at, "按所选处理")
    assert "还没有选" in said(at)
    at.selectbox[0].set_value(LEAVE_OUT)
    at = click(healthy(at.run()), "按所选处理")
    assert not service.collections.inbox(id).waiting and table(at)[0]["结果"] == "不取用"


def test_the_changes_of_a_second_round_are_told(service, id):
    took(service, id, file(reported(TOWN)))
    took(service, id, file(reported(TOWN, **{"disclosure__licences": 31})))
    at = shown(id, "收回")
    assert [each.label for each in at.expander] == ["青石镇人民政府第 2 次报送改了 1 处"]
    assert "由 30 改为 31" in said(at)


def test_the_roll_call_has_every_unit_and_is_filtered_and_searched(service, id):
    took(service, id, file(reported(TOWN)))
    at = shown(id, "点名")
    assert [row["情况"] for row in table(at)].count("未报") == 6 and len(table(at)) == 7
    at = healthy(at.text_input(key="roll_search").set_value("教育").run())
    assert [row["单位"] for row in table(at)] == [BUREAU]
    at = healthy(at.text_input(key="roll_search").set_value("").run())
    assert sum("还没有收到" in each.value for each in at.code) == 6
    at = healthy(at.segmented_control(key="roll_state").set_value("missing").run())
    assert len(table(at)) == 6


def test_the_findings_are_listed_and_filtered(service, id):
    broken = reported(TOWN, **{"requests__granted__natural_person": 1})
    took(service, id, file(broken), file(reported(BUREAU, 4, **{"requests__granted__natural_person": 1})))
    at = shown(id, "校核")
    rules = {row["规则"] for row in table(at)}
    assert "T-02" in rules and {row["单位"] for row in table(at)} == {TOWN, BUREAU}
    at = healthy(at.multiselect(key="found_unit").set_value([BUREAU]).run())
    assert {row["单位"] for row in table(at)} == {BUREAU}


def test_nothing_to_check_or_to_add_up_is_said(service, id):
    assert "没有可以校核的" in said(shown(id, "校核"))
    assert "没有可以汇总的数字" in said(shown(id, "汇总"))


def test_the_sum_names_who_is_left_out_and_makes_the_governments_report(service, id):
    broken = reported(BUREAU, **{"requests__granted__natural_person": 1})
    took(service, id, file(reported(TOWN)), file(broken))
    at = shown(id, "汇总")
    assert "汇总了 1 个单位" in said(at) and f"{BUREAU}：有" in said(at) and "没有汇总。" in said(at)
    at = click(at, "生成本级政府年报")
    standing = service.collection_sums.standing(id)
    assert service.library.open(standing).report.values["disclosure.licences"] == 30
    assert "已生成本级政府年报" in said(at)
    at = healthy(at.toggle(key="sum_errors").set_value(True).run())
    at = click(at, "更新本级政府年报")
    assert "改为 60" in said(at)
    at = healthy(at.button(key="make_yes").click().run())
    assert service.library.open(standing).report.values["disclosure.licences"] == 60


def test_the_units_of_the_sum_are_chosen_and_the_choice_stays(service, id):
    took(service, id, file(reported(TOWN, 3)), file(reported(BUREAU, 4)))
    sums, cell = service.collection_sums, "disclosure.licences"
    at = shown(id, "汇总")
    at = healthy(at.segmented_control(key=f"sum_how_{id}").set_value("without").run())
    assert "还没有选单位" in said(at) and sums.summed(id).rollup.cells[cell] == 70
    at = healthy(at.multiselect(key="sum_units").set_value([key(BUREAU)]).run())
    assert "汇总了 1 个单位，应汇总 6 个" in said(at).replace("*", "") and f"没有选入 1 个：{BUREAU}" in said(at)
    at = shown(id, "汇总")
    assert at.multiselect(key="sum_units").value == [key(BUREAU)] and sums.summed(id).rollup.cells[cell] == 30
    at = healthy(at.segmented_control(key=f"sum_how_{id}").set_value("only").run())
    assert sums.summed(id).rollup.cells[cell] == 40
    at = healthy(at.segmented_control(key=f"sum_how_{id}").set_value("all").run())
    assert sums.summed(id).rollup.cells[cell] == 70


def test_each_cell_of_the_sum_tells_its_units(service, id):
    from drafting.ui.collecting_sum import laid_out

    took(service, id, file(reported(TOWN, 3)), file(reported(BUREAU, 4)))
    rollup = service.collection_sums.summed(id).rollup
    for of in rollup.form.tables:
        rows, keys = laid_out(of, rollup)
        assert sorted(keys.values()) == sorted(cell.key for cell in of.numbers)
        assert all(rows[at][column] == str(rollup.cells[cell]) for (at, column), cell in keys.items())
    assert rollup.part("requests.new_received.total") == {TOWN: 3, BUREAU: 4} and key(TOWN)


BLANK = "requests.partially_granted.natural_person"


def left_blank(*names):
    """Files of units that left one cell blank each."""
    for name in names:
        report = reported(name, 4)
        del report.values[BLANK]
        yield f"{name}.txt", publishing.export(report, "txt")


def test_the_same_question_of_many_units_is_answered_once_and_can_be_undone(service, id):
    took(service, id, *left_blank(TOWN, BUREAU))
    at = shown(id, "收回")
    assert "请答复" in said(at) and f"{BUREAU}、{TOWN}" in said(at)
    asked = service.collection_questions.open(id).count
    at = click(at, "都填 0")
    left = service.collection_questions.open(id)
    assert left.count < asked and service.collections.open(id).report(key(TOWN)).values[BLANK] == 0
    at = click(at, "撤销")
    assert service.collection_questions.open(id).count == asked


def test_a_question_is_answered_unit_by_unit_and_a_bad_number_changes_nothing(service, id):
    took(service, id, *left_blank(TOWN, BUREAU))
    at = shown(id, "收回")
    at = healthy(at.segmented_control(key="asked_how").set_value("逐个单位").run())
    at = healthy(at.selectbox(key="asked_unit").set_value(key(TOWN)).run())
    for toggle in at.toggle:
        toggle.set_value(True)
    at = healthy(at.run())
    field = next(each for each in at.text_input if each.key.endswith(BLANK))
    field.set_value("三")
    at = click(at, "保存填写的")
    assert "不是数字" in said(at) and BLANK not in service.collections.open(id).report(key(TOWN)).values
    next(each for each in at.text_input if each.key.endswith(BLANK)).set_value("3")
    at = click(at, "保存填写的")
    assert service.collections.open(id).report(key(TOWN)).values[BLANK] == 3
    assert BLANK not in service.collections.open(id).report(key(BUREAU)).values


def adjusted(at, amount: str, reason: str):
    at = click(at, "添加调整")
    at.multiselect(key="adjust_cells_").set_value(["disclosure.licences"])
    at.text_input(key="adjust_amount").set_value(amount)
    at.text_input(key="adjust_reason").set_value(reason)
    return click(healthy(at.run()), "保存")


def test_an_adjustment_is_made_with_its_reason_shown_and_taken_back(service, id):
    took(service, id, file(reported(TOWN, 3)), file(reported(BUREAU, 4)))
    sums, cell = service.collection_sums, "disclosure.licences"
    at = adjusted(shown(id, "汇总"), "-5", " ")
    assert "写明调整的原因" in said(at)
    at = adjusted(shown(id, "汇总"), "-500", "重复")
    assert "调整后是负数" in said(at) and sums.summed(id).rollup.cells[cell] == 70
    at = adjusted(shown(id, "汇总"), "-5", NASTY)
    assert sums.summed(id).rollup.cells[cell] == 65 and "减 5" in said(at)
    at = click(shown(id, "汇总"), "撤去")
    assert sums.summed(id).rollup.cells[cell] == 70
    at = click(at, "撤销")
    assert sums.summed(id).rollup.cells[cell] == 65


def test_an_adjustment_that_cannot_be_made_any_more_is_told_and_can_be_taken_back(service, id):
    took(service, id, file(reported(TOWN, 3)))
    service.collection_sums.adjust(id, ["disclosure.licences"], "-30", "joint", "联合发文")
    took(service, id, file(reported(TOWN, 2)))
    at = shown(id, "汇总")
    assert "调整后是负数" in said(at)
    at = click(at, "撤去")
    assert "汇总了 1 个单位" in said(at)


def test_the_governments_report_is_held_against_the_sum_as_it_is_now(service, id):
    took(service, id, file(reported(TOWN, 3)), file(reported(BUREAU, 4)))
    made = service.collection_sums.make_report(id)

    def found():
        findings = service.library.open(made.id).assessment.findings
        return {finding.cells[0]: finding for finding in findings if finding.rule == "T-19"}

    assert not found()
    scopes = service.library.open(made.id).assessment.units.scopes
    assert [scope.label for scope in scopes] == [BUREAU, TOWN]  # no group has sent everything
    took(service, id, file(reported(TOWN, 5)))
    (licences, *_) = [each for cell, each in found().items() if cell == "disclosure.licences"]
    assert "为70，各单位相加为90，少20" in licences.said.replace(" ", "")
    at = shown(id, "汇总")
    assert "与各单位之和不同" in said(at)
    service.documents.waive(made.id, licences, "两家联合受理，只计一次", "王某")
    assert "disclosure.licences" not in found()
    service.collection_sums.adjust(id, ["disclosure.licences"], "1", "zone", "开发区")
    assert "disclosure.licences" in found()  # the figures are other: the reason was for those


def test_the_sum_is_set_beside_the_year_before(service, id):
    service.library.add(reported(TOWN, 2, year=2023))
    took(service, id, file(reported(TOWN, 3)), file(reported(BUREAU, 4)))
    at = shown(id, "汇总")
    (compared,) = [table for table in at.dataframe if "增减" in table.value.columns]
    row = next(row for row in compared.value.to_dict("records") if "行政许可" in row["栏目"])
    assert (row["2024 年"], row["2023 年"], row["增减"]) == ("70", "20", "50")
    assert f"没有 2023 年度的报告，没有比较：{BUREAU}" in said(at)
    at = healthy(at.selectbox(key="compare_unit").set_value(TOWN).run())
    (compared,) = [table for table in at.dataframe if "增减" in table.value.columns]
    assert next(row for row in compared.value.to_dict("records") if "行政许可" in row["栏目"])["增减"] == "10"


def test_the_scores_follow_the_weights_that_the_office_sets(service, id):
    took(service, id, file(reported(TOWN, 3)), file(reported(BUREAU, **{"requests__granted__natural_person": 1})))
    at = shown(id, "通报")
    (scores,) = at.dataframe
    rows = {row["单位"]: row for row in scores.value.to_dict("records")}
    assert rows[TOWN]["名次"] == "1" and rows[BUREAU]["名次"] == "2" and len(rows) == 7
    at.number_input(key="worth_errors").set_value(0.0)
    at.number_input(key="each_on_time").set_value(0.1)
    at = click(at, "保存评分标准")
    weights = service.collection_bulletins.weights(id)
    assert "errors" not in weights and str(weights["on_time"].each) == "0.1"
    assert "错误" not in at.dataframe[0].value.columns
    at = click(at, "撤销")
    assert "错误" in at.dataframe[0].value.columns
    for item in ("on_time", "errors", "warnings", "likeness", "problems", "complete"):
        at.number_input(key=f"worth_{item}").set_value(0.0)
    at = click(at, "保存评分标准")
    assert "没有一项的分值大于 0" in said(at) and len(service.collection_bulletins.weights(id)) == 6


def test_the_bulletin_is_a_word_document_in_the_order_chosen(service, id):
    assert "没有可以评分和通报的" in said(shown(id, "通报"))
    took(service, id, file(reported(TOWN, 3)), file(reported(BUREAU, **{"requests__granted__natural_person": 1})))
    bulletins = service.collection_bulletins
    texts = [paragraph.text for paragraph in docx.Document(BytesIO(bulletins.document(id, "score", True))).paragraphs]
    assert any("应报单位 7 个，已收到 2 个" in text for text in texts)
    first = [score.line.label for score in bulletins.scores(id, "roster")]
    assert first == [line.label for line in service.collection_views.lines(id)]
    assert bulletins.score_file(id, "score").startswith(b"PK")


def test_the_weights_of_the_year_before_hold_until_others_are_set(service, id):
    before = service.collections.create(ROSTER.encode(), "名单.tsv", 2023)
    points = {"on_time": (Decimal(60), Decimal(2)), "errors": (Decimal(40), Decimal(4))}
    service.collection_bulletins.keep_weights(before, points)
    assert set(service.collection_bulletins.weights(id)) == {"on_time", "errors"}


def test_a_collection_is_deleted_after_a_question_and_brought_back_whole(service, id):
    took(service, id, file(reported(TOWN)))
    at = click(opened("collecting"), "删除")
    assert "已收的 1 个单位" in said(at) and service.collections.listed()
    at = healthy(at.button(key="delete_yes").click().run())
    assert not service.collections.listed() and service.collections.deleted() == [id]
    again = service.collections.create(ROSTER.encode(), "名单.tsv", 2024)
    at = click(opened("collecting"), "恢复")
    assert "没有恢复" in said(at)
    service.collections.delete(again)
    assert service.collections.deleted() == [id, f"{id}~2"]
    at = healthy(opened("collecting").button(key=f"restore_{id}").click().run())
    assert service.collections.open(id).report(key(TOWN)) and service.collections.deleted() == [f"{id}~2"]


def test_a_roster_is_typed_and_its_faults_are_named_by_their_rows(service):
    rows = [{"name": COUNTY}, {"name": ""}, {"name": TOWN, "parent": COUNTY, "deadline": "一月"}]
    with pytest.raises(FileError, match="第 3 行的报送期限"):
        service.collections.create_typed(rows, 2024)
    rows[2]["deadline"] = "2025-01-20"
    id = service.collections.create_typed(rows, 2024)
    assert service.collections.roster_rows(id)[1]["deadline"] == "2025-01-20"
    at = shown(id, "分发")
    assert [row["name"] for row in table(at)] == [COUNTY, TOWN]


def test_a_unit_that_is_renamed_keeps_what_it_sent(service, id):
    took(service, id, file(reported(TOWN)))
    rows = service.collections.roster_rows(id)
    town = next(row for row in rows if row["name"] == TOWN)
    town["name"] = "青石街道办事处"
    with pytest.raises(FileError, match="曾用名"):
        service.collections.retype_roster(id, rows)
    town["former_names"] = TOWN
    service.collections.retype_roster(id, rows)
    folder = service.collections.open(id)
    (unit,) = [unit for unit in folder.collection.roster.units if unit.name == "青石街道办事处"]
    assert folder.report(unit.key).values["disclosure.licences"] == 30 and folder.round_path(unit, 1).is_file()
    assert [line.rounds for line in service.collection_views.lines(id)].count(1) == 1


def test_many_units_are_drafted_and_exported_on_the_page(service, id):
    took(service, id, file(reported(TOWN, 3)), file(reported(BUREAU, 4)))
    at = shown(id, "成稿")
    assert {row["情况"] for row in table(at)} == {"正文待起草", "未报"}
    click(at, "起草全部单位的正文")
    at = once_done(id, "成稿")
    assert [row["情况"] for row in table(at)].count("已起草") == 2
    click(at, "导出全部单位")
    at = once_done(id, "成稿")
    assert "下载导出的 2 份（Word 文档）" in [button.label for button in at.get("download_button")]


def test_whether_models_may_be_used_is_laid_down_for_the_collection(service, id):
    at = shown(id, "分发")
    (choice,) = [each for each in at.radio if "是否允许使用远程模型" in each.label]
    choice.set_value("office").run()
    assert service.collections.model_uses()[0][2] == "office"
