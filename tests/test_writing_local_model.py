"""``nianbao model``: what is refused, and that the model is this machine's while it runs."""

import os
import signal
import socket
import sys
import threading
from types import SimpleNamespace

import pytest

from drafting import settings
from drafting.errors import FileError, SettingError
from drafting.writing import local_model


@pytest.fixture
def model(tmp_path):
    path = tmp_path / "small.gguf"
    path.write_bytes(b"GGUF\x03\x00\x00\x00")
    return path


@pytest.fixture
def engine(monkeypatch):
    """Stands for xllamacpp: listens where it is told, loads nothing."""

    class Server:
        def __init__(self, given):
            self.given = given
            self._socket = socket.create_server((given.hostnames[0], given.port))
            self.listening_address = f"http://127.0.0.1:{given.port}"
            engine.servers.append(self)

    def parameters():
        return SimpleNamespace(model=SimpleNamespace(), cpuparams=SimpleNamespace(), cpuparams_batch=SimpleNamespace())

    engine = SimpleNamespace(Server=Server, CommonParams=parameters, servers=[])
    monkeypatch.setitem(sys.modules, "xllamacpp", engine)
    yield engine
    for server in engine.servers:
        server._socket.close()


def test_the_model_is_this_machines_while_it_runs(model, engine, monkeypatch, capsys):
    seen = []

    def look_and_end():
        seen.append(settings.load())
        os.kill(os.getpid(), signal.SIGTERM)

    monkeypatch.setattr(
        local_model,
        "_until_told",
        lambda wait=local_model._until_told: (threading.Timer(0.2, look_and_end).start(), wait()),
    )
    before = signal.getsignal(signal.SIGTERM)
    local_model.serve(model, port=0, threads=3, context=4096)
    (loaded,) = seen
    assert (loaded.model, loaded.llm_concurrency, loaded.llm_strategy) == ("small", 1, "items")
    assert loaded.where("model") == "本机模型"
    assert loaded.llm_timeout >= 180 and loaded.configured
    given = engine.servers[0].given
    assert (given.hostnames, given.n_ctx, given.cpuparams.n_threads) == (["127.0.0.1"], 4096, 3)
    assert not settings.load().configured
    assert not (settings.load().data_dir / settings.LOCAL_FILE).exists()
    assert signal.getsignal(signal.SIGTERM) == before
    said = capsys.readouterr().out
    assert loaded.base_url in said and "已停止" in said


@pytest.mark.parametrize(
    ("name", "strategy"),
    [("qwen2.5-1.5b-instruct-q4_k_m", "items"), ("qwen3-14b-q4_k_m", None), ("our-model", "items")],
)
def test_a_served_model_is_taken_item_by_item_unless_its_name_says_it_is_large(
    model, engine, monkeypatch, name, strategy
):
    seen = []
    monkeypatch.setattr(local_model, "_until_told", lambda: seen.append(settings.load().llm_strategy))
    local_model.serve(model.rename(model.with_name(f"{name}.gguf")), port=0)
    assert seen == [strategy]


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(FileError, match="找不到模型文件"):
        local_model.serve(tmp_path / "none.gguf")


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"GGML"])
def test_a_file_that_is_no_gguf_is_refused_by_its_content(tmp_path, content):
    path = tmp_path / "model.gguf"
    path.write_bytes(content)
    with pytest.raises(FileError, match="不是 GGUF 格式"):
        local_model.serve(path)


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(FileError, match="无法读取"):
        local_model.serve(tmp_path)


def test_without_the_optional_package_the_command_to_install_it_is_named(model, monkeypatch):
    monkeypatch.setitem(sys.modules, "xllamacpp", None)
    with pytest.raises(SettingError, match=r'pip install "nianbao\[local\]"'):
        local_model.serve(model)


def test_a_port_in_use_is_refused(model, engine):
    with socket.create_server(("127.0.0.1", 0)) as other, pytest.raises(SettingError, match="端口 .* 用不了.*--port"):
        local_model.serve(model, port=other.getsockname()[1])


def test_a_file_the_engine_cannot_load_is_refused(model, engine, monkeypatch):
    def fail(_):
        raise RuntimeError("failed to load model")

    monkeypatch.setattr(engine, "Server", fail)
    with pytest.raises(FileError, match="载入失败"):
        local_model.serve(model, port=0)
