"""The rules about the narrative's structure, each broken in several ways."""

import pytest

from drafting import checks
from drafting.form import ASPECTS
from drafting.report import Kind, Report, Section
from drafting.samples import sample
from tests.checks_material import found, why

FILLER = "按照要求做好各项公开工作，全年没有发生差错，有关情况已经按期报送。" * 8


@pytest.fixture
def complete() -> Report:
    return sample("town").load()[1]


def written(report: Report, **texts: str) -> Report:
    """``report`` with sections rewritten; ``overview__lead`` stands for ``overview.lead``."""
    sections = dict(report.sections)
    for id, text in texts.items():
        sections[id.replace("__", ".")] = Section.of(text)
    return report.model_copy(update={"sections": sections})


def only(report: Report, **texts: str) -> Report:
    """``report`` with nothing written but ``texts``."""
    return written(report.model_copy(update={"sections": {}}), **texts)


def marked(report: Report, finding: checks.Finding) -> str:
    start, end = finding.span
    return report.text(finding.section)[start:end]


LIST = (
    "本报告由总体情况、主动公开政府信息情况、收到和处理政府信息公开申请情况、"
    "政府信息公开行政复议和行政诉讼情况、存在的主要问题及改进情况、其他需要报告的事项{}组成。"
)


def test_a_preface_naming_all_six_parts_is_fine(complete):
    assert found(written(complete, overview__lead=LIST.format("等六个部分")), "S-03") == []
    assert found(written(complete, overview__lead=LIST.format("6个部分")), "S-03") == []


def test_a_preface_that_claims_another_number_is_found(complete):
    report = written(complete, overview__lead="根据规定编制。\n  " + LIST.format("五个部分"))
    (finding,) = found(report, "S-03")
    assert marked(report, finding) == "五个部分" and finding.severity == "warning"


def test_a_preface_that_leaves_a_part_out_is_found(complete):
    report = written(complete, overview__lead=LIST.format("六个部分").replace("存在的主要问题及改进情况、", ""))
    (finding,) = found(report, "S-03")
    assert "少了“存在的主要问题及改进情况”" in finding.message


def test_a_lead_that_makes_no_claim_is_not_assessed(complete):
    assert why(complete, "S-03") == ["导语没有说明本报告由几个部分组成"]
    assert why(written(complete, overview__lead="网站专栏分为三个部分。"), "S-03") == [
        "导语没有说明本报告由几个部分组成"
    ]


def test_each_aspect_missing_from_the_overview_is_found_at_its_section(complete):
    report = only(complete, overview__lead=LIST.format("六个部分"), overview__proactive="发布信息。")
    assert why(report, "S-04") == []
    assert [finding.section for finding in found(report, "S-04")] == [
        "overview.on_request",
        "overview.management",
        "overview.platform",
        "overview.oversight",
    ]


def test_aspects_named_in_running_text_are_there(complete):
    text = "一是主动公开方面。二是依申请公开工作。三是政府信息资源管理。四是信息规范公开平台建设。五是监督保障机制。"
    assert found(only(complete, overview__lead=text), "S-04") == []


def test_an_overview_that_is_only_a_list_of_parts_has_no_aspects_to_assess(complete):
    assert why(only(complete, overview__lead=LIST.format("六个部分")), "S-04") == ["总体情况尚未起草"]


def test_a_paragraph_numbered_like_a_part_is_found(complete):
    report = written(complete, problems=f"一、存在的问题\n{FILLER}\n 二、改进措施\n{FILLER}")
    (finding,) = found(report, "S-05")
    assert finding.section == "problems" and marked(report, finding) == "一、存在的问题"
    assert "“一、”“二、”" in finding.message


@pytest.mark.parametrize(
    "text",
    [
        "二、三产业融合发展信息按月公开。",
        "一是更新慢。二是形式单一。",
        "1.更新慢\n2.形式单一\n1.按月更新",
        "（一）问题\n（二）措施",
        "(一)问题\n(二)措施",
        "共十、二十件。",
    ],
)
def test_ordinary_numbering_is_fine(complete, text):
    assert found(written(complete, problems=text + "\n" + FILLER), "S-05") == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("（一）问题\n（三）措施", "（三）"), ("（一）问题\n（一）措施", "（一）"), ("（二）问题", "（二）")],
)
def test_numbers_that_restart_or_skip_are_found(complete, text, number):
    report = written(complete, problems=text)
    (finding,) = found(report, "S-05")
    assert marked(report, finding) == number and finding.span[0] == text.rindex(number)


def test_numbers_of_the_program_and_the_offices_own_before_them_are_no_fault(complete):
    assert found(written(complete, overview__lead="（一）组织领导\n主要负责人负总责。"), "S-05") == []
    assert found(written(complete, overview__proactive="（一）网站公开\n发布信息。"), "S-05") == []
    (skips,) = found(written(complete, overview__proactive="（一）网站公开\n（三）公众号公开\n发布信息。"), "S-05")
    assert skips.section == "overview.proactive" and skips.span == (8, 11)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("我镇健全信息公开机制，落实四审四校。", "management"),
        ("公开前开展保密审查。", "management"),
        ("政务新媒体设有6个栏目。", "platform"),
        ("政务公开纳入年度绩效考核。", "oversight"),
        ("成立领导小组，全年培训2次。", "oversight"),
        ("全年发布各类信息200条。", "proactive"),
        ("受理公开申请3件，均已答复。", "on_request"),
    ],
)
def test_an_aspect_is_known_by_what_is_said(complete, text, aspect):
    missing = {
        finding.message.split("“")[2].split("”")[0] for finding in found(only(complete, overview__lead=text), "S-04")
    }
    assert ASPECTS[aspect].label not in missing and len(missing) >= 3


