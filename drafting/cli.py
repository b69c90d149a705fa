"""The command line: ``nianbao import | check | draft | approve | export | serve | model``.

Results go to stdout or ``-o``; messages, in Chinese, to stderr. Exit status: see each command's help.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from drafting import __version__, report_file
from drafting.errors import FileError, NianbaoError
from drafting.whole_files import read_whole, write_whole

UNUSABLE = 2
UNANSWERED = 3
UNREACHABLE = 4


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; its exit status. Bad input ends in one sentence, never in a traceback."""
    arguments = _parser().parse_args(argv)
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
    from drafting import checks
    from drafting.assessment import Assessment

    assessment = Assessment(*_reports(arguments), _office(arguments))
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
    from drafting.checks import RULES, office

    folder = _data_dir()
    rules, words = Path(arguments.rules or folder / "rules.tsv"), Path(arguments.lexicon or folder / "lexicon.tsv")
    for named, path in ((arguments.rules, rules), (arguments.lexicon, words)):
        if named:
            read_whole(path)
    found = office.at(rules, words, RULES)
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
    from drafting import settings
    from drafting.service.files import draft_report, sections_named
    from drafting.writing.configured import from_settings

    report, last_year = _reports(arguments)
    rewritten = dict.fromkeys(spec.chapter for spec in report.outline) if arguments.instruction else ()
    names = sections_named(report, arguments.section or rewritten)
    endpoint = None if arguments.offline else from_settings(settings.load())
    if not names:
        _say("各节都已有文字，没有改动；要重写请用 --section 指明章节。")
    elif endpoint is None:
        _say("未使用模型，离线起草。" if arguments.offline else "没有配置模型，离线起草。")
    progress = _Progress()
    drafted = draft_report(
        report, names, endpoint, instruction=arguments.instruction, last_year=last_year, on_text=progress
    )
    progress.end()
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


def _export(arguments: argparse.Namespace) -> int:
    from drafting import publishing
    from drafting.assessment import Assessment
    from drafting.publishing.charts import undrawn
    from drafting.service.final import refusal, unconfirmed

    assessment = Assessment(*_reports(arguments), _office(arguments))
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


def _serve(arguments: argparse.Namespace) -> int:
    from streamlit.web.cli import main as streamlit

    from drafting import resources

    return streamlit(["run", str(resources.app()), f"--server.port={arguments.port}"], standalone_mode=False) or 0


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


def _model(arguments: argparse.Namespace) -> int:
    from drafting.writing import local_model

    local_model.serve(arguments.file, port=arguments.port, threads=arguments.threads, context=arguments.context)
    return 0


def _reports(arguments: argparse.Namespace):
    last_year = report_file.read(arguments.last_year) if arguments.last_year else None
    return report_file.read(arguments.report), last_year


def _folder(path: str) -> None:
    try:
        Path(path).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"无法建立文件夹“{path}”（{error.strerror}），多个文件要写到一个文件夹里，请核对。") from None


