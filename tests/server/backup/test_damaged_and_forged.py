"""Backups that were damaged, forged, or made by another version."""

from __future__ import annotations

import hashlib
import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

from server.backup.layout import Manifest, Member, seal
from server.backup.restoring import restore
from server.backup.writing import back_up
from server.errors import BackupUnusable
from tests.server.backup.kept import SETTINGS, Open, rows


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
