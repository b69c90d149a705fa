"""Visits that no browser of ours would make: forged, expired, foreign, taken away. Each is refused in a sentence, logged,
and changes nothing.
"""

import http.client
import time

import pytest

from drafting.report import Organ
from drafting.service.permissions import Role
from tests.office import MANAGER, office

OWN, OTHER = "青石镇人民政府", "兑镇镇人民政府"
CLERK = "li@example.gov.cn"
CELL, BEFORE, AFTER = "requests.granted.business", 5, 9


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with office(tmp_path_factory.mktemp("office")) as opened:
        opened.service.people.add("张三", MANAGER, [(Role.MANAGE, "")])
        yield opened


@pytest.fixture
def reports(place):
    """A report of each unit with one cell filled in, and a clerk of the first; ids by organ."""
    library, people = place.service.library, place.service.people
    for row in library.rows():
        library.delete(row.id)
    made = {}
    for name in (OWN, OTHER):
        made[name] = library.create(Organ(name=name, kind="government", level="township"), 2025)
        place.service.editing.enter(made[name], {CELL: str(BEFORE)})
        place.service.notes.add(made[name], "proactive", f"只有{name}知道的事。")
    for row in people.all():
        if row.email == CLERK:
            people.remove(row.id)
    people.add("李四", CLERK, [(Role.FILL, OWN)])
    return made


def grid(id):
    return f"grid_{id}_requests"


def edit(seq, value=AFTER):
    return {"cells": {"seq": seq, "changes": {CELL: str(value)}}}


def cell(place, id):
    return place.service.library.open(id).report.values[CELL]


def log(place):
    return [line for line in place.server.printed().splitlines() if " nianbao." in line]


def test_a_clerk_edits_their_own_report(place, reports):
    with place.tab(CLERK, "entry", report=reports[OWN]) as tab:
        tab.send(grid(reports[OWN]), **edit(1))
        assert tab.data(grid(reports[OWN]))["ack"] == 1
    assert cell(place, reports[OWN]) == AFTER


def test_another_units_report_is_not_there_by_its_address(place, reports):
    for page in ("entry", "notes", "draft", "review", "export", "years", "importing"):
        with place.tab(CLERK, page, report=reports[OTHER]) as tab:
            assert "这份报告不存在或已删除" in tab.words, page
            assert OTHER not in tab.words and not [key for key in tab.keys() if reports[OTHER] in key]
    assert any(f"library.open {OTHER}" in line and "refused:" in line for line in log(place))


def test_a_message_forged_for_another_units_table_or_note_reaches_nothing(place, reports):
    own, other = reports[OWN], reports[OTHER]
    note = place.service.library.open(other).report.notes[0]
    with place.tab(CLERK, "entry", report=own) as tab:
        [theirs] = [key for key in tab.keys() if key.endswith(grid(own))]
        tab.forge(theirs.replace(own, other), edit(1))
        assert not [key for key in tab.keys() if other in key]
    with place.tab(CLERK, "notes", report=own) as tab:
        mine = place.service.library.open(own).report.notes[0]
        [theirs] = [key for key in tab.keys() if key.endswith(f"note_{mine.id}")]
        tab.forge(theirs.replace(mine.id, note.id), {"text": {"seq": 1, "rev": "", "value": "伪造"}})
        left = {"id": "w1", "report": other, "field": f"note_{note.id}", "name": "text", "value": "伪造"}
        tab.send("connection_watch", found={"words": [left]})
        tab.trigger("connection_watch", "anew", "w1")
        assert OTHER not in tab.words
    assert cell(place, other) == BEFORE
    assert [each.text for each in place.service.library.open(other).report.notes] == [note.text]
    who = place.service.people.all()[-1].id
    for verb in ("library.open", "notes.renew"):
        assert any(line.endswith(f"refused: {who} {verb} {OTHER}") for line in log(place))


