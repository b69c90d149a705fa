"""Differences between texts, and a person's edit laid onto the paragraphs it came from."""

import re

from hypothesis import given
from hypothesis import strategies as st

from drafting.report import Paragraph, Section, SentenceSource
from drafting.writing.diff import changes, html
from drafting.writing.merge import edited

TRAINING = "全年开展培训2次，共52人次参加。"
AUDIT = "信息发布落实三审三校。"
PLATFORM = "关停闲置公众号1个，保留政府网站公开专栏。"

chinese = st.text(st.sampled_from("我镇全年公开信息12件。，；培训〔待补〕<b>& \u3000"), max_size=40)
texts = st.lists(chinese, max_size=8).map("\n".join)
sections = st.lists(chinese.map(str.strip).filter(bool), max_size=8).map(lambda lines: drafted(*lines))


def drafted(*lines: str) -> Section:
    """A section by a model: paragraphs p1, p2 … that rest on notes n1, n2 …"""
    return Section(
        paragraphs=tuple(
            Paragraph(
                id=f"p{at}", text=line, origin="model", sources=(SentenceSource(sentence=line, ids=(f"note:n{at}",)),)
            )
            for at, line in enumerate(lines, start=1)
        )
    )


def section() -> Section:
    return drafted(TRAINING, AUDIT, PLATFORM)


@given(texts, texts)
def test_the_changes_make_up_both_texts(old, new):
    made = changes(old, new)
    assert "".join(change.old for change in made) == old
    assert "".join(change.new for change in made) == new
    assert all((change.kind == "equal") == (change.old == change.new) for change in made)
    assert all((one.kind == "equal") != (other.kind == "equal") for one, other in zip(made, made[1:]))


def test_equal_texts_have_no_changes():
    assert [change.kind for change in changes("全年公开信息12件。", "全年公开信息12件。")] == ["equal"]
    assert changes("", "") == []


def test_a_changed_figure_is_shown_whole():
    changed = [change for change in changes("收到申请12件。", "收到申请13件。") if change.kind != "equal"]
    assert [(change.old, change.new) for change in changed] == [("12", "13")]


def test_only_the_changed_words_are_marked():
    assert (
        html("镇长分管，党政办承办。", "镇长分管，党政办、司法所承办。") == "镇长分管，党政办<ins>、司法所</ins>承办。"
    )


@given(texts, texts)
def test_markup_in_the_texts_is_escaped(old, new):
    shown = re.sub(r"</?(?:ins|del)>", "", html(old, new))
    assert "<" not in shown and ">" not in shown


def test_a_very_long_text_is_compared_by_paragraph():
    old = "\n".join(f"第{at}段：全年公开信息{at}条，均按时发布。" * 8 for at in range(500))
    new = old.replace("公开信息250条", "公开信息251条", 1)
    assert len(old) > 70_000
    assert [(c.old, c.new) for c in changes(old, new) if c.kind != "equal"] == [("250", "251")]


def test_one_very_long_paragraph_is_compared_by_sentence():
    old = "".join(f"第{at}项工作按时完成；" for at in range(2_000))
    new = old.replace("第1000项工作按时完成", "第1000项工作已经完成")
    assert [(c.old, c.new) for c in changes(old, new) if c.kind != "equal"] == [("按时", "已经")]


def test_two_long_texts_with_nothing_in_common_are_still_compared():
    made = changes("甲乙丙丁\n" * 10_000, "戊己庚辛\n" * 10_000)
    assert [change.kind for change in made][:1] == ["replace"]
    assert "".join(change.new for change in made) == "戊己庚辛\n" * 10_000


@given(sections, texts)
def test_the_text_that_goes_in_comes_out(before, text):
    after = edited(before, text)
    assert after.text == "\n".join(line.strip() for line in text.split("\n") if line.strip())
    ids = [paragraph.id for paragraph in after.paragraphs]
    assert len(ids) == len(set(ids))


@given(sections)
def test_an_edit_that_changes_nothing_changes_nothing(before):
    assert edited(before, before.text) == before
    assert edited(before, "\n\n".join(f"{p.text}  " for p in before.paragraphs)) == before


@given(sections, texts)
def test_sources_belong_to_sentences_that_stand_in_the_paragraph(before, text):
    for paragraph in edited(before, text).paragraphs:
        assert all(source.sentence in paragraph.text for source in paragraph.sources)


def test_untouched_paragraphs_keep_everything():
    after = edited(section(), f"{TRAINING}\n{AUDIT}保密审查由党政办负责。\n{PLATFORM}")
    assert after.paragraphs[0] == section().paragraphs[0]
    assert after.paragraphs[2] == section().paragraphs[2]


def test_a_changed_paragraph_keeps_its_id_and_the_sources_of_what_still_stands():
    changed = edited(section(), f"{TRAINING}\n{AUDIT}保密审查由党政办负责。\n{PLATFORM}").paragraphs[1]
    assert (changed.id, changed.origin) == ("p2", "person")
    assert [source.ids for source in changed.sources] == [("note:n2",)]


def test_a_rewritten_sentence_loses_its_sources():
    changed = edited(section(), TRAINING.replace("2次", "3次") + f"\n{AUDIT}\n{PLATFORM}").paragraphs[0]
    assert (changed.id, changed.sources) == ("p1", ())


def test_a_paragraph_put_between_is_new_and_moves_no_id():
    after = edited(section(), f"{TRAINING}\n镇长分管此项工作。\n{AUDIT}\n{PLATFORM}")
    assert [paragraph.id for paragraph in after.paragraphs if paragraph.origin == "model"] == ["p1", "p2", "p3"]
    assert after.paragraphs[1].origin == "person"


def test_a_moved_paragraph_stays_itself():
    after = edited(section(), f"{PLATFORM}\n{TRAINING}\n{AUDIT}")
    assert [paragraph.id for paragraph in after.paragraphs] == ["p3", "p1", "p2"]
    assert {paragraph.origin for paragraph in after.paragraphs} == {"model"}


def test_a_deleted_paragraph_is_gone():
    assert [p.id for p in edited(section(), f"{TRAINING}\n{PLATFORM}").paragraphs] == ["p1", "p3"]


def test_a_paragraph_split_in_two_keeps_the_sources_of_both_halves():
    one = Section(
        paragraphs=(
            Paragraph(
                id="p1",
                text=TRAINING + AUDIT,
                origin="composer",
                sources=(
                    SentenceSource(sentence=TRAINING, ids=("note:n1",)),
                    SentenceSource(sentence=AUDIT, ids=("note:n2",)),
                ),
            ),
        )
    )
    first, second = edited(one, f"{TRAINING}\n{AUDIT}").paragraphs
    assert [source.ids for source in (*first.sources, *second.sources)] == [("note:n1",), ("note:n2",)]


def test_a_paragraph_rewritten_from_the_ground_up_is_matched_by_place():
    after = edited(section(), f"{TRAINING}\n镇党政办每周抽查一次。\n{PLATFORM}")
    assert after.paragraphs[1].id == "p2"


def test_an_edit_can_come_from_a_model_too():
    assert (
        edited(section(), f"{TRAINING}\n{AUDIT}另有说明。\n{PLATFORM}", origin="model").paragraphs[1].origin == "model"
    )


def test_everything_deleted_leaves_an_empty_section():
    assert edited(section(), " \n") == Section()
