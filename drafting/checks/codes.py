"""Postcodes and area codes of the provinces: by their first digits (邮政编码前两位, 长途区号前两至四位)."""

from __future__ import annotations

PROVINCES: dict[str, tuple[str, str]] = {
    "北京市": ("10", "010"),
    "天津市": ("30", "022"),
    "河北省": ("05 06 07", "031 033"),
    "山西省": ("03 04", "034 035"),
    "内蒙古自治区": ("01 02", "047 048"),
    "辽宁省": ("11 12", "024 041 042"),
    "吉林省": ("13", "043 044"),
    "黑龙江省": ("15 16", "045 046"),
    "上海市": ("20", "021"),
    "江苏省": ("21 22", "025 051 052"),
    "浙江省": ("31 32", "057 058"),
    "安徽省": ("23 24", "055 056"),
    "福建省": ("35 36", "059"),
    "江西省": ("33 34", "0701 079"),
    "山东省": ("25 26 27", "053 054 063"),
    "河南省": ("45 46 47", "037 039"),
    "湖北省": ("43 44", "027 071 072"),
    "湖南省": ("41 42", "073 074"),
    "广东省": ("51 52", "020 066 075 076"),
    "广西壮族自治区": ("53 54", "077"),
    "海南省": ("57", "0898 0899"),
    "重庆市": ("40", "023"),
    "四川省": ("61 62 63 64", "028 081 082 083"),
    "贵州省": ("55 56", "085"),
    "云南省": ("65 66 67", "069 087 088"),
    "西藏自治区": ("85 86", "089"),
    "陕西省": ("71 72", "029 091"),
    "甘肃省": ("73 74", "093 094"),
    "青海省": ("81", "097"),
    "宁夏回族自治区": ("75", "095"),
    "新疆维吾尔自治区": ("83 84", "090 099"),
}
"""Name of a province -> first digits of its postcodes, first digits of its area codes."""

_OF_POSTCODE = {digits: name for name, (codes, _) in PROVINCES.items() for digits in codes.split()}
_OF_AREA = {digits: name for name, (_, codes) in PROVINCES.items() for digits in codes.split()}


def of_postcode(code: str) -> str:
    """The province of a postcode; ``""`` when no province has it."""
    return _OF_POSTCODE.get(code[:2], "")


def of_area(code: str) -> str:
    """The province of an area code; ``""`` when none has it."""
    return _OF_AREA.get(code[:4], "") or _OF_AREA.get(code[:3], "")


__all__ = ["PROVINCES", "of_area", "of_postcode"]
