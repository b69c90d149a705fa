"""Charts: what they show comes from the facts, and the same report gives the same picture."""

from decimal import Decimal
from io import BytesIO

import docx
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml.etree import fromstring
from PIL import Image, ImageFont
from test_publishing import any_report, full_report

from drafting.assessment import Assessment
from drafting.errors import FileError
from drafting.publishing import pdf
from drafting.publishing.chart_picture import image, vector
from drafting.publishing.charts import RESULTS, TREND, Chart, Figure, charts
from drafting.publishing.fonts import package
from drafting.publishing.review import write
from drafting.samples import sample, samples

FACE = ImageFont.truetype(str(package()[0] / "NotoSansSC-Regular.otf"), 100)


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


def words(chart: Chart) -> list[str]:
    """The words of the drawing, in its order."""
    return [text.text for text in fromstring(vector(chart)).iter("{*}text")]


def boxes(chart: Chart) -> list[tuple[float, float, float, float]]:
    """Left, top, right and bottom of each of its words, as wide as Pillow sets them."""
    found = []
    for text in fromstring(vector(chart)).iter("{*}text"):
        x, y, size = (float(text.get(name)) for name in ("x", "y", "font-size"))
        wide = FACE.getlength(text.text) * size / FACE.size
        left = x - {"start": 0, "middle": wide / 2, "end": wide}[text.get("text-anchor")]
        found.append((left, y - 0.8 * size, left + wide, y + 0.12 * size))
    return found


def test_years_without_a_report_are_a_gap_in_the_line():
    report, last_year = sample("town").load()
    chart = by_id(report, last_year, last_year.model_copy(update={"year": 2021}))["trend"]
    drawing = fromstring(vector(chart))
    assert len(list(drawing.iter("{*}circle"))) == 3 * len(TREND)
    assert [path.get("stroke-width") for path in drawing.iter("{*}path")].count("2") == len(TREND)
    assert words(chart)[-4:] == ["2021 年", "2022 年", "2023 年", "2024 年"]


def test_the_figures_of_the_picture_are_those_of_the_cells():
    report, last_year = sample("town").load()
    cells = report.cells(), last_year.cells()
    for id, keys in {
        "applicants": [key for key in report.form.inputs if key.startswith("requests.new_received.")],
        "trend": list(TREND),
    }.items():
        figures = [
            word.removesuffix("（上年）")
            for word in words(by_id(report, last_year)[id])
            if word[0].isdigit() and "年" not in word.removesuffix("（上年）")
        ]
        assert figures == [str(year[key]) for key in keys for year in (cells[::-1])]


def test_a_bar_is_as_long_as_its_figure():
    report, _ = sample("town").load()
    chart = by_id(report)["applicants"]
    bars = [float(bar.get("width")) for bar in fromstring(vector(chart)).iter("{*}rect")][2:]
    values = [float(figure.value) for figure in chart.figures if figure.value]
    assert bars == pytest.approx([max(bars) * value / max(values) for value in values], rel=1e-4)


def test_the_years_are_told_apart_without_colours():
    fills = {bar.get("fill") for bar in fromstring(vector(by_id(*sample("town").load())["results"])).iter("{*}rect")}
    light = sorted(sum(bytes.fromhex(fill[1:])) / 765 for fill in fills - {"#ffffff"})
    assert len(light) == 2 and light[1] - light[0] > 0.5


def test_words_are_never_read_as_markup():
    chart = Chart("x", "<b>", "bars", (Figure(2024, '<script>"&', 1),))
    assert "<script>" not in vector(chart) and '<script>"&' in words(chart)
    assert fromstring(vector(chart)).get("aria-label") == chart.alt


