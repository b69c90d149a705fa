"""Drafting with a real model: a GGUF file served by ``nianbao model``. Structure and figures are checked, never prose.

Runs when NIANBAO_TEST_MODEL names the file; takes minutes on a small machine.
"""

import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import replace

import pytest

from drafting import report_file, resources, settings
from drafting.writing import client
from drafting.writing.endpoint import from_settings
from drafting.writing.section import basis, draft

MODEL = os.environ.get("NIANBAO_TEST_MODEL", "")
pytestmark = [
    pytest.mark.live_model,
    pytest.mark.skipif(not os.path.isfile(MODEL), reason="NIANBAO_TEST_MODEL names no GGUF file"),
]
START_SECONDS = 180


@pytest.fixture(scope="module")
def served(tmp_path_factory):
    """The endpoint that settings find while the model is served."""
    folder = tmp_path_factory.mktemp("live")
    environment = {**os.environ, "NIANBAO_DATA_DIR": str(folder)}
    code = "import sys; from drafting.writing.local_model import serve; serve(sys.argv[1], port=0, threads=2)"
    with pytest.MonkeyPatch.context() as patch:
        for name in settings.NAMES.values():
            patch.delenv(name, raising=False)
        patch.setenv("NIANBAO_DATA_DIR", str(folder))
        process = subprocess.Popen([sys.executable, "-c", code, MODEL], env=environment)
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
        assert not (folder / settings.LOCAL_FILE).exists()


@pytest.fixture(scope="module")
def town():
    return report_file.read(resources.samples() / "02-town-with-requests-2024.report.json")


def drafted(town, section, endpoint):
    shown = []
    made = draft(town, section, endpoint, stop=threading.Event(), on_text=shown.append)
    text = made.section.text
    print(f"\n{section}（{endpoint.strategy}，{made.usage.seconds:.0f} 秒）\n{text}")
    assert text.strip() and shown[-1] == text
    assert not re.search(r"[*#`]|</?think>|[\[【］](?:材料)?\d", text)
    refs = {item.ref for item in basis(town, section)} | {f"fact:{key}" for key in town.cells()}
    for paragraph in made.section.paragraphs:
        for source in paragraph.sources:
            assert source.sentence in paragraph.text and set(source.ids) <= refs
    known = set(re.findall(r"\d+(?:\.\d+)?", " ".join(item.text for item in basis(town, section))))
    return sorted(set(re.findall(r"\d+(?:\.\d+)?", text)) - known - {str(town.year), str(town.year + 1)})


def test_the_connection_works(served):
    assert "连接正常" in client.test_connection(served)


@pytest.mark.parametrize("section", ["overview.platform", "overview.on_request", "problems"])
def test_item_by_item_no_figure_is_added(served, town, section):
    assert served.strategy == "items"
    assert drafted(town, section, served) == []


def test_free_text_is_clean_and_its_own_figures_are_reported(served, town):
    print("figures without basis:", drafted(town, "overview.management", replace(served, strategy="prose")))
