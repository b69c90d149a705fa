"""What the parts of a report have in common as pydantic models."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict


class Model(BaseModel):
    """Strict: an unknown field is an error, and text stays as it is."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=False)


def _moment(at: str) -> str:
    if at:
        datetime.fromisoformat(at)
    return at


Moment = Annotated[str, AfterValidator(_moment)]
"""A UTC moment in ISO 8601; may be empty."""
