"""Prompts of the office's own: kept and put away."""

from __future__ import annotations

from drafting.writing import prompts

from .office_files import OfficeFiles


class OfficePrompts:
    """The office's own prompts, by their ids, as they count for every server."""

    def __init__(self, files: OfficeFiles):
        self._files = files

    def keep(self, prompt: str, text: str) -> None:
        """Use ``text`` from now on. Raises SettingError for one that cannot be used, saying why."""
        with self._files.changing():
            prompts.save_own(prompt, text)

    def restore(self, prompt: str) -> None:
        """Use the program's again. Raises SettingError."""
        with self._files.changing():
            prompts.restore(prompt)
