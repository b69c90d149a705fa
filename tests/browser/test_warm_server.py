"""A server that is forked for a test does not depend on what the tests before it have run."""

import pytest
from program import ROOT
from streamlit.testing.v1 import AppTest

from drafting.testing.app_server import serve

pytestmark = pytest.mark.browser


def test_a_server_starts_although_the_page_that_a_test_ran_last_is_gone(tmp_path):
    page = tmp_path / "page.py"
    page.write_text("import streamlit as st\nst.title('A page')\n", "utf-8")
    assert AppTest.from_file(str(page)).run().title[0].value == "A page"
    page.unlink()
    with serve(ROOT / "app.py", folder=ROOT, warm=True) as server:
        assert server.process.poll() is None
