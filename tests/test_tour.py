"""The tour: from the empty shelf or the manual over the sample's pages, back and on, left at any time."""

from test_pages import APP, healthy, opened

from drafting.testing.app_test import AppTest
from drafting.ui.frame import TITLES
from drafting.ui.tour import STOPS


def label(at) -> str:
    return "".join(element.proto.body for element in at.get("html") if "role='status'" in element.proto.body)


def test_the_tour_goes_from_the_empty_shelf_over_every_stop_and_ends(service):
    at = healthy(AppTest.from_file(APP, default_timeout=60).run())
    healthy(at.button(key="way_3").click().run())
    for number, (page, sentence) in enumerate(STOPS, 1):
        assert f"{number}/{len(STOPS)}" in label(at) and sentence in label(at)
        if number < len(STOPS):
            healthy(at.button(key="tour_on").click().run())
    healthy(at.button(key="tour_back").click().run())
    assert STOPS[-2][1] in label(at)
    healthy(at.button(key="tour_end").click().run())
    assert not label(at)
    assert {row.organ.name for row in service.library.rows()} == {"青石镇人民政府"}


def test_the_tour_begins_in_the_manual_too():
    at = opened("manual")
    healthy(next(button for button in at.button if button.label == "两分钟看一遍").click().run())
    assert STOPS[0][1] in label(at)


def test_every_stop_is_a_page_of_the_program():
    assert {page for page, _ in STOPS} <= set(TITLES)


def reloaded(**params: str) -> AppTest:
    """The program as a new session finds it with ``params`` in the address."""
    at = AppTest.from_file(APP, default_timeout=60)
    for name, value in params.items():
        at.query_params[name] = value
    return healthy(at.run())


def test_a_reload_goes_on_where_the_tour_was_and_an_ended_one_stays_ended(service):
    at = healthy(AppTest.from_file(APP, default_timeout=60).run())
    healthy(at.button(key="way_3").click().run())
    healthy(at.button(key="tour_on").click().run())
    again = reloaded(report=service.library.rows()[0].id, tour="".join(at.query_params["tour"]))
    assert f"2/{len(STOPS)}" in label(again)
    healthy(again.button(key="tour_end").click().run())
    assert not label(again) and "tour" not in again.query_params


def test_an_address_with_a_stop_that_is_none_begins_no_tour():
    assert f"7/{len(STOPS)}" in label(reloaded(tour="7"))
    for wrong in ("0", "99", "x", "-1", "１"):
        assert not label(reloaded(tour=wrong))
