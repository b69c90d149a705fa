"""What contradicts the tables, what only seems to, and the words that claim something."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_binding import corpus, report

from drafting.binding import EvidenceIndex, Mark
from drafting.binding.values import matches_value as states
from drafting.facts import catalogue
from drafting.report import FigureTie, Note, Organ, Report

CORPUS = (
    "suqian-city-2023",
    "hongze-district-2024",
    "pingtan-2024",
    "pingtan-2019-squashed-oldformat",
    "seed-duizhen-town-2023",
    "anon-city-2025-numbers-only",
)
TOWN = dict(
    requests__new_received__natural_person=12,
    requests__new_received__business=4,
    requests__carried_in__business=3,
    requests__granted__business=10,
    requests__refused_third_party__business=4,
    requests__other_remaining__business=3,
    requests__carried_out__business=2,
    disclosure__licences=1024,
    disclosure__penalties=31,
    disclosure__normative_documents__made=6,
    disclosure__normative_documents__repealed=2,
    disclosure__normative_documents__in_force=30,
    disclosure__fees_wan_yuan=Decimal("125.5"),
    proceedings__review__upheld=3,
    proceedings__review__corrected=2,
    proceedings__litigation_direct__upheld=1,
)
LAST_YEAR = dict(requests__new_received__natural_person=10, disclosure__licences=1100, disclosure__penalties=31)


def county(*notes: str) -> EvidenceIndex:
    """A county government with the same cells."""
    filled = report(notes, **TOWN)
    organ = Organ(name="云溪县人民政府", level="county", kind="government", self_reference="我县")
    return EvidenceIndex(filled.model_copy(update={"organ": organ}))


def town(*notes: str) -> EvidenceIndex:
    return EvidenceIndex(report(notes, **TOWN), report(**LAST_YEAR).model_copy(update={"year": 2023}))


def contradicted(ground: EvidenceIndex, text: str) -> list[Mark]:
    return [mark for mark in ground.marks(text) if mark.state == "contradicted"]


def wrong(ground: EvidenceIndex, text: str) -> list[tuple[str, str]]:
    return [(mark.text, mark.expected) for mark in contradicted(ground, text)]


# Figures


@pytest.mark.parametrize(
    "text, figure, expected",
    [
        ("2024年，我镇全年收到政府信息公开申请15件。", "15件", "16件"),
        ("全年共收到政府信息公开申请15件。", "15件", "16件"),
        ("青石镇人民政府收到政府信息公开申请61件。", "61件", "16件"),
        ("新收政府信息公开申请19件。", "19件", "16件"),
        ("全年收到政府信息公开申请十五件。", "十五件", "十六件"),
        ("全年收到政府信息公开申请１５件。", "１５件", "１６件"),
        ("全年收到公民、法人和其他组织提出的政府信息公开申请15件。", "15件", "16件"),
        ("办结政府信息公开申请18件，结转下年度2件。", "18件", "17件"),
        ("收到政府信息公开申请16件，其中予以公开11件。", "11件", "10件"),
        ("办结政府信息公开申请17件，其中予以公开10件、不予公开5件、其他处理3件。", "5件", "4件"),
        ("政府信息公开申请结转下年度继续办理3件。", "3件", "2件"),
        ("制发行政规范性文件7件，废止2件。", "7件", "6件"),
        ("制发行政规范性文件6件，废止3件。", "3件", "2件"),
        ("年末现行有效行政规范性文件31件。", "31件", "30件"),
        ("作出行政许可决定1,025件。", "1,025件", "1,024件"),
        ("作出行政许可决定900余件。", "900余件", "1000余件"),
        ("作出行政许可决定1024件、行政处罚决定13件。", "13件", "31件"),
        ("收取行政事业性收费126.5万元。", "126.5万元", "125.5万元"),
        ("因政府信息公开引起的行政复议6件。", "6件", "5件"),
        ("因政府信息公开引起的行政复议5件，其中结果维持2件、结果纠正2件。", "2件", "3件"),
        ("收到政府信息公开申请16件，同比增长50%。", "50%", "60%"),
        ("收到政府信息公开申请16件，较上年增加7件。", "7件", "6件"),
        ("办结政府信息公开申请17件，其中予以公开10件，占59.82%。", "59.82%", "58.82%"),
    ],
)
def test_a_figure_that_its_own_words_deny_is_contradicted_in_its_own_style(text, figure, expected):
    assert wrong(town(), text)[0] == (figure, expected)


@pytest.mark.parametrize(
    "text",
    [
        "全县各级行政机关共收到政府信息公开申请16件，其中县政府办收到9件、县直部门5件、乡镇2件。",
        "全年通过县政府网站收到政府信息公开申请4件，信函12件。",
        "上半年，共收到政府信息公开申请9件。",
        "近3年共收到政府信息公开申请60件。",
        "1-6月共收到政府信息公开申请9件。",
        "政务公开工作扎实。全年受理群众来信12件，办结12件。办理人大代表建议30件、政协提案45件。",
        "规范办理政府信息公开申请。全县清理规范性文件50件，保留45件，废止3件，修改5件。",
        "制定规范性文件6件，印发文件35件，出台政策措施15件。",
        "办理行政处罚案件55件。公开行政处罚决定25件。公示行政许可决定900件。",
        "实施行政许可事项120件。",
        "政务公开工作。办理行政复议案件15件，行政诉讼8件。办理信访120件，接待来访30件。",
        "县自然资源局积极履职，全年收到政府信息公开申请12件，予以公开9件。",
        "县公安局予以公开5件、县住建局予以公开3件。",
        "2023年收到政府信息公开申请85件，2024年收到政府信息公开申请16件。",
        "网上申请9件，占56.25%，予以公开3件。",
        "县司法局收到行政复议申请120件，受理110件，维持80件。",
        "依申请公开。收到公租房申请1200件，办结1100件。",
        "政府信息公开申请主要涉及土地征收30件、房屋拆迁20件、行政处罚12件、规范性文件3件。",
        "对政府信息公开申请8件延期答复，补正告知6件，征求第三方意见5件。",
        "当面受理政府信息公开申请10件。",
        "收到政府信息公开申请16件，其中：网络申请12件，信函申请4件。",
        "收到政府信息公开申请19件（含上年结转3件）。",
        "收到公开申请16件，政务新媒体176个，同比增长6.7%。",
    ],
)
def test_what_may_mean_a_part_or_another_thing_is_not_contradicted(text):
    assert contradicted(county(), text) == []


@pytest.mark.parametrize(
    "text, figure",
    [
        ("2024年，县政府办公室收到政府信息公开申请9件。", "9件"),
        ("县政府收到政府信息公开申请9件。", "9件"),
        ("县本级收到政府信息公开申请9件。", "9件"),
        ("县政府及县直部门办理政府信息公开申请9件。", "9件"),
        ("全县备案因政府信息公开引起的行政复议3件。", "3件"),
    ],
)
def test_words_of_a_narrower_scope_only_warn(text, figure):
    [mark] = contradicted(county(), text)
    assert (mark.text, mark.narrow) == (figure, True)


def test_cases_that_the_organ_suffered_are_asked_about_where_nothing_says_of_what():
    found = contradicted(county(), "我县被申请行政复议15件，被提起行政诉讼20件。")
    assert [(mark.text, mark.narrow, mark.asked) for mark in found] == [("15件", True, True), ("20件", True, True)]


def test_a_part_stays_a_part_until_the_whole_is_spoken_of_again():
    found = contradicted(
        county(), "县政府办公室收到政府信息公开申请9件。其中予以公开3件。全县收到政府信息公开申请15件。"
    )
    assert [(mark.text, mark.narrow) for mark in found] == [("9件", True), ("3件", True), ("15件", False)]


def test_no_note_outweighs_the_table_on_the_tables_own_matter():
    for note in ("通过网站收到申请15件", "全年收到政府信息公开申请15件"):
        assert town(note).marks("收到政府信息公开申请15件。")[0].state == "contradicted"


def test_a_note_bears_out_a_part_that_no_table_has():
    assert town("通过网站收到申请5件").marks("通过网站收到政府信息公开申请5件。")[0].state == "note"


def test_nothing_is_contradicted_by_a_cell_that_is_not_filled():
    assert (
        contradicted(EvidenceIndex(Report(organ=report().organ, year=2024)), "收到政府信息公开申请17件，同比增长5%。")
        == []
    )


# What a figure remembers


def test_a_remembered_cell_decides_before_the_words_do():
    tie = FigureTie(start=4, end=6, source="fact:requests.granted.total")
    [mark] = town().marks("处理结果9件。", [tie])
    assert (mark.state, mark.expected, mark.sources) == ("contradicted", "10件", ("fact:requests.granted.total",))
    assert town().marks("处理结果9件。")[0].state == "untied"


def test_a_remembered_note_must_still_hold_the_figure():
    tie = FigureTie(start=4, end=6, source="note:n1")
    assert town("发放手册9件").marks("处理结果9件。", [tie])[0].state == "note"
    assert town("发放手册8件").marks("处理结果9件。", [tie])[0].state == "untied"


def test_a_person_stands_for_a_figure_unless_its_own_words_deny_it():
    tie = FigureTie(start=4, end=6, source="person")
    assert town().marks("处理结果9件。", [tie])[0].state == "person"
    text = "收到政府信息公开申请15件。"
    assert town().marks(text, [FigureTie(start=10, end=13, source="person")])[0].state == "contradicted"


@pytest.mark.parametrize(
    "tie",
    [
        FigureTie(start=4, end=6, source=""),
        FigureTie(start=3, end=6, source="person"),
        FigureTie(start=4, end=6, source="fact:no.such"),
    ],
)
def test_a_tie_of_nothing_or_of_another_place_decides_nothing(tie):
    assert town().marks("处理结果9件。", [tie])[0].state == "untied"


# Words


@pytest.mark.parametrize(
    "text, word, state, expected",
    [
        ("收到政府信息公开申请16件，同比增长60%。", "增长", "fact", ""),
        ("收到政府信息公开申请16件，同比下降60%。", "下降", "contradicted", "增长"),
        ("收到政府信息公开申请16件，较上年减少6件。", "减少", "contradicted", "增加"),
        ("收到政府信息公开申请16件（含网上4件），与上年相比有所下降。", "下降", "contradicted", "增长"),
        ("作出行政许可决定1024件，同比增长。", "增长", "contradicted", "下降"),
        ("作出行政处罚决定31件，与上年持平。", "持平", "fact", ""),
        ("收到政府信息公开申请16件，与上年持平。", "持平", "contradicted", "增长"),
        ("未收到政府信息公开申请。", "未收到", "contradicted", ""),
        ("全年没有收到公民、法人和其他组织提出的政府信息公开申请。", "没有收到", "contradicted", ""),
        ("全年未发生因政府信息公开引起的行政复议、行政诉讼。", "未发生", "contradicted", ""),
        ("无结转下年度继续办理的申请。", "无", "contradicted", ""),
        ("未作出行政强制决定。", "未作出", "fact", ""),
        ("未制发、废止规章。", "未制发", "fact", ""),
        ("未制发行政规范性文件。", "未制发", "contradicted", ""),
        ("收到政府信息公开申请16件，均已办结。", "均已办结", "contradicted", ""),
        ("政府信息公开申请全部按时答复。", "全部按时答复", "contradicted", ""),
        ("依申请公开答复率100%。", "答复率", "contradicted", ""),
        ("首次设立政务公开专区。", "首次", "untied", ""),
        ("未发生行政复议纠错情形。", "未发生", "contradicted", ""),
        ("无政府信息公开申请行政复议纠错。", "无", "contradicted", ""),
    ],
)
def test_a_word_that_claims_something_of_the_tables_is_held_against_them(text, word, state, expected):
    marks = [mark for mark in town().marks(text) if mark.kind == "word"]
    assert [(mark.text, mark.state, mark.expected) for mark in marks] == [(word, state, expected)]
    assert text[marks[0].start : marks[0].end] == word


@pytest.mark.parametrize(
    "text",
    [
        "未收到投诉举报。",
        "未发生泄密事件。",
        "政府信息公开申请中无法提供3件。",
        "未收到人大代表关于信息公开的建议。",
        "没有收到对申请答复的投诉。",
        "全部实现网上公开。",
        "均已完成整改。",
        "全部办结群众诉求30件。",
        "通过网络未收到政府信息公开申请。",
        "未制定规章制度。",
        "收到政府信息公开申请16件，办结15件，其余正在办理，均已按期答复。",
        "增长见识，减少环节，提高质量。",
        "严格落实《首次公开办法》。",
    ],
)
def test_the_same_words_in_other_prose_are_left_alone(text):
    assert [mark.text for mark in town().marks(text) if mark.kind == "word"] == []


def test_a_word_rests_on_the_note_that_says_it():
    ground = town("首次在各村设立政务公开专区", "网站访问量12000次，同比增长10%")
    assert ground.marks("首次设立政务公开专区。")[0].sources == ("note:n1",)
    marks = ground.marks("网站访问量12000次，同比下降10%。")
    assert [(mark.text, mark.state) for mark in marks] == [
        ("12000次", "note"),
        ("下降", "contradicted"),
        ("10%", "note"),
    ]


def test_a_full_rate_rests_on_there_being_nothing_carried_over():
    done = EvidenceIndex(report(requests__new_received__business=3, requests__granted__business=3))
    assert [(mark.text, mark.state) for mark in done.marks("依申请公开答复率达100%。")] == [
        ("答复率", "fact"),
        ("100%", "fact"),
    ]


# All marks


@settings(deadline=None, max_examples=150)
@given(
    st.lists(
        st.sampled_from(
            [
                "收到政府信息公开申请",
                "予以公开",
                "17件",
                "16件",
                "三百余条",
                "60%",
                "，",
                "。",
                "同比",
                "增长",
                "下降",
                "未收到",
                "其中",
                "占",
                "均已答复",
                "（",
                "）",
                "首次",
                "行政复议",
                "\n",
                "2023年",
                "县政府办",
                "申请",
                "未发生",
            ]
        ),
        max_size=25,
    ).map("".join),
    st.lists(
        st.builds(
            FigureTie,
            start=st.integers(0, 60),
            end=st.integers(0, 60),
            source=st.sampled_from(["", "person", "note:n1", "fact:disclosure.licences"]),
        )
    ),
)
def test_marks_are_in_order_apart_and_true_to_the_text(text, ties):
    ground = town("收到申请17件")
    marks = ground.marks(text, ties)
    assert all(text[mark.start : mark.end] == mark.text != "" for mark in marks)
    assert all(one.end <= other.start for one, other in zip(marks, marks[1:]))
    for mark in marks:
        assert (mark.state == "untied") == (mark.sources == ()) and (mark.figure is None) == (mark.kind == "word")
        assert mark.state == "contradicted" or not mark.expected and not mark.narrow
        assert all(ground.says(source) for source in mark.sources)


@given(st.integers(0, 10**6), st.sampled_from(["{}件", "{:,}件"]), st.integers(0, 10**6))
def test_what_is_expected_is_what_would_be_tied(now, style, typed):
    ground = EvidenceIndex(report(disclosure__licences=now))
    for mark in contradicted(ground, f"作出行政许可决定{style.format(typed)}。"):
        [again] = ground.marks(f"作出行政许可决定{mark.expected}。")
        assert again.state == "fact"


# Real reports


@pytest.mark.parametrize("name", CORPUS)
def test_a_real_report_contradicts_its_tables_only_where_its_scope_differs(name):
    filled, text = corpus(name)
    found = contradicted(EvidenceIndex(filled), text)
    assert [(mark.text, mark.narrow) for mark in found] == ([("17 件", True)] if name == "hongze-district-2024" else [])


@pytest.mark.parametrize("name", CORPUS)
def test_every_figure_of_a_real_report_that_is_tied_prints_its_fact(name):
    filled, text = corpus(name)
    known = catalogue(filled)
    for mark in EvidenceIndex(filled).marks(text):
        if mark.state == "fact" and mark.figure:
            assert states(mark.figure, known[mark.sources[0].removeprefix("fact:")])


def test_a_case_that_did_not_go_through_review_denies_nothing():
    given = report(proceedings__litigation_direct__upheld=1)
    text = "全年发生行政诉讼1件，其中未经复议直接起诉1件（结果维持1件）。"
    assert {mark.state for mark in EvidenceIndex(given).marks(text)} == {"fact"}


def test_a_sentence_of_a_note_in_either_of_its_forms_rests_on_that_note():
    told = report()
    told.notes = [
        Note(id="n1", aspect="oversight", text="培训了1次，来了17个人。"),
        Note(id="n2", aspect="proactive", text="全年公开信息74条，其中工作动态41条、公告通知33条"),
    ]
    ground = EvidenceIndex(told)
    for text, note in (
        ("培训1次，17人参加。", "n1"),
        ("一是全年公开信息 74 条，其中工作动态41条、公告通知33条；", "n2"),
    ):
        assert {(mark.state, mark.sources) for mark in ground.marks(text)} == {("note", (f"note:{note}",))}
    assert [mark.state for mark in ground.marks("全年公开信息74条，其中工作动态33条。")][1] != "note"
