"""What may be sent to a model: the office's choice and each collection's, on every path that leads to one."""

import inspect
import json
import threading
import time
from dataclasses import replace

import pytest
from pydantic import SecretStr

from drafting import model_use, report_file, service_address, settings
from drafting.collection.roster import Roster, Unit
from drafting.errors import AskFirst, NotSent, SettingError
from drafting.evaluation.candidates import Candidate
from drafting.evaluation.trial import case, probe
from drafting.organ import Organ
from drafting.report import Note, Report
from drafting.service.permissions import VERBS
from drafting.testing.endpoint import ScriptedEndpoint, faithful
from drafting.writing import client, connection, sending
from drafting.writing.endpoint import Endpoint

TOWN = "青石镇人民政府"
NOTE = "组织培训1次，48人参加。"


@pytest.fixture
def server():
    with ScriptedEndpoint(lambda asked: "{}" if asked.form else faithful(asked)) as server:
        yield server


@pytest.fixture
def outside(monkeypatch):
    """The model's server counts as one outside the office."""
    monkeypatch.setattr(service_address, "reach", lambda host: "outside")


@pytest.fixture
def id(service, town):
    id = service.library.create(town, 2024)
    for aspect in ("proactive", "oversight"):
        service.notes.add(id, aspect, NOTE)
    for spec in service.library.open(id).report.outline:
        service.editing.save_section(id, spec.id, "做了各项工作。")
    return id


def at(server) -> Endpoint:
    return Endpoint(server.url, "test-model", SecretStr("k"), timeout=5)


def collection(service, *units: Unit, year=2024) -> str:
    from drafting.collection.folder import Folder

    folder = settings.data_dir() / "collections" / f"{year}-云溪县"
    Folder.begun(folder, year, Roster(units=units))
    return folder.name


def paths(service, id, endpoint):
    """Every verb that takes a model's endpoint, as it is called for the report ``id``."""
    report = service.library.open(id).report
    (listed,) = [each.id for each in service.collections.listed()] or [""]
    return {
        "drafts.notice": None,  # says beforehand what a draft will be like, and asks no model
        "drafts.start": lambda: service.drafts.start(id, ["overview.oversight"], endpoint),
        "drafts.reword": lambda: service.drafts.reword(id, "overview.oversight", 0, (0, 2), "缩短", endpoint),
        "conversation.say": lambda: service.conversation.say(id, "写短些", endpoint),
        "readthroughs.follow": lambda: service.readthroughs.follow(id, endpoint),
        "readthroughs.start": lambda: service.readthroughs.start(id, "proofread", endpoint),
        "pasting.ask": lambda: asked_of_pasted(service, id, endpoint, report),
        "collection_batch.draft": listed and (lambda: batch(service, listed, endpoint)),
    }


def asked_of_pasted(service, id, endpoint, report):
    service.pasting.save(id, "组织培训一次。\n开展检查两次。")
    service.pasting.divide(id)
    service.pasting.ask(id, endpoint, report)


def batch(service, id, endpoint):
    folder = service.collections.open(id)
    (unit,) = folder.collection.roster.units
    folder.take(unit.key, "表.xlsx", Report(organ=unit.organ, year=2024), "2025-01-10T09:00:00")
    service.collection_batch.draft(id, [unit.key], endpoint)


def quiet(service, id):
    """All that was begun has ended."""
    service.close()


def refused(do) -> str:
    with pytest.raises(NotSent) as caught:
        do()
    return str(caught.value)


def unit(name=TOWN):
    return Unit.model_validate({"order": 1, "name": name, "kind": "government", "level": "township"})


@pytest.mark.parametrize(
    ("host", "where"),
    [
        ("127.0.0.1", "machine"),
        ("localhost", "machine"),
        ("10.1.2.3", "office"),
        ("172.31.0.9", "office"),
        ("192.168.1.20", "office"),
        ("fd00::8", "office"),
        ("::ffff:10.0.0.8", "office"),
        ("172.32.0.1", "outside"),
        ("8.8.8.8", "outside"),
        ("203.0.113.5", "outside"),
        ("2400:3200::1", "outside"),
        ("::ffff:8.8.8.8", "outside"),
    ],
)
def test_where_a_service_is_is_told_by_its_address(host, where):
    assert service_address.reach(host) == where


@pytest.mark.parametrize(
    ("resolved", "where"),
    [(["10.1.2.3"], "office"), (["10.1.2.3", "8.8.8.8"], "outside"), (["fe80::1%eth0"], "office"), ([], "outside")],
)
def test_a_name_is_where_all_of_its_addresses_are(monkeypatch, resolved, where):
    def getaddrinfo(host, port):
        if not resolved:
            raise OSError("no such name")
        return [(None, None, None, "", (address, 0)) for address in resolved]

    monkeypatch.setattr(service_address.socket, "getaddrinfo", getaddrinfo)
    assert service_address.reach("model.example.gov.cn") == where


