"""The gate before every request to a model: whether it may go, and what of it (docs/decisions/0025-what-is-sent.md).

Personal data is what rules P-01 to P-03 find, looked for where everything that is sent comes together: in the messages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from drafting import model_use, service_address
from drafting.checks.personal import Kind, personal
from drafting.errors import NotSent, SettingError

from .endpoint import Endpoint

Messages = Sequence[tuple[str, str]]
"""A conversation as (role, text)."""
KINDS: Mapping[Kind, str] = {
    "identity": "身份证号",
    "card": "银行卡号",
    "mobile": "手机号",
    "home": "住址",
    "name": "姓名",
    "case": "案号",
    "mail": "个人邮箱",
}
"""What personal data is called, also in its place where it is masked."""


@dataclass(frozen=True)
class Found:
    """Personal data in messages: what it is, and the words."""

    kind: Kind
    words: str

    @property
    def shown(self) -> str:
        """What it is, and enough of it to know which is meant."""
        begins, ends = (1, 0) if self.kind == "name" else (3, 2)
        hidden = f"{self.words[:begins]}…{self.words[len(self.words) - ends :]}"
        return f"{KINDS[self.kind]} {hidden if len(self.words) > begins + ends else self.words}"


@dataclass(frozen=True)
class Rehearsal:
    """A desk that takes the messages of every request and lets none go; the answer to each is empty."""

    messages: list[Messages] = field(default_factory=list)

    def ask(self, endpoint: Endpoint) -> None:
        """See ``Desk``: nothing goes that could be forbidden."""

    def sent(self, endpoint: Endpoint, messages: Messages) -> int | None:
        """See ``Desk``: nothing goes."""

    def spent(self, number: int, prompt_tokens: int | None, tokens: int | None) -> None:
        """See ``Desk``."""


def ask(endpoint: Endpoint) -> None:
    """Raises NotSent where the office, or what the endpoint is used for, does not let it be used."""
    try:
        model_use.ask(model_use.of_office(), endpoint.host, "本单位")
    except SettingError as error:  # what cannot be read forbids
        raise NotSent(str(error)) from None
    if endpoint.desk:
        endpoint.desk.ask(endpoint)


def take(endpoint: Endpoint, messages: Messages) -> Messages | None:
    """``messages`` as they may go to ``endpoint``; None where this is a rehearsal. Raises NotSent."""
    if isinstance(endpoint.desk, Rehearsal):
        endpoint.desk.messages.append(tuple(messages))
        return None
    ask(endpoint)
    if endpoint.consent == "masked":
        return masked(messages)
    if endpoint.consent != "as_is" and is_outside(endpoint) and (found := found_in(messages)):
        raise NotSent(f"{told(found)}，没有发送。请先删去或改写，或者重新操作，选择去掉后发送或照原样发送。")
    return messages


def is_outside(endpoint: Endpoint) -> bool:
    """Whether what is sent to ``endpoint`` leaves the office."""
    return service_address.reach(endpoint.host) == "outside"


def told(found: Sequence[Found]) -> str:
    """That there is personal data in what is to be sent, and which."""
    return f"要发送的内容里有个人信息：{'、'.join(each.shown for each in found)}"


def found_in(messages: Messages) -> list[Found]:
    """The personal data in ``messages``, each once."""
    return list(
        dict.fromkeys(Found(each.kind, text[slice(*each.span)]) for _, text in messages for each in personal(text))
    )


def masked(messages: Messages) -> Messages:
    """``messages`` with what it is in place of each piece of personal data; of a name wherever it stands."""
    names = [each.words for each in found_in(messages) if each.kind == "name"]
    return [(role, _named_nowhere(_without(text), names)) for role, text in messages]


def _without(text: str) -> str:
    parts, at = [], 0
    for each in personal(text):
        start, end = each.span
        parts += [text[at:start], f"［{KINDS[each.kind]}］"]
        at = end
    return "".join([*parts, text[at:]])


def _named_nowhere(text: str, names: Iterable[str]) -> str:
    longest_first = sorted(names, key=len, reverse=True)
    return re.sub("|".join(map(re.escape, longest_first)), f"［{KINDS['name']}］", text) if longest_first else text
