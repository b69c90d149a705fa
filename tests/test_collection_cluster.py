"""``--cluster``: the work of a pool on a real Dask scheduler and its workers, some of which die."""

import signal
from pathlib import Path

import pytest
from county import NAMES, reported
from deadly import deadly

from drafting import report_file
from drafting.collection import summing
from drafting.collection.cluster import Cluster
from drafting.errors import InputError
from drafting.report import Note
from drafting.testing.dask_cluster import dask_cluster


@pytest.fixture
def units(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "units").mkdir()
    for at, name in enumerate(NAMES[:3], 1):
        report = reported(name, at)
        report.notes = [Note(id="n1", aspect="proactive", text=f"全年召开政策解读会{at + 1}场。")]
        report_file.write(report, tmp_path / "units" / f"{at}.report.json")
    (tmp_path / "units" / "9.report.json").write_text("{", "utf-8")
    (tmp_path / "roster.tsv").write_text("\n".join(["单位名称", *NAMES[:3]]), "utf-8")
    return Path("units")


COMMANDS = (
    ("check", "units", "--json"),
    ("draft", "units", "--offline", "-o", "OUT/drafted", "--json"),
    ("export", "units", "--to", "txt", "-o", "OUT/texts"),
    ("rollup", "units", "-o", "OUT/sum.report.json", "--json"),
    ("handout", "roster.tsv", "--year", "2024", "-o", "OUT/forms"),
    ("collect", "units/[1-2].report.json", "--roster", "roster.tsv", "--year", "2024", "-o", "OUT/taken", "--json"),
)


def test_each_command_gives_on_a_cluster_what_it_gives_here_though_a_worker_dies(units, tmp_path, run):
    with dask_cluster(tmp_path, workers=2) as cluster:
        for at, command in enumerate(COMMANDS):
            if at == 3:
                cluster.workers[0].send_signal(signal.SIGKILL)
            said = []
            for place, more in (("here", ()), ("there", ("--cluster", cluster.address))):
                (tmp_path / place).mkdir(exist_ok=True)
                status, out, err = run(*(word.replace("OUT", place) for word in command), *more)
                said.append((status, out.replace(place, "OUT"), err.replace(place, "OUT")))
            assert said[0] == said[1]
    here, there = (
        {path.relative_to(place): _content(path) for path in Path(place).rglob("*") if path.is_file()}
        for place in ("here", "there")
    )
    assert here == there and len(here) > 12


def _content(path: Path) -> bytes:
    """What a file says; some say when they were made too, or give their paragraphs numbers of their own."""
    if path.name == "收集情况.json":
        return b""
    return report_file.read(path).narrative_text("overview").encode() if "drafted" in path.parts else path.read_bytes()


def test_a_worker_killed_on_the_way_loses_nothing_and_adds_nothing_twice(units, tmp_path, monkeypatch):
    paths = [tmp_path / "units" / f"{at}.report.json" for at in range(1, 4)]
    for at in range(10, 90):
        report_file.write(reported(f"云溪县第{at}局", at), path := tmp_path / f"{at}.report.json")
        paths.append(path)
    expected = summing.of_files(paths).rollup
    with dask_cluster(tmp_path, workers=2) as running, Cluster(running.address) as cluster:

        def dies(done: int, total: int) -> None:
            if done == 10:
                running.workers[0].kill()
                running.workers[0].wait()

        assert summing.of_files(paths, workers=1, spread=cluster.in_order, on_file=dies).rollup == expected
        assert cluster.workers == 1
        running.workers[1].kill()
        running.workers[1].wait()
        lonely = cluster.in_order(abs, range(3))
        monkeypatch.setattr("drafting.collection.cluster.ALONE", 1)
        with pytest.raises(InputError, match="没有工作进程"):
            list(lonely)
        running.scheduler.kill()
        with pytest.raises(InputError, match="断开了"):
            list(cluster.in_order(abs, range(3)))


@pytest.mark.parametrize("chunk", [1, 3])
def test_what_kills_its_worker_takes_nothing_else_with_it(tmp_path, chunk):
    with dask_cluster(tmp_path, workers=3, failures=0, more=str(Path(__file__).parent)) as running:
        with Cluster(running.address) as cluster:
            found = list(cluster.in_order(deadly, range(12), chunk=chunk))
    assert [each.item for each in found] == list(range(12)) and "程序被中断" in found[4].error
    assert [each.result for each in found if not each.error] == [n for n in range(12) if n != 4]


def test_a_cluster_that_cannot_be_used_is_a_sentence(units, tmp_path, run, monkeypatch):
    for address in ("tcp://127.0.0.1:1", "什么", "tcp://", "http://127.0.0.1:1"):
        monkeypatch.setattr("drafting.collection.cluster.PATIENCE", 1)
        status, out, err = run("check", units, "--cluster", address)
        assert (status, out) == (2, "") and "连不上集群" in err and len(err.splitlines()) == 1
    status, _, err = run("check", units, "--cluster", "tcp://127.0.0.1:1", "--workers", 2)
    assert status == 2 and "只能用一个" in err
    with dask_cluster(tmp_path, workers=0) as running:
        status, _, err = run("check", units, "--cluster", running.address)
    assert status == 2 and "没有工作进程" in err and "dask worker" in err


def test_a_model_is_asked_from_this_machine_only(units, run, monkeypatch):
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/v1")
    monkeypatch.setenv("NIANBAO_MODEL", "m")
    status, _, err = run("draft", units, "-o", "o", "--cluster", "tcp://127.0.0.1:1")
    assert status == 2 and "--offline" in err and not Path("o").exists()
