"""A backup has everything but secrets, is made while others write, and comes back whole or not at all."""

import io
import json
import sqlite3
import threading
import zipfile
from contextlib import closing

import pytest

from drafting import settings
from drafting.cli import main
from drafting.errors import FileError, SettingError
from drafting.report import Section
from drafting.service import Service
from drafting.service.backup import Backups
from drafting.store import Store
from tests.test_pages import healthy, opened

KEY = "sk-0123456789abcdef0123456789abcdef"


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "data"


@pytest.fixture
def id(service, town, folder):
    """A report with figures and text, and all that an office keeps beside it."""
    id = service.library.create(town, 2024)
    service.editing.enter(id, {"disclosure.licences": "7"})
    service.prose.save(id, "other", Section.of("无其他需要报告的事项。", "person"), by="person")
    settings.save_model(model="m", base_url="https://model.example.com/v1", api_key=KEY)
    (folder / "prompts").mkdir()
    (folder / "prompts" / "system.md").write_text("本单位的提示词", "utf-8")
    (folder / "letterheads").mkdir()
    (folder / "letterheads" / "0123456789abcdef.docx").write_bytes(b"letterhead")
    (folder / "rules.tsv").write_text("规则表", "utf-8")
    (folder / "notes.txt").write_text("别的文件", "utf-8")
    return id


@pytest.fixture
def made(service, id):
    """A backup, the program closed since."""
    content = service.backups.make()
    service.close()
    return content


def values(id):
    service = Service(settings.load())
    found = service.library.open(id).report.values
    service.close()
    return found


def names(content):
    return sorted(zipfile.ZipFile(io.BytesIO(content)).namelist())


