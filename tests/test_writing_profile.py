"""Profiles: what the probe finds out about servers of many kinds, what a refusal teaches, how it is asked then."""

import contextlib
import json
import os
import re
import threading

import pytest
from pydantic import BaseModel, ConfigDict, SecretStr, ValidationError

from drafting import private_files, settings
from drafting.errors import ModelUnreachable
from drafting.evaluation.trial import probe
from drafting.settings import load
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful
from drafting.writing import client, structure
from drafting.writing import probe as probing
from drafting.writing import profile as profiles
from drafting.writing.client import Usage
from drafting.writing.configured import from_settings
from drafting.writing.endpoint import Endpoint
from drafting.writing.profile import SWITCHES, Profile, adapted_to_refusal, is_small

pytestmark = pytest.mark.usefixtures("no_pauses")

KEY = "sk-very-secret"
COUNT = '{"month": 5, "people": 48}'


def at(url, model="big-model"):
    return Endpoint(url, model, SecretStr(KEY), timeout=10)


def answer(endpoint, asked="写", stop=None):
    return "".join(client.stream(endpoint, [("user", asked)], stop=stop or threading.Event(), max_tokens=9))


def capable(request, **how):
    """A server that does all it is asked for; ``how``: faults of its replies."""
    if request.form == "json_schema" or "JSON Schema" in request.messages[-1][1]:
        return Reply(COUNT, **how)
    return Reply(faithful(request).text, **how)


def quiet_when(request, switch, **how):
    """A server that thinks unless the request carries ``switch``."""
    thinks = any(request.body.get(name) != value for name, value in switch.items())
    return capable(request, **({"thinking": "想一想" * 5} if thinks else {}), **how)


def bailian(request):
    """Qwen on 百炼: thinks unless told not to; without a stream it must be told."""
    if not request.body.get("stream") and request.body.get("enable_thinking") is not False:
        return Reply.error(400, "parameter.enable_thinking must be set to false for non-streaming calls")
    return quiet_when(request, SWITCHES[0])


def deepseek(request):
    """DeepSeek: knows json_object only, and for that wants the word."""
    if request.form == "json_schema":
        return Reply.error(400, "This response_format type is unavailable now")
    if request.form == "json_object":
        assert "JSON" in request.messages[-1][1]
    return capable(request)


def reasoner(request):
    """A model that always thinks, in a field of its own, and takes no temperature."""
    return capable(request, thinking="想一想" * 9, refuses=("temperature", "json_schema", "json_object"))


def vllm(request):
    """vLLM: refuses unknown switches nowhere, thinks in ``reasoning`` unless the template is told."""
    return quiet_when(request, SWITCHES[1], thinking_field="reasoning")


def ollama(request):
    """Ollama with a thinking model: tags in the text unless the effort is none."""
    reply = capable(request)
    return reply if request.body.get("reasoning_effort") == "none" else Reply(f"<think>想一想</think>{reply.text}")


def llama_cpp(request):
    """llama.cpp: the schema is a grammar, a schema is never refused."""
    return capable(request)


def strict(request):
    """A server that refuses every field it does not know, and answers any schema with prose."""
    if unknown := [name for switch in SWITCHES for name in switch if name in request.body]:
        return Reply.error(400, f"Unrecognized request argument supplied: {unknown[0]}")
    reply = Reply("五月，48人。") if request.form else capable(request)
    return Reply(f"<think>想</think>{reply.text}")


def whole_only(request):
    """A gateway that refuses streams and knows no usage."""
    return capable(request, refuses=("stream",), streams=False, reports_usage=False)


@pytest.mark.parametrize(
    ("server", "found"),
    [
        (bailian, dict(thinks="reasoning_content", switch=SWITCHES[0])),
        (deepseek, dict(form="json_object")),
        (reasoner, dict(form="text", thinks="reasoning_content", refuses={"temperature"})),
        (vllm, dict(thinks="reasoning_content", switch=SWITCHES[1])),
        (ollama, dict(thinks="tags", switch=SWITCHES[3])),
        (llama_cpp, dict()),
        (strict, dict(form="text", thinks="tags")),
        (whole_only, dict(streams=False, reports_usage=False)),
        (lambda request: capable(request, streams=False), dict(streams=False)),
    ],
)
def test_the_probe_finds_out_what_a_server_can_do(server, found):
    with ScriptedEndpoint(server) as scripted:
        sentence, profile = probe(at(scripted.url))
        assert sentence.startswith("连接正常，模型“big-model（本机）”用 ")
        assert profile.probed_at is not None and profile.strategy == "prose"
        assert profile.letters_per_second and profile.letters_per_second > 0
        assert profile == Profile(
            **found,
            probed_at=profile.probed_at,
            strategy="prose",
            why=profile.why,
            letters_per_second=profile.letters_per_second,
        )
        assert profiles.of(at(scripted.url)) == profile
        before = len(scripted.requests)
        assert answer(at(scripted.url), "[1]（工作情况）办结16件") == "办结16件。[1]"
        assert len(scripted.requests) == before + 1  # what was found is used: nothing is refused any more


