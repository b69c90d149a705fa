"""A pasted summary waits on the server, is divided, looked through and taken; nothing of it is lost on the way."""

import json
import time

import pytest
from pydantic import SecretStr
from test_dividing import SUMMARY
from test_pages import click, healthy, opened

from drafting import settings
from drafting.errors import Conflict, InputError
from drafting.testing.app_test import data, send
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing.dividing import MAX_PASTE
from drafting.writing.endpoint import Endpoint


@pytest.fixture
def id(service, town):
    return service.library.create(town, 2025)


def report_of(service, id):
    return service.library.open(id).report


def divided(service, id, text=SUMMARY):
    service.pasting.save(id, text)
    service.pasting.divide(id)
    return items(service, id)


def items(service, id):
    return [item for item in service.pasting.items(id, report_of(service, id)) if item.piece.kind == "item"]


def at(service, id, words):
    return next(item for item in items(service, id) if words in item.piece.words)


def shown(page) -> str:
    return " ".join(element.value for element in [*page.markdown, *page.caption, *page.warning]).replace("\\", "")


def test_what_is_taken_becomes_notes_with_the_words_as_pasted_and_can_be_undone(service, id):
    wanted = [item for item in divided(service, id) if item.ready]
    made = service.pasting.take(id, [item.at for item in wanted], report_of(service, id))
    notes = report_of(service, id).notes
    assert [note.id for note in notes] == made
    assert [(note.aspect, note.text) for note in notes] == [(item.aspect, item.piece.words) for item in wanted]
    assert all(note.text in SUMMARY for note in notes)
    assert not any(item.ready for item in items(service, id))
    assert service.pasting.take(id, [item.at for item in wanted], report_of(service, id)) == []  # not twice
    service.pasting.give_back(id, made)
    assert report_of(service, id).notes == [] and [item.at for item in items(service, id) if item.ready] == [
        item.at for item in wanted
    ]


def test_what_has_no_aspect_is_not_taken_until_a_person_gives_it_one(service, id):
    divided(service, id)
    item = at(service, id, "认真贯彻")
    assert service.pasting.take(id, [item.at], report_of(service, id)) == []
    service.pasting.choose(id, item.at, "oversight")
    assert at(service, id, "认真贯彻").chosen
    service.pasting.take(id, [item.at], report_of(service, id))
    assert report_of(service, id).notes[0].aspect == "oversight"


def test_what_a_note_tells_already_is_shown_as_such_and_not_proposed(service, id):
    service.notes.add(id, "platform", "今年关停 1 个微博账号，专栏改版后栏目从 23 个并成 14 个。")
    item = next(item for item in divided(service, id) if "微博" in item.piece.words)
    assert item.same.aspect == "platform" and not item.ready


def test_the_text_and_what_was_chosen_outlive_the_session_until_it_is_put_away(service, id):
    divided(service, id)
    service.pasting.choose(id, at(service, id, "认真贯彻").at, "other")
    from drafting.service import Service

    again = Service(settings.load())
    assert again.pasting.kept(id).text == SUMMARY and at(again, id, "认真贯彻").aspect == "other"
    again.close()
    kept = service.pasting.put_away(id)
    assert service.pasting.kept(id).text == "" and items(service, id) == []
    service.pasting.bring_back(id, kept)
    assert at(service, id, "认真贯彻").aspect == "other"


def test_choices_made_for_another_division_do_not_count(service, id):
    divided(service, id)
    service.pasting.choose(id, 1, "fee")
    service.pasting.save(id, "换了一篇。\n" + SUMMARY)
    assert not any(item.chosen for item in items(service, id))


def test_a_longer_text_and_one_made_from_an_older_version_are_refused_in_words(service, id):
    number = service.pasting.save(id, "甲")
    with pytest.raises(InputError, match="最多粘贴 50,000 字"):
        service.pasting.save(id, "长" * (MAX_PASTE + 1))
    service.pasting.save(id, "乙", number)
    with pytest.raises(Conflict):
        service.pasting.save(id, "丙", number)
    assert service.pasting.kept(id).text == "乙"