def changed(content, **files):
    """The backup with some of its files otherwise; None: left out."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in {*old.namelist(), *files}:
            said = files.get(name, old.read(name) if name in old.namelist() else None)
            if said is not None:
                new.writestr(name, said)
    return out.getvalue()


def test_a_backup_has_the_database_and_the_office_s_own_files_and_no_secret(made):
    assert names(made) == [
        "backup.json",
        "letterheads/0123456789abcdef.docx",
        "nianbao.db",
        "prompts/system.md",
        "rules.tsv",
    ]
    with zipfile.ZipFile(io.BytesIO(made)) as pack:
        for name in pack.namelist():
            for secret in (KEY, "model.example.com"):
                assert secret.encode() not in pack.read(name), name


def test_a_backup_comes_back_on_another_machine(made, id, tmp_path, monkeypatch, capsys):
    (tmp_path / "b.zip").write_bytes(made)
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "elsewhere" / "data"))
    assert main(["restore", str(tmp_path / "b.zip")]) == 0
    assert "已恢复到" in capsys.readouterr().err
    assert values(id) == {"disclosure.licences": 7}
    assert (tmp_path / "elsewhere" / "data" / "prompts" / "system.md").read_text("utf-8") == "本单位的提示词"
    assert [path.name for path in (tmp_path / "elsewhere").iterdir()] == ["data"]


def test_a_backup_made_while_others_write_is_whole(service, id, tmp_path):
    done = threading.Event()

    def write():
        at = 0
        while not done.is_set():
            at += 1
            with service.store.transaction():
                service.editing.enter(id, {"disclosure.licences": str(at)})
                service.editing.enter(id, {"disclosure.penalties": str(at)})

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups = [service.backups.make() for _ in range(4)]
    finally:
        done.set()
        writer.join()
    for content in backups:
        (tmp_path / "x.db").write_bytes(zipfile.ZipFile(io.BytesIO(content)).read("nianbao.db"))
        store = Store(f"sqlite:///{tmp_path}/x.db")
        found = store.load(id).report.values
        assert found.get("disclosure.penalties") in (None, found["disclosure.licences"])
        store.close()


def test_data_that_are_there_are_not_replaced_without_the_flag_and_kept_beside_with_it(
    made, id, folder, tmp_path, capsys
):
    (tmp_path / "b.zip").write_bytes(made)
    again = Service(settings.load())
    again.editing.enter(id, {"disclosure.licences": "8"})
    again.close()
    assert main(["restore", str(tmp_path / "b.zip")]) == 2
    assert "里已有数据，没有恢复；确要替换请加 --replace" in capsys.readouterr().err
    assert values(id) == {"disclosure.licences": 8}
    assert main(["restore", str(tmp_path / "b.zip"), "--replace"]) == 0
    assert values(id) == {"disclosure.licences": 7}
    (kept,) = tmp_path.glob("data-before-restore-*")
    assert (kept / "notes.txt").is_file()
    with closing(sqlite3.connect(kept / "nianbao.db")) as old:
        assert '"disclosure.licences": 8' in old.execute("SELECT content FROM versions ORDER BY id DESC").fetchone()[0]
    assert settings.load().api_key.get_secret_value() == KEY  # the model of this machine stays


def test_nothing_is_restored_under_a_running_program(made, id, tmp_path):
    (tmp_path / "b.zip").write_bytes(made)
    running = Service(settings.load())
    running.library.rows()
    with pytest.raises(FileError, match="程序正在使用这些数据，没有恢复"):
        Backups(settings.load()).restore(tmp_path / "b.zip", replace=True)
    running.editing.enter(id, {"disclosure.licences": "9"})
    running.close()
    assert values(id) == {"disclosure.licences": 9}


def no_backup():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("a.txt", "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda made: b"", "不是本程序的备份"),
        (lambda made: b"%PDF-1.7 no zip", "不是本程序的备份"),
        (lambda made: no_backup(), "不是本程序的备份"),
        (lambda made: changed(made, **{"backup.json": "[]"}), "不是本程序的备份"),
        (
            lambda made: changed(
                made,
                **{
                    "backup.json": json.dumps(
                        {"program": "nianbao", "made_at": "", "files": {"nianbao.db": "", "../evil": ""}}
                    )
                },
            ),
            "不是本程序的备份",
        ),
        (lambda made: changed(made, **{"../evil": b"x"}), "已损坏"),
        (lambda made: changed(made, **{"rules.tsv": None}), "已损坏"),
        (lambda made: changed(made, **{"nianbao.db": b"SQLite format 3\0" + b"x" * 5000}), "已损坏"),
        (lambda made: made[: len(made) // 2] + bytes(200) + made[len(made) // 2 + 200 :], "已损坏"),
        (lambda made: made[: len(made) // 2], "不是本程序的备份"),
    ],
)
def test_a_damaged_or_foreign_file_is_said_and_changes_nothing(spoil, said, made, id, tmp_path, folder):
    (tmp_path / "b.zip").write_bytes(spoil(made))
    before = sorted(path.name for path in tmp_path.iterdir())
    with pytest.raises(FileError, match=f"{said}.*没有恢复任何内容"):
        Backups(settings.load()).restore(tmp_path / "b.zip", replace=True)
    assert sorted(path.name for path in tmp_path.iterdir()) == before
    assert values(id) == {"disclosure.licences": 7}


def test_a_backup_of_a_newer_version_is_refused(made, id, tmp_path, monkeypatch):
    import hashlib

    (tmp_path / "x.db").write_bytes(zipfile.ZipFile(io.BytesIO(made)).read("nianbao.db"))
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    newer = (tmp_path / "x.db").read_bytes()
    said = json.loads(zipfile.ZipFile(io.BytesIO(made)).read("backup.json"))
    said["files"]["nianbao.db"] = hashlib.sha256(newer).hexdigest()
    (tmp_path / "b.zip").write_bytes(changed(made, **{"nianbao.db": newer, "backup.json": json.dumps(said)}))
    with pytest.raises(FileError, match="“b.zip/nianbao.db”由更新版本的程序建立"):
        Backups(settings.load()).restore(tmp_path / "b.zip", replace=True)


def test_a_backup_of_an_earlier_version_is_upgraded_when_it_is_opened(tmp_path, monkeypatch):
    from tests.test_upgrade import KEPT, restored

    old = tmp_path / "old"
    old.mkdir()
    restored(KEPT[2], old)
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(old))
    content = Backups(settings.load()).make()
    (tmp_path / "b.zip").write_bytes(content)
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "new"))
    Backups(settings.load()).restore(tmp_path / "b.zip")
    service = Service(settings.load())
    assert len(service.library.rows()) == 3
    service.close()


def test_the_command_writes_a_file_of_its_own_name_into_a_folder_and_over_none(service, id, tmp_path, capsys):
    (tmp_path / "out").mkdir()
    assert main(["backup", str(tmp_path / "out")]) == 0
    (file,) = (tmp_path / "out").iterdir()
    assert file.name.startswith("年报备份-") and file.stat().st_mode & 0o077 == 0
    assert main(["backup", str(file)]) == 2
    assert "已经存在，没有备份" in capsys.readouterr().err


def test_where_nothing_is_kept_yet_nothing_is_backed_up_and_nothing_made(folder, tmp_path, capsys):
    assert main(["backup", str(tmp_path / "b.zip")]) == 2
    assert "没有可以备份的数据" in capsys.readouterr().err
    assert not folder.exists() and not (tmp_path / "b.zip").exists()


def test_a_database_kept_elsewhere_is_backed_up_from_there_or_said(monkeypatch, tmp_path, report):
    monkeypatch.setenv("NIANBAO_DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    Store(f"sqlite:///{tmp_path}/other.db").close()
    content = Backups(settings.load()).make()
    assert names(content) == ["backup.json", "nianbao.db"]
    (tmp_path / "b.zip").write_bytes(content)
    with pytest.raises(SettingError, match="NIANBAO_DATABASE_URL"):
        Backups(settings.load()).restore(tmp_path / "b.zip")
    monkeypatch.setenv("NIANBAO_DATABASE_URL", "postgresql://user:secret@host/x")
    with pytest.raises(SettingError, match="请用数据库自带的工具备份"):
        Backups(settings.load()).make()


def test_the_page_says_where_the_data_lie_and_makes_a_backup(service, id, folder):
    at = opened("options")
    assert str(folder) in "".join(each.value for each in at.caption).replace("\\", "")
    at.button(key="backup_make").click().run()
    name, content = healthy(at).session_state["backup"]
    assert name.startswith("年报备份-") and "nianbao.db" in names(content)
