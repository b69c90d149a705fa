"""nginx as docs/deployment.md writes it, for a test."""

import os
import re
import shutil
import subprocess
import time
from contextlib import contextmanager

import pytest
from program import ROOT

from drafting.testing.app_server import is_free

AROUND = """\
worker_processes 1; daemon off; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 128; }}
http {{
access_log off;
client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
{written}
}}
"""


def blocks():
    """What the document writes: the server, and what two servers need besides."""
    return re.findall(r"```nginx\n(.*?)```", (ROOT / "docs" / "deployment.md").read_text("utf-8"), re.DOTALL)


def replaced(block, changes):
    """``block`` with each of ``changes`` made, all of which must be there to be made."""
    for was, now in changes.items():
        assert was in block
        block = block.replace(was, now)
    return block


@contextmanager
def nginx(folder, port, written):
    """Serve ``written`` at that port of localhost; its files ``cert.pem`` and ``key.pem`` are made in ``folder``. Skips the test where
    a tool for it is missing; in CI it must be there.
    """
    if missing := [tool for tool in ("nginx", "openssl") if not shutil.which(tool)]:
        (pytest.fail if os.environ.get("NIANBAO_REQUIRE_BROWSER") else pytest.skip)(f"not installed: {missing}")
    certificate = "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost".split()
    files = ["-keyout", folder / "key.pem", "-out", folder / "cert.pem"]
    subprocess.run([*certificate, *files], check=True, capture_output=True)
    changes = {
        "listen 443 ssl": f"listen 127.0.0.1:{port} ssl",
        "server_name NAME": "server_name localhost",
        "/etc/nianbao/": f"{folder}/",
    }
    configuration = AROUND.format(folder=folder, written=replaced(written, changes))
    (folder / "nginx.conf").write_text(configuration, "utf-8")
    with subprocess.Popen(["nginx", "-c", folder / "nginx.conf"]) as process:
        try:
            while is_free(port):
                assert process.poll() is None, "nginx has ended"
                time.sleep(0.05)
            yield f"https://localhost:{port}"
        finally:
            process.terminate()
