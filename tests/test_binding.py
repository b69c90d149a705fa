"""Figures in Chinese prose, and the facts and notes they are tied to."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.binding import EvidenceIndex, Mark, read
from drafting.binding.numerals import value, written
from drafting.facts import catalogue
from drafting.form import edition
from drafting.report import Note, Organ, Report
from tests.published import CORPUS, published

FORM = edition("2021")


def report(notes=(), **cells) -> Report:
    """A town of 2024 with zeros but for ``cells`` (keys without the table for 表三: ``granted__business``)."""
    values = {key: 0 for key in FORM.inputs} | {key.replace("__", "."): value for key, value in cells.items()}
    return Report(
        organ=Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇"),
        year=2024,
        values=values,
        notes=[Note(id=f"n{at}", aspect="proactive", text=text) for at, text in enumerate(notes, start=1)],
    )


def figures(text: str) -> list[tuple[str, str]]:
    return [(f"{figure.value:f}", figure.unit) for figure in read(text)]


def tied(text: str, report: Report, last_year: Report | None = None) -> list[tuple[Mark, str, tuple[str, ...]]]:
    """The figures of ``text``: mark, ``fact``, ``note`` or ``untied`` (contradicted ones too), and ids without their
    kind.
    """
    marks = [mark for mark in EvidenceIndex(report, last_year).marks(text) if mark.figure]
    return [
        (mark, mark.state, tuple(source.partition(":")[2] for source in mark.sources))
        if mark.state in ("fact", "note")
        else (mark, "untied", ())
        for mark in marks
    ]


def bound(text: str, *args) -> list[tuple[str, str, tuple[str, ...]]]:
    return [(mark.text, state, ids) for mark, state, ids in tied(text, *args)]


# Reading


@pytest.mark.parametrize(
    "text, number, unit",
    [
        ("收到申请12件", "12", "件"),
        ("公开信息１，２３４条", "1234", "条"),
        ("公开信息3,525条", "3525", "条"),
        ("公开信息 2428 条", "2428", "条"),
        ("访问量1.2万次", "12000.0", "次"),
        ("公开信息18万余条", "180000", "条"),
        ("占20%", "20", "%"),
        ("占20％", "20", "%"),
        ("占百分之二十", "20", "%"),
        ("占百分之二十点五", "20.5", "%"),
        ("提高1.5个百分点", "1.5", "百分点"),
        ("公开信息三百余条", "300", "条"),
        ("答复十二件", "12", "件"),
        ("培训两次", "2", "次"),
        ("一千二百三十四人次", "1234", "人次"),
        ("其中一件予以公开", "1", "件"),
        ("收费2950元", "2950", "元"),
        ("收费59237.2449万元", "59237.2449", "万元"),
        ("收费1.5亿元", "1.5", "亿元"),
        ("收费三万元", "30000", "元"),
        ("合计12", "12", ""),
        ("公开信息2024条", "2024", "条"),
        ("连续12个季度", "12", "季度"),
    ],
)
def test_a_figure_is_read_with_its_unit(text, number, unit):
    assert figures(text) == [(number, unit)]


@pytest.mark.parametrize(
    "text",
    [
        "2024年1月1日至2024年12月31日",
        "2024 年度",
        "至12月31日",
        "于1月31日前",
        "二〇二四年一月五日",
        "2023—2024年",
        "2024-01-23",
        "一季度",
        "国办公开办函〔2021〕30号",
        "国务院令第711号",
        "国令第 711 号",
        "第二十条第（五）项",
        "第六期培训班",
        "第三方",
        "《关于印发2024年政务公开工作12项要点的通知》",
        "《某某〈3件实事〉办法》",
        "一是加强管理；二是完善机制",
        "第一，加强管理",
        "（一）主动公开",
        "1.首次公开",
        "1. 总体情况",
        "首次",
        "电话：0517-87290606",
        "邮编：223100",
        "13812345678",
        "12345热线",
        "110宣传日",
        "www.example.gov.cn/2024/12",
        "落实“三审三校”",
        "落实三审三校",
        "“三安全一稳定”",
        "“一网通办”",
        "一级抓一级",
        "统一发布",
        "进一步完善",
        "一般信息",
        "一些不足",
        "一站式服务",
        "“三公”经费",
        "“两微一端”",
        "一次性告知",
        "高效办成一件事",
        "一个平台",
        "这一项工作",
        "三个方面",
        "3个方面",
        "三类内部事务信息",
        "四类过程性信息",
        "党的二十大",
        "二十届三中全会",
        "“十四五”时期",
        "十四五期间",
        "千家万户",
        "“100”行动",
        "7×24小时",
        "5G",
        "大楼14层",
    ],
)
def test_what_is_no_figure_is_not_read(text):
    assert figures(text) == []


@pytest.mark.parametrize(
    "text", ["三百余条", "300多条", "约300条", "近300条", "300条以上", "300条左右", "数百条", "三四次", "逾300条"]
)
def test_an_estimate_is_marked(text):
    assert [figure.approximate for figure in read(text)] == [True]


def test_both_ends_of_a_range_have_the_unit():
    assert figures("3至5件") == [("3", "件"), ("5", "件")]
    assert figures("三至五次") == [("3", "次"), ("5", "次")]


def test_figures_of_a_list_are_read_one_by_one():
    assert figures("网站86条、公众号132条，专栏3个") == [("86", "条"), ("132", "条"), ("3", "个")]


@pytest.mark.parametrize(
    "numeral, number",
    [
        ("十", 10),
        ("十二", 12),
        ("二十", 20),
        ("两百", 200),
        ("一百零五", 105),
        ("一百二", 120),
        ("一千零二十", 1020),
        ("三万五千", 35_000),
        ("三万五", 35_000),
        ("二十万零三百", 200_300),
        ("一亿二千万", 120_000_000),
        ("百", 100),
        ("零", 0),
        ("三四", None),
    ],
)
def test_chinese_numerals(numeral, number):
    assert value(numeral) == number


@given(st.integers(0, 10**11))
def test_a_chinese_numeral_that_is_written_is_read_back(number):
    assert value(written(number)) == number


@given(
    st.text(
        st.sampled_from(
            "0123456789１２.，,一二三十百千万亿两零件条次元年月日号第（）()〔〕《》“”约余多至个%％ \n我公开"
        ),
        max_size=60,
    )
)
def test_every_span_holds_its_text_and_none_overlap(text):
    end = 0
    for figure in read(text):
        assert text[figure.start : figure.end] == figure.text and figure.text.strip() == figure.text != ""
        assert figure.start >= end and figure.value >= 0
        end = figure.end


@given(st.integers(0, 10**9), st.sampled_from("件条次期场份名"))
def test_any_whole_number_before_a_unit_is_read(number, unit):
    assert figures(f"全年公开{number}{unit}。") == [(str(number), unit)]


# Tying


@pytest.mark.parametrize(
    "text, id",
    [
        ("收到政府信息公开申请12件。", "requests.new_received.total"),
        ("全年新收政府信息公开申请十二件。", "requests.new_received.total"),
        ("全年收办政府信息公开申请15件。", "formula.handled"),
        ("办理政府信息公开申请15件。", "requests.total.total"),
        ("上年结转3件。", "requests.carried_in.total"),
        ("结转下年度继续办理1件。", "requests.carried_out.total"),
        ("予以公开10件。", "requests.granted.total"),
        ("不予公开5件。", "formula.refused"),
        ("其中4件因保护第三方合法权益不予公开。", "requests.refused_third_party.total"),
        ("因保护第三方合法权益不予公开4件、因属于行政执法案卷不予公开1件。", "requests.refused_enforcement_file.total"),
        ("予以公开10件，占66.67%。", "share.granted"),
        ("予以公开10件，占比66.7%。", "share.granted"),
        ("予以公开10件，占办结总数的66.67%。", "share.granted"),
        ("全年至少收到政府信息公开申请12件。", "requests.new_received.total"),
        ("通过多种渠道收到政府信息公开申请12件。", "requests.new_received.total"),
        ("制发行政规范性文件6件、废止2件。", "disclosure.normative_documents.repealed"),
        ("作出行政许可决定1024件。", "disclosure.licences"),
        ("收取行政事业性收费18651.06万元。", "disclosure.fees_wan_yuan"),
        ("收取行政事业性收费186510600元。", "disclosure.fees_wan_yuan"),
        ("因政府信息公开引起的行政复议5件。", "proceedings.review.total"),
        ("行政复议5件，其中结果纠正2件。", "proceedings.review.corrected"),
        ("行政诉讼7件，其中复议后起诉7件。", "proceedings.litigation_after_review.total"),
    ],
)
def test_a_figure_that_states_a_cell_is_tied_to_it(text, id):
    filled = report(
        requests__new_received__natural_person=12,
        requests__carried_in__natural_person=3,
        requests__granted__natural_person=10,
        requests__refused_third_party__natural_person=4,
        requests__refused_enforcement_file__natural_person=1,
        requests__carried_out__natural_person=1,
        disclosure__normative_documents__made=6,
        disclosure__normative_documents__repealed=2,
        disclosure__licences=1024,
        disclosure__fees_wan_yuan=Decimal("18651.06"),
        proceedings__review__upheld=3,
        proceedings__review__corrected=2,
        proceedings__litigation_after_review__upheld=7,
    )
    _, state, ids = bound(text, filled)[-1]
    assert state == "fact" and id in ids


def test_a_fact_must_be_named_where_the_figure_stands():
    filled = report(requests__new_received__natural_person=12)
    assert bound("开展培训12件。", filled) == [("12件", "untied", ())]
    assert bound("收到人大建议12件。", filled) == [("12件", "untied", ())]


def test_a_remark_in_brackets_does_not_part_a_figure_from_its_words():
    filled = report(requests__other_remaining__business=5)
    assert bound("其他处理（含申请人主动撤回）5件。", filled) == [("5件", "fact", ("formula.other",))]


def test_facts_that_fit_equally_are_all_named():
    filled = report(requests__new_received__business=12, requests__granted__business=12)
    assert bound("收到申请12件。", filled)[0][2] == (
        "requests.new_received.total",
        "formula.handled",
        "requests.total.total",
    )


def test_growth_is_tied_in_its_own_direction():
    now, then = report(disclosure__licences=15), report(disclosure__licences=12)
    assert bound("作出行政许可决定15件，同比增长25%。", now, then)[1] == ("25%", "fact", ("ratio.disclosure.licences",))
    [_, word, rate] = EvidenceIndex(now, then).marks("作出行政许可决定15件，同比下降25%。")
    assert (word.text, word.state, word.expected) == ("下降", "contradicted", "增长") and rate.state == "fact"
    assert bound("作出行政许可决定15件，比上年增加3件。", now, then)[1][2] == ("change.disclosure.licences",)


def test_an_estimate_fits_within_its_last_digit():
    filled = report(disclosure__licences=317)
    assert bound("作出行政许可决定300余件。", filled)[0][1] == "fact"
    assert bound("作出行政许可决定200余件。", filled)[0][1] == "untied"


@pytest.mark.parametrize(
    "amount, state",
    [
        ("18651.06万元", "fact"),
        ("18651万元", "fact"),
        ("1.87亿元", "fact"),
        ("18651.05万元", "untied"),
        ("2亿元", "untied"),
        ("0万元", "untied"),
        ("18651.06元", "untied"),
        ("18651.06件", "untied"),
        ("18651.0600000000000000000000000000001万元", "untied"),
    ],
)
def test_money_is_compared_across_its_units(amount, state):
    filled = report(disclosure__fees_wan_yuan=Decimal("18651.06"))
    assert bound(f"收取行政事业性收费{amount}。", filled)[0][1] == state


def test_a_figure_of_a_note_is_tied_to_the_note():
    filled = report(["全年通过网站公开信息86条", "开展业务培训2次，52人次参加"])
    assert bound("通过政府网站公开信息八十六条。组织培训2次。", filled) == [
        ("八十六条", "note", ("n1",)),
        ("2次", "note", ("n2",)),
    ]


def test_a_note_without_units_still_ties():
    assert bound("公开信息86条。", report(["公开信息：86"])) == [("86条", "note", ("n1",))]


def test_another_unit_or_another_subject_is_not_the_same_figure():
    filled = report(["开展业务培训2次"])
    assert bound("开展业务培训2场。", filled)[0][1] == "untied"
    assert bound("走访农户2次。", filled)[0][1] == "untied"


def test_an_estimate_in_a_note_does_not_make_an_exact_figure():
    filled = report(["公开信息300余条"])
    assert bound("公开信息三百余条。", filled)[0][1] == "note"
    assert bound("公开信息300条。", filled)[0][1] == "untied"


def test_an_unknown_figure_is_untied():
    assert bound("公开信息86条。", Report(organ=report().organ, year=2024)) == [("86条", "untied", ())]


@given(
    st.integers(0, 10**6), st.sampled_from(["作出行政许可决定{}件。", "收到政府信息公开申请{}件。", "予以公开{}件。"])
)
def test_a_number_changed_by_one_is_no_longer_tied(number, sentence):
    filled = report(
        disclosure__licences=number, requests__new_received__business=number, requests__granted__business=number
    )
    assert bound(sentence.format(number), filled)[0][1] == "fact"
    assert bound(sentence.format(number + 1), filled)[0][1] == "untied"


@given(
    st.dictionaries(st.sampled_from(FORM.inputs), st.integers(0, 50)),
    st.text(st.sampled_from("收到申请予以公开复议0123456789件%，。；增长占"), max_size=60),
)
def test_what_is_tied_has_the_value_of_the_fact(cells, text):
    filled = Report(organ=report().organ, year=2024, values=cells)
    known = catalogue(filled)
    for mark, state, ids in tied(text, filled):
        assert (state == "untied") == (ids == ())
        for id in ids:
            assert abs(known[id].value - mark.figure.value) < 1


# Real reports


def corpus(name: str) -> tuple[Report, str]:
    """A published report and its narrative, or a skip where the corpus is absent."""
    if not CORPUS.is_dir():
        pytest.skip("the corpus of published reports is not here (../shared/corpus)")
    written = published(name)
    organ = written.organ.model_copy(update={"makes_rules": True})
    return written.model_copy(update={"organ": organ, "sections": {}}), "\n".join(
        section.text for section in written.sections.values()
    )


def test_the_figures_of_a_real_city_report_are_tied_to_its_cells():
    filled, text = corpus("suqian-city-2023")
    found = {mark.text: ids[0] for mark, state, ids in tied(text, filled) if state == "fact"}
    assert found == {
        "3607件": "formula.handled",
        "3493件": "handled.natural_person",
        "114件": "legal_persons.handled",
        "1191件": "requests.granted.total",
        "328件": "requests.partially_granted.total",
        "142件": "formula.refused",
        "1078件": "formula.unavailable",
        "406件": "formula.unprocessed",
        "341件": "formula.other",
        "121件": "requests.carried_out.total",
    }


def test_the_figures_of_a_real_zone_report_are_tied_to_its_cells():
    filled, text = corpus("pingtan-2024")
    found = {mark.text: ids[0] for mark, state, ids in tied(text, filled) if state == "fact"}
    assert found == {"218件": "requests.total.total", "62件": "disclosure.normative_documents.made"}


def test_a_figure_of_narrower_scope_is_not_tied():
    filled, text = corpus("hongze-district-2024")
    assert {mark.text: state for mark, state, _ in tied(text, filled)}["17 件"] == "untied"


@pytest.mark.parametrize(
    "name",
    [
        "suqian-city-2023",
        "hongze-district-2024",
        "pingtan-2024",
        "pingtan-2019-squashed-oldformat",
        "seed-duizhen-town-2023",
        "anon-city-2025-numbers-only",
    ],
)
def test_no_date_or_document_number_of_a_real_report_is_read_as_a_figure(name):
    _, text = corpus(name)
    for figure in read(text):
        assert figure.unit not in ("年", "月", "日") and not text.startswith(("号", "年"), figure.end)
        assert text[figure.start - 1] not in "第〔"
        assert figure.unit or figure.text == "985"  # the name of a radio programme, the one number without a unit


def test_the_town_report_of_words_has_no_figures():
    assert read(corpus("seed-duizhen-town-2023")[1]) == []


@pytest.mark.parametrize(
    "words, value", [("三成", 30), ("近两成", 20), ("三分之一", Decimal("33.33")), ("五分之二", 40), ("一半", 50)]
)
def test_a_portion_in_words_is_a_figure_too(words, value):
    (figure,) = read(f"自然人提出的占{words}以上。")
    assert (figure.value, figure.unit) == (value, "%")


def test_words_with_成_are_no_portion():
    assert read("一成立就公开，两成果三成员，办成一批实事。") == []
