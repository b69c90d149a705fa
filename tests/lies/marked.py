"""Texts whose figures say what they mean: ``⟦16|N⟧件``. Reading them, and what the program makes of their figures."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from drafting.assessment import Assessment
from drafting.report import Report
from tests.published import CORPUS

from . import codes
from .reports import made, saying, subject

TEXTS = Path(__file__).parent / "texts"
WORDINGS = CORPUS.parent / "cases" / "wordings.json"
_MARKED = re.compile(r"⟦([^|⟧]*)\|([^⟧]*)⟧")


@dataclass(frozen=True)
class Gold:
    """A figure at ``start`` of a text and what it means, a code of ``codes``."""

    start: int
    figure: str
    code: str

    @property
    def end(self) -> int:
        """Behind its last character."""
        return self.start + len(self.figure)


@dataclass(frozen=True)
class Piece:
    """A text about ``report`` whose figures are known. ``name``: where it is from."""

    name: str
    report: Report
    last_year: Report | None
    text: str
    golds: tuple[Gold, ...]
    section: str = "overview.on_request"

    def says(self, text: str, origin: str = "import") -> Report:
        """The report with ``text`` in the place of the piece's own."""
        return saying(self.report, text, self.section, origin)


def parsed(source: str) -> tuple[str, tuple[Gold, ...]]:
    """The plain text of ``source`` and its figures."""
    text, golds, at = "", [], 0
    for found in _MARKED.finditer(source):
        text += source[at : found.start()]
        golds.append(Gold(len(text), found[1], found[2]))
        text += found[1]
        at = found.end()
    return text + source[at:], tuple(golds)


def own() -> Iterator[Piece]:
    """Our own texts that whoever worked on the binding could read, a line each."""
    return _texts(path for path in TEXTS.glob("*.txt") if "-" not in path.stem)


def later() -> Iterator[Piece]:
    """Texts written when the work on the binding was done, in wordings that nobody had looked at."""
    return _texts(TEXTS.glob("*-later.txt"))


def blind() -> Iterator[Piece]:
    """Texts of other writers, who knew the tables' figures and neither the program nor these tests."""
    return _texts(TEXTS.glob("*-blind*.txt"))


@dataclass(frozen=True)
class Falsehood:
    """A sentence in which the words ``wrong`` are false of ``report``, all others true; ``why``, in a few words."""

    report: Report
    last_year: Report | None
    text: str
    wrong: str
    why: str

    @property
    def span(self) -> tuple[int, int]:
        """Where the false words stand."""
        start = self.text.index(self.wrong)
        return start, start + len(self.wrong)


def falsehoods() -> Iterator[Falsehood]:
    """One false thing a sentence, by the same writers."""
    for path in sorted(TEXTS.glob("*-lies.jsonl")):
        report, last_year = subject(path.stem.partition("-")[0])
        for line in filter(None, path.read_text("utf-8").splitlines()):
            yield Falsehood(report, last_year, **json.loads(line))


def _texts(paths: Iterable[Path]) -> Iterator[Piece]:
    for path in sorted(paths):
        report, last_year = subject(path.stem.partition("-")[0])
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if line and not line.startswith("#"):
                yield Piece(f"{path.stem}:{number}", report, last_year, *parsed(line))


def wordings() -> Iterator[Piece]:
    """The wordings of the shared cases, about reports made from their figures; nothing where they are not present."""
    if not WORDINGS.is_file():
        return
    for number, case in enumerate(json.loads(WORDINGS.read_text("utf-8"), parse_float=Decimal)):
        name, self_reference = _ORGANS[case["kind"]]
        organ = {"name": name, "level": "county", "kind": "department", "self_reference": self_reference}
        organ |= {"kind": "government"} if case["kind"] in ("district", "city", "county", "town") else {}
        given = case["figures"]
        last = made(organ, case["year"] - 1, *_split(given["last"])) if "last" in given else None
        text, golds = parsed(case["text"])
        yield Piece(f"wordings:{number}", made(organ, case["year"], *_split(given)), last, text, golds)


_ORGANS = {
    "district": ("临江区人民政府", "我区"),
    "city": ("临江市人民政府", "我市"),
    "county": ("临江县人民政府", "我县"),
    "town": ("临江镇人民政府", "我镇"),
    "street": ("临江街道办事处", "本街道"),
    "bureau": ("临江县住房和城乡建设局", "我局"),
    "office": ("临江县人民政府办公室", "本办"),
}


def _split(given: dict) -> tuple[dict, dict]:
    """Figures of the cases as ``made`` takes them: cases by four, rows of table three of natural persons unless told."""
    figures = {code: given[code] for code in ("NDM", "NDR", "NDI", "LIC", "PEN", "ENF", "FEE") if code in given}
    figures |= {"FEE": Decimal(given["FEE"])} if "FEE" in given else {}
    figures |= {new: given[old] for old, new in (("REV", "R"), ("LIT", "LD"), ("LIA", "LA")) if old in given}
    rows: dict[str, tuple[int, ...]] = {}
    singles = {"N": "N", "IN": "IN", "OUT": "OUT", "G": "G", "P": "P", "DL": "d6", "NH": "u1", "NC": "u2", "ST": "u3"}
    singles |= {"OR": "o3", "RF": "d4", "UN": "u1", "NP": "n2", "OT": "o3"}
    for code, row in singles.items():
        if code in given:
            (key,) = codes.CELLS[row]
            rows[key.split(".")[1]] = (given[code],)
    if "biz" in given:
        rows["new_received"] = (given["N"] - given["biz"], given["biz"])
    told = sum(sum(values) for row, values in rows.items() if row not in ("new_received", "carried_in", "carried_out"))
    handled = given.get("T", given["N"] + given.get("IN", 0) - given.get("OUT", 0))
    rows["granted"] = (sum(rows.get("granted", (0,))) + handled - told,)
    return figures, rows


def marks(report: Report, last_year: Report | None = None) -> list[dict]:
    """The marks of figures as ``check --json --marks`` prints them."""
    found = Assessment(report, last_year).marks
    return [data for each in found.values() for mark in each if (data := mark.to_data())["kind"] == "figure"]


def of(gold: Gold, found: list[dict], paragraph: int = 0) -> dict | None:
    """The mark that covers the figure of ``gold``, if there is one."""
    return next(
        (
            each
            for each in found
            if each["paragraph"] == paragraph and each["span"][0] < gold.end and each["span"][1] > gold.start
        ),
        None,
    )


def verdict(gold: Gold, mark: dict | None) -> str:
    """What became of a right figure: ``right``, ``untied``, ``wrong tie``, ``contradicted`` – or ``fine`` where the gold
    leaves it open and the program does not object.
    """
    state = mark["state"] if mark else "unread"
    if state == "contradicted":
        return "contradicted"
    if gold.code in codes.LEFT_ALONE:
        return "wrong tie" if gold.code == "x" and state == "fact" else "fine"
    if state != "fact":
        return "untied"
    tied, first = frozenset(mark["cells"]), mark["sources"][0].removeprefix("fact:")
    kind = next((kind for kind in ("change", "ratio", "before") if first.startswith(f"{kind}.")), "")
    return "right" if tied in codes.cells(gold.code) and kind == codes.compared(gold.code) else "wrong tie"
