"""``kill -9`` of a server among two on one PostgreSQL, at random moments while people type at both: a note grows by a
character with each message, over a websocket as a browser's page has it (`tests/tab.py`).

A character counts as *shown as saved* when the server answered the message that brought it; it is *lost* when the database
has not got it after the kill. Those of the killed server then go to the other one, and the time is taken from the kill
until what they type there is answered. The killed server is started anew for the next round.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from pathlib import Path

from websockets.exceptions import WebSocketException

from drafting.report import Organ
from drafting.service.permissions import Role
from tests.office import Office, office
from tests.postgres_server import Server
from tests.tab import Tab

from .outcome import Outcome, Row, Series, Target

TITLE = "what is left after kill -9 of one server among two"
REPEAT = 200
PEOPLE = 2
"""Who type at each server."""
GONE = (OSError, WebSocketException)
"""What a tab says whose server is gone."""


class Typist:
    """One person with a note of their own. ``typed`` and ``saved``: all of this round's text, and what was answered."""

    def __init__(self, place: Office, number: int):
        name, service = f"云溪县第{number}局", place.service
        self.email, self.seq = f"u{number}@example.gov.cn", 0
        self.id = service.library.create(Organ(name=name, kind="department", level="county"), 2025)
        self.note = service.notes.add(self.id, "proactive", "。")
        self.typed = self.saved = ""
        service.people.add(f"甲{number}", self.email, [(Role.FILL, name)])

    def opened(self, place: Office) -> Tab:
        """Their page at that server."""
        return place.tab(self.email, "notes", report=self.id)

    def begin(self, round: int) -> None:
        """Type something that was not there before."""
        self.typed, self.saved = f"第{round}次：", ""

    def type(self, tab: Tab, stop: threading.Event) -> None:
        """Type until ``stop``, or until the server is gone."""
        with suppress(*GONE):
            while not stop.is_set():
                self.typed += "写"
                self.send(tab)

    def send(self, tab: Tab) -> bool:
        """Send what was typed; whether it was answered as saved."""
        key, text = f"note_{self.note}", self.typed
        self.seq += 1
        tab.send(key, text={"seq": self.seq, "rev": tab.data(key)["rev"], "value": text})
        if tab.data(key)["ack"] == self.seq:
            self.saved = text
        return self.saved == text

    def lost(self, place: Office) -> int:
        """How many of the characters that were answered as saved the database has not."""
        kept, words = place.service.library.open(self.id).report.notes[0].text, self.saved
        while not kept.startswith(words):
            words = words[:-1]
        return len(self.saved) - len(words)


def measure(repeat: int) -> Outcome:
    """Kill ``repeat`` times, one or the other."""
    chance, times = random.Random(200), []
    shown = typed = lost = failed = 0
    folders = [Path(tempfile.mkdtemp(prefix="nianbao-kills-")) for _ in range(2)]
    with ExitStack() as stack:
        for folder in folders:
            stack.callback(shutil.rmtree, folder, ignore_errors=True)
        server = Server.made()
        stack.callback(server.remove)
        database = server.url(server.new())
        held = [office(folder, database) for folder in folders]
        places = [each.__enter__() for each in held]
        people = [[Typist(place, at * PEOPLE + number) for number in range(PEOPLE)] for at, place in enumerate(places)]
        for round in range(repeat):
            victim = chance.randrange(2)
            _type_and_kill(people, places, victim, round, chance.uniform(0.2, 2))
            at_kill, other = time.monotonic(), places[1 - victim]
            for each in people[victim]:
                shown, typed, lost = shown + len(each.saved), typed + len(each.typed), lost + each.lost(other)
                with each.opened(other) as tab:
                    failed += not each.send(tab)
                times.append((time.monotonic() - at_kill) * 1000)
            lost += sum(each.lost(other) for each in people[1 - victim])
            held[victim].__exit__(None, None, None)
            held[victim] = office(folders[victim], database)
            places[victim] = held[victim].__enter__()
        for each in held:
            each.__exit__(None, None, None)
    said = f"{repeat} kills: {typed} characters typed at the killed server, {shown} shown as saved, {lost} lost"
    return Outcome(
        rows=[Row("from the kill to the first answer of the other server, one after the other", Series(times))],
        targets=[
            Target("no character that was shown as saved is lost", said, not lost),
            Target("who typed at the killed server goes on at the other", f"{failed} could not", not failed),
        ],
    )


def _type_and_kill(people: list[list[Typist]], places: list[Office], victim: int, round: int, after: float) -> None:
    """Let all type, kill the server ``victim`` so many seconds later, and wait until nobody types."""
    stop, tabs, threads = threading.Event(), [], []
    for place, at_it in zip(places, people, strict=True):
        for each in at_it:
            each.begin(round)
            tabs.append(each.opened(place))
            threads.append(threading.Thread(target=each.type, args=(tabs[-1], stop), daemon=True))
    for thread in threads:
        thread.start()
    time.sleep(after)
    process = places[victim].server.process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    stop.set()
    for thread in threads:
        thread.join(60)
    for tab in tabs:
        with suppress(*GONE):
            tab.close()
