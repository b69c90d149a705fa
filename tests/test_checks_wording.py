"""The rules about figures, years and names in the prose: each broken in several ways, and what must not alarm them."""

import re
from collections.abc import Iterator

import pytest

from drafting import checks
from drafting.assessment import blocking
from drafting.report import Note, Organ, Report, Section
from drafting.samples import sample
from tests.checks_material import marked, why
from tests.published import names, needs_corpus, published

WORDING = {"N-04", "N-07", "N-08", "N-09", "N-10", "Y-01", "Y-02", "Y-04"}
HERE = "overview.proactive"
TOWN = Organ(
    name="青石镇人民政府",
    short_name="青石镇",
    level="township",
    kind="government",
    self_reference="我镇",
    superior="云溪县人民政府",
)
BUREAU = Organ(
    name="云溪县自然资源局",
    short_name="县自然资源局",
    level="county",
    kind="department",
    self_reference="我局",
    superior="云溪县人民政府",
)
COUNTY = Organ(
    name="云溪县人民政府", level="county", kind="government", self_reference="我县", superior="临川市人民政府"
)
STREET = Organ(name="临川市南门街道办事处", level="subdistrict", kind="subdistrict_office", self_reference="我街道")


@pytest.fixture
def complete() -> Report:
    """A finished report of a town on 2023."""
    return sample("town").load()[1]


def written(report: Report, text: str, section: str = HERE, organ: Organ = TOWN) -> Report:
    return report.model_copy(update={"organ": organ, "sections": {**report.sections, section: Section.of(text)}})


def alarms(report: Report) -> list[tuple[str, str]]:
    return [(finding.rule, finding.message) for finding in checks.run(report).findings if finding.rule in WORDING]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("全年发布214条（网站120条、公众号86条）。", "214条（网站120条、公众号86条"),
        (
            "编发100期，其中，县级50期、石桥镇20期、柳河镇18期、河西乡11期。",
            "100期，其中，县级50期、石桥镇20期、柳河镇18期、河西乡11期",
        ),
        (
            "公开信息218条。其中机构职能类4条、财政资金类2条、街镇动态类214条。",
            "218条。其中机构职能类4条、财政资金类2条、街镇动态类214条",
        ),
        (
            "公开130条，具体包括机构职能1条，政务活动25条，招标投标98条。",
            "130条，具体包括机构职能1条，政务活动25条，招标投标98条",
        ),
        ("收到申请16件，其中自然人14件、法人1件。", "16件，其中自然人14件、法人1件"),
        ("办结10件，其中予以公开6件、部分公开3件、无法提供2件。", "10件，其中予以公开6件、部分公开3件、无法提供2件"),
        ("办结10件，其中予以公开6件、部分公开2件，其余1件。", "10件，其中予以公开6件、部分公开2件，其余1件"),
        ("作出行政许可118件、行政处罚7件，合计135件。", "118件、行政处罚7件，合计135件"),
        ("发布90条，其中专项资金30条，预决算50条（政府20条、部门29条）、采购10条。", "50条（政府20条、部门29条"),
    ],
)
def test_parts_that_do_not_add_up_are_found(complete, text, place):
    assert marked(written(complete, "年内工作如常。" + text), "N-04") == [place]


@pytest.mark.parametrize(
    "text",
    [
        "发布214条，其中政策文件9条、财政预决算4条、征地补偿31条。",
        "新收16件，其中自然人14件、法人2件，予以公开9件、部分公开7件。",
        "收到16件，其中网上申请10件，信函申请4件，当面2件，涉及征地9件。",
        "收到申请16件（含上年结转1件，另有2件结转下年）。",
        "培训3次（共57人次）。",
        "发布约200条（网站120条、公众号86条）。",
        "办结16件，其中予以公开9件、部分公开3件、不予公开2件、无法提供2件，结转下年度继续办理2件。",
        "作出行政许可118件、行政处罚7件，合计125件。",
        "收到申请16件，其中网上申请9件、信函申请4件。",
        "收到申请100件，其中征地类40件、规划类20件、房产类18件、其他类12件。",
        "发布90条，其中专项资金30条，预决算50条（政府20条、部门30条）、采购10条。",
    ],
)
def test_lists_of_some_parts_and_lists_that_add_up_are_fine(complete, text):
    assert marked(written(complete, text), "N-04") == []


