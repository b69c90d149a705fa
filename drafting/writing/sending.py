"""The gate before every request to a model: whether it may go at all (docs/decisions/0025-what-is-sent.md)."""

from __future__ import annotations

from drafting import model_use
from drafting.errors import NotSent, SettingError

from .endpoint import Endpoint


def ask(endpoint: Endpoint) -> None:
    """Raises NotSent where the office, or what the endpoint is used for, does not let it be used."""
    try:
        model_use.ask(model_use.of_office(), endpoint.host, "本单位")
    except SettingError as error:  # what cannot be read forbids
        raise NotSent(str(error)) from None
    if endpoint.desk:
        endpoint.desk.ask(endpoint)
