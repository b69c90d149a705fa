"""``nianbao move``: from the data file of one machine to a database server."""

from __future__ import annotations

import argparse

from .progress import say


def run(arguments: argparse.Namespace) -> int:
    """Carry everything over. Raises InputError and FileError; nothing is on the server then, and the file is as it was."""
    from drafting import settings
    from drafting.service.backup import DATABASE, Backups
    from drafting.service.office_files import lying_in
    from drafting.store.moving import move

    kept = Backups(settings.load())
    folder, source = kept.folder, kept.database or kept.folder / DATABASE
    done = move(source, arguments.to, lying_in(folder))
    lost = f"其中 {done.damaged} 处原来就已损坏、读不出来，照原样搬了过去。" if done.damaged else ""
    say(
        f"已把 {done.reports} 份报告，连同历次版本等共 {done.rows} 行搬到“{done.place}”，逐行核对无误。{lost}"
        f"数据文件“{source}”没有改动；请把 NIANBAO_DATABASE_URL 设为新的地址，再启动程序。"
        f"版头、提示词和规则也搬了过去；汇总的文件仍在数据文件夹“{folder}”里。"
    )
    return 0