@pytest.mark.parametrize(
    ("kind", "other"),
    [
        ("signed with another secret", {"secret": "somebody-elses-" + "0" * 20}),
        ("made for another address", {"url": "http://127.0.0.1:1"}),
        ("without a subject", {"sub": None}),
        ("expired", {"exp": int(time.time()) - 1}),
        ("of nobody here", {"sub": "zhao", "email": "zhao@example.gov.cn"}),
        ("an address not verified", {"sub": "new", "email": CLERK, "email_verified": False}),
    ],
)
def test_a_cookie_that_is_foreign_expired_or_of_nobody_shows_the_way_in_and_no_more(place, reports, kind, other):
    from tests.tab import Tab

    cookie = place.cookie(CLERK, **other)
    with Tab(place.server.url, "entry", cookie=cookie, report=reports[OWN]) as tab:
        assert "政府信息公开工作年度报告" in tab.words and OWN not in tab.words
        assert not [key for key in tab.keys() if reports[OWN] in key]


def test_a_proxy_that_strips_the_origin_shows_the_way_in(place, reports):
    from tests.tab import Tab

    with Tab(place.server.url, "entry", cookie=place.cookie(CLERK), origin="", report=reports[OWN]) as tab:
        assert OWN not in tab.words and not [key for key in tab.keys() if reports[OWN] in key]


def test_a_page_of_another_site_is_not_spoken_with(place, reports):
    from websockets.exceptions import InvalidStatus

    from tests.tab import Tab

    with pytest.raises(InvalidStatus):
        Tab(place.server.url, "entry", cookie=place.cookie(CLERK), origin="https://elsewhere.example")


def test_a_session_is_taken_up_again_only_by_who_signed_in_for_it(place, reports):
    from tests.tab import Tab

    theirs = place.tab(CLERK, "entry", report=reports[OWN])
    for cookie in ("", place.cookie(MANAGER)):
        with Tab(place.server.url, "entry", cookie=cookie, resume=theirs.session, report=reports[OWN]) as tab:
            assert tab.session != theirs.session
            assert not [key for key in tab.keys() if reports[OWN] in key]
    theirs.close()


def refused_soon(tab, place, reports):
    """Send edits until one is refused: who may do what is asked anew each second."""
    id, [mine] = reports[OWN], [key for key in tab.keys() if key.endswith(grid(reports[OWN]))]
    until = time.monotonic() + 20
    for seq in range(2, 1000):
        tab.forge(mine, edit(seq, seq))
        if cell(place, id) != seq:
            break
        assert time.monotonic() < until, "was never refused"
    before = cell(place, id)
    tab.forge(mine, edit(1000, 1000))
    return before == cell(place, id)


def test_who_is_removed_while_a_page_is_open_changes_nothing_more(place, reports):
    [who] = [row.id for row in place.service.people.all() if row.email == CLERK]
    with place.tab(CLERK, "entry", report=reports[OWN]) as tab:
        tab.send(grid(reports[OWN]), **edit(1))
        place.service.people.remove(who)
        assert refused_soon(tab, place, reports)
        tab.run()
        assert "请重新登录" in tab.words and OWN not in tab.words


def test_whose_role_changes_while_a_page_is_open_holds_to_the_new_one(place, reports):
    [who] = [row.id for row in place.service.people.all() if row.email == CLERK]
    with place.tab(CLERK, "entry", report=reports[OWN]) as tab:
        tab.send(grid(reports[OWN]), **edit(1))
        place.service.people.change(who, "李四", [(Role.FILL, OTHER)])
        assert refused_soon(tab, place, reports)
        assert any(f"refused: {who} " in line for line in log(place))


def answer(place, address, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", place.server.port, timeout=20)
    try:
        connection.request("GET", address, headers=headers)
        got = connection.getresponse()
        got.read()
        return got
    finally:
        connection.close()


@pytest.mark.parametrize(
    "address",
    [
        "/oauth2callback?state=of-somebody-else&code=guessed",
        "/oauth2callback?code=guessed",
        "/oauth2callback",
        "/oauth2callback?error=denied%0d%0aSet-Cookie:%20a=b&error_description=x%0ay",
        "/auth/login?provider=forged",
    ],
)
def test_a_callback_with_another_state_signs_nobody_in(place, address):
    got = answer(place, address, Cookie=place.cookie(CLERK, secret="another"))
    assert got.status in (302, 307) and got.getheader("Location") in ("/", "./", "")
    assert "a=b" not in str(got.getheaders())
    assert not [
        value
        for name, value in got.getheaders()
        if name.lower() == "set-cookie"
        and "_streamlit_user=" in value
        and "Max-Age=0" not in value
        and "1970" not in value
    ]
