"""The streaming client against a scripted endpoint: a fault is one plain sentence, stop closes the connection."""

import asyncio
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pydantic import SecretStr

from drafting.errors import ModelInterrupted, ModelUnreachable, SettingError
from drafting.settings import load
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing import client, connection
from drafting.writing.configured import from_settings
from drafting.writing.endpoint import Endpoint
from drafting.writing.think import NEW_PAGE

pytestmark = pytest.mark.usefixtures("no_pauses")

KEY = "sk-very-secret"


def at(url, timeout=20.0):
    return Endpoint(url, "test-model", SecretStr(KEY), timeout=timeout)


def ask(endpoint, stop=None):
    return client.stream(
        endpoint, [("system", "规则"), ("user", "请写")], stop=stop or threading.Event(), max_tokens=50
    )


def refusal(endpoint, kind=ModelUnreachable):
    with pytest.raises(kind) as caught:
        for _ in ask(endpoint):
            pass
    said = str(caught.value)
    assert KEY not in said
    assert said.endswith("。") and "请" in said
    return said


def test_text_comes_in_pieces_with_usage_and_reason():
    with ScriptedEndpoint(Reply("全年新收申请16件。", chunk=3)) as server:
        answer = ask(at(server.url))
        assert list(answer) == ["全年新", "收申请", "16件", "。"]
    assert answer.finish_reason == "stop"
    assert (answer.usage.prompt_tokens, answer.usage.completion_tokens) == (10, 10)
    assert 0 < answer.usage.first_token_seconds <= answer.usage.seconds
    (request,) = server.requests
    assert request.messages == [("system", "规则"), ("user", "请写")]
    assert (request.body["model"], request.body["max_tokens"], request.body["stream"]) == ("test-model", 50, True)
    assert request.headers["authorization"] == f"Bearer {KEY}"


def test_a_server_without_a_key_gets_no_real_one():
    with ScriptedEndpoint("好") as server:
        assert list(ask(Endpoint(server.url, "m"))) == ["好"]
        assert server.requests[0].headers["authorization"] == "Bearer none"


@pytest.mark.parametrize(
    "reply",
    [
        Reply("正文", thinking="想一想" * 9),
        Reply("<think>想一想</think>正文", chunk=3),
        Reply("<think>想</think>\n正文", chunk=1),
    ],
)
def test_thinking_is_left_out(reply):
    with ScriptedEndpoint(reply) as server:
        assert "".join(ask(at(server.url))).strip() == "正文"


def test_a_lone_closing_tag_starts_a_new_page():
    with ScriptedEndpoint(Reply("想一想</think>正文", chunk=2)) as server:
        assert "".join(ask(at(server.url))).rpartition(NEW_PAGE)[2] == "正文"


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply.error(400, f"bad request {KEY}"), "拒绝了请求（400"),
        (Reply.error(400, "This model's maximum context length is 4096 tokens"), "材料太长"),
        (Reply.error(401, f"Incorrect API key provided: {KEY}"), "不接受所填的密钥（401）"),
        (Reply.error(402, "Insufficient Balance"), "余额或额度不足"),
        (Reply.error(403), "不允许使用模型“test-model”"),
        (Reply.error(404, "The model `test-model` does not exist", "model_not_found"), "没有名为“test-model”的模型"),
        (Reply.error(400, "Model Not Exist"), "没有名为“test-model”的模型"),
        (Reply.error(404, "Not Found"), "没有模型接口（404）"),
        (Reply.error(429), "请求过多（429）"),
        (Reply.error(429, "quota", "insufficient_quota"), "余额或额度不足"),
        (Reply.error(500), "服务出错（500）"),
        (Reply.error(503), "服务出错（503）"),
        (Reply.error(200, f"internal {KEY}"), "没有给出文字，服务的说明是：internal ……"),
        (Reply(body="{}"), "没有给出文字"),
        (Reply(body="not json"), "没有给出文字"),
        (Reply.page(), "返回的是网页"),
        (Reply(""), "没有写出任何文字"),
        (Reply(" \n"), "没有写出任何文字"),
        (Reply("<think>想一想", finish="length"), "用完了篇幅"),
        (Reply("", finish="content_filter"), "内容审查"),
        (Reply("正文", cut_after=0), "在写出文字之前断开"),
    ],
)
def test_each_fault_before_the_first_token_is_one_plain_sentence(reply, sentence):
    with ScriptedEndpoint(reply) as server:
        said = refusal(at(server.url))
    assert sentence in said
    assert "模型“" in said or "http://127.0.0.1:" in said