def test_every_verb_that_takes_an_endpoint_is_tried_here(service, id, server):
    taking = {
        path
        for path in VERBS
        if callable(verb := getattr(type(part_of(service, path)), path.rsplit(".", 1)[1], None))
        and "endpoint" in inspect.signature(verb).parameters
    }
    assert taking == set(paths(service, id, at(server)))


def part_of(service, path):
    found = service
    for name in path.split(".")[:-1]:
        found = getattr(found, name)
    return found


VERBS_THAT_SEND = [
    "drafts.start",
    "drafts.reword",
    "conversation.say",
    "readthroughs.start",
    "pasting.ask",
    "collection_batch.draft",
]


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("path", VERBS_THAT_SEND)
def test_where_no_remote_model_may_be_used_no_verb_sends_anything(service, id, server, path):
    collection(service, unit())
    model_use.keep("office")
    said = refused(paths(service, id, at(server))[path])
    assert "本单位定为只用本机或内网的模型，“127.0.0.1”不在" in said and "请联系管理员" in said
    quiet(service, id)
    assert server.requests == []


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("path", VERBS_THAT_SEND)
def test_where_a_collection_allows_no_remote_model_no_verb_sends_anything_for_its_reports(service, id, server, path):
    held = collection(service, unit())
    service.collections.use_models(held, "office")
    said = refused(paths(service, id, at(server))[path])
    assert said.startswith("“2024-云溪县”这次收集定为只用本机或内网的模型")
    quiet(service, id)
    assert server.requests == []


def test_the_last_pass_does_not_follow_where_it_may_not(service, id, server):
    model_use.keep("none")
    service.readthroughs.follow(id, at(server))
    quiet(service, id)
    assert server.requests == []


def test_a_model_of_this_machine_is_used_where_remote_ones_may_not_and_not_where_none_may(service, id, server):
    model_use.keep("office")
    service.drafts.start(id, ["overview.oversight"], at(server))
    model_use.keep("none")
    assert "不使用模型" in refused(lambda: service.drafts.start(id, ["overview.proactive"], at(server)))
    assert service.drafts.start(id, ["problems"], None), "offline it goes on"
    ended(lambda: not service.drafts.active(id))


def test_another_year_and_another_unit_are_not_bound_by_a_collection(service, id, server):
    for units, year in (((unit(),), 2023), ((unit("白石镇人民政府"),), 2024)):
        held = collection(service, *units, year=year)
        service.collections.use_models(held, "none")
    service.drafts.start(id, ["overview.oversight"], at(server))
    service.close()
    assert len(server.requests) <= 1


def test_a_choice_that_cannot_be_read_forbids(service, id, server):
    (settings.data_dir() / model_use.FILE).write_text('{"use": ["any"]}')
    assert "读不出来" in refused(lambda: service.drafts.start(id, ["overview.oversight"], at(server)))
    with pytest.raises(SettingError):
        model_use.of_office()
    model_use.keep("any")
    held = collection(service, unit())
    (settings.data_dir() / "collections" / held / "收集情况.json").write_text("{")
    assert "不知道是否允许" in refused(lambda: service.drafts.start(id, ["overview.oversight"], at(server)))
    assert server.requests == []


def test_what_is_set_outside_wins_over_the_page(monkeypatch):
    model_use.keep("any")
    monkeypatch.setenv("NIANBAO_MODEL_USE", "none")
    assert model_use.of_office() == "none"
    monkeypatch.setenv("NIANBAO_MODEL_USE", "sometimes")
    with pytest.raises(SettingError, match="NIANBAO_MODEL_USE"):
        model_use.of_office()


@pytest.mark.usefixtures("outside")
def test_neither_the_test_of_a_connection_nor_the_list_of_models_asks_what_may_not_be_used(server, monkeypatch):
    model_use.keep("office")
    monkeypatch.setattr(server, "take", lambda request: pytest.fail("a request came"))
    assert "没有发送" in refused(lambda: probe(at(server)))
    assert "没有发送" in refused(lambda: connection.models(at(server)))
    assert connection.listed_models(at(server)) == []


@pytest.mark.usefixtures("outside")
def test_a_change_of_mind_holds_from_the_next_request_on(service, id, server):
    answer = at(server)
    assert connection.models(answer)
    model_use.keep("none")
    assert "没有发送" in refused(lambda: connection.models(answer))