def test_a_profile_tells_in_plain_words_what_was_found():
    said = "".join(
        profiles.sentences(
            Profile(
                form="json_object",
                thinks="tags",
                switch=SWITCHES[0],
                refuses={"temperature"},
                why="起草方式：整段起草。",
            )
        )
    )
    assert "文字边写边显示" in said and "不能完全按规定的格式作答" in said and "会先思考，已关闭思考" in said
    assert "有 1 项可有可无的要求它不接受" in said and "整段起草" in said
    other = "".join(profiles.sentences(Profile(streams=False, form="text", thinks="tags", reports_usage=False)))
    assert (
        "一节写完才显示文字" in other
        and "思考内容不会进入正文" in other
        and "不报告用量" in other
        and "文字说明格式" in other
    )
    assert "不先思考" in "".join(profiles.sentences(Profile()))


def test_a_server_that_must_be_told_to_think_not_is_told_after_its_first_refusal():
    def server(request):
        if request.body.get("enable_thinking") is not False:
            return Reply.error(400, "parameter.enable_thinking must be set to false for non-streaming calls")
        return Reply("正文", refuses=("stream",), streams=False)

    with ScriptedEndpoint(server) as scripted:
        assert answer(at(scripted.url)) == "正文"
        kept = profiles.of(at(scripted.url))
        assert (kept.switch, kept.streams) == (SWITCHES[0], False)
        assert len(scripted.requests) == 3


def test_what_a_request_teaches_is_kept_and_a_new_probe_forgets_what_no_longer_holds():
    replies = [Reply("正文", refuses=("temperature", "max_tokens"))]
    with ScriptedEndpoint(lambda request: replies[0] if replies else capable(request)) as scripted:
        endpoint = at(scripted.url)
        assert answer(endpoint) == "正文"
        assert profiles.of(endpoint).refuses == {"temperature", "max_tokens"}
        assert scripted.requests[-1].body["max_completion_tokens"] == 9
        replies.clear()
        profiles.learn(endpoint, lambda kept: kept.model_copy(update={"price_in": 2.0, "price_out": 8.0}))
        assert probe(endpoint)[1].refuses == frozenset()
        assert (profiles.of(endpoint).price_in, profiles.of(endpoint).price_out) == (2.0, 8.0)


def test_a_folder_that_cannot_be_written_costs_a_refusal_an_answer_not_the_answer(monkeypatch):
    def fail(*_):
        raise settings.SettingError("磁盘已满。")

    monkeypatch.setattr(private_files, "write_private", fail)
    with ScriptedEndpoint(Reply("正文", refuses=("temperature",))) as scripted:
        for number in (2, 4):
            assert answer(at(scripted.url)) == "正文"
            assert len(scripted.requests) == number


def test_stop_reaches_a_server_that_cannot_stream_within_a_second():
    stop = threading.Event()

    def slow(_):
        threading.Timer(0.2, stop.set).start()
        return Reply("正文", streams=False, first_delay=60)

    with ScriptedEndpoint(slow) as scripted:
        profiles.learn(at(scripted.url), lambda _: Profile(streams=False))
        assert answer(at(scripted.url), stop=stop) == ""
        assert scripted.requests[0].disconnected.wait(1)
        assert "stream_options" not in scripted.requests[0].body and not scripted.requests[0].body.get("stream")


def test_thinking_that_cannot_be_turned_off_gets_room_of_its_own():
    with ScriptedEndpoint(Reply("正文", thinking="想" * 50)) as scripted:
        profiles.learn(at(scripted.url), lambda _: Profile(thinks="reasoning_content"))
        answer(at(scripted.url))
        assert scripted.requests[-1].body["max_tokens"] == 9 + profiles.THINKING_TOKENS


