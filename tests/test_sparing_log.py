"""Ten thousand refusals: few lines, no rows, and what was left out is counted."""

import logging
from types import SimpleNamespace as Some

import pytest

from drafting.errors import NotPermitted
from drafting.service.people import Claims
from drafting.store.tables import metadata
from drafting.ui import sparing_log
from drafting.ui.sparing_log import MOST, SECONDS, Sparing

ATTEMPTS = 10_000


@pytest.fixture
def clock(monkeypatch):
    """The moment by which it counts."""
    at = Some(now=1000.0)
    monkeypatch.setattr(sparing_log, "time", Some(monotonic=lambda: at.now))
    return at


@pytest.fixture
def printed():
    """Lines of a log that is printed sparingly, and the log."""
    lines, handler, log = [], logging.Handler(), logging.Logger("log")
    handler.emit = lambda record: lines.append(record.getMessage())
    handler.addFilter(Sparing())
    log.addHandler(handler)
    return lines, log


def test_ten_thousand_warnings_in_a_minute_are_sixty_lines_and_a_number(clock, printed):
    lines, log = printed
    for at in range(ATTEMPTS):
        log.warning("refused: %s", at)
    log.info("p1 notes.add")
    assert lines == [*(f"refused: {at}" for at in range(MOST)), "p1 notes.add"]
    clock.now += SECONDS
    log.warning("refused: %s", "again")
    log.warning("refused: %s", "too")
    assert lines[-2:] == [f"refused: again ({ATTEMPTS - MOST} more before this were not printed)", "refused: too"]


@pytest.mark.both_databases
def test_who_was_not_invited_leaves_no_row_and_writes_nothing(service, monkeypatch):
    monkeypatch.setattr(service.store._database, "write", None)
    for at in range(50):
        user = {"iss": "https://sign.example", "sub": f"s{at}", "iat": at, "email": f"u{at}@example.com"}
        with pytest.raises(NotPermitted, match="没有被加入"):
            service.people.who(Claims.of(user))
    with service.store._database.read() as connection:
        tables = [metadata.tables[name] for name in ("people", "grants", "sign_ins")]
        assert [connection.execute(table.select()).fetchall() for table in tables] == [[], [], []]
