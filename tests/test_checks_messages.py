"""The table of what the rules say: each use has its row, each row its use, each name in braces is given."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from drafting import checks
from drafting.checks import wording
from drafting.checks.rule import ATTRIBUTES

FOLDER = Path(checks.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))
KINDS = {"finding": "问题", "not_assessed": "未检查", "part": "用语"}
ALWAYS = ("名称", "依据", "级别")
PLACES = {"cells", "section", "span", "severity", "fix"}

Use = tuple[str, str, frozenset[str]]
"""A rule or 共用, 用处, the names that are given."""


def rows() -> list[list[str]]:
    text = (FOLDER / "wording.tsv").read_text("utf-8-sig")
    return list(csv.reader(text.splitlines(), delimiter="\t"))


def constants(node: ast.expr) -> list[str]:
    """The strings that an argument can be: one, or those of ``a if … else b``."""
    if isinstance(node, ast.IfExp):
        return constants(node.body) + constants(node.orelse)
    assert isinstance(node, ast.Constant), f"line {node.lineno}: what is said must be named in so many words"
    return [node.value]


def given(call: ast.Call) -> frozenset[str]:
    """The names that are given; a place worked out elsewhere (``**place``, ``**chapter.at(…)``) gives none."""
    spread = [ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg is None]
    assert all(re.search(r"\bplace$|\.at\(", each) for each in spread), (
        f"line {call.lineno}: name what is given one by one"
    )
    return frozenset(keyword.arg for keyword in call.keywords if keyword.arg) - PLACES


def uses(path: Path) -> Iterator[Use]:
    """What the module says, wherever it calls a rule's ``finding``, ``not_assessed``, ``part``, or ``said``."""
    tree = ast.parse(path.read_text("utf-8"))
    own = re.search(r'^RULE = rule\("(.+)"\)$', path.read_text("utf-8"), re.M)
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
        match call.func:
            case ast.Name("said"):
                assert isinstance(call.args[0], ast.Name) and call.args[0].id == "SHARED"
                for use in constants(call.args[1]):
                    yield wording.SHARED, use, given(call)
            case ast.Name("found_at" | "gainsaid" as helper) if own:
                use = f"{KINDS['finding']} {call.args[1].value if helper == 'found_at' else 'contradicted'}"
                parts = given(call) if helper == "found_at" else frozenset({"says"})
                yield own[1] if (own[1], use) in wording.table() else wording.SHARED, use, parts | {"quoted"}
            case ast.Attribute(ast.Name("RULE" | "rule" as whose), "finding" | "not_assessed" | "part" as verb):
                if path.stem == "bound":  # what its callers name
                    continue
                for key in constants(call.args[0]):
                    rule = own[1] if own and whose == "RULE" else wording.SHARED
                    need_not = verb == "not_assessed" and (rule, f"{wording.NEEDLESS} {key}") in wording.table()
                    use = f"{wording.NEEDLESS if need_not else KINDS[verb]} {key}"
                    yield rule if (rule, use) in wording.table() else wording.SHARED, use, given(call)


def names(words: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(words) if name is not None)


def test_each_row_has_a_rule_a_use_and_words_and_stands_once():
    head, *table = rows()
    assert head == ["规则", "用处", "文字"]
    assert all(len(row) == 3 and all(cell.strip() == cell != "" for cell in row) for row in table)
    assert len({(rule, use) for rule, use, _ in table}) == len(table)
    assert {rule for rule, _, _ in table} == {wording.SHARED, *checks.RULES}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.stem)
def test_what_a_module_says_is_in_the_table_with_the_names_it_gives(path):
    if path.stem == "rule":  # it looks up what the others name
        return
    for rule, use, parts in uses(path):
        assert (rule, use) in wording.table(), f"{rule} {use} has no row"
        assert parts == names(wording.table()[rule, use]), f"{rule} {use}"


def test_the_attributes_of_the_rules_are_among_those_that_mean_something():
    said = [words for (_, use), words in wording.table().items() if use == "属性"]
    assert said and {each for words in said for each in words.split("、")} == set(ATTRIBUTES)


def test_each_row_is_used():
    used = {(rule, use) for path in MODULES if path.stem != "rule" for rule, use, _ in uses(path)}
    used |= {(rule, use) for rule in checks.RULES for use in (*ALWAYS, "属性")}
    assert set(wording.table()) - used == set()


def test_no_rule_has_words_of_its_own_for_a_use_that_is_shared():
    shared = {use for rule, use in wording.table() if rule == wording.SHARED}
    assert {(rule, use) for rule, use in wording.table() if rule != wording.SHARED and use in shared} == set()


def test_no_name_in_braces_is_a_place_of_a_finding_or_more_than_a_name():
    for (rule, use), words in wording.table().items():
        assert all(name.isidentifier() for name in names(words)) and not names(words) & PLACES, f"{rule} {use}"
        assert all(not spec and not turn for _, name, spec, turn in Formatter().parse(words) if name), f"{rule} {use}"


def test_what_is_found_is_one_sentence_and_a_reason_or_a_piece_is_none():
    for (rule, use), words in wording.table().items():
        assert words.count("。") == (1 if use.startswith("问题 ") else 0), f"{rule} {use}"
        assert words.endswith("。") == use.startswith("问题 "), f"{rule} {use}"
        assert not re.search("[!！]", words), f"{rule} {use}"


@pytest.mark.parametrize(
    "path", [path for path in MODULES if re.match(r"[a-z]\d\d_", path.stem)], ids=lambda path: path.stem
)
def test_a_rule_file_holds_no_sentence_of_its_own(path):
    tree = ast.parse(path.read_text("utf-8"))
    patterns = [
        node
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func).startswith("re.")
        for node in ast.walk(call)
    ]
    prose = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    texts = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in patterns and node not in prose
    ]
    assert [text for text in texts if re.search("，请|没有|。$", text) and "|" not in text] == []


def test_a_name_that_is_not_given_is_a_mistake():
    with pytest.raises(KeyError):
        wording.said("T-12", "问题 times", name="表二")
    with pytest.raises(KeyError):
        wording.said("T-12", "问题 leap")
