"""The commands that take one report take many: folders, patterns, several processes; one that fails stops no other."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import chdir, contextmanager
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import pytest
from county import NAMES, reported
from deadly import deadly

from drafting import report_file
from drafting.collection.folder import Folder
from drafting.collection.pool import in_order
from drafting.errors import InputError
from drafting.report import Note
from drafting.service import files
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful


@pytest.fixture
def folder(tmp_path):
    place = tmp_path / "units"
    place.mkdir()
    for at, name in enumerate(NAMES[:3], 1):
        report = reported(name, at)
        report.notes = [Note(id="n1", aspect="proactive", text=f"全年召开政策解读会{at + 1}场。")]
        report_file.write(report, place / f"{at}.report.json")
    (place / "4.report.json").write_text("{", "utf-8")
    return place


@pytest.mark.parametrize("workers", [1, 2])
def test_a_folder_is_drafted_each_into_its_own_file(folder, tmp_path, run, workers):
    status, out, err = run("draft", folder, "--offline", "-o", tmp_path / "o", "--workers", workers, "--json")
    said = json.loads(out)["reports"]
    assert status == 2 and [each["status"] for each in said] == [0, 0, 0, 2] and "4.report.json" in err
    for at in (1, 2, 3):
        assert f"政策解读会{at + 1}场" in report_file.read(tmp_path / "o" / f"{at}.report.json").text(
            "overview.proactive"
        )
    assert "4 份中 3 份完成" in err


def test_drafting_begun_again_goes_on_from_what_was_drafted(folder, tmp_path, run):
    run("draft", folder, "--offline", "-o", tmp_path / "o")
    first = (tmp_path / "o" / "1.report.json").read_bytes()
    status, _, err = run("draft", folder, "--offline", "-o", tmp_path / "o")
    assert "各节都已有文字" in err and (tmp_path / "o" / "1.report.json").read_bytes() == first


def test_a_pattern_is_exported_and_a_refusal_stops_no_other(folder, tmp_path, run):
    status, _, err = run("export", folder / "[1-3].report.json", "--to", "txt", "-o", tmp_path / "o")
    assert status == 0 and sorted(path.name for path in (tmp_path / "o").iterdir()) == ["1.txt", "2.txt", "3.txt"]
    status, _, err = run("export", folder, "--to", "txt", "--copy", "final", "-o", tmp_path / "o2")
    assert status == 2 and err.count("不能导出正式稿") == 3 and list((tmp_path / "o2").iterdir()) == []


def test_two_files_of_one_name_and_no_folder_are_sentences(folder, tmp_path, run):
    assert run("draft", folder, "--offline")[0] == 2
    other = tmp_path / "more"
    other.mkdir()
    (other / "1.report.json").write_bytes((folder / "1.report.json").read_bytes())
    status, _, err = run("export", folder, other, "--to", "txt", "-o", tmp_path / "o")
    assert status == 2 and "文件名相同" in err


# The pool


def square(number: int) -> int:
    if number == 3:
        raise InputError("三不行。")
    if number == 5:
        raise ZeroDivisionError
    time.sleep(0.02 * (7 - number % 7) / 7)
    return number * number


def test_a_page_whose_script_is_the_main_module_is_not_run_by_the_processes(tmp_path, monkeypatch):
    page = tmp_path / "page.py"
    page.write_text("raise SystemExit('run')", "utf-8")
    main = ModuleType("__main__")
    main.__file__ = str(page)
    monkeypatch.setitem(sys.modules, "__main__", main)
    assert [each.result for each in in_order(square, range(4), 2) if not each.error] == [0, 1, 4]
    assert sys.modules["__main__"] is main


@pytest.mark.parametrize("workers, chunk", [(1, 1), (2, 1), (3, 4)])
def test_results_come_in_order_and_an_item_that_fails_has_its_sentence(workers, chunk):
    found = list(in_order(square, range(20), workers, chunk))
    assert [each.item for each in found] == list(range(20))
    assert [each.result for each in found if not each.error] == [n * n for n in range(20) if n not in (3, 5)]
    assert found[3].error == "三不行。" and "没有完成" in found[5].error


@pytest.mark.parametrize("chunk", [1, 3])
def test_a_worker_that_dies_takes_only_its_item_with_it(chunk):
    found = list(in_order(deadly, range(12), 2, chunk))
    assert [each.result for each in found if not each.error] == [n for n in range(12) if n != 4]
    assert [each.item for each in found] == list(range(12)) and "程序被中断" in found[4].error


def test_no_more_items_are_begun_than_the_workers_need():
    begun = []

    def items():
        for at in range(200):
            begun.append(at)
            yield at

    results = in_order(square, items(), 2)
    next(results)
    assert len(begun) < 20
    results.close()


def test_a_worker_that_dies_between_two_results_is_no_matter_either():
    results = in_order(deadly, range(14), 2)
    first = [next(results) for _ in range(4)]
    time.sleep(1)  # item 4 is done by now, and its worker gone
    assert [each.item for each in (*first, *results)] == list(range(14))


# Kills


@contextmanager
def begun(*arguments, folder) -> Iterator[subprocess.Popen]:
    """The command in a process and a session of its own."""
    env = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    with subprocess.Popen(
        [sys.executable, "-m", "drafting", *arguments],
        cwd=folder,
        env=env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as process:
        yield process
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def until(there, seconds: float = 60):
    ends = time.monotonic() + seconds
    while not (found := there()):
        assert time.monotonic() < ends
        time.sleep(0.01)
    return found


def test_a_batch_of_drafts_that_is_killed_goes_on_where_it_stood_and_leaves_no_process_behind(folder, tmp_path, run):
    out = tmp_path / "o"
    with begun("draft", "units", "--offline", "-o", "o", "--workers", "2", folder=tmp_path) as process:
        first = until(lambda: sorted(out.glob("*.report.json")))[0]
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        workers = children.read_text().split() if children.exists() else []
        os.kill(process.pid, signal.SIGKILL)  # the one alone: its workers see to themselves
        process.wait()
        until(lambda: all(gone(each) for each in workers))
    drafted = first.read_bytes()
    assert run("draft", folder, "--offline", "-o", out)[0] == 2  # one of the files is damaged
    assert sorted(path.name for path in out.glob("*.report.json")) == [f"{at}.report.json" for at in (1, 2, 3)]
    assert first.read_bytes() == drafted
    assert all(report_file.read(out / f"{at}.report.json").written("overview.proactive") for at in (1, 2, 3))


def a_model(monkeypatch, server):
    """The settings say that ``server`` drafts, two requests at a time."""
    for name, value in (
        ("OPENAI_API_KEY", "key"),
        ("OPENAI_BASE_URL", server.url),
        ("NIANBAO_MODEL", "test-model"),
        ("NIANBAO_LLM_CONCURRENCY", "2"),
    ):
        monkeypatch.setenv(name, value)


def asked_of(server) -> set[str]:
    """The units that the server was asked about."""
    told = "".join(text for request in server.requests for _, text in request.messages)
    return {name for name in NAMES[:3] if name in told}


def test_a_model_that_fails_for_one_unit_stops_no_other_and_only_that_is_asked_for_again(
    folder, tmp_path, run, monkeypatch
):
    def reply(request):
        prompt = "".join(text for _, text in request.messages)
        if NAMES[0] in prompt:
            return Reply.error(400, "no")
        return replace(faithful(request), cut_after=1, chunk=6) if NAMES[1] in prompt else faithful(request)

    with ScriptedEndpoint(reply) as server:
        a_model(monkeypatch, server)
        status, _, err = run("draft", folder, "-o", tmp_path / "o")
        assert status == 4 and "4 份中 1 份完成，3 份有问题" in err and "1.report.json：" in err
    with ScriptedEndpoint() as server:
        a_model(monkeypatch, server)
        status, _, err = run("draft", folder, "-o", tmp_path / "o")
        assert asked_of(server) == set(NAMES[:2]) and "4 份中 3 份完成" in err
    done = [report_file.read(tmp_path / "o" / f"{at}.report.json") for at in (1, 2, 3)]
    assert all(each.written(spec.id) for each in done for spec in each.outline)
    assert not any(files.BROKEN_OFF in each.extra for each in done)


def test_a_batch_that_a_model_drafts_and_that_is_killed_asks_only_for_what_is_left(folder, tmp_path, run, monkeypatch):
    out = tmp_path / "o"
    with ScriptedEndpoint(lambda request: replace(faithful(request), first_delay=0.1)) as server:
        a_model(monkeypatch, server)
        with begun("draft", "units", "-o", "o", folder=tmp_path) as process:
            until(lambda: sorted(out.glob("*.report.json")))
            process.kill()
            process.wait()
    drafted = {report_file.read(path).organ.name for path in out.glob("*.report.json")}
    with ScriptedEndpoint() as server:
        a_model(monkeypatch, server)
        run("draft", folder, "-o", out)
        assert drafted and not asked_of(server) & drafted
    assert len(list(out.glob("*.report.json"))) == 3


def gone(process: str) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_taking_back_that_is_killed_and_begun_again_ends_as_if_nothing_had_been(folder, tmp_path, run):
    (tmp_path / "roster.tsv").write_text("\n".join(["单位名称", *NAMES[:3]]), "utf-8")
    (folder / "4.report.json").unlink()
    command = ("collect", "units", "--roster", "roster.tsv", "--year", "2024", "-o")
    rounds = []
    for taken in ("whole", "killed"):
        if taken == "killed":
            with begun(*command, taken, folder=tmp_path):
                until(lambda: (tmp_path / "killed" / "轮次").exists())
        with chdir(tmp_path):
            assert run(*command, taken)[0] == 0
        there = Folder.opened(tmp_path / taken)
        records = there.collection.records
        rounds.append({key: [each.digest for each in record.rounds] for key, record in records.items()})
        reports = [there.report(key) for key in records]
        assert [report.cells() for report in reports] == [reported(NAMES[at], at + 1).cells() for at in range(3)]
    assert rounds[0] == rounds[1] and [len(each) for each in rounds[0].values()] == [1, 1, 1]
