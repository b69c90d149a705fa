"""The program behind nginx as docs/deployment.md writes it: TLS, the websocket, and a policy that the pages hold to."""

import pytest
from program import ROOT, environment
from proxy import blocks, nginx, replaced

from drafting.samples import sample
from drafting.testing.app_server import free_port, serve
from drafting.ui.frame import TITLES

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser


@pytest.fixture
def proxied(browser, tmp_path):
    """The address of the program behind nginx."""
    tls, port = free_port(), free_port()
    written = replaced(blocks()[0], {"127.0.0.1:8501": f"127.0.0.1:{port}"})
    with (
        serve(ROOT / "app.py", env=environment(tmp_path / "data"), port=port, warm=True),
        nginx(tmp_path, tls, written) as url,
    ):
        yield url


def test_all_pages_hold_to_the_policy_and_what_is_typed_is_saved(browser, proxied, tmp_path, monkeypatch):
    from drafting import settings
    from drafting.service import Service

    monkeypatch.setenv("NIANBAO_DATA_DIR", str(tmp_path / "data"))
    service = Service(settings.load())
    id = service.library.add_sample(sample("zeros"))
    context = browser.new_context(ignore_https_errors=True, viewport={"width": 1366, "height": 768})
    page, violations = context.new_page(), []
    page.on("console", lambda said: violations.append(said.text) if "Content Security Policy" in said.text else None)
    for name in TITLES:
        page.goto(f"{proxied}/{'' if name == 'shelf' else name}?report={id}")
        page.get_by_test_id("stSidebar").wait_for()
        page.get_by_test_id("stStatusWidget").wait_for(state="hidden")
    page.goto(f"{proxied}/notes?report={id}")
    page.get_by_role("button", name="添加一条").first.click()
    expect(page.get_by_role("textbox", name="主动公开素材").last).to_be_focused()
    page.keyboard.type("经代理写下的一条。")
    for _ in range(200):
        if "经代理写下的一条。" in [note.text for note in service.library.open(id).report.notes]:
            break
        page.wait_for_timeout(100)
    else:
        pytest.fail("what was typed has not arrived")
    assert violations == []
    context.close()
    service.close()
