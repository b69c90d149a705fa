"""Whoever reads a moment reads Beijing's clock, wherever the program runs."""

import time
from datetime import UTC, date, datetime

import pytest

from drafting import times
from drafting.publishing.review_remarks import moment
from drafting.store.audit_log import Entry
from drafting.ui.text import clock

AT = datetime(2025, 1, 19, 18, 30)
"""Kept in UTC: half past two of the next day in Beijing."""


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Shanghai", "Pacific/Kiritimati"], autouse=True)
def zone(request, monkeypatch):
    """The zone of the machine."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_page_review_copy_and_trail_tell_a_moment_alike(service, town, monkeypatch):
    assert times.beijing(AT) == datetime(2025, 1, 20, 2, 30) == times.beijing(AT.replace(tzinfo=UTC))
    assert clock(AT) == "1月20日 02:30"
    assert moment(AT.isoformat()) == "2025年1月20日 02:30"
    monkeypatch.setattr(service.review, "trail", lambda id: [Entry(AT, "张三", "submit", {"said": ""})])
    assert "2025-01-20 02:30:00,张三" in service.review.trail_csv("x").decode("utf-8-sig")


def test_a_proposal_is_headed_with_the_same_moment():
    from drafting.store import Generation
    from drafting.ui.proposal import _heading

    run = Generation(
        "i", "r", "problems", "", "done", "字", None, "", "m", "", None, None, None, None, AT, AT, "", "", False, ""
    )
    assert "m，1月20日 02:30，1 字" in _heading(run)


def test_today_is_the_day_in_beijing(monkeypatch):
    class Then(datetime):
        @classmethod
        def now(cls, zone=None):
            return AT.replace(tzinfo=UTC).astimezone(zone)

    monkeypatch.setattr(times, "datetime", Then)
    assert times.today() == date(2025, 1, 20)
    assert clock(AT) == "02:30"
