"""The command line: ``nianbao import | check | draft | export | collect | rollup | approve | serve | …``.

What each command takes is in ``arguments``.
Results go to stdout, in UTF-8, or ``-o``; messages, in Chinese, to stderr. Exit status: see each command's help.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path

from drafting import report_file
from drafting.errors import AskFirst, FileError, InputError, NianbaoError
from drafting.whole_files import read_whole, write_whole

from . import bulletin, collecting, many, moving, placing, rollcall, serving
from .arguments import parser
from .progress import say as _say

UNUSABLE = 2
UNANSWERED = 3
UNREACHABLE = 4


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. Bad input ends in one sentence, never in a traceback."""
    if isinstance(sys.stdout, TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8")  # for who reads it, whatever the code page of Windows
    arguments = parser(_COMMANDS).parse_args(argv)
    try:
        return arguments.run(arguments)
    except NianbaoError as error:
        _say(str(error))
        return UNUSABLE
    except KeyboardInterrupt:
        _say("已中断。")
        return 130


def _import(arguments: argparse.Namespace) -> int:
    from drafting.reading import guarded
    from drafting.reading.form.asking import grouped

    several = len(arguments.file) > 1
    if several and arguments.output:
        _folder(arguments.output)
    status = 0
    for path in arguments.file:
        try:
            reading = guarded.read(read_whole(path), Path(path).name, arguments.year)
            data = reading.to_data()
            target = Path(arguments.output or "")
            if arguments.output:
                if target.is_dir():
                    target /= f"{Path(path).stem}.report.json"
                text = json.dumps(data, ensure_ascii=False, indent=2) + "\n"
                write_whole(target, text.encode("utf-8", "replace"))
        except FileError as error:
            _say(str(error))
            status = UNUSABLE
            continue
        if arguments.json:
            print(json.dumps(_answer(reading, data), ensure_ascii=False, indent=None if several else 2))
        elif not arguments.output:
            print(json.dumps(data, ensure_ascii=False, indent=2))
        for said in (*reading.notices, *(text for text, _ in grouped(reading.form, reading.questions))):
            _say(f"{Path(path).name}：{said}" if several else said)
        if reading.questions and status != UNUSABLE:
            status = UNANSWERED
    return status


def _answer(reading, data: dict) -> dict:
    """What ``import --json`` prints (the shape is fixed: one object a file)."""
    return {
        "report": data,
        "questions": [
            {
                "cell": question.cell,
                "text": question.text,
                "evidence": question.evidence.text or question.evidence.where,
            }
            for question in reading.questions
        ],
        "edition": reading.printed_edition,
        "confidence": reading.confidence,
    }


def _check(arguments: argparse.Namespace) -> int:
    if many.is_many(arguments.report):
        if arguments.collection:
            raise InputError("--collection 只用来检查一份本级政府年报，请只写这一份。")
        return many.check(arguments, _office(arguments))
    if arguments.output:
        raise InputError("只检查一份时没有要写的文件，请去掉 -o；多份时才写问题清单和退回单。")
    from drafting import checks
    from drafting.assessment import Assessment

    office, (report, last_year) = _office(arguments), _reports(arguments)
    units = collecting.units(arguments.collection, report, office) if arguments.collection else None
    assessment = Assessment(report, last_year, office, units=units)
    result = assessment.result
    if arguments.json or arguments.marks:
        marks = (
            {"marks": [mark.to_data() for found in assessment.marks.values() for mark in found]}
            if arguments.marks
            else {}
        )
        print(json.dumps(result.to_data() | marks, ensure_ascii=False, indent=2))
    else:
        for finding in result.findings:
            print(f"{checks.SEVERITIES[finding.severity]} {finding.rule} {finding.message}")
        for item in result.not_assessed:
            print(f"未检查 {item.rule} {item.why}")
        if not result.findings:
            print(f"全部通过，{len(result.not_assessed)} 项未检查。")
    return int(result.worst == "error")


def _office(arguments: argparse.Namespace):
    """The rules of the office: the tables named, else those of the data folder.

    Raises FileError for one that cannot be used, and SettingError.
    """
    from drafting import place
    from drafting.checks import RULES, office

    folder = _data_dir()
    rules, words = Path(arguments.rules or folder / "rules.tsv"), Path(arguments.lexicon or folder / "lexicon.tsv")
    for named, path in ((arguments.rules, rules), (arguments.lexicon, words)):
        if named:
            read_whole(path)
    found = office.at(rules, words, RULES, place.kept(folder))
    if found.fault:
        raise FileError(found.fault)
    return found


def _data_dir() -> Path:
    """The same folder as ``settings.data_dir()``, which is asked only where a file may name another.

    The libraries that settings need take longer to load than a report takes to check.
    """
    if named := os.environ.get("NIANBAO_DATA_DIR"):
        return Path(named).expanduser()
    if Path(".streamlit/secrets.toml").exists():
        from drafting import settings

        return settings.data_dir()
    from platformdirs import user_data_dir

    return Path(user_data_dir("nianbao", appauthor=False))


def _draft(arguments: argparse.Namespace) -> int:
    if many.is_many(arguments.report):
        return _draft_many(arguments)
    from drafting import settings
    from drafting.service.files import draft_report, sections_named
    from drafting.writing.configured import from_settings
    from drafting.writing.window import notice as parted

    report, last_year = _reports(arguments)
    rewritten = dict.fromkeys(spec.chapter for spec in report.outline) if arguments.instruction else ()
    names = sections_named(report, arguments.section or rewritten)
    endpoint = None if arguments.offline else from_settings(settings.load())
    if endpoint and arguments.send_personal_data:
        endpoint = replace(endpoint, consent=arguments.send_personal_data.replace("-", "_"))
    if not names:
        _say("各节都已有文字，没有改动；要重写请用 --section 指明章节。")
    elif endpoint is None:
        _say("未使用模型，离线起草。" if arguments.offline else "没有配置模型，离线起草。")
    for notice in filter(None, (parted(report, name, endpoint, last_year) for name in names)):
        _say(notice)
    progress = _Progress()
    try:
        drafted = draft_report(
            report, names, endpoint, instruction=arguments.instruction, last_year=last_year, on_text=progress
        )
    except AskFirst as error:
        raise InputError(f"{error}命令行用 --send-personal-data masked 或 as-is。") from None
    progress.end()
    for name, notice in drafted.notices.items():
        _say(f"{name}：{notice}")
    for name, error in drafted.failed.items():
        _say(f"{name}：{error}")
    for name, figure in drafted.loose:
        _say(f"{name}：数字“{figure}”在表格和素材中都没有依据，请核对。")
    if arguments.output:
        report_file.write(drafted.report, arguments.output)
    if arguments.json:
        data = drafted.to_data(names, whole=not arguments.output)
        print(json.dumps(data, ensure_ascii=False, indent=2))
    elif not arguments.output:
        print(report_file.dumps(drafted.report), end="")
    return UNREACHABLE if drafted.failed else int(bool(drafted.loose))


def _draft_many(arguments: argparse.Namespace) -> int:
    """Whether there is a model is asked here and once: it answers so many requests at once as the settings of this
    machine say, so that its reports come one after the other.
    """
    from drafting import settings
    from drafting.writing.configured import from_settings

    offline = arguments.offline or from_settings(settings.load()) is None
    if arguments.cluster and not offline:
        raise InputError(
            "模型同时能接多少请求由服务决定，分到几台机器上起草并不更快，没有开始；请去掉 --cluster，或加 --offline 离线起草。"
        )
    own = {} if offline else {"workers": None}
    alike = argparse.Namespace(**{**vars(arguments), **own, "offline": offline})
    return many.each(alike, _draft, "正在起草", ".report.json", side_by_side=offline)


def _export(arguments: argparse.Namespace) -> int:
    from drafting import publishing

    if many.is_many(arguments.report):
        suffix = next(format.suffix for format in publishing.FORMATS if format.id == arguments.to)
        return many.each(arguments, _export, "正在导出", suffix, office=_office(arguments))
    from drafting.assessment import Assessment
    from drafting.publishing.charts import undrawn
    from drafting.service.final import refusal, unconfirmed

    office = getattr(arguments, "office", None) or _office(arguments)  # one of many has the office of the whole
    assessment = Assessment(*_reports(arguments), office)
    report = assessment.report
    if arguments.copy == "final" and (found := assessment.obstacles):
        _say(f"还有 {len(found)} 处没有完成，不能导出正式稿：")
        for obstacle in found:
            _say(f"{obstacle.finding.rule} {obstacle.message}" if obstacle.finding else obstacle.message)
        return 1
    if not arguments.incomplete and (lacking := unconfirmed(report, arguments.to, arguments.preset, arguments.copy)):
        _say(refusal(lacking))
        return 1
    letterhead = read_whole(arguments.letterhead) if arguments.letterhead else None
    if any(format.charts for format in publishing.FORMATS if format.id == arguments.to):
        last_year = assessment.last_year
        for chart, sentence in undrawn(report, [last_year] if last_year else []).items():
            _say(sentence + ("请用 --last-year 指定上年的年报文件。" if chart == "trend" and not last_year else ""))
    content = publishing.export(
        report, arguments.to, preset=arguments.preset, copy=arguments.copy, assessment=assessment, letterhead=letterhead
    )
    target = Path(arguments.output)
    write_whole(
        target / publishing.filename(report, arguments.to, arguments.copy) if target.is_dir() else target, content
    )
    return 0


def _approve(arguments: argparse.Namespace) -> int:
    from drafting.service.files import approved

    report = approved(report_file.read(arguments.report), arguments.part, arguments.person)
    report_file.write(report, arguments.output or arguments.report)
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    from drafting import settings
    from drafting.service.backup import Backups

    backups, target = Backups(settings.load()), Path(arguments.file)
    target = target / backups.name() if target.is_dir() else target
    if target.exists():
        raise FileError(f"“{target}”已经存在，没有备份，请换一个文件名。")
    write_whole(target, backups.make())
    target.chmod(0o600)  # it has all that the data folder keeps from other users
    _say(f"已备份到“{target}”。")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    from drafting import settings
    from drafting.service.backup import Backups

    backups = Backups(settings.load())
    done = backups.restore(arguments.file, replace=arguments.replace)
    _say(
        f"已恢复到“{backups.folder}”，是 {done.made_at} 的备份。"
        + (f"原来的数据在“{done.kept}”。" if done.kept else "")
    )
    return 0


def _bundle(arguments: argparse.Namespace) -> int:
    from drafting.bundling import folder
    from drafting.bundling.platforms import PLATFORMS

    platform = next(platform for platform in PLATFORMS if platform.id == arguments.platform)
    python, target = f"{sys.version_info.major}.{sys.version_info.minor}", Path(arguments.output)
    _say(f"正在收集{platform.name}、Python {python} 用的安装包，需要一两分钟……")
    folder.make(target, platform, python)
    _say(f"已写到“{target}”，请整个拷贝过去，按其中的“{folder.PAGE}”安装。")
    return 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from drafting.evaluation.command import run

    return 0 if run(arguments, _say) else UNREACHABLE


def _model(arguments: argparse.Namespace) -> int:
    from drafting.writing import local_model

    local_model.serve(arguments.file, port=arguments.port, threads=arguments.threads, context=arguments.context)
    return 0


def _reports(arguments: argparse.Namespace):
    last_year = report_file.read(arguments.last_year) if arguments.last_year else None
    return report_file.read(arguments.report[0]), last_year


def _folder(path: str) -> None:
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"无法建立文件夹“{path}”（{error.strerror}），多个文件要写到一个文件夹里，请核对。") from None


