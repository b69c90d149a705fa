"""What may be sent to a model: the office's choice and each collection's, on every path that leads to one."""

import inspect
import json

import pytest
from pydantic import SecretStr

from drafting import model_use, report_file, service_address, settings
from drafting.collection.roster import Roster, Unit
from drafting.errors import NotSent, SettingError
from drafting.evaluation.candidates import Candidate
from drafting.evaluation.trial import case, probe
from drafting.organ import Organ
from drafting.report import Report
from drafting.service.permissions import VERBS
from drafting.testing.endpoint import ScriptedEndpoint
from drafting.writing import connection
from drafting.writing.endpoint import Endpoint

TOWN = "青石镇人民政府"
NOTE = "组织培训1次，48人参加。"


@pytest.fixture
def server():
    with ScriptedEndpoint() as server:
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
