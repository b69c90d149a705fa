"""The finished document in the browser: the page as it will look, the way back to where it is edited, the final copy."""

from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from program import environment, program

from drafting.samples import sample
from drafting.service import Service
from drafting.service.files import draft_report, sections_named
from drafting.settings import load

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
EXPECT = 40_000


@pytest.fixture
def finished(browser, page, tmp_path, monkeypatch):
    """The export page of the sample town, drafted offline, everything but the tables approved."""
    for name, value in environment(tmp_path).items():
        monkeypatch.setenv(name, value)
    service = Service(load())
    id = service.library.add_sample(sample("town"))
    given = service.library.open(id)
    made = draft_report(given.report, sections_named(given.report, ()), None, last_year=given.last_year).report
    for name, section in made.sections.items():
        service.prose.save(id, name, section, by="composer")
    report = service.library.open(id).report
    for part in report.parts:
        if part != "tables":
            service.documents.approve(id, part, "张三", digest=report.digest(part))
    service.close()
    with program(tmp_path) as server:
        page.set_default_timeout(EXPECT)
        page.goto(f"{server.url}/export?report={id}")
        page.get_by_role("button", name="生成文件").wait_for()
        yield page
        assert "Traceback" not in server.printed()


def test_the_preview_leads_to_where_a_paragraph_and_a_figure_are_edited(finished):
    page = finished
    page.locator("[data-section='problems']").last.click()
    page.wait_for_url("**/draft?**section=problems**")
    page.get_by_role("textbox", name="问题及改进", exact=True).wait_for()
    page.get_by_test_id("stSidebar").get_by_role("link", name="5 导出").click()
    page.locator("[data-cell='requests.granted.natural_person']").click()
    page.wait_for_url("**/entry?**cell=requests.granted.natural_person**")
    expect(page.locator(".frame:focus-within td.hand[data-key='requests.granted.natural_person']")).to_be_visible()


def pictures(raw: bytes) -> list:
    """The pages of a PDF as the mean grey of blocks of 7 mm: how thin a line is drawn goes, a moved line stays."""
    import pypdfium2

    pages = [page.render(scale=0.4, grayscale=True).to_numpy() for page in pypdfium2.PdfDocument(raw)]
    assert {tuple(round(side, -1) for side in page.shape) for page in pages} == {(340, 240)}  # A4
    return [page[:328, :232].reshape(41, 8, 29, 8).mean(axis=(1, 3)) for page in pages]


def wait_for_pages(page) -> int:
    """Wait until all pages of the preview have come; how many there are."""
    page.locator(".preview .sheet img").first.wait_for()
    page.wait_for_function(
        "() => [...document.querySelectorAll('#nb-print img')].every((each) => each.complete && each.naturalWidth)"
    )
    return page.locator(".preview .sheet").count()


def test_the_preview_shows_the_pages_of_the_pdf_and_the_printer_gets_them_alone(finished):
    page = finished
    count = wait_for_pages(page)
    assert page.get_by_role("img", name=f"第 {count} 页，共 {count} 页").count() == 1
    page.get_by_role("button", name="PDF", exact=True).click()
    page.get_by_role("button", name="Word 文档", exact=True).click()
    page.get_by_role("button", name="生成文件").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="（草稿）.pdf").click()
    exported, printed = (
        pictures(Path(download.value.path()).read_bytes()),
        pictures(page.pdf(prefer_css_page_size=True)),
    )
    assert len(exported) == len(printed) == count
    assert max(abs(ours - theirs).mean() for ours, theirs in zip(exported, printed)) < 4
    assert min(abs(ours - theirs).mean() for ours, theirs in zip(exported, printed[1:])) > 8  # another page is another
    page.get_by_test_id("stSidebar").get_by_role("link", name="3 起草").click()
    expect(page.locator("#nb-print")).to_have_count(0)
    page.get_by_role("radio", name="预览").click()
    assert wait_for_pages(page) == count
    assert len(pictures(page.pdf(prefer_css_page_size=True))) == count


def test_choices_and_reasons_are_there_after_going_to_a_place_and_back(finished):
    page = finished
    page.get_by_role("radio", name="红头公文").click()
    expect(page.locator(".preview")).to_contain_text("此件公开发布")
    page.get_by_text("正式稿", exact=True).click()
    expect(page.get_by_role("button", name="生成文件")).to_be_disabled()
    page.get_by_role("link", name="“三张表”还没有人批准。").click()
    page.wait_for_url("**/entry?**")
    page.get_by_test_id("stSidebar").get_by_role("link", name="5 导出").click()
    expect(page.locator(".preview")).to_contain_text("此件公开发布")
    expect(page.get_by_role("radio", name="正式稿")).to_be_checked()


def test_the_last_approval_opens_the_final_copy_and_its_file_carries_no_mark(finished):
    page = finished
    page.get_by_text("还不能导出正式稿：1 处没有完成").wait_for()
    page.get_by_role("link", name="“三张表”还没有人批准。").click()
    page.get_by_role("button", name="批准三张表").click()
    page.get_by_role("textbox", name="姓名", exact=True).fill("李四")
    page.keyboard.press("Enter")
    page.get_by_text("李四已批准").wait_for()
    page.get_by_test_id("stSidebar").get_by_role("link", name="5 导出").click()
    page.get_by_text("正式稿", exact=True).wait_for()
    page.get_by_role("radio", name="红头公文").click()
    expect(page.locator(".preview")).to_contain_text("此件公开发布")
    page.get_by_role("button", name="生成文件").click()
    page.get_by_role("dialog").get_by_role("button", name="李四").click()
    with page.expect_download() as download:
        page.get_by_role("button", name="下载 青石镇人民政府").click()
    document = Document(BytesIO(Path(download.value.path()).read_bytes()))
    words = [paragraph.text for paragraph in document.paragraphs]
    assert "青石镇人民政府文件" in words and "草稿" not in "".join(words)
