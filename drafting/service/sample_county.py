"""The made-up county as it would be today: its files on the year before, its inner deadline still ahead."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from drafting import samples
from drafting.collection import roster_file
from drafting.collection.roster import Roster
from drafting.errors import NianbaoError
from drafting.samples import SampleCounty

AHEAD = timedelta(days=7)
"""By how much the inner deadline lies ahead at least, so that nobody looks round in a county that is long overdue."""


def roster(today: date) -> tuple[int, Roster]:
    """The county's year and units."""
    sample = samples.county(today)
    held = roster_file.read(sample.roster)
    units = [
        unit.model_copy(update={"deadline": max(_later(unit.deadline, sample.later), today + AHEAD)})
        if unit.deadline
        else unit
        for unit in held.units
    ]
    return sample.year, Roster(units=tuple(units))


def sent(today: date) -> list[tuple[str, bytes]]:
    """The files that its units sent, by name."""
    sample = samples.county(today)
    return [_moved(path, sample) for path in sorted(sample.files.iterdir())]


def _moved(path: Path, sample: SampleCounty) -> tuple[str, bytes]:
    name, data = path.name.replace(f"-{sample.file_year}.", f"-{sample.year}."), path.read_bytes()
    if not sample.later:
        return name, data
    if path.suffix == ".html":
        return name, sample.text(data.decode()).encode()
    return _printed_anew(name, data, sample) if path.suffix == ".pdf" else (name, _repacked(data, sample))


def _repacked(data: bytes, sample: SampleCounty) -> bytes:
    """A Word document or workbook, the years in its texts moved."""
    made = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(made, "w", ZIP_DEFLATED) as new:
        for member in old.infolist():
            held = old.read(member)
            new.writestr(member, sample.text(held.decode()).encode() if member.filename.endswith(".xml") else held)
    return made.getvalue()


def _printed_anew(name: str, data: bytes, sample: SampleCounty) -> tuple[str, bytes]:
    """A PDF, whose words are drawn and cannot be replaced: read, moved, printed; as a Word document where that cannot be."""
    from drafting import publishing, reading

    read = reading.read(data, name)
    assert read.organ is not None  # it is ours
    report = samples.moved(read.report(read.organ, sample.file_year), sample.later)
    try:
        return name, publishing.export(report, "pdf")
    except NianbaoError:
        return name.replace(".pdf", ".docx"), publishing.export(report, "docx")


def _later(day: date, years: int) -> date:
    return day.replace(year=day.year + years)