@pytest.mark.parametrize(
    ("reply", "sentence"),
    [
        (Reply("正文正文正文", cut_after=1), "中途断开"),
        (Reply("正文正文正文", finish="content_filter"), "内容审查"),
        (Reply("正文正文正文", finish=None, refuses=("stream_options",)), "中途断开"),
    ],
)
def test_a_fault_after_the_first_token_interrupts_and_is_not_retried(reply, sentence):
    with ScriptedEndpoint(reply) as server:
        said = refusal(at(server.url), ModelInterrupted)
        assert len([request for request in server.requests if "stream_options" not in request.body]) <= 1
    assert sentence in said and "已写出的文字保留" in said


@pytest.mark.parametrize(
    ("stall_after", "kind", "sentence"),
    [(0, ModelUnreachable, "在 1 秒内没有回应"), (1, ModelInterrupted, "超过 1 秒没有继续写")],
)
def test_a_stall_ends_by_the_time_limit_without_retry(stall_after, kind, sentence):
    with ScriptedEndpoint(Reply("正文正文正文", stall_after=stall_after)) as server:
        assert sentence in refusal(at(server.url, timeout=1), kind)
        assert len(server.requests) == 1
        assert server.requests[0].disconnected.wait(5)


def test_a_slow_answer_is_no_stall_while_pieces_or_thoughts_come():
    with ScriptedEndpoint(Reply("正文正文", chunk=1, delay=0.3, thinking="想想想想")) as server:
        assert "".join(ask(at(server.url, timeout=1))) == "正文正文"


def test_no_server_and_no_host_are_told_apart():
    with ScriptedEndpoint() as server:
        url = server.url
    assert "拒绝连接，服务可能没有启动" in refusal(at(url))
    assert "找不到主机“no-such-host.invalid”" in refusal(at("http://no-such-host.invalid/v1"))


def test_https_to_a_plain_server_is_a_failure_of_the_secure_connection():
    with ScriptedEndpoint() as server:
        assert "安全连接" in refusal(at(server.url.replace("http://", "https://")))


def test_an_address_without_its_v1_is_told():
    with ScriptedEndpoint() as server:
        assert "通常以 /v1 结尾" in refusal(at(server.url.removesuffix("/v1")))


@pytest.mark.parametrize("fault", [Reply.error(429), Reply.error(502), Reply("正文", cut_after=0)])
def test_passing_faults_are_retried_twice_before_the_first_token(fault):
    with ScriptedEndpoint([fault, fault, "正文"]) as server:
        assert "".join(ask(at(server.url))) == "正文"
    with ScriptedEndpoint([fault, fault, fault, "正文"]) as server:
        refusal(at(server.url))
        assert len(server.requests) == 3


@pytest.fixture
def waits(monkeypatch):
    """The waits of the client, each in seconds with how it ended."""
    found, sleep = [], asyncio.sleep

    async def watched(seconds):
        try:
            await sleep(seconds)
        except asyncio.CancelledError:
            found.append((seconds, "cut short"))
            raise
        found.append((seconds, "to its end"))

    monkeypatch.setattr(client.asyncio, "sleep", watched)
    return found


def test_a_server_that_asks_to_wait_is_waited_for_within_reason(waits):
    with ScriptedEndpoint([Reply.error(429, retry_after="0.3"), "正文"]) as server:
        assert "".join(ask(at(server.url))) == "正文"
        assert waits == [(0.3, "to its end")]
    with ScriptedEndpoint([Reply.error(429, retry_after="600"), "正文"]) as server:
        assert "请过 10 分钟再试" in refusal(at(server.url))
        assert len(server.requests) == 1
    with ScriptedEndpoint([Reply.error(429, retry_after="Wed, 21 Oct 2026 07:28:00 GMT"), "正文"]) as server:
        assert "".join(ask(at(server.url))) == "正文"


