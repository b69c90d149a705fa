"""nianbao evaluate: cases drafted by candidates, measured, and written to be read."""

import json

import pytest
from pydantic import SecretStr

from drafting import cli, report_file, resources
from drafting.evaluation import cases, written
from drafting.evaluation.candidates import Candidate
from drafting.evaluation.measures import MEASURES, measured
from drafting.evaluation.running import Evaluation, Run, evaluated
from drafting.report import Note
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful
from drafting.writing.endpoint import Endpoint

SMALL = "01-town-zeros"


@pytest.fixture
def small():
    return next(case for case in cases.shipped() if case.name == SMALL)


def of(case, reply, strategy="prose"):
    with ScriptedEndpoint(reply) as server:
        candidate = Candidate(Endpoint(server.url, "m", SecretStr("k"), strategy=strategy))
        outcome = candidate.draft(case)
    return measured(case, outcome), server.requests


def test_ten_cases_travel_with_the_program_from_town_to_city():
    found = cases.shipped()
    assert len(found) == 10 and all(case.about for case in found)
    assert {case.report.organ.level for case in found} == {"township", "subdistrict", "county", "city"}
    assert {case.report.organ.kind for case in found} == {"government", "department", "subdistrict_office"}
    assert sum(case.last_year is not None for case in found) >= 3
    assert any(not any(case.report.values.values()) for case in found)
    assert any(case.report.values["requests.new_received.natural_person"] > 1000 for case in found)


@pytest.mark.parametrize("case", cases.shipped(), ids=lambda case: case.name)
def test_the_tables_of_a_case_hold(case):
    from drafting.assessment import Assessment

    found = Assessment(case.report, case.last_year).findings
    assert [one.message for one in found if one.rule.startswith("T-") and one.severity != "hint"] == []


def test_what_the_model_tells_and_invents_is_counted(small):
    honest, _ = of(small, faithful)
    lying, _ = of(
        small,
        lambda request: Reply(
            faithful(request).text + "成立了由镇长任组长的领导小组。发布短视频9173条。以上内容仅供参考。"
        ),
    )
    assert honest["notes_told"] == 1.0
    assert lying["baseless"] > honest["baseless"]
    assert lying["untied"] > honest["untied"]
    assert lying["litter"] > honest["litter"]
    silent, _ = of(small, "全镇政府信息公开工作平稳开展。[1]")
    assert silent["notes_told"] < honest["notes_told"]


def test_a_sentence_told_twice_and_spoken_words_are_counted(small):
    told = "我镇通过县政府网站专栏公开惠农补贴、低保名单和村级财务信息86条。"
    twice, _ = of(small, f"{told}[1]\n{told}[1]咱们老百姓都说好。")
    assert twice["repeated_within"] >= 1 and twice["repeated_across"] >= 1
    assert twice["spoken"] > 0


def test_an_answer_that_does_not_come_is_counted_and_told(small):
    found, _ = of(small, Reply.error(401, "no"))
    assert found["failed"] >= 4 and found["notes_told"] < 1
    with ScriptedEndpoint(Reply.error(401, "no")) as server:
        made = evaluated(Candidate(Endpoint(server.url, "m", SecretStr("k"))), [small])
    assert made.unreached


def test_other_prompts_are_given_to_the_model_and_only_then(small, tmp_path):
    raw = (resources.prompts() / "section.md").read_text("utf-8")
    (tmp_path / "section.md").write_text(f"{raw}\n请写得像本县的文件。\n", "utf-8")
    for strategy in ("prose",):
        with ScriptedEndpoint() as server:
            endpoint = Endpoint(server.url, "m", SecretStr("k"), strategy=strategy)
            Candidate(endpoint, tmp_path).draft(small)
            assert any("像本县的文件" in request.messages[-1][1] for request in server.requests)
            before = len(server.requests)
            Candidate(endpoint).draft(small)
            assert not any("像本县的文件" in request.messages[-1][1] for request in server.requests[before:])


