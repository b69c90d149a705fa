"""A model's opinion on which aspect each item of a divided text belongs to. It names aspects only; no word comes from
it.

Items are asked about in batches under a small schema. A batch that is not answered, or not as asked, leaves its items
without an opinion.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from drafting.form import ASPECTS, Aspect

from . import client, prompts
from .endpoint import Endpoint

BATCH = 8
"""Items of one request."""
SHOWN = 300
"""Characters of an item that the model is shown."""
TOKENS = 40
"""Tokens of an answer for each item."""
NONE = "未归类"

Label = StrEnum("Label", {**{id: aspect.label for id, aspect in ASPECTS.items()}, "none": NONE})
"""What the model may answer: the aspects as staff call them."""


class Place(BaseModel):
    """The aspect of one item."""

    model_config = ConfigDict(extra="forbid")

    number: int
    aspect: Label  # pyright: ignore[reportInvalidTypeForm] – its members are data


class Placed(BaseModel):
    """What the model answers for a batch."""

    model_config = ConfigDict(extra="forbid")

    places: list[Place]


def opinions(
    items: Mapping[int, str],
    aspects: Sequence[Aspect],
    endpoint: Endpoint,
    stop: threading.Event,
) -> Iterator[dict[int, str]]:
    """For each batch of ``items`` (number -> words) the aspects the model names: number -> id, ``""`` for none.

    What it says of other numbers or aspects is left out. Raises ModelUnreachable, ModelInterrupted, SettingError.
    """
    allowed = {aspect.id for aspect in aspects} | {"none"}
    named = "\n".join(f"{aspect.label}：{aspect.reminders[0]}" for aspect in aspects)
    prompt = prompts.load("divide")
    numbers = list(items)
    for start in range(0, len(numbers), BATCH):
        batch = dict(enumerate(numbers[start : start + BATCH], 1))
        materials = "\n".join(f"[{shown}] {prompts.quoted(items[at][:SHOWN])}" for shown, at in batch.items())
        answer = client.structured(
            endpoint,
            [("user", prompt.render(aspects=named, materials=materials))],
            Placed,
            stop=stop,
            max_tokens=TOKENS * len(batch) + 40,
        )
        if answer.stopped:
            return
        found = {place.number: place.aspect.name for place in answer.value.places} if answer.value else {}
        yield {
            at: "" if found[shown] == "none" else found[shown]
            for shown, at in batch.items()
            if found.get(shown) in allowed
        }
