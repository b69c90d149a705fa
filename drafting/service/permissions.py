"""Who may do what: the one place that decides. By verb and unit; what is not named here nobody may do.

A unit is an organ by its full name, as its reports carry it. A person holds roles, each of units or of the whole
office::

    填报  its own unit's reports: read, write, submit          审核  the reports of units given: read, remark, approve
    汇总  the collections, and to read every unit's report     管理  people, settings, tables of rules, backups

Without sign-in there is one person, who may do everything (``EVERYBODY``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from drafting.errors import NotFound, NotPermitted

if TYPE_CHECKING:
    from . import Service


class Role(StrEnum):
    """What a person is in the office."""

    FILL = "填报"
    REVIEW = "审核"
    COLLECT = "汇总"
    MANAGE = "管理"


OF_UNITS = frozenset({Role.FILL, Role.REVIEW})
"""Roles that are held for units, one by one; the others are the whole office's."""


class Right(StrEnum):
    """What a verb needs, with the words of a refusal."""

    READ = "查看"
    WRITE = "填写或修改"
    DISCUSS = "提出或答复意见"
    REVIEW = "审核"
    COLLECT = "办理汇总"
    MANAGE = "管理本系统"
    USE = "使用本系统"


_ROLES: Mapping[Right, frozenset[Role]] = {
    Right.READ: frozenset({Role.FILL, Role.REVIEW, Role.COLLECT}),
    Right.WRITE: frozenset({Role.FILL}),
    Right.DISCUSS: frozenset({Role.FILL, Role.REVIEW}),
    Right.REVIEW: frozenset({Role.REVIEW}),
    Right.COLLECT: frozenset({Role.COLLECT}),
    Right.MANAGE: frozenset({Role.MANAGE}),
    Right.USE: frozenset(Role),
}


@dataclass(frozen=True)
class Person:
    """Somebody who signed in. ``grants``: role and unit, the unit ``""`` where the role is the whole office's.

    ``everything``: the one person of a program without sign-in.
    """

    id: str = ""
    name: str = ""
    grants: frozenset[tuple[str, str]] = frozenset()
    everything: bool = False

    def may(self, right: Right, unit: str | None = None) -> bool:
        """Whether this person has ``right``, over ``unit``; None: over any unit at all."""
        return self.everything or any(
            role in _ROLES[right] and (unit is None or not given or given == unit) for role, given in self.grants
        )

    @property
    def own_units(self) -> list[str]:
        """The units this person fills in."""
        return sorted(unit for role, unit in self.grants if role == Role.FILL)


EVERYBODY = Person(everything=True)
"""The one person of a program without sign-in."""


def refusal(right: Right | None = None, unit: str | None = None) -> NotPermitted:
    """What is said to who has no ``right`` over ``unit``."""
    of = f"“{unit}”的报告" if unit else ""
    what = f"{right}{of}" if right else "这样做"
    return NotPermitted(f"您没有{what}的权限，没有作任何改动；需要时请联系管理员。")


Given = Mapping[str, Any]
"""What a verb was called with, by parameter."""
About = Callable[["Service", Given], "str | None"]
"""The unit a call is about; None where it is about no unit."""


@dataclass(frozen=True)
class Verb:
    """What a verb needs: ``right`` over the unit that ``about`` finds, and over that of ``leads_to`` where it has one."""

    right: Right
    about: About
    leads_to: About | None = None


def _no_unit(service: Service, given: Given) -> None:
    return None


def _report(service: Service, given: Given) -> str:
    return service.store.organ_of(given["id"])


def _opened(service: Service, given: Given) -> str:
    return service.store.organ_of(given["opened"].stored.row.id)


def _run(service: Service, given: Given) -> str:
    run = service.store.generations.get(given["generation_id"])
    if run is None:
        raise NotFound("这次起草已经不在了，请刷新页面。")
    return service.store.organ_of(run.report_id)


def _shown_run(service: Service, given: Given) -> str:
    return service.store.organ_of((given.get("generation") or given["run"]).report_id)


def _message(service: Service, given: Given) -> str:
    message = service.store.messages.get(given["message_id"])
    if message is None:
        raise NotFound("这条对话已经不在了，请刷新页面。")
    return service.store.organ_of(message.report_id)


def _where_read_in(service: Service, given: Given) -> str | None:
    return service.store.organ_of(given["report_id"]) if given.get("report_id") else None


def _import(service: Service, given: Given) -> str | None:
    """The unit of the report a file is read into; on the shelf it is its owner's alone, which ``permitted`` sees to."""
    kept = service.store.imports.load(given["id"])
    return service.store.organ_of(kept.report_id) if kept.report_id else None


def _pending(service: Service, given: Given) -> str | None:
    return service.store.organ_of(given["pending"].report_id) if given["pending"].report_id else None


def _its_organ(service: Service, given: Given) -> str | None:
    """The organ whose reports a file that is read in fills."""
    plan = service.importing.plan(service.importing.load(given["id"]))
    return plan.organ.name if plan.organ else None


def _taken(service: Service, given: Given) -> str:
    return service.store.organ_of(given["done"].this_id or given["done"].last_id)


def _organ(service: Service, given: Given) -> str:
    return given["organ"].name


def _given_report(service: Service, given: Given) -> str:
    return given["report"].organ.name


