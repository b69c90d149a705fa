"""What is to be sent is shown in a dialog; what was typed goes with the answer given there, or stays."""

import pytest

from drafting import service_address
from drafting.testing.app_test import AppTest
from drafting.testing.endpoint import ScriptedEndpoint

PHONE = "13812345678"


def panel(report: str, url: str) -> None:
    """A page with the conversation and its dialogs."""
    from drafting.ui import dialogs, messages, session
    from drafting.ui.chat import show_chat
    from drafting.ui.sent import show_sent
    from drafting.writing.endpoint import Endpoint

    messages.float_messages(report)
    show_chat(session.service().library.open(report), Endpoint(url, "test-model", None, 5))
    show_sent(report)
    dialogs.show()


@pytest.fixture
def server(monkeypatch):
    monkeypatch.setattr(service_address, "reach", lambda host: "outside")
    with ScriptedEndpoint("好。") as server:
        yield server


@pytest.fixture
def id(service, town):
    return service.library.create(town, 2024)


def said(id, server, text):
    at = AppTest.from_function(panel, default_timeout=60, args=(id, server.url)).run()
    at.text_area(key=f"chat_text_{id}").input(text)
    at.button(key="chat_send").click().run()
    assert not at.exception
    return at


def test_before_the_first_use_the_messages_are_shown_and_go_when_they_are_sent(service, id, server):
    at = said(id, server, "写短些")
    assert server.requests == [] and any("写短些" in text.value for text in at.text)
    at.button(key="sending_seen").click().run()
    assert not at.exception and service.conversation.messages(id)[0].text == "写短些"


def test_put_away_nothing_goes_and_what_was_typed_stays(service, id, server):
    at = said(id, server, f"写上{PHONE}")
    assert any("手机号 138…78，在现在说的话" in warning.value.replace("\\", "") for warning in at.warning)
    at.button(key="sending_no").click().run()
    assert server.requests == [] and service.conversation.messages(id) == []
    assert at.text_area(key=f"chat_text_{id}").value == f"写上{PHONE}"
