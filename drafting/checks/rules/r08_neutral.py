"""An overview that could be any organ's (domain §4.5): without a figure and without a word for the organ itself, or
about 部分地区 and 多数部门, which are not the reporting organ. The second is looked for in reports of townships, 街道
and county departments; organs above have such places and departments below them.
"""

from __future__ import annotations

from drafting.language.late_pattern import late_pattern
from drafting.report import Kind, Level

from ..context import Context
from ..masking import masked
from ..rule import Outcome, rule
from ..years import YEAR

RULE = rule("R-08")

SHORTEST = 100
"""Characters below which an overview is too short to be judged."""
_OWN = late_pattern(
    "[我本全](?:省|自治区|市|州|盟|县|区|旗|镇|乡|苏木|街道|局|委|办|厅|院|处|所|中心|机关|单位|部门|系统)|我们"
)
_DATE = late_pattern(r"\d{1,2}\s*[月日号]|711|(?<![A-Za-z.])[A-Za-z.]++\d+|(?<!\d)\d++号")
_FIGURE = late_pattern("[0-9０-９]|[二两三四五六七八九十百]+(?:余|多)?(?:次|条|件|期|场|人|篇|项|份|处|起)")
_ELSEWHERE = late_pattern(
    "(?:^|(?<=[，。；：、\\s]))(?:(?:部分|一些|有些|有的|许多|不少|多数)(?:地区|地方(?!性|志)|地市|省市)|(?:大?多数|各级政府|许多|不少)部门)"
)


def check(context: Context) -> Outcome:
    """The overview as a whole, then clause by clause."""
    lines = list(context.lines("overview"))
    plain = [masked(line.text) for line in lines]
    if sum(map(len, plain)) < SHORTEST:
        yield RULE.not_assessed("short")
        return
    organ = context.report.organ
    names = [name for name in (organ.name, organ.short_name, organ.self_reference) if name]
    own = any(_OWN.search(text) or any(name in text for name in names) for text in plain)
    if not own and not any(_FIGURE.search(_DATE.sub("", YEAR.sub("", text))) for text in plain):
        yield RULE.finding("anybody", title=context.title("overview"), section="overview")
    lowest = organ.level in (Level.TOWNSHIP, Level.SUBDISTRICT)
    if not (lowest or (organ.level is Level.COUNTY and organ.kind is Kind.DEPARTMENT)):
        return
    for line, text in zip(lines, plain):
        for match in _ELSEWHERE.finditer(text):
            yield RULE.finding("elsewhere", words=match[0], section=line.section, span=line.at(match.span()))
