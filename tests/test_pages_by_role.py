"""Every page, drawn for each role where people sign in: nothing fails, and only what may be done is offered."""

import pytest

from drafting import resources, settings
from drafting.samples import sample
from drafting.service import Service
from drafting.service.permissions import Person, Role
from drafting.testing.app_test import AppTest
from drafting.ui import session
from drafting.ui.frame import STEPS, TITLES

SEEN = {
    Role.FILL: {*STEPS, "shelf", "years", "importing", "manual"},
    Role.REVIEW: {*STEPS, "shelf", "years", "manual"},
    Role.COLLECT: {*STEPS, "shelf", "years", "collecting", "manual"},
    Role.MANAGE: {"shelf", "options", "manual"},
}
"""The pages that have something for each role; the others say that they have not."""


@pytest.fixture
def id(tmp_path, monkeypatch):
    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path))
    opened = Service(settings.load())
    yield opened.library.add_sample(sample("town"))
    opened.close()


@pytest.fixture(params=Role)
def role(request, monkeypatch):
    unit = "青石镇人民政府" if request.param in (Role.FILL, Role.REVIEW) else ""
    who = Person("p1", "张三", frozenset({(request.param, unit)}))
    monkeypatch.setattr(session, "person", lambda: who)
    monkeypatch.setattr(session, "signs_in", lambda: True)
    return request.param


def drawn(page, id):
    """``page`` as a browser opens it with the report in the address."""
    at = AppTest.from_file(str(resources.app()), default_timeout=60).run()
    at._page_hash = next(hash for hash, info in at._registered_pages.items() if info["url_pathname"] == page)
    at.query_params["report"] = id
    return at.run()


@pytest.mark.parametrize("page", [page for page in TITLES if page != "shelf"])
def test_a_page_is_drawn_for_a_role_or_says_that_it_is_not_for_it(page, role, id):
    at = drawn(page, id)
    assert not at.exception
    said = " ".join(each.value for each in at.info)
    assert (("没有" in said and "权限" in said) or "还没有打开报告" in said) == (page not in SEEN[role]), said
