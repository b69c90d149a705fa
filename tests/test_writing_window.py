"""A model that reads only so much: found out by 测试连接, said before drafting, the section drafted in parts."""

import re
import threading

import pytest

from drafting import cli, report_file
from drafting.report import Note, Report
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful
from drafting.writing import profile as profiles
from drafting.writing.endpoint import Endpoint
from drafting.writing.probe import probe
from drafting.writing.section import draft
from drafting.writing.window import joined, notice

COUNT = '{"month": 5, "people": 48}'


def forgetting(letters, refusal=None):
    """A server that leaves out the beginning of what is longer than ``letters``, or refuses it with ``refusal``."""

    def answer(request):
        if request.form or "JSON Schema" in request.messages[-1][1]:
            return Reply(COUNT)
        asked = "".join(text for _, text in request.messages)
        if refusal and len(asked) > letters:
            return Reply.error(400, refusal)
        read = asked[-letters:]
        return Reply("、".join(re.findall(r"【编号(\d+)】", read)) or faithful(request).text)

    return answer


@pytest.mark.parametrize(
    ("letters", "window"), [(100_000, None), (6_500, 5_000), (3_000, 2_500), (1_500, 1_250)], ids=str
)
def test_the_probe_finds_a_window_that_is_cut_in_silence(letters, window):
    with ScriptedEndpoint(forgetting(letters)) as server:
        _, profile = probe(Endpoint(server.url, "m-14b", timeout=20))
    assert profile.window == window
    assert any("读得下" in sentence for sentence in profiles.sentences(profile)) is (window is not None)


def test_a_server_that_refuses_what_is_too_long_has_the_same_window():
    with ScriptedEndpoint(forgetting(6_500, "This model's maximum context length is 4096 tokens")) as server:
        assert probe(Endpoint(server.url, "m-14b", timeout=20))[1].window == 5_000


def test_a_model_that_does_not_answer_the_question_tells_nothing():
    with ScriptedEndpoint(lambda request: Reply(COUNT) if request.form else Reply("好")) as server:
        assert probe(Endpoint(server.url, "m-14b", timeout=20))[1].window is None


@pytest.fixture
def long(town) -> Report:
    """A town with sixty notes on one aspect."""
    notes = [
        Note(
            id=f"n{number}",
            aspect="platform",
            text=f"第{number}号村务公开栏改版，全年更新{1000 + number}次，群众查阅方便。",
        )
        for number in range(60)
    ]
    return Report(organ=town, year=2024, notes=notes)


def narrow(server, window=3_500):
    endpoint = Endpoint(server.url, "m-14b", timeout=20)
    profiles.learn(endpoint, lambda kept: kept.model_copy(update={"window": window}))
    return endpoint


def test_materials_that_do_not_fit_are_told_and_drafted_in_parts(long):
    seen = []
    with ScriptedEndpoint() as server:
        endpoint = narrow(server)
        assert "分 " in notice(long, "overview.platform", endpoint) and "平台建设" in notice(
            long, "overview.platform", endpoint
        )
        made = draft(long, "overview.platform", endpoint, stop=threading.Event(), on_text=seen.append)
        sizes = [sum(len(text) for _, text in request.messages) for request in server.requests]
    assert len(sizes) > 1 and max(sizes) <= 3_500
    assert all(str(1000 + number) in made.section.text for number in range(60))
    sources = {id for paragraph in made.section.paragraphs for source in paragraph.sources for id in source.ids}
    assert sources == {f"note:n{number}" for number in range(60)}
    assert made.finished and made.usage.prompt_tokens == 10 * len(sizes)
    assert seen[-1] == made.section.text and all(later.startswith(seen[0][:20]) for later in seen if len(later) > 20)


def test_what_fits_is_asked_at_once_and_nothing_is_said(long):
    with ScriptedEndpoint() as server:
        endpoint = narrow(server, None)
        draft(long, "overview.platform", endpoint, stop=threading.Event(), on_text=lambda text: None)
        assert len(server.requests) == 1 and notice(long, "overview.platform", endpoint) == ""


def test_no_part_is_asked_after_one_that_was_cut(long):
    with ScriptedEndpoint(Reply("只写了一半，然后", finish="length")) as server:
        made = draft(long, "overview.platform", narrow(server), stop=threading.Event(), on_text=lambda text: None)
        assert len(server.requests) == 1 and not made.finished


def test_a_heading_of_two_parts_stands_once():
    from drafting.report import Section

    one = Section.of("（一）存在的主要问题\n甲。\n（二）下一步改进措施\n乙。", "model")
    two = Section.of("（一）存在的主要问题\n丙。\n（二）下一步改进措施\n丁。", "model")
    assert joined([one, two]).text == "（一）存在的主要问题\n甲。\n丙。\n（二）下一步改进措施\n乙。\n丁。"


def test_the_command_line_says_so_before_it_drafts(long, tmp_path, monkeypatch, capsys):
    report_file.write(long, tmp_path / "a.report.json")
    with ScriptedEndpoint() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("NIANBAO_MODEL", "m-14b")
        monkeypatch.setenv("NIANBAO_LLM_STRATEGY", "prose")
        narrow(server)
        cli.main(["draft", str(tmp_path / "a.report.json"), "--section", "overview.platform", "--json"])
    assert "分 " in capsys.readouterr().err
