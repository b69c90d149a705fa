"""``nianbao place``: the profile of a place, looked at, kept and taken back."""

from __future__ import annotations

import argparse
from functools import partial
from pathlib import Path

from drafting.errors import InputError
from drafting.whole_files import read_whole, write_whole

from .progress import say


def run(arguments: argparse.Namespace) -> int:
    """Show what the profile changes, keep it or take it back. Raises InputError, FileError, SettingError."""
    from drafting import place, settings
    from drafting.service.office_files import changing
    from drafting.service.places import Places
    from drafting.service.tables import Tables

    office = settings.load()
    folder = office.data_dir
    places = Places(folder, Tables(folder), partial(changing, office))
    if arguments.forget:
        places.forget()
        say("已取消使用地方口径。")
        return 0
    given = (
        places.read(read_whole(arguments.file, "地方口径", place.MAX_BYTES), Path(arguments.file).name)
        if arguments.file
        else None
    )
    shown = given or (places.kept.place if places.kept else None)
    if shown is None:
        raise InputError(places.fault or "还没有使用地方口径；请写明口径文件，例如 nianbao place 云溪县地方口径.json。")
    for change in places.changes(shown):
        own = f"，本单位自用：{change.own}" if change.disputed else ""
        print(f"{change.part}　{change.what}　程序自带：{change.program}{own}　地方口径：{change.wanted}")
    if given:
        places.keep(given, arguments.first)
        say(f"“{given.name}”的口径已启用，{'地方口径' if arguments.first else '本单位自用的'}优先；取消用 --forget。")
    if arguments.output:
        write_whole(arguments.output, places.made(shown))
    return 0
