"""The command line: exit status, shapes of the output, bad input."""

import json
import subprocess
import sys

import pytest

from drafting import cli, publishing, report_file
from drafting.assessment import Assessment
from drafting.report import Report, Section
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful


@pytest.fixture
def town_file(tmp_path):
    path = tmp_path / "town.report.json"
    report_file.write(sample("town").load()[0], path)
    return path


@pytest.fixture
def endpoint(monkeypatch):
    started = []

    def use(reply):
        server = ScriptedEndpoint(reply)
        started.append(server)
        monkeypatch.setenv("OPENAI_BASE_URL", server.url)
        monkeypatch.setenv("OPENAI_API_KEY", "k")
        monkeypatch.setenv("NIANBAO_MODEL", "test-model")
        return server

    yield use
    for server in started:
        server.close()


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


OWN_RULES = "规则\t级别\nT-10\t错误\n"
OWN_WORDS = "词\t级别\t改为\t类别\n青蛙台账\t必错\t青石台账\t错别字\n"


@pytest.fixture
def drafted_file(tmp_path, report):
    """A report with no error of its own kind that the tables above make a difference to."""
    path = tmp_path / "drafted.report.json"
    report.sections = {"problems": Section.of("青蛙台账没有及时更新，由党政办每季度逐项核对。")}
    report_file.write(report, path)
    return path


def severity(out, rule):
    return {finding["severity"] for finding in json.loads(out)["findings"] if finding["rule"] == rule}


def test_check_counts_the_tables_of_the_data_folder_as_the_pages_do(run, tmp_path, drafted_file, service):
    assert severity(run("check", drafted_file, "--json")[1], "T-10") == {"warning"}
    service.tables.keep_rules(OWN_RULES.encode("utf-8-sig"))
    service.tables.keep_words(OWN_WORDS.encode("gb18030"))
    status, out, err = run("check", drafted_file, "--json")
    assert severity(out, "T-10") == {"error"} and status == 1 and "青石台账" in out and not err
    shown = Assessment(report_file.read(drafted_file), None, service.tables.office()).result
    assert shown.to_data() == json.loads(out)
    service.tables.forget()
    assert "青石台账" not in run("check", drafted_file, "--json")[1]


def test_check_takes_other_tables_by_name(run, tmp_path, drafted_file, service):
    service.tables.keep_rules("规则\t级别\nT-10\t提示\n".encode())
    rules, words = tmp_path / "区里的.tsv", tmp_path / "词.tsv"
    rules.write_text(OWN_RULES, "utf-8")
    words.write_text(OWN_WORDS, "utf-8")
    out = run("check", drafted_file, "--json", "--rules", rules, "--lexicon", words)[1]
    assert severity(out, "T-10") == {"error"} and "青石台账" in out
    out = run("check", drafted_file, "--json")[1]
    assert severity(out, "T-10") == {"hint"} and "青石台账" not in out


@pytest.mark.parametrize("option, name", [("--rules", "rules.tsv"), ("--lexicon", "lexicon.tsv")])
@pytest.mark.parametrize("content", [b"\xff\xfe\x00", "X-99\t错误\n".encode(), "词\n".encode(), b"a" * 3_000_000])
def test_a_table_that_cannot_be_used_is_one_sentence_and_2(run, tmp_path, drafted_file, option, name, content):
    path = tmp_path / "data" / name
    path.parent.mkdir()
    path.write_bytes(content)
    for arguments in ((), (option, path)):
        status, out, err = run("check", drafted_file, *arguments)
        assert status == 2 and out == "" and err.count("\n") == 1 and name in err


@pytest.mark.parametrize("option", ["--rules", "--lexicon"])
def test_a_table_named_that_is_not_there_is_one_sentence_and_2(run, tmp_path, drafted_file, option):
    status, out, err = run("check", drafted_file, option, tmp_path / "没有.tsv")
    assert status == 2 and out == "" and "没有.tsv" in err and err.count("\n") == 1


def test_check_finds_the_data_folder_where_the_settings_do(monkeypatch, tmp_path):
    from drafting import settings

    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NIANBAO_DATA_DIR", "~/别处")
    assert cli._data_dir() == settings.data_dir()
    monkeypatch.setenv("NIANBAO_DATA_DIR", "")
    assert cli._data_dir() == settings.data_dir()
    (tmp_path / ".streamlit").mkdir()
    (tmp_path / ".streamlit" / "secrets.toml").write_text('NIANBAO_DATA_DIR = "/srv/nianbao"', "utf-8")
    assert str(cli._data_dir()) == str(settings.data_dir()) == "/srv/nianbao"


