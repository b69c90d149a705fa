"""What an organ's name says about it: level, kind, superior, short name, and how its text calls it.

The last place named in it decides the level: 云溪县自然资源局 is the county's.
"""

from __future__ import annotations

import re
from collections import Counter

from drafting.report import Kind, Level, Organ

SUFFIX = (
    r"(?:人民政府|行政公署|街道办事处|管理委员会|管委会|委员会|办公厅|办公室|[局厅委院部站所队馆台校]|中心|集团|公司)"
)
"""How names of organs end."""
PLACE_END = r"(?:[省市县区旗盟镇乡]|自治州|街道)"
"""How the places end whose government a title may mean by their name alone."""
_PLACE = re.compile(
    r"[\u4e00-\u9fff]{1,8}?(?:街道|自治区|自治州|自治县|自治旗|地区|省(?!级|直)|市(?!场|政(?!府)|容|民|直|级)|县(?!级|域|城(?!市|关|[东西南北中郊厢](?:街道|[镇乡])))|区(?!域|划)|"
    r"旗(?![区县镇乡])|(?<!联)盟|(?<![城乡])镇(?![市县区江远海])|(?<!城)乡(?![市县区村镇]))"
)
_NO_PLACE = re.compile(r"^城市$|(?:社|园|景|林|库|牧|灾|校|小|矿)区$")
_ZONE = re.compile(r"(?:实验|开发|高新|管理|示范|度假|保税|合作|经开|产业|新)区$")
_CITY_PROVINCES = ("北京市", "上海市", "天津市", "重庆市")
_OF_PLACES = "省|市|县|区|镇|乡|旗|州|盟|街道"
_OF_OFFICES = "局|委(?!托|员|会)|办(?!法|公(?!开)|理|事|结|件)|厅|院|会(?!议)|馆|站|所|队|支队|大队|总队|分局|中心|公司|管委会|办事处"
_SELF = re.compile(rf"[我本](?:{_OF_OFFICES}|(?:{_OF_PLACES})(?!域|级|场|政))")


def organ(name: str, text: str) -> Organ:
    """The organ called ``name``, whose report says ``text``."""
    kind, level = _kind(name), _level(name)
    return Organ(
        name=name[:100],
        short_name=re.sub(r"(?:人民政府|办事处|管理委员会)$", "", name)[:50],
        level=level,
        kind=kind,
        self_reference=_self_reference(name, kind, text),
        superior=_superior(name, kind, level),
        makes_rules=kind is Kind.GOVERNMENT and level in (Level.PROVINCE, Level.CITY),
    )


def named(name: str) -> Organ:
    """The organ called ``name`` as its name alone tells, for a person to change: 青石镇人民政府 is a town's government
    and calls itself 我镇. A county-level 市 cannot be told from a larger one; it is taken for the larger. ``name`` not
    blank.
    """
    told = organ(name, "")
    return told.model_copy(update={"self_reference": _called(name, told.kind)})


def parted(name: str) -> tuple[str, str]:
    """The places over the organ called ``name``, and its own name: 云溪县 and 青石镇人民政府, 云溪县 and 自然资源局,
    nothing and 云溪县人民政府.
    """
    ends = []
    at = 0
    while (place := _PLACE.match(name, at)) and not _NO_PLACE.search(place[0]):
        at = place.end()
        ends.append(at)
    government = _kind(name) is not Kind.DEPARTMENT or at == len(name)
    cut = ([0, *ends][-2] if government and ends else at) if ends else 0
    return name[:cut], name[cut:]


def _called(name: str, kind: Kind) -> str:
    """How an organ of this name usually calls itself: a government by its place, an office by the end of its name."""
    if kind is Kind.SUBDISTRICT_OFFICE:
        return "我街道"
    if kind is Kind.GOVERNMENT:
        place = re.search(rf"([省市县区旗盟州镇乡])(?:人民政府|行政公署|{_BOARDS})$", name)
        return f"我{place[1]}" if place else "我委" if re.search(rf"(?:{_BOARDS})$", name) else ""
    return next((f"我{word or name[-1]}" for end, word in _CALLED if re.search(f"(?:{end})$", name)), "")


_BOARDS = "管理委员会|管委会"
_CALLED = (
    ("局", "局"),
    ("委员会|委", "委"),
    ("办公厅|厅", "厅"),
    ("办公室|办", "办"),
    ("中心", "中心"),
    ("支队", "支队"),
    ("大队", "大队"),
    ("总队", "总队"),
    ("公司", "公司"),
    ("集团", "集团"),
    ("[院部站所队馆台校]", ""),
)
"""The end of an office's name, and what it is after 我. Blank: the character itself."""


def _places(name: str) -> list[str]:
    return [place for place in _PLACE.findall(name) if not _NO_PLACE.search(place)]


def _kind(name: str) -> Kind:
    if re.search(r"街道(?:办事处)?$", name):
        return Kind.SUBDISTRICT_OFFICE
    return Kind.GOVERNMENT if re.search(r"(?:人民政府|行政公署|管理委员会|管委会)$", name) else Kind.DEPARTMENT


def _level(name: str) -> Level:
    places = _places(name)
    last = places[-1] if places else ""
    if last.endswith("街道"):
        return Level.SUBDISTRICT
    if last.endswith(("镇", "乡")):
        return Level.TOWNSHIP
    if last.endswith(("省", "自治区")) or (last in _CITY_PROVINCES and not name.endswith("分局")):
        return Level.PROVINCE
    if _ZONE.search(last):
        city = last.endswith(("综合实验区", "新区")) and not name.endswith("人民政府")
        return Level.CITY if city else Level.COUNTY
    return Level.CITY if last.endswith(("市", "自治州", "地区", "盟")) and not name.endswith("分局") else Level.COUNTY


def _superior(name: str, kind: Kind, level: Level) -> str:
    """The government over a township or 街道办事处 whose full name begins with the place of that government."""
    if (kind is not Kind.SUBDISTRICT_OFFICE and level is not Level.TOWNSHIP) or kind is Kind.DEPARTMENT:
        return ""
    above = [match for match in _PLACE.finditer(name) if match[0][-1] in "市县区旗" and not _NO_PLACE.search(match[0])]
    return f"{name[: above[-1].end()]}人民政府" if above and not _ZONE.search(above[-1][0]) else ""


def _self_reference(name: str, kind: Kind, text: str) -> str:
    """The word the text uses most for the organ itself: 我局 of an office, 我镇 of a government, never the other's."""
    places = _places(name)
    used = Counter(_SELF.findall(text))
    words = [word for word, _ in used.most_common()]
    own = [word for word in words if re.match(_OF_PLACES, word[1:]) and places and places[-1].endswith(word[1:])]
    offices = [word for word in words if not re.match(_OF_PLACES, word[1:])]
    fitting = {Kind.DEPARTMENT: offices, Kind.GOVERNMENT: own, Kind.SUBDISTRICT_OFFICE: own + offices}[kind]
    if kind is Kind.GOVERNMENT and re.search(r"(?:管理委员会|管委会)$", name):
        fitting = own + offices
    return fitting[0] if fitting else ""
