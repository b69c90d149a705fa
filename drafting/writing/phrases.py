"""Standard sentences over the figures of the three tables, in the plain style of official reports.

Each sentence comes with the facts it states. A blank cell gives no sentence; ``missing_*`` names it instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from drafting.facts import Fact
from drafting.form import LEAD
from drafting.report import Report, SentenceSource

Facts = Mapping[str, Fact]

_DOCUMENTS = "disclosure.normative_documents"
_RULES = "disclosure.rules"
_DECISIONS = {
    "disclosure.licences": "行政许可",
    "disclosure.penalties": "行政处罚",
    "disclosure.coercive_measures": "行政强制",
}
_FEES = "disclosure.fees_wan_yuan"
_NEW, _IN, _TOTAL, _OUT = (f"requests.{row}.total" for row in ("new_received", "carried_in", "total", "carried_out"))
_APPLICANTS = ("natural_person", "business", "research", "social_welfare", "legal_service", "other")
_GIVEN = ("requests.granted.total", "requests.partially_granted.total")
_OUTCOMES = {"upheld": "结果维持", "corrected": "结果纠正", "other": "其他结果", "pending": "尚未审结"}
_REVIEW = "proceedings.review"
_DIRECT, _AFTER = "proceedings.litigation_direct", "proceedings.litigation_after_review"


def source(sentence: str, ids: Sequence[str], kind: str = "fact") -> SentenceSource:
    """``sentence`` with what it rests on."""
    return SentenceSource(sentence=sentence, ids=tuple(f"{kind}:{id}" for id in ids))


def disclosure(report: Report, facts: Facts) -> list[SentenceSource]:
    """Table two: 规范性文件, 规章 of organs that make them, decisions, fees; what is zero in one closing sentence."""
    done: list[tuple[str, list[str]]] = []
    nothing: list[tuple[str, list[str]]] = []
    for root, what in ((_DOCUMENTS, "行政规范性文件"), (_RULES, "规章")):
        if root == _RULES and not report.organ.makes_rules and not any(_value(facts, id) for id in _columns(root)):
            continue
        said, unsaid = _documents(facts, root, what)
        done += said
        nothing += unsaid
    decided = [id for id in _DECISIONS if _value(facts, id)]
    if decided:
        done.append(("作出" + "、".join(f"{_DECISIONS[id]}决定{facts[id].figure}" for id in decided), decided))
    undecided = [id for id in _DECISIONS if _value(facts, id) == 0]
    if undecided:
        nothing.append((f"未作出{'、'.join(_DECISIONS[id] for id in undecided)}决定", undecided))
    if _value(facts, _FEES):
        done.append((facts[_FEES].wording, [_FEES]))
    elif _FEES in facts:
        nothing.append(("未收取行政事业性收费", [_FEES]))
    opening = _opening(report, "proactive", "年内")
    return _sentences((opening, done), ("全年" if done else opening, nothing))


def _opening(report: Report, aspect: str, later: str) -> str:
    """How the figures of ``aspect`` begin: with the year where the narrative begins with them, else with ``later``."""
    first = next((spec for spec in report.outline if spec.id != LEAD and spec.id not in report.prefaces), None)
    when = f"{report.year}年" if first and aspect in first.aspects else later
    return f"{when}，{report.organ.called}"


def _documents(facts: Facts, root: str, what: str) -> tuple[list, list]:
    """What was made, repealed and is in force: the clauses with figures, the clauses that say there was none."""
    made, repealed, in_force = _columns(root)
    verbs = {made: "制发", repealed: "废止"}
    some = [id for id in verbs if _value(facts, id)]
    none = [id for id in verbs if _value(facts, id) == 0]
    done, nothing = [], []
    if some:
        first, *rest = some
        more = "".join(f"、{verbs[id]}{facts[id].figure}" for id in rest)
        done.append((f"{verbs[first]}{what}{facts[first].figure}{more}", some))
    if none:
        nothing.append((f"未{'、'.join(verbs[id] for id in none)}{what}", none))
    if _value(facts, in_force):
        done.append((f"年末现行有效{what}{facts[in_force].figure}", [in_force]))
    elif in_force in facts:
        nothing.append((f"年末无现行有效的{what}", [in_force]))
    return done, nothing


def missing_disclosure(report: Report) -> list[str]:
    """The cells of table two that a sentence needs and that are blank; 规章 only of organs that make them."""
    keys = [*_columns(_DOCUMENTS), *(_columns(_RULES) if report.organ.makes_rules else ()), *_DECISIONS, _FEES]
    return _missing(report, keys)


def requests(report: Report, facts: Facts) -> list[SentenceSource]:
    """Table three: received and carried in, applicants, results by group, carried out."""
    main = (_NEW, _IN, _TOTAL, _OUT)
    if all(_value(facts, id) == 0 for id in main):
        return [source("全年未收到政府信息公开申请，无上年结转和结转下年度继续办理的申请。", main)]
    received = [
        _clause(facts, _NEW, "新收政府信息公开申请{}", "未收到新的政府信息公开申请"),
        _clause(facts, _IN, "上年结转{}" if _NEW in facts else "上年结转政府信息公开申请{}", "无上年结转申请"),
    ]
    outcomes = (*_GIVEN, *(f"formula.{name}" for name in report.form.groups))
    results = [id for id in outcomes if _value(facts, id)] if _value(facts, _TOTAL) else []
    handled = _clause(facts, _TOTAL, "办结政府信息公开申请{}", "未办结政府信息公开申请")
    if handled and results:
        handled = (f"{handled[0]}，其中" + "、".join(facts[id].wording for id in results), [*handled[1], *results])
    carried = _clause(facts, _OUT, "结转下年度继续办理{}", "无结转下年度继续办理的申请")
    return _sentences(
        (_opening(report, "on_request", "本年度"), [clause for clause in received if clause]),
        ("新收申请", _applicants(facts)),
        ("全年", [clause for clause in (handled, carried) if clause]),
    )


def _applicants(facts: Facts) -> list[tuple[str, list[str]]]:
    """Who made the new applications; ``均由…`` only when every other column is filled with zero."""
    filled = [id for id in (f"requests.new_received.{column}" for column in _APPLICANTS) if id in facts]
    people = [id for id in filled if facts[id].value]
    who = {id: facts[id].says.removeprefix("本年新收申请中") for id in people}
    if len(people) == 1 and len(filled) == len(_APPLICANTS):
        return [(f"均由{who[people[0]]}", filled)]
    return [("中，" + "，".join(f"{who[id]}{facts[id].figure}" for id in people), people)] if people else []


def missing_requests(report: Report, facts: Facts) -> list[str]:
    """The rows of table three that a sentence needs and that are blank, and the groups of results not fully filled."""
    found = _missing(report, (_NEW, _IN, _TOTAL, _OUT))
    if _value(facts, _TOTAL) is not None:
        found += _missing(report, _GIVEN)
        found += [
            f"表三“{group.says}”各项" for name, group in report.form.groups.items() if f"formula.{name}" not in facts
        ]
    return found


def proceedings(report: Report, facts: Facts) -> list[SentenceSource]:
    """Table four: reviews and court cases over government information, by result."""
    review, litigation = f"{_REVIEW}.total", "formula.litigation"
    if _value(facts, review) == 0 and _value(facts, litigation) == 0:
        return [source("未发生因政府信息公开引起的行政复议、行政诉讼。", (review, litigation))]
    clauses = [
        _case_clause(facts, review, "发生因政府信息公开引起的行政复议", {_REVIEW: ""}),
        _case_clause(
            facts, litigation, "发生因政府信息公开引起的行政诉讼", {_DIRECT: "未经复议直接起诉", _AFTER: "复议后起诉"}
        ),
    ]
    said = [clause for clause in clauses if clause]
    if len(said) == 2 and "其中" not in said[1][0]:
        return [source(f"全年{said[0][0]}；{said[1][0]}。", [id for _, ids in said for id in ids])]
    return _sentences(*((opening, [clause]) for opening, clause in zip(("全年", ""), said)))


def missing_proceedings(report: Report) -> list[str]:
    """The groups of table four that are blank."""
    return _missing(report, [f"{root}.total" for root in (_REVIEW, _DIRECT, _AFTER)])


def _case_clause(facts: Facts, id: str, says: str, roots: Mapping[str, str]) -> tuple[str, list[str]] | None:
    """``…3件，其中结果维持2件、尚未审结1件``; of court cases each kind with its results."""
    if id not in facts:
        return None
    if not facts[id].value:
        return f"未{says}", [id]
    parts, ids = [], [id]
    for root, kind in roots.items():
        shown = [f"{root}.{outcome}" for outcome in _OUTCOMES if _value(facts, f"{root}.{outcome}")]
        results = "、".join(f"{_OUTCOMES[each.rpartition('.')[2]]}{facts[each].figure}" for each in shown)
        if kind and _value(facts, f"{root}.total"):
            ids.append(f"{root}.total")
            results = f"{kind}{facts[f'{root}.total'].figure}" + (f"（{results}）" if results else "")
        if results:
            parts.append(results)
            ids += shown
    return f"{says}{facts[id].figure}" + (f"，其中{'、'.join(parts)}" if parts else ""), ids


def _columns(root: str) -> tuple[str, str, str]:
    return f"{root}.made", f"{root}.repealed", f"{root}.in_force"


def _value(facts: Facts, id: str):
    return facts[id].value if id in facts else None


def _clause(facts: Facts, id: str, some: str, none: str) -> tuple[str, list[str]] | None:
    """The wording for a figure, or for its being zero; None when the cell is blank."""
    if id not in facts:
        return None
    return (some.format(facts[id].figure) if facts[id].value else none), [id]


def _sentences(*parts: tuple[str, list[tuple[str, list[str]]]]) -> list[SentenceSource]:
    """One sentence of each part that has clauses: its opening, the clauses, a full stop."""
    return [
        source(f"{opening}{'，'.join(clause for clause, _ in clauses)}。", [id for _, ids in clauses for id in ids])
        for opening, clauses in parts
        if clauses
    ]


def _missing(report: Report, keys: Sequence[str]) -> list[str]:
    cells = report.cells()
    return [report.form.name(key) for key in keys if cells[key] is None]