def test_stop_ends_the_wait_for_a_retry(waits):
    stop = threading.Event()

    def busy(_):
        threading.Timer(0.2, stop.set).start()
        return Reply.error(429, retry_after="15")

    with ScriptedEndpoint(busy) as server:
        assert list(ask(at(server.url), stop)) == []
        assert len(server.requests) == 1
    assert waits == [(15.0, "cut short")]


@pytest.mark.parametrize("fault", [Reply.error(401), Reply.error(400), Reply.page()])
def test_lasting_faults_are_not_retried(fault):
    with ScriptedEndpoint(fault) as server:
        refusal(at(server.url))
        assert len(server.requests) == 1


def test_refused_parameters_are_left_out_from_then_on():
    with ScriptedEndpoint(Reply("正文", refuses=("stream_options", "temperature", "max_tokens"))) as server:
        endpoint = at(server.url)
        assert "".join(ask(endpoint)) == "正文"
        before = len(server.requests)
        assert "".join(ask(endpoint)) == "正文"
        assert len(server.requests) == before + 1
        assert server.requests[-1].body["max_completion_tokens"] == 50


def test_a_server_that_cannot_stream_still_gives_its_text():
    with ScriptedEndpoint(Reply("整段正文", streams=False)) as server:
        answer = ask(at(server.url))
        assert list(answer) == ["整段正文"]
    assert (answer.finish_reason, answer.usage.completion_tokens) == ("stop", 4)


def test_an_answer_cut_at_its_length_says_so():
    with ScriptedEndpoint(Reply("正文", finish="length")) as server:
        answer = ask(at(server.url))
        assert "".join(answer) == "正文"
    assert answer.finish_reason == "length"


@pytest.mark.parametrize(
    "reply",
    [
        Reply("正文正文", stall_after=0),
        Reply("正文正文", stall_after=1),
        Reply("正文", first_delay=60),
        Reply("字" * 4000, chunk=1, delay=0.05),
    ],
)
def test_stop_closes_the_connection_whatever_it_waits_for(reply):
    stop = threading.Event()

    def then_stop(_):
        threading.Timer(0.3, stop.set).start()
        return reply

    with ScriptedEndpoint(then_stop) as server:
        answer = ask(at(server.url), stop)
        came = "".join(answer)
        assert server.requests[0].disconnected.wait(1)
    assert answer.finish_reason == "stopped"
    assert set(came) <= set("正文字")


def test_a_reader_that_leaves_closes_the_connection():
    with ScriptedEndpoint(Reply("字" * 4000, chunk=1, delay=0.02)) as server:
        pieces = iter(ask(at(server.url)))
        next(pieces)
        pieces.close()
        assert server.requests[0].disconnected.wait(5)


def test_stop_set_before_the_start_asks_for_nothing_more():
    stop = threading.Event()
    stop.set()
    with ScriptedEndpoint("正文") as server:
        assert list(ask(at(server.url), stop)) == []


