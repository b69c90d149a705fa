"""Charts: what they show comes from the facts, and the same report gives the same picture."""

import builtins
from decimal import Decimal
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from PIL import Image
from test_publishing import any_report, full_report

from drafting.errors import FileError
from drafting.publishing import charts as module
from drafting.publishing.charts import RESULTS, TREND, Chart, Figure, charts, drawn, image
from drafting.publishing.review import write
from drafting.samples import sample, samples


def by_id(report, *others) -> dict[str, Chart]:
    return {chart.id: chart for chart in charts(report, others)}


def shown(chart: Chart, year: int) -> list:
    return [figure.value for figure in chart.figures if figure.year == year]


def pictures(content: bytes) -> dict[str, str]:
    """What each image of the document says it shows -> the heading above it."""
    document = docx.Document(BytesIO(content))
    found = {}
    for above, paragraph in zip(document.paragraphs, document.paragraphs[1:]):
        for drawing in paragraph._p.iter(qn("wp:docPr")):
            found[drawing.get("descr")] = above.text
    return found


@pytest.mark.parametrize("name", [sample.id for sample in samples()])
def test_applicants_and_results_are_those_of_table_three(name):
    report, _ = sample(name).load()
    cells, found = report.cells(), by_id(report)
    applicants = [key for key in report.form.inputs if key.startswith("requests.new_received.")]
    assert shown(found["applicants"], report.year) == [cells[key] for key in applicants]
    assert sum(shown(found["applicants"], report.year)) == cells["requests.new_received.total"]
    assert sum(shown(found["results"], report.year)) == cells["requests.total.total"]
    assert found["results"].labels == list(RESULTS.values())


def test_last_year_stands_beside_this_year_and_no_other_does():
    report, last_year = sample("town").load()
    older = last_year.model_copy(update={"year": 2019})
    found = by_id(report, older, last_year)
    assert found["applicants"].years == found["results"].years == [2023, 2024]
    assert found["trend"].years == [2019, 2023, 2024]
    assert shown(found["trend"], 2023) == [last_year.cells()[key] for key in TREND]


def test_one_year_is_no_trend_and_a_blank_report_has_no_chart(report):
    assert set(by_id(sample("town").load()[0])) == {"applicants", "results"}
    assert charts(report) == () == charts(report, [report.model_copy(update={"year": 2023})])


def test_a_blank_cell_is_no_zero_and_a_blank_row_leaves_its_group_unknown():
    report = full_report()
    blank = ("requests.new_received.business", "requests.refused_by_law.")
    report.values = {key: value for key, value in report.values.items() if not key.startswith(blank)}
    found = by_id(report)
    assert found["applicants"].figures[1].text == "未填" and "商业企业未填、" in found["applicants"].alt
    assert [figure.label for figure in found["results"].figures if figure.value is None] == ["（三）不予公开"]


def test_the_words_say_all_that_is_shown():
    chart = Chart("trend", "历年", "lines", (Figure(2023, "本年新收", 4), Figure(2024, "本年新收", None)))
    assert chart.alt == "历年：2023 年本年新收 4；2024 年本年新收未填。"


def test_a_figure_that_no_cell_can_hold_is_not_drawn():
    report = full_report()
    report.stated = {"requests.granted.total": 10**20}
    assert by_id(report)["results"].figures[0].value is None


def test_years_without_a_report_are_a_gap_in_the_line():
    report, last_year = sample("town").load()
    chart = by_id(report, last_year.model_copy(update={"year": 2021}))["trend"]
    rows = drawn(chart).to_dict()["data"]["values"]
    assert {row["年度"]: row["件数"] for row in rows if row["项目"] == "本年新收"} == {
        "2021 年": 11, "2022 年": None, "2023 年": None, "2024 年": 16}


def test_nothing_is_fetched_and_no_menu_is_shown():
    for chart in charts(*sample("town").load()[:1]):
        spec = drawn(chart).to_dict()
        assert "url" not in str(spec["data"]) and spec["usermeta"] == {"embedOptions": {"actions": False}}


@settings(max_examples=25, deadline=None)
@given(any_report())
def test_any_report_has_charts_that_can_be_drawn(report):
    for chart in charts(report, [full_report(year=report.year - 1)]):
        assert drawn(chart).to_dict() and chart.alt.startswith(chart.title)


@pytest.mark.parametrize("values", [
    {}, {"requests.new_received.business": 10**15 - 1}, {"requests.new_received.business": -4},
    {"requests.new_received.business": Decimal("1.5")}, {"requests.granted.other": 0}])
def test_an_image_is_made_of_any_figures(values):
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    report = full_report()
    report.values |= values
    for chart in charts(report, [full_report(year=2023)]):
        with Image.open(BytesIO(image(chart))) as picture:
            assert picture.format == "PNG" and 700 < picture.width < 1500 and picture.height < 1500


def test_the_same_chart_gives_the_same_bytes():
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    for chart in charts(*sample("town").load()[:1]):
        first = image(chart)
        image.cache_clear()
        assert image(chart) == first


def test_chinese_words_are_set_in_a_typeface_that_has_them():
    """Each of these words would be the same row of boxes in a typeface without them."""
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    first, second = (image(Chart("x", "", "bars", (Figure(2024, label, 1),))) for label in ("予以公开", "部分处理"))
    assert first != second


def test_the_review_copy_ends_with_the_charts_each_said_in_words():
    pytest.importorskip("vl_convert", reason="vl-convert is not installed")
    report, last_year = sample("town").load()
    older = last_year.model_copy(update={"year": 2021})
    content = write(report, last_year, [older])
    assert pictures(content) == {chart.alt: chart.title for chart in charts(report, [older, last_year])}
    image.cache_clear()
    assert write(report, last_year, [older]) == content
    assert len(pictures(write(report))) == 2


def test_a_review_copy_of_blank_tables_has_no_page_of_charts(report):
    content = write(report)
    assert not pictures(content)
    assert "图表" not in [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]


def test_without_the_means_to_draw_the_review_copy_says_so_in_one_line(monkeypatch):
    plain = builtins.__import__

    def without(name, *args, **kwargs):
        if name.startswith("vl_convert"):
            raise ImportError(name)
        return plain(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", without)
    module.image.cache_clear()
    module._fonts.cache_clear()
    report, last_year = sample("town").load()
    with pytest.raises(FileError, match="没有装好"):
        image(charts(report)[0])
    content = write(report, last_year)
    assert not pictures(content)
    texts = [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]
    assert texts[texts.index("图表") + 1:] == ["把图表画成图片的组件 vl-convert 没有装好，没有附图表；需要时请重新安装本程序。"]


def test_altair_waits_until_a_chart_is_drawn():
    import subprocess
    import sys
    script = ("import sys; from drafting.publishing.charts import charts; from drafting.samples import sample; "
              "charts(sample('town').load()[0]); print('altair' in sys.modules, 'vl_convert' in sys.modules)")
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]
