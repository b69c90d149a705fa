"""``nianbao model FILE.gguf``: serves a model file on this machine; nothing leaves it.

The server is llama.cpp's own, from the optional package xllamacpp; it listens on loopback only. While it runs, its
address stands in ``local-model.json`` in the data folder, where ``settings.load`` finds it. A file whose name does not
say that the model is larger than small is drafted with item by item.
"""

from __future__ import annotations

import os
import signal
import socket
import threading
from pathlib import Path

from drafting.errors import FileError, SettingError
from drafting.private_files import write_private
from drafting.settings import LOCAL_FILE, load

from .profile import is_small

PORT = 8091
TIMEOUT = 180
"""Seconds of silence allowed: on two cores a long prompt takes a minute to read."""


def serve(path: str | os.PathLike, *, port: int = PORT, threads: int | None = None, context: int = 8192) -> None:
    """Serves the GGUF file at ``path`` until Ctrl+C or SIGTERM; ``port`` 0 takes a free one.

    ``threads``: cores to use (None: as many as help). ``context``: tokens a request and its answer may have together.
    Raises FileError for a file that is no model, SettingError where the server cannot start.
    """
    path = Path(path).expanduser().absolute()
    _check(path)
    try:
        import xllamacpp  # pyright: ignore[reportMissingImports] – of the extra "local"
    except ImportError:
        raise SettingError('运行本机模型需要另装一个组件，请执行：pip install "nianbao[local]"，然后重试。') from None
    folder = load().data_dir
    port = _free(port)
    print(f"正在载入 {path.name}，较大的模型需要几十秒……", flush=True)
    try:
        server = xllamacpp.Server(_parameters(xllamacpp, path, port, threads or _cores(), context))
    except RuntimeError:
        raise FileError(
            f"模型文件“{path.name}”载入失败：文件可能不完整、内存不够，或这个版本不支持。请换一个模型文件。"
        ) from None
    url = f"{server.listening_address.rstrip('/')}/v1"
    try:
        write_private(
            folder / LOCAL_FILE,
            {
                "base_url": url,
                "model": path.stem,
                "api_key": "local",
                "llm_timeout": max(TIMEOUT, load().llm_timeout),
                "llm_concurrency": 1,
                "pid": os.getpid(),
            }
            | ({} if is_small(path.stem) is False else {"llm_strategy": "items"}),
        )
        print(f"模型 {path.stem} 已就绪：{url}\n年报程序会自动使用它。按 Ctrl+C 停止。", flush=True)
        _until_told()
    finally:
        (folder / LOCAL_FILE).unlink(missing_ok=True)
        del server
    print("本机模型已停止。", flush=True)


def _check(path: Path) -> None:
    """Raises FileError unless ``path`` is a GGUF file, which begins with those four letters."""
    try:
        with path.open("rb") as file:
            start = file.read(4)
    except FileNotFoundError:
        raise FileError(f"找不到模型文件“{path}”，请核对路径和文件名。") from None
    except OSError as error:
        raise FileError(f"模型文件“{path}”无法读取（{error.strerror}），请核对路径和权限。") from None
    if start != b"GGUF":
        raise FileError(f"“{path.name}”不是 GGUF 格式的模型文件，请下载扩展名为 .gguf 的模型文件。")


def _free(port: int) -> int:
    """``port`` if nothing listens there, a free one for 0. Raises SettingError when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, os.name == "posix")
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            raise SettingError(
                f"端口 {port} 用不了，可能已有程序占用。请用 --port 换一个端口，例如 --port {PORT + 10}。"
            ) from None
        return probe.getsockname()[1]


def _cores() -> int:
    """Threads that help: every core of a small machine, half (the physical ones, at most 8) of a larger one."""
    cores = os.cpu_count() or 1
    return cores if cores <= 4 else min(8, cores // 2)


def _parameters(xllamacpp, path: Path, port: int, threads: int, context: int):
    """llama.cpp's server settings: one request at a time, since slots do not help on a few cores."""
    given = xllamacpp.CommonParams()
    given.model.path = str(path)
    given.model_alias = {path.stem}
    given.hostnames = ["127.0.0.1"]
    given.port = port
    given.n_ctx = context
    given.n_parallel = 1
    given.cpuparams.n_threads = given.cpuparams_batch.n_threads = threads
    given.use_jinja = True
    given.ui = False
    given.fit_params = False
    given.cache_ram_mib = 0
    given.cors_origins = ""
    given.verbosity = 1
    return given


def _until_told() -> None:
    """Waits for Ctrl+C or SIGTERM."""
    told = threading.Event()
    before = {number: signal.signal(number, lambda *_: told.set()) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        while not told.wait(1):  # in short waits, which Windows needs to notice a signal
            pass
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
