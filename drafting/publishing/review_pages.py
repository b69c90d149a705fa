"""The pages that the review copy has before and after the report: state of the checks, last year beside this, charts.

All are WordprocessingML text in styles of their own; whatever is shown is cleaned and escaped here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from xml.sax.saxutils import escape

from drafting.checks import SEVERITIES, Finding, Result
from drafting.report import TABLES, Report
from drafting.values import Value, printed

from .comparison import CellChange, Comparison, Span, signed_ratio
from .document import clean
from .docx_styles import HEITI, SONGTI, Style, sizes
from .review_remarks import moment, place, signed, waived


def _spacing(before: int, after: int, line: int) -> str:
    """``w:spacing`` in twips, its lines of one exact height."""
    return f'<w:spacing w:before="{before}" w:after="{after}" w:line="{line}" w:lineRule="exact"/>'


STYLES = (
    Style(
        "ReviewTitle",
        "审阅标题",
        HEITI,
        16,
        f'<w:keepNext/><w:pageBreakBefore/><w:snapToGrid w:val="0"/>{_spacing(0, 160, 480)}<w:jc w:val="center"/>'
        '<w:outlineLvl w:val="0"/>',
        next="ReviewText",
        priority=20,
    ),
    Style(
        "ReviewHeading",
        "审阅小标题",
        HEITI,
        12,
        f'<w:keepNext/><w:snapToGrid w:val="0"/>{_spacing(160, 60, 340)}<w:jc w:val="left"/><w:outlineLvl w:val="1"/>',
        next="ReviewText",
        priority=21,
    ),
    Style(
        "ReviewText",
        "审阅文字",
        SONGTI,
        10.5,
        f'<w:snapToGrid w:val="0"/>{_spacing(20, 20, 300)}<w:jc w:val="left"/>',
        priority=22,
    ),
    Style(
        "ReviewPicture",
        "审阅图表",
        SONGTI,
        10.5,
        '<w:snapToGrid w:val="0"/><w:spacing w:before="60" w:after="160" w:line="240" w:lineRule="auto"/>'
        '<w:jc w:val="left"/>',
        next="ReviewText",
        priority=23,
    ),
    Style(
        "CommentText",
        "annotation text",
        SONGTI,
        9,
        f'<w:snapToGrid w:val="0"/>{_spacing(0, 0, 240)}<w:jc w:val="left"/>',
        priority=99,
    ),
)
COMMENT_MARK = (
    '<w:style w:type="character" w:styleId="CommentReference"><w:name w:val="annotation reference"/>'
    f'<w:uiPriority w:val="99"/><w:rPr>{sizes(8)}</w:rPr></w:style>'
)
"""Style of the mark at the end of what a comment is about."""
ORIGINS = {
    "model": "模型起草",
    "composer": "离线起草（没有使用模型）",
    "person": "由人撰写或修改",
    "import": "从文件读入",
}
"""Origin of a paragraph -> what it is called; also the order in which they are named."""
MARKING = {
    "equal": "",
    "insert": '<w:color w:val="1F4E9E"/><w:u w:val="single"/>',
    "delete": '<w:strike/><w:color w:val="9C2B2B"/>',
}
"""How a compared stretch is set: as formatting, not as tracked changes, so that nothing can be accepted by mistake."""

MOST = 100
"""Findings listed before the report; more belong in the margin."""
_FULL = 8844
"""Width of the type area in twips: 156 mm."""


def state(report: Report, result: Result, compared: bool) -> str:
    """审阅说明: what the checks found, what the reviewers said and was answered, where the text comes from and who
    approved it, what was waived and not assessed.

    ``compared``: whether last year's report follows at the end.
    """
    by_people = "，署有姓名的除外" if report.remarks else ""
    parts = [
        _title("审阅说明"),
        _text(f"{report.title}。本稿供审阅，不作为正式文本；批注由程序写出{by_people}，说明各句的依据和检查结果。"),
    ]
    parts += [_heading("检查情况"), _text(_summary(result)), *_findings(report, result)]
    parts += _remarks(report)
    parts += [
        _heading("文字来源与批准"),
        _text(_drafted(report)),
        _table(
            (2200, 3844, 2800),
            ("部分", "文字来源", "批准"),
            [_part(report, id, label) for id, label in report.parts.items()],
        ),
    ]
    if let_pass := waived(report, result):
        parts += [
            _heading("已说明理由保留"),
            _table(
                (4444, 2600, 1800),
                ("内容", "理由", "时间"),
                [(finding.said, reason, at) for finding, reason, at in let_pass],
            ),
        ]
    if result.not_assessed:
        why: dict[str, list[str]] = {}
        for entry in result.not_assessed:
            why.setdefault(entry.why, []).append(entry.rule)
        parts += [
            _heading("未检查"),
            _text("未检查不等于通过。"),
            _table((6044, 2800), ("原因", "规则"), [(reason, "、".join(rules)) for reason, rules in why.items()]),
        ]
    if not compared:
        parts += [_heading("与上年报告对照"), _text("没有上年报告，未作对照。")]
    return "".join(parts)


def beside_last_year(comparison: Comparison, report: Report) -> str:
    """与上年报告对照: the cells that differ, table by table, and the narrative with what changed marked."""
    parts = [_title(f"与 {comparison.last_year} 年度报告对照")]
    for table in report.form.tables:
        cells = [cell for cell in comparison.cells if cell.key.startswith(f"{table.id}.")]
        differing = [cell for cell in comparison.differing if cell in cells]
        parts.append(_heading(f"{table.nickname}　{table.title}"))
        if differing:
            heads = ("单元格", f"{comparison.last_year} 年", f"{comparison.year} 年", "增减", "幅度")
            parts.append(_table((4344, 1100, 1100, 1100, 1200), heads, map(_row, differing)))
        same = len(cells) - len(differing)
        parts.append(_text((f"其余 {same} 格" if differing else f"{same} 格都") + "与上年相同。" if same else ""))
    parts += [
        _heading("正文"),
        _lines(
            [
                Span("insert", "下划线"),
                Span("equal", "为本年新写，"),
                Span("delete", "删除线"),
                Span("equal", "为上年原有、本年没有的文字。"),
            ]
        ),
    ]
    for section in comparison.sections:
        parts.append(_heading(section.label))
        parts += [_text("与上年相同。")] if section.same else map(_lines, section.paragraphs)
    return "".join(parts)


def illustrated(why_not: str) -> str:
    """图表: the title of the charts, and ``why_not`` where they could not be drawn."""
    return _title("图表") + _text(
        why_not or "图中数字都取自各年报告的表格；没有填写的标为未填，没有填写或没有报告的年份在折线上空着。"
    )


def picture(title: str) -> str:
    """The heading of a chart, and an empty paragraph for its image."""
    return _heading(title) + _paragraph("ReviewPicture", "")


def _summary(result: Result) -> str:
    """How many of each severity, not assessed and waived: one sentence."""
    counts = Counter(finding.severity for finding in result.findings)
    found = "，".join(f"{label} {counts[severity]} 处" for severity, label in SEVERITIES.items())
    last = "错误改正以前不能导出正式稿。" if counts["error"] else "没有错误。"
    return f"{found}；未检查 {len(result.not_assessed)} 项；已说明理由保留 {len(result.waived)} 处。{last}"


def _findings(report: Report, result: Result) -> Iterator[str]:
    if result.findings:
        yield _table(
            (800, 2444, 5600),
            ("类别", "位置", "内容"),
            [
                (SEVERITIES[finding.severity], _where(report, finding), f"{finding.said}（{finding.rule}）")
                for finding in result.findings[:MOST]
            ],
        )
    if len(result.findings) > MOST:
        yield _text(f"以上是前 {MOST} 处，其余 {len(result.findings) - MOST} 处见批注。")


def _remarks(report: Report) -> Iterator[str]:
    """审阅意见: every remark with its place, who made it, and the answer."""
    if report.remarks:
        waiting = sum(remark.open for remark in report.remarks)
        yield _heading("审阅意见")
        yield _text(f"共 {len(report.remarks)} 条，" + (f"其中 {waiting} 条尚未答复。" if waiting else "都已答复。"))
        yield _table(
            (2444, 3200, 3200),
            ("位置", "意见", "答复"),
            [
                (
                    place(remark, report),
                    f"{remark.text}{signed('', remark.person, remark.at)}",
                    f"{remark.answer}{signed('', remark.answered_by, remark.answered_at)}"
                    if remark.answer
                    else "尚未答复",
                )
                for remark in report.remarks
            ],
        )


def _where(report: Report, finding: Finding) -> str:
    """The place of a finding as staff call it."""
    if finding.section:
        return report.called(finding.section)
    if finding.cells:
        first, *more = finding.cells
        return report.form.table(first.split(".")[0]).nickname if more else report.form.name(first)
    return "全文"


def _drafted(report: Report) -> str:
    """Whether any text that stands now is a model's."""
    origins = Counter(paragraph.origin for section in report.sections.values() for paragraph in section.paragraphs)
    if origins["model"]:
        text = f"正文中有 {origins['model']} 段由模型起草，见下表"
    elif origins["person"]:
        text = "现在的正文没有直接出自模型的段落；由人修改过的段落，不再区分最初由谁起草"
    else:
        text = "正文没有使用模型"
    return text + "。表格中的数字由人填写或从文件读入，合计由程序加总，没有一个出自模型。"


