"""Whether a server may listen at an address: one that others reach needs sign-in (``[auth]`` in Streamlit's secrets)."""

from __future__ import annotations

import tomllib
from importlib.util import find_spec
from pathlib import Path

from drafting.errors import SettingError
from drafting.service_address import is_loopback

_FILES = (Path.home() / ".streamlit" / "secrets.toml", Path(".streamlit/secrets.toml"))
"""Where Streamlit looks for its secrets; the later wins."""
NEEDED = ("redirect_uri", "cookie_secret")
"""What ``[auth]`` must have, whoever the provider is (Streamlit, st.login)."""
OPEN = (
    "没有配置登录，程序只能在本机使用（127.0.0.1）。要让别的电脑访问，请先按部署说明在 .streamlit/secrets.toml 的 [auth] "
    "中配置登录服务，再重新启动。"
)


def ask(address: str) -> None:
    """Raises SettingError where a server at ``address`` would be open to all who reach it."""
    if is_loopback(address):
        return
    auth = _auth()
    if not auth:
        raise SettingError(OPEN)
    if missing := [name for name in NEEDED if not auth.get(name)]:
        raise SettingError(f".streamlit/secrets.toml 的 [auth] 缺少 {'、'.join(missing)}，请按部署说明补上后再启动。")
    if find_spec("authlib") is None:
        raise SettingError('登录要用的 Authlib 没有安装，请运行 pip install "nianbao[sign-in]" 后再启动。')


def _auth() -> dict:
    found: dict = {}
    for path in _FILES:
        try:
            found = tomllib.loads(path.read_text("utf-8")).get("auth", found)
        except FileNotFoundError:
            continue
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
            raise SettingError(f"“{path}”读不出来，请核对它的格式；没有启动。") from None
    return found if isinstance(found, dict) else {}