@pytest.mark.parametrize(
    "reply", [Reply("正文", thinking="想"), Reply("<think>想</think>正文"), Reply("", finish="length")]
)
def test_thinking_nobody_knew_of_is_noticed_and_has_room_from_then_on(reply):
    with ScriptedEndpoint(reply) as scripted:
        for room in (9, 9 + profiles.THINKING_TOKENS):
            with contextlib.suppress(ModelUnreachable):
                assert answer(at(scripted.url)) == "正文"
            assert scripted.requests[-1].body["max_tokens"] == room


def test_a_switch_that_does_not_help_is_given_up():
    with ScriptedEndpoint(Reply("正文", thinking="想")) as scripted:
        profiles.learn(at(scripted.url), lambda _: Profile(switch=SWITCHES[0]))
        answer(at(scripted.url))
    assert profiles.of(at(scripted.url)) == Profile(thinks="reasoning_content")


def test_a_model_whose_thinking_is_only_seen_in_what_it_uses_up_is_noticed():
    def server(request):
        return Reply("", finish="length") if request.body["max_tokens"] <= 16 else capable(request)

    with ScriptedEndpoint(server) as scripted:
        assert probe(at(scripted.url))[1].thinks == "hidden"


def drafting(request):
    """Whether a whole section is asked for."""
    return not request.form and "【材料开始】" in request.messages[-1][1]


def pieces(request):
    return re.findall(r"^\[(\d+)\] (.+)$", request.messages[-1][1].partition("【材料开始】")[2], re.MULTILINE)


def by_paragraphs(request, change=lambda text: text):
    """The answer to a request for a rewritten paragraph: the sentences as given, changed."""
    sentences = [{"text": change(text), "numbers": [int(number)]} for number, text in pieces(request)]
    return Reply(json.dumps({"sentences": sentences}, ensure_ascii=False))


def inventing(words, change=lambda text: text):
    """A model that adds ``words`` to whole sections, and changes the sentences of a paragraph."""

    def answer(request):
        if request.form and "numbers" in request.messages[-1][1]:
            return by_paragraphs(request, change)
        reply = capable(request)
        return Reply(reply.text + words) if drafting(request) else reply

    return answer


@pytest.mark.parametrize(
    ("words", "because"),
    [
        ("群众满意率达98%。[1]", "没有依据的数字"),
        ("成立了由镇长任组长的公开工作领导小组。[1]", "没有依据的话"),
        ("各村公开栏均按月更新。[1]", "没有依据的话"),
    ],
)
def test_a_model_that_invents_in_the_trial_is_taken_paragraph_by_paragraph_and_the_page_says_why(words, because):
    with ScriptedEndpoint(inventing(words)) as scripted:
        settings.save_model(model="big-model", base_url=scripted.url)
        assert from_settings(load()).strategy == "prose"
        profile = probe(from_settings(load()))[1]
        assert (profile.strategy, from_settings(load()).strategy) == ("paragraphs", "paragraphs")
        assert "逐段改写，程序逐句核对" in profile.why and "整段试写：" in profile.why and "合用" in profile.why
        assert because in profile.why
        settings.save_model(model="big-model", base_url=scripted.url, llm_strategy="prose")
        assert from_settings(load()).strategy == "prose"


def test_a_model_whose_paragraphs_do_not_stand_either_is_taken_item_by_item():
    def spoiled(text):
        return text.rstrip("。；") + "，取得显著成效。"

    with ScriptedEndpoint(inventing("群众满意率达98%。[1]", spoiled)) as scripted:
        profile = probe(at(scripted.url))[1]
    assert profile.strategy == "items" and "核对后合用0句" in profile.why


def test_a_model_that_cannot_answer_by_schema_is_taken_item_by_item():
    def prose_only(request):
        return Reply("好的。") if request.form else inventing("群众满意率达98%。[1]")(request)

    with ScriptedEndpoint(prose_only) as scripted:
        profile = probe(at(scripted.url))[1]
    assert profile.strategy == "items" and "没有按格式作答" in profile.why


@pytest.mark.parametrize(
    ("answer", "because"), [("全镇政府信息公开工作平稳开展。[1]", "漏写的素材"), (None, "没有标对出处的句子")]
)
def test_a_model_that_leaves_out_or_names_no_source_may_not_write_whole_sections(answer, because):
    def server(request):
        if not drafting(request):
            return by_paragraphs(request) if "numbers" in request.messages[-1][1] else capable(request)
        return Reply(answer or re.sub(r"\[\d+\]", "", capable(request).text))

    with ScriptedEndpoint(server) as scripted:
        profile = probe(at(scripted.url))[1]
    assert profile.strategy == "paragraphs" and because in profile.why


