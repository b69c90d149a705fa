"""Asking for an answer as an object, and reading one, whatever the server helps with.

The form is the profile's: a JSON schema, some JSON object, or words only. What comes back is checked by pydantic; what
is not whole or not right is None and never mended.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from .profile import Form

Kind = TypeVar("Kind", bound=BaseModel)


def with_schema(
    messages: Sequence[tuple[str, str]],
    kind: type[BaseModel],
    form: Form,
) -> tuple[list[tuple[str, str]], dict[str, Any] | None]:
    """The conversation and the ``response_format`` that ask for a ``kind``; without schema words name the fields."""
    schema = kind.model_json_schema()
    if form == "json_schema":
        return list(messages), {
            "type": "json_schema",
            "json_schema": {"name": "answer", "schema": schema, "strict": True},
        }
    role, text = messages[-1]
    asked = (
        f"{text}\n\n只输出一个 JSON 对象，不写别的，字段按这个 JSON Schema：\n{json.dumps(schema, ensure_ascii=False)}"
    )
    return [*messages[:-1], (role, asked)], {"type": "json_object"} if form == "json_object" else None


def read(text: str, kind: type[Kind]) -> Kind | None:
    """The first object in ``text`` – alone, in a code fence or after an introduction – if it is a ``kind``."""
    start = text.find("{")
    try:
        value, _ = json.JSONDecoder().raw_decode(text, start) if start >= 0 else (None, 0)
        return kind.model_validate(value)
    except (ValueError, ValidationError, RecursionError):
        return None
