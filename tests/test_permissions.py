"""Who may do what: every verb of the service, for every role, over one's own unit and over another's."""

import inspect
import logging
from types import SimpleNamespace as Some

import pytest

from drafting import report_file, settings
from drafting.errors import NianbaoError, NotFound, NotPermitted
from drafting.report import Approval, Organ
from drafting.samples import sample
from drafting.service import Service
from drafting.service import permitted as door
from drafting.service.permissions import NAMED, VERBS, Person, Right, Role

OWN, OTHER = "青石镇人民政府", "兑镇镇人民政府"
INTERNAL = {
    # what opens or ends the program, asks nothing of a person, or is called by the service itself
    *(f"{part}.close" for part in ("readthroughs", "conversation", "drafts", "pasting", "collections")),
    "collection_batch.close",
    "collections.alone",
    *(f"office_files.{verb}" for verb in ("open", "fetch", "changing", "close")),
    "library.add_sample",
    "prose.refill",
    "people.who",
    "people.leave",
}
PARTS = ("documents.letterheads",)


@pytest.fixture
def service(tmp_path, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path))
    opened = Service(settings.load())
    yield opened
    opened.close()


def organ(name):
    return Organ(name=name, kind="department", level="township")


@pytest.fixture
def reports(service):
    """A report of each of two units; ids by organ."""
    return {name: service.library.create(organ(name), 2025) for name in (OWN, OTHER)}


def permitted(service, who):
    """The service as ``who`` may use it, who stays the same."""
    return door.permitted(service, lambda: who)


def person(role, unit=OWN):
    return Person("p1", "张三", frozenset({(role, unit if role in (Role.FILL, Role.REVIEW) else "")}))


def part_of(service, path):
    found = service
    for name in path.split("."):
        found = getattr(found, name)
    return found


def public_verbs(service):
    for name, part in vars(service).items():
        if name != "store":
            yield from (f"{name}.{verb}" for verb, _ in inspect.getmembers(type(part)) if not verb.startswith("_"))
    for path in PARTS:
        yield from (f"{path}.{verb}" for verb in dir(type(part_of(service, path))) if not verb.startswith("_"))


def test_every_verb_of_the_service_is_named_with_what_it_needs_and_none_besides(service):
    assert sorted(VERBS) == sorted(set(public_verbs(service)) - INTERNAL)


@pytest.mark.parametrize("path", sorted(INTERNAL))
def test_what_is_not_named_nobody_who_signed_in_may_do(service, path):
    everything = Person("p1", "张三", frozenset({(role, "") for role in Role}))
    part, verb = path.rsplit(".", 1)
    with pytest.raises(NotPermitted):
        getattr(part_of(permitted(service, everything), part), verb)


class Stand:
    """Stands for what a verb takes besides the report: it is never reached where the verb is refused."""


def arguments(service, path, id, name):
    """What a verb is called with to be about the report ``id``."""
    report = service.library.open(id).report
    run = service.store.generations.create(id, "problems", "", "模型")
    message = service.store.messages.add(id, "answer", "")
    row = Some(stored=Some(row=Some(id=id)))
    by_name = {
        "id": id,
        "opened": row,
        "organ": name if path.startswith("documents.letterheads") else organ(name),
        "report": report,
        "report_id": id,
        "generation_id": run.id,
        "generation": run,
        "run": run,
        "message_id": message.id,
        "last_year_id": id,
        "pending": Some(report_id=id),
        "done": Some(this_id=id, last_id=""),
        "assessment": Some(report=report),
    }
    if path.startswith("importing.") and not path.endswith((".open", ".waiting", ".plan", ".undo")):
        waiting = service.importing.waiting(id)
        by_name["id"] = (
            waiting[0][0] if waiting else service.importing.open(report_file.dumps(report).encode(), "x.json", id)
        )
    part, verb = path.rsplit(".", 1)
    takes = inspect.signature(getattr(part_of(service, part), verb)).parameters
    return {
        each.name: by_name.get(each.name, Stand())
        for each in takes.values()
        if each.name in by_name or each.default is each.empty and each.kind is not each.VAR_KEYWORD
    }


def outcome(service, who, path, id, name):
    """``done`` where the verb was begun (it may fail then for what it was given), else the refusal."""
    part, verb = path.rsplit(".", 1)
    begun = []
    holder = part_of(service, part)
    if not callable(getattr(type(holder), verb)):
        try:
            getattr(part_of(permitted(service, who), part), verb)
        except NianbaoError as error:
            return type(error)
        return "done"
    given = arguments(service, path, id, name)
    original = getattr(holder, verb)

    def stood(*args, **kwargs):
        begun.append(verb)
        return original(*args, **kwargs) if path == "library.open" else ()

    stood.__signature__ = inspect.signature(original)
    setattr(holder, verb, stood)
    try:
        getattr(part_of(permitted(service, who), part), verb)(**given)
    except NianbaoError as error:
        return type(error)
    finally:
        delattr(holder, verb)
    return "done" if begun else "nothing"


HOLDS = {
    Right.READ: {Role.FILL, Role.REVIEW, Role.COLLECT},
    Right.WRITE: {Role.FILL},
    Right.DISCUSS: {Role.FILL, Role.REVIEW},
    Right.REVIEW: {Role.REVIEW},
    Right.COLLECT: {Role.COLLECT},
    Right.MANAGE: {Role.MANAGE},
    Right.USE: set(Role),
}
OUTCOMES = ("done", NotPermitted, NotFound)
OF_NO_UNIT = {
    path for path in VERBS if path.split(".")[0] in ("tables", "prompts", "places", "backups", "people", "sending")
} | {path for path in VERBS if path.startswith("collection")}
OF_NO_UNIT |= {"library.rows", "library.deleted"}


