"""The command line: exit status, shapes of the output, bad input."""

import json

import pytest

from drafting import cli, report_file
from drafting.report import Report, Section
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful


@pytest.fixture
def run(capsys):
    def run(*arguments):
        status = cli.main([str(argument) for argument in arguments])
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        return status, out, err
    return run


@pytest.fixture
def town_file(tmp_path):
    path = tmp_path / "town.report.json"
    report_file.write(sample("town").load()[0], path)
    return path


@pytest.fixture
def endpoint(monkeypatch):
    def use(reply):
        server = ScriptedEndpoint(reply)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.setenv("NIANBAO_MODEL", "test-model")
        return server
    return use


def test_check_prints_the_shape_of_the_interface_and_answers_1_when_there_is_an_error(run, tmp_path, report):
    report.values = {key: 0 for key in report.form.inputs} | {"requests.new_received.business": 3}
    path = tmp_path / "a.report.json"
    report_file.write(report, path)
    status, out, _ = run("check", path, "--json")
    result = json.loads(out)
    assert status == 1 and set(result) == {"findings", "not_assessed"}
    balance = [finding for finding in result["findings"] if finding["rule"] == "T-02"]
    assert balance and "requests.new_received.business" in balance[0]["cells"]
    assert set(balance[0]) == {"rule", "severity", "cells", "section", "span", "message"}
    assert {"rule", "why"} == set(result["not_assessed"][0])


def test_a_finished_sample_has_no_error_and_answers_0(run, tmp_path):
    path = tmp_path / "a.report.json"
    report_file.write(sample("town").load()[1], path)
    assert run("check", path)[0] == 0


def test_offline_drafting_writes_every_section_and_binds_every_figure(run, town_file, tmp_path):
    out = tmp_path / "out.report.json"
    status, _, err = run("draft", town_file, "--offline", "-o", out)
    report = report_file.read(out)
    assert status == 0 and "离线" in err
    assert all(report.text(spec.id).strip() for spec in report.outline)


def test_drafting_through_a_model_answers_0_when_every_figure_is_bound(run, town_file, tmp_path, endpoint):
    with endpoint(faithful):
        status, _, err = run("draft", town_file, "-o", tmp_path / "out.json")
    assert status == 0, err


def test_a_figure_the_model_invents_answers_1_and_is_named(run, town_file, tmp_path, endpoint):
    with endpoint("全年举办发布会9173场。[1]"):
        status, _, err = run("draft", town_file, "--section", "overview.proactive", "-o", tmp_path / "out.json")
    assert status == 1 and "9173" in err


def test_an_unreachable_model_answers_4_and_keeps_what_came(run, town_file, tmp_path, endpoint):
    def reply(request):
        return Reply.error(401) if "平台" in request.messages[-1][1] else faithful(request)

    with endpoint(reply):
        status, _, err = run("draft", town_file, "-o", tmp_path / "out.json")
    assert status == 4 and "k" not in err.split()
    assert report_file.read(tmp_path / "out.json").text("problems")


def test_text_that_stands_is_left_alone_unless_its_section_is_named(run, tmp_path, report):
    report.sections = {spec.id: Section.of("本人写的文字。") for spec in report.outline}
    path = tmp_path / "a.report.json"
    report_file.write(report, path)
    status, out, err = run("draft", path, "--offline")
    assert status == 0 and "没有改动" in err
    assert report_file.loads(out).sections == report.sections
    _, out, _ = run("draft", path, "--offline", "--section", "problems")
    assert report_file.loads(out).text("problems") != "本人写的文字。"


@pytest.mark.parametrize("format", ["docx", "pdf", "html", "txt", "xlsx", "json"])
def test_export_writes_the_file(run, town_file, tmp_path, format):
    assert run("export", town_file, "--to", format, "-o", tmp_path / f"out.{format}")[0] == 0
    assert (tmp_path / f"out.{format}").stat().st_size > 500


