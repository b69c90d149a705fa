"""Published reports of a year sent in at one time: none goes to a wrong unit, no cell is wrong in silence."""

import pytest
from county import unit

from drafting.collection.folder import Folder
from drafting.collection.intake import take_back
from drafting.collection.questions import open_questions
from drafting.collection.roster import roster
from drafting.collection.sources import Found, Source
from drafting.form import edition_for
from tests.published import CORPUS, known, names, needs_corpus

pytestmark = needs_corpus
SOURCES = (".docx", ".html", ".pdf", ".txt", ".xlsx")


def files(year: int) -> dict[str, str]:
    """File of the corpus -> its key there, of the named organs that reported on ``year``."""
    told = {}
    for name in names(narrative=False, edition="2021"):
        about = known(name)
        if about["year"] == year and about["organ"] and "（" not in about["organ"]:
            told |= {path.name: name for path in CORPUS.glob(f"{name}.*") if path.suffix in SOURCES}
    return told


@pytest.mark.parametrize("year", [2023, 2024])
def test_each_goes_to_its_own_unit_or_is_asked_about(tmp_path, year):
    told = files(year)
    organs = {
        known(name)["organ"]
        for path in CORPUS.glob("*.expected.json")
        if (name := path.name[: -len(".expected.json")]) and known(name)["organ"]
    }
    units = roster(
        unit(organ, at, parent="") for at, organ in enumerate(sorted(organ for organ in organs if "（" not in organ), 1)
    )
    folder = Folder.begun(tmp_path / "out", year, units)
    found = Found(tuple(Source(name, lambda name=name: (CORPUS / name).read_bytes()) for name in told))
    items = take_back(folder, found).items
    assert sum(bool(item.unit) for item in items) >= 4
    owners = {known(name)["organ"] for name in told.values()}
    assert {item.unit for item in items if item.unit} <= owners
    for item in items:
        assert not item.unit or item.unit == known(told[item.file])["organ"], item.file
        if item.report is None:
            continue
        asked = {question.cell for question in open_questions(item.report)}
        cells = item.report.cells()
        expected = cells_of(known(told[item.file])["tables"])
        for key in edition_for(year).inputs:
            assert cells[key] == expected.get(key) or key in asked, (item.file, key)


def cells_of(tables: dict) -> dict:
    flat = {}

    def walk(node, path):
        if isinstance(node, dict):
            for key, value in node.items():
                walk(value, f"{path}.{key}" if path else key)
        else:
            flat[path] = node

    walk(tables, "")
    return flat
