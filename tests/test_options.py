"""设置: what is typed is kept, what the model can do is said in plain words, prompts are kept and restored."""

import pytest

from drafting import fallback_setting, model_use, service_address, settings
from drafting.errors import FileError
from drafting.settings import load
from drafting.testing.app_test import AppTest
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful
from drafting.writing import profile as profiles
from drafting.writing import prompts
from drafting.writing.configured import from_settings

PAGE = """
from unittest.mock import patch
from drafting.ui import options, session
with patch.object(options, "begin_plain", lambda *_: session.show_messages()):
    options.page()
"""


def opened() -> AppTest:
    return healthy(AppTest.from_string(PAGE, default_timeout=60).run())


def healthy(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    return at


def labelled(elements, label: str):
    return next(element for element in elements if element.label == label)


def click(at: AppTest, label: str) -> AppTest:
    return healthy(labelled(at.button, label).click().run())


def shown(at: AppTest) -> str:
    """All words of the page, without the backslashes that keep Markdown quiet."""
    kinds = (at.markdown, at.caption, at.success, at.error, at.warning, at.info)
    return "\n".join(str(element.value) for kind in kinds for element in kind).replace("\\", "")


def capable(request):
    counted = request.form or "JSON Schema" in request.messages[-1][1]
    return Reply('{"month": 5, "people": 48}') if counted else faithful(request)


def test_without_a_model_the_page_says_that_the_program_works_all_the_same():
    at = opened()
    assert "不配置也能用" in shown(at)
    assert "还没有填写模型" in shown(click(at, "测试连接"))


def test_everything_typed_is_kept_and_the_prices_go_to_the_profile_of_the_endpoint():
    at = opened()
    labelled(at.text_input, "服务地址").input("http://10.0.0.8:8000/v1")
    labelled(at.text_input, "模型名称").input("qwen")
    labelled(at.selectbox, "起草方式").select("items")
    labelled(at.number_input, "同时起草数").set_value(3)
    labelled(at.number_input, "等待时间（秒）").set_value(90)
    labelled(at.number_input, "输入单价（元/百万词元）").set_value(0.8)
    labelled(at.number_input, "输出单价（元/百万词元）").set_value(2.0)
    assert "已保存" in shown(click(at, "保存"))
    now = load()
    assert (now.model, now.llm_strategy, now.llm_concurrency, now.llm_timeout) == ("qwen", "items", 3, 90)
    profile = profiles.of(from_settings(now))
    assert (profile.price_in, profile.price_out) == (0.8, 2.0)
    at = opened()
    assert labelled(at.number_input, "输入单价（元/百万词元）").value == 0.8
    assert "还没有测试过" in shown(at) and "逐条改写素材（由设置页设定）" in shown(at)


def test_what_is_wrong_is_said_and_nothing_is_kept():
    at = opened()
    labelled(at.text_input, "服务地址").input("api.deepseek.com")
    labelled(at.text_input, "模型名称").input("x")
    assert "应是 http" in shown(click(at, "保存"))
    assert not load().configured


def test_the_connection_test_shows_what_the_model_can_do_and_keeps_it():
    with ScriptedEndpoint(capable) as server:
        settings.save_model(model="big-model", base_url=server.url)
        at = click(opened(), "测试连接")
        assert "连接正常" in at.success[0].value and at.status[0].state == "complete"
        for said in ("文字边写边显示", "能按规定的格式作答", "不先思考", "起草方式：整段起草", "素材和数据都写到"):
            assert said in shown(at)
    assert "文字边写边显示" in shown(opened())  # another day, the server gone


def test_the_connection_test_tries_what_is_typed_and_offers_to_save_it():
    settings.save_model(model="old", base_url="http://127.0.0.1:9/v1", api_key="sk-old")
    with ScriptedEndpoint(capable) as server:
        at = opened()
        labelled(at.text_input, "服务地址").input(server.url)
        labelled(at.text_input, "模型名称").input("big-model")
        click(at, "测试连接")
        assert "连接正常" in at.success[0].value and "big-model" in shown(at) and "还没有保存" in shown(at)
        assert load().model == "old"
        assert "sk-old" not in str(
            [request.headers for request in server.requests]
        )  # a key goes only where it was set for
    assert "已保存" in shown(click(at, "保存这些设置"))
    assert (load().model, load().base_url) == ("big-model", server.url)
    assert "还没有保存" not in shown(at)


def test_after_a_test_of_what_is_saved_nothing_is_left_to_save():
    with ScriptedEndpoint(capable) as server:
        settings.save_model(model="big-model", base_url=server.url)
        at = click(opened(), "测试连接")
    assert "还没有保存" not in shown(at)


def test_an_address_without_its_beginning_or_end_is_completed_by_a_click_and_never_silently():
    at = opened()
    labelled(at.text_input, "服务地址").input("127.0.0.1:8667").run()
    assert "`http://127.0.0.1:8667/v1`" in shown(at)
    click(at, "用这个地址")
    assert labelled(at.text_input, "服务地址").value == "http://127.0.0.1:8667/v1" and "地址不完整" not in shown(at)


@pytest.mark.parametrize(
    "typed, whole",
    [
        ("127.0.0.1:8667", "http://127.0.0.1:8667/v1"),
        ("10.0.0.8", "http://10.0.0.8/v1"),
        ("localhost:11434", "http://localhost:11434/v1"),
        ("api.deepseek.com", "https://api.deepseek.com/v1"),
        ("api.deepseek.com/v1", "https://api.deepseek.com/v1"),
        ("https://api.deepseek.com/", "https://api.deepseek.com/v1"),
        ("http：//10.0.0.8：8000", "http://10.0.0.8:8000/v1"),
        ("gpu-server:8000/v1/", "http://gpu-server:8000/v1"),
        ("", ""),
        ("http://10.0.0.8/v1", ""),
        ("http://10.0.0.8/openai/", ""),
        ("ftp://10.0.0.8", ""),
        ("什么 地址", ""),
        ("http://", ""),
        ("a@b:c", ""),
    ],
)
def test_what_an_address_stands_for(typed, whole):
    assert service_address.completed(typed) == whole


def test_the_models_of_the_service_are_offered_and_one_is_filled_in():
    with ScriptedEndpoint(capable, models=("qwen3-8b", "qwen3-32b")) as server:
        at = opened()
        labelled(at.text_input, "服务地址").input(server.url)
        click(at, "查看该服务的模型")
        healthy(labelled(at.selectbox, "该服务现有 2 个模型").select("qwen3-32b").run())
    assert labelled(at.text_input, "模型名称").value == "qwen3-32b"
    labelled(at.text_input, "模型名称").input("自己填的").run()
    assert labelled(at.text_input, "模型名称").value == "自己填的"


def test_a_service_that_does_not_list_its_models_is_said():
    at = opened()
    labelled(at.text_input, "服务地址").input("http://127.0.0.1:9/v1")
    assert "拒绝连接" in shown(click(at, "查看该服务的模型"))
    labelled(at.text_input, "服务地址").input("http://127.0.0.1:10/v1").run()
    assert "拒绝连接" not in shown(at)  # it was said of the other address


def test_no_jargon_of_models_stands_on_the_page():
    with ScriptedEndpoint(
        lambda request: Reply(capable(request).text, refuses=("json_schema", "temperature"))
    ) as server:
        settings.save_model(model="m", base_url=server.url)
        said = shown(click(opened(), "测试连接"))
    assert not [word for word in ("json", "token", "字元", "temperature", "@1#", "schema") if word in said]


def test_a_downgrade_is_said():
    def thinker(request):
        reply = capable(request)
        return Reply(reply.text, thinking="想一想", refuses=("json_schema",))

    with ScriptedEndpoint(thinker) as server:
        settings.save_model(model="big-model", base_url=server.url)
        said = shown(click(opened(), "测试连接"))
    assert "不能完全按规定的格式作答，已改用较宽松的格式" in said and "思考内容不会进入正文" in said


def test_a_connection_that_fails_is_one_sentence():
    settings.save_model(model="m", base_url="http://127.0.0.1:9/v1")
    at = click(opened(), "测试连接")
    assert "127.0.0.1" in shown(at) and at.status[0].state == "error" and not at.success


def test_what_the_environment_sets_is_grey(monkeypatch):
    monkeypatch.setenv("NIANBAO_MODEL", "m")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://10.0.0.8:8000/v1")
    monkeypatch.setenv("NIANBAO_LLM_STRATEGY", "items")
    at = opened()
    assert labelled(at.text_input, "服务地址").disabled and labelled(at.selectbox, "起草方式").disabled
    assert "已由环境变量设定" in shown(at) and "逐条改写素材（由环境变量设定）" in shown(at)
    labelled(at.number_input, "输入单价（元/百万词元）").set_value(1.0)
    click(at, "保存")
    assert profiles.of(from_settings(load())).price_in == 1.0
    assert not (load().data_dir / settings.MODEL_FILE).exists()


def test_a_damaged_setting_is_said_and_can_be_cleared(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / settings.MODEL_FILE).write_text("[1", "utf-8")
    at = opened()
    assert "已损坏" in shown(at)
    assert "不配置也能用" in shown(click(at, "清除本机保存的模型设置"))
    assert not load().configured


def test_a_prompt_is_edited_as_the_offices_own_and_restored():
    at = opened()
    at.selectbox(key="prompt_id").select("item").run()
    assert at.text_area[0].value == prompts.shipped("item").text
    at.text_area[0].input(at.text_area[0].value + "\n语气平实。").run()
    assert "已保存" in shown(click(at, "保存为本单位自用"))
    assert prompts.load("item").text.endswith("语气平实。") and "现用：本单位自用，由程序自带的第 2 版改成。" in shown(
        at
    )
    assert "已恢复" in shown(click(at, "恢复自带"))
    assert at.text_area[0].value == prompts.shipped("item").text and prompts.own("item") is None


def test_a_prompt_with_an_unknown_variable_is_refused_and_the_typed_text_stays():
    at = opened()
    at.selectbox(key="prompt_id").select("item").run()
    typed = at.text_area[0].value + "{{budget}}"
    at.text_area[0].input(typed).run()
    assert "程序没有的变量（{{budget}}）" in shown(click(at, "保存为本单位自用"))
    assert at.text_area[0].value == typed and prompts.own("item") is None


def test_a_prompt_of_the_office_that_does_not_hold_is_said_on_the_page():
    prompts.save_own("item", prompts.shipped("item").text)
    file = load().data_dir / "prompts" / "item.md"
    file.write_text(file.read_text("utf-8").replace("{{material}}", "{{materials}}"), "utf-8")
    at = opened()
    assert "本单位的提示词“逐条改写素材（小模型）”不合格式，已改用程序自带的" in shown(at)
    at.selectbox(key="prompt_id").select("item").run()
    click(at, "恢复自带")
    assert not at.warning


@pytest.mark.parametrize("nasty", ["<script>alert(1)</script>", "**粗** :red[红] $x$"])
def test_names_are_shown_as_typed(nasty):
    settings.save_model(model=nasty, base_url="http://10.0.0.8:8000/v1")
    assert all("<script>" not in element.value and "**粗** " not in element.value for element in opened().markdown)


def test_the_table_of_rules_and_the_words_are_taken_when_they_can_be_read_and_refused_in_words_when_not(service):
    tables = service.tables
    tables.keep_rules(tables.rules())
    tables.keep_words("词\t级别\t改为\t类别\n石桥办\t必错\t青石办\t错别字\n".encode())
    assert "石桥办" in tables.words().decode() and tables.fault == ""
    for keep, raw in ((tables.keep_rules, b"T-02\t\xe6\x8f\x90\xe7\xa4\xba\n"), (tables.keep_words, b"nothing")):
        with pytest.raises(FileError, match="第 1 行"):
            keep(raw)
    assert "石桥办" in tables.words().decode()
    tables.forget()
    assert tables.words().decode("utf-8-sig") == "词\t级别\t改为\t类别\t起始年\t终止年\t说明\t例外\n"


def test_a_failure_nobody_thought_of_is_a_sentence_on_the_page_and_the_command_line(monkeypatch, tmp_path, capsys):
    from drafting import cli, report_file
    from drafting.report import Note, Organ, Report
    from drafting.writing import connection

    def broken(self, endpoint):
        raise RuntimeError("something else")

    monkeypatch.setattr(connection.Connection, "__init__", broken)
    settings.save_model(model="m-14b", base_url="http://10.0.0.8:8000/v1")
    assert "10.0.0.8" in shown(click(opened(), "测试连接"))
    assert "10.0.0.8" in shown(click(opened(), "查看该服务的模型"))
    organ = Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")
    report = Report(organ=organ, year=2024, notes=[Note(id="n1", aspect="platform", text="关停1个微博账号。")])
    report_file.write(report, tmp_path / "a.report.json")
    assert cli.main(["draft", str(tmp_path / "a.report.json"), "--section", "overview.platform", "--json"]) == 4
    said = capsys.readouterr().err
    assert "10.0.0.8" in said and "Traceback" not in said


def test_an_own_prompt_of_an_earlier_version_is_used_and_told_of_the_new_one():
    path = settings.data_dir() / "prompts" / "item.md"
    path.parent.mkdir(parents=True)
    text = "把材料改写成一句话。\n【材料开始】\n{{material}}\n【材料结束】"
    path.write_text(f"---\nid: item\nversion: 1\nvariables: [material]\n---\n{text}\n", "utf-8")
    at = opened()
    at.selectbox(key="prompt_id").select("item").run()
    assert prompts.load("item").text == text
    assert any("已更新到第 2 版，本单位的一份仍在使用" in each.value for each in at.info)
    click(at, "恢复自带")
    assert not any("已更新到" in each.value for each in at.info)


def test_whether_remote_models_may_be_used_is_laid_down_on_the_page():
    at = opened()
    choice = labelled(at.radio, "全单位")
    assert choice.value == "any"
    choice.set_value("office").run()
    assert "只用本机或内网的模型" in shown(healthy(at)) and model_use.of_office() == "office"
    assert labelled(opened().radio, "全单位").value == "office"


def test_what_is_laid_down_outside_is_shown_and_cannot_be_changed_on_the_page(monkeypatch):
    monkeypatch.setenv("NIANBAO_MODEL_USE", "none")
    at = opened()
    assert labelled(at.radio, "全单位").disabled and "NIANBAO_MODEL_USE" in shown(at)


def test_a_choice_that_cannot_be_read_is_said_and_can_be_made_anew():
    (settings.data_dir()).mkdir(parents=True)
    (settings.data_dir() / model_use.FILE).write_text("[]")
    at = opened()
    assert "读不出来" in shown(at) and labelled(at.radio, "全单位").value is None
    labelled(at.radio, "全单位").set_value("none").run()
    assert model_use.of_office() == "none"


@pytest.mark.both_databases
def test_where_servers_may_share_a_database_the_page_says_that_the_model_is_this_ones_alone(database):
    assert ("只保存在这一台服务器上，不进数据库" in shown(opened())) == bool(database)


def test_a_second_model_is_tried_kept_and_removed_and_its_key_is_no_one_elses():
    settings.save_model(model="first", base_url="http://127.0.0.1:9/v1")
    at = opened()
    assert "备用模型" in "".join(each.label for each in at.expander)
    with ScriptedEndpoint(capable) as server:
        labelled(at.text_input, "备用服务地址").input(server.url)
        labelled(at.text_input, "备用模型名称").input("second")
        labelled(at.text_input, "备用密钥").input("sk-second")
        assert "连接正常" in shown(click(at, "测试备用模型"))
        assert not (settings.data_dir() / settings.FALLBACK_FILE).exists()
        click(at, "保存备用模型")
        other = from_settings(load()).fallback
        assert (other.model, other.base_url) == ("second", server.url)
        assert all(request.headers.get("authorization", "").endswith("sk-second") for request in server.requests)
    at = opened()
    assert "sk-second" not in shown(at) + "".join(str(each.value) for each in at.text_input)
    click(at, "保存备用模型")
    assert load().fallback_key.get_secret_value() == "sk-second"
    labelled(at.text_input, "备用服务地址").input("http://127.0.0.1:8/v1")
    click(at, "保存备用模型")
    assert load().fallback_key is None
    click(at, "不用备用模型")
    assert from_settings(load()).fallback is None


def test_a_second_model_without_a_name_is_refused_in_words():
    settings.save_model(model="first", base_url="http://127.0.0.1:9/v1")
    at = opened()
    labelled(at.text_input, "备用服务地址").input("http://127.0.0.1:8/v1")
    assert "请填写备用模型的名称" in shown(click(at, "保存备用模型"))
    assert "请填写备用模型的名称" in shown(click(at, "测试备用模型"))
    assert load().fallback_model is None


def test_a_second_model_set_outside_is_grey(monkeypatch):
    settings.save_model(model="first", base_url="http://127.0.0.1:9/v1")
    fallback_setting.save("kept", "http://127.0.0.1:8/v1", "")
    monkeypatch.setenv("NIANBAO_FALLBACK_MODEL", "outside")
    monkeypatch.setenv("NIANBAO_FALLBACK_BASE_URL", "http://127.0.0.1:7/v1")
    at = opened()
    assert labelled(at.button, "保存备用模型").disabled and "环境变量" in shown(at)
    assert from_settings(load()).fallback.model == "outside"