def test_many_answers_run_side_by_side():
    with ScriptedEndpoint(Reply("正文" * 10, delay=0.01)) as server:
        endpoint, texts = at(server.url), []
        threads = [threading.Thread(target=lambda: texts.append("".join(ask(endpoint)))) for _ in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert texts == ["正文" * 10] * 12


def test_a_proxy_in_the_environment_does_not_come_between_this_machine_and_itself(monkeypatch):
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with ScriptedEndpoint("正文") as server:
        assert "".join(ask(at(server.url))) == "正文"


@pytest.mark.parametrize(
    ("url", "label"),
    [
        ("http://127.0.0.1:8091/v1", "m（本机）"),
        ("http://localhost:11434/v1", "m（本机）"),
        ("http://[::1]:80/v1", "m（本机）"),
        ("https://api.deepseek.com/v1", "m（api.deepseek.com）"),
        (None, "m（api.openai.com）"),
        ("http://10.0.0.8:8000/v1", "m（10.0.0.8）"),
    ],
)
def test_an_endpoint_is_labelled_for_the_page(url, label):
    assert Endpoint(url, "m").label == label


@pytest.mark.parametrize(
    "url", ["", "ftp://host/v1", "host/v1", "http://", "http://a b/v1", "http://u:p@host/v1", "http://host/?k=1"]
)
def test_an_endpoint_refuses_what_is_no_address(url):
    with pytest.raises(SettingError, match="服务地址不对"):
        Endpoint(url, "m")


def test_an_endpoint_never_shows_its_key():
    assert KEY not in repr(at("http://127.0.0.1:1/v1"))


def test_settings_without_a_model_give_no_endpoint(monkeypatch):
    assert from_settings(load()) is None
    monkeypatch.setenv("NIANBAO_MODEL", "m")
    assert from_settings(load()) is None
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    assert from_settings(load()) == Endpoint(None, "m", SecretStr(KEY))


def test_the_model_libraries_are_not_imported_with_the_writing_floor():
    modules = "endpoint client failures think markers prompts section local_model profile probe structure".split()
    imports = "; ".join(f"import drafting.writing.{module}" for module in modules)
    libraries = "('openai', 'langchain_openai', 'langchain_core')"
    code = f"{imports}; import sys; print([name for name in {libraries} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_threads_that_come_first_together_share_one_loop_and_one_connection(monkeypatch):
    made = []

    def slow_loop():
        time.sleep(0.05)
        made.append("loop")
        return loop_before()

    def lend(_):
        with connection.lent(at("http://127.0.0.1:9/v1")) as lent:
            return lent

    loop_before = asyncio.new_event_loop
    monkeypatch.setattr(connection.asyncio, "new_event_loop", slow_loop)
    connection.close_all()
    connection._loop.cache_clear()
    with ThreadPoolExecutor(8) as pool:
        connections = set(pool.map(lend, range(8)))
    assert len(connections) == 1 and made == ["loop"]


def connected_to(endpoint):
    with connection.lent(endpoint) as lent:
        return lent


def test_a_connection_that_is_given_up_is_closed():
    oldest = connected_to(at("http://127.0.0.1:9/v1"))
    for number in range(connection.KEPT):
        connected_to(at(f"http://127.0.0.1:{10 + number}/v1"))
    wait_for(lambda: oldest._http.is_closed)
    assert connected_to(at("http://127.0.0.1:9/v1")) is not oldest


def test_a_connection_that_is_used_is_closed_after_its_last_request():
    with connection.lent(at("http://127.0.0.1:9/v1")) as used:
        connection.close_all()
        assert not used._http.is_closed
    wait_for(lambda: used._http.is_closed)


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="the system does not tell which files are open")
def test_endpoints_and_their_connections_leave_nothing_open():
    def asked():
        with ScriptedEndpoint("好") as server:
            assert "".join(ask(at(server.url))) == "好"
        connection.close_all()

    asked()
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(10):
        asked()
    wait_for(lambda: len(os.listdir("/proc/self/fd")) <= before)


def wait_for(what, seconds=20):
    until = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_service_that_takes_few_requests_a_minute_is_asked_no_faster(monkeypatch):
    monkeypatch.setenv("NIANBAO_LLM_PER_MINUTE", "120")
    with ScriptedEndpoint("好。") as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("NIANBAO_MODEL", "m")
        endpoint = from_settings(load())
        assert endpoint is not None and endpoint.per_minute == 120
        began = time.monotonic()
        for _ in range(3):
            "".join(client.stream(endpoint, [("user", "写")], stop=threading.Event(), max_tokens=9))
        assert time.monotonic() - began > 0.9  # two a second after the first


def test_a_request_that_waits_for_its_turn_can_be_stopped():
    stop = threading.Event()
    with ScriptedEndpoint("好。") as server:
        endpoint = Endpoint(server.url, "m", per_minute=1)
        assert "".join(client.stream(endpoint, [("user", "写")], stop=stop, max_tokens=9)) == "好。"
        threading.Timer(0.3, stop.set).start()
        began = time.monotonic()
        answer = client.stream(endpoint, [("user", "写")], stop=stop, max_tokens=9)
        assert "".join(answer) == "" and answer.finish_reason == "stopped"
        assert time.monotonic() - began < 5 and len(server.requests) == 1
