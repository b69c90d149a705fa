"""The one time zone of what people read: Beijing's, wherever the program runs. Moments are kept in UTC without a zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone

BEIJING = timezone(timedelta(hours=8))


def beijing(moment: datetime) -> datetime:
    """What the clock in Beijing showed at ``moment``, without a zone; one that names none is UTC. Raises OverflowError."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(BEIJING).replace(tzinfo=None)


def now() -> datetime:
    """What the clock in Beijing shows."""
    return beijing(datetime.now(UTC))


def today() -> date:
    """The day it is in Beijing."""
    return now().date()
