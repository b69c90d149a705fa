"""比较模型 on 设置: the same sections by two candidates side by side, blind if wished."""

import time

import pytest
from pydantic import SecretStr
from test_options import healthy, labelled, opened, shown

from drafting import resources, settings
from drafting.evaluation import cases
from drafting.evaluation.candidates import Candidate
from drafting.evaluation.comparing import Comparison
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful
from drafting.writing import prompts
from drafting.writing.endpoint import Endpoint

SECTIONS = ("overview.proactive", "overview.management", "overview.oversight")


@pytest.fixture
def small():
    return next(case for case in cases.shipped() if case.name == "01-town-zeros")


def ended(comparison):
    until = time.monotonic() + 60
    while comparison.running:
        assert time.monotonic() < until
        time.sleep(0.02)
    return comparison


def test_both_sides_draft_the_same_sections_and_only_those(small):
    with ScriptedEndpoint() as server:
        model = Candidate(Endpoint(server.url, "m-14b", SecretStr("k")))
        found = ended(Comparison(small, SECTIONS, (model, Candidate()), blind=False))
        assert len(server.requests) == len(SECTIONS)
    assert [side.candidate for side in found.sides] == [model, Candidate()]
    assert all(set(side.texts) == set(SECTIONS) and all(side.texts.values()) for side in found.sides)
    told = dict(found.rows())
    assert told["写到的素材"] == ["100%", "100%"] and "用量（词元）" in told


def test_two_sets_of_prompts_do_not_mix(small, tmp_path):
    raw = (resources.prompts() / "section.md").read_text("utf-8")
    (tmp_path / "section.md").write_text(f"{raw}\n请写得像本县的文件。\n", "utf-8")
    prompts.save_own("section", f"{prompts.shipped('section').text}\n请写得朴素。")
    with ScriptedEndpoint(lambda request: Reply(faithful(request).text, delay=0.01)) as server:
        endpoint = Endpoint(server.url, "m-14b", SecretStr("k"))
        pair = (Candidate(endpoint, tmp_path), Candidate(endpoint, resources.prompts()))
        ended(Comparison(small, SECTIONS, pair, blind=False))
        asked = [request.messages[-1][1] for request in server.requests]
    assert sum("像本县的文件" in text for text in asked) == len(SECTIONS) == len(asked) / 2
    assert not any("写得朴素" in text for text in asked)


def test_a_side_that_cannot_be_reached_says_so_and_the_other_stands(small):
    dead = Candidate(Endpoint("http://127.0.0.1:9/v1", "m-14b", SecretStr("k")))
    found = ended(Comparison(small, SECTIONS[:1], (dead, Candidate()), blind=False))
    assert "拒绝连接" in found.sides[0].fault and not found.sides[1].fault
    assert dict(found.rows())["没有写成的章节（节）"] == ["1", "0"]


def test_stopping_keeps_what_came(small):
    with ScriptedEndpoint(Reply("全年" * 500, chunk=2, delay=0.05)) as server:
        model = Candidate(Endpoint(server.url, "m-14b", SecretStr("k")))
        comparison = Comparison(small, SECTIONS[:1], (model, Candidate()), blind=False)
        until = time.monotonic() + 60
        while not any(comparison.sides[0].texts.values()) and time.monotonic() < until:
            time.sleep(0.02)
        comparison.stop()
        ended(comparison)
    assert comparison.sides[0].texts[SECTIONS[0]].startswith("全年")


def compared(at):
    labelled(at.button, "开始比较").click()
    healthy(at.run())
    ended(at.session_state["comparison"])
    return healthy(at.run())


def test_the_page_shows_both_drafts_and_what_is_counted():
    with ScriptedEndpoint() as server:
        settings.save_model(model="m-14b", base_url=server.url)
        at = opened()
        labelled(at.selectbox, "另一方").select("不用模型，离线编排")
        at = compared(at.run())
    words = shown(at) + "".join(text.value for text in at.get("text"))
    assert "m-14b（本机）" in words and "离线编排" in words and "| 写到的素材 |" in words
    assert "86条" in words


def test_blind_nobody_is_named_before_the_reader_has_judged():
    with ScriptedEndpoint() as server:
        settings.save_model(model="m-14b", base_url=server.url)
        at = opened()
        labelled(at.selectbox, "另一方").select("不用模型，离线编排")
        labelled(at.checkbox, "先不显示哪一份是谁写的").check()
        at = compared(at.run())
        bold = [each.value for each in at.markdown if each.value.startswith("**")]
        assert "**甲**" in bold and "**乙**" in bold and "| 写到的素材 |" not in shown(at)
        assert labelled(at.button, "揭晓").disabled
        labelled(at.radio, "您看哪一份更好").set_value("甲更好")
        at = healthy(at.run())
        labelled(at.button, "揭晓").click()
        at = healthy(at.run())
    assert "您的评定：甲更好" in shown(at) and "离线编排" in shown(at)


def test_another_model_needs_its_name():
    with ScriptedEndpoint() as server:
        settings.save_model(model="m-14b", base_url=server.url)
        at = opened()
        labelled(at.selectbox, "另一方").select("另一个模型")
        at = healthy(at.run())
        labelled(at.button, "开始比较").click()
        at = healthy(at.run())
    assert "comparison" not in at.session_state