def test_check_loads_neither_the_settings_nor_the_store(town_file):
    script = """import sys; from drafting.cli import main; main(['check', sys.argv[1]])
print([name for name in ('pydantic_settings', 'sqlalchemy', 'streamlit') if name in sys.modules], file=sys.stderr)"""
    done = subprocess.run([sys.executable, "-c", script, town_file], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


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
    assert [file.name for file in folder.iterdir()] == ["青石镇人民政府2024年政府信息公开工作年度报告（草稿）.docx"]


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


def test_a_redhead_final_copy_without_number_or_day_is_refused_until_a_person_says_so(run, tmp_path):
    path, out = tmp_path / "a.report.json", tmp_path / "out"
    given, _ = sample("town").load()
    given.document = given.document.model_copy(update={"number": " ", "issued_on": None})
    report_file.write(draft_report(given, sections_named(given, ()), None).report, path)
    run("approve", path, "--person", "张三")
    out.mkdir()
    final = ("export", path, "--to", "docx", "--copy", "final", "--preset", "redhead", "-o", out)
    status, _, err = run(*final)
    assert (status, err.strip()) == (
        1,
        "红头公文的正式稿还没有文号、成文日期，没有生成；请补填，或确认缺少这些项目仍然生成。",
    ) and not list(out.iterdir())
    assert run(*final, "--incomplete")[0] == 0
    assert [file.name for file in out.iterdir()] == ["青石镇人民政府2024年政府信息公开工作年度报告.docx"]
    assert run("export", path, "--to", "docx", "--copy", "final", "-o", out)[0] == 0
    assert run("export", path, "--to", "docx", "--preset", "redhead", "-o", out)[0] == 0


def test_approving_needs_a_name_and_a_part_there_is(run, town_file):
    assert run("approve", town_file, "--person", " ")[0] == 2
    status, _, err = run("approve", town_file, "--person", "张三", "--part", "第九章")
    assert status == 2 and "没有“第九章”这一部分" in err


@pytest.mark.parametrize("content", [b"", b"{}", b"\x00\x01", '{"schema":"nianbao.report/1","year":1899}'.encode()])
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


def test_import_writes_a_report_file_that_check_reads(run, tmp_path):
    town, _ = sample("town").load()
    source = tmp_path / "青石镇.docx"
    source.write_bytes(publishing.export(town, "docx"))
    target = tmp_path / "青石镇.report.json"
    assert run("import", str(source), "-o", str(target))[0] == 0
    assert report_file.read(target).values == town.values
    assert run("check", str(target))[0] in (0, 1)


def test_import_of_a_file_with_blanks_answers_3_and_asks_for_each_cell(run, tmp_path):
    town, _ = sample("town").load()
    town.values.pop("disclosure.licences")
    source = tmp_path / "青石镇.html"
    source.write_bytes(publishing.export(town, "html"))
    status, out, err = run("import", str(source), "--json")
    answer = json.loads(out)
    assert status == 3
    assert [question["cell"] for question in answer["questions"]] == ["disclosure.licences"]
    assert answer["report"]["tables"]["disclosure"]["licences"] is None
    assert answer["edition"] == "2021"
    assert set(answer["confidence"].values()) == {"read"}
    assert "行政许可" in err


def test_import_of_several_files_goes_on_after_one_that_cannot_be_read(run, tmp_path):
    town, _ = sample("town").load()
    good, bad = tmp_path / "甲.txt", tmp_path / "乙.png"
    good.write_bytes(publishing.export(town, "txt"))
    bad.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    status, _, err = run("import", str(bad), str(good), "-o", str(tmp_path / "读入"))
    assert status == 2
    assert "图片" in err
    assert report_file.read(tmp_path / "读入" / "甲.report.json").year == 2024


def test_import_takes_the_year_a_person_says(run, tmp_path):
    town, _ = sample("town").load()
    source = tmp_path / "表.xlsx"
    source.write_bytes(publishing.export(town, "xlsx"))
    _, out, _ = run("import", str(source), "--year", "2025", "--json")
    assert json.loads(out)["report"]["year"] == 2025
