"""What came last on 校核 stands first in its section and says so; typing waits for none of it."""

import sqlite3
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_pages import healthy, opened

from drafting.checks import Finding, Result
from drafting.form import CHAPTERS, SECTIONS
from drafting.form.edition import edition
from drafting.report import Organ, Paragraph, Report, Section
from drafting.store import Store, first_seen
from drafting.ui.review import newest_first

FORM = edition("2021")
NOON = datetime(2025, 1, 20, 12)
REPORT = Report(organ=Organ(name="青石镇人民政府", level="township", kind="government"), year=2024)
PLACES = (*SECTIONS, *CHAPTERS, None)


@pytest.fixture
def store(tmp_path):
    store = Store(f"sqlite:///{tmp_path}/nianbao.db")
    yield store
    store.close()


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on one minute each time it is looked at."""
    ticks = iter(range(1, 1000))
    monkeypatch.setattr(first_seen, "now", lambda: NOON + timedelta(minutes=next(ticks)))


def shown(at) -> list[str]:
    """The findings as the page shows them, from the top."""
    return [each.value for each in at.markdown if "nb-quiet" in each.value and "-" in each.value]


# Keeping


def test_a_finding_keeps_the_moment_it_was_first_seen_until_it_is_gone(store, report, clock):
    id = store.create(report)
    first = store.first_seen.keep(id, {"a", "b"})
    second = store.first_seen.keep(id, {"b", "c"})
    assert second["b"] == first["b"] < second["c"]
    assert store.first_seen.of(id) == second
    again = store.first_seen.keep(id, {"a"})
    assert again["a"] > second["c"]


def test_reports_do_not_mix_and_another_window_finds_the_same(store, report, tmp_path, clock):
    one, other = store.create(report), store.create(report.model_copy(update={"year": 2023}))
    kept = store.first_seen.keep(one, {"a"})
    assert store.first_seen.of(other) == {}
    window = Store(f"sqlite:///{tmp_path}/nianbao.db")
    assert window.first_seen.keep(one, {"a"}) == kept
    window.close()


def test_nothing_is_written_where_nothing_came_or_went(store, report, monkeypatch):
    id = store.create(report)
    store.first_seen.keep(id, {"a", "b"})
    monkeypatch.setattr(store._database, "write", lambda: pytest.fail("written"))
    store.first_seen.keep(id, {"b", "a"})


def test_very_many_findings_are_kept_and_forgotten(store, report):
    id = store.create(report)
    store.first_seen.keep(id, {f"{at:x}" for at in range(10_000)})
    assert store.first_seen.keep(id, set()) == {} == store.first_seen.of(id)


def test_of_the_text_nothing_is_kept(service, tmp_path, report):
    report = report.model_copy(update={"sections": {"problems": drafted("独一无二的句子满意度98%。")}})
    id = service.library.add(report)
    service.documents.appeared(id, service.library.open(id).assessment.result)
    with sqlite3.connect(tmp_path / "data" / "nianbao.db") as connection:
        rows = connection.execute("select fingerprint from sightings").fetchall()
    connection.close()
    assert len(rows) > 1 and all(row[0] == "" or len(row[0]) == 16 and row[0].isalnum() for row in rows)


def test_what_came_after_the_first_look_says_when_also_once_all_that_was_there_is_gone(service, report, clock):
    id = service.library.add(report)
    old, new = (Finding("T-12", "warning", text) for text in ("先有", "后来"))
    assert service.documents.appeared(id, Result((old,), ())) == {}
    assert set(service.documents.appeared(id, Result((old, new), ()))) == {new.fingerprint}
    assert set(service.documents.appeared(id, Result((new,), ()))) == {new.fingerprint}


def test_what_was_let_pass_is_not_new_when_the_reason_is_taken_back(service, report, clock):
    id = service.library.add(report)
    finding = Finding("T-12", "warning", "先有")
    service.documents.appeared(id, Result((finding,), ()))
    service.documents.appeared(id, Result((), (), (finding,)))
    assert service.documents.appeared(id, Result((finding,), ())) == {}


# The order


@given(
    st.lists(
        st.builds(
            Finding,
            st.just("X"),
            st.just("hint"),
            st.text(max_size=3),
            st.lists(st.sampled_from(list(FORM.cells)), max_size=1).map(tuple),
            st.sampled_from(PLACES),
        ),
        max_size=12,
    ),
    st.data(),
)
def test_within_a_section_the_newest_stand_first_and_nothing_else_changes(findings, data):
    moments = {
        finding.fingerprint: NOON + timedelta(minutes=data.draw(st.integers(0, 3)))
        for finding in findings
        if data.draw(st.booleans())
    }
    ordered = newest_first(findings, REPORT, moments)
    assert sorted(map(repr, ordered)) == sorted(map(repr, findings))
    if not moments and len({finding.section for finding in findings}) == 1 and not any(f.cells for f in findings):
        assert ordered == findings
    for section in SECTIONS:
        times = [moments.get(finding.fingerprint, datetime.min) for finding in ordered if finding.section == section]
        assert times == sorted(times, reverse=True)


# The page


@pytest.fixture
def id(service, report) -> str:
    return service.library.add(
        report.model_copy(
            update={"sections": {"overview.proactive": drafted("我镇通过政务新媒体发布信息。群众满意度达到98%。")}}
        )
    )


def drafted(text: str) -> Section:
    return Section(paragraphs=(Paragraph(id="p", text=text, origin="model"),))


def test_on_the_first_look_nothing_is_called_new(id):
    lines = shown(opened("review", report=id))
    assert lines and not any("新出现" in each for each in lines)


def test_what_a_change_brings_stands_first_in_its_section_and_is_called_new(id, service):
    before = opened("review", report=id)
    assert any("98%" in each for each in shown(before))
    service.prose.save(
        id,
        "overview.proactive",
        drafted("我镇通过政务新媒体发布信息。群众满意度达到98%。走访企业4711家。"),
        by="composer",
    )
    at = opened("review", report=id)
    lines = [each for each in shown(at) if "主动公开" in each and "提醒" not in each]
    new = [each for each in lines if "新出现" in each]
    assert [each for each in new if "4711" in each] and not [each for each in new if "98%" in each]
    first, later = (next(at for at, each in enumerate(lines) if words in each) for words in ("4711", "98%"))
    assert first < later
    assert any("新出现" in each and "4711" in each for each in shown(healthy(at.run())))


def test_other_pages_write_nothing_about_what_was_seen(id, service):
    for page in ("entry", "notes", "draft", "export"):
        opened(page, report=id)
    assert service.store.first_seen.of(id) == {}


def test_a_database_that_cannot_be_written_leaves_the_page_standing(id, monkeypatch):
    from drafting.errors import FileError
    from drafting.store.first_seen import FirstSeen

    def locked(*_):
        raise FileError("数据文件正被其他窗口占用，本次没有保存，请稍候再试。")

    monkeypatch.setattr(FirstSeen, "keep", locked)
    assert shown(opened("review", report=id))