def _last_year(service: Service, given: Given) -> str:
    return service.store.organ_of(given["last_year_id"])


def _exported(service: Service, given: Given) -> str:
    return given["assessment"].report.organ.name


def _letterhead(service: Service, given: Given) -> str:
    return given["organ"]


NAMED: frozenset[About] = frozenset({_organ, _given_report, _letterhead})
"""Where the caller names the unit: a refusal tells nothing that is not known."""


def _table() -> dict[str, Verb]:
    read, write, review, discuss = Right.READ, Right.WRITE, Right.REVIEW, Right.DISCUSS
    collect, manage, use = Right.COLLECT, Right.MANAGE, Right.USE
    lines: list[tuple[str, Right, About, str]] = [
        ("library", use, _no_unit, "rows deleted"),
        ("library", read, _report, "open"),
        ("library", read, _opened, "charted"),
        ("library", write, _report, "copy_to_next_year delete restore follow_year"),
        ("library", write, _organ, "create"),
        ("library", write, _given_report, "add other_years"),
        ("prose", write, _report, "apply_fix apply_fixes dismiss_doubts lock replace save tie undo"),
        ("left_out", write, _report, "add"),
        ("left_out", read, _opened, "of"),
        ("editing", read, _report, "cell_history section_versions"),
        ("editing", write, _report, "adopt_totals enter fill_blanks place_chart restore_section revert_cells"),
        ("editing", write, _report, "save_document save_particular save_section"),
        ("notes", write, _report, "add delete move place renew restore save set_done"),
        ("outlines", write, _report, "add describe merge move place put_preface remove split undo"),
        ("importing", use, _where_read_in, "waiting"),
        ("importing", write, _where_read_in, "open"),
        ("importing", write, _import, "answer ask_again choose discard identify keep load page say"),
        ("importing", write, _pending, "plan"),
        ("readthroughs", read, _report, "active open wanted"),
        ("readthroughs", read, _shown_run, "says"),
        ("readthroughs", write, _report, "follow start want"),
        ("readthroughs", write, _run, "seen stop"),
        ("drafts", read, _report, "active notice open progress"),
        ("drafts", read, _shown_run, "offer"),
        ("drafts", write, _report, "reword start take_harmless"),
        ("drafts", write, _run, "refuse stop take"),
        ("conversation", read, _report, "active messages"),
        ("conversation", write, _report, "ask say"),
        ("conversation", write, _message, "stop"),
        ("pasting", read, _report, "asking items kept"),
        ("pasting", write, _report, "ask bring_back choose divide give_back open_text put_away save stop take"),
        ("documents", read, _report, "appeared"),
        ("documents", read, _exported, "export"),
        ("documents", review, _report, "approve approve_all disapprove disapprove_all"),
        ("documents", discuss, _report, "waive withdraw"),
        ("documents.letterheads", read, _letterhead, "of"),
        ("documents.letterheads", write, _letterhead, "keep remove"),
        ("choices", read, _report, "of keep"),
        ("review", read, _report, "names sent trail trail_csv"),
        ("review", read, _opened, "changed refresh_state seen settled_by withdrawn"),
        ("review", discuss, _report, "answer remark take_back restore reopen"),
        ("review", write, _report, "submit publish"),
        ("review", review, _report, "approve finalise return_with"),
        ("tables", use, _no_unit, "fault office rules words"),
        ("tables", manage, _no_unit, "forget keep_rules keep_words"),
        ("prompts", manage, _no_unit, "keep restore"),
        ("places", use, _no_unit, "due hints kept fault"),
        ("places", manage, _no_unit, "changes forget keep made read"),
        ("sending", manage, _no_unit, "lay_down"),
        ("backups", manage, _no_unit, "database folder make name restore"),
        ("collections", collect, _no_unit, "answer change changing create create_sample create_typed decide delete"),
        (
            "collections",
            collect,
            _no_unit,
            "deleted due go_on handout inbox last_year last_year_files listed open publish",
        ),
        (
            "collections",
            collect,
            _no_unit,
            "replace_roster restore retype_roster roster_rows stop take taking template",
        ),
        ("collections", manage, _no_unit, "model_uses use_models"),
        ("collection_views", collect, _no_unit, "checked findings_file lines roll_call_file rows slips"),
        ("collection_questions", collect, _no_unit, "answer open settle"),
        ("collection_bulletins", collect, _no_unit, "document keep_weights score_file scores weights"),
        ("collection_batch", collect, _no_unit, "draft export exported failed package pieces stop taking"),
        ("collection_sums", collect, _no_unit, "adjust choose compared differing make_report standing sum_file"),
        ("collection_sums", collect, _no_unit, "summed take_back_report take_errors withdraw"),
        ("presence", read, _report, "here look"),
        ("people", manage, _no_unit, "add all change remove"),
    ]
    made = {f"{part}.{verb}": Verb(right, about) for part, right, about, verbs in lines for verb in verbs.split()}
    made["editing.save_head"] = Verb(write, _report, _organ)  # a report is not handed to another unit by renaming it
    made["editing.carry_over"] = Verb(write, _report, _last_year)
    made["importing.undo"] = Verb(write, _taken)
    made["importing.take"] = Verb(write, _import, _its_organ)
    return made


VERBS: Mapping[str, Verb] = _table()
"""Every verb a page may call, by its part of the service and its name."""
