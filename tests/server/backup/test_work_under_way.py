"""A backup while documents come in, and orders that were open when it was made."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from index.opened import Opened
from server.auth.identity import LOCAL, acting_as
from server.backup.restoring import restore
from server.backup.writing import back_up
from tests.server.backup.kept import SETTINGS, Open, files, rows
from tests.server.library.small import measures, office

pytestmark = pytest.mark.slow


def test_a_backup_made_while_documents_come_in_is_of_one_moment(home: Path, tmp_path: Path, opened: Open) -> None:
    place = office(home)
    stop = threading.Event()
    acknowledged: list[str] = []

    def upload() -> None:
        number = 100
        with acting_as(LOCAL):
            while not stop.is_set() and number < 200:
                place.upload(f"增{number}.txt", measures("济宁市", number, number))
                acknowledged.append(f"增{number}.txt")
                number += 1

    with place.desk.librarian.working():
        thread = threading.Thread(target=upload)
        thread.start()
        try:
            for turn in range(4):
                done = list(acknowledged)
                back_up(home, opened(home), SETTINGS, tmp_path / f"backup-{turn}")
                new = tmp_path / f"new-{turn}"
                restore(tmp_path / f"backup-{turn}", new, None)
                held = {d.source_file for d in Opened.of(new).contents.library.documents}
                assert held >= {"聊城.txt", "淄博.txt", *done}
                # What the records call done is in the snapshot, and nothing else but what was being done.
                engine = opened(new)
                jobs = rows(engine)["jobs"]
                finished = {str(job[3]) for job in jobs if job[6] == "done"}
                ordered = {str(job[3]) for job in jobs}
                assert finished <= held - {"聊城.txt"} <= ordered
                assert {f"uploads/{row[3]}{row[4]}" for row in rows(engine)["uploads"]} <= files(new).keys()
        finally:
            stop.set()
            thread.join()
    assert len(acknowledged) > 4


def test_an_order_that_was_open_is_carried_out_after_the_restore(home: Path, tmp_path: Path, opened: Open) -> None:
    place = office(home)
    with acting_as(LOCAL):
        job = place.desk.delete("编辑甲", next(i for i, d in place.documents.items() if d.source_file == "聊城.txt"))
    back_up(home, opened(home), SETTINGS, tmp_path / "backup")
    restore(tmp_path / "backup", tmp_path / "new", None)
    again = office(tmp_path / "new")
    with acting_as(LOCAL), again.desk.librarian.working():
        assert again.done(job).status == "done"
        assert {d.source_file for d in again.documents.values()} == {"淄博.txt"}
