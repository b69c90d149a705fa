"""Review in the browser: words are selected on the printed page and remarked on, answered in place, and the whole
approved.
"""

import pytest
from program import environment, program

from drafting.report import Section
from drafting.samples import sample
from drafting.service import Service
from drafting.service.files import draft_report, sections_named
from drafting.settings import load

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
PATIENCE = 60_000
TWICE = "部分村的公开栏更新不及时。下一步由党政办每季度检查各村的公开栏，更新不及时的通报。"


@pytest.fixture
def service(monkeypatch, tmp_path):
    """The store that the server in the browser uses, as another person sees it."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    service = Service(load())
    yield service
    service.close()


@pytest.fixture
def id(service):
    """The sample town with every section written and nothing approved yet."""
    given, last_year = sample("town").load()
    service.library.add(last_year)
    id = service.library.add(draft_report(given, sections_named(given, ()), None, last_year=last_year).report)
    service.prose.save(id, "problems", Section.of(TWICE), by="person")
    return id


@pytest.fixture
def reading(browser, page, service, id, tmp_path):
    """The reading view of the report, which is in review."""
    service.review.submit(id, "张三")
    with program(tmp_path) as server:
        page.set_default_timeout(PATIENCE)
        expect.set_options(timeout=PATIENCE)
        page.goto(f"{server.url}/review?report={id}")
        page.get_by_text("阅读", exact=True).click()
        page.locator(".reading .sheet p").first.wait_for()
        yield page
        assert "Traceback" not in server.printed()


def choose(page, words, nth=0):
    """Select ``words`` where they stand for the ``nth`` time in 问题及改进, with the mouse, and open the form."""
    line = page.locator(".reading [data-section='problems']").filter(has_text=words).last
    line.scroll_into_view_if_needed()
    box = line.evaluate(
        """(line, [words, nth]) => {
        let at = line.textContent.indexOf(words);
        for (; nth > 0; nth--) at = line.textContent.indexOf(words, at + 1);
        const walk = document.createTreeWalker(line, NodeFilter.SHOW_TEXT), range = document.createRange();
        for (let node, offset = 0; (node = walk.nextNode()); offset += node.length) {
            if (at >= offset && at < offset + node.length) range.setStart(node, at - offset);
            const end = at + words.length - offset;
            if (end > 0 && end <= node.length) range.setEnd(node, end);
        }
        const { left, right, top, height } = range.getBoundingClientRect();
        return [left, right, top + height / 2];
    }""",
        [words, nth],
    )
    left, right, middle = box
    page.mouse.move(left + 1, middle)
    page.mouse.down()
    page.mouse.move(right - 1, middle, steps=8)
    page.mouse.up()
    page.get_by_role("button", name="写意见").click()


def write(page, text, person):
    """Fill in the form that is open and save it."""
    form = page.locator(".reading .form")
    form.get_by_role("textbox").first.fill(text)
    form.get_by_role("textbox").last.fill(person)
    form.locator("button.main").click()


def test_words_are_remarked_on_answered_in_place_and_the_whole_is_final_four_clicks_after_the_review(
    reading, service, id
):
    page = reading
    choose(page, "每季度检查")
    write(page, "请写明检查几次", "李四")
    expect(page.locator(".reading mark.open")).to_have_text("每季度检查")
    page.evaluate("window.scrollTo(0, 0)")
    page.get_by_role("button", name="退回", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="李四").click()
    page.locator(".reading li").get_by_role("button", name="答复").click()
    write(page, "已写明 4 次", "张三")
    expect(page.locator(".reading li.closed")).to_contain_text("已写明 4 次")
    page.get_by_role("button", name="送审", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="张三").click()

    clicks = 0
    for step, after in (("审定", "已审定（李四"), ("定稿", "已定稿（李四")):
        page.get_by_role("button", name=step, exact=True).click()
        page.get_by_role("dialog").get_by_role("button", name="李四").click()
        clicks += 2
        expect(page.locator(".st-key-nb-lock")).to_contain_text(after)
    assert clicks <= 4 and service.library.open(id).stored.row.state == "final"
    told = [(entry.verb, entry.person) for entry in service.review.trail(id)]
    assert told == [
        ("submit", "张三"),
        ("remark", "李四"),
        ("return", "李四"),
        ("answer", "张三"),
        ("submit", "张三"),
        ("approve", "李四"),
        ("finalise", "李四"),
    ]


def test_enter_in_the_name_signs_once_and_closes_the_question(reading, service, id):
    page = reading
    page.get_by_role("button", name="提出意见").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("意见", exact=True).fill("请写明培训的次数。")
    dialog.get_by_label("姓名").click()
    page.keyboard.type("李四")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    page.get_by_role("link", name="1 填报").click()
    page.get_by_text("批准三张表").wait_for()
    assert [remark.person for remark in service.library.open(id).report.remarks] == ["李四"]


def test_the_same_words_twice_are_told_apart_and_words_that_change_are_said_to_have_changed(reading, service, id):
    page = reading
    choose(page, "更新不及时", nth=1)
    write(page, "第二处", "李四")
    expect(page.locator(".reading mark.open")).to_have_text("更新不及时")
    before = page.locator(".reading mark.open").evaluate(
        "(mark) => { const range = document.createRange(); range.setStart(mark.closest('[data-section]'), 0);"
        " range.setEndBefore(mark); return range.toString(); }"
    )
    assert before.endswith("公开栏，")
    service.review.return_with(id, "李四")
    service.prose.save(
        id,
        "problems",
        Section.of("部分村的公开栏更新较慢。下一步由党政办每季度检查各村的公开栏，更新慢的通报。"),
        by="person",
    )
    page.reload()
    page.get_by_text("阅读", exact=True).click()
    expect(page.locator(".reading li")).to_contain_text("原文已改动")
    expect(page.locator(".reading mark")).to_have_count(0)


def test_what_was_written_stays_with_the_reason_when_the_words_have_changed_meanwhile(reading, service, id):
    page = reading
    line = page.locator(".reading p[data-section='problems']").last
    line.focus()
    page.keyboard.press("Enter")
    service.prose.save(
        id,
        "problems",
        Section.of("问题一：公开栏更新较慢。整改措施是由党政办每季度逐村检查并通报检查的结果。"),
        by="person",
    )
    write(page, "请写明检查几次", "李四")
    expect(page.locator(".reading .form .trouble")).to_contain_text("引用的原文在这一节里找不到")
    expect(page.locator(".reading .form textarea")).to_have_value("请写明检查几次")
    page.keyboard.press("Escape")
    expect(page.locator(".reading .form")).to_have_count(0)
    assert service.library.open(id).report.remarks == []
