"""Examples of how a text is written, chosen for the task, the strategy and the level of the organ.

They are shown as text, after the demands, and hold no fact: figures and names in them are ×. A small model copies what it
is shown, so the strategy ``items`` gets none. langchain's selector and template choose and lay them out.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from drafting import resources

MOST = 2
"""Examples a prompt shows."""
NONE = "（无）"

_KEYS = ("task", "strategy", "level")


@cache
def _template() -> Any:
    """langchain's template over the shipped examples; langchain is imported here, when the first prompt is made.

    The one for messages: the one for text would read braces in an example as places to fill.
    """
    from langchain_core.example_selectors.base import BaseExampleSelector
    from langchain_core.prompts import ChatPromptTemplate, FewShotChatMessagePromptTemplate

    class Fitting(BaseExampleSelector):
        """Those of the task and strategy, the ones written for the level first; a narrower one before a general one."""

        def __init__(self, examples: list[dict[str, Any]]) -> None:
            self.examples = examples

        def add_example(self, example: dict[str, Any]) -> None:
            """Takes one more."""
            self.examples.append(example)

        def select_examples(self, input_variables: dict[str, str]) -> list[dict[str, Any]]:
            """At most ``MOST`` of them."""
            task, strategy, level = (input_variables[key] for key in _KEYS)
            fitting = [
                one
                for one in self.examples
                if one["task"] == task and strategy in one["strategies"] and level in one["levels"]
            ]
            return sorted(fitting, key=lambda one: len(one["levels"]))[:MOST]

    found = json.loads((resources.prompts() / "examples.json").read_text("utf-8"))["examples"]
    return FewShotChatMessagePromptTemplate(
        example_selector=Fitting(found),
        example_prompt=ChatPromptTemplate.from_messages([("human", "材料：\n{given}"), ("ai", "写成：\n{answer}")]),
        input_variables=list(_KEYS),
    )


def shown(task: str, strategy: str, level: str) -> str:
    """The examples for a prompt as text, ``NONE`` where there is none."""
    asked = iter(_template().format_messages(task=task, strategy=strategy, level=str(level)))
    pairs = zip(asked, asked)  # the one after the other: what is given, what is made of it
    return "\n\n".join(f"{given.content}\n{made.content}" for given, made in pairs) or NONE
