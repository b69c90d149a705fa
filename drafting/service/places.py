"""地方口径 on this machine: what it changes is shown beside what the office has of its own, and nothing of that is touched.

A city makes one from its own rules, words and prompts and what it types; a unit looks at it, lets it count before or behind
what it has of its own, and takes it back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from drafting import place
from drafting.checks import RULES, SEVERITIES, Severity, lexicon, office, policy
from drafting.errors import FileError, InputError
from drafting.form import editions
from drafting.place import Kept, Place
from drafting.writing import prompts

from .office_files import Changing
from .tables import Tables

NONE = "没有"


@dataclass(frozen=True)
class Change:
    """One thing that a profile lays down: of which ``part``, ``what`` it is about, what the program and the office have
    there (``""``: the office has nothing of its own), and what the place wants.
    """

    part: str
    what: str
    program: str
    own: str
    wanted: str

    @property
    def disputed(self) -> bool:
        """Whether the office has something else of its own."""
        return bool(self.own) and self.own != self.wanted


class Places:
    """The profile of the place in the data ``folder``. ``changing``: what a change of the office's files stands in."""

    def __init__(self, folder: Path, tables: Tables, changing: Changing = nullcontext):
        self._folder, self._tables, self._changing = folder, tables, changing

    @property
    def kept(self) -> Kept | None:
        """The profile that counts, and whether it goes before the office's own."""
        return place.kept(self._folder)

    @property
    def fault(self) -> str:
        """Why the one that is kept does not count, ``""`` where it does."""
        return place.fault(self._folder)

    def due(self, year: int) -> date | None:
        """By when the place wants the report on ``year`` handed in, None where it does not say."""
        return place.due(self._folder, year)

    def hints(self) -> Mapping[str, str]:
        """Cell -> what the place says of it."""
        return kept.place.hints if (kept := self.kept) else {}

    def read(self, raw: bytes, name: str) -> Place:
        """The profile in the file, which this program can use whole; nothing is kept yet. Raises FileError."""
        found = place.loads(raw, name)
        policy.read("".join(f"{id}\t{said}\n" for id, said in found.rules.items()).encode(), RULES, name)
        if found.words.strip():
            lexicon.parsed(found.words.encode("utf-8", "replace"), name)
        for id, text in found.prompts.items():
            if why := prompts.unfit(id, text):
                title = prompts.TASKS[id].label if id in prompts.TASKS else id[:40]
                raise FileError(f"地方口径“{name}”的提示词“{title}”{why}，没有导入；请向制发单位重新索取。")
        return found

    def changes(self, given: Place) -> tuple[Change, ...]:
        """Everything that ``given`` lays down and the program or the office has otherwise."""
        return tuple(
            change
            for change in self._all(given)
            if change.wanted not in (change.program, change.own) or change.disputed
        )

    def keep(self, given: Place, first: bool) -> None:
        """Let ``given`` count, ``first``: before what the office has of its own. Raises FileError."""
        with self._changing():
            place.keep(self._folder, given, first)

    def forget(self) -> Kept | None:
        """Take the profile back, and say which one counted; what the office has of its own is as it was."""
        with self._changing():
            before = self.kept
            place.forget(self._folder)
        return before

    def made(self, given: Place) -> bytes:
        """``given`` with this office's own rules, words and prompts in it, as a file to hand out. Raises InputError."""
        own = self._own_rules()
        data = given.model_copy(
            update={
                "rules": given.rules | {id: said for id, said in own.items() if said != _severity(RULES[id].severity)},
                "words": self._tables.words().decode("utf-8-sig", "replace") if self._own_words() else given.words,
                "prompts": given.prompts | {id: found.text for id in prompts.TASKS if (found := self._own_prompt(id))},
            }
        )
        if not any(data.model_dump(exclude={"schema_", "name"}).values()):
            raise InputError("本单位还没有自用的规则、词库和提示词，上面也没有填写内容，没有可以导出的。")
        return place.dumps(data)

    def _all(self, given: Place) -> Iterator[Change]:
        own = self._own_rules()
        for id, said in given.rules.items():
            rule = RULES[id]
            yield Change("检查规则", f"{id} {rule.title}", _severity(rule.severity), own.get(id, ""), said)
        _, entries = office.of_place(given, RULES)
        shipped, words = (
            {entry.word: _row(entry) for entry in found} for found in (lexicon.shipped(), self._own_words())
        )
        for entry in entries:
            yield Change("词库", entry.word, shipped.get(entry.word, NONE), words.get(entry.word, ""), _row(entry))
        for id, text in given.prompts.items():
            found = self._own_prompt(id)
            yield Change(
                "提示词", prompts.TASKS[id].label, prompts.shipped(id).text, found.text if found else "", text.strip()
            )
        if given.deadline:
            month, day = map(int, given.deadline.split("-"))
            yield Change("报送期限", "本地要求报送的日期", NONE, "", f"次年{month}月{day}日")
        for each in given.other:
            yield Change("第六部分", "新建的报告增加一节", NONE, "", each.heading)
        for line in given.preface:
            yield Change("前言", "新建的报告增加一条前言素材", NONE, "", line)
        for cell, line in given.hints.items():
            form = next(form for form in reversed(editions()) if cell in form.cells)
            yield Change("口径提示", form.name(cell), NONE, "", line)

    def _own_rules(self) -> dict[str, str]:
        severities = office.at(self._folder / "rules.tsv", None, RULES).policy
        return {id: _severity(severity) for id, severity in severities.items()}

    def _own_words(self) -> tuple[lexicon.Entry, ...]:
        return office.at(None, self._folder / "lexicon.tsv", RULES).own_words

    def _own_prompt(self, id: str) -> prompts.Prompt | None:
        try:
            return prompts.own(id)
        except prompts.SettingError:
            return None


def _severity(severity: Severity | None) -> str:
    return policy.OFF if severity is None else SEVERITIES[severity]


def _row(entry: lexicon.Entry) -> str:
    return f"{entry.grade}{f'，改为“{entry.better}”' if entry.better else ''}"