def test_export_into_a_folder_uses_the_proper_name(run, town_file, tmp_path):
    folder = tmp_path / "out"
    folder.mkdir()
    run("export", town_file, "--to", "docx", "-o", folder)
    assert [file.name for file in folder.iterdir()] == ["青石镇人民政府2024年政府信息公开工作年度报告.docx"]


def test_a_final_copy_with_errors_is_refused_with_the_reasons(run, tmp_path, report):
    path = tmp_path / "a.report.json"
    report_file.write(report, path)
    status, _, err = run("export", path, "--to", "docx", "--copy", "final", "-o", tmp_path / "x.docx")
    assert status == 1 and "S-07" in err and not (tmp_path / "x.docx").exists()


def test_a_final_copy_needs_every_part_approved_as_it_stands(run, tmp_path):
    path, out = tmp_path / "a.report.json", tmp_path / "a.docx"
    given, _ = sample("town").load()
    report_file.write(draft_report(given, sections_named(given, ()), None).report, path)
    final = ("export", path, "--to", "docx", "--copy", "final", "-o", out)
    status, _, err = run(*final)
    assert status == 1 and "“三张表”还没有人批准。" in err and not out.exists()
    assert run("approve", path, "--person", "张三", "--part", "tables")[0] == 0
    assert run("approve", path, "--person", "李四", "--part", "problems")[0] == 0
    status, _, err = run(*final)
    assert status == 1 and "三张表" not in err and "“主动公开”还没有人批准。" in err
    assert run("approve", path, "--person", "张三")[0] == 0
    assert run(*final)[0] == 0 and out.exists()
    changed = report_file.read(path)
    changed.values["disclosure.licences"] += 1
    report_file.write(changed, path)
    status, _, err = run(*final)
    assert status == 1 and "“三张表”在张三批准后又有改动，批准已撤回，需要重新批准。" in err


def test_approving_needs_a_name_and_a_part_there_is(run, town_file):
    assert run("approve", town_file, "--person", " ")[0] == 2
    status, _, err = run("approve", town_file, "--person", "张三", "--part", "第九章")
    assert status == 2 and "没有“第九章”这一部分" in err


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\x01", "{\"schema\":\"nianbao.report/1\",\"year\":1899}".encode()])
@pytest.mark.parametrize("command", ["check", "draft", "export"])
def test_bad_input_answers_2_with_one_sentence(run, tmp_path, command, content):
    path = tmp_path / "bad.report.json"
    path.write_bytes(content)
    more = ["--to", "txt", "-o", tmp_path / "x"] if command == "export" else []
    status, out, err = run(command, path, *more)
    assert status == 2 and out == "" and err.strip().endswith("。") and err.count("\n") == 1


def test_an_unknown_section_answers_2(run, town_file):
    status, _, err = run("draft", town_file, "--offline", "--section", "weather")
    assert status == 2 and "weather" in err


def test_a_wrong_setting_answers_2_and_names_the_variable(run, town_file, monkeypatch):
    monkeypatch.setenv("NIANBAO_LLM_TIMEOUT", "soon")
    status, _, err = run("draft", town_file)
    assert status == 2 and "NIANBAO_LLM_TIMEOUT" in err


def test_every_command_shows_an_example(capsys):
    for command in ("check", "draft", "export", "serve", "model"):
        with pytest.raises(SystemExit) as end:
            cli.main([command, "-h"])
        assert end.value.code == 0 and "例：nianbao" in capsys.readouterr().out


def test_the_report_read_from_the_input_is_not_changed(run, town_file):
    before = town_file.read_bytes()
    run("draft", town_file, "--offline")
    assert town_file.read_bytes() == before


def test_further_keys_of_the_file_go_through_drafting(run, town_file, tmp_path):
    content = json.loads(town_file.read_text("utf-8")) | {"reviewers": ["甲"]}
    town_file.write_text(json.dumps(content), "utf-8")
    run("draft", town_file, "--offline", "-o", tmp_path / "out.json")
    assert json.loads((tmp_path / "out.json").read_text("utf-8"))["reviewers"] == ["甲"]
    assert isinstance(report_file.read(tmp_path / "out.json"), Report)
