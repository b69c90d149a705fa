"""Whether a model may be used, by where it is: what the office lays down, and how choices go together
(docs/decisions/0025-what-is-sent.md).
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from drafting import private_files, service_address, settings
from drafting.errors import NotSent, SettingError
from drafting.service_address import Use

FILE = "model-use.json"
USES: Mapping[Use, str] = {
    "any": "允许使用远程模型",
    "office": "只用本机或内网的模型",
    "none": "不使用模型",
}
"""How the pages call them."""


def of_office() -> Use:
    """What the office lays down: from outside, else as kept by the 设置 page. Raises SettingError for what is damaged."""
    outside = settings.outside()
    if outside.model_use:
        return outside.model_use
    path = outside.data_dir / FILE
    try:
        found = json.loads(path.read_text("utf-8"))["use"]
        return next(use for use in USES if use == found)
    except FileNotFoundError:
        return "any"
    except (OSError, ValueError, KeyError, TypeError, StopIteration):
        raise SettingError(
            f"是否允许使用模型的设置“{path}”读不出来，没有向模型发送；请管理员在“设置”页重新选择，或删除这个文件。"
        ) from None


def keep(use: Use) -> None:
    """Lay ``use`` down for the office. Raises SettingError where it cannot be written."""
    private_files.write_private(settings.data_dir() / FILE, {"use": use})


def ask(use: Use, host: str, laid_down: str) -> None:
    """Raises NotSent where ``use`` does not let the model at ``host`` be used; ``laid_down``: where that was chosen."""
    if use == "any":
        return
    if use == "none":
        raise NotSent(f"{laid_down}定为不使用模型，没有发送任何内容；可以离线起草，要改请联系管理员。")
    if service_address.reach(host) == "outside":
        raise NotSent(
            f"{laid_down}定为只用本机或内网的模型，“{host}”不在本机，也不在内网，没有发送任何内容；"
            "可以离线起草，要改请联系管理员。"
        )