class _Progress:
    """Characters drafted so far, on one line of stderr when it is a terminal."""

    def __init__(self) -> None:
        self._lengths: dict[str, int] = {}
        self._shown = sys.stderr.isatty()

    def __call__(self, section: str, text: str) -> None:
        self._lengths[section] = len(text)
        if self._shown:
            print(f"\r正在起草 {len(self._lengths)} 节，{sum(self._lengths.values())} 字", end="", file=sys.stderr)

    def end(self) -> None:
        """Leave the line."""
        if self._shown and self._lengths:
            print(file=sys.stderr)


_COMMANDS = {
    "import": _import,
    "check": _check,
    "draft": _draft,
    "evaluate": _evaluate,
    "export": _export,
    "approve": _approve,
    "handout": collecting.handout,
    "collect": collecting.collect,
    "rollcall": lambda arguments: rollcall.run(arguments, _office(arguments)),
    "bulletin": lambda arguments: bulletin.run(arguments, _office(arguments)),
    "rollup": lambda arguments: collecting.rollup(arguments, _office(arguments)),
    "serve": serving.run,
    "place": placing.run,
    "backup": _backup,
    "restore": _restore,
    "move": moving.run,
    "bundle": _bundle,
    "model": _model,
}
"""What each command does: its exit status, for what was given."""
