"""No more requests a minute than a hosted service takes: langchain's limiter, one for each service and model."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .endpoint import Endpoint

if TYPE_CHECKING:
    from langchain_core.rate_limiters import InMemoryRateLimiter

CHECK_SECONDS = 0.05
"""How often a waiting request looks whether it is its turn."""


@lru_cache(maxsize=64)
def _limiter(url: str, model: str, per_minute: int) -> InMemoryRateLimiter:
    from langchain_core.rate_limiters import InMemoryRateLimiter

    limiter = InMemoryRateLimiter(
        requests_per_second=per_minute / 60,
        check_every_n_seconds=CHECK_SECONDS,
        max_bucket_size=max(1, per_minute // 6),
    )
    limiter.available_tokens = 1.0  # the first request need not wait
    return limiter


async def turn(endpoint: Endpoint) -> None:
    """Waits until ``endpoint`` may be asked once more; at once where no pace is set. Ten seconds' worth may go together."""
    if endpoint.per_minute is not None:
        await _limiter(endpoint.url, endpoint.model, endpoint.per_minute).aacquire()
