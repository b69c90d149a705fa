"""The questions a reading leaves, in the words staff read."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from drafting.form import Edition
from drafting.values import MAX_DECIMALS, Number, printed, tidy

from ..figures import Figure
from ..figures import figure as read_as
from ..looks import ODD, RUNS_ON, plain
from ..reading import Evidence, Question

WAN = 10_000
"""元 in a 万元."""


def about_figure(form: Edition, key: str, figure: Figure, text: str, evidence: Evidence) -> Question:
    """A cell where no plain number is printed: a blank, a “/”, words, a number in another unit or torn apart."""
    name, text = form.name(key), plain(" ".join(text.split()))[:40]
    if figure.kind == "blank":
        return Question(
            kind="blank",
            cell=key,
            text=f"{name}在文件中是空白，没有发生请填 0，不清楚的请留空。",
            evidence=evidence,
            offers=(0,),
        )
    if figure.kind == "mark":
        return Question(
            kind="mark",
            cell=key,
            text=f"{name}在文件中是“{text}”，没有发生请填 0，不清楚的请留空。",
            evidence=evidence,
            offers=(0,),
        )
    if figure.value is not None and figure.unit:
        offers: tuple[Number, ...] = (figure.value,)
        if figure.unit == "元" and form.cells[key].kind == "wan_yuan":
            offers = (tidy(round(Decimal(figure.value) / WAN, MAX_DECIMALS)), figure.value)
        return Question(
            kind="word",
            cell=key,
            text=f"{name}在文件中写作“{text}”，单位与表格不同，请按表格的单位填写。",
            evidence=evidence,
            offers=offers,
        )
    if figure.value is not None:
        return Question(
            kind="unclear",
            cell=key,
            text=f"{name}的数字在文件中分成了几段（“{text}”），请对照原文核实。",
            evidence=evidence,
            offers=(figure.value,),
        )
    if ODD.search(text):
        rest = read_as(ODD.sub("", text))
        return Question(
            kind="unclear",
            cell=key,
            evidence=evidence,
            offers=(rest.value,) if rest.value is not None and not rest.unit else (),
            text=(f"{name}在文件中是“{text}”，方括号里的可能是注号，或是划去、叠印、颜色不同的数字，请对照原文填写。"),
        )
    if RUNS_ON in text:
        return Question(
            kind="unclear",
            cell=key,
            text=f"{name}的数字在文件中越过了格线（“{text}”），请对照原文填写。",
            evidence=evidence,
        )
    return Question(
        kind="word", cell=key, text=f"{name}在文件中是“{text}”，不是数字，请对照原文填写。", evidence=evidence
    )


def about_unclear(form: Edition, key: str, evidence: Evidence, offers: tuple[Number, ...]) -> Question:
    """A row whose digits can be read in several ways, or in none."""
    name = form.name(key)
    several = f"，可能是 {'、'.join(printed(value) for value in offers)}" if offers else ""
    return Question(
        kind="unclear",
        cell=key,
        text=f"{name}所在的一行数字分不清各是多少{several}，请对照原文填写。",
        evidence=evidence,
        offers=offers,
    )


def about_missing(form: Edition, key: str, offer: Number | None) -> Question:
    """A cell whose row the file does not have."""
    name = form.name(key)
    hint = f"，按其他数字推算应为 {printed(offer)}" if offer is not None else ""
    return Question(
        kind="missing",
        cell=key,
        text=f"文件中没有找到{name}{hint}，请填写或留空。",
        offers=() if offer is None else (offer,),
    )


def about_single_other(form: Edition, key: str, figure: Number | None, evidence: Evidence) -> Question:
    """（六）其他处理 stands in one row of the file; how it splits only the office knows."""
    rest = "" if figure is None else f"（{printed(figure)}）"
    return Question(
        kind="single",
        cell=key,
        evidence=evidence,
        offers=(0,) if figure == 0 else (),
        text=f"文件中“（六）其他处理”只有一行，数字{rest}已放在“3.其他”，请填写{form.name(key)}，填几件“3.其他”就减少几件。",
    )


def about_shared(
    form: Edition, key: str, figure: Number | None, text: str, beside: Iterable[str], evidence: Evidence
) -> Question:
    """A cell of the file covers several of the form; how its figure splits only the office knows."""
    others = "、".join(beside)
    text = plain(" ".join(text.split()))[:40]
    return Question(
        kind="single",
        cell=key,
        evidence=evidence,
        offers=(0,) if figure == 0 else (),
        text=f"文件中的一格“{text}”同时占着{form.name(key)}和{others}，请分别填写。",
    )


def about_old_form(apart: dict[str, dict[str, str]]) -> Question:
    """Table two of the 2019 form, whose columns mean something else."""
    return Question(
        kind="edition",
        evidence=Evidence(
            text="；".join(
                f"{label} {'、'.join(f'{column} {value}' for column, value in row.items())}"
                for label, row in apart.items()
            )[:600]
        ),
        text="这份文件的表二是 2019 年版格式，栏目含义与现行表二不同，没有带入；请按现行口径填写表二。",
    )


def about_unknown_row(row: str, evidence: Evidence) -> Question:
    """A row with figures that the form does not have: only the office knows in which row its cases belong."""
    return Question(
        kind="row",
        evidence=evidence,
        text=f"文件的表三里有一行不是现行表格的栏目（“{plain(' '.join(row.split()))[:80]}”），没有带入；请核对这些件数应当计入哪一行。",
    )


def grouped(form: Edition, questions: Iterable[Question]) -> list[tuple[str, tuple[Question, ...]]]:
    """``questions`` as a person wants to hear them: one sentence for all that are alike in a row or a table.

    A group of one keeps its own words.
    """
    groups: dict[tuple[str, ...], list[Question]] = {}
    for question in questions:
        groups.setdefault(group(question), []).append(question)
    return [(_said(form, same), tuple(same)) for same in groups.values()]


def group(question: Question) -> tuple[str, ...]:
    """What questions that are alike have in common."""
    if question.cell is None:
        return (question.kind, question.text)
    table, *row = question.cell.split(".")
    whole = question.kind in ("blank", "mark", "missing") and not question.offers[1:]
    return (question.kind, table) if whole and question.kind != "missing" else (question.kind, table, *row[:1])


def of_several(form: Edition, first: Question) -> str:
    """One sentence for the questions of several files that ``group`` puts together, of which ``first`` is one: without
    what is each file's own.
    """
    if first.cell is None:
        return first.text
    table, row = form.table(first.cell.split(".")[0]).nickname, form.name(first.cell).rsplit("”", 1)[0] + "”"
    return {
        "blank": f"{table}在文件中有空白的格，没有发生请填 0，不清楚的请留空。",
        "mark": f"{table}在文件中有“/”一类的符号，没有发生请填 0，不清楚的请留空。",
        "missing": f"文件中没有找到{row}，请填写或留空。",
        "single": f"文件中“（六）其他处理”只有一行，数字已放在“3.其他”，请填写{row}，填几件“3.其他”就减少几件。",
    }.get(first.kind, first.text)


def _said(form: Edition, same: list[Question]) -> str:
    first = same[0]
    return first.text if len(same) == 1 or first.cell is None else _together(form, same, first.cell)


def _together(form: Edition, same: list[Question], cell: str) -> str:
    first, count = same[0], len(same)
    table = form.table(cell.split(".")[0]).nickname
    row = form.name(cell).rsplit("”", 1)[0] + "”"
    if first.kind == "unclear" and all(len(question.offers) == 1 for question in same):
        likely = "、".join(printed(question.offers[0]) for question in same)
        return f"{row}的 {count} 个数字分不清各是多少，可能依次是 {likely}，请对照原文核实。"
    return {
        "blank": f"{table}有 {count} 格在文件中是空白，没有发生请填 0，不清楚的请留空。",
        "mark": f"{table}有 {count} 格在文件中是“/”一类的符号，没有发生请填 0，不清楚的请留空。",
        "word": f"{row}有 {count} 格不是数字，请对照原文填写。",
        "unclear": f"{row}的 {count} 个数字分不清各是多少，请对照原文填写。",
        "missing": f"文件中没有找到{row}的 {count} 格，请填写或留空。",
        "single": f"文件中“（六）其他处理”只有一行，数字已放在“3.其他”，请填写{row}的 {count} 格，填几件“3.其他”就减少几件。",
    }[first.kind]
