"""What an office lays down for its checks: how grave it takes each rule, and its own words for the lexicon.

A value: two offices with the same tables are the same, and what depends on it is kept by it. No rule looks at a file.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from pathlib import Path

from drafting.errors import FileError
from drafting.place import Kept, Place
from drafting.whole_files import read_whole

from . import lexicon, policy
from .rule import Rule, Severity


@dataclass(frozen=True)
class OfficeRules:
    """``severities``: rule id and the severity the office gives it, None where it is switched off; ``own_words``: its
    rows of the lexicon.

    ``rules_fault``, ``words_fault``: why a table of it cannot be used (one Chinese sentence); the program's own counts
    then.
    """

    severities: tuple[tuple[str, Severity | None], ...] = ()
    own_words: tuple[lexicon.Entry, ...] = ()
    rules_fault: str = field(default="", compare=False)
    words_fault: str = ""

    @cached_property
    def policy(self) -> policy.Policy:
        """The severities by rule id."""
        return dict(self.severities)

    @cached_property
    def words(self) -> tuple[lexicon.Entry, ...]:
        """The rows of the lexicon that count, longest words first."""
        return lexicon.merged(self.own_words) if self.own_words else lexicon.shipped()

    @property
    def fault(self) -> str:
        """Why one of the tables cannot be used, ``""`` when both can."""
        return self.rules_fault or self.words_fault


SHIPPED = OfficeRules()
"""An office without tables of its own."""


def at(rules: Path | None, words: Path | None, known: Mapping[str, Rule], kept: Kept | None = None) -> OfficeRules:
    """The tables in the files ``rules`` and ``words``, each read again only when it changed; None, or no file: none.

    ``known``: the rules by id; ``kept``: the profile of the place, which goes before the tables or behind them. A table
    that cannot be read is a fault of the value, not an error.
    """
    severities, rules_fault = _read(rules, tuple(known.values()))
    own, words_fault = _read(words, None)
    if kept is None:
        return OfficeRules(severities, own, rules_fault, words_fault)
    laid_down, entries = of_place(kept.place, known)
    office: policy.Policy = dict(severities)
    upper, lower = (laid_down, office) if kept.first else (office, laid_down)
    above, below = (entries, own) if kept.first else (own, entries)
    words_above = {entry.word for entry in above}
    both = (*above, *(entry for entry in below if entry.word not in words_above))
    merged: policy.Policy = {**lower, **upper}
    return OfficeRules(tuple(merged.items()), both, rules_fault, words_fault)


@lru_cache(maxsize=4)
def _of_place(rules: str, words: str, known: tuple[Rule, ...]) -> tuple[policy.Policy, tuple[lexicon.Entry, ...]]:
    said = policy.read(rules.encode(), {rule.id: rule for rule in known}, "地方口径")
    return said, lexicon.parsed(words.encode(), "地方口径") if words.strip() else ()


def of_place(place: Place, known: Mapping[str, Rule]) -> tuple[policy.Policy, tuple[lexicon.Entry, ...]]:
    """What a place lays down: rule -> severity, of the rules that are ``known``, and its words. Raises FileError."""
    rules = "".join(f"{id}\t{name}\n" for id, name in place.rules.items() if id in known)
    return _of_place(rules, place.words, tuple(known.values()))


def _read(path: Path | None, known: tuple[Rule, ...] | None) -> tuple[tuple, str]:
    """The rows of the table at ``path`` – severities where the rules are ``known``, else words – or why there are none."""
    try:
        stat = path.stat() if path and path.is_file() else None
    except OSError:  # gone between the two looks
        stat = None
    return _rows(path, stat.st_mtime_ns, stat.st_size, known) if stat else ((), "")


@lru_cache(maxsize=16)
def _rows(path: Path, changed: int, size: int, known: tuple[Rule, ...] | None) -> tuple[tuple, str]:
    """``changed`` and ``size`` tell states of the file apart."""
    try:
        if known is None:
            return lexicon.read(path), ""
        return tuple(
            policy.read(read_whole(path, "检查规则表"), {rule.id: rule for rule in known}, path.name).items()
        ), ""
    except FileError as error:
        return (), str(error)
