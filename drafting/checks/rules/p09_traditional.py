"""Traditional characters in a text that is to be in simplified ones (國家通用語言文字); told once a section.

``traditional.txt`` beside this module has pairs of a traditional character and its simplified one: those of OpenCC's table
(Apache License 2.0) that GB 2312 does not have, so that none is also a simplified character. What stands in titles, or in
the names of the organ, is left as it is.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from ..context import Context
from ..masking import masked
from ..rule import Outcome, rule

RULE = rule("P-09")

SHOWN = 6
"""Different characters that a message names."""


@cache
def simplified() -> dict[str, str]:
    """Traditional character -> the simplified one."""
    pairs = files("drafting.checks").joinpath("traditional.txt").read_text("utf-8").split()
    return {pair[0]: pair[1] for pair in pairs}


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(simplified())}]+")


def check(context: Context) -> Outcome:
    """The first such words of each section, with how many characters there are and what they should be."""
    if not context.texts:
        yield RULE.not_assessed("unwritten")
    organ = context.report.organ
    names = organ.name + organ.short_name + organ.superior
    for section, text in context.texts.items():
        found = [match for match in _traditional().finditer(masked(text)) if match[0] not in names]
        if not found:
            continue
        signs = dict.fromkeys("".join(match[0] for match in found))
        first = found[0]
        yield RULE.finding(
            "traditional",
            signs="".join(list(signs)[:SHOWN]),
            better="".join(simplified()[sign] for sign in list(signs)[:SHOWN]),
            count=sum(len(match[0]) for match in found),
            section=section,
            span=first.span(),
            fix="".join(simplified()[sign] for sign in first[0]) if len(found) == 1 else "",
        )
