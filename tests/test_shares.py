"""How much one person may have the model write: enough for any day's work, and never the whole office's share."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from drafting import settings, times
from drafting.errors import InputError
from drafting.report import Organ
from drafting.service import Service
from drafting.service.permissions import Person, Role
from drafting.service.permitted import permitted
from drafting.store.database import now
from drafting.store.tables import asked, generations
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing.endpoint import Endpoint

pytestmark = [pytest.mark.usefixtures("no_pauses"), pytest.mark.both_databases]
UNIT = "青石镇人民政府"
SECTIONS = ["overview.proactive", "overview.management", "problems"]


@pytest.fixture
def service(monkeypatch):
    monkeypatch.setenv("NIANBAO_PERSON_RUNNING", "2")
    monkeypatch.setenv("NIANBAO_PERSON_HOURLY", "4")
    opened = Service(settings.load())
    yield opened
    opened.close()


@pytest.fixture
def office(service):
    """A report, and the id of who fills it in."""
    id = service.library.create(Organ(name=UNIT, kind="government", level="township"), 2025)
    service.notes.add(id, "proactive", "公开政府信息10条。")
    service.readthroughs.want(id, False)
    return id, service.people.add("李四", "li@example.gov.cn", [(Role.FILL, UNIT)])


@pytest.fixture
def silent():
    """A model that is reached and never says a word."""
    with ScriptedEndpoint(Reply(stall_after=0)) as server:
        yield Endpoint(base_url=server.url, model="test-model", api_key=SecretStr("k"), timeout=60, concurrency=8)


def end(service, runs):
    """Stop them and wait until each has ended."""
    for run in runs:
        service.drafts.stop(run.id)
    service.drafts.close()


def begun(service, id):
    return len(service.store.generations.open(id))


def test_who_has_as_much_at_work_as_a_person_may_is_told_to_wait_and_nothing_begins(service, office, silent):
    id, who = office
    runs = service.drafts.start(id, SECTIONS[:2], silent, owner=who)
    with pytest.raises(InputError, match="您有 2 项正在由模型写，每人同时最多 2 项，没有开始新的"):
        service.drafts.start(id, SECTIONS[2:], silent, owner=who)
    assert begun(service, id) == 2
    again = service.drafts.start(id, SECTIONS[:2], silent, owner=who)  # is being drafted: nothing new
    assert again == []
    end(service, runs)


def test_what_begins_in_an_hour_is_counted_over_all_servers_and_the_refusal_says_when_it_goes_again(
    service, office, silent
):
    id, who = office
    for run in "abcd":
        service.store.asked.note(who, run)
    first = now() - timedelta(minutes=40)
    with service.store._database.write() as connection:
        connection.execute(asked.update().where(asked.c.run == "a").values(at=first))
    other = Service(settings.load())
    again = times.beijing(first + timedelta(minutes=61))
    with pytest.raises(InputError, match=f"一小时最多 4 项，没有开始新的；{again:%H:%M} 以后"):
        other.drafts.start(id, SECTIONS[:1], silent, owner=who)
    other.close()
    assert begun(service, id) == 0


def test_more_at_one_time_than_anybody_may_is_to_be_divided(service, office, silent):
    id, who = office
    with pytest.raises(InputError, match="一次要写 3 项，超过每人的上限 2 项，没有开始；请分几次"):
        service.drafts.start(id, SECTIONS, silent, owner=who)
    assert begun(service, id) == 0


def test_what_lost_its_worker_and_what_is_an_hour_old_counts_no_more(service, office):
    id, who = office
    for _ in range(2):
        service.store.asked.note(who, service.store.generations.create(id, "problems", "", "模型").id)
    assert service.store.asked.running(who) == 2
    with service.store._database.write() as connection:
        connection.execute(generations.update().values(heartbeat_at=now() - timedelta(minutes=1)))
        connection.execute(asked.update().values(at=now() - timedelta(minutes=61)))
    assert service.store.asked.running(who) == 0
    service.store.asked.note(who, "e")
    with service.store._database.read() as connection:
        assert connection.execute(asked.select()).fetchall()[0].run == "e"


def test_one_persons_share_takes_nothing_from_anothers(service, office, silent):
    id, who = office
    other = service.people.add("王五", "wang@example.gov.cn", [(Role.FILL, UNIT)])
    runs = service.drafts.start(id, SECTIONS[:2], silent, owner=who)
    runs += service.drafts.start(id, SECTIONS[2:], silent, owner=other)
    assert len(runs) == 3
    end(service, runs)


def test_everything_that_a_person_has_a_model_write_is_counted(service, office, silent):
    id, who = office
    for run in "abcd":
        service.store.asked.note(who, run)
    service.editing.save_section(id, "problems", "一是公开不够及时。")
    mine = permitted(service, lambda: Person(who, "李四", frozenset({(Role.FILL, UNIT)})))
    report = service.library.open(id).report
    for act in (
        lambda: mine.drafts.start(id, ["problems"], silent),
        lambda: mine.drafts.reword(id, "problems", 0, (0, 2), "缩短", silent),
        lambda: mine.readthroughs.start(id, "proofread", silent),
        lambda: mine.conversation.say(id, "写得更短些", silent),
        lambda: mine.pasting.ask(id, silent, report),
    ):
        with pytest.raises(InputError, match="一小时最多 4 项"):
            act()
    assert begun(service, id) == 0 and service.conversation.messages(id) == []
    mine.drafts.start(id, SECTIONS[:1], None)  # without a model nobody waits for anybody


def test_without_sign_in_there_is_no_limit(service, office, silent):
    id, _ = office
    runs = service.drafts.start(id, SECTIONS, silent)
    assert len(runs) == 3
    end(service, runs)
