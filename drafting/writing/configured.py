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
    endpoint = _as_measured(Endpoint(settings.base_url, model, settings.api_key, settings.llm_timeout))
    return replace(
        endpoint,
        concurrency=settings.llm_concurrency or endpoint.concurrency,
        strategy=settings.llm_strategy or endpoint.strategy,
        per_minute=settings.llm_per_minute,
        fallback=fallback(settings),
    )


def fallback(settings: Settings) -> Endpoint | None:
    """The model named for the case that the first is down; it needs a name, and an address or a key of its own."""
    if settings.fallback_model is None or not (settings.fallback_url or settings.fallback_key):
        return None
    return _as_measured(
        Endpoint(settings.fallback_url, settings.fallback_model, settings.fallback_key, settings.llm_timeout)
    )


def _as_measured(endpoint: Endpoint) -> Endpoint:
    """``endpoint`` used as its profile says."""
    profile = profiles.of(endpoint)
    return replace(endpoint, concurrency=profile.concurrency, strategy=profiles.strategy(endpoint, profile))