def test_repeated_runs_are_averaged(small):
    made = evaluated(Candidate(), [small], repeat=2)
    assert len(made.runs) == 2 and {run.case for run in made.runs} == {small.label}
    assert made.mean("notes_told") == 1.0 and made.mean("cost") is None
    assert Evaluation.of(json.loads(json.dumps(made.to_data()))) == made


def test_the_better_column_is_marked_and_nothing_of_a_draft_is_markup():
    evil = "<script>alert(1)</script>"
    one = Evaluation(f"甲{evil}", (Run(f"镇{evil}", {"spoken": 2.0, "notes_told": 1.0}, {f"节{evil}": f"文字{evil}"}),))
    two = Evaluation(
        "乙|丙", (Run(f"镇{evil}", {"spoken": 0.5, "notes_told": 1.0}, {"节": "文字"}),), failures={"镇": evil}
    )
    found = {measure.id: cells for measure, cells in written.rows([one, two])}
    assert found["spoken"] == ["2.00", "0.50 ✓"] and found["notes_told"] == ["100%", "100%"]
    page = written.page([one, two])
    assert "<script>" not in page and "文字&lt;script&gt;" in page
    assert "| 指标 |" in written.markdown([one, two]) and "乙｜丙" in written.markdown([one, two])


def test_the_command_writes_table_markdown_json_and_page_beside_the_baseline(tmp_path, monkeypatch, capsys):
    case = resources.samples() / "evaluation" / f"{SMALL}.report.json"
    out = tmp_path / "out"
    with ScriptedEndpoint() as server:
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        assert cli.main(["evaluate", str(case), "--model", "m-14b", "-o", str(out)]) == 0
        assert {request.body["model"] for request in server.requests} == {"m-14b"}
    said = capsys.readouterr()
    assert "离线编排" in said.out and "m-14b" in said.out and all(m.label in said.out for m in MEASURES[:4])
    data = json.loads((out / "evaluation.json").read_text("utf-8"))
    assert [each["candidate"].partition("（")[0] for each in data["evaluations"]] == ["离线编排", "m-14b"]
    assert (out / "evaluation.md").read_text("utf-8").startswith("# 起草评测")
    assert "<h2>白水镇人民政府" in (out / "evaluation.html").read_text("utf-8")
    assert (
        cli.main(["evaluate", str(case), "--offline", "--baseline", str(out / "evaluation.json"), "-o", str(out)]) == 0
    )
    assert len(json.loads((out / "evaluation.json").read_text("utf-8"))["evaluations"]) == 3


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--model", "m"], "服务地址"),
        (["--offline", "--strategy", "items"], "服务地址"),
        (["--repeat", "0"], "--repeat"),
        (["--baseline", "nothing.json"], "nothing.json"),
        (["no-such.report.json"], "no-such"),
    ],
)
def test_what_cannot_be_evaluated_is_one_sentence(words, said, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert cli.main(["evaluate", *words, "-o", "out"]) == 2
    assert said in capsys.readouterr().err


def test_a_file_without_notes_is_no_case(tmp_path, town, capsys):
    from drafting.report import Report

    report_file.write(Report(organ=town, year=2024), tmp_path / "a.report.json")
    assert cli.main(["evaluate", str(tmp_path), "--offline", "-o", str(tmp_path / "out")]) == 2
    assert "没有素材" in capsys.readouterr().err


def test_a_model_that_cannot_be_reached_answers_4(tmp_path, monkeypatch, capsys, town):
    from drafting.report import Report

    report = Report(organ=town, year=2024, notes=[Note(id="n1", aspect="proactive", text="网站发布86条。")])
    report_file.write(report, tmp_path / "a.report.json")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:9/v1")
    monkeypatch.setattr("drafting.writing.client.PAUSES", ())
    assert cli.main(["evaluate", str(tmp_path), "--model", "m", "-o", str(tmp_path / "out")]) == 4
    assert "Traceback" not in capsys.readouterr().err
