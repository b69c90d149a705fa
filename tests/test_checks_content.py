"""The rules R-05 to R-11 and M-01 to M-04: problems, measures, prose that is nobody's, preface, approvals."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import checks
from drafting.checks import Context, codes, generic, measures
from drafting.checks.measures import measure_items
from drafting.checks.problems import problem_items
from drafting.checks.rules import (
    m01_preface,
    m02_contact,
    m03_changed,
    m04_companion,
    r05_measures,
    r06_generic,
    r07_no_problem,
    r08_neutral,
    r09_vague,
    r10_batch,
    r11_off_topic,
)
from drafting.report import TABLES, Approval, Organ, Report, Section
from drafting.samples import sample
from drafting.service.files import draft_report
from tests.checks_material import errors, found, marked, why
from tests.published import names, needs_corpus, published

MODULES = (
    m01_preface,
    m02_contact,
    m03_changed,
    m04_companion,
    r05_measures,
    r06_generic,
    r07_no_problem,
    r08_neutral,
    r09_vague,
    r10_batch,
    r11_off_topic,
)
MINE = {module.RULE.id for module in MODULES}
TOWN = Organ(name="青石镇人民政府", short_name="青石镇", level="township", kind="government", self_reference="我镇")
COUNTY = Organ(name="云溪县人民政府", level="county", kind="government", self_reference="我县")
BUREAU = Organ(name="云溪县自然资源局", level="county", kind="department", self_reference="我局")
PROBLEMS = (
    "2023年我镇政府信息公开工作还存在以下问题：一是部分村的公开栏更新不及时，有的超过一个季度；二是政策解读以转发文字为主；"
    "三是答复文书没有写明救济途径。\n"
)
MEASURES = (
    "针对上述问题，2024年将采取以下措施：一是规定公开栏每月更新，由党政办公室抽查；二是围绕农村建房制作图解；"
    "三是统一使用县里印发的文书模板。"
)


@pytest.fixture
def complete() -> Report:
    """A finished report of a town on 2023, to which no rule has anything to say."""
    return sample("town").load()[1]


def written(report: Report, text: str, section: str = "problems", organ: Organ = TOWN) -> Report:
    return report.model_copy(update={"organ": organ, "sections": {**report.sections, section: Section.of(text)}})


@pytest.mark.parametrize(
    ("text", "problems", "measures"),
    [
        (
            "主要存在信息公开内容不够全面、发布审核不够仔细等问题。下一步，我镇将梳理事项，每周检查一次发布审核。",
            ["信息公开内容不够全面", "发布审核不够仔细"],
            ["下一步，我镇将梳理事项，每周检查一次发布审核"],
        ),
        (
            "虽有成效，但离要求还有一定的差距，主要存在业务能力有待提升、公开意识不够强，内容不够全面等问题。一是加强培训。二是完善制度。",
            ["业务能力有待提升", "公开意识不够强", "内容不够全面"],
            ["加强培训", "完善制度"],
        ),
        (
            "还存在一些不足，主要表现在公开意识有待提高、更新不够及时、队伍不稳定等方面。今后，将每月检查一次。",
            ["公开意识有待提高", "更新不够及时", "队伍不稳定"],
            ["今后，将每月检查一次"],
        ),
        (
            "存在的问题主要表现在：群众留言、咨询的回复不够及时，解读形式单一。",
            ["群众留言、咨询的回复不够及时", "解读形式单一"],
            [],
        ),
        (
            "仍存在公开力度不大、形式单一的问题。一是加强领导。二是加大力度。",
            ["公开力度不大", "形式单一"],
            ["加强领导", "加大力度"],
        ),
        ("存在栏目更新慢的不足，我镇将每周检查。", ["栏目更新慢"], ["我镇将每周检查"]),
        ("主要问题：1.公开不及时；2.内容不全面。", ["公开不及时", "内容不全面"], []),
    ],
)
def test_problems_and_measures_are_found_in_one_sentence(text, problems, measures):
    assert [words for *_, words in problem_items(text)] == problems
    assert [words for *_, words in measure_items(text)] == measures


def test_clauses_of_one_sentence_are_measures_enough_for_as_many_problems(complete):
    text = (
        "主要存在信息公开内容不够全面、发布审核不够仔细等问题。下一步，我镇将梳理应公开的事项，每周检查一次发布审核。"
    )
    assert found(written(complete, text), "R-05") == []


@pytest.mark.parametrize(
    ("text", "items"),
    [
        (
            PROBLEMS + MEASURES,
            ["规定公开栏每月更新，由党政办公室抽查", "围绕农村建房制作图解", "统一使用县里印发的文书模板"],
        ),
        (
            "存在以下问题：一是更新慢；二是形式单一。\n2024年，将采取以下措施：\n（一）按月更新。一是建台账，二是抽查。\n（二）制作图解。",
            ["按月更新。一是建台账，二是抽查", "制作图解"],
        ),
        (
            "（二）存在的主要问题\n存在以下问题：一是更新慢；二是形式单一。\n（三）下一步改进措施\n针对上述问题，将采取以下措施：6月底前设专题，由自然资源所负责。一季度培训1次。",
            ["6月底前设专题，由自然资源所负责", "一季度培训1次"],
        ),
        (
            "存在以下问题：1.更新慢；2.形式单一。\n下一步工作：1.按月更新；2.制作图解；3.组织培训。",
            ["按月更新", "制作图解", "组织培训"],
        ),
        (
            "主要是：窗口登记不够细致，村级台账有待补齐等。\n2024年，将从以下方面改进：第一，细化登记。第二，补齐台账。",
            ["细化登记", "补齐台账"],
        ),
        ("存在以下问题：一是更新慢；二是形式单一。\n我镇将按月更新公开栏。", ["我镇将按月更新公开栏"]),
        ("存在以下问题：一是更新慢；二是形式单一。", []),
        ("", []),
    ],
)
def test_measures_are_what_follows_the_problems_one_by_one(text, items):
    found = measures.measure_items(text)
    assert [words for _, _, words in found] == items
    assert all(text[start:end] == words for start, end, words in found)


@pytest.mark.parametrize(
    ("text", "places"),
    [
        (
            PROBLEMS,
            ["部分村的公开栏更新不及时，有的超过一个季度；二是政策解读以转发文字为主；三是答复文书没有写明救济途径"],
        ),
        (
            PROBLEMS
            + "针对上述问题，2024年将采取以下措施：一是规定公开栏每月更新；二是围绕农村建房制作图解，丰富解读。",
            ["答复文书没有写明救济途径"],
        ),
        (
            PROBLEMS + "针对上述问题，2024年将采取以下措施：规定公开栏每月更新，由党政办公室抽查。",
            ["政策解读以转发文字为主", "答复文书没有写明救济途径"],
        ),
        (
            "主要是：窗口登记不够细致，村级台账有待补齐，图解数量偏少等。\n2024年，将从以下方面改进：一是细化窗口登记。二是补齐台账。",
            ["图解数量偏少"],
        ),
    ],
)
def test_problems_without_a_measure_are_found(complete, text, places):
    report = written(complete, text)
    assert marked(report, "R-05") == places
    assert {finding.severity for finding in found(report, "R-05")} == {"warning"} and errors(report) == set()


@pytest.mark.parametrize(
    "text",
    [
        PROBLEMS + MEASURES,
        PROBLEMS + "下一步工作：一是每月抽查；二是开展宣讲；三是组织学习；四是加强考核。",
        PROBLEMS + "针对上述问题，将采取以下措施：规定公开栏每月更新，丰富政策解读的形式，统一答复文书模板。",
    ],
)
def test_as_many_measures_as_problems_or_all_in_one_sentence_are_fine(complete, text):
    assert marked(written(complete, text), "R-05") == []


def test_problems_and_measures_told_together_are_not_counted(complete):
    text = "存在以下问题：一是公开栏更新慢，今后将按月更新；二是形式单一，今后将制作图解。"
    assert found(written(complete, text), "R-05") == []
    assert why(written(complete, text), "R-05") == ["问题和措施写在一起，分不出条数"]


@pytest.mark.parametrize(
    "text",
    [
        "公开意识有待提高",
        "内容不够丰富",
        "更新不够及时",
        "力度有待加大",
        "业务能力有待提升",
        "信息公开的内容和形式还欠丰富",
        "部分单位对政务公开工作重视程度不够",
        "个别工作人员的业务水平有待进一步提高",
        "依申请公开工作规范性需进一步提升",
    ],
)
def test_words_that_fit_every_organ_are_generic(text):
    assert generic.is_generic(text)


@pytest.mark.parametrize(
    "text",
    [
        "部分村的公开栏更新不及时",
        "政策解读形式仍需创新",
        "13人里有6人是今年新接手的",
        "征地信息公布得散",
        "政务新媒体运维管理还需加强",
        "乡镇自然资源所对时限掌握不一",
        "答复文书不规范",
        "老档案没有电子化",
        "规范“三审三校”",
    ],
)
def test_words_of_a_matter_a_unit_or_a_figure_are_not(text):
    assert not generic.is_generic(text)


@pytest.mark.parametrize(
    "problems",
    [
        ["政务信息公开力度有待继续加大", "信息公开的内容和形式还欠丰富", "信息公开更新不够及时"],
        ["公开意识有待提高", "业务能力有待提升"],
        ["个别单位重视程度不够", "工作机制需进一步健全", "公开渠道较为单一"],
    ],
)
def test_generic_problems_only_are_found_and_one_real_one_is_enough(complete, problems):
    def chapter(items):
        return (
            "存在以下问题：" + "；".join(f"{sign}是{item}" for sign, item in zip("一二三四", items)) + "。\n" + MEASURES
        )

    report = written(complete, chapter(problems))
    (finding,) = found(report, "R-06")
    (place,) = marked(report, "R-06")
    assert place.startswith(problems[0]) and place.endswith(problems[-1])
    assert finding.severity == "warning" and errors(report) == set()
    assert found(written(complete, chapter([*problems, "5个村的公开栏超过一季度没有更换"])), "R-06") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("2023年存在以下问题：一是更新虽不够快，但取得了显著成效；二是形式单一。", "但取得了显著成效"),
        ("2023年存在以下问题：一是公开栏更新不及时，不过总体成效明显。", "不过总体成效明显"),
        ("2023年存在以下问题：一是解读偏少，但质量位居全县前列；二是形式单一。", "但质量位居全县前列"),
        (
            "2023年我镇政府信息公开工作扎实推进，各项任务均已完成，没有发现突出问题。将继续加大公开力度。",
            "没有发现突出问题",
        ),
        ("我镇严格落实上级要求，认真开展自查，政府信息公开工作不存在问题，群众总体满意。", "不存在问题"),
    ],
)
def test_praise_among_the_problems_and_no_problem_at_all_are_hints(complete, text, place):
    report = written(complete, text)
    assert marked(report, "R-07") == [place] and found(report, "R-07")[0].severity == "hint"


@pytest.mark.parametrize(
    "text",
    [
        PROBLEMS + MEASURES,
        "2023年，我镇工作虽取得一定成绩，但仍存在一些不足，主要是：公开栏更新不及时，解读形式单一。" + MEASURES,
        "存在以下问题：一是培训有所加强，但取得的成效还不明显；二是形式单一。" + MEASURES,
    ],
)
def test_an_opening_that_praises_and_problems_that_are_problems_are_fine(complete, text):
    assert found(written(complete, text), "R-07") == []


NEUTRAL = (
    "坚持公开为常态、不公开为例外，不断完善制度机制，持续深化重点领域信息公开，规范办理流程，加强平台管理，强化监督保障。"
    * 3
)


@pytest.mark.parametrize(
    "text",
    [
        NEUTRAL,
        "2023年，" + NEUTRAL,
        "根据《政府信息公开条例》（国令第711号）和国办公开办函〔2021〕30号要求，2023年1月1日起，" + NEUTRAL,
    ],
)
def test_an_overview_without_figure_and_own_name_is_found(complete, text):
    report = complete.model_copy(
        update={
            "organ": TOWN,
            "sections": {
                "overview.lead": Section.of(text),
                "problems": complete.sections["problems"],
                "other": complete.sections["other"],
            },
        }
    )
    (finding,) = found(report, "R-08")
    assert (finding.severity, finding.section) == ("warning", "overview")


@pytest.mark.parametrize(
    "more", ["我镇成立领导小组。", "全镇发布信息。", "青石镇办理申请。", "全年培训2次。", "举办培训两次。"]
)
def test_a_figure_or_a_name_of_its_own_makes_it_this_organs(complete, more):
    report = complete.model_copy(update={"organ": TOWN, "sections": {"overview.lead": Section.of(NEUTRAL + more)}})
    assert found(report, "R-08") == []


@pytest.mark.parametrize(
    ("text", "organ", "place"),
    [
        ("我镇推进公开。部分地区公开不够及时。", TOWN, "部分地区"),
        ("我局推进公开，多数部门能够按时更新。", BUREAU, "多数部门"),
        ("一些地方更新较慢，我镇加强督促。", TOWN, "一些地方"),
        ("我镇认真落实；各级政府部门不断完善机制。", TOWN, "各级政府部门"),
    ],
)
def test_other_places_as_subjects_are_found(complete, text, organ, place):
    report = written(complete, text, "overview.proactive", organ)
    assert marked(report, "R-08") == [place]
    assert found(written(complete, text, "overview.proactive", COUNTY), "R-08") == []


@pytest.mark.parametrize(
    "text",
    ["我镇按照国家和地方标准公开。", "我镇配合上级部门，各部门按时更新。", "学习借鉴一些地方的做法，我镇开设专题。"],
)
def test_words_that_are_no_other_place_are_fine(complete, text):
    assert found(written(complete, text, "overview.proactive"), "R-08") == []


@pytest.mark.parametrize(
    "measure", ["加大公开力度", "进一步提高思想认识，强化责任意识", "不断完善工作机制，切实提升业务能力和水平"]
)
def test_measures_of_general_words_are_hints(complete, measure):
    text = PROBLEMS + MEASURES.replace("围绕农村建房制作图解", measure)
    report = written(complete, text)
    assert marked(report, "R-09") == [measure] and found(report, "R-09")[0].severity == "hint"
    assert found(written(complete, PROBLEMS + MEASURES), "R-09") == []


LONG = "全年新建高标准农田，改造中低产田，推进小流域治理，新修村组道路，安装路灯，绿化村庄，发展特色种植和养殖，带动农户增收，兴办合作社，壮大集体经济。"


@pytest.mark.parametrize(
    ("section", "text"),
    [
        ("overview.proactive", LONG * 2),
        ("overview.oversight", "我镇坚持党建引领。" + LONG * 2),
        ("other", "招商引资成效明显。" + LONG * 2),
    ],
)
def test_long_passages_about_something_else_are_hints(complete, section, text):
    report = written(complete, "未收取政府信息公开信息处理费。\n" + text, section)
    assert marked(report, "R-11") == [text] and found(report, "R-11")[0].severity == "hint"


@pytest.mark.parametrize("text", [LONG, LONG * 2 + "以上事项均在专栏公示。", LONG * 2 + "办理人大代表建议6件。"])
def test_short_passages_and_those_with_a_link_to_disclosure_are_fine(complete, text):
    assert found(written(complete, text, "overview.proactive"), "R-11") == []


LEAD = (
    "根据《中华人民共和国政府信息公开条例》要求，青石镇人民政府编制2023年政府信息公开工作年度报告。"
    "本报告所列数据的统计期限为2023年1月1日至12月31日。本报告的电子版可在县政府网站查阅下载。"
    "如有疑问，请与青石镇党政办公室联系（地址：云溪县青石镇，邮编：223100，电话：0517-87290606）。"
)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("根据《中华人民共和国政府信息公开条例》要求，", "", "导语没有写编制依据"),
        ("本报告所列数据的统计期限为2023年1月1日至12月31日。", "", "导语没有写统计期限"),
        ("，电话：0517-87290606", "，电话：", "没有写电话号码"),
        ("（地址：云溪县青石镇，邮编：223100，电话：0517-87290606）", "", "没有写电话号码"),
        ("在县政府网站查阅下载", "以下载", "没有写在哪里"),
    ],
)
def test_a_preface_that_lacks_what_it_begins_is_found(complete, old, new, said):
    assert old in LEAD
    report = written(complete, LEAD.replace(old, new), "overview.lead")
    (finding,) = found(report, "M-01")
    assert (finding.severity, finding.section) == ("warning", "overview.lead") and said in finding.message
    assert errors(report) == set()


@pytest.mark.parametrize(
    "lead",
    [
        LEAD,
        "2023年，我镇认真贯彻条例，密切联系群众，征求意见，公开机构职能和联系方式，编制公开目录并按时报告。",
        LEAD.replace("电话：0517-87290606", "电话：（0517）87290606"),
        LEAD.replace("2023年1月1日至12月31日", "2023 年 1 月 1 日至 2023 年 12 月 31 日"),
    ],
)
def test_whole_prefaces_and_prefaces_that_promise_nothing_are_fine(complete, lead):
    assert found(written(complete, lead, "overview.lead"), "M-01") == []


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("223100", "22310", "邮编：22310"),
        ("223100", "2231001", "邮编：2231001"),
        ("223100", "", "邮编："),
        ("223100", "993100", "993100"),
        ("223100", "350400", "0517-87290606"),
        ("0517", "0591", "0591-87290606"),
        ("0517", "0617", "0617"),
        ("87290606", "872906", "0517-872906"),
        ("云溪县青石镇，", "福建省云溪县青石镇，", "福建省云溪县青石镇"),
    ],
)
def test_a_contact_line_that_does_not_fit_together_is_a_hint(complete, old, new, place):
    report = written(complete, LEAD.replace(old, new), "overview.lead")
    assert marked(report, "M-02") == [place] and found(report, "M-02")[0].severity == "hint"
    assert errors(report) == set()


@pytest.mark.parametrize(
    "contact",
    [
        "邮编：223100，电话：0517-87290606",
        "邮政编码 350400，电话：（0591）23165250，传真：0591-23165251",
        "邮编：100017；电话：010-88050813",
        "电话：12345",
        "地址：江苏省云溪县南京路，邮编：223100",
        "电话：020-12345678",
        "邮编为570100，电话0898-66123456",
        "接听群众电话0次",
    ],
)
def test_contact_lines_that_fit_together_are_fine(complete, contact):
    assert found(written(complete, LEAD.split("（地址")[0] + f"（{contact}）。", "overview.lead"), "M-02") == []


def test_each_province_has_postcodes_and_area_codes_of_its_own():
    posts = [digits for post, _ in codes.PROVINCES.values() for digits in post.split()]
    areas = [digits for _, area in codes.PROVINCES.values() for digits in area.split()]
    assert len(codes.PROVINCES) == 31 and len(set(posts)) == len(posts) and len(set(areas)) == len(areas)
    assert (codes.of_postcode("223100"), codes.of_area("0517"), codes.of_area("010")) == ("江苏省", "江苏省", "北京市")
    assert codes.of_postcode("99") == codes.of_area("0617") == ""


def approved(report: Report, *parts: str) -> Report:
    given = [Approval(part=part, person="张三", digest=report.digest(part)) for part in parts]
    return report.model_copy(update={"approvals": given})


@pytest.mark.parametrize(
    ("part", "change"),
    [
        ("problems", lambda report: written(report, PROBLEMS + MEASURES)),
        (TABLES, lambda report: report.model_copy(update={"values": report.values | {"disclosure.licences": 119}})),
        ("overview.platform", lambda report: written(report, "专栏改版，查阅点照常开放。", "overview.platform")),
    ],
)
def test_a_part_changed_after_its_approval_is_an_error(complete, part, change):
    report = approved(written(complete, "2023年度未收取信息处理费。", "other"), part, "other")
    assert found(report, "M-03") == []
    (finding,) = found(change(report), "M-03")
    assert (finding.severity, finding.section) == ("error", None if part == TABLES else part)
    assert report.parts[part] in finding.message


def test_another_year_changes_every_approved_part_and_the_old_text_brings_the_approval_back(complete):
    report = approved(complete, *complete.parts)
    other = report.model_copy(update={"year": 2022})
    assert len(found(other, "M-03")) == len(report.parts)
    assert found(other.model_copy(update={"year": 2023}), "M-03") == []
    assert why(complete, "M-03") == ["还没有批准过的部分"]


def test_what_a_report_alone_cannot_show_is_never_passed(complete):
    assert why(complete, "R-10") == ["需要同一批其他单位的报告才能比较"]
    assert why(complete, "M-04") == ["报告里没有记录是否配发解读、图解，本地有要求的请自行对照"]


def test_without_text_no_rule_is_passed(complete):
    report = complete.model_copy(update={"sections": {}})
    assert {entry.rule for entry in checks.run(report).not_assessed} >= MINE
    assert [finding for finding in checks.run(report).findings if finding.rule in MINE] == []


@pytest.mark.parametrize("id", ["town", "department", "zeros"])
def test_the_samples_drafted_offline_alarm_no_rule(id):
    given, last_year = sample(id).load()
    report = draft_report(given, [spec.id for spec in given.outline], None, last_year=last_year).report
    assert [finding for finding in checks.run(report, last_year).findings if finding.rule in MINE] == []


WORDS = st.text(
    st.sampled_from(
        "一二三是（）、1.：；。，\n 问题存在以下措施针对将不足更新公开我镇部分地区电话邮编地址0517-没有但取得成效《》本报告请与联系"
    ),
    max_size=120,
)
PLACES = ("overview.lead", "overview.proactive", "problems", "other")


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(PLACES), WORDS | st.text(max_size=30)), st.sampled_from([TOWN, COUNTY, BUREAU]))
def test_no_text_makes_a_rule_fail(texts, organ):
    report = Report(organ=organ, year=2024, sections={id: Section.of(text) for id, text in texts.items()})
    for module in MODULES:
        for outcome in module.check(Context(report)):
            assert outcome.rule == module.RULE.id
            if isinstance(outcome, checks.Finding):
                assert outcome.message.endswith("。")
                if outcome.span:
                    assert 0 <= outcome.span[0] < outcome.span[1] <= len(report.text(outcome.section))


@pytest.mark.parametrize(
    "text",
    [
        "公开" * 50_000,
        "一是" * 50_000,
        "请与电话邮编地址：" * 11_000,
        "（一）措施。" * 16_000,
        "问题" * 50_000,
        "本报告编制" * 20_000,
        "\u202e\ud800\x00😀=" * 20_000,
    ],
)
def test_a_hundred_thousand_characters_are_judged_in_a_moment(text):
    report = Report(organ=TOWN, year=2024, sections={id: Section.of(text) for id in PLACES})
    for module in MODULES:
        assert list(module.check(Context(report))) is not None


@needs_corpus
def test_published_reports_alarm_only_where_docs_say_so():
    alarms = {}
    for name in names():
        if not name.startswith("blank"):
            rules = [finding.rule for finding in checks.run(published(name)).findings if finding.rule in MINE]
            alarms |= {name: rules} if rules else {}
    assert alarms == {
        "anon-city-2025-numbers-only": ["R-05", "R-06"],
        "hongze-district-2024": ["R-05", "R-05"],
        "seed-duizhen-town-2023": ["R-06", "R-09", "R-09"],
        **{f"pt-zrz-2021{how}": ["R-06"] for how in ("", "-copied", "-squashed")},
        "suqian-city-2023": ["R-06"],
        "suqian-city-2023-form": ["R-06"],
        "pt-zhz-2023-browserprint": ["R-09"],
        "pt-zhz-2023-squashed": ["R-09"],
    }
