"""``nianbao serve``: where it cannot listen it says why, in a sentence with the way out."""

import socket

import pytest

from drafting.cli.serving import ask
from drafting.errors import SettingError
from drafting.testing.app_server import free_port


@pytest.fixture
def taken():
    """A loopback port that something listens on."""
    with socket.create_server(("127.0.0.1", free_port())) as listening:
        yield listening.getsockname()[1]


def test_a_second_start_says_that_the_port_is_taken_and_where_the_page_may_be(run, taken):
    status, out, err = run("serve", "--port", taken)
    assert status == 2 and not out
    assert err.strip() == (
        f"端口 {taken} 已被占用，没有启动。可能是本程序已经在运行，请在浏览器打开 http://127.0.0.1:{taken}；"
        "要另开一个，请换端口，例如 --port 8502。"
    )


def test_a_port_that_a_server_has_just_left_is_free(taken):
    port = free_port()
    listening = socket.create_server(("127.0.0.1", port))
    with socket.create_connection(("127.0.0.1", port)), listening.accept()[0]:
        pass
    listening.close()
    ask("127.0.0.1", port)


@pytest.mark.parametrize(
    ("address", "port", "said"),
    [
        ("127.0.0.1", 0, "没有端口 0"),
        ("127.0.0.1", 70000, "没有端口 70000"),
        ("203.0.113.7", 8501, "不是本机的地址"),
        ("no..host", 8501, "不是本机的地址"),
    ],
)
def test_where_no_server_can_listen_is_said_in_words(address, port, said):
    with pytest.raises(SettingError, match=said):
        ask(address, port)