def test_a_small_model_is_taken_item_by_item_without_a_trial():
    with ScriptedEndpoint(capable) as scripted:
        profile = probe(at(scripted.url, "qwen2.5-1.5b-instruct"))[1]
        assert profile.strategy == "items" and "模型较小" in profile.why
        assert all(
            "【材料开始】" not in request.messages[-1][1] and len(request.messages) == 1
            for request in scripted.requests
        )


@pytest.mark.parametrize(
    ("model", "small"),
    [
        ("qwen2.5-1.5b-instruct", True),
        ("qwen3:0.6b", True),
        ("Qwen3-4B-Q4_K_M", True),
        ("qwen3:8b", False),
        ("Qwen/Qwen3-30B-A3B", False),
        ("qwen2.5-72b-instruct", False),
        ("deepseek-chat", None),
        ("qwen-plus", None),
        ("m", None),
    ],
)
def test_the_size_in_a_models_name_is_read(model, small):
    assert is_small(model) is small


@pytest.mark.parametrize(
    ("model", "strategy"),
    [("qwen3:4b", "items"), ("qwen3:8b", "paragraphs"), ("qwen2.5-14b", "paragraphs"), ("qwen3:32b", "prose")],
)
def test_what_was_not_measured_is_drafted_with_by_its_size(model, strategy):
    assert profiles.strategy(at("http://127.0.0.1:9/v1", model), Profile()) == strategy


def test_only_the_first_call_of_a_probe_may_fail_it():
    with ScriptedEndpoint(Reply.error(404, "model 'test-model' not found"), models=tuple("abcdefg")) as scripted:
        with pytest.raises(ModelUnreachable, match="没有名为“big-model”的模型.*现有：a、b、c、d、e。"):
            probe(at(scripted.url))
        assert not os.path.exists(load().data_dir / profiles.FILE)
    with pytest.raises(ModelUnreachable, match="拒绝连接"):
        probe(at(scripted.url))
    with ScriptedEndpoint(["好", Reply.error(500)]) as scripted:
        profile = probe(at(scripted.url))[1]
        assert (profile.form, profile.strategy) == ("text", None)


def test_a_probe_ends_by_its_time_limit(monkeypatch):
    monkeypatch.setattr(probing, "LONGEST_SECONDS", 3)
    with ScriptedEndpoint(["好", Reply("好", stall_after=0)]) as scripted:
        told = []
        profile = probe(at(scripted.url), told.append)[1]
        said = "".join(profiles.sentences(profile))
        assert not profile.complete and "测试没有做完" in said and "json" not in said
        assert told == ["正在连接", "正在试按格式作答"]


class Pair(BaseModel):
    model_config = ConfigDict(extra="forbid")

    a: int
    b: str = "x"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ('{"a": 1, "b": "y"}', Pair(a=1, b="y")),
        ('```json\n{"a": 1}\n```', Pair(a=1)),
        ('结果如下：{"a": 1} 请查收', Pair(a=1)),
        ('{"a": "x"}', None),
        ('{"b": "y"}', None),
        ('{"a": 1, "c": 2}', None),
        ('{"a": 1', None),
        ("[1]", None),
        ("", None),
        ("null", None),
        ("{" * 20_000, None),
    ],
)
def test_an_object_is_read_whole_or_not_at_all(text, value):
    assert structure.read(text, Pair) == value


@pytest.mark.parametrize(
    ("reply", "value"),
    [
        (Reply('{"a": 1}'), Pair(a=1)),
        (Reply('<think>{"a": 9}</think>{"a": 1}'), Pair(a=1)),
        (Reply('{"a": 9}</think>{"a": 1}'), Pair(a=1)),
        (Reply('{"a": 1}', finish="length"), None),
        (Reply(""), None),
    ],
)
def test_a_structured_answer_is_never_thinking_and_never_one_that_was_cut(reply, value):
    with ScriptedEndpoint(reply) as scripted:
        got = client.structured(at(scripted.url), [("user", "数")], Pair, stop=threading.Event(), max_tokens=50)
    assert got.value == value and not got.stopped