def _say(message: str) -> None:
    print(message, file=sys.stderr)


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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="nianbao", description="编制政府信息公开工作年度报告。不带图形界面的各项命令如下。"
    )
    parser.add_argument("--version", action="version", version=f"nianbao {__version__}")
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")

    def command(name: str, run, says: str, example: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=says,
            description=says,
            epilog=f"例：{example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run)
        return added

    reader = command(
        "import",
        _import,
        "读入已有的报告或表格；还有需要回答的问题时返回 3，读不了时返回 2",
        "nianbao import 青石镇2023年报.docx -o 青石镇2023.report.json",
    )
    reader.add_argument("file", nargs="+", help="文件：.docx .xlsx .xls .html .pdf .txt .md .json")
    reader.add_argument("-o", "--output", help="写到这个文件；多个文件时写到这个文件夹")
    reader.add_argument("--year", type=int, help="报告年度，文件中没有或有误时用")
    reader.add_argument("--json", action="store_true", help="以 JSON 输出读到的内容、问题和每格的把握")

    check = command(
        "check",
        _check,
        "按规则检查一份年报文件；有错误时返回 1，文件不能用时返回 2",
        "nianbao check 青石镇.report.json --last-year 青石镇2023.report.json",
    )
    draft = command(
        "draft",
        _draft,
        "起草正文各节；有数字没有依据时返回 1，模型连不上时返回 4（已写出的保留）",
        "nianbao draft 青石镇.report.json -o 青石镇.report.json",
    )
    check.add_argument("--json", action="store_true", help="以 JSON 输出")
    check.add_argument("--marks", action="store_true", help="在 JSON 中一并输出正文里每处标记，与编辑器所画的相同")
    draft.add_argument("-o", "--output", help="写到这个文件，不写则输出到屏幕")
    draft.add_argument(
        "--section", action="append", default=[], help="只起草这一节，可重复；不写则起草还没有文字的各节"
    )
    draft.add_argument("--json", action="store_true", help="以 JSON 输出各节怎样结束、还有哪些素材和主要数据没有写到")
    draft.add_argument("--offline", action="store_true", help="不用模型")
    draft.add_argument("--instruction", default="", help="重写的要求，例如“更短些”")

    export = command(
        "export",
        _export,
        "导出文件；正式稿有错误、红头公文缺少文号或成文日期时拒绝并返回 1",
        "nianbao export 青石镇.report.json --to docx -o 青石镇.docx",
    )
    export.add_argument("--to", required=True, choices=("docx", "pdf", "html", "txt", "xlsx", "json"), help="格式")
    export.add_argument(
        "--preset", default="plain", choices=("plain", "redhead", "web"), help="样式：普通、红头公文、网页"
    )
    export.add_argument("--copy", default="draft", choices=("draft", "review", "final"), help="草稿、审阅稿或正式稿")
    export.add_argument("--incomplete", action="store_true", help="红头公文的正式稿缺少文号、成文日期时仍然生成")
    export.add_argument("--letterhead", help="本单位的版头文件（.docx），用于 Word 文档")
    export.add_argument("-o", "--output", required=True, help="写到这个文件；是文件夹则用规范文件名")

    approve = command(
        "approve",
        _approve,
        "记下谁批准了哪些部分；正式稿要求三张表和写了的各节都已批准",
        "nianbao approve 青石镇.report.json --person 张三",
    )
    approve.add_argument("report", help="年报文件（.report.json）")
    approve.add_argument("--person", required=True, help="批准人姓名")
    approve.add_argument(
        "--part", action="append", default=[], help="只批准这一部分（tables 或章节名），可重复；不写则全部"
    )
    approve.add_argument("-o", "--output", help="写到这个文件，不写则写回原文件")
    for added in (check, export):
        added.add_argument("--rules", metavar="FILE", help="本单位的规则表（rules.tsv），不写则用数据文件夹里的")
        added.add_argument("--lexicon", metavar="FILE", help="本单位的词库（lexicon.tsv），不写则用数据文件夹里的")
    for added in (check, draft, export):
        added.add_argument("report", help="年报文件（.report.json）")
        added.add_argument("--last-year", help="上年的年报文件")

    serve = command("serve", _serve, "启动网页程序", "nianbao serve --port 8501")
    serve.add_argument("--port", type=int, default=8501, help="端口")

    backup = command(
        "backup", _backup, "把全部数据备份成一个文件，程序运行时也可以；不含模型的密钥", "nianbao backup 年报备份.zip"
    )
    backup.add_argument("file", metavar="FILE", help="写到这个文件；是文件夹则自动取名")
    restore = command(
        "restore", _restore, "把备份恢复到数据文件夹；那里已有数据时拒绝并返回 2", "nianbao restore 年报备份.zip"
    )
    restore.add_argument("file", metavar="FILE", help="备份文件")
    restore.add_argument("--replace", action="store_true", help="替换已有的数据，原来的改名保留在旁边")

    model = command(
        "model",
        _model,
        "在本机运行一个 GGUF 模型文件供起草使用（需安装 nianbao[local]）",
        "nianbao model qwen2.5-1.5b-instruct-q4_k_m.gguf",
    )
    model.add_argument("file", help="GGUF 模型文件")
    model.add_argument("--port", type=int, default=8091, help="端口")
    model.add_argument("--threads", type=int, default=None, help="使用的处理器核数")
    model.add_argument("--context", type=int, default=8192, help="上下文长度")
    return parser
