"""Settings: which layer wins, what is refused and how, and that a key stays secret and goes only where it belongs."""

import json
import os
import socket

import pytest

from drafting import private_files, settings
from drafting.errors import SettingError


@pytest.fixture(autouse=True)
def an_empty_working_folder(monkeypatch, tmp_path):
    for name in settings.NAMES.values():
        if name != "NIANBAO_DATA_DIR":
            monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def write_secrets(tmp_path, text):
    (tmp_path / ".streamlit").mkdir(exist_ok=True)
    (tmp_path / ".streamlit" / "secrets.toml").write_text(text, encoding="utf-8")


def key(loaded):
    return loaded.api_key and loaded.api_key.get_secret_value()


@pytest.fixture
def listening():
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_without_anything_set_there_is_no_model_and_the_database_is_in_the_data_folder(tmp_path):
    loaded = settings.load()
    assert not loaded.configured
    assert loaded.database_url == f"sqlite:///{tmp_path / 'data' / 'nianbao.db'}"
    assert (loaded.llm_timeout, loaded.llm_concurrency, loaded.llm_strategy) == (60, None, None)
    assert (loaded.where("data_dir"), loaded.where("model")) == ("环境变量", "默认")


def test_the_environment_wins_over_secrets_and_those_over_the_page(monkeypatch, tmp_path):
    settings.save_model(model="page", base_url="http://10.0.0.1/v1", llm_timeout=5, llm_concurrency=2)
    write_secrets(tmp_path, 'NIANBAO_MODEL = "secret"\nNIANBAO_LLM_TIMEOUT = 12\n[auth]\nclient_id = "x"\n')
    monkeypatch.setenv("NIANBAO_MODEL", "environment")
    loaded = settings.load()
    assert (loaded.model, loaded.llm_timeout, loaded.llm_concurrency) == ("environment", 12, 2)
    assert [loaded.where(field) for field in ("model", "llm_timeout", "llm_concurrency", "database_url")] == [
        "环境变量",
        "secrets.toml",
        "设置页",
        "默认",
    ]


def test_how_to_draft_can_be_set_on_the_page_and_is_refused_when_it_names_nothing():
    settings.save_model(model="page", base_url="http://10.0.0.1/v1", llm_strategy="items")
    assert settings.load().llm_strategy == "items"
    with pytest.raises(SettingError, match="起草方式不对：应是 prose"):
        settings.save_model(model="page", base_url="http://10.0.0.1/v1", llm_strategy="poem")
    settings.save_model(model="page", base_url="http://10.0.0.1/v1")
    assert settings.load().llm_strategy is None


def test_an_empty_variable_counts_as_not_set(monkeypatch):
    settings.save_model(model="page", base_url="http://10.0.0.1/v1")
    monkeypatch.setenv("NIANBAO_MODEL", "")
    assert settings.load().model == "page"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("NIANBAO_LLM_TIMEOUT", "abc"),
        ("NIANBAO_LLM_TIMEOUT", "0"),
        ("NIANBAO_LLM_TIMEOUT", "nan"),
        ("NIANBAO_LLM_CONCURRENCY", "0"),
        ("NIANBAO_LLM_CONCURRENCY", "33"),
        ("OPENAI_BASE_URL", "api.deepseek.com"),
        ("OPENAI_BASE_URL", "http://"),
        ("OPENAI_BASE_URL", "http://user:word@host/v1"),
        ("OPENAI_BASE_URL", "http://host/v1?key=1"),
        ("OPENAI_BASE_URL", "http://host:port/v1"),
        ("OPENAI_API_KEY", "两个 字"),
        ("NIANBAO_DATABASE_URL", "mysql://host/db"),
        ("NIANBAO_LLM_STRATEGY", "poem"),
    ],
)
def test_a_wrong_value_is_refused_with_its_name(monkeypatch, tmp_path, name, value):
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingError, match=f"环境变量 {name} 不对：应是.*请改正"):
        settings.load()
    monkeypatch.delenv(name)
    write_secrets(tmp_path, f"{name} = {json.dumps(value)}\n")
    with pytest.raises(SettingError, match=rf"secrets\.toml 中的 {name} 不对"):
        settings.load()


@pytest.mark.parametrize(("text", "place"), [("NIANBAO_MODEL = \n", "第 1 行"), ('NIANBAO_MODEL = "x', "末尾")])
def test_a_broken_secrets_file_is_refused(tmp_path, text, place):
    write_secrets(tmp_path, text)
    with pytest.raises(SettingError, match=rf"secrets\.toml 的{place}不合 TOML 格式"):
        settings.load()


