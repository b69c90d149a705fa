"""The program behind nginx as docs/deployment.md writes it: TLS, the websocket, and a policy that the pages hold to."""

import os
import re
import shutil
import subprocess
import time

import pytest
from program import ROOT, environment

from drafting.samples import sample
from drafting.testing.app_server import free_port, is_free, serve
from drafting.ui.frame import TITLES

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = pytest.mark.browser
AROUND = """\
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
access_log off;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{written}
}}
"""


def written(folder, tls, port):
    """The configuration in the document, for these ports and a certificate of this test."""
    [block] = re.findall(r"```nginx\n(.*?)```", (ROOT / "docs" / "deployment.md").read_text("utf-8"), re.DOTALL)
    for was, now in (
        ("listen 443 ssl", f"listen 127.0.0.1:{tls} ssl"),
        ("server_name NAME", "server_name localhost"),
        ("/etc/nianbao/", f"{folder}/"),
        ("127.0.0.1:8501", f"127.0.0.1:{port}"),
    ):
        assert was in block
        block = block.replace(was, now)
    return AROUND.format(folder=folder, written=block)


@pytest.fixture
def proxied(browser, tmp_path):
    """The address of the program behind nginx. Skips the test where a tool for it is missing; in CI it must be there."""
    if missing := [tool for tool in ("nginx", "openssl") if not shutil.which(tool)]:
        (pytest.fail if os.environ.get("NIANBAO_REQUIRE_BROWSER") else pytest.skip)(f"not installed: {missing}")
    tls, port = free_port(), free_port()
    subprocess.run(
        [
            *"openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split(),
            "-keyout",
            tmp_path / "key.pem",
        ]
        + ["-out", tmp_path / "cert.pem"],
        check=True,
        capture_output=True,
    )
    (tmp_path / "nginx.conf").write_text(written(tmp_path, tls, port), "utf-8")
    with (
        serve(ROOT / "app.py", env=environment(tmp_path / "data"), port=port, warm=True),
        subprocess.Popen(["nginx", "-c", tmp_path / "nginx.conf"]) as process,
    ):
        try:
            while is_free(tls):
                assert process.poll() is None, "nginx has ended"
                time.sleep(0.05)
            yield f"https://localhost:{tls}"
        finally:
            process.terminate()


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
