"""The sample town's report with every section written, as a PDF by typst (fonts read, another organ's name each time),
beside LibreOffice printing its Word document: one process a document, as an office would call it, with its profile
there already; and ten documents in one process, which spreads its start over them. Then writing the same publication
beside typst alone, which is given the same source ready made, both with another organ's name each time.
"""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from drafting.publishing import export, fonts, pdf
from drafting.publishing.document import compose
from drafting.report import Report
from drafting.samples import sample
from drafting.service.files import draft_report, sections_named

from .outcome import Outcome, Row, Series, Target, in_turn

TITLE = "printing a PDF"
REPEAT = 10
TARGET = 20
BARE = 1.3
"""How much longer than typst alone a PDF may take."""
BATCH = 10
"""Documents LibreOffice is given at once."""
WAIT = 180
"""Seconds LibreOffice may take before the measurement is given up."""


def named(report: Report, name: str) -> Report:
    """``report`` of an organ called ``name``, so that nothing can be kept from the document before."""
    return report.model_copy(update={"organ": report.organ.model_copy(update={"name": name})})


def measure(repeat: int) -> Outcome:
    """A PDF by each in turn. Raises RuntimeError where LibreOffice (soffice) is not installed."""
    soffice = shutil.which("soffice")
    if not soffice:
        raise RuntimeError("LibreOffice (soffice) is not installed")
    report, last_year = sample("town").load()
    full = draft_report(report, sections_named(report, ()), None, last_year=last_year).report
    names = (f"青石{number}镇人民政府" for number in range(1_000_000))
    with TemporaryDirectory(prefix="nianbao-bench-") as folder:
        documents = [Path(folder, f"{number}.docx") for number in range(BATCH)]
        for document in documents:
            document.write_bytes(export(named(full, next(names)), "docx"))

        def typst() -> float:
            return _took(lambda: export(named(full, next(names)), "pdf"))

        def libreoffice(*given: Path) -> float:
            command = [
                soffice,
                "--headless",
                f"-env:UserInstallation={Path(folder, 'profile').as_uri()}",
                "--convert-to",
                "pdf",
                "--outdir",
                folder,
                *given,
            ]
            return _took(lambda: subprocess.run(command, check=True, capture_output=True, timeout=WAIT)) / len(given)

        first, _ = typst(), libreoffice(documents[0])
        taken = in_turn(
            repeat,
            {"typst": typst, "process": lambda: libreoffice(documents[0]), "batch": lambda: libreoffice(*documents)},
        )
        bare = in_turn(5 * repeat, _beside_typst(full, names))
    program = Series(taken["typst"])
    written = Row("typst alone", Series(bare["program"]), Series(bare["typst"]))
    one = Row("one document", program, Series(taken["process"]))
    many = Row("in a batch", program, Series(taken["batch"]))
    times = 1 / one.ratio
    return Outcome(
        (one, many, written),
        (
            Target(
                f"writing a publication takes at most {BARE} × of what typst alone takes for it",
                f"{written.ratio:.2f} ×",
                written.ratio <= BARE,
            ),
            Target(
                f"a PDF takes at most 1/{TARGET} of what LibreOffice takes for a document",
                f"{times:.0f} times faster",
                times >= TARGET,
            ),
        ),
        (
            f"The first PDF of a process, with the fonts to read, took {first:.0f} ms.",
            f"Against LibreOffice with {BATCH} documents in one process it is {1 / many.ratio:.1f} times faster.",
        ),
    )


def _beside_typst(report: Report, names: Iterator[str]) -> dict[str, Callable[[], float]]:
    """Writing a publication, and typst alone on the source of another, both of an organ that is new to it."""
    from typst import Compiler

    compiler = Compiler(font_paths=fonts.faces())

    def program() -> float:
        publication = compose(named(report, next(names)))
        return _took(lambda: pdf.write(publication))

    def typst() -> float:
        layout, inputs = pdf.source(compose(named(report, next(names))))
        return _took(lambda: compiler.compile(layout, sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"]))

    return {"program": program, "typst": typst}


def _took(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - started)
