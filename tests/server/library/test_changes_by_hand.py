"""Uploads, deletions and corrections: over rebuilds, over rollbacks, and by several writers at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from index.build import build_snapshot
from index.errors import IndexBusy
from index.lock import writer_lock
from index.settings import BuildSettings
from index.snapshots import current_snapshot, list_snapshots, verify
from ingest.changes import Changes
from ingest.model import Span
from ingest.pipeline import ingest_paths
from ingest.revision import NOWHERE
from server.contract import AskRequest, DocumentCorrection, Job
from server.errors import InvalidRequest, SnapshotNotFound, UnknownRegionFilter
from server.library.comparison import difference, versions_of
from server.library.desk import SentFile
from tests.server.library.small import ENCODER, WHO, Office, corpus_in, measures, office, rebuild

pytestmark = pytest.mark.slow


@pytest.fixture
def home(tmp_path: Path) -> Path:
    rebuild(tmp_path / "home", corpus_in(tmp_path, liaocheng=measures("聊城市", 80), zibo=measures("淄博市", 60)))
    return tmp_path / "home"


def texts(place: Office) -> dict[str, str]:
    """The first clause that grants something, by document."""
    holdings = place.serving.current.holdings
    return {i: next(c.text for c in holdings.clauses_of(i) if "给予" in c.text) for i in place.documents}


def test_a_rebuild_keeps_uploads_deletions_and_corrections(home: Path, tmp_path: Path) -> None:
    place = office(home)
    with place.desk.librarian.working():
        place.upload("日照.txt", measures("日照市", 200))
        place.done(place.desk.delete(WHO, "zibo"))
        place.upload("liaocheng.txt", measures("聊城市", 90))
        correction = DocumentCorrection(status="repealed", effective_until=None)
        place.done(place.desk.correct(WHO, "日照", correction))
    before = place.serving.current.holdings.library

    composed = rebuild(home, corpus_in(tmp_path, linyi=measures("临沂市", 40)))
    assert sorted(note.partition("：")[0] for note in composed.notes) == ["liaocheng.txt", "zibo.txt"]
    again = office(home)
    assert list(again.documents) == ["linyi", "日照", "liaocheng"]
    assert "90万元" in texts(again)["liaocheng"]
    assert again.documents["日照"].status.value == "repealed"
    by_id = {d.id: d for d in again.documents.values()}
    assert [by_id[d.id] for d in before.documents] == list(before.documents)


def test_a_file_uploaded_again_is_no_longer_deleted(home: Path, tmp_path: Path) -> None:
    place = office(home)
    with place.desk.librarian.working():
        place.done(place.desk.delete(WHO, "zibo"))
        assert "zibo" not in place.documents
        place.upload("zibo.txt", measures("淄博市", 70))
    assert "70万元" in texts(place)["zibo"]
    rebuild(home, tmp_path / "corpus")
    assert "70万元" in texts(office(home))["zibo"]


def test_the_key_of_an_upload_is_its_own_even_when_a_corpus_file_of_that_stem_comes_later(
    home: Path, tmp_path: Path
) -> None:
    place = office(home)
    with place.desk.librarian.working():
        place.upload("weihai.md", measures("威海市", 30))
    rebuild(home, corpus_in(tmp_path, weihai=measures("威海市", 35)))
    found = texts(office(home))
    assert "30万元" in found["weihai"]
    [other] = [i for i in found if i.startswith("weihai~")]
    assert "35万元" in found[other]


def test_a_correction_shows_everywhere_and_is_quoted_only_where_it_is_printed(home: Path) -> None:
    place = office(home)
    with place.desk.librarian.working():
        values = DocumentCorrection(
            title="孵化器办法", region="日照市", issued_on="2024-12-01", doc_number="聊政办〔2024〕3号"
        )
        job = place.done(place.desk.correct(WHO, "liaocheng", values))
        document = place.documents["liaocheng"]
        library = place.serving.current.holdings.library
    assert job.kind == "correct"
    assert (document.title, document.region and document.region.adcode) == ("孵化器办法", "371100")
    [source] = [s for s in library.sources if s.name == document.source_file]
    assert document.issued_on is not None
    assert document.issued_on.span.cut(source.text) == "2024年12月1日"
    assert document.doc_number is not None
    assert (document.doc_number.value, document.doc_number.span) == ("聊政办〔2024〕3号", NOWHERE)
    prefixes = {chunk.prefix for chunk in library.chunks if chunk.document_id == "liaocheng"}
    assert prefixes
    assert all(prefix.startswith("日照市｜孵化器办法") for prefix in prefixes)
    assert place.serving.current.holdings.clause_at(document, Span(-1, -1)) is None


def test_corrections_end_with_the_content_they_were_made_for(home: Path) -> None:
    place = office(home)
    with place.desk.librarian.working():
        place.done(place.desk.correct(WHO, "liaocheng", DocumentCorrection(status="repealed")))
        job = place.upload("liaocheng.txt", measures("聊城市", 95))
    assert place.documents["liaocheng"].status.value == "in_force"
    assert job.notes == ["内容已变，以前的人工更正不再沿用，请核对：liaocheng"]


def test_corrections_that_say_nothing_or_no_place_are_refused(home: Path) -> None:
    desk = office(home).desk
    with pytest.raises(InvalidRequest):
        desk.correct(WHO, "liaocheng", DocumentCorrection())
    with pytest.raises(UnknownRegionFilter):
        desk.correct(WHO, "liaocheng", DocumentCorrection(region="没有这个地方"))


def test_replaced_and_deleted_versions_stay_and_can_be_compared(home: Path) -> None:
    place = office(home)
    with place.desk.librarian.working():
        place.upload("liaocheng.txt", measures("聊城市", 90))
        place.upload("liaocheng.txt", measures("聊城市", 100))
        found = versions_of("liaocheng", place.serving.current, place.archive, place.serving.shows).versions
        assert [v.current for v in found] == [True, False, False]
        diff = difference("liaocheng", found[2].version, place.serving.current, place.archive, place.serving.shows)
        [change] = diff.changes
        [amount] = change.amounts
        assert amount.old is not None
        assert amount.new is not None
        assert (amount.old.text, amount.new.text) == ("给予80万元", "给予100万元")
        place.done(place.desk.delete(WHO, "liaocheng"))
    gone = versions_of("liaocheng", place.serving.current, place.archive, place.serving.shows).versions
    assert [v.source_sha256 for v in gone][1:] == [v.source_sha256 for v in found][1:]
    assert gone[0].source_sha256 == found[0].source_sha256
    named = f"liaocheng@{found[2].version}"
    assert (
        difference("zibo", named, place.serving.current, place.archive, place.serving.shows).old.document_id
        == "liaocheng"
    )


def test_a_rollback_brings_back_the_changes_of_its_time_and_goes_on_from_there(home: Path, tmp_path: Path) -> None:
    first = current_snapshot(home)
    place = office(home)
    with place.desk.librarian.working():
        place.upload("日照.txt", measures("日照市", 200))
        place.done(place.desk.activate(WHO, first))
        assert list(place.documents) == ["liaocheng", "zibo"]
        place.upload("威海.txt", measures("威海市", 30))
        assert list(place.documents) == ["liaocheng", "zibo", "威海"]
        assert [
            v.current for v in versions_of("日照", place.serving.current, place.archive, place.serving.shows).versions
        ] == [False]
        listed = place.desk.snapshots()
        with pytest.raises(SnapshotNotFound):
            place.desk.activate(WHO, "20200101T000000-abcdef")
    assert listed.current == place.serving.current.snapshot == listed.snapshots[0].name
    assert [s.documents for s in listed.snapshots] == [3, 3, 2]
    rebuild(home, tmp_path / "corpus")
    assert list(office(home).documents) == ["liaocheng", "zibo", "威海"]


def test_the_last_document_may_go_and_another_come(home: Path) -> None:
    place = office(home)
    with place.desk.librarian.working():
        for document_id in ("liaocheng", "zibo"):
            place.done(place.desk.delete(WHO, document_id))
        assert place.serving.current.holdings.library.documents == ()
        answer = place.serving.current.ask(AskRequest(question="聊城市的孵化器补助多少？"))
        assert (answer.status, answer.citations) == ("refused", [])
        place.upload("日照.txt", measures("日照市", 200))
    assert list(place.documents) == ["日照"]


def test_jobs_left_open_are_carried_out_in_order_after_a_restart(home: Path) -> None:
    closed = office(home)
    for amount in (200, 210, 220):
        job = closed.desk.upload(WHO, [sent("日照.txt", measures("日照市", amount))])
    # As if the process had been cut off in the middle of the first.
    first = closed.jobs.next_open()
    assert first is not None
    closed.jobs.advance(first.id, "embedding", 1, 3)
    reopened = office(home)
    with reopened.desk.librarian.working():
        assert reopened.done(job).status == "done"
    assert "220万元" in texts(reopened)["日照"]
    assert reopened.jobs.count_open() == 0


def test_a_job_that_was_switched_to_but_not_noted_changes_nothing_when_it_is_done_again(home: Path) -> None:
    place = office(home)
    with place.desk.librarian.working():
        job = place.upload("日照.txt", measures("日照市", 200))
    place.jobs.advance(job.id, "switching")
    again = office(home)
    with again.desk.librarian.working():
        assert again.done(again.jobs.get(job.id)).snapshot == job.snapshot
    assert list(again.documents) == ["liaocheng", "zibo", "日照"]


def test_two_processes_shares_and_many_threads_lose_nothing(home: Path) -> None:
    one, other = office(home, BuildSettings(keep_snapshots=2)), office(home, BuildSettings(keep_snapshots=2))
    amounts = range(101, 113)

    with one.desk.librarian.working(), other.desk.librarian.working(), ThreadPoolExecutor(6) as pool:
        jobs = list(pool.map(lambda a: ordered(one if a % 2 else other, a), amounts))
        wait_until(lambda: one.jobs.count_open() == 0)
        last = current_snapshot(home)
        wait_until(lambda: one.serving.current.snapshot == other.serving.current.snapshot == last)
        assert {one.jobs.get(job.id).status for job in jobs} == {"done"}
    for place in (one, other):
        found = texts(place)
        assert {i for i in found if i.startswith("第")} == {f"第{a}号" for a in amounts}
        assert all(f"{a}万元" in found[f"第{a}号"] for a in amounts)
        assert len(place.serving.current.holdings.library.sources) == 2 + len(amounts)
    for name in list_snapshots(home):
        verify(home, name)


def ordered(place: Office, amount: int) -> Job:
    return place.desk.upload(WHO, [sent(f"第{amount}号.txt", measures("日照市", amount))])


def sent(name: str, text: str) -> SentFile:
    return SentFile(name=name, data=text.encode())


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_orders_wait_while_another_writer_is_at_it(home: Path) -> None:
    place = office(home)
    with place.desk.librarian.working():
        with writer_lock(home):
            job = place.desk.upload(WHO, [sent("日照.txt", measures("日照市", 200))])
            time.sleep(0.5)
            assert place.jobs.get(job.id).status == "queued"
        assert place.done(job).status == "done"


def test_a_rebuild_read_before_a_change_is_not_written_over_it(home: Path, tmp_path: Path) -> None:
    library = ingest_paths([tmp_path / "corpus"])
    place = office(home)
    with place.desk.librarian.working():
        job = place.upload("日照.txt", measures("日照市", 200))
    with pytest.raises(IndexBusy, match="重试"):
        build_snapshot(library, ENCODER, home, changes=Changes())
    assert current_snapshot(home) == job.snapshot


def test_a_snapshot_made_by_the_command_beside_is_followed(home: Path, tmp_path: Path) -> None:
    place = office(home)
    with place.desk.librarian.working():
        rebuild(home, corpus_in(tmp_path, linyi=measures("临沂市", 40)))
        made = current_snapshot(home)
        wait_until(lambda: place.serving.current.snapshot == made)
        assert "linyi" in place.documents
