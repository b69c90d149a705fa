"""Whose words and figures they are, through cut and paste, clearing and restoring, moving and editing."""

import pytest

from drafting.report import Section
from drafting.samples import sample

HERE, THERE = "overview.oversight", "overview.platform"
LIE = "全年接待来访群众4731人次，县长多次批示肯定。"
FIGURE, WORDS = "4731人次", "县长多次批示肯定"


@pytest.fixture
def id(service):
    id = service.library.add_sample(sample("town"))
    for section in (HERE, THERE):
        service.editing.save_section(id, section, "")
    service.prose.save(id, HERE, Section.of(LIE, "model"), by="model")
    return id


def stops(service, id):
    """What stands in the way of a final copy, as rule and words."""
    opened = service.library.open(id)
    found = set()
    for finding in opened.assessment.findings:
        if finding.blocking and finding.rule in ("N-01", "N-11"):
            words = opened.report.text(finding.section)[slice(*finding.span)]
            found.add((finding.rule, words))
    return found


BOTH = {("N-01", FIGURE), ("N-11", WORDS)}


def put(service, id, section, text, **more):
    service.editing.save_section(id, section, text, **more)


def test_a_models_text_that_is_cut_here_and_pasted_there_stays_a_models(service, id):
    put(service, id, HERE, "")
    put(service, id, THERE, LIE, pasted=[LIE])
    assert stops(service, id) == BOTH


def test_also_when_it_is_pasted_before_it_is_cut(service, id):
    put(service, id, THERE, LIE)
    put(service, id, HERE, "")
    assert stops(service, id) == BOTH


def test_a_section_that_is_cleared_and_filled_again_keeps_its_doubts(service, id):
    put(service, id, HERE, "")
    put(service, id, HERE, "党政办牵头。")
    put(service, id, HERE, f"党政办牵头。\n{LIE}")
    assert stops(service, id) == BOTH


def test_a_line_break_inside_the_figure_and_back_changes_nothing(service, id):
    put(service, id, HERE, LIE.replace("人次", "\n人次"))
    put(service, id, HERE, LIE)
    assert stops(service, id) == BOTH


def test_a_person_who_edits_the_other_clause_leaves_this_one_the_models(service, id):
    put(service, id, HERE, f"党政办牵头，{LIE}".replace("全年接待来访群众4731人次", "副镇长分管"))
    assert stops(service, id) == {("N-11", WORDS)}


def test_what_a_person_writes_anew_is_the_persons(service, id):
    put(service, id, HERE, "全年接待来访群众4732人次，县长批示肯定过我镇做法。")
    assert stops(service, id) == set()


def test_a_figure_once_confirmed_stays_confirmed_wherever_it_is_moved(service, id):
    start = LIE.index(FIGURE)
    service.prose.tie(id, HERE, 0, start, start + len(FIGURE), "person")
    put(service, id, HERE, "")
    put(service, id, THERE, LIE, pasted=[LIE])
    assert ("N-01", FIGURE) not in stops(service, id)


def test_a_paste_from_outside_is_not_typing_until_a_person_confirms_it(service, id):
    text = "全年走访企业88家。"
    put(service, id, THERE, text)
    assert ("N-01", "88家") not in stops(service, id)
    put(service, id, THERE, "全年走访农户91户。", pasted=["全年走访农户91户。"])
    assert ("N-01", "91户") in stops(service, id)
    service.prose.tie(id, THERE, 0, 6, 9, "person")
    assert ("N-01", "91户") not in stops(service, id)


def test_what_was_drafted_and_never_taken_is_no_typing_either(service, id):
    run = service.store.generations.create(id, THERE, "", "m")
    service.store.generations.set(run.id, text="全年走访企业88家。", state="done")
    put(service, id, THERE, "全年走访企业88家。")
    assert ("N-01", "88家") in stops(service, id)


def test_what_a_model_makes_of_a_persons_words_stays_the_persons(service, id):
    put(service, id, THERE, "我镇与柳河镇共建的查阅点由退休教师义务值守，很受欢迎。")
    service.prose.save(
        id, THERE, Section.of("我镇与柳河镇共建查阅点，由退休教师义务值守。获评全省先进。", "model"), by="model"
    )
    assert {words for rule, words in stops(service, id) if rule == "N-11"} == {WORDS, "获评全省先进"}


def test_a_version_that_is_restored_brings_its_doubts_back(service, id):
    put(service, id, HERE, "党政办牵头。")
    number = next(version.number for version in service.store.versions(id, f"section:{HERE}")
                  if FIGURE in str(version.content))  # fmt: skip
    service.editing.restore_section(id, HERE, number)
    assert stops(service, id) == BOTH
