"""The lexicon: what the program ships, an office's own file as a clerk saves it, and one that cannot be read."""

import os
from pathlib import Path

import pytest

from drafting import checks
from drafting.checks import lexicon
from drafting.checks.office import at
from drafting.errors import FileError
from drafting.report import Organ, Report, Section

ORGAN = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
HEADER = "\t".join(lexicon.COLUMNS)
LOOKED_IN: list[Path] = []


@pytest.fixture
def folder(tmp_path):
    """Where the office's table is looked for by ``words`` and ``checked``."""
    LOOKED_IN[:] = [tmp_path / "lexicon.tsv"]
    yield tmp_path
    LOOKED_IN.clear()


@pytest.fixture
def office(folder):
    """Writes the office's table and puts it to use."""

    def write(*rows: str, header: str = HEADER, encoding: str = "utf-8", ends: str = "\n"):
        path = folder / "lexicon.tsv"
        path.write_bytes(ends.join((header, *rows, "")).encode(encoding))
        return path

    return write


def words(text: str, kinds=lexicon.KINDS, year: int = 2024) -> list[str]:
    return [text[hit.start : hit.end] for hit in lexicon.hits(text, kinds, year, table=used().words)]


def used() -> checks.OfficeRules:
    return at(None, LOOKED_IN[0] if LOOKED_IN else None, checks.RULES)


def checked(text: str) -> checks.Result:
    return checks.run(Report(organ=ORGAN, year=2024, sections={"problems": Section.of(text)}), office=used())


def test_the_shipped_table_is_in_order():
    entries = lexicon.shipped()
    assert 60 <= len(entries) <= 400
    assert {entry.kind for entry in entries} == set(lexicon.KINDS)
    assert len({(entry.word, entry.first, entry.last) for entry in entries}) == len(entries)
    for entry in entries:
        assert entry.grade in ("必错", "疑似", "提示") and entry.first <= entry.last and entry.word != entry.better, (
            entry
        )
        assert entry.better or entry.why, entry


def test_no_shipped_correction_is_itself_wrong_in_every_year():
    for entry in lexicon.shipped():
        years = range(max(entry.first, 2021), min(entry.last, 2026) + 1)
        assert any(words(entry.better, (entry.kind,), year) == [] for year in years), entry


def test_every_shipped_word_is_found_alone_and_not_in_a_title_or_a_right_word():
    for entry in lexicon.shipped():
        year = min(max(entry.first, 2024), entry.last)
        assert words(f"我镇{entry.word}，", year=year) == [entry.word]
        assert words(f"学习《{entry.word}》", year=year) == []
        for longer in entry.unless:
            if entry.word in longer:
                assert entry.word not in words(f"，{longer}。", (entry.kind,), year), longer


def test_years_bound_an_entry(office):
    office("旧称局\t必错\t新称局\t机构名称\t2022\t2024\t\t")
    assert [bool(words("县旧称局", year=year)) for year in (2021, 2022, 2024, 2025)] == [False, True, True, False]


def test_the_longest_word_wins():
    assert words("县国土资源局公开") == ["国土资源局"]


def test_exceptions_cover_the_word_or_stand_in_its_sentence(office):
    office("公开栏\t疑似\t公示栏\t错别字\t\t\t\t信息公开栏、宣传部")
    assert words("更新信息公开栏和公开栏。") == ["公开栏"]
    assert words("宣传部更新公开栏。") == []
    assert words("宣传部发文。更新公开栏。") == ["公开栏"]


@pytest.mark.parametrize(
    ("encoding", "ends"),
    [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("gb18030", "\r\n"), ("utf-16", "\r\n"), ("gbk", "\n")],
)
def test_a_table_as_excel_saves_it_is_read(office, encoding, ends):
    office("本局词\t必错\t本词\t错敏词\t2020年\t\t内部口径\t", "", encoding=encoding, ends=ends)
    assert words("本局词、布署") == ["本局词", "布署"]


def test_commas_fewer_columns_any_order_and_quoted_cells_are_read(office):
    office('错敏词,"本局，词",疑似', header="类别,词,级别")
    assert words("“本局，词”") == ["本局，词"]


