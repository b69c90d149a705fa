"""Characters of a report that none of the PDF's typefaces has: they are printed as boxes, so the page says which and where.

Only typst knows what the faces hold. It names one text that it cannot set at a time, in the accessible format that must have
every character, so it is asked until it can set the rest. What GB 2312 has is in every Chinese face and is not asked about.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache

from drafting.errors import FileError
from drafting.report import Report

from . import fonts, pdf

MOST = 30
"""Characters that are looked for one after the other."""
_TEXT = re.compile(r'the text `"(.+?)"`', re.DOTALL)
_AROUND = 4
"""Characters beside one by which a person finds it."""


def unprintable(report: Report) -> list[str]:
    """One Chinese sentence for each character that the PDF cannot show, saying where it first stands.

    Raises FileError as ``pdf.write`` does where typst or a Chinese typeface is missing.
    """
    places: dict[str, str] = {}
    for spec in report.outline:
        for line in report.text(spec.id).split("\n"):
            for at, sign in enumerate(line):
                if _is_rare(sign):
                    around = line[max(0, at - _AROUND) : at + _AROUND + 1]
                    places.setdefault(sign, f"“{spec.label}”的“{around}”")
    lacking = _lacking("".join(sorted(places)))
    return [
        f"“{sign}”（U+{ord(sign):04X}）没有字体可以显示，在 PDF 里印成空框，第一处在{places[sign]}；请改用其他写法，或安装含有这个字的字体。"
        for sign in places
        if sign in lacking
    ]


def _is_rare(sign: str) -> bool:
    if sign.isascii() or sign.isspace() or not sign.isprintable():
        return False
    try:
        sign.encode("gb2312")
    except UnicodeEncodeError:
        return True
    return False


@lru_cache(maxsize=64)
def _lacking(signs: str) -> str:
    """Those of ``signs`` that no face of the text has."""
    found = ""
    while signs and len(found) < MOST:
        try:
            pdf.compiled(_source(signs), {}, {"format": "pdf", "pdf_standards": ["ua-1"]})
        except FileError as error:
            said = _TEXT.search(str(getattr(error.__cause__, "message", "")))
            named = [sign for sign in signs if said and sign in said[1]]
            if not named:
                raise
            found += "".join(named)
            signs = "".join(sign for sign in signs if sign not in named)
        else:
            break
    return found


def _source(signs: str) -> bytes:
    """A document of ``signs``, each a paragraph of its own, in the faces of the text."""
    faces = json.dumps(list(fonts.chain("body")), ensure_ascii=False)
    lines = "\n".join(f"#par({json.dumps(sign, ensure_ascii=False)})" for sign in signs)
    return f'#set document(title: "x")\n#set text(font: {faces.replace("[", "(").replace("]", ",)")}, lang: "zh")\n{lines}\n'.encode()
