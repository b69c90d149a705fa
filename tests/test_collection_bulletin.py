"""The bulletin: what it tells is counted from the roll-call and the findings, and it praises nobody."""

import json
import re
from datetime import date
from io import BytesIO

import pytest
from county import COUNTY, NAMES, county, reported
from docx import Document
from docx.table import Table

from drafting import cli, report_file, times
from drafting.collection.folder import Folder
from drafting.collection.roster import roster
from drafting.samples import county as sample_county

TODAY = date(2025, 2, 10)
OFFICE, BUREAU, SCHOOLS, MARKET, TOWN, COPY, STREET = NAMES
WORDS = (
    "开展“惠农补贴进村”公开专项，把九类补贴的发放名单贴到每个村民小组。"
    "安排两名干部每周三到便民大厅值守，当面解答群众怎样申请公开。"
    "把旧版栏目里三年没有更新的二十个页面逐一清理并重新归类。"
    "与镇司法所一起复核拟不公开的文件，每月汇总一次复核意见。"
)


def key(name):
    return f"{COUNTY}/{name}"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Two on time and alike, one late with an error and sent back, one published only, one not due yet, two overdue."""
    monkeypatch.setattr(times, "today", lambda: TODAY)
    units = [
        each.model_copy(update={"deadline": date(2025, 2, 28)}) if each.name == STREET else each
        for each in county().units
    ]
    folder = Folder.begun(tmp_path / "收取", 2024, roster(units))
    folder.take(key(TOWN), "a.docx", reported(TOWN, 2, text=WORDS), "2025-01-10T09:00:00")
    folder.take(key(COPY), "b.docx", reported(COPY, 5, text=WORDS), "2025-01-31T23:00:00")
    wrong = reported(SCHOOLS, 4, requests__granted__natural_person=1)
    folder.take(key(SCHOOLS), "c.docx", wrong, "2025-02-03T09:00:00")
    after = folder.collection.decided(key(SCHOOLS), "returned", "2025-02-04T09:00:00")
    folder.keep(after.published(key(MARKET), date(2025, 1, 30), "https://example.invalid/1"))
    return folder


@pytest.fixture
def run(folder, capsys, tmp_path):
    def run(name, *arguments):
        status = cli.main(["bulletin", str(folder.path), "-o", str(tmp_path / name), *map(str, arguments)])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return run


def read(path):
    """The paragraphs of a Word document, and its tables as rows of texts."""
    document = Document(BytesIO(path.read_bytes()))
    inner = list(document.iter_inner_content())
    tables = [[[cell.text for cell in row.cells] for row in block.rows] for block in inner if isinstance(block, Table)]
    return [block.text for block in inner if not isinstance(block, Table) and block.text], tables


def test_each_unit_is_told_where_it_stands_and_only_there(run, tmp_path):
    assert run("通报.docx")[0] == 0
    said, tables = read(tmp_path / "通报.docx")
    assert said[0] == "关于2024年政府信息公开工作年度报告报送和核查情况的通报"
    assert "截至2025年2月10日，应报单位 7 个，已收到 3 个单位的报告。" in said[2]
    first = said.index("一、报送情况") + 1
    assert said[first : said.index("二、核查情况")] == [
        f"按时报送的单位 2 个：{TOWN}、{COPY}。",
        f"逾期报送的单位 1 个：{SCHOOLS}（逾期 3 天）。",
        f"逾期未报的单位 2 个：{OFFICE}、{BUREAU}。",
        f"报送期限未到、尚未报送的单位 1 个：{STREET}。",
        f"已登记公布、没有收到报告的单位 1 个：{MARKET}。",
        f"退回修改的单位 1 个，共退回 1 次：{SCHOOLS}（1 次）。",
    ]
    assert f"尚未报送的 3 个单位请抓紧报送：{OFFICE}、{BUREAU}、{STREET}。" in said
    assert said[-2:] == [COUNTY, "2025年2月10日"]
    assert len(tables[-1]) == 1 + len(NAMES)


def test_the_likeness_is_told_by_name_or_without_any(run, tmp_path):
    run("通报.docx")
    named = read(tmp_path / "通报.docx")[0]
    told = [line for line in named if line.startswith((f"{TOWN}：", f"{COPY}："))]
    assert len(told) == 2 and f"与“{COPY}”的报告相同" in told[0] and not any("，请" in line for line in told)
    run("通报.docx", "--anonymous")
    said, tables = read(tmp_path / "通报.docx")
    part = said[said.index("三、雷同情况") + 1 : said.index("四、评分情况")]
    assert len(part) == 1 and "2 个单位的报告有文字" in part[0] and not any(name in part[0] for name in NAMES)
    assert tables[-1][0] == ["名次", "单位", "得分"]


def test_nothing_is_praised(run, tmp_path):
    run("通报.docx")
    assert not re.search(
        "优秀|良好|较好|突出|积极|认真|高度重视|扎实|显著|圆满", "".join(read(tmp_path / "通报.docx")[0])
    )


def test_the_order_is_that_of_the_scores_or_of_the_roster(run, tmp_path):
    run("a.docx", "--by", "order")
    assert [row[1] for row in read(tmp_path / "a.docx")[1][-1][1:]] == list(NAMES)
    units = json.loads(run("a.docx", "--json")[1])["units"]
    points = [each["points"] for each in units]
    assert points[-2:] == [None, None] and points[:-2] == sorted(points[:-2], reverse=True)
    assert [row[1] for row in read(tmp_path / "a.docx")[1][-1][1:]] == [each["organ"] for each in units]


def test_the_offices_own_weights_and_rules_are_used(run, tmp_path):
    (tmp_path / "标准.tsv").write_text("项目\t分值\t每处扣分\n按时报送\t10\t4\n", "utf-8")
    units = json.loads(run("s.xlsx", "--weights", tmp_path / "标准.tsv", "--json")[1])["units"]
    assert {each["organ"]: each["points"] for each in units} == {
        **{TOWN: 10, COPY: 10, SCHOOLS: 0, OFFICE: 0, BUREAU: 0},
        **{MARKET: None, STREET: None},
    }
    assert cli.main(["bulletin", "没有的文件夹", "-o", str(tmp_path / "x.docx")]) == 2
    assert run("通报.pdf")[0] == 2 and run("x.docx", "--weights", tmp_path / "没有.tsv")[0] == 2
    assert not (tmp_path / "通报.pdf").exists()


def test_the_roll_call_and_the_bulletin_check_by_the_offices_rules_and_words(run, folder, tmp_path, capsys):
    rules, words = tmp_path / "规则.tsv", tmp_path / "词.tsv"
    rules.write_text("规则\t级别\nR-10\t不查\n", "utf-8")
    words.write_text("词\t级别\t改为\t类别\n便民大厅\t必错\t政务大厅\t错别字\n", "utf-8")

    def town(name, *arguments):
        cli.main(["rollcall", str(folder.path), "--json", *map(str, arguments)])
        return {each["organ"]: each[name] for each in json.loads(capsys.readouterr().out)["units"]}[TOWN]

    assert town("warnings", "--lexicon", words) == town("warnings") + 1
    assert town("warnings", "--rules", rules) == town("warnings") - 1
    run("通报.docx", "--rules", rules)
    said = read(tmp_path / "通报.docx")[0]
    assert said[said.index("三、雷同情况") + 1] == "没有对各单位的报告作雷同比较。"
    assert cli.main(["rollcall", str(folder.path), "--lexicon", str(tmp_path / "没有.tsv")]) == 2


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The sample county's files taken back."""
    told, folder = sample_county(), tmp_path_factory.mktemp("county") / "收取"
    arguments = ["collect", told.files, "--roster", told.roster, "--year", told.year, "-o", folder]
    assert cli.main([str(each) for each in arguments]) == 1
    return folder


