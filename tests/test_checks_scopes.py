"""N-02 where the units' reports are at hand: a figure of the office, a bureau or a group is held against what it reported."""

import pytest
from county import COUNTY, NAMES, county, reported, unit

from drafting.assessment import Assessment
from drafting.collection import scopes
from drafting.collection.rollup import Adjustment, Contribution, counted, rolled_up
from drafting.report import Section

OFFICE, TOWN = NAMES[0], NAMES[4]
SECTION = "overview.on_request"
NEW = "requests.new_received.natural_person"


def summed(*labels, adjustments=()):
    """The sum of units of which the first received 1 request, the second 2 and so on: 28 in all."""
    return rolled_up(
        (
            counted(reported(name, at), Contribution(name, "summed"))
            for at, name in enumerate(NAMES, 1)
            if not labels or name in labels
        ),
        adjustments,
    )


def assessed(text, rollup=None, origin="person"):
    rollup, roster = rollup or summed(), county()
    report = rollup.report(unit(COUNTY, 1, parent="").organ)
    report.sections = {SECTION: Section.of(text, origin)}
    return Assessment(report, units=scopes.units(rollup, roster, roster.government))


def said(text, rollup=None, origin="person"):
    found = assessed(text, rollup, origin).findings
    return [(each.rule, each.message) for each in found if each.rule in ("N-01", "N-02") and each.span]


@pytest.mark.parametrize(
    "text",
    [
        "县政府办公室代表县政府收到政府信息公开申请1件。",
        "县政府办收到政府信息公开申请1件，全县共收到政府信息公开申请28件。",
        "县直部门收到政府信息公开申请10件，各乡镇（街道）收到政府信息公开申请18件。",
        "县直部门收到政府信息公开申请9件。",  # without the government's office
        "县教育局收到政府信息公开申请3件，青石镇收到政府信息公开申请5件。",
        "全县收到政府信息公开申请28件，其中县教育局3件。",
        "县教育局、县自然资源局收到政府信息公开申请5件。",
        "县政府办公室向县教育局移送材料4件。",
    ],
)
@pytest.mark.parametrize("origin", ["person", "import"])
def test_a_figure_that_its_part_reported_is_right(text, origin):
    assert not [each for each in said(text, origin=origin) if each[0] == "N-02"]


@pytest.mark.parametrize(
    "text, part, expected",
    [
        ("县政府办公室代表县政府收到政府信息公开申请2件。", OFFICE, "1件"),
        ("县政府办公室收到政府信息公开申请28件。", OFFICE, "1件"),  # what the whole county received
        ("县教育局收到政府信息公开申请4件。", "云溪县教育局", "3件"),
        ("全县收到政府信息公开申请28件。青石镇收到政府信息公开申请6件。", TOWN, "5件"),
        ("县直部门收到政府信息公开申请11件。", "县直部门", "10件”或“9件"),
    ],
)
def test_a_figure_that_its_part_did_not_report_is_asked_about_with_what_it_did(text, part, expected):
    (found,) = said(text)
    assert found[0] == "N-02" and f"与{part}报送的不同" in found[1]
    assert all(each in found[1] for each in expected.split("”或“"))


def test_a_part_that_is_not_wholly_in_the_sum_is_not_known():
    rollup = summed(*NAMES[:4])
    assert "县教育局" in said("县教育局收到政府信息公开申请4件。", rollup)[0][1]
    assert not said("青石镇收到政府信息公开申请6件。", rollup)
    assert not said("各乡镇（街道）收到政府信息公开申请5件。", rollup)
    reduced = summed(adjustments=[Adjustment(cell=NEW, amount=-1, reason="联合收件")])
    assert not said("县直部门收到政府信息公开申请9件。", reduced)


def test_the_models_figure_of_a_part_is_no_figure_without_basis():
    text = "县政府办公室收到政府信息公开申请1件，县教育局收到政府信息公开申请3件。"
    assert [rule for rule, _ in said(text, origin="model")] == []
    report = assessed(text, origin="model").report
    assert "N-01" in {each.rule for each in Assessment(report).findings if each.span}
