"""Where the files that travel with the program are: prompts, sample data, the page script.

In a checkout they stand beside the package; a wheel carries them inside it, under ``bundled``.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "bundled"


def home() -> Path:
    """The folder that holds ``app.py``, ``prompts/`` and ``sample_data/``."""
    return _BUNDLED if _BUNDLED.is_dir() else _PACKAGE.parent


def prompts() -> Path:
    """The folder of shipped prompt files."""
    return home() / "prompts"


def samples() -> Path:
    """The folder of sample report files."""
    return home() / "sample_data"


def manual() -> Path:
    """The manual for clerks; its pictures stand in ``images/`` beside it."""
    return home() / "docs" / "使用手册.md"


def app() -> Path:
    """The page script that Streamlit runs."""
    return home() / "app.py"