def test_the_message_says_sum_total_and_difference(complete):
    (finding,) = [
        entry
        for entry in checks.run(written(complete, "发布214条（网站120条、公众号86条）。")).findings
        if entry.rule == "N-04"
    ]
    assert finding.message == "所列 2 项之和为 206条，与“214条”相差 8条，请核对。"
    assert finding.severity == "warning"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我镇共主动公开条，均已上网。", "共主动公开条"),
        ("主动公开条，均已上网。", "公开条"),
        ("全年共公开条政府信息。", "共公开条"),
        ("全年收到政府信息公开申请件，均已答复。", "全年收到政府信息公开申请件"),
        ("推送信息条、公告20条。", "信息条"),
        ("举办培训次。", "举办培训次"),
        ("受理量同比增长%。", "增长%"),
        ("累计篇，内容充实。", "累计篇"),
        ("全年公开行政许可结果条、处罚结果7条。", "条"),
        ("收取信息处理费元。", "处理费元"),
        ("共 条。", "共 条"),
    ],
)
def test_a_missing_number_is_found(complete, text, place):
    assert marked(written(complete, text), "N-07") == [place]


@pytest.mark.parametrize(
    "text",
    [
        "逐条对照公开条例，规范文件、信件、案件管理，定期更新。",
        "发布条件，收到来信，公开件次登记。",
        "编制目录条目，统计培训次数、场次。",
        "政策文件8条、财政预决算4条；",
        "征地信息 58 条、公告 3 条。",
        "做好受理件、办结件登记，对复杂申请件会商。",
        "减少层次、频次。",
        "完成率100%。",
    ],
)
def test_words_that_end_in_a_measure_are_no_gap(complete, text):
    assert marked(written(complete, text), "N-07") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("发布信息1,200条。", ["1,200"]),
        ("发布信息12，345条。", ["12，345"]),
        ("访问1,234,567人次。", ["1,234,567"]),
        ("发布信息3千2百条。", ["3千", "2百"]),
        ("二0二三年发布信息。", ["二0二三"]),
        ("组织培训二次。\n全年培训2次。", ["2次"]),
    ],
)
def test_mixed_numerals_and_separators_are_hints(complete, text, places):
    assert marked(written(complete, text), "N-08") == places


@pytest.mark.parametrize(
    "text",
    [
        "访问1.2万次，发布300余条。",
        "发布二百余条。\n发布200条。",
        "分1,2两类。",
        "组织培训两次，接待来访2次。",
        "第一、二季度各培训2次。",
        "邮编223100，电话0517-87290606。",
    ],
)
def test_usual_numerals_are_fine(complete, text):
    assert marked(written(complete, text), "N-08") == []


UNPAID = "requests.other_fee_unpaid.natural_person"


def test_unpaid_fees_without_a_word_on_fees_are_found(complete):
    complete.values[UNPAID] = 2
    report = written(complete, "本年度没有其他需要报告的事项，建议提案均已办理。", "other")
    (finding,) = [entry for entry in checks.run(report).findings if entry.rule == "N-09"]
    assert (finding.section, finding.cells[0]) == ("other", "requests.other_fee_unpaid.total")
    assert "为2" in finding.message


def test_unpaid_fees_and_no_notice_contradict_each_other(complete):
    complete.values[UNPAID] = 2
    report = written(complete, "2023年我镇没有发出收费通知，未收取信息处理费。", "other")
    assert marked(report, "N-09") == ["没有发出收费通知"]


def test_a_fee_without_any_application_is_found(complete):
    values = {key: value for key, value in complete.values.items() if not key.startswith("requests.")}
    none = {key: 0 for key in complete.form.inputs if key.startswith("requests.")}
    report = written(complete.model_copy(update={"values": values | none}), "2023年收取信息处理费300元。", "other")
    assert marked(report, "N-09") == ["300元"]


def test_fees_that_were_paid_and_notices_that_were_not_are_fine(complete):
    assert marked(written(complete, "发出收费通知1件，收取信息处理费300元。", "other"), "N-09") == []
    complete.values[UNPAID] = 2
    assert marked(written(complete, "发出收费通知2件，金额300元，实际收取0元。", "other"), "N-09") == []


def test_fee_rules_without_text_are_not_assessed(complete):
    report = complete.model_copy(update={"sections": {}})
    assert why(report, "N-09") == ["“六、其他需要报告的事项”尚未起草"]
    assert why(report, "N-10") == ["“六、其他需要报告的事项”没有写到信息处理费的数字"]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("收取信息处理费2955元。", ["2955元"]),
        ("收取信息处理费0.3万元。", ["0.3万元"]),
        (
            "对5件申请收取信息处理费900元。其中，县局1件，收取200元；镇政府4件，收取600元。",
            ["900元。其中，县局1件，收取200元；镇政府4件，收取600元"],
        ),
        (
            "对5件申请收取信息处理费900元。其中，县局1件，收取200元；镇政府3件，收取700元。",
            ["5件申请收取信息处理费900元。其中，县局1件，收取200元；镇政府3件"],
        ),
    ],
)
def test_wrong_amounts_of_fees_are_found(complete, text, places):
    assert marked(written(complete, text, "other"), "N-10") == places


