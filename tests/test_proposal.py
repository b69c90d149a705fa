"""Proposals: a model's text is offered change by change; what a person wrote or locked is never lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from drafting.errors import InputError
from drafting.report import FigureTie, Paragraph, Section, SentenceSource
from drafting.writing.proposal import offered, taken

PIECES = [
    "我镇",
    "青石镇",
    "收到申请",
    "12件",
    "13件",
    "十二件",
    "，",
    "。",
    "未",
    "不予公开",
    "增长",
    "《办法》",
    "2024年",
    "培训2次",
    "“一网通办”",
    "均",
    "信息公开",
    "第五项",
    "1,200条",
    "百分之三",
    "A4",
]
texts = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)
news = st.lists(texts, max_size=6).map(
    lambda lines: Section(
        paragraphs=tuple(
            Paragraph(
                id=f"n{at}", text=line, origin="model", sources=(SentenceSource(sentence=line, ids=(f"note:{at}",)),)
            )
            for at, line in enumerate(lines)
        )
    )
)
origins = st.sampled_from(["person", "model", "composer", "import"])
standings = st.lists(st.tuples(texts, origins, st.integers(0, 3)), max_size=6).map(
    lambda rows: Section(
        paragraphs=tuple(
            Paragraph(id=f"p{at}", text=text, origin=origin, locked=not lot)
            for at, (text, origin, lot) in enumerate(rows)
        )
    )
)


def unlocked(section):
    return section.model_copy(
        update={"paragraphs": tuple(paragraph.model_copy(update={"locked": False}) for paragraph in section.paragraphs)}
    )


def standing(*lines, **more):
    return Section(
        paragraphs=tuple(Paragraph(id=f"p{at}", text=line, **more) for at, line in enumerate(lines, start=1))
    )


@given(standings, news)
def test_taking_nothing_leaves_the_section_as_it_stands(before, new):
    assert taken(before, offered(before, new), []) == before


@given(standings, news)
def test_taking_all_gives_the_new_texts_where_nothing_is_locked(before, new):
    before = unlocked(before)
    assert [p.text for p in taken(before, offered(before, new), "all").paragraphs] == [p.text for p in new.paragraphs]


@given(standings, news, st.data())
def test_a_locked_paragraph_stands_whatever_is_taken(before, new, data):
    offer = offered(before, new)
    chosen = data.draw(st.sets(st.sampled_from(sorted(offer.changes)))) if offer.changes else set()
    for picked in (chosen, "all"):
        after = taken(before, offer, picked)
        assert [p for p in after.paragraphs if p.locked] == [p for p in before.paragraphs if p.locked]


@given(standings, news)
def test_no_text_of_the_new_section_gets_lost_for_a_lock(before, new):
    after = taken(before, offered(before, new), "all")
    texts = [paragraph.text for paragraph in after.paragraphs]
    missing = [p.text for p in new.paragraphs if p.text not in texts]
    assert len(missing) <= sum(paragraph.locked for paragraph in before.paragraphs)


@given(standings, news, st.data())
def test_what_was_not_chosen_stands(before, new, data):
    offer = offered(before, new)
    chosen = data.draw(st.sets(st.sampled_from(sorted(offer.changes)))) if offer.changes else set()
    after = taken(before, offer, chosen).text
    for at, pair in enumerate(offer.pairs):
        for place, change in enumerate(pair.changes):
            if pair.old and (at, place) not in chosen:
                assert change.old in after
    assert len({p.id for p in taken(before, offer, chosen).paragraphs}) == len(taken(before, offer, chosen).paragraphs)


@given(standings, news)
def test_the_changes_of_every_pair_make_up_both_texts(before, new):
    for pair in offered(before, new).pairs:
        if pair.old:
            assert "".join(change.old for change in pair.changes) == pair.old.text
        if pair.new and not pair.locked:
            assert "".join(change.new for change in pair.changes) == pair.new.text


@given(standings, news)
def test_an_offer_is_the_same_each_time_it_is_worked_out(before, new):
    assert offered(before, new) == offered(before, new)


@given(standings)
def test_the_standing_text_offered_back_changes_nothing(before):
    assert offered(before, before).changes == frozenset()


def test_every_risky_change_needs_a_tick_of_its_own():
    before = standing("全年收到申请12件，办结申请11件，现场培训2次。")
    offer = offered(before, Section.of("全年共收到申请13件，办结申请10件，现场培训2次。", "model"))
    (pair,) = offer.pairs
    assert [(pair.changes[at].old, pair.changes[at].new) for at in pair.open] == [
        ("", "共"),
        ("12件", "13件"),
        ("11件", "10件"),
    ]
    assert taken(before, offer, offer.harmless).text == "全年共收到申请12件，办结申请11件，现场培训2次。"
    assert taken(before, offer, {(0, pair.open[1])}).text == "全年收到申请13件，办结申请11件，现场培训2次。"


def test_a_person_s_paragraph_stays_the_person_s_until_it_is_taken_whole():
    before = standing("全年收到申请12件，办结申请11件。", origin="person")
    new = Section.of("全年共收到申请13件，办结申请11件。", "model")
    offer = offered(before, new)
    assert taken(before, offer, offer.harmless).paragraphs[0].origin == "person"
    (whole,) = taken(before, offer, "all").paragraphs
    assert (whole.id, whole.origin) == ("p1", "model")
    mixed = taken(
        unlocked(standing("全年收到申请12件，办结申请11件。", origin="import")),
        offered(standing("全年收到申请12件，办结申请11件。", origin="import"), new),
        offer.harmless,
    )
    assert mixed.paragraphs[0].origin == "model"


def test_sources_go_with_the_sentences_that_stand():
    first, second, other = "镇长分管此项工作。", "全年培训2次。", "全年培训3次。"
    before = Section(
        paragraphs=(
            Paragraph(
                id="p1",
                text=first + second,
                sources=(
                    SentenceSource(sentence=first, ids=("note:a",)),
                    SentenceSource(sentence=second, ids=("note:b",)),
                ),
            ),
        )
    )
    new = Section(
        paragraphs=(
            Paragraph(
                id="n1",
                text=f"由{first}{other}",
                origin="model",
                sources=(
                    SentenceSource(sentence=f"由{first}", ids=("note:a",)),
                    SentenceSource(sentence=other, ids=("note:c",)),
                ),
            ),
        )
    )
    offer = offered(before, new)
    figure = next(at for at in offer.changes if offer.pairs[0].risks.get(at[1]))
    assert [source.ids for source in taken(before, offer, {figure}).paragraphs[0].sources] == [("note:a",), ("note:c",)]
    assert taken(before, offer, "all").paragraphs[0].sources == new.paragraphs[0].sources


def test_a_confirmed_figure_keeps_its_tie_where_it_stands_and_loses_it_where_it_is_changed():
    before = standing(
        "收到申请12件，办结申请11件。",
        ties=(FigureTie(start=4, end=7, source="person"), FigureTie(start=12, end=15, source="fact:x")),
    )
    offer = offered(before, Section.of("全年收到申请12件，办结申请10件。", "model"))
    assert taken(before, offer, "all").paragraphs[0].ties == (FigureTie(start=6, end=9, source="person"),)
    assert taken(before, offer, offer.harmless).paragraphs[0].ties == (
        FigureTie(start=6, end=9, source="person"),
        FigureTie(start=14, end=17, source="fact:x"),
    )


def test_a_doubt_goes_when_its_sentence_is_rewritten():
    before = standing("申请数量增长。现场培训2次。", doubts=("申请数量增长。",))
    offer = offered(before, Section.of("申请数量下降。现场培训了2次。", "model"))
    assert taken(before, offer, offer.harmless).paragraphs[0].doubts == ("申请数量增长。",)
    assert taken(before, offer, "all").paragraphs[0].doubts == ()


def test_a_new_paragraph_is_taken_by_sentence_where_the_model_put_it():
    before = standing("主动公开平台建设有序推进。", "信息发布落实三审三校。")
    new = Section.of("主动公开平台建设有序推进。\n全年培训3次。未发生泄密。\n信息发布落实三审三校。", "model")
    offer = offered(before, new)
    assert [[change.new for change in pair.changes] for pair in offer.pairs if not pair.old] == [
        ["全年培训3次。", "未发生泄密。"]
    ]
    assert taken(before, offer, {(1, 1)}).text.split("\n")[1] == "未发生泄密。"
    assert [p.id for p in taken(before, offer, "all").paragraphs][::2] == ["p1", "p2"]


def test_a_paragraph_the_model_left_out_goes_only_by_choice():
    before = standing("主动公开平台建设有序推进。", "信息发布落实三审三校。专人保密审查。")
    offer = offered(before, Section.of("主动公开平台建设有序推进。", "model"))
    assert offer.pairs[1].new is None and len(offer.pairs[1].open) == 2
    assert taken(before, offer, {(1, 0)}).text == "主动公开平台建设有序推进。\n专人保密审查。"


def test_a_locked_paragraph_the_model_changed_is_not_offered_as_another():
    before = Section(
        paragraphs=(
            Paragraph(id="p1", text="全年收到申请12件，办结申请11件。", locked=True),
            Paragraph(id="p2", text="开展业务培训2次。"),
        )
    )
    offer = offered(before, Section.of("全年收到申请13件，办结申请11件。\n开展了业务培训2次。", "model"))
    assert offer.pairs[0].locked and offer.pairs[0].new and offer.pairs[0].open == ()
    assert taken(before, offer, "all").text == "全年收到申请12件，办结申请11件。\n开展了业务培训2次。"


def test_what_the_model_puts_after_a_locked_paragraph_comes_after_it():
    before = Section(
        paragraphs=(
            Paragraph(id="p1", text="专栏由专人管护。", locked=True),
            Paragraph(id="p2", text="信息发布落实三审三校。"),
        )
    )
    new = Section.of("专栏由专人管护。\n全年组织业务培训。\n信息发布落实三审三校。", "model")
    assert taken(before, offered(before, new), "all").text == new.text


def test_a_paragraph_is_known_by_its_id_however_much_it_changed():
    before = standing("甲乙丙丁。", "戊己庚辛。")
    new = Section(paragraphs=(Paragraph(id="p2", text="子丑寅卯。", origin="model"),))
    assert [(pair.old.id, pair.new is None) for pair in offered(before, new).pairs] == [("p1", True), ("p2", False)]


@pytest.mark.parametrize("chosen", [{(0, 0), (5, 5)}, {(0, 1)}, {(-1, 0)}])
def test_a_choice_that_is_none_of_the_offer_s_is_refused(chosen):
    before = standing("培训。")
    with pytest.raises(InputError, match="刷新"):
        taken(before, offered(before, Section.of("宣传。", "model")), chosen)


def test_an_offer_for_another_text_is_refused():
    offer = offered(standing("培训2次。"), Section.of("培训3次。", "model"))
    with pytest.raises(InputError, match="重新比对"):
        taken(standing("培训4次。"), offer, "all")


def test_what_a_proposal_brings_without_a_basis_is_said_and_not_ticked_beforehand():
    from drafting.bearing import Bearing
    from drafting.binding import EvidenceIndex
    from drafting.samples import sample
    from drafting.writing.proposal import doubted

    report, _ = sample("town").load()
    standing = Section.of("党政办牵头。", "person")
    new = Section.of("党政办牵头，县长多次批示肯定。", "model")
    offer = doubted(offered(standing, new), Bearing(EvidenceIndex(report)), "overview.oversight")
    (change,) = offer.changes
    assert change not in offer.harmless
    (risk,) = [risk for found in offer.pairs[change[0]].risks.values() for risk in found if risk.kind == "basis"]
    assert risk.says == "“县长多次批示肯定”依据不足，素材和表格里都没有。"
    borne_out = doubted(
        offered(standing, Section.of("党政办牵头，副镇长分管。", "model")), Bearing(EvidenceIndex(report)), "x"
    )
    assert borne_out.harmless == borne_out.changes


def test_a_sentence_that_only_moves_is_one_change_without_a_risk():
    before = Section(paragraphs=(Paragraph(id="p1", text="公开信息317条。培训2次。发布解读5篇。", origin="model"),))
    new = Section.of("培训2次。发布解读5篇。公开信息317条。", "model")
    (pair,) = offered(before, new).pairs
    assert len(pair.open) == 1 and not pair.risks
    (change,) = pair.open
    assert taken(before, offered(before, new), {(0, change)}).text == new.text
    dropped = Section.of("培训2次。公开信息317条。", "model")
    assert offered(before, dropped).pairs[0].risks


@pytest.mark.parametrize(
    ("new", "harmless"),
    [("县长多次批示肯定工作。", True), ("县长多次批示表扬工作。", True), ("县长多次召开大会工作。", False)],
)
def test_a_typo_is_mended_in_words_that_had_no_basis_before(new, harmless):
    from drafting.bearing import Bearing
    from drafting.binding import EvidenceIndex
    from drafting.samples import sample
    from drafting.writing.proposal import doubted

    report, _ = sample("town").load()
    standing = Section.of("县长多次批示肯淀工作。", "person")
    offer = doubted(offered(standing, Section.of(new, "model")), Bearing(EvidenceIndex(report)), "overview.oversight")
    assert bool(offer.harmless) is harmless