def test_a_server_that_knows_no_schema_is_asked_the_next_best_way_from_then_on():
    with ScriptedEndpoint(Reply('{"a": 1}', refuses=("json_schema", "json_object"))) as scripted:
        for number, forms in ((3, ["json_schema", "json_object", ""]), (4, [""])):
            got = client.structured(at(scripted.url), [("user", "数")], Pair, stop=threading.Event(), max_tokens=50)
            assert got.value == Pair(a=1) and len(scripted.requests) == number
            assert [request.form for request in scripted.requests][-len(forms) :] == forms
        assert '"a"' in scripted.requests[-1].messages[-1][1]
        assert '"a"' not in scripted.requests[0].messages[-1][1]


@pytest.mark.parametrize(
    "said",
    [
        "bad request",
        "upstream stream closed",
        "context length exceeded",
        "temperature is fine but no",
        "enable_thinking",
        "'max_tokens' is too large: 5200",
        "the valid range of max_tokens is [1, 4096]",
    ],
)
def test_a_refusal_that_names_nothing_new_teaches_nothing(said):
    assert adapted_to_refusal(Profile(refuses={"temperature"}), said, structured=False) is None


def test_a_switch_that_is_refused_is_not_sent_again():
    learned = adapted_to_refusal(Profile(switch=SWITCHES[0]), "unknown field enable_thinking", structured=False)
    assert learned.switch == {} and "enable_thinking" in learned.refuses
    assert adapted_to_refusal(learned, "enable_thinking must be false", structured=False) is None


@pytest.mark.parametrize(
    ("url", "model", "expects"),
    [
        (None, "gpt-x", dict(refuses={"temperature", "max_tokens"})),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen3-235b-a22b", dict(switch=SWITCHES[0])),
        ("https://dashscope.aliyuncs.com/compatible-mode/v1", "qwen-max", dict()),
        ("https://api.deepseek.com/v1", "deepseek-chat", dict(form="json_object", switch=SWITCHES[2])),
        ("https://api.deepseek.com/v1", "deepseek-reasoner", dict(form="json_object", thinks="reasoning_content")),
        ("http://127.0.0.1:11434/v1", "qwen3:8b", dict(concurrency=2)),
        ("http://10.0.0.8:8000/v1", "m", dict()),
    ],
)
def test_servers_of_a_known_kind_are_met_as_known(url, model, expects):
    assert profiles.of(Endpoint(url, model)) == Profile(**expects)


def test_a_row_of_the_tables_that_no_profile_can_hold_would_be_noticed():
    for family in profiles.FAMILIES:
        Profile.model_validate(family.expected)
    with pytest.raises(ValidationError):
        Profile.model_validate({"stream": True})


def test_ollama_comes_with_its_advice():
    assert "OLLAMA_CONTEXT_LENGTH" in profiles.advice(Endpoint("http://127.0.0.1:11434/v1", "m"))[0]
    assert profiles.advice(Endpoint("http://127.0.0.1:8000/v1", "m")) == ()


def test_profiles_are_kept_without_the_key_and_a_damaged_file_counts_as_none(tmp_path):
    endpoint = at("http://10.0.0.8:8000/v1")
    profiles.learn(endpoint, lambda _: Profile(form="text"))
    file = tmp_path / "data" / profiles.FILE
    assert KEY not in file.read_text("utf-8") and os.stat(file).st_mode & 0o777 == 0o600
    assert profiles.of(endpoint).form == "text"
    assert profiles.of(at("http://10.0.0.8:8000/v1", "other")).form == "json_schema"
    for damaged in ("[1", "[]", '{"http://10.0.0.8:8000/v1 big-model": {"form": "poem"}}', json.dumps({"x": 1})):
        file.write_text(damaged, "utf-8")
        assert profiles.of(endpoint) == Profile()


def test_concurrency_not_set_by_a_person_is_the_profiles():
    settings.save_model(model="qwen3:8b", base_url="http://127.0.0.1:11434/v1")
    assert from_settings(load()).concurrency == 2
    settings.save_model(model="qwen3:8b", base_url="http://127.0.0.1:11434/v1", llm_concurrency=5)
    assert from_settings(load()).concurrency == 5


def test_a_call_costs_what_the_office_says_or_nobody_knows():
    usage = Usage(1_000_000, 500_000, 1.0, 0.1)
    assert usage.cost(Profile(price_in=2, price_out=8)) == 6.0
    assert usage.cost(Profile(price_in=2)) is None and usage.cost(Profile()) is None
    assert Usage(None, None, 1.0, None).cost(Profile(price_in=2, price_out=8)) is None
