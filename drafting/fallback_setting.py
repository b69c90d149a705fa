"""The model that drafts where the first cannot be reached, as the 设置 page keeps it: a file of its own, with its own key."""

from __future__ import annotations

from typing import Any

from drafting import private_files, service_address
from drafting.errors import SettingError
from drafting.settings import FALLBACK_FILE, Settings, alone, data_dir, kept, remove


def as_typed(model: str, url: str, key: str) -> Settings:
    """Settings that name this fallback and nothing else; nothing is kept. Raises SettingError as ``save`` does."""
    return alone(_typed(model, url, key))


def save(model: str, url: str, key: str) -> None:
    """Keeps it, readable by this user only. ``key`` empty keeps the one already saved for the same address.

    Raises SettingError for a wrong value, where the name lacks or both address and key, and for a folder that cannot be
    written.
    """
    private_files.write_private(data_dir() / FALLBACK_FILE, _typed(model, url, key))


def forget() -> None:
    """Removes what was kept; nothing kept is fine. Raises SettingError when the file cannot be removed."""
    remove(data_dir() / FALLBACK_FILE)


def _typed(model: str, url: str, key: str) -> dict[str, Any]:
    """What ``save`` keeps of what was typed. Raises SettingError."""
    before = kept(data_dir() / FALLBACK_FILE)
    address = service_address.checked(url, "“设置”页所填的备用服务地址") if url.strip() else ""
    key = key.strip() or (before.get("fallback_key", "") if before.get("fallback_url", "") == address else "")
    values = {"fallback_model": model.strip(), "fallback_url": address, "fallback_key": key}
    values = {field: value for field, value in values.items() if value}
    typed = alone(values)
    if not typed.fallback_model or not (typed.fallback_url or typed.fallback_key):
        raise SettingError("请填写备用模型的名称，并填写它的服务地址或密钥。")
    return values
