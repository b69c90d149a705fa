"""What the commands take, and what ``-h`` says of each."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping

from drafting import __version__
from drafting.bundling.platforms import PLATFORMS

EVALUATE = (
    "用同一批年报评测起草的质量，比较模型、提示词和起草方式（需安装 nianbao[evaluate]）；"
    "模型连不上时返回 4，文件不能用时返回 2"
)


def parser(run: Mapping[str, Callable[[argparse.Namespace], int]]) -> argparse.ArgumentParser:
    """The parser of the whole command line; ``run``: what each command does, by its name."""
    made = argparse.ArgumentParser(
        prog="nianbao", description="编制政府信息公开工作年度报告。不带图形界面的各项命令如下。"
    )
    made.add_argument("--version", action="version", version=f"nianbao {__version__}")
    commands = made.add_subparsers(title="命令", required=True, metavar="命令")

    def command(name: str, says: str, example: str) -> argparse.ArgumentParser:
        added = commands.add_parser(
            name,
            help=says,
            description=says,
            epilog=f"例：{example}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        added.set_defaults(run=run[name])
        return added

    reader = command(
        "import",
        "读入已有的报告或表格；还有需要回答的问题时返回 3，读不了时返回 2",
        "nianbao import 青石镇2023年报.docx -o 青石镇2023.report.json",
    )
    reader.add_argument("file", nargs="+", help="文件：.docx .xlsx .xls .html .pdf .txt .md .json")
    reader.add_argument("-o", "--output", help="写到这个文件；多个文件时写到这个文件夹")
    reader.add_argument("--year", type=int, help="报告年度，文件中没有或有误时用")
    reader.add_argument("--json", action="store_true", help="以 JSON 输出读到的内容、问题和每格的把握")

    check = command(
        "check",
        "按规则检查年报文件，多份时还比对彼此雷同之处；有错误时返回 1，文件不能用时返回 2",
        "nianbao check 青石镇.report.json --last-year 青石镇2023.report.json，nianbao check 收取 -o 检查结果",
    )
    draft = command(
        "draft",
        "起草正文各节；有数字没有依据时返回 1，模型连不上时返回 4（已写出的保留）",
        "nianbao draft 青石镇.report.json -o 青石镇.report.json",
    )
    check.add_argument("--json", action="store_true", help="以 JSON 输出")
    check.add_argument(
        "--collection",
        metavar="DIR",
        help="本级政府年报由这个收取文件夹里的各单位相加，各格和正文里各单位的数字与它们核对",
    )
    check.add_argument("--marks", action="store_true", help="在 JSON 中一并输出正文里每处标记，与编辑器所画的相同")
    draft.add_argument("-o", "--output", help="写到这个文件，不写则输出到屏幕；多份时写到这个文件夹")
    draft.add_argument(
        "--section", action="append", default=[], help="只起草这一节，可重复；不写则起草还没有文字的各节"
    )
    draft.add_argument("--json", action="store_true", help="以 JSON 输出各节怎样结束、还有哪些素材和主要数据没有写到")
    draft.add_argument("--offline", action="store_true", help="不用模型")
    draft.add_argument(
        "--send-personal-data",
        choices=("masked", "as-is"),
        help="要发给远程模型的内容里有身份证号、手机号、姓名等时：去掉后发送（masked）或照原样发送（as-is）；不写则列出来，不发送",
    )
    draft.add_argument("--instruction", default="", help="重写的要求，例如“更短些”")

    export = command(
        "export",
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
    export.add_argument("-o", "--output", required=True, help="写到这个文件；是文件夹则用规范文件名，多份时为文件夹")

    approve = command(
        "approve",
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
        _rules(added)
    check.add_argument("-o", "--output", metavar="DIR", help="多份时，把问题清单和各单位的退回单写到这个文件夹")
    for added in (check, draft, export):
        added.add_argument("report", nargs="+", help="年报文件（.report.json）、文件夹或通配符")
        _spread(added)
        added.add_argument("--last-year", help="上年的年报文件；多份时为它们所在的文件夹")

    _collecting(command)

    serve = command("serve", "启动网页程序", "nianbao serve --port 8501")
    serve.add_argument("--port", type=int, default=8501, help="端口")
    serve.add_argument("--address", default="127.0.0.1", help="监听的地址；不是本机的，须先配置登录")

    place = command(
        "place",
        "使用上级下发的地方口径，列出它与程序自带、本单位自用的不同；不写文件则列出现用的，文件不能用时返回 2",
        "nianbao place 云溪县地方口径.json",
    )
    place.add_argument("file", nargs="?", metavar="FILE", help="地方口径文件")
    place.add_argument("--first", action="store_true", help="与本单位自用的不同时以地方口径为准")
    place.add_argument("--forget", action="store_true", help="取消使用，恢复到导入以前")
    place.add_argument(
        "-o", "--output", metavar="FILE", help="把现用的口径连同本单位自用的规则、词库、提示词写成一个文件下发"
    )

    backup = command(
        "backup", "把全部数据备份成一个文件，程序运行时也可以；不含模型的密钥", "nianbao backup 年报备份.zip"
    )
    backup.add_argument("file", metavar="FILE", help="写到这个文件；是文件夹则自动取名")
    restore = command("restore", "把备份恢复到数据文件夹；那里已有数据时拒绝并返回 2", "nianbao restore 年报备份.zip")
    restore.add_argument("file", metavar="FILE", help="备份文件")
    restore.add_argument("--replace", action="store_true", help="替换已有的数据，原来的改名保留在旁边")
    move = command(
        "move",
        "把本机数据文件里的全部数据搬到空的 PostgreSQL 数据库，逐行核对；那里已有数据或程序正在运行时拒绝并返回 2",
        "nianbao move --to postgresql://用户名@服务器/nianbao",
    )
    move.add_argument("--to", required=True, metavar="URL", help="数据库地址；密码可以不写在里面，而写在 ~/.pgpass 里")

    bundle = command(
        "bundle",
        "把程序和它用到的全部组件收成一个文件夹，拷贝到不能上网的计算机上安装；本机要能上网，收不齐时返回 2",
        "nianbao bundle --for windows -o 年报安装",
    )
    bundle.add_argument(
        "--for",
        dest="platform",
        required=True,
        choices=[platform.id for platform in PLATFORMS],
        help="给什么计算机用：64 位 Windows、x86_64 的 Linux、ARM64 的 Linux",
    )
    bundle.add_argument("-o", "--output", required=True, metavar="DIR", help="写到这个文件夹，应当还没有或是空的")

    evaluate = command("evaluate", EVALUATE, "nianbao evaluate --model qwen3-8b --strategy items -o 评测")
    evaluate.add_argument("cases", nargs="*", help="带素材的年报文件或文件夹，不写则用程序自带的十份")
    evaluate.add_argument("--model", help="模型名称，不写则用设置里的；没有配置模型时只评测离线编排")
    evaluate.add_argument("--offline", action="store_true", help="只评测离线编排")
    evaluate.add_argument("--prompts", metavar="DIR", help="用这个文件夹里的提示词，缺的用自带的")
    evaluate.add_argument(
        "--strategy", choices=("prose", "paragraphs", "items"), help="起草方式，不写则按设置或测试结果"
    )
    evaluate.add_argument("--repeat", type=int, default=1, metavar="N", help="每份起草几次")
    evaluate.add_argument("--baseline", metavar="FILE", help="对照以前评测写出的 evaluation.json；不写则对照离线编排")
    evaluate.add_argument(
        "-o", "--output", required=True, help="把 evaluation.md、evaluation.json、evaluation.html 写到这个文件夹"
    )

    model = command(
        "model",
        "在本机运行一个 GGUF 模型文件供起草使用（需安装 nianbao[local]）",
        "nianbao model qwen2.5-1.5b-instruct-q4_k_m.gguf",
    )
    model.add_argument("file", help="GGUF 模型文件")
    model.add_argument("--port", type=int, default=8091, help="端口")
    model.add_argument("--threads", type=int, default=None, help="使用的处理器核数")
    model.add_argument("--context", type=int, default=8192, help="上下文长度")
    return made


def _rules(command: argparse.ArgumentParser) -> None:
    """The options of a command that checks."""
    command.add_argument("--rules", metavar="FILE", help="本单位的规则表（rules.tsv），不写则用数据文件夹里的")
    command.add_argument("--lexicon", metavar="FILE", help="本单位的词库（lexicon.tsv），不写则用数据文件夹里的")


def _workers(command: argparse.ArgumentParser) -> None:
    """How many processes of this machine do it."""
    command.add_argument("--workers", type=int, metavar="N", help="同时用几个进程；不写时文件少用一个，多则用满处理器")


def _spread(command: argparse.ArgumentParser) -> None:
    """The options of a command whose work may be done in processes of this machine or on a cluster."""
    _workers(command)
    command.add_argument(
        "--cluster",
        metavar="tcp://HOST:8786",
        help="在这个 Dask 集群上处理（需安装 nianbao[cluster]）；在各工作机都能打开的共享文件夹里运行",
    )


def _collecting(command: Callable[[str, str, str], argparse.ArgumentParser]) -> None:
    """The commands over many units."""
    handout = command(
        "handout",
        "给名单里的每个单位生成一份填报用表和一页说明；文件不能用时返回 2",
        "nianbao handout 名单.xlsx --year 2024 -o 发放 --last-year 2023年报",
    )
    handout.add_argument("roster", metavar="ROSTER", help="单位名单（.xlsx、.tsv）；没有名单时用 --template 生成")
    handout.add_argument("--year", type=int, help="报告年度")
    handout.add_argument("-o", "--output", metavar="DIR|ZIP", help="写到这个文件夹，或这个压缩包（.zip）")
    handout.add_argument("--last-year", metavar="DIR", help="各单位上年的年报文件所在的文件夹")
    handout.add_argument("--template", action="store_true", help="只把空白的名单模板写到 ROSTER")
    collect = command(
        "collect",
        "收取各单位交来的年报：逐个读取、对到名单里的单位；有未报的、分不清的或有问题要答的返回 1，文件不能用时返回 2",
        "nianbao collect 收到的文件 --roster 名单.xlsx --year 2024 -o 收取",
    )
    collect.add_argument("paths", nargs="+", metavar="DIR|FILE", help="文件、文件夹、通配符或压缩包（.zip）")
    collect.add_argument("--roster", required=True, metavar="ROSTER", help="单位名单（.xlsx、.tsv）")
    collect.add_argument("--year", required=True, type=int, help="报告年度")
    collect.add_argument("-o", "--output", required=True, metavar="DIR", help="收到这个文件夹；再次收取用同一个文件夹")
    collect.add_argument(
        "--assign",
        action="append",
        default=[],
        metavar="文件=单位",
        help="说明文件是哪个单位的，可重复；单位空着就是不取用",
    )
    collect.add_argument("--json", action="store_true", help="以 JSON 输出")
    calling = command(
        "rollcall",
        "列出每个单位报到哪一步、还欠什么，记下退回、通过和公布；有单位还欠着时返回 1，文件不能用时返回 2",
        "nianbao rollcall 收取 --passed 青石镇 -o 点名表.xlsx",
    )
    calling.add_argument("folder", metavar="DIR", help="用 collect 收取的文件夹")
    for name, says in (("returned", "退回"), ("passed", "通过"), ("received", "撤回退回或通过")):
        calling.add_argument(
            f"--{name}", action="append", default=[], metavar="单位", help=f"记下这个单位的报告已{says}，可重复"
        )
    calling.add_argument(
        "--published",
        action="append",
        default=[],
        metavar="单位=日期=网址",
        help="记下何时在哪里公布，可重复；日期、网址可以空着一个",
    )
    calling.add_argument("-o", "--output", metavar="FILE", help="写到这个文件：.xlsx 附催报文字，.docx 为 Word 页面")
    calling.add_argument("--json", action="store_true", help="以 JSON 输出")
    bulletin = command(
        "bulletin",
        "写出年报报送和核查情况的通报，按本单位的评分标准给每个单位评分并说明扣分原因；文件不能用时返回 2",
        "nianbao bulletin 收取 -o 通报.docx，nianbao bulletin 收取 -o 评分.xlsx --weights 评分标准.xlsx",
    )
    bulletin.add_argument("folder", metavar="DIR", help="用 collect 收取的文件夹")
    bulletin.add_argument(
        "-o",
        "--output",
        required=True,
        metavar="FILE",
        help="写到这个文件：.docx 为通报，.xlsx 为评分表，附扣分原因和评分标准",
    )
    bulletin.add_argument(
        "--weights",
        metavar="FILE",
        help="评分标准（.xlsx、.tsv）：项目、分值、每处扣分；可以在写出的评分表里改好再用，不写则用自带的",
    )
    bulletin.add_argument("--by", choices=("score", "order"), default="score", help="按得分排，或按名单的次序排")
    bulletin.add_argument("--anonymous", action="store_true", help="雷同情况不点名，评分表只列总分")
    bulletin.add_argument("--json", action="store_true", help="以 JSON 输出各单位的得分、扣分原因和通报里的数字")
    rollup = command(
        "rollup",
        "汇总各单位的三张表，列出每个单位在每格里有多少；有未报的或没有汇总的单位返回 1，文件不能用时返回 2",
        "nianbao rollup 收取 -o 云溪县2024年汇总.xlsx",
    )
    rollup.add_argument("paths", nargs="+", metavar="DIR|REPORT", help="年报文件（.report.json）、文件夹或通配符")
    rollup.add_argument("--units", metavar="LIST", help="应当汇总的单位：名单文件，或用逗号分开的名称")
    chosen = rollup.add_mutually_exclusive_group()
    chosen.add_argument("--only", metavar="NAMES", help="只汇总这些单位，用逗号分开；其余的列为“没有选入”")
    chosen.add_argument("--without", metavar="NAMES", help="不汇总这些单位，用逗号分开，列为“没有选入”")
    rollup.add_argument("--with-errors", action="store_true", help="有错误、有问题没有回答的单位也加进来，并逐一列出")
    rollup.add_argument("--adjustments", metavar="FILE", help="调整表：栏目、增减、原因三列，用制表符分开")
    rollup.add_argument(
        "--last-year",
        metavar="DIR|REPORT",
        help="与上年比较：各单位上年的年报文件所在的文件夹，或上年的汇总报告；写在 .xlsx 的两张表里",
    )
    rollup.add_argument("--organ", default="", help="汇总后是哪个机关的报告，不写则用名单里的本级政府")
    rollup.add_argument("--into", metavar="REPORT", help="写进这份年报文件的三张表，其余内容不变")
    rollup.add_argument(
        "-o", "--output", required=True, metavar="OUT", help="写到这个文件：.report.json 为年报文件，.xlsx 附各单位数字"
    )
    rollup.add_argument("--json", action="store_true", help="以 JSON 输出汇总和各单位数字")
    for added in (calling, bulletin):
        added.add_argument("--last-year", metavar="DIR", help="各单位上年的年报文件所在的文件夹，用来与上年比对")
    for added in (calling, bulletin, rollup):
        _rules(added)
    for added in (handout, collect, rollup):
        _spread(added)
    for added in (calling, bulletin):
        _workers(added)
