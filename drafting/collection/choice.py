"""Which units an office wants in its sum."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict

How = Literal["all", "only", "without"]
HOWS: dict[How, str] = {"all": "全部单位", "only": "只汇总选中的", "without": "除去选中的"}
"""How the units that a person names are meant."""


class Choice(BaseModel):
    """All units, only ``units``, or all but ``units``, by their keys. A unit that joins the roster later is in the sum but where
    only some are.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    how: How = "all"
    units: tuple[str, ...] = ()

    def takes(self, *names: str) -> bool:
        """Whether a unit that has these ``names`` is wanted."""
        named = any(name in self.units for name in names)
        return self.how == "all" or named == (self.how == "only")

    def renamed(self, heir: Callable[[str], Iterable[str]]) -> Choice:
        """The choice when each unit is known by what ``heir`` says of its key."""
        units = tuple(dict.fromkeys(new for key in self.units for new in heir(key)))
        return self.model_copy(update={"units": units})


ALL = Choice()
"""No unit is left out."""
