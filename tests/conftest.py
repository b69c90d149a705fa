"""Shared by all tests: no test touches this user's data, settings or network endpoints."""

from __future__ import annotations

import os
import socket
import sys
from contextlib import contextmanager

import hypothesis
import pytest

from drafting.report import Organ, Report

if os.environ.pop("PYTHONDONTWRITEBYTECODE", None):  # hundreds of processes are started: none compiles all anew
    sys.dont_write_bytecode = False

hypothesis.settings.register_profile(
    "nianbao", deadline=None, derandomize=True, max_examples=50
)  # the same examples on every machine
hypothesis.settings.load_profile("nianbao")


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """A worker asks about each test whether it was tried before: the question leaves at once, not when the one before
    was acknowledged, 40 ms later.
    """
    asked = getattr(getattr(config, "failures_db", None), "sock", None)
    if asked and hasattr(config, "workerinput"):
        asked.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


@pytest.hookimpl(tryfirst=True)
def pytest_xdist_auto_num_workers(config):
    """One worker more than the processors: the one that drives a browser waits for half of its time."""
    return (os.cpu_count() or 1) + 1


def pytest_make_parametrize_id(val):
    """Name a parameter by its text, and what no environment variable or terminal can hold by its escapes.

    A file's bytes are named by how they begin: later ones may hold the time, which no two workers share.
    """
    if isinstance(val, bytes):
        return val[:8].decode("ascii", "backslashreplace").encode("unicode_escape").decode()
    if isinstance(val, str) and not val.isprintable():
        return val.encode("unicode_escape").decode()
    return None


def pytest_generate_tests(metafunc):
    """A test marked ``both_databases`` runs on SQLite and on PostgreSQL, one marked ``sqlite`` too on the first only."""
    marked = {mark.name for mark in metafunc.definition.iter_markers()}
    if "both_databases" in marked:
        kinds = ["sqlite"] if "sqlite" in marked else ["sqlite", "postgresql"]
        metafunc.parametrize("database", kinds, indirect=True, ids=kinds)


def pytest_sessionfinish(session):
    """The run's PostgreSQL server ends with it."""
    folders = getattr(session.config, "_tmp_path_factory", None)
    if folders and not hasattr(session.config, "workerinput"):
        from tests import postgres_server

        postgres_server.end(folders.getbasetemp())


@pytest.fixture(scope="session")
def postgres(tmp_path_factory):
    """The PostgreSQL server of this run; its database ``ours`` is as the program makes it."""
    from tests import postgres_server

    folder = tmp_path_factory.getbasetemp()
    return postgres_server.shared(folder.parent if os.environ.get("PYTEST_XDIST_WORKER") else folder)


@pytest.fixture(scope="session")
def kept_empty(postgres):
    """A database of this worker's own, which every test leaves empty: to make one takes ten times as long."""
    return postgres.new("ours")


@pytest.fixture
def database(request):
    """Where this test's database is: ``""`` for the file in its data folder, else the address of its own on a server."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield ""
        return
    server, name = request.getfixturevalue("postgres"), request.getfixturevalue("kept_empty")
    with all_closed():
        yield server.url(name)
    server.clear(name)


@contextmanager
def all_closed():
    """Afterwards no store that was opened meanwhile has connections: a test may leave one to its end."""
    from drafting.store.database import Database

    opened, prepare = [], Database._prepare

    def noted(self):
        opened.append(self)
        prepare(self)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Database, "_prepare", noted)
        yield
    for each in opened:
        each.close()


@pytest.fixture(autouse=True)
def a_private_machine(monkeypatch, tmp_path, database):
    """Every test has its own data folder and no model."""
    for name in (
        "OPENAI_API_KEY",
        "OPENAI_BASE_URL",
        "NIANBAO_MODEL",
        "NIANBAO_DATABASE_URL",
        "NIANBAO_LLM_TIMEOUT",
        "NIANBAO_LLM_CONCURRENCY",
        "NIANBAO_LLM_STRATEGY",
        "NIANBAO_LLM_PER_MINUTE",
        "NIANBAO_MODEL_USE",
        "NIANBAO_FALLBACK_MODEL",
        "NIANBAO_FALLBACK_BASE_URL",
        "NIANBAO_FALLBACK_API_KEY",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "data"))
    if database:
        monkeypatch.setenv("NIANBAO_DATABASE_URL", database)


@pytest.fixture
def town() -> Organ:
    """A township government."""
    return Organ(name="青石镇人民政府", level="township", kind="government", self_reference="我镇")


@pytest.fixture
def report(town) -> Report:
    """An empty report of the town on 2024."""
    return Report(organ=town, year=2024)


@pytest.fixture(autouse=True)
def fresh_resources():
    """No page of a test finds the service that a page of the test before has opened."""
    yield
    if "streamlit" in sys.modules:
        import streamlit

        streamlit.cache_resource.clear()


@pytest.fixture(autouse=True)
def no_open_connections():
    """No connection to a test's endpoint outlives the test."""
    yield
    if "drafting.writing.connection" in sys.modules:
        from drafting.writing import connection

        connection.close_all()


@pytest.fixture(autouse=True, scope="session")
def no_waiting_for_the_disk():
    """In this process SQLite does not wait until a disk has what was written: no test cuts the power."""
    from drafting.store import database

    given = database._pragmas

    def pragmas(dbapi, record):
        given(dbapi, record)
        dbapi.execute("PRAGMA synchronous = OFF")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "_pragmas", pragmas)
        yield


@pytest.fixture(scope="session")
def new_database(tmp_path_factory):
    """A database as the program makes it when it finds none."""
    from drafting.store import Store

    file = tmp_path_factory.mktemp("new") / "nianbao.db"
    Store(f"sqlite:///{file}").close()
    return file.read_bytes()


@pytest.fixture
def service(new_database):
    """The program's verbs over the test's own store, as another window or process sees it."""
    from drafting import settings
    from drafting.service import Service

    given = settings.load()
    file = given.data_dir / "nianbao.db"
    if given.database_url == f"sqlite:///{file.absolute()}" and not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        file.write_bytes(new_database)
    service = Service(given)
    yield service
    service.close()


@pytest.fixture
def run(capsys):
    """The command line: ``run(*arguments)`` gives its answer, what it printed and what it told; never a traceback."""
    from drafting import cli

    def run(*arguments):
        status = cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err

    return run


@pytest.fixture
def no_pauses(monkeypatch):
    """A model that is busy is asked again at once."""
    from drafting.writing import client

    monkeypatch.setattr(client, "PAUSES", (0.0, 0.0))
