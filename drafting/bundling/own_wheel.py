"""The program's own wheel: built from a checkout, or packed again from where it was installed."""

from __future__ import annotations

import csv
import io
import zipfile
from importlib.metadata import Distribution
from pathlib import Path

NOT_PACKED = {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}
"""What an installer writes beside the files of a wheel."""


def packed(distribution: Distribution, target: Path) -> Path:
    """Write the wheel that ``distribution`` was installed from into the folder ``target``; the file written.

    Everything in it is as installed; scripts are made anew where it is installed again, from its entry points.
    """
    files = [
        file
        for file in distribution.files or ()
        if ".." not in file.parts and "__pycache__" not in file.parts and file.name not in NOT_PACKED
    ]
    record = next(file for file in distribution.files or () if file.name == "RECORD")
    path = target / f"{distribution.name}-{distribution.version}-py3-none-any.whl"
    lines = io.StringIO()
    rows = csv.writer(lines, lineterminator="\n")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as wheel:
        for file in files:
            wheel.write(str(file.locate()), file.as_posix())
            rows.writerow(
                (file.as_posix(), f"{file.hash.mode}={file.hash.value}" if file.hash else "", file.size or "")
            )
        rows.writerow((record.as_posix(), "", ""))
        wheel.writestr(record.as_posix(), lines.getvalue())
    return path
