"""The law of reading: every character outside the three tables is in the report, in its place, or named in a notice.

Over the published reports, the cases of own documents, and documents made up in every container.
"""

from __future__ import annotations

import io
import random
from html import escape
from pathlib import Path

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st

from drafting import publishing, report_file
from drafting.form import edition
from drafting.reading import read
from drafting.report import Organ, Report
from tests import reading_material as material
from tests.chapters import CASES, words
from tests.published import CORPUS

SHARED = CORPUS.parent
FILES = sorted(
    path
    for folder in (CORPUS, SHARED / "cases" / "own-document")
    for path in folder.glob("*")
    if path.suffix in (".txt", ".html", ".mht", ".docx", ".pdf", ".xls", ".xlsx")
)
SOME = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
TITLE = "青石镇人民政府2024年政府信息公开工作年度报告"
MISPRINTS = {
    "overview": ("一、总体情况", "一、总体情况概述", "一、2024年工作开展情况", "一、总的情况"),
    "disclosure": ("二、主动公开政府信息情况", "二、主动公开情况"),
    "requests": ("三、收到和处理政府信息公开申请情况", "三、收到、办理政府信息公开申请情况"),
    "proceedings": ("四、政府信息公开行政复议、行政诉讼情况", "四、政府信息公开行政法复议、行政诉讼情况"),
    "problems": ("五、存在的主要问题及改进情况", "五、存在的主要问题及明年工作计划", "五、问题和打算"),
    "other": ("六、其他需要报告的事项", "六、其他情况", "六、需报告的其他事项"),
}
PIECES = (
    "（一）主动公开情况", "（二）依申请公开", "（三）办好民生实事", "(一)组织保障", "1.政府网站", "一是加强领导。成立小组。", "二是健全机制。三审三校。",
    "（一）全年主动公开政府信息200条。其中政策类30条。", "（二）平台建设。开设3个专栏。", "主动公开情况", "公开信息328条，比上年多12条。",
    "现将有关情况报告如下：", "存在解读形式单一等问题。", "下一步增加图解。", "2024年，我镇认真贯彻《条例》。", "2.规范依申请公开，受理8件。",
)  # fmt: skip


def kept(reading) -> tuple[str, str]:
    """The words of the report as it is printed, with its chapter headings as the file has them; and those of the notices."""
    report = reading.report(reading.organ or SOME, reading.year or 2024)
    printed = reading.as_printed.headings if reading.as_printed and reading.as_printed.headings else {}
    parts = [report.narrative_text("preface")]
    for chapter, heading in zip(material_chapters(), edition("2021").sections):
        parts.append(printed.get(chapter) or heading)
        if chapter in ("overview", "problems", "other"):
            parts.append(report.narrative_text(chapter))
    return words("\n".join(parts)), words("".join(reading.notices))


def material_chapters() -> tuple[str, ...]:
    return ("overview", "disclosure", "requests", "proceedings", "problems", "other")


def lost(lines: list[str], reading) -> list[str]:
    """The ``lines`` of a document that are neither in the report, in their order, nor named."""
    report, notices = kept(reading)
    gone, at = [], 0
    for line in map(words, lines):
        found = report.find(line, at)
        if found >= 0:
            at = found + len(line)
        elif line not in notices:
            gone.append(line)
    return gone


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_read_of_a_published_report_is_printed_again_word_for_word(path: Path):
    reading = read(path.read_bytes(), path.name)
    report = reading.report(reading.organ or SOME, reading.year or 2024)
    for chapter, text in {"preface": reading.preamble, **reading.narrative}.items():
        assert words(report.narrative_text(chapter)) == words(text)
    if report.year >= 2021:
        kept = report_file.loads(report_file.dumps(report))
        assert kept.narrative_text("overview") == report.narrative_text("overview")


TEXTS = [path for path in FILES if path.suffix == ".txt" and "squashed" not in path.name]
FORM = (
    words("".join(cell.text for table in edition("2021").tables for cell in table.texts))
    .replace("（", "(")
    .replace("）", ")")
)


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.name)
def test_every_sentence_of_a_text_is_in_the_report_or_named(path: Path):
    reading = read(path.read_bytes(), path.name)
    report, notices = kept(reading)
    for line in path.read_text("utf-8").splitlines():
        in_form = words(line).replace("（", "(").replace("）", ")") in FORM
        if "。" in line and not in_form:
            assert words(line) in report + notices, line