@pytest.mark.parametrize(
    "text",
    [
        "对5件申请收取信息处理费900元。其中，县局1件，收取200元；镇政府4件，收取700元。",
        "2023年收取信息处理费0元。",
        "收取信息处理费300元。\n另收取行政事业性收费2.02万元。",
        "未收取信息处理费。办理建议提案7件。",
    ],
)
def test_right_amounts_and_other_money_are_fine(complete, text):
    assert marked(written(complete, text, "other"), "N-10") == []


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("本报告所列数据的统计期限为2022年1月1日至2022年12月31日。", ["2022年", "2022年"]),
        ("本报告统计数据从2022年1月1日至2023年12月31日。", ["2022年"]),
        ("青石镇\n2022年政府信息公开工作年度报告", ["2022年"]),
        ("统计期限自2023年1月1日起至2024 年12月31日止。", ["2024 年"]),
        ("2022年，我镇认真贯彻条例。现将2023年政府信息公开工作情况报告如下。", ["2022年"]),
        ("根据要求，青石镇人民政府编制了2022年政府信息公开工作年度报告。", ["2022年"]),
        ("二〇二二年，我镇认真贯彻条例。", ["二〇二二年"]),
        ("特向社会公布《青石镇2022年政府信息公开工作年度报告》。", ["2022年"]),
    ],
)
def test_the_wrong_year_of_the_report_is_an_error(complete, text, places):
    report = written(complete, text, "overview.lead")
    assert marked(report, "Y-01") == places
    assert {entry.severity for entry in checks.run(report).findings if entry.rule == "Y-01"} == {"error"}
    assert marked(report, "Y-02") == []


@pytest.mark.parametrize(
    "text",
    [
        "统计期限为2023年1月1日至12月31日。",
        "2022年以来，我镇持续推进。",
        "按照《2022年政务公开工作要点》和国办函〔2020〕109号编制2023年政府信息公开工作年度报告。",
        "《青石镇2022年政府信息公开工作年度报告》反映的问题均已整改。",
        "落实《关于编制公布2022年政府信息公开工作年度报告有关事项的通知》。",
    ],
)
def test_the_right_year_and_years_of_titles_are_fine(complete, text):
    report = written(complete, text, "overview.lead")
    assert marked(report, "Y-01") == marked(report, "Y-02") == []


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("2022年共收到申请3件。", HERE),
        ("专栏照常更新。2022年，我镇发布信息100条。", HERE),
        ("截至2022年底，主动公开信息187条。", HERE),
        ("本机关2022年度未收取信息处理费。", "other"),
        ("2024年共公开信息200条。", HERE),
        ("一是2022年全年培训2次。", HERE),
        ("截至2022年12月31日，公开信息187条。", HERE),
        ("2022年，通过网站公开财政预决算等信息55条，较好地回应了群众。", HERE),
        ("2022年我镇政府信息公开工作还存在以下问题：公开不及时。", "problems"),
        ("并于2022年4月、6月举办信息公开培训班。", HERE),
        ("2024年，我镇公开政策法规、规划计划等信息，回应社会关切。", HERE),
        ("2024年，我镇的工作虽取得一定成绩，但对照上级要求，仍存在一些不足。", "problems"),
    ],
)
def test_this_years_work_under_another_year_is_found(complete, text, section):
    report = written(complete, text, section)
    found = marked(report, "Y-02")
    assert len(found) == 1 and found[0] in ("2022年", "2024年")


@pytest.mark.parametrize(
    ("text", "section"),
    [
        ("按照国办发〔2022〕12号和《2022年政务公开工作要点》部署推进。", HERE),
        ("2019年修订的条例施行后，公开2022年度部门决算。", HERE),
        ("与2022年相比，收到申请减少3件。", HERE),
        ("2022年结转的申请1件已办结。", HERE),
        ("2024年将继续公开惠民资金。", HERE),
        ("自2022年5月起，我镇公开惠民补贴。", HERE),
        ("2021年至2025年发布五年规划。", HERE),
        ("2022年3月印发的办法继续执行。", HERE),
        ("针对上述问题，2024年将采取以下措施：2024年6月底前组织培训。", "problems"),
        ("2022年度报告反映的问题均已整改。", "problems"),
        ("2024年，我镇将针对仍然存在的问题逐项整改。", "problems"),
        ("扫描2000年以后征地档案。", HERE),
        ("在2022年更新目录的基础上继续完善。", HERE),
        ("落实县里于2022年5月召开的推进会要求。", HERE),
    ],
)
def test_other_years_by_right_are_fine(complete, text, section):
    assert marked(written(complete, text, section), "Y-02") == []


