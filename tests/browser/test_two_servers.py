"""Two servers on one PostgreSQL behind nginx as docs/deployment.md writes it, browsers staying at one: one is killed while
it drafts.
"""

import os
import re
import signal

import pytest
from program import ROOT, environment
from proxy import blocks, nginx, replaced

from drafting.testing.app_server import free_port, serve
from drafting.testing.endpoint import Reply, ScriptedEndpoint

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
pytestmark = [pytest.mark.browser, pytest.mark.own_tab]
SECTION = ".st-key-nb-section-overview-proactive"
TEXT = "全年主动公开政府信息318条。[1]" * 60
EXPECT = 60_000
"""Milliseconds; both servers import the program, on one machine."""


def written(ports):
    """The configuration for servers at these ports, which says which of them answered."""
    server, two = blocks()
    server = replaced(
        server,
        {
            "proxy_pass http://127.0.0.1:8501;": "proxy_pass http://nianbao;",
            "client_max_body_size": "add_header Set-Cookie $stay;\n  add_header X-Served $upstream_addr;\n  client_max_body_size",
        },
    )
    return (
        replaced(two, dict(zip(("SERVER-A:8501", "SERVER-B:8501"), (f"127.0.0.1:{port}" for port in ports)))) + server
    )


@pytest.fixture
def database(postgres):
    """The address of a database of this test's own: the servers have it open."""
    name = postgres.new("ours")
    yield postgres.url(name)
    postgres.drop(name)


@pytest.fixture
def model():
    """One that writes the first time for longer than the test lasts, then at once."""
    replies = iter([Reply(TEXT, chunk=5, delay=0.1)])
    with ScriptedEndpoint(lambda request: next(replies, Reply("全年主动公开政府信息318条，另写一遍。[1]"))) as endpoint:
        yield endpoint


@pytest.fixture
def office(browser, database, model, tmp_path):
    """The address, and both servers by what nginx calls them."""
    tls, ports = free_port(), (free_port(), free_port())
    env = {name: environment(tmp_path / name, model.url) | {"NIANBAO_DATABASE_URL": database} for name in "ab"}
    with (
        serve(ROOT / "app.py", env=env["a"], port=ports[0], warm=True) as a,
        serve(ROOT / "app.py", env=env["b"], port=ports[1], warm=True) as b,
        nginx(tmp_path, tls, written(ports)) as url,
    ):
        yield url, {f"127.0.0.1:{server.port}": server for server in (a, b)}


@pytest.fixture
def browsers(browser, office):
    """A tab that stays at each of the servers, by what nginx calls them."""
    url, servers = office
    opened, found = [], {}
    while found.keys() != servers.keys():
        assert len(opened) < 40, "all browsers come to one server"
        opened.append(browser.new_context(ignore_https_errors=True, viewport={"width": 1366, "height": 768}))
        served = {opened[-1].request.get(f"{url}/_stcore/health").headers["x-served"] for _ in range(3)}
        assert len(served) == 1, "a browser does not stay"
        found.setdefault(served.pop(), opened[-1])
    yield {name: context.new_page() for name, context in found.items()}
    for context in opened:
        context.close()


def table(page):
    """The place of the table of rules on 设置."""
    return page.get_by_test_id("stColumn").filter(has=page.get_by_text("规则级别", exact=True))


def test_what_one_server_lays_down_counts_at_the_other_and_what_it_drafts_survives_it(
    office, browsers, model, tmp_path
):
    url, servers = office
    (first, page), (_, other) = browsers.items()

    page.goto(f"{url}/options")
    table(page).wait_for(timeout=EXPECT)
    rules = {"name": "规则.tsv", "mimeType": "text/plain", "buffer": "规则\t级别\nR-06\t不查\n".encode()}
    table(page).locator("input[type=file]").set_input_files(rules)
    page.get_by_role("button", name="使用这张规则级别表").click(timeout=EXPECT)
    page.get_by_text("规则级别表已启用").first.wait_for(timeout=EXPECT)
    other.goto(f"{url}/options")
    with other.expect_download(timeout=EXPECT) as download:
        table(other).get_by_role("button", name="下载").click(timeout=EXPECT)
    assert "R-06\t不查" in download.value.path().read_text("utf-8-sig")

    page.goto(url)
    page.get_by_role("button", name="用示例体验").click(timeout=EXPECT)
    page.get_by_role("button", name="青石镇").click(timeout=EXPECT)
    page.wait_for_url(re.compile("report="), timeout=EXPECT)
    draft = f"{url}/draft?{page.url.partition('?')[2]}"
    page.goto(draft)
    page.locator(SECTION).get_by_role("button", name="起草", exact=True).click(timeout=EXPECT)
    other.goto(draft)
    for tab in (page, other):
        tab.locator(SECTION).get_by_text("318条").first.wait_for(timeout=EXPECT)
    assert other.locator(SECTION).get_by_role("button", name="停止").is_visible()

    os.kill(servers[first].process.pid, signal.SIGKILL)
    servers[first].process.wait()
    other.locator(SECTION).get_by_text("程序在起草中途退出，已写出的部分保留了下来").wait_for(timeout=EXPECT)
    expect(other.locator(SECTION).get_by_role("textbox")).to_have_value(re.compile("^全年主动公开政府信息318条。"))
    page.goto(draft)  # comes to the other server
    page.locator(SECTION).get_by_text("程序在起草中途退出").wait_for(timeout=EXPECT)
    page.locator(SECTION).get_by_role("button", name="重写", exact=True).click(timeout=EXPECT)
    page.get_by_role("button", name="按要求重写", exact=True).click(timeout=EXPECT)
    page.locator(SECTION).get_by_text("另写一遍").first.wait_for(timeout=EXPECT)
