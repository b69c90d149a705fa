"""The manual is in the program: every chapter with its pictures, opened at the page one came from."""

import tomllib
from pathlib import Path

import pytest
from test_pages import opened

from drafting import resources
from drafting.ui import frame, manual

ROOT = Path(__file__).parents[1]


def shown(at) -> str:
    return "\n".join(element.value for element in [*at.header, *at.markdown])


@pytest.mark.parametrize("page", [page for page in frame.TITLES if page != "manual"])
def test_the_manual_opens_at_the_chapter_of_the_page_one_came_from(page):
    at = opened("manual", **{"from": page})
    assert at.header[0].value.partition("、")[2] == manual.chapter_about(page)


def test_every_page_but_the_manual_has_its_chapter():
    assert set(manual.CHAPTERS) == set(frame.TITLES) - {"manual"}


@pytest.mark.parametrize("chapter", range(len(manual.chapters())))
def test_every_chapter_shows_its_words_and_pictures_and_no_dead_link(chapter):
    at = opened("manual", chapter=str(chapter))
    title, text = list(manual.chapters().items())[chapter]
    assert title in at.header[0].value.replace("\\", "")
    assert len(at.get("image")) == text.count("](images/")
    assert "](images/" not in shown(at) and "README.md" not in shown(at)


@pytest.mark.parametrize("chapter", ["x", "99", "-1", "1.5"])
def test_a_chapter_that_there_is_not_is_the_first(chapter):
    assert "打开程序" in opened("manual", chapter=chapter).header[0].value


def test_the_wheel_carries_the_manual_and_its_pictures():
    carried = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
        "force-include"
    ]
    assert carried["docs/使用手册.md"] == "drafting/bundled/docs/使用手册.md"
    assert carried["docs/images"] == "drafting/bundled/docs/images"
    assert resources.manual().is_file()
