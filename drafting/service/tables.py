"""The tables an office edits for its checks: the severity of each rule, and its own words for the lexicon."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path

from drafting import checks, place
from drafting.checks import lexicon, office, policy
from drafting.whole_files import read_whole, write_whole

from .office_files import Changing


class Tables:
    """``rules.tsv`` and ``lexicon.tsv`` in ``folder``. ``changing``: what a change of the office's files stands in."""

    def __init__(self, folder: Path, changing: Changing = nullcontext):
        self._folder, self._changing = folder, changing
        self._rules, self._lexicon = folder / "rules.tsv", folder / "lexicon.tsv"

    def office(self) -> checks.OfficeRules:
        """Both tables as they count now; the program's own where one cannot be read (``OfficeRules.fault`` says why)."""
        return office.at(self._rules, self._lexicon, checks.RULES, place.kept(self._folder))

    @property
    def fault(self) -> str:
        """Why one of the tables cannot be used, ``""`` when both can."""
        return self.office().fault

    def rules(self) -> bytes:
        """The table of the rules as they count now, for a spreadsheet program."""
        return policy.table(checks.RULES.values(), self.office().policy).encode("utf-8-sig")

    def words(self) -> bytes:
        """The office's own words; an empty table with its columns where it has none."""
        if self._lexicon.is_file():
            return read_whole(self._lexicon, "词库")
        return ("\t".join(lexicon.COLUMNS) + "\n").encode("utf-8-sig")

    def keep_rules(self, raw: bytes) -> None:
        """Use ``raw`` as the table of the rules. Raises FileError, and then nothing has changed.

        What the profile of the place lays down stood in the table that was downloaded: only what is other than that becomes
        the office's own.
        """
        wanted = policy.read(raw, checks.RULES)
        if kept := place.kept(self._folder):
            laid_down, _ = office.of_place(kept.place, checks.RULES)
            own: policy.Policy = {
                id: severity for id, severity in wanted.items() if id not in laid_down or laid_down[id] != severity
            }
            raw = policy.table([checks.RULES[id] for id in own], own).encode("utf-8-sig")
        self._keep(self._rules, raw)

    def keep_words(self, raw: bytes) -> None:
        """Use ``raw`` as the office's own words. Raises FileError, and then nothing has changed."""
        lexicon.parsed(raw, self._lexicon.name)
        self._keep(self._lexicon, raw)

    def forget(self) -> None:
        """Use the program's own again."""
        with self._changing():
            self._rules.unlink(missing_ok=True)
            self._lexicon.unlink(missing_ok=True)

    def _keep(self, path: Path, raw: bytes) -> None:
        with self._changing():
            self._folder.mkdir(parents=True, exist_ok=True)
            write_whole(path, raw)