@pytest.mark.parametrize(
    ("text", "organ", "places"),
    [
        ("我局认真落实条例，我委配合。", TOWN, ["我局", "我委"]),
        ("我乡发布信息，我街道培训。", TOWN, ["我乡", "我街道"]),
        ("我镇发布信息。", BUREAU, ["我镇"]),
        ("我镇主动公开信息，本局配合。", STREET, ["我镇", "本局"]),
        ("我镇开展培训。", COUNTY, ["我镇"]),
        ("石桥镇2023年收到政府信息公开申请3件。", TOWN, ["石桥镇"]),
        ("2023年，石桥镇认真贯彻条例。", TOWN, ["石桥镇"]),
        ("2023年，石桥镇人民政府主动公开信息187条。", TOWN, ["石桥镇人民政府"]),
        ("2023年，青川县自然资源局严格执行条例。", BUREAU, ["青川县自然资源局"]),
        ("2023年，临川市北门街道办事处全面落实条例。", STREET, ["临川市北门街道办事处"]),
        ("石桥镇人民政府2023年度未收取信息处理费。", TOWN, ["石桥镇人民政府"]),
    ],
)
def test_another_organs_name_in_the_place_of_this_one_is_an_error(complete, text, organ, places):
    report = written(complete, text, organ=organ)
    found = [
        report.text(HERE)[slice(*finding.span)]
        for finding in checks.run(report).findings
        if finding.rule == "Y-04" and finding.section == HERE
    ]
    assert found == places


@pytest.mark.parametrize(
    "lead",
    [
        "石桥镇2023年政府信息公开工作年度报告",
        "根据条例的要求，石桥镇人民政府编制了2023年政府信息公开工作年度报告。",
        "本报告由石桥镇人民政府根据条例要求编制。",
        "如有疑问，请与石桥镇人民政府办公室联系。",
        "我们成立石桥镇政务公开工作领导小组。",
        "2023年，石桥镇坚持以公开为常态。",
    ],
)
def test_another_name_in_title_and_lead_is_found_also_for_a_county(complete, lead):
    for organ in (TOWN, COUNTY):
        report = written(complete, lead, "overview.lead", organ)
        assert marked(report, "Y-04")[0] in ("石桥镇", "石桥镇人民政府", "石桥镇人民政府办公室")


@pytest.mark.parametrize(
    ("text", "organ"),
    [
        ("我县统一部署，我市要求，我省规定，要克服自我局限。", TOWN),
        ("我局配合我县、我市工作，我们及时公开。", BUREAU),
        ("我区、我市的版本局部更新。", STREET),
        ("青石镇2023年收到政府信息公开申请11件。", TOWN),
        ("2023年，青石镇党政办公室认真落实。", TOWN),
        ("2023年，云溪县青石镇坚持公开。", TOWN),
        ("2023年，县自然资源局严格执行条例。", BUREAU),
        ("2023年，云溪自然资源局严格执行条例。", BUREAU),
        ("2023年，云溪县人民政府办公室严格考核。", TOWN),
        ("2023年，各镇街、辖区单位认真落实，全镇共公开信息。", TOWN),
        ("石桥镇、柳河镇来我镇交流，会同石桥镇人民政府开展宣传。", TOWN),
        ("石桥镇收到申请3件，柳河镇收到申请2件；2023年，石桥镇认真落实。", COUNTY),
        ("指导河西村、东门社区开展政务公开专区建设。", STREET),
        ("推进特色小镇、建制镇和集镇建设，覆盖各乡镇，镇级平台、镇长接待日照常。", TOWN),
        ("赴石桥镇学习，向柳河镇借鉴经验。", TOWN),
        ("公开县政府文件5件，上网县政府常务会议纪要3篇，公开以县级预算为主，公开占镇村事项的八成。", TOWN),
    ],
)
def test_own_names_superiors_and_those_told_of_are_fine(complete, text, organ):
    lead = written(complete, "信息公开工作情况如下。", "overview.lead", organ)
    report = written(written(lead, "按期办理。", "overview.oversight", organ), text, organ=organ)
    assert [place for place in marked(report, "Y-04") if place in text and place != "我镇"] == []