@pytest.mark.usefixtures("outside")
def test_the_command_line_and_an_evaluation_draft_with_no_model_that_may_not_be_used(
    run, tmp_path, server, monkeypatch
):
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("NIANBAO_MODEL", "test-model")
    path = tmp_path / "一.report.json"
    organ = Organ(name=TOWN, level="township", kind="government", self_reference="我镇")
    report_file.write(Report(organ=organ, year=2024), path)
    model_use.keep("office")
    status, out, err = run("draft", path)
    assert status == 2 and "没有发送任何内容" in err and not out
    assert "没有发送任何内容" in refused(lambda: Candidate(at(server)).draft(case()))
    assert server.requests == []
    status, out, _ = run("draft", path, "--offline")
    assert json.loads(out)["organ"]["name"] == TOWN


# Personal data

PHONE, PERSON = "13812345678", "王小明"
TELLING = f"办理申请人{PERSON}的申请12件，联系手机{PHONE}。后向{PERSON}答复。"
CARD = "11010519491231002X"


def test_what_p_01_to_p_03_find_is_found_and_masked_and_every_other_figure_stays():
    text = f"{TELLING}身份证号{CARD}，主动公开2024条，邮箱abc@qq.com，案号（2024）云01行终12号，增长12.5%。"
    found = sending.found_in([("user", text)])
    assert [each.kind for each in found] == ["name", "mobile", "identity", "mail", "case"]
    ((_, masked),) = sending.masked([("user", text)])
    assert masked == (
        "办理申请人［姓名］的申请12件，联系手机［手机号］。后向［姓名］答复。身份证号［身份证号］，主动公开2024条，"
        "邮箱［个人邮箱］，案号［案号］，增长12.5%。"
    )
    assert PHONE not in "".join(each.shown for each in found)


def test_the_shipped_prompts_have_no_personal_data():
    from drafting.writing import prompts

    assert sending.found_in([("system", prompts.load(id).text) for id in prompts.TASKS]) == []


@pytest.fixture
def telling(service, id):
    """Personal data wherever a model is sent words from."""
    service.notes.add(id, "oversight", TELLING)
    service.editing.save_section(id, "overview.oversight", TELLING)
    return id


def with_personal_data(service, id, endpoint):
    report = service.library.open(id).report

    def pasted():
        service.pasting.save(id, f"{TELLING}\n开展检查两次。")
        service.pasting.divide(id)
        service.pasting.ask(id, endpoint, report, person="李审核")

    return {
        "drafts.start": lambda: service.drafts.start(id, ["overview.oversight"], endpoint, person="李审核"),
        "drafts.reword": lambda: service.drafts.reword(
            id, "overview.oversight", 0, (0, 5), "缩短", endpoint, person="李审核"
        ),
        "conversation.say": lambda: service.conversation.say(id, f"把{PHONE}写进去", endpoint, person="李审核"),
        "readthroughs.start": lambda: service.readthroughs.start(id, "proofread", endpoint, person="李审核"),
        "pasting.ask": pasted,
    }


PERSONAL_VERBS = [path for path in VERBS_THAT_SEND if path != "collection_batch.draft"]


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("path", PERSONAL_VERBS)
def test_personal_data_is_asked_about_before_any_verb_sends_it(service, telling, server, path):
    do = with_personal_data(service, telling, at(server))[path]
    with pytest.raises(AskFirst) as caught:
        do()
    kinds = {found.kind for found, _ in caught.value.preview.found}
    assert "mobile" in kinds
    assert any(PHONE in text for messages in caught.value.preview.requests for _, text in messages)
    assert "手机号 138…78" in str(caught.value)
    service.close()
    assert server.requests == []


@pytest.mark.usefixtures("outside")
@pytest.mark.parametrize("consent", ["masked", "as_is"])
@pytest.mark.parametrize("path", PERSONAL_VERBS)
def test_with_a_persons_consent_it_goes_masked_or_as_it_is_and_the_trail_keeps_who(
    service, telling, server, path, consent
):
    with_personal_data(service, telling, replace(at(server), consent=consent))[path]()
    ended(lambda: any("手机" in text for request in server.requests for _, text in request.messages))
    sent = "".join(text for request in server.requests for _, text in request.messages)
    assert (PHONE in sent) is (consent == "as_is") and ("［手机号］" in sent) is (consent == "masked")
    entry = service.store.audit_log.last(telling, "send")
    assert entry.person == "李审核" and "手机号 138…78" in entry.said


def ended(true):
    deadline = time.monotonic() + 20
    while not true():
        assert time.monotonic() < deadline, "did not happen in time"
        time.sleep(0.01)


@pytest.mark.usefixtures("outside")
def test_what_is_asked_about_is_placed(service, telling, server):
    with pytest.raises(AskFirst) as caught:
        service.drafts.start(telling, ["overview.oversight"], at(server), instruction=f"写明{PERSON}")
    placed = {found.words: where for found, where in caught.value.preview.found}
    assert placed == {PERSON: "要求、素材“监督保障”、正文“监督保障”", PHONE: "素材“监督保障”、正文“监督保障”"}


