"""An office that signs in, against a real provider of its own (canaille): invited, let in, kept out, sent away.

``NIANBAO_IDENTITY_PROVIDER`` names a Python that has pytest-iam: its packages must not lie beside the program's.
"""

import os
import re
import shutil
import subprocess
from contextlib import contextmanager
from pathlib import Path

import pytest
from program import ROOT, environment

from drafting.report import Organ
from drafting.testing.app_server import free_port, serve

expect = pytest.importorskip("playwright.sync_api", reason="playwright is not installed").expect
PROVIDER = os.environ.get("NIANBAO_IDENTITY_PROVIDER", "")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.own_tab,
    pytest.mark.skipif(not PROVIDER, reason="NIANBAO_IDENTITY_PROVIDER names no Python with pytest-iam"),
]
OWN, OTHER = "青石镇人民政府", "兑镇镇人民政府"
MANAGER, CLERK, REVIEWER, STRANGER = (
    "张三:zhang@example.gov.cn",
    "李四:li@example.gov.cn",
    "王五:wang@example.gov.cn",
    "赵六:zhao@example.gov.cn",
)
SECRETS = """\
[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "0123456789abcdef0123456789abcdef"
client_id = "nianbao"
client_secret = "of-the-test"
server_metadata_url = "{provider}/.well-known/openid-configuration"
"""


@contextmanager
def provider(port, redirect):
    script = Path(__file__).parent / "identity_provider.py"
    with subprocess.Popen(
        [PROVIDER, str(script), str(port), redirect, MANAGER, CLERK, REVIEWER, STRANGER],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        try:
            assert process.stdout.readline(), "the provider did not start"
            yield f"http://localhost:{port}"
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def office(browser, tmp_path_factory):
    """The program where people sign in, its first manager and the service over its data."""
    from drafting import settings
    from drafting.service import Service

    folder, port = tmp_path_factory.mktemp("office"), free_port()
    url = f"http://localhost:{port}"
    (folder / ".streamlit").mkdir()
    shutil.copy(ROOT / ".streamlit" / "config.toml", folder / ".streamlit")
    env = environment(folder / "data") | {
        "NIANBAO_FIRST_MANAGER": "Zhang@example.gov.cn",
        "AUTHLIB_INSECURE_TRANSPORT": "1",
    }
    with provider(free_port(), f"{url}/oauth2callback") as address, pytest.MonkeyPatch.context() as patch:
        (folder / ".streamlit" / "secrets.toml").write_text(SECRETS.format(url=url, provider=address), "utf-8")
        patch.setenv("NIANBAO_DATA_DIR", str(folder / "data"))
        with serve(ROOT / "app.py", env=env, folder=folder, port=port, warm=True) as server:
            service = Service(settings.load())
            yield url, service, server
            service.close()


@pytest.fixture
def tab(browser, office):
    """A browser of one person, with cookies of its own."""
    opened = browser.new_context(viewport={"width": 1366, "height": 768})
    yield opened.new_page()
    opened.close()


def sign_in(page, url, person):
    email = person.partition(":")[2]
    page.goto(url)
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("textbox").first.fill(email.partition("@")[0])
    page.keyboard.press("Enter")
    page.locator("input[type=password]").fill(email)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(re.escape(url)))


def add(page, person, field, unit):
    name, _, email = person.partition(":")
    new = page.locator(".st-key-person_new")
    new.wait_for()
    if not page.get_by_label("登录邮箱").is_visible():
        page.get_by_text("加入一个人").click()
    page.get_by_label("登录邮箱").fill(email)
    new.get_by_label("姓名").fill(name)
    new.get_by_label(field).fill(unit)
    new.get_by_label(field).press("Tab")
    new.get_by_role("button", name="加入", exact=True).click()
    page.get_by_text(f"已加入{name}").first.wait_for()
    expect(new.get_by_label(field)).to_have_value("")


def test_nothing_is_shown_before_sign_in(tab, office):
    url, _, _ = office
    for address in ("", "/options", "/collecting", "/entry?report=0123456789"):
        tab.goto(url + address)
        expect(tab.get_by_role("button", name="登录", exact=True)).to_be_visible()
        expect(tab.get_by_test_id("stSidebar")).to_have_count(0)
        assert "填报" not in tab.inner_text("body")


