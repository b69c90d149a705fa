"""Whether a sentence that a model wrote says what it was given, and nothing else.

Asked sentence by sentence, of the wording of single notes and of paragraphs: figures, dates, titles, names, negations and
directions (``guard``), turned meanings (``language.turned``), and words that the given text does not bear out (``bearing``).
"""

from __future__ import annotations

import re
from collections.abc import Collection

from drafting.bearing import clauses, fragments
from drafting.bearing.covering import Covered

from .guard import risks

LEAST = 0.6
"""Share of the letters of what was given that a sentence has at least."""


def faults(given: str, sentence: str, names: Collection[str] = ()) -> tuple[str, ...]:
    """What is wrong with ``sentence`` as a rewording of ``given``, each in a few words; none for a faithful one."""
    found = [risk.says for risk in risks(given, sentence, names)]
    near = fragments("given", given, "own")
    for clause in clauses(sentence):
        covered = Covered(clause.text, near, (), ())
        if covered.claimed or covered.too_much:
            found.append(f"“{clause.text}”材料中没有。")
    if len(_letters(sentence)) < LEAST * len(_letters(given)):
        found.append("漏写了材料的内容。")
    return tuple(found)


def _letters(text: str) -> str:
    return re.sub(r"\W", "", text)
