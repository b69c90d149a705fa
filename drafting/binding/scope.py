"""Which organ a text speaks of: the one that reports, by whatever of its names, or another.

The report of a government above township level covers its area, so that 县政府 there is a part of it; the report of its
office is the office's own, and 县政府 and 县政府办公室 are the organ itself.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from drafting.report import Kind, Level, Organ

from .lexicon import Token

_ORGAN = re.compile(
    r"(?P<end>(?<![大格布结全时政当])局(?!面|部|限|域|长|势)|委员会|(?<=[展改健信委资])委(?!托|派|任|员|会)|街道(?!办)|(?<![城乡集村])镇(?!域|街|村)|"
    r"(?<!城)乡(?!镇|村|土|亲)|大队|支队|服务中心|管理中心|医院|学校|公司|管委会|开发区|(?<=[一-鿿]{2})[县市区](?=\s?\d))"
)
_SHORT = 8
"""Characters that the name of another organ has at most before its last word."""
_BOUND = re.compile(r"[，。；：、（）！？\n\d由向对和及与的在为是]|其中|全年|今年|本年度?|共")


_WHOLE = re.compile("[全我本各该]$|[^一-鿿]$")


@lru_cache(maxsize=64)
def _names(name: str, short: str, called: str, reference: str, kind: Kind, level: Level) -> tuple[str, ...]:
    found = {name, short, called, reference}
    office = re.fullmatch(r"(.*?)(?:人民)?政府办公[室厅]", name)
    place = re.sub("(?:人民政府|办事处)$", "", name)
    if office:
        place = office[1]
        for root in (place, *"省市州盟县区旗"):  # 云溪县, 县
            found |= {
                f"{root}{tail}"
                for tail in (
                    "政府办公室",
                    "政府办公厅",
                    "政府办",
                    "人民政府办公室",
                    "人民政府办公厅",
                    "人民政府",
                    "政府",
                    "府办",
                )
            }
        found |= {"政府办公室", "政府办公厅", "政府办", "办公室", "办公厅", "本办", "我办", "我室", "本办公室"}
    elif kind is Kind.GOVERNMENT:
        found |= {place, re.sub("^.*?[省市州县区](?=.)", "", place)}
        if level is Level.TOWNSHIP:
            found |= {"镇人民政府", "乡人民政府", "镇政府", "乡政府"}
        else:
            found -= {name, called if "政府" in called else ""}
            found = {each for each in found if "政府" not in each}
    elif kind is Kind.SUBDISTRICT_OFFICE:
        found |= {place, re.sub("^.*?[省市州县区](?=.)", "", place), "街道办事处", "街道办", "街道", "办事处"}
    else:
        parts = re.split("(?<=[省市州县区])", name)
        found |= {"".join(parts[at:]) for at in range(len(parts))}
        found |= {f"{part[-1]}{''.join(parts[at + 1 :])}" for at, part in enumerate(parts[:-1]) if part}
    return tuple(sorted((each for each in found if len(each) > 1), key=len, reverse=True))


class Reporting(NamedTuple):
    """The organ that reports, as far as a reader needs to know it. ``names``: those that mean the whole organ, longest first."""

    name: str
    level: Level
    names: tuple[str, ...]


def reporting(organ: Organ) -> Reporting:
    """``organ`` for a reader."""
    names = _names(organ.name, organ.short_name, organ.called, organ.self_reference, organ.kind, organ.level)
    return Reporting(organ.name, organ.level, names)


def organs(text: str, own: tuple[str, ...]) -> list[Token]:
    """The organs that ``text`` names: the one that reports (``scope`` own), and others (``organ``), in order."""
    found = (
        [Token(*match.span(), "scope", "own") for match in re.finditer("|".join(map(re.escape, own)), text)]
        if own
        else []
    )
    taken = {place for token in found for place in range(token.start, token.end)}
    for match in _ORGAN.finditer(text):
        if match.start() in taken:
            continue
        since = max(0, match.start() - _SHORT)
        bounds = [each.end() for each in _BOUND.finditer(text, since, match.start())]
        start = max([since, *bounds, *(place + 1 for place in range(since, match.start()) if place in taken)])
        if match.start() - start >= 1 and not _WHOLE.search(text, start, match.start()):
            found.append(Token(start, match.end(), "organ"))
    return sorted(found, key=lambda token: token.start)
