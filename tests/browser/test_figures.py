"""Words around figures, as a clerk meets them: marks, their sources, a changed cell, a passage reworded, a locked
paragraph.
"""

import re
import shutil
import time

import pytest
from program import environment, program

from drafting.samples import sample
from drafting.service import Service
from drafting.settings import load
from drafting.testing.endpoint import Reply, ScriptedEndpoint, faithful
from drafting.writing.configured import from_settings

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
EXPECT = 20_000
"""Milliseconds a page may take to show what a click leads to on a busy machine."""
CELLS = sample("town").load()[0].cells()
GRANTED, PERSONS = CELLS["requests.granted.total"], CELLS["requests.granted.natural_person"]
INVENTED = "全年接待来访群众47人次。"


def answered(request):
    """A model that invents a figure in one section, and rewords a passage by a word and a figure."""
    asked = request.messages[-1][1]
    if "请只改写选出的文字" in asked:
        return Reply("县政府网站青石镇专栏全年发布215条")
    reply = faithful(request)
    return Reply(reply.text + INVENTED) if "平台建设" in asked and INVENTED not in asked else reply


@pytest.fixture(scope="module")
def drafts(browser, tmp_path_factory):
    """A data folder with the sample town, every section drafted by that model; and the report's id."""
    folder = tmp_path_factory.mktemp("drafted")
    with ScriptedEndpoint(answered) as model, pytest.MonkeyPatch.context() as patch:
        for name, value in environment(folder, model.url).items():
            patch.setenv(name, value)
        settings = load()
        service = Service(settings)
        id = service.library.add_sample(sample("town"))
        service.drafts.start(id, [spec.id for spec in service.library.open(id).report.outline], from_settings(settings))
        while service.drafts.active(id):
            time.sleep(0.05)
        service.close()
    return folder, id


@pytest.fixture
def drafted(drafts, page, tmp_path):
    """The draft page of that report, in a copy of the folder."""
    folder, id = drafts
    shutil.copytree(folder, tmp_path, dirs_exist_ok=True)
    with ScriptedEndpoint(answered) as model, program(tmp_path, model=model.url) as server:
        page.set_default_timeout(EXPECT)
        page.goto(f"{server.url}/draft?report={id}")
        page.get_by_text(re.compile(r"✓ (\d+)/\1$")).wait_for()
        yield page
        assert "Traceback" not in server.printed()


def step(page, name):
    page.get_by_test_id("stSidebar").get_by_role("link", name=name).click()


def box(page, section):
    return page.locator(f".st-key-nb-section-{section.replace('.', '-')}")


def point_at(page, mark):
    """Click where a mark is drawn; the field itself lies over it."""
    mark.scroll_into_view_if_needed()
    mark.wait_for()
    at = mark.bounding_box()
    page.mouse.click(at["x"] + at["width"] / 2, at["y"] + at["height"] / 2)


def holds(field, words):
    """Wait until the field's text has ``words``."""
    expect(field).to_have_value(re.compile(re.escape(words)), timeout=EXPECT)


def test_a_figure_without_a_source_is_shown_and_a_person_may_answer_for_it(drafted):
    page, platform = drafted, box(drafted, "overview.platform")
    point_at(page, platform.locator(".mark.untied", has_text="47人次"))
    page.locator("[class*=st-key-nb-picked]").get_by_text("没有找到依据").first.wait_for()
    step(page, "5 导出")
    page.get_by_text("○ 1 处待改").wait_for()
    page.get_by_text(re.compile("还不能导出正式稿")).wait_for()
    step(page, "3 起草")
    point_at(page, platform.locator(".mark.untied", has_text="47人次"))
    platform.get_by_role("button", name="由本人确认").click()
    platform.locator(".mark.person", has_text="47人次").wait_for()
    page.get_by_text(re.compile("◐ \\d+ 处待批")).wait_for()


def raise_granted(page, figure):
    """Type ``figure`` into 予以公开 of natural persons, and wait until this is told; a message told before is put away."""
    step(page, "1 填报")
    page.get_by_role("tab", name="表三").click()
    told = page.locator("[class*=st-key-nb-message-undo-]").filter(has_text="正文中有")
    if told.count():
        told.get_by_text("知道了").dispatch_event("click")  # also where it has just faded
        expect(told).to_have_count(0)
    page.locator("td[data-key='requests.granted.natural_person']").click()
    page.keyboard.type(str(figure))
    page.keyboard.press("Enter")
    expect(told).to_contain_text(re.compile("正文中有 \\d+ 处数字已随之更新"))


def test_a_changed_cell_is_carried_into_the_text_and_can_be_undone(drafted):
    page = drafted
    field = page.get_by_role("textbox", name="依申请公开", exact=True)
    holds(field, f"予以公开{GRANTED}件")
    raise_granted(page, PERSONS + 1)
    step(page, "3 起草")
    holds(field, f"予以公开{GRANTED + 1}件")
    raise_granted(page, PERSONS + 2)
    page.get_by_role("button", name="撤销").click()
    page.get_by_text(re.compile("已撤销：正文中有")).wait_for()
    step(page, "3 起草")
    holds(field, f"予以公开{GRANTED + 1}件")


def test_a_passage_is_reworded_as_a_proposal_whose_changed_figure_needs_a_tick(drafted):
    page, proactive = drafted, box(drafted, "overview.proactive")
    field = page.get_by_role("textbox", name="主动公开", exact=True)
    passage = "县政府网站青石镇专栏今年发了 214 条"
    holds(field, passage)
    before = field.input_value()
    field.click()
    field.evaluate(
        """(field, passage) => {
        const at = field.value.indexOf(passage);
        field.setSelectionRange(at, at + passage.length);
        field.dispatchEvent(new Event("select", { bubbles: true }));
        document.dispatchEvent(new Event("selectionchange"));
    }""",
        passage,
    )
    proactive.get_by_role("button", name="缩短").click()
    proactive.get_by_text("修改提案").wait_for()
    assert field.input_value() == before
    proactive.get_by_role("button", name="采用", exact=True).click()
    page.get_by_text("没有勾选任何修改").wait_for()
    assert "214 条" in field.input_value()  # the figure had no tick
    tick = proactive.get_by_test_id("stCheckbox").filter(has_text="214")
    expect(tick).to_have_count(1)  # while the page follows, what stood before is still beside it
    page.locator("[data-testid=stApp][data-test-script-state=notRunning]").wait_for()
    tick.locator("label").first.click()
    expect(tick.get_by_role("checkbox", checked=True)).to_have_count(1)
    expect(tick).to_have_count(1)
    proactive.get_by_role("button", name="采用", exact=True).click()
    holds(field, "215条")


def test_a_locked_paragraph_is_neither_edited_nor_redrafted(drafted):
    page, management = drafted, box(drafted, "overview.management")
    field = page.get_by_role("textbox", name="政府信息管理", exact=True)
    holds(field, "。")
    before = field.input_value()
    field.click()
    management.get_by_role("button", name="锁定").click()
    management.get_by_role("button", name="解锁").wait_for()
    field.click()
    page.keyboard.type("改")
    management.locator(".said", has_text="这一段已锁定").wait_for()
    assert field.input_value() == before


def test_the_conversation_answers_and_proposes_and_is_kept(drafted):
    page = drafted
    page.get_by_role("button", name="为什么有标记").click()
    page.locator(".st-key-nb-chat").get_by_text("47人次").first.wait_for()
    page.reload()
    page.locator(".st-key-nb-chat").get_by_text("47人次").first.wait_for()
