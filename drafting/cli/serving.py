"""``nianbao serve``: the pages, where nothing else listens and nobody is let in who should not be."""

from __future__ import annotations

import argparse
import errno
import os
import socket

from drafting.errors import SettingError
from drafting.service_address import is_loopback

_SAID = {
    errno.EACCES: "本机不让这个用户使用端口 {port}，没有启动；请换一个大于 1023 的端口，例如 --port 8502。",
    errno.EADDRNOTAVAIL: "“{address}”不是本机的地址，没有启动；请核对 --address，只在本机使用可以不写。",
}
_PORTS = range(1, 65536)
_EXCLUSIVE = getattr(socket, "SO_EXCLUSIVEADDRUSE", 0)
"""Of Windows, where ``SO_REUSEADDR`` lets two servers share a port."""


def run(arguments: argparse.Namespace) -> int:
    """Serve until stopped. Raises SettingError where the address cannot be listened at, or needs sign-in first."""
    from drafting import resources, sign_in_setting

    sign_in_setting.ask(arguments.address)
    ask(arguments.address, arguments.port)
    from streamlit.web.cli import main as streamlit

    address = [f"--server.port={arguments.port}", f"--server.address={arguments.address}"]
    return streamlit(["run", str(resources.app()), *address], standalone_mode=False) or 0


def ask(address: str, port: int) -> None:
    """Raises SettingError, with the way out, where a server cannot listen at ``address`` and ``port``."""
    if port not in _PORTS:
        raise SettingError(f"没有端口 {port}，没有启动；端口应是 1 到 65535 之间的整数，例如 --port 8501。")
    try:
        found = socket.getaddrinfo(address or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        for family, kind, protocol, _, place in found[:1]:
            with socket.socket(family, kind, protocol) as probe:
                # on POSIX what was closed a moment ago lingers, and the server does not mind either
                probe.setsockopt(socket.SOL_SOCKET, _EXCLUSIVE if os.name == "nt" else socket.SO_REUSEADDR, 1)
                probe.bind(place)
    except (socket.gaierror, UnicodeError):
        raise SettingError(_SAID[errno.EADDRNOTAVAIL].format(address=address)) from None
    except OSError as error:
        raise SettingError(_SAID.get(error.errno or 0, _taken(address)).format(address=address, port=port)) from None


def _taken(address: str) -> str:
    """What is said where the port is in use."""
    open_page = "，请在浏览器打开 http://{address}:{port}" if is_loopback(address) else ""
    return (
        "端口 {port} 已被占用，没有启动。可能是本程序已经在运行"
        + open_page
        + "；要另开一个，请换端口，例如 --port 8502。"
    )
