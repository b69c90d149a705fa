"""The program, served for a test over a data folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from drafting.testing.app_server import AppServer, free_port, is_free, serve

ROOT = Path(__file__).parents[2]
_ports: list[int] = []


def environment(folder: Path, model: str = "") -> dict[str, str]:
    """What makes the program work over the data in ``folder``, with the model at that address if there is one."""
    return {
        "NIANBAO_DATA_DIR": str(folder),
        "NIANBAO_DATABASE_URL": "",
        "OPENAI_API_KEY": "k" if model else "",
        "OPENAI_BASE_URL": model,
        "NIANBAO_MODEL": "test-model" if model else "",
    }


@contextmanager
def program(folder: Path, *options: str, model: str = "", port: int | None = None) -> Iterator[AppServer]:
    """The program over the data in ``folder``; at the port of the test before it unless another is given, so that the
    browser need not load the scripts of every page anew.
    """
    with serve(
        ROOT / "app.py", *options, env=environment(folder, model), port=port or usual_port(), warm=True
    ) as server:
        yield server


def usual_port() -> int:
    """The port at which this process serves the program, if nothing listens there; else another."""
    if not (_ports and is_free(_ports[0])):
        _ports[:] = [free_port()]
    return _ports[0]
