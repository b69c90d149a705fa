"""The model that the settings name, used as its profile says where no person has set it."""

from __future__ import annotations

from dataclasses import replace

from drafting.settings import Settings

from . import profile as profiles
from .endpoint import Endpoint


def from_settings(settings: Settings) -> Endpoint | None:
    """The endpoint the settings name, None when no model is configured.

    What no person has set – the strategy, how many requests at one time – is as its profile says.
    """
    model = settings.model
    if model is None or not settings.configured:
        return None
    endpoint = Endpoint(settings.base_url, model, settings.api_key, settings.llm_timeout)
    profile = profiles.of(endpoint)
    return replace(
        endpoint,
        concurrency=settings.llm_concurrency or profile.concurrency,
        strategy=settings.llm_strategy or profiles.strategy(endpoint, profile),
    )
