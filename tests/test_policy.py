"""An office's table of rules: which are used, and how grave they are taken; what keeps figures right stays an error."""

import pytest

from drafting import checks
from drafting.checks import OfficeRules, office, policy
from drafting.errors import FileError
from drafting.report import Report
from drafting.samples import sample


@pytest.fixture
def town() -> Report:
    return sample("town").load()[0]


def used(table) -> OfficeRules:
    """The office's rules with the table in that file."""
    return office.at(table, None, checks.RULES)


def lines(**severities: str) -> bytes:
    return "".join(f"{rule.replace('_', '-')}\t{severity}\n" for rule, severity in severities.items()).encode()


def test_the_table_as_it_is_changes_nothing():
    table = policy.table(checks.RULES.values(), {})
    assert table.startswith("规则\t级别\t检查什么\n") and table.count("\n") == len(checks.RULES) + 1
    assert policy.read(table.encode(), checks.RULES) == {id: rule.severity for id, rule in checks.RULES.items()}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk"])
@pytest.mark.parametrize(
    "change", [lambda text: text, lambda text: text.replace("\n", "\r\n"), lambda text: text.replace("\t", ",")]
)
def test_a_table_saved_by_a_spreadsheet_program_is_read(encoding, change):
    text = change("规则\t级别\t检查什么\nT-12\t提示\t\n\t\t\nR-01\t不查\t\n")
    assert policy.read(text.encode(encoding), checks.RULES) == {"T-12": "hint", "R-01": None}


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (lines(X_99="提示"), "第 1 行的规则“X-99”没有这一条"),
        (lines(T_12="严重"), "第 1 行的级别应是"),
        (b"T-12\n", "第 1 行的级别应是"),
        (lines(R_01="不查", N_01="提示"), "第 2 行的规则 N-01 关系到数字是否正确"),
        (b"\xff\xff", "读不出来"),
        (b"x" * 300_000, "太大"),
    ],
)
def test_a_wrong_table_is_one_sentence_that_names_the_line(table, says):
    with pytest.raises(FileError, match=says) as raised:
        policy.read(table, checks.RULES)
    assert str(raised.value).endswith("。")


def test_a_rule_is_graver_or_milder_and_a_rule_that_is_off_says_so(town, tmp_path):
    town.values["requests.carried_in.natural_person"] += 1
    table = tmp_path / "rules.tsv"
    before = checks.run(town)
    assert {finding.severity for finding in before.findings if finding.rule == "S-07"} == {"error"}
    unset = {finding.rule for finding in before.findings}
    table.write_bytes(lines(T_10="不查", R_01="提示"))
    after = checks.run(town, office=used(table))
    assert {item.why for item in after.not_assessed if item.rule == "T-10"} == {"本单位已停用这条规则"}
    assert {finding.rule for finding in after.findings} == unset - {"T-10"}


def test_an_edited_table_counts_from_the_next_check_on(tmp_path):
    table = tmp_path / "rules.tsv"
    assert used(table).policy == {} == used(None).policy
    table.write_bytes(lines(T_12="错误"))
    assert used(table).policy == {"T-12": "error"}
    table.write_bytes(lines(T_12="提示", R_01="错误"))
    assert used(table).policy == {"T-12": "hint", "R-01": "error"}


def test_a_table_that_the_system_does_not_give_is_one_sentence(tmp_path, monkeypatch):
    path = tmp_path / "rules.tsv"
    path.write_bytes(lines(T_12="提示"))

    def refused(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("pathlib.Path.read_bytes", refused)
    given = used(path)
    assert given.fault.startswith("检查规则表“") and "rules.tsv”无法读取" in given.fault and given.fault.endswith("。")
    assert given.policy == {}
