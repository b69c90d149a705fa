"""What a model wrote of a given sentence: honest wordings stand, another meaning never does without a mark."""

import csv
import json
import os
import threading
from itertools import chain
from pathlib import Path

import pytest

from drafting.assessment import Assessment
from drafting.language.register import Speaker
from drafting.language.sentences import STOPS, pieces
from drafting.report import Note, Paragraph, Report, Section, SentenceSource
from drafting.samples import sample
from drafting.service.files import draft_report
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing.endpoint import Endpoint
from drafting.writing.faithful import doubts, faults
from drafting.writing.section import draft
from tests import case_wordings, wordings

HONEST = wordings.HONEST + case_wordings.HONEST
LIES = wordings.LIES + case_wordings.LIES
PLANS = wordings.PLANS + case_wordings.PLANS

BY = Speaker(2024, "我镇")
REFUSED_AT_MOST = 0.02
"""Of wordings of the most spoken notes there are."""
FRESH = list(
    csv.DictReader(
        (Path(__file__).parent / "data" / "basis" / "fresh.tsv").read_text("utf-8").splitlines(), delimiter="\t"
    )
)
"""Notes of a town, a bureau and a county (several of one sentence with " / " between) as a strong model merges and words them,
and turned: by kind, without a new figure where it can be.
"""
CALLED = {"town": "我镇", "bureau": "我局", "county": "我县"}


def planned(given: str) -> bool:
    return given.startswith(PLANS)


def test_hardly_an_honest_wording_of_a_spoken_note_is_refused():
    refused = [sentence for given, sentence in HONEST if faults(given, sentence, BY, planned=planned(given))]
    assert len(refused) <= REFUSED_AT_MOST * len(HONEST), refused


def refused(row, sentence):
    given, by = row["note"].replace(" / ", ""), Speaker(2024, CALLED[row["level"]])
    return faults(given, row[sentence], by, planned=row["aspect"] == "measure")


def test_hardly_an_honest_wording_of_fresh_notes_is_refused():
    lost = [row["honest"] for row in FRESH if refused(row, "honest")]
    assert len(FRESH) >= 60 and len(lost) <= REFUSED_AT_MOST * len(FRESH), lost


def test_each_turned_wording_of_fresh_notes_is_refused_or_marked():
    unmarked = [
        row["turned"]
        for row in FRESH
        if not refused(row, "turned")
        and not doubts(row["note"].replace(" / ", ""), row["turned"], Speaker(2024, CALLED[row["level"]]))
    ]
    assert unmarked == []


@pytest.mark.parametrize(("given", "sentence"), HONEST)
def test_a_copy_is_neither_refused_nor_doubted(given, sentence):
    assert faults(given, given, BY, planned=planned(given)) == doubts(given, given) == ()
    assert faults(sentence, sentence, BY, planned=planned(given)) == doubts(sentence, sentence) == ()


@pytest.mark.parametrize(("given", "sentence"), LIES)
def test_what_says_something_else_is_refused_or_marked(given, sentence, town):
    if faults(given, sentence, BY, planned=planned(given)) or doubts(given, sentence):
        return
    aspect, section = ("measure", "problems") if planned(given) else ("oversight", "overview.oversight")
    report = Report(organ=town, year=2024, notes=[Note(id="n1", aspect=aspect, text=given)])
    report.sections[section] = Section(paragraphs=(Paragraph(id="p1", text=sentence, origin="model"),))
    assert {found.rule for found in Assessment(report).findings if found.section == section} & {"N-11"}


@pytest.mark.parametrize(("given", "sentence"), case_wordings.BY_A_MODEL)
def test_what_a_small_model_turned_is_not_used(given, sentence):
    assert faults(given, sentence, Speaker(2024, "我街道"), planned=planned(given))


def test_the_organs_own_name_for_itself_is_no_strange_word():
    given = "参加市政府办公室组织的培训2次，共4人次。"
    assert doubts(given, f"我镇{given}", BY) == ()