COUNTS = (
    st.none() | st.sampled_from([0, 10_000_000, 10**15 - 1]) | st.integers(0, 10**15 - 1) | st.decimals(-5, 5, places=2)
)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["bars", "lines"]), st.lists(st.lists(COUNTS, min_size=6, max_size=6), min_size=1, max_size=4))
def test_whatever_the_figures_no_word_stands_on_another_or_outside(kind, years):
    labels = list(RESULTS.values())
    chart = Chart(
        "x",
        "图",
        kind,
        tuple(
            Figure(2021 + at, label, value)
            for at, year in enumerate(years[:2] if kind == "bars" else years)
            for label, value in zip(labels, year)
        ),
    )
    drawing, found = fromstring(vector(chart)), boxes(chart)
    width, height = float(drawing.get("width")), float(drawing.get("height"))
    for at, (left, top, right, bottom) in enumerate(found):
        assert 0 <= left and right <= width and 0 <= top and bottom <= height
        assert not [
            other
            for other in found[at + 1 :]
            if left < other[2] and other[0] < right and top < other[3] and other[1] < bottom
        ]


@settings(max_examples=25, deadline=None)
@given(any_report())
def test_any_report_has_charts_that_can_be_drawn(report):
    for chart in charts(report, [full_report(year=report.year - 1)]):
        assert fromstring(vector(chart)) is not None and chart.alt.startswith(chart.title)


def test_a_town_with_all_zeros_has_charts_without_bars():
    report = full_report()
    report.values = dict.fromkeys(report.form.inputs, 0)
    for chart in charts(report):
        assert {word for word in words(chart) if word.isdigit()} == {"0"}
        assert len(list(fromstring(vector(chart)).iter("{*}rect"))) == 2  # the ground and the legend's


@pytest.mark.parametrize(
    "values",
    [
        {},
        {"requests.new_received.business": 10**15 - 1},
        {"requests.new_received.business": -4},
        {"requests.new_received.business": Decimal("1.5")},
        {"requests.granted.other": 0},
    ],
)
def test_an_image_is_made_of_any_figures(values):
    report = full_report()
    report.values |= values
    for chart in charts(report, [full_report(year=2023)]):
        with Image.open(BytesIO(image(chart))) as picture:
            assert picture.format == "PNG" and 700 < picture.width < 1800 and picture.height < 1800


def test_the_same_chart_gives_the_same_bytes():
    for chart in charts(*sample("town").load()[:1]):
        first = image(chart)
        image.cache_clear()
        assert image(chart) == first


def test_chinese_words_are_set_in_a_typeface_that_has_them():
    """Each of these words would be the same row of boxes in a typeface without them."""
    first, second = (image(Chart("x", "", "bars", (Figure(2024, label, 1),))) for label in ("予以公开", "部分处理"))
    assert first != second


def test_the_review_copy_ends_with_the_charts_each_said_in_words():
    report, last_year = sample("town").load()
    older = last_year.model_copy(update={"year": 2021})
    content = write(Assessment(report, last_year), [older])
    assert pictures(content) == {chart.alt: chart.title for chart in charts(report, [older, last_year])}
    image.cache_clear()
    assert write(Assessment(report, last_year), [older]) == content
    assert len(pictures(write(Assessment(report)))) == 2


def test_a_review_copy_of_blank_tables_has_no_page_of_charts(report):
    content = write(Assessment(report))
    assert not pictures(content)
    assert "图表" not in [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]


def test_without_the_means_to_draw_the_review_copy_says_so_in_one_line(monkeypatch):
    def broken(*_):
        raise FileError("生成 PDF 的组件 typst 没有装好，请重新安装本程序；其他格式照常可用。")

    monkeypatch.setattr(pdf, "compiled", broken)
    image.cache_clear()
    content = write(Assessment(*sample("town").load()))
    assert not pictures(content)
    texts = [paragraph.text for paragraph in docx.Document(BytesIO(content)).paragraphs]
    assert texts[texts.index("图表") + 1 :] == ["生成 PDF 的组件 typst 没有装好，请重新安装本程序；其他格式照常可用。"]