@pytest.mark.usefixtures("outside")
def test_what_nobody_was_asked_about_does_not_go_even_where_a_verb_forgot(server):
    answer = client.stream(at(server), [("user", TELLING)], stop=threading.Event(), max_tokens=10)
    assert "没有发送" in refused(lambda: list(answer))
    assert server.requests == []


def test_within_the_office_nothing_is_asked(service, telling, server):
    service.drafts.start(telling, ["overview.oversight"], at(server))
    ended(lambda: server.requests and server.requests[-1].answered.is_set())
    assert PHONE in server.requests[0].messages[-1][1]


@pytest.mark.usefixtures("outside")
def test_in_a_batch_units_with_personal_data_are_left_out_and_named_unless_chosen(service, id, server):
    held = collection(service, unit(), unit("白石镇人民政府").model_copy(update={"order": 2}))
    folder = service.collections.open(held)
    for at_, each in enumerate(folder.collection.roster.units):
        notes = [Note(id="n", aspect="oversight", text=NOTE if at_ else TELLING)]
        folder.take(each.key, "表.xlsx", Report(organ=each.organ, year=2024, notes=notes), "2025-01-10T09:00:00")
    keys = [each.key for each in folder.collection.roster.units]
    service.collection_batch.draft(held, keys, at(server)).ended.wait(60)
    (failed,) = service.collection_batch.failed(held)
    assert failed.startswith(f"{TOWN}：") and "手机号 138…78（素材“监督保障”" in failed
    assert PHONE not in "".join(text for request in server.requests for _, text in request.messages)
    service.collection_batch.draft(held, keys, replace(at(server), consent="masked")).ended.wait(60)
    assert service.collection_batch.failed(held) == []
    assert [piece.state for piece in service.collection_batch.pieces(held)] == ["drafted", "drafted"]


@pytest.mark.usefixtures("outside")
def test_the_command_line_lists_it_and_sends_only_as_it_is_told(run, tmp_path, server, monkeypatch, town):
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("NIANBAO_MODEL", "test-model")
    path = tmp_path / "一.report.json"
    report_file.write(Report(organ=town, year=2024, notes=[Note(id="n", aspect="oversight", text=TELLING)]), path)
    asked = ("draft", path, "--section", "overview.oversight")
    status, out, err = run(*asked)
    assert status == 2 and not out and "手机号 138…78（素材“监督保障”）" in err and "姓名 王…" in err
    assert "--send-personal-data" in err and server.requests == []
    run(*asked, "--send-personal-data", "masked")
    assert "［手机号］" in server.requests[0].messages[-1][1] and PHONE not in server.requests[0].messages[-1][1]
    run(*asked, "--send-personal-data", "as-is")
    assert PHONE in server.requests[-1].messages[-1][1]


# What is sent is shown


@pytest.mark.usefixtures("outside")
def test_before_a_person_first_sends_to_an_address_the_exact_messages_are_shown(service, id, server):
    with pytest.raises(AskFirst, match="第一次") as caught:
        service.drafts.start(id, ["overview.oversight"], at(server), person="张三")
    (messages,) = caught.value.preview.requests
    assert server.requests == []
    service.drafts.start(id, ["overview.oversight"], replace(at(server), consent="seen"), person="张三")
    ended(lambda: not service.drafts.active(id))
    assert tuple(server.requests[0].messages) == messages
    service.conversation.say(id, "写短些", at(server), person="张三")  # the address is known to that person now
    with pytest.raises(AskFirst, match="第一次"):
        service.drafts.start(id, ["overview.proactive"], at(server), person="李四")


def test_every_request_is_kept_as_it_went_with_its_tokens_and_without_the_key(service, id, server):
    service.drafts.start(id, ["overview.oversight"], at(server), person="张三")
    ended(lambda: not service.drafts.active(id))
    (call,) = service.review.sent(id)
    assert list(call.messages) == server.requests[0].messages
    assert (call.person, call.url, call.model) == ("张三", server.url, "test-model")
    assert (call.prompt_tokens, call.tokens) == (10, len("组织培训1次，48人参加。[1]"))


@pytest.mark.usefixtures("outside")
def test_what_went_masked_is_kept_masked(service, telling, server):
    endpoint = replace(at(server), consent="masked")
    service.drafts.start(telling, ["overview.oversight"], endpoint, person="张三")
    ended(lambda: not service.drafts.active(telling))
    (call,) = service.review.sent(telling)
    assert list(call.messages) == server.requests[0].messages and PHONE not in str(call.messages)
