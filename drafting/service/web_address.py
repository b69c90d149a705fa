"""The address that a report is published at, as it was typed."""

from __future__ import annotations

from urllib.parse import urlsplit

from drafting.errors import InputError
from drafting.publishing.document import clean

ADDRESS = 500
"""Characters in the address of a published report."""


def web_address(address: str) -> str:
    """``address``, completed with https:// where that was left out. Raises InputError for what is none."""
    given = clean(address)
    whole = given if "://" in given else f"https://{given}"
    try:
        parts = urlsplit(whole)
        host = parts.hostname or ""
        good = (
            parts.scheme in ("http", "https")
            and host
            and parts.username is None
            and (whole == given or "." in host)
            and parts.port != 0
            and len(whole) <= ADDRESS
            and not any(map(str.isspace, whole))
        )
    except ValueError:
        good = False
    if not good:
        raise InputError(f"请填写公布的网址，例如 https://www.example.gov.cn/nb.html，最多 {ADDRESS} 字。")
    return whole
