"""A database of any version that landed opens with everything in it, after a copy; one of a newer version is left
alone.

``data/databases`` holds one of each version that changed what is kept, made by that version's own code.
"""

import gzip
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from drafting import settings
from drafting.errors import FileError
from drafting.service import Service
from drafting.store import Store, upgrade
from drafting.store.migrations import HEAD
from drafting.store.tables import metadata

KEPT = sorted((Path(__file__).parent / "data" / "databases").glob("*.sql.gz"))
VERSIONS = pytest.mark.parametrize("kept", KEPT, ids=lambda path: path.name.removesuffix(".sql.gz"))
COPIES = "nianbao-before-upgrade-*.db"


def restored(kept, folder):
    """The database as that version left it."""
    path = folder / "nianbao.db"
    with sqlite3.connect(path) as connection:
        connection.executescript(gzip.decompress(kept.read_bytes()).decode())
    connection.close()
    return path


def rows(path, columns=None):
    """All rows by table, of the ``columns`` given by table, else of all; and what the columns were."""
    connection = sqlite3.connect(path)
    tables = [
        name
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if name != "alembic_version"
    ]
    columns = columns or {name: [row[1] for row in connection.execute(f"PRAGMA table_info({name})")] for name in tables}
    found = {
        name: connection.execute(f"SELECT {', '.join(names)} FROM {name} ORDER BY 1, 2").fetchall()
        for name, names in columns.items()
    }
    connection.close()
    return found, columns


def shape(path):
    """What differs between the tables of a database and those this program knows; broken references too."""
    store = Store(f"sqlite:///{path}")
    with store._database.read() as connection:
        differs = compare_metadata(MigrationContext.configure(connection), metadata)
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        at = upgrade.revision(connection)
    store.close()
    return differs, broken, at


@VERSIONS
def test_every_row_of_an_earlier_version_is_there_afterwards_and_the_tables_are_todays(kept, tmp_path):
    path = restored(kept, tmp_path)
    before, columns = rows(path)
    assert shape(path) == ([], [], HEAD)
    assert rows(path, columns)[0] == before


@VERSIONS
def test_every_report_of_an_earlier_version_opens_with_all_it_had(kept, monkeypatch, tmp_path):
    restored(kept, tmp_path)
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path))
    service = Service(settings.load())
    ids = {(row.organ.name, row.year): row.id for row in service.library.rows()}
    id = ids["青石镇人民政府", 2024]
    opened, store = service.library.open(id), service.store
    assert opened.report.values["requests.new_received.natural_person"] == 16
    assert str(opened.report.values["disclosure.fees_wan_yuan"]) == "2.05"
    assert opened.last_year.values == {"requests.new_received.natural_person": 9}
    assert [note.text for note in opened.report.notes] == ["新建查阅点 3 个。"]
    assert opened.report.document.number == "青政发〔2025〕1 号"
    assert [row.year for row in service.library.deleted()] == [2022]
    assert store.generations.open(id)
    written = [section for section in opened.report.sections if opened.report.text(section)]
    assert written and all(service.editing.section_versions(id, section) for section in written)
    with_tables = {name: bool(found) for name, found in rows(tmp_path / "nianbao.db")[0].items()}
    assert len(store.messages.of(id)) == 2 * with_tables["talks"]
    for pending, *_ in service.importing.waiting(id):
        assert service.importing.load(pending).reading.year == 2023
    assert bool(service.importing.waiting(id)) == with_tables["imports"]
    if with_tables["trail"]:
        bureau = ids["青石县水务局", 2024]
        assert [entry.verb for entry in service.review.trail(bureau)] == ["submit", "remark", "return"]
        assert [remark.text for remark in service.library.open(bureau).report.remarks] == ["请写明收费情况。"]
        assert opened.report.waivers[0].reason == "数字来自上级通报。"
        assert opened.report.approval("problems").person == "张三"
    if with_tables["choices"]:
        assert service.choices.of(id).style == "redhead"
    if with_tables["pastes"]:
        assert [item.aspect for item in service.pasting.items(id, opened.report)].count("platform") >= 1
    service.editing.enter(id, {"requests.new_received.natural_person": "17"})
    assert service.library.open(id).report.values["requests.new_received.natural_person"] == 17
    service.close()


def test_a_copy_of_before_is_kept_beside_and_only_the_last_three(tmp_path):
    kept = []
    for _ in range(5):
        (tmp_path / "nianbao.db").unlink(missing_ok=True)
        path = restored(KEPT[-1], tmp_path)
        before = rows(path)
        Store(f"sqlite:///{path}").close()
        kept.append(sorted(tmp_path.glob(COPIES))[-1])
        assert rows(kept[-1]) == before
    assert sorted(tmp_path.glob(COPIES)) == kept[-3:]


def test_a_new_database_and_one_of_today_are_opened_without_a_copy_and_without_alembic(tmp_path):
    script = f"""
import sys
from drafting.store import Store
for _ in range(2):
    Store("sqlite:///{tmp_path}/nianbao.db").close()
print([name for name in ("alembic", "mako") if name in sys.modules])
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
    assert [path.name for path in tmp_path.iterdir()] == ["nianbao.db"]
    assert shape(tmp_path / "nianbao.db") == ([], [], HEAD)


def test_the_last_migration_is_the_one_that_is_written_into_a_new_database():
    script = ScriptDirectory(str(Path(upgrade.__file__).parent / "migrations"))
    assert script.get_heads() == [HEAD]
    assert {each.revision for each in script.walk_revisions()} == upgrade.known()


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(tmp_path, monkeypatch):
    path = restored(KEPT[0], tmp_path)
    before = rows(path)
    real = upgrade.upgrade

    def breaks(connection):
        real(connection)
        connection.exec_driver_sql("ALTER TABLE nowhere ADD COLUMN x")

    monkeypatch.setattr(upgrade, "upgrade", breaks)
    with pytest.raises(FileError, match="升级没有成功，内容未作改动，升级前的副本是“nianbao-before-upgrade-"):
        Store(f"sqlite:///{path}")
    assert rows(path) == before
    monkeypatch.undo()
    assert shape(path) == ([], [], HEAD)


def test_without_room_for_a_copy_nothing_is_upgraded(tmp_path, monkeypatch):
    path = restored(KEPT[0], tmp_path)
    before = rows(path)
    monkeypatch.setattr(
        "drafting.store.copies.os.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left"))
    )
    with pytest.raises(FileError, match="数据库没有复制成.*原来的数据未作改动"):
        Store(f"sqlite:///{path}")
    assert rows(path) == before and [each.name for each in tmp_path.iterdir()] == ["nianbao.db"]


def test_a_database_of_a_newer_version_is_refused_in_words_and_not_touched(tmp_path):
    path = tmp_path / "nianbao.db"
    Store(f"sqlite:///{path}").close()
    with sqlite3.connect(path) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = path.read_bytes()
    with pytest.raises(FileError, match="由更新版本的程序建立，未作改动，请升级本程序"):
        Store(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_two_programs_that_open_an_earlier_database_at_once_upgrade_it_once(tmp_path):
    path = restored(KEPT[0], tmp_path)
    script = f"from drafting.store import Store; Store('sqlite:///{path}').close()"
    both = [subprocess.Popen([sys.executable, "-c", script]) for _ in range(2)]
    assert [each.wait() for each in both] == [0, 0]
    assert len(list(tmp_path.glob(COPIES))) == 1
    assert shape(path) == ([], [], HEAD)
