"""The machines a folder can be made for: what their wheels are tagged with, and what requirements ask of them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Platform:
    """One kind of machine. ``tags``: what it takes, as wheels name it. ``marker``: as requirements name it (PEP 508)."""

    id: str
    name: str
    tags: tuple[str, ...]
    marker: dict[str, str]

    @property
    def windows(self) -> bool:
        """Whether it starts ``start.bat`` rather than ``start.sh``."""
        return self.marker["os_name"] == "nt"


def _linux(machine: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """Any Linux with glibc 2.28 (2018) or newer: Debian 10, openEuler, 统信 UOS, 银河麒麟 V10."""
    marker = {"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux", "platform_machine": machine}
    return (*(f"manylinux_2_{minor}_{machine}" for minor in range(28, 16, -1)), f"manylinux2014_{machine}"), marker


PLATFORMS = (
    Platform(
        "windows",
        "64 位 Windows",
        ("win_amd64",),
        {"os_name": "nt", "sys_platform": "win32", "platform_system": "Windows", "platform_machine": "AMD64"},
    ),
    Platform("linux", "x86_64 处理器的 Linux", *_linux("x86_64")),
    Platform("linux-arm", "ARM64（aarch64）处理器的 Linux", *_linux("aarch64")),
)