def test_a_name_that_a_note_mentions_is_fine(complete):
    text = "2023年，石桥镇认真贯彻条例。"
    complete.notes.append(Note(id="x", aspect="proactive", text="石桥镇与我镇合署办公"))
    assert marked(written(complete, text), "Y-04") == []


def test_without_any_text_the_rules_about_wording_are_not_assessed(complete):
    report = complete.model_copy(update={"sections": {}})
    for rule in WORDING - {"N-09", "N-10"}:
        assert why(report, rule) == ["正文尚未起草"], rule


def corpus() -> list[str]:
    return [name for name in names() if not name.startswith("blank")]


@needs_corpus
def test_published_reports_alarm_the_rules_only_where_they_are_wrong():
    assert corpus()
    for name in corpus():
        found = [(rule, message[:18]) for rule, message in alarms(published(name))]
        really = "pingtan-2019" in name  # a list that lacks 66 and a number left out, as published
        assert [rule for rule, _ in found] == (["N-04", "N-07"] if really else []), (name, found)


OTHERS = {"洪泽区": "石桥区", "兑镇镇": "石桥镇", "平潭综合实验区": "石桥综合实验区", "宿迁市": "石桥市"}
"""The organs of the corpus and what stands in their place."""


def renamed() -> Iterator[tuple[Report, str, str, int]]:
    """Published reports in which one of their own names is another's: the report, the section, that name, its place."""
    for name in corpus():
        report = published(name)
        for own, other in OTHERS.items():
            for section, written in report.sections.items() if own in report.organ.name else ():
                text = written.text
                for found in re.finditer(own, text):
                    changed = Section.of(f"{text[: found.start()]}{other}{text[found.end() :]}")
                    yield (
                        report.model_copy(update={"sections": {**report.sections, section: changed}}),
                        section,
                        other,
                        found.start(),
                    )


@needs_corpus
def test_published_reports_with_another_organs_name_anywhere_are_caught():
    tried = 0
    for report, section, other, start in renamed():
        spans = [
            finding.span
            for finding in checks.run(report).findings
            if finding.rule == "Y-04" and finding.section == section
        ]
        assert any(first < start + len(other) and start < last for first, last in spans), report.text(section)[
            start - 20 : start + 20
        ]
        tried += 1
    assert tried > 25


@pytest.mark.parametrize(
    ("text", "organ", "places"),
    [
        ("惠民补贴通过石桥镇政府网站公开。", TOWN, ["石桥镇"]),
        ("在全县会议上，石桥镇作了发言，石桥镇村务公开栏更新。", TOWN, ["石桥镇", "石桥镇"]),
        ("群众可到北门街道便民服务中心查阅。", STREET, ["北门街道"]),
        ("按照柳河县统一安排整改。", BUREAU, ["柳河县"]),
        ("信息在柳河县人民政府门户网站公开。", COUNTY, ["柳河县"]),
        ("组织人员学习柳河县人民政府办公室印发的《工作规范》。", COUNTY, ["柳河县"]),
    ],
)
def test_another_place_of_the_same_rank_in_mid_sentence_is_a_warning_that_blocks(complete, text, organ, places):
    report = written(complete, text, organ=organ)
    found = [finding for finding in checks.run(report).findings if finding.rule == "Y-04" and finding.section == HERE]
    assert [report.text(HERE)[slice(*finding.span)] for finding in found] == places
    assert {finding.severity for finding in found} == {"warning"} and set(found) <= set(blocking(checks.run(report)))


@needs_corpus
def test_published_reports_with_any_of_their_own_years_changed_are_caught():
    altered = 0
    for name in corpus():
        report = published(name)
        if report.year < 2021:
            continue
        for section, standing in list(report.sections.items()):
            text = standing.text
            for match in re.finditer(rf"{report.year}(?=\s*年)", text):
                if re.match(r"[^》\n]*通知》", text[match.end() :]):
                    continue  # the year of a cited notice is that notice's own
                for year in (report.year - 1, report.year + 1):
                    report.sections[section] = Section.of(
                        f"{text[: match.start()]}{year}{text[match.end() :]}", "import"
                    )
                    here = text[max(0, match.start() - 20) : match.end() + 20]
                    assert marked(report, "Y-01") + marked(report, "Y-02"), (name, section, year, here)
                    altered += 1
            report.sections[section] = standing
    assert altered > 20
