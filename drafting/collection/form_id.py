"""The number in a form that was handed out: the unit's key, kept in the workbook where people do not see it."""

from __future__ import annotations

import re
from html import unescape
from io import BytesIO
from zipfile import ZipFile

from drafting.zip_guard import BROKEN

PROPERTY = "nianbao.unit"
"""The name of the workbook's own property that holds it."""
_PART = "docProps/custom.xml"
_MOST = 100_000
_HELD = re.compile(rf'name="{re.escape(PROPERTY)}"[^>]*>\s*<(?:\w+:)?(?:lpwstr|bstr)\b[^>]*>([^<]*)<')


def form_id(data: bytes) -> str:
    """The unit's key in the workbook ``data``, ``""`` where there is none."""
    try:
        with ZipFile(BytesIO(data)) as package:
            if package.getinfo(_PART).file_size > _MOST:
                return ""
            text = package.read(_PART).decode("utf-8", "replace")
    except BROKEN:
        return ""
    found = _HELD.search(text)
    return unescape(found[1]) if found else ""
