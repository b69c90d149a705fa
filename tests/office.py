"""The program where people sign in, without a provider: who signed in is a cookie that the tests sign themselves."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import pytest

from drafting import settings
from drafting.service import Service
from drafting.testing.app_server import AppServer, free_port, serve
from tests.tab import Tab, signed_in

ROOT = Path(__file__).parents[1]
SECRET = "of-the-tests-" + "0123456789" * 2
"""What the server signs its cookies with."""
SECRETS = """\
[auth]
redirect_uri = "{url}/oauth2callback"
cookie_secret = "{secret}"
client_id = "nianbao"
client_secret = "of-the-test"
server_metadata_url = "http://127.0.0.1:9/.well-known/openid-configuration"
"""
MANAGER = "zhang@example.gov.cn"


@dataclass
class Office:
    """A running server and the service over the same data."""

    server: AppServer
    service: Service
    _signed: Iterator[int] = field(default_factory=lambda: count(int(time.time()) - 10**7))

    def cookie(self, email: str, /, **other) -> str:
        """Of who signed in with that address just now; ``other``: claims, the secret it is signed with (``secret``), and
        the address it was made for (``url``).
        """
        now = int(time.time())
        secret, url = other.pop("secret", SECRET), other.pop("url", self.server.url)
        claims = {"iss": "https://sign.example", "sub": email, "email": email, "exp": now + 3600}
        claims["iat"] = next(self._signed)  # a sign-in of its own each time
        return signed_in(url, secret, claims | other)

    def tab(self, email: str, page: str = "", **given) -> Tab:
        """``page`` as the person with that address opens it."""
        return Tab(self.server.url, page, cookie=self.cookie(email), **given)


@contextmanager
def office(folder: Path, database: str = "", port: int | None = None) -> Iterator[Office]:
    """Serve the data in ``folder``, or the ``database``; with a ``port`` of its own for one of several servers."""
    port = port or free_port()
    url = f"http://127.0.0.1:{port}"
    (folder / ".streamlit").mkdir(exist_ok=True)
    shutil.copy(ROOT / ".streamlit" / "config.toml", folder / ".streamlit")
    (folder / ".streamlit" / "secrets.toml").write_text(SECRETS.format(url=url, secret=SECRET), "utf-8")
    env = {
        "NIANBAO_DATA_DIR": str(folder / "data"),
        "NIANBAO_DATABASE_URL": database,
        "NIANBAO_FIRST_MANAGER": MANAGER,
        "NIANBAO_MODEL": "",
        "OPENAI_BASE_URL": "",
        "OPENAI_API_KEY": "",
    }
    with serve(ROOT / "app.py", env=env, folder=folder, port=port, warm=True) as server:
        with pytest.MonkeyPatch.context() as patch:
            for name, value in env.items():
                patch.setenv(name, value)
            service = Service(settings.load())
        yield Office(server, service)
        service.close()