@pytest.mark.parametrize("role", Role)
def test_a_verb_is_done_for_whom_it_is_meant_and_for_nobody_else(service, reports, role):
    who, wrong = person(role), []
    for path, verb in VERBS.items():
        for name in (OWN, OTHER):
            over_it = path in OF_NO_UNIT or role not in (Role.FILL, Role.REVIEW) or name == OWN
            found = outcome(service, who, path, reports[name], name)
            if (found == "done") != (role in HOLDS[verb.right] and over_it) or found not in OUTCOMES:
                wrong.append((path, name, found))
    assert not wrong


def test_another_units_report_is_not_there_for_whom_it_is_none_of_their_business(service, reports):
    found = {
        path: outcome(service, person(Role.FILL), path, reports[OTHER], OTHER)
        for path, verb in VERBS.items()
        if path not in OF_NO_UNIT and verb.about not in NAMED
    }
    assert {path: said for path, said in found.items() if said is not NotFound} == {}


def test_a_list_shows_the_reports_of_ones_own_unit_only(service, reports):
    mine = permitted(service, person(Role.FILL)).library
    assert [row.organ.name for row in mine.rows()] == [OWN]
    service.library.delete(reports[OTHER])
    assert mine.deleted() == []
    assert [row.organ.name for row in permitted(service, person(Role.MANAGE)).library.rows()] == []


def test_a_report_is_not_handed_to_another_unit_by_renaming_it(service, reports):
    with pytest.raises(NianbaoError):
        permitted(service, person(Role.FILL)).editing.save_head(reports[OWN], organ(OTHER), 2024)
    assert service.library.open(reports[OWN]).report.organ.name == OWN


def test_a_file_of_another_unit_fills_no_report(service, reports):
    report, _ = sample("town").load()
    raw = report_file.dumps(report.model_copy(update={"organ": organ(OTHER)})).encode()
    mine = permitted(service, person(Role.FILL))
    id = mine.importing.open(raw, "x.json")
    pending = mine.importing.load(id)
    with pytest.raises(NianbaoError):
        mine.importing.take(id, pending.number)
    other = permitted(service, Person("p2", "李四", frozenset({(Role.FILL, OWN)})))
    assert mine.importing.waiting() and not other.importing.waiting()
    with pytest.raises(NotFound):
        other.importing.load(id)


def test_the_person_who_signed_in_signs_whatever_name_a_page_gives(service, reports):
    reviewer = permitted(service, person(Role.REVIEW))
    reviewer.documents.approve(
        reports[OWN], "problems", "李四", digest=service.library.open(reports[OWN]).report.digest("problems")
    )
    assert service.library.open(reports[OWN]).report.approval("problems").person == "张三"
    assert [entry.person for entry in service.review.trail(reports[OWN])] == ["张三"]


def test_what_is_signed_in_a_file_does_not_count(service):
    report, _ = sample("town").load()
    digest = report.digest("tables")
    signed = report.model_copy(update={"approvals": [Approval(part="tables", person="王五", digest=digest)]})
    assert signed.approval("tables")
    id = permitted(service, person(Role.FILL)).library.add(signed)
    assert service.library.open(id).report.approvals == []


def test_a_units_name_makes_no_second_line_in_the_log(service, caplog):
    with pytest.raises(NotPermitted):
        permitted(service, person(Role.FILL)).library.create(organ("青石镇\n2026 nianbao.verbs p9 backups.make"), 2025)
    assert [record.getMessage() for record in caplog.records if record.name == "nianbao.verbs"] == [
        "refused: p1 library.create 青石镇 2026 nianbao.verbs p9 backups.make"
    ]


def test_writing_and_refusals_are_logged_without_contents(service, reports, caplog):
    caplog.set_level(logging.INFO, "nianbao.verbs")
    mine = permitted(service, person(Role.FILL))
    mine.notes.add(reports[OWN], "proactive", "只有我们知道的事。")
    with pytest.raises(NotFound):
        mine.library.open(reports[OTHER])
    assert [record.getMessage() for record in caplog.records] == [
        f"p1 notes.add {OWN}",
        f"refused: p1 library.open {OTHER}",
    ]


def test_a_verb_in_the_hands_of_an_open_page_is_refused_once_the_right_is_gone(service, reports):
    now = [person(Role.FILL)]
    mine = door.permitted(service, lambda: now[0])
    add = mine.notes.add
    add(reports[OWN], "proactive", "只有我们知道的事。")
    now[0] = person(Role.FILL, OTHER)
    with pytest.raises(NotFound):
        add(reports[OWN], "proactive", "后来的事。")
    assert len(service.library.open(reports[OWN]).report.notes) == 1


def test_what_was_done_is_undone_only_by_who_may_still_do_it(service):
    now = [person(Role.COLLECT)]
    collections = door.permitted(service, lambda: now[0]).collections
    id = collections.create_typed([{"name": OWN}], 2025)
    undo = collections.delete(id)
    now[0] = person(Role.FILL)
    with pytest.raises(NotPermitted):
        undo()
    assert service.collections.deleted()
    now[0] = person(Role.COLLECT)
    undo()
    assert not service.collections.deleted()
