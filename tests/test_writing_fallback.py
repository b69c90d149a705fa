"""A second model drafts where the first cannot be reached, and the person is told."""

import threading

import pytest

from drafting import cli, report_file, settings
from drafting.errors import ModelUnreachable
from drafting.report import Note, Report
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing import client
from drafting.writing.configured import from_settings
from drafting.writing.section import draft


@pytest.fixture(autouse=True)
def no_pauses(monkeypatch):
    monkeypatch.setattr(client, "PAUSES", ())


@pytest.fixture
def noted(town) -> Report:
    return Report(organ=town, year=2024, notes=[Note(id="n1", aspect="platform", text="关停1个微博账号。")])


@pytest.fixture
def second(monkeypatch):
    with ScriptedEndpoint() as server:
        monkeypatch.setenv("NIANBAO_MODEL", "first-14b")
        monkeypatch.setenv("NIANBAO_FALLBACK_MODEL", "second-14b")
        monkeypatch.setenv("NIANBAO_FALLBACK_BASE_URL", server.url)
        yield server


def drafted(report):
    endpoint = from_settings(settings.load())
    return draft(report, "overview.platform", endpoint, stop=threading.Event(), on_text=lambda text: None)


@pytest.mark.parametrize("reply", [None, Reply.error(503), Reply.error(429)], ids=["nothing listens", "503", "429"])
def test_where_the_first_is_down_the_second_drafts_and_both_are_named(noted, second, monkeypatch, reply):
    with ScriptedEndpoint(reply or "") as first:
        monkeypatch.setenv("OPENAI_BASE_URL", first.url if reply else "http://127.0.0.1:9/v1")
        made = drafted(noted)
    assert made.section.text == "关停1个微博账号。" and made.model.startswith("second-14b")
    assert "备用模型“second-14b（本机）”" in made.notice and made.notice.endswith("。")
    assert second.requests[0].body["model"] == "second-14b"


@pytest.mark.parametrize(
    "reply",
    [Reply.error(401), Reply.error(400, "data_inspection_failed"), Reply.error(404, "model not found")],
    ids=["a wrong key", "refused for its content", "an unknown model"],
)
def test_a_refusal_is_never_passed_on(noted, second, monkeypatch, reply):
    with ScriptedEndpoint(reply) as first:
        monkeypatch.setenv("OPENAI_BASE_URL", first.url)
        with pytest.raises(ModelUnreachable):
            drafted(noted)
    assert second.requests == []


def test_a_key_goes_to_its_own_address_only(noted, second, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-first")
    drafted(noted)
    assert "sk-of-the-first" not in str(second.requests[0].headers)


def test_the_command_line_says_who_drafted(noted, second, monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    report_file.write(noted, tmp_path / "a.report.json")
    cli.main(["draft", str(tmp_path / "a.report.json"), "--section", "overview.platform", "--json"])
    assert "备用模型" in capsys.readouterr().err