def test_every_number_about_the_sample_county_is_that_of_the_roll_call_and_the_findings(collected, tmp_path, capsys):
    def told(*arguments):
        cli.main([str(each) for each in arguments])
        return json.loads(capsys.readouterr().out)

    call = told("rollcall", collected, "--json")["units"]
    check = told("check", collected, "--json")["units"]
    scores = told("bulletin", collected, "-o", tmp_path / "t.docx", "--json")["units"]
    said, tables = read(tmp_path / "t.docx")
    came = [each for each in call if each["rounds"]]
    assert f"应报单位 {len(call)} 个，已收到 {len(came)} 个单位的报告" in said[2]
    counts = {name: [each[name] for each in came if each[name]] for name in ("errors", "warnings")}
    assert (
        f"核查报告 {len(came)} 份：错误 {sum(counts['errors'])} 处，涉及 {len(counts['errors'])} 个单位；"
        f"需要核对的提醒 {sum(counts['warnings'])} 处，涉及 {len(counts['warnings'])} 个单位。"
    ) in said
    found = {}
    for unit in check:
        for finding in unit["findings"]:
            if finding["severity"] != "hint":
                found.setdefault(finding["rule"], []).append(unit["organ"])
    rows = sorted(([str(len({*units})), str(len(units))] for units in found.values()), reverse=True)
    assert sorted((row[2:] for row in tables[0][1:]), reverse=True) == rows[:10]
    points = [each["points"] for each in scores if each["points"] is not None]
    assert (
        f"参加评分的单位 {len(points)} 个，平均 {sum(points) / len(points):.1f} 分，最高 {max(points):.1f} 分，"
        f"最低 {min(points):.1f} 分。"
    ) in said[said.index("四、评分情况") + 1]
    assert [[row[1], float(row[2])] for row in tables[1][1:]] == [[each["organ"], each["points"]] for each in scores]
    for each in scores:  # each deduction is that of findings that the check names too, or of days
        own = {finding["message"] for unit in check if unit["organ"] == each["organ"] for finding in unit["findings"]}
        for item in each["items"]:
            assert {finding["message"] for finding in item["findings"]} <= own
            lost = item["points"] is not None and item["points"] < item["full"]
            assert not lost or item["findings"] or "逾期" in item["why"]


def test_a_report_that_changed_changes_the_bulletin(run, folder, tmp_path):
    path = folder.report_path(folder.collection.roster.by_key[key(SCHOOLS)])
    run("a.docx")
    assert any(line.startswith("有错误的单位") and SCHOOLS in line for line in read(tmp_path / "a.docx")[0])
    report_file.write(reported(SCHOOLS, 4), path)
    run("a.docx")
    assert not any(line.startswith("有错误的单位") and SCHOOLS in line for line in read(tmp_path / "a.docx")[0])
