"""Instructions of the template and places still to be filled in (domain §4.1).

Words of a template may be meant, so they are warnings; 〔待补：…〕 is this program's own mark for what the notes
did not tell, so it is an error.
"""

from __future__ import annotations

from .context import UNWRITTEN, Context
from .rule import Outcome, Rule
from .wording import GAP, PLACEHOLDER

RULE = Rule("S-11", "warning", "没有留下模板说明和待填之处", "有公开年报留有模板说明文字；〔待补：…〕是本程序的待补标记")


def check(context: Context) -> Outcome:
    """Every place, with its span."""
    if not context.texts:
        yield RULE.not_assessed(UNWRITTEN)
    for section, text in context.texts.items():
        for match in PLACEHOLDER.finditer(text):
            found = match[0] if len(match[0]) <= 40 else match[0][:39] + "…"
            if GAP.match(match[0]):
                yield RULE.finding(
                    f"正文还有待补之处“{found}”，请补写素材后重新起草，或直接改写。",
                    section=section, span=match.span(), severity="error")
            else:
                yield RULE.finding(
                    f"正文留有“{found}”，像是模板说明或未填之处，请填写或删去。", section=section, span=match.span())
