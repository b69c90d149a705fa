"""The way of a report from a draft to its publication, the remarks on it, and the trail of who did what.

See docs/decisions/0008-review.md. A report that was approved as a whole stays so as long as it says what it said then.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date
from urllib.parse import urlsplit

from drafting.errors import InputError
from drafting.form import SECTIONS
from drafting.publishing.document import clean, written_day
from drafting.publishing.review_remarks import BEIJING, place
from drafting.report import TABLES, Remark, Report, new_id
from drafting.store import Store
from drafting.store.database import now
from drafting.store.trail import Entry

from .documents import Documents
from .final import obstacles
from .library import SETTLED, Library, Opened

STATES = {"draft": "草稿", "submitted": "送审", "returned": "退回", "approved": "审定", "final": "定稿", "published": "已公布"}
"""States of a report with what staff call them."""


@dataclass(frozen=True)
class Step:
    """A verb that puts a report from one of the states ``before`` into the state ``after``."""

    label: str
    before: tuple[str, ...]
    after: str


STEPS = {
    "submit": Step("送审", ("draft", "returned"), "submitted"),
    "return": Step("退回", ("submitted",), "returned"),
    "approve": Step("审定", ("submitted",), "approved"),
    "finalise": Step("定稿", ("approved",), "final"),
    "publish": Step("登记公布", ("final",), "published"),
    "reopen": Step("撤回到草稿", ("submitted", *SETTLED), "draft"),
}
VERBS = {
    **{verb: step.label for verb, step in STEPS.items()}, "change": "改动，回到草稿", "remark": "提出意见",
    "take_back": "撤回意见", "answer": "答复意见", "sign": "批准", "unsign": "撤回批准", "waive": "说明理由保留",
    "withdraw": "撤回保留", "export": "导出正式稿", "import": "读入文件",
}
"""What stands on a trail, with what staff call it."""
ADDRESS = 500
"""Characters in the address of a published report."""


class Review:
    """The verbs of reviewing. Each names the person who does it and goes on the trail.

    All raise InputError without a name, for a step that the report's state does not allow, and as they say; NotFound.
    """

    def __init__(self, store: Store, library: Library, documents: Documents):
        self._store = store
        self._library = library
        self._documents = documents

    # The way of a report

    def submit(self, id: str, person: str) -> None:
        """送审. Raises InputError while a remark has no answer."""
        opened = self._ready(id, "submit", person)
        _all_answered(opened.report, "submit")
        self._step(opened, "submit", person)

    def return_with(self, id: str, person: str) -> None:
        """退回 with the remarks that stand open. Raises InputError when there is none."""
        opened = self._ready(id, "return", person)
        count = len(unanswered(opened.report))
        if not count:
            raise InputError("退回前请先写明至少一条意见，让起草人知道要改什么。")
        self._step(opened, "return", person, f"意见 {count} 条")

    def approve(self, id: str, person: str) -> None:
        """审定 the whole as it stands. Raises InputError while anything stands in the way of a final copy, or a remark
        has no answer.
        """
        opened = self._ready(id, "approve", person)
        _all_answered(opened.report, "approve")
        self._nothing_in_the_way(opened, "approve")
        self._step(opened, "approve", person, digests=digests(opened.report))

    def finalise(self, id: str, person: str) -> None:
        """定稿. Raises InputError when something stands in the way of a final copy again."""
        opened = self._ready(id, "finalise", person)
        self._nothing_in_the_way(opened, "finalise")
        self._step(opened, "finalise", person)

    def publish(self, id: str, person: str, day: date, address: str) -> None:
        """Note that it was published on ``day`` at ``address``. Raises InputError for a day or an address that cannot be."""
        opened = self._ready(id, "publish", person)
        if not date(opened.report.year, 12, 31) < day <= date.today():
            raise InputError(f"公布日期应在 {opened.report.year} 年度结束之后、不晚于今天，请核对。")
        where = _address(address)
        self._step(opened, "publish", person, f"{written_day(day)}，{where}", day=day.isoformat(), address=where)
        self._keep_day(id, day)

    def reopen(self, id: str, person: str) -> None:
        """Back to 草稿, to change it."""
        opened = self._ready(id, "reopen", person)
        self._step(opened, "reopen", person, f"原为“{STATES[opened.stored.row.state]}”")
        self._keep_day(id, None)

    # Changes after the approval

    def changed(self, opened: Opened) -> list[str]:
        """What reads otherwise than when the whole was approved, as staff call it; nothing in a state that may."""
        row = opened.stored.row
        if row.state not in SETTLED:
            return []
        entry = self._store.trail.last(row.id, "approve")
        approved = entry.about["digests"] if entry else {}
        stands = digests(opened.report)
        return [_called(part) for part in dict.fromkeys([*stands, *approved]) if stands.get(part) != approved.get(part)]

    def settle(self, opened: Opened) -> str:
        """Put a report that changed since its approval back to 草稿; the sentence that says so, else ``""``."""
        changed = self.changed(opened)
        row = opened.stored.row
        if not changed:
            return ""
        said = f"{STATES[row.state]}后{'、'.join(f'“{each}”' for each in changed)}有改动，报告已回到草稿，需要重新送审。"
        if not self._store.move(row.id, row.state, "draft", person="", verb="change", said=said):
            return ""
        self._keep_day(row.id, None)
        return said

    # Remarks

    def remark(self, id: str, person: str, text: str, *, section: str = "", quote: str = "", cell: str = "") -> str:
        """Note what is to be mended in a section, a passage of it, a cell or the whole of a report in review; its id.

        Raises InputError for an empty text and a place that is not there.
        """
        opened = self._ready(id, "return", person, "提意见")
        report, words, passage = opened.report, _typed(text), _typed(quote)
        if not 0 < len(words) <= 1_000:
            raise InputError("请写明意见，一条最多 1,000 字。")
        if section and section not in SECTIONS or cell and cell not in report.form.cells or section and cell:
            raise InputError("这条意见所指的位置不存在，没有保存，请重新选择章节或单元格。")
        if passage and (len(passage) > 500 or passage not in report.text(section)):
            raise InputError("引用的原文在这一节里找不到，没有保存，请从正文中原样复制（最多 500 字）。")
        new = Remark(id=new_id(), section=section, quote=passage, cell=cell, text=words, person=_named(person, "提意见"),
                     at=_moment())
        self._documents.amend(id, "remarks", lambda report: [*report.remarks, new])
        self._store.trail.add(id, person, "remark", f"{place(new, report)}：{words}")
        return new.id

    def take_back(self, id: str, person: str, remark_id: str) -> None:
        """Take back an open remark before the report is returned. Raises InputError when it is not there (any more)."""
        opened = self._ready(id, "return", person, "撤回意见")
        found = _open_one(opened.report, remark_id)
        self._documents.amend(id, "remarks", lambda report: [each for each in report.remarks if each.id != remark_id])
        self._store.trail.add(id, person, "take_back", f"{place(found, opened.report)}：{found.text}")

    def answer(self, id: str, person: str, remark_id: str, text: str) -> None:
        """Answer a remark, which closes it. Raises InputError for an empty answer and a remark that has one."""
        opened = self._ready(id, "submit", person, "答复意见")
        words = _typed(text)
        if not 0 < len(words) <= 1_000:
            raise InputError("请写明怎样改的或为什么不改，最多 1,000 字。")
        found = _open_one(opened.report, remark_id)
        given = {"answer": words, "answered_by": _named(person, "答复意见"), "answered_at": _moment()}

        def answered(report: Report) -> list[Remark]:
            _open_one(report, remark_id)
            return [each.model_copy(update=given) if each.id == remark_id else each for each in report.remarks]

        self._documents.amend(id, "remarks", answered)
        self._store.trail.add(id, person, "answer", f"{place(found, opened.report)}：{words}")

    # The trail

    def trail(self, id: str) -> list[Entry]:
        """Who did what and when, oldest first."""
        return self._store.trail.of(id)

    def trail_csv(self, id: str) -> bytes:
        """The trail as CSV for Excel: UTF-8 with its mark, no cell that Excel would take for a formula."""
        out = io.StringIO()
        rows = csv.writer(out)
        rows.writerow(("时间", "姓名", "事项", "内容"))
        for entry in self.trail(id):
            at = entry.at.replace(tzinfo=UTC).astimezone(BEIJING)
            cells = (f"{at:%Y-%m-%d %H:%M:%S}", who(entry), VERBS[entry.verb], entry.said)
            rows.writerow(map(_harmless, cells))
        return out.getvalue().encode("utf-8-sig")

    def _ready(self, id: str, verb: str, person: str, doing: str = "") -> Opened:
        """The report as it stands, when ``person`` may do ``verb`` (called ``doing``) with it now."""
        step = STEPS[verb]
        _named(person, doing or step.label)
        opened = self._library.open(id)
        if said := self.settle(opened):
            raise InputError(said)
        if opened.stored.row.state not in step.before:
            raise _wrong(opened.stored.row.state, step, doing or step.label)
        return opened

    def _step(self, opened: Opened, verb: str, person: str, said: str = "", **kept: object) -> None:
        row, step = opened.stored.row, STEPS[verb]
        if not self._store.move(row.id, row.state, step.after, person=person, verb=verb, said=said, **kept):
            raise _wrong(self._store.load(row.id).row.state, step, step.label)

    def _keep_day(self, id: str, day: date | None) -> None:
        """Keep the day of publication in the report, where the rules look; None: it is not published (any more)."""
        stored = self._store.load(id)
        if stored.report.published_on != day:
            self._store.save(id, "published", day and day.isoformat(), expected=stored.number("published"))

    def _nothing_in_the_way(self, opened: Opened, verb: str) -> None:
        result = self._documents.check(opened.stored.row.id, opened.report, opened.last_year)
        if found := obstacles(opened.report, result):
            raise InputError(f"还有 {len(found)} 处没有完成，不能{STEPS[verb].label}：{found[0].message}")


def unanswered(report: Report) -> list[Remark]:
    """The remarks that wait for an answer."""
    return [remark for remark in report.remarks if remark.open]


def digests(report: Report) -> dict[str, str]:
    """SHA-256 of each part that stands for what was approved: ``organ``, ``document``, ``tables``, ``notes`` and each
    section in which something is written. Of a section only the words count.
    """
    said = {
        "organ": [report.organ.model_dump(mode="json"), report.year, report.edition],
        "document": report.document.model_dump(mode="json"),
        TABLES: {key: str(value) for key, value in report.cells().items()},
        "notes": [[note.aspect, note.text] for note in report.notes],
        **{id: report.text(id) for id in SECTIONS if report.text(id).strip()},
    }
    return {part: hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()
            for part, content in said.items()}


def who(entry: Entry) -> str:
    """Who did it; what a person did without giving a name is 未署名."""
    return entry.person or ("程序" if entry.verb == "change" else "未署名")


_PARTS: Mapping[str, str] = {"organ": "机关与年度", "document": "公文要素", TABLES: "三张表", "notes": "素材"}


def _called(part: str) -> str:
    return _PARTS.get(part) or SECTIONS[part].label


def _named(person: str, doing: str) -> str:
    if not (name := _typed(person)):
        raise InputError(f"请先填写姓名，再{doing}。")
    return name[:50]


def _typed(text: str) -> str:
    """What was typed, as it can be kept: lone surrogates become “?”."""
    return text.strip().encode("utf-8", "replace").decode("utf-8")


def _all_answered(report: Report, verb: str) -> None:
    if waiting := unanswered(report):
        raise InputError(f"还有 {len(waiting)} 条意见没有答复，不能{STEPS[verb].label}，请先逐条处理。")


def _open_one(report: Report, remark_id: str) -> Remark:
    found = next((remark for remark in unanswered(report) if remark.id == remark_id), None)
    if found is None:
        raise InputError("这条意见已经答复或撤回，请刷新页面。")
    return found


def _address(address: str) -> str:
    given = clean(address)
    try:
        parts = urlsplit(given)
        good = parts.scheme in ("http", "https") and parts.hostname and len(given) <= ADDRESS and " " not in given
    except ValueError:
        good = False
    if not good:
        raise InputError(f"请填写公布的网址，以 http:// 或 https:// 开头，最多 {ADDRESS} 字。")
    return given


def _moment() -> str:
    return now().isoformat(timespec="seconds")


def _wrong(state: str, step: Step, doing: str) -> InputError:
    allowed = "、".join(f"“{STATES[before]}”" for before in step.before)
    return InputError(f"报告现在是“{STATES[state]}”，只有在{allowed}时才能{doing}，没有改动，请按顺序办理。")


def _harmless(cell: str) -> str:
    text = clean(cell)
    return f"'{text}" if text.startswith(tuple("=+-@＝＋－＠")) else text
