"""Drafting with a real model: a GGUF file served by ``nianbao model``. Structure, sources and figures, never wording.

Runs when NIANBAO_TEST_MODEL names the file; takes minutes on a small machine. What it wrote goes to the file named by
NIANBAO_TEST_MODEL_OUTPUT, to be read by a person.
"""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from drafting import settings
from drafting.binding import EvidenceIndex
from drafting.evaluation.trial import probe
from drafting.facts import catalogue
from drafting.samples import sample
from drafting.service import Service
from drafting.writing.configured import from_settings

MODEL = os.environ.get("NIANBAO_TEST_MODEL", "")
OUTPUT = os.environ.get("NIANBAO_TEST_MODEL_OUTPUT", "")
pytestmark = [
    pytest.mark.live_model,
    pytest.mark.skipif(not os.path.isfile(MODEL), reason="NIANBAO_TEST_MODEL names no GGUF file"),
]
START_SECONDS = 180
SECTION_SECONDS = 600


@pytest.fixture
def served():
    """The endpoint that settings find while ``nianbao model`` serves the file."""
    command = [
        sys.executable,
        "-c",
        "import sys; from drafting.cli import main; sys.exit(main())",
        "model",
        MODEL,
        "--port",
        "0",
        "--threads",
        "2",
    ]
    process = subprocess.Popen(command)
    try:
        end = time.monotonic() + START_SECONDS
        while (loaded := settings.load()).where("model") != "本机模型":
            assert process.poll() is None and time.monotonic() < end, "the model did not start"
            time.sleep(0.5)
        yield from_settings(loaded)
    finally:
        process.terminate()
        status = process.wait(60)
    assert status == 0
    assert settings.load().model is None  # the program no longer looks for it


def test_a_sample_drafted_through_the_whole_path_has_its_structure_sources_and_only_known_figures(served):
    sentence, profile = probe(served)
    assert "连接正常" in sentence
    assert (profile.streams, profile.form, profile.thinks) == (True, "json_schema", "none")
    service = Service(settings.load())
    id = service.library.add_sample(sample("town"))
    opened = service.library.open(id)
    outline = [spec.id for spec in opened.report.outline]
    started = time.monotonic()
    service.drafts.start(id, outline, served, last_year=opened.last_year)
    while service.drafts.active(id):
        assert time.monotonic() - started < SECTION_SECONDS * len(outline)
        time.sleep(0.5)
    assert service.drafts.open(id) == []  # nothing failed, nothing waits
    report = service.library.open(id).report
    keep(report, time.monotonic() - started)
    known = {f"fact:{fact}" for fact in catalogue(report, opened.last_year)} | {
        f"note:{note.id}" for note in report.notes
    }
    ground = EvidenceIndex(report, opened.last_year)
    for section in outline:
        text = report.text(section)
        assert text.strip(), section
        assert not re.search(r"[*#`]|</?think>|[\[【](?:材料)?\d", text), section
        assert [mark.text for mark in ground.marks(text) if mark.figure and mark.state not in ("fact", "note")] == [], (
            section
        )
        for paragraph in report.sections[section].paragraphs:
            for source in paragraph.sources:
                assert source.sentence in paragraph.text and set(source.ids) <= known, source
    sourced = [section for section in outline if any(each.sources for each in report.sections[section].paragraphs)]
    assert set(outline) - set(sourced) <= {"overview.lead"}
    service.close()


def keep(report, seconds: float) -> None:
    """Print what was written, and keep it where it was asked for."""
    text = "\n\n".join(f"### {spec.label}\n\n{report.text(spec.id)}" for spec in report.outline)
    print(f"{seconds:.0f} seconds\n{text}")
    if OUTPUT:
        Path(OUTPUT).write_text(f"<!-- {Path(MODEL).name}, {seconds:.0f} seconds -->\n\n{text}\n", "utf-8")
