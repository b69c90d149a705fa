"""What the rules say of a report whose chapters are parted under headings of its own, as offices write them."""

import pytest

from drafting.arranging import arranged
from drafting.report import Organ, Report
from tests.checks_material import found, marked

TOWN = Organ(name="青石镇人民政府", short_name="青石镇", level="township", kind="government", self_reference="我镇")
ASPECTS = (
    "今年以来，我镇按照县政务公开工作要点推进政务公开。\n（一）突出重点，主动公开有新进展。发布机构职能、财政预决算等信息。\n"
    "（二）畅通渠道，依申请办理更规范。全年未收到政府信息公开申请。\n（三）严格把关，信息发布更安全。落实先审后发，重要稿件由分管领导签发。\n"
    "（四）线上线下结合，载体更丰富。办好镇政府门户网站专栏，管好镇便民服务中心公开栏。\n"
    "（五）压实责任，督导考核更有力。把政务公开纳入村年度考核，未发生责任追究情形，社会评议满意。"
)


def written(**texts: str) -> Report:
    """A town's report with ``texts`` (chapter -> plain text), parted as a file that was read in."""
    report = Report(organ=TOWN, year=2024)
    report.own_outline, report.sections = arranged(report, texts)
    return report


@pytest.mark.parametrize(
    "heads",
    [("（一）存在问题", "（二）改进措施"), ("（一）主要不足", "（二）下一步打算"), ("1.存在的问题", "2.整改措施")],
)
def test_measures_under_a_heading_of_their_own_answer_the_problems_under_theirs(heads):
    text = (
        f"{heads[0]}\n（1）解读形式单一。\n（2）工作人员业务不熟。\n"
        f"{heads[1]}\n（1）增加图解、短视频解读。\n（2）组织工作人员业务培训2次以上。"
    )
    assert found(written(problems=text), "R-05") == []


def test_a_problem_without_its_measure_is_named_in_the_section_where_it_stands():
    text = "（一）存在问题\n1.解读形式单一。\n2.村级公开栏更新偏慢。\n（二）改进措施\n丰富解读形式。"
    report = written(problems=text)
    assert marked(report, "R-05") == ["村级公开栏更新偏慢"]


def test_aspects_told_in_the_offices_own_words_are_found_and_a_verb_is_no_name_of_a_place():
    report = written(overview=ASPECTS)
    assert found(report, "S-04") == [] and found(report, "Y-04") == []


def test_one_matter_with_two_values_is_found_over_sections_without_the_word_for_the_year():
    report = written(overview="（一）主动公开情况\n培训2次。\n（二）监督保障情况\n组织培训3次，检查1次。")
    assert marked(report, "N-13") == ["3次"]
    same = written(overview="（一）主动公开情况\n民政办培训2次，党政办培训3次。\n（二）监督保障情况\n检查1次。")
    assert found(same, "N-13") == []


def test_a_short_sentence_right_behind_itself_stands_twice():
    assert marked(written(overview="发布信息326条。发布信息326条。"), "R-12") == ["发布信息326条。"]
    assert found(written(overview="（一）主动公开\n开展自查。\n（二）监督保障\n开展自查。"), "R-12") == []


def test_the_report_called_by_another_name_without_a_year():
    report = written(preface="本政务信息公开年度报告依据《中华人民共和国政府信息公开条例》编制。")
    assert marked(report, "Y-10") == ["政务信息公开年度报告"]


def test_what_was_taken_over_from_a_county_names_no_county():
    bureau = Organ(name="云溪县民政局", level="county", kind="department", self_reference="我局")
    report = written(overview="全年公开政府信息143条（含转载县政府信息20条）。").model_copy(update={"organ": bureau})
    assert found(report, "Y-04") == []