def test_what_the_page_saves_is_private_to_the_user(tmp_path):
    settings.save_model(model=" qwen3 ", base_url=" https://api.example.cn/v1/ ", api_key=" sk-1 ")
    loaded = settings.load()
    assert (loaded.model, loaded.base_url, key(loaded)) == ("qwen3", "https://api.example.cn/v1", "sk-1")
    assert loaded.where("api_key") == "设置页" and loaded.configured
    assert os.stat(tmp_path / "data" / "model.json").st_mode & 0o777 == 0o600
    assert os.stat(tmp_path / "data").st_mode & 0o777 == 0o700
    assert os.listdir(tmp_path / "data") == ["model.json"]


def test_the_key_is_never_shown(monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-secret")
    monkeypatch.setenv("NIANBAO_DATABASE_URL", "postgresql://user:word@host/db")
    loaded = settings.load()
    assert key(loaded) == "sk-secret"
    assert "sk-secret" not in f"{loaded!r} {loaded} {loaded.model_dump_json()}"
    assert "word" not in repr(loaded)


def test_saving_again_without_a_key_keeps_it_only_for_the_same_address():
    settings.save_model(model="a", base_url="http://10.0.0.1/v1", api_key="sk-1")
    settings.save_model(model="b", base_url="http://10.0.0.1/v1")
    assert key(settings.load()) == "sk-1"
    settings.save_model(model="b", base_url="http://10.0.0.2/v1")
    assert key(settings.load()) is None


def test_a_wrong_value_on_the_page_leaves_the_saved_one_whole():
    settings.save_model(model="a", base_url="http://10.0.0.1/v1")
    for wrong in (
        dict(model="", base_url="http://x/v1"),
        dict(model="b"),
        dict(model="b", base_url="x"),
        dict(model="b", base_url="http://x/v1", llm_timeout=0),
        dict(model="b", api_key="密钥"),
    ):
        with pytest.raises(SettingError, match="请"):
            settings.save_model(**wrong)
    assert settings.load().model == "a"


def test_forgetting_the_model_twice_is_fine():
    settings.save_model(model="a", base_url="http://10.0.0.1/v1")
    settings.forget_model()
    settings.forget_model()
    assert not settings.load().configured


def test_a_damaged_file_of_the_page_is_refused_and_can_be_forgotten(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "model.json").write_text("[1", encoding="utf-8")
    with pytest.raises(SettingError, match="已损坏"):
        settings.load()
    settings.forget_model()
    assert not settings.load().configured


def test_a_key_from_outside_is_not_sent_to_an_address_of_the_page(monkeypatch):
    settings.save_model(model="a", base_url="http://10.0.0.1/v1")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-outside")
    loaded = settings.load()
    assert (loaded.base_url, key(loaded), loaded.where("api_key")) == ("http://10.0.0.1/v1", None, "默认")
    settings.save_model(model="a", base_url="http://10.0.0.1/v1", api_key="sk-page")
    loaded = settings.load()
    assert (key(loaded), loaded.where("api_key")) == ("sk-page", "设置页")


def test_a_key_of_the_page_is_not_sent_to_another_address_from_outside(monkeypatch):
    settings.save_model(model="a", base_url="http://10.0.0.1/v1", api_key="sk-page")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://10.0.0.2/v1")
    loaded = settings.load()
    assert (loaded.base_url, key(loaded)) == ("http://10.0.0.2/v1", None)
    settings.save_model(model="a", base_url="http://10.0.0.2/v1", api_key="sk-page")
    assert key(settings.load()) == "sk-page"


def test_a_model_served_on_this_machine_is_used_while_it_answers(monkeypatch, listening):
    settings.save_model(model="page", base_url="http://10.0.0.1/v1", api_key="sk-page")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-outside")
    folder = settings.load().data_dir
    private_files.write_private(
        folder / settings.LOCAL_FILE,
        {
            "base_url": f"http://127.0.0.1:{listening}/v1",
            "model": "q15",
            "api_key": "local",
            "llm_strategy": "items",
            "pid": 1,
        },
    )
    loaded = settings.load()
    assert (loaded.model, key(loaded), loaded.llm_strategy) == ("q15", "local", "items")
    assert loaded.where("model") == "本机模型"
    monkeypatch.setenv("NIANBAO_MODEL", "chosen")
    assert settings.load().base_url == "http://10.0.0.1/v1"


def test_a_served_model_that_is_gone_is_not_used():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    private_files.write_private(
        settings.load().data_dir / settings.LOCAL_FILE, {"base_url": f"http://127.0.0.1:{port}/v1", "model": "q15"}
    )
    assert not settings.load().configured
