"""``bulletin``: the 通报 on a collection, with each unit's score."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from drafting.errors import FileError
from drafting.whole_files import write_whole

from .progress import say
from .rollcall import called

if TYPE_CHECKING:
    from drafting.checks import OfficeRules


def run(arguments: argparse.Namespace, office: OfficeRules) -> int:
    """Write the bulletin, or its scores alone; 0 whatever it has to tell."""
    from drafting import times
    from drafting.collection import bulletin, score, score_sheet, weights_file
    from drafting.collection.folder import Folder

    target = Path(arguments.output)
    if target.suffix.lower() not in (".docx", ".xlsx"):
        raise FileError(f"通报写成 .docx，评分表写成 .xlsx，“{target.name}”不是，请换一个文件名。")
    weights = weights_file.read(arguments.weights) if arguments.weights else score.DEFAULT
    folder, today = Folder.opened(arguments.folder), times.today()
    year, own = folder.collection.year, folder.collection.roster.government
    lines, checked = called(folder, arguments, office)
    scores = score.scores(lines, checked, weights)
    if arguments.by == "score":
        scores = score.ranked(scores)
    told, author = bulletin.facts(lines, checked), own.name if own else ""
    if target.suffix.lower() == ".docx":
        names = not arguments.anonymous
        content = bulletin.document(told, scores, weights, year, today, author=author, names=names)
    else:
        content = score_sheet.workbook(scores, weights, year, today, author)
    write_whole(target, content)
    if arguments.json:
        data = {"year": year, "facts": told.to_data(), "units": [score_sheet.to_data(each) for each in scores]}
        print(json.dumps(data, ensure_ascii=False, indent=2))
    else:
        for each in scores:
            said = score_sheet.UNSCORED if each.points is None else f"{each.points} 分"
            print(f"{each.rank or '－'} {each.line.label} {said} {each.why}".rstrip())
    if asked := sum(line.questions for line in lines):
        say(f"还有 {asked} 个读入时的问题没有回答，回答后再检查，错误数和得分可能变动。")
    return 0