def document(rng: random.Random) -> list[str | object]:
    """The blocks of a report as some office writes it: a preface or none, own outlines, misprinted headings, a signature."""
    cells = material.figures(rng)
    own = {
        chapter: rng.choice([text for _, where, text in CASES if where == chapter])
        if rng.random() < 0.5
        else "\n".join(rng.sample(PIECES, rng.randint(1, 6)) + ["公开工作有序开展。"])
        for chapter in ("overview", "problems", "other")
    }
    blocks: list[str | object] = [TITLE]
    if rng.random() < 0.6:
        blocks.append("本报告依据《中华人民共和国政府信息公开条例》编制，统计期限自2024年1月1日起至2024年12月31日止。")
    for chapter in material_chapters():
        blocks.append(rng.choice(MISPRINTS[chapter]) if rng.random() < 0.5 else MISPRINTS[chapter][0])
        if chapter in own:
            blocks += own[chapter].split("\n")
        else:
            blocks.append(material.grid(chapter, cells, rng))
            if rng.random() < 0.2:
                blocks.append("注：上表含上年结转的数据，请结合说明阅读。")
    return blocks


def as_txt(blocks) -> bytes:
    lines = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
        else:
            seen: set[int] = set()
            for row in block.rows:
                lines.append(
                    "\t".join(
                        "" if id(cell) in seen else cell.text.replace("\n", "") for cell in row if not seen.add(0)
                    )
                )
                seen |= {id(cell) for cell in row}
    return "\n".join(lines).encode()


def as_html(blocks) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{escape(block)}</p>")
            continue
        done: set[int] = set()
        rows = []
        for at, row in enumerate(block.rows):
            cells = []
            for cell in dict.fromkeys(row):
                if id(cell) in done:
                    continue
                done.add(id(cell))
                wide = sum(other is cell for other in row)
                high = sum(cell in other for other in block.rows[at:])
                cells.append(f"<td rowspan={high} colspan={wide}>{escape(cell.text)}</td>")
            rows.append(f"<tr>{''.join(cells)}</tr>")
        parts.append(f"<table>{''.join(rows)}</table>")
    return f"<html><meta charset=utf-8><body>{''.join(parts)}</body></html>".encode()


def as_docx(blocks) -> bytes:
    made = Document()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(len(block.rows), len(block.rows[0]))
        cells = [
            list(row.cells) for row in table.rows
        ]  # a table counts all its cells anew for each that it is asked for
        places: dict[int, list[tuple[int, int]]] = {}
        for at, row in enumerate(block.rows):
            for column, cell in enumerate(row):
                places.setdefault(id(cell), []).append((at, column))
                if len(places[id(cell)]) == 1:
                    cells[at][column].text = cell.text
        for spots in places.values():
            if len(spots) > 1:
                (top, left), (bottom, right) = spots[0], spots[-1]
                cells[top][left].merge(cells[bottom][right])
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def keeps_all(seed: int, container: str) -> None:
    blocks = document(random.Random(seed))
    make = {"txt": as_txt, "html": as_html, "docx": as_docx}[container]
    reading = read(make(blocks), f"年报.{container}")
    assert lost([block for block in blocks[1:] if isinstance(block, str)], reading) == []


@given(st.integers(0, 10**9))
@settings(max_examples=60, deadline=None, database=None)
def test_nothing_is_lost_from_a_text(seed):
    keeps_all(seed, "txt")


@given(st.integers(0, 10**9))
@settings(max_examples=25, deadline=None, database=None)
def test_nothing_is_lost_from_a_page(seed):
    keeps_all(seed, "html")


@given(st.integers(0, 10**9))
@settings(max_examples=8, deadline=None, database=None)
def test_nothing_is_lost_from_a_document(seed):
    keeps_all(seed, "docx")