@pytest.fixture
def office(town) -> Report:
    """A town whose notes are spoken, and a section that the composer makes of them."""
    notes = {
        "oversight": ["副镇长分管，党政办2人专门干这个。", "搞了2次培训，57人参加。"],
        "problem": ["有的村公开栏更新慢。", "答复写得太简单。"],
        "measure": ["每季度抽查1次村公开栏。"],
    }
    return Report(
        organ=town,
        year=2024,
        notes=[
            Note(id=f"{aspect}{at}", aspect=aspect, text=text)
            for aspect, texts in notes.items()
            for at, text in enumerate(texts)
        ],
    )


def answering(*sentences):
    return Reply(json.dumps({"sentences": [{"text": t, "numbers": n} for t, n in sentences]}, ensure_ascii=False))


def run(report, section, reply, stop=None):
    shown = []
    with ScriptedEndpoint(reply) as server:
        endpoint = Endpoint(server.url, "m", timeout=20, strategy="paragraphs")
        made = draft(report, section, endpoint, stop=stop or threading.Event(), on_text=shown.append)
    return made, server.requests, shown


def test_a_paragraph_goes_out_as_numbered_sentences_and_comes_back_with_its_sources(office):
    made, requests, shown = run(
        office,
        "overview.oversight",
        answering(("由副镇长分管，党政办2人专职承担。", [1]), ("全年组织培训2次，参训57人。", [2])),
    )
    (request,) = requests
    assert request.form == "json_schema"
    assert request.messages[-1][1].partition("【材料开始】")[2].count("\n[") == 2
    (paragraph,) = made.section.paragraphs
    assert paragraph.text == "由副镇长分管，党政办2人专职承担。全年组织培训2次，参训57人。"
    assert [(one.ids or one.doubted) for one in paragraph.sources] == [("note:oversight0",), ("note:oversight1",)]
    assert paragraph.origin == "model" and made.prompt.startswith("paragraph@") and made.finished
    assert shown[0] != shown[-1] == made.section.text


def test_what_all_sections_are_told_stands_first_so_that_a_server_need_not_read_it_again(office):
    asked = [
        run(office, section, answering(("（不用）", [1])))[1][0].messages[-1][1]
        for section in ("overview.oversight", "problems")
    ]
    assert len(os.path.commonprefix(asked)) > 0.75 * min(map(len, asked))


def test_sentences_may_be_joined_and_split(office):
    made, _, _ = run(
        office, "overview.oversight", answering(("副镇长分管，党政办2人专职承担，全年培训2次、57人参加。", [1, 2]))
    )
    (source,) = made.section.paragraphs[0].sources
    assert {*source.ids, *source.doubted} == {"note:oversight0", "note:oversight1"}
    made, _, _ = run(
        office,
        "overview.oversight",
        answering(("由副镇长分管。", [1]), ("党政办2人专职承担。", [1]), ("全年培训2次，57人参加。", [2])),
    )
    assert made.section.text == "由副镇长分管。党政办2人专职承担。全年培训2次，57人参加。"


@pytest.mark.parametrize(
    "wrong",
    [
        ("由镇长分管，党政办2人专职承担。", [1]),
        ("由副镇长分管，党政办2人兼职承担。", [1]),
        ("由副镇长分管，党政办2人专职承担，成效显著。", [1]),
        ("由副镇长分管，党政办3人专职承担。", [1]),
        ("由副镇长分管，党政办2人专职承担。", [9]),
        ("由副镇长分管，党政办2人专职承担。", [2]),
    ],
)
def test_a_sentence_that_says_something_else_falls_back_alone(office, wrong):
    composed = draft(office, "overview.oversight", None, stop=threading.Event(), on_text=lambda _: None).section.text
    first = composed[: composed.index("。") + 1]
    good = ("全年组织培训2次，参训57人。", [2])
    made, _, _ = run(office, "overview.oversight", answering(wrong, good) if wrong[1] != [2] else answering(wrong))
    assert first in made.section.text
    assert ("全年组织培训2次，参训57人。" in made.section.text) == (wrong[1] != [2])
    assert wrong[0] not in made.section.text


