"""The organ that reports: its name, level and kind."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field, field_validator

from drafting.strict_model import Model


class Level(StrEnum):
    """Administrative level of the organ."""

    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    SUBDISTRICT = "subdistrict"


class Kind(StrEnum):
    """What the organ is: a people's government, a department of one, or a 街道办事处."""

    GOVERNMENT = "government"
    DEPARTMENT = "department"
    SUBDISTRICT_OFFICE = "subdistrict_office"


LEVEL_LABELS = {
    Level.PROVINCE: "省级",
    Level.CITY: "市级",
    Level.COUNTY: "县级",
    Level.TOWNSHIP: "乡镇",
    Level.SUBDISTRICT: "街道",
}
KIND_LABELS = {Kind.GOVERNMENT: "人民政府", Kind.DEPARTMENT: "政府部门", Kind.SUBDISTRICT_OFFICE: "街道办事处"}


class Organ(Model):
    """The organ that reports. ``self_reference`` is how its text names itself (我镇, 我局)."""

    name: str = Field(min_length=1, max_length=100)
    short_name: str = Field(default="", max_length=50)
    level: Level
    kind: Kind
    self_reference: str = Field(default="", max_length=20)
    superior: str = Field(default="", max_length=100)
    makes_rules: bool = False

    @field_validator("name")
    @classmethod
    def _named(cls, name: str) -> str:
        if not name.strip():
            raise ValueError("机关名称不能为空")
        return name.strip()

    @property
    def called(self) -> str:
        """How the text names the organ: its self-reference, else 本机关."""
        return self.self_reference or "本机关"
