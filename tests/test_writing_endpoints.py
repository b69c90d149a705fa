"""What endpoints and desktops do that no standard says: other ends of an answer, proxies, refusals in own words."""

import json
import os
import threading

import pytest
from pydantic import SecretStr

from drafting.errors import ModelError, ModelInterrupted, ModelUnreachable
from drafting.testing.endpoint import Reply, ScriptedEndpoint
from drafting.writing import client
from drafting.writing.endpoint import Endpoint
from drafting.writing.section import ends_well

QUESTION = [("user", "写一句。")]


def at(url: str) -> Endpoint:
    return Endpoint(url, "test-model", SecretStr("k"), 5)


def asked(reply: Reply) -> client.Stream:
    """The stream of one answer, read to its end."""
    with ScriptedEndpoint(reply) as server:
        answer = client.stream(at(server.url), QUESTION, stop=threading.Event(), max_tokens=50)
        answer.said = "".join(answer)
    return answer


@pytest.mark.parametrize(
    "finish", ["stop", "eos", "eos_token", "end_turn", "stop_sequence", "tool_calls", "STOP", None]
)
def test_an_answer_is_whole_where_the_server_says_that_it_has_ended(finish):
    assert asked(Reply("写完了。", finish=finish)).is_whole


@pytest.mark.parametrize("finish", ["length", "max_tokens", "abort", "insufficient_system_resource", "network_error"])
def test_every_other_end_is_an_answer_that_was_not_finished(finish):
    answer = asked(Reply("只写到一半", finish=finish))
    assert answer.said == "只写到一半" and not answer.is_whole


@pytest.mark.parametrize("finish", ["content_filter", "sensitive"])
def test_an_answer_that_an_inspection_of_content_ends_says_so(finish):
    with pytest.raises(ModelInterrupted, match="内容审查"):
        asked(Reply("只写到一半", finish=finish))


@pytest.mark.parametrize(
    "text, whole", [("公开30条。培训2次，参加", False), ("公开30条。培训2次。", True), ("（一）概况", True)]
)
def test_a_draft_that_ends_within_a_sentence_is_not_finished_whatever_the_server_says(text, whole):
    assert ends_well(text) is whole


@pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")  # openai's own type says that it is a string
def test_the_pieces_of_an_answer_may_come_as_a_list_of_parts():
    body = "".join(
        f"data: {json.dumps({'id': 'c', 'object': 'chat.completion.chunk', 'created': 0, 'model': 'm', **event})}\n\n"
        for event in (
            {
                "choices": [
                    {"index": 0, "delta": {"content": [{"type": "text", "text": "全年"}]}, "finish_reason": None}
                ]
            },
            {
                "choices": [
                    {"index": 0, "delta": {"content": [{"type": "text", "text": "公开。"}]}, "finish_reason": None}
                ]
            },
            {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": None},
        )
    )
    assert asked(Reply(body=f"{body}data: [DONE]\n\n", content_type="text/event-stream")).said == "全年公开。"


@pytest.mark.parametrize(
    "proxy", ["socks5://127.0.0.1:9", "http://127.0.0.1:9", "socks4://127.0.0.1:9", "foo://x", "127.0.0.1:9"]
)
def test_a_proxy_in_the_environment_never_stands_before_this_machine_and_is_a_sentence_before_others(
    proxy, monkeypatch
):
    for name in os.environ:
        if name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert asked(Reply("好。")).said == "好。"
    with pytest.raises(ModelUnreachable, match="代理"):
        "".join(client.stream(at("http://model.example.invalid/v1"), QUESTION, stop=threading.Event(), max_tokens=9))


@pytest.mark.parametrize(
    "status, code, message, said",
    [
        (400, "data_inspection_failed", "Output data may contain inappropriate content.", "内容审查"),
        (400, "DataInspectionFailed", "Input text data may contain inappropriate content.", "内容审查"),
        (400, "content_filter", "The response was filtered due to the prompt triggering the policy", "内容审查"),
        (400, "1301", "系统检测到输入或生成内容可能包含不安全或敏感内容", "内容审查"),
        (400, "Arrearage", "Access denied, please make sure your account is in good standing.", "余额"),
        (402, None, "Insufficient Balance", "余额"),
        (429, "1113", "您的账户已欠费，请充值后重试", "余额"),
        (
            429,
            "exceeded_current_quota_error",
            "You exceeded your current quota, please check your account balance",
            "余额",
        ),
        (403, "AllocationQuota.FreeTierOnly", "The free tier of the model has been exhausted.", "余额"),
        (403, "AccountOverdueError", "The request failed because your account has an overdue balance", "余额"),
        (403, "30001", "Sorry, your account balance is insufficient", "余额"),
        (429, "FailedOperation.ResourcePackExhausted", "资源包余量已用尽，请购买资源包", "余额"),
        (400, "engine_overloaded", "The engine is currently overloaded", "请求过多（400）"),
        (400, "1261", "Prompt 超长", "材料太长"),
        (413, None, "Request Entity Too Large", "材料太长"),
        (429, "Throttling.AllocationQuota", "Allocated quota exceeded, please increase your quota limit.", "请求过多"),
        (
            404,
            "DeploymentNotFound",
            "The API deployment for this resource does not exist.",
            "没有名为“test-model”的模型",
        ),
        (
            404,
            "model_not_found",
            "The model `x` does not exist or you do not have access to it.",
            "没有名为“test-model”的模型",
        ),
        (400, "1211", "模型不存在，请检查模型代码。", "没有名为“test-model”的模型"),
        (403, "Model.AccessDenied", "Model access denied.", "不允许使用模型"),
        (401, "invalid_api_key", "Incorrect API key provided.", "密钥"),
        (400, "InvalidApiKey", "Invalid API-key provided.", "密钥"),
        (400, "context_length_exceeded", "This model's maximum context length is 4096 tokens.", "材料太长"),
        (400, "InvalidParameter", "Range of input length should be [1, 30720]", "材料太长"),
        (503, None, "Server overloaded", "稍后"),
    ],
)
def test_a_refusal_in_the_services_own_words_gets_the_right_advice(status, code, message, said):
    with (
        ScriptedEndpoint(Reply.error(status, message, code, retry_after="30")) as server,
        pytest.raises(ModelError) as met,
    ):
        "".join(client.stream(at(server.url), QUESTION, stop=threading.Event(), max_tokens=50))
    assert said in str(met.value)


def test_the_classic_address_of_azure_is_taken_as_it_is_copied():
    endpoint = Endpoint(
        "https://office.openai.azure.com/openai/deployments/gpt/chat/completions?api-version=2024-10-21", "gpt"
    )
    assert endpoint.url == "https://office.openai.azure.com/openai/v1"


def test_a_failure_that_nobody_thought_of_is_a_sentence(monkeypatch):
    def broken(endpoint: Endpoint) -> None:
        raise RuntimeError("something else")

    monkeypatch.setattr(client, "lent", broken)
    with pytest.raises(ModelUnreachable):
        "".join(client.stream(at("http://127.0.0.1:9/v1"), QUESTION, stop=threading.Event(), max_tokens=50))


@pytest.mark.parametrize("streams", [True, False], ids=["a stream", "one whole answer"])
@pytest.mark.parametrize("chunk", [1, 5])
def test_an_answer_in_gbk_is_read(streams, chunk):
    told = "全年公开信息16件，群众满意。旮旯镕①"
    with ScriptedEndpoint(Reply(told, chunk=chunk, encoding="gb18030", streams=streams)) as server:
        said = "".join(client.stream(at(server.url), QUESTION, stop=threading.Event(), max_tokens=50))
    assert said == told


def test_an_answer_cut_within_a_letter_is_read_in_either_encoding():
    import asyncio

    from drafting.writing.charset import as_utf8

    async def read(raw, gbk):
        async def one_by_one():
            for at in range(len(raw)):
                yield raw[at : at + 1]

        return b"".join([piece async for piece in as_utf8(one_by_one(), gbk)]).decode()

    for told in ("data: 好，𠮷", "全年16件"):
        assert asyncio.run(read(told.encode(), False)) == told
        assert asyncio.run(read(told.encode("gb18030"), True)) == told