def test_own_rows_replace_shipped_rows_and_switch_them_off(office):
    office("布署\t不查\t\t错别字", "台帐\t提示\t台账\t错别字", header="词\t级别\t改为\t类别")
    assert words("布署、台帐、陪训") == ["台帐", "陪训"]
    assert [hit.entry.grade for hit in lexicon.hits("台帐", ("错别字",), 2024, table=used().words)] == ["提示"]


def test_an_edit_counts_from_the_next_check_and_a_missing_file_is_none(office):
    path = office("甲乙词\t必错\t\t错敏词")
    assert words("甲乙词、丙丁词") == ["甲乙词"]
    path.write_text(f"{HEADER}\n丙丁词\t必错\t\t错敏词\n", "utf-8")
    os.utime(path, ns=(1, 1))
    assert words("甲乙词、丙丁词") == ["丙丁词"]
    path.unlink()
    assert words("甲乙词、布署") == ["布署"]


@pytest.mark.parametrize(
    ("rows", "header", "says"),
    [
        (("好词\t必 错\t\t错别字",), HEADER, "第 2 行的级别“必 错”"),
        (("好词\t必错\t\t错别字", "", "另词\t必错\t\t别的"), HEADER, "第 4 行的类别“别的”"),
        (("词\t必错\t\t错别字",), HEADER, "第 2 行的词“词”应为 2 至 60 个字"),
        (("\t必错\t\t错别字",), HEADER, "第 2 行的词“”"),
        (("好词\t必错\t\t错别字\t去年",), HEADER, "第 2 行的起始年“去年”"),
        (("好词\t必错\t\t错别字\t\t24",), HEADER, "第 2 行的终止年“24”"),
        (("好词\t必错",), "词\t改为", "第 1 行的栏目名称缺少“级别”“类别”"),
        ((), "", "第 1 行没有栏目名称"),
    ],
)
def test_a_wrong_row_is_named_in_one_sentence(office, rows, header, says):
    path = office(*rows, header=header)
    with pytest.raises(FileError) as caught:
        lexicon.read(path)
    message = str(caught.value)
    assert says in message and "“lexicon.tsv”" in message and message.endswith("。") and message.count("。") == 1


@pytest.mark.parametrize(
    "data", [b"\xff\xfe\x00\xd8\x00", b"\x81", b"\x00\x01\x02" * 9, b"x" * 2_000_001, b'"' + b"\xe8\xaf\x8d" * 70_000]
)
def test_a_file_that_is_no_table_is_refused_in_chinese(tmp_path, data):
    path = tmp_path / "lexicon.tsv"
    path.write_bytes(data)
    with pytest.raises(FileError, match="^词库“lexicon.tsv”"):
        lexicon.read(path)
    with pytest.raises(FileError, match="^词库.*无法读取"):
        lexicon.read(tmp_path)


def test_a_broken_office_table_leaves_the_shipped_one_at_work_and_says_so(office):
    office("好词\t必 错\t\t错别字")
    result = checked("按照布署推进。")
    assert [finding.rule for finding in result.findings if finding.rule[0] == "P"] == ["P-05"]
    for rule in ("P-04", "P-05", "Y-07"):
        (why,) = [entry.why for entry in result.not_assessed if entry.rule == rule]
        assert "第 2 行" in why


def test_grades_become_severities(office):
    office("甲甲词\t必错\t正词\t错敏词\t\t\t通知要求。", "乙乙词\t疑似\t正词\t错敏词", "丙丙词\t提示\t\t错敏词")
    result = checked("甲甲词、乙乙词、丙丙词。")
    said = [(finding.severity, finding.message) for finding in result.findings if finding.rule == "P-04"]
    assert said == [
        ("warning", "错敏词“甲甲词”有误，应为“正词”（通知要求），请改正。"),
        ("hint", "错敏词“乙乙词”疑似有误，宜为“正词”，请核对。"),
        ("hint", "错敏词“丙丙词”请留意，请斟酌。"),
    ]
