"""The model endpoint: where the model is, how it is called, and how it is best used."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol
from urllib.parse import urlsplit

from pydantic import SecretStr

from drafting import service_address

DEFAULT_URL = "https://api.openai.com/v1"
"""Where a request goes when only a key is set."""

Strategy = Literal["prose", "paragraphs", "items"]
"""``prose``: the model writes a whole section. ``paragraphs``: it rewrites the composed section paragraph by paragraph, and
each sentence is checked – for models of middle size, which write well and add a little. ``items``: it rewords one note a
call and code arranges the sentences – for small models, which invent in free text but copy faithfully item by item."""


class Desk(Protocol):
    """What stands between one use of an endpoint and its requests."""

    def ask(self, endpoint: Endpoint) -> None:
        """Raises NotSent where the endpoint may not be used for this."""

    def sent(self, endpoint: Endpoint, messages: Sequence[tuple[str, str]]) -> int | None:
        """Keeps what goes now; the number it is kept under, None where nothing is kept."""

    def spent(self, number: int, prompt_tokens: int | None, tokens: int | None) -> None:
        """Keeps what that cost."""


Consent = Literal["", "seen", "masked", "as_is"]
"""What a person said of what is to be sent: nothing yet; that it was seen; send it without personal data; send it as it is."""


@dataclass(frozen=True)
class Endpoint:
    """One model behind an OpenAI-style address.

    ``fallback``: the one that drafts where this one cannot be reached.
    ``timeout``: seconds of silence allowed before and between tokens; ``concurrency``: requests at one time;
    ``per_minute``: requests that the service takes in a minute, None: any number. ``desk``: asked before each request;
    ``consent``: what a person said of what is to be sent.
    """

    base_url: str | None
    model: str
    api_key: SecretStr | None = None
    timeout: float = 60
    concurrency: int = 8
    per_minute: int | None = None
    strategy: Strategy = "prose"
    fallback: Endpoint | None = field(default=None, compare=False)
    desk: Desk | None = field(default=None, compare=False, repr=False)
    consent: Consent = field(default="", compare=False)

    def __post_init__(self) -> None:
        """Raises SettingError for an address that is none."""
        if self.base_url is not None:
            object.__setattr__(self, "base_url", service_address.checked(self.base_url))

    @property
    def url(self) -> str:
        """The base URL requests go to."""
        return self.base_url or DEFAULT_URL

    @property
    def host(self) -> str:
        """The host name or address of ``url``."""
        return urlsplit(self.url).hostname or ""

    @property
    def place(self) -> str:
        """Host and port of ``url`` as written there, without a port where none is written."""
        return urlsplit(self.url).netloc.lower()

    @property
    def is_loopback(self) -> bool:
        """Whether the model runs on this machine, where no proxy may come between."""
        return service_address.is_loopback(self.host)

    @property
    def label(self) -> str:
        """How the page names it: ``qwen3（本机）``, ``deepseek-chat（api.deepseek.com）``."""
        return f"{self.model}（{'本机' if self.is_loopback else self.host}）"