def _part(report: Report, id: str, label: str) -> tuple[str, str, str]:
    given = report.approval(id)
    approved = (
        "　".join(filter(None, (given.person, moment(given.at))))
        if given
        else ("批准后有改动，尚未重新批准" if any(old.part == id for old in report.approvals) else "尚未批准")
    )
    if id == TABLES:
        kept = f"；{len(report.stated)} 个合计与加总不符，按文件所载" if report.stated else ""
        return label, f"由人填写或从文件读入，合计由程序加总{kept}", approved
    written = report.sections[id].paragraphs if id in report.sections else ()
    origins = Counter(paragraph.origin for paragraph in written)
    named = "，".join(f"{name} {origins[origin]} 段" for origin, name in ORIGINS.items() if origins[origin])
    return label, named or "尚未起草", approved


def _row(cell: CellChange) -> tuple[str, ...]:
    return (cell.name, _figure(cell.then), _figure(cell.now), _signed(cell.change), signed_ratio(cell.ratio))


def _figure(value: Value) -> str:
    return "未填" if value is None else printed(value)


def _signed(value: Value) -> str:
    return "—" if value is None else ("+" if value > 0 else "") + printed(value)


def _title(text: str) -> str:
    return _paragraph("ReviewTitle", _run(text))


def _heading(text: str) -> str:
    return _paragraph("ReviewHeading", _run(text))