@pytest.mark.parametrize("format", ["docx", "html", "txt", "pdf"])
def test_an_outline_of_its_own_is_read_back_from_what_the_program_writes(format):
    content = {
        "preface": "本报告依据条例编制。",
        "overview": "总的情况如下。\n（一）组织保障\n成立小组。\n（二）健全机制\n实行三审三校。\n（三）定期督查\n每季度督查1次。",
        "problems": "（一）存在问题\n解读形式单一，图解较少。\n（二）改进措施\n下一步每季度发布图解。",
        "other": "2024年未收取信息处理费。",
    }
    raw = {**report_file.to_data(Report(organ=SOME, year=2024)), "narrative": content}
    report = report_file.from_data(raw)
    back = read(publishing.export(report, format), f"年报.{format}").report()
    assert {chapter: words(back.narrative_text(chapter)) for chapter in content} == {
        c: words(t) for c, t in content.items()
    }
    assert [(spec.heading, spec.aspects) for spec in back.outline] == [(s.heading, s.aspects) for s in report.outline]


@pytest.mark.parametrize(
    ("chapter", "heading"), [(chapter, heading) for chapter, found in MISPRINTS.items() for heading in found[1:]]
)
def test_a_heading_in_other_words_opens_its_chapter_and_is_kept_as_printed(chapter, heading):
    rng = random.Random(7)
    cells = material.figures(rng)
    blocks: list[str | object] = [TITLE]
    for each in material_chapters():
        blocks.append(heading if each == chapter else MISPRINTS[each][0])
        blocks.append(material.grid(each, cells, rng) if each in material.HEADINGS else f"{each}的文字共有若干内容。")
    reading = read(as_html(blocks), "年报.html")
    assert reading.narrative == {each: f"{each}的文字共有若干内容。" for each in ("overview", "problems", "other")}
    assert reading.as_printed.headings == {chapter: heading}


def test_a_heading_that_only_its_place_makes_one_is_asked_about_with_both_readings():
    rng = random.Random(7)
    cells = material.figures(rng)
    blocks: list[str | object] = [TITLE, "一、总体情况", "工作平稳。"]
    for each, heading in material.HEADINGS.items():
        blocks += [heading, material.grid(each, cells, rng)]
    reading = read(as_html([*blocks, "五、队伍建设", "培训2次。", "六、其他需要报告的事项", "无。"]), "年报.html")
    assert reading.narrative["problems"] == "培训2次。"
    (asked,) = [question.text for question in reading.questions if question.kind == "document"]
    assert "“五、队伍建设”" in asked and "“五、存在的主要问题及改进情况”" in asked and "小标题" in asked


@pytest.mark.parametrize(
    ("right", "printed"),
    [
        ("四、政府信息公开行政复议、行政诉讼情况", "四、政府信息公开行政法复议、行政诉讼情况"),
        ("五、存在的主要问题及改进情况", "五、存在的主要问题及改造进情况"),
        ("六、其他需要报告的事项", "六、其他须要报告的事项"),
        ("三、收到和处理政府信息公开申请情况", "三、收到和处理政府信息公开申清情况"),
    ],
)
def test_a_misprinted_heading_opens_its_chapter_in_text_run_together(right, printed):
    text = (
        f"{TITLE}\n本报告依据《中华人民共和国政府信息公开条例》编制，统计期限自2024年1月1日起至2024年12月31日止。一、总体情况工作平稳，公开信息328条。二、主动公开政府信息情况规章000"
        "三、收到和处理政府信息公开申请情况一、本年新收政府信息公开申请数量0000000二、上年结转政府信息公开申请数量0000000"
        "四、政府信息公开行政复议、行政诉讼情况行政复议行政诉讼结果维持结果纠正其他结果尚未审结总计000000000000000"
        "五、存在的主要问题及改进情况解读形式单一，下一步增加图解。政务公开队伍仍需加强，拟开展培训。有的栏目更新不够及时，拟每月检查一次。"
        "六、其他需要报告的事项2024年未收取信息处理费。"
    ).replace(right, printed)
    reading = read(text.encode(), "年报.txt")
    assert reading.as_printed.headings == {_chapter(right): printed}
    assert reading.narrative["overview"] == "工作平稳，公开信息328条。"
    assert reading.narrative["problems"].endswith("拟每月检查一次。")
    assert reading.narrative["other"] == "2024年未收取信息处理费。"


def _chapter(heading: str) -> str:
    return material_chapters()["一二三四五六".index(heading[0])]
