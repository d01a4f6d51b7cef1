"""A library in one file and back: on one engine and from one to the other, whole or not at all."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Engine, select

from index.opened import Opened
from index.retriever import Retriever
from server.auth.identity import LOCAL, Role, acting_as
from server.auth.keyring import KeyRing
from server.auth.keys import KeyStore
from server.auth.sessions import Sessions
from server.backup.layout import Manifest, Member, seal
from server.backup.restoring import restore
from server.backup.writing import back_up
from server.contract import AskRequest, FeedbackRequest
from server.errors import BackupFailed, BackupUnusable, RestoreRefused
from server.records.audit import Audit
from server.records.database import FILE, open_database
from server.records.feedback import Feedback
from server.records.schema import KEPT
from server.records.visibility import Visibility
from server.service import PolicyService
from tests.server.library.small import ENCODER, corpus_in, measures, office, rebuild
from tests.server.replicas.postgres import Cluster

SETTINGS: dict[str, object] = {"embedding": {"model": "m"}}
QUESTION = "聊城市省级孵化器补助多少"
Open = Callable[..., Engine]


@pytest.fixture
def opened() -> Iterator[Open]:
    """Opens databases; they are closed at the end."""
    engines: list[Engine] = []

    def open_(home: Path, url: SecretStr | None = None) -> Engine:
        engines.append(open_database(home, url))
        return engines[-1]

    yield open_
    for engine in engines:
        engine.dispose()


@pytest.fixture
def home(tmp_path: Path, opened: Open) -> Path:
    """A library with an uploaded and a replaced document, a key, feedback, and a hidden file."""
    home = tmp_path / "home"
    rebuild(home, corpus_in(tmp_path, 聊城=measures("聊城市", 80)))
    place = office(home)
    with acting_as(LOCAL), place.desk.librarian.working():
        assert place.upload("淄博.txt", measures("淄博市", 90, 2)).status == "done"
        assert place.upload("淄博.txt", measures("淄博市", 95, 2)).status == "done"
    fill(opened(home))
    return home


def fill(engine: Engine) -> None:
    with acting_as(LOCAL):
        Feedback(engine).add(
            FeedbackRequest(answer_id="ask-1", question=QUESTION, rating="up", comment='引号"与\n换行')
        )
    Visibility(engine).put("淄博.txt", "internal")
    KeyStore(engine).create("前台", Role.READER)


def rows(engine: Engine) -> dict[str, list[tuple[object, ...]]]:
    with engine.connect() as connection:
        ordered = {table: select(table).order_by(*table.primary_key.columns) for table in KEPT}
        return {table.name: [tuple(row) for row in connection.execute(query)] for table, query in ordered.items()}


def answer(home: Path) -> dict[str, object]:
    response = PolicyService(Retriever.open(home, ENCODER)).ask(AskRequest(question=QUESTION))
    return response.model_dump(exclude={"id", "timings_ms"})


def files(home: Path) -> dict[str, bytes]:
    """What a library consists of, besides its database and its other snapshots."""
    name = (home / "current").read_text(encoding="utf-8").strip()
    roots = (home / "snapshots" / name, home / "uploads", home / "versions")
    found = [path for root in roots for path in root.rglob("*") if path.is_file()]
    return {str(path.relative_to(home)): path.read_bytes() for path in found}


def test_an_empty_folder_becomes_the_library_again(home: Path, tmp_path: Path, opened: Open) -> None:
    backup = tmp_path / "backup"
    manifest = back_up(home, opened(home), SETTINGS, backup)
    assert backup.stat().st_mode & 0o777 == 0o600
    assert manifest.settings == SETTINGS
    new = tmp_path / "new"
    restored = restore(backup, new, None)
    assert restored.aside is None
    assert restored.manifest == manifest
    assert answer(new) == answer(home)
    assert "80万元" in str(answer(new)["answer"])
    assert files(new) == files(home)
    engine = opened(new)
    assert rows(engine) == rows(opened(home))
    assert [len(rows(engine)[name]) for name in ("keys", "feedback", "visibility", "versions")] == [1, 1, 1, 1]
    assert not [path.name for path in new.iterdir() if path.name.startswith((".restoring", ".before"))]
    # A number is not given twice.
    last = max(line.number for line in Audit(engine).newest(99))
    Audit(engine).note("甲", "其后", "")
    assert Audit(engine).newest(1)[0].number == last + 1


def test_a_backup_of_one_engine_is_restored_into_the_other_and_back(
    home: Path, tmp_path: Path, postgres: Cluster, opened: Open
) -> None:
    before = rows(opened(home))
    url = postgres.new_database()
    back_up(home, opened(home), SETTINGS, tmp_path / "from sqlite")
    moved = tmp_path / "moved"
    restore(tmp_path / "from sqlite", moved, url)
    assert not (moved / FILE).exists()
    assert answer(moved) == answer(home)
    engine = opened(moved, url)
    assert rows(engine) == before
    Audit(engine).note("甲", "其后", "")
    ring = KeyRing(KeyStore(engine), Sessions(engine))
    ring.refresh()
    fill_number = before["keys"][0][0]
    assert [key.number for key in KeyStore(engine).all()] == [fill_number]
    back_up(moved, engine, SETTINGS, tmp_path / "from postgresql")
    restore(tmp_path / "from postgresql", tmp_path / "back", None)
    after = rows(opened(tmp_path / "back"))
    assert {name: found for name, found in after.items() if name != "audit"} == {
        name: found for name, found in before.items() if name != "audit"
    }
    assert after["audit"][:-1] == before["audit"]


def test_what_is_there_is_replaced_only_on_demand_and_put_aside(
    home: Path, tmp_path: Path, postgres: Cluster, opened: Open
) -> None:
    backup = tmp_path / "backup"
    back_up(home, opened(home), SETTINGS, backup)
    with pytest.raises(BackupFailed, match="已经存在"):
        back_up(home, opened(home), SETTINGS, backup)
    good = answer(home)
    other = tmp_path / "other"
    rebuild(other, corpus_in(tmp_path, 聊城=measures("聊城市", 30)))
    url = postgres.new_database()
    fill(opened(other, url))
    with pytest.raises(RestoreRefused, match="--force"):
        restore(backup, other, url)
    hold = Opened.of(other)
    with pytest.raises(RestoreRefused, match="先停止"):
        restore(backup, other, url, force=True)
    assert "30万元" in str(answer(other)["answer"])
    hold.hold.close()
    restored = restore(backup, other, url, force=True)
    assert restored.aside is not None
    assert "30万元" in str(answer(restored.aside)["answer"])
    assert answer(other) == good
    assert rows(opened(other, url)) == rows(opened(home))


def test_rows_in_the_database_alone_are_not_overwritten_either(
    home: Path, tmp_path: Path, postgres: Cluster, opened: Open
) -> None:
    back_up(home, opened(home), SETTINGS, tmp_path / "backup")
    url = postgres.new_database()
    engine = opened(tmp_path / "empty", url)
    Audit(engine).note("甲", "旧", "")
    before = rows(engine)
    with pytest.raises(RestoreRefused, match="记录数据库不是空的"):
        restore(tmp_path / "backup", tmp_path / "empty", url)
    assert rows(engine) == before
    assert [path.name for path in (tmp_path / "empty").iterdir()] == [".write.lock"]


def test_a_flipped_byte_is_refused_wherever_it_is(home: Path, tmp_path: Path, opened: Open) -> None:
    backup = tmp_path / "backup"
    back_up(home, opened(home), SETTINGS, backup)
    whole = backup.read_bytes()
    target = tmp_path / "new"
    for place in (0, 700, len(whole) // 3, len(whole) // 2, len(whole) - 5000, len(whole) - 40, len(whole) - 1):
        damaged = bytearray(whole)
        damaged[place] ^= 1
        (tmp_path / "damaged").write_bytes(damaged)
        with pytest.raises(BackupUnusable):
            restore(tmp_path / "damaged", target, None)
    for cut in (0, 10, len(whole) // 2, len(whole) - 1):
        (tmp_path / "damaged").write_bytes(whole[:cut])
        with pytest.raises(BackupUnusable):
            restore(tmp_path / "damaged", target, None)
    assert [path.name for path in target.iterdir()] == [".write.lock"]
    restore(backup, target, None)


def forged(target: Path, change: Callable[[list[tarfile.TarInfo]], None], source: Path) -> Path:
    """A backup with every checksum right, after somebody with bad intentions has been at it."""
    with tarfile.open(source) as tar:
        found = [(member, tar.extractfile(member).read()) for member in tar.getmembers()[:-1]]  # type: ignore[union-attr]
        manifest = Manifest.model_validate_json(tar.extractfile("manifest.json").read())  # type: ignore[union-attr]
    headers = [member for member, _ in found]
    change(headers)
    out = io.BytesIO()
    listed = []
    with tarfile.open(fileobj=out, mode="w") as tar:
        for member, (_, data) in zip(headers, found, strict=True):
            content = data if member.isreg() else b""
            member.size = len(content)
            listed.append(Member(name=member.name, bytes=len(content), sha256=hashlib.sha256(content).hexdigest()))
            tar.addfile(member, io.BytesIO(content))
        text = manifest.model_copy(update={"members": tuple(listed)}).model_dump_json().encode()
        last = tarfile.TarInfo("manifest.json")
        last.size = len(text)
        tar.addfile(last, io.BytesIO(text))
    target.write_bytes(out.getvalue() + seal(hashlib.sha256(out.getvalue()).hexdigest()))
    return target


def test_no_name_in_a_backup_leads_out_of_the_folder(home: Path, tmp_path: Path, opened: Open) -> None:
    source = tmp_path / "backup"
    back_up(home, opened(home), SETTINGS, source)
    target = tmp_path / "deep" / "new"
    target.parent.mkdir()

    def named(name: str) -> Callable[[list[tarfile.TarInfo]], None]:
        return lambda headers: setattr(headers[-1], "name", name)

    def linked(kind: bytes) -> Callable[[list[tarfile.TarInfo]], None]:
        def change(headers: list[tarfile.TarInfo]) -> None:
            headers[-1].type, headers[-1].linkname = kind, "/etc/passwd"

        return change

    def twice(headers: list[tarfile.TarInfo]) -> None:
        headers[-1].name = headers[-2].name

    tricks = [
        named(name)
        for name in (
            "../evil", "/tmp/evil", "uploads/../../evil", "uploads/.hidden", "uploads//evil", "uploads/a\\b",
            "policyqa.toml", "records/../evil.jsonl", "snapshots", "uploads/" + "a/" * 20 + "b", "current/evil",
            ".write.lock", "records.sqlite3",
        )
    ]  # fmt: skip
    tricks += [linked(kind) for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.DIRTYPE)]
    before = sorted(tmp_path.rglob("*"))
    for number, trick in enumerate([*tricks, twice]):
        with pytest.raises(BackupUnusable):
            restore(forged(tmp_path / "deep" / f"forged-{number}", trick, source), target, None)
    left = [path for path in sorted(tmp_path.rglob("*")) if path not in before and "forged-" not in path.name]
    assert [path.name for path in left] == ["new", ".write.lock"]
    restore(forged(tmp_path / "deep" / "untouched", lambda headers: None, source), target, None)


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


def test_a_backup_of_nothing_is_none(tmp_path: Path, opened: Open) -> None:
    with pytest.raises(BackupFailed, match="policyqa index build"):
        back_up(tmp_path, opened(tmp_path), SETTINGS, tmp_path / "backup")
    assert not (tmp_path / "backup").exists()


def test_records_that_were_made_before_a_column_get_its_default(home: Path, tmp_path: Path, opened: Open) -> None:
    source = tmp_path / "backup"
    back_up(home, opened(home), SETTINGS, source)
    with tarfile.open(source) as tar:
        kept = tar.extractfile("records/feedback.jsonl").read().decode()  # type: ignore[union-attr]
    line = json.loads(kept)
    assert line.pop("seen_by") == "*"
    older = tmp_path / "older"
    _with_feedback(source, older, json.dumps(line) + "\n")
    restore(older, tmp_path / "new", None)
    assert rows(opened(tmp_path / "new"))["feedback"] == rows(opened(home))["feedback"]
    _with_feedback(source, older, json.dumps(line | {"column_of_tomorrow": 1}) + "\n")
    with pytest.raises(BackupUnusable, match="更新的版本"):
        restore(older, tmp_path / "newer", None)


def _with_feedback(source: Path, target: Path, text: str) -> None:
    with tarfile.open(source) as tar:
        found = [(m.name, tar.extractfile(m).read()) for m in tar.getmembers()]  # type: ignore[union-attr]
    content = {name: text.encode() if name == "records/feedback.jsonl" else data for name, data in found}
    manifest = Manifest.model_validate_json(content.pop("manifest.json"))
    listed = tuple(
        Member(name=name, bytes=len(data), sha256=hashlib.sha256(data).hexdigest()) for name, data in content.items()
    )
    content["manifest.json"] = manifest.model_copy(update={"members": listed}).model_dump_json().encode()
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as tar:
        for name, data in content.items():
            header = tarfile.TarInfo(name)
            header.size = len(data)
            tar.addfile(header, io.BytesIO(data))
    target.write_bytes(out.getvalue() + seal(hashlib.sha256(out.getvalue()).hexdigest()))