def test_the_page_divides_takes_and_undoes(service, id):
    page = click(opened("notes", report=id), "粘贴年终总结")
    key = f"paste_{id}"
    healthy(
        send(page, key, text={"seq": 5, "rev": data(page, key)["rev"], "value": SUMMARY + "<b>**甲**</b>公开信息9条。"})
    )
    page = opened("notes", report=id)  # a reload
    assert data(page, key)["text"].startswith(SUMMARY)
    click(page, "按方面拆开")
    assert (
        "编号“1.”不记入。" in shown(page)
        and "小标题：二、上年问题整改情况" in shown(page)
        and "按“三审三校”" in shown(page)
    )
    while "下一页" in [button.label for button in page.button if not button.disabled]:
        click(page, "下一页")
    nasty = next(box for box in page.checkbox if "甲" in box.label)
    assert "<b>" not in nasty.label and "**" not in nasty.label.replace("\\*", "")
    assert nasty.value
    healthy(nasty.uncheck().run())
    button = next(button for button in page.button if button.label.startswith("记入勾选的"))
    ready = sum(item.ready for item in items(service, id))
    assert button.label == f"记入勾选的 {ready - 1} 条"
    healthy(button.click().run())
    assert len(report_of(service, id).notes) == ready - 1
    healthy(page.button(key="undo_button").click().run())
    assert report_of(service, id).notes == []


def test_an_aspect_is_changed_on_the_page(service, id):
    divided(service, id)
    item = at(service, id, "认真贯彻")
    page = opened("notes", report=id)
    box = page.checkbox(key=f"tick_{id}_{item.at}")
    assert box.disabled and not box.value
    healthy(page.selectbox(key=f"aspect_{id}_{item.at}").select("other").run())
    box = page.checkbox(key=f"tick_{id}_{item.at}")
    assert box.value and not box.disabled and "方面由您选定" in shown(page)


def placing(request):
    """A model that places every item it is shown into 平台建设."""
    numbers = [line[1 : line.index("]")] for line in request.messages[-1][1].splitlines() if line.startswith("[")]
    return Reply(
        json.dumps(
            {"places": [{"number": int(number), "aspect": "平台建设"} for number in numbers]}, ensure_ascii=False
        )
    )


def asked(service, id, url):
    service.pasting.ask(id, Endpoint(url, "m", SecretStr("k")), report_of(service, id))
    asking = service.pasting.asking(id)
    assert asking.ended.wait(20)
    return asking


def test_the_models_opinion_stands_beside_the_rules_and_places_only_what_they_could_not(service, id):
    before = {item.at: item for item in divided(service, id)}
    with ScriptedEndpoint(placing) as server:
        asking = asked(service, id, server.url)
    assert asking.error == "" and asking.done == asking.total == len(before)
    for item in items(service, id):
        assert item.piece == before[item.at].piece and item.opinion == "platform"
        assert item.aspect == (before[item.at].aspect or "platform")
    page = opened("notes", report=id)
    assert "模型认为属于“平台建设”" in shown(page) and "由模型归类" in shown(page)
    item = at(service, id, "318条")
    healthy(page.button(key=f"opinion_{id}_{item.at}").click().run())
    assert at(service, id, "318条").aspect == "platform"


@pytest.mark.parametrize(
    "reply, said",
    [
        (Reply.error(500, "broken"), "没有问到的仍按规则归类"),
        (Reply("我不知道"), "没有给出可用的看法"),
        (Reply('{"places": [{"number": 99, "aspect": "平台建设"}]}'), "没有给出可用的看法"),
        (Reply('{"places": [{"number": 1, "aspect": "经济建设"}]}'), "没有给出可用的看法"),
    ],
)
def test_a_model_that_fails_leaves_the_rules_and_says_so(service, id, reply, said):
    before = [item.aspect for item in divided(service, id)]
    with ScriptedEndpoint(reply) as server:
        assert said in asked(service, id, server.url).error
    assert [item.aspect for item in items(service, id)] == before


def test_asking_can_be_stopped(service, id):
    divided(service, id, SUMMARY * 3)
    with ScriptedEndpoint(lambda request: Reply(placing(request).text, delay=0.2)) as server:
        service.pasting.ask(id, Endpoint(server.url, "m", SecretStr("k")), report_of(service, id))
        time.sleep(0.3)
        service.pasting.stop(id)
        asking = service.pasting.asking(id)
        assert asking.ended.wait(20) and asking.done < asking.total
