"""Addresses of services: a model's, checked and completed where a person typed only a part of it; and where a host is: on
this machine, in the office, outside.
"""

from __future__ import annotations

import re
import socket
import unicodedata
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Literal
from urllib.parse import urlsplit

from drafting.errors import SettingError

ADDRESS_ADVICE = "应是 http:// 或 https:// 开头的服务地址，例如 https://api.deepseek.com/v1，不带用户名、口令和参数"
"""What an address has to look like, in words."""


Reach = Literal["machine", "office", "outside"]
"""Where a service is: on this machine, in the office's own network, anywhere else."""
Use = Literal["any", "office", "none"]
"""Which services may be used: those anywhere, those on this machine or in the office's network, none; the stricter stand
later."""
_OFFICE = tuple(
    map(ip_network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "169.254.0.0/16", "fc00::/7", "fe80::/10"))
)
"""Addresses that no other office's are: private (RFC 1918), link-local, unique local (RFC 4193)."""
_AZURE = re.compile(
    r"(https://[\w.-]+\.(?:openai\.azure\.com|cognitiveservices\.azure\.com|openai\.azure\.cn))(?:/openai(?:/deployments/.*)?(?:\?.*)?)?"
)


def is_loopback(host: str | None) -> bool:
    """Whether nobody but this machine reaches ``host``; None or empty for a server: it listens everywhere."""
    if not host:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def reach(host: str) -> Reach:
    """Where ``host`` is. A name is where all of its addresses are, as this machine resolves it; one without any: outside."""
    if is_loopback(host):
        return "machine"
    found = addresses(host)
    return "office" if found and all(map(_in_office, found)) else "outside"


def addresses(host: str) -> list[str]:
    """The addresses of ``host``; none where it has none, or cannot be asked for now."""
    try:
        return [str(ip_address(host))]
    except ValueError:
        pass
    try:
        return [str(found[4][0]).partition("%")[0] for found in socket.getaddrinfo(host, None)]
    except (OSError, UnicodeError):  # no such name; a name that none can be
        return []


def _in_office(address: str) -> bool:
    found = ip_address(address)
    if isinstance(found, IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    return found.is_loopback or any(found.version == net.version and found in net for net in _OFFICE)


def checked(url: str, called: str = "服务地址") -> str:
    """``url`` without spaces and closing slash.

    The classic address of an Azure deployment, as it is copied from there, is brought to the one that speaks OpenAI's
    own protocol (``…/openai/v1``, where the deployment is the name of the model). Raises SettingError unless it is an
    http or https address with a host and without user, password or parameters.
    """
    url = url.strip().rstrip("/")
    if classic := _AZURE.fullmatch(url):
        url = f"{classic[1]}/openai/v1"
    if not _is_service(url):
        raise SettingError(f"{called}不对：{ADDRESS_ADVICE}。请改正后重试。")
    return url


def _is_service(url: str) -> bool:
    try:
        parts = urlsplit(url)
        found = parts.scheme in ("http", "https") and parts.hostname and (parts.port or 1)
    except ValueError:  # a port that is no number, a broken IPv6 host
        return False
    return (
        bool(found)
        and url.isprintable()
        and " " not in url
        and "@" not in parts.netloc
        and not (parts.query or parts.fragment)
    )


def completed(url: str) -> str:
    """What ``url`` as typed most likely stands for where its beginning or its end is missing; ``""`` where it is whole
    or nothing can be made of it.

    ``127.0.0.1:8667`` is ``http://127.0.0.1:8667/v1``; a host with a domain name and no port is taken to speak https.
    """
    typed = unicodedata.normalize("NFKC", url).strip().rstrip("/")
    if not typed or typed.endswith(":"):
        return ""
    bare = typed.partition("/")[0]
    public = re.fullmatch(r"(?!\d+(?:\.\d+){3}$)[\w-]+(?:\.[\w-]+)+", bare)
    full = typed if "://" in typed else f"{'https' if public else 'http'}://{typed}"
    try:
        full = checked(full)
    except SettingError:
        return ""
    if not urlsplit(full).path:
        full += "/v1"
    return "" if full == url.strip().rstrip("/") else full