def test_what_no_sentence_tells_stands_as_composed_and_in_its_place(office):
    composed = draft(office, "overview.oversight", None, stop=threading.Event(), on_text=lambda _: None).section.text
    made, _, _ = run(office, "overview.oversight", answering(("全年组织培训2次，参训57人。", [2])))
    assert made.section.text == composed[: composed.index("。") + 1] + "全年组织培训2次，参训57人。"


@pytest.mark.parametrize(
    "reply", ["好的，以下是改写：", '{"sentences": []}', Reply('{"sentences": [{"te', finish="length")]
)
def test_an_answer_that_is_no_paragraph_changes_nothing(office, reply):
    composed = draft(office, "problems", None, stop=threading.Event(), on_text=lambda _: None).section.text
    assert run(office, "problems", reply)[0].section.text == composed


def test_headings_and_places_to_fill_are_not_sent(office):
    office.notes = [note for note in office.notes if note.aspect != "measure"]
    made, requests, _ = run(office, "problems", answering(("无。", [1])))
    sent = "".join(request.messages[-1][1] for request in requests)
    assert len(requests) == 1 and "（一）" not in sent and "〔待补" not in sent
    assert "（一）存在的主要问题" in made.section.text and "〔待补" in made.section.text


def test_a_stopped_draft_stands_whole(office):
    stop = threading.Event()
    stop.set()
    made, _, _ = run(office, "problems", answering(("无。", [1])), stop=stop)
    composed = draft(office, "problems", None, stop=threading.Event(), on_text=lambda _: None).section.text
    assert not made.finished and made.section.text == composed


def test_a_plan_is_never_told_as_done(office):
    made, _, _ = run(office, "problems", lambda request: answering(*rewritten(request, "每季度抽查", "已每季度抽查")))
    assert "已每季度抽查" not in made.section.text and "每季度抽查" in made.section.text


def numbered(request):
    given = request.messages[-1][1].partition("【材料开始】\n")[2].partition("\n【材料结束】")[0]
    return [line.partition("] ")[2] for line in given.split("\n")]


def rewritten(request, old, new):
    return [(text.replace(old, new), [at]) for at, text in enumerate(numbered(request), 1)]


WORDING = dict(chain.from_iterable(((given.rstrip("。；"), sentence.rstrip("。；")),) for given, sentence in HONEST))


def strong(request):
    """A model that copies what is plain already and words spoken sentences as in HONEST."""
    out = []
    for at, text in enumerate(numbered(request), 1):
        bare = text.rstrip("。；")
        out.append((bare + text[len(bare) :] if bare not in WORDING else WORDING[bare] + text[len(bare) :], [at]))
    return answering(*out)


SPOILS = (
    "，成效显著",
    "，由县委书记任组长",
    "，群众满意度大幅提升",
    "，建立了工作台账",
    "，并向社会公开",
    "，较上年增长20%",
)
TURNS = (
    ("维持", "撤销"),
    ("延期", "逾期"),
    ("部分", "全部"),
    ("每季度", "每月"),
    ("副镇长", "镇长"),
    ("均", "部分"),
    ("未", "已"),
    ("不", ""),
)


def liar(request):
    """A small model: it turns what it can turn, and adds to the rest."""
    out = []
    for at, text in enumerate(numbered(request), 1):
        bare = text.rstrip("。；")
        new = next((bare.replace(old, turned, 1) for old, turned in TURNS if old in bare), "") or bare + SPOILS[at % 6]
        out.append((new + "。", [at]))
    return answering(*out)