def _text(text: str) -> str:
    return _paragraph("ReviewText", _run(text)) if text else ""


def _lines(spans: Iterable[Span]) -> str:
    return _paragraph("ReviewText", "".join(_run(span.text, MARKING[span.kind]) for span in spans))


def _paragraph(style: str, runs: str) -> str:
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>'


def _run(text: str, properties: str = "") -> str:
    """A run of ``text`` made printable; spaces at its ends are kept, since a run may stand within a sentence."""
    shown = clean(f"|{text}|")[1:-1]
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(shown)}</w:t></w:r>' if shown else ""


def _table(widths: Sequence[int], heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A ruled table, ``widths`` in twips; its heads stand again on the next page and no row is split."""
    borders = "".join(
        f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
        for side in ("top", "left", "bottom", "right", "insideH", "insideV")
    )
    grid = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return (
        f'<w:tbl><w:tblPr><w:tblW w:w="{_FULL}" w:type="dxa"/><w:tblBorders>{borders}</w:tblBorders>'
        f'<w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>{grid}</w:tblGrid>'
        + _cells(widths, heads, "<w:tblHeader/>", '<w:shd w:val="clear" w:color="auto" w:fill="E7EDF3"/>')
        + "".join(_cells(widths, row) for row in rows)
        + "</w:tbl>"
    )


def _cells(widths: Sequence[int], texts: Sequence[str], repeated: str = "", fill: str = "") -> str:
    return (
        f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{fill}</w:tcPr>{_paragraph("ReviewText", _run(text))}</w:tc>'
            for width, text in zip(widths, texts, strict=True)
        )
        + "</w:tr>"
    )
