"""A PostgreSQL server of the tests' own: a cluster in a temporary folder, reached by a Unix socket only.

All workers of a run share one, which the first to need it starts and the run's end stops; a test that stops and starts
its server has one to itself.
"""

from __future__ import annotations

import fcntl
import os
import pwd
import shutil
import subprocess
import tempfile
from itertools import count
from pathlib import Path

import psycopg
import pytest

OWNER = "postgres"
"""Who the server runs as where the tests run as root, whom it refuses."""
_NOTE = "postgresql"
_serial = count()


def binaries() -> Path | None:
    """Where Debian, or the path, has initdb and pg_ctl."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).resolve().parent if on_path else None


def needed() -> Path:
    """The same; skips the test where there is none, or fails it where one is required."""
    found = binaries()
    if found is None:
        missing = pytest.fail if os.environ.get("NIANBAO_REQUIRE_POSTGRES") else pytest.skip
        missing("no PostgreSQL here: install Debian's postgresql")
    return found


class Server:
    """A cluster in ``folder``, where its socket is too."""

    def __init__(self, folder: Path):
        self.folder = folder
        self._binaries = needed()

    @classmethod
    def made(cls) -> Server:
        """A new one, running."""
        server = cls(Path(tempfile.mkdtemp(prefix="nianbao-pg-")))
        if os.getuid() == 0:
            owner = pwd.getpwnam(OWNER)
            os.chown(server.folder, owner.pw_uid, owner.pw_gid)
        server._run("initdb", "-D", "data", "-U", OWNER, "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync")
        hba = server.folder / "data" / "pg_hba.conf"
        hba.write_text("local all secured scram-sha-256\nlocal all all trust\n")
        server.start()
        server.sql("CREATE DATABASE empty")
        return server

    def start(self) -> None:
        """Answer from now on."""
        settings = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c max_connections=300 -c shared_buffers=32MB"
        self._run("pg_ctl", "start", "-w", "-D", "data", "-l", "log", "-o", settings)

    def stop(self, how: str = "immediate") -> None:
        """Answer no more, in the middle of whatever is done."""
        self._run("pg_ctl", "stop", "-w", "-D", "data", "-m", how)

    def remove(self) -> None:
        """Stop, and leave nothing."""
        if (self.folder / "data" / "postmaster.pid").exists():
            self.stop()
        shutil.rmtree(self.folder, ignore_errors=True)

    def url(self, database: str, user: str = OWNER) -> str:
        """The address of one of its databases, as it is set in NIANBAO_DATABASE_URL."""
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def sql(self, *statements: str, database: str = OWNER) -> list[tuple]:
        """What the last of ``statements`` answers."""
        with psycopg.connect(host=str(self.folder), user=OWNER, dbname=database, autocommit=True) as connection:
            for statement in statements:
                found = connection.execute(statement)
            return found.fetchall() if found.description else []

    def new(self, template: str = "empty") -> str:
        """A database made from another; its name."""
        name = f"t{os.getpid()}_{next(_serial)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    def drop(self, database: str) -> None:
        """Forget a database, whoever still has it open."""
        self.sql(f"DROP DATABASE IF EXISTS {database} WITH (FORCE)")

    def clear(self, database: str) -> None:
        """Take every row out of a database of ours."""
        from drafting.store.tables import metadata

        self.sql(*(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)), database=database)

    def _run(self, program: str, *arguments: str) -> None:
        as_owner = ["setpriv", f"--reuid={OWNER}", f"--regid={OWNER}", "--clear-groups"] if os.getuid() == 0 else []
        done = subprocess.run(
            [*as_owner, str(self._binaries / program), *arguments],
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE if program == "initdb" else subprocess.DEVNULL,
        )
        assert done.returncode == 0, f"{program}: {done.stderr}"


def shared(run: Path) -> Server:
    """The server of the test run whose folder is ``run``."""
    needed()
    with (run / f"{_NOTE}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        note = run / _NOTE
        if not note.exists():
            server = Server.made()
            _prepare(server)
            note.write_text(str(server.folder))
        return Server(Path(note.read_text()))


def _prepare(server: Server) -> None:
    """``ours``: a database as the program makes it when it finds an empty one."""
    from drafting.store import Store

    server.sql("CREATE DATABASE ours")
    Store(server.url("ours")).close()


def end(run: Path) -> None:
    """Stop the server of a run, where one was started."""
    note = run / _NOTE
    if note.exists():
        Server(Path(note.read_text())).remove()
        note.unlink()