def drafts_of(reply):
    from drafting.evaluation.cases import shipped

    for case in shipped():
        with ScriptedEndpoint(reply) as server:
            endpoint = Endpoint(server.url, "m", timeout=60, strategy="paragraphs")
            for spec in case.report.outline:
                if case.report.notes_on(spec.aspects):
                    made = draft(
                        case.report,
                        spec.id,
                        endpoint,
                        last_year=case.last_year,
                        stop=threading.Event(),
                        on_text=lambda _: None,
                    )
                    said = [each for request in server.requests for each in said_by(reply(request))]
                    yield case, spec, made.section, said
                    server.requests.clear()


def said_by(reply):
    return [each["text"].rstrip("。；") for each in json.loads(reply.text)["sentences"]]


def test_of_ten_reports_a_strong_model_loses_less_than_one_in_fifty():
    written = lost = 0
    for _, _, section, said in drafts_of(strong):
        written += len(said)
        lost += sum(text not in section.text for text in said)
    assert written > 180 and lost * 50 < written, (lost, written)


def test_of_ten_reports_a_small_model_that_lies_gets_nothing_in_unmarked():
    written = 0
    for case, spec, section, said in drafts_of(liar):
        written += len(said)
        doubted = {one.sentence for paragraph in section.paragraphs for one in paragraph.sources if one.doubted}
        for text in said:
            stands = any(piece.startswith(text) for piece in pieces(section.text, STOPS))
            if stands and not any(text in sentence for sentence in doubted):
                report = case.report.model_copy(update={"sections": {spec.id: section}})
                marks = Assessment(report, case.last_year).marks[spec.id]
                at = section.text.index(text)
                assert any(
                    mark.span[0] < at + len(text)
                    and at < mark.span[1]
                    and mark.state in ("no-basis", "untied", "contradicted")
                    for mark in marks
                ), (case.name, spec.id, text)
    assert written > 180


def test_a_doubted_sentence_is_marked_until_a_person_has_looked(service):
    id = service.library.add_sample(sample("town"))
    text = "社区工作人员协助老年人查询。"
    opened = service.library.open(id)
    section = Section(
        paragraphs=(
            Paragraph(
                id="p",
                text=text,
                origin="model",
                sources=(SentenceSource(sentence=text, ids=(), doubted=("note:n1",)),),
            ),
        )
    )
    report = opened.report.model_copy(update={"sections": {**opened.report.sections, "overview.platform": section}})
    marks = [mark for mark in Assessment(report).marks["overview.platform"] if mark.state == "doubt"]
    assert [mark.text for mark in marks] == [text] and "请对照素材核对" in marks[0].why


def test_who_says_that_a_doubted_sentence_is_right_believes_its_source(service):
    id = service.library.add_sample(sample("town"))
    text = "社区工作人员协助老年人查询。"
    sources = (SentenceSource(sentence=text, ids=(), doubted=("note:n1",)),)
    section = Section(paragraphs=(Paragraph(id="p", text=text, origin="model", sources=sources),))
    service.prose.save(id, "overview.platform", section, by="model")
    service.prose.dismiss_doubts(id, "overview.platform", 0)
    (source,) = service.library.open(id).report.sections["overview.platform"].paragraphs[0].sources
    assert (source.ids, source.doubted) == (("note:n1",), ())


@pytest.mark.parametrize("strategy", ["paragraphs", "items"])
def test_a_figure_of_a_checked_sentence_rests_on_the_note_it_was_checked_against(town, strategy):
    report = Report(organ=town, year=2024, notes=[Note(id="n1", aspect="oversight", text="培训了1次，来了17个人。")])
    written = "组织培训1次，17人参加。"
    reply = answering((written, [1])) if strategy == "paragraphs" else Reply(json.dumps({"sentence": written}))
    with ScriptedEndpoint(reply) as server:
        endpoint = Endpoint(server.url, "m", timeout=20, strategy=strategy)
        drafted = draft_report(report, ["overview.oversight"], endpoint)
    assert drafted.report.text("overview.oversight") == written
    assert drafted.loose == ()
    marks = Assessment(drafted.report).marks["overview.oversight"]
    assert [(mark.text, mark.state) for mark in marks if mark.mark] == [("1次", "note"), ("17人", "note")]