def test_an_office_signs_in_and_each_sees_what_is_theirs(browser, tab, office):
    url, service, server = office
    other = service.library.create(Organ(name=OTHER, kind="government", level="township"), 2025)
    sign_in(tab, url, MANAGER)
    expect(tab.get_by_text("您的角色不填报也不审核报告")).to_be_visible()
    tab.get_by_test_id("stSidebar").get_by_role("link", name="设置").click()
    add(tab, CLERK, "填报哪些单位", OWN)
    add(tab, REVIEWER, "审核哪些单位", OWN)

    contexts = [browser.new_context(viewport={"width": 1366, "height": 768}) for _ in range(3)]
    clerk, reviewer, stranger = (each.new_page() for each in contexts)
    sign_in(clerk, url, CLERK)
    expect(clerk.get_by_text(f"您填报的单位是{OWN}")).to_be_visible()
    expect(clerk.get_by_role("link", name="设置")).to_have_count(0)
    clerk.get_by_role("button", name="新建").click()
    clerk.get_by_role("button", name="建立").click()
    clerk.wait_for_url(re.compile("/entry"))
    clerk.get_by_role("button", name="空白填零").click()
    clerk.get_by_role("button", name="全部填零").click()
    clerk.get_by_text("各格均已填写").wait_for()
    [row] = [row for row in service.library.rows() if row.organ.name == OWN]
    clerk.goto(f"{url}/entry?report={other}")
    expect(clerk.get_by_text("这份报告不存在或已删除").first).to_be_visible()
    assert OTHER not in clerk.inner_text("body")

    print(service.people.all())
    sign_in(reviewer, url, REVIEWER)
    expect(reviewer.get_by_role("link", name=re.compile(OWN))).to_be_visible()
    expect(reviewer.get_by_role("button", name="新建")).to_have_count(0)
    expect(reviewer.get_by_role("link", name="读入文件")).to_have_count(0)
    reviewer.goto(f"{url}/notes?report={row.id}")
    expect(reviewer.get_by_role("button", name="添加一条").first).to_be_disabled()
    reviewer.goto(f"{url}/review?report={row.id}")
    reviewer.locator(".st-key-nb-workflow").get_by_role("button", name="全部批准").click()
    dialog = reviewer.get_by_role("dialog")
    expect(dialog.get_by_label("姓名")).to_have_count(0)
    dialog.get_by_role("button", name="批准").click()
    reviewer.get_by_text("王五已批准").first.wait_for()
    assert {entry.person for entry in service.review.trail(row.id)} == {"王五"}

    sign_in(stranger, url, STRANGER)
    expect(stranger.get_by_text("您还没有被加入本系统")).to_be_visible()
    assert OWN not in stranger.inner_text("body")

    [li] = [each for each in service.people.all() if each.name == "李四"]
    service.people.remove(li.id)
    clerk.goto(f"{url}/notes?report={row.id}")
    expect(clerk.get_by_role("button", name="登录", exact=True)).to_be_visible()
    log = [line for line in server.printed().splitlines() if " nianbao." in line]
    assert any(line.endswith(f"{li.id} library.create {OWN}") for line in log)
    assert any(f"refused: {li.id} library.open {OTHER}" in line for line in log)
    assert sum("signed in:" in line for line in log) == 3 and sum("refused sign-in:" in line for line in log) >= 1
    for each in contexts:
        each.close()


def test_who_leaves_is_out_also_for_a_copy_of_the_cookie(browser, tab, office):
    url, _, _ = office
    sign_in(tab, url, MANAGER)
    tab.get_by_role("button", name="退出").wait_for()
    copy = browser.new_context(storage_state=tab.context.storage_state())
    tab.get_by_role("button", name="退出").click()
    expect(tab.get_by_role("button", name="登录", exact=True)).to_be_visible()
    elsewhere = copy.new_page()
    elsewhere.goto(url)
    expect(elsewhere.get_by_text("请重新登录").first).to_be_visible()
    copy.close()