def test_a_sixth_aspect_may_follow_the_five(complete):
    report = written(complete, overview__oversight="培训1次。\n（六）标准化建设情况\n目录已更新。")
    assert found(report, "S-05") == []


def test_a_government_reports_assessment_appraisal_and_accountability(complete):
    report = written(complete, overview__appraisal="政务公开纳入考核。", overview__oversight="培训1次。")
    (finding,) = found(report, "S-06")
    assert finding.section == "overview.appraisal" and "没有写到社会评议、责任追究，" in finding.message
    department = report.model_copy(update={"organ": report.organ.model_copy(update={"kind": Kind.DEPARTMENT})})
    assert found(department, "S-06") == [] and why(department, "S-06")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n ",
        "无",
        "暂无。",
        "存在一些问题，正在改进。",
        "〔待补：本年存在的问题、原因、下一步的改进措施和完成时限〕",
    ],
)
def test_a_chapter_that_says_nothing_is_an_error(complete, text):
    (finding,) = found(written(complete, problems=text), "S-07")
    assert (finding.severity, finding.section) == ("error", "problems")


def test_a_short_overview_is_a_warning(complete):
    other = "全年未收取信息处理费。"
    (finding,) = found(only(complete, overview__lead=FILLER[:150], problems=FILLER, other=other), "S-07")
    assert (finding.severity, finding.section) == ("warning", "overview") and "只有 150 字" in finding.message


def test_a_bare_fee_sentence_is_enough_for_other_matters(complete):
    assert found(written(complete, other="本机关2023年度未收取信息处理费。"), "S-07") == []
    for text in (
        "2024年，无收取信息处理费情况。",
        "没有收费。",
        "没收过钱。",
        "本年度我局无向申请人收取政府信息公开费用的情况。",
    ):
        assert found(written(complete, other=text), "S-07") == []


def test_chapter_six_is_asked_what_it_says_and_not_how_long_it_is(complete):
    for text in ("无", "无其他需要报告的事项。", FILLER):
        (finding,) = found(written(complete, other=text), "S-07")
        assert finding.severity == "warning" and "信息处理费" in finding.message


def test_the_forms_own_remark_about_fees_is_not_a_fee_sentence(complete):
    assert found(written(complete, other="（文字描述，收取信息处理费情况在此处报告。）"), "S-07")


def test_labels_of_the_old_format_are_found_in_the_narrative(complete):
    report = written(complete, overview__management="规范性文件本年新制作数量3件，对外公开总数量9件。")
    findings = found(report, "S-08")
    assert [marked(report, finding) for finding in findings] == ["本年新制作数量", "对外公开总数量"]
    assert why(report, "S-08") == []


def test_words_of_the_regulation_are_no_old_labels(complete):
    text = "公开政府集中采购项目目录；其他对外管理服务事项按《条例》第二十条第（九）项办理，本年处理决定数量见表。"
    assert found(written(complete, overview__proactive=text), "S-08") == []


def test_a_seventh_part_is_found(complete):
    report = written(complete, other="本年度未收取信息处理费。\n七、附件\n十一、其他")
    assert [marked(report, finding) for finding in found(report, "S-10")] == ["七、附件", "十一、其他"]


@pytest.mark.parametrize(
    "left",
    [
        "该部分以表格形式报告",
        "表格如下",
        "XX",
        "ｘｘ",
        "XXX",
        "××",
        "[ ]",
        "［　］",
        "（ ）",
        "（此处填写条数）",
        "（文字描述）",
        "【待补充】",
        "____",
    ],
)
def test_what_a_template_left_is_found_with_its_span(complete, left):
    report = written(complete, overview__platform=f"专栏设在{left}，全年更新。")
    (finding,) = found(report, "S-11")
    assert (marked(report, finding), finding.severity) == (left, "warning")


def test_a_gap_mark_is_an_error(complete):
    report = written(complete, overview__oversight="全年培训〔待补：培训次数和人数〕，由办公室负责。")
    (finding,) = found(report, "S-11")
    assert (marked(report, finding), finding.severity) == ("〔待补：培训次数和人数〕", "error")


@pytest.mark.parametrize(
    "text",
    [
        "一是……；二是……。",
        "印发《关于政务公开的通知》（国办发〔2024〕2号）",
        "（二）部分公开（区分处理的）",
        "2×3 的公示栏",
        "X光机、VX、MAX 等",
        "[附件]",
        "待办事项",
        "此处公开栏已更新",
        "5G、Excel、www.example.gov.cn",
        "【政策解读】",
    ],
)
def test_ordinary_text_is_no_placeholder(complete, text):
    assert found(written(complete, overview__platform=text), "S-11") == []
