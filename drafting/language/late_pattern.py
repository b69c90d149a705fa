"""Regular expressions that are compiled when they are first used, not when their module is imported.

To compile all those of the rules takes longer than the rest of a start, and most commands put no text to them.
"""

from __future__ import annotations

import re
from typing import Any, cast

_VERBS = ("search", "match", "fullmatch", "split", "findall", "finditer", "sub", "subn")


class _Late:
    """Stands for the compiled pattern, and from its first use on answers as fast: its verbs become its own attributes."""

    def __init__(self, pattern: str, flags: int):
        self.pattern = pattern
        self._given = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern, self._given)
        for verb in (*_VERBS, "flags", "groups", "groupindex"):
            setattr(self, verb, getattr(compiled, verb))
        return getattr(compiled, name)


def late_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile``, put off to the first use; an error in the pattern comes then too. Not for the functions of ``re``, which
    want one that is compiled.
    """
    return cast("re.Pattern[str]", _Late(pattern, flags))
