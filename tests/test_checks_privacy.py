"""Rules P-01 to P-06: personal data, parties, contact, words, typing errors, absolute words; what is fine."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import checks
from drafting.form import SECTIONS, edition
from drafting.report import Note, Organ, Report, Section
from drafting.samples import samples
from drafting.service.files import draft_report
from tests.checks_material import errors, finished, marked
from tests.published import names, needs_corpus, published

RULES = ("P-01", "P-02", "P-03", "P-04", "P-05", "P-06", "Y-03", "Y-05", "Y-06", "Y-07")
HERE = "overview.on_request"
TOWN = Organ(
    name="青石镇人民政府",
    short_name="青石镇",
    level="township",
    kind="government",
    self_reference="我镇",
    superior="云溪县人民政府",
)


@pytest.fixture
def complete() -> Report:
    """A finished report of a town that a person answers for."""
    return finished()


def written(report: Report, text: str, section: str = HERE, origin: str = "person") -> Report:
    """``report`` with ``text`` added to what stands in ``section``."""
    whole = f"{report.text(section)}\n{text}"
    return report.model_copy(update={"sections": {**report.sections, section: Section.of(whole, origin)}})


def ours(report: Report, last_year: Report | None = None) -> list[tuple[str, str, str]]:
    """What the rules of this file and its neighbours say: rule, severity, the words pointed at."""
    return [
        (finding.rule, finding.severity, report.text(finding.section)[slice(*finding.span)] if finding.span else "")
        for finding in checks.run(report, last_year).findings
        if finding.rule in RULES
    ]


def said(report: Report) -> list[checks.Finding]:
    """The findings of these rules alone."""
    context = checks.Context(report)
    return [
        outcome
        for module in checks.MODULES
        if module.RULE.id in RULES
        for outcome in module.check(context)
        if isinstance(outcome, checks.Finding)
    ]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("申请人身份证号为11010519491231002X，已答复。", "11010519491231002X"),
        ("申请人（11010519491231002x）已撤回。", "11010519491231002x"),
        ("申请人身份证：１１０１０５１９４９１２３１００２Ｘ。", "１１０１０５１９４９１２３１００２Ｘ"),
        ("申请人身份证号码：320829198001010010。", "320829198001010010"),
        ("补贴对象110105491231002已公示。", "110105491231002"),
        ("补贴打入6222021234567890128。", "6222021234567890128"),
        ("银行卡号为6222 0212 3456 7890 128。", "6222 0212 3456 7890 128"),
        ("村民反映可打13912345678，已答复。", "13912345678"),
        ("申请人电话139-1234-5678，已登记。", "139-1234-5678"),
        ("联系申请人，其本人手机13912345678。", "13912345678"),
        ("申请人家住石桥村三组12号，已上门。", "石桥村三组12号"),
        ("申请人住址：青石镇河西社区幸福路8号2栋301室。", "青石镇河西社区幸福路8号2栋301室"),
    ],
)
def test_personal_data_is_an_error_at_its_place(complete, text, place):
    report = written(complete, text)
    assert marked(report, "P-01") == [place]
    assert errors(report) <= {"P-01", "N-01"}


@pytest.mark.parametrize(
    "text",
    [
        "手机号已处理为138****1234，身份证号为320***********0010。",
        "办公电话0517-87290606，邮编223100。",
        "网站访问13912345678次。",
        "详见http://www.example.gov.cn/art/2024/1/5/art_13912345678.html。",
        "统一社会信用代码11320829014205678X。",
        "统计编号123456789012345678。",
        "联系地址：云溪县青石镇人民路12号政府大楼301室。",
        "居住在本镇的群众可到便民服务中心查阅。",
        "索引号000014349/2024-00012。",
        "缴费账号320501234567890123。",
    ],
)
def test_masked_numbers_office_numbers_and_other_numbers_are_fine(complete, text):
    assert marked(written(complete, text), "P-01") == []


def test_personal_data_is_not_repeated_in_full_by_the_message(complete):
    (finding,) = [
        entry for entry in checks.run(written(complete, "村民反映可打13912345678。")).findings if entry.rule == "P-01"
    ]
    assert "139…78" in finding.message and "13912345678" not in finding.message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("申请人张小明向我镇提出申请。", "张小明"),
        ("原告王芳不服答复。", "王芳"),
        ("村民李建国反映的问题已办结。", "李建国"),
        ("申请人：赵敏。", "赵敏"),
        ("办理刘大海诉云溪县人民政府一案。", "刘大海"),
        ("其中，陈伟诉我镇政府信息公开一案已撤诉。", "陈伟"),
        ("案号（2023）苏08行初15号。", "（2023）苏08行初15号"),
        ("（2023）最高法行申123号裁定维持。", "（2023）最高法行申123号"),
        ("依据[2022]皖0102行初7号判决履行。", "[2022]皖0102行初7号"),
    ],
)
def test_names_of_parties_and_case_numbers_are_found(complete, text, place):
    report = written(complete, text)
    assert marked(report, "P-02") == [place]
    assert errors(report) <= {"N-01"}


@pytest.mark.parametrize(
    "text",
    [
        "申请人张某向我镇提出申请，李××诉我镇。",
        "申请人提出、申请人陈述、申辩等权利均已告知。",
        "申请人不服的，可以起诉、申诉、上诉。",
        "村民委员会、居民小组公开村务。",
        "申请人黄金分割线以内的地块。",
        "当事人应诉、败诉情况。",
        "复议、诉讼由市民热线转办，信访投诉局统一受理。",
        "国办发〔2023〕12号文件要求。",
        "原告撤诉1件，第三人无异议。",
        "接待群众来访，居民张贴公告，市民朋友们踊跃参与。",
    ],
)
def test_masked_names_and_ordinary_words_are_fine(complete, text):
    assert marked(written(complete, text), "P-02") == []


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("联系邮箱：qingshizhen@163.com。", "qingshizhen@163.com"),
        ("电子邮箱123456@qq.com，电话87290606。", "123456@qq.com"),
        ("邮箱 qsz@VIP.126.COM。", "qsz@VIP.126.COM"),
        ("联系电话：13912345678。", "13912345678"),
        ("如有疑问，请与党政办公室联系（手机139 1234 5678）。", "139 1234 5678"),
    ],
)
def test_private_mail_and_mobile_numbers_in_the_contact_are_found(complete, text, place):
    report = written(complete, text, "overview.lead")
    assert marked(report, "P-03") == [place]
    assert marked(report, "P-01") == [] and errors(report) <= {"N-01"}


@pytest.mark.parametrize(
    "text", ["联系电话：0517-87290606，邮箱xxgk@qingshi.gov.cn。", "邮箱zwgk@example.org.cn。", "咨询电话：12345。"]
)
def test_office_contacts_are_fine(complete, text):
    assert marked(written(complete, text, "overview.lead"), "P-03") == []


def test_without_contact_or_text_nothing_is_assessed(complete):
    def why(report, rule):
        return [entry.why for entry in checks.run(report).not_assessed if entry.rule == rule]

    plain = complete.model_copy(update={"sections": {HERE: Section.of("依法办理申请。")}})
    assert why(plain, "P-03") == ["正文没有写联系方式"] and why(plain, "Y-05") == ["正文没有引用文件"]
    blank = complete.model_copy(
        update={"sections": {}, "document": complete.document.model_copy(update={"number": "", "issued_on": None})}
    )
    for rule in set(RULES) - {"Y-03"}:
        assert why(blank, rule) == ["正文尚未起草"], rule
    assert why(blank, "Y-03") == ["没有填写成文日期"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("县国土局公开征地信息。", "国土局"),
        ("配合县工商行政管理局做好公示。", "工商行政管理局"),
        ("由县卫计委牵头。", "卫计委"),
        ("县环保局发布空气质量。", "环保局"),
        ("邀请人大代表、政协代表参加。", "政协代表"),
        ("按照国务院办公室要求。", "国务院办公室"),
        ("县公安消防大队公开双随机结果。", "公安消防大队"),
    ],
)
def test_old_names_and_wrong_words_are_warnings(complete, text, place):
    report = written(complete, text)
    assert ("P-04", "warning", place) in ours(report)
    assert errors(report) == set()


@pytest.mark.parametrize(
    "text",
    [
        "原县国土局档案移交县自然资源局。",
        "机构改革后，县工商局职责划入县市场监督管理局。",
        "落实《国土资源局档案管理办法》。",
        "各级环境保护部门加强监管。",
        "县自然资源局、生态环境局、市场监督管理局、卫生健康局公开信息。",
        "政协委员、人大代表参加，政协代表队参赛。",
        "国务院办公厅印发通知。",
        "经济开发区安监局公开执法信息。",
        "建设环保局公开信息。",
    ],
)
def test_old_names_told_as_such_titles_and_longer_words_are_fine(complete, text):
    assert [entry for entry in ours(written(complete, text)) if entry[0] == "P-04"] == []


def test_a_word_of_the_organs_own_name_is_fine(complete):
    organ = complete.organ.model_copy(update={"name": "青川经济区农业局", "short_name": ""})
    report = written(complete, "农业局公开补贴信息。")
    assert "农业局" in marked(report, "P-04")
    assert "农业局" not in marked(report.model_copy(update={"organ": organ}), "P-04")


@pytest.mark.parametrize(
    ("text", "place", "severity"),
    [
        ("按照上级布署推进。", "布署", "warning"),
        ("做好以申请公开工作。", "以申请公开", "warning"),
        ("严格三审三较。", "三审三较", "warning"),
        ("建立建全制度。", "建立建全", "warning"),
        ("公开其它信息。", "其它", "hint"),
        ("截止2023年底公开信息。", "截止20", "hint"),
        ("政务公开公开工作稳步推进。", "公开公开", "hint"),
        ("公开资金资金使用情况。", "资金资金", "hint"),
        ("公开的的信息。", "的的", "hint"),
        ("畅通受理渠。", "受理渠", "hint"),
        ("按时答复，，无超期。", "，，", "hint"),
        ("按时答复。；无超期。", "。；", "hint"),
        ("完善机制,细化职责。", ",", "hint"),
        ('落实"三审三校"制度。', '"三审三校"', "hint"),
        ("落实“三审三校制度。", "“", "hint"),
        ("印发《政务公开要点。", "《", "hint"),
        ("印发政务公开要点》。", "》", "hint"),
    ],
)
def test_typing_errors_are_found(complete, text, place, severity):
    report = written(complete, text)
    assert ("P-05", severity, place) in ours(report)
    assert errors(report) <= {"N-01"}


@pytest.mark.parametrize(
    "text",
    [
        "公民可以申请公开信息，予以申请公开便利。",
        "以公开为目的的活动，涉及及时公开的事项，以及及时更新的内容。",
        "部署、台账、健全、部门户外公示栏。",
        "机关健全制度，有关健康的信息，自己经办，自己公开。",
        "一件一件办结，一项一项落实。",
        "政府信息公开信息处理费。",
        "办公时间：9:00—17:00，网址www.example.gov.cn，占3.5%。",
        "他说：“公开是常态。”",
        "（1）加强培训；（2）强化考核……",
        "1）加强培训。",
        "提出“两个维护”“四个意识”。",
        "叫做为民办实事。",
    ],
)
def test_right_words_and_marks_are_fine(complete, text):
    before = ours(complete)
    assert ours(written(complete, text)) == before


def test_half_width_marks_are_told_once_a_section_with_their_number(complete):
    found = [
        entry
        for entry in checks.run(written(complete, "完善机制,细化职责,强化监督,落实责任。")).findings
        if entry.rule == "P-05"
    ]
    assert len(found) == 1 and "共 3 处" in found[0].message


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("全年实现零投诉。", "零投诉"),
        ("信息发布零差错，零泄密。", "零差错"),
        ("答复工作无一差错。", "无一差错"),
        ("群众满意度达100%。", "100%"),
        ("全年零复议。", "零复议"),
    ],
)
def test_absolute_words_without_ground_are_hints(complete, text, place):
    complete.values["proceedings.review.upheld"] = 1
    report = written(complete, text)
    assert marked(report, "P-06")[:1] == [place]
    assert errors(report) <= {"N-01"}


@pytest.mark.parametrize(
    "text",
    ["力争实现零投诉。", "做到应公开尽公开，全部上网。", "按时答复率100%。", "覆盖率达98%。", "全年零复议、零诉讼。"],
)
def test_wishes_standing_terms_and_what_the_tables_show_are_fine(complete, text):
    for key in list(complete.values):
        if key.startswith("proceedings."):
            complete.values[key] = 0
    assert marked(written(complete, text), "P-06") == []


def test_an_absolute_word_that_a_note_says_is_fine(complete):
    complete.notes.append(Note(id="x", aspect="oversight", text="全年零投诉，县局有通报"))
    assert marked(written(complete, "全年零投诉。"), "P-06") == []


def test_each_finding_is_one_chinese_sentence(complete):
    text = (
        "身份证号11010519491231002X，村民反映13912345678。原告王芳。联系电话：13912345678，a@qq.com。县国土局布署，，政务公开公开。"
        "国务院令第492号。国办发[2021]30号。零投诉。“习近平新时代特色社会主义思想。"
    )
    found = [entry for entry in checks.run(written(complete, text)).findings if entry.rule in RULES]
    assert {entry.rule for entry in found} == set(RULES) - {"Y-03"}
    for finding in found:
        assert finding.message.endswith("。") and finding.message.count("。") == 1 and "！" not in finding.message


PIECES = st.sampled_from(
    (
        "申请人",
        "张小明",
        "诉",
        "政府",
        "身份证",
        "11010519491231002X",
        "6222021234567890128",
        "13912345678",
        "家住石桥村12号",
        "a@qq.com",
        "电话：",
        "国办发",
        "〔2021〕",
        "[21]",
        "（2023）",
        "第",
        "030号",
        "国务院令第492号",
        "《中华人民共和国政府信息公开条例》",
        "年度报告格式》的通知》（",
        "国土局",
        "布署",
        "原",
        "公开公开",
        "，，",
        ",",
        '"',
        "“",
        "》",
        "零投诉",
        "100%",
        "二十届四中全会",
        "。",
        "\n",
        "\u200f",
        "\ud800",
        "😀",
        "<b>",
        "=1+1",
        "#",
        "\x00",
    )
)
TEXTS = st.lists(PIECES, max_size=14).map("".join) | st.text(max_size=30)
ODD = st.one_of(st.none(), st.just(0), st.integers(-5, 10**15 - 1), st.decimals(-9, 9, allow_nan=False, places=2))


@settings(max_examples=120, deadline=None)
@given(
    st.dictionaries(st.sampled_from(sorted(SECTIONS)), TEXTS, max_size=5),
    st.dictionaries(st.sampled_from(edition("2021").inputs), ODD, max_size=6),
    st.integers(2000, 2100),
    st.sampled_from(("person", "model", "import")),
    TEXTS,
    st.none() | st.dates(),
)
def test_no_text_makes_a_rule_fail_and_every_span_lies_in_its_text(texts, values, year, origin, number, issued):
    report = Report(
        organ=TOWN,
        year=year,
        values={key: value for key, value in values.items() if value is not None},
        sections={id: Section.of(text, origin) for id, text in texts.items()},
    )
    report.document = report.document.model_copy(update={"number": number[:100], "issued_on": issued})
    context = checks.Context(report)
    for module in checks.MODULES:
        for outcome in module.check(context) if module.RULE.id in RULES else ():
            if isinstance(outcome, checks.Finding) and outcome.span:
                start, end = outcome.span
                assert 0 <= start < end <= len(report.text(outcome.section)), outcome


@pytest.mark.parametrize(
    "piece",
    [
        "13912345678，",
        "（2021）1号",
        "布署",
        "公开",
        '"中',
        "《",
        "申请人张小明，",
        "国土局原",
        "家住石桥村",
        "1 ",
        "身份证号",
    ],
)
def test_a_hundred_thousand_characters_of_anything_take_a_moment(piece):
    text = (piece * 100_000)[:100_000]
    report = Report(organ=TOWN, year=2024, sections={HERE: Section.of(text, "import")})
    context = checks.Context(report)
    began = time.process_time()
    for module in checks.MODULES:
        if module.RULE.id in RULES and module.RULE.id != "P-06":
            list(module.check(context))
    assert time.process_time() - began < 10


@pytest.mark.parametrize("sample_", samples(), ids=lambda entry: entry.id)
def test_samples_as_they_are_and_as_drafted_offline_raise_nothing(sample_):
    report, last_year = sample_.load()
    assert ours(report, last_year) == []
    drafted = draft_report(report, [spec.id for spec in report.outline], None, last_year=last_year).report
    assert ours(drafted, last_year) == []


@needs_corpus
def test_published_reports_alarm_these_rules_only_where_they_are_wrong():
    expected = {
        "pingtan-2019-squashed-oldformat": [
            ("P-03", "warning", "pzxxgkb@163.com"),
            ("P-05", "hint", ","),
            ("P-05", "hint", ","),
            ("P-05", "hint", ","),  # once in each section of its own outline
        ],
        "seed-duizhen-town-2023": [("P-05", "hint", "其它")],
        **dict.fromkeys(("pt-jjf-2022-libreoffice", "pt-jjf-2022-squashed"), [("P-03", "warning", "jfjzhc＠163.com")]),
        **dict.fromkeys(
            ("pt-zrz-2021", "pt-zrz-2021-copied", "pt-zrz-2021-squashed"),
            [("P-03", "warning", "pthtjbgs@163.com"), ("P-05", "hint", ",")],
        ),
    }
    reports = [name for name in names() if not name.startswith("blank")]
    assert reports
    for name in reports:
        assert ours(published(name)) == expected.get(name, []), name


SEEDS = {
    "P-01": ("申请人身份证号11010519491231002X。", "村民反映可打13912345678。", "申请人家住石桥村三组12号。"),
    "P-02": ("原告王芳不服答复。", "申请人张小明提出申请。", "案号（2023）苏08行初15号。"),
    "P-03": ("联系邮箱a1@qq.com。", "联系电话：13912345678。", "电子邮箱b2@163.com。"),
    "P-04": ("县国土局配合。", "县卫计委配合。", "政协代表参加。"),
    "P-05": ("按上级布署推进。", "政务公开公开工作。", "按时答复，，无超期。"),
    "P-06": ("实现零投诉。", "实现零差错。", "工作无一失误。"),
    "Y-05": ("依据国务院令第492号。", "依据国办公开办函〔2019〕60号。", "依据国办发〔2020〕109号。"),
    "Y-06": ("依据国办发[2022]8号。", "依据国办发（2022）8号。", "依据国办发〔2022〕第8号。"),
    "Y-07": (
        "以习近平总书记为核心的党中央。",
        "落实二十届五中全会、二十大三中全会精神。",
        "学习习近平新时代特色社会主义思想。",
    ),
}


@needs_corpus
@pytest.mark.parametrize("rule", SEEDS)
def test_faults_set_into_published_reports_are_found_there_and_raise_no_other_of_these_rules(rule):
    for name in names():
        report = published(name)
        if name.startswith("blank") or report.year < 2021:
            continue
        before = said(report)
        for at, section in enumerate(report.sections):
            if (at + list(SEEDS).index(rule)) % 3:
                continue  # each section of each report has the faults of three rules
            fault = SEEDS[rule][at % len(SEEDS[rule])]
            start = len(report.text(section)) + 1
            after = said(written(report, fault, section, "import"))
            there = [entry.rule for entry in after if entry.section == section and (entry.span or (0, 0))[0] >= start]
            assert there == [rule], (name, section, fault)
            assert len(after) == len(before) + 1
