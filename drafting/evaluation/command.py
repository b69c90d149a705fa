"""The command ``nianbao evaluate``: candidate beside baseline over the cases."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from drafting import settings as settings_module
from drafting.errors import FileError, SettingError
from drafting.settings import Settings
from drafting.whole_files import write_whole
from drafting.writing import prompts
from drafting.writing.configured import from_settings
from drafting.writing.endpoint import Endpoint

from . import cases, written
from .candidates import Candidate
from .running import Evaluation, evaluated


def run(given: argparse.Namespace, say: Callable[[str], None]) -> bool:
    """Evaluate, print the table and write the files; whether every draft could be had from the model.

    Raises SettingError, FileError and InputError.
    """
    if given.repeat < 1:
        raise SettingError("每份起草的次数（--repeat）应是不小于 1 的整数，请改正。")
    found = cases.read(given.cases) if given.cases else cases.shipped()
    folder = Path(given.output)
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise FileError(f"无法建立文件夹“{folder}”（{error.strerror}），请用 -o 指明一个文件夹。") from None
    compared = written.read(given.baseline) if given.baseline else []
    candidate = _candidate(given)
    if candidate.prompts:
        with prompts.used_from(candidate.prompts):
            pass  # refused before anything is drafted

    def shown(label: str) -> Callable[[str], None]:
        return lambda case: say(f"{label}：正在起草 {case}")

    if not compared and candidate.endpoint:
        compared = [evaluated(Candidate(), found, on_case=shown(Candidate().label))]
    made = evaluated(candidate, found, repeat=given.repeat, on_case=shown(candidate.label))
    evaluations: list[Evaluation] = [*compared, made]
    for name, content in written.files(evaluations).items():
        write_whole(folder / name, content)
    print(written.table(evaluations), file=sys.stdout)
    for case, why in made.failures.items():
        say(f"{case}：{why}")
    say(f"已写到“{folder}”：evaluation.md、evaluation.json、evaluation.html（逐节对照）。")
    return not made.unreached


def _candidate(given: argparse.Namespace) -> Candidate:
    """Who is to draft. Raises SettingError where what was asked for needs a model and none is configured."""
    endpoint = None if given.offline else _endpoint(settings_module.load(), given.model)
    if endpoint is None and (given.model or given.prompts or given.strategy):
        raise SettingError(
            "--model、--prompts、--strategy 要用模型起草，请先配置服务地址（环境变量 OPENAI_BASE_URL 或“设置”页），且不要同时用 --offline。"
        )
    if endpoint and given.strategy:
        endpoint = replace(endpoint, strategy=given.strategy)
    return Candidate(endpoint, Path(given.prompts) if given.prompts else None)


def _endpoint(now: Settings, model: str | None) -> Endpoint | None:
    """The endpoint of the settings, with another model where one is named: then as that one's profile says."""
    return from_settings(now.model_copy(update={"model": model}) if model else now)
