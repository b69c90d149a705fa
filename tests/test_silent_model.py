"""A model endpoint that accepts every connection and never answers: no page waits for it."""

import socket
import threading

import pytest

from drafting import resources
from drafting.samples import sample
from drafting.testing.app_test import AppTest
from drafting.ui.frame import TITLES

PATIENCE = 30
"""Seconds a page may take on a busy machine: half of what the program waits for a word of the model."""


@pytest.fixture
def silent(monkeypatch):
    """The endpoint, configured; what connected to it."""
    connected, closing = [], threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listening:

        def accept():
            while not closing.is_set():
                try:
                    connected.append(listening.accept()[0])
                except OSError:
                    return

        thread = threading.Thread(target=accept, daemon=True)
        thread.start()
        monkeypatch.setenv("OPENAI_BASE_URL", f"http://127.0.0.1:{listening.getsockname()[1]}/v1")
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.setenv("NIANBAO_MODEL", "test-model")
        yield connected
        closing.set()
        listening.shutdown(socket.SHUT_RDWR)
        thread.join()
    for each in connected:
        each.close()


def test_every_page_is_drawn_and_edited_while_the_model_says_nothing(silent, service):
    from drafting import settings
    from drafting.writing.configured import from_settings

    id = service.library.add_sample(sample("town"))
    model = from_settings(settings.load())
    service.readthroughs.want(id, False)
    service.drafts.start(id, [spec.id for spec in service.library.open(id).report.outline], model)
    assert service.drafts.active(id)
    at = AppTest.from_file(str(resources.app()), default_timeout=PATIENCE).run()
    addresses = {info["url_pathname"]: hash for hash, info in at._registered_pages.items()}
    at.query_params["report"] = id
    for page in TITLES:
        at._page_hash = addresses[page if page != "shelf" else ""]
        at.run()
        assert not at.exception, page
    service.notes.add(id, "proactive", "其间记下的一件事。")
    assert service.drafts.active(id) and silent
    for run in service.drafts.open(id):
        service.drafts.stop(run.id)
    service.drafts.close()
